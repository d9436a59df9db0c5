"""The casebook's tables, in types that SQLite and PostgreSQL share.

Instants are kept in UTC and read back with their offset; structured values are JSON text, so that what the audit
chain has hashed comes back byte for byte. The schema is made by the migrations, never from here; a test compares
the two.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, ForeignKey, Integer, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, so that a later migration can find it on either database."""


class Instant(TypeDecorator[datetime]):
    """An aware instant; UTC in the database, also in SQLite, which keeps no offsets."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn into UTC; a naive instant is a mistake of the program."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its offset")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give it back aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Instant(), str: Text()}  # noqa: RUF012


class CaseRow(Base):
    """A case; ``version`` guards it against two people's changes at once."""

    __tablename__ = "cases"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str]
    filed_at: Mapped[datetime | None]
    filed_precision: Mapped[str | None] = mapped_column(String(16))
    organ: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class EvidenceRow(Base):
    """One file of evidence of a case, by its content; columns from ``outcome`` on are what reading it gave."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("case_number", "sha256"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    outcome: Mapped[str] = mapped_column(String(16))
    container: Mapped[str | None]
    format: Mapped[str | None]
    kind: Mapped[str | None]
    rows: Mapped[str]
    refused: Mapped[str | None]
    warnings: Mapped[str]
    entry: Mapped[str | None]
    version: Mapped[int] = mapped_column(Integer)
    arrivals: Mapped[list[ArrivalRow]] = relationship(order_by="ArrivalRow.id", lazy="selectin")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ArrivalRow(Base):
    """One way on which a file of evidence reached its case."""

    __tablename__ = "arrivals"
    __table_args__ = (UniqueConstraint("evidence_id", "name", "origin"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    name: Mapped[str]
    origin: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]


class MendRow(Base):
    """A cell of a case's evidence that a person reads otherwise; never deleted, only undone."""

    __tablename__ = "mends"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    sheet_number: Mapped[int] = mapped_column(Integer)
    row_number: Mapped[int] = mapped_column(BigInteger)
    column_number: Mapped[int] = mapped_column(Integer)
    title: Mapped[str]
    original: Mapped[str]
    text: Mapped[str]
    why: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]
    undone_who: Mapped[str | None]
    undone_at: Mapped[datetime | None]
    undone_why: Mapped[str | None]
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ProceedingRow(Base):
    """A proceeding; the columns from ``state`` to ``institution`` are its standing, which its steps give."""

    __tablename__ = "proceedings"
    __table_args__ = (UniqueConstraint("scope", "kind", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    scope: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(16))
    number: Mapped[int] = mapped_column(Integer)
    subject: Mapped[str] = mapped_column(Text, index=True)
    state: Mapped[str] = mapped_column(String(32))
    open: Mapped[bool]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    due_rule: Mapped[str] = mapped_column(String(64))
    amount: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(16))
    institution: Mapped[str]
    version: Mapped[int] = mapped_column(Integer)
    steps: Mapped[list[StepRow]] = relationship(order_by="StepRow.number", lazy="selectin")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class StepRow(Base):
    """A step of a proceeding; never updated, never deleted."""

    __tablename__ = "proceeding_steps"

    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceedings.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(32))
    acted_at: Mapped[datetime]
    acted_precision: Mapped[str] = mapped_column(String(16))
    facts: Mapped[str]
    why: Mapped[str]
    approved_by: Mapped[str]
    who: Mapped[str]
    entered_at: Mapped[datetime]


class UserRow(Base):
    """A person who works with the casebook; never deleted."""

    __tablename__ = "users"

    name: Mapped[str] = mapped_column(String(128), primary_key=True)
    agency: Mapped[str]
    level: Mapped[int] = mapped_column(Integer)
    active: Mapped[bool]
    version: Mapped[int] = mapped_column(Integer)
    grants: Mapped[list[GrantRow]] = relationship(order_by="GrantRow.id", lazy="selectin")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class GrantRow(Base):
    """A part given to a user in one case or everywhere; never deleted, only withdrawn."""

    __tablename__ = "grants"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_name: Mapped[str] = mapped_column(ForeignKey("users.name"), index=True)
    duty: Mapped[str] = mapped_column(String(16))
    scope: Mapped[str] = mapped_column(String(64))
    granted_by: Mapped[str]
    granted_at: Mapped[datetime]
    withdrawn_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]


class RulingRow(Base):
    """What a person decided on a part of a case, ``facts`` as JSON; never deleted, only undone."""

    __tablename__ = "rulings"

    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str]
    facts: Mapped[str]
    why: Mapped[str]
    evidence: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]
    undone_who: Mapped[str | None]
    undone_at: Mapped[datetime | None]
    undone_why: Mapped[str | None]
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class EventRow(Base):
    """A link of the audit chain; never updated, never deleted."""

    __tablename__ = "events"

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[str] = mapped_column(String(40))
    who: Mapped[str]
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str]
    why: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class HeadRow(Base):
    """The end of the audit chain: one row, by which a removed last record is seen and writers take turns."""

    __tablename__ = "chain_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))


class BulletinRow(Base):
    """An official bulletin, by its content."""

    __tablename__ = "bulletins"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str]
    title: Mapped[str]
    published: Mapped[str | None] = mapped_column(String(10))
    issuers: Mapped[str]
    supervision: Mapped[str] = mapped_column(String(24))


class SupervisedRow(Base):
    """A case of the register; what it is is ``facts`` (JSON), of the bulletin that named it first."""

    __tablename__ = "supervised_cases"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str | None]
    province: Mapped[str | None]
    stage: Mapped[str] = mapped_column(String(24))
    supervision: Mapped[str] = mapped_column(String(24))
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class MentionRow(Base):
    """A supervised case in a bulletin: the bulletin's ``place``-th case, and what it says there (JSON)."""

    __tablename__ = "mentions"

    bulletin: Mapped[str] = mapped_column(ForeignKey("bulletins.sha256"), primary_key=True)
    place: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("supervised_cases.id"), index=True)
    stage: Mapped[str] = mapped_column(String(24))
    facts: Mapped[str]


class FigureRow(Base):
    """A figure as a bulletin states it; ``case_id`` is null where it belongs to no single case."""

    __tablename__ = "figures"

    bulletin: Mapped[str] = mapped_column(ForeignKey("bulletins.sha256"), primary_key=True)
    place: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("supervised_cases.id"), index=True)
    what: Mapped[str]
    value: Mapped[str]
    unit: Mapped[str]
    approximator: Mapped[str]
    text: Mapped[str]
    sentence: Mapped[str]
