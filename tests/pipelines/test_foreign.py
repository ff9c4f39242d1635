"""What other trackers kept: files that diffengine and changedetection.io wrote, git repositories, saved pages."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipelines.saved import named_in
from wirediff.cli import cli

TRACKERS = Path(__file__).parent / "trackers"
PAGE = "http://harbor.example/flood.html"
WHO = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@desk.example", "GIT_COMMITTER_NAME": "a",
       "GIT_COMMITTER_EMAIL": "a@desk.example", "GIT_CONFIG_GLOBAL": os.devnull}  # fmt: skip
TEXT = (
    "The flood barrier at Merrow failed on Tuesday night after two of its nine gates stayed open.\n\n"
    "Crews had reported a broken motor in the spring, the harbour office said in a statement.\n\n"
    "About {people} people left their homes along the lower river before the water came."
)


def html(people: int, head: str = "") -> str:
    body = "".join(f"<p>{part}</p>" for part in TEXT.format(people=people).split("\n\n"))
    return f"<html><head><title>Flood</title>{head}</head><body><article><h1>Flood</h1>{body}</article></body></html>"


def wirediff(*args: str) -> Result:
    return CliRunner().invoke(cli, args, catch_exceptions=False, standalone_mode=False)


def imported(db: Path, *args: str, code: int = 0) -> list[tuple[str, str]]:
    """Import; each revision's address and the number of people that it gives."""
    done = wirediff("import", *args, "--db", str(db))
    assert (done.return_value or 0) == code, done.stderr
    rows = [json.loads(line) for line in wirediff("revisions", "--json", "--db", str(db)).stdout.splitlines()]
    return [(row["url"], row["text"].split("About ")[1].split()[0]) for row in rows]


def test_a_diffengine_database_gives_its_versions_without_their_heading_in_the_text(tmp_path: Path) -> None:
    found = imported(tmp_path / "a.db", str(TRACKERS / "diffengine.db"))
    assert found == [(PAGE, "1,400"), (PAGE, "2,300")]
    row = json.loads(wirediff("revisions", "--json", "--db", str(tmp_path / "a.db")).stdout.splitlines()[0])
    assert row["title"] == "Flood barrier fails at Merrow"
    assert row["text"].startswith("The flood barrier at Merrow failed")


def test_a_folder_of_changedetection_gives_every_snapshot_of_its_watches(tmp_path: Path) -> None:
    found = imported(tmp_path / "a.db", str(TRACKERS / "changedetection"))
    assert found == [(PAGE, "1,400"), (PAGE, "1,900"), (PAGE, "2,300")]


@pytest.mark.parametrize("name", ["diffengine.db", "changedetection"])
def test_importing_the_same_twice_changes_nothing(tmp_path: Path, name: str) -> None:
    first = imported(tmp_path / "a.db", str(TRACKERS / name))
    assert imported(tmp_path / "a.db", str(TRACKERS / name)) == first


def test_a_snapshot_that_is_lost_is_named_and_the_others_are_kept(tmp_path: Path) -> None:
    shutil.copytree(TRACKERS / "changedetection", tmp_path / "data")
    watch = next(path.parent for path in (tmp_path / "data").rglob("history.txt"))
    lost = (watch / "history.txt").read_text().splitlines()[1].split(",")[1]
    (watch / lost).unlink()
    with (watch / "history.txt").open("a") as file:
        file.write("soon,none.txt\n")
    assert imported(tmp_path / "a.db", str(tmp_path / "data"), code=3) == [(PAGE, "1,400"), (PAGE, "2,300")]


def test_a_damaged_database_is_told_and_leaves_no_trace(tmp_path: Path) -> None:
    raw = (TRACKERS / "diffengine.db").read_bytes()
    (tmp_path / "d.db").write_bytes(raw[:20_000])
    done = wirediff("import", str(tmp_path / "d.db"), "--db", str(tmp_path / "a.db"))
    assert done.return_value in {3, 4}
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("d.db")) == ["d.db"]


def commit(repository: Path, when: str, **files: str | None) -> None:
    for name, text in files.items():
        path = repository / "harbor" / f"{name}.html"
        path.parent.mkdir(exist_ok=True)
        path.unlink() if text is None else path.write_text(text)
    env = os.environ | WHO | {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    for args in (("add", "-A"), ("commit", "-qm", when)):
        subprocess.run(["git", "-C", str(repository), *args], check=True, env=env)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    path = tmp_path / "pages"
    subprocess.run(["git", "init", "-q", str(path)], check=True, env=os.environ | WHO)
    commit(path, "2026-03-01T10:00:00Z", flood=html(1400), **{"a b": html(10)})
    commit(path, "2026-03-02T10:00:00Z", flood=html(1900))
    commit(path, "2026-03-03T10:00:00Z", flood=None)
    return path


def test_a_repository_gives_a_fetch_for_each_commit_that_touches_a_file_and_an_absence_where_one_goes(
    tmp_path: Path, repository: Path
) -> None:
    found = imported(tmp_path / "a.db", str(repository), "--url", "https://harbor.example/{path}")
    flood = "https://harbor.example/harbor/flood.html"
    assert sorted(found) == [("https://harbor.example/harbor/a%20b.html", "10"), (flood, "1400"), (flood, "1900")]
    rows = [
        json.loads(one) for one in wirediff("fetches", "--json", "--db", str(tmp_path / "a.db")).stdout.splitlines()
    ]
    assert (rows[-1]["url"], rows[-1]["fetched_at"], rows[-1]["outcome"]) == (flood, "2026-03-03T10:00:00Z", "missing")
    assert {row["outlet"] for row in rows} == {"harbor"}


def test_a_bare_repository_will_do_and_a_broken_one_says_what_git_says(tmp_path: Path, repository: Path) -> None:
    bare = tmp_path / "bare.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(repository), str(bare)], check=True)
    assert len(imported(tmp_path / "a.db", str(bare))) == 3
    shutil.rmtree(bare / "objects")
    (bare / "objects").mkdir()
    done = wirediff("import", str(bare), "--db", str(tmp_path / "b.db"))
    assert done.return_value == 4
    assert "git says" in done.stderr


def test_a_folder_of_saved_pages_is_one_article_s_history_by_the_dates_in_their_names(tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    canonical = '<link rel="canonical" href="https://harbor.example/flood?a=1&amp;b=2">'
    for name, people in (("2026-03-02 flood.html", 1900), ("20260301T1000-flood.html", 1400)):
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(html(people, canonical))
    assert imported(tmp_path / "a.db", str(folder)) == [
        ("https://harbor.example/flood?a=1&b=2", "1400"), ("https://harbor.example/flood?a=1&b=2", "1900"),
    ]  # fmt: skip


def test_a_browser_s_remark_names_the_page_before_the_publisher_does() -> None:
    remark = b"<!-- saved from url=(0031)https://harbor.example/saved -->"
    assert named_in(remark + html(1, '<link rel=canonical href="https://other.example/">').encode()) == (
        "https://harbor.example/saved"
    )
    assert named_in(b"<html><p>https://harbor.example/</p>") is None
