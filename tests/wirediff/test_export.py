"""``wirediff export``: what comes out is what is kept, in every format, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from tests.wires import DISPATCH
from wirediff.cli import cli
from wirediff.cli.common import Failure
from wirediff.exchange.formats import write_csv

WIRE, COPY = "https://northwire.example/silo", "https://harbor.example/silo"
EDITED = [part.replace("four dock workers", "five dock workers") for part in DISPATCH]
NUMBERS = ("fetches", "revisions", "diffs", "edits", "stories", "trees", "events", "sentences")


def document(url: str, when: str, text: list[str] | tuple[str, ...], title: str) -> str:
    body = {"url": url, "outlet": url.split("/")[2].split(".", maxsplit=1)[0], "fetched_at": when, "title": title}
    return json.dumps(body | {"text": "\n\n".join(text)})


def wirediff(*args: str) -> Result:
    return CliRunner().invoke(cli, args, catch_exceptions=False, standalone_mode=False)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    (folder / "in.jsonl").write_text("\n".join([
        document(WIRE, "2026-03-01T09:00:00Z", DISPATCH, '=HYPERLINK("https://bad.example")'),
        document(COPY, "2026-03-01T10:00:00Z", DISPATCH[:6], "Blast at Port Alder"),
        document(WIRE, "2026-03-01T11:00:00Z", [*EDITED, "A new paragraph of its own."], "Silo fire kills five"),
    ]))  # fmt: skip
    path = folder / "a.db"
    assert wirediff("import", str(folder / "in.jsonl"), "--db", str(path)).return_value == 0
    return path


def rows(archive: Path, what: str, *args: str) -> list[dict[str, object]]:
    done = wirediff("export", what, "--db", str(archive), *args)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_revisions_that_come_out_are_those_that_the_archive_lists(archive: Path) -> None:
    listed = [json.loads(line) for line in wirediff("revisions", "--db", str(archive), "--json").stdout.splitlines()]
    taken = rows(archive, "revisions")
    assert [{key: row[key] for key in listed[0]} for row in taken] == listed


def test_an_edit_comes_with_its_words_its_kinds_and_its_reason(archive: Path) -> None:
    edit = next(row for row in rows(archive, "edits") if row["before_text"] == "four")
    assert (edit["after_text"], edit["kinds"], edit["material"], edit["relation"]) == (
        "five",
        "number",
        True,
        "revision",
    )
    assert edit["reason"]


@pytest.mark.parametrize("what", NUMBERS)
def test_every_format_holds_the_same_rows(archive: Path, tmp_path: Path, what: str) -> None:
    taken = rows(archive, what)
    for ending in ("csv", "parquet"):
        wirediff("export", what, "--db", str(archive), "-o", str(tmp_path / f"x.{ending}"))
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert len(table) == len(taken)
    assert pq.read_table(tmp_path / "x.parquet").to_pylist() == taken
    assert [*table[0]] == [*taken[0]] if taken else True


def test_no_cell_of_a_spreadsheet_is_a_formula(archive: Path) -> None:
    done = wirediff("export", "revisions", "--db", str(archive), "--format", "csv")
    titles = [row["title"] for row in csv.DictReader(io.StringIO(done.stdout))]
    assert '\'=HYPERLINK("https://bad.example")' in titles


def test_a_reader_that_goes_away_leaves_the_stream_to_its_owner() -> None:
    class Gone(io.BytesIO):
        def write(self, data: Any) -> int:
            raise BrokenPipeError

    out = Gone()
    with pytest.raises(BrokenPipeError):
        write_csv(out, {"url": "text"}, [{"url": "x"}])
    assert not out.closed


def test_a_sentence_is_unchanged_edited_or_added(archive: Path) -> None:
    found = rows(archive, "sentences")
    assert Counter((row["side"], row["change"]) for row in found if row["change"] != "unchanged") == {
        ("before", "edited"): 1, ("after", "edited"): 1, ("after", "added"): 1,
    }  # fmt: skip
    assert next(row["text"] for row in found if row["change"] == "added") == "A new paragraph of its own."
    kinds = {row["kinds"] for row in found if row["change"] == "edited"}
    assert kinds == {"number"}


def test_what_is_safe_to_share_has_no_whole_text_but_hashes(archive: Path) -> None:
    kept = DISPATCH[3]
    for what in NUMBERS:
        assert kept not in wirediff("export", what, "--db", str(archive), "--share-safe").stdout
    assert all(row["content_sha256"] for row in rows(archive, "revisions", "--share-safe"))


def test_only_what_is_asked_for_comes_out(archive: Path) -> None:
    assert {row["outlet"] for row in rows(archive, "revisions", "--outlet", "harbor")} == {"harbor"}
    assert len(rows(archive, "revisions", "--since", "2026-03-01T10:30:00Z")) == 1
    assert len(rows(archive, "revisions", "--story", WIRE)) == 3
    assert len(rows(archive, "trees", "--story", COPY)) >= 3


def test_texts_are_a_file_a_revision(archive: Path, tmp_path: Path) -> None:
    wirediff("export", "texts", "--db", str(archive), "-o", str(tmp_path / "t"))
    files = sorted(path.relative_to(tmp_path / "t") for path in (tmp_path / "t").rglob("*.txt"))
    assert [(path.parts[0], path.name) for path in files] == [
        ("harbor", "0001.txt"), ("northwire", "0001.txt"), ("northwire", "0002.txt"),
    ]  # fmt: skip
    assert (tmp_path / "t" / files[2]).read_text().endswith("A new paragraph of its own.\n")


@pytest.mark.parametrize("what", ["revisions", "texts"])
def test_revisions_come_back_as_they_went_out_and_only_once(archive: Path, tmp_path: Path, what: str) -> None:
    out, back = tmp_path / f"{what}{'' if what == 'texts' else '.jsonl'}", tmp_path / "back.db"
    wirediff("export", what, "--db", str(archive), "-o", str(out))
    assert wirediff("import", str(out), "--db", str(back)).return_value == 0
    kept = ("url", "outlet", "revision", "first_seen", "title", "standfirst", "byline", "published", "lang", "text")
    there, here = ([{name: row[name] for name in kept} for row in rows(db, "revisions")] for db in (archive, back))
    assert here == there
    again = json.loads(wirediff("import", str(out), "--db", str(back), "--json").stdout)
    assert (again["documents"], again["known"], again["unread"]) == (3, 3, 0)


def test_a_text_whose_head_is_damaged_is_named_and_the_others_are_kept(archive: Path, tmp_path: Path) -> None:
    wirediff("export", "texts", "--db", str(archive), "-o", str(tmp_path / "t"))
    path = next((tmp_path / "t" / "harbor").rglob("*.txt"))
    path.write_text(path.read_text().replace("first_seen: 2026-03-01", "first_seen: soon"))
    done = wirediff("import", str(tmp_path / "t"), "--db", str(tmp_path / "back.db"), "--json")
    assert (done.return_value, json.loads(done.stdout)["unread"]) == (3, 1)
    assert "0001.txt: its time is no ISO 8601 time" in " ".join(done.stderr.split())


def test_a_mistake_is_told_with_its_mend_and_leaves_no_half_file(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(Failure, match="cannot write"):
        wirediff("export", "edits", "--db", str(archive), "-o", f"{archive}/x.csv")
    with pytest.raises(Failure, match="wirediff stories"):
        wirediff("export", "edits", "--db", str(archive), "--story", "nobody")
    assert list(tmp_path.iterdir()) == []
