"""``wirediff story``: one story, who carries it in what form, how updates spread; merged and split by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wirediff.cli.common import (
    DONE,
    MISTAKE,
    Failure,
    archive_path,
    config_option,
    db_option,
    json_option,
    print_json,
    print_table,
    read_archive,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.archive import Archive


class StoryGroup(click.Group):
    """``story 12`` shows the story: what is no subcommand is a story to show."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read `show` where the first word is none of the subcommands."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group(cls=StoryGroup)
def command() -> None:
    """Show one story; merge and split stories by hand. `wirediff story 12` is short for `wirediff story show 12`.

    \b
    Examples:
      wirediff story 12
      wirediff story 12 --propagation
      wirediff story merge 12 15
      wirediff story split 12 https://harbor.example/ferry
    """


@command.command("show")
@click.argument("story")
@click.option("--headlines", "view", flag_value="headlines", help="Every headline of every article, and when it stood.")
@click.option("--propagation", "view", flag_value="propagation",
              help="For every update, correction or withdrawal of the wire: who took it, how soon.")  # fmt: skip
@click.option("--wire-text", "view", flag_value="wire-text",
              help="The agency's own text, or one reconstructed from the copies and marked so.")  # fmt: skip
@db_option
@config_option
@json_option
def show(story: str, view: str | None, db: Path | None, config_path: Path | None, as_json: bool) -> None:
    """Show who carries a story, in what form, why each article is in it, and the wire with its evidence.

    STORY is a number of `wirediff stories`, a name of wirediff.toml, or the address of one of its articles.

    \b
    Examples:
      wirediff story show 12
      wirediff story 12 --headlines
      wirediff story https://harbor.example/ferry --propagation --json
      wirediff story 12 --wire-text
    """
    from storage.queries import snapshot
    from wirediff.cli.finding import the_story
    from wirediff.config import load

    zone = load(config_path).timezone
    with read_archive(db, config_path) as archive, snapshot(archive):
        VIEWS[view or "articles"](archive, the_story(archive, story).id, zone, as_json)


def _articles(archive: Archive, story: int, zone: str, as_json: bool) -> None:
    from storage import dossier
    from wirediff import stories

    told = stories.whole(archive, story)
    if as_json:
        print_json([told])
        return
    click.echo(stories.summary(archive, told))
    rows = [
        (row["outlet"], _time(row["first_seen"], zone), row["form"], _share(row["contained"]), row["carries"],
         row["credits"] or "", row["title"], row["url"], row["why"])
        for row in told["articles"]
    ]  # fmt: skip
    print_table(("outlet", "first seen", "form", "kept", "of wire revision", "credits", "headline", "url", "why"), rows)
    for event in dossier.events(archive, story):
        click.echo(f"{_time(event['happened_at'], zone)} {event['kind']}: {event['detail']}")


def _headlines(archive: Archive, story: int, zone: str, as_json: bool) -> None:
    from storage import dossier

    found = dossier.headlines(archive, story)
    if as_json:
        print_json(found)
        return
    rows = [
        (row["outlet"], _time(row["first_seen"], zone), _time(row["last_seen"], zone), row["title"]) for row in found
    ]
    print_table(("outlet", "first seen", "last seen", "headline"), rows)


def _propagation(archive: Archive, story: int, zone: str, as_json: bool) -> None:
    from reports.when import span
    from wirediff.propagation import propagation

    found = list(propagation(archive, story))
    if as_json:
        print_json(found)
        return
    if not found:
        click.echo("the reference of this story has not changed since it was first seen", err=True)
    rows = [
        (f"revision {row['update']['revision']} ({row['update']['kind']})", _time(row["update"]["at"], zone),
         row["outlet"], row["status"], "" if row["after"] is None else _after(row["after"], span),
         row["carries"], _time(row["last_seen"], zone), row["url"])
        for row in found
    ]  # fmt: skip
    print_table(("update", "at", "outlet", "status", "after", "carries revision", "last seen", "url"), rows)


def _after(seconds: int, span: Callable[[float], str]) -> str:
    return f"{span(abs(seconds))}{' before' if seconds < 0 else ''}"


