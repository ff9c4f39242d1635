"""``wirediff watch``: fetch on a schedule, until told to stop."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import click

from wirediff.cli.common import archive_path, broker_option, config_option, db_option


@click.command()
@click.option(
    "--tick", type=click.FloatRange(min=0.05), default=10.0, show_default=True, metavar="SECONDS",
    help="How often to look for what is due.",
)  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Log only what goes wrong.")
@click.option("--json-log", is_flag=True, help="Log as JSON, one object a line.")
@broker_option()
@db_option
@config_option
def command(tick: float, quiet: bool, json_log: bool, broker: str, db: Path | None, config_path: Path | None) -> None:
    """Fetch what is due, when it is due, until SIGTERM or Ctrl-C.

    Stopped, it finishes the fetches under way. Killed, its successor goes on where it was. An edited wirediff.toml is
    read anew (at once on SIGHUP); a mistake in it is logged and the last good configuration stays in force. That it
    lives, what it does and how it ended is in PATH.heartbeat, a JSON object, written at every tick.

    \b
    Examples:
      wirediff watch
      wirediff watch --broker redis://broker.example:6379/0
      wirediff unit > ~/.config/systemd/user/wirediff.service
    """
    from wirediff.cli.running import configured, dispatching, leave_on_sigterm
    from wirediff.schedule import Watch

    leave_on_sigterm()
    config = configured(config_path)
    path = archive_path(db, config_path).absolute()
    level = "WARNING" if quiet else "INFO"
    with dispatching(config, path, "wirediff watch", level, json_log=json_log, broker=broker) as dispatcher:

        async def watch() -> None:
            await Watch(dispatcher, lambda: configured(config_path), timedelta(seconds=tick)).run()

        asyncio.run(watch())
