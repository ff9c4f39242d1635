"""An archivist's desk as the configuration sets it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.desk import Desk
from pipelines.reading import Reader
from wirediff.config import load

if TYPE_CHECKING:
    from pipelines.pool import ExtractionPool
    from storage.archive import Archive


def desk_for(archive: Archive, pool: ExtractionPool, config_path: Path | None = None) -> Desk:
    """A desk for *archive* that extracts in *pool*."""
    config = load(config_path)
    outlets = {outlet.id: outlet for outlet in config.outlets}
    policy = config.policy
    return Desk(
        archive, Reader(pool), outlets, config.stories, config.rhythm, policy.obey_noarchive, policy.refuse_reserved
    )
