"""Decisions on looser matches in a plan: which traces they change, and when later evidence rules them out."""

from __future__ import annotations

import pytest

from suyuan.actions.match_decisions import Matched, with_decisions
from suyuan.errors import Refused
from suyuan.recovery.restitution import Basis, Trace

OPEN = Trace("B1", "freeze-1", 400, 900)
PROVEN = Trace("B1", "freeze-1", 700, 700)
DECIDED = Matched(3, "B1", "freeze-1", 850, "CNY")


def traced(*traces: Trace, names: tuple[str, ...] = ("freeze-1",)) -> list[tuple[Basis, int | None, int | None]]:
    """Return basis, amount and decision of each trace, with decision 3 of 850."""
    found = with_decisions(traces, [DECIDED], names, "CNY")
    return [(each.basis, each.fixed, each.decision) for each in found]


def test_only_its_own_trace_counts_as_decided() -> None:
    """Claim B1 in freeze-1 is decided; B1 in freeze-2 and B2 in freeze-1 are as they were."""
    others = (Trace("B1", "freeze-2", 0, 900), Trace("B2", "freeze-1", 0, 900))
    untraced = (Basis.NOT_TRACED, None, None)
    assert traced(OPEN, *others) == [(Basis.DECIDED, 850, 3), untraced, untraced]


def test_what_is_proven_needs_no_decision() -> None:
    """Where the bounds agree by now, their amount counts."""
    assert traced(PROVEN) == [(Basis.BOUNDS, 700, None)]


@pytest.mark.parametrize("traces", [(Trace("B1", "freeze-1", 0, 849),), ()], ids=["bounded by 8.49", "no trace"])
def test_more_than_can_be_there_is_refused(traces: tuple[Trace, ...]) -> None:
    """Where the bounds now allow less than was decided, the plan names the decision that must go."""
    with pytest.raises(Refused, match=r"Decision 3 gives B1 8\.50 CNY in freeze-1.*unmatch 3"):
        traced(*traces)


def test_a_freeze_that_is_not_asked_about_is_left_alone() -> None:
    """A plan out of another freeze says nothing of it."""
    assert traced(names=("freeze-2",)) == []


def test_without_bounds_the_decision_stands() -> None:
    """Where no bounds are known, nothing contradicts it."""
    assert traced(Trace("B1", "freeze-1", 0, None)) == [(Basis.DECIDED, 850, 3)]
