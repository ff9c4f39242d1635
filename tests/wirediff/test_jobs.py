"""The page of the ten jobs names only what there is, and leaves out no question."""

from __future__ import annotations

import re

from tests.pages import DOCS
from wirediff.asked import QUESTIONS
from wirediff.cli import COMMANDS


def test_each_job_is_answered_by_something_that_exists() -> None:
    text = (DOCS / "jobs.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")][1:]
    commands = {code.split()[0] for row in rows for code in re.findall(r"`([^`]+)`", row.split("|")[3])}

    assert len(rows) == 10
    assert commands - {"correction-missing", "removal", "trouble", "rewritten"} <= set(COMMANDS)
    assert set(re.findall(r"query ([a-z_]+)", text)) == set(QUESTIONS) - {"search", "notes_on_edits"}
