"""How often a look that was cut short would have missed something: counted by day, by looks that were made in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.archive import Archive


def note(archive: Archive, day: str, *, missed: bool) -> None:
    """Count one look of a *day* (as in "2026-03-01")."""
    archive.write(
        "INSERT INTO audits (day, looks, misses) VALUES (?, 1, ?) "
        "ON CONFLICT (day) DO UPDATE SET looks = looks + 1, misses = misses + excluded.misses",
        (day, int(missed)),
    )
