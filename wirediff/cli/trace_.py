"""``wirediff trace``: where a text comes from."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wirediff.cli.common import MISTAKE, Failure, config_option, db_option, read_archive

if TYPE_CHECKING:
    from comparison.model import Span, Version
    from pipelines.descent import Member
    from pipelines.tracing import Source, Trace
    from storage.archive import Archive
    from storage.derivations import Held

SHOWN = 3  # passages and versions of a story that the terminal shows
LONG = 90  # characters of a passage
AROUND = 28  # characters before and after the place of a signal


@click.command()
@click.argument("text")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Versions at most.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: stories, versions, passages, signals.")
@db_option
@config_option
def command(text: str, limit: int, as_json: bool, db: Path | None, config_path: Path | None) -> None:
    """Say where a text comes from: the stories, versions and passages of the archive that it shares.

    TEXT is a file (.txt, .html; "-": standard input), or the address of an article of the archive (URL@3: its third
    revision), which is then traced to others. The likeliest source comes first, with the agency that is credited. What
    shows that a machine reworded the text is listed with its passages: evidence, no verdict.

    \b
    Examples:
      wirediff trace suspicious.txt
      wirediff trace page.html --json
      wirediff trace https://harbor.example/ferry
      pdftotext clipping.pdf - | wirediff trace -
    """
    from pipelines.tracing import trace
    from storage.queries import snapshot

    with read_archive(db, config_path) as archive, snapshot(archive):
        version, own = _asked(archive, text)
        if not version.text.strip():
            raise Failure(f"there is no text in {text}", MISTAKE)
        found = trace(archive, version, own)
        titles = {source.held.story: _title(archive, source.held.story) for source in found.sources}
    if as_json:
        sys.stdout.write(json.dumps(_answer(found, titles, limit), ensure_ascii=False) + "\n")
    else:
        _show(found, titles, limit)


def _asked(archive: Archive, name: str) -> tuple[Version, Held | None]:
    """The text that was asked about, and the version it is where the archive holds it."""
    from comparison.model import Version
    from wirediff.cli.compare_ import version_from_file

    if name == "-":
        with click.open_file("-", encoding="utf-8", errors="replace") as file:
            return Version(file.read()), None
    if not name.startswith(("http://", "https://", "file:")) or Path(name).is_file():
        return version_from_file(Path(name)), None
    from storage.derivations import versions_of_articles
    from wirediff.cli.finding import the_revision

    revision = the_revision(archive, name)
    held = versions_of_articles(archive, [revision.article])
    own = next(one for one in held.values() if one.revision == revision.id)
    return own.node.version, own


def _title(archive: Archive, story: int | None) -> str:
    found = archive.value("SELECT title FROM stories WHERE id = ?", (story,))
    return str(found or "")


def _answer(found: Trace, titles: dict[int | None, str], limit: int) -> dict[str, Any]:
    from comparison.wire import as_evidence

    agency = None
    if found.agency is not None:
        name, sure = found.agency
        told = [as_evidence(credit, url) for credit, url in found.credits if credit.agency == name]
        agency = {"agency": name, "confidence": sure, "evidence": told}
    return {
        "words": len(found.version.text.split()),
        "agency": agency,
        "stories": [
            {"story": story, "title": titles[story], "versions": [_source(source) for source in sources]}
            for story, sources in _by_story(found.sources[:limit])
        ],
        "line": [_forebear(member) for member in found.line],
        "rewritten": found.rewritten,
        "signals": [signal.as_dict() for signal in found.signals],
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "url": source.held.url,
        "outlet": source.held.node.outlet,
        "revision": source.held.node.number,
        "first_seen": source.held.first_seen,
        "confidence": round(source.confidence, 3),
        "shared": round(source.shared, 3),
        "passages": [
            {"text": passage.text.as_dict(), "source": passage.source.as_dict()} for passage in source.passages
        ],
    }


def _forebear(member: Member) -> dict[str, Any]:
    held, derivation = member
    return {
        "url": held.url,
        "outlet": held.node.outlet,
        "revision": held.node.number,
        "relation": derivation.relation,
        "confidence": round(derivation.confidence, 3),
        "rewritten": derivation.rewritten,
    }


def _by_story(sources: tuple[Source, ...]) -> Iterator[tuple[int | None, list[Source]]]:
    """The versions by story, the story of the likeliest first."""
    order = {story: place for place, story in reversed(list(enumerate(source.held.story for source in sources)))}
    ranked = sorted(sources, key=lambda source: order[source.held.story])
    for story, group in groupby(ranked, key=lambda source: source.held.story):
        yield story, list(group)


def _show(found: Trace, titles: dict[int | None, str], limit: int) -> None:
    from rich.text import Text

    from reports.inert import plain
    from wirediff.cli.drawing import console

    with console() as out:
        for line, style in _lines(found, titles, limit):
            out.print(Text(plain(line), style=style), soft_wrap=True)
    if not found.sources:
        click.echo("nothing in the archive shares enough with this text", err=True)


def _lines(found: Trace, titles: dict[int | None, str], limit: int) -> Iterator[tuple[str, str]]:
    if found.agency is not None:
        name, sure = found.agency
        places = dict.fromkeys(
            f"{credit.where} “{credit.text}”" for credit, _ in found.credits if credit.agency == name
        )
        yield f"credited to {name} ({sure:.0%}): {'; '.join(list(places)[:SHOWN])}", "bold"
    for story, sources in _by_story(found.sources[:limit]):
        yield f"\nstory {story}  {titles[story]}", "bold"
        for source in sources:
            node = source.held.node
            yield f"  {source.confidence:>4.0%}  {node.outlet}, revision {node.number}  {source.held.url}", ""
            yield f"        {source.shared:.0%} of the text's word runs, {len(source.passages)} passages", "dim"
        longest = sorted(sources[0].passages, key=lambda passage: -passage.words)[:SHOWN]
        yield from ((f"        “{_cut(passage.text.text)}”", "dim") for passage in longest)
    if len(found.line) > 1:
        yield "\nwhich came itself from", "bold"
        for (_, told), (above, _) in pairwise(found.line):
            mark = ", reworded" if told.rewritten and told.relation != "rewritten" else ""
            yield f"  {told.confidence:>4.0%}  {above.node.name}  {above.url}  (as {told.relation}{mark})", ""
    if found.sources:
        yield f"\nreworded throughout: {'yes' if found.rewritten else 'no'}", "bold"
    for signal in found.signals:
        yield f"  {signal.name}: {signal.says}", ""
        yield from ((f"        “{_around(found.version.text, span)}”", "dim") for span in signal.spans[:SHOWN])


def _around(text: str, span: Span) -> str:
    """A passage with some words around it: a sign alone says little."""
    start, end = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
    before, after = text[start : span.start], text[span.end : end]
    first = before[before.find(" ") + 1 :] if start else before
    return _cut(first + span.text + (after[: after.rfind(" ")] if end < len(text) else after))


def _cut(passage: str) -> str:
    told = " ".join(passage.split())
    return told if len(told) <= LONG else f"{told[:LONG].rsplit(' ', 1)[0]} …"
