"""Held pages are listed with their reasons, and a reader's word on one is obeyed from then on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.pipelines.newsroom import DISPATCH, page
from wirediff.cli import cli

FERRY = "https://harbor.example/ferry"
COUNCIL = (
    "Granite Bay's council adopted a budget of 41 million crowns on Tuesday after six hours of debate.",
    "It raises the levy on moorings by a tenth and closes the reading room in the old customs house.",
    "Opponents said they would ask the county to review the vote, which passed by a single voice.",
)


def run(*args: str, fails: int = 0) -> list[dict[str, object]]:
    """The JSON lines that a command prints."""
    done = CliRunner().invoke(cli, args, catch_exceptions=True, standalone_mode=False)
    assert (done.return_value or 0) == fails, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def archive(tmp_path: Path) -> str:
    """An archive with a page that is held as another article."""
    pages = {"10:00": page(DISPATCH), "11:00": page(COUNCIL, "Council adopts budget")}
    lines = [
        json.dumps({"url": FERRY, "fetched_at": f"2026-03-02T{hour}:00Z", "html": html}) for hour, html in pages.items()
    ]
    (tmp_path / "pages.jsonl").write_text("\n".join(lines), encoding="utf-8")
    run("import", str(tmp_path / "pages.jsonl"), "--db", str(tmp_path / "archive.db"))
    return str(tmp_path / "archive.db")


def test_a_held_page_is_listed_and_becomes_a_revision_once_it_is_accepted(archive: str) -> None:
    (held,) = run("held", "--db", archive, "--json")
    assert str(held["reason"]).startswith("another article")

    run("held", "accept", str(held["fetch"]), "--who", "desk", "--db", archive)
    assert run("held", "--db", archive, "--json") == []
    run("rebuild", "--db", archive)

    assert [row["outcome"] for row in run("fetches", "--db", archive, "--json")] == ["new", "revised"]

    run("held", "refuse", str(held["fetch"]), "--db", archive)
    assert [row["outcome"] for row in run("fetches", "--db", archive, "--json")] == ["new", "held"]
    assert [row["revision"] for row in run("revisions", "--db", archive, "--json")] == [1]
