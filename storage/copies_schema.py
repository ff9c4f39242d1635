"""The schema of copies: an article that is compared with its story's reference is found by its outlet.

Few of an outlet's articles are copies; a view of them that is asked for one outlet reads these, not all.
"""

SCHEMA = """
ALTER TABLE story_articles ADD COLUMN outlet TEXT;

UPDATE story_articles SET outlet = (SELECT outlet FROM articles WHERE id = article) WHERE reference IS NOT NULL;

CREATE INDEX story_articles_compared ON story_articles (outlet) WHERE reference IS NOT NULL;

DROP VIEW cut_paragraphs;

CREATE VIEW cut_paragraphs AS
SELECT sa.story, wire_article.outlet AS source, sa.outlet, copy_article.address AS url,
       latest.number AS revision, rp.position, p.text
FROM story_articles sa
JOIN articles copy_article ON copy_article.id = sa.article
JOIN revisions latest ON latest.article = sa.article
    AND latest.number = (SELECT max(number) FROM revisions WHERE article = sa.article)
JOIN diffs d ON d.after = latest.id AND d.relation = 'copy'
JOIN revisions source ON source.id = d.before
JOIN articles wire_article ON wire_article.id = source.article
JOIN revision_paragraphs rp ON rp.revision = source.id
JOIN paragraphs p ON p.id = rp.paragraph
WHERE sa.reference IS NOT NULL
AND NOT EXISTS (
    SELECT 1 FROM revision_paragraphs kept WHERE kept.revision = latest.id AND kept.paragraph = rp.paragraph)
AND EXISTS (
    SELECT 1 FROM edits e WHERE e.diff = d.id AND e.op = 'delete' AND e.field = 'text'
    AND instr(e.before_text, p.text) > 0);

DROP VIEW still_running_old_version;

CREATE VIEW still_running_old_version AS
SELECT sa.story, sa.outlet, a.address AS url, min(missed.number) - 1 AS carries_wire_revision,
       newest.number AS wire_revision, newest.first_seen AS wire_revised_at, a.last_seen
FROM story_articles sa
JOIN articles a ON a.id = sa.article
JOIN revisions latest ON latest.article = a.id
    AND latest.number = (SELECT max(number) FROM revisions WHERE article = a.id)
JOIN update_readings u ON u.revision = latest.id
JOIN revisions missed ON missed.id = u.wire_revision
JOIN stories s ON s.id = sa.story
JOIN revisions reference ON reference.id = s.reference AND reference.article = missed.article
JOIN revisions newest ON newest.article = missed.article
    AND newest.number = (SELECT max(number) FROM revisions WHERE article = missed.article)
WHERE sa.reference IS NOT NULL AND u.reading IN ('old', 'part') AND a.state = 'present'
AND a.last_seen >= missed.first_seen
GROUP BY sa.story, sa.article, sa.outlet;
"""
