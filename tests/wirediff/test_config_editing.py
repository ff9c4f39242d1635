"""A ``wirediff.toml`` is edited as a careful hand would: the entry changes, every other character stays."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirediff.config import ConfigError, load
from wirediff.config.editing import NoSuchEntry, add_to_list, append, remove, save, set_key
from wirediff.config.layout import lines, statements
from wirediff.config.writing import commented_file, entry

FILE = """\
# my outlets
[project]
database = "a.db"   # here

# The Harbor, since May.
[[outlet]]
id = "harbor"
feeds = [
    "https://harbor.example/a", # news
    "https://harbor.example/b"  # sport
]
# pace = "10s"

# The Valley.
[[outlet]]
id = "valley"   # short
name = "Valley [[Courier]]"
# Metro, on trial
[[outlet]]
id = "metro"
paused = true  # until June
"""


def outlets(text: str) -> dict[str, dict[str, object]]:
    return {found["id"]: found for found in tomllib.loads(text)["outlet"]}


def test_pausing_writes_one_line_and_resuming_takes_it_away() -> None:
    paused = set_key(FILE, "outlet", "valley", "paused", True)

    assert paused == FILE.replace('Courier]]"\n', 'Courier]]"\npaused = true\n')
    assert set_key(paused, "outlet", "valley", "paused", None) == FILE


def test_a_changed_key_keeps_the_remark_behind_it() -> None:
    changed = set_key(FILE, "outlet", "metro", "paused", False)

    assert changed == FILE.replace("paused = true  # until June", "paused = false  # until June")


def test_removing_takes_the_entry_and_its_own_comments_only() -> None:
    assert remove(FILE, "outlet", "harbor") == FILE[: FILE.index("# The Harbor")] + FILE[FILE.index("# The Valley") :]
    assert remove(FILE, "outlet", "valley") == FILE[: FILE.index("# The Valley")] + FILE[FILE.index("# Metro") :]
    assert remove(FILE, "outlet", "metro") == FILE[: FILE.index("# Metro")]


def test_an_entry_is_appended_after_a_blank_line() -> None:
    text = append(FILE, entry("outlet", {"id": "east", "feeds": ("https://east.example/",)}, "found by hand"))

    assert text.startswith(FILE)
    assert text.endswith('\n\n# found by hand\n[[outlet]]\nid = "east"\nfeeds = ["https://east.example/"]\n')
    assert remove(text, "outlet", "east") == FILE


def test_a_longer_list_keeps_its_comments() -> None:
    text = add_to_list(FILE, "outlet", "harbor", "feeds", "https://harbor.example/c")

    assert outlets(text)["harbor"]["feeds"] == [f"https://harbor.example/{letter}" for letter in "abc"]
    assert re.findall("#.*", text) == re.findall("#.*", FILE)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("feeds = []", 'feeds = ["z"]'),
        ('feeds = ["a"]  # x ]', 'feeds = ["a", "z"]  # x ]'),
        ('feeds = ["a,"]', 'feeds = ["a,", "z"]'),
        ('feeds = [ "a" , ]', 'feeds = [ "a" , "z" ]'),
        ('feeds = "a"', 'feeds = ["a", "z"]'),
        ('feeds = [\n  "a"]', 'feeds = [\n  "a", "z"]'),
        ('name = "a"', 'name = "a"\nfeeds = ["z"]'),
    ],
)
def test_a_value_joins_a_list_however_it_is_written(before: str, after: str) -> None:
    head = '[[outlet]]\nid = "x"\n'

    assert add_to_list(f"{head}{before}\n", "outlet", "x", "feeds", "z") == f"{head}{after}\n"


def test_windows_line_ends_stay() -> None:
    text = set_key(FILE.replace("\n", "\r\n"), "outlet", "valley", "paused", True)

    assert text.count("\n") == text.count("\r\n") == FILE.count("\n") + 1


def test_a_last_line_without_an_end_gets_one() -> None:
    assert set_key('[[outlet]]\nid = "x"', "outlet", "x", "paused", True).endswith('id = "x"\npaused = true\n')


def test_an_entry_that_is_not_there_is_refused() -> None:
    with pytest.raises(NoSuchEntry, match=r"no \[\[outlet\]\] has the id east"):
        remove(FILE, "outlet", "east")
    with pytest.raises(NoSuchEntry, match=r"write it as \[\[outlet\]\]"):
        remove('outlet = [{id = "inline"}]', "outlet", "inline")


def test_what_would_be_no_configuration_is_never_saved(tmp_path: Path) -> None:
    path = tmp_path / "wirediff.toml"
    path.write_text(FILE)
    path.chmod(0o600)

    with pytest.raises(ConfigError, match=r"wirediff\.toml:2: paces is not known"):
        save(path, "[crawl]\npaces = 1\n")
    assert path.read_text() == FILE
    save(path, FILE + "\n")
    assert path.stat().st_mode & 0o777 == 0o600
    assert [found.name for found in tmp_path.iterdir()] == ["wirediff.toml"]


def test_a_link_is_followed_not_replaced(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "wirediff.toml"
    real.write_text(FILE)
    link.symlink_to(real)

    save(link, FILE + "\n")

    assert link.is_symlink()
    assert real.read_text() == FILE + "\n"


@pytest.mark.parametrize("contact", ["", "standards@newsroom.example"])
def test_the_commented_file_is_a_configuration_in_each_of_its_lines(tmp_path: Path, contact: str) -> None:
    text = commented_file(contact)
    path = tmp_path / "wirediff.toml"
    path.write_text(text)
    plain = load(path)
    path.write_text(re.sub(r'^# (?=\[|[a-z_]+ = |")', "", text, flags=re.M))
    whole = load(path)

    assert plain.policy.contact == contact
    assert plain.outlets == ()
    assert [outlet.id for outlet in whole.outlets] == ["harbor-times"]
    assert whole.rhythm == plain.rhythm
    assert whole.material == plain.material


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)


@given(st.lists(TEXTS, max_size=4), TEXTS, st.sampled_from(["\n", "\n\n", '\n# a "remark" [\'\n']))
def test_whatever_texts_an_entry_holds_they_are_read_back_and_cut_out_again(
    feeds: list[str], name: str, between: str
) -> None:
    other = f'[project]\ndatabase = "a"{between}'
    held = {"id": "x", "name": name, "feeds": tuple(feeds)}
    text = append(other, entry("outlet", held))

    assert outlets(text)["x"] == {"id": "x", "name": name, "feeds": feeds}
    assert [found.path[-1] for found in statements(text)] == ["project", "database", 0, "id", "name", "feeds"]
    assert tomllib.loads(remove(text, "outlet", "x")) == tomllib.loads(other)
    longer = add_to_list(text, "outlet", "x", "feeds", "new")
    assert outlets(longer)["x"]["feeds"] == [*feeds, "new"]


def test_every_spelling_of_a_key_has_its_line() -> None:
    text = "a.b = 1\n[\"c d\".e]\n'f' = 2\n[[g]]\n[g.h]\ni = {j = 1}\n[[g]]\n[[g.k]]\nl = 1\n"

    assert lines(text) == {
        ("a",): 1, ("a", "b"): 1, ("c d",): 2, ("c d", "e"): 2, ("c d", "e", "f"): 3, ("g",): 4, ("g", 0): 4,
        ("g", 0, "h"): 5, ("g", 0, "h", "i"): 6, ("g", 1): 7, ("g", 1, "k"): 8, ("g", 1, "k", 0): 8,
        ("g", 1, "k", 0, "l"): 9,
    }  # fmt: skip
