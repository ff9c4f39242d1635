"""What is an honest version of an article, what is held and why; and what must not be held."""
# ruff: noqa: E501 - a table of cases reads best with one case a line

from __future__ import annotations

import json

import pytest

from comparison.model import Version
from crawler.items import Fetched
from pipelines.arrival import Verdict
from pipelines.documents import read_document
from pipelines.extract import extract
from pipelines.judge import LastSeen, judge
from tests.pipelines.pages import ADDRESS, PARAGRAPHS, STANDFIRST, TITLE, article, structured

OTHER = (
    "The orchestra of the northern coast will open its season with a programme of songs by three living composers.",
    "Its conductor said that rehearsals had begun in an empty warehouse because the concert hall is being repaired.",
    "Tickets go on sale next week, and pupils of the music school are admitted to the dress rehearsal without charge.",
)


def page(
    html: str | bytes, *, final: str = "", truncated: bool = False, headers: dict[str, str] | None = None
) -> Fetched:
    body = html.encode() if isinstance(html, str) else html
    return Fetched(
        ADDRESS, "gazette", "2026-03-11T08:00:00Z", status=200, headers=headers or {}, body=body, final_address=final,
        truncated=truncated,
    )  # fmt: skip


def verdict(fetched: Fetched, *, known: bool = True) -> Verdict:
    """The judge's word on a page, where the article's whole text is known (or nothing is)."""
    last = LastSeen(extract(article().encode(), {}, ADDRESS).version()) if known else None
    assert fetched.body is not None
    return judge(fetched, extract(fetched.body, fetched.headers, fetched.final_address), last)


def wall(text: str, title: str = "harbour-gazette.example") -> str:
    return f"<html><head><title>{title}</title></head><body><h1>Harbour Gazette</h1><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("fetched", "outcome", "reason"),
    [
        (Fetched(ADDRESS, "g", "t", refused="robots.txt"), "refused", "robots.txt"),
        (Fetched(ADDRESS, "g", "t", error="dns: no such host"), "failed", "dns: no such host"),
        (Fetched(ADDRESS, "g", "t"), "failed", "no answer"),
        (Fetched(ADDRESS, "g", "t", status=304), "not-modified", None),
        (Fetched(ADDRESS, "g", "t", status=404, body=b"x"), "missing", "HTTP 404"),
        (Fetched(ADDRESS, "g", "t", status=410), "gone", "HTTP 410"),
        (Fetched(ADDRESS, "g", "t", status=429), "failed", "HTTP 429"),
        (Fetched(ADDRESS, "g", "t", status=503), "failed", "HTTP 503"),
        (Fetched(ADDRESS, "g", "t", status=401), "held", "login: HTTP 401"),
        (Fetched(ADDRESS, "g", "t", status=402), "held", "paywall: HTTP 402"),
        (Fetched(ADDRESS, "g", "t", status=403, body=b"x"), "held", "block page: HTTP 403"),
        (Fetched(ADDRESS, "g", "t", status=451), "held", "withheld for legal reasons: HTTP 451"),
        (Fetched(ADDRESS, "g", "t", status=503, headers={"cf-mitigated": "challenge"}), "held", "bot wall: header cf-mitigated"),
    ],
)  # fmt: skip
def test_the_transport_decides_first(fetched, outcome, reason):
    given = judge(fetched, None, None)
    assert (given.outcome, given.reason) == (outcome, reason)


@pytest.mark.parametrize("known", [True, False])
def test_the_article_itself_is_honest(known):
    assert verdict(page(article()), known=known).outcome is None


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (wall("One moment: we are verifying that you are not a robot."), "bot wall"),
        (wall("Wait.", title="Just a moment..."), "bot wall"),
        (wall("Wir und 400 Partner verarbeiten Daten. Alle akzeptieren oder Einstellungen."), "consent wall"),
        (wall("We could not find the page that you asked for. Go to the home page."), "soft 404"),
        (wall("La página no existe."), "soft 404"),
        (wall("Already a subscriber? Sign in to continue."), "paywall"),
    ],
)
@pytest.mark.parametrize("known", [True, False])
def test_a_wall_that_is_all_of_the_page_is_held_by_name(html, reason, known):
    given = verdict(page(html), known=known)
    assert given.outcome == "held"
    assert reason in (given.reason or "")


