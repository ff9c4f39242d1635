"""Invented articles by the hundred thousand, for the benchmarks of stories: nothing in them ever happened.

Words follow Zipf's law, as in any language; each article has a cast and figures of its own beside names and words that
all the world uses. So two articles share single words and common names, and runs of words only where one was copied.
Everything follows from a seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


COMMON = _split(
    "the of to and a in that for on was with as at by from it he is his said has were had be have which but not its "
    "they an she this or their been who will are after would more about also when up two over one last out than"
)
DAYS = _split("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
_PARTS = _split(
    "ba be bi bo bu da de di do dra el en er fa fe fo ga gre ha he in ka ke kor la le li lo ma me mi mo na ne ni no "
    "or pa pe po ra re ri ro sa se si sta ta te ti to tra ul va ve vi wa we za"
)
WORDS, NAMES = 30_000, 6_000  # of the language; of the world's names, a few of which stand everywhere


@dataclass(frozen=True, slots=True)
class Piece:
    """An article: where and when it stood, what it says, and the number of the article it copies, if it copies one."""

    number: int
    outlet: str
    seen: str
    paragraphs: tuple[str, ...]
    source: int | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"https://{self.outlet}/{self.number}"


class Language:
    """Words and names to write with."""

    def __init__(self, seed: int) -> None:
        rng = Random(seed)
        told = [*COMMON, *_coined(rng, WORDS)]
        self.words = told, _zipf(len(told))
        names = [name.title() for name in _coined(rng, NAMES)]
        self.names = [*DAYS, *names], _zipf(len(names) + len(DAYS))

    def article(self, rng: Random) -> tuple[str, ...]:
        """The paragraphs of an article of some 200 to 700 words."""
        cast = [f"{a.title()} {b.title()}" for a, b in zip(_coined(rng, 6), _coined(rng, 6), strict=True)]
        return tuple(
            " ".join(self._sentence(rng, cast) for _ in range(rng.randint(1, 3))) for _ in range(rng.randint(6, 15))
        )

    def _sentence(self, rng: Random, cast: list[str]) -> str:
        told = rng.choices(self.words[0], cum_weights=self.words[1], k=rng.randint(10, 26))
        told[0] = told[0].title()
        for place in rng.sample(range(1, len(told)), 2):
            told[place] = (
                rng.choices(self.names[0], cum_weights=self.names[1])[0]
                if rng.random() < 0.6
                else (rng.choice(cast) if rng.random() < 0.75 else str(rng.randint(2, 4000)))
            )
        said = " ".join(told)
        return f"“{said},” {rng.choice(cast)} said." if rng.random() < 0.2 else f"{said}."


def _zipf(count: int) -> list[float]:
    return list(accumulate(1 / (rank + 2.7) for rank in range(count)))


def _coined(rng: Random, count: int) -> list[str]:
    return ["".join(rng.choices(_PARTS, k=rng.randint(2, 4))) for _ in range(count)]


def pieces(count: int, seed: int, copies: float = 0.3) -> Iterator[Piece]:
    """So many articles, an hour's worth at a time; a share of them are edited or trimmed copies of recent ones."""
    language, rng = Language(seed), Random(seed)
    recent: list[tuple[int, tuple[str, ...]]] = []
    for number in range(count):
        source, paragraphs = None, language.article(rng)
        if recent and rng.random() < copies:
            source, original = rng.choice(recent)
            paragraphs = edited(original, rng)
        else:
            recent = [*recent[-299:], (number, paragraphs)]
        day, minute = divmod(number, 1440)
        seen = (
            f"20{20 + day // 336:02}-{day % 336 // 28 + 1:02}-{day % 28 + 1:02}T{minute // 60:02}:{minute % 60:02}:00Z"
        )
        yield Piece(number, f"paper{rng.randrange(200)}.example", seen, paragraphs, source)


def edited(paragraphs: tuple[str, ...], rng: Random) -> tuple[str, ...]:
    """A desk's copy: the end cut off at times, a paragraph left out, a word in thirty another one."""
    kept = list(paragraphs[: max(3, int(len(paragraphs) * rng.uniform(0.4, 1.3)))])
    if len(kept) > 4:
        del kept[rng.randrange(1, len(kept))]
    return tuple(" ".join(_other(word, rng) for word in paragraph.split()) for paragraph in kept)


def _other(word: str, rng: Random) -> str:
    return rng.choice(COMMON) if rng.random() < 1 / 30 else word
