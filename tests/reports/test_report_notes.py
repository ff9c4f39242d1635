"""Notes on edits: shown in every report, kept through rebuilds and other cuts of the same edit, never lost."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from storage import triage
from storage.archive import Archive
from storage.triage import Edit, placed
from tests.reports.granite import HARBOR, METRO, VALLEY, here

EDIT = Edit("revision", 2, 1, 1, "f", "2026-03-02T12:00:00Z", "fetch", ("old", "new"), "text", "replace", "12", "19")
NAMES: dict[str, Any] = {
    "relation": "revision", "field": "text", "edit": "f", "nth": 1, "at": EDIT.at, "fetch": "fetch",
    "contents": ["old", "new"], "before": "12", "after": "19",
}  # fmt: skip


@pytest.fixture
def desk(bridge: Path, tmp_path: Path) -> Path:
    for name in ("wirediff.db", "wirediff.toml"):
        shutil.copy(bridge / name, tmp_path)
    return tmp_path


def listed(folder: Path, *options: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in here(folder, "note", *options, "--json").stdout.splitlines()]


def test_a_note_is_shown_in_every_report_and_stays_through_a_rebuild(desk: Path) -> None:
    said = "called <b>the desk</b>"
    assert here(desk, "note", f"{HARBOR}@2#1", "contacted", said, "--who", "anna").returncode == 0
    assert here(desk, "note", f"{VALLEY}@copy#1", "reviewed", "a cut, licensed").returncode == 0
    before = listed(desk)
    assert here(desk, "rebuild").returncode in (0, 1)

    assert listed(desk) == before
    for form in ("html", "markdown", "atom"):
        for subject in ("bridge", HARBOR):
            for safe in ((), ("--share-safe",)):
                assert here(desk, "report", subject, "--format", form, "-o", "out", *safe).returncode == 0
                text = (desk / "out").read_text(encoding="utf-8")
                assert "the desk" in text, (form, subject, safe)
                assert said not in text
    history = here(desk, "history", HARBOR).stdout
    assert said in history
    assert "anna" in history
    assert "a cut, licensed" in here(desk, "history", VALLEY).stdout


def test_the_link_of_an_edit_in_a_report_names_it(desk: Path) -> None:
    here(desk, "note", f"{METRO}@2#1", "reviewed", "seen")
    here(desk, "report", METRO, "-o", "metro.html")
    page = (desk / "metro.html").read_text(encoding="utf-8")
    link = page.split('aria-label="Notes of readers"')[1].split('href="')[1].split('"')[0]
    assert f'id="{link[1:]}"' in page

    assert here(desk, "note", f"metro.html{link}", "resolved", "they added a note").returncode == 0
    first, second = listed(desk)
    assert {name: first[name] for name in ("url", "revision", "edit")} == {
        name: second[name] for name in ("url", "revision", "edit")
    }
    assert listed(desk, "--open") == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (f"{HARBOR}@2", "say which of them"),
        (f"{HARBOR}@2#99", "there is no edit 99"),
        (f"{HARBOR}@7#1", "revisions with edits: 2"),
        ("harbor", "names no edit"),
        ("#a-0000000000-r2-e1", "no article has the link"),
        ("https://nowhere.example/x@2#1", "holds no article"),
    ],
)
def test_what_names_no_edit_is_told_with_its_mend(desk: Path, name: str, said: str) -> None:
    done = here(desk, "note", name, "reviewed", "x")

    assert done.returncode == 2
    assert said in done.stderr
    assert listed(desk) == []


def test_who_forgets_an_article_forgets_the_notes_on_it(desk: Path) -> None:
    here(desk, "note", f"{HARBOR}@2#1", "contacted", "called")
    here(desk, "note", f"{METRO}@2#1", "contacted", "called")
    assert here(desk, "forget", HARBOR, "--reason", "asked").returncode == 0

    assert [note["url"] for note in listed(desk)] == [METRO]


def test_a_note_whose_edit_is_gone_is_listed_and_shown_with_its_words(desk: Path) -> None:
    here(desk, "note", f"{HARBOR}@2#1", "contacted", "called the desk")
    with Archive(desk / "wirediff.db") as archive:
        archive.write("DELETE FROM edits")
    (orphan,) = listed(desk, "--orphaned")
    here(desk, "report", HARBOR, "-o", "out.html")

    assert (orphan["before"], orphan["after"], orphan["found"]) == ("12", "19", False)
    page = (desk / "out.html").read_text(encoding="utf-8")
    assert "called the desk" in page
    assert "no longer found" in page


def test_an_edit_is_found_by_its_words_wherever_a_rebuild_has_put_it() -> None:
    other = replace(EDIT, revision=5, fetch="later", contents=("x", "y"), at="2026-03-03T00:00:00Z")
    renumbered = replace(EDIT, revision=3, count=4)
    read_anew = replace(EDIT, contents=("old cleaned", "new cleaned"))
    cut_wider = replace(EDIT, fingerprint="g", before="12 people", after="19 people")

    assert placed(NAMES, [other, renumbered]) is renumbered
    assert placed(NAMES, [other, read_anew]) is read_anew
    assert placed(NAMES, [cut_wider]) is cut_wider
    assert placed(NAMES, [other]) is other
    assert placed(NAMES, [replace(EDIT, nth=2), EDIT]) is EDIT
    assert placed(NAMES, [replace(cut_wider, fetch="x", contents=("x", "y"))]) is None
    assert placed(NAMES, [replace(EDIT, field="title")]) is None


def test_notes_of_other_kinds_are_left_alone(desk: Path) -> None:
    with Archive(desk / "wirediff.db") as archive:
        archive.insert("notes", {"made_at": "2026-03-03T00:00:00Z", "subject": "no json {", "text": "seen"})
        assert list(triage.all_notes(archive)) == []
