"""``wirediff note``: what a reader did about an edit, kept with the archive and shown in every report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from storage.triage import STATUSES
from wirediff.cli.common import (
    DONE,
    MISTAKE,
    Failure,
    archive_path,
    config_option,
    db_option,
    json_option,
    print_json,
    print_table,
    read_archive,
)

if TYPE_CHECKING:
    from storage.archive import Archive
    from storage.triage import Edit, Note

LINK = re.compile(r"(?:.*#)?(?P<anchor>a-[0-9a-f]{10})-(?:r(?P<revision>\d{1,9})|copy)(?:-e(?P<count>\d{1,9}))?")
PLACE = re.compile(r"(?P<url>.+)@(?:(?P<revision>\d{1,9})|copy)(?:#(?P<count>\d{1,9}))?")
LISTED = 60  # code points of an edit's words in a list


@click.command()
@click.argument("edit", required=False)
@click.argument("status", required=False, type=click.Choice(STATUSES), metavar="reviewed|contacted|resolved")
@click.argument("text", required=False, default="")
@click.option("--who", default="", help="Who writes it.")
@click.option("--open", "unresolved", is_flag=True, help="List only edits whose latest note is not `resolved`.")
@click.option("--orphaned", is_flag=True, help="List only notes whose edit is no longer found.")
@db_option
@config_option
@json_option
def command(
    edit: str | None, status: str | None, text: str, who: str, unresolved: bool, orphaned: bool,
    db: Path | None, config_path: Path | None, as_json: bool,
) -> int:  # fmt: skip
    """Note on an edit what was done about it; without an edit, list the notes.

    EDIT is URL@REVISION#N, the Nth edit that made that revision (N may be left out where there is one only),
    URL@copy#N, the Nth difference of a copy from the dispatch, or an edit's link in a report (…#a-1f0c3b2a99-r3-e2).
    Without a status its edits are listed with their numbers. Notes are evidence: they stay through rebuilds, and a
    note whose edit is no longer found keeps the words that it was about.

    \b
    Examples:
      wirediff note https://harbor.example/2026/ferry@2
      wirediff note https://harbor.example/2026/ferry@2#1 contacted "called the desk at 14:10"
      wirediff note "https://valley.example/ferry@copy#3" reviewed --who anna
      wirediff note --open --json
    """
    if edit is None:
        return _list(db, config_path, as_json, unresolved=unresolved, orphaned=orphaned)
    if status is None:
        return _edits(edit, db, config_path, as_json)
    from crawler.clock import stamp_now
    from storage import triage
    from storage.archive import Archive

    with Archive(archive_path(db, config_path), create=False) as archive:
        article, found, count = _find(archive, edit)
        chosen = _the_one(found, count, edit)
        number = triage.keep(archive, article, chosen, (status, text), stamp_now(), who)
    if as_json:
        print_json([{"note": number, "status": status, "text": text} | _edit(chosen)])
    else:
        click.echo(f"note {number}: {status}, {_words((chosen.before, chosen.after))}", err=True)
    return DONE


def _find(archive: Archive, name: str) -> tuple[int, list[Edit], int | None]:
    """The article that *name* names, the edits of that revision (or copy), and the number asked for."""
    from storage import triage

    at = LINK.fullmatch(name)
    place = at or PLACE.fullmatch(name)
    if place is None:
        raise Failure(
            f"{name} names no edit: write URL@REVISION#N, as in https://harbor.example/ferry@2#1, or a report's link",
            MISTAKE,
        )
    article, latest = _article(archive, at["anchor"] if at else None, None if at else place["url"])
    edits = triage.edits_of(archive, article)
    if place["revision"]:
        found = [one for one in edits if one.relation == "revision" and one.revision == int(place["revision"])]
    else:
        found = [one for one in edits if one.relation == "copy" and one.revision == latest]
    if not found:
        known = sorted({one.revision for one in edits if one.relation == "revision"})
        which = f"revisions with edits: {', '.join(map(str, known))}" if known else "no revision of it has edits"
        raise Failure(f"no edit stands at {name}: {which}", MISTAKE)
    return article, found, int(place["count"]) if place["count"] else None


def _article(archive: Archive, anchor: str | None, url: str | None) -> tuple[int, int]:
    """An article and the number of its latest revision."""
    from reports.model import anchor_of
    from storage import queries
    from wirediff.cli.finding import the_article

    if anchor:
        named = (one for one in queries.all_articles(archive) if anchor_of(one.outlet, one.address) == anchor)
        article = next(named, None)
        if article is None:
            raise Failure(f"no article has the link {anchor} now: write URL@REVISION#N instead", MISTAKE)
    else:
        article = the_article(archive, url or "")
    return article.id, queries.revisions_of(archive, article.id)[-1].number


def _the_one(found: list[Edit], count: int | None, name: str) -> Edit:
    if count is None and len(found) == 1:
        return found[0]
    for one in found:
        if one.count == count:
            return one
    what = "say which of them" if count is None else f"there is no edit {count}; they are"
    listed = "\n".join(f"  #{one.count}  {_words((one.before, one.after))}" for one in found[:20])
    raise Failure(f"{name}: {what}:\n{listed}", MISTAKE)


def _words(sides: tuple[str, str]) -> str:
    from reports.message import one_line

    shown = [f"“{one_line(side, LISTED)}”" for side in sides if side]
    return " → ".join(shown) or "an edit without words"


def _edit(edit: Edit) -> dict[str, Any]:
    named = ("relation", "revision", "count", "field", "op", "before", "after")
    return {name: getattr(edit, name) for name in named}


def _edits(name: str, db: Path | None, config_path: Path | None, as_json: bool) -> int:
    with read_archive(db, config_path) as archive:
        _, found, count = _find(archive, name)
    chosen = [one for one in found if count in (None, one.count)]
    if as_json:
        print_json(map(_edit, chosen))
    else:
        rows = ((f"#{one.count}", one.field, one.op, _words((one.before, one.after))) for one in chosen)
        print_table(("edit", "field", "op", "words"), rows)
    return DONE


def _list(db: Path | None, config_path: Path | None, as_json: bool, *, unresolved: bool, orphaned: bool) -> int:
    from storage import triage

    with read_archive(db, config_path) as archive:
        notes = list(triage.all_notes(archive))
    if unresolved:
        notes = list(_unresolved(notes))
    if orphaned:
        notes = [note for note in notes if note.edit is None]
    if as_json:
        print_json(map(_row, notes))
    else:
        columns = ("note", "made_at", "status", "url", "revision", "words", "text")
        rows = [_row(note) | {"words": _words(note.words)} for note in notes]
        print_table(columns, ([row[column] for column in columns] for row in rows))
    return DONE


def _unresolved(notes: list[Note]) -> Iterator[Note]:
    """The latest note on each edit, where it is not `resolved`."""
    latest = {(note.outlet, note.address, note.relation, note.words, note.edit): note for note in notes}
    return (note for note in latest.values() if note.status != "resolved")


def _row(note: Note) -> dict[str, Any]:
    edit = note.edit
    return {
        "note": note.id, "made_at": note.made_at, "status": note.status, "text": note.text, "who": note.who,
        "outlet": note.outlet, "url": note.address, "relation": note.relation,
        "revision": edit.revision if edit else note.revision, "edit": edit.count if edit else None,
        "found": edit is not None, "before": note.words[0], "after": note.words[1],
    }  # fmt: skip
