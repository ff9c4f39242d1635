"""Queue what is due, send what is queued, log every attempt: at least once, repeats under the same key.

A message is committed to the archive before the first byte of it leaves. Killed between sending and logging, the next
run sends the very same message again, with the same id, Message-ID and idempotency key.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils.utils import sqlite3

from crawler.clock import now, parse, stamp
from reports.message import Item, Message, message_of, subject_of
from storage import deliveries
from storage.archive import Archive, ArchiveError
from wirediff.alerts.channels import Undelivered, post
from wirediff.alerts.finding import Asked, happenings, name_of
from wirediff.alerts.rules import slot, target_of
from wirediff.config import Alert, Config, ConfigError, reveal
from wirediff.gather import heed_of, program
from wirediff.locks import Busy, hold

LOG = logging.getLogger(__name__)
LOCK = "alerts"
REACH = timedelta(days=7)  # older happenings are no news; a message that could not be sent for so long is given up
LONGEST_PAUSE = timedelta(hours=6)
AT_ONCE = 5  # more stories than that at one moment go out as one message


@dataclass(frozen=True)
class Outcome:
    """An attempt to send a message: *outcome* is sent, failed or given up, *why* says what was in the way."""

    message: Message
    target: str
    outcome: str
    why: str = ""


@dataclass(frozen=True)
class Planned:
    """A message that would be queued now."""

    target: str
    cadence: str
    message: Message
    items: tuple[Item, ...]


def planned(archive: Archive, config: Config, at: datetime) -> list[Planned]:
    """The messages that are due and were not queued yet; nothing is written."""
    found: list[Planned] = []
    for rule in config.alerts:
        target = target_of(rule)
        until = slot(rule.cadence, at, config.timezone)
        last = deliveries.last_queued(archive, target, rule.cadence)
        if rule.cadence != "now" and last is not None and parse(last) >= until:
            continue
        queued = {item.key for plan in found if plan.target == target for item in plan.items}
        known = frozenset(deliveries.known_events(archive, target) | queued)
        items = happenings(archive, rule, _asked(config, at, until, known))
        found += [_plan(target, rule.cadence, group, config, at) for group in _groups(rule, items)]
    return found


def _asked(config: Config, at: datetime, until: datetime, known: frozenset[str]) -> Asked:
    return Asked(stamp(at - REACH), stamp(until), config.timezone, heed_of(config), known)


def _groups(rule: Alert, items: list[Item]) -> Iterator[tuple[Item, ...]]:
    """At once: a message for each story; as a digest, or where it is too much at once: one for all."""
    stories: dict[str, list[Item]] = {}
    for item in items:
        stories.setdefault(item.story or item.key, []).append(item)
    if rule.cadence == "now" and len(stories) <= AT_ONCE:
        yield from (tuple(group) for group in stories.values())
    elif items:
        yield tuple(items)


def _plan(target: str, cadence: str, items: tuple[Item, ...], config: Config, at: datetime) -> Planned:
    key = name_of(target, *sorted(item.key for item in items))
    message = message_of(key, subject_of(items), stamp(at), items, zone=config.timezone, program=program())
    return Planned(target, cadence, message, items)


def send(archive: Archive, config: Config, *, patient: bool = False) -> list[Outcome]:
    """Queue what is due and try every message that waits; *patient* leaves those alone that failed just now.

    `Busy` where another process is at it.
    """
    with hold(archive.path, LOCK, "wirediff alerts send"):
        at = now().replace(microsecond=0)
        for plan in planned(archive, config, at):
            events = [(item.key, item.as_json() | {"cadence": plan.cadence}) for item in plan.items]
            deliveries.queue(archive, plan.message.key, plan.target, plan.message.subject, stamp(at), events)
        rules = {target_of(rule): rule for rule in config.alerts}
        waiting = deliveries.waiting(archive, rules)
        return [_try(archive, config, rules[one.target], one, at) for one in waiting if not patient or _may(one, at)]


def _may(waiting: deliveries.Waiting, at: datetime) -> bool:
    """Whether a message that failed is to be tried again: after ever longer pauses."""
    if waiting.last_attempt is None:
        return True
    pause = min(timedelta(minutes=2 ** min(waiting.attempts, 12)), LONGEST_PAUSE)
    return at >= parse(waiting.last_attempt) + pause


def _try(archive: Archive, config: Config, rule: Alert, waiting: deliveries.Waiting, at: datetime) -> Outcome:
    items = tuple(Item.of_json(event) for event in waiting.events)
    message = message_of(
        waiting.key, waiting.subject, waiting.queued_at, items, zone=config.timezone, program=program()
    )
    outcome, why = deliveries.SENT, ""
    try:
        post(reveal(rule.to), message, config.policy)
    except (Undelivered, ConfigError) as error:
        outcome, why = deliveries.FAILED, str(error)
        if at - parse(waiting.queued_at) > REACH:
            outcome = deliveries.GIVEN_UP
    deliveries.log(archive, waiting, stamp(now().replace(microsecond=0)), outcome, why)
    return Outcome(message, waiting.target, outcome, why)


def deliver(path: Path, config: Config) -> None:
    """What a crawl does after its fetches: send what is due; what is in the way is logged and never stops a crawl."""
    if not config.alerts:
        return
    try:
        with Archive(path) as archive:
            for one in send(archive, config, patient=True):
                level = logging.INFO if one.outcome == deliveries.SENT else logging.WARNING
                LOG.log(level, "alert to %s %s: %s", one.target, one.outcome, one.why or one.message.subject)
    except Busy:
        LOG.info("alerts are being sent by another process")
    except (ArchiveError, sqlite3.Error, OSError) as error:
        LOG.error("alerts: %s: trying again after the next batch", error)  # noqa: TRY400 - the reader needs no traceback
    except Exception:
        LOG.exception("alerts could not be sent")
