"""The schema of indexing: what is new waits until its transaction ends, and then is indexed for search all at once.

An index of words is cheap to write in large pieces in the order of the numbers, and dear in small ones: SQLite writes
what it gathered before every statement that has triggers, and merges the pieces later. So triggers only note what is
new, and `Archive.transaction` indexes it last.
"""

WAITING = """
CREATE TABLE paragraphs_waiting (
    id INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE copies_waiting (
    id INTEGER PRIMARY KEY
) STRICT;
"""

TRIGGERS = """
DROP TRIGGER paragraphs_came;

DROP TRIGGER paragraphs_go;

DROP TRIGGER copies_came;

DROP TRIGGER copies_go;

CREATE TRIGGER paragraphs_came AFTER INSERT ON paragraph_parts BEGIN
    INSERT INTO paragraphs_waiting (id) VALUES (new.id); END;

CREATE TRIGGER paragraphs_go BEFORE DELETE ON paragraph_parts BEGIN
    INSERT INTO paragraphs_fts (paragraphs_fts, rowid, text) SELECT 'delete', id, text FROM paragraphs
    WHERE id = old.id AND NOT EXISTS (SELECT 1 FROM paragraphs_waiting WHERE id = old.id);
    DELETE FROM paragraphs_waiting WHERE id = old.id; END;

CREATE TRIGGER copies_came AFTER INSERT ON paragraph_copies BEGIN
    INSERT INTO copies_waiting (id) VALUES (new.id); END;

CREATE TRIGGER copies_go BEFORE DELETE ON paragraph_copies BEGIN
    INSERT INTO copies_fts (copies_fts, rowid, text) SELECT 'delete', old.id, text FROM paragraphs
    WHERE id = old.paragraph AND NOT EXISTS (SELECT 1 FROM copies_waiting WHERE id = old.id);
    DELETE FROM copies_waiting WHERE id = old.id; END;
"""
SCHEMA = WAITING + TRIGGERS

INDEXED = (
    "INSERT INTO paragraphs_fts (rowid, text) SELECT p.id, p.text FROM paragraphs_waiting w "
    "CROSS JOIN paragraphs p ON p.id = w.id ORDER BY w.id",
    "DELETE FROM paragraphs_waiting",
    "INSERT INTO copies_fts (rowid, text) SELECT c.id, p.text FROM copies_waiting w "
    "CROSS JOIN paragraph_copies c ON c.id = w.id CROSS JOIN paragraphs p ON p.id = c.paragraph ORDER BY w.id",
    "DELETE FROM copies_waiting",
)  # the statements that index what waits
