# ruff: noqa: S608 - all of it is our own words
"""The schema of outlets' health: counted while it is written, so that the view `outlet_health` counts nothing anew.

Each reading of an article's fetch, and each article's first revision, belongs to a day of its outlet; triggers count.
"""

OUTCOMES = {
    "changed": "('new', 'revised', 'moved', 'returned')",
    "unchanged": "('unchanged', 'not-modified')",
    "held": "('held')",
    "absent": "('missing', 'gone')",
    "refused": "('refused')",
    "failed": "('failed')",
    "not_modified": "('not-modified')",
}
DAY_OF_FETCH = "(SELECT outlet, substr(fetched_at, 1, 10) FROM fetches WHERE id = {row}.fetch AND kind = 'article')"
DAY_OF_FIRST = "(SELECT outlet, substr({row}.first_seen, 1, 10) FROM articles WHERE id = {row}.article)"
WHY = "coalesce(substr({row}.reason, 1, instr({row}.reason || ':', ':') - 1), '')"


def _counted(row: str, sign: str) -> str:
    """Add a reading to the counts of its day, or take it off."""
    counts = ", ".join(f"{name} = {name} {sign} ({row}.outcome IN {among})" for name, among in OUTCOMES.items())
    day = DAY_OF_FETCH.format(row=row)
    made = f"INSERT OR IGNORE INTO outlet_days (outlet, day) SELECT * FROM {day}; " if sign == "+" else ""
    return f"{made}UPDATE outlet_days SET fetches = fetches {sign} 1, {counts} WHERE (outlet, day) = {day};"


def _held(row: str, sign: str) -> str:
    """The same of the reason why a page was held."""
    day, why = DAY_OF_FETCH.format(row=row), WHY.format(row=row)
    made = f"INSERT OR IGNORE INTO outlet_held (outlet, day, why, times) SELECT *, {why}, 0 FROM {day}; "
    told = f"UPDATE outlet_held SET times = times {sign} 1 WHERE (outlet, day) = {day} AND why = {why};"
    return (made if sign == "+" else "") + told


def _first(row: str, *, came: bool) -> str:
    """Note an article's first revision, or take it off; its day is averaged anew."""
    day = DAY_OF_FIRST.format(row=row)
    if came:
        told = f"SELECT *, {row}.words, {row}.id, {row}.title IS NOT NULL, {row}.published IS NOT NULL FROM {day}"
        change = f"INSERT OR IGNORE INTO outlet_days (outlet, day) SELECT * FROM {day}; "
        change += (
            f"INSERT INTO outlet_firsts (outlet, day, words, revision, titled, dated) {told} WHERE {row}.number = 1;"
        )
    else:
        change = (
            f"DELETE FROM outlet_firsts WHERE (outlet, day) = {day} AND words = {row}.words AND revision = {row}.id;"
        )
    return f"{change} UPDATE outlet_days SET {AVERAGES} WHERE (outlet, day) = {day};"


AVERAGES = """(articles, median_words, title_rate, date_rate) = (
    SELECT count(*), avg(CASE WHEN place IN ((articles + 1) / 2, (articles + 2) / 2) THEN words END), avg(titled),
           avg(dated)
    FROM (SELECT words, titled, dated, row_number() OVER (ORDER BY words) AS place, count(*) OVER () AS articles
          FROM outlet_firsts f WHERE f.outlet = outlet_days.outlet AND f.day = outlet_days.day))"""
PAST = """(SELECT {what} FROM (SELECT * FROM outlet_days b WHERE b.outlet = d.outlet AND b.day < d.day
        AND b.articles > 0 AND d.articles > 0 ORDER BY b.day DESC LIMIT 28))"""

TABLES = f"""
CREATE TABLE outlet_days (
    outlet TEXT NOT NULL,
    day TEXT NOT NULL,
    fetches INTEGER NOT NULL DEFAULT 0,
    {", ".join(f"{name} INTEGER NOT NULL DEFAULT 0" for name in OUTCOMES)},
    articles INTEGER NOT NULL DEFAULT 0,
    median_words REAL,
    title_rate REAL,
    date_rate REAL,
    PRIMARY KEY (outlet, day)
) STRICT, WITHOUT ROWID;

CREATE INDEX outlet_days_by_day ON outlet_days (day);

CREATE TABLE outlet_held (
    outlet TEXT NOT NULL,
    day TEXT NOT NULL,
    why TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (outlet, day, why)
) STRICT, WITHOUT ROWID;

CREATE TABLE outlet_firsts (
    outlet TEXT NOT NULL,
    day TEXT NOT NULL,
    words INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    titled INTEGER NOT NULL,
    dated INTEGER NOT NULL,
    PRIMARY KEY (outlet, day, words, revision)
) STRICT, WITHOUT ROWID;
"""

