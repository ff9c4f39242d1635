"""A story's tree as GraphML, for Gephi, yEd, networkx and igraph: versions as nodes, derivations as edges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
NODE = {"url": "string", "outlet": "string", "revision": "int", "rewritten": "boolean"}
EDGE = {"relation": "string", "confidence": "double", "chosen": "boolean"}
Node = Mapping[str, Any]


def graphml(story: int, nodes: Sequence[Node]) -> bytes:
    """The tree as ``wirediff tree --json`` has it: chosen parents and alternatives are edges from parent to child."""
    root = etree.Element("graphml", nsmap={None: NAMESPACE})
    for kind, keys in (("node", NODE), ("edge", EDGE)):
        for name, type_ in keys.items():
            etree.SubElement(root, "key", {"id": name, "for": kind, "attr.name": name, "attr.type": type_})
    graph = etree.SubElement(root, "graph", {"id": f"story-{story}", "edgedefault": "directed"})
    names = {(node["url"], node["revision"]): f"v{place}" for place, node in enumerate(nodes)}
    for node in nodes:
        _fill(etree.SubElement(graph, "node", id=names[node["url"], node["revision"]]), node, NODE)
    for node in nodes:
        for parent, told in _edges(node):
            ends = {"source": names[parent["url"], parent["revision"]], "target": names[node["url"], node["revision"]]}
            _fill(etree.SubElement(graph, "edge", ends), told, EDGE)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written


def _edges(node: Node) -> Iterator[tuple[Node, Node]]:
    told = {"relation": node["relation"], "confidence": node["confidence"]}
    yield from ((parent, told | {"chosen": True}) for parent in node["parents"])
    yield from ((other, told | {"confidence": other["confidence"], "chosen": False}) for other in node["alternatives"])


def _fill(element: Any, values: Node, keys: Mapping[str, str]) -> None:
    for name in keys:
        value = values[name]
        text = str(value).lower() if isinstance(value, bool) else str(value)
        etree.SubElement(element, "data", key=name).text = "".join(c for c in text if c.isprintable() or c in "\t\n")
