"""A fresh archive and its archivist."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.archivist import Archivist
from pipelines.desk import Desk
from pipelines.extract import extract
from storage.archive import Archive
from tests.pipelines.newsroom import Keeper


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Keeper]:
    """Keeps documents into an archive of its own."""
    with Archive(tmp_path / "archive.db") as archive:
        yield Keeper(archive, Archivist(Desk(archive, extract)))
