"""Accounts that may owe, and products, whatever the rows: lots never below zero, nothing made up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suyuan.ledger.arrays import trace_input
from suyuan.ledger.build import FileContents, build
from suyuan.model.transfer import Transfer
from suyuan.tracing.findings import TraceInput
from suyuan.tracing.policies import Policy
from suyuan.tracing.trace import trace

CARD, PURSE, OTHER = "6200000000000001", "1003", "6200000000000002"
WORDS = (
    "",
    "",
    "",
    "kind=repayment",
    "kind=product summary=余额宝",
    "kind=product summary=余额宝全部赎回",
    "kind=interest",
)

rows = st.tuples(
    st.sampled_from(("10:00:00", "10:00:05", "10:02:00", "11:00:00")),
    st.sampled_from(("in", "out")),
    st.integers(1, 9),
    st.sampled_from((CARD, PURSE, OTHER, "-")),
    st.sampled_from(WORDS),
)
statements = st.tuples(
    st.lists(st.tuples(st.sampled_from((CARD, PURSE)), st.lists(rows, max_size=8)), min_size=1, max_size=3),
    st.integers(-12, 12),
    st.sampled_from((0, 0, 0, -7, 7)),
    st.booleans(),
)
Drawn = tuple[list[tuple[str, list[tuple[str, str, int, str, str]]]], int, int, bool]


def text_of(drawn: Drawn) -> str:
    """Return a case: balances from a start that may be below zero, perhaps with a jump; CARD is a credit card."""
    parts, start, jump, has_balances = drawn
    lines = []
    for number, (account, its) in enumerate(parts):
        lines += [f"== file{number}", f"-- {account}"]
        balance = start
        for place, (time, direction, amount, other, word) in enumerate(its):
            balance += amount if direction == "in" else -amount
            balance += jump if place == 3 else 0
            stated = f"{balance}.00" if has_balances else "-"
            lines.append(f"{time} {direction} {amount}.00 {other} {stated} {word} ref=S{number}{place}")
    lines += ["== forms", f"role {CARD} unknown credit", f"pay R1 甲 10:00 {CARD} {OTHER} 3.00"]
    return "\n".join(lines)


@settings(max_examples=40, deadline=None)
@given(drawn=statements)
def test_lots_are_never_below_zero(drawn: Drawn, read_case: Callable[[str], list[FileContents]]) -> None:
    """With draws and repayments a card holds or owes, never both, never less than nothing; nor does a product."""
    ledger = build(read_case(text_of(drawn)))
    asserted = {(each.account, each.after_transfer): each.amount for each in ledger.assertions}
    with_assertions = {account for account, _ in asserted}
    held: defaultdict[str, int] = defaultdict(int, ledger.openings)
    owed: defaultdict[str, int] = defaultdict(int)
    for account, facts in ledger.accounts.items():
        owed[account] = max(-(facts.opening or 0), 0)
    for each in ledger.transfers:
        held[each.payer] -= each.amount
        held[each.payee] += each.amount
        owed[each.payee] += each.amount if each.payer == f"lender:{each.payee}" else 0
        owed[each.payer] -= each.amount if each.payee == f"lender:{each.payer}" else 0
        for account in (CARD, *(key for key in held if key.startswith("product:"))):
            assert held[account] >= 0
        for account in (each.payer, each.payee):
            held[account] = asserted.get((account, each.id), held[account])
    for account in {CARD} - with_assertions:
        assert min(held[account], owed[account]) == 0


@settings(max_examples=40, deadline=None)
@given(drawn=statements)
def test_added_transfers_stand_beside_their_own_and_change_no_other(
    drawn: Drawn, read_case: Callable[[str], list[FileContents]]
) -> None:
    """What is drawn comes just before its payment, what repays just after; without them stand the rows alone."""
    ledger = build(read_case(text_of(drawn)))
    places = {each.id: place for place, each in enumerate(ledger.transfers)}
    for added, called_for in ledger.added.items():
        between = range(min(places[added], places[called_for]) + 1, max(places[added], places[called_for]))
        assert all(ledger.added.get(ledger.transfers[place].id) == called_for for place in between)
        assert (places[added] < places[called_for]) == added.endswith(("~draw", "~yield"))
        assert ledger.transfers[places[added]].time == ledger.transfers[places[called_for]].time
        assert added in ledger.booked_at
    assert all(each.bookings for each in ledger.transfers if each.id not in ledger.added)


@pytest.mark.parametrize("policy", [Policy.FIFO, Policy.LIFO, Policy.PRO_RATA])
@settings(max_examples=15, deadline=None)
@given(drawn=statements)
def test_a_card_never_lacks_what_it_pays(
    policy: Policy, drawn: Drawn, read_case: Callable[[str], list[FileContents]]
) -> None:
    """The trace books no shortfall for a card or a product, and a claim paid with a card is new money."""
    ledger = build(read_case(text_of(drawn)))
    tables = trace_input(ledger)
    found = trace(
        TraceInput(
            **{name: getattr(tables, name) for name in TraceInput.__dataclass_fields__ if hasattr(tables, name)}
        ),
        [policy],
    )
    lacking = [each for each in shortfalls(found.summary) if each.startswith((CARD, "product:", "lender:"))]
    assert not lacking
    if not any(returned(each) for each in ledger.transfers):
        assert found.claims.column("effective").to_pylist() == [each.amount for each in ledger.claims]


def shortfalls(summary: object) -> Iterator[str]:
    """Yield the accounts that paid what they did not hold."""
    assert isinstance(summary, dict)
    yield from (each["account"] for each in summary["unexplained"] if each["cause"] == "shortfall")


def returned(transfer: Transfer) -> bool:
    """Tell whether claimed money may have come back to the card."""
    return transfer.payee == CARD and transfer.payer in (OTHER, PURSE)