COUNTS = f"""SELECT f.outlet, substr(f.fetched_at, 1, 10) AS day, count(*) AS fetches,
       {", ".join(f"sum(r.outcome IN {among}) AS {name}" for name, among in OUTCOMES.items())}
FROM readings r JOIN fetches f ON f.id = r.fetch WHERE f.kind = 'article' GROUP BY 1, 2"""

FILLED = f"""
INSERT INTO outlet_days (outlet, day, fetches, {", ".join(OUTCOMES)})
{COUNTS};

INSERT INTO outlet_held (outlet, day, why, times)
SELECT f.outlet, substr(f.fetched_at, 1, 10), {WHY.format(row="r")}, count(*)
FROM readings r JOIN fetches f ON f.id = r.fetch WHERE f.kind = 'article' AND r.outcome = 'held' GROUP BY 1, 2, 3;

INSERT INTO outlet_firsts (outlet, day, words, revision, titled, dated)
SELECT a.outlet, substr(v.first_seen, 1, 10), v.words, v.id, v.title IS NOT NULL, v.published IS NOT NULL
FROM revisions v JOIN articles a ON a.id = v.article WHERE v.number = 1;

INSERT OR IGNORE INTO outlet_days (outlet, day) SELECT outlet, day FROM outlet_firsts;

UPDATE outlet_days SET {AVERAGES};
"""

COUNTING = f"""
CREATE TRIGGER days_read AFTER INSERT ON readings BEGIN {_counted("new", "+")} END;

CREATE TRIGGER days_reread AFTER UPDATE OF outcome ON readings WHEN old.outcome <> new.outcome
BEGIN {_counted("old", "-")} {_counted("new", "+")} END;

CREATE TRIGGER days_unread AFTER DELETE ON readings BEGIN {_counted("old", "-")} END;

CREATE TRIGGER days_held AFTER INSERT ON readings WHEN new.outcome = 'held' BEGIN {_held("new", "+")} END;

CREATE TRIGGER days_held_no_more AFTER UPDATE OF outcome, reason ON readings WHEN old.outcome = 'held'
BEGIN {_held("old", "-")} END;

CREATE TRIGGER days_held_after_all AFTER UPDATE OF outcome, reason ON readings WHEN new.outcome = 'held'
BEGIN {_held("new", "+")} END;

CREATE TRIGGER days_held_gone AFTER DELETE ON readings WHEN old.outcome = 'held' BEGIN {_held("old", "-")} END;

CREATE TRIGGER days_first_came AFTER INSERT ON revisions WHEN new.number = 1 BEGIN {_first("new", came=True)} END;

CREATE TRIGGER days_first_changed AFTER UPDATE OF number, first_seen, words, title, published ON revisions
WHEN 1 IN (old.number, new.number) BEGIN {_first("old", came=False)} {_first("new", came=True)} END;

CREATE TRIGGER days_first_went AFTER DELETE ON revisions WHEN old.number = 1 BEGIN {_first("old", came=False)} END;
"""

VIEW = f"""
DROP VIEW outlet_health;

CREATE VIEW outlet_health AS
WITH days AS (
    SELECT outlet, day, fetches, changed, unchanged, held, absent, refused, failed, not_modified, articles,
           median_words, title_rate, date_rate,
           {PAST.format(what="avg(median_words)")} AS usual_words,
           {PAST.format(what="avg(title_rate)")} AS usual_titles,
           {PAST.format(what="avg(date_rate)")} AS usual_dates,
           {PAST.format(what="sum(articles)")} AS articles_before,
           (SELECT group_concat(why || ' ' || times, ', ') FROM (SELECT why, times FROM outlet_held h
            WHERE h.outlet = d.outlet AND h.day = d.day AND times > 0 ORDER BY times DESC, why)) AS held_reasons
    FROM outlet_days d WHERE fetches > 0
)
SELECT outlet, day, fetches, changed, unchanged, held, absent, refused, failed, round(median_words) AS median_words,
       round(usual_words) AS usual_words, round(title_rate, 2) AS title_rate, round(date_rate, 2) AS date_rate,
       held_reasons,
       nullif(ltrim(
           CASE WHEN articles >= 3 AND articles_before >= 5 AND median_words < 0.5 * usual_words
                THEN '; texts are less than half as long as before' ELSE '' END ||
           CASE WHEN articles >= 3 AND articles_before >= 5 AND title_rate < usual_titles - 0.3
                THEN '; titles are missing' ELSE '' END ||
           CASE WHEN articles >= 3 AND articles_before >= 5 AND date_rate < usual_dates - 0.3
                THEN '; dates are missing' ELSE '' END ||
           CASE WHEN held >= 5 AND held > 0.5 * (fetches - not_modified)
                THEN '; most pages are held: ' || held_reasons ELSE '' END, '; '), '') AS warning
FROM days;
"""
SCHEMA = TABLES + FILLED + COUNTING + VIEW
