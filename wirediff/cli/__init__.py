"""The command line: a lazy group, so that each command pays only for what it imports.

A command is one module of this package with a Click command named ``command``; `COMMANDS` lists them.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

COMMANDS = {
    "init": "write a commented wirediff.toml",
    "add": "add an outlet or an article by its address",
    "crawl": "fetch what is due, once",
    "watch": "fetch on a schedule, until told to stop",
    "worker": "make the visits that a watch on another machine gives out",
    "status": "what is due, what runs, what failed",
    "import": "bring in documents that were fetched elsewhere",
    "fetches": "every attempt to fetch and its outcome",
    "revisions": "every honest revision and its text",
    "history": "the revisions of one article, with their edits",
    "stories": "the stories and who carries them",
    "story": "one story: who carries it, how updates spread; merge, split",
    "tree": "which version of a story was made from which",
    "trace": "where a text comes from",
    "compare": "what lies between two texts or revisions",
    "search": "find words in every paragraph ever kept",
    "report": "write a story or an article as one HTML file",
    "backfill": "earlier captures of articles from web archives",
    "cite": "a revision as a source, with its times and hashes",
    "export": "rows, texts, sentences and web archives for other programs",
    "lake": "stories and trees over many archives, on Spark",
    "merge": "take all that other archives hold into one",
    "note": "note on an edit that it was reviewed, contacted about, resolved",
    "held": "pages that are no honest version, why, and how to accept one",
    "rebuild": "derive everything anew from the kept pages",
    "alerts": "what the desk is told of: due, sent, tested",
    "query": "ask the archive in SQL, read-only",
    "serve": "browse the archive with Datasette, read-only, on this machine",
    "backup": "a verified copy of the archive, made while it is written",
    "restore": "put a backup in the archive's place",
    "salvage": "save what can be saved of a damaged archive",
    "forget": "erase an article on request, and never take it in again",
    "doctor": "examine disk, clock, names, robots.txt and outlets",
    "verify": "check every hash, link and count of the archive",
    "compact": "make the archive smaller, without losing any of it",
    "outlet": "list, show, pause, remove outlets",
    "config": "check and show the configuration",
    "unit": "print a systemd unit for watch",
    "demo": "a wire and its outlets on this machine, crawled for simulated days",
}


class LazyGroup(click.Group):
    """Knows its commands by name and imports one only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        """The commands in the order of a first day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the module of a command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"wirediff.cli.{cmd_name}_")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; one that is not known is answered with the nearest."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from wirediff.config.errors import did_you_mean

            raise click.UsageError(f"there is no command {name}: {did_you_mean(name, list(COMMANDS))}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a reader that went away (``| head``) is no failure, as it would be to Click."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            from wirediff.cli.common import explain

            return explain(error)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="First steps: wirediff demo; wirediff init; wirediff add https://outlet.example/; wirediff crawl",
)
@click.version_option(package_name="wirediff")
def cli() -> None:
    """Follow a news story across outlets and through time: every honest revision, every edit, with evidence."""


def main() -> None:
    """Run the command line; a mistake is one line with its mend, never a traceback."""
    from wirediff.cli.common import explain, speak_utf8

    try:
        speak_utf8()
        code = cli(standalone_mode=False, prog_name="wirediff") or 0
        sys.stdout.flush()  # a reader that went away is noticed here, not after the end
        sys.exit(code)
    except BaseException as error:
        sys.exit(explain(error))
