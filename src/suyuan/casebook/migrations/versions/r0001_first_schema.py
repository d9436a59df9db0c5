"""First schema: cases, evidence, the audit chain, the register of supervised cases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INSTANT = sa.DateTime(timezone=True)
SHA256 = sa.String(64)


def upgrade() -> None:
    """Make the tables, and the chain's head for no event at all."""
    cases_and_evidence()
    audit_chain()
    register()


def cases_and_evidence() -> None:
    """Cases, their files of evidence, and the ways on which those came."""
    op.create_table(
        "cases",
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("filed_at", INSTANT),
        sa.Column("filed_precision", sa.String(16)),
        sa.Column("organ", sa.Text, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_cases"),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("case_number", sa.String(64), nullable=False),
        sa.Column("sha256", SHA256, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("container", sa.Text),
        sa.Column("format", sa.Text),
        sa.Column("kind", sa.Text),
        sa.Column("rows", sa.Text, nullable=False),
        sa.Column("refused", sa.Text),
        sa.Column("warnings", sa.Text, nullable=False),
        sa.Column("entry", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="fk_evidence_case_number"),
        sa.UniqueConstraint("case_number", "sha256", name="uq_evidence_case_number"),
    )
    op.create_table(
        "arrivals",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("evidence_id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_arrivals"),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name="fk_arrivals_evidence_id"),
        sa.UniqueConstraint("evidence_id", "name", "origin", name="uq_arrivals_evidence_id"),
    )


def audit_chain() -> None:
    """Events in their chain, and its head."""
    op.create_table(
        "events",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("previous", SHA256, nullable=False),
        sa.Column("hash", SHA256, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_events"),
    )
    head = op.create_table(
        "chain_head",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("hash", SHA256, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chain_head"),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": "0" * 64}])


def register() -> None:
    """Bulletins, supervised cases, where the one names the other, and the figures."""
    op.create_table(
        "bulletins",
        sa.Column("sha256", SHA256, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("published", sa.String(10)),
        sa.Column("issuers", sa.Text, nullable=False),
        sa.Column("supervision", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_bulletins"),
    )
    op.create_table(
        "supervised_cases",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("province", sa.Text),
        sa.Column("stage", sa.String(24), nullable=False),
        sa.Column("supervision", sa.String(24), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_supervised_cases"),
        sa.UniqueConstraint("key", name="uq_supervised_cases_key"),
    )
    op.create_table(
        "mentions",
        sa.Column("bulletin", SHA256, nullable=False),
        sa.Column("place", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("stage", sa.String(24), nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("bulletin", "place", name="pk_mentions"),
        sa.ForeignKeyConstraint(["bulletin"], ["bulletins.sha256"], name="fk_mentions_bulletin"),
        sa.ForeignKeyConstraint(["case_id"], ["supervised_cases.id"], name="fk_mentions_case_id"),
    )
    op.create_index("ix_mentions_case_id", "mentions", ["case_id"])
    op.create_table(
        "figures",
        sa.Column("bulletin", SHA256, nullable=False),
        sa.Column("place", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Integer),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("approximator", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sentence", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("bulletin", "place", name="pk_figures"),
        sa.ForeignKeyConstraint(["bulletin"], ["bulletins.sha256"], name="fk_figures_bulletin"),
        sa.ForeignKeyConstraint(["case_id"], ["supervised_cases.id"], name="fk_figures_case_id"),
    )
    op.create_index("ix_figures_case_id", "figures", ["case_id"])
