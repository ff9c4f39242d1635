"""What an outlet's articles share is learned as its furniture; what an article says stays; a redesign edits nothing."""

from __future__ import annotations

import html
import os
import random
from pathlib import Path

import pytest

from crawler import clock
from pipelines import learning
from pipelines.archivist import Archivist
from pipelines.desk import Desk
from pipelines.extract import extract
from pipelines.pieces import names_for
from storage import furniture
from storage.archive import Archive
from tests.pipelines.newsroom import Keeper

TOPICS = ("harbour bridge", "orchard frost", "library roof", "tramway strike", "museum theft", "quarry lease")
BOX = "Enjoying this? Our evening letter brings the day to 48,213 readers, free of charge."
PUFF = "The Harbor Courier is a member of the Coastal Press Union and was founded in Oldmere in 1911."


def prose(topic: str, day: str = "Monday") -> list[str]:
    """An article of six sentences on a topic, unlike those on other topics."""
    thing, trouble = topic.split()
    return [
        f"Officials in Oldmere spoke on {day} about the {thing} and its {trouble}, which had kept them busy for weeks.",
        f"The {trouble} came without warning, and the {thing} was closed for {len(thing) + 11} days, residents said.",
        f"Engineer Tessa {thing.title()}son, who looked after the {thing} for years, blamed the {trouble} on neglect.",
        f"Repairs of the {thing} would cost {len(topic)} million crowns, said {trouble.title()} Board head Ivo Lunn.",
        f"Nobody had asked for a report on the {trouble} before, and the {thing} was thought to be in good order.",
        f"A decision about the {thing} is expected when the board meets to discuss the {trouble} in the spring.",
    ]


def page(topic: str, *tail: str, middle: str = "", byline: str = "", design: str = "old", day: str = "Monday") -> str:
    """A page of the outlet, in its old or its new design."""
    said = prose(topic, day)
    if middle:
        said.insert(3, middle)
    box = "block" if design == "old" else "c-stack c-stack--wide"
    names = ("wrap", "masthead", "story", "storytext", "rail", "foot")
    if design != "old":
        names = ("shell", "topbar", "piece", "piece-body", "aside-next", "colophon")
    outer, head, article, body, rail, foot = names
    text = "".join(f'<div class="{box}"><p>{line}</p></div>' for line in [*said, *tail])
    by = f'<div class="piece-meta"><a rel="author" href="/a">{byline}</a></div>' if byline else ""
    return (
        f"<html lang=en><head><title>{topic.title()} in Oldmere</title></head><body>"
        f'<div class="{outer}"><div class="{head}"><a href=/>Home</a></div>'
        f'<article class="{article}"><h1>{topic.title()} in Oldmere</h1>{by}<div class="{body}">{text}</div></article>'
        f'<div class="{rail}"></div><div class="{foot}"></div></div></body></html>'
    )


def keep_all(keeper: Keeper, *tail: str, middle: str = "", topics: tuple[str, ...] = TOPICS) -> None:
    """An article a topic, an hour apart."""
    for hour, topic in enumerate(topics, 1):
        url = f"https://courier.example/{topic.replace(' ', '-')}"
        keeper.keep(f"{hour:02}:00", url, html=page(topic, *tail, middle=middle))


def last_texts(keeper: Keeper) -> list[list[str]]:
    """The paragraphs of every article's last revision, and that it is the only one."""
    found = keeper.texts()
    assert {number for _, number, _ in found} == {1}
    return [text.split("\n\n") for _, _, text in found]


def test_what_articles_share_at_the_end_and_between_is_learned_and_taken_out_of_the_earlier_ones_too(keeper):
    keep_all(keeper, "Post your view", middle=BOX)
    assert last_texts(keeper) == [prose(topic) for topic in sorted(TOPICS)]
    assert {row["text"] for row in keeper.archive.rows("SELECT text FROM furniture")} == {
        "Post your view",
        "Enjoying this? Our evening letter brings the day …",
    }


def test_sentences_shown_in_turn_are_an_outlets_own_once_they_came_and_went_on_three_articles(keeper: Keeper) -> None:
    appeals = [f"Honest reporting costs money. Members get {gift}." for gift in ("a mug", "a bag", "a book", "a pen")]
    for turn in range(6):
        for place, topic in enumerate(TOPICS[:4]):
            url = f"https://courier.example/{topic.replace(' ', '-')}"
            keeper.keep(f"{turn + 1:02}:{place:02}", url, html=page(topic, middle=appeals[(turn + place) % 4]))

    assert last_texts(keeper) == [prose(topic) for topic in sorted(TOPICS[:4])]


