"""The archive's schema, as decorated functions that are only ever appended.

Evidence (append-only, hashed) and derived rows are apart: ``EVIDENCE`` and ``DERIVED`` name the tables of each, and
``wirediff rebuild`` may empty every derived table and make it anew. The schema uses nothing that SQLite 3.37 cannot
read, since people open the file with whatever they have.
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from storage.copies_schema import SCHEMA as COPIES
from storage.derived import revision_key
from storage.first_schema import SCHEMA
from storage.health_schema import SCHEMA as HEALTH
from storage.index_schema import SCHEMA as INDEXING
from storage.judging_schema import SCHEMA as JUDGING
from storage.paragraph_schema import SCHEMA as PARAGRAPHS
from storage.paragraphs import splice_kept
from storage.seals import FIRST, seal
from storage.tree_schema import SCHEMA as TREES

EVIDENCE = ("pages", "requests", "fetches", "decisions", "notes", "deliveries", "tombstones")
DERIVED = (
    "readings", "articles", "addresses", "paragraph_parts", "paragraph_copies", "revisions", "placements", "diffs",
    "edits", "stories", "story_articles", "story_links", "story_unsettled",
    "derivations", "trees_unsettled", "update_readings", "events", "furniture", "furniture_sightings",
    "furniture_judged", "fingerprints", "prints", "outlet_days", "outlet_held", "outlet_firsts",
)  # fmt: skip
WORKING = (
    "number_blocks", "paragraphs_waiting", "copies_waiting", "outlets", "visits", "batches", "robots", "rebuilds",
    "audits",
)  # fmt: skip

migrations = Migrations("wirediff")


def run(db: Database, script: str) -> None:
    """Execute the statements of *script* one by one, inside the transaction that is open."""
    for statement in script.split(";\n\n"):
        if statement.strip():
            db.conn.execute(statement)


@migrations()
def first_schema(db: Database) -> None:
    """Every table of the design."""
    run(db, SCHEMA)


@migrations()
def seals_of_evidence(db: Database) -> None:
    """A hash over every row of evidence; rows of before are sealed as they are found."""
    db.conn.execute("ALTER TABLE tombstones ADD COLUMN kind TEXT NOT NULL DEFAULT 'address'")
    for table, covered in FIRST.items():
        db.conn.execute(f"ALTER TABLE {table} ADD COLUMN seal TEXT")
        key, names = next(iter(covered)), ", ".join(covered)
        rows = db.conn.execute(f"SELECT {names} FROM {table}").fetchall()  # noqa: S608 - names of our own tables
        for row in rows:
            found = seal(table, dict(zip(covered, row, strict=True)))
            db.conn.execute(f"UPDATE {table} SET seal = ? WHERE {key} = ?", (found, row[0]))  # noqa: S608


@migrations()
def rights_of_readings(db: Database) -> None:
    """What a publisher reserves, as its page says: noarchive, tdm-reserved."""
    db.conn.execute("ALTER TABLE readings ADD COLUMN rights TEXT NOT NULL DEFAULT ''")


@migrations()
def sights_of_looks(db: Database) -> None:
    """What a look at a page read, by name; how often a look that was cut short would have missed something."""
    run(db, SIGHTS)


@migrations()
def shorter_names_of_paragraphs(db: Database) -> None:
    """96 bits of a paragraph's digest name it: the table and its index hold each name."""
    db.conn.execute("UPDATE paragraphs SET hash = substr(hash, 1, 24)")


SIGHTS = """
ALTER TABLE readings ADD COLUMN sight BLOB;

CREATE INDEX readings_by_look ON readings (article, moment) WHERE sight IS NOT NULL;

CREATE TABLE audits (
    day TEXT PRIMARY KEY,
    looks INTEGER NOT NULL,
    misses INTEGER NOT NULL
) STRICT, WITHOUT ROWID
"""


@migrations()
def settling_of_trees(db: Database) -> None:
    """Stories wait for their tree by triggers; who runs which wording of an update is kept."""
    run(db, TREES)


@migrations()
def index_of_marks(db: Database) -> None:
    """The index of stories holds marks of a text and few holders of each; `wirediff rebuild` fills it anew."""
    run(db, INDEX)


@migrations()
def requests_of_fetches(db: Database) -> None:
    """The headers that were sent: most fetches send the same ones, so that each distinct set is kept once."""
    run(db, REQUESTS)


REQUESTS = """
CREATE TABLE requests (
    id INTEGER PRIMARY KEY,
    headers TEXT NOT NULL UNIQUE,
    seal TEXT
) STRICT;

ALTER TABLE fetches ADD COLUMN request INTEGER REFERENCES requests (id);

ALTER TABLE fetches ADD COLUMN request_values TEXT;
"""


@migrations()
def indexes_of_references(db: Database) -> None:
    """A revision is taken away, and a view asked for one story, outlet or day, without reading whole tables."""
    run(db, REFERENCES)


