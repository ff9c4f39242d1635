"""What a figure is: a measurement and whether it meets its bar."""

from __future__ import annotations

from typing import NamedTuple


class Measured(NamedTuple):
    """*good* None: it cannot be measured here, and *said* tells why. *details* name what went wrong, a line each."""

    good: bool | None
    said: str
    details: tuple[str, ...] = ()
