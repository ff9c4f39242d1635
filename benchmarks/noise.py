"""How honest are revisions under noise: pages that never stop changing, and now and then one word that was edited.

    python -m benchmarks.noise [--quick] [--articles 200] [--fetches 100] [--seed 0]

Invented articles are fetched again and again. Each page has rotating promotions inside and below the text (half the
outlets also boxes within it, filled anew for every answer), counters, times ago, advertisements, a box of other
headlines in another order, other nonces; some articles have two headlines that are shown in turn. At known fetches one
word or number of a text is edited, and stays; at others a wall, a stub or an error page with status 200 is served.
Counted: revisions where nothing was edited (the first showing of the second
headline of a test is none, the first return to the other is), edits that were seen at the fetch that first showed them,
broken pages kept as a version; each by what the fetch was taken for when it was made, when much of the outlet's
furniture was still to be learned, and by what the archive says of it at the end, which has to meet the bars (else exit
code 1). Outlets are served beside one another, each into an archive of its own.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks import invented
from crawler.clock import stamp
from pipelines.archivist import Archivist
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from pipelines.documents import fetched_from
from pipelines.extract import extract
from storage.archive import Archive

BEGIN = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
AN_OUTLET = 10  # articles
EDITS = 0.02  # of the fetches show an edit for the first time
BROKEN = 0.02  # of the fetches bring no honest version
TESTED = 0.15  # of the articles have two headlines
FALSE, CAUGHT = 1, 0.995  # at most so many false revisions in 10,000 fetches; at least this share of the edits
KNOWN = 10  # looks at each article, after which an outlet is no stranger
PROMOTIONS = 6  # of each kind that an outlet shows in turn
_NUMBER, _WORD = re.compile(r"\b\d{2,3}\b"), re.compile(r"\b[a-z]{5,}\b")


@dataclass
class State:
    """An article as its outlet has it at the moment."""

    house: invented.Outlet
    article: invented.Article
    second: str | None  # the other headline of a test
    shown: list[str] = field(default_factory=list)  # headlines, in their order


@dataclass(frozen=True)
class Look:
    """One fetch: what is served, and what it should be taken for."""

    address: str
    html: str
    at: str
    expected: str  # "new", "same", "back" (to a headline shown before), "edit", "variant", "broken"


def looks(house: int, articles: int, fetches: int, seed: int) -> Iterator[Look]:
    """Every fetch of an outlet's articles in its order, round by round, half an hour apart."""
    dice = random.Random(f"noise {seed} {house}")
    states = [_state(house, number, seed, dice) for number in range(articles)]
    for turn in range(fetches):
        for number, state in enumerate(states):
            yield _look(state, turn, BEGIN + timedelta(minutes=30 * turn, seconds=number * 5), dice)


def _state(house_number: int, number: int, seed: int, dice: random.Random) -> State:
    house = invented.outlet(house_number, seed)
    article = invented.article(house, number, seed)
    second = f"{article.title}, and nobody knows why" if dice.random() < TESTED else None
    return State(house, article, second)


def _look(state: State, turn: int, at: datetime, dice: random.Random) -> Look:
    expected = "new" if turn == 0 else "same"
    if turn and dice.random() < BROKEN:
        return Look(state.article.address, _broken(state, dice), stamp(at), "broken")
    if turn and dice.random() < EDITS:
        state.article, expected = edited(state.article, dice), "edit"
    shown = state.article
    if state.second and dice.random() < 0.5:
        shown = invented.Article(shown.address, state.second, shown.byline, shown.paragraphs)
    if expected == "same" and shown.title != state.shown[-1]:
        expected = "back" if shown.title in state.shown else "variant"
    state.shown.append(shown.title)
    return Look(shown.address, _page(state.house, shown, at, dice), stamp(at), expected)


def edited(article: invented.Article, dice: random.Random) -> invented.Article:
    """The article with one word or number of it changed."""
    paragraphs = list(article.paragraphs)
    place = dice.randrange(len(paragraphs))
    found = list((_NUMBER if dice.random() < 0.5 else _WORD).finditer(paragraphs[place]))
    found = found or list(_WORD.finditer(paragraphs[place]))
    match = dice.choice(found)
    word = match.group()
    new = str(int(word) + dice.randint(1, 9)) if word.isdigit() else dice.choice(invented.THINGS + invented.TROUBLES)
    if new == word:
        new = "sundial"
    paragraphs[place] = paragraphs[place][: match.start()] + new + paragraphs[place][match.end() :]
    return invented.Article(article.address, article.title, article.byline, tuple(paragraphs))


