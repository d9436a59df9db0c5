"""Opening the casebook, reading it, and changing it: the only module that begins and commits.

SQLite by default, in write-ahead mode with every commit forced to the disk; any other SQLAlchemy address (made
for PostgreSQL) by the setting ``SUYUAN_DATABASE``. One change is one transaction: all of it stands, with its
audit events, or nothing. Writers take turns at the chain's head.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from types import TracebackType

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from suyuan.casebook import audit, faults, rights, schema
from suyuan.errors import Failed
from suyuan.model.text import Text

BUSY_MILLISECONDS = 30_000
"""How long a writer waits for another before it says so."""

_CHANGING = "suyuan_changing"

BAD_ADDRESS = Text(
    zh="SUYUAN_DATABASE 不是可用的数据库地址：{why}。例如 postgresql+psycopg://用户@主机/库名。",
    en="SUYUAN_DATABASE is no usable database address: {why}. It looks like postgresql+psycopg://user@host/name.",
)


def now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Change:
    """A transaction under way: who makes it and when; ``record`` writes its events into the audit chain."""

    session: Session
    who: str
    at: datetime

    def record(
        self, action: str, subject: str, *, why: str = "", before: object = None, after: object = None
    ) -> None:
        """Add an event: ``before`` and ``after`` are JSON values, None where there was or is nothing.

        Raises NotAllowed if the person has no right to this change; nothing of it then stands.
        """
        rights.check_change(self.session, self.who, action, subject)
        audit.append(self.session, audit.Entry(self.at, self.who, action, subject, why, before, after))


class Casebook:
    """An open casebook; close it, or use it as a context manager."""

    def __init__(self, engine: Engine, who: str, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._who = who
        self._clock = clock

    def __enter__(self) -> Casebook:
        """Return the casebook itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one state of the casebook throughout; nothing it does is kept."""
        engine = self._engine
        if engine.dialect.name == "postgresql":
            # SQLite's readers have one state by themselves.
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with faults.as_sentences(), Session(engine) as session:
            session.info[rights.WHO] = self._who
            with self._refusals_noted():
                yield session

    @contextmanager
    def changing(self) -> Iterator[Change]:
        """Give a transaction; it is committed at the end of the block, or undone whole if the block raises.

        Raises Failed if another writer holds the casebook too long, the disk is full, or a record was changed
        by somebody else since it was read.
        """
        engine = self._engine.execution_options(**{_CHANGING: True})
        with (
            self._refusals_noted(),
            faults.as_sentences(),
            Session(engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            session.info[rights.WHO] = self._who
            audit.take_turn(session)
            yield Change(session, self._who, self._clock())

    @contextmanager
    def _refusals_noted(self) -> Iterator[None]:
        """Write into the audit chain, in a transaction of its own, what somebody had no right to."""
        try:
            yield
        except rights.NotAllowed as refusal:
            engine = self._engine.execution_options(**{_CHANGING: True})
            with faults.as_sentences(), Session(engine) as session, session.begin():
                audit.take_turn(session)
                tried = refusal.attempt
                said = {"action": tried.action}
                entry = audit.Entry(self._clock(), tried.who, "right.refused", tried.subject, "", None, said)
                audit.append(session, entry)
            raise


def open_casebook(database: str, who: str, clock: Callable[[], datetime] = now) -> Casebook:
    """Open the casebook at an SQLAlchemy address; an empty or older database is brought to today's schema.

    Raises Failed for a database of a newer program, one that is no casebook, or one that cannot be opened.
    """
    try:
        address = make_url(database)
        if address.get_backend_name() == "sqlite" and address.database:
            # Bank statements of real people lie here: for the owner's eyes.
            Path(address.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        engine = create_engine(address)
    except (ArgumentError, ImportError) as error:
        raise Failed(BAD_ADDRESS(why=error)) from error
    except OSError as error:
        raise Failed(faults.CANNOT_OPEN(why=error.strerror or type(error).__name__)) from error
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    with ExitStack() as on_failure, faults.as_sentences():
        on_failure.callback(engine.dispose)
        schema.bring_up_to_date(engine, engine.execution_options(**{_CHANGING: True}))
        on_failure.pop_all()
    return Casebook(engine, who, clock)


def _prepare_sqlite(engine: Engine) -> None:
    """Let us begin transactions ourselves (the driver would begin late and commit before DDL)."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: SqliteConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        # A writer takes the lock at once: a reader that turns writer later could only fail.
        changing = connection.get_execution_options().get(_CHANGING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if changing else "BEGIN")
