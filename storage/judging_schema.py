"""The schema of judging: by how many articles a piece of furniture was judged, until one of these changes.

Triggers take the row away then, so that nobody who writes a sighting has to know of it.
"""

JUDGED_ANEW = """
BEGIN DELETE FROM furniture_judged WHERE (outlet, hash) = ({row}.outlet, {row}.hash)
    AND until >= (SELECT first_seen FROM articles WHERE id = {row}.article); END
"""
SCHEMA = f"""
CREATE TABLE furniture_judged (
    outlet TEXT NOT NULL,
    hash TEXT NOT NULL,
    articles INTEGER NOT NULL,
    until TEXT NOT NULL,
    PRIMARY KEY (outlet, hash)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER furniture_came AFTER INSERT ON furniture_sightings {JUDGED_ANEW.format(row="new")};

CREATE TRIGGER furniture_turned AFTER UPDATE OF turns, said ON furniture_sightings
WHEN (old.turns, old.said) <> (new.turns, new.said) {JUDGED_ANEW.format(row="new")};

CREATE TRIGGER furniture_went AFTER DELETE ON furniture_sightings {JUDGED_ANEW.format(row="old")};

CREATE TRIGGER furniture_seen_earlier AFTER UPDATE OF first_seen ON articles WHEN old.first_seen <> new.first_seen BEGIN
    DELETE FROM furniture_judged WHERE outlet = new.outlet; END
"""  # noqa: S608 - our own words
