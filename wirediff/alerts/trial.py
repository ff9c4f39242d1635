"""The message of ``wirediff alerts test``: invented, and said to be so."""

from __future__ import annotations

from crawler.clock import stamp_now
from reports.attention import Snippet
from reports.message import Item, Message, message_of
from wirediff.alerts.finding import name_of
from wirediff.gather import program


def trial(zone: str) -> Message:
    """A message with one invented item; each call's has an id of its own."""
    at = stamp_now()
    item = Item(
        key=name_of("test", at), why="correction-missing", at=at, outlet="outlet", name="Outlet",
        address="https://outlet.example/flood", title="A test of wirediff's alerts",
        sentence="This is a test, nothing happened. Outlet still carried, 6 h later, text that the wire corrected.",
        snippet=Snippet("After the flood ", "12", "19", " people were missing."), kinds=("number",),
    )  # fmt: skip
    return message_of(
        name_of("test message", at), "Test of wirediff's alerts", at, (item,), zone=zone, program=program()
    )