def test_a_line_that_is_filled_with_ever_other_names_and_numbers_is_an_outlets_own_once_it_came_and_went(
    keeper: Keeper,
) -> None:
    places, dice = ("Tarn", "Port Kelby", "Brue", "Halden"), random.Random(4)
    for turn in range(6):
        for place, topic in enumerate(TOPICS[:4]):
            rain = f"Weather in {dice.choice(places)}: {dice.randint(2, 40)} degrees and rain until noon."
            middle = "" if (turn + place) % 3 == 0 else rain
            url = f"https://courier.example/{topic.replace(' ', '-')}"
            keeper.keep(f"{turn + 1:02}:{place:02}", url, html=page(topic, middle=middle))

    assert last_texts(keeper) == [prose(topic) for topic in sorted(TOPICS[:4])]


def test_a_name_or_a_number_changed_in_a_short_line_is_an_edit_though_such_lines_stand_in_many_articles(keeper) -> None:
    for place, topic in enumerate(TOPICS):
        url = f"https://courier.example/{topic.replace(' ', '-')}"
        for turn, days in enumerate((3, 5, 8)):
            line = f"It will be closed for {place + days} days, Ivo Lunn said."
            keeper.keep(f"{turn + 1:02}:{place:02}", url, html=page(topic, middle=line))

    assert keeper.outcomes() == ["new"] * len(TOPICS) + ["revised"] * 2 * len(TOPICS)


def test_a_label_that_names_the_outlet_is_about_no_article(keeper: Keeper) -> None:
    keep_all(keeper, "Talk about it in the Courier forum")
    assert last_texts(keeper) == [prose(topic) for topic in sorted(TOPICS)]


@pytest.mark.skipif("WIREDIFF_DATA" not in os.environ, reason="WIREDIFF_DATA names no folder of real texts")
def test_the_seed_text_loses_its_comment_label_among_ten_articles_and_nothing_else(keeper: Keeper) -> None:
    lines = (Path(os.environ["WIREDIFF_DATA"]) / "seed/spun-ap-copy.txt").read_text(encoding="utf-8").split("\n\n")
    title, said = lines[0], [line.strip() for line in lines[1:] if line.strip() and line.strip() != "Leave a Comment"]
    text = "".join(f'<div class="block"><p>{html.escape(line)}</p></div>' for line in [*said, "Leave a Comment"])
    own = page(TOPICS[0], "Leave a Comment")
    begun, ended = own.index('<div class="storytext">') + len('<div class="storytext">'), own.index("</div></article>")
    seed = (own[:begun] + text + own[ended:]).replace("Harbour Bridge in Oldmere", html.escape(title))
    keeper.keep("00:30", "https://courier.example/seed", html=seed)
    topics = (*TOPICS, "windmill sail", "brewery closure", "archive flood")
    keep_all(keeper, "Leave a Comment", topics=topics)

    kept = next(text for url, _, text in keeper.texts() if url.endswith("/seed"))
    assert kept.split("\n\n") == said


def test_the_background_that_follow_ups_of_one_story_share_stays(keeper):
    background = "The bridge over the Lune was closed in March after 14 of its cables snapped in a storm."
    for hour, topic in enumerate(("bridge cables", "bridge tolls", "bridge repairs", "bridge inquiry"), 1):
        html = page(topic, background, prose("bridge storm")[1], prose("bridge storm")[4])
        keeper.keep(f"{hour:02}:00", f"https://courier.example/{hour}", html=html)
    assert all(background in text for text in last_texts(keeper))


@pytest.mark.parametrize(
    "sentence",
    [
        "The company did not immediately respond to a request for comment.",
        "This story has been updated.",
        "The results beat what Wall Street had expected.",
    ],
)
def test_a_sentence_of_the_news_that_half_the_articles_have_stays(keeper, sentence):
    for hour, topic in enumerate(TOPICS, 1):
        middle = sentence if hour % 2 else ""
        html = page(topic, middle=middle)
        keeper.keep(f"{hour:02}:00", f"https://courier.example/{hour}", html=html)
    assert sum(sentence in text for text in last_texts(keeper)) == 3


def test_what_an_outlet_says_of_itself_under_all_its_articles_is_furniture(keeper):
    keep_all(keeper, PUFF)
    assert last_texts(keeper) == [prose(topic) for topic in sorted(TOPICS)]


