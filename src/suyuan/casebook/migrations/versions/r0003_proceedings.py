"""Proceedings: stops, freezes, returns, pursuits, each the list of its steps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables of proceedings and of their steps."""
    op.create_table(
        "proceedings",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("scope", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("open", sa.Boolean, nullable=False),
        sa.Column("due_at", INSTANT),
        sa.Column("due_rule", sa.String(64), nullable=False),
        sa.Column("amount", sa.BigInteger),
        sa.Column("currency", sa.String(16), nullable=False),
        sa.Column("institution", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_proceedings"),
        sa.UniqueConstraint("scope", "kind", "number", name="uq_proceedings_scope"),
    )
    op.create_index("ix_proceedings_due_at", "proceedings", ["due_at"])
    op.create_index("ix_proceedings_subject", "proceedings", ["subject"])
    op.create_table(
        "proceeding_steps",
        sa.Column("proceeding_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("acted_at", INSTANT, nullable=False),
        sa.Column("acted_precision", sa.String(16), nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("approved_by", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("proceeding_id", "number", name="pk_proceeding_steps"),
        sa.ForeignKeyConstraint(["proceeding_id"], ["proceedings.id"], name="fk_proceeding_steps_proceeding_id"),
    )
