"""Mends: cells of evidence that a person reads otherwise than they stand there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table of mends."""
    op.create_table(
        "mends",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("case_number", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("sheet_number", sa.Integer, nullable=False),
        sa.Column("row_number", sa.BigInteger, nullable=False),
        sa.Column("column_number", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("original", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("undone_who", sa.Text),
        sa.Column("undone_at", INSTANT),
        sa.Column("undone_why", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mends"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="fk_mends_case_number"),
    )
    op.create_index("ix_mends_case_number", "mends", ["case_number"])
