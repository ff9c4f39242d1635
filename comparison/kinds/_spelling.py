"""Whether two words are one word, spelt in two ways: regional variants, accents left out, and slips of the pen.

A slip of one letter may also make another word ("now", "not"). A word list decides: a slip is believed only where one
of the two is no word at all. Where a language has no list, only slips that seldom make words (two letters changed
round, one doubled or left out inside a long word) are believed.
"""

from __future__ import annotations

import gzip
import json
import unicodedata
from functools import cache
from importlib.resources import files

from rapidfuzz.distance import OSA

from comparison.kinds.lexicon.base import Lexicon

_LONGEST = 40


@cache
def _word_list(code: str) -> frozenset[str]:
    """The words that `spellchecker` (pyspellchecker) brings, without the frequencies and the class that reads them."""
    packed = files("spellchecker").joinpath(f"resources/{code}.json.gz").read_bytes()
    return frozenset(json.loads(gzip.decompress(packed)))


def is_word(word: str, pack: Lexicon) -> bool:
    """Whether the pack's word list has *word* (in lower case); False where there is no list."""
    if not pack.dictionary:
        return False
    return word in _word_list(pack.dictionary) or word.removesuffix("'s") in _word_list(pack.dictionary)


def same_word(old: list[str], new: list[str], pack: Lexicon) -> bool:
    """Whether a run of words is another spelling of the other: word by word, or with a blank lost or won."""
    if not old or not new:
        return False
    if len(old) == len(new):
        return all(one == other or respelt(one, other, pack) for one, other in zip(old, new, strict=True))
    phrase, other = " ".join(old), " ".join(new)
    same = pack.same_words
    if same.get(phrase, phrase) == same.get(other, other):
        return True
    if abs(len(old) - len(new)) != 1 or "".join(old) != "".join(new):
        return False
    short = min((old, new), key=len)
    return bool(pack.dictionary) and not all(is_word(word, pack) for word in short)


def respelt(one: str, other: str, pack: Lexicon) -> bool:
    """Whether two different words in lower case are spellings of one.

    >>> from comparison.kinds.lexicon import PACKS
    >>> [respelt(*pair.split(), PACKS["en"]) for pair in ("colour color", "recieve receive", "killed billed")]
    [True, True, False]
    """
    if not (one[0].isalpha() and other[0].isalpha()) or max(len(one), len(other)) > _LONGEST:
        return False
    if one == other or (("'" in one or "'" in other) and one.replace("'", "") == other.replace("'", "")):
        return True
    if pack.same_words.get(one, one) == pack.same_words.get(other, other):
        return True
    if not (one.isascii() and other.isascii()) and _bare(one) == _bare(other):
        return not pack.dictionary or not (is_word(one, pack) and is_word(other, pack)) or pack.code == "en"
    if min(len(one), len(other)) > 3 and pack.canonical(one) == pack.canonical(other):
        return True
    return _slip(one, other, pack)


def _bare(word: str) -> str:
    """A word without its accents."""
    if word.isascii():
        return word
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))


def _slip(one: str, other: str, pack: Lexicon) -> bool:
    """Whether one is the other with a slip or two, and no word itself."""
    least = min(len(one), len(other))
    most = 1 if least < 6 else 2
    if least < 3 or abs(len(one) - len(other)) > most:
        return False
    distance = OSA.distance(one, other, score_cutoff=most)
    if distance > most:
        return False
    if not pack.dictionary:
        return distance == 1 and _seldom_a_word(one, other)
    known = is_word(one, pack), is_word(other, pack)
    if all(known):
        return False
    if any(known):
        return distance == 1 or one[0] == other[0]
    return distance == 1 and one[:-2] != other[:-2] and not _inflected(one, other)


def _seldom_a_word(one: str, other: str) -> bool:
    """Whether two words of five letters or more differ inside, by letters changed round, doubled or left out."""
    if min(len(one), len(other)) < 5 or one[0] != other[0] or one[-1] != other[-1]:
        return False
    return len(one) != len(other) or sorted(one) == sorted(other)


def _inflected(one: str, other: str) -> bool:
    """Whether one word is the other with an ending."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short)


def misspelt_name(one: str, other: str, pack: Lexicon) -> bool:
    """Whether two names are near enough to be one, put right: "Egglin" and "Eglin", never "Iran" and "Iraq"."""
    if min(len(one), len(other)) < 4 or not (one + other).replace("'", "").isalpha():
        return False
    if is_word(one, pack) and is_word(other, pack):
        return False
    if _bare(one) == _bare(other):
        return True
    most = 1 if min(len(one), len(other)) < 6 else 2
    return OSA.distance(one, other, score_cutoff=most) <= most and one[0] == other[0]
