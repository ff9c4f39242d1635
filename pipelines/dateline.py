"""The date that a page shows as its article's: in a line of its own beside the headline, or after a word for it.

Only a line that is there to tell it counts; a date that merely stands somewhere on the page is a guess, and a guess
may come out differently for the next fetch of the same article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from lxml.html import HtmlElement

from pipelines.dom import around, leaves, marks, plain, words_of
from pipelines.heading import headed

LONGEST = 110  # characters of such a line
FIRST = 40  # characters before its date
NEAR = 4  # levels up within which the headline stands
_MONTHS = (
    "jan ene gen oca янв",
    "feb fév fev şub фев",
    "mar mär maa мар",
    "apr avr abr nis апр",
    "may mai mag maj mei мая май",
    "jun juin giu haz июн",
    "jul juil lug tem июл",
    "aug aoû aou ago ağu авг",
    "sep set eyl сен",
    "oct okt ott out eki окт",
    "nov kas ноя",
    "dec dez déc dic ara дек",
)
_MONTH = {start: number for number, starts in enumerate(_MONTHS, 1) for start in starts.split()}
_FORMS = (
    re.compile(r"(?<!\d)(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>\d{4})\s?[年년.]\s?(?P<m>\d{1,2})\s?[月월.]\s?(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4}|\d\d)(?!\d)"),  # dots: the day comes first
    re.compile(
        r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th|\.|er)?\s(?:de\s)?(?P<n>[^\W\d_]{3,12})\.?,?\s(?:de\s)?(?P<y>\d{4})"
    ),
    re.compile(r"\b(?P<n>[^\W\d_]{3,12})\.?\s(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<y>\d{4})\b"),
)
_TELLS = re.compile(
    r"^\W*(?:first\s+)?(?:published|posted|created|date|datum|erstellt|veröffentlicht|publié|publicado|fecha|data|"
    r"pubblicato|gepubliceerd|publicerad|publisert|udgivet|опубликовано|дата)\b",
    re.I,
)
_CHANGED = re.compile(
    r"(?:updated?|modified|changed|aktualisiert|stand|zuletzt|mis à jour|actualizado|atualizado|aggiornat[oa]|"
    r"bijgewerkt|oppdatert|uppdaterad|opdateret|güncelleme|обновлено)\W*(?:on|am|le|el|il|at)?\W*$",
    re.I,
)
_ELSEWHERE = frozenset({"nav", "aside", "footer", "a", "figure", "figcaption", "table", "blockquote"})
_NO_PLACE = frozenset(
    {"caption", "copyright", "related", "teaser", "teasers", "sidebar", "comment", "comments", "footer"}
)
_SENTENCE_END = re.compile(r"\w{4,}[.!?]$")


def shown(tree: HtmlElement, title: str | None) -> str | None:
    """The day that the page shows as that of the article headed *title*, ISO 8601; None where no line tells it."""
    key = plain(title)
    for block in leaves(tree):
        line = words_of(block)
        if len(line) <= LONGEST and not _SENTENCE_END.search(line):
            day = next(_days(line), None)
            if day is not None and not _is_elsewhere(block) and (_TELLS.match(line) or _is_near(block, key)):
                return day.isoformat()
    return None


def _days(line: str) -> Iterator[date]:
    """The days that a line names early, in the order of the forms, those of a change left out."""
    for form in _FORMS:
        for found in form.finditer(line):
            if found.start() <= FIRST and not _CHANGED.search(line[: found.start()]) and (day := _day(found)):
                yield day


def _day(found: re.Match[str]) -> date | None:
    told = found.groupdict()
    month = _month(told["n"]) if "n" in told else int(told["m"])
    year = int(told["y"]) if len(told["y"]) == 4 else 2000 + int(told["y"])
    try:
        return date(year, month, int(told["d"])) if 1990 <= year <= 2100 else None
    except ValueError:
        return None


def _month(name: str) -> int:
    """The month that a name or its short form begins like; 0 for other words."""
    told = name.casefold()
    return _MONTH.get(told[:4]) or _MONTH.get(told[:3]) or 0


def _is_elsewhere(block: HtmlElement) -> bool:
    """Whether a block belongs to something beside the article, or its day to a link that leads there."""
    around = [block, *block.iterancestors()]
    if any(next(_days(words_of(link)), None) for link in block.iter("a")):
        return True
    return any(one.tag in _ELSEWHERE or (one.tag != "body" and marks(one) & _NO_PLACE) for one in around)


def _is_near(block: HtmlElement, key: str) -> bool:
    """Whether a block stands with the headline in one part of the page; *key* is the headline's.

    The date of today, as many pages show it, stands elsewhere.
    """
    for up in around(block, NEAR):
        if up.tag in {"body", "li"}:
            return False
        if any(plain(headed(one)) == key for one in up.iter("h1", "h2", "h3")):
            return True
    return False
