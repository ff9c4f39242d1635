"""What other trackers kept, as documents: a diffengine database, changedetection.io's folder, a git repository.

Each reader yields places in any order; what one record lacks is told, and the rest is read. To add a tracker, add a
module with `is_one` and `places`, and its name here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from pipelines.documents import Given, Place, Unread
from pipelines.foreign import changedetection, diffengine, git

READERS: tuple[ModuleType, ...] = (changedetection, diffengine, git)


def places_of(path: Path, given: Given) -> Iterator[Place | Unread] | None:
    """The documents that another tracker kept at *path*; None where no tracker is known to keep them so."""
    reader = next((one for one in READERS if one.is_one(path)), None)
    return None if reader is None else reader.places(path, given)
