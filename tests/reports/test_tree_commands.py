"""The family tree and the trace of a text, as their commands print them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from reports.stemma import Leaf, dot, svg
from tests.reports.granite import here

RELATIONS = {"wire", "revision", "copy", "trimmed", "edited", "rewritten", "unknown"}


def answer(folder: Path, *args: object) -> dict[str, Any]:
    done = here(folder, *args, "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_revision_of_the_story_is_a_node_once(bridge: Path) -> None:
    tree = answer(bridge, "tree", "bridge")
    held = {
        (row["url"], row["revision"])
        for row in map(json.loads, here(bridge, "revisions", "--json").stdout.splitlines())
        if row["story"] == tree["story"]
    }

    nodes = [(node["url"], node["revision"]) for node in tree["nodes"]]
    assert sorted(nodes) == sorted(held)
    for node in tree["nodes"]:
        assert node["relation"] in RELATIONS
        assert 0 <= node["confidence"] <= 1
        assert node["evidence"]
        assert (node["parents"] or [None])[0] == node["parent"]
        assert all((one["url"], one["revision"]) in held for one in [*node["parents"], *node["alternatives"]])


def test_the_terminal_shows_the_tree_with_reasons_on_wish(bridge: Path) -> None:
    done, why = here(bridge, "tree", "bridge"), here(bridge, "tree", "bridge", "--why")

    assert done.returncode == why.returncode == 0
    assert re.search(r"└── .+ \d  \w+ \d+%", done.stdout)
    assert len(why.stdout) > len(done.stdout)
    assert "stands there word for word" in why.stdout


def test_a_story_is_found_by_an_articles_address_too(bridge: Path) -> None:
    tree = answer(bridge, "tree", "bridge")

    assert answer(bridge, "tree", tree["nodes"][0]["url"]) == tree


def test_svg_and_dot_hold_every_version(bridge: Path) -> None:
    nodes = answer(bridge, "tree", "bridge")["nodes"]
    drawn = ElementTree.fromstring(here(bridge, "tree", "bridge", "--svg").stdout)
    graph = here(bridge, "tree", "bridge", "--dot").stdout

    assert len(drawn.findall(".//{http://www.w3.org/2000/svg}circle")) == len(nodes)
    assert graph.count(" -> ") == sum(len(node["parents"]) for node in nodes)


def test_strangers_words_do_no_harm_in_svg_and_dot() -> None:
    title = '<script>alert(1)</script>"];\x1b[31m\u202e'
    leaf = Leaf("a", (), title, 1, "https://x.example/", title, "now", "wire", 1.0, False, (title,))

    assert "<script>" not in svg([leaf], title)
    assert ElementTree.fromstring(svg([leaf], title)) is not None
    assert '\\"];' in dot([leaf], title)
    assert "\x1b" not in svg([leaf], title) + dot([leaf], title)


@pytest.mark.parametrize("args", [("tree", "no-such-story"), ("tree", "99"), ("trace", "nothing.txt")])
def test_what_is_not_there_is_told_with_its_mend(bridge: Path, args: tuple[str, ...]) -> None:
    done = here(bridge, *args)

    assert done.returncode == 2
    assert "wirediff: " in done.stderr
    assert re.search("`wirediff stories` lists them|name a file", done.stderr)


def test_a_file_is_traced_to_versions_and_passages(bridge: Path) -> None:
    row = json.loads(here(bridge, "revisions", "--json").stdout.splitlines()[0])
    (bridge / "found.txt").write_text(row["text"], encoding="utf-8")
    found = answer(bridge, "trace", "found.txt")

    best = found["stories"][0]["versions"][0]
    assert found["stories"][0]["story"] == row["story"]
    assert best["shared"] == 1.0
    for passage in best["passages"]:
        span = passage["text"]
        assert row["text"][span["start"] : span["end"]] == span["text"]
    assert "of the text's word runs" in here(bridge, "trace", "found.txt").stdout


def test_an_article_of_the_archive_is_traced_to_others(bridge: Path) -> None:
    nodes = answer(bridge, "tree", "bridge")["nodes"]
    copy = next(node for node in nodes if node["parent"] and node["parent"]["url"] != node["url"])
    found = answer(bridge, "trace", f"{copy['url']}@{copy['revision']}")

    urls = {version["url"] for story in found["stories"] for version in story["versions"]}
    assert copy["parent"]["url"] in urls
    assert copy["url"] not in urls


def test_a_text_without_any_source_says_so(bridge: Path) -> None:
    (bridge / "other.txt").write_text("Nobody has ever written of lilac submarines in Ostrava.", encoding="utf-8")
    done = here(bridge, "trace", "other.txt")

    assert (done.returncode, done.stdout) == (0, "")
    assert "nothing in the archive" in done.stderr