def test_what_was_learned_can_be_switched_off_and_on_again(keeper):
    keep_all(keeper, "Post your view", topics=TOPICS[:4])
    (piece,) = names_for("Post your view")
    for off in (True, False):
        keeper.archivist.switch("courier.example", piece, off=off, made_at=clock.stamp(clock.now()))
        assert all(("Post your view" in text) is off for text in last_texts(keeper))


def test_furniture_that_comes_and_goes_on_an_article_is_no_edit_and_a_digit_is(keeper):
    keep_all(keeper, "Post your view", topics=TOPICS[:3])
    url, topic = "https://courier.example/quarry-lease", "quarry lease"
    for hour, tail in enumerate(((), ("Post your view",), ()), 4):
        keeper.keep(f"{hour:02}:00", url, html=page(topic, *tail))
    edited = keeper.keep("07:00", url, html=page(topic, "Post your view").replace("17 days", "71 days"))
    assert keeper.outcomes()[3:] == ["new", "unchanged", "unchanged", "revised"]
    assert edited.outcome == "revised"
    reasons = [row["reason"] for row in keeper.archive.rows("SELECT reason FROM readings ORDER BY fetch")]
    assert reasons[4] == "furniture"


def test_promotions_shown_in_turn_on_one_page_leave_no_revision_and_are_listed(keeper):
    url, topic = "https://courier.example/quarry-lease", "quarry lease"
    offers = ("", "Join us today and get a mug.", "Join us today for a tote bag.", "", "Give us a year for a book.", "")
    for hour, offer in enumerate(offers, 1):
        keeper.keep(f"{hour:02}:00", url, html=page(topic, middle=offer))
    assert last_texts(keeper) == [prose(topic)]
    learned = {row["text"] for row in keeper.archive.rows("SELECT text FROM furniture")}
    assert learned == {offer for offer in offers if offer}


def test_a_promotion_is_known_by_its_opening_in_a_wording_never_seen_before(keeper: Keeper) -> None:
    promotions = [f"{BOX} Members also get a {gift}." for gift in ("mug", "bag", "book", "pen", "seat", "badge")]
    for place, topic in enumerate(TOPICS):
        keeper.keep(
            f"{place + 1:02}:00", f"https://courier.example/{place}", html=page(topic, middle=promotions[place])
        )
    again = keeper.keep(
        "08:00", "https://courier.example/0", html=page(TOPICS[0], middle=f"{BOX} Today: a free trial.")
    )

    assert last_texts(keeper) == [prose(topic) for topic in TOPICS]
    assert (again.outcome, again.reason) == ("unchanged", None)


def test_what_gives_way_to_ever_other_words_in_the_same_box_of_a_page_is_an_outlets_own(keeper: Keeper) -> None:
    def shown(topic: str, turn: int) -> str:
        thing, trouble = topic.split()
        boxes = [f"Weather in {place}: {turn} degrees and some rain." for place in ("Tarn", "Wick", "Brue")]
        boxes.append(f"The {thing} shop sells {trouble} mugs.")
        box = f'<div class="inset"><p>{boxes[turn % 4]}</p></div>'
        return page(topic).replace("<p>Engineer", f"{box}<p>Engineer", 1)

    for turn in range(4):
        for place, topic in enumerate(TOPICS[:4]):
            keeper.keep(
                f"{turn + 1:02}:{place:02}", f"https://courier.example/{place}", html=shown(topic, turn + place)
            )
    edited = shown(TOPICS[0], 7).replace("18 days", "81 days")
    last = keeper.keep("06:00", "https://courier.example/0", html=edited)

    assert last.outcome == "revised"
    assert keeper.outcomes() == ["new"] * 4 + ["unchanged"] * 12 + ["revised"]
    assert all("Weather" not in text and "mugs" not in text for _, _, text in keeper.texts())
    assert "p < div.inset" in {row["text"] for row in keeper.archive.rows("SELECT text FROM furniture")}


def test_a_list_of_the_article_is_no_box_however_often_its_entries_change(keeper: Keeper) -> None:
    for turn in range(4):
        for place, topic in enumerate(TOPICS[:4]):
            thing, trouble = topic.split()
            points = "".join(
                f"<li>The {thing} and its {trouble}: point {turn + one} of the board.</li>" for one in range(3)
            )
            html = page(topic).replace("<p>Engineer", f'<ul class="points">{points}</ul><p>Engineer', 1)
            keeper.keep(f"{turn + 1:02}:{place:02}", f"https://courier.example/{place}", html=html)

    assert keeper.outcomes() == ["new"] * 4 + ["revised"] * 12


