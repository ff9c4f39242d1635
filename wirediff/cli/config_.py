"""``wirediff config``: check the configuration, show what is in force and where each value comes from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from wirediff.cli.common import DONE, MISTAKE, config_option, json_option, print_json, print_table
from wirediff.config import Config, ConfigError, config_files, load
from wirediff.config.secrets import missing
from wirediff.config.writing import flat, plain


@click.group()
def command() -> None:
    """Check and show the configuration.

    A value comes from a flag, else a WIREDIFF_* variable, else ./wirediff.toml (or --config), else the user's own
    file, else it is the default.

    \b
    Examples:
      wirediff config check
      wirediff config show --origin
      wirediff config show --json
    """


@command.command()
@config_option
@json_option
def check(config_path: Path | None, as_json: bool) -> int:
    """Name every mistake with its line and its mend (exit code 2), and what will not work as it stands.

    \b
    Examples:
      wirediff config check
      wirediff config check --config other.toml --json
    """
    try:
        config = load(config_path)
    except ConfigError as error:
        if not as_json:
            raise
        print_json({"file": m.where, "line": m.line or None, "message": m.message} for m in error.mistakes)
        return MISTAKE
    remarks = list(_remarks(config))
    if as_json:
        print_json({"file": None, "line": None, "message": remark} for remark in remarks)
        return DONE
    click.echo(f"{_files(config_path)}: in order: {_counts(config)}")
    for remark in remarks:
        click.echo(f"note: {remark}")
    return DONE


def _files(config_path: Path | None) -> str:
    return ", ".join(map(str, config_files(config_path))) or "no wirediff.toml, only defaults"


def _counts(config: Config) -> str:
    counts = {
        "outlets": len(config.outlets),
        "stories": len(config.stories),
        "alerts": len(config.alerts),
    }
    return ", ".join(f"{count} {name}" for name, count in counts.items())


def _remarks(config: Config) -> Iterator[str]:
    """What is no mistake, but will surprise."""
    if not config.policy.contact:
        yield 'project.contact is empty: crawl refuses to start: write contact = "you@newsroom.example"'
    for outlet in config.outlets:
        if not (outlet.feeds or outlet.sitemaps or outlet.searches or outlet.articles):
            yield f"outlet {outlet.id} has no feeds, sitemaps, searches or articles: nothing of it is fetched"
    for story in config.stories:
        if not (story.wire or story.match):
            yield f"story {story.id} has neither wire nor match: nothing can join it"
    if config.outlets and not config.stories and all(outlet.follow == "stories" for outlet in config.outlets):
        yield 'no story is followed: add a [[story]], or follow = "all" to an outlet'
    for alert in config.alerts:
        for name in missing(alert.to):
            yield f"an alert goes to ${{{name}}}, which the environment lacks: export {name}=..."


@command.command()
@click.option("--origin", is_flag=True, help="Show the file and line, variable or default of each value.")
@config_option
@json_option
def show(origin: bool, config_path: Path | None, as_json: bool) -> int:
    """Show every value in force; ${SECRETS} stay hidden.

    \b
    Examples:
      wirediff config show
      wirediff config show --origin
      wirediff config show --json | jq 'select(.origin != "default")'
    """
    origins = load(config_path).origins
    if as_json:
        print_json({"key": key, "value": plain(o.shown), "origin": o.source} for key, o in origins.items())
        return DONE
    rows = [(key, flat(o.shown), *([o.source] if origin else [])) for key, o in origins.items()]
    print_table(("key", "value", *(["origin"] if origin else [])), rows)
    return DONE
