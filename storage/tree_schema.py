"""What the archive keeps of trees and of how updates spread: which stories wait to be settled, who runs which wording.

A story waits when a version of it came, went or changed its words or times, when an article joined or left it, and when
its reference changed. Triggers note that, so that nothing that changes a story has to know of trees.
"""

# Not INSERT OR IGNORE: how the statement that fires a trigger treats conflicts goes before what the trigger says.
WAITS = "INSERT INTO trees_unsettled (story) SELECT s.id FROM stories s LEFT JOIN trees_unsettled t ON t.story = s.id"
WAITS += " WHERE t.story IS NULL AND s.id IN"
OF_ARTICLE = f"{WAITS} (SELECT story FROM story_articles WHERE article ="  # noqa: S608 - our own words

SCHEMA = f"""
CREATE TABLE trees_unsettled (
    story INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE update_readings (
    wire_revision INTEGER NOT NULL REFERENCES revisions (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL REFERENCES revisions (id) ON DELETE CASCADE,
    reading TEXT NOT NULL CHECK (reading IN ('old', 'part', 'new', 'neither')),
    PRIMARY KEY (revision, wire_revision)
) STRICT, WITHOUT ROWID;

CREATE INDEX update_readings_by_wire ON update_readings (wire_revision);

CREATE TRIGGER trees_joined AFTER INSERT ON story_articles BEGIN
    {WAITS} (new.story); END;

CREATE TRIGGER trees_left AFTER DELETE ON story_articles BEGIN
    {WAITS} (old.story); END;

CREATE TRIGGER trees_changed_hands AFTER UPDATE OF story ON story_articles WHEN old.story <> new.story BEGIN
    {WAITS} (old.story, new.story); END;

CREATE TRIGGER trees_referred AFTER UPDATE OF reference ON stories WHEN old.reference IS NOT new.reference BEGIN
    {WAITS} (new.id); END;

CREATE TRIGGER trees_version_came AFTER INSERT ON revisions BEGIN
    {OF_ARTICLE} new.article); END;

CREATE TRIGGER trees_version_went AFTER DELETE ON revisions BEGIN
    {OF_ARTICLE} old.article); END;

CREATE TRIGGER trees_version_changed AFTER UPDATE OF number, first_seen, content, published, modified ON revisions
WHEN (old.number, old.first_seen, old.content) <> (new.number, new.first_seen, new.content)
    OR old.published IS NOT new.published OR old.modified IS NOT new.modified BEGIN
    {OF_ARTICLE} new.article); END;

CREATE TRIGGER trees_version_seen_longer AFTER UPDATE OF last_seen ON revisions
WHEN old.last_seen <> new.last_seen
    AND EXISTS (SELECT 1 FROM revisions WHERE article = new.article AND number = new.number + 1) BEGIN
    {OF_ARTICLE} new.article); END;

CREATE TRIGGER trees_agency_named AFTER UPDATE OF agency ON outlets WHEN old.agency IS NOT new.agency BEGIN
    {WAITS} (SELECT sa.story FROM articles a JOIN story_articles sa ON sa.article = a.id WHERE a.outlet = new.id); END;

INSERT INTO trees_unsettled (story) SELECT id FROM stories;

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
GROUP BY sa.story, a.id;
"""  # noqa: S608 - our own words
