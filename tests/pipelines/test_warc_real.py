"""Real web archives, odd and broken ones among them: each gives pages, or says why it gives none."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from pipelines.documents import Place, Unread
from pipelines.warc import places_in_warc, read_warc_place

FOLDER = os.environ.get("WIREDIFF_DATA")


@pytest.mark.skipif(not FOLDER, reason="WIREDIFF_DATA names no folder of real web archives")
def test_every_file_gives_its_pages_or_says_why_it_has_none() -> None:
    files = [path for path in sorted(Path(FOLDER or "").glob("warc_*/*")) if ".warc" in path.name]
    found: Counter[str] = Counter()
    for path in files:
        places = list(places_in_warc(path))
        pages = [read_warc_place(place) for place in places if isinstance(place, Place)]
        assert places
        assert all(one.why for one in places if isinstance(one, Unread))
        assert all(page.address and page.fetched_at for page in pages)
        found["files"] += 1
        found["with pages"] += any(page.body for page in pages)
        found["with what was sent"] += any(page.sent for page in pages)
    assert found["files"] >= 20
    assert found["with pages"] >= 12
    assert found["with what was sent"] >= 5
