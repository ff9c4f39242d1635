"""What a figure is: a measurement and whether it meets its bar."""

from __future__ import annotations

import math
import sys
import time
from typing import NamedTuple


class Measured(NamedTuple):
    """*good* None: it cannot be measured here, and *said* tells why. *details* name what went wrong, a line each."""

    good: bool | None
    said: str
    details: tuple[str, ...] = ()


class Until:
    """When a campaign that may take only so long ends; without a length it never does."""

    end = math.inf

    @classmethod
    def minutes(cls, length: float | None) -> None:
        """Let every campaign that begins or goes on now end after *length*."""
        cls.end = math.inf if length is None else time.monotonic() + 60 * length

    @classmethod
    def is_over(cls) -> bool:
        """Whether the time is over."""
        return time.monotonic() > cls.end


def tell(done: str) -> None:
    """How far a campaign came, on standard error: some take an hour."""
    print(done, file=sys.stderr, flush=True)
