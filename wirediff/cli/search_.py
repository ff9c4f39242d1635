"""``wirediff search``: find words in every paragraph ever kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wirediff.cli.common import MISTAKE, Failure, config_option, db_option, json_option, print_json, read_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.search import Carrier, Hit


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--outlet", help="Only paragraphs that this outlet carried, the latest first.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Paragraphs at most.")
@db_option
@config_option
@json_option
def command(
    words: tuple[str, ...], outlet: str | None, limit: int, db: Path | None, config_path: Path | None, as_json: bool
) -> None:
    """Find paragraphs by their words, and which outlets' revisions carry them.

    All words must be there. "a phrase" in quotation marks, -without a word (after --), begin* of a word.

    \b
    Examples:
      wirediff search ferry "life vests"
      wirediff search --outlet harbor toll
      wirediff search --json -- ferry -rescue
    """
    from storage.search import expression, search
    from wirediff.config import load

    typed = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    if not expression(typed):
        raise Failure("give at least one word to look for", MISTAKE)
    zone = load(config_path).timezone
    with read_archive(db, config_path) as archive:
        hits = search(archive, typed, outlet=outlet, limit=limit)
    if as_json:
        print_json(_rows(hits))
    else:
        _show(hits, zone)


def _rows(hits: tuple[Hit, ...]) -> Iterator[dict[str, Any]]:
    for hit in hits:
        yield {"text": hit.text, "carriers": [_carrier(carrier) for carrier in hit.carriers]}


def _carrier(held: Carrier) -> dict[str, Any]:
    return {
        "url": held.url,
        "outlet": held.outlet,
        "first_revision": held.first,
        "last_revision": held.last,
        "in_latest": held.last == held.latest,
        "first_seen": held.first_seen,
        "last_seen": held.last_seen,
        "story": held.story,
    }


def _show(hits: tuple[Hit, ...], zone: str) -> None:
    from rich.text import Text

    from wirediff.cli.drawing import console

    with console() as out:
        styled = out.is_terminal and not out.no_color
        for hit in hits:
            out.print(_snippet(hit.snippet, styled))
            for held in hit.carriers:
                out.print(Text(f"  {_where(held, zone)}", style="dim"), soft_wrap=True)
            out.print()
    if not hits:
        click.echo("no paragraph holds these words", err=True)


def _where(held: Carrier, zone: str) -> str:
    from reports.inert import plain
    from reports.when import local

    numbers = f"revision {held.first}" if held.first == held.last else f"revisions {held.first} to {held.last}"
    now = "" if held.last == held.latest else " (no longer)"
    seen = f"{local(held.first_seen, zone)} to {local(held.last_seen, zone)}"
    return f"{plain(held.outlet)}  {numbers}{now}  {seen}  {plain(held.url)}"


def _snippet(snippet: str, styled: bool) -> Any:
    from rich.text import Text

    from reports.inert import plain
    from storage.search import CLOSE, OPEN

    text = Text()
    for place, piece in enumerate(snippet.replace(CLOSE, OPEN).split(OPEN)):
        found = place % 2 == 1
        text.append(
            plain(piece) if styled or not found else f"[{plain(piece)}]",
            style="bold reverse" if found and styled else "",
        )
    return text
