"""What needs a desk's attention in a story: found from the report's values, ranked, with evidence.

Everything is said as it was observed: "still carried … when last seen", "absent at …", never why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comparison.model import Comparison, Edit, Span
from comparison.updates import changes, folded, reading
from reports.heed import Heed
from reports.model import ArticleReport, Step, StoryReport
from reports.when import between, local, span

MOST = 5
FEW = 2
MOSTLY = 0.8  # of the shorter text's words: less may be a quotation
GRAVE = {"number", "negation", "attribution", "quote"}
GONE = ("gone", "missing", "removed")
WEIGHTS = {
    "correction": 9, "number": 8, "negation": 8, "name": 6, "quote": 6, "attribution": 6, "headline": 5,
    "date": 5, "hedge": 5, "byline": 2, "pronoun": 1, "wording": 1,
}  # fmt: skip
REACH = 36  # code points on each side that make a passage recognisable in another text
SIDE = 90  # code points on each side that a reader is shown


@dataclass(frozen=True, slots=True)
class Snippet:
    """An edit in its surroundings: what stood before it, what went, what came, what stood after it."""

    lead: str
    removed: str
    added: str
    tail: str
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing to look at. *link* is the place on the page that proves it; *label* one of LABELS' words."""

    weight: float
    label: str
    sentence: str
    link: str
    snippet: Snippet | None = None


def attention(story: StoryReport) -> tuple[Attention, ...]:
    """Everything found, the weightiest first; a page shows the first `MOST`."""
    found = [
        *_old_text_live(story),
        *_withdrawn(story),
        *_removals(story),
        *(item for article in story.articles for item in _unnoted(article, story.zone, story.heed)),
        *_changed_in_copy(story),
        *_uncredited(story),
    ]
    return tuple(sorted(found, key=lambda item: -item.weight))


def foremost(items: tuple[Attention, ...], most: int = MOST) -> tuple[Attention, ...]:
    """The weightiest few, no more than `FEW` of one label while others wait."""
    first: list[Attention] = []
    for item in items:
        if sum(held.label == item.label for held in first) < FEW:
            first.append(item)
    rest = [item for item in items if item not in first]
    chosen = (first + rest)[:most]
    return tuple(sorted(chosen, key=lambda item: -item.weight))


def article_attention(article: ArticleReport) -> tuple[Attention, ...]:
    """The same for one article by itself."""
    alone = StoryReport(0, article.title, article.as_of, (article,), zone=article.zone)
    found = [*_removals(alone), *_unnoted(article, article.zone, article.heed)]
    return tuple(sorted(found, key=lambda item: -item.weight))


def _old_text_live(story: StoryReport) -> Iterator[Attention]:
    source = story.reference
    if source is None:
        return
    for step in source.steps:
        for number, edit in sorted(enumerate(step.comparison.edits), key=_telling):
            if not story.heed.matters(edit):
                continue
            carriers = [a for a in story.articles if a is not source and carries_old(a, source, step, edit)]
            if carriers:
                link = f"{source.anchor}-r{step.after}-e{number + 1}"
                yield _live_item(source, step, edit, carriers, link)
                break  # one item for each revision of the wire: its weightiest edit stands for it


def _telling(numbered: tuple[int, Edit]) -> tuple[bool, int]:
    """The edit that shows best what is out of date comes first: words that were replaced, then by weight."""
    return numbered[1].before is None, -weight(numbered[1])


def _live_item(source: ArticleReport, step: Step, edit: Edit, carriers: list[ArticleReport], link: str) -> Attention:
    ages = _names([f"{a.name} ({span(between(step.at, a.last_seen))} later)" for a in carriers])
    verb = "still carried" if len(carriers) == 1 else "still carry"
    sentence = f"{ages} {verb} text that {source.name} has changed in revision {step.after}."
    return Attention(100 + weight(edit), "Old text still live", sentence, link, snippet(step.comparison, edit))


