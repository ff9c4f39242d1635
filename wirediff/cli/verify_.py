"""``wirediff verify``: read everything that an archive holds and say which rows are not what was written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wirediff.cli.common import (
    DONE,
    PARTLY,
    archive_path,
    config_option,
    db_option,
    json_option,
    print_json,
    print_table,
)

if TYPE_CHECKING:
    from storage.verifying import Finding


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--evidence", "only_evidence", is_flag=True, help="Only the evidence, not what is derived of it.")
@db_option
@config_option
@json_option
def command(
    files: tuple[Path, ...], only_evidence: bool, db: Path | None, config_path: Path | None, as_json: bool
) -> int:
    """Check every hash, every link and every count of an archive, or of FILES (backups). Writes nothing.

    Each row that is not as it was written is named, on a line of its own. Exit code 3 says that there are some.

    \b
    Examples:
      wirediff verify
      wirediff verify backups/*.db
      wirediff verify --evidence --json
    """
    bad = 0
    for path in files or (archive_path(db, config_path),):
        click.echo(f"{path}: reading all of it", err=True)
        found = _read(path, derived=not only_evidence)
        bad += len(found)
        if as_json:
            print_json({"file": str(path), **one._asdict()} for one in found)
        else:
            print_table(("table", "row", "problem"), found)
        click.echo(f"{path}: {_verdict(len(found), only_evidence)}", err=True)
    return PARTLY if bad else DONE


def _read(path: Path, *, derived: bool) -> list[Finding]:
    """All that is wrong with a file; one that cannot be opened at all is one finding, and the next file is read."""
    from storage.archive import ArchiveError, ArchiveMissing
    from storage.verifying import Finding, verify

    try:
        return list(verify(path, derived=derived))
    except ArchiveMissing:
        raise
    except ArchiveError as error:
        return [Finding("file", str(path), str(error))]


def _verdict(bad: int, only_evidence: bool) -> str:
    if not bad:
        return "all that was written is there, as it was written"
    mend = "" if only_evidence else ", and wirediff rebuild where only derived rows are bad"
    return f"{bad} problems: restore a backup (wirediff restore), or wirediff salvage what is left{mend}"
