"""The two purses of a foreign currency, 钞 and 汇: told apart only where their own balances run through."""

from __future__ import annotations

import pytest

from suyuan.actions.statement_values import file_object
from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import read_opened
from suyuan.model.text import Language

HEAD = "交易时间,业务摘要,对方账户名称,对方账户账号,币种,钞/汇,收入金额,支出金额,余额,交易渠道/场所,附言\n"
CARD = "账号: 6200000000000000018\n"
ROWS = (
    "2021/03/01 10:00:00,汇入,,,美元,现汇,500.00,,500.00,柜台,\n"
    "2021/03/02 10:00:00,存款,,,美元,现钞,80.00,,80.00,柜台,\n"
    "2021/03/03 10:00:00,转账,,,美元,现汇,,120.00,380.00,网银,\n"
    "2021/03/04 10:00:00,取款,,,美元,现钞,,30.00,50.00,柜台,\n"
    "2021/03/05 10:00:00,转账,,,人民币,-,7.00,,7.00,网银,\n"
    "2021/03/06 10:00:00,转账,,,人民币,-,3.00,,10.00,网银,\n"
)


def inspected(text: str) -> dict[str, object]:
    """Return the one table of a statement as ``statement inspect --json`` says it."""
    read = read_opened(open_bytes("a.csv", text.encode()))
    tables = file_object("a.csv", read, Language.EN)["tables"]
    assert isinstance(tables, list)
    return tables[0]  # type: ignore[no-any-return]


def test_interleaved_cash_and_spot_are_proven_apart() -> None:
    """Dollars in 汇 (500, 380) and in 钞 (80, 50), mixed in time, beside yuan (7, 10): three parts, all proven."""
    table = inspected(CARD + HEAD + ROWS)
    parts = table["parts"]
    assert isinstance(parts, list)
    said = [
        (
            part["account"],
            part.get("cash_spot"),
            part["currency"],
            part["rows"]["read"],
            part["sums"]["out"]["amount"],
        )
        for part in parts
    ]
    assert said == [
        ("6200000000000000018", "汇", "USD", 2, "120.00"),
        ("6200000000000000018", "钞", "USD", 2, "30.00"),
        ("6200000000000000018", None, "CNY", 2, "0.00"),
    ]
    assert [part["balance"]["state"] for part in parts] == ["proven"] * 3
    assert table["balance"] == {"state": "proven", "breaks": []}


def test_a_wrong_balance_in_one_purse_stays_a_break() -> None:
    """49 for 50 in 钞: nothing is proven apart, and the dollars' balances are broken."""
    table = inspected(CARD + HEAD + ROWS.replace("30.00,50.00", "30.00,49.00"))
    assert table["balance"]["state"] == "broken"  # type: ignore[index]


def test_one_balance_through_both_is_one_purse() -> None:
    """500, 580, 460: the rows say 现汇 and 现钞, their balances are one account's."""
    rows = (
        ROWS.replace("80.00,,80.00", "80.00,,580.00")
        .replace("380.00", "460.00")
        .replace("30.00,50.00", "30.00,430.00")
    )
    parts = inspected(CARD + HEAD + rows)["parts"]
    assert [(part["currency"], part["balance"]["state"]) for part in parts] == [  # type: ignore[attr-defined]
        ("USD", "proven"),
        ("CNY", "proven"),
    ]


@pytest.mark.parametrize("name", ["钞汇标志", "汇钞标志", "钞汇类型", "钞汇"])
def test_any_layout_may_have_the_column(name: str) -> None:
    """A police answer that has the column beside its usual ones is parted by it; bare digits will do."""
    head = (
        "交易卡号,交易账号,账户开户名称,开户人证件号码,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,现金标志,"
        f"对手户名,对手身份证号,对手开户银行,摘要说明,交易币种,交易是否成功,查询反馈结果原因,{name}\n"
    )
    row = "6200000000000000018,1110001,张某甲,,2021-03-0{} 10:00:00,{},{},{},,,,,,转账,USD,成功,,{}\n"
    made = [(1, 10, 10, "进", 1), (2, 500, 500, "进", 2), (3, 1, 9, "出", 1), (4, 20, 480, "出", 2)]
    table = inspected(head + "".join(row.format(*each) for each in made))
    assert [part["cash_spot"] for part in table["parts"]] == ["1", "2"]  # type: ignore[attr-defined]
    assert table["balance"]["state"] == "proven"  # type: ignore[index]
