"""Documents that were fetched elsewhere: JSON Lines, HTML, text, WARC and folders of them become fetches.

A clean text is its own page: its body is the document's own fields as canonical JSON, so that every later step (hash,
evidence, replay) treats it as any page.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import regex

from crawler import clock
from crawler.items import Fetched
from pipelines import headed
from pipelines.arrival import Extraction
from pipelines.saved import named_in, saved_at

if TYPE_CHECKING:
    from pipelines.warc_records import At

DOCUMENT = "application/vnd.wirediff.document+json"
CLEAN_TEXT = "clean text"  # the extractor of a document that came as text
OF_THE_FETCH = ("url", "outlet", "fetched_at", "status", "headers", "html")
FIELDS = ("title", "standfirst", "byline", "credit", "published", "modified", "lang")
_FETCHED_AT = re.compile(rb'"fetched_at"\s*:\s*"([0-9TZ:.+-]+)"')
_BLANK_LINE = regex.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


class DocumentError(ValueError):
    """A document that cannot be read; the message says what is wrong with it."""


def fetched_from(document: Mapping[str, Any]) -> Fetched:
    """A JSON Lines document as the fetch that it was."""
    url, when = _text(document, "url"), _when(document)
    host = urlsplit(url).hostname or ""
    status = document.get("status", 200)
    if not isinstance(status, int) or isinstance(status, bool):
        raise DocumentError(f"status is no number: {status!r}")
    headers = document.get("headers") or {}
    if not isinstance(headers, dict):
        raise DocumentError("headers is no object")
    try:
        stamp = clock.stamp(clock.parse(when))
    except (ValueError, OverflowError) as error:
        raise DocumentError(f"fetched_at is no ISO 8601 time: {when!r}") from error
    body, headers = _body(
        document, {_whole(str(name)).lower(): _whole(str(value)) for name, value in headers.items()}, status
    )
    return Fetched(
        address=url,
        outlet=_whole(str(document.get("outlet") or host or "unknown")),
        fetched_at=stamp,
        status=status,
        headers=headers,
        body=body,
        why="imported",
    )


def _text(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name)
    if not isinstance(value, str) or not value.strip():
        raise DocumentError(f"{name} is required")
    return _whole(value.strip())


def _when(document: Mapping[str, Any]) -> str:
    """When it was fetched; of a revision that came out of an archive, when that was first seen."""
    return _text(document, "first_seen" if "first_seen" in document and "fetched_at" not in document else "fetched_at")


def _body(document: Mapping[str, Any], headers: dict[str, str], status: int) -> tuple[bytes | None, dict[str, str]]:
    html, text = document.get("html"), document.get("text")
    if isinstance(html, str):
        body = html.encode("utf-8", "surrogatepass")
        return body, {"content-type": "text/html; charset=utf-8"} | headers | _as_utf8(headers)
    if isinstance(text, str):
        held = {name: value for name, value in document.items() if name not in OF_THE_FETCH}
        canonical = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return canonical.encode("utf-8", "surrogatepass"), headers | {"content-type": DOCUMENT}
    if status == 200:
        raise DocumentError("it has neither html nor text")
    return None, headers


def _as_utf8(headers: Mapping[str, str]) -> dict[str, str]:
    """The page came to us as characters: whatever charset it had, its bytes here are UTF-8."""
    if "content-type" not in headers:
        return {}
    return {
        "content-type": regex.sub(r";\s*charset=[^;]*", "", headers["content-type"], flags=regex.I) + "; charset=utf-8"
    }


def read_document(body: bytes) -> Extraction:
    """The clean text of a document's page. Half characters, which no text can hold, are shown as U+FFFD."""
    held = json.loads(_whole(body.decode("utf-8", "surrogatepass")))
    fields = {name: held[name] for name in FIELDS if isinstance(held.get(name), str) and held[name].strip()}
    paragraphs = tuple(
        part.strip("\n") for part in _BLANK_LINE.split(held["text"].replace("\r\n", "\n")) if part.strip()
    )
    return Extraction(
        paragraphs=paragraphs,
        **fields,
        extractor=CLEAN_TEXT,
        failure=None if paragraphs else "empty",
        visible=held["text"][:20_000],
        page_title=fields.get("title"),
    )


