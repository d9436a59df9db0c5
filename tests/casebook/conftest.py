"""A casebook of its own for each test, in SQLite and in a real PostgreSQL, with a clock that ticks."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from suyuan.casebook.session import Casebook, open_casebook


def ticking() -> Callable[[], datetime]:
    ticks = count()
    return lambda: datetime(2022, 3, 16, 1, 0, tzinfo=UTC) + timedelta(seconds=next(ticks))


@pytest.fixture
def sqlite_address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/home/casebook.sqlite3"


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, sqlite_address: str) -> str:
    """An empty database: each test that takes it runs on both."""
    if request.param == "sqlite":
        return sqlite_address
    made: str = request.getfixturevalue("postgresql")()
    return made


@pytest.fixture
def casebook(address: str) -> Iterator[Casebook]:
    with open_casebook(address, "李警官", ticking()) as opened:
        yield opened


@pytest.fixture
def run() -> Callable[[str, str], list[tuple[Any, ...]]]:
    """Run statements (ended by semicolons) behind the program's back; the last one's rows come back."""

    def running(address: str, script: str) -> list[tuple[Any, ...]]:
        engine, rows = create_engine(address), []
        with engine.begin() as connection:
            for statement in filter(None, map(str.strip, script.split(";"))):
                result = connection.execute(text(statement))
                rows = [tuple(row) for row in result] if result.returns_rows else []
        engine.dispose()
        return rows

    return running
