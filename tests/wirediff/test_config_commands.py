"""``wirediff init``, ``config`` and ``outlet`` on real files and a real archive."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from storage.archive import Archive
from wirediff.cli import cli
from wirediff.cli.common import Failure
from wirediff.config import ConfigError, load

CONFIG = """\
[project]
contact = "standards@newsroom.example"

[[outlet]]
id = "harbor"    # the first
name = "Harbor Times"
feeds = ["https://harbor.example/rss"]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wirediff.toml").write_text(CONFIG)
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args, catch_exceptions=False, standalone_mode=False)


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_init_writes_a_file_that_checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert run("init", "--contact", "standards@newsroom.example").stdout == "wirediff.toml\n"
    assert run("config", "check").stdout == "wirediff.toml: in order: 0 outlets, 0 stories, 0 alerts\n"
    assert load().policy.contact == "standards@newsroom.example"


def test_init_never_overwrites_without_force(folder: Path) -> None:
    with pytest.raises(Exception, match="is there already: edit it, or write over it with --force"):
        run("init")
    assert (folder / "wirediff.toml").read_text() == CONFIG

    run("init", "--force")
    assert load().outlets == ()


def test_init_makes_the_folder_and_refuses_a_contact_that_is_none(folder: Path) -> None:
    with pytest.raises(Exception, match="neither a mail address nor"):
        run("init", "--contact", "me", "new")
    assert not (folder / "new").exists()

    run("init", "new/project")
    assert (folder / "new/project/wirediff.toml").exists()


def test_check_lists_mistakes_as_json(folder: Path) -> None:
    (folder / "wirediff.toml").write_text('[crawl]\npaze = "1s"\n[[outlet]]\n')
    result = run("config", "check", "--json")

    assert result.return_value == 2
    assert [(found["file"], found["line"]) for found in lines(result)] == [("wirediff.toml", 2), ("wirediff.toml", 3)]
    assert lines(result)[0]["message"] == "paze is not known in [crawl]: did you mean pace?"


def test_check_tells_what_will_surprise(folder: Path) -> None:
    (folder / "wirediff.toml").write_text('[[outlet]]\nid = "a"\n[[story]]\nid = "s"\n[[alert]]\nto = "${NO_SUCH}"\n')
    remarks = " ".join(found["message"] for found in lines(run("config", "check", "--json")))

    for part in ("contact is empty", "outlet a has no feeds", "story s has neither", "lacks: export NO_SUCH"):
        assert part in remarks


def test_show_tells_where_each_value_comes_from(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREDIFF_CRAWL_PACE", "2s")
    shown = {found["key"]: (found["value"], found["origin"]) for found in lines(run("config", "show", "--json"))}

    assert shown["crawl.pace"] == ("2s", "WIREDIFF_CRAWL_PACE")
    assert shown["crawl.every"] == ("15m", "default")
    assert shown["project.contact"] == ("standards@newsroom.example", "wirediff.toml:2")
    assert shown["outlet.harbor.feeds"] == (["https://harbor.example/rss"], "wirediff.toml:7")
    assert "crawl.pace\t2s\tWIREDIFF_CRAWL_PACE\n" in run("config", "show", "--origin").stdout
    assert "crawl.pace\t2s\n" in run("config", "show").stdout


def test_pausing_and_resuming_leave_the_file_as_it_was(folder: Path) -> None:
    run("outlet", "pause", "harbor")
    assert load().outlets[0].paused
    assert lines(run("outlet", "list", "--json"))[0]["state"] == "paused"

    run("outlet", "resume", "harbor")
    assert (folder / "wirediff.toml").read_text() == CONFIG


def test_removing_leaves_everything_else(folder: Path) -> None:
    run("outlet", "remove", "harbor")

    assert (folder / "wirediff.toml").read_text() == CONFIG[: CONFIG.index("\n[[outlet]]")]


def test_an_outlet_of_the_user_s_file_is_edited_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = folder / "own" / "wirediff" / "wirediff.toml"
    own.parent.mkdir(parents=True)
    own.write_text(CONFIG)
    (folder / "wirediff.toml").write_text('[crawl]\npace = "9s"\n')
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "own"))

    run("outlet", "pause", "harbor")

    assert own.read_text() == CONFIG + "paused = true\n"


