"""What two texts have in common: a dispatch, a rewriting of it, an event, a paragraph, nothing."""

from __future__ import annotations

from comparison.reuse import Link, fingerprint, link
from tests.wires import DISPATCH, FOLLOW_UP, INDEPENDENT, OTHER, REWRITTEN, SPORT, text


def common(one: tuple[str, ...], other: tuple[str, ...], *, at_home: bool = False) -> Link | None:
    found, again = (
        link(fingerprint(text(first)), fingerprint(text(second)), at_home)
        for first, second in ((one, other), (other, one))
    )
    assert (found and (found.kind, found.score)) == (again and (again.kind, again.score)), "the order of the two counts"
    return found


def kind(one: tuple[str, ...], other: tuple[str, ...], *, at_home: bool = False) -> str | None:
    found = common(one, other, at_home=at_home)
    return found.kind if found else None


def test_a_copy_cut_to_its_beginning_is_a_copy() -> None:
    assert kind(DISPATCH, DISPATCH[:3]) == "copy"


def test_a_copy_under_a_new_beginning_of_the_outlets_own_is_a_copy() -> None:
    assert kind(DISPATCH, (*INDEPENDENT[:2], *DISPATCH[1:])) == "copy"


def test_a_copy_cut_and_mixed_with_ones_own_all_through_is_a_copy_and_an_item_of_a_digest_is_none() -> None:
    long = (*DISPATCH, *OTHER[:4])
    mixed = (DISPATCH[1], SPORT[0], DISPATCH[4], SPORT[1], DISPATCH[-1], SPORT[2])
    digest = (DISPATCH[1], DISPATCH[4], DISPATCH[-1], *SPORT[:3])

    assert (kind(mixed, long), kind(digest, long)) == ("copy", "embeds")


def test_a_text_that_tells_the_same_facts_in_order_in_other_words_is_a_rewriting() -> None:
    assert kind(DISPATCH, REWRITTEN) == "rewritten"
    assert kind(DISPATCH[:6], REWRITTEN) == "rewritten"


def test_a_rewriting_cut_to_its_beginning_is_one_of_that_part() -> None:
    """What a translation there and back leaves of a text keeps some runs of three words, and the facts in order."""
    swaps = {"killed": "took to", "sent": "has sent", "tore": "ripped", "held": "contained", "clearing": "cleaning of",
             "was struck": "has been hit", "engines": "machines", "found": "met", "dealt": "treated"}  # fmt: skip
    spun = text(DISPATCH[:4])
    for word, other in swaps.items():
        spun = spun.replace(f" {word} ", f" {other} ")
    spun = spun.replace(" the ", " of the ").replace(" a ", " one ")
    found = link(fingerprint(spun), fingerprint(text((*DISPATCH, *OTHER, *SPORT))))

    assert found is not None
    assert found.kind == "rewritten"


def test_a_cut_copy_with_a_word_changed_here_and_there_is_no_quotation_however_little_of_the_dispatch_it_has() -> None:
    spun = text(DISPATCH[1:4]).replace(" the ", " this ").replace(" a ", " one ")
    long = text((*OTHER, *SPORT, *DISPATCH))
    found = link(fingerprint(spun), fingerprint(long))

    assert found is not None
    assert found.kind == "rewritten"
    quoted = link(fingerprint(text(DISPATCH[1:4])), fingerprint(long))
    assert quoted is not None
    assert quoted.kind == "embeds"


def test_a_comment_that_quotes_a_dispatch_at_length_is_no_rewriting_of_it() -> None:
    comment = (*INDEPENDENT[:4], *(f"It reads: {paragraph}" for paragraph in DISPATCH[1:4]))

    assert kind(comment, (*DISPATCH, *OTHER, *SPORT)) == "related"


def test_few_names_in_one_order_and_no_common_words_are_chance() -> None:
    """Nine towns in one order are of one dispatch if the words show it too, else of one campaign."""
    towns = ["Harlow", "Kestrup", "Lindum", "Brenholt", "Velden", "Merrow", "Tarn", "Osby", "Halden"]
    one = [f"On the way, the leader spoke in {town} of bread and of what it costs those who bake." for town in towns]
    one += [
        f"Beside him stood {name}, who has heard it before." for name in ["Ines", "Tobias", "Paul", "Lena", "Karla"]
    ]
    other = [f"Crowds had met near {town} since dawn, some with flags, many to see nothing at all." for town in towns]
    other += [f"A vote for {name} is one for him." for name in ["Aksel", "Ragna", "Emil", "Jonas", "Marta"]]

    assert kind(tuple(one), tuple(other)) != "rewritten"


def test_what_an_outlet_puts_into_each_of_its_paragraphs_makes_no_dispatch_of_two() -> None:
    """Lists of its other news, as some outlets set them between the sentences: shared all through, in no one order."""
    names = [
        "Quill",
        "Marsh",
        "Osby",
        "Renner",
        "Harrow",
        "Lindqvist",
        "Tarn",
        "Okafor",
        "Pell",
        "Dunmore",
        "Colne",
        "Wick",
    ]
    lists = [f"More from us: {one} asks {two} for a new vote on the harbour, and will not wait for it this time."
             for one, two in zip(names[::2], names[1::2], strict=True)]  # fmt: skip
    one = tuple(f"{told} {more}" for told, more in zip(DISPATCH, lists, strict=False))
    other = tuple(f"{told} {more}" for told, more in zip(OTHER, reversed(lists), strict=False))

    assert kind(one, other) not in ("copy", "rewritten")


def test_two_interviews_with_the_same_few_words_between_the_answers_share_no_dispatch() -> None:
    one = tuple(f"Asked why, she said: “{answer}”" for answer in (*OTHER, *OTHER[:4]))
    other = tuple(f"Asked why, she said: “{answer}”" for answer in (*SPORT, *SPORT[:4]))

    assert kind(one, other) is None


def test_two_pages_of_one_outlet_that_share_a_list_of_links_are_no_copies() -> None:
    links = tuple(
        f"Gallery {number}: see what became of the {number} best known sheep of Kestrup" for number in range(30)
    )
    assert kind(("The year in pictures", *links), ("Last year's pictures", *links), at_home=True) is None


def test_a_report_of_ones_own_on_the_event_is_neither() -> None:
    assert kind(DISPATCH, INDEPENDENT) not in ("copy", "rewritten")
    assert kind(REWRITTEN, INDEPENDENT) not in ("copy", "rewritten")


def test_a_follow_up_that_uses_background_again_is_related() -> None:
    assert kind(DISPATCH, FOLLOW_UP) == "related"
    assert kind(DISPATCH, FOLLOW_UP, at_home=True) == "related"


def test_texts_on_other_matters_have_nothing_in_common() -> None:
    assert kind(DISPATCH, OTHER) is None
    assert kind(OTHER, SPORT) is None


def test_a_short_text_among_much_else_is_embedded() -> None:
    found = common(DISPATCH[5:7], (*OTHER, *DISPATCH[5:7], *SPORT))

    assert found is not None
    assert found.kind == "embeds"


def test_furniture_of_one_outlet_relates_nothing() -> None:
    box = (
        "Sign up for our letter, which comes each morning with the news of the coast and the weather of the day, "
        "and tell a friend about the Alder Post, the paper of Port Alder, Kestrup and Lindum since 1888."
    )
    assert kind((*OTHER, box), (*SPORT, box), at_home=True) is None


def test_a_text_of_a_few_words_is_nobodys_copy() -> None:
    assert kind(("Fire at Port Alder: more soon.",), ("Fire at Port Alder: more soon.",)) is None
