"""Paths and worked accounts in ledgers that exchanges join: what they say sums to what stands."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suyuan.errors import WrongUsage
from suyuan.tracing.currencies import compute_all
from suyuan.tracing.far_paths import part_with, paths_over
from suyuan.tracing.findings import TraceInput
from suyuan.tracing.policies import Policy
from suyuan.tracing.worked import worked_in

SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
names = st.sampled_from(["A", "B", "C"])
steps = st.lists(st.tuples(names, names, st.integers(1, 25), st.integers(0, 5), st.integers(1, 40)), max_size=14)


def in_currency(plain: Any, currency: str) -> TraceInput:
    """The plain ledger as one currency's."""
    return replace(plain.given(), currency=currency)  # type: ignore[no-any-return]


def drawn_ledgers(kit: SimpleNamespace, drawn: list[Any]) -> list[TraceInput]:
    """Two ledgers with claims in both and exchanges both ways; openings are the least."""
    transfers: dict[str, list[Any]] = {"CNY": [], "USDT": []}
    claims: dict[str, list[Any]] = {"CNY": [], "USDT": []}
    for minute, (payer, payee, amount, what, received) in enumerate(drawn):
        one, other = ("CNY", "USDT") if what % 2 else ("USDT", "CNY")
        if what >= 4:
            transfers[one].append((f"t{minute}", 2 * minute, payer, f"convert:{minute}", amount))
            transfers[other].append((f"u{minute}", 2 * minute + 1, f"convert:{minute}", payee, received))
        else:
            transfers[one].append((f"t{minute}", 2 * minute, payer, payee, amount))
            if what >= 2 and payer != payee:
                claims[one].append((f"{one}{minute:03}", f"t{minute}", amount))
    return [in_currency(kit.Plain(transfers[each], claims[each], {}), each) for each in transfers]


@pytest.mark.parametrize("policy", [policy for policy in Policy if policy.has_amounts])
@SETTINGS
@given(drawn=steps)
def test_every_path_and_every_account_comes_out(kit: SimpleNamespace, policy: Policy, drawn: list[Any]) -> None:
    """Chains sum to each holding and begin at the victim or an exchange; each account can be worked through."""
    given_ = drawn_ledgers(kit, drawn)
    computed = compute_all(given_, (policy,), None)
    for part in computed.traced:
        run = part.runs[0]
        held = zip(*(run.holdings[name].tolist() for name in ("account", "claim", "amount")), strict=True)
        for account, claim, amount in held:
            name, id_ = part.name(account), str(part.claim_names[claim].as_py())
            paths = paths_over(given_, computed, part, name, id_)
            assert paths[0].held == amount
            for path in paths:
                for chain in path.chains or ():
                    first = chain.legs[0]
                    behind = {each.account for each in paths}
                    assert first.payer in behind or first.transfer[0] == "t"
        for account in {*part.stream.events.payee.tolist()}:
            (done,) = worked_in(part, part.name(account), 1000)
            assert done.unseen == 0


def test_a_currency_that_an_account_does_not_have_is_a_sentence(kit: SimpleNamespace) -> None:
    """Asked for in dollars, an account of yuan and coins names both; an account of neither is unknown."""
    given_ = drawn_ledgers(kit, [("A", "B", 5, 5, 7), ("B", "A", 5, 0, 7)])
    computed = compute_all(given_, (Policy.FIFO,), None)
    assert part_with(computed, "A", None).stream.currency == "CNY"
    assert part_with(computed, "A", "USDT").stream.currency == "USDT"
    assert part_with(computed, "convert:0", None).stream.currency == "CNY"
    with pytest.raises(WrongUsage, match="CNY, USDT"):
        part_with(computed, "A", "USD")
    with pytest.raises(WrongUsage, match="Z"):
        part_with(computed, "Z", None)
