"""Which agency an article credits, and where it does: dateline, byline, credit line, copyright, notes, address.

A credit is told by its place: "PARIS (AFP) —" opens a text and "Source: dpa" closes one, while "(AP)" in a sentence
credits nobody. A name that no table knows counts in a dateline or a credit as well as a known one; in other places it
counts only with such a credit beside it. Confidence is a rough share of cases in which such a credit holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

import regex

from comparison.agencies import known, mentioned, named_like, of_host, squeeze

_WORD = r"(?:\p{Lu}[\p{L}\p{M}\p{N}.&'’-]*|dpa\b)"  # an agency that writes itself small
_NAME = rf"(?P<name>{_WORD}(?: (?:(?:of|and|&|de|the) )?{_WORD}){{0,4}})"
_ANY = r"(?P<name>[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} .&'’/-]{1,38})"
_DATELINE = regex.compile(rf"^[\"“]?(?P<place>[^()\n]{{0,80}})[(（]{_ANY}[)）]\s*\.?\s*(?:[—–:-]|--)\s*", regex.M)
_CHINESE = regex.compile(
    r"^(?P<name>新华社|新華社|中新社|中央社|法新社|路透社|塔斯社)\p{Han}{1,12}?\d{0,2}月?\d{1,2}日?(?:电|電)"
)
_SLASHED = regex.compile(r"^(?P<name>\p{Lu}[\p{L}]{1,9})\s*/\s*\p{Lu}")
_COPYRIGHT = r"(?:©|\([cC]\)|Copyright|COPYRIGHT)\s*(?:©|\([cC]\))?"
_FOR = r"(?:supplied|provided|distributed|produced|published|written|reported)"
# Where a line stands, how far it is trusted with a known name and with an unknown one (0: not at all), the pattern.
_LINES = tuple(
    (where, of_known, of_unknown, regex.compile(pattern))
    for where, of_known, of_unknown, pattern in (
        ("credit line", 0.85, 0.85, rf"(?:story|article|report) (?:is|was|has been) (?:\w+ )?{_FOR} by {_NAME}"),
        ("credit line", 0.8, 0.3, rf"^(?:Sources?|Quelle|Fuente|Fonte|Источник)\s*[:：]\s*{_NAME}\.?$"),
        ("credit line", 0.8, 0.3, rf"^(?i:with (?:reporting|files|additional reporting) (?:by|from)) {_NAME}\.?$"),
        ("credit line", 0.85, 0, rf"^[(\[/—–-]\s*{_ANY}\s*[)\]]?$"),
        ("copyright line", 0.8, 0.3, rf"{_COPYRIGHT}\s*(?:\d{{4}},?)?\s*(?:by )?{_NAME}"),
        ("contributor note", 0.6, 0.2, rf"(?i:additional reporting) by {_NAME}"),
        ("contributor note", 0.7, 0, rf"{_NAME} contributed to this (?:report|story|article)"),
    )
)  # fmt: skip
_WRITERS = regex.compile(
    r"(?<!\p{L})(?P<name>\p{L}[\p{L}. -]{0,30}?) (?:\w+ )?(?:writers?|journalists?|reporters?|correspondents?|"
    r"videojournalists?)\b.{0,120}?\b(?:contributed|reported from)\b", regex.S
)  # fmt: skip
_AP_STYLE = regex.compile(
    r"^(?:___\n+)?(?P<note>\p{Lu}[\p{L}'’-]+ reported from (?:the )?\p{Lu}[^.\n]{2,60}\.|"
    r"(?:\p{Lu}[\p{L}'’.-]+ ){2,3}in \p{Lu}[^.\n]{2,40}contributed(?: to this (?:report|story))?\.?)", regex.M
)  # fmt: skip
_REUTERS_STYLE = regex.compile(
    r"^[(（]?(?:Additional )?[Rr]eporting by [^;\n]{3,160}; ?[^;\n]*[Ee]diting by [^;\n]{3,80}", regex.M
)
_BYLINE = regex.compile(
    r"(?i:^(?:by )?(?:.*(?:,|/|\bwith\b|\band\b|\bfor\b|\||\())?)\s*(?:the )?(?P<name>[^,|/()]+?)\)?"
    r"(?i:\s+(?:staff|writers?|reporters?|correspondents?|desk|news agency|newsroom))*$"
)
ACRONYM = 4  # letters; longer names in capitals are places
PARTICLES = frozenset({"de", "del", "di", "da", "do", "la", "le", "les", "of", "the", "sur", "al", "el"})
SURE = 0.5  # from here on an agency is named
NOT_NAMES = frozenset(
    map(squeeze, ("Reuters Staff", "Staff", "Agencies", "Wire", "Wires", "Wire reports", "Photo", "Video", "Updated",
                  "Correction", "Opinion", "Analysis", "Sponsored", "Advertisement", "File", "Live", "Breaking"))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Credit:
    """One place that credits an agency: its exact *text*, *where* it stands, how far it alone can be trusted.

    *alone* is False for a name that no table knows in a place that names outlets and sources too.
    """

    agency: str
    text: str
    where: str
    confidence: float
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Crediting:
    """An article as far as credits go: its clean text and what its page says of itself. Addresses are absolute."""

    text: str
    url: str = ""
    byline: str | None = None
    credit: str | None = None
    canonical: str | None = None
    outlet_agency: str | None = None


def credits(article: Crediting) -> list[Credit]:
    """Every place of an article that credits an agency, the surest first; one for an agency and place.

    >>> [(c.agency, c.where) for c in credits(Crediting("GRANITE BAY (Northwire) - A ferry ran aground."))]
    [('Northwire', 'dateline')]
    >>> credits(Crediting("The agency (AP) said on Monday that it had no comment."))
    []
    """
    host = urlsplit(article.url).hostname or ""
    found = [*_address(article, host), *_dateline(article.text), *_lines(article.text, host), *_fields(article, host)]
    best: dict[tuple[str, str], Credit] = {}
    for credit in found:
        key = (squeeze(credit.agency), credit.where)
        if key not in best or credit.confidence > best[key].confidence:
            best[key] = credit
    return sorted(best.values(), key=lambda credit: (-credit.confidence, credit.agency, credit.where))


def _address(article: Crediting, host: str) -> Iterable[Credit]:
    if article.outlet_agency:
        yield Credit(known(article.outlet_agency) or article.outlet_agency, host, "outlet", 0.98)
    elif agency := of_host(host):
        yield Credit(agency, host, "address", 0.97)
    canonical = urlsplit(article.canonical or "").hostname or ""
    if canonical and canonical != host and (agency := of_host(canonical)):
        yield Credit(agency, str(article.canonical), "canonical address", 0.95)


def _dateline(text: str) -> Iterable[Credit]:
    for paragraph in text.split("\n\n")[:4]:
        line = paragraph.strip()
        if match := _CHINESE.match(line):
            yield Credit(known(match["name"]) or match["name"], match.group().strip(), "dateline", 0.96)
            return
        match = _DATELINE.match(line)
        if match and (agency := _agency(match["name"])) and _opens(match, firm=known(match["name"]) is not None):
            yield Credit(agency, match.group().strip(), "dateline", 0.96 if known(match["name"]) else 0.9)
            return
        match = _SLASHED.match(line)
        if match and (agency := known(match["name"])) and len(line) < 60:
            yield Credit(agency, line, "credit line", 0.8)


def _opens(match: regex.Match[str], *, firm: bool) -> bool:
    """Whether what stands before the brackets is a place and a date at most, not the beginning of a sentence.

    More is asked where the name in them is unknown: a place in brackets ("(NEW DELHI) —"), a district ("in Elmshorn
    (Kreis Pinneberg):") and a speaker's firm ("Ashraf Eassa (Qualcomm):") are no agencies.
    """
    place, name = match["place"].strip(), match["name"]
    words = place.split()
    plain = [word for word in words if word[:1].islower() and word not in PARTICLES]
    if firm:
        return len(words) <= 9 and len([word for word in plain if len(word) > 3]) <= 1
    if not place:
        return not (name.isupper() and len(name) > ACRONYM)
    return len(words) <= 9 and not plain and (not match.group().rstrip().endswith(":") or place.split(",")[0].isupper())


def _agency(name: str) -> str | None:
    """The agency that a name in the place of a credit means: known, or a name as it stands."""
    name = name.strip(" .-")
    if found := known(name):
        return found
    fit = len(name) >= 2 and len(name.split()) <= 5 and name[0].isupper() and squeeze(name) not in NOT_NAMES
    return name if fit and not name.isdigit() else None


def _lines(text: str, host: str) -> Iterable[Credit]:
    paragraphs = [part.strip() for part in text.split("\n\n")]
    edge = [*paragraphs[:1], *paragraphs[1:][-6:]]
    for line in (piece.strip() for part in edge for piece in part.split("\n") if len(piece) <= 300):
        yield from _patterns(line, host)
        if match := _WRITERS.search(line):
            names = mentioned().findall(match.group())
            yield from (Credit(known(name) or name, line, "contributor note", 0.85) for name in names[:1])
    tail = "\n".join(edge)
    for style, agency in ((_AP_STYLE, "AP"), (_REUTERS_STYLE, "Reuters")):
        if match := style.search(tail):
            yield Credit(agency, match.group().strip(), "house style of a note", 0.3)


def _patterns(line: str, host: str) -> Iterable[Credit]:
    for where, of_known, of_unknown, pattern in _LINES:
        match = pattern.search(line)
        name = match and _trim(match["name"])
        if not name or named_like(name, host):
            continue
        if found := known(name):
            yield Credit(found, line, where, of_known)
        elif of_unknown and (agency := _agency(name)):
            yield Credit(agency, line, where, of_unknown, alone=of_unknown >= SURE)


def _trim(name: str) -> str:
    """A name without what a greedy match took with it ("Newswire All", "Newswire. All rights")."""
    head = regex.split(r"\. |\s+(?:All|Click|The copyright|Rights)\b", name)[0]
    return head.strip(" .,")


def _fields(article: Crediting, host: str) -> Iterable[Credit]:
    if article.credit and len(article.credit) <= 80:
        name = _trim(article.credit)
        agency = _agency(name)
        if agency and (known(name) or not named_like(name, host)):
            yield Credit(agency, article.credit, "credit", 0.9 if known(name) else 0.6)
        elif match := mentioned().search(article.credit):
            yield Credit(known(match.group()) or match.group(), article.credit, "credit", 0.85)
    byline = (article.byline or "").strip()
    if not byline or len(byline) > 160:
        return
    if match := mentioned().search(byline):
        yield Credit(known(match.group()) or match.group(), byline, "byline", 0.9)
    elif (match := _BYLINE.match(byline)) and (agency := _agency(match["name"])):
        yield Credit(agency, byline, "byline", 0.3, alone=False)


def agency_of(credited: Iterable[Credit]) -> tuple[str, float] | None:
    """The agency that the credits of one article or of a story's articles name, and how surely; None below `SURE`.

    Credits support each other as independent witnesses; a name that stands only where outlets and sources are named
    too needs one credit that does not.
    """
    told = list(credited)
    doubt: defaultdict[str, float] = defaultdict(lambda: 1.0)
    spoken: dict[str, str] = {}
    firm: set[str] = set()
    fuller = _fuller({credit.agency for credit in told})
    for credit in told:
        key = squeeze(fuller[credit.agency])
        spoken.setdefault(key, fuller[credit.agency])
        doubt[key] *= 1 - credit.confidence
        firm.update([key] if credit.alone else ())
    sure = {key: 1 - share for key, share in doubt.items() if key in firm and 1 - share >= SURE}
    if not sure:
        return None
    best = min(sure, key=lambda key: (doubt[key], key))
    rivals = [share for key, share in sure.items() if key != best]
    return spoken[best], round(min(0.99, sure[best] * (1 - 0.5 * max(rivals, default=0.0))), 2)


def _fuller(names: set[str]) -> dict[str, str]:
    """Each name with the fullest form of it among *names*: "Meridian" is credited for "Meridian Press"."""
    return {
        name: max((other for other in names if not known(other) and same_agency(name, other)), key=len, default=name)
        for name in sorted(names)
    }


def same_agency(name: str, other: str) -> bool:
    """Whether two credited names mean one agency: one is the other's beginning, word by word.

    >>> same_agency("Meridian", "Meridian Press"), same_agency("AP", "APA")
    (True, False)
    """
    one, two = sorted((name.casefold().split(), other.casefold().split()), key=len)
    return two[: len(one)] == one and (not known(name) or name == other)


def is_own(agency: str, url: str, outlet_agency: str | None = None) -> bool:
    """Whether an article stands at the agency itself: its configured outlet, its known host, or a host of its name."""
    host = urlsplit(url).hostname or ""
    if outlet_agency:
        return same_agency(known(outlet_agency) or outlet_agency, agency)
    return of_host(host) == agency or named_like(agency, host)


def as_evidence(credit: Credit, url: str) -> dict[str, object]:
    """A credit as commands print it."""
    return {"text": credit.text, "where": credit.where, "url": url, "confidence": credit.confidence}
