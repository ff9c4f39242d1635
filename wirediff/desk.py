"""An archivist's desk as the configuration sets it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.desk import Desk
from wirediff.config import load

if TYPE_CHECKING:
    from pipelines.arrival import Extraction
    from pipelines.pool import ExtractionPool
    from storage.archive import Archive


def desk_for(archive: Archive, pool: ExtractionPool, config_path: Path | None = None) -> Desk:
    """A desk for *archive* that extracts in *pool*."""
    config = load(config_path)

    def extract(body: bytes, headers: Mapping[str, str], address: str) -> Extraction:
        return pool.submit(body, headers, address).result()

    outlets = {outlet.id: outlet for outlet in config.outlets}
    return Desk(archive, extract, outlets, config.stories, config.rhythm)
