"""Fees in a column of their own: inside the amount or beside it, as the balances tell."""

from __future__ import annotations

import pytest

from suyuan.intake.balance_chain import BalanceState
from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import Confidence, ReadFile, read_opened
from suyuan.model.text import Language

HEAD = "Type,Started Date,Description,Amount,Fee,Currency,Status,Balance\n"
TOP_UP = "TOPUP,2021-03-01 10:11:12,A,500.00,0.00,GBP,COMPLETED,500.00\n"
BESIDE = HEAD + TOP_UP + (
    "TRANSFER,2021-03-04 09:00:00,To B,-100.00,1.50,GBP,COMPLETED,398.50\n"
    "ATM,2021-03-05 09:00:00,Cash,-50.00,0.00,GBP,COMPLETED,348.50\n"
)  # fmt: skip
INSIDE = BESIDE.replace("-100.00", "-101.50")
CHINESE = (
    "交易日期,交易金额,手续费,账户余额,收付标志,对方户名\n2021-03-01,1000.00,2.00,1498.00,收,甲\n"
    "2021-03-02,200.00,2.00,1296.00,付,乙\n2021-03-03,300.00,0.00,996.00,付,丙\n2021-03-04,50.00,,1046.00,收,甲\n"
)


def read(text: str) -> ReadFile:
    """Read a file of this text."""
    return read_opened(open_bytes("a.csv", text.encode()))


def amounts(file: ReadFile) -> list[int]:
    """Return a file's signed amounts in minor units, as they stand in it."""
    (part,) = file.tables[0].parts
    return [each.amount if each.direction.value == "in" else -each.amount for each in part.bookings]


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        (BESIDE, [50000, -10150, -5000]),
        (INSIDE, [50000, -10150, -5000]),
        (CHINESE, [99800, -20200, -30000, 5000]),
    ],
)
def test_the_account_pays_what_its_balance_says(text: str, moves: list[int]) -> None:
    """One row is one booking; its amount is what the balance moved by, and the fee stands in its text."""
    file = read(text)
    assert (file.confidence, file.tables[0].parts[0].balance.state) == (Confidence.INFERRED, BalanceState.PROVEN)
    assert amounts(file) == moves
    assert file.tables[0].rows.read == len(moves)
    assert any("1.50" in each.summary or "2.00" in each.summary for each in file.tables[0].parts[0].bookings)


def test_a_fee_that_was_added_is_said() -> None:
    """Where the fee is beside the amount a warning counts the rows; where it is inside none does."""
    said = [each.render(Language.EN) for each in read(BESIDE).warnings]
    assert any("“Fee” are beside the amount" in each and "(1 rows, first at row 3)" in each for each in said)
    assert not any("“Fee”" in each.render(Language.EN) for each in read(INSIDE).warnings)


def test_payments_that_are_pending_or_reverted_move_nothing() -> None:
    """Two rows more, without a balance: they are read and take no part."""
    more = (
        "CARD_PAYMENT,2021-03-06 09:00:00,X,-5.00,0.00,GBP,PENDING,\n"
        "CARD_PAYMENT,2021-03-06 09:00:00,X,-7.00,0.00,GBP,REVERTED,\n"
    )
    file = read(BESIDE + more)
    assert file.confidence is Confidence.INFERRED
    assert [each.status.moved_money for each in file.tables[0].parts[0].bookings] == [True] * 3 + [False] * 2


def test_without_balances_the_fee_is_not_added() -> None:
    """Nothing says whether it is inside: the readings take the amounts as they stand, and a person decides."""
    text = "\n".join(line.rpartition(",")[0] for line in BESIDE.splitlines()) + "\n"
    file = read(text)
    assert file.confidence is Confidence.UNSURE
    sums = [sum(each.amount for each in part.bookings) for way in file.readings for part in way.tables[0].parts]
    assert set(sums) == {65000}
