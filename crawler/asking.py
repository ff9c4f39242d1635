"""Asking before fetching, for every request and every hop: the gate, the origin's robots.txt, what it reserves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.utils.httpobj import urlparse_cached

from crawler import reservations, robots
from crawler.gate import Refusal, admit
from crawler.manners import policy_of
from crawler.origin_files import OWN, OriginFile, origin_table
from crawler.reach import mapped_hosts

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler


class GateMiddleware:
    """Refuses what the gate refuses, before anything is asked about it."""

    def __init__(self, crawler: Crawler) -> None:
        self._mapped = mapped_hosts(policy_of(crawler.settings))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GateMiddleware:
        """As Scrapy builds it."""
        return cls(crawler)

    def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002
        """Raise `Refusal`, or let *request* pass."""
        admit(request.url, self._mapped)


class RobotsMiddleware:
    """Keeps to robots.txt. Sets ``crawl_delay`` in the meta of requests that pass."""

    def __init__(self, crawler: Crawler) -> None:
        self._obey = policy_of(crawler.settings).obey_robots
        self._file = OriginFile(crawler, robots.PATH, robots.FRESH, robots.rules_of)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """As Scrapy builds it."""
        return cls(crawler)

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002
        """Raise `Refusal` where robots.txt says no or cannot be had, else let *request* pass."""
        if not self._obey or request.meta.get(OWN) or urlparse_cached(request).path == robots.PATH:
            return
        rules = await self._file.of(request)
        if reason := rules.refusal(request.url):
            raise Refusal(reason, request.url)
        request.meta["crawl_delay"] = rules.delay


class ReservationsMiddleware:
    """Asks what an origin reserves in its tdmrep.json, of articles that an archive keeps.

    Sets ``reserved`` in the meta of requests that pass; where the policy says so, what is reserved does not pass.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._refuse = policy_of(crawler.settings).refuse_reserved
        self._kept = origin_table(crawler) is not None
        self._file = OriginFile(
            crawler, reservations.PATH, reservations.FRESH, lambda copy, _: reservations.read(copy.body)
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ReservationsMiddleware:
        """As Scrapy builds it."""
        return cls(crawler)

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002
        """Raise `Refusal` where the policy refuses what is reserved, else let *request* pass."""
        asked = request.meta.get("asked")
        if not self._kept or request.meta.get(OWN) or getattr(asked, "kind", None) != "article":
            return
        request.meta["reserved"] = (await self._file.of(request)).hold(request.url)
        if self._refuse and request.meta["reserved"]:
            raise Refusal("tdm-reserved", request.url)
