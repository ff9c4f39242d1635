"""One question and its answer over TCP, TLS where it is asked for: a connection that serves once."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.answer import Answer

if TYPE_CHECKING:
    from crawler.reach import Target

NEXT_PLACE = 5.0  # seconds for one address of a name that has more
GOODBYE = 1.0  # seconds for the end of TLS
LEGACY = getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)  # servers that never heard of RFC 5746; browsers take them too


async def converse(question: bytes, places: Sequence[Target], answer: Answer, secure: str | None = None) -> Answer:
    """Send *question* to the first of *places* that can be connected to, and read *answer*.

    *secure* is the host whose certificate is wanted; None is plain HTTP. OSError (ssl.SSLError, ConnectionError...)
    where the connection fails, and whatever *answer* raises. Whoever wants a limit of time cancels.
    """
    loop = asyncio.get_running_loop()
    talk = _Talk(question, answer, loop)
    options: dict[str, Any] = (
        {"ssl": tls(), "server_hostname": secure, "ssl_shutdown_timeout": GOODBYE} if secure else {}
    )
    *others, last = places
    try:
        for place in others:
            with suppress(OSError):
                async with asyncio.timeout(NEXT_PLACE):
                    await loop.create_connection(lambda: talk, *place, **options)
                break
        else:
            await loop.create_connection(lambda: talk, *last, **options)
        return await talk.heard
    finally:
        talk.end()


@cache
def tls() -> ssl.SSLContext:
    """Certificates and names are checked, against the system's authorities; where it has none, certifi's."""
    context = ssl.create_default_context()
    if not _authorities():
        import certifi

        context.load_verify_locations(certifi.where())
    context.set_alpn_protocols(["http/1.1"])
    context.options |= LEGACY
    return context


def _authorities() -> bool:
    """Whether the system knows any."""
    known = ssl.get_default_verify_paths()
    folder = Path(known.capath or known.openssl_capath)
    return bool(known.cafile) or (folder.is_dir() and any(folder.iterdir()))


class _Talk(asyncio.Protocol):
    """Asks as soon as it is connected; *heard* is the answer."""

    def __init__(self, question: bytes, answer: Answer, loop: asyncio.AbstractEventLoop) -> None:
        self._question, self._answer = question, answer
        self._transport: asyncio.WriteTransport | None = None
        self.heard: asyncio.Future[Answer] = loop.create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask."""
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport
        transport.write(self._question)

    def data_received(self, data: bytes) -> None:
        """Read on, until the answer is whole or of no use."""
        if self.heard.done():
            return
        try:
            whole = self._answer.feed(data)
        except Exception as error:
            self.heard.set_exception(error)
        else:
            if whole:
                self.heard.set_result(self._answer)

    def eof_received(self) -> None:
        """The other side has said all."""
        self._ended(in_order=True)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing will come any more."""
        self._ended(in_order=exc is None)

    def _ended(self, *, in_order: bool) -> None:
        if self.heard.done():
            return
        try:
            self._answer.ended(in_order=in_order)
        except ConnectionError as error:
            self.heard.set_exception(error)
        else:
            self.heard.set_result(self._answer)

    def end(self) -> None:
        """Hang up: in order where all was said, else at once."""
        if self._transport is None:
            return
        if self.heard.done() and not self.heard.cancelled() and self.heard.exception() is None:
            self._transport.close()
        else:
            self._transport.abort()
