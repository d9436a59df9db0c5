"""The laws of the ledger fail when they should, and its order is an order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suyuan.errors import Failed
from suyuan.ledger.build import FileContents, LeftOut, LeftOutReason, build
from suyuan.ledger.components import components
from suyuan.ledger.engine import Engine
from suyuan.ledger.identities import identify
from suyuan.ledger.laws import check_ends_once, check_moves_as_booked
from suyuan.ledger.own_rows import own_rows

Reader = Callable[[str], list[FileContents]]
CASE = """
== one
-- A
10:00:00 out 5.00 B 95.00
11:00:00 in 1.00 C 96.00
"""


@pytest.mark.parametrize("fault", ["lost", "twice", "unknown"])
def test_a_booking_that_does_not_end_once_stops_the_build(read_case: Reader, fault: str) -> None:
    """A booking in no transfer, in a transfer and left out as well, or from nowhere, raises Failed."""
    files = read_case(CASE)
    transfers = build(files).transfers
    given_ids = [row.id for row in files[0].parts[0].bookings]
    left_out = [LeftOut(given_ids[0], LeftOutReason.ZERO)] if fault == "twice" else []
    changed = transfers[1:] if fault == "lost" else transfers
    with Engine() as engine:
        check_ends_once(given_ids, transfers, [], engine)
        with pytest.raises(Failed, match="where each must be once"):
            check_ends_once(given_ids[:1] if fault == "unknown" else given_ids, changed, left_out, engine)


def test_a_transfer_that_moves_other_than_booked_stops_the_build(read_case: Reader) -> None:
    """An amount, a side or an order that is not the statement's raises Failed."""
    files = read_case(CASE)
    own, left_out = own_rows(files, identify(files), "CNY")
    first, second = build(files).transfers
    check_moves_as_booked((first, second), own, left_out, "CNY")
    for wrong in (
        (replace(first, amount=501), second),
        (replace(first, payer="B", payee="A"), second),
        (second, first),
    ):
        with pytest.raises(Failed, match="fault of the program"):
            check_moves_as_booked(wrong, own, left_out, "CNY")


@given(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=14))
def test_components(pairs: set[tuple[int, int]]) -> None:
    """Two nodes share a component exactly if each reaches the other (all paths tried)."""
    edges: dict[str, set[str]] = {str(node): set() for node in range(6)}
    for one, other in pairs:
        edges[str(one)].add(str(other))
    reach = {(node, node) for node in edges} | {(node, other) for node, its in edges.items() for other in its}
    for _ in edges:
        reach |= {(one, end) for one, middle in reach for start, end in reach if middle == start}
    found = components(edges)
    assert sorted(node for each in found for node in each) == sorted(edges)
    together = {(one, other) for each in found for one in each for other in each}
    assert together == {(one, other) for one, other in reach if (other, one) in reach}


ROWS = ("10:00:00 in 5.00 B 5.00", "10:00:01 in 5.00 C 10.00", "10:00:02 out 10.00 D 0.00")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_file_may_list_rows_in_any_order(read_case: Reader, order: tuple[int, ...]) -> None:
    """Whatever order a file lists rows in, the ledger has them in time, with one opening and no gap."""
    rows = "\n".join(ROWS[place] for place in order)
    ledger = build(read_case(f"== one\n-- A\n{rows}"))
    assert [each.amount for each in ledger.transfers] == [500, 500, 1000]
    assert (ledger.openings, ledger.gaps) == ({"A": 0}, ())
