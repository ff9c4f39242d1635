"""From a page to clean text and fields, knowing nothing of other pages. Pure; for a killable child."""

from __future__ import annotations

from collections.abc import Mapping

import lxml.html
import trafilatura
from resiliparse.extract.html2text import extract_plain_text
from trafilatura.settings import Document, set_date_params

from pipelines.arrival import Extraction

EXTRACTOR = f"trafilatura {trafilatura.__version__} default; wirediff 1"
VISIBLE = 20_000


def extract(body: bytes, headers: Mapping[str, str], address: str) -> Extraction:  # noqa: ARG001
    """Read one page. Never raises for what a page holds; *failure* says why there is no text."""
    source = body.decode("utf-8", "replace")
    if not source.strip():
        return Extraction(extractor=EXTRACTOR, failure="empty")
    visible = " ".join(extract_plain_text(source, preserve_formatting=False).split())[:VISIBLE]
    document = trafilatura.bare_extraction(
        source,
        url=address,
        include_comments=False,
        with_metadata=True,
        date_extraction_params=set_date_params(False),
    )
    if not isinstance(document, Document):
        return Extraction(extractor=EXTRACTOR, failure="empty", visible=visible)
    paragraphs = tuple(line.strip() for line in (document.text or "").split("\n") if line.strip())
    tree = lxml.html.fromstring(source.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    return Extraction(
        paragraphs=paragraphs,
        title=document.title,
        standfirst=document.description,
        byline=document.author,
        published=document.date,
        lang=tree.get("lang"),
        extractor=EXTRACTOR,
        page_title=tree.findtext(".//title"),
        visible=visible,
    )
