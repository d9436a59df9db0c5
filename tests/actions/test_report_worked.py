"""Which account the report works through: the one with most of the victims' money that stands."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from suyuan.actions.report_worked import account_to_work
from suyuan.model.transfer import Role


def traced(states: dict[str, str], holdings: list[tuple[str, str, int]], victims: tuple[str, ...] = ()) -> Any:
    """Return as much of a traced case as the choice looks at."""
    findings = SimpleNamespace(
        holdings=pa.table(
            {
                "policy": pa.array([each[0] for each in holdings], pa.string()),
                "account": pa.array([each[1] for each in holdings], pa.string()),
                "amount": pa.array([each[2] for each in holdings], pa.int64()),
            }
        ),
        summary={"by_policy": {"fifo": {}, "pro_rata": {}}},
        coverage=pa.table({"account": list(states), "state": list(states.values())}),
    )
    accounts = {
        account: SimpleNamespace(role=Role.VICTIM if account in victims else Role.UNKNOWN) for account in states
    }
    return SimpleNamespace(findings=findings, ledger=SimpleNamespace(accounts=accounts))


HELD = [("fifo", "A", 50), ("pro_rata", "A", 10), ("fifo", "B", 40), ("pro_rata", "B", 40), ("fifo", "cash:1", 99)]


@pytest.mark.parametrize(
    ("states", "victims", "chosen"),
    [
        ({"A": "stands", "B": "stands"}, (), "A"),
        ({"A": "stood_until", "B": "stands"}, (), "B"),
        ({"A": "last_seen", "B": "stood_until"}, (), "A"),
        ({"A": "stands", "B": "last_seen"}, ("A",), "B"),
        ({}, (), None),
    ],
)
def test_most_that_stands_is_worked_through(
    states: dict[str, str], victims: tuple[str, ...], chosen: str | None
) -> None:
    """By the greatest over the policies; what stands before what does not; no victim's account, no node."""
    assert account_to_work(traced(states, HELD, victims)) == chosen
