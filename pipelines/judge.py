"""Is a fetched page an honest version of its article? If not, what is it, and what tells so?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from comparison.model import Version
from pipelines.arrival import Extraction, Verdict

if TYPE_CHECKING:
    from crawler.items import Fetched

State = Literal["present", "missing", "gone", "unread"]


@dataclass(frozen=True, slots=True)
class LastSeen:
    """What is known of an article before this fetch: its last honest version and how often it was revised."""

    version: Version
    revisions: int = 1
    state: State = "present"


def judge(fetched: Fetched, extraction: Extraction | None, last: LastSeen | None) -> Verdict:  # noqa: ARG001
    """The verdict on one fetch; outcome None means that its page may be kept as a version."""
    return _transport(fetched) or _page(extraction)


def _transport(fetched: Fetched) -> Verdict | None:
    if fetched.refused:
        return Verdict("refused", fetched.refused, 0.0)
    if fetched.error and not (fetched.truncated and fetched.body):
        return Verdict("failed", fetched.error, 0.0)
    return _status(fetched.status)


def _status(status: int | None) -> Verdict | None:
    named: dict[int, Verdict] = {
        304: Verdict("not-modified"),
        404: Verdict("missing", "HTTP 404", 0.0),
        410: Verdict("gone", "HTTP 410", 0.0),
        401: Verdict("held", "login", 0.0),
        402: Verdict("held", "paywall", 0.0),
        403: Verdict("held", "block page", 0.0),
        451: Verdict("held", "withheld for legal reasons", 0.0),
    }
    if status is None:
        return Verdict("failed", "no answer", 0.0)
    if status in named:
        return named[status]
    return None if 200 <= status < 300 else Verdict("failed", f"HTTP {status}", 0.0)


def _page(extraction: Extraction | None) -> Verdict:
    if extraction is None:
        return Verdict("held", "failed extraction", 0.0)
    if extraction.failure:
        return Verdict("held", f"failed extraction: {extraction.failure}", 0.0)
    return Verdict(None)
