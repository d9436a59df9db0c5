"""Policies side by side in threads: the same tables as one after another."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suyuan.errors import Failed
from suyuan.model.text import Text
from suyuan.tracing import running
from suyuan.tracing import trace as tracing
from suyuan.tracing.policies import Policy

SETTINGS = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@SETTINGS
@given(data=st.data())
def test_one_or_two_threads_find_the_same(
    kit: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, data: st.DataObject
) -> None:
    """Every table and the summary are equal, whatever the ledger."""
    plain = data.draw(kit.plain_ledgers())
    found = []
    for threads in (1, 2, 5):
        monkeypatch.setattr(tracing, "THREADS", threads)
        found.append(tracing.trace(plain.given(), tuple(Policy)))
    for each in found[1:]:
        assert each.summary == found[0].summary
        for name, table in found[0].tables().items():
            assert each.tables()[name].equals(table), name


def test_what_a_thread_raises_is_raised(kit: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first policy's fault, whichever fails sooner."""

    def failing(policy: Policy, *_: object) -> None:
        raise Failed(Text(zh=policy.value, en=policy.value)())

    monkeypatch.setattr(running, "run", failing)
    plain = kit.Plain([("t", 1, "A", "B", 5)], [("c", "t", 5)], {})
    with pytest.raises(Failed, match="fifo"):
        tracing.trace(plain.given(), tuple(Policy))