def test_a_wall_in_words_never_heard_of_is_held_where_the_text_is_known():
    given = verdict(page(wall("Blorp the frobnicator to see what is behind the curtain today.")))
    assert given.outcome == "held"


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (article(PARAGRAPHS[:2], below="<div><p>This story is for our members only. Begin your free trial.</p></div>"), "paywall"),
        (article(PARAGRAPHS[:2], head=structured(isAccessibleForFree=False)), "paywall"),
        (article((PARAGRAPHS[0], "Create a free account to keep reading.", PARAGRAPHS[-1])), "paywall"),
        (article(PARAGRAPHS[:2]), "partial"),
        (article(OTHER, title="Northern orchestra opens its season").replace(STANDFIRST, "Songs by three composers."),
         "another article"),
    ],
)  # fmt: skip
def test_a_part_of_the_text_or_another_text_is_held(html, reason):
    given = verdict(page(html))
    assert given.outcome == "held"
    assert reason in (given.reason or "")


@pytest.mark.parametrize("share", [0.45, 0.6, 0.75])
def test_a_body_cut_off_in_transfer_is_held(share):
    html = article()
    start, end = html.index(PARAGRAPHS[0]), html.index("</main>")
    given = verdict(page(html[: int(start + share * (end - start))]))
    assert (given.outcome, (given.reason or "")[:9]) == ("held", "truncated")


def test_a_transfer_that_ended_early_is_held_whatever_came():
    assert verdict(page(article(), truncated=True)).outcome == "held"


def test_a_first_page_cut_within_a_sentence_is_held():
    html = article()
    assert verdict(page(html[: html.index("children,” said")]), known=False).outcome == "held"


def test_the_front_page_in_the_articles_place_is_held():
    given = verdict(page(article(OTHER), final="https://harbour-gazette.example/"))
    assert (given.outcome, given.reason) == ("held", "redirect to the front page")


def test_the_section_in_the_articles_place_is_held_and_the_article_below_itself_is_not():
    section = verdict(page(article(), final="https://harbour-gazette.example/2026/03/"))
    itself = Fetched(
        f"{ADDRESS}-for-all/comments-2", "g", "t", status=200, body=b"", final_address=f"{ADDRESS}-for-all/"
    )

    assert (section.outcome, section.reason) == ("held", "redirect to a section")
    assert judge(itself, extract(article().encode(), {}, ADDRESS), None).outcome is None


