"""What a paragraph of a page looks like to one who knows many pages: a label, a call to the reader, or prose.

Nothing is decided here. A paragraph gets a name under which it is known again on other pages, and what speaks for and
against its being furniture: its look, its place among the prose, and how much of it the article is about. Calls to the
reader come in many wordings ("Support us from two crowns a month. Members get a mug.", "... get a tote bag."): what
they open with names them all, where the rest says nothing of the article.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from statistics import fmean

from comparison.kinds.correction import is_note
from pipelines.arrival import Extraction
from pipelines.phrases import compiled
from storage.derived import digest
from storage.furniture import SHAPE, SLOT, Sighting

LABEL_WORDS, LABEL_LENGTH = 12, 120
CALL_LENGTH = 400  # characters: who calls to the reader is brief
OPENING = 8  # words that calls of one kind open with
OWN_WORDS = 4  # of its article that a line in a slot has: with fewer it may have them by chance
SHAPE_WORDS, SHAPE_SAID = 20, 4  # words of a line that is filled in: of all, and of those that are always the same
HASH = 16  # hex digits of a name: 64 bits, among the paragraphs of one outlet
LONGEST = 1200  # characters: longer paragraphs are no furniture
REMEMBERED = 2048  # paragraphs: each is asked about several times while its page is read
_SENTENCE_END = re.compile(r"[.!?…。！？؟।]\W*$")
_QUOTE = re.compile(r"[\"“”„«»]")
_LETTER = re.compile(r"[^\W\d_]")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_FILLED = re.compile(r"(?<=\s)(?:[A-ZÀ-Þ]|\W?\d)\S*(?:\s+(?:[A-ZÀ-Þ]|\W?\d)\S*)*")  # names and numbers, in a row one
_CONTENT = re.compile(r"[^\W\d_]{5,}|\d{2,}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ADDRESS = re.compile(r"\S@\S+\.\w|https?://|\bwww\.|©|\(c\)\s*\d{4}|\+?\d[\d ()/-]{8,}\d", re.I)
_TO_THE_READER = re.compile(
    r"\b(?:you(?:rs?)?|we|our|(?-i:us|Ihre?[nm]?|Ihnen)|uns(?:er[enms]?)?|vous|votre|nous|nos|notre|usted|nuestr[oa]s?)\b",
    re.I,
)
_CALL = compiled(
    r"""
    (?:subscribe|sign up|sign in|log in|register|join|follow|download|click|tap|read|get|listen|watch|support|donate)
    (?:contact|email|share|comment|like|see|find|visit|send|write to|tell us|have|want|got|help|stay|discover|explore)
    (?:reporting|additional reporting|writing|editing|edited|compiled|photographs?|photos?|pictures?|image|video) by
    (?:photograph|photo|image|picture|video|source|credit|tags?|topics|related|more|also)\s*:
    (?:abonnieren|melden|jetzt|folgen|teilen|laden|lesen|hören|kontakt|foto|bild|quelle|mehr)\b
    (?:abonnez|inscrivez|suivez|partagez|téléchargez|lisez|écoutez|crédit|photo|retrouvez)
    (?:suscr[íi]b|regístr|síg|compart|descarg|foto|fuente|assine|inscreva|iscriviti|segui)\w*
    """,
    r"^\W*",
    r"(?!\w)",
)
_ASKS = re.compile(  # a later sentence that can hardly be one of the news
    r"[.!?…:] (?:subscribe|sign up|donate|become (?:a|one of)|(?:support|join|follow) (?:us|our|(?-i:[A-Z#\d]\w*))"
    r"|download (?:the|our)|werden Sie|unterstützen Sie|abonnieren Sie|abonnez-vous|soutenez)\b",
    re.I,
)
_BOX = re.compile(
    r"newsletter|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos|copyright"
    r"|in your inbox|terms (?:of (?:use|service)|and conditions)|privacy policy|cookie (?:policy|settings)",
    re.I,
)


def known_as(text: str) -> str:
    """The text under which a paragraph is known again: white space squeezed; numbers in calls to the reader left out.

    >>> known_as("Join  48,213 members today.")
    'Join # members today.'
    >>> known_as("The blast killed 12 people.")
    'The blast killed 12 people.'
    """
    squeezed = " ".join(text.split())
    return _DIGITS.sub("#", squeezed) if _kind(squeezed) == "call" else squeezed


def opening_of(text: str) -> str | None:
    """What a longer call to the reader opens with; None for all else.

    >>> opening_of("Support the Courier from 2 crowns a month. Members get a mug.")
    'Support the Courier from # crowns a month. …'
    """
    squeezed = " ".join(text.split())
    words = known_as(squeezed).split(" ") if _kind(squeezed) == "call" else []
    return " ".join([*words[:OPENING], "…"]) if len(words) > OPENING else None


def shape_of(text: str) -> str | None:
    """A short line with its first word, its names and numbers left open; None where it has none, or hardly more.

    >>> shape_of("Weather in Port Merrow: 27 degrees and rain until noon.")
    '… in … degrees and rain until noon.'
    """
    if len(text) > LABEL_LENGTH or len(text.split()) > SHAPE_WORDS or is_note(text):
        return None
    first, *rest = _FILLED.sub("…", " ".join(text.split())).split(" ")
    said = sum(bool(_LETTER.search(word)) for word in rest)
    told = "…" in rest and said >= SHAPE_SAID and said >= 2 * rest.count("…")
    return " ".join(["…" if first[:1].isupper() else first, *rest]) if told else None


@lru_cache(REMEMBERED)
def _hashed(known: str) -> str:
    return digest(known)[:HASH]


def names_for(text: str) -> tuple[str, ...]:
    """The names that a paragraph may have, whatever article it stands in."""
    opening = opening_of(text)
    return (_hashed(known_as(text)), *([_hashed(opening)] if opening else []))


@dataclass(frozen=True)
class Named:
    """The paragraphs of a page, as they are known again on others, and how each looks; see `named`.

    *kinds*, *places* and *topical* are as a `Sighting` has them; no kind where a paragraph is never furniture.
    """

    known: tuple[str, ...]
    slots: tuple[str, ...]
    kinds: tuple[str, ...]
    places: tuple[str, ...]
    topical: tuple[float, ...]
    shapes: dict[str, str]  # by paragraph, of those that have one

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Their names: hashes of how they are known."""
        return tuple(_hashed(one) for one in self.known)


