"""The tables in SQLite, and what the engine says to it."""

FORMAT = 1
"""The format of the database; a store with a higher one is of a later version."""

APPLICATION = "clanbook"

SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE journal (seq INTEGER PRIMARY KEY, seal BLOB NOT NULL, entry BLOB NOT NULL);
CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER journal_never_shrinks BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is never deleted from'); END;

CREATE TABLE accesses (seq INTEGER PRIMARY KEY, seal BLOB NOT NULL, entry BLOB NOT NULL);
CREATE TRIGGER accesses_never_change BEFORE UPDATE ON accesses
    BEGIN SELECT RAISE(ABORT, 'the log of accesses is never changed'); END;
CREATE TRIGGER accesses_never_shrink BEFORE DELETE ON accesses
    BEGIN SELECT RAISE(ABORT, 'the log of accesses is never deleted from'); END;

-- body is NULL once a document was removed: its id is never given out again.
-- until is 9999-12-31 while a document is open, NULL in tables whose documents never close.
CREATE TABLE documents (
    tbl TEXT NOT NULL, id INTEGER NOT NULL, seq INTEGER NOT NULL,
    subject INTEGER, until TEXT, body BLOB,
    PRIMARY KEY (tbl, id)) WITHOUT ROWID;
CREATE INDEX documents_seq ON documents (seq);
CREATE INDEX documents_subject ON documents (tbl, subject) WHERE subject IS NOT NULL;
CREATE INDEX documents_until ON documents (tbl, until) WHERE until IS NOT NULL;

CREATE TABLE subjects (subject INTEGER PRIMARY KEY, key BLOB NOT NULL);

CREATE TABLE drafts (
    staff INTEGER NOT NULL, form TEXT NOT NULL, subject INTEGER NOT NULL,
    body BLOB NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (staff, form, subject)) WITHOUT ROWID;
"""

SHAPES = """
SELECT type || ' ' || name, sql FROM sqlite_master
WHERE sql IS NOT NULL AND substr(name, 1, 7) <> 'sqlite_'"""
META = {"application", "format", "demo"}

# INDEXED BY: SQLite, which keeps no statistics here, would take a table's documents one by one.
DOCUMENT = "SELECT d.tbl, d.id, d.seq, d.subject, d.until, CAST(d.body AS BLOB) FROM documents d "
CHANGED_SINCE = DOCUMENT + "WHERE d.seq > ? ORDER BY d.seq"
ALL_LIVE = DOCUMENT + "WHERE d.tbl = ? AND d.body IS NOT NULL"
LIVE_SINCE = (
    DOCUMENT + "INDEXED BY documents_until WHERE d.tbl = ? AND d.until >= ? AND d.body IS NOT NULL"
)
LIVE_SUBJECTS_SINCE = """
SELECT d.tbl, d.id, d.seq, d.subject, d.until, CAST(d.body AS BLOB)
FROM documents r INDEXED BY documents_until
JOIN documents d INDEXED BY documents_subject ON d.tbl = ? AND d.subject = r.id
WHERE r.tbl = ? AND r.until >= ? AND r.body IS NOT NULL AND d.body IS NOT NULL"""
OF_SUBJECTS = """
SELECT d.tbl, d.id, d.seq, d.subject, d.until, CAST(d.body AS BLOB)
FROM documents d INDEXED BY documents_subject
WHERE d.tbl = ? AND d.subject IN (SELECT value FROM json_each(?)) AND d.body IS NOT NULL"""
IDS_OF = """
SELECT id FROM documents INDEXED BY documents_subject
WHERE tbl = ? AND subject = ? ORDER BY id"""
PLACE = """
INSERT INTO documents (tbl, id, seq, subject, until, body) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (tbl, id) DO UPDATE SET
    seq = excluded.seq, subject = excluded.subject, until = excluded.until, body = excluded.body"""
CHANGE = "UPDATE documents SET seq = ?, body = ? WHERE tbl = ? AND id = ?"
KEEP_DRAFT = """
INSERT OR REPLACE INTO drafts SELECT ?1, ?2, ?3, ?4, ?5
WHERE ?3 = 0 OR EXISTS (SELECT 1 FROM subjects WHERE subject = ?3)
   OR NOT EXISTS (SELECT 1 FROM documents WHERE subject = ?3)"""
DROP_DRAFT = "DELETE FROM drafts WHERE staff = ? AND form = ? AND subject = ?"
# CAST: where somebody put text in place of bytes, its bytes are what counts.
ROW = "SELECT seq, CAST(seal AS BLOB), CAST(entry AS BLOB) FROM "
SOME = """
SELECT seq, CAST(seal AS BLOB), CAST(entry AS BLOB) FROM journal
WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq"""
ABOUT = (
    ROW
    + """journal
WHERE seq > ? AND (instr(entry, ?) OR instr(entry, ?)) ORDER BY seq LIMIT ?"""
)
