"""Changing a service's tables behind the program's back, as their owner can."""

import re

import psycopg

SAID_OTHERWISE = (
    (r"zeroblob\((\d+)\)", r"decode(repeat('00', \1), 'hex')"),
    (r"x'([0-9a-f]*)'", r"decode('\1', 'hex')"),
    (
        r"replace\((\w+), ('[^']*'), ('[^']*')\)",
        r"convert_to(replace(convert_from(\1, 'UTF8'), \2, \3), 'UTF8')",
    ),
    (r"('\w+') \|\| char\(0\)", r"\1::bytea || decode('00', 'hex')"),
    (r"INTO documents VALUES", "INTO documents (tbl, id, seq, subject, until, body) VALUES"),
)
GUARDED = ("journal", "accesses")


def owner(address: str) -> "psycopg.Connection[tuple[object, ...]]":
    """A connection of the owner's to a service."""
    server, _, service = address.partition("#")
    search = f"-c search_path=clanbook_{service}"
    return psycopg.connect(server, autocommit=True, options=search)


def tamper(address: str, script: str) -> None:
    """Do a script of SQLite's in the service's tables, their guards off."""
    for theirs, ours in SAID_OTHERWISE:
        script = re.sub(theirs, ours, script)
    with owner(address) as db:
        for table in GUARDED:
            db.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER".encode())
        if script:
            db.execute(script.encode())
        for table in GUARDED:
            db.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER".encode())