def carries_old(article: ArticleReport, source: ArticleReport, step: Step, edit: Edit) -> bool:
    """Whether *article*, last seen after the change, read as *source* did before *edit*, not as after it.

    Where the article was compared with the very revision before the change, that comparison tells exactly; else
    the words around the edit have to stand in the article as they stood before.
    """
    if not edit.material or edit.field != "text" or edit.op == "move" or article.state in GONE:
        return False
    if (between(step.at, article.last_seen) or 0) <= 0:
        return False
    text, latest = squeeze(article.latest.version.text), squeeze(source.latest.version.text)
    if edit.before is None:
        note = "correction" in edit.kinds and edit.after is not None
        absent = note and edit.after is not None and squeeze(edit.after.text) not in text
        return absent and _older(article, step) and _runs_old(article, source, step)
    old = squeeze(around(step.comparison.before.text, edit.before.start, edit.before.end))
    if old in latest:
        return False
    if article.copy is not None and article.copy_of == step.before:
        return not any(_touches(other, edit.before) for other in article.copy.edits)
    new = edit.after and squeeze(around(step.comparison.after.text, edit.after.start, edit.after.end))
    return old in text and (not new or new not in text)


def _older(article: ArticleReport, step: Step) -> bool:
    """Whether the article is nearest to a revision of the reference from before the change."""
    return article.copy_of is not None and article.copy_of <= step.before


def _runs_old(article: ArticleReport, source: ArticleReport, step: Step) -> bool:
    """Whether the article has passages as they were before the change: one that ran none of them misses no note."""
    told = step.comparison
    changed = changes(told.before, told.after, told.edits, source.latest.version)
    return reading(changed, folded(article.latest.version.text)) in ("old", "part")


def _touches(other: Edit, place: Span) -> bool:
    """Whether an edit of a copy took away or broke up the words at *place*; a move leaves them as they are."""
    if other.field != "text" or other.op == "move":
        return False
    if other.before is None:
        return place.start < other.place < place.end
    return other.before.start < place.end and place.start < other.before.end


def _withdrawn(story: StoryReport) -> Iterator[Attention]:
    source = story.reference
    if source is None or source.state not in GONE:
        return
    live = [a.name for a in story.articles if a is not source and a.state not in GONE]
    if live:
        sentence = f"{source.name}'s text is no longer there; {_names(live)} still carried it when last seen."
        yield Attention(105, "Withdrawn, still live", sentence, source.anchor)


def _removals(story: StoryReport) -> Iterator[Attention]:
    gone = [article for article in story.articles if article.state in GONE]
    back = [a for a in story.articles if a.state not in GONE and any(h.kind == "removed" for h in a.happenings)]
    if len(gone) > FEW:
        names = _names([article.name for article in gone])
        sentence = f"{len(gone)} articles are no longer where they were: {names}."
        yield Attention(80, "Removed", sentence, gone[0].anchor)
    else:
        yield from (_removal(article, story.zone, 80, "") for article in gone)
    yield from (_removal(article, story.zone, 40, "; it has returned since") for article in back)


def _removal(article: ArticleReport, zone: str, weight: int, ending: str) -> Attention:
    absent = [h.at for h in article.happenings if h.kind == "removed"]
    when = f", absent at {local(absent[-1], zone)}" if absent else ""
    sentence = f"{article.name}: present at {local(article.last_seen, zone)}{when}{ending}."
    return Attention(weight, "Removed", sentence, article.anchor)


def _names(names: list[str], most: int = 6) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def _unnoted(article: ArticleReport, zone: str, heed: Heed) -> Iterator[Attention]:
    found = [
        (step, number, edit)
        for step in article.steps
        if step.unnoted
        for number, edit in enumerate(step.comparison.edits)
        if heed.matters(edit)
    ]
    if not found:
        return
    step, number, edit = max(found, key=lambda held: weight(held[2]))
    others = len(found) - 1
    more = f", and {others} more material edit{'s' if others > 1 else ''}" if others else ""
    what = ", ".join(edit.kinds) or edit.op
    sentence = f"{article.name} edited without a note at {local(step.at, zone)} ({what}{more})."
    link = f"{article.anchor}-r{step.after}-e{number + 1}"
    yield Attention(60 + weight(edit), "No note", sentence, link, snippet(step.comparison, edit))


