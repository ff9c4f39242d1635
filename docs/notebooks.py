"""Runs the notebooks of this folder and writes down what their cells print: ``python docs/notebooks.py [DEMO]``.

All code cells of a notebook run in one fresh Python process, in order and in one namespace, as a kernel would run them;
the value of a cell's last line is shown where it is an expression. They use plain Python alone, so that neither Jupyter
nor its forty packages are needed to test them; any Jupyter opens them. DEMO is the folder that ``wirediff demo`` wrote;
what a notebook reads is exported there first.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
NOTEBOOKS = sorted((HERE / "notebook").glob("*.ipynb"))
EXPORTS = ("edits.csv", "revisions.jsonl")
MARK = "\x1e"  # a record separator: between what two cells print


def export(demo: Path, folder: Path) -> None:
    """Make the files that the notebooks read, as their first cell tells the reader to."""
    for name in EXPORTS:
        command = ["export", name.partition(".")[0], "--db", str(demo / "wirediff.db"), "-o", str(folder / name)]
        subprocess.run([sys.executable, "-m", "wirediff", *command], check=True, capture_output=True)


def code_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells that run."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def printed(notebook: dict[str, Any], folder: Path) -> list[str]:
    """What each code cell prints when all are run in *folder*; CalledProcessError where one fails."""
    program = f"\nprint({MARK!r}, end='')\n".join(_shown("".join(cell["source"])) for cell in code_cells(notebook))
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"a cell of the notebook failed:\n{done.stderr}")
    return done.stdout.split(MARK)


def _shown(source: str) -> str:
    """A cell's code, with a last expression printed, as a notebook shows it."""
    tree = ast.parse(source)
    if tree.body and isinstance(last := tree.body[-1], ast.Expr) and not _prints(last.value):
        tree.body[-1] = ast.parse(f"print({ast.unparse(last.value)})").body[0]
    return ast.unparse(tree)


def _prints(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "print"


def stored(notebook: dict[str, Any]) -> list[str]:
    """What the notebook says that its code cells print."""
    return ["".join(line for output in cell["outputs"] for line in output["text"]) for cell in code_cells(notebook)]


def filled(notebook: dict[str, Any], texts: list[str]) -> dict[str, Any]:
    """The notebook with *texts* as what its code cells print."""
    told = iter(texts)
    return notebook | {"cells": [*_filled(notebook["cells"], told)]}


def _filled(cells: list[dict[str, Any]], told: Iterator[str]) -> Iterator[dict[str, Any]]:
    for cell in cells:
        if cell["cell_type"] == "code" and (text := next(told)):
            output = {"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)}
            yield cell | {"outputs": [output]}
        else:
            yield cell


def main(demo: Path) -> None:
    """Run every notebook over the demo's export and write what its cells print into it."""
    with tempfile.TemporaryDirectory() as folder:
        export(demo, Path(folder))
        for path in NOTEBOOKS:
            notebook = json.loads(path.read_text(encoding="utf-8"))
            text = json.dumps(filled(notebook, printed(notebook, Path(folder))), ensure_ascii=False, indent=1)
            path.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo"))
