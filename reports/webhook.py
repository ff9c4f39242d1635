"""A message as one JSON object, for a receiver that tells a repeat by its ``id`` and the ``id`` of each event."""

from __future__ import annotations

import json
from typing import Any

from reports.message import Item, Message, inert, one_line


def render(message: Message) -> str:
    """The object as text in ASCII: ``id``, ``subject``, ``as_of``, ``events``, ``more`` (ids of those not told)."""
    return json.dumps({
        "id": message.key,
        "subject": one_line(message.subject),
        "as_of": message.as_of,
        "program": message.program,
        "events": [_event(inert(item)) for item in message.items],
        "more": list(message.others),
    })  # fmt: skip


def _event(item: Item) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": item.key, "why": item.why, "at": item.at, "outlet": item.outlet, "name": item.name,
        "url": item.address, "story": item.story or None, "title": item.title, "sentence": item.sentence,
        "kinds": list(item.kinds),
    }  # fmt: skip
    if item.snippet:
        found |= {"before": item.snippet.removed, "after": item.snippet.added}
        found |= {"lead": item.snippet.lead, "tail": item.snippet.tail}
    return found
