"""From a page's bytes to characters: the order of the WHATWG encoding standard, with UTF-8 believed where it fits.

A byte order mark decides, then a body that is faultless UTF-8 beyond ASCII (text in another encoding is that by
accident only in theory), then the Content-Type header, then the page's own declaration, then windows-1252, which is
what browsers assume. Bytes that fit none become U+FFFD and are flagged, so that damage is never taken for an edit.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import NamedTuple

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

_CONTROLS = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0C, 0x0D})
_ILLEGAL = re.compile(rf"[{re.escape(_CONTROLS.decode())}\ud800-\udfff\ufffe\uffff]")
_BLANKED = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))
_PLAIN = frozenset({"utf-8", "cp1252"})  # codecs in which a control's byte is a control, wherever it stands
DECLARED_WITHIN = 8192  # the standard looks at 1,024 bytes; real pages put scripts before their declaration


class Decoded(NamedTuple):
    """A page's characters, the codec that gave them, and whether bytes were damaged."""

    text: str
    encoding: str
    damaged: bool


def decode(body: bytes, headers: Mapping[str, str]) -> Decoded:
    """Decode *body*; never fails. Characters that XML cannot hold are blanks."""
    encoding, skip = _encoding(body, headers)
    told = body[skip:]
    if encoding in _PLAIN:  # six times as fast as looking at every character
        text = told.translate(_BLANKED).decode(encoding, "replace").replace("\ufffe", " ").replace("\uffff", " ")
    else:
        text = _ILLEGAL.sub(" ", told.decode(encoding, "replace"))
    return Decoded(text, encoding, "\ufffd" in text)


def _encoding(body: bytes, headers: Mapping[str, str]) -> tuple[str, int]:
    """The codec's name and the length of a byte order mark."""
    marked, mark = read_bom(body)
    if marked and mark:
        return marked, len(mark)
    if not body.isascii() and _is_utf8(body):
        return "utf-8", 0
    declared = http_content_type_encoding(headers.get("content-type")) or html_body_declared_encoding(
        body[:DECLARED_WITHIN]
    )
    return _usable(declared, body) or "cp1252", 0


def _is_utf8(body: bytes) -> bool:
    """Whether *body* is UTF-8; a character cut off at the very end (a broken transfer) does not count against it."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(body)
    except UnicodeDecodeError:
        return False
    return True


def _usable(declared: str | None, body: bytes) -> str | None:
    """A declared encoding that the body can be in: one that is not UTF-8 after all is not believed to be."""
    name = resolve_encoding(declared) if declared else None
    if name is None or name.startswith("utf-16") or (name == "utf-8" and _mostly_broken(body)):
        return None
    return name


def _mostly_broken(body: bytes) -> bool:
    """Whether more of the bytes beyond ASCII are bad UTF-8 than good."""
    bad = body.decode("utf-8", "replace").count("\ufffd")
    good = sum(1 for sign in body.decode("utf-8", "ignore") if sign > "\x7f")
    return bad > good