def _whole(text: str) -> str:
    """*text* with the halves of a character joined where they stand together, and replaced where they do not."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


# ---------------------------------------------------------------- where documents lie


@dataclass(frozen=True)
class Place:
    """A document not yet read: where it lies and when it was fetched. Holds no page, so that many can be sorted."""

    fetched_at: str
    path: Path
    line: int = 0
    offset: int = 0
    at: At | None = None  # of a WARC: which record it is
    original: At | None = None  # of a revisit record: which it repeats
    told: At | None = None  # of a WARC that wirediff wrote: which record tells of the fetch
    sent: At | None = None  # of another WARC: which record holds the request
    read: Callable[[], Fetched] | None = None  # of what another tracker kept: how it is read
    saved: bool = False  # a page of a folder of saved ones, which may name its address itself

    @property
    def name(self) -> str:
        """The place as a message names it."""
        return f"{self.path}:{self.line}" if self.line else str(self.path)


@dataclass(frozen=True)
class Given:
    """What the command line says of single files."""

    url: str | None = None
    outlet: str | None = None
    fetched_at: str | None = None


@dataclass(frozen=True)
class Unread:
    """A document that cannot be read, and why."""

    place: str
    why: str


def files_of(paths: list[Path]) -> Iterator[Path]:
    """The files that *paths* name, folders walked in order of name."""
    for path in paths:
        if path.is_dir():
            yield from sorted(child for child in path.rglob("*") if child.is_file() and kind_of(child))
        else:
            yield path


def kind_of(path: Path) -> str | None:
    """What a file is by its name: jsonl, warc, html or txt; None for any other."""
    name = path.name.lower()
    for kind, endings in {
        "jsonl": (".jsonl", ".ndjson"), "warc": (".warc", ".warc.gz", ".warc.lz4"), "html": (".html", ".htm"),
        "txt": (".txt",),
    }.items():  # fmt: skip
        if name.endswith(endings):
            return kind
    return None


def places_in(path: Path, given: Given, *, saved: bool = False) -> Iterator[Place | Unread]:
    """The documents of a file other than a WARC; *saved* says that it lies in a folder of saved pages."""
    kind = kind_of(path)
    if kind == "jsonl":
        yield from _lines(path)
    elif kind in ("html", "txt"):
        document = _headed(path, given)
        told = given.fetched_at or (document and document["fetched_at"]) or (saved_at(path) if saved else None)
        when = told or clock.stamp(datetime.fromtimestamp(int(path.stat().st_mtime), UTC))
        try:
            yield Place(clock.stamp(clock.parse(when)), path, saved=saved)
        except (ValueError, OverflowError):
            yield Unread(str(path), f"its time is no ISO 8601 time: {when!r}")
    elif path.name.lower().endswith((".arc", ".arc.gz")):
        yield Unread(str(path), "ARC, the older form of WARC: convert it with `warcio recompress OLD.arc NEW.warc.gz`")
    else:
        yield Unread(str(path), "what it is cannot be told by its name: .jsonl, .html, .txt, .warc or .warc.gz")


def _lines(path: Path) -> Iterator[Place | Unread]:
    with path.open("rb") as file:
        offset = 0
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield Place(clock.stamp(clock.parse(_time_of(line))), path, number, offset)
                except (ValueError, OverflowError, RecursionError) as error:
                    yield Unread(f"{path}:{number}", str(error) or type(error).__name__)
            offset += len(line)


def _time_of(line: bytes) -> str:
    """When the document of a line was fetched; the line is read as JSON only where a look does not tell."""
    if len(told := _FETCHED_AT.findall(line)) == 1 and line.lstrip().startswith(b"{") and line.rstrip().endswith(b"}"):
        return str(told[0].decode())
    document = json.loads(line)
    if not isinstance(document, dict):
        raise DocumentError("it is no JSON object")
    return _when(document)


def _headed(path: Path, given: Given) -> dict[str, str] | None:
    """The document of a text that tells in its head what it is, unless the command line tells otherwise."""
    if kind_of(path) != "txt" or given.url or given.fetched_at:
        return None
    found = headed.read(path.read_text(encoding="utf-8", errors="replace"))
    return found and (found | {"outlet": given.outlet} if given.outlet else found)


def read_place(place: Place, given: Given) -> Fetched:
    """The fetch at a place (DocumentError where it cannot be read)."""
    if place.read:
        return place.read()
    if place.line:
        with place.path.open("rb") as file:
            file.seek(place.offset)
            return fetched_from(json.loads(file.readline()))
    if document := _headed(place.path, given):
        return fetched_from(document)
    raw = place.path.read_bytes()
    url = given.url or (named_in(raw) if place.saved else None) or f"file:{hashlib.sha256(raw).hexdigest()}"
    outlet = given.outlet or urlsplit(url).hostname or "files"
    if kind_of(place.path) == "html":
        return Fetched(
            url,
            outlet,
            place.fetched_at,
            status=200,
            headers={"content-type": "text/html"},
            body=raw,
            why="imported",
        )
    text = raw.decode("utf-8", "replace")
    return fetched_from({"url": url, "outlet": outlet, "fetched_at": place.fetched_at, "text": text})