REFERENCES = """
CREATE INDEX stories_by_reference ON stories (reference) WHERE reference IS NOT NULL;

CREATE INDEX story_articles_by_reference ON story_articles (reference) WHERE reference IS NOT NULL;

CREATE INDEX events_by_revision ON events (revision) WHERE revision IS NOT NULL;

CREATE INDEX events_by_kind ON events (kind, happened_at);

CREATE INDEX articles_by_address ON articles (address);

DROP VIEW headline_variants;

CREATE VIEW headline_variants AS
SELECT a.outlet, a.address AS url, r.title, min(r.first_seen) AS first_seen, max(r.last_seen) AS last_seen,
       count(*) AS revisions, sa.story
FROM story_articles sa JOIN articles a ON a.id = sa.article JOIN revisions r ON r.article = a.id
GROUP BY a.id, r.title, a.outlet, a.address, sa.story
UNION ALL
SELECT a.outlet, a.address, r.title, min(r.first_seen), max(r.last_seen), count(*), NULL
FROM articles a JOIN revisions r ON r.article = a.id
WHERE NOT EXISTS (SELECT 1 FROM story_articles sa WHERE sa.article = a.id)
GROUP BY a.id, r.title, a.outlet, a.address;

DROP VIEW still_running_old_version;

CREATE VIEW still_running_old_version AS
SELECT sa.story, a.outlet, a.address AS url, min(missed.number) - 1 AS carries_wire_revision,
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
WHERE u.reading IN ('old', 'part') AND a.state = 'present' AND a.last_seen >= missed.first_seen
GROUP BY sa.story, a.id, a.outlet;
"""

INDEX = """
DROP TABLE fingerprints;

CREATE TABLE fingerprints (
    hash INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (hash, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE prints (
    article INTEGER PRIMARY KEY REFERENCES articles (id),
    marks BLOB NOT NULL
) STRICT;
"""


@migrations()
def runs_of_placements(db: Database) -> None:
    """A paragraph that stays where it is through many revisions is one row; shorter names of revisions."""
    run(db, PLACEMENTS)
    db.conn.execute("UPDATE readings SET content = substr(content, 1, 32)")
    db.conn.execute("UPDATE revisions SET content = substr(content, 1, 32)")
    said: dict[tuple[str, str], int] = {}
    rows = db.conn.execute(
        "SELECT r.id, a.key, r.content FROM revisions r JOIN articles a ON a.id = r.article "
        "ORDER BY r.article, r.number"
    ).fetchall()
    for revision, article, content in rows:
        nth = said.get((article, content), 0)
        said[article, content] = nth + 1
        name = revision_key(article, content, nth)
        db.conn.execute("UPDATE revisions SET key = ? WHERE id = ?", (name, revision))


PLACEMENTS = """
CREATE TABLE placements (
    article INTEGER NOT NULL REFERENCES articles (id),
    position INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    paragraph INTEGER NOT NULL REFERENCES paragraphs (id),
    PRIMARY KEY (article, position, first)
) STRICT, WITHOUT ROWID;

CREATE INDEX placements_by_paragraph ON placements (paragraph);

INSERT INTO placements (article, position, first, last, paragraph)
SELECT r.article, rp.position, r.id, r.id, rp.paragraph
FROM revision_paragraphs rp JOIN revisions r ON r.id = rp.revision;

DROP TABLE revision_paragraphs;

CREATE VIEW revision_paragraphs AS
SELECT r.id AS revision, p.position, p.paragraph
FROM revisions r JOIN placements p ON p.article = r.article AND +r.id BETWEEN p.first AND p.last;
"""


@migrations()
def slots_of_paragraphs(db: Database) -> None:
    """Where a paragraph stands by its mark-up: furniture is known by its place too."""
    db.conn.execute("ALTER TABLE furniture_sightings ADD COLUMN slot TEXT NOT NULL DEFAULT ''")


@migrations()
def days_of_outlets(db: Database) -> None:
    """An outlet's days are counted as they are written, so that its health need not be counted anew."""
    run(db, HEALTH)


@migrations()
def paragraphs_of_parts(db: Database) -> None:
    """A paragraph that is an edit of another keeps what differs; numbers by outlet, so that a search stays within."""
    run(db, PARAGRAPHS)


@migrations()
def splices_of_kept_paragraphs(db: Database) -> None:
    """What was kept whole is spliced as well."""
    splice_kept(db.conn)


@migrations()
def wordings_of_furniture(db: Database) -> None:
    """What comes and goes on a page is remembered with its words: no revision may have them."""
    db.conn.execute("ALTER TABLE furniture_sightings ADD COLUMN said TEXT NOT NULL DEFAULT ''")


@migrations()
def indexing_at_once(db: Database) -> None:
    """What a transaction brought is indexed at its end, all of it at once."""
    run(db, INDEXING)


@migrations()
def judging_of_furniture(db: Database) -> None:
    """By how many articles a piece was judged that many carry, so that the next one need not judge it again."""
    run(db, JUDGING)


@migrations()
def outlets_of_copies(db: Database) -> None:
    """A copy is found by its outlet."""
    run(db, COPIES)
