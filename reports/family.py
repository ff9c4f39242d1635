"""A story's family tree over time: a lane an outlet, a dot a version, a line from what it was likely made from.

Only geometry; the template draws it as SVG. Lanes stand in the order of the tree, so that lines seldom cross and the
same tree is always drawn the same. A line leaves the parent, runs straight to the child's lane and along it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.branch import Branch
from reports.model import ArticleReport
from reports.timeline import MANY, TOP, Scale, apart, lane_height, scale_of
from reports.when import local

MARGIN = 0.1  # an alternative less likely than this is told below the drawing, not drawn
FEW = 12  # lanes; with more of them the alternatives of all versions at once would be a thicket
BEND = 5.0  # radius of a line's corner
Place = tuple[str, int]  # article anchor, revision


@dataclass(frozen=True, slots=True)
class Dot:
    """A version. *lines* lead from its likely parents (the second and later are merged in), *maybe* from others."""

    x: float
    y: float
    relation: str
    title: str
    link: str
    width: float
    lines: tuple[str, ...]
    maybe: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LaneOf:
    """An outlet's lane."""

    y: float
    name: str
    link: str
    own: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a version stands where it does, in words. Each parent and alternative: name, link, confidence."""

    link: str
    name: str
    place: str
    relation: str
    confidence: float
    rewritten: bool
    parents: tuple[tuple[str, str], ...]
    alternatives: tuple[tuple[str, str, float], ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """The drawing and what it rests on."""

    height: float
    lanes: tuple[LaneOf, ...]
    dots: tuple[Dot, ...]
    ticks: tuple[tuple[float, str], ...]
    reasons: tuple[Reason, ...]

    @property
    def low(self) -> bool:
        """Whether its lanes are low, since there are many."""
        return len(self.lanes) > MANY

    @property
    def dense(self) -> bool:
        """Whether lines of alternatives would cover the rest: they are drawn for the version that is pointed at."""
        return len(self.lanes) > FEW


def family(
    articles: Sequence[ArticleReport], tree: Sequence[Branch], zone: str, reference: ArticleReport | None = None
) -> Family:
    """The tree of *articles*' versions; versions of articles that are not among them are left out."""
    scale, lane = scale_of(articles), lane_height(len(articles))
    ordered = _in_order(articles, tree)
    rows = {article.anchor: TOP + lane * (number + 0.5) for number, article in enumerate(ordered)}
    known = {(branch.article, branch.revision): branch for branch in tree if branch.article in rows}
    places = _places(known, rows, scale)
    names = {article.anchor: article.name for article in articles}
    dots = tuple(_dot(branch, place, places, names, zone) for place, branch in known.items())
    lanes = tuple(LaneOf(rows[a.anchor], a.name, a.anchor, a is reference) for a in ordered)
    told = (branch for branch in _by_lane(known, ordered) if len(ordered) <= MANY or not _own(branch))
    reasons = tuple(_reason(branch, known, names) for branch in told)
    return Family(TOP + lane * len(ordered) + 6, lanes, dots, tuple(scale.ticks()), reasons)


def _in_order(articles: Sequence[ArticleReport], tree: Sequence[Branch]) -> list[ArticleReport]:
    """The articles from the roots down, each followed by those that come from it, in order of time."""
    first: dict[str, Branch] = {}
    for branch in tree:
        held = first.setdefault(branch.article, branch)
        if branch.revision < held.revision:
            first[branch.article] = branch
    came = {anchor: branch.parents[0][0] for anchor, branch in first.items() if branch.parents}
    known = {article.anchor for article in articles}
    children: dict[str, list[ArticleReport]] = {}
    roots: list[ArticleReport] = []
    for article in articles:
        parent = came.get(article.anchor)
        alone = parent is None or parent not in known or parent == article.anchor
        (roots if alone else children.setdefault(str(parent), [])).append(article)
    ordered: dict[str, ArticleReport] = {}
    stack = list(reversed(roots))
    while stack:
        article = stack.pop()
        if article.anchor not in ordered:
            ordered[article.anchor] = article
            stack += reversed(children.get(article.anchor, []))
    left = [article for article in articles if article.anchor not in ordered]  # articles that come from each other
    return [*ordered.values(), *left]


def _by_lane(known: dict[Place, Branch], ordered: Sequence[ArticleReport]) -> Iterator[Branch]:
    for article in ordered:
        yield from (branch for (anchor, _), branch in known.items() if anchor == article.anchor)


def _places(known: dict[Place, Branch], rows: dict[str, float], scale: Scale) -> dict[Place, tuple[float, float]]:
    lanes: dict[str, list[Place]] = {}
    for place in sorted(known):
        lanes.setdefault(place[0], []).append(place)
    found = {}
    for anchor, held in lanes.items():
        for place, x in zip(held, apart([scale.x(known[place].at) for place in held]), strict=True):
            found[place] = (x, rows[anchor])
    return found


def _dot(
    branch: Branch, place: Place, places: dict[Place, tuple[float, float]], names: dict[str, str], zone: str
) -> Dot:
    x, y = places[place]
    said = f"{names[branch.article]}, revision {branch.revision}, {local(branch.at, zone)}: {branch.relation}"
    if branch.parents:
        anchor, revision = branch.parents[0]
        said += f", likely from {names.get(anchor, 'another')} {revision} ({branch.confidence:.0%})"
    lines = tuple(_line(places[parent], (x, y)) for parent in branch.parents if parent in places)
    maybe = tuple(
        _curve(places[anchor, revision], (x, y))
        for anchor, revision, share in branch.alternatives
        if share >= MARGIN and (anchor, revision) in places
    )
    width = round(0.8 + 2.2 * branch.confidence, 1)
    told = len(names) <= MANY or not _own(branch)
    link = reason_link(*place) if told else f"{place[0]}-r{place[1]}"
    return Dot(x, y, branch.relation, said, link, width, lines, maybe)


def _own(branch: Branch) -> bool:
    """Whether it is another revision of the same article: where there are many versions, that needs no evidence."""
    return bool(branch.parents) and branch.parents[0][0] == branch.article


def _line(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x, y), (there, below) = start, end
    if y == below:
        return f"M{x:g} {y:g}H{there:g}"
    way, side = (1 if below > y else -1), (1 if there >= x else -1)
    bend = min(BEND, abs(there - x))
    return f"M{x:g} {y:g}V{below - way * bend:g}q0 {way * bend:g} {side * bend:g} {way * bend:g}H{there:g}"


def _curve(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x, y), (there, below) = start, end
    return f"M{x:g} {y:g}Q{(x + there) / 2:g} {below:g} {there:g} {below:g}"


def _reason(branch: Branch, known: dict[Place, Branch], names: dict[str, str]) -> Reason:
    def told(place: Place) -> tuple[str, str]:
        return f"{names.get(place[0], 'another')} {place[1]}", reason_link(*place) if place in known else ""

    return Reason(
        link=reason_link(branch.article, branch.revision),
        name=f"{names[branch.article]} {branch.revision}",
        place=f"{branch.article}-r{branch.revision}",
        relation=branch.relation,
        confidence=branch.confidence,
        rewritten=branch.rewritten,
        parents=tuple(told(place) for place in branch.parents),
        alternatives=tuple((*told((anchor, number)), share) for anchor, number, share in branch.alternatives),
        evidence=branch.evidence,
    )


def reason_link(anchor: str, revision: int) -> str:
    """Where the page says why a version stands where it does."""
    return f"t-{anchor[2:]}-r{revision}"
