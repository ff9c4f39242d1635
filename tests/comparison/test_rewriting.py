"""Signals of machine rewriting show their places; a rewriting keeps the facts in order, honest copy keeps the words."""

from __future__ import annotations

import pytest

from comparison.model import Version
from comparison.rewriting import reworded, surface
from comparison.rewriting_source import against

SOURCE = (
    "HARLOW (AP) — The bridge office closed the Tolland crossing on Monday after inspectors found 14 cracks in its "
    "northern span, officials said.\n\n"
    "Engineer Ruth Callamard said her team had warned the county about the cracks in March and again in 2019. “We put "
    "it in writing twice and nobody ever answered our letters,” she said.\n\n"
    "About 3,200 drivers use the crossing every day, most of them bound for the Brennan mills on the other bank.\n\n"
    "County manager Otto Fels defended the delay and said he had handled the matter with care. His office plans to "
    "reopen one lane by June 5 if the tests at Harlow College go well.\n\n"
    "The last repair of the bridge, in 1998, cost $2.4 million and took the workers of Marsh & Sons seven months."
)
SPUN = (
    "HARLOW (AP) — The office of bridges has shut down on Monday the Tolland passage when inspectors discovered 14 "
    "fissures in the span of the north, according to officials.\n\n"
    "The engineer Ruth said. Callamard, whose team alerted the county of the fissures in March and once more in 2019. "
    "“We put it in writing two times and never anybody answered to our letters” , he said.\n\n"
    "Some 3,200 motorists take the passage daily, the majority towards the mills Brennan at the opposite shore. . "
    "towards work.\n\n"
    "The manager of the county, Otto Fels, has justified this delay and told he treatise the matter carefully. "
    "the office wants reopening a lane on June 5 when the trials at Harlow College pass.\n\n"
    "Repairing the bridge for the last time in 1998 had a price of $2.4 million, and Marsh & Sons employees needed 7 "
    "months d Other works."
)
PARAPHRASE = (
    "Inspectors who counted 14 cracks beneath the northern part have forced Harlow to shut its Tolland bridge, it was "
    "announced Monday.\n\n"
    "Ruth Callamard, an engineer, told the county as early as March, and before that during 2019, what was wrong. Her "
    "letters, she complained, met silence.\n\n"
    "Each day some 3,200 cars cross there, many bound for Brennan and its mills.\n\n"
    "Otto Fels, who manages the county, stood by how long it took. A single lane may open June 5, should Harlow "
    "College report good test results.\n\n"
    "Marsh & Sons carried out the previous overhaul in 1998: seven months of work at $2.4 million."
)
INDEPENDENT = (
    "Bakers on the far bank of the river were first to notice that the Tolland crossing had gone quiet on Monday.\n\n"
    "“I sold 40 rolls instead of 300,” said Ines Abel, whose shop has stood by the bridge since 1961.\n\n"
    "Truckers for the Brennan mills now drive 22 miles by way of Carrow, and the county put up 9 signs in Ebury.\n\n"
    "Her neighbour Paul Quist thinks that the closure will last until autumn, whatever the office promises today.\n\n"
    "A ferry could run from Dunmore by the 12th, its owner said, if the council pays for the pier at Lowell."
)


def test_the_surface_rules_fire_on_a_spun_text_with_their_places() -> None:
    found = {signal.name: signal for signal in surface(SPUN)}

    assert {"split attribution", "double stop", "stray letter", "space before a comma"} <= set(found)
    for signal in found.values():
        assert all(SPUN[span.start : span.end] == span.text for span in signal.spans)


@pytest.mark.parametrize("text", [SOURCE, PARAPHRASE, INDEPENDENT])
def test_the_surface_rules_are_silent_on_clean_copy(text: str) -> None:
    assert surface(text) == ()


@pytest.mark.parametrize(
    ("text", "rewritten"),
    [
        (SPUN, True),
        (PARAPHRASE, True),
        (INDEPENDENT, False),
        (SOURCE, False),
        (SOURCE.rsplit("\n\n", 2)[0], False),
        (SOURCE.replace("officials said", "the county said").replace("with care", "carefully"), False),
        ("\n\n".join([*INDEPENDENT.split("\n\n"), *SOURCE.split("\n\n")]), False),
    ],
    ids=["spun", "paraphrase", "independent", "same", "trimmed", "edited", "merged"],
)
def test_only_a_text_that_says_the_same_in_other_words_is_a_rewriting(text: str, rewritten: bool) -> None:
    assert reworded(Version(SOURCE), Version(text)).rewritten is rewritten


def test_beside_the_source_flips_calques_torn_names_and_quotations_show() -> None:
    found = {signal.name: signal for signal in against(Version(SOURCE), Version(SPUN))}

    assert [span.text for span in found["flipped pronouns"].spans] == ["he"]
    assert [span.text for span in found["calque"].spans] == ["treatise"]
    assert [span.text for span in found["torn name"].spans] == ["Ruth said. Callamard"]
    assert "never anybody answered" in found["reworded quotations"].spans[0].text
    assert "stand in the source" in found["reworded throughout"].says


def test_a_faithful_copy_shows_nothing_beside_its_source() -> None:
    assert against(Version(SOURCE), Version(SOURCE)) == ()