def _page(house: invented.Outlet, article: invented.Article, at: datetime, dice: random.Random) -> str:
    """The page as this answer has it."""
    pieces = [_turned(piece, dice) for piece in house.pieces if dice.random() < 0.7]
    boxes = [
        f"<aside class=rail-{dice.randint(0, 9)}><h3>Most read</h3><ul>"
        + "".join(f'<li><a href="/x/{dice.getrandbits(20)}">{invented.headline(dice)}</a></li>' for _ in range(4))
        + "</ul></aside>",
        f"<div class=tools>{dice.randint(2, 900)} comments <span>{dice.randint(1, 59)} minutes ago</span></div>",
        f"<div class=ad id=s{dice.getrandbits(32):x}><b>Advertisement</b> Loans in {dice.randint(2, 9)} days</div>",
        f"<aside><h2>Weather</h2><p>{dice.randint(-4, 30)} degrees at {at:%H:%M}</p></aside>",
    ]
    dice.shuffle(boxes)
    nonce = f"<script nonce={dice.getrandbits(64):x}>var bucket='{dice.choice('ABC')}'</script>"
    html, _ = invented.page(house, article, dice, pieces, "".join(boxes) + nonce)
    html = _with_box(html, article, dice) if house.number % 2 and dice.random() < 0.8 else html
    stamps = f"<div class=stamp>Updated {dice.randint(1, 23)} hours ago | {dice.randint(10, 9000)} views</div>"
    return html.replace("</h1>", f"</h1>{stamps}", 1)


def _with_box(html: str, article: invented.Article, dice: random.Random) -> str:
    """The page with a box after a paragraph of its text, filled anew for every answer."""
    place, degrees = dice.choice(invented.PLACES), dice.randint(-4, 30)
    said = dice.choice((
        f"Weather in {place}: {degrees} degrees and rain until noon.",
        f"{dice.randint(20, 4000):,} people are reading this",
        f"Tonight: {invented.headline(dice)}, the podcast",
        f"The {dice.choice(invented.THINGS)} shop has umbrellas for {dice.randint(5, 40)} crowns.",
    ))  # fmt: skip
    after = dice.choice(article.paragraphs)
    box = f'<div class="inset note-{dice.randint(0, 9)}"><p>{said}</p></div>'
    return re.sub(rf"({re.escape(after)}</p>(?:</div>)?)", lambda found: found.group(1) + box, html, count=1)


def _turned(piece: invented.Piece, dice: random.Random) -> invented.Piece:
    """A promotion in one of the wordings that the outlet shows in turn."""
    if piece.kind not in ("newsletter box", "appeal", "app and social line") or dice.random() < 0.3:
        return piece
    offers = ("a mug", "two months free", "a seat at our summer talk", "a tote bag", "the crossword", "our cook book")
    offer = offers[dice.randrange(PROMOTIONS)]
    return invented.Piece(piece.kind, f"{piece.wording} Members also get {offer}.", piece.element)


def _broken(state: State, dice: random.Random) -> str:
    """A page that is no version of the article, served with status 200."""
    title, name, lead = state.article.title, state.house.name, state.article.paragraphs[0]
    return dice.choice((
        "<html><head><title>Just a moment...</title></head><body><p>Checking your browser before you go on. Enable "
        "JavaScript and cookies to continue.</p></body></html>",
        f"<html><head><title>{title} | {name}</title></head><body><h1>{title}</h1><p>{lead[:120]}...</p><div><p>"
        "Subscribe to continue reading. Already a subscriber? Log in.</p></div></body></html>",
        f"<html><head><title>Page not found | {name}</title></head><body><h1>Page not found</h1><p>We could not find "
        "what you were looking for.</p></body></html>",
        f"<html><head><title>{name}</title></head><body><h1>Before you continue</h1><p>We and our partners store and "
        "access information on your device, such as cookies. Accept all or manage your choices.</p></body></html>",
    ))  # fmt: skip


class Told(NamedTuple):
    """What a fetch should be taken for, what it was when it was made, and what the archive says of it at the end."""

    expected: str
    live: str
    settled: str
    turn: int  # how many times the article was fetched before


class Served(NamedTuple):
    """An outlet's run: what was told of each fetch, how many contents were kept twice, lines on what was misjudged."""

    told: list[Told]
    doubled: int
    misjudged: list[str]


