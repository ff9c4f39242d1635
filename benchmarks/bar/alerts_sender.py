"""``python -m benchmarks.bar.alerts_sender FOLDER``: a fork runs ``wirediff alerts send`` for each time on its input.

It prints the fork's process id, then the code with which it ended.
"""

from __future__ import annotations

import os
import sys
import time

from crawler import clock
from wirediff import alerts
from wirediff.cli import alerts_, main

assert alerts
assert alerts_


def _send(at: str) -> None:
    os.environ["WIREDIFF_CLOCK"], clock._BEGAN = at, time.monotonic()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    sys.argv = ["wirediff", "alerts", "send"]
    main()


if __name__ == "__main__":
    os.chdir(sys.argv[1])
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            try:
                _send(line.strip())
            except SystemExit as end:
                os._exit(int(end.code or 0))
            os._exit(1)
        print(process, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)
