"""Rebuild: derive articles anew from their kept pages with today's code, each in a transaction of its own.

Every page of an article is extracted again, the old ones too, so that what only a new extractor makes of them is in
all revisions or in none: it is never an edit. An article that comes out the same is left untouched, with its row ids.
What is done is noted in the same transaction: a rebuild that was killed goes on where it was.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from pipelines import descent
from pipelines.archivist import Archivist
from pipelines.desk import Desk
from pipelines.evidence import fetched_of
from pipelines.extract import EXTRACTOR
from pipelines.judging import SAME_BODY
from pipelines.reading import Reader
from pipelines.retell import finish
from pipelines.rights import read_already
from storage import derived, history, links, rebuilds
from storage.archive import Row
from storage.pages import PageDamaged
from storage.portrait import Portrait, differences, portrait_of
from storage.rebuilds import Scope

CODE = EXTRACTOR  # what a rebuild that was broken off must have been made with to go on
AHEAD, PAGES = 4, 50  # articles whose pages are extracted ahead, and of each so many
Seen = Callable[[int, int], None]


@dataclass
class Report:
    """What a rebuild did, or (dry) would do."""

    articles: int = 0
    changed: list[Row] = field(default_factory=list)
    resumed: bool = False


class _Undo(Exception):
    """Takes a savepoint back."""


def rebuild(desk: Desk, scope: Scope, now: str, seen: Seen, *, dry: bool = False) -> Report:
    """Rebuild the articles of *scope*; *dry* only tells what would change."""
    archivist, archive = Archivist(desk), desk.archive
    report = Report()
    with archive.transaction():
        row: Row = {"id": 0, "done_to": ""} if dry else rebuilds.begin(archive, scope, now)
    report.resumed = bool(row["done_to"])
    waiting = rebuilds.articles(archive, scope, row["done_to"])
    for count, (key, article) in enumerate(_read_ahead(waiting, desk), 1):
        with archive.transaction():
            changed = _one(archivist, article, dry=dry)
            if not dry:
                rebuilds.step(archive, row["id"], key, changed=changed is not None)
        report.articles += 1
        report.changed += [changed] if changed else []
        seen(count, len(waiting))
    if not dry:
        with archive.transaction():
            rebuilds.end(archive, row["id"], now)
        descent.settle(archive)
    return report


def _read_ahead(waiting: list[tuple[str, int]], desk: Desk) -> Iterator[tuple[str, int]]:
    """The articles, while the pages of the next ones are being extracted."""
    coming: deque[tuple[str, int]] = deque()
    for one in waiting:
        coming.append(one)
        _start(one[1], desk)
        if len(coming) > AHEAD:
            yield coming.popleft()
    yield from coming


def _start(article: int, desk: Desk) -> None:
    if not isinstance(desk.extract, Reader):
        return
    seen = set[str]()
    for row in history.pages_read(desk.archive, article):
        if row["page"] is None or row["page"] in seen or row["reason"] == SAME_BODY or len(seen) >= PAGES:
            continue
        seen.add(row["page"])
        with suppress(PageDamaged):
            fetched = fetched_of(desk.archive, row["fetch"])
            if fetched.body and read_already(fetched) is None:
                desk.extract.ahead(fetched.body, fetched.headers, fetched.final_address)


def _one(archivist: Archivist, article: int, *, dry: bool) -> Row | None:
    """Derive one article anew; what changed of it, None where nothing did."""
    archive = archivist.desk.archive
    if archive.value("SELECT 1 FROM articles WHERE id = ?", (article,)) is None:
        return None  # it turned out to be another one, which is done
    told = derived.article_row(archive, article)
    changed: Row | None = None
    same = True
    with suppress(_Undo), archive.transaction():
        retelling = archivist.rederive(article)
        after = portrait_of(archive, retelling.articles)
        same = not differences(retelling.before, after)
        changed = _summary(told, retelling.before, after)
        if dry or same:
            raise _Undo
    if not (dry or same):
        archivist.learn(told["outlet"], set())
    archivist.forget_sightings()
    if same and not dry:
        _regroup(archivist.desk, article)
    return changed


def _regroup(desk: Desk, article: int) -> None:
    """Find the story of an article that came out the same anew, and compare it anew with what it is compared with."""
    links.forget(desk.archive, article)
    for (revision,) in desk.archive.db.conn.execute(
        "SELECT id FROM revisions WHERE article = ?", (article,)
    ).fetchall():
        derived.forget_copy_diffs(desk.archive, revision)
    finish(article, desk)


def _summary(article: Row, before: Portrait, after: Portrait) -> Row | None:
    """A line on what a reader would see change of an article; None where only the code's own name did."""
    told = {
        "revisions": (1, 2, 3),  # key, number, first seen
        "edits": range(11),
        "readings": (0, 3, 4, 6),  # fetch, outcome, reason, revision
        "events": range(6),
    }
    changed = {part: len(_shown(before[part], places) ^ _shown(after[part], places)) for part, places in told.items()}
    if not any(changed.values()):
        return None
    counts = {"revisions_before": len(before["revisions"]), "revisions_after": len(after["revisions"])}
    return {"url": article["address"], "outlet": article["outlet"]} | counts | changed


def _shown(lines: list[str], places: Iterable[int]) -> set[str]:
    rows = map(json.loads, lines)
    return {json.dumps([row[place] for place in places]) for row in rows}
