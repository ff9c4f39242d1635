"""The SQL that answers a report's tables again, from the archive alone, in any SQLite program."""

from __future__ import annotations

from reports.model import Question

STORY = {
    "Every headline that each article had": """
SELECT outlet, url, title, first_seen, last_seen FROM headline_variants WHERE story = {id} ORDER BY first_seen""",
    "Who still runs an old version of the reference": """
SELECT outlet, url, carries_wire_revision, wire_revision, wire_revised_at, last_seen
FROM still_running_old_version WHERE story = {id}""",
    "Paragraphs that each outlet cut": """
SELECT outlet, url, position, text FROM cut_paragraphs WHERE story = {id} ORDER BY outlet, position""",
    "Material edits without a note": """
SELECT u.* FROM undisclosed_edits u JOIN articles a ON a.address = u.url AND a.outlet = u.outlet
JOIN story_articles sa ON sa.article = a.id WHERE sa.story = {id} ORDER BY u.first_seen""",
    "What was removed": """
SELECT r.* FROM removed r JOIN articles a ON a.address = r.url AND a.outlet = r.outlet
JOIN story_articles sa ON sa.article = a.id WHERE sa.story = {id}""",
    "Who carries it, with which credit": """
SELECT outlet, url, credit, why FROM wire_copies WHERE story = {id}""",
    "Fetches that gave no version": """
SELECT f.outlet, f.address, f.fetched_at, r.outcome, r.reason FROM fetches f JOIN readings r ON r.fetch = f.id
JOIN story_articles sa ON sa.article = r.article
WHERE sa.story = {id} AND r.outcome IN ('held', 'refused', 'failed', 'missing', 'gone') ORDER BY f.moment""",
    "The page behind each revision": """
SELECT a.outlet, a.address, r.number, r.first_seen, coalesce(f.page, f.body_hash) AS sha256
FROM revisions r JOIN articles a ON a.id = r.article JOIN fetches f ON f.id = r.made_by
JOIN story_articles sa ON sa.article = a.id WHERE sa.story = {id} ORDER BY a.outlet, r.number""",
}
ARTICLE = {
    "Every revision with its text": """
SELECT revision, first_seen, last_seen, title, text FROM revision_texts WHERE article_id = {id} ORDER BY revision""",
    "Every edit": """
SELECT r.number AS revision, r.first_seen, e.op, e.kinds, e.material, e.field, e.before_text, e.after_text
FROM revisions r JOIN diffs d ON d.after = r.id AND d.relation = 'revision' JOIN edits e ON e.diff = d.id
WHERE r.article = {id} ORDER BY r.number, e.position""",
    "Every look and its outcome": """
SELECT f.fetched_at, f.address, f.status, r.outcome, r.reason, f.body_hash FROM readings r
JOIN fetches f ON f.id = r.fetch WHERE r.article = {id} ORDER BY f.moment""",
}


def of_story(story: int) -> tuple[Question, ...]:
    """The questions of a story's report."""
    return tuple(Question(title, sql.strip().format(id=int(story))) for title, sql in STORY.items())


def of_article(article: int) -> tuple[Question, ...]:
    """The questions of an article's report."""
    return tuple(Question(title, sql.strip().format(id=int(article))) for title, sql in ARTICLE.items())
