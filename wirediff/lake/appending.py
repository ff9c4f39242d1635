"""Append to a lake: of an archive what is new, whole or not at all, as often as one likes.

    lake/revisions/archive=NAME/month=2026-03/1f0c….parquet     rows; a file is never written again
    lake/manifests/NAME.json                                    which files hold what that archive says

A month whose rows are all still true gets a file with its news; one of which something changed or went (a version
that was seen longer, an article that was forgotten) is written anew. Files come first, each under its final name once
it is whole, then the manifest in one move, then what it no longer names is removed. Whoever is killed in between
leaves files that no manifest names: nobody reads them, and the next export removes them.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from storage.archive import Archive
from wirediff.exchange.formats import escaped
from wirediff.lake.tables import TABLES, Row, Table, digest_of

MANIFESTS, FORMAT = "manifests", 1
CHUNK = 5_000  # rows of one row group
TYPES = {
    "text": pa.string(), "integer": pa.int64(), "real": pa.float64(), "texts": pa.list_(pa.string()),
    "integers": pa.list_(pa.int64()),
}  # fmt: skip
Seen = Callable[[int, int], None]


class LakeError(Exception):
    """Something about a lake that the reader can mend; the message says how."""


@dataclass
class Appended:
    """What an export did: rows written by table, months written anew, rows that were there already."""

    archive: str
    written: dict[str, int] = field(default_factory=dict)
    rewritten: int = 0
    kept: int = 0


def name_of(archive: Archive) -> str:
    """What a lake calls an archive: its file's name, and what tells it from others of that name."""
    first = archive.value("SELECT key FROM fetches ORDER BY id LIMIT 1") or ""
    stem = "".join(c if c.isalnum() or c in "-_" else "-" for c in archive.path.stem)
    return f"{stem}-{first[:8] or 'empty'}"


def append(archive: Archive, lake: Path, name: str, seen: Seen) -> Appended:
    """Bring a lake up to what *archive*, called *name* there, says now; *seen* hears how many months are done."""
    done = Appended(name)
    with _alone(lake, name), _at_one_moment(archive):
        before = files_of(lake, name)
        _remove(_strays(lake, name, before))
        parts = list(_parts(archive, before))
        after: dict[str, int] = {}
        for count, (table, month) in enumerate(parts, 1):
            after |= _bring_up(archive, lake, _Part(table, name, month), before, done)
            seen(count, len(parts))
        _write_manifest(lake, name, after)
        _remove(lake / gone for gone in before.keys() - after.keys())
    return done


@dataclass(frozen=True)
class _Part:
    """A month of a table of an archive."""

    table: str
    archive: str
    month: str

    @property
    def folder(self) -> str:
        return f"{self.table}/archive={self.archive}/month={self.month}"


