"""From visits to requests and from answers to `Fetched`: the two ends of one attempt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from scrapy import Request
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawler import clock
from crawler.addresses import host_key
from crawler.failures import describe
from crawler.gate import Refusal, admit
from crawler.handler import HostRests
from crawler.items import Fetched, Kind, Visit, without_secrets
from crawler.outlets import Outlet
from crawler.render import RENDERED
from crawler.reservations import RESERVED
from crawler.sitemaps import LARGEST

FEEDS = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
OURS = "vnd.wirediff"  # media types of what stands for a page in an archive
PART = "bytes"  # in the claims of a visit to a part of a file: "0-99"
FIRST = 10  # sources are asked before articles: what they name is then known early


@dataclass(frozen=True)
class Asked:
    """What a request is made for: the address as it was given, and what is known of it."""

    address: str
    outlet: str
    kind: Kind = "article"
    why: str = ""
    visit: int | None = None
    claims: Mapping[str, Any] | None = None
    etag: str | None = None
    last_modified: str | None = None
    depth: int = 0

    @classmethod
    def of(cls, visit: Visit, address: str | None = None) -> Asked:
        """What *visit* asks for, at another *address* where its own is a template: then its validators are no use."""
        own = address in {None, visit.address}
        return cls(
            address or visit.address, visit.outlet, visit.kind, visit.why, visit.id or None, visit.claims,
            visit.etag if own else None, visit.last_modified if own else None,
        )  # fmt: skip

    def fetched(self, **came: Any) -> Fetched:
        """The item of this attempt."""
        came.setdefault("fetched_at", clock.stamp_now())
        return Fetched(
            self.address, self.outlet, kind=self.kind, why=self.why, visit=self.visit,
            claims=dict(self.claims or {}), **came,
        )  # fmt: skip


def request_for(
    asked: Asked,
    mapped: Mapping[str, object],
    outlet: Outlet | None,
    callback: Callable[..., Any],
    errback: Callable[..., Any],
) -> Request:
    """The request for *asked*; `Refusal` where the gate does not let it pass."""
    address = admit(asked.address, mapped)
    meta: dict[str, Any] = {"asked": asked, "handle_httpstatus_all": True}
    if outlet and outlet.pace is not None:
        meta["pace"] = outlet.pace.total_seconds()
    if outlet and outlet.render and asked.kind == "article":
        meta["render"] = True
    if asked.kind == "sitemap":
        meta["download_maxsize"] = LARGEST
    return Request(
        address, callback, errback=errback, headers=_headers(asked, outlet), meta=meta, dont_filter=True,
        priority=0 if asked.kind == "article" else FIRST,
    )  # fmt: skip


def _headers(asked: Asked, outlet: Outlet | None) -> dict[str, str]:
    rendered = outlet is not None and outlet.render  # what the server sends may be the same, and the page another
    headers = {
        "If-None-Match": None if rendered else asked.etag,
        "If-Modified-Since": None if rendered else asked.last_modified,
        "Accept-Language": f"{outlet.lang}, *;q=0.5" if outlet and outlet.lang else None,
        "Accept": None if asked.kind == "article" else FEEDS,
        **_part((asked.claims or {}).get(PART)),
    }
    return {name: value for name, value in headers.items() if value and value.isprintable()}


def _part(bytes_: str | None) -> dict[str, str]:
    """The headers that ask for a part of a file, as it is stored."""
    return {"Range": f"bytes={bytes_}", "Accept-Encoding": "identity"} if bytes_ else {}


def asked_of(response: Response) -> Asked:
    """What *response* answers; one that Scrapy's own commands asked for belongs to its host."""
    assert response.request is not None
    asked = response.request.meta.get("asked")
    return asked if isinstance(asked, Asked) else Asked(response.request.url, host_key(response.request.url))


def answered(response: Response) -> Fetched:
    """The item of an attempt that something answered, whatever its status."""
    assert response.request is not None
    asked, meta = asked_of(response), response.request.meta
    status = response.status
    unasked = status == 304 and not {"If-None-Match", "If-Modified-Since"} & {
        name.decode() for name in response.request.headers
    }
    fetched = asked.fetched(
        fetched_at=meta.get("sent_at") or clock.stamp_now(),
        status=status,
        headers=plain_headers(response),
        body=None if status == 304 else response.body,
        seconds=meta.get("seconds"),
        truncated="dataloss" in response.flags,
        sent=headers_sent(response.request),
        error="protocol: 304 to a request that was not conditional" if unasked else None,
        **_way(meta),
    )
    if meta.get("reserved"):
        fetched.claims[RESERVED] = "1"
    return fetched


def failed(request: Request, error: BaseException) -> Fetched:
    """The item of an attempt that nothing answered, or that was not made."""
    asked: Asked = request.meta["asked"]
    way = _way(request.meta)
    if isinstance(error, Refusal):
        return refused(asked, error, request.meta.get("hops", ()))
    headers = {"retry-after": str(error.seconds)} if isinstance(error, HostRests) else {}
    began = request.meta.get("sent_at")
    return asked.fetched(
        fetched_at=began or clock.stamp_now(), error=describe(error), headers=headers,
        seconds=request.meta.get("seconds"), sent=headers_sent(request) if began else None, **way,
    )  # fmt: skip


def refused(asked: Asked, refusal: Refusal, hops: tuple[str, ...] = ()) -> Fetched:
    """The item of an attempt that a policy forbade; the address that it forbade is the last of the hops."""
    final = hops[-2] if len(hops) > 1 else asked.address
    return asked.fetched(refused=refusal.reason, hops=hops, final_address=final)


def _way(meta: Mapping[str, Any]) -> dict[str, Any]:
    """The redirects' chain: the addresses between, and the one that answered."""
    hops: tuple[str, ...] = meta.get("hops", ())
    return {"hops": hops[:-1], "final_address": hops[-1]} if hops else {"hops": (), "final_address": ""}


def headers_sent(request: Request) -> dict[str, str]:
    """The headers of a request as they went over the wire, in their order, without what could be a secret."""
    own = ((name.decode("latin-1"), b", ".join(values).decode("latin-1")) for name, values in request.headers.items())
    return {"Connection": "close", **without_secrets(own), "Host": urlparse_cached(request).netloc}


def plain_headers(response: Response) -> dict[str, str]:
    """The response's headers: lower-case names, repeated ones joined by ", "."""
    headers = {
        name.decode("latin-1").lower(): ", ".join(value.decode("latin-1") for value in values)
        for name, values in response.headers.items()
    }
    if OURS in headers.get("content-type", "").lower():  # only what was kept here is of our own kinds
        headers["content-type"] = "application/octet-stream"
    if RENDERED not in response.flags:  # our word, not the server's
        headers.pop(RENDERED.lower(), None)
    return headers
