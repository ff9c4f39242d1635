"""``wirediff alerts``: what the desk would be told of, what it was told, sending and testing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wirediff.cli.common import (
    DONE,
    MISTAKE,
    NOTHING,
    PARTLY,
    Failure,
    archive_path,
    config_option,
    db_option,
    json_option,
    print_json,
    print_table,
    read_archive,
)

if TYPE_CHECKING:
    from reports.message import Message
    from wirediff.config import Config

LISTED = 50


@click.group(invoke_without_command=True)
@click.option("--sent", "past", is_flag=True, help="The newest messages that were queued or sent, not what is due.")
@db_option
@config_option
@json_option
@click.pass_context
def command(context: click.Context, past: bool, db: Path | None, config_path: Path | None, as_json: bool) -> int | None:
    """List what the rules of wirediff.toml would send now; --sent lists what was sent.

    `wirediff watch` and `wirediff crawl` send what is due by themselves.

    \b
    Examples:
      wirediff alerts
      wirediff alerts --sent --json
      wirediff alerts send
      wirediff alerts test
    """
    if context.invoked_subcommand:
        return None
    return _sent(db, config_path, as_json) if past else _due(db, config_path, as_json)


def _sent(db: Path | None, config_path: Path | None, as_json: bool) -> int:
    from storage.deliveries import sent

    with read_archive(db, config_path) as archive:
        rows = sent(archive, LISTED)
    if as_json:
        print_json(rows)
    else:
        columns = ("queued_at", "outcome", "attempts", "events", "target", "subject", "why")
        print_table(columns, ([row[column] for column in columns] for row in rows))
    return DONE


def _due(db: Path | None, config_path: Path | None, as_json: bool) -> int:
    from crawler.clock import now
    from reports import webhook
    from wirediff.alerts import planned

    config = _with_rules(config_path)
    with read_archive(db, config_path) as archive:
        found = planned(archive, config, now().replace(microsecond=0))
    if as_json:
        import json

        print_json({"target": plan.target, **json.loads(webhook.render(plan.message))} for plan in found)
    else:
        print_table(("target", "at", "what"), (_told(plan.target, plan.message) for plan in found))
        click.echo(f"{len(found)} messages would be sent now", err=True)
    return DONE


def _told(target: str, message: Message) -> tuple[str, str, str]:
    more = f" (and {len(message.others)} more)" if message.others else ""
    return target, message.as_of, " ".join(item.sentence for item in message.items) + more


def _with_rules(config_path: Path | None) -> Config:
    from wirediff.config import load

    config = load(config_path)
    if not config.alerts:
        mend = '[[alert]]\n  to = "https://hooks.newsroom.example/desk"\n  when = ["correction-missing", "removal"]'
        raise Failure(f"wirediff.toml has no alert. Write one:\n  {mend}", MISTAKE)
    return config


@command.command()
@db_option
@config_option
@json_option
def send(db: Path | None, config_path: Path | None, as_json: bool) -> int:
    """Send what is due, and what failed before, now.

    Every message arrives at least once; a repeat after a crash has the same id. Exit code 3: some failed; 4: all did.

    \b
    Examples:
      wirediff alerts send
      wirediff alerts send --json | jq -r .outcome
    """
    from storage.archive import Archive
    from wirediff import alerts
    from wirediff.locks import Busy

    config = _with_rules(config_path)
    try:
        with Archive(archive_path(db, config_path), create=False) as archive:
            outcomes = alerts.send(archive, config)
    except Busy as busy:
        raise Failure(f"alerts are being sent already ({busy})", NOTHING) from busy
    rows = [
        {
            "id": one.message.key, "target": one.target, "outcome": one.outcome, "subject": one.message.subject,
            "events": len(one.message.items) + len(one.message.others), "why": one.why,
        }
        for one in outcomes
    ]  # fmt: skip
    if as_json:
        print_json(rows)
    else:
        print_table(
            ("target", "outcome", "events", "subject"),
            ([r["target"], r["outcome"], r["events"], r["subject"]] for r in rows),
        )
        for row in rows:
            if row["why"]:
                click.echo(f"wirediff: {row['target']}: {row['why']}", err=True)
    failed = sum(row["outcome"] != "sent" for row in rows)
    return DONE if not failed else NOTHING if failed == len(rows) else PARTLY


@command.command()
@config_option
def test(config_path: Path | None) -> int:
    """Send a message marked as a test to every address of the rules; nothing is logged in the archive.

    \b
    Examples:
      wirediff alerts test
      WIREDIFF_DESK=https://hooks.newsroom.example/desk wirediff alerts test
    """
    from wirediff.alerts.channels import Undelivered, post
    from wirediff.alerts.rules import target_of
    from wirediff.alerts.trial import trial
    from wirediff.config import ConfigError, reveal

    config = _with_rules(config_path)
    targets = {target_of(rule): rule for rule in config.alerts}
    failed = 0
    for target, rule in targets.items():
        try:
            post(reveal(rule.to), trial(config.timezone), config.policy)
            click.echo(f"{target}: sent")
        except (Undelivered, ConfigError) as error:
            failed += 1
            click.echo(f"wirediff: {target}: {error}", err=True)
    return DONE if not failed else NOTHING if failed == len(targets) else PARTLY
