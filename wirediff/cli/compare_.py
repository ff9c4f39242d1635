"""``wirediff compare``: what lies between two texts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import click

from comparison.compare import compare
from comparison.model import FIELDS, Comparison, Version
from wirediff.cli.common import DIFFERENT, DONE, MISTAKE, PARTLY, Failure, json_option, visible


@click.command(
    epilog="Examples: wirediff compare old.txt new.txt; wirediff compare --pairs pairs.jsonl --json",
)
@click.argument("before", required=False)
@click.argument("after", required=False)
@click.option(
    "--pairs", type=click.Path(exists=True, dir_okay=False, allow_dash=True), help="JSON Lines: id, before, after."
)
@click.option("--exit-code", is_flag=True, help="End with 1 where a difference is found.")
@json_option
def command(before: str | None, after: str | None, pairs: str | None, exit_code: bool, as_json: bool) -> int:
    """Say what lies between two texts, exactly."""
    if pairs is not None:
        with click.open_file(pairs, encoding="utf-8", errors="surrogateescape") as file:
            return _compare_pairs(file)
    if before is None or after is None:
        raise click.UsageError("compare needs two texts, or --pairs FILE")
    result = compare(_read(before), _read(after))
    if as_json:
        sys.stdout.write(json.dumps(result.as_dict(), ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(result))
    return DIFFERENT if exit_code and result.edits else DONE


def _read(name: str) -> Version:
    """A version from a file."""
    try:
        return Version(Path(name).read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise Failure(f"cannot read {name}: {error.strerror}", MISTAKE) from error
    except UnicodeDecodeError as error:
        raise Failure(f"{name} is not UTF-8 text: convert it first (iconv -t utf-8)", MISTAKE) from error


def _lines(result: Comparison) -> Iterator[str]:
    for edit in result.edits:
        old, new = edit.before.text if edit.before else "", edit.after.text if edit.after else ""
        yield f"{edit.field}\t{edit.op}\t{', '.join(edit.kinds)}\t{visible(old)}\t{visible(new)}"


def _compare_pairs(file: IO[str]) -> int:
    """Compare every pair of *file*, line by line; PARTLY where some lines could not be read."""
    failed = False
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            before, after = _version(row, "before"), _version(row, "after")
        except (ValueError, TypeError) as error:
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
