"""``wirediff outlet import`` and ``export``: the outlets of a feed reader or a spreadsheet, in and out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from crawler.outlets import Outlet
from wirediff.cli.common import DONE, MISTAKE, NOTHING, PARTLY, Failure, config_option, json_option, print_json
from wirediff.config import Config, load
from wirediff.config.editing import append, save
from wirediff.config.errors import Mend
from wirediff.config.loading import NAME
from wirediff.config.reading import read_text
from wirediff.config.writing import commented_file, entry
from wirediff.exchange.outlet_lists import COLUMNS, Read, read_csv, read_opml, write_csv, write_opml

KINDS = click.Choice(["opml", "csv"])


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--follow", type=click.Choice(["stories", "all"]), help="What to follow of outlets that do not say.")
@config_option
@json_option
def import_(file: Path, follow: str | None, config_path: Path | None, as_json: bool) -> int:
    """Add the outlets of an OPML file (any feed reader exports one) or a CSV file to wirediff.toml.

    A CSV file's first line names its columns, of: id, name, home, feeds, sitemaps, lang, agency, licence, follow
    (several feeds are parted by blanks). Outlets that are there already stay as they are.

    \b
    Examples:
      wirediff outlet import subscriptions.opml
      wirediff outlet import outlets.csv --follow all
    """
    config = load(config_path)
    read = _read(file)
    new = [outlet for outlet in read.outlets if config.outlet(outlet.id) is None]
    _write(config, new, follow)
    for line, why in read.troubles:
        click.echo(f"{file}:{line}: {why}", err=True)
    known = len(read.outlets) - len(new)
    click.echo(f"{len(new)} added, {known} there already, {len(read.troubles)} could not be used", err=True)
    if as_json:
        print_json(
            [{"id": outlet.id, "feeds": list(outlet.feeds), "sitemaps": list(outlet.sitemaps)} for outlet in new]
        )
    if read.troubles:
        return PARTLY if read.outlets else NOTHING
    return DONE if read.outlets else NOTHING


def _read(file: Path) -> Read:
    body = file.read_bytes()
    try:
        return read_csv(body) if file.suffix.lower() in {".csv", ".tsv"} else read_opml(body)
    except Mend as mend:
        raise Failure(f"{file}: {mend}", MISTAKE) from None


def _write(config: Config, new: list[Outlet], follow: str | None) -> None:
    if not new:
        return
    path = config.path or Path(NAME)
    text = read_text(path) if path.exists() else commented_file()
    for outlet in new:
        text = append(text, entry("outlet", _keys(outlet, follow)))
    save(path, text)


def _keys(outlet: Outlet, follow: str | None) -> dict[str, object]:
    """What differs from the defaults, as keys of the file."""
    plain = Outlet(id=outlet.id)
    said = {column: getattr(outlet, column) for column in COLUMNS if getattr(outlet, column) != getattr(plain, column)}
    return {"id": outlet.id, **({"follow": follow} if follow else {}), **said}


@click.command()
@click.option("--format", "kind", type=KINDS, default="opml", show_default=True, help="For a feed reader, or a table.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file (standard output).")
@config_option
def export(kind: str, output: Path | None, config_path: Path | None) -> int:
    """Write the configured outlets as OPML or CSV.

    \b
    Examples:
      wirediff outlet export -o outlets.opml
      wirediff outlet export --format csv > outlets.csv
    """
    config = load(config_path)
    if not config.outlets:
        raise Failure("no outlet is configured: wirediff add https://outlet.example/", NOTHING)
    body = write_opml(config.outlets) if kind == "opml" else write_csv(config.outlets)
    left_out = [outlet.id for outlet in config.outlets if not outlet.feeds] if kind == "opml" else []
    if left_out:
        click.echo(f"without a feed, so not in OPML (--format csv holds all): {', '.join(left_out)}", err=True)
    if output:
        output.write_bytes(body)
        click.echo(f"{output}: {len(config.outlets)} outlets", err=True)
    else:
        sys.stdout.buffer.write(body)
    return DONE
