"""The journal and the current documents in PostgreSQL: the engine for more than one machine."""
