"""Failures of the transport in words: ``kind: message``, so that a count by kind means something."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
)

from crawler.handler import HostRests


class NotRendered(Exception):
    """The browser that should render a page failed, or is not there; the message says what mends it."""


KINDS: tuple[tuple[type[BaseException], str], ...] = (
    (HostRests, "asked-to-wait"),
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "connection-refused"),
    (DownloadTimeoutError, "timeout"),
    (ResponseDataLossError, "cut-off"),
    (DownloadCancelledError, "too-large"),
    (NotRendered, "render"),
    (NotSupported, "protocol"),
    (IgnoreRequest, "too-large"),  # the only other one: a body that decompresses beyond the bound
    (OSError, "network"),
)
LONGEST = 300


def kind_of(error: BaseException) -> str:
    """What went wrong, in one word: dns, connection-refused, timeout, certificate, tls, reset, too-large..."""
    if isinstance(error, DownloadFailedError):
        return _failed(error)
    return next((kind for family, kind in KINDS if isinstance(error, family)), "protocol")


def describe(error: BaseException) -> str:
    """``kind: message`` on one line, bounded."""
    inner = [one for one in _reasons(error) if not getattr(one, "reasons", None) and one.__cause__ is None]
    said = "; ".join(dict.fromkeys(_said(one) for one in inner)) or _said(error)
    return f"{kind_of(error)}: {said}"[:LONGEST]


def _said(error: BaseException) -> str:
    """An exception's own words on one line; those of OpenSSL come as a list of parts."""
    parts = error.args[0] if error.args and isinstance(error.args[0], list) else []
    words = "; ".join(str(part[-1]) for part in parts if isinstance(part, tuple) and part)
    return " ".join((words or str(error) or type(error).__name__).split())


def _failed(error: BaseException) -> str:
    """Twisted's wrapper holds the reasons: a bound of ours, TLS, a connection that ended."""
    said = " ".join(f"{type(one).__name__} {one}" for one in _reasons(error))
    if "HeadTooLarge" in said:
        return "too-large"
    if "certificate" in said.lower() or "VerificationError" in said:
        return "certificate"
    if "SSL" in said or "TLS" in said:
        return "tls"
    if any(word in said for word in ("ConnectionLost", "ConnectionDone", "ConnectionAborted", "Reset")):
        return "reset"
    return "protocol"


def _reasons(error: BaseException) -> Iterator[BaseException]:
    yield error
    if error.__cause__ is not None:
        yield error.__cause__
        for failure in getattr(error.__cause__, "reasons", ()):
            yield failure.value
