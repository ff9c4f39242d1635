"""The values that reports are made from. Frozen; who reads the archive builds them, a format only draws them.

Times are UTC, ISO 8601 with a trailing Z; `zone` names the time zone in which a report shows them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from comparison.model import Comparison, Edit, Version
from reports.branch import Branch
from reports.health import Day, Grid
from reports.heed import EVERYTHING, Heed
from reports.noted import Noted


@dataclass(frozen=True, slots=True)
class RevisionView:
    """One revision. *page* is the SHA-256 of the bytes that it was read from."""

    number: int
    first_seen: str
    last_seen: str
    version: Version
    words: int = 0
    page: str | None = None
    extractor: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What was edited between two consecutive revisions. *unnoted*: materially, without a correction note."""

    before: int
    after: int
    at: str
    comparison: Comparison
    unnoted: bool = False

    @property
    def material(self) -> tuple[Edit, ...]:
        """The edits that matter."""
        return tuple(edit for edit in self.comparison.edits if edit.material)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that was observed of an article: removed, returned, moved, reverted, corrected, ..."""

    kind: str
    at: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often an article was looked at. Gaps are in seconds; *outcomes* counts the readings by name."""

    looks: int
    first: str
    last: str
    usual_gap: float | None = None
    longest_gap: float | None = None
    longest_gap_from: str = ""
    longest_gap_to: str = ""
    outcomes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Trouble:
    """Fetches that gave no version, grouped: held, refused, failed, missing or gone, and why."""

    outlet: str
    address: str
    outcome: str
    reason: str
    times: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the report and the SQL that answers it again from the archive."""

    title: str
    sql: str


@dataclass(frozen=True)
class ArticleReport:
    """One article with its history. *copy* compares the latest revision with the reference's nearest one."""

    outlet: str
    name: str
    address: str
    state: str
    first_seen: str
    last_seen: str
    revisions: tuple[RevisionView, ...]
    steps: tuple[Step, ...] = ()
    happenings: tuple[Happening, ...] = ()
    coverage: Coverage | None = None
    troubles: tuple[Trouble, ...] = ()
    copy: Comparison | None = None
    copy_of: int | None = None  # the reference's revision that it is nearest to
    addresses: tuple[str, ...] = ()
    why: str = ""
    licence: str = "unknown"
    agency: str | None = None
    as_of: str = ""
    zone: str = "UTC"
    program: str = "wirediff"
    questions: tuple[Question, ...] = ()
    story: str = ""  # the file of the story's report, where there is one beside this one
    beside: tuple[tuple[str, str], ...] = ()  # what the same report is called in another format -> its file
    credited: bool | None = None  # whether it names the agency that its story comes from; None where that is unknown
    heed: Heed = EVERYTHING
    notes: tuple[Noted, ...] = ()

    @property
    def latest(self) -> RevisionView:
        """The revision seen last."""
        return self.revisions[-1]

    @property
    def title(self) -> str:
        """The latest headline, or the address where there is none."""
        return self.latest.version.title or self.address

    @property
    def revisions_count(self) -> int:
        """How many revisions there are."""
        return len(self.revisions)

    @property
    def material_count(self) -> int:
        """How many material edits lie between its revisions."""
        return sum(len(step.material) for step in self.steps)

    @property
    def looks(self) -> int:
        """How often it was fetched."""
        return self.coverage.looks if self.coverage else 0

    @cached_property
    def anchor(self) -> str:
        """A name for links that stays the same through rebuilds: from outlet and address."""
        return anchor_of(self.outlet, self.address)

    @property
    def noted(self) -> dict[str, Noted]:
        """The latest note by the link of its edit."""
        return {f"{self.anchor}-{note.place}": note for note in self.notes if note.place}


def anchor_of(outlet: str, address: str) -> str:
    """A name for links to an article."""
    return "a-" + hashlib.sha256(f"{outlet}\n{address}".encode("utf-8", "replace")).hexdigest()[:10]


@dataclass(frozen=True)
class Cell:
    """What one article did with one paragraph of the reference. *comparison* is there where it edited it.

    *state* is kept, edited, moved or cut.
    """

    state: str
    text: str = ""
    comparison: Comparison | None = None


@dataclass(frozen=True)
class MatrixRow:
    """An article's row of the matrix: a cell for each reference paragraph, and the paragraphs of its own."""

    article: ArticleReport
    cells: tuple[Cell, ...]
    own: tuple[str, ...] = ()

    def count(self, state: str) -> int:
        """How many paragraphs have that *state*."""
        return sum(cell.state == state for cell in self.cells)


@dataclass(frozen=True)
class Matrix:
    """Outlet by paragraph of the reference revision."""

    article: ArticleReport
    revision: int
    paragraphs: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class StoryReport:
    """A story: its articles in the order in which they were first seen, and what lies between them."""

    id: int
    title: str
    as_of: str
    articles: tuple[ArticleReport, ...]
    reference: ArticleReport | None = None
    agency: str | None = None
    evidence: tuple[str, ...] = ()
    matrix: Matrix | None = None
    tree: tuple[Branch, ...] = ()
    zone: str = "UTC"
    program: str = "wirediff"
    archive: str = ""
    questions: tuple[Question, ...] = ()
    files: tuple[tuple[str, str], ...] = ()  # article anchor -> file of its own report, where there is one
    beside: tuple[tuple[str, str], ...] = ()  # what the same report is called in another format -> its file
    heed: Heed = EVERYTHING

    @property
    def noted(self) -> dict[str, Noted]:
        """The latest note on each edit, by the link of the edit."""
        return {link: note for article in self.articles for link, note in article.noted.items()}

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """The fetches of all its articles that gave no version."""
        return tuple(trouble for article in self.articles for trouble in article.troubles)


@dataclass(frozen=True)
class Collection:
    """Articles under one name: an outlet's, or an archive's, those that changed last. *id* names it for ever.

    *outlet* is the outlet's id, *days* its health, the latest first; *index* the file of the archive's index page.
    """

    id: str
    title: str
    as_of: str
    articles: tuple[ArticleReport, ...]
    zone: str = "UTC"
    program: str = "wirediff"
    outlet: str = ""
    days: tuple[Day, ...] = ()
    files: tuple[tuple[str, str], ...] = ()  # article anchor -> file of its own report, where there is one
    index: str = ""
    beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Entry:
    """A line of an archive's index page."""

    file: str
    title: str
    outlets: tuple[str, ...]
    articles: int
    revisions: int
    material: int
    first_seen: str
    last_seen: str
    attention: tuple[str, ...] = ()


@dataclass(frozen=True)
class OutletEntry:
    """An outlet's line of the index page."""

    file: str
    outlet: str
    name: str
    articles: int
    revisions: int
    material: int
    unnoted: int
    removed: int
    last_seen: str


@dataclass(frozen=True)
class Index:
    """An archive's index page: its stories, then its outlets with their health, then its articles."""

    archive: str
    as_of: str
    stories: tuple[Entry, ...]
    articles: tuple[Entry, ...]
    zone: str = "UTC"
    program: str = "wirediff"
    outlets: tuple[OutletEntry, ...] = ()
    health: Grid | None = None
    beside: tuple[tuple[str, str], ...] = ()
