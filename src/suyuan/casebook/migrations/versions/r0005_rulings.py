"""Rulings: what people decide on earmarks and on presumed claims."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table of rulings."""
    op.create_table(
        "rulings",
        sa.Column("case_number", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("undone_who", sa.Text),
        sa.Column("undone_at", INSTANT),
        sa.Column("undone_why", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("case_number", "number", name="pk_rulings"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="fk_rulings_case_number"),
    )
