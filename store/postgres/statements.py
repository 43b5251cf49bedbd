"""What the engine says to the server, in one service's schema and no other."""

SERVICES = """
SELECT name, format, demo FROM clanbook.services
JOIN pg_namespace n ON n.nspname = 'clanbook_' || name
WHERE has_schema_privilege(n.oid, 'USAGE') ORDER BY name"""

HEAD = "SELECT seq, seal FROM journal ORDER BY seq DESC LIMIT 1"
TURN = (
    "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; "
    "SELECT pg_advisory_xact_lock(1668047214, 'journal'::regclass::oid::int); " + HEAD
)
MOMENT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; " + HEAD
# Something written, so that this commit too waits for the disk, and for the stand-in.
FLUSH = "SELECT pg_logical_emit_message(true, 'clanbook', ''); COMMIT"

ROW = "SELECT seq, seal, entry FROM "
ABOUT = (
    ROW + "journal WHERE seq > %s AND (position(%s::bytea IN entry) > 0"
    " OR position(%s::bytea IN entry) > 0) ORDER BY seq LIMIT %s"
)
DOCUMENT = "SELECT d.tbl, d.id, d.seq, d.subject, d.until, d.body FROM documents d "
ALL_LIVE = DOCUMENT + "WHERE d.tbl = %s AND d.body IS NOT NULL ORDER BY d.id"
LIVE_SINCE = DOCUMENT + "WHERE d.tbl = %s AND d.until >= %s AND d.body IS NOT NULL ORDER BY d.id"
LIVE_SUBJECTS_SINCE = """
SELECT d.tbl, d.id, d.seq, d.subject, d.until, d.body
FROM documents r JOIN documents d ON d.tbl = %s AND d.subject = r.id
WHERE r.tbl = %s AND r.until >= %s AND r.body IS NOT NULL AND d.body IS NOT NULL ORDER BY d.id"""
OF_SUBJECTS = (
    DOCUMENT + "WHERE d.tbl = %s AND d.subject = ANY(%s::bigint[]) AND d.body IS NOT NULL "
    "ORDER BY d.id"
)
NAMED = DOCUMENT + "JOIN unnest(%s::text[], %s::bigint[]) a (tbl, id) USING (tbl, id)"
EVERYTHING = (
    DOCUMENT + "WHERE d.seq <= %s AND (d.tbl, d.id) > (%s, %s) ORDER BY d.tbl, d.id LIMIT %s"
)
PLACE = """
INSERT INTO documents (tbl, id, seq, subject, until, body) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (tbl, id, service) DO UPDATE SET
    seq = excluded.seq, subject = excluded.subject, until = excluded.until, body = excluded.body"""
CHANGE = "UPDATE documents SET seq = %s, body = %s WHERE tbl = %s AND id = %s"
KEEP_DRAFT = """
INSERT INTO drafts (staff, form, subject, body, at)
SELECT * FROM (VALUES (%s::bigint, %s, %s::bigint, %s::bytea, %s))
    AS d (staff, form, subject, body, at)
WHERE d.subject = 0 OR EXISTS (SELECT FROM subjects s WHERE s.subject = d.subject)
   OR NOT EXISTS (SELECT FROM documents o WHERE o.subject = d.subject)
ON CONFLICT (staff, form, subject, service) DO UPDATE SET body = excluded.body, at = excluded.at"""
DROP_DRAFT = "DELETE FROM drafts WHERE staff = %s AND form = %s AND subject = %s"
OWNED = "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'documents'::regclass"
SWEPT = "VACUUM (FULL) documents, subjects, drafts"
UNGUARDED = """
SELECT t.name || ' can be changed: its trigger ' || g.name || ' is gone or switched off'
FROM (VALUES ('journal'), ('accesses')) t (name),
     (VALUES ('never_changes'), ('never_emptied')) g (name)
WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = to_regclass(t.name)
                  AND tgname = g.name AND tgenabled IN ('O', 'A'))
ORDER BY 1"""
CHECKSUMS = """
SELECT checksum_failures || ' pages did not fit their checksum' FROM pg_stat_database
WHERE datname = current_database() AND checksum_failures > 0"""
