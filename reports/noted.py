"""What readers noted on edits: reviewed, contacted, resolved, and in what words. Shown wherever the edit is."""

from __future__ import annotations

from dataclasses import dataclass

from reports.when import local

SIGNS = {"reviewed": "✓", "contacted": "✉", "resolved": "✔"}


@dataclass(frozen=True, slots=True)
class Noted:
    """A note on an edit. *place* is the end of the edit's link (``r3-e2``, ``copy-e1``), empty where the page does
    not show it; *words* are those that went and that came; *found* says whether the edit is there still.
    """

    number: int
    made_at: str
    status: str
    text: str
    who: str
    place: str
    words: tuple[str, str]
    revision: int
    relation: str = "revision"
    found: bool = True

    @property
    def sign(self) -> str:
        """The sign of its status."""
        return SIGNS.get(self.status, "✓")

    def head(self, zone: str) -> str:
        """Status, time and who, as one phrase."""
        by = f", {self.who}" if self.who else ""
        return f"{self.status}, {local(self.made_at, zone)}{by}"

    @property
    def about(self) -> str:
        """What it is about, in words: the edit that it stands at, or the one that is no longer found."""
        change = " → ".join(f"“{side[:80]}”" for side in self.words if side) or "an edit"
        where = f"revision {self.revision}" if self.relation == "revision" else "a difference from the dispatch"
        return f"{where}, {change}" if self.found else f"an edit that is no longer found: {where}, {change}"