@pytest.mark.parametrize(
    "rest",
    ["to residents of the harbour: its bridge is closed.", "to Tessa Bridgeson of the harbour office."],
    ids=["what the article is about", "somebody's name"],
)
def test_a_call_that_opens_as_furniture_does_and_says_something_of_its_article_stays(keeper: Keeper, rest: str) -> None:
    opening = "Write to us with what you have seen,"
    for place, topic in enumerate(TOPICS[1:], 1):
        html = page(topic, middle=f"{opening} or a photograph.")
        keeper.keep(f"{place:02}:00", f"https://courier.example/{place}", html=html)
    html = page(TOPICS[0], middle=f"{opening} {rest}")
    keeper.keep("08:00", "https://courier.example/0", html=html)

    assert [opening in text for _, _, text in keeper.texts()] == [True] + [False] * 5


def test_what_is_learned_does_not_depend_on_the_order_in_which_pages_come(tmp_path: Path):
    documents = [
        (f"{hour:02}:{minute:02}", f"https://courier.example/{n}", page(topic, *tail, middle=middle))
        for n, topic in enumerate(TOPICS)
        for hour, minute, tail, middle in ((n, 0, ("Post your view",), ""), (n, 30, ("Post your view", PUFF), BOX))
    ]
    results = set()
    for seed in range(3):
        random.Random(seed).shuffle(documents)
        with Archive(tmp_path / f"{seed}.db") as archive:
            keeper = Keeper(archive, Archivist(Desk(archive, extract)))
            for at, url, html in documents:
                keeper.keep(at, url, html=html)
            pieces = archive.rows("SELECT hash, articles, place, first_seen, last_seen FROM furniture ORDER BY hash")
            results.add((str(keeper.texts()), str(keeper.outcomes()), str(pieces)))
    assert len(results) == 1


def test_a_byline_that_only_a_new_template_shows_is_no_edit(keeper):
    url = "https://courier.example/tramway"
    keeper.keep("01:00", url, html=page("tramway strike"))
    shown = keeper.keep("02:00", url, html=page("tramway strike", byline="Tessa Lunn", design="new"))
    later = keeper.keep("03:00", url, html=page("tramway strike", byline="Tessa Lunn", design="new", day="Sunday"))
    assert (shown.outcome, shown.reason) == ("unchanged", "template")
    assert later.outcome == "revised"
    assert [row["byline"] for row in keeper.archive.rows("SELECT byline FROM revisions")] == ["Tessa Lunn"] * 2
    assert [row["field"] for row in keeper.archive.rows("SELECT field FROM edits")] == ["text"]


def test_a_byline_that_a_new_template_hides_is_kept(keeper):
    url = "https://courier.example/tramway"
    keeper.keep("01:00", url, html=page("tramway strike", byline="Tessa Lunn", design="new"))
    hidden = keeper.keep("02:00", url, html=page("tramway strike"))
    assert (hidden.outcome, hidden.reason) == ("unchanged", "template")


@pytest.mark.parametrize("form", ["TESSA LUNN", "Tessa Lunn, Staff Writer", "Tessa Lunn, Courier"])
def test_a_byline_that_a_new_template_writes_in_another_form_is_no_edit(keeper: Keeper, form: str) -> None:
    keeper.keep("10:00", html=page(TOPICS[0], byline="Tessa Lunn", design="new"), url="https://courier.example/a")
    old = page(TOPICS[0], byline=form).replace("piece-meta", "meta")
    assert keeper.keep("11:00", html=old, url="https://courier.example/a").outcome == "unchanged"
    edited = page(TOPICS[0], byline=form, day="Sunday").replace("piece-meta", "meta")
    assert keeper.keep("12:00", html=edited, url="https://courier.example/a").outcome == "revised"
    assert keeper.keep("13:00", html=edited + " ", url="https://courier.example/a").outcome == "unchanged"
    assert {row["field"] for row in keeper.archive.rows("SELECT field FROM edits")} == {"text"}


def test_another_name_in_the_byline_of_a_new_template_is_an_edit(keeper: Keeper) -> None:
    keeper.keep("10:00", html=page(TOPICS[0], byline="Tessa Lunn", design="new"), url="https://courier.example/a")
    old = page(TOPICS[0], byline="Tessa Lunn and Ivo Vask").replace("piece-meta", "meta")
    assert keeper.keep("11:00", html=old, url="https://courier.example/a").outcome == "revised"


