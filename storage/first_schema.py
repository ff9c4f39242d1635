"""The schema of the first archives, from which `storage.migrations` goes on. It is never edited."""

SCHEMA = """
CREATE TABLE outlets (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL DEFAULT '',
    home TEXT NOT NULL DEFAULT '',
    lang TEXT,
    licence TEXT NOT NULL DEFAULT 'unknown',
    agency TEXT,
    paused INTEGER NOT NULL DEFAULT 0,
    configured INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE pages (
    hash TEXT PRIMARY KEY,
    media_type TEXT NOT NULL DEFAULT '',
    headers TEXT NOT NULL DEFAULT '{}',
    bytes INTEGER NOT NULL,
    body BLOB NOT NULL,
    leans_on TEXT REFERENCES pages (hash)
) STRICT;

CREATE TABLE fetches (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    fetched_at TEXT NOT NULL,
    moment INTEGER NOT NULL,
    outlet TEXT NOT NULL REFERENCES outlets (id),
    kind TEXT NOT NULL DEFAULT 'article',
    address TEXT NOT NULL,
    final_address TEXT NOT NULL,
    hops TEXT NOT NULL DEFAULT '[]',
    why TEXT NOT NULL DEFAULT '',
    claims TEXT NOT NULL DEFAULT '{}',
    status INTEGER,
    etag TEXT,
    last_modified TEXT,
    headers TEXT NOT NULL DEFAULT '{}',
    page TEXT REFERENCES pages (hash),
    body_hash TEXT,
    bytes INTEGER,
    seconds REAL,
    truncated INTEGER NOT NULL DEFAULT 0,
    refused TEXT,
    error TEXT
) STRICT;

CREATE INDEX fetches_by_time ON fetches (moment);

CREATE INDEX fetches_by_address ON fetches (address, moment);

CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    outlet TEXT NOT NULL REFERENCES outlets (id),
    address TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'unread',
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL
) STRICT;

CREATE INDEX articles_by_outlet ON articles (outlet, first_seen);

CREATE TABLE addresses (
    key TEXT NOT NULL,
    outlet TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (id),
    address TEXT NOT NULL,
    via TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    PRIMARY KEY (outlet, key)
) STRICT;

CREATE INDEX addresses_by_article ON addresses (article);

CREATE TABLE readings (
    fetch INTEGER PRIMARY KEY REFERENCES fetches (id),
    article INTEGER REFERENCES articles (id),
    moment INTEGER NOT NULL DEFAULT 0,
    outcome TEXT NOT NULL,
    reason TEXT,
    quality REAL,
    revision INTEGER REFERENCES revisions (id),
    modified TEXT,
    canonical TEXT,
    extractor TEXT,
    content TEXT
) STRICT;

CREATE INDEX readings_by_article ON readings (article, moment);

CREATE INDEX readings_by_revision ON readings (revision);

CREATE INDEX readings_by_outcome ON readings (outcome);

CREATE TABLE paragraphs (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE paragraphs_fts USING fts5 (text, content='paragraphs', content_rowid='id');

CREATE TRIGGER paragraphs_ai AFTER INSERT ON paragraphs BEGIN
    INSERT INTO paragraphs_fts (rowid, text) VALUES (new.id, new.text);
END;

CREATE TRIGGER paragraphs_ad AFTER DELETE ON paragraphs BEGIN
    INSERT INTO paragraphs_fts (paragraphs_fts, rowid, text) VALUES ('delete', old.id, old.text);
END;

CREATE TABLE revisions (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES articles (id),
    number INTEGER NOT NULL,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    made_by INTEGER NOT NULL REFERENCES fetches (id),
    title TEXT,
    standfirst TEXT,
    byline TEXT,
    credit TEXT,
    published TEXT,
    modified TEXT,
    lang TEXT,
    extractor TEXT NOT NULL,
    content TEXT NOT NULL,
    words INTEGER NOT NULL,
    UNIQUE (article, number)
) STRICT;

CREATE INDEX revisions_by_time ON revisions (first_seen);

CREATE TABLE revision_paragraphs (
    revision INTEGER NOT NULL REFERENCES revisions (id),
    position INTEGER NOT NULL,
    paragraph INTEGER NOT NULL REFERENCES paragraphs (id),
    PRIMARY KEY (revision, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX revision_paragraphs_by_paragraph ON revision_paragraphs (paragraph);

CREATE TABLE diffs (
    id INTEGER PRIMARY KEY,
    before INTEGER NOT NULL REFERENCES revisions (id),
    after INTEGER NOT NULL REFERENCES revisions (id),
    relation TEXT NOT NULL CHECK (relation IN ('revision', 'copy')),
    similarity REAL NOT NULL,
    contained REAL NOT NULL,
    level TEXT NOT NULL,
    edits INTEGER NOT NULL,
    material INTEGER NOT NULL,
    changed_words INTEGER NOT NULL,
    UNIQUE (before, after, relation)
) STRICT;

CREATE INDEX diffs_by_after ON diffs (after);

CREATE TABLE edits (
    diff INTEGER NOT NULL REFERENCES diffs (id),
    position INTEGER NOT NULL,
    op TEXT NOT NULL,
    kinds TEXT NOT NULL DEFAULT '',
    material INTEGER NOT NULL,
    field TEXT NOT NULL DEFAULT 'text',
    before_start INTEGER,
    before_end INTEGER,
    before_text TEXT,
    after_start INTEGER,
    after_end INTEGER,
    after_text TEXT,
    context TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (diff, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE stories (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL DEFAULT '',
    followed TEXT,
    agency TEXT,
    agency_confidence REAL,
    agency_evidence TEXT NOT NULL DEFAULT '[]',
    reference INTEGER REFERENCES revisions (id),
    first_seen TEXT NOT NULL
) STRICT;

CREATE TABLE story_articles (
    article INTEGER PRIMARY KEY REFERENCES articles (id),
    story INTEGER NOT NULL REFERENCES stories (id),
    why TEXT NOT NULL,
    score REAL,
    joined_at TEXT NOT NULL,
    reference INTEGER REFERENCES revisions (id),
    agency TEXT,
    credits TEXT NOT NULL DEFAULT '[]'
) STRICT;

CREATE INDEX story_articles_by_story ON story_articles (story);

CREATE TABLE story_links (
    article INTEGER NOT NULL REFERENCES articles (id),
    other INTEGER NOT NULL REFERENCES articles (id),
    kind TEXT NOT NULL CHECK (kind IN ('copy', 'rewritten', 'given', 'embeds', 'related')),
    score REAL NOT NULL,
    cover REAL NOT NULL DEFAULT 1,
    other_cover REAL NOT NULL DEFAULT 1,
    start REAL NOT NULL DEFAULT 0,
    stop REAL NOT NULL DEFAULT 1,
    other_start REAL NOT NULL DEFAULT 0,
    other_stop REAL NOT NULL DEFAULT 1,
    told INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (article, other)
) STRICT, WITHOUT ROWID;

CREATE INDEX story_links_by_other ON story_links (other);

CREATE TABLE story_unsettled (
    article INTEGER PRIMARY KEY REFERENCES articles (id)
) STRICT;

CREATE TABLE derivations (
    child INTEGER NOT NULL REFERENCES revisions (id),
    parent INTEGER REFERENCES revisions (id),
    relation TEXT NOT NULL,
    chosen INTEGER NOT NULL DEFAULT 1,
    confidence REAL NOT NULL,
    rewritten INTEGER NOT NULL DEFAULT 0,
    evidence TEXT NOT NULL DEFAULT '[]',
    UNIQUE (child, parent)
) STRICT;

CREATE INDEX derivations_by_parent ON derivations (parent);

CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (id),
    fetch INTEGER REFERENCES fetches (id),
    revision INTEGER REFERENCES revisions (id),
    kind TEXT NOT NULL,
    happened_at TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX events_by_article ON events (article);

CREATE TABLE furniture (
    outlet TEXT NOT NULL REFERENCES outlets (id),
    hash TEXT NOT NULL,
    text TEXT NOT NULL,
    articles INTEGER NOT NULL,
    place TEXT NOT NULL DEFAULT '',
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    off INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (outlet, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE furniture_sightings (
    outlet TEXT NOT NULL,
    hash TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (id),
    kind TEXT NOT NULL,
    place TEXT NOT NULL,
    topical REAL NOT NULL,
    present INTEGER NOT NULL,
    turns INTEGER NOT NULL,
    PRIMARY KEY (outlet, hash, article)
) STRICT, WITHOUT ROWID;

CREATE INDEX furniture_sightings_by_article ON furniture_sightings (article);

CREATE TABLE fingerprints (
    hash INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (hash, article)
) STRICT, WITHOUT ROWID;

CREATE INDEX fingerprints_by_article ON fingerprints (article);

CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    made_at TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '{}',
    who TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    made_at TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    who TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    event TEXT NOT NULL DEFAULT '',
    attempt INTEGER NOT NULL DEFAULT 0,
    sent_at TEXT NOT NULL,
    target TEXT NOT NULL,
    subject TEXT NOT NULL,
    outcome TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    UNIQUE (key, event, attempt)
) STRICT;

CREATE INDEX deliveries_by_target ON deliveries (target, event);

CREATE TABLE tombstones (
    hash TEXT PRIMARY KEY,
    made_at TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE visits (
    id INTEGER PRIMARY KEY,
    outlet TEXT NOT NULL REFERENCES outlets (id),
    kind TEXT NOT NULL DEFAULT 'article',
    key TEXT NOT NULL,
    address TEXT NOT NULL,
    why TEXT NOT NULL DEFAULT '',
    claims TEXT NOT NULL DEFAULT '{}',
    created_at TEXT NOT NULL,
    due_at TEXT,
    taken_by INTEGER REFERENCES batches (id),
    etag TEXT,
    last_modified TEXT,
    body_hash TEXT,
    last_fetch INTEGER REFERENCES fetches (id),
    last_change TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    stopped TEXT,
    UNIQUE (outlet, kind, key)
) STRICT;

CREATE TABLE rebuilds (
    id INTEGER PRIMARY KEY,
    scope TEXT NOT NULL,
    began_at TEXT NOT NULL,
    done_to TEXT NOT NULL DEFAULT '',
    articles INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0,
    ended_at TEXT
) STRICT;

CREATE INDEX visits_by_due ON visits (due_at) WHERE stopped IS NULL;

CREATE INDEX visits_by_batch ON visits (taken_by) WHERE taken_by IS NOT NULL;

CREATE TABLE batches (
    id INTEGER PRIMARY KEY,
    began_at TEXT NOT NULL,
    deadline_at TEXT NOT NULL,
    ended_at TEXT,
    pid INTEGER,
    visits INTEGER NOT NULL,
    ending TEXT,
    stats TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE TABLE robots (
    origin TEXT PRIMARY KEY,
    fetched_at TEXT NOT NULL,
    status INTEGER,
    body TEXT NOT NULL DEFAULT '',
    good_at TEXT
) STRICT;

CREATE VIEW revision_texts AS
SELECT a.outlet, a.address AS url, r.number AS revision, r.first_seen, r.last_seen, r.title, r.standfirst, r.byline,
       r.credit, r.published, r.lang, r.words,
       (SELECT group_concat(text, char(10, 10)) FROM (
            SELECT p.text FROM revision_paragraphs rp JOIN paragraphs p ON p.id = rp.paragraph
            WHERE rp.revision = r.id ORDER BY rp.position)) AS text,
       r.id AS revision_id, a.id AS article_id
FROM revisions r JOIN articles a ON a.id = r.article;

CREATE VIEW headline_variants AS
SELECT a.outlet, a.address AS url, r.title, min(r.first_seen) AS first_seen, max(r.last_seen) AS last_seen,
       count(*) AS revisions, sa.story
FROM revisions r JOIN articles a ON a.id = r.article LEFT JOIN story_articles sa ON sa.article = a.id
GROUP BY a.id, r.title;

CREATE VIEW undisclosed_edits AS
SELECT a.outlet, a.address AS url, r.number AS revision, r.first_seen, e.op, e.kinds, e.field, e.before_text,
       e.after_text, e.context
FROM events v
JOIN revisions r ON r.id = v.revision
JOIN articles a ON a.id = v.article
JOIN diffs d ON d.after = r.id AND d.relation = 'revision'
JOIN edits e ON e.diff = d.id AND e.material = 1
WHERE v.kind = 'edited without a note';

CREATE VIEW removed AS
SELECT a.outlet, a.address AS url, v.happened_at AS absent_at, a.last_seen AS last_present_at, a.state, v.detail
FROM events v JOIN articles a ON a.id = v.article
WHERE v.kind = 'removed';

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

CREATE VIEW wire_copies AS
SELECT sa.story, s.agency, a.outlet, a.address AS url, sa.why, sa.score,
       (SELECT credit FROM revisions WHERE article = a.id ORDER BY number DESC LIMIT 1) AS credit
FROM story_articles sa JOIN stories s ON s.id = sa.story JOIN articles a ON a.id = sa.article;

CREATE VIEW unlicensed_full_text AS
SELECT sa.story, a.outlet, o.licence, a.address AS url, d.contained, d.similarity
FROM story_articles sa
JOIN articles a ON a.id = sa.article
JOIN outlets o ON o.id = a.outlet
JOIN revisions latest ON latest.article = a.id
    AND latest.number = (SELECT max(number) FROM revisions WHERE article = a.id)
JOIN diffs d ON d.after = latest.id AND d.relation = 'copy'
WHERE o.licence IN ('excerpt', 'none') AND d.contained >= 0.8;

CREATE VIEW still_running_old_version AS
SELECT sa.story, a.outlet, a.address AS url, base.number AS carries_wire_revision,
       newest.number AS wire_revision, newest.first_seen AS wire_revised_at, a.last_seen
FROM story_articles sa
JOIN articles a ON a.id = sa.article
JOIN revisions latest ON latest.article = a.id
    AND latest.number = (SELECT max(number) FROM revisions WHERE article = a.id)
JOIN diffs d ON d.after = latest.id AND d.relation = 'copy'
JOIN revisions base ON base.id = d.before
JOIN revisions newest ON newest.article = base.article
    AND newest.number = (SELECT max(number) FROM revisions WHERE article = base.article)
WHERE base.number < newest.number AND a.state = 'present';

CREATE VIEW outlet_health AS
WITH looks AS (
    SELECT f.outlet, substr(f.fetched_at, 1, 10) AS day, count(*) AS fetches,
           sum(r.outcome IN ('new', 'revised', 'moved', 'returned')) AS changed,
           sum(r.outcome IN ('unchanged', 'not-modified')) AS unchanged,
           sum(r.outcome = 'held') AS held,
           sum(r.outcome IN ('missing', 'gone')) AS absent,
           sum(r.outcome = 'refused') AS refused,
           sum(r.outcome = 'failed') AS failed,
           sum(r.outcome = 'not-modified') AS not_modified
    FROM fetches f JOIN readings r ON r.fetch = f.id
    WHERE f.kind = 'article'
    GROUP BY f.outlet, day
), first_versions AS (
    SELECT a.outlet, substr(v.first_seen, 1, 10) AS day, v.words, v.title IS NOT NULL AS titled,
           v.published IS NOT NULL AS dated,
           row_number() OVER (PARTITION BY a.outlet, substr(v.first_seen, 1, 10) ORDER BY v.words) AS place,
           count(*) OVER (PARTITION BY a.outlet, substr(v.first_seen, 1, 10)) AS articles
    FROM revisions v JOIN articles a ON a.id = v.article
    WHERE v.number = 1
), by_day AS (
    SELECT outlet, day, count(*) AS articles, avg(titled) AS title_rate, avg(dated) AS date_rate,
           avg(CASE WHEN place IN ((articles + 1) / 2, (articles + 2) / 2) THEN words END) AS median_words
    FROM first_versions GROUP BY outlet, day
), against_past AS (
    SELECT *, avg(median_words) OVER past AS usual_words, avg(title_rate) OVER past AS usual_titles,
           avg(date_rate) OVER past AS usual_dates, sum(articles) OVER past AS articles_before
    FROM by_day WINDOW past AS (PARTITION BY outlet ORDER BY day ROWS BETWEEN 28 PRECEDING AND 1 PRECEDING)
), reasons AS (
    SELECT outlet, day, group_concat(why || ' ' || times, ', ') AS held_reasons FROM (
        SELECT f.outlet, substr(f.fetched_at, 1, 10) AS day, count(*) AS times,
               substr(r.reason, 1, instr(r.reason || ':', ':') - 1) AS why
        FROM readings r JOIN fetches f ON f.id = r.fetch
        WHERE r.outcome = 'held' GROUP BY f.outlet, day, why ORDER BY times DESC, why)
    GROUP BY outlet, day
)
SELECT looks.outlet, looks.day, fetches, changed, unchanged, held, absent, refused, failed, round(median_words) AS
       median_words, round(usual_words) AS usual_words, round(title_rate, 2) AS title_rate,
       round(date_rate, 2) AS date_rate, held_reasons,
       nullif(ltrim(
           CASE WHEN articles >= 3 AND articles_before >= 5 AND median_words < 0.5 * usual_words
                THEN '; texts are less than half as long as before' ELSE '' END ||
           CASE WHEN articles >= 3 AND articles_before >= 5 AND title_rate < usual_titles - 0.3
                THEN '; titles are missing' ELSE '' END ||
           CASE WHEN articles >= 3 AND articles_before >= 5 AND date_rate < usual_dates - 0.3
                THEN '; dates are missing' ELSE '' END ||
           CASE WHEN held >= 5 AND held > 0.5 * (fetches - not_modified)
                THEN '; most pages are held: ' || held_reasons ELSE '' END, '; '), '') AS warning
FROM looks LEFT JOIN against_past p ON p.outlet = looks.outlet AND p.day = looks.day
LEFT JOIN reasons ON reasons.outlet = looks.outlet AND reasons.day = looks.day;
"""
