"""Stories from many articles: rewritten copies, digests, stock paragraphs, hundreds of copies, decisions, any order."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from comparison.fingerprint import words
from pipelines.archivist import Archivist
from pipelines.desk import Desk
from pipelines.extract import extract
from pipelines.story import settle_decided
from storage import decided, links
from storage.archive import Archive
from tests.pipelines.newsroom import Keeper
from tests.wires import DISPATCH, FOLLOW_UP, INDEPENDENT, OTHER, REWRITTEN, SPORT, text

UPDATED = (DISPATCH[0].replace("four dock", "five dock"), *DISPATCH[1:])
WITHDRAWN = ("EDITORS: Northwire has withdrawn its story about a fire in a silo at Port Alder. A new one will follow.",)
ARTICLES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("06:00", "northwire.example/fire", DISPATCH),
    ("06:05", "harbor.example/fire", DISPATCH[:5]),
    ("06:10", "metro.example/fire", (INDEPENDENT[0], *DISPATCH[1:])),
    ("06:15", "spin.example/fire", REWRITTEN),
    ("06:20", "northwire.example/railway", OTHER),
    ("06:25", "coast.example/railway", OTHER[:5]),
    ("06:30", "coast.example/roundup", (*DISPATCH[:4], *OTHER[:4], *SPORT[:4])),
    ("06:35", "northwire.example/cup", SPORT),
    ("06:40", "post.example/bakery", INDEPENDENT),
    ("06:45", "northwire.example/search", FOLLOW_UP),
    ("07:00", "northwire.example/fire", UPDATED),
    ("09:00", "northwire.example/fire", WITHDRAWN),
)
STORIES = [
    {"northwire.example/fire", "harbor.example/fire", "metro.example/fire", "spin.example/fire"},
    {"northwire.example/railway", "coast.example/railway"},
]


def keep(keeper: Keeper, *articles: tuple[str, str, tuple[str, ...]]) -> None:
    with keeper.archive.transaction():
        for at, address, paragraphs in articles:
            keeper.keep(at, url=f"https://{address}", text=text(paragraphs), title=paragraphs[0][:60])


def stories(archive: Archive) -> list[set[str]]:
    """The stories of several articles, the largest first."""
    found: dict[int, set[str]] = {}
    for row in archive.rows("SELECT sa.story, a.address FROM story_articles sa JOIN articles a ON a.id = sa.article"):
        found.setdefault(row["story"], set()).add(row["address"].removeprefix("https://"))
    return sorted((held for held in found.values() if len(held) > 1), key=len, reverse=True)


def story_of(archive: Archive, address: str) -> int:
    sql = "SELECT story FROM story_articles sa JOIN articles a ON a.id = sa.article WHERE a.address = ?"
    return int(archive.value(sql, (f"https://{address}",)))


def article_of(archive: Archive, address: str) -> int:
    return int(archive.value("SELECT id FROM articles WHERE address = ?", (f"https://{address}",)))


def test_copies_and_rewritings_join_while_digests_reports_and_follow_ups_do_not(keeper: Keeper) -> None:
    keep(keeper, *ARTICLES)

    assert stories(keeper.archive) == STORIES
    fire = story_of(keeper.archive, "northwire.example/fire")
    related = links.related_to(keeper.archive, fire)
    assert story_of(keeper.archive, "northwire.example/search") in related
    assert story_of(keeper.archive, "coast.example/roundup") in related
    assert story_of(keeper.archive, "northwire.example/cup") not in related


def test_the_story_names_its_wire_with_the_credits(keeper: Keeper) -> None:
    keep(keeper, *ARTICLES)
    fire = story_of(keeper.archive, "spin.example/fire")
    row = keeper.archive.row("SELECT agency, agency_confidence, agency_evidence FROM stories WHERE id = ?", (fire,))

    assert row is not None
    assert row["agency"] == "Northwire"
    assert row["agency_confidence"] > 0.9
    assert "PORT ALDER (Northwire) —" in row["agency_evidence"]
    bakery = story_of(keeper.archive, "post.example/bakery")
    assert keeper.archive.value("SELECT agency FROM stories WHERE id = ?", (bakery,)) is None


def test_any_order_of_arrival_makes_the_same_stories(tmp_path: Path) -> None:
    for seed in range(8):
        shuffled = random.Random(seed).sample(ARTICLES, len(ARTICLES))
        with Archive(tmp_path / f"{seed}.db") as archive:
            keep(Keeper(archive, Archivist(Desk(archive, extract))), *shuffled)

            assert stories(archive) == STORIES, f"order {seed}"
            reference = archive.value(
                "SELECT a.address FROM stories s JOIN revisions r ON r.id = s.reference "
                "JOIN articles a ON a.id = r.article WHERE s.id = ?",
                (story_of(archive, "harbor.example/fire"),),
            )
            assert reference == "https://northwire.example/fire", f"order {seed}"


def test_the_copy_that_shows_a_kinship_is_found_behind_others_that_do_not(tmp_path: Path) -> None:
    """A feature holds three paragraphs of the dispatch: too few of the whole, enough of the one copy that is cut."""
    whole = [("06:00", f"{outlet}.example/fire", DISPATCH) for outlet in ("northwire", "harbor", "metro", "post")]
    cut = ("06:10", "coast.example/fire", (*DISPATCH[1:5], *INDEPENDENT[:2]))
    feature = ("09:00", "spin.example/feature", (*SPORT[:2], *DISPATCH[1:4], *SPORT[2:4]))
    for number, order in enumerate(([*whole, cut, feature], [cut, *whole, feature], [feature, *whole, cut])):
        with Archive(tmp_path / f"{number}.db") as archive:
            keep(Keeper(archive, Archivist(Desk(archive, extract))), *order)

            assert [len(story) for story in stories(archive)] == [6], f"order {number}"


def test_the_same_documents_once_more_change_no_story(keeper: Keeper) -> None:
    keep(keeper, *ARTICLES)
    before = keeper.archive.rows("SELECT * FROM story_articles ORDER BY article")
    keep(keeper, *ARTICLES)

    assert keeper.archive.rows("SELECT * FROM story_articles ORDER BY article") == before


def test_hundreds_of_copies_are_all_found_and_cost_no_more_each(keeper: Keeper) -> None:
    def copy(number: int) -> tuple[str, str, tuple[str, ...]]:
        return (
            f"2026-03-02T{10 + number // 60}:{number % 60:02}:00Z",
            f"o{number}.example/fire",
            DISPATCH[: 5 + number % 4],
        )

    steps = []
    for first in (0, 100):
        begun = keeper.archive.db.conn.total_changes
        keep(keeper, *map(copy, range(first, first + 100)))
        steps.append(keeper.archive.db.conn.total_changes - begun)

    assert [len(held) for held in stories(keeper.archive)] == [200]
    assert steps[1] < 1.2 * steps[0]


def test_the_index_keeps_few_holders_of_what_hundreds_of_copies_say(keeper: Keeper) -> None:
    keep(keeper, *((f"10:{number:02}", f"o{number}.example/fire", DISPATCH) for number in range(60)))

    most = keeper.archive.value("SELECT max(held) FROM (SELECT count(*) AS held FROM fingerprints GROUP BY hash)")
    assert most == links.HOLDERS
    assert [len(story) for story in stories(keeper.archive)] == [60]


def test_a_paragraph_that_many_stories_share_joins_and_relates_none(keeper: Keeper) -> None:
    stock = " ".join(f"stock{number % 40} word{number}" for number in range(30))
    dice = random.Random(3)
    pool = [word for word in dict.fromkeys(words(text((*DISPATCH, *OTHER, *SPORT)))) if len(word) > 3]
    for number in range(30):
        own = " ".join(dice.choices(pool, k=120))
        keep(keeper, (f"10:{number:02}", f"o{number}.example/a{number}", (own, stock)))

    assert stories(keeper.archive) == []
    assert links.related_to(keeper.archive, story_of(keeper.archive, "o29.example/a29")) == []


@pytest.fixture
def decision(keeper: Keeper) -> Keeper:
    """An archive in which a reader took one copy out of the story and put a report of its own into it."""
    keep(keeper, *ARTICLES)
    archive = keeper.archive
    fire = [article_of(archive, one) for one in ("northwire.example/fire", "harbor.example/fire", "spin.example/fire")]
    leaving, joining = article_of(archive, "metro.example/fire"), article_of(archive, "post.example/bakery")
    decided.decide(archive, decided.APART, [leaving], fire, "2026-03-03T00:00:00Z")
    decided.decide(archive, decided.TOGETHER, [joining], fire, "2026-03-03T00:01:00Z")
    settle_decided(keeper.archivist.desk, [leaving, joining, *fire], "2026-03-03T00:01:00Z")
    return keeper


WANTED = {"northwire.example/fire", "harbor.example/fire", "spin.example/fire", "post.example/bakery"}


def test_what_a_reader_decides_is_done_at_once_and_noted(decision: Keeper) -> None:
    assert WANTED in stories(decision.archive)
    assert not any("metro.example/fire" in held for held in stories(decision.archive))


def test_what_a_reader_decided_outlasts_new_evidence(decision: Keeper) -> None:
    keep(decision, ("06:02", "northwire.example/fire", DISPATCH), ("23:00", "late.example/fire", DISPATCH))

    found = next(held for held in stories(decision.archive) if "northwire.example/fire" in held)
    assert found == WANTED | {"late.example/fire"}


def test_a_later_decision_takes_back_an_earlier_one(decision: Keeper) -> None:
    archive = decision.archive
    fire = [article_of(archive, one) for one in sorted(WANTED)]
    back = article_of(archive, "metro.example/fire")
    decided.decide(archive, decided.TOGETHER, [back], fire, "2026-03-04T00:00:00Z")
    settle_decided(decision.archivist.desk, [back, *fire], "2026-03-04T00:00:00Z")

    assert WANTED | {"metro.example/fire"} in stories(archive)


def test_stories_that_a_late_article_connects_become_one_and_the_merge_is_an_event(keeper: Keeper) -> None:
    first, second = (*DISPATCH[:4], *SPORT[:1]), (*DISPATCH[4:], *SPORT[4:])
    keep(keeper, ("10:00", "a.example/x", first), ("10:01", "b.example/x", first))
    keep(keeper, ("10:02", "c.example/x", second), ("10:03", "d.example/x", second))
    assert len(stories(keeper.archive)) == 2

    both = (*DISPATCH[:4], *DISPATCH[4:])
    keep(keeper, ("10:04", "e.example/x", (*first[:4], *second[:3])), ("10:05", "f.example/x", both))
    settled = stories(keeper.archive)
    merged = keeper.archive.value("SELECT count(*) FROM events WHERE kind = 'story merged'")
    assert (len(settled) == 1) == (merged > 0)


def test_a_story_whose_reference_turns_out_to_be_a_digest_is_compared_with_a_member(keeper: Keeper) -> None:
    keep(keeper, ("10:00", "a.example/digest", (*DISPATCH[:6], *OTHER)))
    keep(keeper, ("10:01", "b.example/fire", DISPATCH[:6]), ("10:02", "c.example/fire", DISPATCH[:6]))
    keep(keeper, ("10:03", "d.example/railway", OTHER), ("10:04", "e.example/railway", OTHER))

    assert {"b.example/fire", "c.example/fire"} in stories(keeper.archive)
    strays = """
    SELECT s.id FROM stories s JOIN revisions r ON r.id = s.reference
    WHERE r.article NOT IN (SELECT article FROM story_articles WHERE story = s.id)
    """
    assert keeper.archive.rows(strays) == []
