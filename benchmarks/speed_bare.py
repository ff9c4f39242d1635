"""What `benchmarks.speed` measures against, each a process of its own: Scrapy alone, and trafilatura on all cores.

python -m benchmarks.speed_bare scrapy PORT COUNT [TAG]
python -m benchmarks.speed_bare trafilatura FOLDER COUNT
"""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any


def download(port: int, number: int, tag: str | None) -> None:
    """Receive *number* pages and do nothing with them."""
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess

    class Bare(scrapy.Spider):
        name = "bare"

        async def start(self) -> AsyncIterator[Any]:
            for one in range(number):
                headers = {"If-None-Match": tag} if tag else None
                yield scrapy.Request(f"http://127.0.0.1:{port}/{one}", headers=headers, dont_filter=True)

        def parse(self, response: Any) -> None:
            len(response.body)

    process = AsyncCrawlerProcess({
        "CONCURRENT_REQUESTS": 128, "CONCURRENT_REQUESTS_PER_DOMAIN": 128, "DOWNLOAD_DELAY": 0, "LOG_LEVEL": "ERROR",
        "ROBOTSTXT_OBEY": False, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
        "HTTPERROR_ALLOW_ALL": True, "COOKIES_ENABLED": False, "DOWNLOAD_DELAY_JITTER": 0.0,
    })  # fmt: skip
    process.crawl(Bare)
    process.start()


def extract(path: str) -> int:
    """One page by trafilatura, with its metadata."""
    import trafilatura

    found = trafilatura.bare_extraction(Path(path).read_bytes(), include_comments=False, with_metadata=True)
    return len(getattr(found, "text", None) or "")


def extract_all(folder: Path, number: int) -> None:
    """*number* pages in as many processes as there are cores."""
    paths = [str(path) for path in sorted(folder.glob("*.html"))]
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        sum(pool.map(extract, [paths[one % len(paths)] for one in range(number)], chunksize=8))


if __name__ == "__main__":
    if sys.argv[1] == "scrapy":
        download(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else None)
    else:
        extract_all(Path(sys.argv[2]), int(sys.argv[3]))
