"""From links to stories."""

from __future__ import annotations

import random

from comparison.grouping import Tie, groups


def told(ties: list[Tie], articles: str = "abcdef", apart: tuple[frozenset[str], ...] = ()) -> list[str]:
    return ["".join(sorted(group)) for group in groups(articles, ties, apart)]


def test_a_chain_of_strong_links_is_one_story() -> None:
    assert told([Tie("a", "b", 0.9), Tie("b", "c", 0.8)], "abc") == ["abc"]


def test_one_weak_link_joins_single_articles_but_no_groups() -> None:
    pairs = [Tie("a", "b", 0.9), Tie("c", "d", 0.9)]

    assert told([Tie("a", "b", 0.42)], "ab") == ["ab"]
    assert told([*pairs, Tie("b", "c", 0.42)], "abcd") == ["ab", "cd"]
    assert told([*pairs, Tie("b", "c", 0.42), Tie("a", "d", 0.41)], "abcd") == ["abcd"]


def item(digest: str, text: str, start: float, stop: float) -> Tie:
    """A text that a digest carries whole, from *start* to *stop*."""
    return Tie(digest, text, 1.0, (stop - start, 1.0), ((start, stop), (0.0, 1.0)))


def test_a_digest_of_several_dispatches_merges_none_of_them() -> None:
    assert told([item("a", "b", 0.0, 0.3), item("a", "c", 0.4, 0.6), item("a", "d", 0.7, 1.0)], "abcd") == list("abcd")


def test_a_dispatch_that_two_outlets_cut_differently_is_no_digest() -> None:
    ties = [item("a", "b", 0.0, 0.5), item("a", "c", 0.1, 0.6), Tie("b", "c", 0.7)]

    assert told(ties, "abc") == ["abc"]


def test_what_a_reader_parted_stays_apart_and_what_one_joined_together() -> None:
    ties = [Tie("a", "b", 0.9), Tie("b", "c", 0.8), Tie("d", "e", 0.0, given=True)]

    assert told(ties, "abcde", (frozenset("ac"),)) == ["ab", "c", "de"]


def test_the_order_of_articles_and_links_changes_nothing() -> None:
    dice = random.Random(7)
    ties = [Tie(*sorted(dice.sample("abcdefgh", 2)), round(dice.uniform(0.4, 1), 1)) for _ in range(12)]
    wanted = told(ties, "abcdefgh")
    for _ in range(50):
        assert told(dice.sample(ties, len(ties)), "".join(dice.sample("abcdefgh", 8))) == wanted
