"""``wirediff merge``: take all that other archives hold into one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from wirediff.cli.common import MISTAKE, NOTHING, PARTLY, Failure, archive_path, config_option, json_option, print_json


@click.command()
@click.argument("archive", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("others", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@config_option
@json_option
def command(archive: Path, others: tuple[Path, ...], config_path: Path | None, as_json: bool) -> int:
    """Take all that OTHERS hold into ARCHIVE (made where there is none): fetches, pages, decisions, notes, tombstones.

    Revisions, diffs and stories are derived anew from the united evidence, so it does not matter which archive is
    merged into which, in what order, or how often. What was forgotten in one is forgotten in all. The others stay as
    they are.

    \b
    Examples:
      wirediff merge all.db north.db south.db
      wirediff merge wirediff.db colleague.db --json
    """
    from pipelines.merging import merge
    from pipelines.pool import ExtractionPool
    from storage.archive import Archive
    from wirediff.cli.progress import progress
    from wirediff.desk import desk_for

    if archive.resolve() in {other.resolve() for other in others}:
        raise Failure(f"{archive} cannot be merged into itself: name another archive", MISTAKE)
    told, unread = [], 0
    with Archive(archive_path(archive, config_path)) as into, ExtractionPool() as pool:
        for other in others:
            with Archive(other, read_only=True) as source, progress(f"merging {other.name}") as seen:
                merged = merge(desk_for(into, pool, config_path), source, pool, seen)
            for one in merged.tally.unread:
                click.echo(f"wirediff: {one.place}: {one.why}", err=True)
            unread += len(merged.tally.unread)
            told.append({
                "archive": str(other), "known": merged.tally.known, "forgotten": merged.forgotten,
                "decisions": merged.decisions, "unread": len(merged.tally.unread), **merged.tally.outcomes,
            })  # fmt: skip
    _print(told, as_json)
    if unread:
        return PARTLY
    return 0 if told else NOTHING


def _print(told: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        print_json(told)
        return
    for one in told:
        counts = ", ".join(f"{count} {name}" for name, count in one.items() if name != "archive" and count)
        click.echo(f"{one['archive']}: {counts or 'nothing'}", err=True)
