"""Invented outlets for the benchmarks: articles about nothing that ever happened, and furniture of ten kinds.

Everything follows from a seed, so that a run can be repeated. No sentence of an article stands in another article;
pieces of furniture are an outlet's own, in one of several wordings, some with numbers or headlines that change.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PLACES = _words(
    "Oldmere Tarn Kelby Ostrava-on-Sea Marrow Lindal Fensk Aldmoor Carrick Brue Halden Wick Sorrel Dunmarch"
)
FIRST = _words("Tessa Ivo Marla Bram Odile Petr Sunniva Jonas Ama Lucian Freya Tomas Ines Gwen Kofi Darya Emil Noor")
LAST = _words("Lunn Harrow Vask Odum Pell Kestrel Bray Tolliver Maas Ferrow Ginn Abara Stroud Quill Venn Sayer")
THINGS = _words(
    "bridge tramway orchard quarry library harbour theatre reservoir lighthouse museum viaduct hospital market cannery "
    "shipyard observatory stadium windmill brewery archive"
)
TROUBLES = _words("fire strike flood theft closure collapse auction lawsuit shortage leak outage dispute audit merger")
BODIES = _words("council ministry union court inspectorate trust regulator board parish commission")
DAYS = _words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")

SENTENCES = (
    "The {a} {n} of {place} {v} {big} {n2}s on {day}, {first} {last} said.",
    "“{N} {n2}s {v} our {a2} {n},” {first2} {last2}, {small}, {v2} {day}.",
    "{last} {v} the {body}'s {a} {n}, {small} {n2}s and {big} {n}s.",
    "In {place2}, {big} {n}s {v2}; {a} {n2}s {v} {small} more.",
    "{first2} {last2} {v} {a2} {n2}s near {place}, where {n}s {v2} {small} years.",
    "Not one {n} {v} before {day}, {body} {n2}s {v2}, though {big} {a}{n}s were {a2}.",
    "{N}s cost {big} million crowns, {small} percent over the {a2} {n2}.",
    "Whoever {v} {a} {n}s {v2} within {small} hours, {body} rules say.",
    "{place}'s {n2} {v} {a2} {n}s; {last2} {v2} {big} of them.",
    "A {body} {n} {v2} {small} {a} {n2}s but {v} none.",
    "Since 19{small} every {a2} {n2} {v} {place2} {n}s, {last} {v2}.",
    "By {day} {big} {n2}s had {v} {last2}'s {a} {n}.",
)
_SYLLABLES = _words(
    "bra tor len vish mar ket fol dun gri sel pan hov rus til mer chan dro wick lam bast ner fip quo zan"
)


WORDINGS: dict[str, tuple[str, ...]] = {
    "comment label": (
        "Leave a Comment", "Have your say below", "What do you think? Tell us", "Join the discussion here",
        "Post a reply to this story", "Talk about it in the {name} forum", "Comments are open until midnight",
    ),
    "newsletter box": (
        "Sign up to {name} Morning, the news before breakfast, free in your inbox every day at six.",
        "Get the stories that matter with our evening newsletter. {count} readers already do.",
        "Like what you read? Our weekly letter has more of it, every Friday.",
        "The {name} newsletter brings the day's reporting to {count} inboxes. Add yours.",
        "Abonnieren Sie unseren Newsletter und lesen Sie die {name} jeden Morgen zuerst.",
    ),
    "read-more box": (
        "Read more: {headline}", "READ NEXT {headline}", "More on this: {headline}", "Also read: {headline}",
        "See also: {headline}",
    ),
    "caption": (
        "Photograph: {name} library", "Picture: handout", "File photo", "Image credit: {name} Pictures/Stock",
        "(Photo by {name} staff)", "Foto: {name}-Archiv",
    ),
    "contact line": (
        "Contact the newsdesk at desk@{host}", "Got a tip? Write to tips@{host} or call 0555 201 8841.",
        "Email the reporters: {host}/staff", "If you know more, reach us in confidence: secure@{host}",
        "Do you have a story for {name}? news@{host}",
    ),
    "tagline": (
        "{name} has covered {place} and its valleys since 1911.",
        "{name} is a member of the Coastal Press Union and is printed in {place}.",
        "Reporting on {place} by people who live there.", "The {name}, published by the {place} Reading Trust.",
        "{name} - nothing but the news of {place}",
    ),
    "appeal": (
        "Independent reporting costs money. Support {name} from two crowns a month.",
        "We have no owner but our readers. Join {count} members today.",
        "Journalism like this is paid for by readers like you. Become a member of {name}.",
        "If {name} is worth something to you, please consider a gift.",
        "Unterstützen Sie unsere Arbeit: Werden Sie Mitglied der {name}.",
    ),
    "advertisement label": (
        "Advertisement", "Story continues below", "ADVERTISEMENT - CONTINUE READING BELOW", "Anzeige",
        "Sponsored message from our partners", "Article continues after this promotion",
    ),
    "app and social line": (
        "Follow {name} on every network and never miss a story", "Download the {name} app for alerts",
        "Share this story with somebody who should see it", "Listen to {name} Daily wherever you get podcasts",
        "Teilen Sie diesen Artikel mit Freunden", "Folgen Sie der {name} auf WhatsApp",
    ),
    "rights line": (
        "© {name} Media. All rights reserved.", "Copyright {name}. No part may be reproduced without permission.",
        "Syndication: rights@{host}", "This article first appeared in {name} print editions. All rights reserved.",
    ),
}  # fmt: skip
BETWEEN = ("newsletter box", "read-more box", "caption", "advertisement label", "appeal")
AFTER = ("app and social line", "contact line", "tagline", "rights line", "comment label")


@dataclass(frozen=True)
class Piece:
    """A piece of furniture of an outlet: its kind, wording, and the mark-up around it."""

    kind: str
    wording: str
    element: str

    def shown(self, dice: random.Random) -> str:
        """The piece as one page shows it: numbers and headlines change."""
        return self.wording.replace("{count}", f"{dice.randint(1_000, 90_000):,}").replace("{headline}", headline(dice))

    def html(self, text: str, nonce: str) -> str:
        """Its mark-up, as unhelpful as that of real outlets."""
        if self.kind == "read-more box":
            label, _, linked = text.partition(": ")
            inner = f'{label}: <a href="/n/{nonce}">{linked}</a>' if linked else f'<a href="/n/{nonce}">{text}</a>'
            return f"<{self.element}>{inner}</{self.element.split()[0]}>"
        return f"<{self.element}>{text}</{self.element.split()[0]}>"


@dataclass(frozen=True)
class Outlet:
    """An invented outlet: how it is called, its furniture, how its pages are built."""

    number: int
    name: str
    place: str
    pieces: tuple[Piece, ...]
    paragraph: str  # element of a paragraph of text
    classes: tuple[str, ...] = field(default=())

    @property
    def host(self) -> str:
        """Where it is served."""
        return f"{self.name.lower().replace(' ', '-')}.example"


@dataclass(frozen=True)
class Article:
    """An invented article."""

    address: str
    title: str
    byline: str
    paragraphs: tuple[str, ...]


def headline(dice: random.Random) -> str:
    """A headline of some other story."""
    return f"{dice.choice(PLACES)} {dice.choice(THINGS)} {dice.choice(TROUBLES)} ends after {dice.randint(3, 80)} days"


def outlet(number: int, seed: int = 0) -> Outlet:
    """The outlet of that number, with one piece of each kind."""
    dice = random.Random(f"outlet {seed} {number}")
    place = dice.choice(PLACES)
    name = f"{place} {dice.choice(('Courier', 'Echo', 'Mercury', 'Post', 'Ledger', 'Bote'))} {number}"
    host = f"{name.lower().replace(' ', '-')}.example"
    pieces = []
    for kind, wordings in WORDINGS.items():
        wording = dice.choice(wordings).replace("{name}", name).replace("{place}", place).replace("{host}", host)
        pieces.append(Piece(kind, wording, dice.choice(("p", "p", "div class=block", "p class=note", "h4"))))
    paragraph = dice.choice(("<p>{}</p>", "<p class=par>{}</p>", "<div class=block><p>{}</p></div>"))
    words = dice.sample(("wrap", "story", "main", "text", "content", "page", "body", "entry", "single"), 4)
    return Outlet(number, name, place, tuple(pieces), paragraph, tuple(words))


def article(house: Outlet, number: int, seed: int = 0) -> Article:
    """An article of an outlet: eight to sixteen paragraphs of one or two sentences, in words of its own."""
    dice = random.Random(f"article {seed} {house.number} {number}")
    names = {
        "place": dice.choice(PLACES), "place2": dice.choice(PLACES), "body": dice.choice(BODIES),
        "first": dice.choice(FIRST), "last": dice.choice(LAST), "first2": dice.choice(FIRST),
        "last2": dice.choice(LAST),
    }  # fmt: skip
    words = {kind: [_word(dice) + ending for _ in range(8)] for kind, ending in (("n", ""), ("v", "ed"), ("a", "ish"))}
    paragraphs = tuple(
        " ".join(_said(names, words, dice) for _ in range(dice.choice((1, 1, 2)))) for _ in range(dice.randint(8, 16))
    )
    title = (
        f"{dice.choice(TROUBLES).title()} shuts {names['place']} {dice.choice(THINGS)} for {dice.randint(3, 90)} days"
    )
    byline = f"{dice.choice(FIRST)} {dice.choice(LAST)}"
    return Article(f"https://{house.host}/{number}/{title.lower().replace(' ', '-')}", title, byline, paragraphs)


def _word(dice: random.Random) -> str:
    return "".join(dice.choice(_SYLLABLES) for _ in range(dice.choice((2, 2, 3))))


def _said(names: dict[str, str], words: dict[str, list[str]], dice: random.Random) -> str:
    """A sentence; its words are the article's own, its numbers its own."""
    slots = {
        f"{kind}{place}": word
        for kind, found in words.items()
        for place, word in zip(("", "2"), dice.sample(found, 2), strict=True)
    }
    numbers = {"big": dice.randint(100, 999), "small": dice.randint(11, 99)}
    return dice.choice(SENTENCES).format(**names, **slots, **numbers, N=slots["n"].title(), day=dice.choice(DAYS))


