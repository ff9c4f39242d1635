"""What travels through the stages: a fetch, what was extracted of its page, what was judged, what was kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from comparison.model import Version

if TYPE_CHECKING:
    from crawler.items import Fetched
    from pipelines.pieces import Named
    from storage.archive import Row

Outcome = Literal[
    "new", "revised", "unchanged", "not-modified", "moved", "returned", "held", "missing", "gone", "refused", "failed"
]


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read out of one page, without any knowledge of other pages. Made in a child process.

    *paragraphs* is the clean text, one exact paragraph each; *slots*, where there are any, name for each the part of
    the page that it stands in ("" for running text, see `pipelines.slots`). *modified* is the page's claimed time of
    change. *canonical* is the page's own link to its address (absolute, as it stands). *extractor* names program,
    version and options. *flags* are what the page says of itself: "paywalled" (isAccessibleForFree is false),
    "live-blog", "amp", "noindex", "noarchive", "tdm-reserved", "fallback:..." where a simpler extractor had to do.
    *failure* says why there is no text: "empty", "timeout", "crashed", "too-large", "not-html".
    *visible* is all visible text of the page, squeezed, at most 20,000 characters: what the judge reads.
    *names* are JSON-LD and OpenGraph types ("NewsArticle", "article").
    *sight* names all that was read of the page: equal sights, equal extractions. Empty where no such name can be given,
    None where there was no page to read.
    """

    paragraphs: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    title: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    credit: str | None = None
    published: str | None = None
    modified: str | None = None
    lang: str | None = None
    canonical: str | None = None
    extractor: str = ""
    flags: tuple[str, ...] = ()
    failure: str | None = None
    page_title: str | None = None
    visible: str = ""
    names: tuple[str, ...] = ()
    sight: bytes | None = None

    @property
    def text(self) -> str:
        """The paragraphs, parted by a blank line."""
        return "\n\n".join(self.paragraphs)

    def version(self) -> Version:
        """The extraction as comparison takes it."""
        return Version(self.text, self.title, self.standfirst, self.byline, self.credit, self.published, self.lang)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A page of which all that is read was read before; *sight* is the name of that."""

    sight: bytes


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a page is an honest version. *outcome* None means that it is one and may be kept.

    *quality* runs from 0 (no version at all) to 1; *reason* names why it was held, refused, missing or failed.
    """

    outcome: Outcome | None
    reason: str | None = None
    quality: float = 1.0


@dataclass(frozen=True, slots=True)
class Ahead:
    """What can be told of a page without the archive, made by whoever read it.

    *verdict* is the judge's where nothing of its article is known yet, *frame* the body as `storage.pages` packs it,
    *named* what its paragraphs are known by.
    """

    verdict: Verdict | None
    frame: bytes | None
    named: Named


@dataclass
class Arrival:
    """A fetch on its way through the stages; each stage fills in its part."""

    fetched: Fetched
    extraction: Extraction | None = None
    sight: bytes | None = None  # of a page that was not read: what it shows was read before
    repeats: Row | None = None  # the look that it repeats
    ahead: Ahead | None = None  # what its worker made of the page besides
    verdict: Verdict | None = None
    fetch_id: int | None = None
    article: int | None = None
    outcome: Outcome | None = None
    reason: str | None = None
    revision: int | None = None  # row id of the revision that this fetch confirmed or made
    made_revision: bool = False
    united: list[int] = field(default_factory=list)  # other articles that turned out to be this one
    settled: bool = False  # whose fetch it is was decided before: no articles are united for it
    ids: dict[str, int] = field(default_factory=dict)  # row ids to take again, by the articles' keys
    withdrew: bool = False  # a revision was taken back: values alternate
    events: list[tuple[str, str]] = field(default_factory=list)  # kind and detail
    content: str | None = None  # the hash of what was shown, whatever revision keeps it
    cleaned: list[str] = field(default_factory=list)  # what was taken out of the page that would have been an edit
    sighted: dict[str, str] = field(default_factory=dict)  # paragraphs new to this article: hash, text
    stale: set[int] = field(default_factory=set)  # articles that have to be derived anew
