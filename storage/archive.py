"""Opening, checking and writing to an archive: one SQLite file, one writer at a time.

The rules of this file come from what was measured: a WAL can be corrupted by SQLite before 3.51.3; ``synchronous``
below FULL loses acknowledged revisions on power loss; a transaction that begins deferred fails with "database is
locked" when two writers read first; so every write begins IMMEDIATE and waits its turn.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # the standard library's, or pysqlite3 where that is installed

from storage.index_schema import INDEXED
from storage.migrations import migrations
from storage.seals import COVERED, NUMBERED, seal

SAFE_SQLITE = (3, 51, 3)
BUSY_SECONDS = 60
STATEMENTS = 512  # compiled ones that are held: a first visit takes some 130, several with triggers of their own


class ArchiveError(Exception):
    """Something about the archive that the reader can mend; the message says how.

    ArchiveError
    ├── ArchiveMissing    no such file, and reading was asked for
    ├── ArchiveTooNew     written by a later wirediff
    └── SQLiteTooOld      the library underneath can corrupt a WAL
    """


class ArchiveMissing(ArchiveError):
    """No archive at that path."""


class ArchiveTooNew(ArchiveError):
    """The archive has a schema that this program does not know."""


class SQLiteTooOld(ArchiveError):
    """SQLite is older than 3.51.3."""


Row = dict[str, Any]


class Archive:
    """An open archive. One object belongs to one thread; open another for another thread or process."""

    def __init__(self, path: str | Path, *, read_only: bool = False, create: bool = True) -> None:
        self.path = Path(path)
        self.read_only = read_only
        if (read_only or not create) and not self.path.exists():
            raise ArchiveMissing(
                f"there is no archive at {self.path}: name one with --db, or make one with import or crawl"
            )
        if not read_only:
            check_sqlite()
            self.path.parent.mkdir(parents=True, exist_ok=True)
        self.db = Database(self._connect())
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def _connect(self) -> Any:
        how = _reading(self.path) if self.read_only else ""
        uri = self.path.absolute().as_uri() + how
        return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, cached_statements=STATEMENTS)

    def _prepare(self) -> None:
        try:
            self.db.execute("PRAGMA foreign_keys = ON")
            self.db.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
            if not self.read_only:
                self._be_durable()
                self.db.execute("PRAGMA journal_size_limit = 67108864")
                self.db.execute("PRAGMA cache_size = -65536")  # kibibytes: the index of stories is read all over
            self._migrate()
        except sqlite3.DatabaseError as error:
            if "not a database" in str(error) or "malformed" in str(error):
                raise ArchiveError(f"{self.path} is no wirediff archive, or is damaged ({error})") from error
            if "readonly" in str(error) or "unable to open" in str(error):
                raise ArchiveError(f"{self.path} cannot be opened ({error}): check its folder's permissions") from error
            raise

    def _be_durable(self) -> None:
        """WAL, and every commit flushed: what is acknowledged is kept. Asserted: a file system may not allow it."""
        mode = self.db.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        self.db.execute("PRAGMA synchronous = FULL")
        if mode != "wal" or self.db.execute("PRAGMA synchronous").fetchone()[0] != 2:
            raise ArchiveError(
                f"{self.path} cannot be written safely where it is (its log is in {mode} mode): move it to a local disk"
            )

    def checkpoint(self) -> None:
        """Write the log back into the file; an error of the disk is raised here, which a commit would swallow."""
        self.db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def _migrate(self) -> None:
        known = {migration.name for migration in migrations.pending(Database(memory=True))}
        applied = {row["name"] for row in self._applied()}
        if unknown := applied - known:
            raise ArchiveTooNew(f"{self.path} was written by a newer wirediff ({', '.join(sorted(unknown))}): upgrade")
        if applied == known:
            return
        if self.read_only:
            raise ArchiveError(f"{self.path} was made by an older wirediff: wirediff compact brings it up to date")
        with self._opening_lock():
            migrations.apply(self.db)

    @contextmanager
    def _opening_lock(self) -> Iterator[None]:
        """Two programs that open a new archive at once: the second waits until the first has made the schema."""
        import fcntl

        with self.path.with_name(self.path.name + ".lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _applied(self) -> list[Row]:
        if "_sqlite_migrations" not in self.db.table_names():
            return []
        return list(self.db.query("SELECT name FROM _sqlite_migrations WHERE migration_set = 'wirediff'"))

    def close(self) -> None:
        """Close the connection; open transactions are rolled back."""
        self.db.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One atomic change, begun IMMEDIATE, what is new indexed last. Inside another one it is a savepoint of it."""
        conn = self.db.conn
        if conn.in_transaction:
            with _savepoint(conn):
                yield
            return
        begin_immediate(conn)
        try:
            yield
            self.index_new()
            conn.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.OperationalError):
                conn.execute("ROLLBACK")
            raise

    def index_new(self) -> None:
        """Index for search what the open transaction brought; its end does so too."""
        for statement in INDEXED:
            self.db.conn.execute(statement)

    def rows(self, sql: str, params: Any = ()) -> list[Row]:
        """All rows of a query, as dicts."""
        cursor = self.db.conn.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def row(self, sql: str, params: Any = ()) -> Row | None:
        """The first row of a query, or None."""
        found = self.rows(sql, params)
        return found[0] if found else None

    def value(self, sql: str, params: Any = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.db.conn.execute(sql, params).fetchone()
        return row[0] if row else None

    def write(self, sql: str, params: Any = ()) -> int:
        """Run a writing statement; the id of the row that it inserted."""
        cursor = self.db.conn.execute(sql, params)
        return int(cursor.lastrowid or 0)

    def insert(self, table: str, row: Row, *, or_ignore: bool = False) -> int:
        """Insert *row*, evidence with its seal; its id (of no use where it was there already and *or_ignore*)."""
        if table in NUMBERED and "id" not in row:
            with self.transaction():
                number = 1 + (self.value(f"SELECT max(id) FROM {table}") or 0)  # noqa: S608 - one of our own tables
                return self.insert(table, {"id": number} | row, or_ignore=or_ignore)
        if table in COVERED:
            row = row | {"seal": seal(table, row)}
        names = ", ".join(row)
        marks = ", ".join("?" * len(row))
        verb = "INSERT OR IGNORE" if or_ignore else "INSERT"
        return self.write(f"{verb} INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))


def _reading(path: Path) -> str:
    """How to open what is only read: where nobody can write (a read-only disk), without the files of a log."""
    folder = path.absolute().parent
    fixed = bool(os.statvfs(folder).f_flag & os.ST_RDONLY) and not path.with_name(path.name + "-wal").exists()
    return "?mode=ro&immutable=1" if fixed else "?mode=ro"


@contextmanager
def _savepoint(conn: Any) -> Iterator[None]:
    """A change within a change, taken back alone. One name, so that it is compiled once: the innermost is meant."""
    conn.execute("SAVEPOINT within")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.OperationalError):  # an error of the disk may have ended the whole transaction
            conn.execute("ROLLBACK TO within")
            conn.execute("RELEASE within")
        raise
    conn.execute("RELEASE within")


def begin_immediate(conn: Any) -> None:
    """BEGIN IMMEDIATE, waiting patiently while another program writes."""
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            conn.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
        else:
            return


def check_sqlite() -> None:
    """Refuse to write with an SQLite that can corrupt a WAL."""
    if sqlite3.sqlite_version_info < SAFE_SQLITE:
        raise SQLiteTooOld(
            f"SQLite {sqlite3.sqlite_version} is too old to write safely (a WAL bug was mended in 3.51.3): "
            "pip install pysqlite3, or use a Python with a newer SQLite"
        )
