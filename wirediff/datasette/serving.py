"""Datasette over one archive, set up for readers on this machine, and the server that runs it."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import Any

import rich
import uvicorn
from datasette.app import Datasette
from datasette.utils.sqlite import sqlite3 as theirs
from sqlite_utils.utils import sqlite3 as ours

from wirediff.asked import FACETS
from wirediff.config import Config
from wirediff.datasette.plugin import NAME

SETTINGS = {
    "sql_time_limit_ms": 2_000, "facet_time_limit_ms": 1_000, "max_returned_rows": 1_000, "default_page_size": 50,
    "allow_download": False, "max_csv_mb": 50, "suggest_facets": False, "num_sql_threads": 3, "default_cache_ttl": 0,
}  # fmt: skip


class TwoLibraries(Exception):
    """Datasette and wirediff would open one file with two SQLite libraries, each blind to the other's locks."""


def datasette_of(path: Path, config: Config, hosts: tuple[str, ...] = ()) -> Any:
    """Datasette over the archive at *path*; `TwoLibraries` where that would not be safe."""
    if theirs is not ours:
        raise TwoLibraries("Datasette uses another SQLite library than wirediff: pip install pysqlite3")
    name = path.stem
    settings = {
        "timezone": config.timezone, "ignore": sorted(config.material.ignore), "always": sorted(config.material.always),
        "hosts": list(hosts),
    }  # fmt: skip
    metadata = {
        "title": path.name,
        "description": "An archive of wirediff: stories, their copies, and every edit",
        "databases": {name: {"tables": {table: {"facets": facets} for table, facets in FACETS.items()}}},
        "plugins": {NAME: settings},
    }
    rich.reconfigure(quiet=True)  # a mistake in a query is told on its page, not with all variables on the terminal
    return Datasette([str(path)], metadata=metadata, settings=SETTINGS, cors=False)


def serve(datasette: Any, sock: socket.socket) -> None:
    """Answer on *sock* until told to stop."""
    config = uvicorn.Config(
        datasette.app(), log_level="warning", access_log=False, lifespan="on", timeout_graceful_shutdown=2,
        server_header=False,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[sock])


def named(host: str) -> str:
    """A host as a browser writes it in an address."""
    return f"[{host}]" if ":" in host else host


def told(path: Path, address: str) -> None:
    """Say where it is served, on standard error."""
    lines = (f"{path} at {address}/-/wirediff (its tables and questions: {address}/)", "read-only; Ctrl+C ends it")
    print(*lines, sep="\n", file=sys.stderr, flush=True)  # noqa: T201
