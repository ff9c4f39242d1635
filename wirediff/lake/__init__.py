"""The lake: what archives hold as Parquet, any number of them side by side, and its analysis on Spark.

`tables` says what a lake holds, `appending` adds an archive's news to one. `united` makes one collection of any number
of lakes, `candidates` and `pieces` part its articles so that no two that may share a story are parted, `replay` runs
the local code on each part, `grouping` does all that until it is sure, and `settled` makes an ordinary archive of it.
"""
