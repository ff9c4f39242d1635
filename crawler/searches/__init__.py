"""Searches for copies at outlets that nobody listed, a service a file: any search feed, GDELT, Common Crawl. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from crawler.entries import Named
from crawler.searches import commoncrawl, feeds, gdelt


class Service(Protocol):
    """What each of the files here is."""

    LEAST: timedelta

    def takes(self, template: str, /) -> bool:
        """Whether a configured search is meant for it."""

    def answers(self, base: str, /) -> bool:
        """Whether what came from *base* is its answer."""

    def addresses(self, template: str, match: Sequence[str], /) -> list[str]:
        """What to ask for one story's words."""

    def read(self, body: bytes, base: str, /) -> Named:
        """What its answer names; `Unreadable` where it is none."""


SERVICES: tuple[Service, ...] = (gdelt, commoncrawl)
ANY: Service = feeds


def addresses(template: str, match: Sequence[str]) -> list[str]:
    """The addresses to ask for one story's match words: none where there is none."""
    return next((one for one in SERVICES if one.takes(template)), ANY).addresses(template, match)


def read_search(body: bytes, base: str) -> Named:
    """What a search's answer names; `Unreadable` where it is none."""
    return next((one for one in SERVICES if one.answers(base)), ANY).read(body, base)


def least(address: str) -> timedelta:
    """The least time between two visits of a search's address."""
    return next((one.LEAST for one in SERVICES if one.answers(address)), ANY.LEAST)
