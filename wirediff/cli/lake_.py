"""``wirediff lake``: stories and trees over any number of archives, on Spark; archives of what was found."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wirediff.cli.common import MISTAKE, Failure, json_option, print_json

if TYPE_CHECKING:
    from storage.archive import Archive

LAKES = click.argument("lakes", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
MEND = "a lake needs pyarrow: pip install 'wirediff[parquet]', or 'wirediff[spark]' to analyse it too"


@click.group()
def command() -> None:
    """Analyse archives that are too large for one machine, or too many for one file.

    `wirediff export --parquet LAKE` appends what is new of an archive to a folder of Parquet files; here any number of
    them are read as one. What is found is what one archive would have found that all came into, in order of time.

    \b
    Examples:
      wirediff export --parquet lake/
      wirediff lake stories lake/ -o found/
      wirediff lake archive lake/ --found found/ --story https://harbor.example/ferry --db ferry.db
    """


def appended(archive: Archive, lake: Path) -> int:
    """Bring a lake up to date with an archive, and say what was written."""
    from wirediff.cli.progress import progress

    try:
        from wirediff.lake.appending import LakeError, append, name_of
    except ImportError:
        raise Failure(MEND, MISTAKE) from None
    try:
        with progress(f"writing {lake}") as seen:
            done = append(archive, lake, name_of(archive), seen)
    except LakeError as error:
        raise Failure(str(error), MISTAKE) from None
    except OSError as error:
        raise Failure(f"cannot write {lake}: {error.strerror or error}") from error
    told = ", ".join(f"{count} {table}" for table, count in done.written.items()) or "nothing new"
    click.echo(f"{done.archive}: {told} ({done.kept} rows were there)", err=True)
    return 0


@command.command()
@LAKES
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="A new folder for what is found.")
@click.option("--master", default="local[*]", show_default=True, help="Spark's master: this machine, or a cluster.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A setting of Spark; may be repeated.")
@json_option
def stories(lakes: tuple[Path, ...], output: Path, master: str, settings: tuple[str, ...], as_json: bool) -> int:
    """Group the articles of LAKES into stories, compare their copies and build their trees; write them as Parquet.

    OUTPUT gets a folder each for stories, story_articles, links, diffs (with their edits), trees and updates, whose
    rows name articles, revisions and stories by their keys. On a cluster, all machines must see LAKES and OUTPUT under
    the same names, and have wirediff installed.

    \b
    Examples:
      wirediff lake stories lake/ -o found/
      wirediff lake stories north/ south/ -o found/ --set spark.driver.memory=8g
      wirediff lake stories /mnt/lake -o /mnt/found --master spark://head.example:7077
    """
    from wirediff.lake.appending import LakeError
    from wirediff.lake.session import session

    try:
        spark = session(master, dict(_setting(one) for one in settings))
        from wirediff.lake.grouping import group

        found = group(spark, lakes, output, lambda told: click.echo(told, err=True))
    except LakeError as error:
        raise Failure(str(error), MISTAKE) from None
    except Exception as error:
        if not type(error).__module__.startswith(("pyspark.", "py4j.")):
            raise
        raise Failure(f"Spark failed, and nothing was written: {str(error).strip().splitlines()[0]}") from error
    if as_json:
        print_json([found._asdict()])
    told = f"{found.articles} articles, {found.revisions} revisions: {found.stories} stories of several articles"
    click.echo(f"{told} ({found.rounds} rounds over {found.parts} parts)", err=True)
    sys.stdout.flush()
    return 0


def _setting(told: str) -> tuple[str, str]:
    name, equals, value = told.partition("=")
    if not equals:
        raise click.BadParameter(f"{told} is no NAME=VALUE, such as spark.driver.memory=8g", param_hint="--set")
    return name, value


@command.command()
@LAKES
@click.option(
    "--found",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="What `wirediff lake stories` wrote.",
)
@click.option("--db", required=True, type=click.Path(path_type=Path), help="The archive to make: a new file.")
@click.option("--story", help="The story with this key, or with an article of this address.")
@click.option("--since", help="Stories first seen from this time on (ISO 8601, UTC).")
@click.option("--until", help="Stories first seen before this time.")
def archive(
    lakes: tuple[Path, ...], found: Path, db: Path, story: str | None, since: str | None, until: str | None
) -> int:
    """Make an ordinary archive of one story, or of all stories of a period, for every report and question.

    It holds the fetches, revisions, edits, stories and trees; the pages stay in the archives that fetched them.

    \b
    Examples:
      wirediff lake archive lake/ --found found/ --story https://harbor.example/ferry --db ferry.db
      wirediff lake archive north/ south/ --found found/ --since 2026-03-01 --until 2026-04-01 --db march.db
    """
    from crawler import clock
    from storage.archive import Archive

    try:
        import pyarrow as pa

        from wirediff.lake.appending import LakeError
        from wirediff.lake.settled import Chosen, settle
    except ImportError:
        raise Failure(MEND, MISTAKE) from None
    if (story is None) == (since is None and until is None):
        raise click.UsageError("name a story (--story), or a period (--since, --until)")
    if db.exists():
        raise Failure(f"{db} is there already: name a new file", MISTAKE)
    try:
        times = [clock.stamp(clock.parse(one)) if one else None for one in (since, until)]
    except ValueError as error:
        raise click.BadParameter(f"{error}: give ISO 8601 times, such as 2026-03-01") from None
    part = db.with_name(f".{db.name}.part")
    part.unlink(missing_ok=True)
    try:
        with Archive(part) as made:
            count = settle(made, lakes, found, Chosen(story, *times))
        part.replace(db)
    except LakeError as error:
        raise Failure(str(error), MISTAKE) from None
    except pa.ArrowException as error:
        raise Failure(f"a file of the lake or of {found} cannot be read: {error}") from None
    finally:
        for left in part.parent.glob(f"{part.name}*"):
            left.unlink()
    click.echo(f"{db}: {count} articles", err=True)
    return 0
