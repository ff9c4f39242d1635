"""Messages as bytes: typed values as JSON, bytes beside it, all in one zstd frame of bounded size. No pickle.

A message is data from another machine: what has another shape than its dataclass says is a `Malformed`, never an
object of the sender's choice.
"""

from __future__ import annotations

import json
import struct
import sys
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import fields, is_dataclass
from datetime import timedelta
from functools import cache
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LARGEST = 64 * 2**20  # bytes of a message, inflated: a page of the largest size with all that was read of it
LEVEL = 1
PLAIN = (str, int)
_LENGTHS = struct.Struct(">I")
Message = TypeVar("Message")


class Malformed(Exception):
    """Bytes that are no message, or one of another shape."""


class TooLarge(Exception):
    """A message beyond `LARGEST`."""


def pack(message: object) -> bytes:
    """A dataclass as bytes; `TooLarge` where it has too many."""
    blobs: list[bytes] = []
    head = json.dumps(_plain(message, blobs), ensure_ascii=False, separators=(",", ":"))
    parts = [head.encode("utf-8", "surrogatepass"), *blobs]
    if sum(map(len, parts)) + 4 * len(parts) > LARGEST:
        raise TooLarge(f"a message of more than {LARGEST >> 20} MiB")
    return bytes(zstd.compress(b"".join(_LENGTHS.pack(len(part)) + part for part in parts), level=LEVEL))


def unpack(kind: type[Message], frame: bytes) -> Message:
    """The dataclass *kind* that `pack` took; `Malformed` for anything else, however large it would inflate."""
    try:
        head, *blobs = _parts(_inflated(frame))
        plain = json.loads(head.decode("utf-8", "surrogatepass"))
        found: Message = _typed(kind, plain, blobs)
    except (zstd.ZstdError, ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError) as error:
        raise Malformed(f"no {kind.__name__}: {error}") from error
    return found


def _inflated(frame: bytes) -> bytes:
    reader = zstd.ZstdDecompressor()
    whole = bytes(reader.decompress(frame, max_length=LARGEST + 1))
    if not reader.eof or len(whole) > LARGEST:
        raise ValueError("cut, or larger than any message")
    return whole


def _parts(whole: bytes) -> list[bytes]:
    parts, at = [], 0
    while at < len(whole):
        (length,) = _LENGTHS.unpack_from(whole, at)
        part = whole[at + 4 : at + 4 + length]
        if len(part) != length:
            raise ValueError("a part is cut")
        parts.append(part)
        at += 4 + length
    return parts


def _plain(value: Any, blobs: list[bytes]) -> Any:
    """*value* as JSON has it; bytes are numbered."""
    if isinstance(value, bytes):
        blobs.append(value)
        return len(blobs) - 1
    if isinstance(value, timedelta):
        return value.total_seconds()
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name), blobs) for one in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(one, blobs) for one in value]
    return value


def _typed(hint: Any, value: Any, blobs: list[bytes]) -> Any:
    """*value* as *hint* says; ValueError where it is something else."""
    if (origin := get_origin(hint)) is not None:
        return _composed(origin, get_args(hint), value, blobs)
    if is_dataclass(hint):
        return _dataclass(hint, _of(dict, value), blobs)
    if hint is bytes:
        return blobs[_of(int, value)]
    if hint is timedelta:
        return timedelta(seconds=_of(float, value))
    return value if hint is Any else _of(hint, value)


def _composed(origin: Any, hints: tuple[Any, ...], value: Any, blobs: list[bytes]) -> Any:
    """A value of which *hints* are the parts, or among which it must be."""
    if origin is Literal:
        if value not in hints:
            raise ValueError(f"{value!r:.50} is none of its values")
        return value
    if origin in {dict, Counter}:
        values = _all(int if origin is Counter else hints[1], _of(dict, value).values(), blobs)
        return origin(dict(zip(value, values, strict=True)))
    if origin in {tuple, list}:
        return origin(_all(hints[0], _of(list, value), blobs))
    (hint,) = [one for one in hints if one is not NoneType]  # of an optional field
    return None if value is None else _typed(hint, value, blobs)


def _all(hint: Any, values: Collection[Any], blobs: list[bytes]) -> Iterable[Any]:
    """Values that are all as *hint* says; many plain ones are judged at once."""
    if hint in PLAIN and set(map(type, values)) <= {hint}:
        return values
    return (_typed(hint, one, blobs) for one in values)


def _dataclass(kind: Any, value: dict[str, Any], blobs: list[bytes]) -> Any:
    hints = _hints(kind)
    if odd := value.keys() - hints.keys():
        raise ValueError(f"{kind.__name__} has no {min(odd)!r:.50}")
    return kind(**{name: _typed(hints[name], one, blobs) for name, one in value.items()})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    known = {one.name for one in fields(kind)}
    return {name: hint for name, hint in get_type_hints(kind).items() if name in known}


def _of(kind: Any, value: Any) -> Any:
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise ValueError(f"{value!r:.50} is no {kind.__name__}")
    return value
