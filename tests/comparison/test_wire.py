"""Which agency an article credits, by the place of the credit."""

from __future__ import annotations

import pytest

from comparison.wire import Crediting, agency_of, credits, is_own

BODY = "A fire in a grain silo killed four dock workers on Tuesday, the harbour authority said."


def agency(text: str = BODY, url: str = "https://harbor.example/fire", **fields: str) -> str | None:
    named = agency_of(credits(Crediting(text, url, **fields)))
    return named[0] if named else None


@pytest.mark.parametrize(
    ("opening", "wanted"),
    [
        ("GENEVA (AP) — ", "AP"),
        ("PORT ALDER, Norland, May 12 (Reuters) - ", "Reuters"),
        ("Paris (AFP) – ", "AFP"),
        ("(Reuters) - ", "Reuters"),
        ("HAMBURG (dpa) -- ", "dpa"),
        ("MADRID, 3 may (EFE).- ", "EFE"),
        ("新华社北京3月1日电 ", "Xinhua"),
        ("PORT ALDER (Northwire) — ", "Northwire"),  # no table knows it
        ("PORT ALDER, May 12 (Northwire): ", "Northwire"),
        ("Port Alder (Northwire) - ", "Northwire"),
    ],
)
def test_a_dateline_names_its_agency(opening: str, wanted: str) -> None:
    assert agency(opening + BODY) == wanted


@pytest.mark.parametrize(
    ("ending", "wanted"),
    [
        ("Copyright 2026 The Associated Press. All rights reserved.", "AP"),
        ("© 2026 AFP", "AFP"),
        ("Source: Xinhua", "Xinhua"),
        ("(Yonhap)", "Yonhap"),
        ("This story was supplied by Northwire and has not been edited by our staff.", "Northwire"),
        ("Associated Press writer Jane Tully in Kestrup contributed to this report.", "AP"),
    ],
)
def test_a_line_at_the_end_names_its_agency(ending: str, wanted: str) -> None:
    assert agency(f"{BODY}\n\n{ending}") == wanted


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"byline": "By Jane Tully, Associated Press"}, "AP"),
        ({"byline": "Kit Lonergan/Reuters"}, "Reuters"),
        ({"byline": "PTI"}, "PTI"),
        ({"credit": "ANSA"}, "ANSA"),
        ({"canonical": "https://www.reuters.com/world/fire-2026-03-02/"}, "Reuters"),
        ({"outlet_agency": "Northwire"}, "Northwire"),
    ],
)
def test_fields_of_the_page_name_their_agency(fields: dict[str, str], wanted: str) -> None:
    assert agency(**fields) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The agency (AP) said that it had no comment on the fire in the silo.",
        "Reuters and AFP reporters were turned away at the gate, the harbour authority said.",
        "The former head of the company (Halden) - he left in March - was questioned.",
        f"{BODY}\n\n© 2026 Harbor Media Group. All rights reserved.",
        f"{BODY}\n\nSource: Harbour Authority",
        f"{BODY}\n\nA correspondent of the paper contributed to this report.",
        f"(PORT ALDER) — {BODY}",  # the place, as some outlets set it
        f"Mira Olsen (Qualquant): {BODY}",  # a speaker and her firm
        f"Ein Feuer in Altenhafen (Kreis Norderau): {BODY}",  # a district
        f"{BODY}\n\nAn Associated Press journalist at the quay also reported hearing a blast before the fire.",
    ],
)
def test_what_only_speaks_of_an_agency_credits_none(text: str) -> None:
    assert agency(text) is None


def test_a_reporters_name_is_no_agency() -> None:
    assert agency(byline="By Corinne Hatch") is None


def test_credits_that_contradict_each_other_lower_the_confidence() -> None:
    alone = agency_of(credits(Crediting(f"PARIS (AFP) — {BODY}")))
    disputed = agency_of(credits(Crediting(f"PARIS (AFP) — {BODY}", byline="By Kit Lonergan, Reuters")))

    assert alone is not None
    assert disputed is not None
    assert (alone[0], disputed[0]) == ("AFP", "AFP")
    assert disputed[1] < alone[1]


def test_evidence_is_the_exact_text_of_the_credit() -> None:
    text = f"PORT ALDER (Northwire) — {BODY}"
    (credit,) = credits(Crediting(text))

    assert credit.where == "dateline"
    assert credit.text in text


def test_an_agencys_own_site_is_known_by_table_by_name_and_by_configuration() -> None:
    assert is_own("AP", "https://apnews.com/article/x")
    assert is_own("Northwire", "https://northwire.example/x")
    assert is_own("Northwire", "https://desk.example/x", "Northwire")
    assert not is_own("AP", "https://apartments.example/x")


def test_a_short_form_of_a_name_is_the_same_agency() -> None:
    text = f"PORT ALDER (Meridian) — {BODY}\n\nThis story was supplied by Meridian Press."

    assert agency(text) == "Meridian Press"
    assert agency("PARIS (AFP) — " + BODY, byline="AFP Relaxnews") == "AFP"


def test_an_agency_that_writes_itself_small_is_credited_in_a_note_and_a_copyright_line() -> None:
    for line in ("dpa contributed to this report.", "Copyright 2021 dpa. All rights reserved."):
        assert [one.agency for one in credits(Crediting(f"The ferry ran aground on Monday.\n\n{line}"))] == ["dpa"]
