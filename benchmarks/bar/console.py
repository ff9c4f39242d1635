"""Attack queries on the console: nothing is written, no file appears, and each ends in time."""

from __future__ import annotations

import hashlib
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bar.figure import Measured
from benchmarks.bar.sample import sample_archive
from storage.backups import settle_log

BAR = "200 attack queries: no write, no file, all ended within 2.5 s"
LONGEST = 2.5
TABLES = ("fetches", "pages", "revisions", "paragraphs", "edits", "articles", "visits", "outlets", "decisions")


def attacks(folder: Path) -> Iterator[str]:
    """Writes, files, settings, and what never ends or fills the memory."""
    for table in TABLES:
        yield f"DELETE FROM {table}"
        yield f"UPDATE {table} SET rowid = rowid + 1"
        yield f"DROP TABLE {table}"
        yield f"ALTER TABLE {table} ADD COLUMN x"
        yield f"INSERT INTO {table} DEFAULT VALUES"
        yield f"REPLACE INTO {table} SELECT * FROM {table}"
        yield f"CREATE INDEX i ON {table} (rowid)"
        yield f"WITH x AS (SELECT 1) DELETE FROM {table}"
        yield f"CREATE TRIGGER t AFTER INSERT ON {table} BEGIN SELECT 1; END"
        yield f"CREATE TEMP TABLE t AS SELECT * FROM {table}"
        yield f"SELECT count(*) FROM {table}; DELETE FROM {table}"
        yield f"EXPLAIN DELETE FROM {table}"
    yield from _files(folder)
    yield from _settings()
    yield from _endless()


def _files(folder: Path) -> Iterator[str]:
    for name in ("x.db", "../x.db", "wirediff.db", "/etc/passwd", "", ":memory:"):
        target = folder / name if name not in {"", ":memory:"} else name
        yield f"ATTACH '{target}' AS x"
        yield f"ATTACH 'file:{target}?mode=rwc' AS x"
        yield f"VACUUM INTO '{target}'"
    yield "VACUUM"
    yield "DETACH main"
    for name in ("readfile('/etc/passwd')", "writefile('x', 'y')", "load_extension('x.so')", "edit('x')"):
        yield f"SELECT {name}"
    yield "SELECT fts3_tokenizer('simple')"
    yield "SELECT fts3_tokenizer('x', x'4141414141414141')"
    yield "SELECT * FROM pragma_database_list"
    yield "CREATE VIRTUAL TABLE x USING fts5(y)"
    yield "CREATE VIRTUAL TABLE temp.x USING rtree(a, b, c)"
    yield "INSERT INTO paragraphs_fts(paragraphs_fts) VALUES ('rebuild')"
    yield "INSERT INTO paragraphs_fts(paragraphs_fts) VALUES ('delete-all')"


def _settings() -> Iterator[str]:
    for setting in (
        "writable_schema = 1", "journal_mode = DELETE", "journal_mode = OFF", "synchronous = OFF", "query_only = OFF",
        "user_version = 9", "application_id = 9", "foreign_keys = OFF", "secure_delete = ON", "auto_vacuum = FULL",
        "temp_store_directory = '/tmp'", "wal_checkpoint(TRUNCATE)", "incremental_vacuum", "optimize", "mmap_size = 1",
        "trusted_schema = ON", "cell_size_check = OFF", "max_page_count = 1", "journal_size_limit = 0",
        "locking_mode = EXCLUSIVE", "schema_version = 1", "recursive_triggers = ON", "shrink_memory", "threads = 8",
        "hard_heap_limit = 1", "busy_timeout = 600000",
    ):  # fmt: skip
        yield f"PRAGMA {setting}"
        yield f"PRAGMA main.{setting}"
    yield from (
        "BEGIN IMMEDIATE",
        "BEGIN EXCLUSIVE",
        "COMMIT",
        "ROLLBACK",
        "SAVEPOINT x",
        "RELEASE x",
        "REINDEX",
        "ANALYZE",
    )


def _endless() -> Iterator[str]:
    forever = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    yield f"{forever} SELECT count(*) FROM n"
    yield f"{forever} SELECT max(i) FROM n"
    yield f"{forever} SELECT sum(i) OVER () FROM n"
    yield f"{forever} SELECT i FROM n ORDER BY i DESC"
    yield f"{forever} SELECT DISTINCT i % 3 FROM n"
    yield f"{forever} SELECT group_concat(i) FROM n"
    yield f"{forever} SELECT json_group_array(i) FROM n"
    for width in (3, 5, 7, 9):
        yield f"SELECT count(*) FROM {', '.join(f'paragraphs a{n}' for n in range(width))}"
    for size in (9, 99, 999):
        yield f"SELECT length(printf('%.{size}00000c', 'x'))"
        yield f"SELECT length(hex(zeroblob({size}000000)))"
        yield f"SELECT length(replace(hex(zeroblob({size}00000)), '0', 'xxxxxxxxxx'))"
        yield f"SELECT length(randomblob({size}000000))"
        yield f"SELECT quote(zeroblob({size}000000))"
    for repeat in (20, 40, 60):
        yield f"SELECT '{'a' * repeat}' LIKE '{'%a' * repeat}b'"
        yield f"SELECT '{'a' * repeat}' GLOB '{'*a' * repeat}b'"
    yield "SELECT " + "(" * 900 + "1" + ")" * 900
    yield "SELECT " + " || ".join(["hex(zeroblob(900000))"] * 200)
    yield "SELECT json_extract(printf('%s', hex(zeroblob(400000000))), '$')"
    yield "SELECT * FROM paragraphs_fts WHERE paragraphs_fts MATCH '" + " OR ".join(["a*"] * 5000) + "'"
    yield "SELECT abs(-9223372036854775808), zeroblob(-1), char(55296, 1114111)"
    yield "SELECT\x00 1"
    yield "SELECT 1 " + "UNION ALL SELECT 1 " * 600


def measure(full: bool) -> Measured:
    """Ask them all, one after another."""
    with tempfile.TemporaryDirectory(prefix="wirediff-bar-") as name:
        folder = Path(name)
        path = sample_archive(folder / "wirediff.db", articles=4, versions=2)
        settle_log(path)
        before, files = hashlib.sha256(path.read_bytes()).hexdigest(), _files_of(folder)
        asked = list(attacks(folder))[:: 1 if full else 12]
        slowest, wrong = 0.0, []
        for sql in asked:
            took = _ask(path, sql)
            slowest = max(slowest, took)
            if took > LONGEST:
                wrong.append(f"{took:.1f} s: {sql[:80]}")
        if hashlib.sha256(path.read_bytes()).hexdigest() != before:
            wrong.append("the archive was written")
        wrong += [f"a file appeared: {one}" for one in _files_of(folder) - files]
    return Measured(
        not wrong, f"{len(asked)} queries, the slowest {slowest:.2f} s, {len(wrong)} problems", tuple(wrong)
    )


def _files_of(folder: Path) -> set[str]:
    return {str(one) for one in folder.rglob("*") if not one.name.endswith(("-shm", "-wal"))}


def _ask(path: Path, sql: str) -> float:
    """One `wirediff query`, in a fork that has the program loaded; its seconds."""
    from wirediff.cli.query_ import command

    began = time.monotonic()
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        signal.alarm(30)
        try:
            command.main(["--db", str(path), sql.replace("\x00", "")], standalone_mode=False)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    return time.monotonic() - began
