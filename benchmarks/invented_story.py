"""An invented dispatch and any number of outlets that run it: cut, edited, moved, updated late, removed, rewritten.

Nothing in it ever happened. Everything follows from a seed; the documents are what ``wirediff import`` takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


START = datetime(2026, 3, 9, 6, 12, tzinfo=UTC)
WIRE = "https://northwire.example/2026/merrow-barrier"
TITLE = "Storm tide breaks Merrow barrier, {hurt} hurt and {homes} homes flooded"
LEAD = (
    "MERROW SOUND (Northwire) - A storm tide broke through the unfinished barrier at Merrow Sound before "
    "dawn on Monday, flooding {homes} homes and leaving {hurt} people hurt, the county rescue service "
    "said."
)
BODY = (
    "Water stood waist-high in the streets around the fish market by five, when the second of three gates"
    " gave way under a wave that the harbour master put at four metres.",
    '"We heard it go like a door slamming," said Edda Lind, who runs the chandlery on the quay. "Then the'
    ' lights went, and then there was only water."',
    "The county had spent 212 million crowns on the barrier since 2019, a third more than was voted for "
    "it, according to an audit published in January.",
    "Engineers warned in a letter last autumn that the hinges of the eastern gate were {doubt} by rust, "
    "two people who have read it said.",
    "The builder, Halvard & Sons, did not answer requests for comment. It has said before that the gates "
    "were tested to a five-metre tide.",
    "Schools in Merrow, Kelby and Oldmere stay closed until Thursday, and the ferry to Stone Point does not run.",
    "Governor Tomas Vask called the flood {word} and promised that the state would pay for temporary housing.",
    "Not one of the pumps bought after the flood of 2011 was working on Monday, the council's own log shows.",
    "Some 340 people spent the night in the sports hall at Kelby, where volunteers served soup and dried "
    "clothes on the radiators.",
    "The next spring tide is due on the nineteenth, and forecasters expect it to stand forty centimetres higher.",
    "Merrow Sound lies at the mouth of the Tarn, where 18,000 people live below the level of the sea.",
)
NOTE = "CORRECTION: This story has been corrected to show that 31 people were hurt, not 13."
HEADLINES = (
    "Merrow barrier fails as storm tide floods {homes} homes", "‘Like a door slamming’: night the sea came to Merrow",
    "{hurt} hurt as Merrow flood gate gives way", "Barrier was rusting, engineers warned before Merrow flood",
    "Flood: schools shut until Thursday", "Why the Merrow barrier broke",
)  # fmt: skip
FIRST_NAMES = _words("Harbor Valley Metro Lakeside Granite Coastal Northern Prairie Summit River Island County")
LAST_NAMES = _words("Times Courier Daily Gazette Post Tribune Herald Sentinel Echo Chronicle Mercury Observer")
SWAPS = (
    ("before dawn on Monday", "early Monday"), ("waist-high", "knee-deep"), ("212 million", "221 million"),
    ("according to an audit published in January", "an audit found"), ("did not answer", "refused to answer"),
    ("two people who have read it said", "sources claim"), ("Some 340 people", "About 300 people"),
    ("Not one of the pumps", "None of the pumps"), ("spent the night", "slept"), ("forty centimetres", "half a metre"),
)  # fmt: skip
OWN = (
    "Readers who want to help can bring blankets and bottled water to the library in the {name} building until eight.",
    "{name} reported in December that two of the inspectors had left and were not replaced.",
    "Traffic on the coast road was moving again by noon, our reporter at the scene says.",
)


def versions() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The dispatch in its three versions: headline and paragraphs."""
    first = {"hurt": "13", "homes": "420"}
    second = {"hurt": "13", "homes": "610"}
    third = {"hurt": "31", "homes": "610"}
    body = tuple(text.format(doubt="weakened", word="a tragedy") for text in BODY)
    later = tuple(
        text.format(doubt="eaten through", word="“a failure of this county, not of the sea,”") for text in BODY
    )
    return (
        (TITLE.format(**first), (LEAD.format(**first), *body[:8])),
        (TITLE.format(**second), (LEAD.format(**second), *later)),
        (TITLE.format(**third), (LEAD.format(**third), *later, NOTE)),
    )


def documents(outlets: int, seed: int = 7) -> Iterator[dict[str, Any]]:
    """The documents of a story that the agency and *outlets* - 1 others run."""
    rng = Random(seed)
    for number, (title, paragraphs) in enumerate(versions()):
        for look in range(3):
            yield _document(("northwire", WIRE, _at(0)), 95 * number + 30 * look, title, paragraphs, "Northwire")
    for number in range(outlets - 1):
        yield from _outlet(rng, number)


def _outlet(rng: Random, number: int) -> Iterator[dict[str, Any]]:
    """An outlet's looks: it begins with one version of the dispatch and follows it late, or never."""
    name = f"{FIRST_NAMES[number % 12]} {LAST_NAMES[(number // 12 + number) % 12]}"
    outlet = name.lower().replace(" ", "-") + (f"-{number // 144 + 1}" if number >= 144 else "")
    begins = rng.choice((0, 0, 0, 1, 1, 2))
    edit = _desk(rng, name)
    own = rng.choice(HEADLINES) if rng.random() < 0.45 else None
    minute = 95 * begins + rng.randint(8, 90)
    credit = rng.choice(("Northwire", "Northwire", "Staff and wires", None))
    place = (outlet, f"https://{outlet}.example/news/merrow-{number}", _at(minute - minute % 60))
    follows = range(begins, 3 if rng.random() < 0.45 else begins + 1)
    for version in follows:
        title, paragraphs = versions()[version]
        hurt, homes = ("31" if version == 2 else "13"), ("610" if version else "420")
        headline = own.format(hurt=hurt, homes=homes) if own else title
        yield _document(place, minute, headline, edit(paragraphs), credit)
        minute += rng.randint(60, 400)
    if rng.random() < 0.05:
        yield _document(place, minute, None, None, None)
        return
    yield _document(place, minute + rng.randint(300, 2_000), headline, edit(paragraphs), credit)


def _desk(rng: Random, name: str) -> Any:
    """What one outlet's desk does to the dispatch, the same each time."""
    length = rng.choice((4, 5, 7, 9, 13, 13, 13))
    swaps = rng.sample(SWAPS, rng.choice((0, 0, 1, 2)))
    cut = {rng.randint(2, 8) for _ in range(rng.choice((0, 0, 1, 2)))}
    moved = rng.randint(2, 4) if rng.random() < 0.2 else None
    own = rng.choice(OWN).format(name=name) if rng.random() < 0.3 else None

    def edit(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
        kept = [text for place, text in enumerate(paragraphs) if place not in cut][:length]
        for old, new in swaps:
            kept = [text.replace(old, new) for text in kept]
        if moved is not None and len(kept) > moved:
            kept.insert(1, kept.pop(moved))
        return (*kept, own) if own else tuple(kept)

    return edit


def _at(minute: int) -> str:
    return (START + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _document(
    place: tuple[str, str, str], minute: int, title: str | None, paragraphs: tuple[str, ...] | None, credit: str | None
) -> dict[str, Any]:
    """A look at *place* (outlet, address, the time that its pages claim); None for what is gone."""
    outlet, url, published = place
    row: dict[str, Any] = {"url": url, "outlet": outlet, "fetched_at": _at(minute), "lang": "en"}
    if paragraphs is None:
        return row | {"html": "gone", "status": 410}
    text = "\n\n".join(paragraphs)
    return row | {"title": title, "text": text, "credit": credit, "published": published}
