"""Victims' reports in free text: who, when, from, to, how much, by what; the rest listed, nothing guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suyuan.errors import DecisionNeeded, Refused
from suyuan.intake.grid import open_bytes
from suyuan.intake.report_text.amounts import find_amounts
from suyuan.intake.report_text.pieces import pieces_of
from suyuan.intake.report_text.times import find_times
from suyuan.intake.statement import FileKind, ReadFile, read_opened
from suyuan.model.text import Language

PAYER, PAYEE, SECOND, THIRD = (f"62000000000000000{tail}" for tail in ("17", "25", "58", "66"))
STORY = f"""报案编号：A20210305001
被害人李某甲称：2021年3月5日10时许，其在家中被人以刷单返利为由诈骗，使用其工商银行卡{PAYER}向对方提供的账户{PAYEE}（户名：张某乙，建设银行）转账3.2万元，次日下午3时左右又向尾号0033的银行卡转账5000余元。3月7日，对方返还500元到其支付宝。对方要求其再转账2万元才能提现，其发现被骗。
受害人王某丙，于2021年3月6日15时30分通过微信向张某丁转账人民币叁万贰仟元整；3月8日上午分三笔各转账1万元至6200****0041。3月9日，王某丙在小区门口将现金8万元交给上门男子。共计转账数万元。3月10日转账2万元到账号{SECOND}。之后又转账1万元。共计被骗14.2万元。

嫌疑人赵某将3.2万元转至{THIRD}。
"""


def read(text: str) -> ReadFile:
    """Read a text file."""
    return read_opened(open_bytes("案情.txt", text.encode()))


def test_a_story_of_two_victims() -> None:
    """Each payment with victim, time, accounts, amount and channel; each knows its line and its words."""
    answer = read(STORY)
    assert (answer.kind, answer.format) == (FileKind.VICTIM_REPORT, "victim_report_text")
    said = [
        (each.victim, str(each.time)[:16], each.payer, each.payee, each.payee_name, each.amount, each.channel)
        for each in answer.payments
    ]
    assert said == [
        ("李某甲", "2021-03-05T10:00", PAYER, PAYEE, "张某乙", 32_000_00, "转账"),
        ("李某甲", "2021-03-06T15:00", PAYER, "*0033", "", 5_000_00, "转账"),
        ("王某丙", "2021-03-06T15:30", "", "", "张某丁", 32_000_00, "微信"),
        *[("王某丙", "2021-03-08T06:00", "", "6200****0041", "", 10_000_00, "转账")] * 3,
        ("王某丙", "2021-03-09", "", "", "", 80_000_00, "现金交付"),
        ("王某丙", "2021-03-10", "", SECOND, "", 20_000_00, "转账"),
    ]
    first, second, *_ = answer.payments
    assert (first.report, first.payee_bank, first.source.row) == ("A20210305001", "建设银行", 2)
    assert (first.about, first.span, first.greatest) == (True, 3600, 0)
    assert (second.least, second.greatest) == (5_000_00, 5_999_99)
    assert "转账3.2万元" in first.sentence
    assert "5000余元" in second.sentence
    assert [each.number for each in answer.payments[3:6]] == [1, 2, 3]


def test_what_came_back_stands_by_itself() -> None:
    """Money that came back is no payment and no claim; it is kept with its words."""
    (back,) = read(STORY).returns
    assert (back.victim, str(back.time), back.amount) == ("李某甲", "2021-03-07", 500_00)


def test_what_cannot_be_read_is_listed() -> None:
    """Vague amounts and payments without a day are quarantined; demands and other people's payments are notes."""
    table = read(STORY).tables[0]
    faults = [(each.text, each.reason.render(Language.EN)) for each in table.quarantined]
    assert [text for text, _ in faults] == ["共计转账数万元。", "之后又转账1万元。"]
    assert ["vague" in faults[0][1], "when" in faults[1][1]] == [True, True]
    notes = [each.text for each in table.noted]
    assert notes == [
        "对方要求其再转账2万元才能提现，",
        "共计被骗14.2万元。",
        f"嫌疑人赵某将3.2万元转至{THIRD}。",
    ]
    rows = table.rows
    assert (rows.read, rows.quarantined, rows.note, rows.blank) == (7, 2, 5, 1)


