"""``wirediff history``: the revisions of one article, with their edits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wirediff.cli.common import config_option, db_option, json_option, print_json, read_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.model import ArticleReport, Step
    from reports.noted import Noted


@click.command()
@click.argument("url")
@click.option("--brief", is_flag=True, help="The list of revisions only, without their edits.")
@click.option(
    "--context", type=click.IntRange(0, 1000), default=1, show_default=True, help="Unchanged paragraphs around an edit."
)
@db_option
@config_option
@json_option
def command(url: str, brief: bool, context: int, db: Path | None, config_path: Path | None, as_json: bool) -> None:
    """Show every revision of an article in order of time, and what was edited in each.

    \b
    Examples:
      wirediff history https://harbor.example/2026/ferry
      wirediff history https://harbor.example/2026/ferry --brief
      wirediff history https://harbor.example/2026/ferry --json
    """
    from storage.queries import snapshot
    from wirediff import gather
    from wirediff.cli.finding import the_article
    from wirediff.config import load

    zone = load(config_path).timezone
    with read_archive(db, config_path) as archive, snapshot(archive):
        report = gather.article_report(archive, the_article(archive, url), zone)
    if as_json:
        print_json(_rows(report))
    else:
        _show(report, brief, context)


def _rows(report: ArticleReport) -> Iterator[dict[str, Any]]:
    steps = {step.after: step for step in report.steps}
    for revision in report.revisions:
        step = steps.get(revision.number)
        yield {
            "url": report.address,
            "outlet": report.outlet,
            "revision": revision.number,
            "first_seen": revision.first_seen,
            "last_seen": revision.last_seen,
            "title": revision.version.title,
            "words": revision.words,
            "page": revision.page,
            "similarity": step and round(step.comparison.similarity, 4),
            "without_note": bool(step and step.unnoted),
            "edits": [edit.as_dict() for edit in step.comparison.edits] if step else [],
            "notes": [_note(note) for note in report.notes if note.found and note.revision == revision.number],
        }


def _note(note: Noted) -> dict[str, Any]:
    named = ("made_at", "status", "text", "who", "place", "words")
    return {"note": note.number} | {name: getattr(note, name) for name in named}


def _show(report: ArticleReport, brief: bool, context: int) -> None:
    from rich.text import Text

    from reports.inert import plain
    from reports.when import local
    from wirediff.cli.drawing import console

    steps = {step.after: step for step in report.steps}
    with console() as out:
        out.print(Text(plain(report.title), style="bold"))
        out.print(Text(f"{plain(report.address)}  {plain(report.name)}, {report.state}\n", style="dim"))
        for revision in report.revisions:
            step = steps.get(revision.number)
            when = local(revision.first_seen, report.zone)
            head = Text(f"revision {revision.number}  ", style="bold")
            head.append(f"{when}  {revision.words} words{_edits(step)}", style="not bold")
            out.print(head)
            if step and not brief:
                _draw(out, step, context)
        for note in report.notes:
            said = f"{note.sign} {note.head(report.zone)}: {note.text} ({note.about})"
            out.print(Text(plain(said)))
        for happening in report.happenings:
            out.print(Text(f"{happening.kind}  {local(happening.at, report.zone)}  {plain(happening.detail)}"))


def _edits(step: Step | None) -> str:
    if step is None:
        return ""
    from reports.terminal import summary

    return f"  {summary(step.comparison)}{'  ! without a note' if step.unnoted else ''}"


def _draw(out: Any, step: Step, context: int) -> None:
    from rich.padding import Padding

    from reports.terminal import render

    for piece in render(step.comparison, context=context, styled=out.is_terminal and not out.no_color):
        out.print(Padding(piece, (0, 0, 0, 2), expand=False) if piece else "")
