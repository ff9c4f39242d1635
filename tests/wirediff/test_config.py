"""``wirediff.toml`` becomes frozen values; every mistake is named with its line and its mend."""

from __future__ import annotations

import dataclasses
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.outlets import FollowedStory, Outlet, Policy, Rhythm
from wirediff.config import Alert, Config, ConfigError, Materiality, load, reveal
from wirediff.config.errors import Mend
from wirediff.config.schema import SECTIONS, TABLES, Section
from wirediff.config.units import duration, size, write_duration, write_size

WHOLE = """
[project]
database = "kept/flood.db"
contact = "standards@newsroom.example"
timezone = "Europe/Vienna"

[crawl]
every = "10m"
slow_after = "1h30m"
days_after = "3d"
stop_after = "6w"
pace = "2s"
max_body = "2 MiB"
obey_robots = true

[network.hosts]
"harbor.example" = "127.0.0.1:8080"

[material]
ignore = ["noise", "typography"]

[[outlet]]
id = "harbor"
name = "Harbor Times"
feeds = ["https://harbor.example/rss"]
searches = ["gdelt", "https://harbor.example/search?q={query}"]
pace = "10s"

[[story]]
id = "flood"
wire = "https://wire.example/flood"
match = ["flood barrier", "Merrow"]
since = 2026-08-31

[[alert]]
to = "${DESK_FOR_ALERTS}"
when = ["removal"]
cadence = "daily 08:00"
"""


