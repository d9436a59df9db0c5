"""The kernels against their plain twin, and the arithmetic they rest on against Python's own integers."""

from __future__ import annotations

from itertools import accumulate
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suyuan.tracing import running
from suyuan.tracing.kernels import balances, lots, reach, shares
from suyuan.tracing.kernels.compiled import state_of_the_folder
from suyuan.tracing.kernels.proportion import divide, raise_largest
from suyuan.tracing.kernels.wide import part_and_remainder
from suyuan.tracing.policies import Policy
from suyuan.tracing.reference import PlainEvent
from suyuan.tracing.reference import run as plain_run
from suyuan.tracing.stream import Stream, build

SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WITH_AMOUNTS = [policy for policy in Policy if policy.has_amounts]


def plain_events(stream: Stream) -> list[PlainEvent]:
    """Return the stream's events with the claims on them, as the twin takes them."""
    on: dict[int, list[tuple[int, int]]] = {}
    for claim, event in enumerate(stream.claim_event.tolist()):
        if event >= 0:
            on.setdefault(event, []).append((claim, int(stream.claimed[claim])))
    columns = (stream.events.payer, stream.events.payee, stream.events.amount)
    return [
        PlainEvent(payer, payee, amount, tuple(on.get(number, ())))
        for number, (payer, payee, amount) in enumerate(zip(*(each.tolist() for each in columns), strict=True))
    ]


def assert_equal(stream: Stream, policy: Policy, got: running.PolicyRun) -> None:
    """Compare a run with the twin's, to the unit."""
    expected = plain_run(policy, plain_events(stream), dict(enumerate(stream.openings.tolist())))
    assert dict(enumerate(got.effective.tolist())) == {
        claim: expected.effective.get(claim, 0) for claim in range(len(stream.claimed))
    }
    held = zip(got.holdings["account"].tolist(), got.holdings["claim"].tolist(), strict=True)
    assert dict(zip(held, got.holdings["amount"].tolist(), strict=True)) == expected.holdings()
    moved = zip(got.flows["event"].tolist(), got.flows["claim"].tolist(), strict=True)
    assert dict(zip(moved, got.flows["amount"].tolist(), strict=True)) == expected.flows
    assert {account: total for account, total in enumerate(got.totals.tolist()) if total} == {
        account: total for account, lots in expected.lots.items() if (total := sum(each[1] for each in lots))
    }
    assert got.broken == 0


@pytest.mark.parametrize("policy", WITH_AMOUNTS)
@SETTINGS
@given(data=st.data())
def test_a_kernel_equals_its_twin(kit: SimpleNamespace, policy: Policy, data: st.DataObject) -> None:
    """Every policy's kernel gives what the plain lines give, whatever the ledger."""
    plain = data.draw(kit.plain_ledgers())
    stream = build(plain.given(), None if plain.as_of is None else kit.at(plain.as_of))
    assert_equal(stream, policy, running.run(policy, stream.events, stream.openings, len(stream.claimed)))


@pytest.mark.parametrize("policy", WITH_AMOUNTS)
def test_thousands_of_claims_through_one_account(kit: SimpleNamespace, policy: Policy) -> None:
    """2,000 claims of many victims through one card, paid out in odd sums: buffers grow, figures stay exact."""
    transfers, claims = [], []
    for number in range(2000):
        transfers.append((f"t{number}", number, f"V{number % 40}", "HUB", 10**13 - number * 7))
        claims.append((f"c{number}", f"t{number}", 10**13 - number * 7 - number % 3))
        if number % 200 == 199:
            transfers.append((f"u{number}", number, "HUB", f"X{number % 7}", 130 * 10**13 + number))
    plain = kit.Plain(transfers, claims, {"HUB": 10**13})
    stream = build(plain.given(), None)
    assert_equal(stream, policy, running.run(policy, stream.events, stream.openings, len(stream.claimed)))


amounts = st.integers(0, 2**63 - 1) | st.integers(0, 10**13) | st.sampled_from([2**31, 2**32, 2**62, 2**63 - 1])


@settings(max_examples=500, deadline=None)
@given(amounts, amounts, amounts)
def test_products_beyond_64_bits_are_divided_exactly(amount: int, held: int, total: int) -> None:
    """``amount * held`` divided by the total equals Python's division, quotient and remainder."""
    total = max(1, amount, held, total)
    assert part_and_remainder(amount, held, total) == divmod(amount * held, total)


near_the_limits = (
    st.integers(0, 2**61 + 2)
    | st.integers(2**50 - 3, 2**50 + 3)
    | st.integers(2**61 - 3, 2**61 + 3)
    | st.integers(0, 10**13)
    | st.integers(0, 9)
)


@settings(max_examples=500, deadline=None)
@given(st.lists(near_the_limits, min_size=1, max_size=20), st.data())
def test_estimated_quotients_are_put_right(held: list[int], data: st.DataObject) -> None:
    """Quotients and remainders of a whole row equal Python's, also around where the estimate gives way.

    A total of 2**63 and above is refused before any kernel runs, so a row's sum stays below it here too.
    """
    held = [each for each, upto in zip(held, accumulate(held), strict=True) if upto < 2**63]
    total = min(max(1, sum(held)) + data.draw(st.integers(0, 3)), 2**63 - 1)
    amount = min(data.draw(near_the_limits | st.integers(0, total)), total)
    row = np.zeros(len(held) + 2, shares.SHARE)
    row["amount"][2:] = held
    parts, rests = np.full((2, len(held)), -7, dtype=np.int64)
    given_out = divide(row, 2, len(held), amount, total, parts, rests)
    assert list(zip(parts.tolist(), rests.tolist(), strict=True)) == [
        divmod(amount * each, total) for each in held
    ]
    assert given_out == sum(parts.tolist())


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_the_largest_remainders_get_a_unit(data: st.DataObject) -> None:
    """What sorting finds, with many equal remainders too: among equal ones the first wins."""
    rests = data.draw(st.lists(st.integers(0, 5) | st.integers(0, 2**62), min_size=2, max_size=60))
    above = sum(rest > 0 for rest in rests)
    units = data.draw(st.integers(1, max(1, above - 1)))
    if above <= units:
        return
    parts = np.zeros(len(rests) + 1, dtype=np.int64)
    raise_largest(parts, np.array([*rests, 2**62], dtype=np.int64), len(rests), units)
    best = sorted(range(len(rests)), key=lambda i: (-rests[i], i))[:units]
    assert np.flatnonzero(parts).tolist() == sorted(best)
    assert parts.max() == 1


def test_a_changed_constant_or_inner_kernel_is_not_served_from_the_cache() -> None:
    """Every kernel's cache is bound to the whole folder's sources, not to its own file alone."""
    stamp = state_of_the_folder()
    for kernel in (shares.run, lots.run, balances.move, reach.tiers, part_and_remainder):
        assert vars(vars(kernel)["_cache"])["_cache_file"]._source_stamp == stamp
    assert len(stamp) == 64


def test_a_quotient_that_is_exact_is_not_estimated_one_too_low() -> None:
    """49 x (1 / 49) is less than 1 in floating point: a whole holding still leaves whole, nothing remaining."""
    for total in range(1, 200):
        row = np.zeros(1, shares.SHARE)
        row["amount"] = total
        for amount in range(1, total + 1):
            parts, rests = np.zeros((2, 1), dtype=np.int64)
            divide(row, 0, 1, amount, total, parts, rests)
            assert (parts[0], rests[0]) == (amount, 0)
