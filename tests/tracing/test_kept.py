"""Kept by the hour: by hand, against tracing as of each hour, and within the bounds."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from suyuan.tracing import kept
from suyuan.tracing.policies import Policy
from suyuan.tracing.trace import trace

MINUTE = kept.MINUTE
SETTINGS = settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
COLUMNS = ("stood", "covered", "earlier_10", "earlier_30", "earlier_60")


def said(found: Any, policy: str) -> list[tuple[int, ...]]:
    """Return the figures of one policy, hour by hour."""
    return [tuple(row[name] for name in COLUMNS) for row in found.kept.to_pylist() if row["policy"] == policy]


def case(kit: SimpleNamespace) -> Any:
    """V pays 100 to A at 0, reports at 20; A pays B 60 at 75, B draws 50 in cash at 110, V pays A 40 more at 130,
    A pays a merchant 30 at 170, all of V's money; the list ends at 200.
    """
    plain = kit.written(
        "0 V>A 100; 75 A>B 60; 110 B>cash:x 50; 130 V>A 40; 170 A>M 30; 200 X>Y 1", "c1 t1 100; c2 t4 40", V=140
    )
    accounts = kit.account_table(
        {"account": "V", "role": "victim"},
        {"account": "A", "covered_from": 0, "covered_to": 150},
        {"account": "M", "kind": "merchant"},
    )
    return plain.given(accounts)


def test_a_case_by_hand(kit: SimpleNamespace) -> None:
    """From the report at minute 20 on: 100 at 20; at 80 still all (40 in A, 60 in B, of which A's is covered);
    at 140 40+40 in A and 10 in B; at 200 50 in A and 10 in B, nothing covered any more. 10, 30 and 60 minutes
    before 140: 130 (after V's second payment), 110 (the cash is gone), 80; before 200: 190, 170, 140.
    """
    expected = [
        (100, 100, 100, 100, 100),
        (100, 40, 100, 100, 100),
        (90, 80, 90, 50, 100),
        (60, 0, 60, 60, 90),
    ]
    found = trace(case(kit), [Policy.FIFO, Policy.LIFO], kit.at(200), kept_from=kit.at(20), bounds=True)
    assert said(found, "fifo") == said(found, "lifo") == expected
    assert found.kept.column("time").to_pylist() == [kit.at(20 + 60 * hour) for hour in range(4)] * 6  # type: ignore[union-attr]
    bare = [(row[0], None, *row[2:]) for row in expected]
    assert said(found, "least") == said(found, "greatest") == bare  # type: ignore[comparison-overlap]


def test_nothing_before_the_report_and_nothing_after_the_moment(kit: SimpleNamespace) -> None:
    """A report after the moment asked for gives no rows; one at it gives one."""
    assert len(trace(case(kit), [Policy.FIFO], kit.at(10), kept_from=kit.at(20)).kept) == 0  # type: ignore[arg-type]
    found = trace(case(kit), [Policy.FIFO], kit.at(79), kept_from=kit.at(20))
    assert said(found, "fifo") == [(100, 100, 100, 100, 100)]
    assert trace(case(kit), [Policy.FIFO]).kept is None


def stoppable_by_words(name: str, roles: dict[str, str]) -> bool:
    """Tell as the method's words do: no node, no victim's, merchant's, pool's or bystander's account."""
    return ":" not in name and roles.get(name) not in ("victim", "merchant", "pool", "bystander")


@SETTINGS
@given(data=st.data())
def test_each_hour_is_what_tracing_says_as_of_it(
    kit: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, data: st.DataObject
) -> None:
    """On random ledgers with roles: each figure is the sum of the holdings, as of that moment, in the accounts
    that the trail had reached and that could be stopped; least and greatest contain every policy's.
    """
    monkeypatch.setattr(kept, "HOUR", 7 * MINUTE)
    monkeypatch.setattr(kept, "MINUTE", MINUTE // 10)
    plain = data.draw(kit.plain_ledgers(transfers=25))
    words = st.sampled_from(["victim", "merchant", "pool", "bystander", "suspect_controlled", "unknown"])
    roles = data.draw(st.dictionaries(st.sampled_from("ABCDEF"), words, max_size=3))
    table = kit.account_table(*({"account": name, "role": role} for name, role in sorted(roles.items())))
    given_ = plain.given(table if roles else None)
    start = kit.at(data.draw(st.integers(0, 20)))
    policies = (Policy.FIFO, Policy.PRO_RATA)
    found = trace(given_, policies, kept_from=start, bounds=True)
    for row in found.kept.to_pylist():  # type: ignore[union-attr]
        asked = {"stood": row["time"]}
        asked |= {
            f"earlier_{back}": max(start, row["time"] - timedelta(minutes=back) / 10) for back in kept.EARLIER
        }
        for column, moment in asked.items() if row["policy"] in ("fifo", "pro_rata") else ():
            then = trace(given_, policies, moment)
            trail = set(then.tiers.column("account").to_pylist())
            expected = sum(
                each["amount"]
                for each in then.holdings.to_pylist()
                if each["policy"] == row["policy"]
                and each["account"] in trail
                and stoppable_by_words(each["account"], roles)
            )
            assert row[column] == expected
    by_name = {name: [row[0] for row in said(found, name)] for name in ("fifo", "pro_rata", *kept.BOUNDS)}
    for each in zip(*by_name.values(), strict=True):
        fifo, pro_rata, least, greatest, least_open, greatest_open = each
        assert least_open <= least <= min(fifo, pro_rata)
        assert max(fifo, pro_rata) <= greatest <= greatest_open
