"""How small an archive is: bytes a revision, beside git and gzip on the same history, in one run.

    python -m benchmarks.size DATA               # DATA: a folder with .html or .html.gz files, read with its subfolders
    python -m benchmarks.size DATA --articles 40

Each page becomes an article of ten versions: words change in a paragraph of its text, and a token with every fetch.
They go through `wirediff import` and `wirediff compact`; beside it each version is a commit of a git repository that is
packed by `git gc --aggressive`, and a gzip file.

pages   bytes of the pages' table and its index, a fetch; over git's
texts   bytes of texts, search, revisions, diffs and edits, a revision

Where pages take more than git, or texts more than 1,500 bytes, the exit code is 1.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.speed import pages_of
from crawler.clock import stamp
from pipelines.extract import extract
from storage.archive import Archive

VERSIONS, START = 10, datetime(2026, 3, 2, tzinfo=UTC)
LARGEST_TEXTS = 1500
_WORDS = """
    council harbour minister police report nineteen officials Tuesday million later inquiry spokesman bridge
"""
WORDS = _WORDS.split()
_TEXTS = """
    paragraph_parts paragraph_copies number_blocks revisions placements diffs edits paragraphs_fts_data
    paragraphs_fts_idx paragraphs_fts_docsize copies_fts_data copies_fts_idx copies_fts_docsize
"""
TEXTS = _TEXTS.split()
_PARAGRAPH = re.compile(rb"<p[^>]*>([^<]{80,800})</p>")


def main() -> int:
    """Weigh, print, say whether the bars are reached."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path, help="a folder of pages")
    parser.add_argument("--articles", type=int, default=120)
    options = parser.parse_args()
    pages = [page for page in pages_of(options.data) if len(_PARAGRAPH.findall(page)) > 4]
    with tempfile.TemporaryDirectory() as folder:
        found = weighed(Path(folder), pages[: options.articles])
    print(json.dumps(found, indent=1))
    return 0 if found["pages_x_git"] <= 1 and found["texts"] < LARGEST_TEXTS else 1


def weighed(folder: Path, pages: list[bytes]) -> dict[str, Any]:
    """Bytes, by what takes them."""
    steps = list(history(pages, random.Random(8)))
    with (folder / "history.jsonl").open("w") as file:
        for number, (article, body) in enumerate(steps):
            row = {"url": f"https://h.example/{article}", "fetched_at": stamp(START + timedelta(minutes=number))}
            file.write(json.dumps({**row, "html": body.decode("utf-8", "replace")}) + "\n")
    for line in (["import", "history.jsonl"], ["compact"]):
        done = [sys.executable, "-m", "wirediff", *line, "--db", "archive.db"]
        subprocess.run(done, check=True, cwd=folder, capture_output=True)
    with Archive(folder / "archive.db") as archive:
        revisions = archive.value("SELECT count(*) FROM revisions")
    held = tables(folder / "archive.db")
    mine = sum(size for name, size in held.items() if name in {"pages", "sqlite_autoindex_pages_1"})
    texts = sum(size for name, size in held.items() if owner(name) in TEXTS)
    git = git_bytes(folder / "git", steps)
    return {
        "fetches": len(steps), "revisions": revisions, "pages": round(mine / len(steps)),
        "git": round(git / len(steps)), "gzip": round(sum(len(gzip.compress(one)) for _, one in steps) / len(steps)),
        "pages_x_git": round(mine / git, 3), "texts": round(texts / revisions),
        "of_texts": {name: round(held[name] / revisions) for name in sorted(held) if owner(name) in TEXTS},
    }  # fmt: skip


def history(pages: list[bytes], rng: random.Random) -> Iterator[tuple[int, bytes]]:
    """Article and body of every version, all first ones first; pages of which no text can be edited are left out."""
    now = [page for page in pages if next(of_the_text(page), None)]
    for version in range(VERSIONS):
        for article, page in enumerate(now):
            now[article] = edited(page, rng) if version else page
            token = f'<meta name="csrf-token" content="{rng.randbytes(16).hex()}"></head>'.encode()
            yield article, now[article].replace(b"</head>", token, 1)


def of_the_text(page: bytes) -> Iterator[re.Match[bytes]]:
    """The paragraphs of a page's markup that are its article's."""
    text = extract(page, {"content-type": "text/html"}, "https://h.example/").paragraphs
    told = {" ".join(one.split()) for one in text}
    for found in _PARAGRAPH.finditer(page):
        if " ".join(html.unescape(found.group(1).decode("utf-8", "replace")).split()) in told:
            yield found


def edited(page: bytes, rng: random.Random) -> bytes:
    """*page* with two words changed in a paragraph of its text; as it is where edits left none that is found."""
    places = list(of_the_text(page)) or list(_PARAGRAPH.finditer(page))
    if not places:
        return page
    place = rng.choice(places)
    words = place.group(1).split(b" ")
    at = rng.randrange(len(words))
    words[at : at + 2] = [rng.choice(WORDS).encode(), rng.choice(WORDS).encode()]
    return page[: place.start(1)] + b" ".join(words) + page[place.end(1) :]


def owner(name: str) -> str:
    """The table to which a table or index belongs."""
    return next(
        (table for table in TEXTS if name in {table, f"sqlite_autoindex_{table}_1"}), name.split("_by_", maxsplit=1)[0]
    )


def tables(path: Path) -> dict[str, int]:
    """Bytes of every table and index, as the ``dbstat`` of the system's own SQLite tells; in a process of its own."""
    asked = "import sqlite3, sys, json; print(json.dumps(dict(sqlite3.connect(sys.argv[1]).execute("
    asked += "'SELECT name, sum(pgsize) FROM dbstat GROUP BY name'))))"
    told = subprocess.run([sys.executable, "-c", asked, str(path)], check=True, capture_output=True, text=True)
    return dict(json.loads(told.stdout))


def git_bytes(folder: Path, steps: list[tuple[int, bytes]]) -> int:
    """The size of a repository with one commit a version, packed as tightly as git can."""
    stream = []
    for number, (article, body) in enumerate(steps, 1):
        head = f"commit refs/heads/main\nmark :{number}\ncommitter a <a@b> {number} +0000\ndata 1\n.\n"
        stream.append(f"{head}M 100644 inline {article}.html\ndata {len(body)}\n".encode() + body + b"\n")
    git = ["git", f"--git-dir={folder}"]
    subprocess.run(["git", "init", "--quiet", "--bare", str(folder)], check=True)
    subprocess.run([*git, "fast-import", "--quiet"], input=b"".join(stream), check=True)
    subprocess.run([*git, "gc", "--quiet", "--prune=now", "--aggressive"], check=True)
    return sum(path.stat().st_size for path in (folder / "objects").rglob("*") if path.is_file())


if __name__ == "__main__":
    sys.exit(main())
