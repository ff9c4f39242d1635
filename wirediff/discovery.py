"""What ``wirediff add`` finds at an address: a site's feeds and news sitemaps, or one article, and a sample's text.

Everything is fetched through the same gate and manners as a crawl; a page is read in a process that can be killed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

from lxml import html as lxml_html

from crawler import discover
from crawler.entries import Named, Unreadable
from crawler.fetch_once import fetch
from crawler.items import Fetched, Kind
from crawler.outlets import Policy
from crawler.reading import SourceReader
from pipelines.arrival import Extraction
from pipelines.decode import decode
from pipelines.pool import ExtractionPool
from pipelines.reading import Reader

PACE = timedelta(seconds=1)  # somebody waits, and it is a handful of requests; robots.txt may ask for more
TRIED = 3  # feeds, and sitemaps, that are looked into

Tell = Callable[[str], None]


class NothingFound(Exception):
    """Nothing could be found at an address; the message says why, and what to do."""


@dataclass(frozen=True)
class Sample:
    """One article of the site, and what was read out of it."""

    address: str
    extraction: Extraction


@dataclass(frozen=True)
class Finding:
    """What stands at an address. *also* are announced feeds that were not looked into; *article* is set for one.

    What the catalogue offers is a finding too: its *agency* and a *note* on where it was looked up are set.
    """

    home: str
    name: str = ""
    lang: str | None = None
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    article: str | None = None
    also: tuple[str, ...] = ()
    sample: Sample | None = None
    agency: str | None = None
    note: str = ""


@dataclass
class _Site:
    """A site while it is looked at: what was fetched of it, and how to fetch more."""

    policy: Policy
    tell: Tell
    reader: SourceReader
    seen: dict[str, Fetched] = field(default_factory=dict)

    def get(self, addresses: list[str]) -> list[Fetched]:
        """The answers that came, of those asked for; each is asked for once."""
        new = [one for one in dict.fromkeys(addresses) if one not in self.seen]
        for one in new:
            self.tell(f"looking at {one}")
        if new:
            self.seen |= dict(zip(new, fetch(new, self.policy), strict=True))
        return [self.seen[one] for one in dict.fromkeys(addresses) if _body(self.seen[one])]

    def named(self, kind: Kind, page: Fetched) -> Named:
        """What an answer names, read as a source of that kind; nothing where it is none."""
        try:
            return self.reader.read(kind, _body(page), page.final_address)
        except Unreadable:
            return Named()

    def is_feed(self, page: Fetched) -> bool:
        """Whether an answer is a feed that names at least one address."""
        return bool(self.named("feed", page).entries)

    def is_empty_feed(self, page: Fetched) -> bool:
        """Whether an answer is a feed that names no address as yet: what a page announces may be young."""
        try:
            return not self.reader.read("feed", _body(page), page.final_address).entries
        except Unreadable:
            return False

    def is_sitemap(self, page: Fetched) -> bool:
        """Whether an answer is a sitemap, or an index of some, that names at least one address."""
        named = self.named("sitemap", page)
        return bool(named.entries or named.children)

    def is_news_sitemap(self, page: Fetched) -> bool:
        """Whether an answer is a sitemap of Google's News extension."""
        return self.named("sitemap", page).news


def explore(address: str, policy: Policy, tell: Tell, *, article: bool | None = None) -> Finding:
    """Look at *address*; *article* says what it is where the address alone does not (`NothingFound`)."""
    with SourceReader() as reader:
        return _explore(address, _Site(replace(policy, pace=min(policy.pace, PACE)), tell, reader), article)


def _explore(address: str, site: _Site, article: bool | None) -> Finding:
    one = article or (article is None and discover.looks_like_article(address))
    site.get([address] if one else [address, urljoin(address, "/robots.txt")])
    page = site.seen[address]
    if not _body(page):
        raise NothingFound(_why(page))
    here = page.final_address
    if site.is_feed(page):
        return _with_sample(site, Finding(_home(_first_address(site, page) or here), feeds=(here,)))
    if site.is_sitemap(page):
        return _with_sample(site, Finding(_home(_first_address(site, page) or here), sitemaps=(here,)))
    if article or (article is None and discover.looks_like_article(here)):
        return _article(page)
    return _with_sample(site, _sources(site, page))


