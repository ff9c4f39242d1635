"""Is a fetched page an honest version of its article? If not, what is it, and what tells so?

Three witnesses are heard: the transport (status, headers, a body that ended early), the page itself (walls announce
themselves where little else stands), and the article's last version (an article seldom loses most of its text and
gains nothing). Doubt means held: the page is kept, the last version stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from comparison.model import Version
from pipelines import walls
from pipelines.arrival import Extraction, Outcome, Verdict
from pipelines.kinship import Kinship, added, kinship, words

if TYPE_CHECKING:
    from crawler.items import Fetched

State = Literal["present", "missing", "gone", "unread"]
COLLAPSED = 0.5  # of the last text's word runs: an honest revision keeps more, or says why
WHOLE = 0.9  # of them: what has lost more and gained a wall's phrase is walled
UNHARMED = 0.98  # a page that is not closed must have all but this
SUBSTANTIAL = 100  # words: a shorter first version may be replaced wholly
LOSSY = 0.75  # what has lost more, gained nothing and asks to subscribe is a stub
STRANGER = "another article"  # how the reason begins where a page is one
CLEAN = "clean text"  # the extractor of a document that came without a page: there is nothing to hide behind
BARE = 60  # words of text under which a page's phrases are heard though nothing is known of the article
_SLUG = re.compile(r"[^/-]+-[^/-]+-[^/]+|\d{5,}")  # what names one article in a path
SHORT = 250  # words to be seen on a page that is nothing but a wall
_NOTE = re.compile(
    r"\b(?:correct(?:ion|ed)|clarif\w+|retract\w+|withdr[ae]wn?|editor['’]?s?\s+note|berichtig\w+|korrektur|rectif\w+|"
    r"correcci[óo]n|rettifica|correção|rectificatie|поправк\w+|更正|訂正|정정)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class LastSeen:
    """What is known of an article before this fetch: its last honest version and how often it was revised."""

    version: Version
    revisions: int = 1
    state: State = "present"


def judge(fetched: Fetched, extraction: Extraction | None, last: LastSeen | None) -> Verdict:
    """The verdict on one fetch; outcome None means that its page may be kept as a version."""
    return _transport(fetched, extraction) or _page(fetched, extraction, last)


def _transport(fetched: Fetched, extraction: Extraction | None) -> Verdict | None:
    """What needs no look at the text."""
    if fetched.refused:
        return Verdict("refused", fetched.refused, 0.0)
    if header := walls.by_headers(fetched.headers):
        return _held(f"{walls.BOT}: header {header}")
    if fetched.error and not (fetched.truncated and fetched.body):
        return Verdict("failed", fetched.error, 0.0)
    return _status(fetched.status, extraction)


def _held(reason: str, quality: float = 0.0) -> Verdict:
    return Verdict("held", reason, quality)


_STATUS: dict[int, tuple[Outcome, str | None]] = {
    304: ("not-modified", None),
    404: ("missing", "HTTP 404"),
    410: ("gone", "HTTP 410"),
    401: ("held", "login: HTTP 401"),
    402: ("held", "paywall: HTTP 402"),
    403: ("held", "block page: HTTP 403"),
    451: ("held", "withheld for legal reasons: HTTP 451"),
}


def _status(status: int | None, extraction: Extraction | None) -> Verdict | None:
    if status is None:
        return Verdict("failed", "no answer", 0.0)
    if status in _STATUS:
        outcome, reason = _STATUS[status]
        return Verdict(outcome, reason, 1.0 if outcome == "not-modified" else 0.0)
    if 200 <= status < 300:
        return None
    if status in {429, 503} and extraction and walls.by_title(extraction.page_title) == walls.BOT:
        return _held(f"{walls.BOT}: HTTP {status}")
    return Verdict("failed", f"HTTP {status}", 0.0)


def _page(fetched: Fetched, extraction: Extraction | None, last: LastSeen | None) -> Verdict:
    """What the page and the last version tell."""
    if extraction is None:
        return _held("failed extraction: no page")
    if extraction.extractor == CLEAN and not extraction.failure:
        return Verdict(None)
    if reason := "truncated: the transfer ended early" if fetched.truncated else _away(fetched):
        return _held(reason)
    wall = _wall(extraction)
    if extraction.failure:
        return _held(wall or f"failed extraction: {extraction.failure}")
    if last is not None and last.version.text:
        return _against_last(fetched, extraction, last.version)
    return _alone(fetched, extraction, wall)


def _away(fetched: Fetched) -> str | None:
    """Whether the address led to the site's front page, or to the section in which the article stood."""
    asked, answered = urlsplit(fetched.address), urlsplit(fetched.final_address)
    if not asked.path.strip("/") or answered.query:
        return None
    if not answered.path.strip("/"):
        return "redirect to the front page"
    section = answered.path.rstrip("/") + "/"
    below = asked.path.removeprefix(section) if asked.path.startswith(section) else ""
    named = re.search(r"-|\d{5,}", below) and not _SLUG.search(section)
    return "redirect to a section" if named else None


