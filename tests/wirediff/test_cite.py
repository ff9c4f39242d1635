"""``wirediff cite``: one line, BibLaTeX and CSL-JSON that say the same, with hashes that can be checked."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.kept import FERRY, kept_archive
from tests.pipelines.newsroom import page
from wirediff.cli import cli
from wirediff.cli.common import Failure


def cite(db: Path, *args: str) -> str:
    done = CliRunner().invoke(cli, ["cite", *args, "--db", str(db)], catch_exceptions=False, standalone_mode=False)
    return done.stdout


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept_archive(tmp_path_factory.mktemp("cite") / "a.db")


def test_a_line_says_who_where_when_and_by_which_bytes(archive: Path) -> None:
    line = cite(archive, f"{FERRY}@1")
    assert "\u201cFerry runs aground off Granite Bay\u201d. harbor" in line
    assert "revision 1, seen 2026-03-02T10:00:00Z" in line
    assert hashlib.sha256(page().encode()).hexdigest() in line


def test_the_forms_for_programs_say_the_same(archive: Path) -> None:
    item = json.loads(cite(archive, FERRY, "--format", "csl"))
    assert (item["URL"], item["version"], item["container-title"]) == (FERRY, "2", "harbor.example")
    entry = cite(archive, FERRY, "--format", "bibtex")
    assert entry.startswith("@online{harbor-example-")
    assert f"url = {{{FERRY}}}" in entry


def test_a_revision_that_is_not_there_is_told(archive: Path) -> None:
    with pytest.raises(Failure, match="has revisions 1 to 2, no 9"):
        cite(archive, f"{FERRY}@9")
