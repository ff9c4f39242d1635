"""``wirediff init``: write a commented ``wirediff.toml``."""

from __future__ import annotations

from pathlib import Path

import click

from wirediff.cli.common import DONE, MISTAKE, Failure
from wirediff.config.editing import save
from wirediff.config.errors import Mend
from wirediff.config.loading import NAME
from wirediff.config.readers import contact as read_contact
from wirediff.config.writing import commented_file


@click.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--contact", default="", help="A mail address or page that answers for the crawl.")
@click.option("--force", is_flag=True, help="Write over a wirediff.toml that is there.")
def command(folder: Path, contact: str, force: bool) -> int:
    """Write a commented wirediff.toml into FOLDER (here, where none is named).

    Every key stands in it, with its meaning and its default; nothing is asked and nothing is fetched.

    \b
    Examples:
      wirediff init --contact standards@newsroom.example
      wirediff init flood-project
    """
    path = folder / NAME
    if path.exists() and not force:
        raise Failure(f"{path} is there already: edit it, or write over it with --force", MISTAKE)
    try:
        given = read_contact(contact) if contact else ""
    except Mend as mend:
        raise click.BadParameter(str(mend), param_hint="--contact") from None
    save(path, commented_file(given))
    click.echo(path)
    then = "" if given else "write your contact into it, then: "
    click.echo(f"next: {then}wirediff add https://outlet.example/", err=True)
    return DONE
