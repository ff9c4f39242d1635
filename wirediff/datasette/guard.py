"""What stands between Datasette and a browser: who may ask, and what no page may carry.

Datasette escapes what it shows, yet passes on characters that hide or steer (ESC, direction overrides), and its CSV
cells may be formulas. All of its answers pass here, so that this is in one place. Pages of our own pass unchanged.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from reports.inert import ALWAYS
from wirediff.exchange.formats import guarded as harmless

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
READING = frozenset({"GET", "HEAD"})
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


def visible(text: str) -> str:
    r"""Text in which every character that hides or steers is written out.

    >>> visible("a\x1b[31mb\u202ec")
    'a\\x1b[31mb\\u202ec'
    """
    return ALWAYS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def tame(kind: str, body: bytes) -> bytes:
    """The body of an answer of a media type, made harmless."""
    if kind.startswith("text/csv"):
        return _tame_csv(body)
    if kind.startswith("text/"):
        return visible(body.decode("utf-8", "replace").replace("\r\n", "\n")).encode()
    return body


def _tame_csv(body: bytes) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    for row in csv.reader(io.StringIO(body.decode("utf-8", "replace"), newline="")):
        writer.writerow([harmless(visible(cell)) for cell in row])
    return out.getvalue().encode()


def guarded(app: App, hosts: frozenset[str] = frozenset()) -> App:
    """*app* for readers only, asked by its own names: a page elsewhere cannot ask through a name of its own."""
    names = LOCAL | hosts

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
        elif _host(scope) not in names:
            await _refuse(send, 421, "this server is asked by its own address only")
        elif scope["method"] not in READING:
            await _refuse(send, 405, "the archive is only read here: write with the wirediff command")
        else:
            await app(scope, receive, _Answer(send, is_csv=scope["path"].endswith(".csv")).send)

    return guard


def _host(scope: Scope) -> str:
    found: str = dict(scope["headers"]).get(b"host", b"").decode("latin-1").lower()
    name, _, port = found.rpartition(":")
    return name if name and port.isdigit() else found


async def _refuse(send: Send, status: int, why: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": why.encode()})


class _Answer:
    """Holds an answer that is text until it is whole, makes it harmless, and passes it on; other answers flow."""

    def __init__(self, send: Send, *, is_csv: bool) -> None:
        self._send = send
        self._is_csv = is_csv  # Datasette sends it as text/plain, for browsers to show
        self._start: Message = {}
        self._parts: list[bytes] = []
        self._kind = ""

    async def send(self, message: Message) -> None:
        """One message of the answer."""
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif not self._start:
            await self._send(message)
        else:
            self._parts.append(message.get("body", b""))
            if not message.get("more_body"):
                await self._end()

    async def _begin(self, message: Message) -> None:
        found = {name.lower(): value for name, value in message.get("headers", ())}
        self._kind = found.get(b"content-type", b"").decode("latin-1").lower()
        ours = found.pop(b"x-wirediff", None)
        headers = list(found.items()) if ours else list(message.get("headers", ()))
        message = {**message, "headers": [*headers, *HEADERS, *(() if ours else _policy(found))]}
        if ours is None and self._kind.startswith(("text/html", "text/csv", "text/plain")):
            self._start = message
        else:
            await self._send(message)

    async def _end(self) -> None:
        kind = "text/csv" if self._is_csv and self._kind.startswith("text/plain") else self._kind
        body = tame(kind, b"".join(self._parts))
        headers = [held for held in self._start["headers"] if held[0].lower() != b"content-length"]
        headers.append((b"content-length", str(len(body)).encode()))
        await self._send({**self._start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def _policy(found: MutableMapping[bytes, bytes]) -> tuple[tuple[bytes, bytes], ...]:
    return () if b"content-security-policy" in found else ((b"content-security-policy", POLICY.encode()),)
