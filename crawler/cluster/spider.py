"""The spider of a worker: takes outlets in hand as long as there are any, and yields one answer for each visit."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import clock, exchange
from crawler.cluster.messages import Bundle, Orders
from crawler.exchange import Asked
from crawler.gate import Refusal
from crawler.items import Discovered, Fetched, Visit
from crawler.origin_files import forget_origins
from crawler.outlets import Policy
from crawler.spiders.base import Item, OutletSpider
from crawler.stopping import GivenBack

if TYPE_CHECKING:
    from crawler.cluster.holding import Holding
    from crawler.cluster.origins import Origins

HANDLER = "crawler.cluster.handler.LeasedHandler"
ERRAND = "errand"
MOST = 500  # visits in hand at once
AT_ONCE = 4  # pages that wait to be read: then nothing more is taken in hand


@dataclass(eq=False)
class Errand:
    """A visit in hand, and what it brought so far: *open* requests are without an answer.

    *furniture* is its outlet's. *given_back* says that a request was not sent: the visit has no answer then.
    """

    visit: Visit
    ticket: str
    outlet: str
    epoch: int
    furniture: frozenset[str] = frozenset()
    items: list[Fetched | Discovered] = field(default_factory=list)
    open: int = 0
    given_back: bool = False


class WorkerSpider(OutletSpider):
    """Works for *holding*; *origins* is what it knows of robots.txt."""

    name = "worker"

    def __init__(self, *args: Any, holding: Holding, origins: Origins, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.holding, self.origins = holding, origins
        self.unread = 0  # answers that wait to be read
        self.quarantined: frozenset[str] = frozenset()
        self._following = ""

    @classmethod
    def manners(cls, policy: Policy) -> dict[str, Any]:
        """As of every crawl; but it asks in turns, and has no end of its own."""
        manners = super().manners(policy)
        handlers = manners["DOWNLOAD_HANDLERS"] | {"http": HANDLER, "https": HANDLER}
        return manners | {"DOWNLOAD_HANDLERS": handlers, "CLOSESPIDER_TIMEOUT": 0}

    def follow(self, orders: Orders) -> None:
        """Work by *orders* from now on, a new round."""
        self._following = orders.id
        if orders.clock:
            clock.simulate(clock.parse(orders.clock))
        self.outlets, self.stories = orders.outlets, orders.stories
        self.quarantined = frozenset(orders.quarantined)
        self._by_id = {outlet.id: outlet for outlet in orders.outlets}
        self._sitemaps.clear()
        self.origins.asked = orders.asked
        forget_origins(self.crawler)

    async def start(self) -> AsyncIterator[Any]:
        """Requests, for what comes in hand."""
        async for bundle, epoch in self.holding.bundles(self._hungry):
            if self.holding.orders.id != self._following:
                self.follow(self.holding.orders)
            for errand in self._errands(bundle, epoch):
                for made in self._begun(errand):
                    yield made

    def _hungry(self) -> bool:
        return self.unread < AT_ONCE and self.holding.unanswered < MOST

    def _errands(self, bundle: Bundle, epoch: int) -> Iterator[Errand]:
        self.origins.learn(bundle.origins)
        furniture = frozenset(bundle.furniture)
        for visit, ticket in zip(bundle.visits, bundle.tickets, strict=True):
            yield Errand(visit, ticket, bundle.outlet, epoch, furniture)

    def _begun(self, errand: Errand) -> Iterator[Request | Errand]:
        """The requests of a visit; the errand itself where there is none to wait for."""
        asked = list(self._asked(errand.visit))
        if not asked:
            errand.items.append(exchange.refused(Asked.of(errand.visit), Refusal("nothing-to-search-for")))
        yield from self._gathered(errand, [self._ask(one) for one in asked])
        if not errand.open:
            yield self._complete(errand)

    def _gathered(self, errand: Errand, items: Iterable[Item]) -> Iterator[Request]:
        """Put by what an answer brought; the requests among it."""
        for item in items:
            if isinstance(item, Request):
                item.meta[ERRAND] = errand
                errand.open += 1
                yield item
            else:
                errand.items.append(item)

    def _complete(self, errand: Errand) -> Errand:
        self.unread += 1
        return errand

    def parse_article(self, response: Response) -> Iterator[Any]:
        """As ever, for an errand."""
        errand = _errand_of(response.request)
        yield from self._gathered(errand, super().parse_article(response))
        yield from self._one_less(errand)

    async def parse_source(self, response: Response) -> AsyncIterator[Any]:
        """As ever, for an errand."""
        errand = _errand_of(response.request)
        async for item in super().parse_source(response):
            for request in self._gathered(errand, [item]):
                yield request
        for done in self._one_less(errand):
            yield done

    def failed(self, failure: Failure) -> Iterator[Any]:
        """As ever, for an errand; what was not sent gives it back."""
        errand = _errand_of(failure.request)  # type: ignore[attr-defined]
        errand.given_back |= isinstance(failure.value, GivenBack)
        yield from self._gathered(errand, super().failed(failure))
        yield from self._one_less(errand)

    def _one_less(self, errand: Errand) -> Iterator[Errand]:
        errand.open -= 1
        if not errand.open:
            yield self._complete(errand)


def _errand_of(request: Request | None) -> Errand:
    assert request is not None
    errand: Errand = request.meta[ERRAND]
    return errand
