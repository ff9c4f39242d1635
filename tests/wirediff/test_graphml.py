"""``wirediff tree --graphml``: what graph programs read is the tree that ``--json`` tells."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner
from lxml import etree

from tests.kept import FERRY, kept_archive
from wirediff.cli import cli
from wirediff.exchange.graphml import NAMESPACE, graphml


def tree(db: Path, form: str) -> str:
    args = ["tree", FERRY, form, "--db", str(db)]
    return CliRunner().invoke(cli, args, catch_exceptions=False, standalone_mode=False).stdout


def test_versions_are_nodes_and_every_parent_and_alternative_is_an_edge(tmp_path: Path) -> None:
    db = kept_archive(tmp_path / "a.db")
    told = json.loads(tree(db, "--json"))["nodes"]
    root = etree.fromstring(tree(db, "--graphml").encode())
    found = root.findall(f".//{{{NAMESPACE}}}node")
    urls = [node.findtext(f"{{{NAMESPACE}}}data[@key='url']") for node in found]
    assert urls == [node["url"] for node in told]
    edges = root.findall(f".//{{{NAMESPACE}}}edge")
    assert len(edges) == sum(len(node["parents"]) + len(node["alternatives"]) for node in told)
    ids = {node.get("id") for node in found}
    assert all({edge.get("source"), edge.get("target")} <= ids for edge in edges)


def test_characters_that_xml_forbids_are_left_out() -> None:
    node = {"url": "https://x.example/\x00\x1b<&", "outlet": "x", "revision": 1, "rewritten": False, "parents": [],
            "alternatives": [], "relation": "wire", "confidence": 1.0}  # fmt: skip
    assert etree.fromstring(graphml(1, [node])) is not None
