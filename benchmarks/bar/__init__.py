"""The bar: every promise of durability, safety and manners as a figure that a command prints.

    python -m benchmarks.bar                                all figures in short form, some minutes
    python -m benchmarks.bar --full                         the whole campaigns; an hour or two
    python -m benchmarks.bar kills                          one of them
    python -m benchmarks.bar kills --full --minutes 30      what fits into half an hour of it

A figure is a module of this package with ``BAR`` (what is promised) and ``measure(full)``; `FIGURES` lists them.
"""

FIGURES = (
    "kills",
    "syscall_kills",
    "power_loss",
    "failing_calls",
    "bit_flips",
    "hostile",
    "bombs",
    "addresses",
    "crawl_memory",
    "watch_memory",
    "schedule",
    "alerts",
    "console",
    "two_writers",
)
