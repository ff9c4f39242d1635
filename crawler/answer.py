"""One HTTP/1.1 answer, read from a connection of its own. Pure: bytes in, no I/O.

Where connections are kept, a client must know to the byte where an answer ends: whatever follows is read as the next
page. Here nothing follows, so that reading can be plain, and as lenient as browsers are about heads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LARGEST_HEAD = 256 * 1024  # bytes
LONGEST_SIZE = 1024  # bytes of the line before a chunk
MOST_WORDS = 32  # heads of 1xx before the answer: each costs a copy of what is held
BODILESS = frozenset({204, 304})
OF_THE_CONNECTION = frozenset({  # headers that describe the way here, not what came
    b"connection", b"keep-alive", b"proxy-connection", b"te", b"trailers", b"transfer-encoding", b"upgrade",
})  # fmt: skip
_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/(\d\.\d) +(\d{3})(?: |$)")
_SIZE = re.compile(rb"[0-9a-fA-F]{1,15}")


class HeadTooLarge(Exception):
    """The headers went on beyond the bound."""


class BodyTooLarge(Exception):
    """The body is larger than was allowed, or says that it will be."""


class NoHTTP(Exception):
    """What came is no answer that one could read."""


@dataclass(frozen=True)
class Head:
    """A status line and the headers after it, as they came."""

    status: int
    version: str
    headers: tuple[tuple[bytes, bytes], ...]

    def values(self, name: bytes) -> list[bytes]:
        """All values of a header; *name* in lower case."""
        return [value for key, value in self.headers if key.lower() == name]

    def end_to_end(self) -> list[tuple[bytes, bytes]]:
        """The headers that belong to what came."""
        return [(name, value) for name, value in self.headers if name.lower() not in OF_THE_CONNECTION]


def parse_head(block: bytes) -> Head:
    """The head of an answer; lines without a colon are passed over, as browsers do; `NoHTTP` where there is none.

    >>> parse_head(b"HTTP/1.1 200 OK\\r\\nETag: 1\\r\\nnonsense\\r\\nVia: a,\\r\\n b").headers
    ((b'ETag', b'1'), (b'Via', b'a, b'))
    """
    first, *lines = block.split(b"\n")
    found = _STATUS.match(first.rstrip(b"\r"))
    if found is None:
        raise NoHTTP(f"no status line: {first[:60]!r}")
    headers: list[tuple[bytes, bytes]] = []
    for line in lines:
        name, colon, value = line.partition(b":")
        if line[:1] in (b" ", b"\t"):  # goes on from the line before
            if headers:
                headers[-1] = (headers[-1][0], b" ".join((headers[-1][1], line.strip())).strip())
        elif colon and name.strip():
            headers.append((name.strip(), value.strip()))
    return Head(int(found[2]), found[1].decode(), tuple(headers))


class Answer:
    """An answer as it comes: `feed` it until that says that it is whole, or tell it that the connection `ended`.

    *most* bounds the body (`BodyTooLarge`); from *enough* bytes on it is not read further, and counts as whole. Of a
    *bare* one (to HEAD) no body comes. 0 is no bound.
    """

    def __init__(self, *, most: int = 0, enough: int = 0, bare: bool = False) -> None:
        self.head: Head | None = None
        self.flags: list[str] = []
        self._most, self._enough, self._bare = 0 if enough else most, enough, bare
        self._held, self._words = b"", 0
        self._parts: list[bytes] = []
        self._received = 0
        self._length: int | None = None
        self._chunks: Chunks | None = None

    @property
    def body(self) -> bytes:
        """What came of the body, without its chunks."""
        return self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)

    def feed(self, data: bytes) -> bool:
        """Take in what came; whether the answer is whole."""
        if self.head is not None:
            return self._take(data)
        before, self._held = max(0, len(self._held) - 3), self._held + data
        while (end := _END.search(self._held, before)) is not None:
            if end.start() > LARGEST_HEAD:
                break
            head, rest = parse_head(self._held[: end.start()]), self._held[end.end() :]
            if head.status >= 200:
                self._held = b""
                return self._begin(head) or self._take(rest)
            if head.status == 101:
                raise NoHTTP("another protocol, which nobody asked for")
            self._words += 1  # that was a word in between
            if self._words > MOST_WORDS:
                raise NoHTTP(f"more than {MOST_WORDS} words before the answer")
            before, self._held = 0, rest
        if len(self._held) > LARGEST_HEAD:
            raise HeadTooLarge(f"headers of more than {LARGEST_HEAD // 1024} KiB")
        return False

    def ended(self, *, in_order: bool) -> None:
        """The connection ended before the answer was known to be whole: ConnectionError where there is none."""
        if self.head is None:
            raise ConnectionResetError("the connection ended before an answer came")
        open_ended = self._length is None and self._chunks is None
        self.flags.append("partial" if open_ended and in_order else "dataloss")

    def _begin(self, head: Head) -> bool:
        """Learn from the head how long the body is; whether there is none."""
        self.head = head
        if self._bare or head.status in BODILESS:
            return True
        if coding := b",".join(head.values(b"transfer-encoding")).strip().lower().removeprefix(b"identity"):
            if coding != b"chunked":
                raise NoHTTP(f"transfer coding {coding[:40]!r}")
            self._chunks = Chunks()
            return False
        lengths = set(head.values(b"content-length"))
        if not lengths:
            return False
        if len(lengths) > 1 or not (said := lengths.pop()).isdigit() or len(said) > 15:
            raise NoHTTP("a content length that is none, or several")
        self._length = int(said)
        if self._most and self._length > self._most:
            raise BodyTooLarge(f"{self._length} bytes announced, {self._most} allowed")
        return self._length == 0

    def _take(self, data: bytes) -> bool:
        whole = False
        if self._chunks is not None:
            data = self._chunks.feed(data)
            whole = self._chunks.last
            if self._chunks.broken:
                self.flags.append("dataloss")
        elif self._length is not None:
            data = data[: self._length - self._received]
            whole = self._received + len(data) == self._length
        if data:
            self._parts.append(data)
            self._received += len(data)
        if self._enough and self._received >= self._enough:
            return True
        if self._most and self._received > self._most:
            self._parts = []
            raise BodyTooLarge(f"more than {self._most} bytes")
        return whole


class Chunks:
    """Takes a chunked body apart (RFC 9112, 7.1). Trailers are not read.

    *last* is set with its last chunk, or where what follows is *broken*: no chunk.
    """

    def __init__(self) -> None:
        self.last = self.broken = False
        self._held = b""
        self._left = 0  # bytes of the chunk under way

    def feed(self, data: bytes) -> bytes:
        """What *data* holds of the body."""
        found: list[bytes] = []
        data, self._held = self._held + data, b""
        at = 0
        while at < len(data) and not self.last:
            if self._left:
                piece = data[at : at + self._left]
                found.append(piece)
                at += len(piece)
                self._left -= len(piece)
            elif (end := data.find(b"\n", at)) < 0:
                self._held = data[at:]
                self.last = self.broken = len(self._held) > LONGEST_SIZE
                break
            else:
                self._next(data[at:end].strip())
                at = end + 1
        return found[0] if len(found) == 1 else b"".join(found)

    def _next(self, line: bytes) -> None:
        """The size of the chunk that follows; an empty line ends the one before."""
        if not line:
            return
        size = _SIZE.fullmatch(line.partition(b";")[0].strip())
        self._left = int(size[0], 16) if size else 0
        self.broken = size is None
        self.last = not self._left
