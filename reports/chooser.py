"""What a page needs to compare any two revisions of an article: its texts once each, as data that its script reads.

Neighbours were compared when they came, and the first with the latest when the page was made; any other pair is
compared in the reader's browser. A paragraph that many revisions share is held once.
"""

from __future__ import annotations

import json
from itertools import count

from markupsafe import Markup

from comparison.compare import compare
from comparison.model import FIELDS, Comparison
from reports.marks import FIELD_NAMES
from reports.model import ArticleReport

CHOICE = 3  # revisions; of two there is one pair, and it is shown


def whole_way(article: ArticleReport) -> Comparison | None:
    """From the first revision to the latest; None where that is no more than one step."""
    if len(article.revisions) < CHOICE:
        return None
    return compare(article.revisions[0].version, article.latest.version)


def data_of(article: ArticleReport) -> Markup:
    """The revisions as JSON that no page can mistake for markup, in ASCII."""
    numbers: dict[str, int] = {}
    numbering = count()
    revisions = {}
    for held in article.revisions:
        places = []
        for text in held.version.text.split("\n\n"):
            if text not in numbers:
                numbers[text] = next(numbering)
            places.append(numbers[text])
        fields = {FIELD_NAMES[name]: held.version.field(name) for name in FIELDS if name != "text"}
        revisions[held.number] = {"fields": fields, "text": places}
    data = {
        "anchor": article.anchor,
        "lang": _voice(article.latest.version.lang),
        "paragraphs": list(numbers),
        "revisions": revisions,
    }
    text = json.dumps(data, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - no sign of markup is left


def _voice(lang: str | None) -> str:
    return lang if lang and lang.isascii() and lang.replace("-", "").isalpha() else ""
