"""One imported story for all tests of reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reports.granite import build


@pytest.fixture(scope="session")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the archive of the invented story and its configuration."""
    folder = tmp_path_factory.mktemp("bridge")
    build(folder)
    return folder
