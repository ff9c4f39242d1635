"""The outputs of docs/jobs.md against an archive of the demo."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.reports.granite import wirediff

PAGE = Path(__file__).parents[2] / "docs" / "jobs.md"
SECONDS = re.compile(r"(T\d\d):\d\d:\d\dZ")  # a demo on a busy machine takes longer over its rounds
BLOCK = re.compile(r"<!-- demo -->\n```console\n(.*?)```", re.DOTALL)


def unanswered(folder: Path) -> list[str]:
    """The lines of the page that no line of their command's answer begins with or holds, in the demo's *folder*."""
    missing = []
    for block in BLOCK.findall(SECONDS.sub(r"\1", PAGE.read_text(encoding="utf-8"))):
        for command in block.split("$ wirediff ")[1:]:
            words, *lines = command.splitlines()
            done = wirediff(folder, *shlex.split(words))
            answers = SECONDS.sub(r"\1", done.stdout).splitlines()
            missing += [f"{words}: {done.stderr}"] if done.returncode or not lines else []
            missing += [f"{words}: {line}" for line in lines if not any(line in answer for answer in answers)]
    return missing
