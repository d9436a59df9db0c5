"""Recognition: what it takes to be known, what is refused, and what the refusal shows."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from suyuan.errors import Refused
from suyuan.intake.grid import open_bytes
from suyuan.intake.recognise import recognise
from suyuan.intake.statement import read_file, read_opened

ABC = "交易日期,交易时间,交易摘要,交易金额,本次余额,对手信息,日志号,交易渠道,交易附言"
LIKE_ABC = "交易日期,交易时间,交易金额,本次余额,对方名称,对方号码,交易渠道,交易类型,交易摘要"
ICBC_V1 = (
    "交易日期,摘要,交易场所,交易国家或地区简称,钞/汇,交易金额(收入),交易金额(支出),交易币种,"
    "记账金额(收入),记账金额(支出),记账币种,余额,对方户名"
)


def layout(*lines: str) -> str | None:
    """Return the id of the layout that these lines are in."""
    (grid,) = open_bytes("a.csv", "\n".join(lines).encode()).grids
    found = recognise(grid, "a.csv")
    return found.layout.id if found else None


def test_a_header_is_found_by_what_it_says() -> None:
    """Dirt in the names, a preamble of 24 lines, another order of columns: the same layout."""
    assert layout(ABC) == "abc_debit"
    assert layout(ABC.replace("日志号", " 日 志\u3000号\t").replace("交易日期", "\ufeff*交易日期")) == "abc_debit"
    assert layout(*["说明文字"] * 24, ABC) == "abc_debit"
    assert layout(",".join(reversed(ABC.split(",")))) == "abc_debit"


def test_a_header_below_the_fortieth_row_is_not_looked_for() -> None:
    """Preambles have at most some two dozen lines; a header far below belongs to something else."""
    assert layout(*["说明文字"] * 40, ABC) is None


def test_generic_words_prove_nothing() -> None:
    """Six of nine names stand in a layout; without its own column it is another one."""
    assert layout(LIKE_ABC) is None
    assert layout("交易日期,交易时间,交易金额,余额,摘要") is None


def test_icbc_of_13_columns_is_told_from_its_credit_card() -> None:
    """The credit card's header has 记账日期 and no 钞/汇; eleven of thirteen names are the same."""
    credit = ICBC_V1.replace("交易日期,", "交易日期,记账日期,").replace("钞/汇,", "")
    assert layout("明细查询文件下载", ICBC_V1) == "icbc_debit"
    assert layout("明细查询文件下载", credit) == "icbc_credit"


def test_a_magic_line_alone_is_not_enough() -> None:
    """The title of a WeChat bill above an unknown header."""
    assert layout("微信支付账单明细", "时间,对象,金额") is None


def test_an_unknown_file_shows_its_header_and_three_nearest() -> None:
    """The sentence names the file, the header as it stands, and the nearest layouts with their hits."""
    with pytest.raises(Refused) as refusal:
        read_opened(open_bytes("网银.csv", f"某银行\n{LIKE_ABC}\n".encode()))
    said = str(refusal.value)
    assert "网银.csv" in said
    assert "交易日期 | 交易时间 | 交易金额 | 本次余额 | 对方名称" in said
    assert "abc_debit (6/9)" in said
    assert said.count("/") >= 3


def test_a_file_of_text_is_refused_with_its_first_line() -> None:
    """Where there is no header, the first line is shown."""
    with pytest.raises(Refused, match="今天天气很好"):
        read_opened(open_bytes("a.txt", "今天天气很好\n没有表格\n".encode()))


def book(path: Path, *sheets: list[list[str]]) -> Path:
    """Write a workbook of text cells."""
    with xlsxwriter.Workbook(path) as workbook:
        for rows in sheets:
            sheet = workbook.add_worksheet()
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    sheet.write_string(row, column, cell)
    return path


ROWS = [ABC.split(","), ["20240101", "123456", "转存", "+10.00", "10.00", "哈哈", "1", "", ""]]


def test_a_strange_sheet_of_a_known_file_is_quarantined(tmp_path: Path) -> None:
    """Its rows are not passed over: they wait with the reason, and the file says so. Empty sheets are nothing."""
    strange = [["甲", "乙", "丙"], ["1", "2", "3"]]
    read = read_file(book(tmp_path / "a.xlsx", ROWS, strange, []))
    assert [(table.rows.read, table.rows.quarantined) for table in read.tables] == [(1, 0), (0, 2)]
    assert any("甲 | 乙 | 丙" in str(warning.values.get("header")) for warning in read.warnings)


def test_sheets_of_two_layouts_are_each_read_by_their_own(tmp_path: Path) -> None:
    """A workbook may mix layouts: each table says which it is in, the file that there are several."""
    other = [["明细查询文件下载"], ICBC_V1.split(",")]
    read = read_file(book(tmp_path / "a.xlsx", ROWS, other))
    assert read.format == "several"
    assert [(table.format, table.rows.read) for table in read.tables] == [("abc_debit", 1), ("icbc_debit", 0)]


def test_a_file_of_blanks_is_refused() -> None:
    """Lines without a word are no statement."""
    with pytest.raises(Refused, match="empty"):
        read_opened(open_bytes("a.csv", b" \n,,\n\n"))


def test_an_export_pasted_below_another_keeps_its_own_owner() -> None:
    """Two exports in one file: the second title and card are its preamble, its rows belong to its card."""
    row = "2023-05-02,消费,,CHN,钞,-,-,-,,13.40,人民币,{balance},某店"
    export = "明细查询文件下载\n\n卡号: {card},别名\n{header}\n{row}\n\n人民币合计,,,,,,,,,13.40\n"
    text = "".join(
        export.format(card=card, header=ICBC_V1, row=row.format(balance=balance))
        for card, balance in (("6200000000000000017", "10.00"), ("6200000000000000025", "20.00"))
    )
    (table,) = read_opened(open_bytes("a.csv", text.encode())).tables
    assert [(part.account, len(part.bookings)) for part in table.parts] == [
        ("6200000000000000017", 1),
        ("6200000000000000025", 1),
    ]
    assert (table.rows.header, table.rows.repeated_header, table.rows.read, table.rows.quarantined) == (1, 1, 2, 0)
