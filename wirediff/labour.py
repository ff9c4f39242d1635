"""``python -m wirediff.labour``: one worker's crawl, as a child process of `wirediff worker`.

The parent writes a `Hired` to standard input and keeps it open: where it ends, the parent is dead, and this process
hands over what is under way and ends too.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import threading
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from crawler.cluster.broker import Broker, troubles
from crawler.cluster.framing import Malformed, unpack
from crawler.cluster.messages import Orders
from wirediff.children import end_with_parent

if TYPE_CHECKING:
    from scrapy.settings import Settings

LOG = logging.getLogger("wirediff.labour")  # which runs as __main__
UNSUITED = 70  # nobody said for whom to work
PATIENCE = timedelta(minutes=5)  # for what is under way, once the parent is dead
LATER = 1.0  # seconds until the broker is asked again
LIFE = 15 * 60.0  # seconds: what little a library leaks goes with the process


@dataclass(frozen=True)
class Hired:
    """What a worker is told: the broker's URL, its own name, and how many pages it reads at once."""

    broker: str
    name: str
    cores: int
    log_level: str
    json_log: bool = False

    def dump(self) -> bytes:
        """As the child reads it."""
        return json.dumps(asdict(self)).encode() + b"\n"


def main() -> int:
    """Work until told to stop, or until another process has to go on."""
    from wirediff.logs import set_up

    if not (told := sys.stdin.buffer.readline()).endswith(b"\n"):
        print("wirediff: a worker's crawl is started by wirediff worker, not by hand", file=sys.stderr)  # noqa: T201
        return UNSUITED
    hired = Hired(**json.loads(told))
    set_up(hired.log_level, as_json=hired.json_log)
    threading.Thread(target=end_with_parent, args=(PATIENCE,), name="parent", daemon=True).start()
    work(hired, asyncio.run(first_orders(hired.broker)))
    return 0


async def first_orders(url: str) -> Orders:
    """The orders in force, as soon as there are any."""
    broker, told = Broker(url), ""
    try:
        while True:
            try:
                if found := await broker.orders():
                    return unpack(Orders, found[1])
                trouble = ""
            except Malformed as error:
                trouble = str(error)
            except troubles() as error:
                trouble = f"the broker does not answer ({error})"
            if trouble and trouble != told:
                LOG.warning("%s: trying again", trouble)
            told = trouble
            await asyncio.sleep(LATER)
    finally:
        await broker.close()


def work(hired: Hired, orders: Orders) -> None:
    """Crawl what comes in hand."""
    from scrapy.crawler import AsyncCrawlerProcess

    from crawler.cluster.holding import Holding
    from crawler.cluster.origins import Origins
    from crawler.cluster.spider import WorkerSpider

    process = AsyncCrawlerProcess(settings_for(hired, orders))
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    crawler = process.create_crawler(WorkerSpider)
    holding = Holding(Broker(hired.broker), f"{hired.name}/{os.getpid()}", orders, life=LIFE)
    process.crawl(crawler, holding=holding, origins=Origins(), policy=orders.policy)
    process.start()


def settings_for(hired: Hired, orders: Orders) -> Settings:
    """The settings of a worker's crawl."""
    from scrapy.settings import Settings

    from crawler.cluster.spider import WorkerSpider
    from wirediff.settings import PROJECT

    settings = Settings(PROJECT | {"ADDONS": {}})
    settings.setdict(WorkerSpider.manners(orders.policy))
    settings.set("ITEM_PIPELINES", {"pipelines.cluster.stage.Handing": 100})
    settings.set("WIREDIFF_EXTRACTORS", hired.cores)
    settings.set("LOG_LEVEL", hired.log_level)
    settings.set("LOG_INSTALL_ROOT_HANDLER", False)
    return settings


if __name__ == "__main__":
    sys.exit(main())
