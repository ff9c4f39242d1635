"""What the archivist's stages work with: the archive, the configuration, a way to extract, and what they touched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from crawler.outlets import FollowedStory, Outlet, Rhythm
from pipelines.arrival import Extraction
from storage.archive import Archive

Extractor = Callable[[bytes, Mapping[str, str], str], Extraction]


@dataclass
class Desk:
    """One archivist's desk. *extract* blocks until a page is read (in a process that can be killed).

    *obey_noarchive* and *refuse_reserved*: see `pipelines.rights`.
    """

    archive: Archive
    extract: Extractor
    outlets: Mapping[str, Outlet] = field(default_factory=dict)
    stories: tuple[FollowedStory, ...] = ()
    rhythm: Rhythm = field(default_factory=Rhythm)
    obey_noarchive: bool = True
    refuse_reserved: bool = False
