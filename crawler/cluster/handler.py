"""Where a worker's request becomes a connection: only for an outlet in its hands, and in its turn at the host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.utils.httpobj import urlparse_cached

from crawler.cluster.messages import SLACK
from crawler.cluster.spider import ERRAND, Errand, WorkerSpider
from crawler.handler import PoliteHandler
from crawler.pace import pause_after
from crawler.render import WITHIN
from crawler.stopping import GivenBack

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


class LeasedHandler(PoliteHandler):
    """`PoliteHandler`, for one worker of many."""

    async def send(self, request: Request, host: str) -> Response:
        """Send *request* in its turn, or raise `GivenBack`: another worker may have its outlet by now."""
        spider = self._crawler.spider
        assert isinstance(spider, WorkerSpider)
        errand: Errand | None = request.meta.get(ERRAND)
        limit = request.meta.get("download_timeout") or self._crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        pace = request.meta.get("pause", 0.0)
        seconds = float(limit) + SLACK + pace
        async with spider.holding.turn(host, seconds, within=bool(request.meta.get(WITHIN))) as rest:
            if errand is not None and not spider.holding.good(errand.outlet, errand.epoch):
                raise GivenBack(f"{errand.outlet} is no longer in hand")
            rest(pace)
            try:
                return await super().send(request, urlparse_cached(request).hostname or host)
            finally:
                rest(pause_after(pace, request.meta.get("seconds", 0.0)))
