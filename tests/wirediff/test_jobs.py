"""The page of the ten jobs names only what there is, and leaves out no question."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.kept import kept_archive
from tests.pages import DOCS
from tests.wirediff.newsstand import run
from wirediff.asked import QUESTIONS
from wirediff.cli import COMMANDS


def test_each_job_is_answered_by_something_that_exists() -> None:
    text = (DOCS / "jobs.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")][1:]
    commands = {code.split()[0] for row in rows for code in re.findall(r"`([^`]+)`", row.split("|")[3])}

    assert len(rows) == 10
    assert commands - {"correction-missing", "removal", "trouble", "rewritten"} <= set(COMMANDS)
    assert set(re.findall(r"query ([a-z_]+)", text)) == set(QUESTIONS) - {"search", "notes_on_edits"}


def test_an_answer_in_the_terminal_has_no_pages_of_serve(tmp_path: Path) -> None:
    kept_archive(tmp_path / "wirediff.db")
    rows = run("query", "undisclosed_edits", "--set", "kind=number", "--json", cwd=tmp_path).stdout.splitlines()
    row = json.loads(rows[0])

    assert (row["before_text"], row["after_text"], "report" in row) == ("12", "19", False)
    assert run("query", "SELECT 1 AS report", "--seconds", "60", cwd=tmp_path).stdout == "1\n"
