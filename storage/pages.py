"""Pages: the bytes that came, named by SHA-256, kept as zstd blobs.

The first page of an article is kept whole, later ones with it as their prefix and long-distance matching on: a page
that hardly changed costs some hundred bytes. The prefix is given to zstd as such; given as a dictionary, which reads
the same, long matches are not looked for, and a page costs a hundredth of its size. Where the pages have grown apart a
new one is kept whole, and the next lean on that: none ever leans on one that leans. A wrong prefix would decompress to
wrong bytes without an error, so every read is checked against the page's name.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from storage.archive import Archive

LEVEL = 3  # of zstd, while a crawl waits: a fifth of the time of level 9 for a tenth more bytes, until `compact`
APART = 0.5  # of what a page costs whole: where leaning on another costs more, the two have grown apart
LEANING_LIGHTLY = 0.02  # of a page's size: what costs no more has grown apart from nothing
WINDOW_LOG = 24  # 16 MiB: a page and its prefix, both at their size limit, within half of it
LARGEST_PREFIX = 4 * 2**20


class PageDamaged(Exception):
    """A kept page does not have the bytes that its name says: bit rot, or a lost prefix."""


def compress(body: bytes, prefix: bytes | None = None, level: int = LEVEL) -> bytes:
    """*body* as a zstd frame; *prefix* is needed again to read it."""
    options: dict[int, int] = {
        zstd.CompressionParameter.compression_level: level,
        zstd.CompressionParameter.window_log: WINDOW_LOG,
        zstd.CompressionParameter.checksum_flag: 1,
        zstd.CompressionParameter.enable_long_distance_matching: int(bool(prefix)),
    }
    return bytes(zstd.compress(body, options=options, zstd_dict=_prefix(prefix)))


def decompress(frame: bytes, size: int, prefix: bytes | None = None) -> bytes:
    """The *size* bytes that `compress` took (`zstd.ZstdError` where the frame is damaged); never more than that."""
    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: WINDOW_LOG}
    reader = zstd.ZstdDecompressor(zstd_dict=_prefix(prefix), options=options)
    body = bytes(reader.decompress(frame, max_length=size + 1))
    if not reader.eof or len(body) != size:
        raise zstd.ZstdError("the frame does not hold what it was made of")
    return body


def opened(frame: bytes, size: int) -> bytes:
    """The page in a frame that another process made; `PageDamaged` where there are not *size* bytes in it."""
    try:
        return decompress(frame, size)
    except (zstd.ZstdError, ValueError, OverflowError) as error:
        raise PageDamaged(f"a page of {size} bytes: {error}") from error


def _prefix(prefix: bytes | None) -> Any:
    return zstd.ZstdDict(prefix, is_raw=True).as_prefix if prefix else None


def _packed(body: bytes, prefix: bytes | None, frame: bytes | None) -> tuple[bytes, bool]:
    """The frame of a page, and whether it leans on *prefix*: not where that spares little. *frame*: made before."""
    if prefix is None or not 8 <= len(prefix) <= LARGEST_PREFIX:
        return frame or compress(body), False
    leaning = compress(body, prefix)
    if len(leaning) <= LEANING_LIGHTLY * len(body):
        return leaning, True
    whole = frame or compress(body)
    return (leaning, True) if len(leaning) <= APART * len(whole) else (whole, False)


def keep_page(
    archive: Archive, body: bytes, media_type: str, headers: Mapping[str, str], leans_on: str | None,
    frame: bytes | None = None, name: str | None = None,
) -> str:  # fmt: skip
    """Keep *body* (once) and return its hash. *leans_on* is an earlier page of the article, itself kept whole.

    *frame* is what `compress` makes of *body*, and *name* its hash, where these were made before.
    """
    name = name or hashlib.sha256(body).hexdigest()
    if has_page(archive, name):
        return name
    packed, leaning = _packed(body, _whole(archive, leans_on), frame)
    archive.insert(
        "pages",
        {
            "hash": name,
            "media_type": media_type,
            "headers": json.dumps(dict(headers), ensure_ascii=False),
            "bytes": len(body),
            "body": packed,
            "leans_on": leans_on if leaning else None,
        },
    )
    return name


def _whole(archive: Archive, name: str | None) -> bytes | None:
    """The page that another may lean on; None where it is damaged, so that what comes is kept all the same."""
    with suppress(PageDamaged):
        return body_of(archive, name) if name else None
    return None


def has_page(archive: Archive, name: str) -> bool:
    """Whether a page of that name is kept."""
    return archive.value("SELECT 1 FROM pages WHERE hash = ?", (name,)) is not None


def body_of(archive: Archive, name: str) -> bytes:
    """The exact bytes of a page."""
    row = archive.row("SELECT bytes, body, leans_on FROM pages WHERE hash = ?", (name,))
    if row is None:
        raise PageDamaged(f"page {name} is not in the archive")
    prefix = body_of(archive, row["leans_on"]) if row["leans_on"] else None
    try:
        body = decompress(row["body"], row["bytes"], prefix)
    except zstd.ZstdError as error:
        raise PageDamaged(f"page {name} cannot be read: {error}") from error
    if hashlib.sha256(body).hexdigest() != name:
        raise PageDamaged(f"page {name} has other bytes than its name says")
    return body
