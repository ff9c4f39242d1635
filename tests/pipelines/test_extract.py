"""What is read out of one page: paragraphs with their bounds, no furniture, and something for every broken input."""
# ruff: noqa: E501 - a table of cases reads best with one case a line

from __future__ import annotations

import pickle

import pytest

from pipelines import furniture
from pipelines.arrival import Extraction
from pipelines.decode import decode
from pipelines.extract import EXTRACTOR, extract
from tests.pipelines.pages import ADDRESS, PARAGRAPHS, TITLE, article


def read(html: str, **headers: str) -> Extraction:
    return extract(html.encode(), headers, ADDRESS)


def test_every_paragraph_of_the_article_is_there_once_and_nothing_else():
    assert read(article()).paragraphs[-len(PARAGRAPHS) :] == PARAGRAPHS
    assert TITLE not in read(article()).paragraphs


def test_the_extraction_travels_between_processes_and_names_its_maker():
    found = read(article())
    assert pickle.loads(pickle.dumps(found)) == found
    assert found.extractor == EXTRACTOR
    assert found.failure is None


@pytest.mark.parametrize(
    "furniture",
    [
        '<p><a href="/a1">Five walks along the old sea wall</a></p>',
        '<p>Read more: <a href="/a2">Who owns the Lindholm ferry</a></p>',
        "<p>RELATED: <a href='/a3'>The winter of the empty schools.</a></p>",
        "<ul><li><a href='/a'>Boats for sale at Norrvik</a></li><li><a href='/b'>Tide tables for the week</a></li></ul>",
        "<details open><summary>Table of contents</summary><nav><ul><li><a href='#a'>What was decided</a></li>"
        "<li><a href='#b'>Who pays the difference</a></li><li><a href='#c'>What the islanders say</a></li></ul></nav></details>",
        "<div class='flexslider'><ul class='slides'>"
        "<li><img src='/a.jpg'><p>The ferry left the harbour at dawn on the first day of the boycott, with no cars aboard.</p></li>"
        "<li><img src='/b.jpg'><p>Pupils waited on the quay for a boat that had been cancelled for want of passengers.</p></li></ul></div>",
        "<div><p>Advertisement</p></div>",
        "<p>Story continues below</p>",
        "<h3>Leave a Comment</h3>",
        "<script>var ad = 'Buy a boat today and save a third of its price';</script>",
    ],
)
def test_furniture_between_paragraphs_is_left_out_and_no_sentence_with_it(furniture):
    found = read(article(middle=furniture)).paragraphs
    assert found[-len(PARAGRAPHS) :] == PARAGRAPHS


@pytest.mark.parametrize(
    "sentence",
    [
        'The council published <a href="https://council.example/minutes">its minutes</a> the same evening.',
        '<a href="https://council.example/minutes">The council published its minutes the same evening.</a>',
        "Read more than one book about the ferry, the librarian advised, before you call it a simple matter.",
        "He left 3 hours ago, a deckhand said, and nobody on the quay has seen the captain or his dog since then.",
    ],
)
def test_a_sentence_that_looks_like_furniture_stays(sentence):
    plain = sentence.replace("</a>", "").replace('<a href="https://council.example/minutes">', "")
    assert plain in read(article(middle=f"<p>{sentence}</p>")).paragraphs


def test_two_line_breaks_part_paragraphs_and_one_within_a_sentence_does_not():
    first, second, third = PARAGRAPHS[:3]
    broken = first.replace("ending a dispute", "ending<br>a dispute")
    html = article((f"{broken}<br><br>{second}<br/> <br/>{third}", *PARAGRAPHS[3:]))
    assert read(html).paragraphs[-len(PARAGRAPHS) :] == PARAGRAPHS


def test_list_items_and_rows_of_a_table_are_paragraphs():
    table = "<table><tr><th>Crossing</th><th>Crowns</th></tr><tr><td>Adults</td><td>3</td></tr></table>"
    items = "<ul><li>Boats leave at six in the morning.</li><li>The last one returns at midnight.</li></ul>"
    found = read(article(middle=items + table)).paragraphs
    assert "Boats leave at six in the morning." in found
    assert "The last one returns at midnight." in found
    assert "Adults | 3" in found


def test_paragraphs_in_a_table_that_only_lays_out_the_page_stay_apart():
    html = (
        article()
        .replace('<div class="story">', "<table><tr><td>")
        .replace("</div></article>", "</td></tr></table></article>")
    )
    assert read(html).paragraphs[-len(PARAGRAPHS) :] == PARAGRAPHS


def test_headings_and_lists_are_read_where_nothing_on_the_page_is_named_an_article():
    lines = [f"<p>{line}</p>" for line in PARAGRAPHS]
    lines[2:2] = ["<h2>What was decided</h2>", "<ul><li>Boats leave at six.</li><li>Children travel free.</li></ul>"]
    lines[5:5] = ["<h2>Who pays for it</h2>"]
    found = read(f"<html><body><div><div class='x1'>{''.join(lines)}</div></div></body></html>").paragraphs
    assert found[2:5] == ("What was decided", "Boats leave at six.", "Children travel free.")
    assert [line for line in found if line in PARAGRAPHS] == list(PARAGRAPHS)
    assert "Who pays for it" in found


