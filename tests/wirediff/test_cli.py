"""The command line as a whole: a mistake is a line with its mend and the right exit code, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from wirediff.cli import COMMANDS

WIREDIFF = [sys.executable, "-m", "wirediff"]


def run(*args: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, as a reader starts it."""
    return subprocess.run(
        [*WIREDIFF, *map(str, args)],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env=os.environ | environment,
        timeout=300,
        check=False,
    )


def leaves(name: str) -> list[tuple[str, click.Command]]:
    """A command, or the commands of a group."""
    command: click.Command = import_module(f"wirediff.cli.{name}_").command
    if isinstance(command, click.Group):
        return [(f"{name} {sub}", found) for sub, found in command.commands.items()]
    return [(name, command)]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_with_an_example(name: str) -> None:
    for title, command in leaves(name):
        told = f"{command.help}\n{command.epilog}"
        assert command.help, title
        assert f"wirediff {title} " in told or f"wirediff {title}\n" in told, title
        assert all(option.help for option in command.params if isinstance(option, click.Option)), title


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_lists_every_command_without_importing_any(flag: str) -> None:
    run_it = f"import sys; sys.argv = ['wirediff', '{flag}']; from wirediff.cli import main\n"
    code = run_it + "try: main()\nfinally: print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0
    assert all(f"\n  {name} " in done.stdout for name in COMMANDS)
    assert not {"scrapy", "trafilatura", "wirediff.cli.init_"} & set(done.stdout.split("'"))


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["cmpare"], 2, "there is no command cmpare: did you mean compare?"),
        (["config", "chek"], 2, "No such command 'chek'. Did you mean 'check'?"),
        (["config", "show", "--origins"], 2, "No such option '--origins'. Did you mean '--origin'?"),
        (["--nope"], 2, "No such option '--nope'."),
        (["revisions", "--db", "none.db"], 4, "there is no archive at none.db: name one with --db, or make one"),
        (["revisions", "--db", "note.txt"], 4, "note.txt is no wirediff archive"),
        (["revisions", "--db", "."], 2, "is a directory"),
        (["config", "check", "--config", "none.toml"], 2, "none.toml: there is no such file: wirediff init writes one"),
        (["outlet", "show", "harbor"], 2, "there is no outlet harbor: wirediff add https://... adds the first"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_a_line_with_its_mend(tmp_path: Path, args: list[str], code: int, message: str) -> None:
    (tmp_path / "note.txt").write_text("not a database, but long enough to be read as one " * 20)
    done = run(*args, cwd=tmp_path)

    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert (done.returncode, done.stdout) == (code, "")


def test_a_mistake_in_the_configuration_ends_every_command_that_reads_it(tmp_path: Path) -> None:
    (tmp_path / "wirediff.toml").write_text("[project]\ndatabse = 'a.db'\n")

    for args in (["revisions"], ["config", "show"], ["outlet", "list"]):
        done = run(*args, cwd=tmp_path)
        assert done.returncode == 2
        assert done.stderr == "wirediff: wirediff.toml:2: databse is not known in [project]: did you mean database?\n"


def test_a_reader_that_goes_away_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "wirediff.toml").write_text("".join(f'[[outlet]]\nid = "outlet-{n}"\n' for n in range(3000)))
    show = subprocess.Popen(
        [*WIREDIFF, "config", "show"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert show.stdout
    assert show.stderr
    show.stdout.readline()
    show.stdout.close()

    assert show.stderr.read() == ""
    assert show.wait(300) == 0


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*WIREDIFF, "config", "show"], stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=tmp_path
        )

    assert done.returncode == 4
    assert done.stderr.startswith("wirediff: the output cannot be written (No space left on device)")


def test_data_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    (tmp_path / "wirediff.toml").write_text('[[outlet]]\nid = "nahar"\nname = "النهار"\n', encoding="utf-8")

    assert "النهار" in run("config", "show", cwd=tmp_path, PYTHONIOENCODING="ascii", LC_ALL="C").stdout
