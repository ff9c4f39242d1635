"""What a story's page needs: its articles and how each stands to the reference, headlines, events, versions in time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.archive import Archive, Row

ARTICLES = """
SELECT a.id, a.address AS url, a.outlet, o.agency AS outlet_agency, a.state, a.first_seen, a.last_seen, sa.why,
       sa.score, sa.agency AS credits,
       latest.number AS revisions, latest.title, latest.words, latest.id AS latest,
       d.similarity, d.contained, base.number AS carries, base.article AS reference,
       (SELECT l.kind FROM story_links l JOIN story_articles beside ON beside.article = l.article + l.other - a.id
        WHERE (l.article = a.id OR l.other = a.id) AND beside.story = sa.story
        ORDER BY l.kind = 'copy' DESC, l.score DESC LIMIT 1) AS kind
FROM story_articles sa JOIN articles a ON a.id = sa.article JOIN outlets o ON o.id = a.outlet
JOIN revisions latest ON latest.article = a.id
    AND latest.number = (SELECT max(number) FROM revisions WHERE article = a.id)
LEFT JOIN diffs d ON d.after = latest.id AND d.relation = 'copy'
LEFT JOIN revisions base ON base.id = d.before
WHERE sa.story = ? ORDER BY a.first_seen, a.key
"""
CARRIED = """
SELECT a.id, r.number, r.first_seen, base.number AS carries
FROM story_articles sa JOIN articles a ON a.id = sa.article JOIN revisions r ON r.article = a.id
JOIN diffs d ON d.after = r.id AND d.relation = 'copy' JOIN revisions base ON base.id = d.before
WHERE sa.story = ? ORDER BY a.id, r.number
"""
UPDATES = """
SELECT r.number, r.first_seen, r.title, r.words,
       coalesce((SELECT max(e.kinds LIKE '%correction%') FROM diffs d JOIN edits e ON e.diff = d.id
                 WHERE d.after = r.id AND d.relation = 'revision'), 0) AS correction,
       (SELECT d.contained FROM diffs d WHERE d.after = r.id AND d.relation = 'revision') AS contained,
       (SELECT p.text FROM revision_paragraphs rp JOIN paragraphs p ON p.id = rp.paragraph
        WHERE rp.revision = r.id ORDER BY rp.position LIMIT 1) AS opening
FROM stories s JOIN revisions ref ON ref.id = s.reference JOIN revisions r ON r.article = ref.article
WHERE s.id = ? ORDER BY r.number
"""
STORY_EVENTS = """
SELECT v.kind, v.happened_at, v.detail FROM events v JOIN story_articles sa ON sa.article = v.article
WHERE sa.story = ? AND v.kind IN ('story merged', 'story split') ORDER BY v.happened_at, v.id
"""
HEADLINES = """
SELECT outlet, url, title, first_seen, last_seen, revisions FROM headline_variants WHERE story = ?
ORDER BY first_seen, outlet, url
"""


def story_row(archive: Archive, story: int) -> Row:
    """A story with the article that the others are compared with (KeyError where there is none)."""
    row = archive.row(
        "SELECT s.*, r.article AS reference_article FROM stories s LEFT JOIN revisions r ON r.id = s.reference "
        "WHERE s.id = ?",
        (story,),
    )
    if row is None:
        raise KeyError(f"no story {story}")
    return row | {"agency_evidence": json.loads(row["agency_evidence"])}


def articles(archive: Archive, story: int) -> list[Row]:
    """The articles of a story, each with its newest revision and how that stands to the reference."""
    return archive.rows(ARTICLES, (story,))


def headlines(archive: Archive, story: int) -> list[Row]:
    """Every headline that each article of a story has had, and when."""
    return archive.rows(HEADLINES, (story,))


def events(archive: Archive, story: int) -> list[Row]:
    """When stories were merged into this one or split off it."""
    return archive.rows(STORY_EVENTS, (story,))


def updates(archive: Archive, story: int) -> list[Row]:
    """The revisions of the reference, the first one too, each with whether it corrects, and its opening."""
    return archive.rows(UPDATES, (story,))


def carried(archive: Archive, story: int) -> dict[int, list[Row]]:
    """For each article, in order, which revision of the reference each of its revisions is nearest to."""
    found: dict[int, list[Row]] = {}
    for row in archive.rows(CARRIED, (story,)):
        found.setdefault(row["id"], []).append(row)
    return found


def removed_at(archive: Archive, article: int) -> str:
    """When an article was first found to be gone; when it was last there, where no event says."""
    return str(
        archive.value(
            "SELECT coalesce((SELECT max(happened_at) FROM events WHERE article = a.id AND kind = 'removed'), "
            "a.last_seen) FROM articles a WHERE a.id = ?",
            (article,),
        )
    )