def named(read: Extraction, outlet: str = "") -> Named:
    """Name the paragraphs of a page; the name of the *outlet* says nothing of what an article is about.

    A paragraph in a slot is running text wherever it stands, where most of its words, and several, tell of its article;
    so is a line with a shape. What they say themselves does not count.
    """
    site = "".join(re.findall(r"\w", outlet)).casefold()
    about = _subject(read.paragraphs, read.title, site)
    slots = read.slots if len(read.slots) == len(read.paragraphs) else ("",) * len(read.paragraphs)
    running = [text for text, slot in zip(read.paragraphs, slots, strict=True) if not slot and not shape_of(text)]
    apart = _subject(running, read.title, site)
    kinds = [_kind(" ".join(text.split())) for text in read.paragraphs]
    prose = [place for place, kind in enumerate(kinds) if kind == "prose"]
    return Named(
        known=tuple(_known(text, about, site) for text in read.paragraphs),
        slots=tuple(
            f"@{slot}" if slot and not is_note(text) and not _is_own(text, apart) else ""
            for text, slot in zip(read.paragraphs, slots, strict=True)
        ),
        kinds=tuple(kind if _may_be(text) else "" for text, kind in zip(read.paragraphs, kinds, strict=True)),
        places=tuple(_place(place, kind, prose) for place, kind in enumerate(kinds)),
        topical=tuple(_topical(text, kind, about) for text, kind in zip(read.paragraphs, kinds, strict=True)),
        shapes={
            text: shape
            for text in read.paragraphs
            if (shape := shape_of(text)) and _kind(text) != "call" and not _is_own(text, apart)
        },
    )


def _may_be(text: str) -> bool:
    """Whether a paragraph could be furniture: not too long, no correction note."""
    return len(text) <= LONGEST and bool(_LETTER.search(text)) and not is_note(text)


def _known(text: str, about: Counter[str], site: str) -> str:
    """What a paragraph is known as: only a call that goes on with nothing of the article's own by its opening."""
    opening = opening_of(text)
    rest = text.split()[OPENING:]
    own = opening is None or _names_somebody(rest, site) or is_note(text) or _tells(" ".join(rest), about)
    return known_as(text) if opening is None or own else opening


