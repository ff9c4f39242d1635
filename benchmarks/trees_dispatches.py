"""Invented dispatches for the benchmark of trees: wire stories of nothing that ever happened, and words to edit them.

Everything follows from the dice. A dispatch is a headline and paragraphs of sentences; `PHRASES` and `SPELLINGS` hold
what desks say otherwise, each way round.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from benchmarks.invented import BODIES, DAYS, FIRST, LAST, PLACES, THINGS

AGENCIES = (("Northwire", "northwire.example"), ("Coastal Press", "coastalpress.example"), ("ZPA", "zpa.example"))
PAPERS = tuple(
    f"{place.lower()}{kind}.example"
    for place in PLACES
    for kind in ("echo", "post", "ledger", "mercury")
    if "-" not in place
)
HEADLINES = (
    "{Place} {thing} closed after {trouble} hurts {small}",
    "{trouble_} at {Place} {thing} leaves {small} hurt",
    "Hundreds flee as {trouble} reaches {Place} {thing}",
    "{body_} opens inquiry into {Place} {thing} {trouble}",
    "{Place} counts cost of {thing} {trouble}",
    "‘We ran’: {small} hurt in {Place} {thing} {trouble}",
)
TROUBLES = ("fire", "flood", "collapse", "explosion", "landslide", "gas leak", "power failure")
LEADS = (
    "A {trouble} at the {thing} of {Place} injured {small} people and forced {big} others from their homes on {day}, "
    "the {body} said.",
    "At least {small} people were hurt and {big} left their homes on {day} when a {trouble} struck the {thing} of "
    "{Place}, according to the {body}.",
    "The {body} of {Place} ordered {big} people out of their homes on {day} after a {trouble} at the {thing} that hurt "
    "{small}.",
)
SENTENCES = (
    "{First} {Last}, who leads the {body}, told reporters that crews reached the {thing} within {small} minutes.",
    "“We heard it before we saw it, and then everybody ran towards the {place2} road,” said {first2} {last2}, a baker.",
    "Police closed the road between {Place} and {place2} until {day2} and asked drivers to take the old pass.",
    "{Last} said {small2} of the injured were taken to the hospital in {place2}, where {small3} remained in intensive "
    "care.",
    "The {thing} was built {age} years ago and had last been inspected in {month}, records of the {body} show.",
    "Opposition members have asked for a debate, and a vote could follow as early as {day2}.",
    "The {body2} estimated the damage at {money} million crowns, {percent} percent more than a similar {trouble} cost "
    "{place3} in {year}.",
    "“Nobody wrote to us, nobody called us, and now they want {money} million,” {last2} said outside the town hall.",
    "Engineers were to examine the remains on {day2}, weather permitting, and report within {small} days.",
    "Schools in {Place} stayed shut, and the ferry to {place3} ran once every {small3} hours.",
    "A spokesman for the owners, {Comp} Holdings, declined to comment but said the company was working with officials.",
    "The {trouble} began shortly after {hour} p.m. in a store room on the north side, two people briefed on the matter "
    "said.",
    "{First3} {last3}, {age} and retired, carried a neighbour down four flights of stairs before helpers came.",
    "The government has promised {money2} million crowns of aid, though {last3} called that a drop in the harbour.",
    "It is the {nth} accident of its kind in the valley since {year}, when a {trouble2} destroyed part of {place3}.",
    "Residents had complained of a smell for {small2} weeks, according to letters seen by {Agency}.",
    "{Comp} Holdings bought the {thing} in {year} from the parish for a price that neither side would name.",
    "Volunteers handed out {big2} meals in a gymnasium, where families slept on mats lent by a judo club.",
    "The {body2} had warned in {month} that {percent} percent of such buildings lacked a second exit.",
    "“There will be an answer, and it will be a public one,” {First} {Last} said, adding that nobody was detained.",
    "Insurers expect {big2} claims, the largest number after any event in the region for {age} years.",
    "Rain eased towards evening, and by midnight {small3} of the {small2} roads were open again.",
    "Trade unions called for a minute of silence at noon on {day2} in all factories of the district.",
    "A helicopter of the coast guard circled above the {thing} until its searchlight failed, witnesses said.",
    "Under a law of {year}, owners must keep plans of a building for {age} years, but none had been found by {day2}.",
    "The bells of {place2} were rung, as they are only for fires, floods and weddings of the mayor's children.",
    "Tourists were flown out through {place3}, and {small2} cruise ships changed their course.",
    "{last2} said that her brother, a welder, had left the building {small3} minutes before.",
    "{Last} did not say how many inspectors the {body} employs; two years ago it had {small2}.",
    "Water in the lower quarter was not safe to drink, and {big2} bottles were on their way from {place2}.",
    "The orchestra cancelled its concert, the football club did not, and {big} people came to watch it lose.",
    "A first report is due in {month2}; the full inquiry may take {small2} months, officials of the {body2} said.",
)
UPDATES = (
    "The number of injured rose to {small2} on {day2} after {small3} more came to the hospital on their own.",
    "Late on {day2} a court in {place2} forbade {Comp} Holdings to clear the site.",
    "“I was wrong to say that it was over,” {First} {Last} told a second news conference.",
    "The prime minister will visit {Place} on {day2}, her office said in a statement.",
    "Divers recovered a recorder with {age} hours of sound, which the {body2} sent to {place3}.",
    "{First3} {last3} of {Comp} Holdings resigned in the evening, saying that somebody had to.",
)
LOCAL = (
    "In {where} the news was followed closely, since {small} families there have relatives in {Place}.",
    "Readers of this newspaper gave {money} thousand crowns in {small3} hours.",
    "{First2} {last2}, who grew up in {where} and moved to {Place} in {year}, said that he was unhurt.",
    "The {where} fire brigade lent two pumps and {small2} men, its chief {first3} {last3} told us.",
    "A similar {thing} stands in {where}; its keeper said that it was checked every {small3} weeks.",
    "{where} council will discuss its own plans for such a case at its next meeting, on {day2}.",
)
PHRASES = (
    ("told reporters", "told journalists"), ("at least", "no fewer than"), ("according to", "as reported by"),
    ("declined to comment", "would not comment"), ("were hurt", "were injured"), ("shortly after", "soon after"),
    ("asked drivers", "urged motorists"), ("Residents", "People living nearby"), ("has promised", "has pledged"),
    ("estimated", "put"), ("stayed shut", "remained closed"), ("Engineers", "Experts"), ("handed out", "gave out"),
    ("it is the", "this is the"), ("helicopter", "chopper"), ("Trade unions", "Labour unions"), ("began", "started"),
    ("officials", "authorities"), ("bought", "acquired"), ("had warned", "had cautioned"), ("expect", "anticipate"),
    ("a debate", "an urgent debate"), ("were taken", "were brought"), ("the largest number", "the most"),
    ("A spokesman for", "A representative of"), ("until", "till"), ("may take", "could take"),
    ("rose to", "climbed to"),
)  # fmt: skip
SPELLINGS = (
    ("percent", "per cent"), ("neighbour", "neighbor"), ("harbour", "harbor"), ("labour", "labor"), ("p.m.", "pm"),
    ("“", '"'), ("”", '"'), ("—", "-"), ("million", "m"), ("theatre", "theater"), ("’", "'"),
    ("town hall", "Town Hall"),
)  # fmt: skip
_MONTHS = ("January", "March", "April", "June", "September", "October", "November")
_COMPANIES = ("Brandle", "Oxmoor", "Tidewell", "Karst", "Lumen", "Harl")


@dataclass(frozen=True)
class Text:
    """A version's words: its headline and its paragraphs, each of sentences."""

    title: str
    paragraphs: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """The paragraphs parted by a blank line."""
        return "\n\n".join(" ".join(sentences) for sentences in self.paragraphs)

    def put(self, place: int, *paragraphs: tuple[str, ...]) -> Text:
        """The text with paragraphs put in."""
        return replace(self, paragraphs=(*self.paragraphs[:place], *paragraphs, *self.paragraphs[place:]))

    def without(self, place: int) -> Text:
        """The text without one paragraph."""
        return replace(self, paragraphs=(*self.paragraphs[:place], *self.paragraphs[place + 1 :]))