def test_teasers_around_a_text_that_nothing_names_an_article_are_no_part_of_it():
    cards = "".join(
        f"<div class='card'><h4><a href='/n/{place}'>{head}</a></h4><p>It took {place} weeks, officials said.</p></div>"
        for place, head in enumerate(("Bridge toll ends", "Tram line opens late", "Harbour dredged again"), 3)
    )
    row = f"<section class='more'><h3>More from us</h3>{cards}</section>"
    text = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    for above, below in ((row, ""), ("", row)):
        html = f"<html><body><div>{above}<h1>{TITLE}</h1><section>{text}</section>{below}</div></body></html>"
        assert read(html).paragraphs == PARAGRAPHS


def test_entries_with_a_linked_heading_and_a_text_of_their_own_are_no_teasers():
    entry = "<div class='entry'><h3><a href='/walk/{place}'>Walk {place}</a></h3><p>{line}</p><p>{line}</p></div>"
    entries = [entry.format(place=place, line=line) for place, line in enumerate(PARAGRAPHS)]
    found = read(article((), middle="".join(entries))).paragraphs
    assert [line for line in PARAGRAPHS if line in found] == list(PARAGRAPHS)


def test_who_wrote_and_when_is_no_text_though_something_else_stands_above_it():
    above = "<p>Islanders had waited for this since the autumn.</p><p>By Ines Kaur</p><p>Updated 3 hours ago</p>"
    text = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    found = read(article((), head="", middle=above + text)).paragraphs
    assert found[-len(PARAGRAPHS) :] == PARAGRAPHS
    assert not {"By Ines Kaur", "Updated 3 hours ago"} & {*found}


def test_a_line_break_in_the_source_is_no_line_break_on_the_page():
    line = "<p>Signs such as <code>README</code> say more than the code.\nThose who write them know it well enough.</p>"
    assert (
        "Signs such as README say more than the code. Those who write them know it well enough."
        in read(article(middle=line)).paragraphs
    )


def test_an_article_served_in_several_containers_is_read_whole():
    long = [line + " " + PARAGRAPHS[number - 1] for number, line in enumerate(PARAGRAPHS)]
    parts = "".join(
        f'<div class="grid-item body-part"><div class="body-inner"><p class="c">{a}</p><p class="c">{b}</p></div></div>'
        f'<div class="ad-slot"><p>Advertisement</p></div>'
        for a, b in zip(long[::2], long[1::2], strict=True)
    )
    html = article(()).replace('<div class="story">', f'<div class="grid">{parts}')
    assert [line for line in read(html).paragraphs if line in long] == long


def test_a_post_quoted_in_the_article_is_part_of_it():
    post = (
        '<div class="embed"><blockquote class="twitter-tweet"><p lang="en">Free crossings for every child on the island, at last!</p>'
        '&mdash; Teodor Brandt (@brandt) <a href="https://social.example/1">March 10, 2026</a></blockquote></div>'
    )
    assert "Free crossings for every child on the island, at last!" in read(article(middle=post)).text


@pytest.mark.parametrize(
    ("charset", "text"),
    [("utf-8", "Żółć — “naïve” façade"), ("windows-1251", "Совет снизил плату"), ("shift_jis", "議会は料金を半額にした"),
     ("gb18030", "议会将渡轮费用减半"), ("iso-8859-2", "Zażółć gęślą jaźń"), ("utf-16", "Ferry toll – halved")],
)  # fmt: skip
def test_a_declared_encoding_is_read(charset, text):
    html = f'<html><head><meta charset="{charset}"></head><body><p>{text}</p></body></html>'
    assert text in decode(html.encode(charset), {}).text


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "koi8-r", "gb18030"])
def test_characters_that_xml_cannot_hold_are_blanks_in_any_encoding(charset: str) -> None:
    text = "a\x00b\x08c\x0bd\x0ee\x1ff\x7fg\th\ni\x0cj\rk"
    read = decode(text.encode(charset), {"content-type": f"text/html; charset={charset}"})
    assert (read.text, read.damaged) == ("a b c d e f g\th\ni\x0cj\rk", False)


def test_noncharacters_are_blanks_too() -> None:
    assert decode("é\ufffe\uffff.".encode(), {}).text == "é  ."


def test_utf_8_is_believed_against_a_wrong_header_and_a_wrong_declaration_is_not():
    assert "façade" in decode("<p>façade</p>".encode(), {"content-type": "text/html; charset=iso-8859-1"}).text
    latin = '<meta charset="utf-8"><p>Ça déjà où été</p>'.encode("cp1252")
    assert "Ça déjà où été" in decode(latin, {}).text


