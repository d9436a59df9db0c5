"""Bringing a database to today's schema when it is opened."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from suyuan.casebook.migrations import REVISIONS
from suyuan.errors import Failed
from suyuan.model.text import Text

NEWER = Text(
    zh="案件库由更新版本的程序建立（结构版本 {seen}，本程序只认识到 {known}），未作任何改动。请升级程序。",
    en="The casebook was made by a newer version of the program (schema {seen}, this one knows up to {known}); "
    "nothing was changed. Upgrade the program.",
)
NO_CASEBOOK = Text(
    zh="该数据库里已有别的数据表（{tables}），不是案件库，未作任何改动。请另设 SUYUAN_DATABASE 或 SUYUAN_HOME。",
    en="That database holds other tables ({tables}) and is no casebook; nothing was changed. Choose another "
    "SUYUAN_DATABASE or SUYUAN_HOME.",
)

_UPGRADE_LOCK = 0x53_75_79_75
"""PostgreSQL's advisory lock that keeps two programs from upgrading at once."""


def bring_up_to_date(engine: Engine, writing: Engine) -> None:
    """Run the revisions that the database lacks, all in one transaction; a current database is only looked at.

    ``writing`` is the same engine with transactions that lock at once. Raises Failed for a newer database or one
    that holds something else.
    """
    with engine.connect() as connection:
        if current_revision(connection) == REVISIONS[-1]:
            return
    with writing.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
        # Looked at again, now that nobody else can be upgrading.
        if current_revision(connection) != REVISIONS[-1]:
            _upgrade(connection)


def current_revision(connection: Connection) -> str | None:
    """Return the database's revision, None for an empty one."""
    tables = sorted(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        if tables:
            raise Failed(NO_CASEBOOK(tables=", ".join(tables[:3])))
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    revision = None if found is None else str(found)
    if revision is not None and revision not in REVISIONS:
        raise Failed(NEWER(seen=revision, known=REVISIONS[-1]))
    return revision


def _upgrade(connection: Connection) -> None:
    # Alembic is heavy and needed once in a database's life.
    from alembic import command
    from alembic.config import Config

    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, REVISIONS[-1])
