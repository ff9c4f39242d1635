"""A family tree finds who took a text from whom by shared wording, weighs clocks, and says how sure it is."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product
from math import exp

import pytest

from comparison.arborescence import ROOT, best_tree, edge_shares
from comparison.model import Version
from comparison.shelf import Node
from comparison.tree import Derivation, stemma

HOUR = 3600.0
DISPATCH = (
    "GRANITE BAY (Northwire) — A ferry with 140 people on board ran aground outside the harbour of Granite Bay on "
    "Monday, and 12 of them were hurt, officials said.",
    "The vessel had left the mainland an hour before in calm weather, according to the port authority, which has "
    "opened an inquiry into the accident.",
    "Its captain, Mira Wiratmadja, told reporters that the steering simply stopped answering some minutes before the "
    "ferry struck the rocks.",
    "Two tugs pulled the ferry free before noon, and divers were to look at the hull on Tuesday, the authority said.",
    "Passengers were taken to a school hall near the quay, where the town's bakers brought them bread and hot tea.",
)


def node(outlet: str, paragraphs: tuple[str, ...], hours: float, **more: object) -> Node:
    version = Version("\n\n".join(paragraphs), "Ferry runs aground off Granite Bay")
    made = Node(f"{outlet}:1", outlet, outlet, 1, version, hours * HOUR)
    return replace(made, **more)  # type: ignore[arg-type]


def spelled(name: str) -> tuple[str, ...]:
    return tuple(paragraph.replace("Wiratmadja", name) for paragraph in DISPATCH)


def tree(*nodes: Node) -> dict[str, Derivation]:
    return {found.key.split(":")[0]: found for found in stemma(nodes)}


WIRE = node("wire", DISPATCH, 0)


def test_two_copies_with_one_slip_come_one_from_the_other() -> None:
    slip = node("harbor", spelled("Wiratmaja"), 2)
    heir = node("metro", (*spelled("Wiratmaja")[:4], "The mayor is to speak at noon on the market square."), 5)
    loyal = node("valley", DISPATCH[:4], 6)

    found = tree(WIRE, slip, heir, loyal)

    assert {key: one.parent for key, one in found.items()} == {
        "wire": None, "harbor": "wire:1", "metro": "harbor:1", "valley": "wire:1",
    }  # fmt: skip
    assert found["metro"].evidence[0] == "both say “Wiratmaja”, no other version does"
    assert found["metro"].confidence > 0.7


def test_a_source_that_was_fetched_after_its_copy_is_still_the_source() -> None:
    wire = node("wire", DISPATCH, 9, published=0.5 * HOUR)
    found = tree(wire, node("harbor", DISPATCH[:3], 2, published=2 * HOUR))

    assert found["wire"].parent is None
    assert found["harbor"].parent == "wire:1"
    assert any("after it, by the times that both claim" in said for said in found["harbor"].evidence)


def test_who_claims_to_have_come_when_another_was_there_already_is_not_the_first_of_all() -> None:
    bare = (DISPATCH[0].removeprefix("GRANITE BAY (Northwire) — "), *DISPATCH[1:])
    heirs = [node("harbor", DISPATCH[:4], 2, published=2 * HOUR), node("valley", DISPATCH[:4], 4)]

    found = tree(node("metro", bare, 0), *heirs)

    assert [key for key, one in found.items() if one.parent is None] == ["metro"]


def test_without_any_claim_a_late_source_shows_by_what_its_copies_lack() -> None:
    dusk = "Two of the hurt, both of them sailors, were flown to the mainland at dusk."
    lead, *rest = spelled("Wiratmaja")
    middle = (lead, dusk, *rest)
    heirs = [node(name, (*middle[:out], *middle[out + 1 :]), 3) for name, out in (("metro", 2), ("valley", 4))]
    found = tree(WIRE, *heirs, node("harbor", middle, 8))

    assert found["metro"].parent == found["valley"].parent == "harbor:1"
    assert found["harbor"].parent == "wire:1"


def test_a_copy_that_joins_two_versions_has_two_parents() -> None:
    scene = (
        "On the quay an old fisherman shook his head and said he had seen nothing like it in fifty winters at sea.",
        "His daughter, who sells smoked eel from a green van, gave the rescued children what was left of the day.",
    )
    local = node("coast", (*DISPATCH[:1], *scene), 2, published=2 * HOUR)
    wire = replace(WIRE, published=0.0, agency=True)
    found = tree(wire, local, node("metro", (*DISPATCH, *scene), 4, published=4 * HOUR))

    assert set(found["metro"].parents) == {"wire:1", "coast:1"}
    assert any("takes from" in said for said in found["metro"].evidence)


@pytest.mark.parametrize(
    ("paragraphs", "relation"),
    [
        (DISPATCH, "copy"),
        (DISPATCH[:2], "trimmed"),
        (
            (DISPATCH[0], "The harbour master, Ole Brandt, has asked the ministry for a second tug.", *DISPATCH[2:]),
            "edited",
        ),
    ],
)
def test_the_relation_says_what_was_done(paragraphs: tuple[str, ...], relation: str) -> None:
    assert tree(WIRE, node("harbor", paragraphs, 2))["harbor"].relation == relation


def test_a_later_revision_hangs_on_the_one_before() -> None:
    later = node(
        "wire", (*DISPATCH, "The inquiry is to report in May."), 6, key="wire:2", number=2, not_before=5 * HOUR
    )
    found = {one.key: one for one in stemma([WIRE, node("harbor", DISPATCH, 3), later])}

    assert (found["wire:2"].parent, found["wire:2"].relation) == ("wire:1", "revision")


def test_a_version_with_nothing_in_common_is_unknown() -> None:
    stray = node(
        "valley", ("The library will close its reading room for the summer, the council decided by a vote.",), 3
    )
    found = tree(WIRE, node("harbor", DISPATCH, 2), stray)

    assert (found["valley"].parent, found["valley"].relation) == (None, "unknown")


def test_the_tree_does_not_depend_on_the_order_of_arrival() -> None:
    nodes = [WIRE, *(node(f"o{number}", DISPATCH[: 2 + number % 4], number) for number in range(1, 9))]
    shuffled = random.Random(3).sample(nodes, len(nodes))

    assert stemma(nodes) == stemma(shuffled)


def test_a_large_story_is_bounded_and_keeps_its_root() -> None:
    words = " ".join(DISPATCH[1:]).split()[:110]
    copies = [
        node(
            f"o{number:03}", (DISPATCH[0], *(text.replace(word, f"x{number}", 1) for text in DISPATCH[1:])), 1 + number
        )
        for number, word in enumerate(words)
    ]
    found = tree(WIRE, *copies)

    assert found["wire"].parent is None
    assert sum(one.parent == "wire:1" for one in found.values()) > 80


def test_a_chain_of_thousands_is_no_trouble() -> None:
    size = 3_000
    scores = [{place - 1: 1.0, (place + 1) % size: 0.5} if place else {1: 0.5, size - 1: 0.9} for place in range(size)]

    assert best_tree(scores, [0.0] * size) == list(range(-1, size - 1))


def trees(size: int) -> list[tuple[int, ...]]:
    """Every way to give each of *size* nodes a parent so that one root reaches all."""

    def rooted(parents: tuple[int, ...], start: int) -> bool:
        path = set()
        while start != ROOT and start not in path:
            path.add(start)
            start = parents[start]
        return start == ROOT

    every = product(range(ROOT, size), repeat=size)
    return [
        parents
        for parents in every
        if parents.count(ROOT) == 1 and all(rooted(parents, start) for start in range(size))
    ]


@pytest.mark.parametrize("seed", range(12))
def test_the_best_tree_and_its_shares_are_those_of_all_trees_weighed(seed: int) -> None:
    rng = random.Random(seed)
    size = rng.randint(2, 5)
    scores = [{one: rng.uniform(-3, 3) for one in range(size) if one != two} for two in range(size)]
    roots = [rng.uniform(-3, 3) for _ in range(size)]

    def total(parents: tuple[int, ...]) -> float:
        return sum(roots[c] if p == ROOT else scores[c].get(p, 0.0) for c, p in enumerate(parents))

    weighed = {parents: exp(total(parents)) for parents in trees(size)}
    shares = edge_shares(scores, roots)
    assert tuple(best_tree(scores, roots)) == max(weighed, key=weighed.__getitem__)
    for child in range(size):
        for parent, share in shares[child].items():
            right = sum(weight for parents, weight in weighed.items() if parents[child] == parent)
            assert share == pytest.approx(right / sum(weighed.values()))