def test_an_empty_page_and_a_failed_reading_are_held():
    assert verdict(page("<html><body></body></html>")).reason == "failed extraction: empty"
    assert judge(page(article()), None, None).outcome == "held"


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(article(PARAGRAPHS[:4]), id="a third cut by an editor"),
        pytest.param(article((*PARAGRAPHS[:3], "Correction: an earlier version said that the toll had been 8 crowns."),
                             title=TITLE), id="half replaced by a correction"),
        pytest.param(article(("This article was withdrawn on 11 March because its account of the vote could not be confirmed. "
                              "The editors apologise. The retraction follows a complaint by the harbour council.",)),
                     id="withdrawn with a note"),
        pytest.param(article(tuple(line.replace("3 crowns", "4 crowns") for line in PARAGRAPHS)), id="a changed figure"),
        pytest.param(article((*OTHER, *PARAGRAPHS)), id="twice as long"),
        pytest.param(article(below="<aside><p>Already a subscriber? Log in. We use cookies. Accept all.</p></aside>"),
                     id="whole, with a banner below"),
        pytest.param(article(title="Ferry toll halved, children to travel free"), id="a new headline"),
        pytest.param(article(PARAGRAPHS[:5], below="<p>We use cookies to improve this service.</p>"), id="a paragraph less"),
    ],
)  # fmt: skip
def test_real_edits_are_never_held(html):
    assert verdict(page(html)).outcome is None


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("Road 6 is closed at Norrvik after a landslide, the police said. Nobody was hurt.",),
        ("Puzzles that ask users to prove that they are not a robot are solved faster by machines than by people, a study found.",
         "Its authors timed 1,400 people on five kinds of captcha and compared them with published programs of the same year.",
         "“The security check has outlived its use,” said one of them. “It keeps out the patient and lets in the quick.”"),
        ("More outlets ask readers to subscribe to continue reading than a year ago, a survey of 212 newspapers says.",
         "Half of those asked said that they had met a page that was no longer available within the last week.",
         "Cookies were accepted by nine in ten, mostly, they said, because no other button was to be seen at first."),
    ],
    ids=["three lines", "about captchas", "about paywalls"],
)  # fmt: skip
def test_short_articles_and_articles_about_walls_are_honest_at_first_sight(paragraphs):
    assert verdict(page(article(paragraphs, title="A short report of the day")), known=False).outcome is None


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("title", ["404 boats moored for the winter", "Consent decree for the harbour", "Notice 404"])
def test_a_number_or_a_word_in_the_headline_of_a_short_article_is_no_wall(title, known):
    line = "The harbour office counted them on Tuesday, clerk Marta Oyelaran said. " * 6
    last = LastSeen(extract(article((line,), title=title).encode(), {}, ADDRESS).version()) if known else None
    found = page(article((line + "Nobody was hurt.",), title=title))
    assert (
        judge(found, extract(found.body or b"", {}, "https://harbour-gazette.example/notice-404"), last).outcome is None
    )


def test_clean_text_is_no_page_and_is_held_only_where_it_is_empty():
    for text in ("404", "Access denied. Verify that you are human.", "Subscribe to continue reading."):
        body = json.dumps({"text": text, "title": "404"}).encode()
        document = Fetched("https://x.example/notice-404", "x", "t", status=200, body=body)
        last = LastSeen(extract(article().encode(), {}, ADDRESS).version())
        assert judge(document, read_document(body), last).outcome is None
        assert judge(document, read_document(b'{"text": " "}'), last).outcome == "held"


@pytest.mark.parametrize(
    "stub", ["Subscribe to continue reading this story.", "More soon. " * 60], ids=["wall", "long"]
)
def test_a_stub_that_was_taken_for_a_version_does_not_keep_the_article_out(stub):
    taken = LastSeen(Version(stub, TITLE))
    whole = page(article(below="<aside><p>Already a subscriber? Log in to continue reading.</p></aside>"))
    assert judge(whole, extract(whole.body or b"", {}, ADDRESS), taken).outcome is None


def test_a_page_that_is_never_closed_may_be_edited():
    known = LastSeen(extract(article().encode(), {}, ADDRESS).version())
    html = article((*PARAGRAPHS, "The vote was 7 to 4, and the mayor, who owns two boats, did not take part in it."))
    edited = page(html.replace("</body></html>", ""))
    assert judge(edited, extract(edited.body or b"", {}, ADDRESS), known).outcome is None


def test_a_breaking_stub_may_grow_into_another_text():
    stub = extract(
        article(
            ("More soon.", "The council has halved the toll, its clerk says."),
        ).encode(),
        {},
        ADDRESS,
    )
    grown = page(article())
    assert judge(grown, extract(article().encode(), {}, ADDRESS), LastSeen(stub.version())).outcome is None


def test_a_first_look_at_a_paywalled_article_is_kept_with_a_lower_quality():
    given = verdict(page(article(PARAGRAPHS[:3], head=structured(isAccessibleForFree=False))), known=False)
    assert given.outcome is None
    assert given.quality < 1
