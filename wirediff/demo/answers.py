"""What an outlet answers to a request at a moment: a pure function of the script, the time and a running number."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

from wirediff.demo import feeds, pages
from wirediff.demo.timeline import Article, Outlet, Revision


@dataclass(frozen=True)
class Asked:
    """A request: its path, and the validators that it brings."""

    path: str
    etag: str | None = None
    since: str | None = None


@dataclass(frozen=True)
class Answer:
    """An answer. *what* names the kind of thing, *revision* the scripted version whose full text it holds."""

    status: int
    body: bytes = b""
    media_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    what: str = "page"
    revision: int | None = None


def answer(outlet: Outlet, asked: Asked, now: datetime, count: int) -> Answer:
    """What *outlet* sends; *count* is the running number of the answer (a lively outlet's pages turn with it)."""
    path = asked.path.partition("?")[0]
    if path == "/robots.txt":
        return Answer(200, feeds.robots(outlet).encode(), "text/plain; charset=utf-8", what="robots")
    if (left := outlet.down(now)) is not None:
        return _unavailable(outlet, left)
    if path == "/":
        return Answer(200, pages.front_page(outlet, now).encode(), what="front")
    if path == outlet.feed_path:
        media_type, document = feeds.announce(outlet, now)
        return _conditional(outlet, asked, Answer(200, document.encode(), f"{media_type}; charset=utf-8", what="feed"))
    for article in outlet.articles:
        if path in article.paths and article.published <= now:
            return _article(outlet, article, asked, now, count)
    return _error(outlet, 404)


def _article(outlet: Outlet, article: Article, asked: Asked, now: datetime, count: int) -> Answer:
    revision = article.revision(now)
    assert revision is not None
    if article.removed(now):
        return _error(outlet, 410)
    if asked.path != article.path_at(now):
        where = {"Location": outlet.url(article.path_at(now))}
        return Answer(301, headers=where, what="redirect")
    stub = article.metered(now)
    html = pages.article_page(outlet, article, revision, now, count, stub=stub)
    charset = pages.charset(outlet)
    page = Answer(
        200, html.encode(charset, "xmlcharrefreplace"), f"text/html; charset={charset}",
        what="stub" if stub else "article", revision=None if stub else revision.number,
    )  # fmt: skip
    return _conditional(outlet, asked, page, revision)


def _conditional(outlet: Outlet, asked: Asked, page: Answer, revision: Revision | None = None) -> Answer:
    """The answer with the outlet's validators, or 304 where the asker has it already."""
    if outlet.validator == "etag":
        tag = f'"{hashlib.sha256(page.body).hexdigest()[:20]}"'
        return _or_304(page, {"ETag": tag}, same=asked.etag == tag)
    if outlet.validator == "last-modified" and revision is not None:
        seen = _moment(asked.since)
        written = revision.at.replace(microsecond=0)
        headers = {"Last-Modified": format_datetime(written, usegmt=True)}
        return _or_304(page, headers, same=seen is not None and written <= seen)
    return page


def _moment(header: str | None) -> datetime | None:
    """A date of HTTP, None where it is none."""
    try:
        return parsedate_to_datetime(header or "").replace(tzinfo=UTC)
    except ValueError:
        return None


def _or_304(page: Answer, headers: dict[str, str], *, same: bool) -> Answer:
    if same:
        return Answer(304, b"", page.media_type, headers, page.what, page.revision)
    return Answer(page.status, page.body, page.media_type, headers, page.what, page.revision)


def _unavailable(outlet: Outlet, left: timedelta) -> Answer:
    wait = {"Retry-After": str(int(left.total_seconds()) + 1)}
    return Answer(503, pages.error_page(outlet, 503).encode(), headers=wait, what="outage")


def _error(outlet: Outlet, status: int) -> Answer:
    return Answer(status, pages.error_page(outlet, status).encode(), what="error")
