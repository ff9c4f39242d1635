"""The visits of a batch, whatever their kind and outlet, in one crawl."""

from __future__ import annotations

from crawler.spiders.base import OutletSpider


class VisitsSpider(OutletSpider):
    """``process.crawl(VisitsSpider, visits=..., outlets=..., stories=..., policy=...)``."""

    name = "visits"
