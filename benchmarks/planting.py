"""A large archive made of a small one: a few thousand invented articles, multiplied by the database itself.

The first ones are planted through storage. Each of the others is one of them again at another outlet, address and time:
its paragraphs are the first half of one and the second half of another, its marks are its own, and are shared by those
of the same round only, as copies of one dispatch are. What marks two stories of the small archive share is stock in the
large one. A million articles take some minutes; what is measured goes the whole way afterwards.
"""

from __future__ import annotations

from itertools import count

from benchmarks.stories_corpus import pieces
from benchmarks.stories_planting import plant, plant_stories
from storage.archive import Archive
from storage.links import NOBODY
from storage.paragraphs import PARTS, numbers

FIRST, BATCH = 2000, 50_000  # articles planted through storage; articles multiplied in one transaction
MARKS = 2**48
FRESH = """
WITH RECURSIVE counted (n) AS (SELECT :first UNION ALL SELECT n + 1 FROM counted WHERE n < :last)
INSERT INTO temp.fresh (n, source, round, outlet, address, at, key)
SELECT n, 1 + (n - 1) % :few, (n - 1) / :few, outlet, 'https://' || outlet || '/' || n,
       strftime('%Y-%m-%dT%H:%M:%SZ', '2020-01-01', (n * 60) || ' seconds'), lower(hex(randomblob(16)))
FROM (SELECT n, 'paper' || abs(random() % :outlets) || '.example' AS outlet FROM counted)
"""
TEXTS = """
INSERT INTO temp.texts (n, position, outlet, text)
SELECT f.n, mine.position, f.outlet,
       substr(a.text, 1, length(a.text) / 2) || coalesce(substr(b.text, length(b.text) / 2), '')
FROM temp.fresh f JOIN placements mine ON mine.article = f.source JOIN paragraphs a ON a.id = mine.paragraph
LEFT JOIN placements other ON other.article = 1 + (f.source + f.round) % :few AND other.position = mine.position
LEFT JOIN paragraphs b ON b.id = other.paragraph
WHERE f.n % :nth = 0 ORDER BY f.outlet, f.n, mine.position
"""
ROWS = (
    """INSERT INTO fetches (id, key, fetched_at, moment, outlet, address, final_address, status, headers, seal)
    SELECT n, key, at, unixepoch(at) * 1000000, outlet, address, address, 200, '{}', '' FROM temp.fresh""",
    """INSERT INTO articles (id, key, outlet, address, state, first_seen, last_seen)
    SELECT n, key, outlet, address, 'present', at, at FROM temp.fresh""",
    """INSERT INTO addresses (key, outlet, article, address, via, first_seen, last_seen)
    SELECT address, outlet, n, address, 'requested', at, at FROM temp.fresh""",
    """INSERT INTO revisions
    (id, key, article, number, first_seen, last_seen, made_by, title, extractor, content, words)
    SELECT f.n, f.key, f.n, 1, f.at, f.at, f.n, r.title, r.extractor, f.key, r.words
    FROM temp.fresh f JOIN revisions r ON r.id = f.source""",
    """INSERT INTO readings (fetch, article, moment, outcome, revision)
    SELECT n, n, unixepoch(at) * 1000000, 'new', n FROM temp.fresh""",
    """INSERT INTO paragraph_parts (id, hash, text) SELECT id, randomblob(12), text FROM temp.texts ORDER BY id""",
    """INSERT INTO placements (article, position, first, last, paragraph)
    SELECT n, position, n, n, id FROM temp.texts ORDER BY n, position""",
    "INSERT INTO prints (article, marks) SELECT f.n, p.marks FROM temp.fresh f JOIN prints p ON p.article = f.source",
    """INSERT INTO stories (id, key, first_seen)
    SELECT f.n, 'planted ' || f.n, f.at FROM temp.fresh f JOIN stories s ON s.id = f.source""",
    """INSERT INTO story_articles (article, story, why, joined_at)
    SELECT f.n, f.n - f.source + s.story, 'planted', f.at FROM temp.fresh f
    JOIN story_articles s ON s.article = f.source""",
)
STOCK = """
CREATE TEMP TABLE shared AS SELECT hash FROM fingerprints f JOIN story_articles s ON s.article = f.article
GROUP BY hash HAVING count(DISTINCT s.story) > 1
"""
INDEX = f"""
WITH RECURSIVE rounds (round) AS (SELECT 1 UNION ALL SELECT round + 1 FROM rounds WHERE round < :rounds)
INSERT OR IGNORE INTO fingerprints (hash, article)
SELECT (f.hash + r.round * 0x9E3779B97F4B) % {MARKS} AS mark, f.article + r.round * :few AS article
FROM rounds r CROSS JOIN fingerprints f
WHERE f.article BETWEEN 1 AND :few AND f.article + r.round * :few <= :articles ORDER BY 1, 2
"""


def planted(archive: Archive, articles: int, *, outlets: int = 200, nth: int = 1, first: int = FIRST) -> None:
    """Fill a new archive with so many articles at *outlets* outlets, made of the *first*; one in *nth* has its text."""
    few = min(first, articles)
    conn = archive.db.conn
    conn.execute("PRAGMA synchronous = OFF")
    with archive.transaction():
        some = list(pieces(few, seed=5))
        for piece in some:
            plant(archive, piece)
        plant_stories(archive, some)
        conn.executemany(
            "INSERT OR IGNORE INTO outlets (id) VALUES (?)", [(f"paper{number}.example",) for number in range(outlets)]
        )
    names = {"few": few, "outlets": outlets, "nth": nth, "articles": articles, "rounds": articles // few}
    for begin in range(few + 1, articles + 1, BATCH):
        _multiply(archive, names | {"first": begin, "last": min(begin + BATCH - 1, articles)})
    with archive.transaction():
        if articles > few:
            conn.execute(STOCK)
            conn.execute("DELETE FROM fingerprints WHERE hash IN (SELECT hash FROM temp.shared)")
            conn.execute(INDEX, names)
            conn.execute("INSERT INTO fingerprints (hash, article) SELECT hash, ? FROM temp.shared", (NOBODY,))
            conn.execute("DROP TABLE temp.shared")
        conn.execute("DELETE FROM trees_unsettled")
    conn.execute("ANALYZE")
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    conn.execute("PRAGMA synchronous = FULL")


def _multiply(archive: Archive, names: dict[str, int]) -> None:
    conn = archive.db.conn
    conn.execute(
        "CREATE TEMP TABLE fresh (n INTEGER PRIMARY KEY, source INTEGER, round INTEGER, outlet, address, at, key)"
    )
    conn.execute(
        "CREATE TEMP TABLE texts (place INTEGER PRIMARY KEY, id INTEGER, n INTEGER, position INTEGER, outlet, text)"
    )
    with archive.transaction():
        conn.execute(FRESH, names)
        conn.execute(TEXTS, names)
        _number(archive)
        for sql in ROWS:
            conn.execute(sql)
    conn.execute("DROP TABLE temp.fresh")
    conn.execute("DROP TABLE temp.texts")


def _number(archive: Archive) -> None:
    """Give the texts numbers of their outlets', as those that are kept get them."""
    counted = archive.db.conn.execute("SELECT outlet, count(*) FROM temp.texts GROUP BY outlet ORDER BY min(place)")
    free = [number for outlet, many in counted.fetchall() for number in numbers(archive, PARTS, outlet, many)]
    archive.db.conn.executemany("UPDATE temp.texts SET id = ? WHERE place = ?", zip(free, count(1), strict=False))
