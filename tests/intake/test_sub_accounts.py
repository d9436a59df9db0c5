"""Sub-accounts of a card in one table: shown apart where only their own balances run through."""

from __future__ import annotations

from suyuan.actions.statement_values import file_object
from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import ReadFile, read_opened
from suyuan.intake.sub_accounts import apart
from suyuan.model.text import Language

HEAD = (
    "交易卡号,交易账号,账户开户名称,开户人证件号码,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,现金标志,"
    "对手户名,对手身份证号,对手开户银行,摘要说明,交易币种,交易是否成功,查询反馈结果原因\n"
)
CARD = "6200000000000000018"


def row(account: str, day: int, amount: str, balance: str, way: str, currency: str = "CNY") -> str:
    """Return a row of an answer."""
    time = f"2021-03-{day:02d} 10:00:00"
    return f"{CARD},{account},张某甲,,{time},{amount},{balance},{way},,,,,,转账,{currency},成功,\n"


MERGED = HEAD + row("111", 1, "10", "10", "进") + row("222", 2, "5", "15", "进") + row("111", 3, "1", "14", "出")
APART = (
    HEAD
    + row("1110001", 1, "10.00", "10.00", "进")
    + row("2220002", 2, "500.00", "500.00", "进")
    + row("1110001", 3, "1.00", "9.00", "出")
    + row("2220002", 4, "20.00", "480.00", "出")
)
BROKEN = APART.replace("480.00", "481.00")


def read(text: str) -> ReadFile:
    """Read an answer of this text."""
    return read_opened(open_bytes("交易明细信息.csv", text.encode("gb18030")))


def inspected(text: str) -> dict[str, object]:
    """Return the table as ``statement inspect --json`` says it."""
    tables = file_object("a.csv", read(text), Language.EN)["tables"]
    assert isinstance(tables, list)
    return tables[0]  # type: ignore[no-any-return]


def test_sub_accounts_with_chains_of_their_own_are_proven_apart() -> None:
    """Two accounts of one card, mixed in time: each is proven by itself, so the table is."""
    table = inspected(APART)
    assert table["balance"] == {"state": "proven", "breaks": []}
    assert [part["account"] for part in table["parts"]] == ["1110001", "2220002"]  # type: ignore[attr-defined]
    assert [part["sums"]["out"]["amount"] for part in table["parts"]] == ["1.00", "20.00"]  # type: ignore[attr-defined]


def test_where_only_all_rows_together_run_through_the_card_is_the_purse() -> None:
    """10, 15, 14: one chain, one part."""
    parts = read(MERGED).tables[0].parts
    assert apart(parts) == parts
    assert inspected(MERGED)["parts"] == []


def test_a_sub_account_that_is_not_proven_leaves_the_card_whole_and_broken() -> None:
    """One of the two does not follow: nothing is proven apart."""
    table = inspected(BROKEN)
    assert (table["balance"]["state"], table["parts"]) == ("broken", [])  # type: ignore[index]


def test_a_quarantined_row_is_counted_for_one_part_at_most() -> None:
    """A card in two currencies: nobody knows whose the row without an amount is, so no part counts it."""
    text = (
        HEAD
        + row("111", 1, "10", "10", "进")
        + row("111", 2, "5", "5", "进", "USD")
        + row("111", 3, "坏", "", "进")
    )
    table = inspected(text)
    assert table["rows"]["quarantined"] == 1  # type: ignore[index]
    assert [part["rows"]["quarantined"] for part in table["parts"]] == [0, 0]  # type: ignore[attr-defined]