def test_an_unknown_outlet_is_answered_with_the_nearest(folder: Path) -> None:
    for verb in ("show", "pause", "resume", "remove"):
        with pytest.raises(Exception, match=r"there is no outlet harbour: did you mean harbor\?"):
            run("outlet", verb, "harbour")


def test_list_and_show_count_what_the_archive_holds(folder: Path) -> None:
    with Archive("wirediff.db") as archive, archive.transaction():
        archive.insert("outlets", {"id": "harbor", "name": "old name"})
        archive.insert("outlets", {"id": "elsewhere.example"})
        fetch = archive.insert(
            "fetches",
            {
                "key": "k",
                "outlet": "harbor",
                "address": "https://harbor.example/a",
                "final_address": "https://harbor.example/a",
                "moment": 0,
                "fetched_at": "2026-03-01T10:00:00Z",
            },
        )
        archive.insert("readings", {"fetch": fetch, "outcome": "held", "reason": "consent wall"})
        archive.insert(
            "furniture",
            {"outlet": "harbor", "hash": "h", "text": "Subscribe now", "articles": 9,
             "first_seen": "2026-03-01T10:00:00Z", "last_seen": "2026-03-01T10:00:00Z"},
        )  # fmt: skip
    listed = {found["id"]: found for found in lines(run("outlet", "list", "--json"))}
    shown = lines(run("outlet", "show", "harbor", "--json"))[0]

    assert listed["harbor"] == {
        "id": "harbor", "name": "Harbor Times", "state": "watched", "sources": 1, "articles": 0, "revisions": 0,
        "fetches": 1, "last_fetch": "2026-03-01T10:00:00Z",
    }  # fmt: skip
    assert listed["elsewhere.example"]["state"] == "not configured"
    assert shown["entry"]["feeds"] == ["https://harbor.example/rss"]
    assert [(day["day"], day["held"]) for day in shown["health"]] == [("2026-03-01", 1)]
    assert [piece["text"] for piece in shown["furniture"]] == ["Subscribe now"]
    assert "Subscribe now\t9" in run("outlet", "show", "harbor").stdout


def test_furniture_is_switched_off_and_on_by_the_first_digits_of_its_hash(folder: Path) -> None:
    seen = {"first_seen": "2026-03-01T10:00:00Z", "last_seen": "2026-03-01T10:00:00Z"}
    with Archive("wirediff.db") as archive, archive.transaction():
        archive.insert("outlets", {"id": "harbor"})
        for digest in ("3f9a", "3f00", "aa00"):
            archive.insert("furniture", {"outlet": "harbor", "hash": digest, "text": digest, "articles": 9, **seen})
    for option, switched in (("--off", ["3f9a"]), ("--on", [])):
        run("outlet", "furniture", "harbor", option, "3f9")
        shown = lines(run("outlet", "furniture", "harbor", "--json"))
        assert [piece["hash"] for piece in shown if piece["off"]] == switched
    with pytest.raises(Failure, match="2 pieces have"):
        run("outlet", "furniture", "harbor", "--off", "3f")


def test_an_archive_that_was_named_has_to_be_there(folder: Path) -> None:
    with pytest.raises(Exception, match=r"there is no archive at none\.db"):
        run("outlet", "list", "--db", "none.db")


def test_a_file_that_may_not_be_written_is_told(folder: Path) -> None:
    (folder / "wirediff.toml").unlink()
    (folder / "wirediff.toml").mkdir()

    with pytest.raises(ConfigError, match="cannot be read"):
        run("outlet", "pause", "harbor")
