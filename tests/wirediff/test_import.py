"""``wirediff import`` and the commands that read back, through their real processes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

TEXT = (
    "GRANITE BAY (Northwire) - A ferry ran aground outside the harbour on Monday, and 12 people were hurt.\n\n"
    "The vessel had left the mainland an hour before, in calm weather, according to the port authority.\n\n"
    "Two tugs pulled the ferry free before noon, and divers were to look at the hull on Tuesday."
)


def run(*args: object, code: int = 0) -> list[dict[str, Any]]:
    """Run wirediff; its JSON Lines."""
    done = subprocess.run(
        [sys.executable, "-m", "wirediff", *map(str, args)], capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()] if "--json" in args else []


def write(path: Path, *documents: dict[str, Any] | str) -> Path:
    """A JSON Lines file."""
    path.write_text("".join((d if isinstance(d, str) else json.dumps(d)) + "\n" for d in documents))
    return path


def document(hour: int, **values: Any) -> dict[str, Any]:
    """A clean text as fetched at some hour of a day."""
    return {"url": "https://harbor.example/a", "fetched_at": f"2026-03-02T{hour:02}:00:00Z", "text": TEXT} | values


def test_documents_are_kept_in_order_of_time_whatever_their_order_in_the_file(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    path = write(tmp_path / "d.jsonl", document(11, text=TEXT.replace("12", "19")), document(10), document(12))
    run("import", path, "--db", db)

    rows = run("fetches", "--json", "--db", db)
    assert [(row["fetched_at"][11:13], row["outcome"], row["revision"]) for row in rows] == [
        ("10", "new", 1), ("11", "revised", 2), ("12", "revised", 3)
    ]  # fmt: skip


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    db, path = tmp_path / "a.db", write(tmp_path / "d.jsonl", document(10, title="A ferry"), document(11))
    seen = []
    for _ in range(2):
        run("import", path, "--db", db)
        seen.append((run("fetches", "--json", "--db", db), run("revisions", "--json", "--db", db)))

    assert seen[0] == seen[1]


def test_a_revision_has_the_exact_text_and_fields(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    path = write(tmp_path / "d.jsonl", document(10, title="A ferry", byline="Ana Ruiz", lang="en", credit="Northwire"))
    run("import", path, "--db", db)

    (row,) = run("revisions", "--json", "--db", db)
    assert {name: row[name] for name in ("text", "title", "byline", "credit", "lang", "outlet", "revision")} == {
        "text": TEXT, "title": "A ferry", "byline": "Ana Ruiz", "credit": "Northwire", "lang": "en",
        "outlet": "harbor.example", "revision": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "Expecting"),
        ("[1]", "no JSON object"),
        ('{"url": "https://x.example/"}', "fetched_at is required"),
        ('{"url": "https://x.example/", "fetched_at": "yesterday", "text": "a"}', "Invalid isoformat"),
        ('{"url": "https://x.example/", "fetched_at": "2026-03-02T10:00:00Z"}', "neither html nor text"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_the_rest_kept(tmp_path: Path, line: str, why: str) -> None:
    db, path = tmp_path / "a.db", write(tmp_path / "d.jsonl", document(10), line, document(12))
    done = subprocess.run(
        [sys.executable, "-m", "wirediff", "import", path, "--db", db], capture_output=True, text=True, check=False
    )

    assert done.returncode == 3
    assert f"{path}:2" in done.stderr
    assert why in done.stderr
    assert len(run("fetches", "--json", "--db", db)) == 2


def test_half_a_character_is_shown_as_one_that_is_missing(tmp_path: Path) -> None:
    db, path = tmp_path / "a.db", tmp_path / "d.jsonl"
    line = json.dumps(document(10, title="A ferry XX", headers={"x": "XX"}, outlet="hXX")).replace("XX", "\\ud800")
    path.write_text(line)
    run("import", path, "--db", db)

    (row,) = run("revisions", "--json", "--db", db)
    assert (row["title"], row["outlet"]) == ("A ferry \ufffd", "h\ufffd")


def test_a_single_page_takes_its_address_and_time_from_the_command(tmp_path: Path) -> None:
    db, path = tmp_path / "a.db", tmp_path / "saved.html"
    path.write_text(
        "<html><body><article><h1>Ferry runs aground off Granite Bay</h1><p>"
        + TEXT.replace("\n\n", "</p><p>")
        + "</p></article>"
    )
    run("import", path, "--url", "https://harbor.example/b", "--fetched-at", "2026-03-02T10:00:00Z", "--db", db)

    (row,) = run("revisions", "--json", "--db", db)
    assert (row["url"], row["first_seen"], row["text"]) == ("https://harbor.example/b", "2026-03-02T10:00:00Z", TEXT)


def test_a_text_without_an_address_is_named_by_its_content(tmp_path: Path) -> None:
    db, path = tmp_path / "a.db", tmp_path / "found.txt"
    path.write_text(TEXT)
    run("import", path, "--db", db)

    (row,) = run("revisions", "--json", "--db", db)
    assert row["url"].startswith("file:")
    assert row["text"] == TEXT


def test_a_query_reads_and_nothing_else(tmp_path: Path) -> None:
    db, path = tmp_path / "a.db", write(tmp_path / "d.jsonl", document(10))
    run("import", path, "--db", db)

    assert run("query", "SELECT count(*) AS n FROM fetches", "--json", "--db", db) == [{"n": 1}]
    for attack in (
        "DELETE FROM fetches", "DROP TABLE pages", f"ATTACH '{tmp_path}/x.db' AS x", f"VACUUM INTO '{tmp_path}/y.db'",
        "PRAGMA journal_mode = DELETE", "SELECT load_extension('x')", "CREATE TEMP TABLE t (a)", "nonsense",
    ):  # fmt: skip
        run("query", attack, "--db", db, code=2)
    assert sorted(child.name for child in tmp_path.glob("[xy].db")) == []
    assert run("query", "SELECT count(*) AS n FROM fetches", "--json", "--db", db) == [{"n": 1}]


def test_a_query_that_never_ends_is_stopped(tmp_path: Path) -> None:
    db, path = tmp_path / "a.db", write(tmp_path / "d.jsonl", document(10))
    run("import", path, "--db", db)

    run("query", "SELECT printf('%.900000000c', 'x')", "--seconds", "1", "--db", db, code=4)


def test_fetches_made_by_an_import_that_was_killed_are_whole(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    path = write(
        tmp_path / "d.jsonl",
        *[document(10, url=f"https://x.example/notice-{n}", text=f"Notice {n}. {TEXT}") for n in range(900)],
    )
    importer = subprocess.Popen([sys.executable, "-m", "wirediff", "import", path, "--db", db])
    while importer.poll() is None:
        wal = db.with_name("a.db-wal")
        if wal.exists() and wal.stat().st_size > 2**20:
            importer.kill()
    counts = "SELECT " + ", ".join(f"(SELECT count(*) FROM {t}) AS {t}" for t in ("fetches", "readings", "revisions"))
    (row,) = run("query", counts, "--json", "--db", db)
    assert row["fetches"] == row["readings"] == row["revisions"]
    run("import", path, "--db", db)
    assert run("query", counts, "--json", "--db", db) == [dict.fromkeys(row, 900)]