def test_damaged_bytes_are_flagged_and_replaced():
    body = article().replace("islands", "\udce9landsé").encode("utf-8", "surrogateescape")
    found = extract(body, {"content-type": "text/html; charset=utf-8"}, ADDRESS)
    assert "damaged" in found.flags
    assert any("\ufffd" in line for line in found.paragraphs)


@pytest.mark.parametrize(
    ("body", "headers", "failure"),
    [
        (b"", {}, "empty"),
        (b"  \n ", {}, "empty"),
        (b"<html><body></body></html>", {}, "empty"),
        (b"just words, no page", {}, "not-html"),
        (b"%PDF-1.7 ...", {}, "not-html"),
        (b"{}", {"content-type": "application/json"}, "not-html"),
        (b"\xff\xd8\xff\xe0 <p>", {"content-type": "image/jpeg"}, "not-html"),
        (b"<p>" + b"word " * 3_000_000, {}, "too-large"),
    ],
)  # fmt: skip
def test_what_is_no_article_fails_with_a_name(body, headers, failure):
    assert extract(body, headers, ADDRESS).failure == failure


@pytest.mark.parametrize(
    "body",
    [b"\x00\x01\x02<p>\xff\xfe", b"<" * 5000, b"<a href='http://[bad'>x</a><link rel=canonical href='http://[bad'>",
     b"<script type='application/ld+json'>{\"@type\": [1, null, {}], \"author\": 7}</script><p>x</p>",
     b"<meta charset='no-such-thing'><p>hello</p>", b"<!doctype html><html><frameset><frame src=x></frameset></html>"],
)  # fmt: skip
def test_odd_bytes_never_raise(body):
    assert isinstance(extract(body, {"content-type": "text/html"}, "not an address"), Extraction)


@pytest.mark.parametrize(
    "left", ["{{classes}}", "{{x}}='1'", "{", "{}", "{a}b", "{% if x %}", "{x", "@click", ":x", "a\x00b"]
)
def test_what_a_template_left_in_a_tag_costs_no_page(left):
    html = (
        article()
        .replace('<div class="story">', f'<div class="story" lang="en" {left}>')
        .replace("<meta", f"<meta {left}")
    )
    assert read(html).paragraphs == read(article()).paragraphs


def test_a_page_of_more_paragraphs_than_any_article_has_is_too_large():
    html = article(tuple(f"The harbour master said so for the {number}th time on Monday." for number in range(10_500)))
    assert (read(html).failure, read(html).paragraphs) == ("too-large", ())


def test_a_page_too_deep_for_the_library_is_read_by_a_simpler_one_that_says_so():
    html = article().replace('<div class="story">', "<div>" * 400 + '<div class="story">')
    found = read(html)
    assert PARAGRAPHS[2] in found.text
    assert "fallback:too deep" in found.flags
    assert found.extractor.startswith("resiliparse")


def test_scripts_that_are_never_closed_cost_no_time():
    assert read("<html><script>" * 20_000).failure == "empty"


def test_text_in_the_data_stands_in_only_where_the_page_shows_none():
    hidden = article(()).replace(
        '"@type": "NewsArticle"', '"@type": "NewsArticle", "articleBody": "Hidden words here."'
    )
    shell = (
        '<html><head><script type="application/ld+json">{"@type":"NewsArticle","articleBody":"One line.\\nTwo lines."}'
    )
    assert "Hidden words" not in read(hidden.replace("</article>", "".join(PARAGRAPHS) + "</article>")).text
    found = read(shell + '</script></head><body><div id="app"></div></body></html>')
    assert found.paragraphs == ("One line.", "Two lines.")
    assert "fallback:json-ld" in found.flags


@pytest.mark.parametrize(
    "widget",
    [
        "<section><h2>Weather</h2><p>12 degrees at 10:03</p></section>",
        "<div class=poll><h3>Poll</h3><p>Should the ferry sail again? 412 votes</p></div>",
    ],
)
def test_widgets_after_all_that_holds_the_article_are_left_out_and_a_sentence_or_a_source_there_stays(widget):
    said = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    html = (
        f"<html><head><title>Ferry boycott ends</title></head><body><div class=page><div class=main><h1>Ferry boycott ends"
        f"</h1><div class=text>{said}</div></div>{widget}<div class=end><p>Source: Norrvik News Service</p></div></div></body></html>"
    )
    found = read(html).paragraphs
    assert found[: len(PARAGRAPHS)] == PARAGRAPHS
    assert set(found[len(PARAGRAPHS) :]) <= {"Source: Norrvik News Service"}


def test_a_headline_repeated_with_its_kicker_run_together_is_no_text():
    lines = ["Ferry tollsBoycott ends after 40 days", *PARAGRAPHS]
    assert furniture.polish(lines, ("Ferry tolls Boycott ends after 40 days",), None) == list(PARAGRAPHS)
