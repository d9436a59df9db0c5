"""What a row's words say, and what they do not; what a fee may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from suyuan.ledger.fees import is_fee
from suyuan.ledger.row_words import exit_word, is_collection, is_person
from suyuan.model.booking import Booking, BookingKind, BookingStatus, Counterparty, Direction
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.source import Source

ROW = Booking(
    source=Source("0" * 64, None, 1, 1),
    account="6200000000000001",
    other_numbers=(),
    holder="",
    institution="",
    time=Moment(datetime(2021, 3, 5, 10, tzinfo=CHINA), Precision.SECOND),
    direction=Direction.OUT,
    amount=100,
    currency="CNY",
    balance=None,
    counterparty=Counterparty(),
    kind=BookingKind.TRANSFER,
    summary="",
    reference="",
    references=(),
    corrects="",
    status=BookingStatus.EFFECTIVE,
)


def row(summary: str = "", name: str = "", account: str = "", merchant: str = "") -> Booking:
    """Return a row with these words."""
    return replace(ROW, summary=summary, counterparty=Counterparty(account=account, name=name), merchant=merchant)


@pytest.mark.parametrize(
    ("booking", "kind"),
    [
        (row("消费 礼品卡"), "top_up"),
        (row(merchant="某商城E卡专营"), "top_up"),
        (row(name="某某黄金珠宝有限公司"), "goods"),
        (row("银行转证券"), "securities"),
        (row(name="某某期货有限公司"), "securities"),
        (row("代扣保费"), "insurance"),
        (row("还本付息"), "loan"),
        (row(name="国家金库某某支库"), "tax"),
        (row(name="待报解预算收入"), "tax"),
        (row("境外汇款"), "cross_border"),
        (row(merchant="Western Union"), "cross_border"),
        (row("数字人民币-充值"), "ecny"),
        (row("黄金周返利"), None),
        (row("买保险的钱", name="张某甲", account="6200000000000009"), None),
        (row("保费", name="张某甲", account="6200000000000009"), None),
        (row("黄金", name="*某", account="6200****0009"), None),
        (row("黄金", account="6200000000000009"), None),
        (row("税款", name="金某珠宝"), None),
        (row(name="税务", account="6200000000000009"), None),
        (row(name="张保险"), None),
        (row(name="某某信息咨询有限公司"), None),
    ],
)
def test_exits_by_words(booking: Booking, kind: str | None) -> None:
    """An institution's words and names of reserved trades name the exit; people's remarks and names never do."""
    assert exit_word(booking) == kind


def test_collection_is_said_by_whole_words_of_no_person() -> None:
    """代付 by a company is a collection; in a sentence, or beside a person's name, it is not."""
    assert is_collection(row("实时代付", name="某商务有限公司"))
    assert is_collection(row("网银 代收"))
    assert not is_collection(row("货款代付张三", name="某商务有限公司"))
    assert not is_collection(row("代付", name="张某甲"))


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("张某甲", True),
        ("*某", True),
        ("欧阳某某", True),
        ("阿卜杜·某某", True),
        ("某某公司", False),
        ("工商银行", False),
        ("某超市", False),
        ("ZHANG SAN", False),
        ("", False),
    ],
)
def test_persons_by_the_shape_of_the_name(name: str, *, person: bool) -> None:
    """Two to four characters without a word of trade are a person's name."""
    assert is_person(Counterparty(name=name)) is person


@pytest.mark.parametrize(
    ("principal", "fee", "by_merchant", "fits"),
    [
        (200_000, 200, False, True),
        (10_000, 500, False, True),
        (10_000, 505, False, False),
        (10_000_000, 10_000, False, True),
        (10_000_000, 10_001, False, False),
        (200_000_000, 200_000, False, True),
        (10_000, 0, False, False),
        (10_000, -5, False, False),
        (1_000_000, 13_000, True, True),
        (1_000_000, 13_001, True, False),
        (1_000_000, 13_000, False, False),
    ],
)
def test_fees_are_within_the_table(principal: int, fee: int, *, by_merchant: bool, fits: bool) -> None:
    """What a payer's row shows more is a fee up to the greatest that an entry allows.

    0.1 % of a withdrawal, 5 yuan of a payout, 1.25 % and 5 yuan of a merchant's settlement.
    """
    assert is_fee(principal + fee, principal, by_merchant=by_merchant) is fits
