"""A wire and its outlets on this machine: scripted days, crawled by the real program, checked against the script.

`script` says what each outlet does and when; `pages` and `feeds` draw it; `server` serves it on loopback at a virtual
time; `run` crawls it round by round; `truth` compares the archive with the script; `show` prints what came of it.
Every name, place and text in it is invented.
"""
