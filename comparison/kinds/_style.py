"""House style: what two ways of writing the same thing have in common.

``key`` gives the form under which a word is compared (case, points, apostrophes and abbreviations set aside), "" for
punctuation. Signs that mean something (%, $, +, @) keep their place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from comparison.kinds import _spelling
from comparison.kinds._tokens import Token
from comparison.kinds.lexicon.base import Lexicon

_MEANT = frozenset("%‰#@&§*/\\")
_BULLETS = frozenset("*/\\")


def key(tokens: Sequence[Token], words: Sequence[str], place: int, pack: Lexicon, high: int) -> tuple[str, int]:
    """The compared form of what starts at *place*, and the place after it (at most *high*)."""
    token = tokens[place]
    if token.is_sign:
        return _sign(token.text), place + 1
    if _is_acronym(token, tokens, place, pack):
        plain = token.text.replace(".", "").upper()
        hit = pack.style.at([plain], 0)
        return (hit[1] if hit else plain), place + 1
    hit = pack.style.at(words[:high], place) if words[place] in pack.style.first_words else None
    end, plain = hit or (place + 1, words[place])
    if plain.isascii():
        return plain, end
    return unicodedata.normalize("NFKC", plain), end


def _sign(text: str) -> str:
    """The compared form of a sign: "" for punctuation and invisible characters."""
    if text in _BULLETS:
        return ""
    if text in _MEANT:
        return text
    category = unicodedata.category(text[0])
    return "" if category[0] in "PCZM" or text in "`´^~|" else text


def signs(text: str) -> str:
    """What of a text's signs is compared, one by one: letters, figures and signs that mean something."""
    return "".join(sign if sign.isalnum() else _sign(sign) for sign in text)


def _is_acronym(token: Token, tokens: Sequence[Token], place: int, pack: Lexicon) -> bool:
    """Whether a word is another in capitals than in small letters ("US", "IT"), and nothing around it is capitals."""
    if token.plain not in pack.contrary_case or not token.text.replace(".", "").isupper() or len(token.text) < 2:
        return False
    near = [other for other in tokens[max(place - 2, 0) : place + 3] if other.is_word and len(other.text) > 3]
    return not near or not all(other.text.isupper() for other in near)


def same_joined(old: list[str], new: list[str], pack: Lexicon) -> bool:
    """Whether two runs of words differ in blanks and hyphens at most.

    "health-care", "health care" and "healthcare" are one; "re-sign" and "resign", "a part" and "apart" are not.
    """
    one, other = "".join(old), "".join(new)
    if not (one.isalpha() and other.isalpha()):  # as nearly all are
        one, other = one.translate(_NO_HYPHEN), other.translate(_NO_HYPHEN)
    if one != other or not one:
        return False
    if any(char.isdigit() for char in one) and _words(old) != _words(new):
        return _figures(old) == _figures(new)
    if one in pack.hyphen_matters:
        return False
    if _words(old) == _words(new):
        return True
    longer = max(_words(old), _words(new), key=len)
    hyphened = any(word in "-‐‑" for word in old + new)
    if hyphened or longer[0] in pack.no_joining:
        return hyphened
    return not pack.dictionary or _spelling.is_word(one, pack)


_NO_HYPHEN = str.maketrans("", "", "-‐‑")


def _words(row: list[str]) -> list[str]:
    return [word for word in row if word not in "-‐‑"]


def _figures(row: list[str]) -> list[str]:
    return [word for word in row if word[0].isdigit()]
