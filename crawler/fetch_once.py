"""Fetch a few addresses now, through the very gate and manners of a crawl: for `wirediff add` and the curious.

`fetch` runs ``python -m crawler.fetch_once`` as a child, since a reactor runs once in a process: a job as JSON on its
standard input, the attempts as JSON Lines on its standard output. An address with ``#bytes=0-99`` behind it is that
part of its file.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from crawler.addresses import host_key
from crawler.commoncrawl import RANGE
from crawler.items import Fetched, Visit
from crawler.outlets import Policy

SPARE = timedelta(seconds=30)  # for a child's start and end
TIMES = ("pace", "timeout", "batch_deadline")


def fetch(addresses: Sequence[str], policy: Policy) -> list[Fetched]:
    """One attempt at each of *addresses*, in their order, with its body, whatever they are; blocks until all ended.

    An address that no answer came for within the policy's deadline is ``failed``: *error* tells why.
    """
    job = json.dumps({"addresses": list(addresses), "policy": _plain(policy)})
    limit = (policy.batch_deadline + SPARE).total_seconds()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "crawler.fetch_once"], input=job, capture_output=True, text=True, timeout=limit,
            check=False,
        )  # fmt: skip
        lines, why = done.stdout, done.stderr.strip()[-300:] or f"the crawl ended with {done.returncode}"
    except subprocess.TimeoutExpired as late:
        lines, why = _text(late.stdout), "the crawl did not end in time"
    found = {one.address: one for one in map(_read, lines.splitlines())}
    return [found.get(one) or _unanswered(one, why) for one in addresses]


def _unanswered(address: str, why: str) -> Fetched:
    from crawler.clock import stamp_now

    return Fetched(address, host_key(address) or address, stamp_now(), error=f"crawl: {why}")


def _text(output: Any) -> str:
    return output.decode("utf-8", "replace") if isinstance(output, bytes) else output or ""


def _plain(policy: Policy) -> dict[str, Any]:
    return asdict(policy) | {name: getattr(policy, name).total_seconds() for name in TIMES}


def _policy(plain: dict[str, Any]) -> Policy:
    times = {name: timedelta(seconds=plain[name]) for name in TIMES}
    return Policy(**(plain | times | {"hosts": tuple((host, target) for host, target in plain["hosts"])}))


def _written(fetched: Fetched) -> str:
    body = None if fetched.body is None else base64.b64encode(fetched.body).decode("ascii")
    return json.dumps(asdict(fetched) | {"body": body})


def _read(line: str) -> Fetched:
    plain = json.loads(line)
    body = None if plain["body"] is None else base64.b64decode(plain["body"])
    return Fetched(**(plain | {"body": body, "hops": tuple(plain["hops"])}))


def _visit(address: str) -> Visit:
    from crawler.exchange import PART

    _, _, part = address.partition(RANGE)
    claims = {PART: part} if part else {}
    return Visit(0, address, host_key(address) or address, why="given by hand", claims=claims)


def main() -> None:
    """The child: one crawl of what standard input names."""
    from scrapy import signals
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from crawler.manners import settings_for
    from crawler.spiders.visits import VisitsSpider

    job = json.load(sys.stdin)
    policy = _policy(job["policy"])
    visits = [_visit(one) for one in dict.fromkeys(job["addresses"])]
    process = AsyncCrawlerProcess(Settings({**settings_for(policy), "LOG_LEVEL": "ERROR"}))
    crawler = process.create_crawler(VisitsSpider)

    def tell(item: Any) -> None:
        print(_written(item), flush=True)  # noqa: T201

    crawler.signals.connect(tell, signals.item_scraped)
    process.crawl(crawler, visits=visits, policy=policy)
    process.start()


if __name__ == "__main__":
    main()
