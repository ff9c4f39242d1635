"""The configured outlets and the addresses that the configuration wants visited, in the archive."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from storage.archive import Archive
from storage.visits import NOT_CONFIGURED, SOURCES

KEEP = """
INSERT INTO outlets (id, name, home, lang, licence, agency, paused, configured)
VALUES (:id, :name, :home, :lang, :licence, :agency, :paused, 1)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, home = excluded.home, lang = excluded.lang,
    licence = excluded.licence, agency = excluded.agency, paused = excluded.paused, configured = 1
"""


def keep_outlets(archive: Archive, outlets: Iterable[Mapping[str, Any]], now: str) -> None:
    """Write the configured outlets; one that is no longer among them stops, one that is back goes on."""
    kept = [dict(outlet) for outlet in outlets]
    for outlet in kept:
        archive.write(KEEP, outlet)
    ids = json.dumps([outlet["id"] for outlet in kept])
    gone = "SELECT id FROM outlets WHERE configured = 1 AND id NOT IN (SELECT value FROM json_each(?))"
    archive.write(
        f"UPDATE visits SET stopped = ?, due_at = NULL WHERE stopped IS NULL AND outlet IN ({gone})",  # noqa: S608
        (NOT_CONFIGURED, ids),
    )
    archive.write(f"UPDATE outlets SET configured = 0 WHERE id IN ({gone})", (ids,))  # noqa: S608
    archive.write(
        "UPDATE visits SET stopped = NULL, due_at = ? WHERE stopped = ? AND kind = 'article' "
        "AND outlet IN (SELECT value FROM json_each(?))",
        (now, NOT_CONFIGURED, ids),
    )


def keep_sources(archive: Archive, wanted: Iterable[tuple[str, str, str]], now: str) -> None:
    """Stop every source that is not *wanted* (outlet, kind, address); start again what is wanted again."""
    listed = json.dumps(sorted(wanted))
    among = """EXISTS (SELECT 1 FROM json_each(?) w WHERE w.value ->> 0 = visits.outlet
        AND w.value ->> 1 = visits.kind AND w.value ->> 2 = visits.address)"""
    kinds = f"kind IN {SOURCES}"
    archive.write(
        f"UPDATE visits SET stopped = ?, due_at = NULL WHERE stopped IS NULL AND {kinds} AND NOT {among}",  # noqa: S608
        (NOT_CONFIGURED, listed),
    )
    archive.write(
        f"UPDATE visits SET stopped = NULL, due_at = ? WHERE stopped = ? AND {kinds} AND {among}",  # noqa: S608
        (now, NOT_CONFIGURED, listed),
    )
