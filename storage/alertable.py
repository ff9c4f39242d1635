"""What may be worth an alert, as the archive has it: rows that name the article, the story and the moment.

Every question is bounded by *since* (UTC, ISO 8601 with a trailing Z). Keys are made from content, so that a rebuilt
archive tells of nothing twice.
"""

from __future__ import annotations

from storage.archive import Archive, Row

WHO = """a.id AS article, a.key AS article_key, a.outlet, coalesce(nullif(o.name, ''), a.outlet) AS name, a.address,
    s.id AS story, s.key AS story_key, s.followed, s.title AS story_title,
    (SELECT title FROM revisions t WHERE t.article = a.id ORDER BY t.number DESC LIMIT 1) AS title"""
FROM_ARTICLE = """JOIN outlets o ON o.id = a.outlet LEFT JOIN story_articles sa ON sa.article = a.id
LEFT JOIN stories s ON s.id = sa.story"""


def presence(archive: Archive, since: str) -> list[Row]:
    """Articles that were found removed, or there again: ``kind``, ``at``, ``detail``."""
    return archive.rows(
        f"SELECT {WHO}, v.kind, v.happened_at AS at, v.detail FROM events v JOIN articles a ON a.id = v.article "  # noqa: S608
        f"{FROM_ARTICLE} WHERE v.kind IN ('removed', 'returned') AND v.happened_at >= ? ORDER BY v.happened_at, a.key",
        (since,),
    )


def revised(archive: Archive, since: str) -> list[Row]:
    """Revisions with edits: ``revision_key``, ``before``, ``after``, ``number``, ``at``, ``diff``, ``unnoted``."""
    return archive.rows(
        f"SELECT {WHO}, r.key AS revision_key, d.before, d.after, r.number, r.first_seen AS at, d.id AS diff, "  # noqa: S608
        "EXISTS (SELECT 1 FROM events v WHERE v.article = a.id AND v.revision = r.id "
        "AND v.kind = 'edited without a note') AS unnoted "
        "FROM revisions r JOIN diffs d ON d.after = r.id AND d.relation = 'revision' AND d.edits > 0 "
        f"JOIN articles a ON a.id = r.article {FROM_ARTICLE} WHERE r.first_seen >= ? ORDER BY r.first_seen, r.key",
        (since,),
    )


NEWEST = "(SELECT max(number) FROM revisions n WHERE n.article = a.id)"


def behind_correction(archive: Archive, since: str) -> list[Row]:
    """Copies last seen, and still present, after the text that they copy was corrected, nearest to a version before.

    ``source`` is the article that was corrected, ``number`` the corrected revision, ``corrected_at`` its moment.
    """
    return archive.rows(
        f"SELECT {WHO}, w.id AS source, c.key AS corrected_key, c.number, c.first_seen AS corrected_at, "  # noqa: S608
        "max(c.first_seen, latest.first_seen) AS at, latest.id AS latest, d.before AS base, a.last_seen "
        "FROM revisions c JOIN articles w ON w.id = c.article "
        "JOIN revisions base ON base.article = c.article AND base.number < c.number "
        "JOIN diffs d ON d.before = base.id AND d.relation = 'copy' "
        "JOIN revisions latest ON latest.id = d.after JOIN articles a ON a.id = latest.article "
        f"{FROM_ARTICLE} WHERE c.first_seen >= ? AND a.id <> w.id AND a.state = 'present' "
        f"AND a.last_seen > c.first_seen AND latest.number = {NEWEST} "
        "AND EXISTS (SELECT 1 FROM diffs x JOIN edits e ON e.diff = x.id WHERE x.after = c.id "
        "AND x.relation = 'revision' AND instr(e.kinds, 'correction')) ORDER BY at, a.key, c.number",
        (since,),
    )


def copies(archive: Archive, since: str) -> list[Row]:
    """Articles that carry another's text, by their first revision: ``contained``, ``credit``, ``agency``, ``at``.

    ``credited`` says whether any of its revisions names a source, ``own`` whether the outlet is an agency itself.
    """
    return archive.rows(
        f"SELECT {WHO}, r.first_seen AS at, d.contained, s.agency, o.agency IS NOT NULL AS own, "  # noqa: S608
        "(sa.credits <> '[]' OR sa.agency IS NOT NULL OR EXISTS (SELECT 1 FROM revisions x WHERE x.article = a.id "
        "AND coalesce(x.credit, '') <> '')) AS credited "
        "FROM revisions r JOIN articles a ON a.id = r.article JOIN outlets o ON o.id = a.outlet "
        "JOIN story_articles sa ON sa.article = a.id JOIN stories s ON s.id = sa.story "
        f"JOIN revisions latest ON latest.article = a.id AND latest.number = {NEWEST} "
        "JOIN diffs d ON d.after = latest.id AND d.relation = 'copy' "
        "WHERE r.number = 1 AND r.first_seen >= ? ORDER BY r.first_seen, a.key",
        (since,),
    )


def silent_outlets(archive: Archive, since: str, least: int) -> list[Row]:
    """Outlets that gave no version all day: ``outlet``, ``day``, ``fetches`` (at least *least*), ``at``.

    ``why`` is one of the reasons that were met.
    """
    return archive.rows(
        "SELECT f.outlet, coalesce(nullif(o.name, ''), f.outlet) AS name, substr(f.fetched_at, 1, 10) AS day, "
        "count(*) AS fetches, max(f.fetched_at) AS at, o.home AS address, "
        "max(r.outcome || ', ' || coalesce(r.reason, f.refused, f.error, f.status, '')) AS why "
        "FROM fetches f JOIN readings r ON r.fetch = f.id JOIN outlets o ON o.id = f.outlet "
        "WHERE f.fetched_at >= ? GROUP BY f.outlet, day "
        "HAVING count(*) >= ? AND sum(r.outcome NOT IN ('failed', 'refused', 'held')) = 0 ORDER BY day, f.outlet",
        (since, least),
    )
