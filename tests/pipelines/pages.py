"""Pages for the tests of extraction and judging: an invented outlet's article, and ways to dress or break it."""

from __future__ import annotations

import json
from typing import Any

ADDRESS = "https://harbour-gazette.example/2026/03/ferry-tolls"
TITLE = "Council halves the ferry toll after a winter of protest"
STANDFIRST = "Islanders will pay 3 crowns from June, down from 6, and children nothing at all."
PARAGRAPHS = (
    "The harbour council voted on Tuesday to halve the toll on the Lindholm ferry, ending a dispute that kept the "
    "islands' schools half empty for most of the winter.",
    "From 1 June adults will pay 3 crowns for a crossing, down from 6, the council's clerk, Marta Oyelaran, said. "
    "Children under 14 will travel free.",
    "“We did not expect them to give way on the children,” said Teodor Brandt, who led the boycott. “It was never "
    "about the money alone.”",
    "The line carried 412,000 people last year, a fifth fewer than before the toll was raised in 2023. The operator, "
    "Lindholm Lines, said that it would add two evening crossings from September.",
    "Opponents on the council warned that the decision leaves a gap of 1.2 million crowns in the budget for the new "
    "breakwater, which was to be finished by the end of the decade.",
    "A review of the fares is to follow after two summers, when the council will also decide whether bicycles are to "
    "be carried free of charge on the early boats.",
)


def structured(**more: Any) -> str:
    """The article's JSON-LD."""
    node = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": TITLE,
        "url": ADDRESS,
        "description": STANDFIRST,
        "datePublished": "2026-03-10T18:30:00+01:00",
        "dateModified": "2026-03-10T19:05:00+01:00",
        "author": [{"@type": "Person", "name": "Ines Kaur"}, {"@type": "Person", "name": "Jonas Field"}],
        "publisher": {"@type": "Organization", "name": "Harbour Gazette"},
        **more,
    }
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def article(
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    *,
    title: str = TITLE,
    head: str | None = None,
    above: str = "",
    middle: str = "",
    below: str = "",
) -> str:
    """A whole page; *above*, *middle* and *below* are put before, into and after the text."""
    lines = [f"<p>{line}</p>" for line in paragraphs]
    half = len(lines) // 2
    body = "\n".join([*lines[:half], middle, *lines[half:]])
    return f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{title} | Harbour Gazette</title>
<link rel="canonical" href="/2026/03/ferry-tolls"><meta property="og:type" content="article">
<meta property="og:site_name" content="Harbour Gazette"><meta property="og:title" content="{title}">
{structured() if head is None else head}</head><body>
<nav><ul><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article><h1>{title}</h1><p class="standfirst">{STANDFIRST}</p>{above}
<div class="story">{body}</div>{below}</article></main>
<footer><p>© 2026 Harbour Gazette</p></footer></body></html>"""
