"""What happened lately that a rule may ask for, each as one sentence with its before and after."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from comparison.model import Comparison, Edit
from reports.attention import carries_old, snippet, weight
from reports.heed import Heed
from reports.message import Item
from reports.model import ArticleReport
from reports.when import between, local, span
from storage import alertable, queries
from storage.archive import Archive, Row
from wirediff.alerts.rules import in_scope
from wirediff.config import Alert

COPIED = 0.5  # of the source's words that a copy holds
LEAST_FETCHES = 3  # of an outlet on a day, none of which gave a version
EDITED = ("undisclosed-edit", "correction", "headline", "material-edit")
WEIGHTS = {
    "correction-missing": 100, "removal": 80, "undisclosed-edit": 60, "trouble": 55, "headline": 50,
    "uncredited-copy": 45, "return": 40, "correction": 35, "material-edit": 30, "new-copy": 10,
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What a search for happenings goes by: since when (UTC), the zone of times, what matters, what is known."""

    since: str
    until: str
    zone: str
    heed: Heed
    known: frozenset[str]


def happenings(archive: Archive, rule: Alert, asked: Asked) -> list[Item]:
    """What *rule* wants to be told of and was not told yet, in order of time."""
    found = [item for name, find in FINDERS.items() if name & set(rule.when) for item in find(archive, rule, asked)]
    return sorted(found, key=lambda item: (item.at, item.key))


def _fresh(rows: list[Row], rule: Alert, asked: Asked, key: Callable[[Row], str]) -> Iterator[tuple[str, Row]]:
    """The rows in the rule's scope that it was not told of, each with its key."""
    for row in rows:
        name = key(row)
        if name not in asked.known and row["at"] <= asked.until and in_scope(rule, row):
            yield name, row


def name_of(*parts: object) -> str:
    """A key made of content, the same in a rebuilt archive."""
    return hashlib.sha256("\n".join(map(str, parts)).encode("utf-8", "replace")).hexdigest()[:32]


def _item(key: str, why: str, row: Row, sentence: str, heavier: float = 0) -> Item:
    story = row.get("followed") or row.get("story_key") or ""
    return Item(
        key=key, why=why, at=row["at"], outlet=row["outlet"], name=row["name"], address=row["address"] or "",
        sentence=sentence, story=str(story), title=row.get("story_title") or row.get("title") or "",
        weight=WEIGHTS[why] + heavier,
    )  # fmt: skip


def _presence(archive: Archive, rule: Alert, asked: Asked) -> Iterator[Item]:
    rows = alertable.presence(archive, asked.since)
    for key, row in _fresh(rows, rule, asked, lambda r: name_of(r["kind"], r["article_key"], r["at"])):
        why = "removal" if row["kind"] == "removed" else "return"
        if why in rule.when:
            when, what = local(row["at"], asked.zone), f" ({row['detail']})" if row["detail"] else ""
            said = f"absent at {when}{what}" if why == "removal" else f"there again at {when}"
            yield _item(key, why, row, f"{row['name']}: {said}.")


def _revised(archive: Archive, rule: Alert, asked: Asked) -> Iterator[Item]:
    rows = alertable.revised(archive, asked.since)
    for key, row in _fresh(rows, rule, asked, lambda r: name_of("revision", r["revision_key"])):
        edits = [
            edit
            for edit in queries.edits_of(archive, row["diff"])
            if (asked.heed.matters(edit) or not rule.material) and (not rule.kinds or set(edit.kinds) & set(rule.kinds))
        ]
        why = next((one for one in EDITED if one in rule.when and _shows(one, edits, row)), None)
        if edits and why:
            yield _edited(archive, key, why, row, edits, asked.zone)


def _shows(why: str, edits: list[Edit], row: Row) -> bool:
    match why:
        case "undisclosed-edit":
            return bool(row["unnoted"])
        case "correction":
            return any("correction" in edit.kinds for edit in edits)
        case "headline":
            return any(edit.field == "title" for edit in edits)
    return True


