"""Failures of the transport in words: ``kind: message``, so that a count by kind means something."""

from __future__ import annotations

import re
import ssl

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

from crawler.answer import HeadTooLarge
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
CAUSES: tuple[tuple[type[BaseException], str], ...] = (
    (HeadTooLarge, "too-large"),
    (ssl.SSLCertVerificationError, "certificate"),
    (ssl.SSLError, "tls"),
    (ConnectionError, "reset"),
)
LONGEST = 300
_PLACE = re.compile(r" \(_ssl\.c:\d+\)")  # in the source of Python


def kind_of(error: BaseException) -> str:
    """What went wrong, in one word: dns, connection-refused, timeout, certificate, tls, reset, too-large..."""
    if isinstance(error, DownloadFailedError):
        return _failed(error)
    return next((kind for family, kind in KINDS if isinstance(error, family)), "protocol")


def describe(error: BaseException) -> str:
    """``kind: message`` on one line, bounded."""
    said = " ".join(_PLACE.sub("", str(error) or type(error).__name__).split())
    return f"{kind_of(error)}: {said}"[:LONGEST]


def _failed(error: BaseException) -> str:
    """Scrapy's word for all that went wrong on the way; its cause says what."""
    cause = error.__cause__
    return next((kind for family, kind in CAUSES if isinstance(cause, family)), "protocol")
