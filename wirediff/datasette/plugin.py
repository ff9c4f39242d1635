"""The plugin for Datasette 0.65 and 1.0: pages, questions, drawn cells, and connections that only read."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from datasette import hookimpl
from datasette.utils.asgi import Response
from sqlite_utils.utils import sqlite3

from reports.heed import Heed
from storage.asking import read_only
from wirediff.asked import QUESTIONS
from wirediff.datasette import drawing, guard
from wirediff.datasette.pages import NoSuchPage, Shown, page

NAME = "wirediff"
PREFIX = "ask_"  # questions have a name apart from the views': Datasette 1.0 shows the view where both have one
HEAP = 1 << 30  # bytes that SQLite may take in this process, whatever a query asks for


def archive_of(datasette: Any) -> Path | None:
    """The file of the first database that is an archive."""
    return next((path for path in map(_path, datasette.databases.values()) if path and is_archive(path)), None)


def _path(database: Any) -> Path | None:
    return Path(database.path) if database.path and not database.is_memory else None


@lru_cache(maxsize=64)  # every cell of every table asks
def is_archive(path: Path) -> bool:
    """Whether a database was written by wirediff, as it was when it was first asked for."""
    try:
        conn = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return False
    try:
        sql = "SELECT 1 FROM _sqlite_migrations WHERE migration_set = 'wirediff' LIMIT 1"
        return conn.execute(sql).fetchone() is not None
    except sqlite3.Error:
        return False
    finally:
        conn.close()


def _is_ours(datasette: Any, name: str) -> bool:
    database = datasette.databases.get(name)
    path = None if database is None else _path(database)
    return path is not None and path == archive_of(datasette)


@hookimpl(optionalhook=True)
def canned_queries(datasette: Any, database: str) -> dict[str, dict[str, Any]]:
    """The readers' questions, for Datasette 0.65."""
    if not _is_ours(datasette, database):
        return {}
    return {
        f"{PREFIX}{name}": {
            "sql": asked.sql.strip(),
            "title": asked.title,
            "description": asked.about,
            "hide_sql": True,
        }
        for name, asked in QUESTIONS.items()
    }


@hookimpl
def startup(datasette: Any) -> Callable[[], Awaitable[None]]:
    """The readers' questions, for Datasette 1.0."""

    async def keep() -> None:
        if not hasattr(datasette, "add_query"):
            return
        for database in list(datasette.databases):
            if _is_ours(datasette, database):
                for name, asked in QUESTIONS.items():
                    await datasette.add_query(
                        database,
                        f"{PREFIX}{name}",
                        asked.sql.strip(),
                        title=asked.title,
                        description=asked.about,
                        hide_sql=True,
                        is_trusted=True,
                    )

    return keep


@hookimpl
def prepare_connection(conn: Any, database: str, datasette: Any) -> None:
    """Let connections to the archive do nothing but read, within bounds."""
    if _is_ours(datasette, database):
        conn.execute(f"PRAGMA hard_heap_limit = {HEAP}")
        read_only(conn)


@hookimpl
def render_cell(row: Any, value: object, column: str, database: str, datasette: Any) -> Any:
    """Edits are drawn; characters that hide are shown."""
    return drawing.cell(row, column, value) if _is_ours(datasette, database) else None


@hookimpl
def extra_css_urls(datasette: Any) -> list[str]:
    """The style of drawn edits."""
    return [datasette.urls.path("/-/wirediff.css")]


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """A way to the reports from every page."""
    found = archive_of(datasette)
    return [{"href": datasette.urls.path("/-/wirediff"), "label": "Stories and reports"}] if found else []


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[guard.App], guard.App]:
    """Refuse what is no reading, and make every page harmless, where an archive is served."""

    def wrap(app: guard.App) -> guard.App:
        if archive_of(datasette) is None:
            return app
        return guard.guarded(app, frozenset(_settings(datasette).get("hosts", ())))

    return wrap


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    """The reports' pages."""
    return [
        (r"^/-/wirediff\.css$", _style),
        (r"^/-/wirediff/?$", _page_of("index")),
        (r"^/-/wirediff/(?P<kind>story|article|outlet)/(?P<name>.+)$", _named_page),
    ]


async def _style() -> Response:
    return Response(drawing.STYLE, content_type="text/css; charset=utf-8")


def _page_of(kind: str) -> Callable[[Any], Awaitable[Response]]:
    async def view(datasette: Any) -> Response:
        return await _answer(datasette, kind, "")

    return view


async def _named_page(datasette: Any, request: Any) -> Response:
    given = request.url_vars
    return await _answer(datasette, given["kind"], unquote(given["name"]))


async def _answer(datasette: Any, kind: str, name: str) -> Response:
    path = archive_of(datasette)
    if path is None:
        return _told("none of these databases is a wirediff archive", 404)
    try:
        text = await asyncio.to_thread(page, _shown(datasette, path), kind, name)
    except NoSuchPage as missing:
        return _told(str(missing), 404)
    return Response(text, content_type="text/html; charset=utf-8", headers={"x-wirediff": "page"})


def _told(said: str, status: int) -> Response:
    return Response(guard.visible(said), status=status, content_type="text/plain; charset=utf-8")


def _shown(datasette: Any, path: Path) -> Shown:
    given = _settings(datasette)
    heed = Heed(frozenset(given.get("ignore", ())), frozenset(given.get("always", ())))
    return Shown(path, given.get("timezone", "UTC"), heed, datasette.urls.path("/-/wirediff"))


def _settings(datasette: Any) -> dict[str, Any]:
    return datasette.plugin_config(NAME) or {}
