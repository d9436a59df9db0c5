"""Answers of police and supervision in the ledger: one payment in several tables, accounts that lists state."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import read_file, read_opened
from suyuan.ledger import segment
from suyuan.ledger.build import FileContents, Ledger, LeftOutReason, build, contents_of
from suyuan.ledger.identities import identify
from suyuan.model.transfer import Grade

SAMPLES = Path(__file__).parents[1] / "cases" / "statements" / "police_answers"
ALIPAY = ("账户明细d2_20210701000000_part1", "转账明细d2_20210701000000", "交易记录d2_20210701000000")
BALANCES = ("余额明细d2_20210701000000", "提现记录d2_20210701000000")
USER, CARD, NUMBER = "2088000000000017", "6200000000000000017", "31600000000000001"
AT = "2021-03-05 10:11:12"
OTHER_CARD, OTHER_NUMBER = "6200000000000000025", "31600000000000002"


def sample(name: str) -> FileContents:
    """Read a sample file."""
    return contents_of(read_file(SAMPLES / name))


def text(name: str, content: str) -> FileContents:
    """Read a file written out here."""
    return contents_of(read_opened(open_bytes(name, content.encode("gb18030"))))


def alipay(*names: str) -> list[FileContents]:
    """Read tables of the Alipay return."""
    return [sample(f"0001_{name}.csv") for name in names]


def reasons(ledger: Ledger) -> Counter[LeftOutReason]:
    """Count why bookings were left out."""
    return Counter(each.reason for each in ledger.left_out)


def test_one_payment_in_five_tables_of_a_return_is_one_transfer() -> None:
    """Five payments stand in 12 rows that moved money; seven are left out as repeats, three moved nothing."""
    ledger = build(alipay(*ALIPAY, *BALANCES))
    amounts = sorted(transfer.amount for transfer in ledger.transfers)
    assert amounts == [500, 800, 3000, 10000, 50000]
    assert reasons(ledger) == {
        LeftOutReason.REPEATS_ORDER: 7,
        LeftOutReason.CLOSED: 2,
        LeftOutReason.FAILED: 1,
    }


def test_the_row_with_a_balance_stays_and_takes_the_other_side_from_its_twin() -> None:
    """余额明细 does not say who paid the 30.00; 账户明细 does. What the card paid stays without a balance."""
    ledger = build(alipay(*ALIPAY, *BALANCES))
    (received,) = (transfer for transfer in ledger.transfers if transfer.amount == 3000)
    assert (received.payer, received.payee, received.grade) == ("2088000000000033", USER, Grade.KNOWN)
    assert ledger.openings == {USER: 0}
    assert not ledger.gaps


def test_two_tables_without_balances_are_one_too() -> None:
    """账户明细 and 转账明细 share two payments."""
    ledger = build(alipay(*ALIPAY[:2]))
    assert sorted(transfer.amount for transfer in ledger.transfers) == [800, 3000, 10000]
    assert reasons(ledger)[LeftOutReason.REPEATS_ORDER] == 2


def test_the_order_of_import_changes_nothing() -> None:
    """The same tables the other way round give the same transfers and the same reasons."""
    one, two = build(alipay(*ALIPAY, *BALANCES)), build(alipay(*BALANCES, *ALIPAY)[::-1])
    assert [transfer.id for transfer in one.transfers] == [transfer.id for transfer in two.transfers]
    assert one.left_out == two.left_out


def test_rows_of_one_table_that_repeat_an_order_stay_apart() -> None:
    """Two red packets of one order, alike in both tables: two transfers, not one and not four."""
    header = (
        "交易号,付款方支付宝账号,收款方支付宝账号,收款机构信息,到账时间,转账金额（元）,转账产品名称,对应的协查数据"
    )
    row = f"T000000001,{USER},2088000000000025,,2021-03-05 10:11:12,1.00,红包,{USER}"
    transfers = text("a.csv", "\n".join([header, row, row]))
    header = (
        "交易号,交易创建时间,付款时间,类型,用户信息,交易对方信息,消费名称,金额（元）,收/支,交易状态,对应的协查数据"
    )
    parties = f"{USER}(张某甲),2088000000000025(李某乙)"
    row = f"T000000001,{AT},{AT},红包,{parties},红包,1.00,支出,交易成功,{USER}"
    listed = text("b.csv", "\n".join([header, row, row]))
    ledger = build([transfers, listed])
    assert [transfer.amount for transfer in ledger.transfers] == [100, 100]
    assert reasons(ledger) == {LeftOutReason.REPEATS_ORDER: 2}


def test_a_refund_of_the_same_order_is_no_repeat() -> None:
    """A credit never repeats a debit, whatever order both name."""
    header = (
        "交易号,付款方支付宝账号,收款方支付宝账号,收款机构信息,到账时间,转账金额（元）,转账产品名称,对应的协查数据"
    )
    back = text("a.csv", f"{header}\nT000000001,2088000000000025,{USER},,2021-03-06 10:11:12,1.00,退款,{USER}")
    header = (
        "交易号,交易创建时间,付款时间,类型,用户信息,交易对方信息,消费名称,金额（元）,收/支,交易状态,对应的协查数据"
    )
    parties = f"{USER}(张某甲),2088000000000025(李某乙)"
    paid = f"T000000001,{AT},{AT},转账,{parties},x,1.00,支出,交易成功,{USER}"
    ledger = build([back, text("b.csv", f"{header}\n{paid}")])
    assert len(ledger.transfers) == 2
    assert reasons(ledger)[LeftOutReason.REPEATS_ORDER] == 0


# --- accounts that lists state ----------------------------------------------------------------------------------

FUNDS = "交易卡号,交易账号,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,现金标志,对手户名,交易流水号"


def test_a_list_of_accounts_makes_card_and_account_one() -> None:
    """One bank's rows name the account, the other's the card: the list joins them, and they pair."""
    paid = text("a.csv", f"{FUNDS}\n{CARD},,2021-03-05 10:00:00,5.00,95.00,出,{OTHER_CARD},,赵某丁,AA00001")
    got = text("b.csv", f"{FUNDS}\n,{OTHER_NUMBER},2021-03-05 10:00:01,5.00,5.00,进,{NUMBER},,张某甲,BB00001")
    assert len(build([paid, got]).transfers) == 2
    ledger = build([paid, got, sample("甲银行_账户信息.csv")])
    (transfer,) = ledger.transfers
    assert (transfer.payer, transfer.payee, transfer.grade) == (CARD, OTHER_CARD, Grade.KNOWN)
    facts = ledger.accounts[OTHER_CARD]
    assert (facts.holder, facts.bank, facts.numbers) == ("赵某丁", "甲银行", (OTHER_NUMBER, OTHER_CARD))


def test_each_alias_names_the_row_that_proves_it() -> None:
    """The second number of an account comes with the file and row that state both."""
    listed = sample("甲银行_账户信息.csv")
    identities = identify([listed])
    assert [(alias.account, alias.number) for alias in identities.aliases()] == [
        (CARD, NUMBER),
        (OTHER_CARD, OTHER_NUMBER),
    ]
    proof = identities.proof(OTHER_NUMBER)
    assert proof is not None
    assert (proof.sha256, proof.row) == (listed.sha256, 3)


def test_a_stated_balance_is_an_assertion_where_no_row_says_more() -> None:
    """The payee has no statement, the payer's rows end the day before: what the list says is asserted."""
    paid = text("a.csv", f"{FUNDS}\n{CARD},,2021-03-05 10:00:00,5.00,95.00,出,{OTHER_CARD},,赵某丁,AA00001")
    ledger = build([paid, sample("甲银行_账户信息.csv")])
    assert [(each.account, each.time.isoformat(), each.amount) for each in ledger.assertions] == [
        (CARD, "2021-03-06T10:00:00+08:00", 71200),
        (OTHER_CARD, "2021-03-08T12:00:00+08:00", 8800),
    ]


def test_a_task_sheet_covers_the_account_it_asked_for() -> None:
    """RW001 succeeded for the card and its period; RW002 failed and covers nothing."""
    paid = text("a.csv", f"{FUNDS}\n{CARD},,2021-03-05 10:00:00,5.00,95.00,出,{OTHER_CARD},,赵某丁,AA00001")
    ledger = build([paid, sample("甲银行_任务信息.csv")])
    assert [each.document for each in ledger.accounts[CARD].coverages] == ["RW001"]
    assert not ledger.accounts.get("6200000000000000033")


@pytest.mark.parametrize("name", ["甲银行_账户信息.csv", "TenpayRegInfo.txt", "甲银行_任务信息.csv"])
def test_lists_come_back_from_their_segments(name: str, tmp_path: Path) -> None:
    """What a list states is stored with the case and read again exactly."""
    contents = sample(name)
    assert segment.read(segment.write(contents, tmp_path), tmp_path) == contents
