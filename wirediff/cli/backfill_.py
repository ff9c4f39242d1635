"""``wirediff backfill``: bring in what web archives hold of articles, from before they were watched."""

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
    config_option,
    db_option,
    json_option,
    print_json,
)

if TYPE_CHECKING:
    from wirediff.backfill import Backfilled
    from wirediff.config import Config
    from wirediff.webarchives import WebArchive


@click.command()
@click.argument("subjects", nargs=-1, required=True, metavar="URL|OUTLET...")
@click.option("--since", help="Only captures from this time on (ISO 8601, UTC).")
@click.option("--until", help="Only captures up to this time.")
@click.option("--cdx", default="", help="Another archive's CDX server (the Wayback Machine's where nothing is said).")
@click.option("--replay", default="", help="Where that archive replays: captures are at REPLAY/TIMEid_/URL.")
@click.option("--timemap", default="", help="A Memento TimeMap instead, with {url} where the address goes.")
@click.option("--timegate", default="", help="A Memento TimeGate instead, with {url} likewise: it names its TimeMaps.")
@click.option(
    "--common-crawl", is_flag=True, help="Common Crawl instead: its last 12 crawls, or those from --since on."
)
@db_option
@config_option
@json_option
def command(
    subjects: tuple[str, ...], since: str | None, until: str | None, cdx: str, replay: str, timemap: str,
    timegate: str, common_crawl: bool, db: Path | None, config_path: Path | None, as_json: bool,
) -> int:  # fmt: skip
    """Ask a web archive for earlier captures of articles, and keep them with the times at which they were captured.

    A subject is an address, or the id of an outlet, for all of its articles that the archive holds. Captures go
    through the same gate, pace and stages as live pages, and come to stand in order of time, also before revisions
    that are kept already. What was broken off goes on when it is run again; nothing is fetched twice.

    \b
    Examples:
      wirediff backfill https://harbor.example/2026/flood
      wirediff backfill harbor-times --since 2026-01-01
      wirediff backfill https://harbor.example/2026/flood --common-crawl
      wirediff backfill https://harbor.example/flood --timemap "https://archive.example/timemap/link/{url}"
    """
    from crawler.following import outlet_of
    from pipelines.pool import ExtractionPool
    from storage.archive import Archive
    from wirediff.backfill import Backfill, addresses_of, row_of
    from wirediff.cli.progress import progress
    from wirediff.cli.running import configured
    from wirediff.desk import desk_for

    config = configured(config_path)
    source = _source(cdx, replay, timemap, timegate, common_crawl=common_crawl)
    done: list[Backfilled] = []
    with Archive(db or config.database) as archive, ExtractionPool() as pool:
        desk = desk_for(archive, pool, config_path)
        work = Backfill(source, config.policy, desk, pool, _tell, _time(since), _time(until))
        for subject in subjects:
            for address in [subject] if "://" in subject else addresses_of(desk, _outlet(subject, config, archive)):
                with progress(address) as seen:
                    outlet = _known_outlet(archive, address) or outlet_of(address, config.outlets)
                    done.append(work.run(address, outlet, seen))
    if as_json:
        print_json(map(row_of, done))
    return _told(done)


def _source(cdx: str, replay: str, timemap: str, timegate: str, *, common_crawl: bool) -> WebArchive:
    from crawler.mementos import WAYBACK, WAYBACK_CDX
    from wirediff.webarchives import Cdx, CommonCrawl, TimeGate, TimeMap

    if (bool(cdx or replay), bool(timemap), bool(timegate), common_crawl).count(True) > 1:
        raise click.UsageError("--cdx, --timemap, --timegate and --common-crawl are different archives: one at a time")
    for name, template in (("--timemap", timemap), ("--timegate", timegate)):
        if template and "{url}" not in template:
            raise click.BadParameter(f"{template} has no {{url}} where the address goes", param_hint=name)
    if bool(cdx) != bool(replay):
        raise click.UsageError("an archive of your own needs both, --cdx and --replay")
    if common_crawl:
        return CommonCrawl()
    if timemap or timegate:
        return TimeMap(timemap) if timemap else TimeGate(timegate)
    return Cdx(cdx or WAYBACK_CDX, (replay or WAYBACK).rstrip("/"))


def _time(said: str | None) -> str | None:
    from crawler import clock

    try:
        return clock.stamp(clock.parse(said)) if said else None
    except ValueError as error:
        raise click.BadParameter(f"{said} is no ISO 8601 time, such as 2026-03-01T10:00:00Z") from error


def _outlet(subject: str, config: Config, archive: object) -> str:
    from storage.archive import Archive
    from wirediff.config.errors import did_you_mean

    assert isinstance(archive, Archive)
    known = {row["id"] for row in archive.rows("SELECT id FROM outlets")} | {one.id for one in config.outlets}
    if subject not in known:
        raise Failure(f"{subject} is neither an address nor an outlet: {did_you_mean(subject, sorted(known))}", MISTAKE)
    return subject


def _known_outlet(archive: object, address: str) -> str | None:
    from crawler.addresses import address_key
    from storage.archive import Archive

    assert isinstance(archive, Archive)
    sql = "SELECT outlet FROM addresses WHERE key = ? ORDER BY last_seen DESC LIMIT 1"
    found = archive.value(sql, (address_key(address),))
    return None if found is None else str(found)


def _told(done: list[Backfilled]) -> int:
    """Tell what came of it; the exit code."""
    for one in done:
        kept = ", ".join(f"{count} {name}" for name, count in one.outcomes.items()) or "nothing new"
        left = f", {one.left_out} redirects or errors left out" if one.left_out else ""
        click.echo(f"{one.address}: {one.listed} captures, {one.known} known, {kept}{left}", err=True)
        for trouble in one.troubles:
            click.echo(f"wirediff: {trouble}", err=True)
    if any(one.troubles for one in done):
        return PARTLY if any(one.outcomes or one.known for one in done) else NOTHING
    return DONE if any(one.listed for one in done) else NOTHING


def _tell(line: str) -> None:
    click.echo(line, err=True)
