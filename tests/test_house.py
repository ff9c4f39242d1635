"""The house stands: imports run downward, commands explain themselves, the lock and the package are whole."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCK = (ROOT / "requirements.lock").read_text()
GROUPS = PROJECT["dependency-groups"]
WANTED = [*PROJECT["project"]["dependencies"], *GROUPS["docs"], *(one for one in GROUPS["dev"] if isinstance(one, str))]
PACKAGES = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
NOT_OURS = {".git", ".venv", "__pycache__", "demo", "dist", "build"}


def our_files() -> list[Path]:
    """Every file that belongs to the project: what git tracks, or all of an unpacked copy."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]
    found = (path for path in ROOT.rglob("*") if path.is_file())
    return [path for path in found if not set(path.relative_to(ROOT).parts[:-1]) & NOT_OURS]


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True, check=False)


def test_imports_run_downward() -> None:
    done = run(Path(sys.executable).parent / "lint-imports")

    assert done.returncode == 0, done.stdout


def test_the_lock_pins_every_direct_dependency_with_hashes() -> None:
    names = {canonicalize_name(re.split(r"[^A-Za-z0-9._-]", requirement)[0]) for requirement in WANTED}
    pinned = dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", LOCK, re.M))

    assert names - set(pinned) == set()
    for requirement in re.split(r"\n(?=[a-z0-9])", LOCK.strip()):
        assert "--hash=sha256:" in requirement, requirement


def test_the_lock_satisfies_what_the_project_asks_for() -> None:
    wanted = map(Requirement, WANTED)
    pinned = dict(re.findall(r"^([a-z0-9._-]+)==([^ ;]+)", LOCK, re.M))

    found = [(one, pinned[canonicalize_name(one.name)]) for one in wanted]

    assert [str(one) for one, version in found if not one.specifier.contains(version, prereleases=True)] == []


def test_the_lock_names_no_registry() -> None:
    assert not re.search(r"https?://|--(extra-)?index|--find-links|file:", LOCK)


def test_no_file_holds_a_path_of_somebody_s_machine() -> None:
    places = re.compile(rb"(?<![\w.])/(?:" + b"|".join([b"root", b"work", b"Users", rb"home/\w+", rb"tmp/\w"]) + rb")/")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]!r}"
        for path in our_files()
        if path.suffix not in {".png", ".gz", ".zst"} and path != Path(__file__)
        for match in places.finditer(path.read_bytes())
    ]

    assert found == []


def test_no_pattern_of_re_repeats_a_group_possessively() -> None:
    """Python up to 3.11.4 lets such a group take more than it matches: "12." of "12. März" as a figure."""
    group = re.compile(r"(?<!\()\)(?:[*+?]|\{\d*,?\d*\})\+|\(\?>")
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in our_files()
        if path.suffix == ".py"
        and path != Path(__file__)
        and re.search(r"^(import re$|from re )", path.read_text(), re.M)
        for line in path.read_text().splitlines()
        if group.search(line)
    ]

    assert found == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in the wheel that a release would be."""
    folder = tmp_path_factory.mktemp("wheel")
    done = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    assert done.returncode == 0, done.stderr
    return set(zipfile.ZipFile(next(folder.glob("*.whl"))).namelist())


def test_the_wheel_holds_every_file_of_every_package(wheel: set[str]) -> None:
    ours = {str(path.relative_to(ROOT)) for path in our_files() if path.relative_to(ROOT).parts[0] in PACKAGES}

    assert ours - wheel == set()


def test_the_wheel_holds_nothing_else(wheel: set[str]) -> None:
    assert {name.split("/")[0] for name in wheel if ".dist-info/" not in name} == set(PACKAGES)


def test_every_package_says_what_it_is_for() -> None:
    for package in PACKAGES:
        assert (ROOT / package / "__init__.py").read_text().startswith('"""'), package


def test_the_makefile_lists_its_targets() -> None:
    listed = run("make", "help").stdout

    assert all(f"make {target} " in listed for target in ("demo", "test", "check", "lock"))


def test_scrapy_knows_the_project() -> None:
    done = run(sys.executable, "-m", "scrapy", "list")

    assert done.returncode == 0, done.stderr
    assert done.stdout.split()