def serve(house: int, articles: int, fetches: int, seed: int) -> Served:
    """Keep all fetches of one outlet, in an archive of its own."""
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "archive.db") as archive:
        archivist, made = Archivist(Desk(archive, extract)), list[tuple[Look, int | None, str]]()
        for look in looks(house, articles, fetches, seed):
            arrival = Arrival(fetched_from({"url": look.address, "html": look.html, "fetched_at": look.at}))
            archivist.keep(arrival)
            made.append((look, arrival.fetch_id, str(arrival.outcome)))
        settled = {row["fetch"]: row for row in archive.rows("SELECT fetch, outcome, reason FROM readings")}
        told = [
            Told(look.expected, live, settled[fetch]["outcome"], place // articles)
            for place, (look, fetch, live) in enumerate(made)
        ]
        misjudged = [
            f"{look.expected}: {look.address} at {look.at} was {one.live}, is {one.settled}"
            for (look, _, _), one in zip(made, told, strict=True)
            if {_is_wrong(one.expected, one.live), _is_wrong(one.expected, one.settled)} != {False}
        ]
        return Served(told, _doubled(archive), misjudged)


def _is_wrong(expected: str, outcome: str) -> bool:
    """Whether an outcome is an invented revision, a missed edit or a broken page kept; variants may be either."""
    if expected in ("new", "edit"):
        return outcome != ("new" if expected == "new" else "revised")
    return expected != "variant" and outcome in ("new", "revised")


def _doubled(archive: Archive) -> int:
    """How many revisions say what an earlier one of their article says."""
    sql = "SELECT sum(many - 1) FROM (SELECT count(*) AS many FROM revisions GROUP BY article, content)"
    return int(archive.value(sql))


def main() -> None:
    """Serve, keep, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="30 articles, 20 fetches each")
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--fetches", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="outlets served at once")
    parser.add_argument("--show", action="store_true", help="name every fetch that was misjudged")
    args = parser.parse_args()
    if args.quick:
        args.articles, args.fetches = 30, 20
    houses = range(max(args.articles // AN_OUTLET, 1))
    began, runs = time.monotonic(), list[Served]()
    with ProcessPoolExecutor(args.jobs) as pool:
        work = partial(serve, articles=min(args.articles, AN_OUTLET), fetches=args.fetches, seed=args.seed)
        for run in pool.map(work, houses):
            runs.append(run)
            wrong = Counter(f"{meant} is {end}" for meant, _, end, _ in run.told if _is_wrong(meant, end))
            _tell(f"outlet {len(runs)} of {len(houses)}: {dict(wrong)}", *(run.misjudged if args.show else []))
    sys.exit(0 if _report(runs, time.monotonic() - began) else 1)


def _tell(*lines: str) -> None:
    print(*lines, sep="\n  ", file=sys.stderr, flush=True)


def _report(runs: list[Served], seconds: float) -> bool:
    """Print the figures; whether all bars are met."""
    told, doubled = [one for run in runs for one in run.told], sum(run.doubled for run in runs)
    print(f"{len(told)} fetches in {seconds:.0f} s; {doubled} contents kept twice")
    _bars("when made", Counter((one.expected, one.live) for one in told))
    _bars(f"when made, from look {KNOWN} on", Counter((one.expected, one.live) for one in told if one.turn >= KNOWN))
    return _bars("at the end", Counter((one.expected, one.settled) for one in told)) and not doubled


def _bars(name: str, counted: Counter[tuple[str, str]]) -> bool:
    """Print what came of the fetches by what they should be taken for; whether it is good enough."""
    total, of = sum(counted.values()), Counter[str]()
    for (meant, _), count in counted.items():
        of[meant] += count
    back, caught = counted["back", "revised"], counted["edit", "revised"] / max(of["edit"], 1)
    false = counted["same", "revised"] + back
    kept = counted["broken", "revised"] + counted["broken", "new"]
    rate = f"{false / total * 10_000:.2f} in 10,000"
    print(f"{name}: {false} false revisions ({rate}), {back} of them the return to a headline of a test")
    print(f"  {counted['edit', 'revised']} of {of['edit']} edits caught at once ({caught:.2%})")
    print(f"  {kept} of {of['broken']} broken pages kept as a version")
    for (meant, outcome), count in sorted(counted.items()):
        print(f"    {meant:8} {outcome:12} {count:6}")
    return false * 10_000 <= total * FALSE and caught >= CAUGHT and not kept


if __name__ == "__main__":
    main()
