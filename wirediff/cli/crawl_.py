"""``wirediff crawl``: fetch what is due, once."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wirediff.cli.common import (
    DONE,
    INTERRUPTED,
    NOTHING,
    PARTLY,
    archive_path,
    broker_option,
    config_option,
    db_option,
    json_option,
    print_json,
    print_table,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.visits import Selection
    from wirediff.crawl import Crawled
    from wirediff.dispatch import Dispatcher

CHANGED = ("new", "revised", "moved", "returned")
SAME = ("unchanged", "not-modified")
TROUBLED = ("held", "missing", "gone", "refused", "failed")


@click.command()
@click.option(
    "--all", "everything", is_flag=True, help="Also what is not due yet (a host's own Retry-After is obeyed)."
)
@click.option("--outlet", "outlets", multiple=True, metavar="ID", help="Only this outlet (may be given again).")
@click.option("--story", metavar="ID", help="Only the articles of this story.")
@click.option("-v", "--verbose", is_flag=True, help="Log every fetch.")
@click.option("--json-log", is_flag=True, help="Log as JSON, one object a line.")
@broker_option()
@db_option
@config_option
@json_option
def command(
    everything: bool, outlets: tuple[str, ...], story: str | None, verbose: bool, json_log: bool, broker: str,
    db: Path | None, config_path: Path | None, as_json: bool,
) -> int:  # fmt: skip
    """Fetch what is due, once: feeds, sitemaps and searches, then the articles that they name.

    Exit code 3: an outlet failed (each is named). 4: nothing could be fetched.

    \b
    Examples:
      wirediff crawl
      wirediff crawl --all --outlet harbor-times
      wirediff crawl --story river-flood
    """
    from storage.visits import Selection
    from wirediff.cli.progress import progress
    from wirediff.cli.running import check_outlets, check_story, configured, dispatching, leave_on_sigterm

    leave_on_sigterm()
    config = configured(config_path)
    check_outlets(config, outlets)
    path = archive_path(db, config_path)
    selection = Selection(outlets=outlets, story=story)
    level = "INFO" if verbose else "WARNING"
    with dispatching(config, path, "wirediff crawl", level, json_log=json_log, broker=broker) as dispatcher:
        check_story(dispatcher, story)
        with progress("crawling") as seen:
            crawled = _run(dispatcher, selection, everything, seen)
        if crawled is None:
            return INTERRUPTED
        if config.alerts:
            from wirediff.alerts import deliver

            deliver(path, config)
        _show(crawled, as_json)
        return _code(crawled, dispatcher)


def _run(
    dispatcher: Dispatcher, selection: Selection, everything: bool, seen: Callable[[int, int], None]
) -> Crawled | None:
    """The crawl, stopped in order (None) by SIGTERM or Ctrl-C: the fetches under way are kept."""
    from wirediff.crawl import crawl

    async def stoppable() -> Crawled | None:
        task = asyncio.create_task(crawl(dispatcher, selection, everything=everything, seen=seen))
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        try:
            return await task
        except asyncio.CancelledError:
            click.echo("wirediff: stopped; what was fetched is kept", err=True)
            return None

    return asyncio.run(stoppable())


def _show(crawled: Crawled, as_json: bool) -> None:
    if as_json:
        print_json(one.row() for one in crawled.outlets)
    elif crawled.outlets:
        columns = ("outlet", "sources", "new", "changed", "same", "troubled", "state")
        print_table(columns, map(_cells, crawled.outlets))
    for one in crawled.failed:
        for trouble in one.troubles[:5]:
            click.echo(f"wirediff: {one.outlet}: {trouble}", err=True)


def _cells(one: object) -> list[object]:
    from wirediff.crawl import OutletTally

    assert isinstance(one, OutletTally)
    counts = one.articles
    changed = sum(counts[name] for name in CHANGED[1:])
    same, troubled = (sum(counts[name] for name in names) for names in (SAME, TROUBLED))
    return [one.outlet, one.sources.total(), counts["new"], changed, same, troubled, "failed" if one.failed else "ok"]


def _code(crawled: Crawled, dispatcher: Dispatcher) -> int:
    """Say in a line what came of it; the exit code."""
    from storage.visits import next_due
    from wirediff.cli.running import NOTHING_TO_VISIT

    if crawled.trouble:
        click.echo(f"wirediff: {crawled.trouble}; {crawled.left} visits are still due", err=True)
    if not crawled.fetches:
        if crawled.trouble:
            return NOTHING
        following = next_due(dispatcher.archive)
        told = f"nothing is due; next at {following}" if following else NOTHING_TO_VISIT
        click.echo(told, err=True)
        return DONE if following else NOTHING
    changed = sum(one.articles[name] for one in crawled.outlets for name in CHANGED)
    click.echo(
        f"{crawled.fetches} fetches of {len(crawled.outlets)} outlets, {changed} articles new or changed, "
        f"{len(crawled.failed)} outlets failed",
        err=True,
    )
    if not any(one.answered for one in crawled.outlets):
        return NOTHING
    return PARTLY if crawled.failed or crawled.trouble else DONE
