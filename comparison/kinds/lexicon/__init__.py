"""The words by which kinds are recognised, a language a file. ``of`` and ``guess`` choose one.

A language is added by one file of this folder that holds a ``LEXICON`` (see `base.Lexicon`) and its name below. Texts
in other languages get `BARE`: figures, quotation marks, typography and capitalised names still work there.
"""

from __future__ import annotations

import re
from functools import lru_cache

from comparison.kinds.lexicon import de, en, es, fr
from comparison.kinds.lexicon.base import Lexicon

PACKS: dict[str, Lexicon] = {pack.code: pack for pack in (en.LEXICON, de.LEXICON, fr.LEXICON, es.LEXICON)}
BARE = Lexicon(code="")
_LETTERS = re.compile(r"[^\W\d_]+")
_NOT_LATIN = re.compile(r"[^\W\d_A-Za-z\u00aa-\u02ff\u1e00-\u1eff]")


@lru_cache(maxsize=512)
def of(lang: str | None) -> Lexicon:
    """The pack of a language code ("de", "de-AT"); `BARE` where there is none."""
    return PACKS.get(re.split("[-_]", lang or "")[0].lower(), BARE)


@lru_cache(maxsize=512)
def guess(sample: str) -> Lexicon:
    """The pack whose small words *sample* holds most of; English where no other is clearly ahead.

    A sample in another script than the Latin one has none: what is a slip or a name there, no list of ours can tell.
    """
    words = set(_LETTERS.findall(sample.lower()))
    heard = {code: len(pack.small & words) for code, pack in PACKS.items()}
    best = max(heard, key=heard.__getitem__)
    if not heard[best] and len(_NOT_LATIN.findall(sample)) > len(sample) / 3:
        return BARE
    return PACKS[best if heard[best] > heard["en"] + 1 else "en"]