def _edited(archive: Archive, key: str, why: str, row: Row, edits: list[Edit], zone: str) -> Item:
    chosen = [edit for edit in edits if _telling(why, edit)] or edits
    edit = max(chosen, key=weight)
    others = len(edits) - 1
    kinds = ", ".join(edit.kinds) or edit.op
    more = f", and {others} more edit{'s' if others > 1 else ''}" if others else ""
    verb = {"undisclosed-edit": "edited without a note", "correction": "corrected", "headline": "changed its headline"}
    done = f"{verb.get(why, 'edited')} at {local(row['at'], zone)}"
    sentence = f"{row['name']} {done}, revision {row['number']} ({kinds}{more})."
    both = Comparison(queries.version(archive, row["before"]), queries.version(archive, row["after"]), 0, 0, ())
    item = _item(key, why, row, sentence, weight(edit))
    return _with(item, both, edit)


def _telling(why: str, edit: Edit) -> bool:
    return (why == "headline" and edit.field == "title") or (why == "correction" and "correction" in edit.kinds)


def _with(item: Item, both: Comparison, edit: Edit) -> Item:
    return replace(item, kinds=edit.kinds, snippet=snippet(both, edit))


def _behind(archive: Archive, rule: Alert, asked: Asked) -> Iterator[Item]:
    held: dict[int, ArticleReport] = {}
    rows = alertable.behind_correction(archive, asked.since)
    for key, row in _fresh(rows, rule, asked, _behind_name):
        copy, source = (_report(archive, row[name], held, asked.zone) for name in ("article", "source"))
        step = next((step for step in source.steps if step.after == row["number"]), None)
        old = [edit for edit in step.comparison.edits if carries_old(copy, source, step, edit)] if step else []
        if rule.kinds:
            old = [edit for edit in old if set(edit.kinds) & set(rule.kinds)]
        if step and old:
            edit = max(old, key=lambda one: (one.before is not None, weight(one)))
            age = span(between(row["corrected_at"], row["last_seen"]))
            what = f"text that {source.name} corrected in revision {step.after}"
            sentence = f"{row['name']} still carried, {age} later, {what}."
            yield _with(_item(key, "correction-missing", row, sentence, weight(edit)), step.comparison, edit)


def _behind_name(row: Row) -> str:
    return name_of("correction-missing", row["article_key"], row["corrected_key"])


def _report(archive: Archive, article: int, held: dict[int, ArticleReport], zone: str) -> ArticleReport:
    from wirediff.gather import article_report

    if article not in held:
        held[article] = article_report(archive, queries.article(archive, article), zone, of_story=True)
    return held[article]


def _copies(archive: Archive, rule: Alert, asked: Asked) -> Iterator[Item]:
    rows = alertable.copies(archive, asked.since)
    for key, row in _fresh(rows, rule, asked, lambda r: name_of("copy", r["article_key"])):
        bare = row["agency"] and not row["credited"] and not row["own"] and row["contained"] >= COPIED
        why = "uncredited-copy" if bare and "uncredited-copy" in rule.when else "new-copy"
        if why in rule.when:
            share = f"{row['contained']:.0%} of the dispatch"
            credit = f", no credit to {row['agency']} was found" if why == "uncredited-copy" else ""
            when = local(row["at"], asked.zone)
            yield _item(key, why, row, f"{row['name']} carries {share}, first seen at {when}{credit}.")


def _trouble(archive: Archive, rule: Alert, asked: Asked) -> Iterator[Item]:
    rows = [] if rule.stories else alertable.silent_outlets(archive, asked.since, LEAST_FETCHES)
    for key, row in _fresh(rows, rule, asked, lambda r: name_of("trouble", r["outlet"], r["day"])):
        sentence = f"{row['name']}: none of {row['fetches']} fetches of {row['day']} gave a version ({row['why']})."
        yield _item(key, "trouble", row, sentence)


FINDERS: dict[frozenset[str], Callable[[Archive, Alert, Asked], Iterator[Item]]] = {
    frozenset({"correction-missing"}): _behind,
    frozenset({"removal", "return"}): _presence,
    frozenset(EDITED): _revised,
    frozenset({"uncredited-copy", "new-copy"}): _copies,
    frozenset({"trouble"}): _trouble,
}
