"""``wirediff compare``: what lies between two texts, files or revisions of the archive."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from comparison.model import FIELDS, Comparison, Version
from wirediff.cli.common import (
    DIFFERENT,
    DONE,
    MISTAKE,
    PARTLY,
    Failure,
    config_option,
    db_option,
    json_option,
    read_archive,
)

HTML = (".html", ".htm", ".xhtml")


@click.command()
@click.argument("before", required=False)
@click.argument("after", required=False)
@click.option(
    "--pairs", type=click.Path(exists=True, dir_okay=False, allow_dash=True), help="JSON Lines of id, before, after."
)
@click.option("--exit-code", is_flag=True, help="End with 1 where a difference is found.")
@click.option(
    "--context", type=click.IntRange(0, 1000), default=1, show_default=True, help="Paragraphs around an edit."
)
@click.option("--side-by-side", "-y", is_flag=True, help="Before on the left, after on the right.")
@click.option("--html", "as_html", is_flag=True, help="One HTML file that needs nothing else.")
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write there, not to the terminal.")
@db_option
@config_option
@json_option
def command(before: str | None, after: str | None, pairs: str | None, **options: Any) -> int:
    """Say what lies between two texts: words that came, went and moved.

    BEFORE and AFTER are files (.txt: as they are; .html: the article in them), or an address of the archive: URL for
    the latest revision, URL@3 for the third. --pairs FILE compares the pairs of a JSON Lines file ("-": standard
    input).

    \b
    Examples:
      wirediff compare old.txt new.txt
      wirediff compare old.html new.html --html -o diff.html
      wirediff compare https://harbor.example/ferry@1 https://harbor.example/ferry --side-by-side
      wirediff compare https://wire.example/ferry https://harbor.example/ferry --json
      wirediff compare --pairs pairs.jsonl --json
    """
    if pairs is not None:
        if before is not None:
            raise click.UsageError("give two texts, or --pairs FILE, not both")
        with click.open_file(pairs, encoding="utf-8", errors="surrogateescape") as file:
            return _compare_pairs(file)
    if before is None or after is None:
        raise click.UsageError("compare needs two texts, or --pairs FILE")
    from comparison.compare import compare

    found = compare(*(_version_of(name, options["db"], options["config_path"]) for name in (before, after)))
    _tell(found, options)
    return DIFFERENT if options["exit_code"] and found.edits else DONE


def _version_of(name: str, db: Path | None, config_path: Path | None) -> Version:
    """A version from a file, or from the archive where the name is no file's."""
    path = Path(name)
    if not name.startswith(("http://", "https://", "file:")) or path.is_file():
        return version_from_file(path)
    from storage import queries
    from wirediff.cli.finding import the_revision

    with read_archive(db, config_path) as archive:
        return queries.version(archive, the_revision(archive, name).id)


def version_from_file(path: Path) -> Version:
    """A version from a text file (its exact characters) or an HTML file (the article in it)."""
    try:
        body = path.read_bytes()
    except OSError as error:
        mend = ": name a file, or an address with https://" if isinstance(error, FileNotFoundError) else ""
        raise Failure(f"cannot read {path} ({error.strerror}){mend}", MISTAKE) from error
    if path.suffix.lower() in HTML:
        return _from_html(path, body)
    try:
        return Version(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Failure(f"{path} is not UTF-8 text: convert it first (iconv -t utf-8)", MISTAKE) from error


def _from_html(path: Path, body: bytes) -> Version:
    from pipelines.extract import extract

    found = extract(body, {}, path.absolute().as_uri())
    if found.failure:
        raise Failure(f"no article could be read out of {path}: {found.failure}", MISTAKE)
    return found.version()


def _tell(found: Comparison, options: dict[str, Any]) -> None:
    """Write the comparison in the form that was asked for."""
    if options["as_json"]:
        text = json.dumps(found.as_dict(), ensure_ascii=False) + "\n"
    elif options["as_html"]:
        from reports.html import render

        text = render(found)
    else:
        _draw(found, options)
        return
    if options["out"] is None:
        sys.stdout.write(text)
        return
    from wirediff.cli.report_ import write

    click.echo(str(write(options["out"], text)))


def _draw(found: Comparison, options: dict[str, Any]) -> None:
    from reports.terminal import render, summary
    from wirediff.cli.drawing import console

    with console(options["out"]) as out:
        if not found.edits:
            out.print("equal, character by character", style="dim")
            return
        styled = out.is_terminal and not out.no_color
        for piece in render(found, context=options["context"], side_by_side=options["side_by_side"], styled=styled):
            out.print(piece)
        out.print(summary(found))


def _compare_pairs(file: Iterable[str]) -> int:
    """Compare every pair of *file*, line by line; PARTLY where some lines could not be read."""
    from comparison.compare import compare

    failed = False
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            before, after = _version(row, "before"), _version(row, "after")
        except (ValueError, TypeError, RecursionError) as error:
            failed = True
            print(f"line {number}: {error}", file=sys.stderr)  # noqa: T201
            continue
        answer = {"id": row.get("id"), **compare(before, after).as_dict()}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return PARTLY if failed else DONE


def _version(row: Any, side: str) -> Version:
    """One side of a pair."""
    if not isinstance(row, dict) or not isinstance(row.get(side), dict):
        raise TypeError(f"no object {side!r} in it")
    given = {name: row[side].get(name) for name in (*FIELDS, "lang")}
    wrong = [name for name, value in given.items() if value is not None and not isinstance(value, str)]
    if wrong:
        raise TypeError(f"{side}.{wrong[0]} is not a string")
    return Version(**{name: value for name, value in given.items() if value is not None})
