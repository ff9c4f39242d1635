"""What a page says about its article: headline, standfirst, names, dates, address, what it is."""
# ruff: noqa: E501 - a table of cases reads best with one case a line

from __future__ import annotations

import pytest

from pipelines import dates, dom, fields
from pipelines.extract import extract
from tests.pipelines.pages import ADDRESS, STANDFIRST, TITLE, article, structured


def read(html: str) -> fields.Fields:
    tree = dom.parse(html)
    assert tree is not None
    return fields.read(tree, {}, ADDRESS)


def test_all_fields_of_a_well_marked_article_are_read():
    told = read(article())
    assert (told.title, told.standfirst, told.byline) == (TITLE, STANDFIRST, "Ines Kaur, Jonas Field")
    assert (told.published, told.modified) == ("2026-03-10T17:30:00Z", "2026-03-10T18:05:00Z")
    assert (told.lang, told.canonical) == ("en-GB", ADDRESS)
    assert told.names == ("NewsArticle", "Person", "Organization", "article")


@pytest.mark.parametrize(
    ("head", "h1", "title"),
    [
        ("<title>Toll is halved at last - Harbour Gazette</title>", "<h1>Toll is halved at last</h1>", "Toll is halved at last"),
        ('<title>Toll is halved | H.G.</title><meta property="og:site_name" content="H.G.">', "", "Toll is halved"),
        ('<title>x</title><meta property="og:title" content="Toll halved for all">', "<h1>Log in</h1><h1>Toll halved for all</h1>",
         "Toll halved for all"),
        ("<title>Gazette East: Toll is halved at last</title>", "<h1>Toll is halved at last</h1>", "Toll is halved at last"),
        ("<title>Gazette</title>" + structured(headline="Ferry toll to be halved in June"), "<h1>Ferry toll to be halved in June</h1>",
         "Ferry toll to be halved in June"),
        (structured(headline="Toll &amp; tide"), "", "Toll & tide"),
        ("", "", None),
    ],
)  # fmt: skip
def test_the_headline_is_the_one_that_the_page_agrees_on(head, h1, title):
    assert read(f"<html><head>{head}</head><body>{h1}<p>text</p></body></html>").title == title


@pytest.mark.parametrize(
    "edited",
    ["Council halves the ferry toll after protests", "Islanders win: the crossing is to cost 3 crowns"],
    ids=["a word", "wholly"],
)
def test_an_edit_of_the_visible_headline_alone_shows(edited):
    """Structured data, social media's title and <title> all keep the old one."""
    html = article(above="<h1>Harbour Gazette</h1>").replace(f"<h1>{TITLE}</h1>", f"<h1>{edited}</h1>")
    assert read(html).title == edited


@pytest.mark.parametrize(
    ("headings", "title"),
    [
        ("<nav><ol><li><h1>Ferry toll halved</h1></li></ol></nav><h2>After the protests: toll is halved</h2>",
         "After the protests: toll is halved"),
        ("<h1><span>Ferries</span><span>Toll is halved</span></h1>", "Ferries Toll is halved"),
        ('<h1><span class="big">T</span>oll is halved</h1>', "Toll is halved"),
        ("<h1>Ferries <b>After the protests: toll is halved</b></h1>", "After the protests: toll is halved"),
        ("<h1><span>Ferries</span> – <b>After the protests: toll is halved</b></h1>", "After the protests: toll is halved"),
        ("<p>After the protests</p><h1>toll is halved</h1>", "After the protests: toll is halved"),
        ("<h1>News</h1><h1>Sport</h1>", "After the protests: toll is halved"),
        ("<h1>News</h1><h2>Toll protests: the whole story</h2>", "After the protests: toll is halved"),
    ],
    ids=["h1 in the breadcrumbs", "a kicker", "a kicker that no title has", "a kicker before a dash", "a kicker that all titles have", "a large initial", "labels", "a teaser's heading"],
)  # fmt: skip
def test_the_headline_is_the_heading_that_is_meant(headings, title):
    told = '<meta property="og:title" content="After the protests: toll is halved">'
    assert read(f"<html><head>{told}</head><body>{headings}<p>text</p></body></html>").title == title


def test_a_description_that_only_repeats_the_first_paragraph_is_no_standfirst():
    html = article().replace(f'<p class="standfirst">{STANDFIRST}</p>', "")
    assert read(html).standfirst is None


@pytest.mark.parametrize(
    ("mark", "byline"),
    [
        ('<p class="byline">By Ines Kaur and Jonas Field</p>', "Ines Kaur, Jonas Field"),
        ('<a rel="author" href="/x">Ines Kaur</a>', "Ines Kaur"),
        ("<p>Von Ines Kaur</p>", "Ines Kaur"),
        ('<meta name="author" content="Ines Kaur">', "Ines Kaur"),
        ('<meta property="article:author" content="https://social.example/gazette">', None),
        (structured(author={"@id": "#k"}) + '<script type="application/ld+json">{"@type":"Person","@id":"#k","name":"Ines Kaur"}</script>',
         "Ines Kaur"),
        (structured(author=[{"name": "Gazette staff"}, {"name": "Gazette staff"}]), "Gazette staff"),
        ("<p>By the river the boats lay idle all winter long.</p>", None),
    ],
)  # fmt: skip
def test_the_byline_is_names_only(mark, byline):
    assert read(f"<html><body><div>{mark}</div><p>text</p></body></html>").byline == byline


