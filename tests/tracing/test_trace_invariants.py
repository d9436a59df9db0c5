"""What must always hold (docs/method.md), as properties."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suyuan.tracing import running
from suyuan.tracing.findings import Findings
from suyuan.tracing.policies import Policy
from suyuan.tracing.stream import build

SETTINGS = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WITH_AMOUNTS = [policy for policy in Policy if policy.has_amounts]


def lists_of(found: Findings) -> dict[str, list[dict[str, Any]]]:
    """Return every table as rows."""
    return {name: table.to_pylist() for name, table in found.tables().items()}


@SETTINGS
@given(data=st.data())
def test_claims_accounts_and_transfers_are_conserved(kit: SimpleNamespace, data: st.DataObject) -> None:
    """Each claim stands somewhere; no account holds, no transfer moves more claims' money than it can."""
    plain = data.draw(kit.plain_ledgers())
    found = plain.traced()
    amount_of = {each[0]: each[4] for each in plain.transfers}
    balance = dict(kit.rows(found.coverage, "account", "balance"))
    for policy in WITH_AMOUNTS:
        by_claim: dict[str, int] = defaultdict(int)
        by_account: dict[str, int] = defaultdict(int)
        for (account, claim), amount in kit.amounts(found.holdings, policy, "account", "claim").items():
            by_claim[claim] += amount
            by_account[account] += amount
        assert by_claim == {
            claim: amount for claim, amount in kit.amounts(found.claims, policy, "claim").items() if amount
        }
        assert all(amount <= balance[account] for account, amount in by_account.items())
        by_transfer: dict[str, int] = defaultdict(int)
        for (transfer, _), amount in kit.amounts(found.flows, policy, "transfer", "claim").items():
            by_transfer[transfer] += amount
        assert all(amount <= amount_of[transfer] for transfer, amount in by_transfer.items())


@SETTINGS
@given(data=st.data())
def test_renaming_accounts_changes_nothing(kit: SimpleNamespace, data: st.DataObject) -> None:
    """Accounts under other names, in another alphabetical order, hold the same."""
    plain = data.draw(kit.plain_ledgers())
    new = {name: f"{chr(0x4E00 + 90 - ord(name))}{name}" for name in "ABCDEFGH"}
    renamed = kit.Plain(
        [(each[0], each[1], new[each[2]], new[each[3]], each[4]) for each in plain.transfers],
        plain.claims,
        {new[name]: amount for name, amount in plain.openings.items()},
        plain.as_of,
    )
    before, after = plain.traced(), renamed.traced()
    for policy in WITH_AMOUNTS:
        held = kit.amounts(before.holdings, policy, "account", "claim")
        assert kit.amounts(after.holdings, policy, "account", "claim") == {
            (new[account], claim): amount for (account, claim), amount in held.items()
        }
        assert kit.amounts(after.flows, policy, "transfer", "claim") == kit.amounts(
            before.flows, policy, "transfer", "claim"
        )


@SETTINGS
@given(data=st.data())
def test_what_shares_nothing_changes_nothing(kit: SimpleNamespace, data: st.DataObject) -> None:
    """A second ledger among other accounts, woven into the first, leaves the first's figures as they are."""
    plain, other = data.draw(kit.plain_ledgers()), data.draw(kit.plain_ledgers(prefix="z"))
    mixed = sorted([*plain.transfers, *other.transfers], key=lambda each: each[1])
    claims = data.draw(st.permutations(other.claims))
    half = len(claims) // 2
    both = kit.Plain(
        mixed, [*claims[:half], *plain.claims, *claims[half:]], {**plain.openings, **other.openings}, plain.as_of
    )
    alone, together = lists_of(plain.traced()), lists_of(both.traced())
    for name in ("claims", "holdings", "flows", "depths", "exits", "tiers", "reached", "ranges"):
        own = [
            each
            for each in together[name]
            if not any(str(each.get(key, "")).startswith("z") for key in ("account", "claim"))
        ]
        assert own == alone[name]


@pytest.mark.parametrize("policy", WITH_AMOUNTS)
@SETTINGS
@given(data=st.data())
def test_a_run_in_two_parts_is_the_same_run(kit: SimpleNamespace, policy: Policy, data: st.DataObject) -> None:
    """Stopped at any event, its state copied as if saved and loaded, and carried on: the same to the unit."""
    plain = data.draw(kit.plain_ledgers())
    stream = build(plain.given(), None)
    events, count = stream.events, len(stream.claimed)
    whole = running.run(policy, events, stream.openings, count)
    first = running.Run.begin(policy, events, stream.openings, count)
    first.advance(data.draw(st.integers(0, len(events.payer))))
    saved = first.state._replace(**{name: array.copy() for name, array in first.state._asdict().items()})
    second = running.Run(policy, events, saved, first.at, list(first.moved))
    second.advance()
    parts = second.result()
    for name in ("effective", "holdings", "flows", "totals"):
        assert getattr(parts, name).tolist() == getattr(whole, name).tolist()


@SETTINGS
@given(data=st.data())
def test_a_moment_in_between_is_the_ledger_cut_there(kit: SimpleNamespace, data: st.DataObject) -> None:
    """Figures as of a moment are those of the list up to it, given the openings of the whole list."""
    plain = data.draw(kit.plain_ledgers())
    minute = data.draw(st.integers(0, plain.transfers[-1][1]))
    stream = build(plain.given(), None)
    names = stream.names.to_pylist()
    openings = dict(zip(names, stream.openings.tolist(), strict=False))
    kept = {each[0] for each in plain.transfers if each[1] <= minute}
    cut = kit.Plain(
        [each for each in plain.transfers if each[0] in kept],
        [each for each in plain.claims if each[1] in kept],
        openings,
    )
    asked = kit.Plain(plain.transfers, plain.claims, plain.openings, minute).traced()
    for name in ("holdings", "flows", "tiers", "reached", "depths"):
        assert lists_of(asked)[name] == lists_of(cut.traced())[name]


@SETTINGS
@given(data=st.data())
def test_without_mixing_all_policies_agree(kit: SimpleNamespace, data: st.DataObject) -> None:
    """Where each account only ever holds one origin (a chain for each claim), the policies give one answer."""
    transfers, claims = [], []
    for chain in range(data.draw(st.integers(1, 4))):
        amount = data.draw(st.integers(1, 10**13))
        for hop in range(data.draw(st.integers(1, 4))):
            transfers.append((f"t{chain}.{hop}", hop, f"{chain}.{hop}", f"{chain}.{hop + 1}", amount))
            amount = data.draw(st.integers(1, amount))
        claims.append((f"c{chain}", f"t{chain}.0", transfers[-1 - hop][4]))
    found = kit.Plain(sorted(transfers, key=lambda each: each[1]), claims, {}).traced()
    held = [kit.amounts(found.holdings, policy, "account", "claim") for policy in WITH_AMOUNTS]
    assert all(each == held[0] for each in held)
    assert kit.rows(found.ranges, "least") == kit.rows(found.ranges, "greatest")


@SETTINGS
@given(data=st.data())
def test_the_same_input_gives_the_same_tables(kit: SimpleNamespace, data: st.DataObject) -> None:
    """Two runs give equal tables and summaries."""
    plain = data.draw(kit.plain_ledgers())
    first, second = plain.traced(), plain.traced()
    assert first.tables() == second.tables() and first.summary == second.summary
