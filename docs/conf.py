"""Sphinx builds the site from these pages: ``make site``. The pages stay plain Markdown, readable where they lie.

The navigation is made from `index.md`: each of its headings is a part, each link below it a page.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from myst_parser.parsers.sphinx_ import MystParser

HERE = Path(__file__).parent
PROJECT = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project, release, html_title = PROJECT["name"], PROJECT["version"], PROJECT["name"]
author = "the authors of wirediff"
extensions = ["myst_parser"]
myst_heading_anchors = 4
html_theme = "furo"
html_copy_source = False
html_show_copyright = False
exclude_patterns = ["_build"]
PART = re.compile(r"^## (?P<title>.+)\n(?P<pages>(?:\n|- .*\n| {2,}.*\n)+)", re.MULTILINE)
PAGE = re.compile(r"^- \[(?P<title>[^\]]+)\]\((?P<page>[^):#]+)\.(?:md|ipynb)\)", re.MULTILINE)


def navigation(_: Any, page: str, source: list[str]) -> None:
    """Put the hidden tables of contents, made from its own lists, at the end of the first page."""
    if page == "index":
        parts = [(part["title"], PAGE.findall(part["pages"])) for part in PART.finditer(source[0])]
        source[0] += "".join(_contents(title, pages) for title, pages in parts if pages)


def _contents(title: str, pages: list[tuple[str, str]]) -> str:
    entries = "\n".join(f"{name} <{page}>" for name, page in pages)
    return f"\n```{{toctree}}\n:hidden:\n:caption: {title}\n\n{entries}\n```\n"


class NotebookParser(MystParser):
    """A notebook as a page: its text as Markdown, its code and what that printed as blocks. Nothing is run here."""

    supported = ("ipynb",)

    def parse(self, inputstring: str, document: Any) -> None:
        """Turn the notebook's JSON into Markdown and parse that."""
        cells = json.loads(inputstring)["cells"]
        super().parse("\n\n".join(map(_cell, cells)), document)


def _cell(cell: dict[str, Any]) -> str:
    text = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        return text
    printed = "".join(line for output in cell["outputs"] for line in output.get("text", ()))
    return f"```python\n{text}\n```" + (f"\n\n```text\n{printed.rstrip()}\n```" if printed else "")


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.connect("source-read", navigation)
    app.add_source_suffix(".ipynb", "ipynb")
    app.add_source_parser(NotebookParser)