def _body(page: Fetched) -> bytes:
    """The body of an answer that is what was asked for, else nothing."""
    return page.body or b"" if page.status == 200 and not page.refused else b""


def _why(page: Fetched) -> str:
    if page.refused:
        return f"{page.address} was not fetched: {page.refused}"
    if page.error:
        return f"{page.address} did not answer ({page.error}): check the address, or try again later"
    return f"{page.address} answered {page.status}, no page: check the address, or write [[outlet]] by hand"


def _home(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/"


def _article(page: Fetched) -> Finding:
    sample = _read(page)
    if sample.extraction.failure or not sample.extraction.paragraphs:
        raise NothingFound(
            f"{page.address} gave no article's text ({sample.extraction.failure or 'empty'}): "
            "name the outlet's front page or feed instead"
        )
    name, lang = _names(page)
    return Finding(_home(page.final_address), name, lang, article=page.final_address, sample=sample)


def _sources(site: _Site, page: Fetched) -> Finding:
    """The feeds and sitemaps that the front page and robots.txt name; else those that custom puts there."""
    home = page.final_address
    announced = [found.address for found in discover.feeds_in(page.body or b"", home)]
    named = _named_sitemaps(site, home)
    candidates = (announced or discover.common_feeds(home), named or discover.common_sitemaps(home))
    answers = site.get([one for some in candidates for one in some[:TRIED]])
    feeds = _only(answers, site.is_feed)
    if announced and not feeds:
        feeds = _only(site.get(discover.common_feeds(home)[:TRIED]), site.is_feed)
        feeds = feeds or _only(site.get(announced[:TRIED]), site.is_empty_feed)
    sitemaps = _only(answers, site.is_news_sitemap) or _only([] if feeds else answers, site.is_sitemap)[:1]
    if not (feeds or sitemaps):
        raise NothingFound(
            f"no feed and no sitemap was found at {home}: name a feed's own address, or one article with --article"
        )
    name, lang = _names(page)
    return Finding(home, name, lang, feeds, sitemaps, also=tuple(announced[TRIED:]))


def _named_sitemaps(site: _Site, home: str) -> list[str]:
    robots = site.get([urljoin(home, "/robots.txt")])
    return discover.sitemaps_in(_body(robots[0]), home) if robots else []


def _only(answers: list[Fetched], accept: Callable[[Fetched], bool]) -> tuple[str, ...]:
    """The addresses of the answers that *accept* takes for what they should be."""
    return tuple(dict.fromkeys(one.final_address for one in answers if accept(one)))


def _with_sample(site: _Site, finding: Finding) -> Finding:
    """The finding with the text of one article that its sources name."""
    sources = [page for page in site.seen.values() if page.final_address in (*finding.feeds, *finding.sitemaps)]
    named = [address for page in sources for address in _addresses(site, page)]
    own = [address for address in named if discover.same_outlet(address, finding.home)]
    for page in site.get((own or named)[:1]):
        sample = _read(page)
        name, lang = _names(page)
        return replace(
            finding, sample=sample, name=finding.name or name, lang=sample.extraction.lang or finding.lang or lang
        )
    return finding


def _first_address(site: _Site, page: Fetched) -> str:
    return next(iter(_addresses(site, page)), "")


def _addresses(site: _Site, page: Fetched) -> list[str]:
    """The articles that a feed or sitemap names."""
    named = site.named("feed", page).entries or site.named("sitemap", page).entries
    return [entry.address for entry in named]


def _read(page: Fetched) -> Sample:
    with ExtractionPool(workers=1) as pool:
        extraction = Reader(pool)(_body(page), page.headers, page.final_address)
    return Sample(page.final_address, extraction)


def _names(page: Fetched) -> tuple[str, str | None]:
    """What a page calls its site, and its language."""
    source = decode(_body(page), page.headers).text[: discover.LARGEST]
    try:
        root = lxml_html.fromstring(source)
    except (ValueError, lxml_html.etree.ParserError):
        return "", None
    titles = root.xpath("//meta[@property='og:site_name' or @name='application-name']/@content")
    lang = (root.get("lang") or "").strip().replace("_", "-")
    return " ".join(str(titles[0]).split())[:80] if titles else "", lang or None