def written(tmp_path: Path, text: str, name: str = "wirediff.toml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def mistakes(tmp_path: Path, text: str) -> list[str]:
    """The mistakes of a file as "line: message"."""
    with pytest.raises(ConfigError) as caught:
        load(written(tmp_path, text))
    return [f"{mistake.line}: {mistake.message}" for mistake in caught.value.mistakes]


def test_a_whole_file_becomes_frozen_values(tmp_path: Path) -> None:
    config = load(written(tmp_path, WHOLE))

    assert config.database == tmp_path / "kept/flood.db"
    assert config.timezone == "Europe/Vienna"
    assert config.policy == Policy(
        contact="standards@newsroom.example",
        hosts=(("harbor.example", "127.0.0.1:8080"),),
        pace=timedelta(seconds=2),
        max_body=2 * 2**20,
    )
    assert config.rhythm == Rhythm(
        first=timedelta(minutes=10), slow_after=timedelta(minutes=90), stop_after=timedelta(weeks=6)
    )
    assert config.material.ignore == ("noise", "typography")
    assert config.outlet("harbor") == Outlet(
        id="harbor",
        name="Harbor Times",
        feeds=("https://harbor.example/rss",),
        searches=("gdelt", "https://harbor.example/search?q={query}"),
        pace=timedelta(seconds=10),
    )
    assert config.stories == (
        FollowedStory(
            id="flood",
            wire=("https://wire.example/flood",),
            match=("flood barrier", "Merrow"),
            since="2026-08-31T00:00:00Z",
        ),
    )
    assert config.alerts == (Alert(to="${DESK_FOR_ALERTS}", when=("removal",), cadence="daily 08:00"),)
    with pytest.raises(dataclasses.FrozenInstanceError):
        config.timezone = "UTC"  # type: ignore[misc]


def test_without_a_file_every_value_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert load() == Config()
    assert {origin.source for origin in load().origins.values()} == {"default"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[crawl]\nevry = "15m"', "2: evry is not known in [crawl]: did you mean every?"),
        ("[outlte]", "1: [outlte] is not known: did you mean outlet?"),
        ('[crawl]\n\npace = "soon"', "3: pace: 'soon' is no duration: write a number and s, m, h or d"),
        ("[crawl]\npace = 5", "2: pace: 5 is no duration"),
        ('[crawl]\nevery = "0s"', "2: every: it must be longer than nothing"),
        ('[crawl]\nobey_robots = "yes"', "2: obey_robots: 'yes' is neither true nor false"),
        ("[crawl]\nbatch_size = 0", "2: batch_size: 0 is not a whole number from 1"),
        ("[crawl]\nmax_body = true", "2: max_body: True is no size"),
        ('[project]\ntimezone = "Europe/Viena"', "2: timezone: 'Europe/Viena' is no time zone: did you mean"),
        ('[project]\ncontact = "me"', "2: contact: 'me' is neither a mail address nor"),
        ("[project]\ndatabase = 3", "2: database: 3 is not a text: put it into double quotes"),
        ('[[outlet]]\nname = "x"', '1: [[outlet]] needs id: write id = "harbor-times"'),
        ('[[outlet]]\nid = "A b"', "2: id: 'A b' is no id: write a to z"),
        ('[[outlet]]\nid = "a"\nfeeds = ["ftp://a.example"]', "3: feeds: 'ftp://a.example' is no web address"),
        ('[[outlet]]\nid = "a"\nfeeds = ["https://"]', "3: feeds: 'https://' is no web address"),
        ('[[outlet]]\nid = "a"\nfeeds = ["http://a.example:port/"]', "3: feeds: 'http://a.example:port/' is no"),
        ('[[outlet]]\nid = "a"\nfeeds = [\n"https://a.example/",\n"https://a.example/"]', "3: feeds: 'https://a.e"),
        ('[[outlet]]\nid = "a"\nsearches = "https://a.example/"', "3: searches: 'https://a.example/' has no {query}"),
        ('[[outlet]]\nid = "a"\nlicence = "ful"', "3: licence: 'ful' is not known: did you mean full?"),
        ('[[outlet]]\nid = "a"\nlang = "English"', "3: lang: 'English' is no language code"),
        ('[[story]]\nid = "a"\nsince = "someday"', "3: since: 'someday' is no day: write it as 2026-08-31"),
        ('[[alert]]\nwhen = ["removal"]', "1: [[alert]] needs to"),
        ('[[alert]]\nto = "x"\ncadence = "daily 25:00"', "3: cadence: 'daily 25:00' is no cadence"),
        ("[outlet]\nid = 'a'", "1: write [[outlet]] in double brackets"),
        ('outlet = ["a"]', "1: write [[outlet]] in double brackets"),
        ("crawl = 3", "1: crawl is a table: write [crawl] on a line of its own"),
        ('[network.hosts]\n"a.example" = "10.0.0.1:80"', "2: a.example: '10.0.0.1:80' is no loopback address"),
        ('[network.hosts]\na.example = "127.0.0.1:80"', '2: a: {\'example\': \'127.0.0.1:80\'} is not a text'),
        ('[network.hosts]\n"https://a.example" = "127.0.0.1:80"', "2: https://a.example: 'https://a.example' is no"),
        ("[network]\nhots = {}", "2: hots is not known in [network]: did you mean hosts?"),
        ('[material]\nignore = ["number"]', "2: ignore: a changed number is never hidden: take number out"),
        ('[material]\nalways = ["noise"]', "2: noise is both in material.ignore and in material.always"),
        ('[material]\nignore = ["numbr"]', "2: ignore: 'numbr' is not known: did you mean number?"),
        ('[crawl]\nevery = "7h"', "2: crawl.every is longer than crawl.slow_after: visits thin out with time"),
        ("[project\ndatabase", "1: no TOML: Expected ']'"),
        ('[project]\ndatabase = "a.db', "2: no TOML: "),
        ("[project]\ndatabase = “a.db”", "2: no TOML: Invalid value"),
        ('[project]\ndatabase = "a"\ndatabase = "b"', "3: no TOML: Cannot overwrite a value"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_its_mend(tmp_path: Path, text: str, expected: str) -> None:
    found = mistakes(tmp_path, text)

    assert len(found) == 1
    assert found[0].startswith(expected)


def test_all_mistakes_are_listed_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = '[project]\ncontact = "x"\n[crawl]\nevry = "1m"\n[[outlet]]\nname = "a"\n[[outlet]]\nid = "b"\nfeed = "c"\n'

    assert [line.split(":")[0] for line in mistakes(tmp_path, text)] == ["2", "4", "5", "9"]


def test_an_id_that_stands_twice_is_named_with_both_places(tmp_path: Path) -> None:
    text = '[[outlet]]\nid = "a"\n\n[[outlet]]\nid = "b"\n\n[[outlet]]\nid = "a"\n'

    assert mistakes(tmp_path, text) == [f'8: id: "a" stands already at {tmp_path}/wirediff.toml:2: choose another']


def test_a_message_begins_with_file_and_line(tmp_path: Path) -> None:
    path = written(tmp_path, "\n[crawl]\npacee = 3\n")

    with pytest.raises(ConfigError, match=r"wirediff.toml:3: pacee is not known in \[crawl\]: did you mean pace?"):
        load(path)


@pytest.mark.parametrize(
    ("make", "mend"),
    [
        (lambda path: None, "there is no such file: wirediff init writes one"),
        (lambda path: path.mkdir(), "cannot be read"),
        (lambda path: path.write_bytes(b"[project]\n# caf\xe9\n"), "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, make: object, mend: str) -> None:
    path = tmp_path / "other.toml"
    make(path)  # type: ignore[operator]

    with pytest.raises(ConfigError, match=mend):
        load(path)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "wirediff.toml"
    path.write_bytes(b'\xef\xbb\xbf[crawl]\r\npace = "9s"\r\nslow = 1\r\n')

    with pytest.raises(ConfigError, match=r":3: slow is not known"):
        load(path)


def test_lines_are_right_after_texts_and_lists_over_several_lines(tmp_path: Path) -> None:
    name, feeds = 'name = """\n[x]\ny = 1\n"""\n', 'feeds = [\n  "https://a.example/]", # ]\n]\n'
    text = f'# [crawl]\n[[outlet]]\nid = "a"\n{name}{feeds}fedes = 1\n'

    assert mistakes(tmp_path, text) == ["11: fedes is not known in [[outlet]]: did you mean feeds?"]


def test_a_flag_stands_above_the_environment_above_the_file_above_the_user_s_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own" / "wirediff"
    own.mkdir(parents=True)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(own.parent))
    written(
        own,
        '[project]\ncontact = "me@home.example"\ntimezone = "Asia/Tokyo"\n'
        '[crawl]\npace = "1s"\ntimeout = "1s"\nbatch_size = 1\n',
    )
    monkeypatch.chdir(tmp_path)
    written(tmp_path, '[crawl]\npace = "2s"\ntimeout = "2s"\nbatch_size = 2\n')
    monkeypatch.setenv("WIREDIFF_CRAWL_TIMEOUT", "3s")
    monkeypatch.setenv("WIREDIFF_CRAWL_BATCH_SIZE", "3")

    config = load(overrides={"crawl.batch_size": 4})

    assert config.timezone == "Asia/Tokyo"
    assert config.policy.pace == timedelta(seconds=2)
    assert config.policy.timeout == timedelta(seconds=3)
    assert config.policy.batch_size == 4
    sources = {key: config.origins[key].source for key in config.origins}
    assert sources["project.timezone"] == f"{own}/wirediff.toml:3"
    assert sources["crawl.pace"] == "wirediff.toml:2"
    assert sources["crawl.timeout"] == "WIREDIFF_CRAWL_TIMEOUT"
    assert sources["crawl.batch_size"] == "flag"
    assert sources["crawl.every"] == "default"


def test_a_list_from_the_environment_is_parted_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREDIFF_MATERIAL_IGNORE", "noise, spelling")

    assert load().material.ignore == ("noise", "spelling")


@pytest.mark.parametrize("name", ["WIREDIFF_CRAWL_PACE", "WIREDIFF_TIMEZONE", "WIREDIFF_CRAWL_MAX_BODY"])
def test_a_mistake_in_the_environment_names_the_variable(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "soon")

    with pytest.raises(ConfigError, match=f"^{name}: "):
        load()


def test_a_flag_that_is_no_setting_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"crawl\.pase is no setting: did you mean crawl\.pace\?"):
        load(overrides={"crawl.pase": "1s"})


def test_the_environment_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREDIFF_CONFIG", str(written(tmp_path, '[crawl]\npace = "7s"\n', "other.toml")))

    assert load().policy.pace == timedelta(seconds=7)


def test_a_relative_database_starts_at_what_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "project"
    folder.mkdir()
    path = written(folder, '[project]\ndatabase = "a.db"\n')

    assert load(path).database == folder / "a.db"
    assert load(path, {"project.database": Path("b.db")}).database == Path("b.db")
    assert load(written(folder, "", "empty.toml")).database == folder / "wirediff.db"
    monkeypatch.setenv("WIREDIFF_DB", "c.db")
    assert load(path).database == Path("c.db")


def test_a_secret_stays_in_the_environment_until_it_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEY_OF_SEARCH", "s3cret")
    outlet = '[[outlet]]\nid = "a"\nsearches = "https://a.example/?key=${KEY_OF_SEARCH}&q={query}"\n'
    config = load(written(tmp_path, outlet + '[[alert]]\nto = "mail:${DESK}"\n'))

    assert config.outlets[0].searches == ("https://a.example/?key=s3cret&q={query}",)
    assert "s3cret" not in str([origin.shown for origin in config.origins.values()])
    with pytest.raises(ConfigError, match="DESK is not set"):
        reveal(config.alerts[0].to)
    monkeypatch.setenv("DESK", "desk@newsroom.example")
    assert reveal(config.alerts[0].to) == "mail:desk@newsroom.example"


def test_a_missing_variable_is_named_with_its_line(tmp_path: Path) -> None:
    assert mistakes(tmp_path, '[project]\ncontact = "${NOBODY_HAS_THIS}"\n') == [
        "2: contact: the environment has no NOBODY_HAS_THIS: export NOBODY_HAS_THIS=..."
    ]


def test_every_field_of_a_value_has_its_key() -> None:
    for kind in (Rhythm, Policy, Materiality, Outlet, FollowedStory, Alert):
        filled = {key.fills for section in (*SECTIONS, *TABLES) if section.fills is kind for key in section.keys}
        assert filled | ({"hosts"} if kind is Policy else set()) == {f.name for f in dataclasses.fields(kind)}


@pytest.mark.parametrize("section", [*SECTIONS, *TABLES], ids=lambda section: section.fills.__name__)
def test_every_example_of_a_key_is_read(section: Section) -> None:
    for key in section.keys:
        assert key.read(tomllib.loads(f"key = {key.example}")["key"]) is not None


@given(st.integers(0, 40 * 86400))
def test_a_duration_is_read_back_as_it_was_written(seconds: int) -> None:
    length = timedelta(seconds=seconds)

    assert duration(write_duration(length)) == length


@given(st.integers(1, 2**40))
def test_a_size_is_read_back_as_it_was_written(count: int) -> None:
    assert size(write_size(count)) == count


@pytest.mark.parametrize("text", ["", "15", "m", "15 minutes", "-1h", "1e9d", "99999999999d", "１５m"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(Mend):
        duration(text)


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_no_text_whatever_ends_in_anything_but_values_or_a_mistake(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        load(path)
    except ConfigError as error:
        assert str(error)
