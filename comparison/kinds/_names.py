"""Which words are names: capitals where no capital is due, known initials and titles, and what other scripts show."""

from __future__ import annotations

import re

from comparison.kinds import _spelling
from comparison.kinds._view import Half

_KNOWN_WITHIN = 1500
_KATAKANA = re.compile(r"[\u30a0-\u30ff]{3,}")
_HONORIFICS = ("氏", "さん", "様", "首相", "大統領", "总统", "總統", "先生", "女士", "主席", "部长")
_GERMAN_NOUN = re.compile(r"(?:ung|heit|keit|schaft|tion|nis|tum|ismus|ment|tät|ling|chen|lein)(?:en|s|e|er)?$")


def is_name(half: Half, place: int) -> bool:
    """Whether the token at *place* is, or belongs to, the name of a person, place, organisation or thing."""
    token, pack = half.tokens[place], half.pack
    if not token.is_word:
        return False
    if not token.text[0].isupper():
        return _in_other_script(half, place)
    plain = token.plain.removesuffix("'s")
    if plain in ("i", "i'm", "i've", "i'd", "i'll") or place in half.dated:
        return False
    if plain in pack.small and plain not in pack.titles and plain not in pack.contrary_case:
        return False
    if len(token.text) > 1 and token.text.replace(".", "").isupper():
        return not _among(half, place, str.isupper)
    if plain in pack.small and plain not in pack.titles:
        return False  # "It", where "IT" is a name
    if _among(half, place, _is_capitalised):
        return False
    if pack.nouns_capitalised:
        return _is_german_name(half, place, plain)
    return not half.side.opens_sentence(place) or _starts_with_name(half, place, plain)


def _is_capitalised(text: str) -> bool:
    return text[0].isupper()


def _among(half: Half, place: int, test: object) -> bool:
    """Whether nearly all longer words around are written like that one: a headline in capitals shows no names."""
    if half.pack.nouns_capitalised and test is _is_capitalised:
        return False
    near = [token.text for token in half.tokens[max(place - 8, 0) : place + 9] if token.is_word and len(token.text) > 3]
    others = [text for text in near if text != half.tokens[place].text]
    return len(others) >= 4 and sum(map(test, others)) > 0.8 * len(others)  # type: ignore[call-overload]


def _starts_with_name(half: Half, place: int, plain: str) -> bool:
    """Whether a capitalised word that opens a sentence would be capitalised elsewhere too."""
    following = half.tokens[place + 1 : place + 2]
    if plain in half.pack.titles and following and following[0].text[0].isupper():
        return True
    if (
        following
        and following[0].is_word
        and following[0].text[0].isupper()
        and following[0].plain not in half.pack.small
    ):
        return not _spelling.is_word(plain, half.pack) or following[0].plain not in half.pack.sources
    return _known(half, place) or (bool(half.pack.dictionary) and not _spelling.is_word(plain, half.pack))


def _known(half: Half, place: int) -> bool:
    """Whether the text near by has the same word with its capital inside a sentence."""
    token, text = half.tokens[place], half.side.text
    start, end = max(token.start - _KNOWN_WITHIN, 0), min(token.end + _KNOWN_WITHIN, len(text))
    spot = text.find(token.text, start, end)
    while spot >= 0:
        before = text[max(spot - 2, 0) : spot]
        if spot != token.start and len(before) == 2 and before[1] == " " and (before[0].isalnum() or before[0] == ","):
            return True
        spot = text.find(token.text, spot + 1, end)
    return False


def _is_german_name(half: Half, place: int, plain: str) -> bool:
    """German capitals mark nouns: a name is a run of two, follows a title, or is no word of the list."""
    tokens, pack = half.tokens, half.pack
    before = tokens[place - 1] if place else None
    if before is not None and before.plain in pack.titles:
        return True
    if plain in pack.titles or plain in pack.sources or _GERMAN_NOUN.search(plain) or plain in pack.small:
        return False
    neighbours = [t for t in tokens[max(place - 1, 0) : place + 2] if t.start != tokens[place].start]
    run = any(t.is_word and t.text[0].isupper() and t.plain not in pack.small for t in neighbours)
    return run or not _spelling.is_word(plain, pack)


def _in_other_script(half: Half, place: int) -> bool:
    """Whether a script without capitals shows a name: a katakana word, or signs before an honorific."""
    token = half.tokens[place]
    if token.text[0] < "\u3040":
        return False
    after = half.side.text[token.end : token.end + 4]
    return bool(_KATAKANA.match(token.text)) or after.startswith(_HONORIFICS) or after[1:].startswith(_HONORIFICS)
