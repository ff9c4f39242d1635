"""Moving the due times of many visits at once: a host wants a rest, a clock was set."""

from __future__ import annotations

from storage.archive import Archive


def rest(archive: Archive, origin: str, until: str) -> None:
    """Visit nothing of *origin* ("https://host") before *until*: the host asked for a rest."""
    archive.write(
        "UPDATE visits SET due_at = ? WHERE stopped IS NULL AND due_at < ? AND substr(address, 1, ?) = ?",
        (until, until, len(origin) + 1, origin + "/"),
    )


def shift(archive: Archive, seconds: int, horizon: str) -> None:
    """Follow a clock that was set: every due time moves with it, and none lies beyond *horizon*."""
    with archive.transaction():
        archive.write(
            "UPDATE visits SET due_at = strftime('%Y-%m-%dT%H:%M:%SZ', due_at, ?) "
            "WHERE due_at IS NOT NULL AND stopped IS NULL",
            (f"{seconds:+d} seconds",),
        )
        bring_back(archive, horizon)


def bring_back(archive: Archive, horizon: str) -> None:
    """Nothing is due later than *horizon* (now and the longest interval): a wrong clock planned it."""
    archive.write("UPDATE visits SET due_at = ? WHERE due_at > ? AND stopped IS NULL", (horizon, horizon))
