"""Money through exchanges: units split over what was paid, the basis kept to the unit."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suyuan.tracing import reference
from suyuan.tracing.currency_events import merged
from suyuan.tracing.findings import TIME, TraceInput
from suyuan.tracing.over_currencies import (
    Account,
    BasisLot,
    BasisRun,
    Exchange,
    Payment,
    check,
    exchanged,
    part_of,
    run,
)
from suyuan.tracing.policies import Policy
from suyuan.tracing.reference import OTHER, PlainEvent
from suyuan.tracing.stream import Stream, build

WITH_AMOUNTS = [policy for policy in Policy if policy.has_amounts]


def cny(name: str) -> Account:
    """An account in yuan."""
    return "CNY", name


def usdt(name: str) -> Account:
    """An account in USDT."""
    return "USDT", name


def test_units_are_split_by_largest_remainder() -> None:
    """10 units for 700: 300 of claim 0, 250 of claim 1, 150 others: 4.28, 3.57, 2.14; the odd unit to claim 1."""
    pieces = [BasisLot(0, 300, 300), BasisLot(1, 250, 250), BasisLot(OTHER, 150, 0)]
    assert exchanged(pieces, 10) == [BasisLot(0, 4, 300), BasisLot(1, 4, 250), BasisLot(OTHER, 2, 0)]


def test_ties_go_to_the_claim_that_stands_first() -> None:
    """3 units for 2 of others and 2 of claim 5 (1.5 each): the claim gets 2, though others were paid first."""
    pieces = [BasisLot(OTHER, 2, 0), BasisLot(5, 2, 2)]
    assert exchanged(pieces, 3) == [BasisLot(OTHER, 1, 0), BasisLot(5, 2, 2)]


def test_a_piece_too_small_for_a_unit_keeps_its_basis() -> None:
    """1 unit for 999 and 1: the small claim has no unit and its basis is not lost."""
    pieces = [BasisLot(0, 999, 999), BasisLot(1, 1, 1)]
    assert exchanged(pieces, 1) == [BasisLot(0, 1, 999), BasisLot(1, 0, 1)]


def test_a_part_takes_the_floor_of_its_basis_and_the_rest_keeps_the_rest() -> None:
    """Of 3 units worth 10, one takes 3 and leaves 7; the next takes 3 and leaves 4; the last takes 4."""
    lot = BasisLot(0, 3, 10)
    assert [part_of(lot, 1).basis for _ in range(3)] == [3, 3, 4]
    assert (lot.amount, lot.basis) == (0, 0)


def test_a_claim_through_an_exchange_and_back() -> None:
    """700 fen of a victim beside 300 others become 100 units and, of these 50, 510 fen: by hand, pro rata.

    100 units: 70 of the claim (basis 700), 30 others. 50 leave: 35 of the claim (basis 350), 15 others. They
    become 510 fen: 357 of the claim, basis still 350, and 153 others.
    """
    result = run(
        Policy.PRO_RATA,
        [
            Payment(cny("victim"), cny("A"), 700, ((0, 700),)),
            Payment(cny("A"), cny("convert:1"), 1000),
            Exchange(cny("convert:1"), usdt("A"), 100),
            Payment(usdt("A"), usdt("convert:2"), 50),
            Exchange(usdt("convert:2"), cny("B"), 510),
        ],
        {cny("victim"): 700, cny("A"): 300},
    )
    check(result)
    assert result.holdings() == {(usdt("A"), 0): (35, 350), (cny("B"), 0): (357, 350)}


def test_the_lots_keep_their_order_through_an_exchange() -> None:
    """First in first out: what arrived first leaves first also on the other side of the exchange."""
    result = run(
        Policy.FIFO,
        [
            Payment(cny("V"), cny("A"), 100, ((0, 100),)),
            Payment(cny("W"), cny("A"), 100, ((1, 100),)),
            Payment(cny("A"), cny("convert:1"), 200),
            Exchange(cny("convert:1"), usdt("A"), 20),
            Payment(usdt("A"), usdt("B"), 15),
        ],
        {cny("V"): 100, cny("W"): 100},
    )
    assert result.holdings() == {(usdt("B"), 0): (10, 100), (usdt("B"), 1): (5, 50), (usdt("A"), 1): (5, 50)}


def test_what_nobody_paid_for_is_other_funds() -> None:
    """An exchange whose debit is not there brings other funds."""
    result = run(Policy.FIFO, [Exchange(cny("convert:1"), usdt("A"), 5)], {})
    assert result.lots[usdt("A")] == [BasisLot(OTHER, 5, 0)]


def test_a_lost_basis_is_found() -> None:
    """The law in basis is checked, not assumed."""
    result = BasisRun({0: 10})
    result.lots[cny("A")] = [BasisLot(0, 10, 9)]
    with pytest.raises(ValueError, match="claim 0 entered with 10, 9 stand"):
        check(result)


names = st.sampled_from(["A", "B", "C"])
payments = st.lists(st.tuples(names, names, st.integers(1, 40), st.booleans()), max_size=12)


@pytest.mark.parametrize("policy", WITH_AMOUNTS)
@settings(max_examples=60, deadline=None)
@given(drawn=payments)
def test_in_one_currency_it_is_the_reference(policy: Policy, drawn: list[tuple[str, str, int, bool]]) -> None:
    """Without exchanges holdings are those of the reference, and every basis is its amount."""
    number = {name: place for place, name in enumerate("ABC")}
    given_claims = iter(range(len(drawn)))
    claims = [
        ((next(given_claims), amount),) if claimed and payer != payee else ()
        for payer, payee, amount, claimed in drawn
    ]
    ours = run(
        policy,
        [
            Payment(cny(payer), cny(payee), amount, claim)
            for (payer, payee, amount, _), claim in zip(drawn, claims, strict=True)
        ],
        {cny(name): 1000 for name in "ABC"},
    )
    theirs = reference.run(
        policy,
        [
            PlainEvent(number[payer], number[payee], amount, claim)
            for (payer, payee, amount, _), claim in zip(drawn, claims, strict=True)
        ],
        dict.fromkeys(range(3), 1000),
    )
    held = {(number[account[1]], claim): amount for (account, claim), (amount, _) in ours.holdings().items()}  # type: ignore[index]
    assert held == theirs.holdings()
    assert all(amount == basis for amount, basis in ours.holdings().values())


@pytest.mark.parametrize("policy", WITH_AMOUNTS)
@settings(max_examples=80, deadline=None)
@given(drawn=st.lists(st.tuples(names, names, st.integers(1, 30), st.integers(0, 3)), max_size=15))
def test_no_basis_is_lost_through_any_exchange(policy: Policy, drawn: list[tuple[str, str, int, int]]) -> None:
    """Payments in two currencies and exchanges either way: each claim's own part is the sum of its basis."""
    events: list[Payment | Exchange] = []
    for place, (payer, payee, amount, what) in enumerate(drawn):
        one, other = ("CNY", "USDT") if what % 2 else ("USDT", "CNY")
        claims = ((place, amount),) if what > 1 and one == "CNY" and payer != payee else ()
        if place % 3 == 2:
            node = (one, f"convert:{place}")
            events += [Payment((one, payer), node, amount), Exchange(node, (other, payee), amount // 7 + 1)]
        else:
            events.append(Payment((one, payer), (one, payee), amount, claims))
    openings = {(currency, name): 10_000 for currency in ("CNY", "USDT") for name in "ABC"}
    result = run(policy, events, openings)  # type: ignore[arg-type]
    check(result)
    assert all(lot.amount >= 0 and lot.basis >= 0 for lots in result.lots.values() for lot in lots)


def stream_of(rows: str, currency: str, claims: tuple[tuple[str, str, int], ...] = ()) -> Stream:
    """One currency's ledger from lines ``minute id payer>payee amount``."""
    lines = [line.split() for line in rows.split(";")]
    ways = [way.split(">") for _, _, way, _ in lines]
    transfers = pa.table(
        {
            "id": [name for _, name, _, _ in lines],
            "time": pa.array([datetime(2021, 3, 5, 10, int(minute), tzinfo=UTC) for minute, *_ in lines], TIME),
            "payer": [payer for payer, _ in ways],
            "payee": [payee for _, payee in ways],
            "amount": pa.array([int(amount) for *_, amount in lines], pa.int64()),
        }
    )
    names, on, claimed = list(zip(*claims, strict=True)) or ((), (), ())
    columns = {"claim": names, "victim": names, "transfer": on}
    table = pa.table({key: pa.array(each, pa.string()) for key, each in columns.items()})
    table = table.append_column("amount", pa.array(claimed, pa.int64()))
    return build(TraceInput(currency, transfers, table, {}), None)


def test_two_ledgers_are_merged_by_time_and_their_own_orders() -> None:
    """The dollars' credit stands a minute before the yuan's debit: it waits for it, and what follows waits too."""
    yuan = stream_of("0 y1 V>A 700;5 y2 A>convert:y2 700", "CNY", (("c", "y1", 700),))
    dollars = stream_of("4 d1 convert:y2>A 100;6 d2 A>B 100", "USD")
    found = merged([yuan, dollars])
    names = [ledger.names.to_pylist() for ledger in (yuan, dollars)]
    a, b = names[1].index("A"), names[1].index("B")
    node, source = names[0].index("convert:y2"), names[1].index("convert:y2")
    assert found.places == ((0, 0), (0, 1), (1, 0), (1, 1))
    assert found.links == {(1, source): (0, node)}
    assert found.events == (
        Payment((0, names[0].index("V")), (0, names[0].index("A")), 700, ((0, 700),)),
        Payment((0, names[0].index("A")), (0, node), 700),
        Exchange((0, node), (1, a), 100),
        Payment((1, a), (1, b), 100),
    )


def test_ledgers_that_wait_for_each_other_go_on_with_other_funds() -> None:
    """Two exchanges, each credit before the other's debit in its own ledger: the earliest is let go first, and the
    money that it brings is nobody's; the other one's debit is then there.
    """
    yuan = stream_of("0 y1 convert:d2>A 70;1 y2 A>convert:y2 70", "CNY")
    dollars = stream_of("2 d1 convert:y2>A 10;3 d2 A>convert:d2 10", "USD")
    found = merged([yuan, dollars])
    assert [type(event) for event in found.events] == [Payment, Payment, Exchange, Payment]
    assert found.places[0] == (0, 0)
