"""The printed units are what systemd takes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.wirediff.newsstand import run


def test_the_service_has_absolute_paths_and_says_how_to_install_it(tmp_path: Path) -> None:
    folder = tmp_path / "my news 100%"
    folder.mkdir()
    done = run("unit", "--db", "the archive.db", cwd=folder)
    assert done.returncode == 0
    assert f'--db "{tmp_path}/my news 100%%/the archive.db"' in done.stdout
    assert "systemctl --user" in done.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
@pytest.mark.parametrize("timer", [False, True])
def test_systemd_finds_nothing_to_say_about_them(tmp_path: Path, timer: bool) -> None:
    text = run("unit", *(["--timer"] if timer else []), cwd=tmp_path).stdout
    service, _, clock = text.partition("\n# wirediff.timer\n")
    (tmp_path / "wirediff.service").write_text(service)
    (tmp_path / "wirediff.timer").write_text(clock or "[Timer]\nOnBootSec=1\n")
    unit = "wirediff.timer" if timer else "wirediff.service"
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", tmp_path / unit], capture_output=True, text=True, check=False
    )
    assert "wirediff" not in done.stderr, done.stderr