@pytest.mark.parametrize(
    ("words", "amount", "band"),
    [
        ("3.2万元", 32_000_00, (0, 0)),
        ("人民币叁万贰仟元整", 32_000_00, (0, 0)),
        ("叁万贰仟伍佰元伍角", 32_500_50, (0, 0)),
        ("32,000.50元", 32_000_50, (0, 0)),
        ("一万五千块钱", 15_000_00, (0, 0)),
        ("5000余元", 5_000_00, (5_000_00, 5_999_99)),
        ("3.2万余元", 32_000_00, (32_000_00, 32_999_99)),
        ("50余万元", 500_000_00, (500_000_00, 599_999_99)),
        ("约3万元", 30_000_00, (27_000_00, 33_000_00)),
        ("近5万元", 50_000_00, (40_000_00, 50_000_00)),
        ("数万元", None, (0, 0)),
    ],
)
def test_amounts(words: str, amount: int | None, band: tuple[int, int]) -> None:
    """Amounts in words, exact, approximate with their band, or vague."""
    (found,) = find_amounts(f"向其转账{words}。")
    assert (found.amount, (found.least, found.greatest)) == (amount, band)


@pytest.mark.parametrize(
    ("words", "moment", "span", "about"),
    [
        ("2021年3月5日10时许", "2021-03-05T10:00:00+08:00", 3600, True),
        ("同日", "2021-03-04", 0, False),
        ("当日下午3时15分左右", "2021-03-04T15:15:00+08:00", 60, True),
        ("次日凌晨1时许", "2021-03-05T01:00:00+08:00", 3600, True),
        ("3月6日", "2021-03-06", 0, False),
        ("3月5日3点", "2021-03-05", 0, False),
        ("3月5号晚上7点半", "2021-03-05T19:30:00+08:00", 60, False),
        ("2021年3月5日10时至11时", "2021-03-05T10:00:00+08:00", 7200, False),
        ("2021-03-05 10:11:12", "2021-03-05T10:11:12+08:00", 0, False),
        ("去年3月5日", "None", 0, False),
        ("2021年2月30日", "None", 0, False),
        ("2021年3月5日至3月8日", "None", 0, False),
    ],
)
def test_times(words: str, moment: str, span: int, about: bool) -> None:  # noqa: FBT001  a column of the table
    """Times in words, counted from 4 March 2021, as exactly as they say and no more."""
    (found,) = find_times(words, date(2021, 3, 4)).times
    assert (str(found.moment), found.span if found.moment else 0, found.about) == (moment, span, about)


@pytest.mark.parametrize(
    "text",
    [
        "被害人李某甲2021年3月5日10时转账1万元，账号6200000000000000025。",
        "被害人李某甲3月5日10时向6200000000000000025转账1万元。",
        "被害人李某甲农历三月初五向6200000000000000025转账1万元。",
        "被害人李某甲于2021年3月5日分别向6200000000000000025、6200000000000000058转账共1万元。",
        "被害人李某甲于2021年3月5日向6200000000000000025分三次共计转账3万元。",
    ],
)
def test_nothing_is_guessed(text: str) -> None:
    """Which side an account is on, the year, a lunar day, who of two got what, parts of a total: not guessed."""
    answer = read(text + "\n")
    assert answer.payments == ()
    assert [row.text for row in answer.tables[0].quarantined] == [text]


@pytest.mark.parametrize("words", ["未能转账1万元", "转账1万元失败", "准备转账1万元", "让他转账1万元"])
def test_what_did_not_happen_is_no_payment(words: str) -> None:
    """Attempts, failures, plans and demands are notes."""
    answer = read(f"被害人李某甲2021年3月5日向{PAYEE}转账2万元。3月6日{words}。\n")
    assert [each.amount for each in answer.payments] == [20_000_00]
    assert len(answer.tables[0].noted) == 1


