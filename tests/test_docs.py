"""The documentation is true: what it says can be run runs, what it lists is complete, what it links to is there."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage.asking import ask

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
RUN = re.compile(
    r"<!-- run(?:: (?P<file>\S+))? -->\n```(?P<language>\w+)\n(?P<code>.*?)^```$", re.DOTALL | re.MULTILINE
)
REFERENCE = runpy.run_path(str(ROOT / "docs" / "reference.py"))
RUNNABLE = [page for page in PAGES if RUN.search(page.read_text(encoding="utf-8"))]


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


COMMANDS = {"sh": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}


def answers(sql: str, folder: Path) -> list[tuple[Any, ...]]:
    """What the archive of a page says."""
    _, rows = ask(folder / "flood.db", sql)
    return list(rows)


@pytest.mark.parametrize("page", RUNNABLE, ids=lambda page: page.name)
def test_every_runnable_block_runs_in_the_order_of_its_page(page: Path, tmp_path: Path) -> None:
    for block in RUN.finditer(page.read_text(encoding="utf-8")):
        if block["file"]:
            (tmp_path / block["file"]).write_text(block["code"], encoding="utf-8")
        elif block["language"] == "sql":
            answers(block["code"], tmp_path)
        else:
            done = run([*COMMANDS[block["language"]], block["code"]], tmp_path)
            assert done.returncode == 0, f"{block['code']}\n{done.stdout}\n{done.stderr}"
            assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", REFERENCE["WRITTEN"])
def test_every_reference_is_what_the_code_says(name: str) -> None:
    page: Callable[[str], tuple[Path, str]] = REFERENCE["page"]
    path, text = page(name)

    assert path.read_text(encoding="utf-8") == text, "run make docs"


def test_the_three_questions_of_a_newsroom_have_their_answers(tmp_path: Path) -> None:
    """Headlines that an article ever had, paragraphs cut of another's copy, fetches that failed, by outlet."""
    text = (ROOT / "docs" / "archive.md").read_text(encoding="utf-8")
    blocks = [block for block in RUN.finditer(text) if block["language"] == "sql"]
    made = next(RUN.finditer(text))["code"].split("wirediff query")[0]
    assert run([*COMMANDS["sh"], made], tmp_path).returncode == 0
    headlines, cut, failed = (answers(block["code"], tmp_path) for block in blocks[:3])

    assert [row[0] for row in headlines] == ["Flood barrier fails at Merrow", "Flood barrier fails, 1,900 flee"]
    assert [row[2] for row in cut] == ["Crews had reported a broken motor in the spring, the harbour office said."]
    assert failed == []


def test_every_link_leads_somewhere() -> None:
    later = {"docs/report.png"}
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text(encoding="utf-8")):
            found = (page.parent / target).resolve()
            assert found.exists() or str(found.relative_to(ROOT)) in later, f"{page.name}: {target}"


def test_every_command_is_in_the_changelog_or_the_pages() -> None:
    commands: dict[str, Any] = runpy.run_path(str(ROOT / "wirediff" / "cli" / "__init__.py"))["COMMANDS"]
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")

    assert [name for name in commands if f"### `wirediff {name}`" not in text] == []
