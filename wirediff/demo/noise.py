"""What changes on a page at every fetch though nothing was edited: counters, clocks, teasers in turn, nonces."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Noise:
    """The furniture of one answer. The same *seed* gives the same furniture, so that a run can be repeated."""

    readers: int
    comments: int
    nonce: str
    bucket: str
    ago: str
    teasers: tuple[str, ...]
    advert: str


def noise(seed: str, teasers: Sequence[str], age: timedelta) -> Noise:
    """Furniture for one answer; *age* is how long ago the page was changed."""
    dice = random.Random(seed)  # noqa: S311 - furniture, not secrets
    turned = list(teasers)
    dice.shuffle(turned)
    return Noise(
        readers=dice.randint(900, 48_000),
        comments=dice.randint(2, 60),
        nonce=hashlib.sha256(seed.encode()).hexdigest()[:16],
        bucket=dice.choice("ABC"),
        ago=ago(age),
        teasers=tuple(turned[:4]),
        advert=dice.choice(("Winter tyres from 89 crowns", "Loans in ten minutes", "Hearing aids, half price")),
    )


def ago(age: timedelta) -> str:
    """ "14 minutes ago", as outlets write it."""
    minutes = int(age.total_seconds() // 60)
    for size, word in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {word}{'s' if count > 1 else ''} ago"
    return "just now"


def long_date(moment: datetime) -> str:
    """ "Tuesday, September 2, 2025", whatever the machine's language."""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    months = (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    )  # fmt: skip
    return f"{days[moment.weekday()]}, {months[moment.month - 1]} {moment.day}, {moment.year}"
