"""Clean an honest page of what is its outlet's, not its article's: learned furniture, and the marks of a redesign.

What a page shows is noted (`storage.furniture`); what was learned of it (`pipelines.learning`) is taken out before the
page is compared with anything. The archivist judges afterwards whether the new sightings teach something, and derives
the articles anew that carry it, their earlier revisions too: so what is newly learned is never shown as an edit, and
the archive stays a function of its evidence. Clean text that was imported is left as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from comparison.fingerprint import words
from pipelines import template
from pipelines.arrival import Arrival, Extraction
from pipelines.desk import Desk
from pipelines.documents import DOCUMENT
from pipelines.pieces import Named, filled, named, names_for, shape_name, shaped, sightings
from storage import derived, furniture
from storage.archive import Row
from storage.furniture import Sighting
from storage.pages import PageDamaged, body_of

REWORDED = 0.6  # the share of words from which a paragraph that came is one that went, in other words


def clean(arrival: Arrival, desk: Desk) -> None:
    """Take the outlet's own out of ``arrival.extraction``; name in ``arrival.cleaned`` what would have been an edit."""
    read, verdict = arrival.extraction, arrival.verdict
    if verdict is None or verdict.outcome is not None or read is None or arrival.article is None:
        return
    if arrival.fetched.headers.get("content-type") == DOCUMENT:
        return
    last = derived.last_revision(desk.archive, arrival.article)
    page = arrival.ahead.named if arrival.ahead else named(read, arrival.fetched.outlet)
    fresh = _note(arrival, desk, read, page)
    arrival.extraction, taken = _without_furniture(read, page, desk, arrival.fetched.outlet)
    if last is not None and taken & fresh:
        arrival.cleaned.append("furniture")
    if last is not None and arrival.fetched.body:
        _across_templates(arrival, desk, last, arrival.fetched.body)


def _note(arrival: Arrival, desk: Desk, read: Extraction, page: Named) -> set[str]:
    """Note which paragraphs came to the article and which went; their hashes.

    The turn of a label or a call counts where no sentence changed beside it; that of a sentence always does, since it
    weighs only in several articles.
    """
    assert arrival.article is not None
    outlet = arrival.fetched.outlet
    all_known = furniture.known_in(desk.archive, arrival.article)
    known = {name: one for name, one in all_known.items() if one.kind not in {furniture.SLOT, furniture.SHAPE}}
    seen = list(sightings(page))
    names = {one.hash for one in seen}
    fresh = [one for one in seen if one.hash not in known]
    turned = [name for name, one in known.items() if one.present != (name in names)]
    prose = [name for name in turned if known[name].kind == "prose"] + [
        one.hash for one in fresh if one.kind == "prose"
    ]
    changed = {*turned, *(one.hash for one in fresh)}
    alone = not set(prose) - furniture.in_force(desk.archive, outlet, prose)
    edited = _reworded(arrival, desk, read, page, changed) if alone and known else changed
    turns = changed - edited | {name for name in prose if known}
    if prose and known:  # what the article's other pieces are judged by
        furniture.judge_again(desk.archive, outlet, known)
    words_of = {name: text for name, text in zip(page.names, page.known, strict=True) if name in changed}
    said = words_of if known else {}
    for counted in (True, False):
        came = [one for one in fresh if (one.hash in turns) == counted]
        furniture.keep_sightings(desk.archive, outlet, arrival.article, came, int(counted), said)
        some = [name for name in turned if (name in turns) == counted]
        furniture.turn(desk.archive, arrival.article, some, said, counted=counted)
    slots = _note_slots(arrival, desk, Look(known, {one.hash: one for one in seen}, changed), all_known)
    shapes = _note_shapes(arrival, desk, shaped(read.paragraphs, page), all_known)
    arrival.sighted |= dict.fromkeys([*turned, *slots], "") | words_of
    return changed | slots | shapes


class Look(NamedTuple):
    """What is known of an article's paragraphs, what its page shows, and which of them came or went."""

    known: Mapping[str, furniture.Known]
    shown: Mapping[str, Sighting]
    changed: set[str]

    def slot(self, name: str) -> str:
        """Where a paragraph stands, or stood."""
        return self.shown[name].slot if name in self.shown else self.known[name].slot


def _note_slots(arrival: Arrival, desk: Desk, look: Look, before: Container[str]) -> set[str]:
    """Note the slots of a page, and those in which a text gave way while the running text stayed; these."""
    assert arrival.article is not None
    outlet = arrival.fetched.outlet
    fresh = [one for one in filled(list(look.shown.values())) if one.hash not in before]
    furniture.keep_sightings(desk.archive, outlet, arrival.article, fresh, 0, {})
    running = [name for name in look.changed if not look.slot(name)]
    stays = bool(look.known) and set(running) <= furniture.in_force(desk.archive, outlet, running)
    gone = {look.slot(name) for name in look.changed - look.shown.keys()} - {""} if stays else set[str]()
    furniture.turn_slots(desk.archive, arrival.article, gone)
    return gone | {one.hash for one in fresh}


