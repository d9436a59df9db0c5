"""Where policies agree and bounds are wide: the first transfer at which origins could mix."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from suyuan.tracing.policies import Policy
from suyuan.tracing.stream import build
from suyuan.tracing.trace import trace

SETTINGS = settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
BOTH = (Policy.FIFO, Policy.LOWEST_INTERMEDIATE_BALANCE)


def mixing(found: Any) -> list[tuple[Any, ...]]:
    """Return what the summary names."""
    return [tuple(row.values()) for row in found.summary["bounds"]["first_mixing"]]


def test_by_hand(kit: SimpleNamespace) -> None:
    """A holds 50 of its own and 100 of V's, then pays 50: fifo and other funds first both let its own go, V's 100
    stays, and yet 50 of it could have gone. Claims first disagrees, so with it nothing is named. A second claim on
    money that goes on whole is never named.
    """
    plain = kit.written(
        "1 V>A 100; 2 A>B 50; 3 W>C 9; 4 C>D 9", "c1 t1 100; c2 t3 9", V=100, W=9, A=50, B=0, C=0, D=0
    )
    assert mixing(trace(plain.given(), BOTH, bounds=True)) == [("c1", "A", "t2", False)]
    assert mixing(trace(plain.given(), (*BOTH, Policy.CLAIMS_FIRST), bounds=True)) == []
    assert mixing(trace(plain.given(), (Policy.FIFO,), bounds=True)) == []


def test_money_that_leaves_whole_mixes_later(kit: SimpleNamespace) -> None:
    """A pays all it holds, V's 100 and 50 of its own, to B: no rule has a say. B then pays 50 of the 150."""
    plain = kit.written("1 V>A 100; 2 A>B 150; 3 B>C 50", "c1 t1 100", V=100, A=50, B=0, C=0)
    found = trace(plain.given(), (Policy.LOWEST_INTERMEDIATE_BALANCE, Policy.FIFO), bounds=True)
    assert mixing(found) == [("c1", "B", "t3", False)]


def test_only_open(kit: SimpleNamespace) -> None:
    """A's opening is not stated: as the ledger is V's 100 went on whole, and only the open bounds are wide."""
    plain = kit.written("1 V>A 100; 2 A>B 100", "c1 t1 100", V=100, B=0)
    assert mixing(trace(plain.given(), BOTH, bounds=True)) == [("c1", "A", "t2", True)]


@SETTINGS
@given(data=st.data())
def test_up_to_the_transfer_named_nothing_could_differ_and_with_it_something_could(
    kit: SimpleNamespace, data: st.DataObject
) -> None:
    """On random ledgers: named are exactly the claims whose policies agree and whose bounds are wide. Cut before
    the transfer named, the claim's bounds are one figure; cut behind it, they are not.
    """
    plain = data.draw(kit.plain_ledgers(accounts=4, transfers=14))
    found = trace(plain.given(), BOTH, bounds=True)
    wide, wide_open, differ = set(), set(), set()
    for row in found.bounds.to_pylist():  # type: ignore[union-attr]
        wide |= {row["claim"]} if row["least"] < row["greatest"] else set()
        wide_open |= {row["claim"]} if row["least_open"] < row["greatest_open"] else set()
    differ = {row["claim"] for row in found.ranges.to_pylist() if row["least"] < row["greatest"]}
    named = found.summary["bounds"]["first_mixing"]  # type: ignore[index]
    assert {row["claim"] for row in named if not row["open"]} == wide - differ
    assert {row["claim"] for row in named if row["open"]} == wide_open - wide - differ
    stream = build(plain.given(), None)
    openings = dict(zip(stream.names.to_pylist(), stream.openings.tolist(), strict=False))
    for row in named:
        if row["open"] or row["transfer"] is None:
            continue
        place = [each[0] for each in plain.transfers].index(row["transfer"])
        for until, expected in ((place, False), (place + 1, True)):
            kept = {each[0] for each in plain.transfers[:until]}
            claims = [each for each in plain.claims if each[1] in kept]
            part = kit.Plain(plain.transfers[:until], claims, openings)
            rows = trace(part.given(), BOTH, bounds=True).bounds.to_pylist()  # type: ignore[union-attr]
            assert (
                any(each["least"] < each["greatest"] for each in rows if each["claim"] == row["claim"]) is expected
            )
