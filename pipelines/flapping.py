"""Values that alternate between fetches: a test of headlines, or a cache that serves an older copy. No edits.

A value that an earlier revision had is a return. One return is an edit (it was reverted). A second one of the same
field within a day shows that the two alternate: the revision that the first made is taken back (also where an edit of
another field came after it, which is compared with what stood before then), each variant stays
kept once, and further returns are `unchanged`, for the reason "flapping". The state ends when one variant lasts.
All of it is told by the article's own past, so that deriving it anew tells the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from comparison.model import Version
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from pipelines.diff import compared
from pipelines.evidence import moment_of
from pipelines.normalise import difference
from storage import derived, history
from storage.archive import Row

FLAPPING = "flapping"
DAY = 24 * 3600 * 1_000_000  # microseconds: two returns within it alternate, a variant that lasts longer may be an edit
LOOKS = 12  # a variant must be seen so often in a row ...
LONGER = 3  # ... and so many times oftener than ever before while it alternated, to have lasted
REMEMBERED = 40  # revisions in which a value is looked for
LOOKED_AT = 400  # looks in which runs are counted


@dataclass(frozen=True)
class Return:
    """A page that differs from the newest revision only by values that the article had before.

    *fields* are those; *equal* is the revision that says all that the page says (None: a new mixture of known
    values). *alternates* tells that this is flapping, not an edit; *begins* that it was not before; *withdrawn* are the
    revisions that were nothing but such alternations, newest first.
    """

    fields: tuple[str, ...]
    equal: int | None
    alternates: bool = False
    begins: bool = False
    withdrawn: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Past:
    """The newest revisions, newest first, with what they say."""

    rows: list[Row]
    versions: list[Version]


def returned(arrival: Arrival, desk: Desk, version: Version, fields: tuple[str, ...]) -> Return | None:
    """What return a page is that differs from the newest revision in *fields*; None where it says something new."""
    assert arrival.article is not None
    rows = history.newest_revisions(desk.archive, arrival.article, REMEMBERED)
    past = _Past(rows, [derived.version_of(desk.archive, row["id"]) for row in rows])
    if not all(_seen(past.versions[1:], name, version) for name in fields):
        return None
    same = (
        row["id"] for row, one in zip(rows[1:], past.versions[1:], strict=True) if not difference(one, version).fields
    )
    back = Return(fields, next(same, None))
    now = moment_of(arrival.fetched.fetched_at)
    if _goes_on(arrival.article, desk, fields, now):
        lasting = _lasted(arrival.article, desk, derived.content_hash(version), now)
        return Return(fields, back.equal, alternates=not lasting)
    return _beginning(past, back, now)


def _seen(versions: list[Version], field: str, version: Version) -> bool:
    """Whether one of some versions had this value of a field."""
    now = _only(field, version)
    return any(not difference(_only(field, one), now).fields for one in versions)


def _only(field: str, version: Version) -> Version:
    return Version(**{field: version.field(field)})


def _goes_on(article: int, desk: Desk, fields: tuple[str, ...], now: int) -> bool:
    """Whether the article is known to alternate in all of *fields*, and did so within the last day."""
    events = history.events_of(desk.archive, article, FLAPPING)
    known = {name for event in events for name in event["detail"].split(", ")}
    last = history.last_for_reason(desk.archive, article, FLAPPING)
    return set(fields) <= known and last is not None and now - last <= DAY


def _lasted(article: int, desk: Desk, content: str, now: int) -> bool:
    """Whether the variant has been shown alone for a day, and far longer than any was before."""
    looks = history.looks_at_content(desk.archive, article, LOOKED_AT)
    run = next((place for place, look in enumerate(looks) if look["content"] != content), len(looks))
    if run == 0 or now - looks[run - 1]["moment"] < DAY:
        return False
    return run + 1 >= max(LOOKS, LONGER * _longest(looks[run:]))


def _longest(looks: list[Row]) -> int:
    """The longest run of one content among the looks while it alternated."""
    longest = run = 0
    before = None
    alternating = [place for place, look in enumerate(looks) if look["reason"] == FLAPPING]
    for look in looks[: alternating[-1] + 1] if alternating else []:
        run = run + 1 if look["content"] == before else 1
        before, longest = look["content"], max(longest, run)
    return longest


def _beginning(past: _Past, back: Return, now: int) -> Return:
    """Flapping begins where every field returned once already within the day."""
    lately = [place for place, row in enumerate(past.rows) if now - moment_of(row["first_seen"]) <= DAY]
    returns = [_returns_of(past, place) for place in lately if place + 1 < len(past.rows)]
    if not returns or not all(any(name in some for some in returns) for name in back.fields):
        return back
    pure = [place for place, some in zip(lately, returns, strict=False) if some and some == _changed(past, place)]
    withdrawn = tuple(past.rows[place]["id"] for place in pure if _is_last_of_its_kind(past, place))
    return Return(back.fields, back.equal, alternates=True, begins=True, withdrawn=withdrawn)


def _is_last_of_its_kind(past: _Past, place: int) -> bool:
    """Whether no later revision says what this one says."""
    return all(row["content"] != past.rows[place]["content"] for row in past.rows[:place])


def _changed(past: _Past, place: int) -> set[str]:
    """The fields in which a revision differs from the one before it."""
    return set(difference(past.versions[place + 1], past.versions[place]).fields)


def _returns_of(past: _Past, place: int) -> set[str]:
    """The fields in which a revision went back to a value of an earlier one."""
    return {name for name in _changed(past, place) if _seen(past.versions[place + 2 :], name, past.versions[place])}


def take_back(desk: Desk, revision: int) -> int:
    """Take a revision back that proved to be an alternation, and close the gap; the revision that its looks showed."""
    earlier, later = history.equal_before(desk.archive, revision), history.revision_after(desk.archive, revision)
    history.withdraw(desk.archive, revision, earlier, FLAPPING)
    derived.forget_revision(desk.archive, revision)
    if later is not None:
        history.close_gap(desk.archive, later["article"], later["number"])
        compared(desk, later["id"])
    return earlier