def _uncredited(story: StoryReport) -> Iterator[Attention]:
    """Copies of an agency's dispatch, most of it, that name no source in any revision; one item for all of them."""
    if story.agency is None:
        return
    bare = [
        article
        for article in story.articles
        if article.credited is False and article.copy is not None and article.copy.contained >= MOSTLY
    ]
    if bare:
        share = min(article.copy.contained for article in bare if article.copy)
        carries = "carries" if len(bare) == 1 else "carry"
        names = _names([article.name for article in bare])
        sentence = f"{names} {carries} the dispatch ({share:.0%} or more of it shared) without naming {story.agency}."
        yield Attention(45, "No credit", sentence, bare[0].anchor)


def _changed_in_copy(story: StoryReport) -> Iterator[Attention]:
    """One item for each grave change of the dispatch, with all copies that have it."""
    groups: dict[tuple[str, str], list[tuple[ArticleReport, int, Edit]]] = {}
    for article in story.articles:
        grave = _gravest(article, story.reference) if article is not story.reference else None
        if grave:
            number, edit = grave
            groups.setdefault(_sides(edit), []).append((article, number, edit))
    for held in groups.values():
        article, number, edit = held[0]
        names = _names([carrier.name for carrier, _, _ in held])
        verb = "differs" if len(held) == 1 else "differ"
        sentence = f"{names} {verb} from the dispatch in {' and '.join(edit.kinds)}."
        shown = snippet(article.copy, edit) if article.copy else None
        link = f"{article.anchor}-copy-e{number + 1}"
        yield Attention(50 + weight(edit), "Differs", sentence, link, shown)


def _gravest(article: ArticleReport, source: ArticleReport | None) -> tuple[int, Edit] | None:
    """The weightiest edit of a copy that changes a number, a quote, who says it, or whether it is so.

    What the source itself has changed so is no difference: the copy was compared with an older revision.
    """
    steps = source.steps if source else ()
    followed = {_sides(edit) for step in steps for edit in step.comparison.edits}
    grave = [
        (number, edit)
        for number, edit in enumerate(article.copy.edits if article.copy else ())
        if edit.field == "text"
        and GRAVE & set(edit.kinds)
        and edit.before
        and edit.after
        and _sides(edit) not in followed
    ]
    return max(grave, key=lambda held: weight(held[1]), default=None)


def _sides(edit: Edit) -> tuple[str, str]:
    return edit.before.text if edit.before else "", edit.after.text if edit.after else ""


def weight(edit: Edit) -> int:
    """How much a desk would want to see the edit, by its weightiest kind."""
    if not edit.material:
        return 0
    return max((WEIGHTS.get(kind, 1) for kind in edit.kinds), default=2) + (3 if edit.field == "title" else 0)


def snippet(comparison: Comparison, edit: Edit) -> Snippet:
    """An edit with a line of its surroundings, cut at words."""
    side = comparison.before if edit.before else comparison.after
    place = edit.before or edit.after
    if place is None:
        return Snippet("", "", "", "")
    text = side.field(edit.field)
    lead = text[max(0, place.start - SIDE) : place.start].split("\n\n")[-1]
    tail = text[place.end : place.end + SIDE].split("\n\n")[0]
    if place.start > SIDE and " " in lead and len(lead) == SIDE:
        lead = "… " + lead.split(" ", 1)[1]
    if place.end + SIDE < len(text) and " " in tail and len(tail) == SIDE:
        tail = tail.rsplit(" ", 1)[0] + " …"
    removed = edit.before.text if edit.before else ""
    added = edit.after.text if edit.after else ""
    return Snippet(lead, clip(removed), clip(added), tail, comparison.after.lang)


def clip(text: str, longest: int = 320) -> str:
    """A long passage's beginning; paragraph breaks as a sign."""
    flat = text.strip("\n").replace("\n\n", " ¶ ")
    return flat if len(flat) <= longest else flat[:longest].rsplit(" ", 1)[0] + " …"


def around(text: str, start: int, end: int) -> str:
    """The passage with `REACH` code points on each side."""
    return text[max(0, start - REACH) : end + REACH]


def squeeze(text: str) -> str:
    """White space as single blanks, so that another outlet's paragraphing does not hide a passage."""
    return " ".join(text.split())
