"""Long columns of plain files: the compiled loops read what the slow way reads, and leave the rest to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from suyuan.intake.plain_columns import LEAST, read_amounts, read_times

FILLING = ["2021-03-05T10:00:01+08:00"] * LEAST


def seconds(*given: int, offset: int) -> tuple[datetime, int]:
    """Return a moment of local time, and its offset in minutes."""
    return datetime(*given, tzinfo=UTC) - timedelta(minutes=offset), offset  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-03-05T10:11:12+08:00", seconds(2021, 3, 5, 10, 11, 12, offset=480)),
        ("2020-02-29T23:59:59-03:30", seconds(2020, 2, 29, 23, 59, 59, offset=-210)),
        ("2021-12-31T00:00:00.5+00:00", seconds(2021, 12, 31, 0, 0, 0, 500_000, offset=0)),
        ("2021-12-31T00:00:00.000001-00:30", seconds(2021, 12, 31, 0, 0, 0, 1, offset=-30)),
    ],
)
def test_times_in_full_are_read(text: str, expected: tuple[datetime, int]) -> None:
    """A time in full is its moment and its offset, in any chunk of the column and before or after others."""
    column = pa.chunked_array([pa.array([*FILLING, text]).slice(7), pa.array([text, *FILLING[:9]])])
    read = read_times(column)
    assert read is not None
    for place in (LEAST - 7, LEAST - 6):
        assert (read[0][place].as_py(), read[1][place].as_py()) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "2021-03-05", "2021-03-05 10:11:12+08:00", "2021-03-05T10:11:12", "2021-03-05T10:11:12Z"),
        *("2021-02-29T10:11:12+08:00", "2021-13-01T10:11:12+08:00", "2021-03-05T24:11:12+08:00"),
        *("2021-03-05T10:60:12+08:00", "2021-03-05T10:11:60+08:00", "2021-03-05T10:11:12+24:00"),
        *("2021-03-05T10:11:12.+08:00", "2021-03-05T10:11:12.1234567+08:00", "2021-03-05T10:11:12*08:00"),
        *("2021-03-05T10:11:12,5+08:00", "2021-03-0xT10:11:12+08:00", "1969-03-05T10:11:12+08:00"),
    ],
)
def test_other_times_are_left(text: str) -> None:
    """One time that is not in full, or of no day there is, leaves its column to the slow way."""
    assert read_times(pa.array([*FILLING, text])) is None


@pytest.mark.parametrize(
    ("text", "places", "expected"),
    [
        *(("0.00", 2, 0), ("1234.56", 2, 123456), ("123456789012345.67", 2, 12345678901234567)),
        *(("17", 0, 17), ("0.00000001", 8, 1)),
    ],
)
def test_amounts_in_full_are_read(text: str, places: int, expected: int) -> None:
    """Digits with exactly the currency's decimals are minor units."""
    read = read_amounts(pa.chunked_array([pa.array([text] * LEAST), pa.array([text])]), places)
    assert read.to_pylist() == [expected] * (LEAST + 1)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        *(("", 2), ("1", 2), ("1.5", 2), (".50", 2), ("-1.00", 2), ("1,000.00", 2), ("1.0 ", 2), ("1e.00", 2)),
        *(("1234567890123456.00", 2), ("1.00", 0), ("", 0)),
    ],
)
def test_other_amounts_are_left(text: str, places: int) -> None:
    """One amount written otherwise, or too long, leaves its column to the slow way."""
    good = "1.00" if places else "1"
    assert read_amounts(pa.array([*[good] * LEAST, text]), places) is None


def test_short_columns_and_gaps_are_left() -> None:
    """A short column, and one with a missing cell, is the slow way's."""
    assert read_amounts(pa.array(["1.00"] * 3), 2) is None
    assert read_amounts(pa.array([None, *["1.00"] * LEAST]), 2) is None
