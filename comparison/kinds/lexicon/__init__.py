"""The words by which kinds are recognised, a language a file. ``of`` chooses the pack for a text.

A language is added by one file of this folder that holds a ``LEXICON`` (see `base.Lexicon`) and its name below. Texts
in other languages get `BARE`: figures, quotation marks, typography and capitalised names still work there.
"""

from __future__ import annotations

from comparison.kinds.lexicon import de, en, es, fr
from comparison.kinds.lexicon.base import Lexicon

PACKS: dict[str, Lexicon] = {pack.code: pack for pack in (en.LEXICON, de.LEXICON, fr.LEXICON, es.LEXICON)}
BARE = Lexicon(code="")


def of(lang: str | None, words: list[str]) -> Lexicon:
    """The pack of *lang* ("de", "de-AT"); where that is unknown, the one whose small words *words* hold most of."""
    if lang:
        return PACKS.get(lang[:2].lower() if lang[2:3] in ("", "-", "_") else lang, BARE)
    heard = {code: sum(word in pack.small for word in words) for code, pack in PACKS.items()}
    best = max(heard, key=heard.__getitem__)
    return PACKS[best if heard[best] > heard["en"] + 1 else "en"]
