"""The documentation is true: each block is run or says why not, lists are complete, links lead somewhere, it builds."""

from __future__ import annotations

import json
import re
import runpy
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.asking import ask
from tests.pages import DOCS, PAGES, ROOT, SHOWN, Block, blocks, broken_links, called, having, shell, unanswered
from wirediff.config import load
from wirediff.demo.script import OUTLETS
from wirediff.demo.server import Clock, serving
from wirediff.demo.timeline import at

REFERENCE = runpy.run_path(str(DOCS / "reference.py"))
NOTEBOOKS = runpy.run_path(str(DOCS / "notebooks.py"))
STRICT = ["bash", "-euo", "pipefail", "-c"]
ADDING = 'wirediff() { if [ "$1" = add ]; then command wirediff "$@" --yes; else command wirediff "$@"; fi; }\n'
DEMO = ROOT / "demo"
by_page = pytest.mark.parametrize("page", PAGES, ids=called)


@by_page
def test_every_block_is_run_or_says_why_not(page: Path) -> None:
    ways = {"run", "demo", "outlets", "tutorial", "not run"}
    told = [block for block in blocks(page) if block.language not in SHOWN]

    assert [block.code for block in told if block.way not in ways] == []
    assert [block.code for block in told if block.way == "not run" and len(block.rest) < 20] == []


@pytest.mark.parametrize("page", having("run"), ids=called)
def test_every_runnable_block_runs_in_the_order_of_its_page(page: Path, tmp_path: Path) -> None:
    for block in blocks(page, "run"):
        if block.rest:
            (tmp_path / block.rest).write_text(block.code, encoding="utf-8")
        else:
            assert _run(block, tmp_path) == "", block.code


def _run(block: Block, folder: Path) -> str:
    """What is wrong with a block; empty where nothing is."""
    if block.language == "sql":
        ask(_archive(folder), block.code)
        return ""
    if block.language == "toml":
        (folder / "block.toml").write_text(block.code, encoding="utf-8")
        load(folder / "block.toml")
        return ""
    command = {"sh": STRICT, "python": [sys.executable, "-c"]}[block.language]
    done = shell([*command, block.code], folder)
    return f"{done.stdout}\n{done.stderr}" if done.returncode or "Traceback" in done.stderr else ""


def _archive(folder: Path) -> Path:
    """The archive that a page has made so far; an empty one where it has made none."""
    path = next(iter(sorted(folder.glob("*.db"))), folder / "empty.db")
    with Archive(path):
        return path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what `make demo` wrote."""
    if not (DEMO / "report.html").exists():
        pytest.skip("there is no demo: make demo writes it")
    folder = tmp_path_factory.mktemp("pages") / "demo"
    shutil.copytree(DEMO, folder)
    with Archive(folder / "wirediff.db"):
        return folder


@pytest.mark.parametrize("page", having("demo"), ids=called)
def test_every_answer_of_the_demo_is_what_the_page_shows(page: Path, demo: Path) -> None:
    assert unanswered([page], demo) == [], "is demo/ of another day? make demo"


@pytest.mark.parametrize("path", NOTEBOOKS["NOTEBOOKS"], ids=called)
def test_every_cell_of_a_notebook_prints_what_stands_below_it(path: Path, demo: Path, tmp_path: Path) -> None:
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    NOTEBOOKS["export"](demo, tmp_path)

    assert NOTEBOOKS["printed"](notebook, tmp_path) == NOTEBOOKS["stored"](notebook), "run make demo docs"


@pytest.fixture
def outlets(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a reader whose outlets are the demo's, on this machine, at nine hours into its story."""
    mine = tmp_path / "config" / "wirediff"
    mine.mkdir(parents=True)
    with serving(OUTLETS, Clock(at("9:00"), speed=0), lambda _: None) as hosts:
        mapped = "".join(f'"{host}" = "{address}"\n' for host, address in hosts.items())
        (mine / "wirediff.toml").write_text(f'[crawl]\npace = "0s"\n[network.hosts]\n{mapped}')
        yield {"XDG_CONFIG_HOME": str(mine.parent), "WIREDIFF_CLOCK": f"{at('9:00'):%Y-%m-%dT%H:%M:%SZ}"}


@pytest.mark.parametrize("page", having("outlets"), ids=called)
def test_following_a_page_with_outlets_of_one_s_own_ends_well(
    page: Path, outlets: dict[str, str], tmp_path: Path
) -> None:
    steps = [block.code for block in blocks(page, "outlets")]
    done = shell([*STRICT, "\n".join([ADDING, *steps])], tmp_path, **outlets)

    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert [report.name for report in tmp_path.rglob("*.html")] != []


@pytest.mark.parametrize("page", having("tutorial"), ids=called)
def test_what_is_said_in_short_is_what_the_tutorial_does(page: Path) -> None:
    does = [line for block in blocks(DOCS / "first-ten-minutes.md", "outlets") for line in block.commands]
    says = [line for block in blocks(page, "tutorial") for line in block.commands]

    assert [line for line in says if line not in does] == []


@pytest.mark.parametrize("name", REFERENCE["WRITTEN"])
def test_every_reference_is_what_the_code_says(name: str) -> None:
    page: Callable[[str], tuple[Path, str]] = REFERENCE["page"]
    path, text = page(name)

    assert path.read_text(encoding="utf-8") == text, "run make docs"


def test_the_picture_of_the_architecture_is_what_its_script_draws() -> None:
    drawn = runpy.run_path(str(DOCS / "architecture.py"))

    assert drawn["OUT"].read_text(encoding="utf-8") == drawn["picture"](), "run make docs"


def test_the_three_questions_of_a_newsroom_have_their_answers(tmp_path: Path) -> None:
    """Headlines that an article ever had, paragraphs cut of another's copy, fetches that failed, by outlet."""
    made, *questions = blocks(DOCS / "archive.md", "run")
    assert shell([*STRICT, made.code.split("wirediff query")[0]], tmp_path).returncode == 0
    headlines, cut, failed = (ask(tmp_path / "flood.db", block.code)[1] for block in questions[:3])

    assert [row[0] for row in headlines] == ["Flood barrier fails at Merrow", "Flood barrier fails, 1,900 flee"]
    assert [row[2] for row in cut] == ["Crews had reported a broken motor in the spring, the harbour office said."]
    assert list(failed) == []


@by_page
def test_every_link_leads_somewhere(page: Path) -> None:
    assert broken_links(page) == []


def test_it_is_said_of_every_table_what_a_row_is() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", (DOCS / "archive.md").read_text(encoding="utf-8"), re.M)

    assert [name for name, meaning in rows if not meaning] == [], "say it in docs/meanings.py"
    assert set(REFERENCE["MEANINGS"]) <= {name for name, _ in rows}


def test_every_command_is_in_the_reference() -> None:
    commands: dict[str, Any] = runpy.run_path(str(ROOT / "wirediff" / "cli" / "__init__.py"))["COMMANDS"]
    text = (DOCS / "commands.md").read_text(encoding="utf-8")

    assert [name for name in commands if f"## `wirediff {name}`" not in text] == []


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    done = shell([sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", str(DOCS), str(tmp_path / "site")], ROOT)

    assert done.stdout + done.stderr == ""
    front = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert [page.name for page in DOCS.rglob("*.md") if f"{page.stem}.html" not in front and page.stem != "index"] == []
