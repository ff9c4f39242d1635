"""The reading commands, through their real processes, over one imported story."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tests.reports import granite
from tests.reports.granite import here, wirediff


def rows(folder: Path, *args: object) -> list[dict[str, Any]]:
    done = here(folder, *args, "--json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_report_prints_the_path_of_one_file_that_holds_the_findings(bridge: Path) -> None:
    done = wirediff(bridge, "report", "bridge", "-o", "out/bridge.html")

    assert done.stdout == "out/bridge.html\n"
    page = (bridge / "out/bridge.html").read_text(encoding="utf-8")
    assert "valley (6 h later)" in page
    assert "gazette: present at 2026-03-02 10:30 UTC, absent at 2026-03-02 13:30 UTC" in page
    assert "<script>document.title" not in page
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u200b]", page)


def test_every_link_within_a_report_leads_somewhere(bridge: Path) -> None:
    here(bridge, "report", "bridge", "-o", "links.html")
    page = (bridge / "links.html").read_text(encoding="utf-8")

    names = set(re.findall(r' id="([^"]+)"', page))
    assert not [target for target in re.findall(r'href="#([^"]+)"', page) if target not in names]
    assert len(names) == len(re.findall(r' id="([^"]+)"', page))


def test_all_reports_are_linked_by_an_index(bridge: Path) -> None:
    here(bridge, "report", "--all", "--out", "shelf")

    index = (bridge / "shelf/index.html").read_text(encoding="utf-8")
    written = {path.name for path in (bridge / "shelf").glob("*.html")} - {"index.html"}
    assert set(re.findall(r'href="([^"#]+\.html)"', index)) == written
    assert len(written) == 1 + 8 + 8  # the story, its articles and those alone, their outlets
    assert (bridge / "shelf/index.atom").exists()
    for name in written:
        page = (bridge / "shelf" / name).read_text(encoding="utf-8")
        linked = set(re.findall(r'href="([\w.-]+\.(?:html|json|csv|svg))(?:#[^"]*)?"', unquote(page)))
        assert {Path(name).with_suffix(suffix).name for suffix in (".json", ".csv", ".svg")} <= linked
        assert not [file for file in linked if not (bridge / "shelf" / file).exists()]


def test_the_questions_of_a_report_are_answered_by_the_archive(bridge: Path) -> None:
    from storage.archive import Archive
    from wirediff import questions

    with Archive(bridge / "wirediff.db", read_only=True) as archive:
        answers = {held.title: archive.rows(held.sql) for held in (*questions.of_story(1), *questions.of_article(1))}
    assert all(answers[title] for title in answers if title != "Fetches that gave no version")
    assert [row["outlet"] for row in answers["What was removed"]] == ["gazette"]


def test_an_address_that_is_not_there_suggests_near_ones(bridge: Path) -> None:
    done = here(bridge, "history", "https://harbor.example/bridges")

    assert done.returncode == 2
    assert done.stderr.splitlines()[1].strip() == granite.HARBOR


def test_a_story_that_is_not_there_is_said_with_the_mend(bridge: Path) -> None:
    done = here(bridge, "report", "volcano")

    assert done.returncode == 2
    assert "wirediff stories --all" in done.stderr


def test_history_has_a_line_for_each_revision_with_its_edits(bridge: Path) -> None:
    first, second = rows(bridge, "history", granite.WIRE)

    assert (first["revision"], first["edits"]) == (1, [])
    assert {kind for edit in second["edits"] for kind in edit["kinds"]} >= {"number", "correction"}


def test_history_without_a_terminal_writes_its_marks_out(bridge: Path) -> None:
    done = here(bridge, "history", granite.METRO)

    assert "revision 2  2026-03-02 13:00 UTC" in done.stdout
    assert "! without a note" in done.stdout
    assert "[-" in done.stdout
    assert "\x1b" not in wirediff(bridge, "history", granite.HOSTILE).stdout


def test_times_are_shown_in_the_configured_zone(bridge: Path) -> None:
    zoned = bridge / "tokyo.toml"
    zoned.write_text((bridge / "wirediff.toml").read_text().replace('"UTC"', '"Asia/Tokyo"'))

    assert "2026-03-02 21:00 JST" in here(bridge, "history", granite.WIRE, "--config", zoned).stdout
    here(bridge, "report", "bridge", "-o", "tokyo.html", "--config", zoned)
    assert '<time datetime="2026-03-02T12:00:00Z">2026-03-02 21:00 JST</time>' in (bridge / "tokyo.html").read_text()


def test_search_finds_a_paragraph_once_and_who_carries_it(bridge: Path) -> None:
    (hit,) = rows(bridge, "search", "letter", "fourth")

    carriers = {held["outlet"]: (held["first_revision"], held["last_revision"]) for held in hit["carriers"]}
    assert carriers["northwire"] == (1, 2)
    assert "valley" not in carriers


TYPED = (
    'AND "',
    "NEAR(a b",
    "col:x",
    "cable*",
    "' OR 1=1 --",
    "*",
    "^",
    '"',
    "a\x00b",
    "-cable",
    "cable* -eastern",
    "桥在",
)


def test_search_takes_whatever_is_typed_as_words(bridge: Path) -> None:
    from storage.archive import Archive
    from storage.search import search

    with Archive(bridge / "wirediff.db", read_only=True) as archive:
        found = {typed: len(search(archive, typed)) for typed in TYPED}
        (latest,) = search(archive, "老桥在", outlet="dongfang", limit=1)
    assert (found["cable*"], found["cable* -eastern"], found["桥在"], found["-cable"]) == (2, 1, 2, 0)
    assert [(held.first, held.last) for held in latest.carriers] == [(2, 2)]


def test_words_quoted_by_the_shell_are_a_phrase(bridge: Path) -> None:
    assert rows(bridge, "search", "snapped shortly") == rows(bridge, "search", '"snapped shortly"')
    assert here(bridge, "search", "--", '"').returncode == 2


def test_compare_takes_revisions_of_the_archive(bridge: Path) -> None:
    (found,) = rows(bridge, "compare", f"{granite.WIRE}@1", granite.WIRE)

    assert {edit["after"]["text"] for edit in found["edits"] if edit["after"]} >= {"19", "nine"}
    assert here(bridge, "compare", f"{granite.WIRE}@7", granite.WIRE).returncode == 2


def test_compare_ends_with_one_where_a_difference_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One day.")
    (tmp_path / "b.txt").write_text("Two days.")

    assert here(tmp_path, "compare", "a.txt", "b.txt", "--exit-code").returncode == 1
    assert here(tmp_path, "compare", "a.txt", "a.txt", "--exit-code").returncode == 0
    assert here(tmp_path, "compare", "a.txt", "none.txt").returncode == 2


def test_compare_reads_the_article_of_an_html_file_and_writes_html(tmp_path: Path) -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in granite.FIRST)
    (tmp_path / "a.html").write_text(
        f"<html><body><article><h1>{granite.TITLE}</h1>{paragraphs}</article></body></html>"
    )
    (tmp_path / "b.txt").write_text("\n\n".join(granite.SECOND))
    done = here(tmp_path, "compare", "a.html", "b.txt", "--html", "-o", "diff.html")

    assert done.returncode == 0, done.stderr
    assert "<ins" in (tmp_path / "diff.html").read_text()


def test_compare_side_by_side_puts_what_went_left_and_what_came_right(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry left with 12 people.")
    (tmp_path / "b.txt").write_text("The ferry left with 19 people.")
    (line,) = [row for row in here(tmp_path, "compare", "a.txt", "b.txt", "-y").stdout.splitlines() if "ferry" in row]

    assert line.index("[-12-]") < line.index("{+19+}")