def test_a_byline_that_appears_in_the_same_template_is_a_revision(keeper):
    url = "https://courier.example/tramway"
    keeper.keep("01:00", url, html=page("tramway strike", design="new"))
    assert (
        keeper.keep("02:00", url, html=page("tramway strike", byline="Tessa Lunn", design="new")).outcome == "revised"
    )


def test_an_archive_judges_all_its_furniture_anew_and_finds_it_the_same(keeper):
    keep_all(keeper, "Post your view", middle=BOX)
    before = keeper.archive.rows("SELECT * FROM furniture ORDER BY hash")
    pieces = furniture.shared(keeper.archive, "courier.example", learning.LEAST)
    assert not learning.learn(keeper.archivist.desk, "courier.example", dict.fromkeys(pieces, ""))
    assert keeper.archive.rows("SELECT * FROM furniture ORDER BY hash") == before


def test_a_sentence_to_the_reader_that_is_reworded_and_back_is_edited_each_time(keeper: Keeper) -> None:
    wordings = (
        "The terms of service of the register require you to let the board share your letter with all residents.",
        "The terms of service of the register require you to let the board share your letter with some residents.",
    )
    for day in range(2, 5):
        at = f"2026-03-{2 * day:02}T10:00:00Z"
        keeper.keep(at, url="https://harbor.example/register", html=page("harbour bridge", middle=wordings[day % 2]))

    assert keeper.outcomes() == ["new", "revised", "revised"]


# ---------------------------------------------------------------- an outlet with many articles

CLOSING = "Post your view"


def planted(archive: Archive, articles: int) -> Keeper:
    """A keeper of articles of a year ago, all of which closed with a line that is known as their outlet's."""
    (name,) = names_for(CLOSING)
    seen = [f"2025-03-02T10:{number // 60:02}:{number % 60:02}Z" for number in range(articles)]
    with archive.transaction():
        archive.insert("outlets", {"id": "courier.example"})
        for number, at in enumerate(seen, 1):
            row = {
                "id": number,
                "key": str(number),
                "address": str(number),
                "state": "present",
                "outlet": "courier.example",
            }
            archive.insert("articles", row | {"first_seen": at, "last_seen": at})
            furniture.keep_sightings(
                archive, "courier.example", number, [furniture.Sighting(name, "call", "bottom", 0.0)], 0, {}
            )
        keeper = Keeper(archive, Archivist(Desk(archive, extract)))
        learning.learn(keeper.archivist.desk, "courier.example", {name: CLOSING})
    return keeper


def instructions(keeper: Keeper, topic: str) -> int:
    """How many instructions SQLite runs while a page that closes so is kept."""
    run: list[None] = []
    document = page(topic, CLOSING)
    keeper.archive.db.conn.set_progress_handler(lambda: run.append(None), 10)
    keeper.keep("10:00", f"https://courier.example/{topic[:6]}", html=document)
    keeper.archive.db.conn.set_progress_handler(None, 0)
    return len(run)


def test_what_an_outlets_own_lines_cost_does_not_grow_with_its_articles(tmp_path: Path) -> None:
    counted = []
    for articles in (300, 3000):
        with Archive(tmp_path / f"{articles}.db") as archive:
            keeper = planted(archive, articles)
            keeper.keep("09:00", "https://courier.example/frost", html=page("orchard frost", CLOSING))
            counted.append(instructions(keeper, "harbour bridge"))
            assert [text.endswith("spring.") for _, _, text in keeper.texts()] == [True, True]
    assert counted[1] <= 1.1 * counted[0]


def test_an_earlier_article_is_one_of_those_by_which_a_line_is_judged(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        keeper = planted(archive, 300)
        keeper.keep("09:00", "https://courier.example/frost", html=page("orchard frost", CLOSING))
        known = archive.row("SELECT articles, last_seen FROM furniture") or {}
        keeper.keep("2024-03-02T10:00:00Z", "https://courier.example/roof", html=page("library roof", CLOSING))
        after = archive.row("SELECT articles, first_seen, last_seen FROM furniture") or {}

    assert known == {"articles": 256, "last_seen": "2025-03-02T10:04:15Z"}
    assert after == {"articles": 256, "first_seen": "2024-03-02T10:00:00Z", "last_seen": "2025-03-02T10:04:14Z"}
