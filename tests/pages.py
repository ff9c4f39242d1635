"""The pages of the documentation as the tests read them: their blocks, how each is checked, and where links lead.

A block that has a language stands below a mark: ``run``, ``run: FILE``, ``demo``, ``outlets``, ``tutorial``, ``not
run: WHY``.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md"), *DOCS.glob("howto/*.md")])
FENCED = re.compile(r"(?:^<!-- (?P<mark>[^>]+) -->\n)?^```(?P<language>\w+)\n(?P<code>.*?)^```$", re.DOTALL | re.M)
SHOWN = {"text"}  # languages of blocks that only show something
SECONDS = re.compile(r"(T\d\d):\d\d:\d\dZ")  # a demo on a busy machine takes longer over its rounds
SHELL = set("|>&;$`")


@dataclass(frozen=True)
class Block:
    """A block with its *mark*: what is done with it, and the file or the reason after the colon."""

    page: Path
    language: str
    code: str
    mark: str | None

    @property
    def commands(self) -> list[str]:
        """Its lines without their comments."""
        return [re.sub(r"\s+# .*", "", line) for line in self.code.splitlines()]

    @property
    def way(self) -> str | None:
        """The first part of the mark."""
        return self.mark.partition(":")[0] if self.mark else None

    @property
    def rest(self) -> str:
        """What stands after the colon of the mark."""
        return (self.mark or "").partition(":")[2].strip()


def blocks(page: Path, *ways: str) -> list[Block]:
    """The blocks of a page in their order; only those that are checked in one of these *ways*, where any is named."""
    found = FENCED.finditer(page.read_text(encoding="utf-8"))
    every = [Block(page, one["language"], one["code"], one["mark"]) for one in found]
    return [block for block in every if not ways or block.way in ways]


def having(way: str) -> list[Path]:
    """The pages that have a block of that way."""
    return [page for page in PAGES if blocks(page, way)]


def called(page: Path) -> str:
    """A page's name for a test's."""
    return page.relative_to(ROOT).as_posix()


def shell(command: list[str], folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run *command* in *folder* with this environment's programs first on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path} | more
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=1200, check=False
    )


def unanswered(pages: list[Path], folder: Path) -> list[str]:
    """The lines of *demo* blocks that do not stand in what their command prints, run in the demo's *folder*."""
    return [missing for page in pages for block in blocks(page, "demo") for missing in _unanswered(block, folder)]


def _unanswered(block: Block, folder: Path) -> Iterator[str]:
    for part in re.split(r"^\$ ", block.code, flags=re.M)[1:]:
        first, *lines = part.splitlines()
        command = re.sub(r"\s+# .*", "", first)
        if command.startswith("cd "):
            continue  # to the demo's folder and back: it is where this runs
        code, said = _answer(command, folder)
        if code:
            yield f"{called(block.page)}: {command}: {said}"
        yield from (f"{called(block.page)}: {command}: {line}" for line in lines if _plain(line) not in _plain(said))


def _answer(command: str, folder: Path) -> tuple[int, str]:
    """Exit code and all that is printed; commands of ours that need no shell are called within this process.

    Not so `query`, whose child bounds its memory: it would begin with all that the tests hold.
    """
    from wirediff.cli import cli

    if not command.startswith("wirediff ") or command.startswith("wirediff query ") or SHELL & set(command):
        done = shell(["bash", "-euo", "pipefail", "-c", command], folder)
        return done.returncode, done.stdout + done.stderr
    before = Path.cwd()
    os.chdir(folder)
    try:
        result = CliRunner().invoke(cli, shlex.split(command)[1:], standalone_mode=False)
    finally:
        os.chdir(before)
    return (1 if result.exception else result.return_value or 0), f"{result.output}{result.exception or ''}"


def _plain(text: str) -> str:
    """Text as it is compared: however it is broken into lines, to the hour."""
    return " ".join(SECONDS.sub(r"\1", text).split())


def anchors(page: Path) -> set[str]:
    """What links to the headings of a page end in, as GitHub and MyST make it."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.M | re.S), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def broken_links(page: Path) -> list[str]:
    """Links of a page to files or headings that are not there."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    links = re.findall(r"\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)\s]+))?\)", text)
    return [f"{called(page)}: {path}#{anchor}" for path, anchor in links if not _leads(page, path, anchor)]


def _leads(page: Path, path: str, anchor: str) -> bool:
    target = (page.parent / path).resolve() if path else page
    return target.exists() and (not anchor or target.suffix != ".md" or anchor in anchors(target))
