"""A platform's books and a gang's sheets: SQL dumps, csv, workbooks, every row in one class, never a booking."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from suyuan.errors import DecisionNeeded, Refused
from suyuan.intake.back_office.sql_dump import FAULT, STATEMENTS, dump_grids, is_dump
from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import FileKind, ReadFile, read_file, read_opened
from suyuan.model.back_office import BackOfficeKind, BackOfficeStatus
from suyuan.model.text import Language

CASES = Path(__file__).parents[1] / "cases" / "back_office"
CARD, RECEIVING = "6200000000000000017", "6200000000000000025"


def dump() -> ReadFile:
    """Return the invented dump, read."""
    return read_file(CASES / "dump.sql")


def test_the_tables_of_a_dump() -> None:
    """Members with their cards, top-ups, withdrawals, accounts, agents; times counted from 1970 are China's."""
    answer = dump()
    assert (answer.kind, answer.format, answer.container) == (FileKind.BACK_OFFICE, "back_office", "sql")
    kinds = [each.kind for each in answer.back_office]
    assert [kinds.count(kind) for kind in BackOfficeKind] == [5, 3, 1, 1, 1, 0, 0]
    user = answer.back_office[1]
    assert (user.number, user.name, user.phone, user.agent) == ("8", "王某乙", "10000000008", "1")
    assert answer.back_office[2].name == "李某(丙), 小"
    card = answer.back_office[3]
    assert (card.kind, card.member, card.account) == (BackOfficeKind.MEMBER, "7", CARD)
    top_up = answer.back_office[5]
    assert (top_up.number, top_up.member, top_up.amount, top_up.account) == ("R001", "7", 32_000_00, RECEIVING)
    assert (top_up.payer_name, str(top_up.time)) == ("张某甲", "2021-03-05T10:23:20+08:00")
    assert [each.status for each in answer.back_office[5:8]] == [
        BackOfficeStatus.DONE,
        BackOfficeStatus.DONE,
        BackOfficeStatus.PENDING,
    ]


def test_a_dump_loses_nothing() -> None:
    """Rows that cannot be read, rows of another width, and a statement cut in the middle are quarantined."""
    answer = dump()
    faults = [(each.source.sheet, each.source.row) for table in answer.tables for each in table.quarantined]
    assert faults == [("fa_recharge", 5), ("fa_recharge", 2), (STATEMENTS, 4)]
    totals = {table.sheet_number: table.rows.total for table in answer.tables}
    assert totals == {1: 4, 2: 3, 3: 5, 4: 2, 5: 2, 6: 2, 7: 3, 8: 2, 9: 4}
    config = next(table for table in answer.tables if table.sheet == "fa_config")
    assert (config.rows.note, config.rows.read) == (2, 0)
    assert "fa_config" in " ".join(each.render(Language.EN) for each in answer.warnings)


def test_nothing_of_the_books_is_a_booking() -> None:
    """No part, no payment, no request comes of a platform's books."""
    answer = dump()
    assert not any(table.parts for table in answer.tables)
    assert (answer.payments, answer.requests, answer.roles) == ((), (), ())


def test_a_performance_sheet() -> None:
    """A title says what it is; 万元 in a header counts for its column; the total is a footer."""
    answer = read_file(CASES / "performance.csv")
    assert (answer.kind, answer.format) == (FileKind.WAGES, "wages")
    said = [
        (each.kind, each.name, each.group, each.month, each.amount, each.commission) for each in answer.back_office
    ]
    assert said == [
        (BackOfficeKind.PERFORMANCE, "甲某", "一组", "2021-03", 125_000_00, 6_250_00),
        (BackOfficeKind.PERFORMANCE, "丙某", "二组", "2021-03", 30_000_00, 1_500_00),
    ]
    rows = answer.tables[0].rows
    assert (rows.total, rows.preamble, rows.header, rows.read, rows.quarantined, rows.footer) == (6, 1, 1, 2, 1, 1)


def test_sheets_of_one_workbook(tmp_path: Path) -> None:
    """Each sheet is known by its name or its columns; a card that a sheet damaged is held back."""
    path = tmp_path / "后台.xlsx"
    with xlsxwriter.Workbook(path) as book:
        top_ups = book.add_worksheet("充值记录")
        top_ups.write_row(0, 0, ["订单号", "会员账号", "金额", "收款账号", "时间", "状态"])
        top_ups.write_row(1, 0, ["R1", "zhang7", "100.00", RECEIVING, "2021-03-05 10:00:00", "成功"])
        top_ups.write_row(2, 0, ["R2", "zhang7", "100.00"])
        top_ups.write_number(2, 3, 6200000000000000025)
        wages = book.add_worksheet("Sheet2")
        wages.write_row(0, 0, ["姓名", "部门", "月份", "实发工资", "提成"])
        wages.write_row(1, 0, ["甲某", "一组", "2021-03", 8000.5, 200])
    answer = read_file(path)
    said = [(each.kind, each.amount, each.commission) for each in answer.back_office]
    assert said == [(BackOfficeKind.TOP_UP, 100_00, None), (BackOfficeKind.WAGE, 8_000_50, 200_00)]
    assert [(each.source.row, each.column) for each in answer.tables[0].quarantined] == [(3, "收款账号")]


