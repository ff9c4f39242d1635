"""Alerts: what happened that a rule of ``wirediff.toml`` asks for, written down, sent, and logged.

`finding` reads what happened, `rules` says which rule wants it and when, `outbox` queues and sends, `channels` knows
the ways out. `deliver` is all that a crawl calls.
"""

from wirediff.alerts.outbox import Outcome, deliver, planned, send

__all__ = ["Outcome", "deliver", "planned", "send"]
