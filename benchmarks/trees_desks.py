"""Families of copies for the benchmark of trees: what desks do to a dispatch, who takes it from whom, whose clock lies.

A family grows from one invented dispatch. Outlets take a version of it, of the agency or of one another, and trim it,
edit it, put it into their own style, slip, add what their own town says, or merge it with what a third had. The agency
updates and corrects it; papers update theirs, at times with the agency's new paragraphs. Each outlet has habits: a
style, how soon it is fetched, and a clock that is right, silent, in another zone or set to the last change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

from benchmarks.invented import article, outlet
from benchmarks.trees_dispatches import LOCAL, PAPERS, PHRASES, SENTENCES, SPELLINGS, UPDATES, Event, Text

HOUR = 3600.0
Work = Callable[[Text, Random], Text]
CLOCKS = ("right",) * 12 + ("silent",) * 6 + ("zone", "last change")  # how the outlets' clocks are spread


@dataclass
class Planted:
    """One version with the truth about it. *parents* names all that its words came from, the main one first.

    *out* is when it came out, *seen* when it was fetched, *published* what the page claims: seconds. *lies* says that
    the claim is wrong by more than a minute.
    """

    outlet: str
    number: int
    text: Text
    parents: tuple[str, ...]
    relation: str
    out: float
    seen: float = 0.0
    published: float | None = None
    lies: bool = False

    @property
    def article(self) -> str:
        """The address of its article; an outlet has one in a family."""
        return f"https://{self.outlet}/story"

    @property
    def key(self) -> str:
        """Article and number."""
        return f"{self.article}:{self.number:05}"


@dataclass
class Outlet:
    """An outlet's habits."""

    host: str
    clock: str
    zone: float
    style: tuple[tuple[str, str], ...]
    delay: float  # hours until its pages are fetched


@dataclass
class Family:
    """The versions of one story, the dispatch first."""

    agency: str
    versions: list[Planted] = field(default_factory=list)

    def late(self) -> set[str]:
        """The versions that were fetched before the version they were made from."""
        seen = {one.key: one.seen for one in self.versions}
        return {one.key for one in self.versions if one.parents and one.seen < seen[one.parents[0]]}


def grow(seed: str) -> Family:
    """A family of 4 to 16 versions."""
    return _Grower(Random(seed)).grow()


