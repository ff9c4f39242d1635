"""Making strangers' text harmless and its hidden characters visible, in one place for every format.

A page can hold script tags, terminal escapes, direction overrides that make "12" read "21", and words of
20 MB. HTML escapes and marks them, terminals get ``\\x1b`` written out, and what is too long is cut with its
length said.
"""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup, escape

LONGEST = 6_000  # code points of one run of text that a page shows; real paragraphs end long before
LONGEST_WORD = 200

BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
JOINERS = "\u200c\u200d"  # letters of their own in Persian, Hindi and emoji: marked only where they were changed
SILENT = "\u00ad\u034f\u180e\u200b\u2060-\u2064\ufeff\U000e0000-\U000e007f"
CONTROLS = "\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff"
ALWAYS = re.compile(f"[{CONTROLS}{BIDI}{SILENT}]")
CHANGED = re.compile(f"[{CONTROLS}{BIDI}{SILENT}]|(?<![^\\W\\d_])[{JOINERS}]|[{JOINERS}](?![^\\W\\d_])")
LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet takes for one (OWASP, CSV injection)
SHORT_NAMES = {"\u00ad": "soft hyphen", "\u200b": "ZWSP", "\u200c": "ZWNJ", "\u200d": "ZWJ", "\ufeff": "BOM"}


def shorten(text: str, longest: int = LONGEST) -> str:
    """*text*, or its beginning and the number of code points left out."""
    if len(text) <= longest:
        return text
    return f"{text[:longest]} [… {len(text) - longest:,} characters more]"


def name_of(character: str) -> str:
    """What a reader can look up: ``U+202E``, or a name that is known better."""
    return SHORT_NAMES.get(character, f"U+{ord(character):04X}")


def shown(text: object, *, changed: bool = False, longest: int = LONGEST) -> Markup:
    """Text as HTML: escaped, hidden characters drawn as small labels, long words given places to break.

    In *changed* text zero-width joiners at its edge are shown too: they may be all that was changed.
    """
    cut = shorten("" if text is None else str(text), longest)
    pattern = CHANGED if changed else ALWAYS
    parts: list[str] = []
    position = 0
    for found in pattern.finditer(cut):
        parts += (_words(cut[position : found.start()]), _label(found[0]))
        position = found.end()
    parts.append(_words(cut[position:]))
    return Markup("".join(parts))  # noqa: S704 - every part is escaped above


def _words(text: str) -> str:
    pieces = (str(escape(piece)) for piece in LONG_WORD.sub(lambda word: word[0] + "\x00", text).split("\x00"))
    return "<wbr>".join(pieces)


def _label(character: str) -> str:
    title = escape(unicodedata.name(character, "control character"))
    return f'<span class="hidden-char" title="{title}">{name_of(character)}</span>'


def plain(text: object, *, longest: int = LONGEST) -> str:
    r"""Text for a terminal, a file name, a log: line breaks and tabs stay, what hides is written out.

    >>> plain("a\x1b[31mb\u202ec")
    'a\\x1b[31mb\\u202ec'
    """
    cut = shorten("" if text is None else str(text), longest)
    return CHANGED.sub(lambda found: found[0].encode("unicode_escape").decode(), cut)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run a cell of that text.

    >>> is_formula(" =1+1"), is_formula("12 killed")
    (True, False)
    """
    return text.lstrip(" ").startswith(FORMULA)
