"""The journal and the current documents in SQLite: the embedded engine."""
