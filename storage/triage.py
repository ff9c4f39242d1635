"""Readers' notes on edits: evidence, while the edits are derived and get new numbers whenever they are derived anew.

A note names its edit by what stays: the article by outlet and address key, the revision by the fetch that made it and
by its content, the edit by a fingerprint of its field and words. `placed` finds the edit again, the surest way first;
a note whose edit is no longer there keeps the words that it was about, and is never lost.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from storage.archive import Archive, Row
from storage.derived import digest
from storage.evidence import to_json

STATUSES = ("reviewed", "contacted", "resolved")
QUOTED = 500  # code points of the words that a note is about
ON_EDITS = "json_valid(n.subject) AND json_extract(n.subject, '$.about') = 'edit'"
NOTES = f"SELECT n.id, n.made_at, n.subject, n.text, n.who FROM notes n WHERE {ON_EDITS}"  # noqa: S608 - our own words
OF_ARTICLE = """
AND EXISTS (SELECT 1 FROM addresses d WHERE d.article = ?
            AND d.outlet = json_extract(n.subject, '$.outlet') AND d.key = json_extract(n.subject, '$.key'))
"""
EDITS = """
SELECT d.id AS diff, d.relation, e.position, e.field, e.op, e.before_text, e.after_text, r.number, r.first_seen,
       r.content AS after_content, b.content AS before_content, f.key AS fetch
FROM revisions r JOIN diffs d ON d.after = r.id JOIN revisions b ON b.id = d.before
JOIN fetches f ON f.id = r.made_by JOIN edits e ON e.diff = d.id
WHERE r.article = ? ORDER BY r.number, d.relation DESC, e.position
"""


class NoSuchEdit(LookupError):
    """No edit stands at that place."""


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit with what names it for ever. *nth* counts equal edits of one diff, *count* its place from 1."""

    relation: str
    revision: int
    count: int
    nth: int
    fingerprint: str
    at: str
    fetch: str
    contents: tuple[str, str]
    field: str
    op: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note. *edit* is where it stands now, None where that edit is no longer there; *words* is what it was about."""

    id: int
    made_at: str
    status: str
    text: str
    who: str
    outlet: str
    address: str
    words: tuple[str, str]
    relation: str
    revision: int
    edit: Edit | None = None


def edits_of(archive: Archive, article: int) -> list[Edit]:
    """Every edit of an article's revisions, and of its copies' differences, in order."""
    found, equal = [], Counter[tuple[int, str]]()
    counts: Counter[int] = Counter()
    for row in archive.rows(EDITS, (article,)):
        before, after = row["before_text"] or "", row["after_text"] or ""
        name = digest(row["field"], row["op"], before, after)
        equal[row["diff"], name] += 1
        counts[row["diff"]] += 1
        found.append(Edit(
            row["relation"], row["number"], counts[row["diff"]], equal[row["diff"], name], name, row["first_seen"],
            row["fetch"], (row["before_content"], row["after_content"]), row["field"], row["op"], before, after,
        ))  # fmt: skip
    return found


def keep(archive: Archive, article: int, edit: Edit, word: tuple[str, str], made_at: str, who: str = "") -> int:
    """Keep a note, *word* its status and its text; the note's number."""
    subject = _names(archive, article, edit) | {"about": "edit", "status": word[0]}
    row = {"made_at": made_at, "subject": to_json(subject), "text": word[1], "who": who}
    with archive.transaction():
        return archive.insert("notes", row)


def _names(archive: Archive, article: int, edit: Edit) -> Row:
    home = archive.row(
        "SELECT d.outlet, d.key, a.address FROM addresses d JOIN articles a ON a.id = d.article "
        "WHERE d.article = ? ORDER BY d.first_seen, d.key LIMIT 1",
        (article,),
    )
    if home is None:
        raise NoSuchEdit(f"article {article} has no address")
    return home | {
        "relation": edit.relation, "revision": edit.revision, "fetch": edit.fetch, "at": edit.at,
        "contents": list(edit.contents), "edit": edit.fingerprint, "nth": edit.nth, "field": edit.field,
        "before": edit.before[:QUOTED], "after": edit.after[:QUOTED], "other": _other(archive, article, edit),
    }  # fmt: skip


def _other(archive: Archive, article: int, edit: Edit) -> list[str]:
    """The addresses of the article that a copy differs from: who forgets that one forgets its words here too."""
    if edit.relation == "revision":
        return []
    rows = archive.rows(
        "SELECT DISTINCT x.address FROM revisions r JOIN diffs d ON d.after = r.id AND d.relation = 'copy' "
        "JOIN revisions b ON b.id = d.before JOIN addresses x ON x.article = b.article "
        "WHERE r.article = ? AND r.number = ? ORDER BY x.address",
        (article, edit.revision),
    )
    return [row["address"] for row in rows]


def notes_of(archive: Archive, article: int) -> list[Note]:
    """The notes on an article's edits, each where it stands now, the oldest first."""
    rows = archive.rows(f"{NOTES} {OF_ARTICLE} ORDER BY n.made_at, n.id", (article,))
    if not rows:
        return []
    edits = edits_of(archive, article)
    return [_note(row, edits) for row in rows]


def all_notes(archive: Archive) -> Iterator[Note]:
    """Every note on an edit, the oldest first, also those whose article is no longer there."""
    held: dict[int, list[Edit]] = {}
    for row in archive.rows(f"{NOTES} ORDER BY n.made_at, n.id"):
        names = json.loads(row["subject"])
        article = archive.value(
            "SELECT article FROM addresses WHERE outlet = ? AND key = ?", (names["outlet"], names["key"])
        )
        if article is not None and article not in held:
            held[article] = edits_of(archive, article)
        yield _note(row, held.get(article, []))


def _note(row: Row, edits: list[Edit]) -> Note:
    names = json.loads(row["subject"])
    return Note(
        row["id"], row["made_at"], names["status"], row["text"], row["who"], names["outlet"], names["address"],
        (names["before"], names["after"]), names["relation"], names["revision"], placed(names, edits),
    )  # fmt: skip


def placed(names: Row, edits: Iterable[Edit]) -> Edit | None:
    """The edit that a note names, among those of its article now; None where none is it any more."""
    ours = [edit for edit in edits if edit.relation == names["relation"] and edit.field == names["field"]]
    same = [edit for edit in ours if edit.fingerprint == names["edit"]]
    if same:
        return max(same, key=lambda edit: _nearness(names, edit))
    there = [edit for edit in ours if edit.fetch == names["fetch"] or edit.contents[1] == names["contents"][1]]
    return max((edit for edit in there if _overlap(names, edit)), key=lambda edit: _overlap(names, edit), default=None)


def _nearness(names: Row, edit: Edit) -> tuple[bool, bool, bool, bool, str]:
    before, after = names["contents"]
    sooner = edit.at <= names["at"]
    return (
        edit.contents == (before, after), edit.fetch == names["fetch"], edit.contents[1] == after,
        edit.nth == names["nth"], edit.at if sooner else "",
    )  # fmt: skip


def _overlap(names: Row, edit: Edit) -> int:
    """How many code points of the words of a note an edit of another cut has in common with it."""
    pairs = ((names["before"], edit.before[:QUOTED]), (names["after"], edit.after[:QUOTED]))
    return sum(min(len(one), len(other)) for one, other in pairs if one and other and (one in other or other in one))
