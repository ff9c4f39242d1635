"""The schema of paragraphs: spliced where they are an edit of another, numbered by outlet, indexed for search.

`paragraph_parts` holds each distinct paragraph once: whole, or as a base with the characters between its first *head*
and its last *tail* ones replaced. The view `paragraphs` reads it as text. A paragraph's number lies in a block of the
outlet that carried it first, so that a search within an outlet reads a range of the index; what an outlet took over
from others is a row of `paragraph_copies`, numbered and indexed likewise.
"""

TEXT = """CASE WHEN p.base IS NULL THEN p.text
    ELSE substr(b.text, 1, p.head) || p.text || substr(b.text, length(b.text) - p.tail + 1) END"""

MOVED_OUT = """
DROP VIEW revision_texts;

DROP VIEW cut_paragraphs;

DROP VIEW revision_paragraphs;

DROP TRIGGER paragraphs_ai;

DROP TRIGGER paragraphs_ad;

CREATE TEMP TABLE old_paragraphs AS
SELECT p.id, p.hash, p.text, (
    SELECT a.outlet FROM placements l JOIN articles a ON a.id = l.article WHERE l.paragraph = p.id
    ORDER BY l.first, l.article LIMIT 1) AS outlet
FROM paragraphs p;

CREATE TEMP TABLE homes AS
SELECT id AS old, coalesce(outlet, '') AS outlet, row_number() OVER (ORDER BY coalesce(outlet, ''), id) AS id
FROM old_paragraphs;

CREATE UNIQUE INDEX temp.homes_by_old ON homes (old);

CREATE UNIQUE INDEX temp.homes_by_id ON homes (id);

CREATE TEMP TABLE old_placements AS
SELECT l.article, l.position, l.first, l.last, h.id AS paragraph
FROM placements l JOIN homes h ON h.old = l.paragraph;

DROP TABLE placements;

DROP TABLE paragraphs;
"""

TABLES = """
CREATE TABLE paragraph_parts (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    base INTEGER REFERENCES paragraph_parts (id),
    head INTEGER,
    tail INTEGER,
    text TEXT NOT NULL
) STRICT;

CREATE INDEX paragraph_parts_by_base ON paragraph_parts (base) WHERE base IS NOT NULL;

CREATE TABLE paragraph_copies (
    id INTEGER PRIMARY KEY,
    paragraph INTEGER NOT NULL REFERENCES paragraph_parts (id),
    outlet TEXT NOT NULL,
    UNIQUE (paragraph, outlet)
) STRICT;

CREATE TABLE number_blocks (
    what TEXT NOT NULL CHECK (what IN ('paragraph_parts', 'paragraph_copies')),
    outlet TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (what, outlet, first)
) STRICT, WITHOUT ROWID;

CREATE INDEX number_blocks_by_number ON number_blocks (what, last);

CREATE TABLE placements (
    article INTEGER NOT NULL REFERENCES articles (id),
    position INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    paragraph INTEGER NOT NULL REFERENCES paragraph_parts (id),
    PRIMARY KEY (article, position, first)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE copies_fts USING fts5 (text, content='');
"""

MOVED_IN = """
INSERT INTO paragraph_parts (id, hash, text)
SELECT h.id, unhex(o.hash), o.text FROM homes h JOIN old_paragraphs o ON o.id = h.old ORDER BY h.id;

INSERT INTO placements (article, position, first, last, paragraph)
SELECT article, position, first, last, paragraph FROM old_placements;

CREATE INDEX placements_by_paragraph ON placements (paragraph);

INSERT INTO paragraph_copies (id, paragraph, outlet)
SELECT row_number() OVER (ORDER BY outlet, paragraph), paragraph, outlet FROM (
    SELECT DISTINCT l.paragraph, a.outlet FROM placements l JOIN articles a ON a.id = l.article
    JOIN homes h ON h.id = l.paragraph WHERE h.outlet <> a.outlet);

INSERT INTO number_blocks (what, outlet, first, last)
SELECT 'paragraph_parts', outlet, min(id), max(id) FROM homes GROUP BY outlet
UNION ALL SELECT 'paragraph_copies', outlet, min(id), max(id) FROM paragraph_copies GROUP BY outlet;

DROP TABLE temp.old_paragraphs;

DROP TABLE temp.homes;

DROP TABLE temp.old_placements;
"""

VIEWS = f"""
CREATE VIEW paragraphs AS
SELECT p.id, lower(hex(p.hash)) AS hash, {TEXT} AS text
FROM paragraph_parts p LEFT JOIN paragraph_parts b ON b.id = p.base;

CREATE VIEW revision_paragraphs AS
SELECT r.id AS revision, p.position, p.paragraph
FROM revisions r JOIN placements p ON p.article = r.article AND +r.id BETWEEN p.first AND p.last;

CREATE VIEW revision_texts AS
SELECT a.outlet, a.address AS url, r.number AS revision, r.first_seen, r.last_seen, r.title, r.standfirst, r.byline,
       r.credit, r.published, r.lang, r.words,
       (SELECT group_concat(text, char(10, 10)) FROM (
            SELECT p.text FROM revision_paragraphs rp JOIN paragraphs p ON p.id = rp.paragraph
            WHERE rp.revision = r.id ORDER BY rp.position)) AS text,
       r.id AS revision_id, a.id AS article_id
FROM revisions r JOIN articles a ON a.id = r.article;

CREATE VIEW cut_paragraphs AS
SELECT sa.story, wire_article.outlet AS source, copy_article.outlet AS outlet, copy_article.address AS url,
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
WHERE NOT EXISTS (
    SELECT 1 FROM revision_paragraphs kept WHERE kept.revision = latest.id AND kept.paragraph = rp.paragraph)
AND EXISTS (
    SELECT 1 FROM edits e WHERE e.diff = d.id AND e.op = 'delete' AND e.field = 'text'
    AND instr(e.before_text, p.text) > 0);
"""  # noqa: S608 - our own words

INDEXING = """
INSERT INTO paragraphs_fts (paragraphs_fts) VALUES ('rebuild');

INSERT INTO copies_fts (rowid, text)
SELECT c.id, p.text FROM paragraph_copies c JOIN paragraphs p ON p.id = c.paragraph ORDER BY c.id;

CREATE TRIGGER paragraphs_came AFTER INSERT ON paragraph_parts BEGIN
    INSERT INTO paragraphs_fts (rowid, text) SELECT id, text FROM paragraphs WHERE id = new.id; END;

CREATE TRIGGER paragraphs_go BEFORE DELETE ON paragraph_parts BEGIN
    INSERT INTO paragraphs_fts (paragraphs_fts, rowid, text)
    SELECT 'delete', id, text FROM paragraphs WHERE id = old.id; END;

CREATE TRIGGER copies_came AFTER INSERT ON paragraph_copies BEGIN
    INSERT INTO copies_fts (rowid, text) SELECT new.id, text FROM paragraphs WHERE id = new.paragraph; END;

CREATE TRIGGER copies_go BEFORE DELETE ON paragraph_copies BEGIN
    INSERT INTO copies_fts (copies_fts, rowid, text)
    SELECT 'delete', old.id, text FROM paragraphs WHERE id = old.paragraph; END;
"""
SCHEMA = MOVED_OUT + TABLES + MOVED_IN + VIEWS + INDEXING
