"""Values that try to act wherever they are shown: markup, scripts, templates, escapes, formulas, what XML forbids."""

from __future__ import annotations

from comparison.compare import compare
from comparison.model import Version
from reports.branch import Branch
from reports.health import Day, grid
from reports.matrix import matrix_of
from reports.model import (
    ArticleReport,
    Collection,
    Entry,
    Happening,
    Index,
    OutletEntry,
    RevisionView,
    Step,
    StoryReport,
    Trouble,
)

PIECES = (
    "<script>document.title='owned'</script>", "\"><img src=x onerror=\"document.title='owned'\">",
    "' onmouseover='alert(1)", "<svg/onload=document.title='owned'>", "</style><style>*{display:none}</style>",
    "{{ 7*7 }}{% raw %}", "${7*7} <%= 7*7 %>", "\u202e91 dead\u202c", "\x1b[2J\x1b]0;x\x07", "=HYPERLINK(1)", "@SUM(1)",
    "-1+1", "+1", "\t=1", "\x00\x01\x0b\x0c\x1f\ufffe\uffff", "\ud800", "]]>", "<!DOCTYPE x [<!ENTITY y 'z'>]>&y;",
    "&amp;#x1b;", "[x](javascript:alert(1))", "javascript:alert(1)", "data:text/html,<script>alert(1)</script>",
    "</script><script>alert(1)</script>", "<!--<script>", "\u2028\u2029", "\u200bzero\u200dwidth", "\\",
    "<iframe src=//x>", "http://evil.example/",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
)  # fmt: skip
TEXTS = [f"{first} {second}" for first in PIECES for second in PIECES[::3]]  # 300
AT = "2026-03-02T{:02}:{:02}:00Z"


def article(number: int) -> ArticleReport:
    """An article of two revisions; every field that a page or a server can fill is hostile, each in another way."""
    title, text, byline, address, other = TEXTS[5 * number : 5 * number + 5]
    lead = "A quiet {} at the harbour, where nothing was heard of the ferry that had left at nine.\n\n"
    before = Version(f"{lead.format('morning')}{text}", title="Calm", lang="en")
    after = Version(f"{lead.format('night')}{text} again", title, other, byline, other, other, lang=other)
    first, last = AT.format(9, number), AT.format(12, number)
    views = (RevisionView(1, first, first, before), RevisionView(2, last, last, after, 4, "f" * 64, other))
    return ArticleReport(
        byline, other, f"https://x.example/{address}" if number % 2 else address, "present" if number % 9 else "gone",
        first, last, views, (Step(1, 2, last, compare(before, after), True),), (Happening(other, last, text),),
        troubles=(Trouble(title, address, "held", other, 1, first, last),), addresses=(address, other), why=byline,
        licence=other, agency=title, as_of=last,
    )  # fmt: skip


def articles() -> tuple[ArticleReport, ...]:
    """Articles that hold all the texts."""
    return tuple(article(number) for number in range(len(TEXTS) // 5))


def story(held: tuple[ArticleReport, ...]) -> StoryReport:
    """A story of them, with a matrix and a tree."""
    text = " ".join(PIECES)
    tree = tuple(
        Branch(one.anchor, 1, one.first_seen, "copy" if place else "wire", 0.5, True,
               ((held[place - 1].anchor, 1),) if place else (), ((held[0].anchor, 1, 0.4),), (text,))
        for place, one in enumerate(held)
    )  # fmt: skip
    matrix = matrix_of(held[0], held)
    return StoryReport(1, text, AT.format(13, 0), held, held[0], text, (text,), matrix, tree, archive=text)


def outlet(held: tuple[ArticleReport, ...]) -> Collection:
    """An outlet's report."""
    day = Day(TEXTS[0], "2026-03-02", 3, 1, 0, 2, 0, 0, 0, 1.0, 2.0, " ".join(PIECES), " ".join(PIECES))
    return Collection(f"outlet {TEXTS[0]}", TEXTS[1], AT.format(13, 0), held, outlet=TEXTS[0], days=(day,))


def index(held: tuple[ArticleReport, ...]) -> Index:
    """An archive's index page."""
    entries = tuple(
        Entry("x.html", one.title, (one.name,), 1, 2, 1, one.first_seen, one.last_seen, ("Removed",)) for one in held
    )
    outlets = tuple(OutletEntry("x.html", one.outlet, one.name, 1, 2, 1, 1, 0, one.last_seen) for one in held)
    days = tuple(Day(one.outlet, "2026-03-02", 3, 1, 0, 2, 0, 0, 0, warning=one.name) for one in held)
    return Index(
        TEXTS[0],
        AT.format(13, 0),
        entries[:9],
        entries,
        outlets=outlets,
        health=grid(days, [o.outlet for o in outlets]),
    )
