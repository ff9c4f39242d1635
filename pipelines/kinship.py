"""How much of one text stands in another: what the judge asks of a page and the version that it knows."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from comparison.model import Version

RUN = 3
_WORD = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]|[\p{L}\p{N}][\p{L}\p{N}\p{M}]*")
_SENTENCE = regex.compile(r"(?<=[.!?。！？])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Kinship:
    """Two texts measured. *kept*: the share of the last text's word runs that stand in the new one; *from_last*: the
    share of the new one's that stand in the last; *prefix*: the share of the new text that repeats the last from its
    beginning; *words* and *before* count both; *topic*: the share of the last text's long words that are said again;
    *title*: the share of words that both titles have.
    """

    kept: float
    from_last: float
    prefix: float
    words: int
    before: int
    topic: float
    title: float


def words(text: str) -> list[str]:
    """Words in lower case; a sign of a script without blanks is a word."""
    return _WORD.findall(text.casefold())


def kinship(last: Version, now: Version) -> Kinship:
    """Measure *now* against *last*."""
    old, new = words(last.text), words(now.text)
    before, after = _runs(old), _runs(new)
    shared = len(before & after)
    same = next((place for place, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), None)
    prefix = min(len(old), len(new)) if same is None else same
    long_before = {word for word in old if len(word) > 4}
    return Kinship(
        kept=shared / len(before) if before else 0.0,
        from_last=shared / len(after) if after else 0.0,
        prefix=prefix / len(new) if new else 0.0,
        words=len(new),
        before=len(old),
        topic=len(long_before & set(new)) / len(long_before) if long_before else 0.0,
        title=_share(set(words(last.title or "")), set(words(now.title or ""))),
    )


def _runs(said: list[str]) -> set[tuple[str, ...]]:
    return {tuple(said[place : place + RUN]) for place in range(max(1, len(said) - RUN + 1))} if said else set()


def _share(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def added(last: Version, now: Version) -> str:
    """The sentences of *now* that do not stand in *last*, parted by blanks."""
    known = f" {' '.join(words(last.text))} "
    told = (sentence.strip() for sentence in _SENTENCE.split(now.text))
    return " ".join(one for one in told if one and f" {' '.join(words(one))} " not in known)
