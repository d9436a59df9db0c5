"""Which holdings passed a gap: what left the account after the gap began, and all that stands in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import cast

import pyarrow as pa

from suyuan.actions.report_marks import passed_a_gap
from suyuan.intake.balance_chain import BalanceState
from suyuan.ledger.build import Gap, Ledger
from suyuan.model.moment import CHINA, Moment
from suyuan.model.transfer import Grade, Transfer
from suyuan.tracing.findings import Findings

START = datetime(2021, 3, 5, 10, tzinfo=CHINA)
MOVES = ("V>A", "A>B", "A>C", "C>D", "A>E")
"""Transfers t0 to t4, a minute apart, each with a booking b0 to b4."""


def places(before: str, *, minute: int = 1) -> set[str]:
    """Return where money is marked, given the booking above A's gap and its time; the row below it is b4."""
    ends = [move.split(">") for move in MOVES]
    transfers = tuple(
        Transfer(f"t{at}", START + timedelta(minutes=at), payer, payee, 1, "CNY", Grade.KNOWN, "", (f"b{at}",))
        for at, (payer, payee) in enumerate(ends)
    )
    start, end = (Moment(START + timedelta(minutes=each)) for each in (minute, 4))
    gap = Gap("A", before, "b4", start, end, 0, 0)
    ledger = SimpleNamespace(transfers=transfers, gaps=(gap,), state=BalanceState.BROKEN)
    held = pa.table({"account": ["A", "B", "unexplained:A"], "claim": ["c", "c", "c"]})
    claims = {each.id: {"c"} for each in transfers}
    found = passed_a_gap(cast(Ledger, ledger), cast(Findings, SimpleNamespace(holdings=held)), claims)
    return {account for account, _ in found}


def test_what_left_before_the_gap_is_not_marked() -> None:
    """The gap begins below b1: what B got with it is sure; C's inside it, D's from there, E's after it are not."""
    assert places("b1") == {"A", "unexplained:A", "C", "D", "E"}


def test_a_gap_below_a_row_that_is_no_transfer_begins_at_its_time() -> None:
    """The row above the gap was corrected away: what left after its time is marked."""
    assert places("corrected", minute=2) == {"A", "unexplained:A", "E"}
