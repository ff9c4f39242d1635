"""A bound for what comes before a body: Twisted reads status lines and headers for as long as they come."""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientFactory, _LenientHTTP11ClientProtocol
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS

LARGEST = 256 * 1024  # bytes


class HeadTooLarge(Exception):
    """The headers went on beyond the bound."""


class BoundedProtocol(_LenientHTTP11ClientProtocol):
    """One connection; ends it where an answer's head is too large."""

    _head = 0

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Count what belongs to the head, and pass it on."""
        if self._parser is not None and self._parser.state in (STATUS, HEADER):
            self._head += len(data)
            if self._head > LARGEST:
                error = HeadTooLarge(f"headers of more than {LARGEST // 1024} KiB")
                self._giveUp(Failure(error))  # type: ignore[no-untyped-call]
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class BoundedFactory(_LenientHTTP11ClientFactory):
    """Makes such connections."""

    def buildProtocol(self, addr: IAddress | None) -> Any:  # noqa: N802, ARG002
        """A connection."""
        return BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
