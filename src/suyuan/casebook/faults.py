"""What a database can do wrong, as sentences for the user."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from suyuan.errors import Failed
from suyuan.model.text import Text

CANNOT_OPEN = Text(
    zh="打不开案件库：{why}。请检查目录（SUYUAN_HOME）与数据库（SUYUAN_DATABASE）是否存在、是否可写。",
    en="The casebook cannot be opened: {why}. See that the folder (SUYUAN_HOME) and the database "
    "(SUYUAN_DATABASE) exist and can be written.",
)
BUSY = Text(
    zh="案件库正被另一程序写入，等待超时，未作任何改动。请稍后重试。",
    en="Another program is writing to the casebook and did not finish in time; nothing was changed. Try again.",
)
DISK_FULL = Text(
    zh="磁盘已满，未作任何改动。请腾出空间后重新运行同一命令，已完成的文件不会重复导入。",
    en="The disk is full; nothing was changed. Free some space and run the same command again: what is done "
    "already is not done twice.",
)
DAMAGED = Text(
    zh="案件库文件已损坏或不是案件库（{why}）。请从备份恢复；证据原件在各案件的 vault 目录中，不受影响。",
    en="The casebook's file is damaged or is no casebook ({why}). Restore it from a backup; the evidence in each "
    "case's vault folder is not affected.",
)
CHANGED_MEANWHILE = Text(
    zh="另一人刚刚改动了同一记录，本次改动未保存。请重新查看后再试。",
    en="Somebody else has just changed the same record; this change was not kept. Look at it again and retry.",
)
DATABASE_FAILED = Text(
    zh="数据库出错，未作任何改动：{why}。",
    en="The database failed; nothing was changed: {why}.",
)

_BY_CODE = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_FULL: DISK_FULL,
    sqlite3.SQLITE_CANTOPEN: CANNOT_OPEN,
    sqlite3.SQLITE_READONLY: CANNOT_OPEN,
    sqlite3.SQLITE_PERM: CANNOT_OPEN,
    sqlite3.SQLITE_AUTH: CANNOT_OPEN,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
_PRIMARY = 0xFF
"""SQLite's extended codes carry the primary one in their lowest byte."""


@contextmanager
def as_sentences() -> Iterator[None]:
    """Turn the database's errors into Failed with a sentence; the driver's own words follow it where they help."""
    try:
        yield
    except StaleDataError as error:
        raise Failed(CHANGED_MEANWHILE()) from error
    except DBAPIError as error:
        cause = error.orig
        # Only the driver's words: the statement's values may be people's names.
        why = str(cause).splitlines()[0] if cause is not None and str(cause) else type(error).__name__
        code = getattr(cause, "sqlite_errorcode", None)
        text = DATABASE_FAILED if code is None else _BY_CODE.get(code & _PRIMARY, DATABASE_FAILED)
        raise Failed(text(why=why)) from error
