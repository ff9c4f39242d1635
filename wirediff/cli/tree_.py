"""``wirediff tree``: which version of a story was made from which."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wirediff.cli.common import config_option, db_option, read_archive

if TYPE_CHECKING:
    from pipelines.descent import Member
    from reports.stemma import Leaf


@click.command()
@click.argument("story")
@click.option("--why", is_flag=True, help="Below each version the evidence for where it comes from.")
@click.option("--json", "form", flag_value="json", help="One JSON object: every version with its parents and evidence.")
@click.option("--svg", "form", flag_value="svg", help="One SVG file that needs nothing else.")
@click.option("--dot", "form", flag_value="dot", help="A graph for Graphviz.")
@click.option("--graphml", "form", flag_value="graphml", help="A graph for Gephi, yEd, networkx.")
@db_option
@config_option
def command(story: str, why: bool, form: str | None, db: Path | None, config_path: Path | None) -> None:
    """Draw the family tree of a story: which version was taken from which, how surely, and what was done to it.

    STORY is a number of `wirediff stories`, a name of wirediff.toml, or the address of one of its articles. Parents are
    the likeliest ones, never certain: a share of 60% means that in six of ten such cases it is this one.

    \b
    Examples:
      wirediff tree 12
      wirediff tree https://harbor.example/ferry --why
      wirediff tree 12 --svg > ferry.svg
      wirediff tree 12 --json
    """
    from pipelines.descent import tree_of
    from storage.queries import snapshot
    from wirediff.cli.finding import the_story
    from wirediff.config import load

    with read_archive(db, config_path) as archive, snapshot(archive):
        found = the_story(archive, story)
        members = tree_of(archive, found.id)
    if form == "json":
        sys.stdout.write(json.dumps({"story": found.id, "nodes": _nodes(members)}, ensure_ascii=False) + "\n")
        return
    if form == "graphml":
        from wirediff.exchange.graphml import graphml

        sys.stdout.write(graphml(found.id, _nodes(members)).decode())
        return
    leaves = [_leaf(member, load(config_path).timezone) for member in members]
    title = found.title or f"story {found.id}"
    if form is None:
        _draw(leaves, title, why)
        return
    from reports import stemma

    sys.stdout.write(stemma.svg(leaves, title) if form == "svg" else stemma.dot(leaves, title))


def _nodes(members: list[Member]) -> list[dict[str, Any]]:
    """The tree in the words of the command line's contract."""
    names = {member.held.node.key: {"url": member.held.url, "revision": member.held.node.number} for member in members}
    return [
        {
            "url": held.url,
            "outlet": held.node.outlet,
            "revision": held.node.number,
            "parent": names[one.parent] if one.parent else None,
            "parents": [names[key] for key in one.parents],
            "alternatives": [names[key] | {"confidence": round(share, 3)} for key, share in one.alternatives],
            "relation": one.relation,
            "confidence": round(one.confidence, 3),
            "rewritten": one.rewritten,
            "evidence": list(one.evidence),
        }
        for held, one in members
    ]


def _leaf(member: Member, zone: str) -> Leaf:
    from reports.stemma import Leaf
    from reports.when import local

    held, one = member
    published = held.node.version.published if held.node.number == 1 else None
    when = f"published {local(published, zone)}" if published else f"seen {local(held.first_seen, zone)}"
    return Leaf(
        key=held.node.key,
        parents=one.parents,
        outlet=held.node.outlet,
        revision=held.node.number,
        url=held.url,
        title=held.node.version.title or "(no headline)",
        when=when,
        relation=one.relation,
        confidence=one.confidence,
        rewritten=one.rewritten,
        evidence=one.evidence,
    )


def _draw(leaves: list[Leaf], title: str, why: bool) -> None:
    from rich.text import Text
    from rich.tree import Tree

    from reports.inert import plain
    from reports.stemma import in_order
    from wirediff.cli.drawing import console

    top = Tree(Text(plain(title), style="bold"), guide_style="dim")
    names = {leaf.key: leaf.name for leaf in leaves}
    branches: dict[str, Tree] = {}
    for leaf, _ in in_order(leaves):
        line = Text(plain(leaf.name), style="bold")
        line.append(f"  {leaf.said}", style="cyan not bold").append(f"  {leaf.when}", style="dim not bold")
        line.append(f"\n{plain(leaf.title, longest=160)}", style="not bold")
        if len(leaf.parents) > 1:
            line.append(f"\nalso from {plain(', '.join(names[key] for key in leaf.parents[1:]))}", style="not bold")
        if why:
            line.append("".join(f"\n- {plain(said)}" for said in leaf.evidence), style="dim not bold")
        branches[leaf.key] = (branches[leaf.parents[0]] if leaf.parents else top).add(line)
    with console() as out:
        out.print(top)
