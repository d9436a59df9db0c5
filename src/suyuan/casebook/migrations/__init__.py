"""The casebook's schema, step by step: revisions run by Alembic when a database is opened."""

REVISIONS = ("0001", "0002", "0003", "0004", "0005")
"""Every revision, oldest first; the last is the schema this program works with. A new revision is added here."""
