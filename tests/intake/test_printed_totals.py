"""Totals that statements print: read where the words are clear, compared with the rows, deciding nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from suyuan.intake.grid import open_bytes
from suyuan.intake.printed_totals import DIFFERS
from suyuan.intake.statement import ReadFile, read_file, read_opened
from suyuan.ledger import segment
from suyuan.ledger.contents import contents_of
from suyuan.model.booking import Direction
from suyuan.model.printed_total import PrintedTotal
from suyuan.model.text import Language

IN, OUT, NONE = Direction.IN, Direction.OUT, Direction.NONE
HEAD = """"# 招商银行交易记录"
"# 账    号: [6200000000000091]"
"# 起始日期: [20210601]   终止日期: [20210630]"
"交易日期","交易时间","收入","支出","余额","交易类型","交易备注"
"""
CREDIT = '"20210604","09:00:00","1,000.00","","1,000.00","转账汇入","李某乙"\n'
DEBIT = '"20210605","10:11:12","","200.00","800.00","网上支付","某商户"\n'
SECOND = '"20210606","10:11:12","","300.00","500.00","网上支付","某商户"\n'


def read(text: str) -> ReadFile:
    """Read a statement of two columns of money written out here."""
    return read_opened(open_bytes("CMB_x.csv", text.encode()))


def totals(text: str) -> tuple[PrintedTotal, ...]:
    """Return the totals that lines around the rows print."""
    return read(text).tables[0].printed


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("# 收入合计: 1笔，共 1000.00 元", [(IN, 1, 100000)]),
        ("# 支出：2笔(含1笔部分退款)，500.00元", [(OUT, 2, 50000)]),
        ("# 共3笔记录", [(None, 3, None)]),
        ("# 收入笔数：1 支出笔数：2", [(IN, 1, None), (OUT, 2, None)]),
        ("# 借方发生额合计：500.00 贷方发生额合计：1,000.00", [(OUT, None, 50000), (IN, None, 100000)]),
        ("# 合计收入金额：1000.00", [(IN, None, 100000)]),
        ("# Total credits: 1,000.00  Total debits: 500.00", [(IN, None, 100000), (OUT, None, 50000)]),
        ("# 不计收支：0笔 0.00元", [(NONE, 0, 0)]),
        ("# 总笔数：3", [(None, 3, None)]),
    ],
)
def test_what_lines_say(line: str, said: list[tuple[Direction | None, int | None, int | None]]) -> None:
    """Direction, number and sum as the words say; a credit of 1,000.00, debits of 200.00 and 300.00 agree."""
    found = totals(HEAD + CREDIT + DEBIT + SECOND + f'"{line}"\n')
    assert [(each.direction, each.count, each.amount) for each in found] == said
    assert all(each.agrees for each in found)


@pytest.mark.parametrize(
    "line", ["# 待收入：1笔，5.00元", "# 收入", "# 退款合计说明", "# 余额 1000.00", "# 手续费 3 元", "# 第3笔"]
)
def test_unclear_words_are_no_total(line: str) -> None:
    """What is only due, or no total by its words, is not compared."""
    assert totals(HEAD + CREDIT + DEBIT + SECOND + f'"{line}"\n') == ()


def test_a_difference_is_warned_of_with_its_place() -> None:
    """The footer prints three bookings and 500.00 out; a row less is read: two warnings, the figures unchanged."""
    footer = '"# 共3笔记录"\n"# 支出合计: 2笔，共 500.00 元"\n'
    whole, short = read(HEAD + CREDIT + DEBIT + SECOND + footer), read(HEAD + CREDIT + DEBIT + footer)
    assert [each for each in whole.warnings if each.text is DIFFERS] == []
    said = [each.render(Language.EN) for each in short.warnings if each.text is DIFFERS]
    assert said == [
        "row 7 prints “共3笔”, but what was read is 2 bookings",
        "row 8 prints “支出合计: 2笔,共 500.00 元”, but what was read is 1 bookings, 200.00",
    ]
    assert short.tables[0].rows.read == 2


def test_amounts_below_their_columns() -> None:
    """A row 合计 with amounts below the columns of money in and out; one that is a fen off is a difference."""
    found = totals(HEAD + CREDIT + DEBIT + '"合计","","1,000.00","200.01","","",""\n')
    assert [(each.direction, each.amount, each.agrees) for each in found] == [
        (IN, 100000, True),
        (OUT, 20001, False),
    ]


def test_pages_are_compared_with_their_own_rows() -> None:
    """Each 本页小计 means the rows since the page before it, the last 合计 all of them."""
    first, second = '"本页小计","","1,000.00","200.00","","",""\n', '"本页小计","","","300.00","","",""\n'
    found = totals(HEAD + CREDIT + DEBIT + first + SECOND + second + '"合计","","1,000.00","500.00","","",""\n')
    assert [(each.page, each.amount) for each in found] == [
        (True, 100000),
        (True, 20000),
        (True, 30000),
        (False, 100000),
        (False, 50000),
    ]
    assert all(each.agrees for each in found)


def test_rows_without_effect_may_be_left_out_of_a_total() -> None:
    """A total that counts only what was effective agrees as well as one that counts every row."""
    path = Path(__file__).parents[1] / "cases" / "statements" / "alipay_web_2019_gb18030.csv"
    assert [each.agrees for each in read_file(path).tables[0].printed] == [True, True, True]


def test_totals_of_merchants_count_their_own_kind_alone() -> None:
    """交易合计 and 退款合计 count some of the rows, so neither is the whole table's number."""
    (path,) = (Path(__file__).parents[1] / "cases" / "statements").rglob("alipay_merchant_gb18030.csv")
    assert read_file(path).tables[0].printed == ()


def test_totals_come_back_from_the_ledger(tmp_path: Path) -> None:
    """A segment keeps what is printed and what was read."""
    contents = contents_of(read(HEAD + CREDIT + '"# 收入合计: 2笔，共 1000.00 元"\n'))
    (printed,) = contents.printed
    assert (printed.found_count, printed.account, printed.agrees) == (1, "6200000000000091", False)
    assert segment.read(segment.write(contents, tmp_path), tmp_path).printed == contents.printed
