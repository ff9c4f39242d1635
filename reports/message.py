"""What an alert says: a few things that happened, each one sentence with its before and after.

Values only; `reports.mail` and `reports.webhook` write them out. A message is rebuilt from what was queued of it, so
`Item` goes to plain JSON and back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from reports.attention import Snippet
from reports.inert import plain, shorten

MOST = 5
SUBJECT = 120
LABELS = {
    "correction-missing": "Correction missing", "removal": "Removed", "return": "There again",
    "undisclosed-edit": "Edited without a note", "headline": "Headline changed", "correction": "Corrected",
    "material-edit": "Edited", "uncredited-copy": "Copy without credit", "new-copy": "New copy",
    "trouble": "Outlet not readable",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that happened. *key* names it for ever, *why* is one of `LABELS`, *weight* ranks it."""

    key: str
    why: str
    at: str
    outlet: str
    name: str
    address: str
    sentence: str
    story: str = ""
    title: str = ""
    kinds: tuple[str, ...] = ()
    weight: float = 0
    snippet: Snippet | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)

    @classmethod
    def of_json(cls, row: Mapping[str, Any]) -> Item:
        """The item that `as_json` gave; keys of the log's own are left out."""
        held = {name: value for name, value in row.items() if name in cls.__dataclass_fields__}
        shown = held.pop("snippet", None)
        return cls(**{**held, "kinds": tuple(held.get("kinds", ())), "snippet": Snippet(**shown) if shown else None})


@dataclass(frozen=True, slots=True)
class Message:
    """One message: the weightiest `MOST` *items* in groups by story, and the keys of those that it only counts.

    *key* is the same for every attempt to send it.
    """

    key: str
    subject: str
    as_of: str
    items: tuple[Item, ...]
    others: tuple[str, ...] = ()
    zone: str = "UTC"
    program: str = "wirediff"

    @property
    def groups(self) -> dict[str, list[Item]]:
        """The items by the title of their story (empty where they have none), the weightiest group first."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            found.setdefault(item.title or item.story, []).append(item)
        return found


def message_of(key: str, subject: str, as_of: str, items: tuple[Item, ...], *, zone: str, program: str) -> Message:
    """A message of *items*: the weightiest in full, the rest by number."""
    ranked = sorted(items, key=lambda item: (-item.weight, item.at, item.key))
    shown, rest = ranked[:MOST], ranked[MOST:]
    return Message(key, subject, as_of, tuple(shown), tuple(item.key for item in rest), zone, program)


def subject_of(items: tuple[Item, ...]) -> str:
    """What stands in an inbox: the weightiest item, and how many more."""
    first = max(items, key=lambda item: item.weight)
    more = f" and {len(items) - 1} more" if len(items) > 1 else ""
    about = first.title or first.address
    return one_line(f"{LABELS[first.why]}: {first.name}, {shorten_title(about)}{more}")


def shorten_title(title: str, longest: int = 70) -> str:
    """A headline's beginning, cut at a word."""
    return title if len(title) <= longest else title[:longest].rsplit(" ", 1)[0] + " …"


def one_line(text: str, longest: int = SUBJECT) -> str:
    """Text for a header or a list: one line, nothing hidden, nothing that steers."""
    return plain(" ".join(shorten(text, longest * 4).split()))[:longest]


def inert(item: Item) -> Item:
    """An item whose every text is safe to show anywhere: control and hidden characters are written out."""
    shown = item.snippet and replace(
        item.snippet,
        lead=plain(item.snippet.lead), removed=plain(item.snippet.removed),
        added=plain(item.snippet.added), tail=plain(item.snippet.tail),
    )  # fmt: skip
    return replace(
        item, name=one_line(item.name), address=plain(item.address), sentence=plain(item.sentence),
        title=one_line(item.title, 200), snippet=shown,
    )  # fmt: skip
