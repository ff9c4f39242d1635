"""Real captures to replay: the pages and revision sets of a data folder, each under the address it was fetched from.

The folder is named by the caller; nothing of it is kept here. Sets that have no addresses of their own get invented
ones. `read` gives every address with its captures, the oldest first.
"""

from __future__ import annotations

import gzip
import html
import json
import lzma
import re
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

Histories = dict[str, list[bytes]]


def read(folder: Path, sets: list[str]) -> Histories:
    """The captures of *sets* by address."""
    histories: Histories = {}
    for name in sets:
        for address, body in SETS[name](folder):
            histories.setdefault(address, []).append(body)
    return histories


def _fundus(folder: Path) -> Iterator[tuple[str, bytes]]:
    for info in sorted((folder / "pages_fundus").glob("*/meta.info")):
        for name, values in json.loads(info.read_text()).items():
            if (info.parent / name).exists():
                yield values["url"], gzip.decompress((info.parent / name).read_bytes())


def _scrapinghub(folder: Path) -> Iterator[tuple[str, bytes]]:
    truth = json.loads((folder / "pages_scrapinghub/ground-truth.json").read_text())
    for name, values in truth.items():
        yield values["url"], gzip.decompress((folder / f"pages_scrapinghub/html/{name}.html.gz").read_bytes())


def _rev_fundus(folder: Path) -> Iterator[tuple[str, bytes]]:
    rows = json.loads((folder / "rev_fundus/index.json").read_text())
    for row in sorted(rows, key=lambda row: (row["url"], row["time"])):
        yield row["url"], gzip.decompress((folder / "rev_fundus" / row["file"]).read_bytes())


def _rev_newssniffer(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted((folder / "rev_newssniffer").glob("*-[AB].stm.html")):
        yield f"https://newssniffer.example/{path.name.split('-')[0]}.stm", path.read_bytes()


def _rev_edgi(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted((folder / "rev_edgi/archives").glob("*-[ab].html")):
        yield f"https://edgi.example/{path.stem[:-2]}", path.read_bytes()


def _rev_ota(folder: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(folder / "rev_ota/github_npm.tar.xz") as tar:
        files = {member.name: member for member in tar.getmembers()}
        rows = json.load(_open(tar, files["index.json"]))
        for row in rows:
            if row["kind"] == "snapshot":
                slug = re.sub(r"[^a-z0-9/]+", "-", row["doc"].lower())
                yield f"https://ota.example/{slug}", _open(tar, files[row["file"]]).read()


def _open(tar: tarfile.TarFile, member: tarfile.TarInfo) -> tarfile.ExFileObject:
    file = tar.extractfile(member)
    assert file is not None
    return file  # type: ignore[return-value]


def _rev_18f(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Posts have no page: each body is served as a plain one, a paragraph a block."""
    with lzma.open(folder / "rev_18f/posts.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            post = json.loads(line)
            slug = Path(post["path"]).stem.replace(" ", "-")
            for revision in sorted(post["revisions"], key=lambda row: row["time"]):
                yield f"https://posts.example/{slug}", _page(slug, revision["body"]).encode()


def _page(slug: str, body: str) -> str:
    blocks = "".join(f"<p>{html.escape(block)}</p>\n" for block in re.split(r"\n\s*\n", body) if block.strip())
    title = html.escape(slug[11:].replace("-", " ").capitalize())
    article = f"<article><h1>{title}</h1>\n{blocks}</article>"
    return f"<!doctype html><html lang=en><title>{title}</title><body>{article}</body></html>"


SETS: dict[str, Callable[[Path], Iterator[tuple[str, bytes]]]] = {
    "pages_fundus": _fundus,
    "pages_scrapinghub": _scrapinghub,
    "rev_fundus": _rev_fundus,
    "rev_newssniffer": _rev_newssniffer,
    "rev_edgi": _rev_edgi,
    "rev_ota": _rev_ota,
    "rev_18f": _rev_18f,
}