def _parts(archive: Archive, before: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Every month of every table that the archive has, or had when it was last exported."""
    for name, table in TABLES.items():
        now = {row[0] for row in archive.db.conn.execute(table.months)}
        was = {path.split("/")[2].removeprefix("month=") for path in before if path.startswith(f"{name}/")}
        yield from ((name, month) for month in sorted(now | was))


def _bring_up(archive: Archive, lake: Path, part: _Part, before: dict[str, int], done: Appended) -> dict[str, int]:
    """Write what a month lacks; the files, with their rows, that hold it now."""
    table = TABLES[part.table]
    files = {path: rows for path, rows in before.items() if path.startswith(f"{part.folder}/")}
    told = [_digests(lake / path) for path in files]
    held = set[int]().union(*(one for one in told if one is not None))
    now = {row["digest"] for row in table.rows(archive, part.month)}
    if now == held and None not in told:
        done.kept += len(held)
        return files
    if held - now or None in told:
        files, held = {}, set()
        done.rewritten += 1
    done.kept += len(held)
    fresh = (table.written(row) for row in table.rows(archive, part.month) if row["digest"] not in held)
    path = f"{part.folder}/{uuid4().hex}.parquet"
    count = _write(lake / path, table, fresh)
    done.written[part.table] = done.written.get(part.table, 0) + count
    return files | ({path: count} if count else {})


def _digests(path: Path) -> set[int] | None:
    """What a file says, by digests; None where it is gone or damaged: its month is written anew."""
    try:
        return set(pq.read_table(path, columns=["digest"])["digest"].to_pylist())
    except (OSError, pa.ArrowException):
        return None


def _write(path: Path, table: Table, rows: Iterator[Row]) -> int:
    """A file of rows under its name once it is whole, on the disk; none where there are no rows."""
    schema = schema_of(table.columns)
    chunk = list(islice(rows, CHUNK))
    if not chunk:
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    part, count = path.with_name(f".{path.name}.part"), 0
    with part.open("wb") as file:
        with pq.ParquetWriter(file, schema, compression="zstd") as writer:
            while chunk:
                writer.write_table(pa.Table.from_pylist([escaped(row) for row in chunk], schema=schema))
                count += len(chunk)
                chunk = list(islice(rows, CHUNK))
        file.flush()
        os.fsync(file.fileno())
    _move(part, path)
    return count


def schema_of(columns: dict[str, Any]) -> pa.Schema:
    """The Parquet schema of columns."""
    return pa.schema([(name, TYPES[kind]) for name, kind in columns.items()])


def _move(part: Path, path: Path) -> None:
    """Give a file its name, and make that last."""
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


# ---------------------------------------------------------------- manifests


def manifests(lakes: Iterable[Path]) -> list[tuple[Path, str]]:
    """The archives in some lakes, each with its lake."""
    found = [(lake, path.stem) for lake in lakes for path in sorted((lake / MANIFESTS).glob("*.json"))]
    for lake in lakes:
        if not any(one == lake for one, _ in found):
            raise LakeError(f"there is no lake in {lake}: wirediff export --parquet {lake} makes one")
    return found


def files_of(lake: Path, name: str) -> dict[str, int]:
    """The files, with their rows, that hold what an archive said when it was last exported."""
    path = lake / MANIFESTS / f"{name}.json"
    try:
        told = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except ValueError:
        raise LakeError(f"{path} is damaged: remove it, and export {name} again") from None
    if told["format"] != FORMAT:
        raise LakeError(f"{path} was written by a newer wirediff: upgrade")
    return {one["path"]: one["rows"] for one in told["files"]}


def _write_manifest(lake: Path, name: str, files: dict[str, int]) -> None:
    folder = lake / MANIFESTS
    told = {
        "format": FORMAT, "archive": name, "digest": digest_of(sorted(files)),
        "files": [{"path": path, "rows": rows} for path, rows in sorted(files.items())],
    }  # fmt: skip
    part = folder / f".{name}.json.part"
    with part.open("w") as file:
        json.dump(told, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    _move(part, folder / f"{name}.json")


def _strays(lake: Path, name: str, named: Iterable[str]) -> Iterator[Path]:
    """Files of an archive that no manifest names: an export was killed."""
    known = {lake / path for path in named}
    for table in TABLES:
        yield from (path for path in lake.glob(f"{table}/archive={name}/*/*") if path not in known)


def _remove(paths: Iterable[Path]) -> None:
    for path in list(paths):
        path.unlink(missing_ok=True)
        if not any(path.parent.iterdir()):
            path.parent.rmdir()


@contextmanager
def _alone(lake: Path, name: str) -> Iterator[None]:
    """One export of an archive at a time."""
    folder = lake / MANIFESTS
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f".{name}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LakeError(f"another export of {name} to {lake} is running: wait for it") from None
        yield


@contextmanager
def _at_one_moment(archive: Archive) -> Iterator[None]:
    """All that is read is of one moment, whoever writes meanwhile."""
    archive.db.conn.execute("BEGIN")
    try:
        yield
    finally:
        archive.db.conn.execute("ROLLBACK")