@pytest.mark.parametrize(
    "text",
    [
        "客户交易明细\n流水号,账号,交易时间,金额,摘要\n1,{card},2021-03-05,1.00,存\n",
        "存款账户明细\n账号,时间,金额,余额\n{card},2021-03-05,1.00,1.00\n",
        "用户账单\n单号,时间,金额,收款账号\n1,2021-03-05,1.00,{card}\n",
        "充值提现\n时间,充值金额,提现金额,余额\n2021-03-05,1.00,,1.00\n",
    ],
)
def test_a_statement_is_no_back_office(text: str) -> None:
    """Titles that speak of customers, deposits or users above a statement do not make it a platform's book."""
    try:
        answer = read_opened(open_bytes("x.csv", text.format(card=CARD).encode()))
    except Refused:
        return
    assert answer.kind is FileKind.STATEMENT


def test_values_of_every_form() -> None:
    """Doubled and escaped quotes, brackets and semicolons inside texts, NULL, hex, introducers, expressions."""
    text = (
        'INSERT INTO `a`.`t` (`a`,`b`) VALUES (\'it\'\'s;(1),\', "say ""no"""),(NULL,-1.5e3),\n'
        "(0xE5BCA0,_binary 'x\\'\\n\\\\') , (NOW(), b'1') ON DUPLICATE KEY UPDATE a=1;"
    )
    (grid,) = dump_grids(text)
    assert [row.cells for row in grid.rows] == [
        ("a", "b"),
        ("it's;(1),", 'say "no"'),
        ("", "-1.5e3"),
        ("张", "x'\n\\"),
        ("NOW()", "1"),
    ]


cells = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=12)


def quoted(text: str) -> str:
    """Return a text as MySQL writes it."""
    signs = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r"}
    return "'" + "".join(signs.get(sign, sign) for sign in text) + "'"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=6))
def test_any_texts_come_back(rows: list[tuple[str, str]]) -> None:
    """Whatever texts a dump holds, its rows come back as they were, in one statement or in several."""
    values = [f"({quoted(one)}, {quoted(other)})" for one, other in rows]
    together = f"INSERT INTO `t` (`a`, `b`) VALUES {','.join(values)};\n"
    apart = "".join(f"INSERT INTO t (a, b) VALUES {each};\n" for each in values)
    for text in (together, apart):
        (grid,) = dump_grids(text)
        assert [row.cells for row in grid.rows[1:]] == rows


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_a_damaged_dump_is_accounted_for(data: st.DataObject) -> None:
    """Cut, doubled or overwritten anywhere: no traceback, every row in one class, no row read twice."""
    content = (CASES / "dump.sql").read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 400)))
    put = data.draw(st.sampled_from([b"", b"'", b"(", b")", b";", b"\\", b"/*", content[start:end] * 2, b"\xff"]))
    damaged = content[:start] + put + content[end:]
    try:
        answer = read_opened(open_bytes("dump.sql", damaged))
    except (Refused, DecisionNeeded):
        return
    for table in answer.tables:
        rows = table.rows
        parts = (rows.header, rows.preamble, rows.blank, rows.note, rows.read, rows.quarantined, rows.footer)
        assert rows.total == sum(parts) + rows.repeated_header
        assert rows.quarantined == len(table.quarantined)
    places = [(each.source.sheet_number, each.source.row) for each in answer.back_office]
    assert len(places) == len(set(places))
    assert len(places) == sum(table.rows.read for table in answer.tables)


def test_what_is_a_dump() -> None:
    """A statement of SQL at the beginning of a line says it; words of SQL inside a text do not."""
    assert is_dump(b"-- x\nINSERT INTO `a` VALUES (1);")
    assert not is_dump("说明：请用 INSERT INTO 语句".encode())
    assert dump_grids("INSERT INTO t SET a=1;")[-1].rows[0].cells[0] == FAULT


@pytest.mark.parametrize(
    "text",
    [
        "Tétel,Partner,Account,Összeg,Devizanem\n2019.04.19.,memo,payee,-350,HUF\n2019.04.17.,memo,payee,1290,HUF\n",
        "Your bank statement of deposits\nWhen,Name,Account,Amount\n2021-03-05,Invented,6200000000000001,5.00\n",
        "2021-03-05,payee,6200000000000001,5.00\n2021-03-06,account,amount,6.00\n",
    ],
    ids=["a-word-in-a-row", "a-word-in-a-sentence", "no-header"],
)
def test_a_statement_with_a_word_of_theirs_is_none_of_these(text: str) -> None:
    """A word like payee or deposits in a row or a sentence does not make a bank's file a platform's."""
    try:
        file = read_opened(open_bytes("a.csv", text.encode()))
    except Refused:
        return
    assert file.format != "back_office"
