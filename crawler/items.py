"""What spiders yield: one `Fetched` for every attempt, whatever came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

Kind = Literal["article", "feed", "sitemap", "search"]
SECRETS = frozenset({"authorization", "proxy-authorization", "cookie"})  # request headers that are never kept


@dataclass(frozen=True)
class Visit:
    """An intention to fetch: all that a worker needs to know. *id* 0 is none of an archive.

    Times are UTC, ISO 8601 with a trailing Z. *body_hash* is the SHA-256 of the body last kept for this address.
    *last_body* is that of the body that came last, whatever it was.
    *sight* names what the last look at a page of its article read (see `pipelines.bare`). *claims* is what a feed or
    sitemap said of it (title, published, source).
    """

    id: int
    address: str
    outlet: str
    kind: Kind = "article"
    why: str = ""
    due: str = ""
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    sight: bytes | None = None
    claims: dict[str, Any] = field(default_factory=dict)
    last_body: str | None = None


@dataclass
class Fetched:
    """One attempt to fetch and its outcome, as the transport saw it: evidence.

    *address* is what was asked for, *final_address* what answered after redirects (*hops* lists those between).
    *headers* have lower-case names; a repeated header is joined by ", ". *body* is the decoded body (content coding
    taken off), None where none came. *error* is "kind: message" for a network failure, *refused* the reason of a
    policy. *truncated* says that the transport ended early. *sent* holds the headers of the last request as they were
    sent, without secrets: None where none was sent, or none is known. Fetches are ordered by *fetched_at*: UTC,
    ISO 8601 with Z.
    """

    address: str
    outlet: str
    fetched_at: str
    kind: Kind = "article"
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = field(
        default=None, metadata={"serializer": lambda body: body and body.decode("utf-8", "replace")}
    )
    final_address: str = ""
    hops: tuple[str, ...] = ()
    seconds: float | None = None
    error: str | None = None
    refused: str | None = None
    truncated: bool = False
    sent: dict[str, str] | None = None
    why: str = ""
    visit: int | None = None
    claims: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.final_address = self.final_address or self.address

    @cached_property
    def body_hash(self) -> str | None:
        """SHA-256 of the body, in hex; None without one."""
        return None if self.body is None else hashlib.sha256(self.body).hexdigest()


def without_secrets(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Request headers as they may be kept."""
    return {name: value for name, value in headers if name.lower() not in SECRETS}


def without_body(fetched: Fetched) -> Fetched:
    """*fetched* without its body, whose hash stays: sources are read at once, and only articles' pages are kept."""
    digest = fetched.body_hash
    fetched.body = None
    fetched.__dict__["body_hash"] = digest
    return fetched


@dataclass
class Discovered:
    """An address that a feed, sitemap or search named, worth a visit."""

    address: str
    outlet: str
    why: str
    claims: dict[str, Any] = field(default_factory=dict)
