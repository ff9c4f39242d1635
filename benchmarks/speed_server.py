"""Pages over loopback as fast as Python can serve them, for `benchmarks.speed`: a process of its own.

    python -m benchmarks.speed_server FOLDER MODE

Prints its port. A path that ends in a number gets that page of the folder's, counted round. MODE is "same" (the same
bytes, no validators), "token" (another token in every answer) or "304" (an ETag, and a 304 to who names it).
"""

from __future__ import annotations

import asyncio
import re
import sys
from itertools import count
from pathlib import Path

_NUMBER = re.compile(rb"GET \S*?(\d+) HTTP")
TAG = b'"kept"'


class Pages(asyncio.Protocol):
    """One connection; answers every request at once."""

    tokens = count()

    def __init__(self, pages: list[bytes], mode: str) -> None:
        self._pages, self._mode = pages, mode
        self._heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each whole request."""
        self._heard += data
        while b"\r\n\r\n" in self._heard:
            head, self._heard = self._heard.split(b"\r\n\r\n", 1)
            assert isinstance(self._transport, asyncio.WriteTransport)
            self._transport.write(self._answer(head))

    def _answer(self, head: bytes) -> bytes:
        if (asked := _NUMBER.match(head)) is None:
            return _answer("404 Not Found", b"")
        if self._mode == "304" and TAG in head:
            return _answer("304 Not Modified", b"", b"ETag: " + TAG)
        body = self._pages[int(asked.group(1)) % len(self._pages)]
        if self._mode == "token":
            token = b'<meta name="csrf-token" content="%d"></head>' % next(self.tokens)
            body = body.replace(b"</head>", token, 1) if b"</head>" in body else token + body
        return _answer("200 OK", body, b"ETag: " + TAG if self._mode == "304" else b"X-Served: yes")


def _answer(status: str, body: bytes, header: bytes = b"X-Served: yes") -> bytes:
    kind = b"Content-Type: text/html\r\nContent-Length: %d\r\n" % len(body) if not status.startswith("304") else b""
    return b"HTTP/1.1 %s\r\n%s%s\r\n\r\n%s" % (status.encode(), kind, header, body)


async def main(folder: Path, mode: str) -> None:
    """Serve until killed."""
    pages = [path.read_bytes() for path in sorted(folder.glob("*.html"))]
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Pages(pages, mode), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
