"""The bar: every promise of durability, safety and manners as a figure that a command prints.

    python -m benchmarks.bar            all figures in short form, about two minutes
    python -m benchmarks.bar --full     the whole campaigns; hours
    python -m benchmarks.bar kills      one of them

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
