"""A trace that goes on from snapshots after the evidence changed gives what a whole run gives."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from suyuan.tracing import resuming, snapshots
from suyuan.tracing.policies import Policy
from suyuan.tracing.resuming import Resuming
from suyuan.tracing.trace import trace

SETTINGS = settings(
    max_examples=60,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
ALL = tuple(Policy)
KEPT = [policy for policy in Policy if policy.has_amounts]


class Memory:
    """A shelf in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, int], bytes] = {}

    def places(self, policy: str) -> list[int]:
        return [at for name, at in self.kept if name == policy]

    def load(self, policy: str, at: int) -> bytes | None:
        return self.kept.get((policy, at))

    def keep(self, policy: str, at: int, content: bytes) -> bool:
        self.kept[policy, at] = content
        return True

    def drop(self, policy: str, at: int) -> None:
        self.kept.pop((policy, at), None)


@pytest.fixture(autouse=True)
def close_snapshots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small ledgers with snapshots every two events."""
    monkeypatch.setattr(resuming, "LEAST_STEP", 2)


def said(found: Any) -> tuple[Any, ...]:
    """Return everything of findings that is written."""
    return found.tables(), found.summary


def changed(kit: SimpleNamespace, data: st.DataObject, plain: Any, prefix: str) -> Any:
    """Draw a later state of the evidence: transfers inserted or taken away, claims added, openings new."""
    transfers, claims = list(plain.transfers), list(plain.claims)
    openings = dict(plain.openings)
    for number in range(data.draw(st.integers(0, 3))):
        place = data.draw(st.integers(0, len(transfers)))
        minute = transfers[max(place - 1, 0)][1] if transfers else 0
        payer, payee = data.draw(st.sampled_from("ABCNM")), data.draw(st.sampled_from("ABCNZ"))
        transfers.insert(place, (f"{prefix}{number}", minute, payer, payee, data.draw(st.integers(1, 200))))
        if payer != payee and data.draw(st.booleans()):
            claims.insert(data.draw(st.integers(0, len(claims))), (f"c{prefix}{number}", f"{prefix}{number}", 1))
    if data.draw(st.integers(0, 4)) == 0:
        openings[data.draw(st.sampled_from("ABN"))] = data.draw(st.integers(0, 100))
    if data.draw(st.integers(0, 4)) == 0 and claims:
        claims.pop(data.draw(st.integers(0, len(claims) - 1)))
    if data.draw(st.integers(0, 4)) == 0:
        claims.reverse()
    if data.draw(st.integers(0, 4)) == 0:
        named = {claim[1] for claim in claims}
        transfers = [each for each in transfers if each[0] in named or data.draw(st.integers(0, 9))]
    return kit.Plain(transfers, claims, openings, data.draw(st.none() | st.just(plain.as_of)))


@SETTINGS
@given(data=st.data())
def test_after_any_change_the_findings_are_those_of_a_whole_run(kit: SimpleNamespace, data: st.DataObject) -> None:
    """Traced, changed and traced again twice over the same snapshots: the same tables and summary."""
    plain = data.draw(kit.plain_ledgers())
    shelf = Memory()
    for prefix in "xyz":
        moment = None if plain.as_of is None else kit.at(plain.as_of)
        going = Resuming(shelf)
        assert said(trace(plain.given(), ALL, moment, resuming=going)) == said(trace(plain.given(), ALL, moment))
        assert [each.policy for each in going.again] == KEPT
        plain = changed(kit, data, plain, prefix)


def ledger(kit: SimpleNamespace) -> Any:
    """Twelve transfers along A, B, C with two claims on the first and the fifth."""
    lines = [f"{minute} {way} {10 + minute}" for minute, way in enumerate(["V>A", "A>B", "B>C", "C>A"] * 3)]
    return kit.written("; ".join(lines), "c1 t1 9; c2 t5 12", V=100, A=30, B=30, C=30)


def starts(shelf: Memory, plain: Any) -> dict[str, int]:
    """Trace over a shelf; return the transfer from which each policy was computed."""
    going = Resuming(shelf)
    assert said(trace(plain.given(), ALL, resuming=going)) == said(trace(plain.given(), ALL))
    return {each.policy.value: each.start for each in going.again}


def test_only_what_comes_after_the_change_is_computed(kit: SimpleNamespace) -> None:
    """Snapshots stand before events 2, 4 … 12: nothing new starts at 12, a new 8th transfer at 6, a new claim on
    the third at 2, an opening at its account's first transfer.
    """
    plain = ledger(kit)
    names = [policy.value for policy in KEPT]
    shelf = Memory()
    assert starts(shelf, plain) == dict.fromkeys(names, 0)
    assert sorted(shelf.places("fifo")) == [2, 4, 6, 8, 10, 12]
    assert starts(shelf, plain) == dict.fromkeys(names, 12)
    new = ("new", plain.transfers[6][1], "A", "NEW", 1)
    inserted = kit.Plain([*plain.transfers[:7], new, *plain.transfers[7:]], plain.claims, plain.openings)
    assert starts(shelf, inserted) == dict.fromkeys(names, 6)
    appended = kit.Plain([*inserted.transfers, ("x", 99, "X", "A", 5)], inserted.claims, inserted.openings)
    assert starts(shelf, appended) == dict.fromkeys(names, 12)
    claimed = kit.Plain(appended.transfers, [("c0", "t3", 1), *appended.claims], appended.openings)
    assert starts(shelf, claimed) == dict.fromkeys(names, 2)
    opened = kit.Plain(claimed.transfers, claimed.claims, claimed.openings | {"X": 500})
    assert starts(shelf, opened) == dict.fromkeys(names, 12)
    opened = kit.Plain(claimed.transfers, claimed.claims, claimed.openings | {"C": 31})
    assert starts(shelf, opened) == dict.fromkeys(names, 2)


def test_an_earlier_moment_leaves_later_snapshots_alone(kit: SimpleNamespace) -> None:
    """Asked as of the fifth transfer the trace starts at the fourth snapshot, and later ones still serve."""
    plain = ledger(kit)
    shelf = Memory()
    starts(shelf, plain)
    going = Resuming(shelf)
    trace(plain.given(), ALL, kit.at(4), resuming=going)
    assert {each.start for each in going.again} == {4}
    assert set(starts(shelf, plain).values()) == {12}


def test_claims_in_another_order_do_not_resume(kit: SimpleNamespace) -> None:
    """The order of the claims file decides ties, so a snapshot with both claims does not serve once they changed
    places; one with the first alone does.
    """
    plain = ledger(kit)
    shelf = Memory()
    starts(shelf, plain)
    turned = kit.Plain(plain.transfers, plain.claims[::-1], plain.openings)
    assert set(starts(shelf, turned).values()) == {4}


@pytest.mark.parametrize("damage", ["truncated", "empty", "a bit", "swapped", "another version"])
def test_a_damaged_snapshot_is_passed_over(
    kit: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    """Cut off, a bit turned, another event's, another version's: the trace starts before it, and says so."""
    plain = ledger(kit)
    shelf = Memory()
    starts(shelf, plain)
    whole = shelf.kept["fifo", 6]
    wrong = {
        "truncated": whole[:-7],
        "empty": b"",
        "a bit": whole[:-99] + bytes([whole[-99] ^ 1]) + whole[-98:],
        "swapped": shelf.kept["fifo", 8],
        "another version": whole,
    }
    shelf.kept["fifo", 6] = wrong[damage]
    if damage == "another version":
        monkeypatch.setattr(snapshots, "FORMAT", 2)
    going = Resuming(shelf)
    assert said(trace(plain.given(), ALL, resuming=going)) == said(trace(plain.given(), ALL))
    first = going.again[0]
    assert first.start == (0 if damage == "another version" else 4)
    assert first.damaged == (0 if damage == "swapped" else 1)
    monkeypatch.undo()


def test_a_snapshot_that_breaks_the_laws_is_not_believed(
    kit: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A snapshot that is whole and wrong: the laws do not hold, so all is computed from the start."""
    plain = ledger(kit)
    shelf = Memory()
    starts(shelf, plain)
    found = snapshots.from_bytes(shelf.kept["fifo", 12])
    assert found is not None
    found.pool["amount"][0] += 1
    shelf.kept["fifo", 12] = found.to_bytes()
    assert starts(shelf, plain)["fifo"] == 0
    assert starts(shelf, plain)["fifo"] == 12


