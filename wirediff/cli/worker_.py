"""``wirediff worker``: make the visits that a watch on another machine gives out."""

from __future__ import annotations

import asyncio
import os
import signal

import click

from wirediff.cli.common import broker_option


@click.command()
@broker_option(required=True)
@click.option(
    "--cores", type=click.IntRange(1, 256), metavar="N",
    help="How many pages to read at once; by default as many as there are processors.",
)  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Log only what goes wrong.")
@click.option("--json-log", is_flag=True, help="Log as JSON, one object a line.")
def command(broker: str, cores: int | None, quiet: bool, json_log: bool) -> None:
    """Make the visits that wirediff watch --broker gives out, until SIGTERM or Ctrl-C.

    A worker needs no archive and no configuration: what it has to know comes with the visits. Any number of them may
    run, anywhere; each outlet is in the hands of one at a time. Stopped, it hands over what is under way; killed,
    others make its visits once its lease is over.

    \b
    Examples:
      wirediff worker --broker redis://broker.example:6379/0
      WIREDIFF_BROKER=rediss://desk:secret@broker.example:6380/0 wirediff worker
    """
    from wirediff.hiring import employ
    from wirediff.labour import Hired
    from wirediff.logs import set_up

    level = "WARNING" if quiet else "INFO"
    set_up(level, as_json=json_log)
    hired = Hired(broker, os.uname().nodename, cores or len(os.sched_getaffinity(0)), level, json_log)

    async def until_stopped() -> None:
        task = asyncio.create_task(employ(hired))
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()

    asyncio.run(until_stopped())
