"""A git repository that holds a file for each article and a commit for each version.

The address of a file is ``--url``, where it names one with ``{path}`` in it (``https://outlet.example/{path}``); else
the file is named by the repository and its path. A file that a commit takes away is an absence.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import quote

from crawler import clock
from crawler.items import Fetched
from pipelines.documents import DocumentError, Given, Place, Unread, fetched_from

TEXTS, PAGES = (".txt", ".md", ".text", ".rst"), (".html", ".htm", ".xhtml")
LOG = ("log", "--reverse", "--no-renames", "--no-merges", "--name-status", "-z", "--format=%x01%H %ct")
GONE = 404


def is_one(path: Path) -> bool:
    """Whether *path* is a repository, with its files or bare."""
    return (path / ".git").exists() or ((path / "HEAD").is_file() and (path / "objects").is_dir())


def places(path: Path, given: Given) -> Iterator[Place | Unread]:
    """Every version of every file that is a text or a page."""
    try:
        log = _git(path, *LOG)
    except DocumentError as error:
        yield Unread(str(path), str(error))
        return
    for number, (commit, when, change, name) in enumerate(_changes(log), 1):
        if not name.lower().endswith(TEXTS + PAGES):
            continue
        yield Place(when, path, number, read=partial(_read, path, commit, when, change, name, given))


def _changes(log: bytes) -> Iterator[tuple[str, str, str, str]]:
    """Commit, time, what was done (A, M, D, T) and the file's name, in the order of history."""
    for part in log.split(b"\x01")[1:]:
        head, *rest = part.strip(b"\x00\n").split(b"\x00")
        commit, _, seconds = head.decode().strip().partition(" ")
        when = clock.stamp(datetime.fromtimestamp(int(seconds), UTC))
        words = [word.decode("utf-8", "surrogateescape").strip("\n") for word in rest]
        yield from ((commit, when, change, name) for change, name in zip(words[::2], words[1::2], strict=False))


def _read(path: Path, commit: str, when: str, change: str, name: str, given: Given) -> Fetched:
    plain = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    document = {
        "url": _address(path, plain, given),
        "outlet": given.outlet or (plain.split("/")[0] if "/" in plain else path.resolve().name),
        "fetched_at": when,
    }
    if change.startswith("D"):
        return fetched_from(document | {"status": GONE})
    body = _git(path, "cat-file", "blob", f"{commit}:{name}").decode("utf-8", "replace")
    return fetched_from(document | ({"html": body} if name.lower().endswith(PAGES) else {"text": body}))


def _address(path: Path, name: str, given: Given) -> str:
    if given.url and "{path}" in given.url:
        return given.url.replace("{path}", quote(name))
    return f"file:{path.resolve().name}/{name}"


def _git(path: Path, *args: str) -> bytes:
    """What git says of the repository; it runs no hook and no configured program."""
    safe = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "safe.directory=*")
    try:
        done = subprocess.run(["git", "-C", str(path), *safe, *args], capture_output=True, check=False)
    except FileNotFoundError:
        raise DocumentError("it is a git repository, and git is not installed: apt-get install git") from None
    if done.returncode:
        raise DocumentError(f"git says: {done.stderr.decode('utf-8', 'replace').strip()[:200]}")
    return done.stdout
