"""No step of a fetch reads a whole table: every statement of its way is planned by an index."""

from __future__ import annotations

import re
from pathlib import Path

from pipelines.archivist import Archivist
from pipelines.desk import Desk
from pipelines.extract import extract
from storage.archive import Archive
from tests.kept import COUNCIL, EDITED, FERRY
from tests.pipelines.newsroom import Keeper, page

GROWS = """
    addresses articles derivations diffs edits events fetches fingerprints furniture_sightings pages paragraphs prints
    placements readings revisions stories story_articles story_links
""".split()  # noqa: SIM905 - a list of names
BY_NAME = {
    "revision_texts": "revision_id = 1",
    "wire_copies": "story = 1",
    "cut_paragraphs": "story = 1",
    "unlicensed_full_text": "story = 1",
    "still_running_old_version": "story = 1",
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


def test_views_answer_for_one_story_or_revision_by_an_index(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        found = {
            name: names
            for name, which in BY_NAME.items()
            if (names := scanned(archive, f"SELECT * FROM {name} WHERE {which}"))
        }
    assert found == {}
