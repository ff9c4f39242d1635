"""What all spiders do: ask for each visit, yield one `Fetched` for every attempt, `Discovered` for what is found."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urldefrag

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import clock, exchange
from crawler.entries import DEPTH, Entry, Named, Unreadable
from crawler.exchange import Asked
from crawler.following import chosen, outlet_of, story_of, young
from crawler.gate import Refusal, admit
from crawler.items import Discovered, Fetched, Kind, Visit, without_body
from crawler.manners import policy_of, settings_for
from crawler.outlets import FollowedStory, Outlet, Policy, Rhythm
from crawler.reach import mapped_hosts
from crawler.reading import SourceReader
from crawler.searches import addresses
from crawler.stopping import GivenBack
from crawler.traps import trap

Item = Fetched | Discovered | Request
Items = Iterator[Item] | AsyncIterator[Item]


class OutletSpider(Spider):
    """Fetches *visits* of *outlets* for *stories* by *policy*; given in-process, or as strings by a subclass."""

    kind: Kind = "article"

    def __init__(
        self,
        *args: Any,
        visits: Iterable[Visit] = (),
        outlets: Iterable[Outlet] = (),
        stories: Iterable[FollowedStory] = (),
        policy: Policy | None = None,
        rhythm: Rhythm | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.visits: Sequence[Visit] = list(visits)
        self.outlets: Sequence[Outlet] = tuple(outlets)
        self.stories: Sequence[FollowedStory] = tuple(stories)
        self.policy = policy or Policy()
        self.rhythm = rhythm
        self._by_id = {outlet.id: outlet for outlet in self.outlets}
        self._mapped = mapped_hosts(self.policy)
        self._sitemaps: set[str] = set()
        self._reader = SourceReader()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> OutletSpider:
        """As Scrapy builds it; a policy that is given here governs the whole crawl."""
        policy = kwargs.pop("policy", None) or policy_of(crawler.settings)
        crawler.settings.setdict(cls.manners(policy), priority="spider")
        return super().from_crawler(crawler, *args, policy=policy, **kwargs)

    @classmethod
    def manners(cls, policy: Policy) -> dict[str, Any]:
        """The settings by which a crawl of this spider goes on."""
        return settings_for(policy)

    async def start(self) -> AsyncIterator[Any]:
        """A request for each visit; where the gate refuses it, its outcome."""
        for visit in self.visits:
            wanted = list(self._asked(visit))
            if not wanted:
                yield exchange.refused(Asked.of(visit), Refusal("nothing-to-search-for"))
            for asked in wanted:
                yield self._ask(asked)

    def closed(self, reason: str) -> None:  # noqa: ARG002 - Scrapy's name and form
        """End what read the sources."""
        self._reader.close()

    def _asked(self, visit: Visit) -> Iterator[Asked]:
        """One thing to ask for, or for a search one a story."""
        if visit.kind != "search":
            yield Asked.of(visit)
            return
        templated = [address for story in self.stories for address in addresses(visit.address, story.match)]
        asked = dict.fromkeys(templated or addresses(visit.address, ()))
        yield from (Asked.of(visit, address) for address in asked)

    def _ask(self, asked: Asked) -> Request | Fetched:
        callback = self._callback(asked.kind)
        try:
            return exchange.request_for(asked, self._mapped, self._by_id.get(asked.outlet), callback, self.failed)
        except Refusal as refusal:
            return exchange.refused(asked, refusal)

    def _callback(self, kind: Kind) -> Callable[[Response], Items]:
        return self.parse_article if kind == "article" else self.parse_source

    def parse(self, response: Response) -> Items:
        """What ``scrapy parse`` calls: an answer as this spider's kind of source."""
        return self._callback(self.kind)(response)

    def failed(self, failure: Failure) -> Iterator[Fetched]:
        """Nothing answered, or a policy forbade it: an outcome all the same. What was never sent has none."""
        assert failure.value is not None
        if not isinstance(failure.value, GivenBack):
            yield exchange.failed(failure.request, failure.value)  # type: ignore[attr-defined]

    def parse_article(self, response: Response) -> Iterator[Item]:
        """A page, with its body."""
        yield exchange.answered(response)

    async def parse_source(self, response: Response) -> AsyncIterator[Item]:
        """The fetch of a feed, sitemap or search, without its body, and what it names; one that nobody can read failed.

        Of a sitemap other sitemaps too, of a search what else to ask.
        """
        asked, fetched = exchange.asked_of(response), exchange.answered(response)
        named = Named()
        if fetched.body is not None and response.status == 200:
            try:
                kind = self.kind if asked.kind == "article" else asked.kind  # asked for by ``scrapy parse``
                question = urldefrag(asked.address).fragment  # what a search is to ask next goes with its address
                base = f"{response.url}#{question}" if question else response.url
                named = await self._reader.read_soon(kind, fetched.body, base)
            except Unreadable as error:
                fetched.error = f"unreadable: {error}"
        for found in self._worth_a_visit(asked, named.entries):
            yield found
        yield without_body(fetched)  # last: were its ETag kept first, a crawl killed then would never see the rest
        if asked.depth < DEPTH:
            for child in self._children(asked, named.children):
                yield child

    def _worth_a_visit(self, asked: Asked, found: Iterable[Entry]) -> Iterator[Discovered]:
        outlet, now = self._by_id.get(asked.outlet), clock.now()
        whole = outlet is not None and outlet.follow == "all" and asked.kind != "search"
        for entry in found:
            story = story_of(entry, self.stories, now)
            if story is None and not (whole and young(entry, now, undated=asked.kind == "feed")):
                continue
            try:
                address = admit(entry.address, self._mapped)
            except Refusal:
                self._count("refused/discovered")
                continue
            if why := trap(address, now):
                self._count(f"trap/{why}")
                continue
            claims = entry.claims(asked.address) | ({"story": story} if story else {})
            where = outlet_of(address, self.outlets) if asked.kind == "search" else asked.outlet
            yield Discovered(address, where, f"{asked.kind} {asked.address}", claims)

    def _children(self, asked: Asked, children: Iterable[tuple[str, str | None]]) -> Iterator[Item]:
        for address in chosen(asked.address, children, clock.now()):
            if address not in self._sitemaps:
                self._sitemaps.add(address)
                why = f"{asked.kind} {asked.address}"
                yield self._ask(Asked(address, asked.outlet, asked.kind, why, depth=asked.depth + 1))

    def _count(self, name: str) -> None:
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(name)
