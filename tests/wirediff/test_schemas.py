"""What commands print for programs is what the published JSON schemas say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator, FormatChecker

from comparison.model import KINDS
from tests.kept import FERRY, kept_archive
from tests.pages import PAGES, blocks
from tests.wires import DISPATCH, REWRITTEN
from wirediff.cli import cli

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"
COMMANDS = {
    "fetches": ("fetches", "--json", "--all"),
    "revisions": ("revisions", "--json"),
    "stories": ("stories", "--all", "--json"),
    "tree": ("tree", FERRY, "--json"),
    "compare": ("compare", f"{FERRY}@1", f"{FERRY}@2", "--json"),
}


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / f"{name}.json").read_text())
    return found


def told(*args: str) -> list[Any]:
    done = CliRunner().invoke(cli, args, catch_exceptions=False, standalone_mode=False)
    return (
        [json.loads(line) for line in done.stdout.splitlines()] if "\n{" in done.stdout else [json.loads(done.stdout)]
    )


def wrong(name: str, row: Any) -> list[str]:
    validator = Draft202012Validator(schema(name), format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(row)]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept_archive(tmp_path_factory.mktemp("schemas") / "a.db")


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.json")), ids=lambda path: path.stem)
def test_a_schema_is_one(path: Path) -> None:
    Draft202012Validator.check_schema(json.loads(path.read_text()))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_line_is_as_its_schema_says(archive: Path, name: str) -> None:
    rows = told(*COMMANDS[name], "--db", str(archive))
    assert rows
    assert [wrong(name, row) for row in rows if wrong(name, row)] == []


def test_a_comparison_of_two_whole_texts_is_as_its_schema_says(tmp_path: Path) -> None:
    for name, text in (("a.txt", DISPATCH), ("b.txt", (*DISPATCH[4:], *REWRITTEN[:2], *DISPATCH[:2]))):
        (tmp_path / name).write_text("\n\n".join(text))
    (found,) = told("compare", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--json")
    assert wrong("compare", found) == []
    assert {edit["op"] for edit in found["edits"]} >= {"move", "insert", "delete"} - {"delete"}


def test_the_documents_that_the_pages_import_are_as_their_schema_says() -> None:
    lines = [line for page in PAGES for block in blocks(page, "run") for line in block.code.splitlines()]
    documents = [json.loads(line) for line in lines if line.startswith('{"url"')]
    assert len(documents) > 10
    assert [wrong("document", one) for one in documents if wrong("document", one)] == []


def test_what_a_schema_forbids_is_found() -> None:
    assert wrong("fetches", {"url": "x", "outlet": "x", "fetched_at": "2026-03-01", "outcome": "fine", "reason": None})


def test_the_schema_of_an_edit_knows_every_kind() -> None:
    edits = schema("compare")["properties"]["edits"]["items"]["properties"]
    assert set(edits["kinds"]["items"]["enum"]) == set(KINDS)
