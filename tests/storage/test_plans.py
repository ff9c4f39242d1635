"""No step of a fetch reads a whole table: every statement of its way is planned by an index."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.stories_corpus import pieces
from benchmarks.stories_planting import plant
from pipelines.archivist import Archivist
from pipelines.desk import Desk
from pipelines.extract import extract
from storage.archive import Archive
from tests.kept import COUNCIL, EDITED, FERRY, kept_archive
from tests.pipelines.newsroom import Keeper, page

GROWS = """
    addresses articles derivations diffs edits events fetches fingerprints furniture_sightings pages paragraphs prints
    placements readings revisions stories story_articles story_links
""".split()  # noqa: SIM905 - a list of names
OF_OUTLET, OF_STORY = "outlet = 'harbor.example'", "story = 1"
DAY = "{0} >= '2026-03-02' AND {0} < '2026-03-03'"
ASKED = {
    "revision_texts": ("revision_id = 1", OF_OUTLET, DAY.format("first_seen")),
    "headline_variants": (OF_STORY, OF_OUTLET, "url = 'https://harbor.example/ferry'"),
    "undisclosed_edits": (OF_OUTLET, DAY.format("first_seen")),
    "removed": (OF_OUTLET, DAY.format("absent_at")),
    "cut_paragraphs": (OF_STORY, OF_OUTLET),
    "wire_copies": (OF_STORY, OF_OUTLET),
    "unlicensed_full_text": (OF_STORY, OF_OUTLET),
    "still_running_old_version": (OF_STORY, OF_OUTLET),
    "outlet_health": (OF_OUTLET, "day = '2026-03-02'"),
}


def scanned(archive: Archive, sql: str) -> set[str]:
    """The tables that grow with the archive, of which a statement would read every row."""
    of_views = archive.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'view'")
    views = " ".join(row["sql"] for row in of_views if row["name"] in sql)
    plan = archive.db.conn.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
    aliases = set(re.findall(r"\b(\w+)(?= (?:AS )?(\w+))", f"{sql} {views}"))
    names = {match.group(1) for row in plan if (match := re.match(r"SCAN (\w+)", row[3]))}
    return {table for name in names for table in GROWS if table == name or (table, name) in aliases}


def test_a_whole_table_that_is_read_is_found(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        assert scanned(archive, "SELECT r.title FROM revisions r WHERE r.title = 'a'") == {"revisions"}


def test_no_statement_of_a_fetch_reads_a_whole_table(tmp_path: Path) -> None:
    told: set[str] = set()
    with Archive(tmp_path / "archive.db") as archive:
        keeper = Keeper(archive, Archivist(Desk(archive, extract)))
        keeper.keep("09:00", "https://tide.example/ferry")
        archive.db.conn.set_trace_callback(told.add)
        keeper.keep("10:00", FERRY)
        keeper.keep("11:00", FERRY, html=page(EDITED))
        keeper.keep("11:30", FERRY, html=page(EDITED))
        keeper.keep("12:00", FERRY, html=page(EDITED, head="<meta name=token content=1>"))
        keeper.keep("12:30", "https://harbor.example/budget", html=page(COUNCIL, "Council adopts budget"))
        keeper.keep("13:00", FERRY, status=404)
        archive.db.conn.set_trace_callback(None)
        asked = {sql for sql in told if re.match(r"\s*(?:SELECT|UPDATE|DELETE|WITH)\b", sql)}
        found = {sql: names for sql in asked if (names := scanned(archive, sql))}
    assert len(asked) > 50
    assert found == {}


def steps(archive: Archive, sql: str) -> int:
    """How many instructions SQLite runs for a query."""
    run: list[None] = []
    archive.db.conn.set_progress_handler(lambda: run.append(None), 1)
    archive.db.conn.execute(sql).fetchall()
    archive.db.conn.set_progress_handler(None, 0)
    return len(run)


def test_a_view_asked_for_one_story_outlet_or_day_costs_the_same_in_a_larger_archive(tmp_path: Path) -> None:
    with Archive(kept_archive(tmp_path / "archive.db")) as archive:
        asked = [f"SELECT * FROM {view} WHERE {which}" for view, every in ASKED.items() for which in every]
        before = {sql: steps(archive, sql) for sql in asked}
        with archive.transaction():
            for piece in pieces(200, 1):
                plant(archive, piece)
        grew = {sql for sql in asked if steps(archive, sql) > 1.1 * before[sql] + 20}
    assert grew == set()


def test_what_refers_to_a_row_that_may_be_taken_back_is_found_by_an_index(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        refers = 'SELECT s.name AS child, f."from" AS column FROM sqlite_schema s, pragma_foreign_key_list(s.name) f '
        refers += "WHERE f.\"table\" IN ('articles', 'revisions', 'paragraphs', 'diffs', 'stories')"
        asked = [f"SELECT * FROM {row['child']} WHERE {row['column']} = 1" for row in archive.rows(refers)]
        found = {sql: names for sql in asked if (names := scanned(archive, sql))}
    assert len(asked) > 15
    assert found == {}
