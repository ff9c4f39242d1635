"""Pages: the bytes that came, named by SHA-256, kept as zstd blobs.

The first page of an article is kept whole, later ones with it as their prefix and long-distance matching on: a page
that hardly changed costs some hundred bytes. A wrong prefix would decompress to wrong bytes without an error, so every
read is checked against the page's name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

import zstandard

if TYPE_CHECKING:
    from storage.archive import Archive

LEVEL = 3
WINDOW_LOG = 24  # 16 MiB: a page and its prefix, both at their size limit, within half of it
LARGEST_PREFIX = 4 * 2**20


class PageDamaged(Exception):
    """A kept page does not have the bytes that its name says: bit rot, or a lost prefix."""


def compress(body: bytes, prefix: bytes | None = None) -> bytes:
    """*body* as a zstd frame; *prefix* is needed again to read it."""
    parameters = zstandard.ZstdCompressionParameters.from_level(
        LEVEL, window_log=WINDOW_LOG, enable_ldm=prefix is not None, write_checksum=True
    )
    return zstandard.ZstdCompressor(dict_data=_dictionary(prefix), compression_params=parameters).compress(body)


def decompress(frame: bytes, size: int, prefix: bytes | None = None) -> bytes:
    """The *size* bytes that `compress` took."""
    reader = zstandard.ZstdDecompressor(dict_data=_dictionary(prefix), max_window_size=2**WINDOW_LOG)
    return reader.decompress(frame, max_output_size=size or 1)


def _dictionary(prefix: bytes | None) -> zstandard.ZstdCompressionDict | None:
    return (prefix and zstandard.ZstdCompressionDict(prefix, dict_type=zstandard.DICT_TYPE_RAWCONTENT)) or None


def keep_page(archive: Archive, body: bytes, media_type: str, headers: Mapping[str, str], leans_on: str | None) -> str:
    """Keep *body* (once) and return its hash. *leans_on* is an earlier page of the article, itself kept whole."""
    name = hashlib.sha256(body).hexdigest()
    if archive.value("SELECT 1 FROM pages WHERE hash = ?", (name,)):
        return name
    prefix = body_of(archive, leans_on) if leans_on else None
    if prefix is not None and not 0 < len(prefix) <= LARGEST_PREFIX:
        prefix, leans_on = None, None
    archive.insert(
        "pages",
        {
            "hash": name,
            "media_type": media_type,
            "headers": json.dumps(dict(headers), ensure_ascii=False),
            "bytes": len(body),
            "body": compress(body, prefix),
            "leans_on": leans_on,
        },
    )
    return name


def body_of(archive: Archive, name: str) -> bytes:
    """The exact bytes of a page."""
    row = archive.row("SELECT bytes, body, leans_on FROM pages WHERE hash = ?", (name,))
    if row is None:
        raise PageDamaged(f"page {name} is not in the archive")
    prefix = body_of(archive, row["leans_on"]) if row["leans_on"] else None
    try:
        body = decompress(row["body"], row["bytes"], prefix)
    except zstandard.ZstdError as error:
        raise PageDamaged(f"page {name} cannot be read: {error}") from error
    if hashlib.sha256(body).hexdigest() != name:
        raise PageDamaged(f"page {name} has other bytes than its name says")
    return body