def _wall(extraction: Extraction) -> str | None:
    """The wall that a page is, by its title or by phrases where little else stands."""
    named = walls.by_title(extraction.page_title) or walls.by_title(extraction.title)
    seen, said = len(words(extraction.visible)), len(words(extraction.text))
    spoken = walls.by_phrases(extraction.visible) if seen < SHORT else None  # a long look: only where it may matter
    if named and seen < SHORT and (said < BARE or spoken == named):  # else an article with such a headline
        return f"{named}: title"
    if spoken and seen < BARE + 40 and (said < BARE or said > 1.5 * seen):  # text out of sight is no text
        return f"{spoken}: nothing else on the page"
    return None


def _alone(fetched: Fetched, extraction: Extraction, wall: str | None) -> Verdict:
    """A page of which nothing is known yet: only what it says of itself counts."""
    if wall:
        return _held(wall)
    if is_open(fetched.body) and not _ends_well(extraction):
        return _held("truncated: the page is not closed and ends within a sentence")
    said = len(words(extraction.text))
    heard = extraction.visible if said < BARE else extraction.text if said < SHORT else ""
    if "paywalled" in extraction.flags and walls.by_phrases(heard) == walls.PAYWALL:
        return _held("paywall: a stub that says so")
    return Verdict(None, None, 0.5 if "paywalled" in extraction.flags else 1.0)


def _against_last(fetched: Fetched, extraction: Extraction, last: Version) -> Verdict:
    """A page of which the last honest version is known."""
    now = extraction.version()
    kin = kinship(last, now)
    if is_open(fetched.body) and kin.kept < UNHARMED and kin.words < kin.before:
        return _held("truncated: the page is not closed and lacks text")
    if kin.kept < WHOLE and kin.words < kin.before and _asks_to_pay(added(last, now)):
        return _held("paywall: it stands where text of the last version stood")
    if kin.kept < COLLAPSED:
        return _collapsed(extraction, last, kin)
    if kin.kept < LOSSY and kin.from_last > 0.98 and walls.by_phrases(extraction.visible) == walls.PAYWALL:
        return _held("paywall: text is missing, nothing is new, and the page asks to subscribe")
    if (wall := _wall(extraction)) and not wall.endswith("title"):
        return _held(wall)
    return Verdict(None)


def _collapsed(extraction: Extraction, last: Version, kin: Kinship) -> Verdict:
    """A page that keeps less than half of the last text: a rewrite, or no version of this article."""
    wall = _wall(extraction) or walls.by_phrases(extraction.visible)
    if kin.from_last >= 0.7 and kin.words < kin.before:
        return _shrunk(extraction, wall)
    if kin.words > kin.before and not walls.by_phrases(extraction.text):
        wall = None  # more text than before, and none of it a wall's: the last version was the stub
    if wall and (kin.topic < 0.6 or kin.words < 0.6 * kin.before):
        return _held(wall if ":" in wall else f"{wall}: hardly any of the last text")
    if kin.words < kin.before and walls.by_phrases(added(last, extraction.version())) == walls.PAYWALL:
        return _held("paywall: its words stand among other text")
    noted = bool(_NOTE.search(extraction.text))
    return _stranger(kin, noted) or Verdict(None, None, 0.8)


def _stranger(kin: Kinship, noted: bool) -> Verdict | None:
    """A text that is another article's, or that was looked for in the wrong place of the page."""
    if kin.kept < 0.05 and kin.title < 0.3 and kin.topic < 0.35:
        return None if noted else _held(f"{STRANGER}: neither title nor text is the last one's", 0.2)
    astray = kin.words < kin.before and (kin.title > 0.8 or kin.words < 0.15 * kin.before)
    if kin.before >= SUBSTANTIAL and kin.kept < 0.2 and astray and not noted:
        return _held("astray: hardly any of the last text, under the same headline or none", 0.2)
    return None


def _asks_to_pay(new: str) -> bool:
    """Whether what is new is little and asks to subscribe; other walls take the whole page."""
    return len(words(new)) < SHORT / 2 and walls.by_phrases(new) == walls.PAYWALL


def _shrunk(extraction: Extraction, wall: str | None) -> Verdict:
    """A page whose text is less than half of the last, and nothing new."""
    if "paywalled" in extraction.flags or wall:
        return _held(wall if wall and ":" in wall else f"{wall or walls.PAYWALL}: only a part of the last text")
    if _NOTE.search(extraction.text):
        return Verdict(None, None, 0.7)
    return _held("partial: less than half of the last text and nothing new", 0.3)


def is_open(body: bytes | None) -> bool:
    """Whether a page begins as a document does and is never closed: one real page in 500 is not."""
    if not body:
        return False
    head, tail = body[:4096].lower(), body[-3000:].lower()
    return (b"<html" in head or b"<!doctype html" in head) and b"</html" not in tail and b"</body" not in tail


def _ends_well(extraction: Extraction) -> bool:
    return bool(re.search(r"[.!?…。！？؟।:)\]\"'”’»›]\s*$", extraction.text))