def page(
    house: Outlet, one: Article, dice: random.Random, pieces: Sequence[Piece], extra: str = ""
) -> tuple[str, list[str]]:
    """The page of an article with some furniture around and inside its text; the texts of that furniture."""
    shown = {piece.kind: piece.shown(dice) for piece in pieces}
    nonce = f"{dice.getrandbits(48):012x}"
    html = {piece.kind: piece.html(shown[piece.kind], nonce) for piece in pieces}
    lines = [house.paragraph.format(text) for text in one.paragraphs]
    inside = [html[kind] for kind in BETWEEN if kind in html]
    places = sorted(dice.sample(range(1, len(lines)), len(inside)), reverse=True)
    for place, box in zip(places, inside, strict=True):
        lines.insert(place, box)
    after = [html[kind] for kind in AFTER if kind in html]
    outer, main, text, foot = house.classes
    body = (
        f'<html lang="en"><head><title>{one.title} | {house.name}</title>'
        f'<meta property="og:title" content="{one.title}"><link rel="canonical" href="{one.address}">'
        f'<meta name="author" content="{one.byline}"></head><body data-build="{nonce}"><div class="{outer}">'
        f'<nav><a href="/">{house.name}</a> <a href="/news">News</a></nav><div class="{main}"><h1>{one.title}</h1>'
        f'<div class="{text}">{"".join(lines)}{"".join(after)}</div></div>{extra}'
        f'<div class="{foot}-foot"><a href="/about">About</a></div></div></body></html>'
    )
    return body, list(shown.values())