@pytest.mark.parametrize(
    ("told", "clean"),
    [
        ("2026-03-10T18:30:00+01:00", "2026-03-10T17:30:00Z"),
        ("2026-03-10", "2026-03-10"),
        ("2026-03-10 18:30:00", "2026-03-10T18:30:00Z"),
        ("Tue, 10 Mar 2026 18:30:00 GMT", "2026-03-10T18:30:00Z"),
        ("March 10, 2026 6:30 pm EST", "2026-03-10T23:30:00Z"),
        ("05/04/2026", None),
        ("9999-01-01", None),
        ("1970-01-01T00:00:00Z", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_become_one_form_and_doubtful_ones_none(told, clean):
    assert dates.clean(told) == clean


@pytest.mark.parametrize(
    ("above", "below", "published"),
    [
        ("", '<div class="meta">Ines Kaur | 10.03.2026, 18:30 Uhr | Harbour</div>', "2026-03-10"),
        ("", "<p>Tuesday, 10 March 2026</p>", "2026-03-10"),
        ("", "<p>Mis à jour le 12 mars 2026 - publié le 10 mars 2026</p>", "2026-03-10"),
        ("", "<p>2026年3月10日</p>", "2026-03-10"),
        ("", '<time class="updated" datetime="2026-03-12">12 March</time>', None),
        ("<div><div><p class=\"date\">Thursday, 12 March 2026</p></div></div>", "", None),
        ("", '<aside><p>12 March 2026</p></aside><figure><figcaption>The quay, 12 March 2026</figcaption></figure>', None),
        ("", '<p><a href="/other">Boats for sale, 12 March 2026</a></p>', None),
        ("", "<p>The council decides again on 12 March 2026.</p>", None),
        ("", "<p>03/04/2026</p>", None),
    ],
    ids=["a line of facts", "a dateline", "not the change", "signs", "a change", "today's date", "beside", "a teaser", "a sentence", "two days"],
)  # fmt: skip
def test_a_day_is_believed_where_a_line_is_there_to_tell_it(above, below, published):
    html = f"<html><body>{above}<main><article><h1>Toll is halved at last</h1>{below}<p>text</p></article></main></body></html>"
    assert read(html).published == published


def test_a_day_in_the_address_is_a_claim_too():
    tree = dom.parse("<html><body><h1>Toll is halved at last</h1><p>text</p></body></html>")
    assert tree is not None
    assert fields.read(tree, {}, "https://harbour-gazette.example/2026/03/10/ferry").published == "2026-03-10"


def test_broken_structured_data_is_read_as_far_as_it_can_be():
    data = '{"@type": "NewsArticle",\n "headline": "Toll\n halved in June", "datePublished": "2026-03-10",}'
    told = read(f'<html><head><script type="application/ld+json">{data}</script></head><body><p>x</p></body></html>')
    assert (told.title, told.published) == ("Toll halved in June", "2026-03-10")


def test_the_pages_own_article_is_taken_and_not_a_teaser_in_its_data():
    other = structured(
        headline="Another story", url="https://harbour-gazette.example/other", author={"name": "Someone Else"}
    )
    told = read(article(head=other + structured()))
    assert (told.title, told.byline) == (TITLE, "Ines Kaur, Jonas Field")


@pytest.mark.parametrize(
    ("change", "flag"),
    [
        (lambda html: html.replace(structured(), structured(isAccessibleForFree=False)), "paywalled"),
        (lambda html: html.replace(structured(), structured(**{"@type": "LiveBlogPosting"})), "live-blog"),
        (lambda html: html.replace("<html ", "<html amp "), "amp"),
        (lambda html: html.replace("<title>", '<meta name="robots" content="noarchive, noindex"><title>'), "noarchive"),
    ],
)
def test_what_the_page_says_of_itself_is_flagged(change, flag):
    assert flag in read(change(article())).flags


@pytest.mark.parametrize(
    "line",
    ["Source: Northern Wire", "(Reporting by Ines Kaur; editing by Jonas Field)", "Mit Material von dpa",
     "The Associated Press contributed to this report."],
)  # fmt: skip
def test_a_sign_off_is_the_credit(line):
    found = extract(article(below=f"<p>{line}</p>").encode(), {}, ADDRESS)
    assert found.credit == line


def test_reporting_that_names_an_agency_is_no_credit():
    line = "The minister told Reuters on Monday that the breakwater would be paid for by other means than the toll."
    assert extract(article(below=f"<p>{line}</p>").encode(), {}, ADDRESS).credit is None


def test_the_language_is_guessed_where_the_page_is_silent():
    assert extract(article().replace(' lang="en-GB"', "").encode(), {}, ADDRESS).lang == "en"


def test_a_day_beside_a_headline_with_a_kicker_is_the_articles():
    told = '<meta property="og:title" content="The toll is halved">'
    body = "<div><h1><span>Ferries</span><span>The toll is halved</span></h1><p>Thu 25.04.2024 | 14:07</p></div><p>text</p>"
    found = read(f"<html><head>{told}</head><body>{body}</body></html>")
    assert (found.title, found.published) == ("The toll is halved", "2024-04-25")