def _tells(text: str, about: Counter[str]) -> bool:
    """Whether two words of a text, or most, are in the title and a sentence of its article, or in three."""
    words = _words(text)
    shared = sum(about[word] > 2 for word in words)
    return 2 * shared > len(words) or shared >= 2


def _is_own(text: str, about: Counter[str]) -> bool:
    """Whether most words of a text, and several, are in the title and a sentence of its article, or in three."""
    words = _words(text)
    shared = sum(about[word] > 2 for word in words)
    return shared >= OWN_WORDS and 2 * shared > len(words)


def _names_somebody(words: Sequence[str], site: str) -> bool:
    """Whether two words in a row of one sentence are capitalised, other than the outlet's name."""
    capital = [word[:1].isupper() and word.strip(",.:;").casefold() not in site for word in words]
    return any(
        first and second and not _SENTENCE_END.search(word)
        for (first, second), word in zip(pairwise(capital), words, strict=False)
    )


def sightings(page: Named) -> Iterator[Sighting]:
    """Every distinct paragraph that could be furniture, as it stands there first."""
    seen = set[str]()
    for one in map(Sighting, page.names, page.kinds, page.places, page.topical, page.slots):
        if one.kind and one.hash not in seen:
            seen.add(one.hash)
            yield one


def filled(seen: Sequence[Sighting]) -> Iterator[Sighting]:
    """The slots of a page that paragraphs stand in, each as one piece."""
    for slot in sorted({one.slot for one in seen} - {""}):
        inside = [one for one in seen if one.slot == slot]
        yield Sighting(slot, SLOT, inside[0].place, fmean(one.topical for one in inside))


def shaped(paragraphs: Sequence[str], page: Named) -> dict[str, Sighting]:
    """The shapes of a page's lines, each as one piece; by the shape."""
    found: dict[str, Sighting] = {}
    for text, about in zip(paragraphs, page.topical, strict=True):
        if (shape := page.shapes.get(text)) and shape not in found:
            found[shape] = Sighting(shape_name(shape), SHAPE, "between", about)
    return found


def shape_name(shape: str) -> str:
    """The name under which a shape is known."""
    return f"~{_hashed(shape)}"


@lru_cache(REMEMBERED)
def _kind(text: str) -> str:
    """ "label", "call" or "prose"; "we" and "you" within a quotation are nobody's call."""
    if len(text) <= CALL_LENGTH and _calls(text):
        return "call"
    short = len(text) <= LABEL_LENGTH and len(text.split()) <= LABEL_WORDS
    return "label" if short and not _SENTENCE_END.search(text) else "prose"


def _calls(text: str) -> bool:
    addressed = not _QUOTE.search(text) and _TO_THE_READER.search(text)
    asked = not _QUOTE.search(text) and _ASKS.search(text)
    return bool(addressed or asked or _CALL.match(text) or _BOX.search(text) or _ADDRESS.search(text))


def _place(place: int, kind: str, prose: Sequence[int]) -> str:
    """ "top" above all prose, "bottom" below it (or the last of it), "between" else; a first sentence is no top."""
    above = bisect_left(prose, place)
    below = len(prose) - bisect_right(prose, place)
    if kind == "prose":
        return "bottom" if below <= 1 and above >= 2 else "between"
    if not prose or (above and below):
        return "between"
    return "bottom" if above else "top"


@lru_cache(REMEMBERED)
def _words(text: str) -> frozenset[str]:
    """The words that say what a text is about: long ones and numbers; of scripts without blanks, each sign."""
    return frozenset(word.casefold() for word in _CONTENT.findall(text))


def _subject(paragraphs: Sequence[str], title: str | None, outlet: str) -> Counter[str]:
    """In how many sentences of the article each word stands; those of the title count twice, the outlet's never."""
    counted = Counter[str]()
    for text in paragraphs:
        if _kind(" ".join(text.split())) == "prose":
            counted.update(_words(text))
    for word in _words(title or ""):
        counted[word] += 2
    return Counter({word: count for word, count in counted.items() if word not in outlet})


def _topical(text: str, kind: str, about: Counter[str]) -> float:
    """The share of a paragraph's words that the rest of the article has too."""
    words = _words(text)
    if not words:
        return 0.0
    own = 1 if kind == "prose" else 0
    return sum(about[word] > own for word in words) / len(words)