def test_a_shelf_that_takes_nothing_changes_nothing(kit: SimpleNamespace) -> None:
    """Where no snapshot can be kept every trace is a whole one."""

    class Full(Memory):
        def keep(self, policy: str, at: int, content: bytes) -> bool:
            return False

    shelf = Full()
    assert set(starts(shelf, ledger(kit)).values()) == {0}
    assert set(starts(shelf, ledger(kit)).values()) == {0}


def test_a_snapshot_that_costs_too_much_is_not_kept(kit: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing small enough: none is kept, the next run is computed from the start, the figures are the same."""
    monkeypatch.setattr(resuming, "FEWEST_BYTES", 0)
    monkeypatch.setattr(resuming, "DEAREST", 0)
    pays = [(f"V{n % 3}", "HUB") if n % 2 == 0 else ("HUB", f"X{n % 5}") for n in range(12)]
    transfers = [(f"t{n}", n, *ends, 100) for n, ends in enumerate(pays)]
    plain = kit.Plain(transfers, [("c0", "t0", 50), ("c2", "t2", 60)], {})
    shelf = Memory()
    whole = trace(plain.given(), (Policy.FIFO,), None)
    first = Resuming(shelf)
    second = Resuming(shelf)
    for each in (first, second):
        assert said(trace(plain.given(), (Policy.FIFO,), None, resuming=each)) == said(whole)
        assert [(again.start, again.transfers) for again in each.again] == [(0, 12)]
    assert shelf.kept == {}