def _note_shapes(
    arrival: Arrival, desk: Desk, shapes: Mapping[str, Sighting], before: Mapping[str, furniture.Known]
) -> set[str]:
    """Note the shapes of a page's lines, which of them came and which went; these."""
    assert arrival.article is not None
    shown = {one.hash: one for one in shapes.values()}
    said = {one.hash: shape for shape, one in shapes.items()}
    known = {name: one for name, one in before.items() if one.kind == furniture.SHAPE}
    fresh = [one for name, one in shown.items() if name not in known]
    turned = [name for name, one in known.items() if one.present != (name in shown)]
    came = said if before else {}
    furniture.keep_sightings(desk.archive, arrival.fetched.outlet, arrival.article, fresh, int(bool(before)), came)
    furniture.turn(desk.archive, arrival.article, turned, came, counted=True)
    changed = {*turned, *(one.hash for one in fresh)}
    arrival.sighted |= {name: said.get(name, "") for name in changed}
    return changed


def _reworded(arrival: Arrival, desk: Desk, read: Extraction, page: Named, changed: set[str]) -> set[str]:
    """The paragraphs, by hash, that gave way to another wording of themselves: edited, not come and gone."""
    last = derived.last_revision(desk.archive, arrival.article or 0)
    before = derived.paragraphs_of(desk.archive, last["id"]) if last else []
    gone = changed - set(page.names)
    went = {name: words(text) for text in before for name in names_for(text) if name in gone}
    came = {name: words(text) for name, text in zip(page.names, read.paragraphs, strict=True) if name in changed}
    pairs = ((one, other) for one in went for other in came if _akin(went[one], came[other]))
    return {name for pair in pairs for name in pair}


def _akin(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two paragraphs share most of their words."""
    shared = (Counter(one) & Counter(other)).total()
    return shared >= REWORDED * max(len(one), len(other), 1)


def _without_furniture(read: Extraction, page: Named, desk: Desk, outlet: str) -> tuple[Extraction, set[str]]:
    """The extraction without its outlet's furniture, and what was taken; a page of nothing else is left whole."""
    shapes = [shape_name(page.shapes[text]) if text in page.shapes else "" for text in read.paragraphs]
    asked = {*page.names, *page.slots, *shapes} - {""}
    taken = furniture.in_force(desk.archive, outlet, asked)
    kept = tuple(
        text
        for text, *names in zip(read.paragraphs, page.names, page.slots, shapes, strict=True)
        if taken.isdisjoint(names)
    )
    return (replace(read, paragraphs=kept, slots=()), taken) if taken and kept else (read, set())


def _across_templates(arrival: Arrival, desk: Desk, last: Row, body: bytes) -> None:
    """Where the template changed: a field that only one of the two shows is the article's all the time, and one that
    both write, each in its own form, stays as it was.
    """
    assert arrival.extraction is not None
    assert arrival.article is not None
    read = arrival.extraction
    shown = [name for name in template.FIELDS if getattr(read, name) and not last[name]]
    hidden = [name for name in template.FIELDS if last[name] and not getattr(read, name)]
    if (shown or hidden) and not template.redesigned(_page_of(last, desk), body):
        shown, hidden = [], []
    stay = hidden + [
        name
        for name in template.differently_written(last, read, arrival.fetched.outlet)
        if template.redesigned(_page_of(derived.first_with(desk.archive, last, name), desk), body)
    ]
    arrival.extraction = replace(read, **{name: last[name] for name in stay})
    completed = [name for name in shown if _complete(arrival.article, name, getattr(read, name), desk)]
    if completed:
        arrival.stale.add(arrival.article)
    if completed or stay:
        arrival.cleaned.append("template")


def _page_of(revision: Row, desk: Desk) -> bytes:
    """The page that made a revision; empty where it is not kept, or damaged."""
    page = desk.archive.value("SELECT page FROM fetches WHERE id = ?", (revision["made_by"],))
    try:
        return body_of(desk.archive, page) if page else b""
    except PageDamaged:
        return b""


def _complete(article: int, field: str, value: str, desk: Desk) -> bool:
    """Give a field to all revisions of an article, if none has it; whether that was so."""
    bare: Sequence[int] = furniture.revisions_without(desk.archive, article, field)
    for revision in bare:
        furniture.complete(desk.archive, revision, field, value)
    return bool(bare)
