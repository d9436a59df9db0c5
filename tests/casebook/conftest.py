"""A casebook of its own for each test, in a real SQLite file, with a clock that ticks."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from suyuan.casebook.session import Casebook, open_casebook


def ticking() -> Callable[[], datetime]:
    ticks = count()
    return lambda: datetime(2022, 3, 16, 1, 0, tzinfo=UTC) + timedelta(seconds=next(ticks))


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/home/casebook.sqlite3"


@pytest.fixture
def casebook(address: str) -> Iterator[Casebook]:
    with open_casebook(address, "李警官", ticking()) as opened:
        yield opened
