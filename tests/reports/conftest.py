"""One imported story for all tests of reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.reports.chromium import CHROMIUM
from tests.reports.granite import build


@pytest.fixture(scope="session")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the archive of the invented story and its configuration."""
    folder = tmp_path_factory.mktemp("bridge")
    build(folder)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium; tests that need it are skipped where there is none.

    Of one module: while Playwright is at work its thread has a running event loop, in which others cannot start theirs.
    """
    if not CHROMIUM.exists():
        pytest.skip("there is no Chromium here")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def shelf(bridge: Path) -> Path:
    """A folder with all reports of that story's archive."""
    from tests.reports.granite import here

    assert here(bridge, "report", "--all", "-o", "shelves").returncode == 0
    return bridge / "shelves"
