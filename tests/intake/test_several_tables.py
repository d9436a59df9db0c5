"""Several tables on one sheet: below each other each is read, side by side none."""

from __future__ import annotations

import pytest

from suyuan.errors import Refused
from suyuan.intake.accounting import RowAccounting
from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import Confidence, ReadFile, read_opened
from suyuan.model.text import Language

ONE = "日期,收入,支出,余额,备注\n2021-03-01,10.00,,110.00,a\n2021-03-02,,20.00,90.00,b\n2021-03-14,5.00,,95.00,c\n"
TWO = (
    "交易时间,借贷方向,发生额,余额,对方账号,对方户名\n2021-03-01 10:00:00,贷,5.00,5.00,,甲\n"
    "2021-03-02 10:00:00,借,1.00,4.00,,乙\n2021-03-14 10:00:00,贷,6.00,10.00,,丙\n"
)
KNOWN = (
    "交易卡号,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,对手户名,现金标志,摘要说明,交易流水号,查询反馈结果原因\n"
    "6200000000000000018,2021-03-05 10:00:01,1.00,1.00,进,,某甲,00,转账,BL00000001,成功\n"
)
UNPROVEN = "日期,金额,备注\n2021-03-01,10.00,a\n2021-03-02,20.00,b\n"


def read(text: str) -> ReadFile:
    """Read a text as a file."""
    return read_opened(open_bytes("a.csv", text.encode()))


def seen(file: ReadFile) -> list[tuple[int | None, int, list[int]]]:
    """Return each table's header row, its rows in all, and the rows of its bookings."""
    return [
        (table.header_row, table.rows.total, [row.source.row for part in table.parts for row in part.bookings])
        for table in file.tables
    ]


@pytest.mark.parametrize("between", ["\n", ",,,,\n\n", "\n二、另一账户\n\n"], ids=["blank", "blanks", "title"])
def test_tables_of_other_headers_are_read_one_by_one(between: str) -> None:
    """Each is proven by its own balances; every row is in one table, none twice."""
    file = read(ONE + between + TWO)
    below = 5 + between.count("\n")
    assert file.confidence is Confidence.INFERRED
    (first, _, rows), (second, _, others) = seen(file)
    assert (first, rows) == (1, [2, 3, 4])
    assert (second, others) == (below, [below + 1, below + 2, below + 3])
    assert sum(table.rows.total for table in file.tables) == (ONE + between + TWO).count("\n")
    assert [table.rows.quarantined for table in file.tables] == [0, 0]


def test_tables_of_one_header_and_no_account_are_two_accounts() -> None:
    """Together their balances do not follow; each by itself they do. Two alike stay two, no row is dropped."""
    file = read(f"{ONE}\n{ONE}")
    assert [table.rows for table in file.tables] == [
        RowAccounting(total=5, header=1, blank=1, read=3),
        RowAccounting(total=4, header=1, read=3),
    ]
    assert [table.repeats_sheet for table in file.tables] == [None, None]


def test_known_layouts_below_each_other() -> None:
    """A police answer, and below it a table that its balances prove: nothing is quarantined."""
    file = read(f"{KNOWN}\n{TWO}")
    assert [table.format for table in file.tables] == ["police_funds_34", "inferred"]
    assert seen(file) == [(1, 3, [2]), (4, 4, [5, 6, 7])]


@pytest.mark.parametrize(
    "text",
    [f"{ONE}\n户名张某 账号6200000000000018\n\n{TWO}", ONE + TWO],
    ids=["whose-account", "no-blank"],
)
def test_where_one_is_not_sure_no_second_table_is_read(text: str) -> None:
    """A number between two tables that may be of either, no blank row: never two, and none is lost."""
    file = read(text)
    assert len(file.tables) < 2
    assert not file.tables or file.tables[0].rows.quarantined >= 3


def test_a_table_without_proof_is_not_read_for_the_others_sake() -> None:
    """One of the two has no balances: the file is refused whole."""
    with pytest.raises(Refused):
        read(f"{ONE}\n{UNPROVEN}")


def test_rows_parted_by_blank_rows_are_one_table() -> None:
    """A blank row below each booking begins no table, however many there are."""
    head, *rows = ONE.splitlines()
    file = read("\n\n".join([head, *rows, ""]))
    assert seen(file) == [(1, 8, [3, 5, 7])]
    unknown = "\n\n".join(f"x,y{at},z" for at in range(3000))
    with pytest.raises(Refused):
        read(unknown)


def test_side_by_side_with_other_names_is_said_too() -> None:
    """Left and right have names of their own: nothing is read, and the sentence names row and column."""
    rows = zip(ONE.splitlines(), TWO.splitlines(), strict=True)
    file = read("".join(f"{left},,{right}\n" for left, right in rows))
    assert (file.confidence, file.tables) == (Confidence.UNSURE, ())
    assert any("blank column 6" in each.render(Language.EN) for each in file.warnings)
