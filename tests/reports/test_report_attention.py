"""What calls for a desk's attention, and what does not."""

from __future__ import annotations

from itertools import pairwise

from comparison.compare import compare
from comparison.model import Version
from reports.attention import Attention, article_attention, attention, foremost
from reports.finding import story_finding
from reports.model import ArticleReport, Happening, RevisionView, Step, StoryReport

OLD = "The bridge was closed on Monday after 12 people were hurt, the police said.\n\nTraffic is sent over the ferry."
NEW = OLD.replace("12", "19")


def article(name: str, *states: tuple[str, str], last_seen: str = "", state: str = "present", unnoted: bool = False,
            **values: object) -> ArticleReport:  # fmt: skip
    """An article with a revision for each (hour, text)."""
    views = tuple(
        RevisionView(number, f"2026-03-02T{hour}:00:00Z", f"2026-03-02T{hour}:00:00Z", Version(text, title=name))
        for number, (hour, text) in enumerate(states, 1)
    )
    steps = tuple(
        Step(a.number, b.number, b.first_seen, compare(a.version, b.version), unnoted) for a, b in pairwise(views)
    )
    seen = f"2026-03-02T{last_seen or states[-1][0]}:00:00Z"
    return ArticleReport(
        name,
        name,
        f"https://{name}.example/a",
        state,
        views[0].first_seen,
        seen,
        views,
        steps,
        **values,  # type: ignore[arg-type]
    )


def story(*articles: ArticleReport) -> StoryReport:
    return StoryReport(1, "Bridge", "2026-03-03T00:00:00Z", articles, articles[0])


def labels(found: StoryReport) -> list[str]:
    return [item.label for item in attention(found)]


WIRE = article("wire", ("09", OLD), ("12", NEW))


def test_a_copy_seen_with_the_old_text_after_the_change_is_named_with_how_long() -> None:
    found = attention(story(WIRE, article("harbor", ("10", OLD), last_seen="18")))

    assert found[0].label == "Old text still live"
    assert "harbor (6 h later)" in found[0].sentence
    assert found[0].snippet is not None
    assert (found[0].snippet.removed, found[0].snippet.added) == ("12", "19")


def test_a_copy_not_seen_since_the_change_is_not_accused() -> None:
    assert labels(story(WIRE, article("harbor", ("10", OLD)))) == []


def test_a_copy_that_took_over_the_change_is_not_accused() -> None:
    assert labels(story(WIRE, article("harbor", ("10", OLD), ("13", NEW), last_seen="18"))) == []


def test_a_copy_compared_with_the_revision_before_is_judged_by_that_comparison() -> None:
    text = OLD.replace("was closed on Monday after", "stood shut Monday once").replace("police", "firefighters")
    copy = compare(Version(OLD), Version(text))
    found = attention(story(WIRE, article("harbor", ("10", text), last_seen="18", copy=copy, copy_of=1)))

    assert found[0].label == "Old text still live"


def test_a_copy_whose_source_was_withdrawn_is_named() -> None:
    wire = article("wire", ("09", OLD), state="gone")

    assert labels(story(wire, article("harbor", ("10", OLD), last_seen="18"))) == ["Withdrawn, still live", "Removed"]


def test_a_removal_that_was_undone_weighs_less_and_says_so() -> None:
    gone = article("gone", ("09", OLD), happenings=(Happening("removed", "2026-03-02T11:00:00Z"),))

    assert "returned since" in article_attention(gone)[0].sentence


def test_a_material_edit_without_a_note_shows_its_weightiest_change() -> None:
    edited = NEW.replace("Traffic", "Every car")
    found = article_attention(article("harbor", ("10", OLD), ("11", edited), unnoted=True))

    assert found[0].label == "No note"
    assert found[0].snippet is not None
    assert found[0].snippet.added == "19"


def test_a_number_that_differs_from_the_dispatch_is_named_once_for_all_copies_that_have_it() -> None:
    text = NEW.replace("19", "91")
    copy = compare(Version(NEW), Version(text))
    found = attention(story(WIRE, *(article(n, ("13", text), copy=copy, copy_of=2) for n in ("harbor", "valley"))))

    assert [item.sentence for item in found] == ["harbor, valley differ from the dispatch in number."]


def test_a_copy_that_follows_a_change_of_the_wire_does_not_differ() -> None:
    copy = compare(Version(OLD), Version(NEW))

    assert labels(story(WIRE, article("harbor", ("13", NEW), copy=copy, copy_of=1))) == []


def test_the_first_few_are_not_all_of_one_label() -> None:
    items = [Attention(w, label, "", "") for w, label in ((9, "a"), (8, "a"), (7, "a"), (6, "b"), (5, "a"))]

    assert [item.weight for item in foremost(tuple(items), 3)] == [9, 8, 6]
    assert len(foremost(tuple(items))) == 5


def test_the_finding_is_one_sentence_of_numbers() -> None:
    held = story(WIRE, article("harbor", ("10", OLD), last_seen="18"))

    assert story_finding(held, ()).endswith("three revisions; nothing in it calls for attention.")
    assert story_finding(held, attention(held)) == (
        "Two outlets carried this story in three revisions; one revision of wire's text had not reached every copy."
    )