def test_whose_card_it_is() -> None:
    """The other side's card that a holder's name stands before received; 上述账户 is that card; 其名下 paid."""
    answer = read(
        f"2021年5月10日11时23分，被害人吴某向被告人提供的周某名下农业银行卡（{PAYEE}）转账49999元。"
        f"当日12时5分，被害人吴某用其名下{PAYER}的卡再次向上述账户转账20000元，后对方返现200元。\n"
    )
    said = [(each.payer, each.payee, each.payee_bank, each.amount) for each in answer.payments]
    assert said == [("", PAYEE, "农业银行", 49_999_00), (PAYER, PAYEE, "", 20_000_00)]
    assert [each.amount for each in answer.returns] == [200_00]


def test_one_sentence_with_two_payees() -> None:
    """Each payment has its own holder and number; the sentence's day is both's."""
    answer = read(
        f"2021年5月3日，被害人陈某先后向邓某（卡号尾号3344）转账5万元、向徐某（卡号{SECOND}）转账8万元，共计13万元。\n"
    )
    said = [(each.payee_name, each.payee, each.amount, str(each.time)) for each in answer.payments]
    assert said == [
        ("邓某", "*3344", 50_000_00, "2021-05-03"),
        ("徐某", SECOND, 80_000_00, "2021-05-03"),
    ]


def test_cash_and_gold_in_one_hand_over() -> None:
    """What gold is worth is a hand-over of its own."""
    answer = read("2021年5月12日，被害人郑某将10万元现金及价值3万元的黄金首饰在小区门口交给前来取款的男子。\n")
    said = [(each.amount, each.channel) for each in answer.payments]
    assert said == [(100_000_00, "现金交付"), (30_000_00, "黄金交付")]


PARTS = st.sampled_from(
    [
        *(
            "被害人李某甲",
            "受害人王某",
            "2021年3月5日10时许",
            "次日",
            "3月6日",
            "，",
            "。",
            "；",
            "\n",
            "（",
            "）",
            "“",
        ),
        *("向", "转账", "返还", "3.2万元", "5000余元", "数万元", "共计", "各", "分三笔", "、", "尾号1234"),
        *(PAYEE, "6200****0041", "支付宝", "要求", "失败", ",", '"', "\t", "我", "农历", "99999999999999999999元"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PARTS, max_size=40).map("".join))
def test_any_text_is_accounted_for(text: str) -> None:
    """No traceback on any text; pieces join to the line; every piece and blank line is in one class."""
    for line in text.split("\n"):
        assert "".join(piece.text for piece in pieces_of(line, 1)) == line
    try:
        answer = read(f"被害人李某甲2021年3月5日向{PAYEE}转账2万元。\n{text}\n")
    except (Refused, DecisionNeeded):
        return
    rows = answer.tables[0].rows
    assert rows.total == rows.read + rows.quarantined + rows.note + rows.blank
    assert rows.quarantined == len(answer.tables[0].quarantined)
    assert all(each.amount > 0 and each.victim for each in (*answer.payments, *answer.returns))


def test_a_short_sentence_full_of_numbers_is_a_report() -> None:
    """Digits leave no six signs in a row; the marks between them still make it prose."""
    (payment,) = read("报案人：张某甲。\n2021年3月5日10时许，我向6222000000000000017转账3.2万元。").payments
    assert (payment.payee, payment.amount, payment.span) == ("6222000000000000017", 3_200_000, 3600)


def test_a_further_payment_said_in_short_is_not_lost() -> None:
    """又转: the second payment of a sentence, later the same day, from and to the same accounts."""
    said = (
        "报案人：张某甲。\n我用工行卡6222000000000000025向对方提供的6222000000000000017于2021年3月5日上午10点30分"
        "转了人民币32000元整，当天下午3时又转5000元到同一账户。"
    )
    first, second = read(said).payments
    assert (second.payer, second.payee) == (first.payer, first.payee)
    assert second.payee == "6222000000000000017"
    assert (second.amount, second.time.at.hour, second.channel) == (500_000, 15, "转账")


def test_an_amount_that_is_no_payment_is_pointed_out() -> None:
    """又给了他们8000元 names no known way of paying: not read, and said in a warning with its row."""
    said = "报案人：张某甲。\n2021年3月5日，我转账1000元到6200000000000017。\n后来又给了他们8000元。"
    answer = read(said)
    assert [each.amount for each in answer.payments] == [100_000]
    assert any("rows 3" in each.render(Language.EN) for each in answer.warnings)