class _Grower:
    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.event = Event(dice)
        self.papers = dice.sample(PAPERS, len(PAPERS))
        self.outlets: dict[str, Outlet] = {}
        self.family = Family(self.event.host)
        self.time = HOUR * dice.randrange(24 * 60)

    def grow(self) -> Family:
        host = self.event.host if self.dice.random() < 0.6 else self.papers.pop()
        self._add(Planted(host, 1, self.event.dispatch(), (), "wire", self.time))
        for _ in range(self.dice.randint(3, 15)):
            self.time += HOUR * self.dice.choice((0.1, 0.3, 0.8, 1.5, 3, 8)) * self.dice.uniform(0.5, 1.5)
            self._next()
        if self.dice.random() < 0.15:
            other = article(outlet(0), self.dice.randrange(10**6))
            own = Text(other.title, tuple((one,) for one in other.paragraphs))
            self._add(Planted(self.papers.pop(), 1, own, (), "unknown", self.time))
        self._fetch()
        return self.family

    def _next(self) -> None:
        """One more version: an update of the agency's, one of a paper's, or another outlet's copy."""
        related = [one for one in self.family.versions if one.relation != "unknown"]
        wires = [one for one in related if one.outlet == related[0].outlet]
        papers = {one.outlet: one for one in related if one.outlet != related[0].outlet}
        chance = self.dice.random()
        if chance < 0.17:
            self._revise(wires[-1], None)
        elif chance < 0.3 and papers:
            mine = self.dice.choice(list(papers.values()))
            self._revise(mine, wires[-1] if wires[-1].out > mine.out and self.dice.random() < 0.6 else None)
        else:
            second_hand = papers and self.dice.random() < 0.4
            source = self.dice.choice(list(papers.values())) if second_hand else self._some_wire(wires)
            self._copy(source, [one for one in papers.values() if one is not source])

    def _some_wire(self, wires: list[Planted]) -> Planted:
        return wires[-1] if self.dice.random() < 0.8 else self.dice.choice(wires)

    def _add(self, made: Planted) -> None:
        if made.outlet not in self.outlets:
            clock = self.dice.choice(CLOCKS)
            delay = (
                self.dice.choice((0.1, 0.2, 0.5, 0.5, 1.0)) if self.dice.random() < 0.8 else self.dice.uniform(2, 14)
            )
            style = tuple(self.dice.sample(SPELLINGS, self.dice.randint(0, 4)))
            zone = self.dice.choice((-8, -5, -2, -1, 1, 2, 5, 9)) * HOUR
            self.outlets[made.outlet] = Outlet(made.outlet, clock, zone, style, delay)
        self.family.versions.append(made)

    def _revise(self, old: Planted, wire: Planted | None) -> None:
        """A later version of an article; with the newest paragraphs of the agency where *wire* is given."""
        parents: tuple[str, ...] = (old.key,)
        text = old.text
        taken = [one for one in wire.text.paragraphs if one not in old.text.paragraphs] if wire else []
        if wire and taken:
            parents = (old.key, wire.key)
            text = text.put(1, *taken[:3])
        else:
            text = self._update(text)
        self._add(Planted(old.outlet, old.number + 1, text, parents, "revision", self.time))

    def _update(self, text: Text) -> Text:
        """New facts high up; at times another headline, a figure set right, a paragraph less."""
        text = text.put(self.dice.randint(1, 2), (self.event.said(UPDATES),))
        if self.dice.random() < 0.5:
            text = replace(text, title=self.event.headline())
        if self.dice.random() < 0.6:
            text = figure(text, self.dice)
        return text.without(self.dice.randrange(2, len(text.paragraphs))) if self.dice.random() < 0.3 else text

    def _copy(self, source: Planted, others: list[Planted]) -> None:
        """Another outlet's version of *source*; at times merged with what another paper had of its own."""
        outlet = self.papers.pop()
        relation = self.dice.choice(("copy", "copy", "trimmed", "trimmed", "edited", "edited", "merged"))
        text = source.text
        parents: tuple[str, ...] = (source.key,)
        if relation == "merged":
            text, parents = self._merge(source, others)
        made = Planted(outlet, 1, text, parents, relation, self.time)
        self._add(made)
        for work in self._works(relation):
            made.text = work(made.text, self.dice)
        made.text = self._house(made.text, outlet, relation)

    def _works(self, relation: str) -> list[Work]:
        edits: list[Work] = [reword, reword, drop_sentence, drop_paragraph, move, figure, slip]
        few: list[Work] = [slip] if self.dice.random() < 0.4 else []
        if relation == "trimmed":
            return [trim, *few]
        return [*self.dice.sample(edits, self.dice.randint(2, 5)), *few] if relation == "edited" else few

    def _merge(self, source: Planted, others: list[Planted]) -> tuple[Text, tuple[str, ...]]:
        """*source* with paragraphs that only one other paper has."""
        for other in self.dice.sample(others, len(others)):
            own = [one for one in other.text.paragraphs if _alone(one, source.text)]
            if sum(len(" ".join(one).split()) for one in own) >= 30:
                return source.text.put(len(source.text.paragraphs) // 2, *own[:4]), (source.key, other.key)
        return source.text, (source.key,)

    def _house(self, text: Text, outlet: str, relation: str) -> Text:
        """What an outlet does to every text: its style, headline, credit, and a word from its own town."""
        for one, other in self.outlets[outlet].style:
            text = _each(text, lambda said, one=one, other=other: said.replace(one, other))  # type: ignore[misc]
        if self.dice.random() < 0.55:
            text = replace(text, title=self.event.headline())
        where = outlet.removesuffix(".example").capitalize()
        if relation in ("edited", "merged") and self.dice.random() < 0.6:
            own = tuple((self.event.said(LOCAL, where),) for _ in range(self.dice.randint(1, 3)))
            text = text.put(self.dice.randint(1, len(text.paragraphs)), *own)
        if self.dice.random() < 0.35:
            text = uncredited(text)
        if self.dice.random() < 0.2:
            text = text.put(len(text.paragraphs), (f"{self.event.agency} contributed to this report.",))
        if relation == "edited" and self.dice.random() < 0.3:
            text = text.put(len(text.paragraphs), (self.event.said(SENTENCES),))
        return text

    def _fetch(self) -> None:
        """When each version was fetched, and what its page claims. A version is fetched before the next comes out."""
        nexts = {(one.outlet, one.number - 1): one.out for one in self.family.versions}
        for one in self.family.versions:
            outlet = self.outlets[one.outlet]
            until = nexts.get((one.outlet, one.number))
            wait = outlet.delay * HOUR * self.dice.uniform(0.3, 1.5)
            one.seen = one.out + (wait if until is None else min(wait, 0.9 * (until - one.out)))
            self._claim(one, outlet)

    def _claim(self, one: Planted, outlet: Outlet) -> None:
        shift = {"zone": outlet.zone, "last change": self.dice.uniform(0.2, 6) * HOUR}.get(outlet.clock, 0.0)
        if outlet.clock != "silent":
            one.published = one.out + shift
            one.lies = abs(shift) > 60


# ---------------------------------------------------------------- what a desk does to a text


def trim(text: Text, dice: Random) -> Text:
    """The end cut off, as makes it fit."""
    keep = max(2, round(len(text.paragraphs) * dice.uniform(0.3, 0.9)))
    return replace(text, paragraphs=text.paragraphs[:keep])


def drop_paragraph(text: Text, dice: Random) -> Text:
    """A paragraph left out."""
    return text.without(dice.randrange(1, len(text.paragraphs))) if len(text.paragraphs) > 4 else text


def drop_sentence(text: Text, dice: Random) -> Text:
    """A sentence left out of a paragraph that has two."""
    places = [place for place, sentences in enumerate(text.paragraphs) if len(sentences) > 1]
    if not places:
        return drop_paragraph(text, dice)
    place = dice.choice(places)
    kept = list(text.paragraphs[place])
    kept.pop(dice.randrange(len(kept)))
    return text.without(place).put(place, tuple(kept))


def move(text: Text, dice: Random) -> Text:
    """A paragraph put elsewhere."""
    place = dice.randrange(1, len(text.paragraphs))
    moved = text.without(place)
    return moved.put(dice.randint(1, len(moved.paragraphs)), text.paragraphs[place])


def reword(text: Text, dice: Random) -> Text:
    """Up to three phrases said otherwise."""
    open_ = [pair for way in PHRASES for pair in (way, way[::-1]) if pair[0] in text.text]
    for one, other in dice.sample(open_, min(len(open_), dice.randint(1, 3))):
        text = _each(text, lambda said, one=one, other=other: said.replace(one, other))  # type: ignore[misc]
    return text


def figure(text: Text, dice: Random) -> Text:
    """A figure changed wherever it stands."""
    figures = sorted({word for word in text.text.split() if word.isdigit() and len(word) < 4})
    if not figures:
        return text
    old = dice.choice(figures)
    new = str(int(old) + dice.randint(1, 9))
    return _each(text, lambda said: " ".join(new if word == old else word for word in said.split(" ")))


def slip(text: Text, dice: Random) -> Text:
    """A letter of one name doubled or lost, in one place: nobody sees it, and copies inherit it."""
    place = dice.randrange(len(text.paragraphs))
    spot = dice.randrange(len(text.paragraphs[place]))
    words = text.paragraphs[place][spot].split(" ")
    long = [number for number, word in enumerate(words) if len(word) > 5 and word.isalpha()]
    if not long:
        return text
    number = dice.choice(long)
    at = dice.randrange(1, len(words[number]) - 1)
    words[number] = words[number][:at] + words[number][at] * dice.choice((0, 2)) + words[number][at + 1 :]
    said = list(text.paragraphs[place])
    said[spot] = " ".join(words)
    return text.without(place).put(place, tuple(said))


def uncredited(text: Text) -> Text:
    """The dateline and its credit cut from the lead."""
    lead = text.paragraphs[0]
    for dash in (") — ", ") - "):
        if dash in lead[0][:60]:
            lead = (lead[0].split(dash, 1)[1], *lead[1:])
    return text.without(0).put(0, lead)


def _each(text: Text, change: Callable[[str], str]) -> Text:
    return Text(change(text.title), tuple(tuple(map(change, sentences)) for sentences in text.paragraphs))


def _alone(paragraph: tuple[str, ...], text: Text) -> bool:
    """Whether a paragraph says what *text* does not, not even in other words."""
    words = set(" ".join(paragraph).split())
    return all(len(words & set(" ".join(one).split())) < 0.5 * len(words) for one in text.paragraphs)