def _wire_text(archive: Archive, story: int, zone: str, as_json: bool) -> None:  # noqa: ARG001 - as the other views
    from wirediff import stories

    told = stories.wire_text(archive, story)
    if as_json:
        print_json([told])
        return
    head = "reconstructed from the copies" if told["reconstructed"] else f"as {told['url']} has it"
    click.echo(f"[{head}]\n", err=True)
    for passage in told["paragraphs"]:
        click.echo(passage["text"] + "\n")


VIEWS = {"articles": _articles, "headlines": _headlines, "propagation": _propagation, "wire-text": _wire_text}


def _time(stamp: str, zone: str) -> str:
    from reports.when import local

    return local(stamp, zone)


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"


@command.command("merge")
@click.argument("story")
@click.argument("others", nargs=-1, required=True)
@click.option("--why", default="", help="The reason, kept with the decision.")
@db_option
@config_option
def merge(story: str, others: tuple[str, ...], why: str, db: Path | None, config_path: Path | None) -> int:
    """Make one story of several. The decision is evidence: it outlasts every rebuild, until it is split again.

    \b
    Examples:
      wirediff story merge 12 15
      wirediff story merge 12 15 16 --why "the evening lead of the same dispatch"
    """
    from storage import story as stories
    from storage.decided import TOGETHER
    from wirediff.cli.finding import the_story

    with _writing(db, config_path) as archive, archive.transaction():
        one = the_story(archive, story).id
        rest = {found for other in others if (found := the_story(archive, other).id) != one}
        if not rest:
            raise Failure("that is one story already", MISTAKE)
        joined = [article for found in sorted(rest) for article in _articles_of(archive, found)]
        anchors = _articles_of(archive, one)
        _decide(archive, TOGETHER, joined, anchors, why, config_path)
        click.echo(f"story {stories.story_of(archive, anchors[0])}")
    return DONE


@command.command("split")
@click.argument("story")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("--why", default="", help="The reason, kept with the decision.")
@db_option
@config_option
def split(story: str, urls: tuple[str, ...], why: str, db: Path | None, config_path: Path | None) -> int:
    """Take articles out of a story, together, into one of their own. The decision outlasts every rebuild.

    \b
    Examples:
      wirediff story split 12 https://harbor.example/ferry
      wirediff story split 12 https://harbor.example/ferry https://metro.example/ferry --why "a report of their own"
    """
    from storage import story as stories
    from storage.decided import APART
    from wirediff.cli.finding import the_article, the_story

    with _writing(db, config_path) as archive, archive.transaction():
        found = the_story(archive, story).id
        leaving = [the_article(archive, url).id for url in urls]
        members = _articles_of(archive, found)
        if strangers := [url for url, article in zip(urls, leaving, strict=True) if article not in members]:
            raise Failure(f"not in story {found}: {', '.join(strangers)}", MISTAKE)
        staying = [article for article in members if article not in leaving]
        if not staying:
            raise Failure("all its articles leave a story: nothing would be split", MISTAKE)
        _decide(archive, APART, leaving, staying, why, config_path)
        click.echo(f"story {stories.story_of(archive, leaving[0])}")
    return DONE


def _writing(db: Path | None, config_path: Path | None) -> Archive:
    from storage.archive import Archive

    return Archive(archive_path(db, config_path), create=False)


def _articles_of(archive: Archive, story: int) -> list[int]:
    from storage import story as stories

    return [row["id"] for row in stories.members(archive, story)]


def _decide(
    archive: Archive, kind: str, articles: list[int], others: list[int], why: str, config_path: Path | None
) -> None:
    """Keep a decision and settle what it touches."""
    from crawler.clock import stamp_now
    from pipelines import descent
    from pipelines.desk import Desk
    from pipelines.extract import extract
    from pipelines.story import settle_decided
    from storage.decided import decide
    from wirediff.config import load

    at = stamp_now()
    decide(archive, kind, articles, others, at, why)
    settle_decided(Desk(archive, extract, stories=load(config_path).stories), [*articles, *others], at)
    descent.settle(archive)
