"""Thai files: years of the Buddhist era where the file says so or nothing else is possible, names of months."""

from __future__ import annotations

from pathlib import Path

import pytest

from suyuan.intake import large_files, thai_years
from suyuan.intake.cells import time_reader
from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import ReadFile, read_file, read_opened
from suyuan.model.moment import Moment
from suyuan.model.text import Language

SAMPLES = Path(__file__).parent.parent / "cases" / "statements" / "thai"
POLICE = (
    "交易卡号,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,对手户名,摘要说明,交易流水号,查询反馈结果原因\n"
)
ROW = "6200000000000000018,{} 10:00:00,1.00,{}.00,进,,某甲,转账,BL{:08},成功\n"


def read(text: str) -> ReadFile:
    """Read a text as a file."""
    return read_opened(open_bytes("a.csv", text.encode()))


def times(file: ReadFile) -> list[str]:
    """Return the times of all bookings."""
    return [str(row.time) for table in file.tables for part in table.parts for row in part.bookings]


def police(*days: str) -> str:
    """Return a police answer with one row on each of some days."""
    return POLICE + "".join(ROW.format(day, at, at) for at, day in enumerate(days, 1))


def test_years_of_which_each_can_only_be_buddhist() -> None:
    """2567 is 2024, whose 29 February there is; time of Bangkok, baht, and a sentence that says what was done."""
    file = read_file(SAMPLES / "buddhist_years.csv")
    assert times(file) == [
        "2024-02-28T09:15:00+07:00",
        "2024-02-29T10:20:00+07:00",
        "2024-03-01T18:05:00+07:00",
        "2024-03-13T08:00:00+07:00",
    ]
    (part,) = file.tables[0].parts
    assert (part.currency, part.account, file.tables[0].rows.quarantined) == ("THB", "0000000017", 0)
    assert any("2566 is 2023" in each.render(Language.EN) for each in file.warnings)


def test_two_figures_and_names_of_months_under_a_column_that_says_it() -> None:
    """วันที่ (พ.ศ.) above 28 ก.พ. 67: 2567, that is 2024."""
    assert times(read_file(SAMPLES / "month_names.csv")) == [
        "2024-02-28",
        "2024-02-29",
        "2024-03-01",
        "2024-03-13",
    ]


def test_two_figures_behind_a_thai_month_are_no_year_where_nothing_says_which() -> None:
    """67 may be 1967 or 2567: without the word no time is read."""
    cell = "28 ก.พ. 67"
    assert not isinstance(time_reader(("d TTT yy",))(cell, numeric=False), Moment)
    assert str(time_reader(("d TTT yy",), buddhist=True)(cell, numeric=False)) == "2024-02-28"


@pytest.mark.parametrize(
    ("above", "days", "first"),
    [
        ("", ("2566-03-01", "2566-03-02"), "2023-03-01"),
        ("", ("2566-03-01", "2023-03-02"), "2566-03-01"),
        ("ปี พ.ศ.\n", ("2566-03-01", "2023-03-02"), "2023-03-01"),
        ("", ("2399-03-01", "2566-03-02"), "2399-03-01"),
        ("", ("2023-03-01", "2023-03-02"), "2023-03-01"),
    ],
    ids=["all", "mixed-unsaid", "mixed-said", "too-early", "common"],
)
def test_any_layout_by_the_same_rule(above: str, days: tuple[str, ...], first: str) -> None:
    """Also in a known layout: all years, or a word above; a single common year leaves all as they are."""
    said = times(read(above + police(*days)))
    assert said[0] == f"{first}T10:00:00+08:00"
    assert all(each.startswith("2023") for each in said) or not above


def test_a_large_file_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read by columns is handed to the rows' reader where years are Buddhist."""
    monkeypatch.setattr(large_files, "BY_COLUMNS_FROM", 0)
    path = tmp_path / "a.csv"
    path.write_text(police("2566-03-01", "2566-03-02"), encoding="utf-8")
    large = large_files.read_large(path)
    assert times(large or read_file(path))[0] == "2023-03-01T10:00:00+08:00"
    path.write_text(police("2023-03-01", "2023-03-02"), encoding="utf-8")
    assert large_files.read_large(path) is not None


def test_every_name_of_a_month_is_its_own() -> None:
    """Twelve short and twelve long names give each month twice."""
    short = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]
    assert [thai_years.month_of(name) for name in (*short, *thai_years.MONTHS[12:])] == [*range(1, 13)] * 2
