"""Earmarks placed in a ledger: by id and by row, cash joined, and what cannot be carried out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from suyuan.intake.balance_chain import BalanceProof, BalanceState
from suyuan.intake.statement import FileKind
from suyuan.ledger.arrays import trace_input
from suyuan.ledger.case_ledger import Ledger
from suyuan.ledger.contents import FileContents, PartContents
from suyuan.ledger.earmarked import with_earmarks
from suyuan.model.booking import Booking, BookingKind, BookingStatus, Counterparty, Direction
from suyuan.model.earmark import EarmarkDecision
from suyuan.model.moment import CHINA, Moment
from suyuan.model.source import Source
from suyuan.model.text import Language
from suyuan.model.transfer import Grade, Transfer

START = datetime(2021, 3, 15, 10, tzinfo=CHINA)


def transfer(number: int, payer: str, payee: str, amount: int, *bookings: str) -> Transfer:
    """A transfer ``t1``, ``t2`` … a minute after the one before."""
    at = START + timedelta(minutes=number)
    return Transfer(f"t{number}", at, payer, payee, amount, "CNY", Grade.KNOWN, "own_end", bookings)


def ledger(*transfers: Transfer) -> Ledger:
    """A ledger of these transfers and nothing else."""
    return Ledger("CNY", transfers, {}, (), (), {}, (), {}, (), (), ())


def decided(credit: str, debit: str, amount: int, account: str = "") -> EarmarkDecision:
    """An inferred earmark by somebody."""
    return EarmarkDecision(account, credit, debit, amount, "CNY", Grade.INFERRED, "r", "", "李警官", None)


PLAIN = ledger(
    transfer(1, "V", "A", 500),
    transfer(2, "A", "cash:t2", 400),
    transfer(3, "cash-in:t3", "B", 450),
    transfer(4, "A", "B", 100),
)


def test_an_earmark_is_placed_at_the_account_that_received_and_paid() -> None:
    """The account is the credit's payee; nothing else of the ledger changes."""
    found = with_earmarks(PLAIN, [decided("t1", "t4", 60)])
    assert [(e.account, e.credit, e.debit, e.joined) for e in found.earmarks] == [("A", "t1", "t4", "")]
    assert (found.transfers, found.unplaced_earmarks) == (PLAIN.transfers, ())
    assert trace_input(found).earmarks.to_pylist() == [
        {"account": "A", "credit": "t1", "debit": "t4", "amount": 60}
    ]


def test_cash_is_joined_by_a_transfer_right_before_the_deposit() -> None:
    """Two joins of one deposit are two transfers between nodes of cash, before it, of the earmarks' grade."""
    found = with_earmarks(PLAIN, [decided("t2", "t3", 300), decided("t2", "t3", 100)])
    ways = [(t.id, t.payer, t.payee, t.amount) for t in found.transfers]
    assert ways[2:5] == [
        ("t3~cash", "cash:t2", "cash-in:t3", 300),
        ("t3~cash2", "cash:t2", "cash-in:t3", 100),
        ("t3", "cash-in:t3", "B", 450),
    ]
    assert [(e.account, e.credit, e.debit, e.joined) for e in found.earmarks] == [
        ("cash:t2", "t2", "t3~cash", "t3"),
        ("cash:t2", "t2", "t3~cash2", "t3"),
    ]
    assert found.added == {"t3~cash": "t3", "t3~cash2": "t3"}
    assert {t.grade for t in found.transfers if not t.bookings and "~" in t.id} == {Grade.INFERRED}


@pytest.mark.parametrize(
    ("decisions", "why"),
    [
        ([decided("t9", "t4", 1)], "no transfer was found for “t9”"),
        ([decided("t1", "t4", 1, account="B")], "did not bring anything to account B"),
        ([decided("t1", "t3", 1)], "was not paid by account A"),
        ([replace(decided("t1", "t4", 1), currency="USD")], "USD is not the currency"),
        ([decided("t4", "t4", 1)], "was not paid by account B"),
        ([decided("t1", "t4", 60), decided("t1", "t4", 41)], "come to 1.01, above its amount 1.00"),
        ([decided("t2", "t3", 400), decided("t2", "t3", 1)], "come to 4.01, above its amount 4.00"),
    ],
)
def test_what_cannot_be_carried_out_says_why(decisions: list[EarmarkDecision], why: str) -> None:
    """The last of the decisions is left out with its reason; those before stand."""
    found = with_earmarks(PLAIN, decisions)
    assert len(found.earmarks) == len(decisions) - 1
    (left,) = found.unplaced_earmarks
    assert left.decision is decisions[-1]
    assert why in left.why.render(Language.EN)


def test_a_payment_before_the_receipt_is_refused() -> None:
    """What left before it came is no earmark."""
    found = with_earmarks(ledger(transfer(1, "A", "B", 5), transfer(2, "V", "A", 5)), [decided("t2", "t1", 5)])
    assert "does not come after" in found.unplaced_earmarks[0].why.render(Language.EN)


def booking(row: int, direction: Direction) -> Booking:
    """A booking of account A on a row of one file."""
    source = Source("ab" * 32, None, 1, row)
    time = Moment(START + timedelta(minutes=row))
    return Booking(
        source=source,
        account="A",
        other_numbers=(),
        holder="",
        institution="",
        time=time,
        direction=direction,
        amount=500,
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


def test_rows_name_transfers() -> None:
    """FILE:ROW finds the transfer by either side's row; the file by its name, its path's end, or its hash."""
    one, two = booking(31, Direction.IN), booking(34, Direction.OUT)
    part = PartContents(0, None, "A", (), "", "CNY", (one, two), BalanceProof(BalanceState.ABSENT, (), ()))
    file = FileContents(one.source.sha256, "x", FileKind.STATEMENT, parts=(part,))
    plain = ledger(transfer(1, "V", "A", 500, "other", one.id), transfer(2, "A", "B", 500, two.id))
    names = {file.sha256: "甲行/反馈/流水.csv"}
    for name in ("流水.csv", "反馈/流水.csv", "甲行/反馈/流水.csv", file.sha256[:10]):
        words = [f"{name}:{one.source.row}", f"{name}:{two.source.sheet_number}:{two.source.row}"]
        found = with_earmarks(plain, [decided(*words, 5)], [file], names)  # type: ignore[arg-type, call-arg]
        assert [(e.credit, e.debit) for e in found.earmarks] == [("t1", "t2")], name
    missing = with_earmarks(plain, [decided("水.csv:1", "t2", 5)], [file], names)
    assert len(missing.unplaced_earmarks) == 1