class Event:
    """Something that never happened, and what can be said of it: each sentence at most once."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.agency, self.host = dice.choice(AGENCIES)
        self.names = _names(dice, self.agency)
        self._left: dict[tuple[str, ...], list[str]] = {
            pool: dice.sample(pool, len(pool)) for pool in (HEADLINES, LEADS, SENTENCES, UPDATES, LOCAL)
        }  # what was not said yet

    def dispatch(self) -> Text:
        """What the agency sends first: a headline, a lead with its dateline, six to fourteen paragraphs."""
        place = self.names["Place"].upper()
        paragraphs: list[tuple[str, ...]] = [(f"{place} ({self.agency}) — {self.said(LEADS)}",)]
        for _ in range(self.dice.randint(6, 14)):
            paragraphs.append(tuple(self.said(SENTENCES) for _ in range(self.dice.choice((1, 1, 2)))))
        return Text(self.headline(), tuple(paragraphs))

    def headline(self) -> str:
        """A headline that nobody has yet, while there is one."""
        return self.said(HEADLINES)

    def said(self, pool: tuple[str, ...], where: str = "") -> str:
        """A sentence of the pool that was not said yet, with numbers of its own; of a spent pool, any."""
        left = self._left[pool]
        wording = left.pop() if left else self.dice.choice(pool)
        return wording.format_map(self.names | _numbers(self.dice) | {"where": where})


def _names(dice: Random, agency: str) -> dict[str, str]:
    places, first, last = dice.sample(PLACES, 3), dice.sample(FIRST, 3), dice.sample(LAST, 3)
    trouble, body = dice.choice(TROUBLES), dice.sample(BODIES, 2)
    return {
        "Place": places[0], "place2": places[1], "place3": places[2], "First": first[0], "Last": last[0],
        "first2": first[1], "First2": first[1], "last2": last[1], "first3": first[2], "First3": first[2],
        "last3": last[2], "thing": dice.choice(THINGS), "trouble": trouble, "trouble_": trouble.capitalize(),
        "trouble2": dice.choice(TROUBLES), "body": body[0], "body_": body[0].capitalize(), "body2": body[1],
        "Comp": dice.choice(_COMPANIES), "Agency": agency, "day": dice.choice(DAYS), "day2": dice.choice(DAYS),
    }  # fmt: skip


def _numbers(dice: Random) -> dict[str, str]:
    return {
        "small": str(dice.randint(11, 60)), "small2": str(dice.randint(12, 90)), "small3": str(dice.randint(3, 9)),
        "big": f"{dice.randint(1_100, 9_900):,}", "big2": f"{dice.randint(2_000, 80_000):,}",
        "money": str(dice.randint(12, 900)), "money2": str(dice.randint(2, 99)), "percent": str(dice.randint(6, 85)),
        "age": str(dice.randint(30, 95)), "year": str(dice.randint(1951, 2019)), "hour": str(dice.randint(1, 11)),
        "nth": dice.choice(("second", "third", "fifth", "seventh")), "month": dice.choice(_MONTHS),
        "month2": dice.choice(_MONTHS),
    }  # fmt: skip
