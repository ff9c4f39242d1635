"""``wirediff stories``: the stories and who carries them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from wirediff.cli.common import config_option, db_option, json_option, print_json, print_table, read_archive


@click.command()
@click.option("--all", "all_stories", is_flag=True, help="Also stories of one article only.")
@db_option
@config_option
@json_option
def command(all_stories: bool, db: Path | None, config_path: Path | None, as_json: bool) -> None:
    """List the stories: articles that carry the same dispatch, and why each is in it.

    \b
    Examples:
      wirediff stories
      wirediff stories --all --json
    """
    from storage import listing

    with read_archive(db, config_path) as archive:
        found = listing.stories(archive, all_stories=all_stories)
    if as_json:
        print_json(map(_contract, found))
        return
    for story in found:
        rows = [(row["outlet"], row["revisions"], row["url"], row["why"]) for row in story["articles"]]
        print_table(("outlet", "revisions", "url", "why"), rows, title=f"{story['story']}  {story['title']}")


def _contract(story: dict[str, Any]) -> dict[str, Any]:
    return {name: story[name] for name in ("story", "title", "articles")} | {
        "wire": wire_of(story), "related": story["related"],
    }  # fmt: skip


def wire_of(story: dict[str, Any]) -> dict[str, Any] | None:
    """The agency that a story comes from, with the evidence; None where none is credited."""
    if not story["agency"]:
        return None
    evidence = json.loads(story["agency_evidence"])
    return {"agency": story["agency"], "confidence": story["agency_confidence"], "evidence": evidence}
