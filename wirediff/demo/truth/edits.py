"""Every edit that an outlet made is found, in its own words and under its kind; and none that it did not make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from comparison.model import Edit
from storage import queries
from storage.archive import Archive
from wirediff.demo.text import Expected
from wirediff.demo.timeline import Article, Outlet
from wirediff.demo.truth.kept import Kept
from wirediff.demo.truth.point import Point

GROUP = "edits"
WORDS_BESIDE = 3  # an edit may take so many words more than the script changed


def check(archive: Archive, outlet: Outlet, article: Article, kept: Kept) -> Iterator[Point]:
    """A point for each scripted edit, and one for each that was invented."""
    for revision in article.revisions[1:]:
        name = f"{outlet.name}, version {revision.number}"
        edits = _edits(archive, kept, revision.number)
        for expected in revision.edits:
            right = any(tells(edit, expected) for edit in edits)
            yield Point(GROUP, f"{name}: {expected.what}", right, "" if right else _all_told(edits))
        for edit in edits:
            if not any(fits(edit, expected) for expected in revision.edits):
                yield Point(GROUP, f"{name}: an edit that it never made", False, told(edit))


def _edits(archive: Archive, kept: Kept, number: int) -> tuple[Edit, ...]:
    step = kept.step(number)
    diff = queries.diff_between(archive, step[0].id, step[1].id) if step else None
    return diff.edits if diff else ()


def tells(edit: Edit, expected: Expected) -> bool:
    """Whether *edit* tells what the script did, under the right kind."""
    return fits(edit, expected) and (expected.kind is None or expected.kind in edit.kinds)


def fits(edit: Edit, expected: Expected) -> bool:
    """Whether *edit* is what the script did, or a part of it."""
    if edit.field != expected.field or expected.field != "text":
        return edit.field == expected.field
    before, after = sides(edit)
    if edit.op != expected.op:
        return False
    match edit.op:
        case "insert":
            return expected.after in after
        case "move":
            return before.strip() == expected.before
        case "replace":
            tight = len(before.split()) <= len(expected.before.split()) + WORDS_BESIDE
            return tight and expected.before in before and expected.after in after
        case _:
            return True


def sides(edit: Edit) -> tuple[str, str]:
    """What an edit took away, and what it put in."""
    return edit.before.text if edit.before else "", edit.after.text if edit.after else ""


def _all_told(edits: Iterable[Edit]) -> str:
    return "; ".join(map(told, edits)) or "no edit"


def told(edit: Edit) -> str:
    """An edit in a line."""
    before, after = (text[:60] for text in sides(edit))
    return f"{edit.op} of {edit.field} ({', '.join(edit.kinds) or 'no kind'}): {before!r} to {after!r}"
