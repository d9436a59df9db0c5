"""The audit chain finds what was changed, removed, added or reordered."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suyuan.casebook import audit
from suyuan.casebook.session import Casebook, open_casebook
from suyuan.errors import Failed

EVENTS = 6
Runner = Callable[[str, str], list[tuple[Any, ...]]]
COLUMNS = ("at", "who", "action", "subject", "why", "before", "after", "previous", "hash")


@pytest.fixture
def tamper(address: str, casebook: Casebook, run: Runner) -> Callable[[str], audit.ChainCheck]:
    """Fill a chain, close it, run a statement behind the program's back, and check."""
    for number in range(1, EVENTS + 1):
        with casebook.changing() as change:
            change.record("case.new", f"case:{number}", why="试验", before=None, after={"name": f"甲{number}"})
    casebook.close()

    def tampered(script: str) -> audit.ChainCheck:
        run(address, script)
        with open_casebook(address, "me") as again, again.reading() as session:
            return audit.verify_chain(session)

    return tampered


def test_an_untouched_chain_is_whole(tamper: Callable[[str], audit.ChainCheck]) -> None:
    """Nothing is found where nothing was done."""
    check = tamper("")
    assert (check.whole, check.count, check.faults) == (True, EVENTS, ())


def test_the_hash_is_what_the_manual_says(casebook: Casebook) -> None:
    """A second implementation, written from the docstring, gives the same hash."""
    with casebook.changing() as change:
        change.record("case.new", "case:1", why="为何", after={"b": 1, "a": "甲"})
    with casebook.reading() as session:
        (event,) = audit.events(session)
        head = audit.head_hash(session)
    fields = [
        1, "2022-03-16T01:00:00.000000+00:00", "李警官", "case.new", "case:1", "为何",
        None, '{"a":"甲","b":1}', "0" * 64,
    ]  # fmt: skip
    expected = sha256(json.dumps(fields, separators=(",", ":")).encode()).hexdigest()
    assert event.hash == head == expected


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("seq", [1, 3, EVENTS])
def test_a_changed_record_is_found(tamper: Callable[[str], audit.ChainCheck], column: str, seq: int) -> None:
    """Whatever column of whatever event is changed, that event is named."""
    check = tamper(f"UPDATE events SET {column} = '2022-03-17' WHERE seq = {seq}")
    assert any(fault.values.get("seq") == seq for fault in check.faults)


def test_a_time_written_otherwise_is_a_change(tamper: Callable[[str], audit.ChainCheck]) -> None:
    """Also the same instant in another spelling is not what was written."""
    check = tamper("UPDATE events SET at = '2022-03-16T09:00:01+08:00' WHERE seq = 2")
    assert [fault.text for fault in check.faults] == [audit.CHANGED]


@pytest.mark.parametrize("seq", range(1, EVENTS))
def test_a_removed_record_is_found(tamper: Callable[[str], audit.ChainCheck], seq: int) -> None:
    """A hole is named."""
    check = tamper(f"DELETE FROM events WHERE seq = {seq}")
    assert check.faults == (audit.MISSING(first=seq, last=seq),)


def test_a_removed_record_is_found_though_the_rest_is_renumbered(
    tamper: Callable[[str], audit.ChainCheck],
) -> None:
    """Closing the hole breaks the hashes of all that follow."""
    check = tamper("DELETE FROM events WHERE seq = 3; UPDATE events SET seq = seq - 1 WHERE seq > 3;")
    assert audit.UNLINKED(seq=3) in check.faults
    assert audit.CHANGED(seq=3) in check.faults


def test_a_removed_end_is_found(tamper: Callable[[str], audit.ChainCheck]) -> None:
    """The last records leave no hole, but the head knows them."""
    check = tamper(f"DELETE FROM events WHERE seq > {EVENTS - 2}")
    assert check.faults == (audit.BEYOND(seq=EVENTS - 2, head=EVENTS),)


def test_an_emptied_chain_is_found(tamper: Callable[[str], audit.ChainCheck]) -> None:
    """Removing everything is no clean start."""
    assert tamper("DELETE FROM events").faults == (audit.BEYOND(seq=0, head=EVENTS),)


def test_a_removed_head_is_found(tamper: Callable[[str], audit.ChainCheck]) -> None:
    """The head itself may not go."""
    assert tamper("DELETE FROM chain_head").faults == (audit.NO_HEAD(),)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12, deadline=None)
@given(pair=st.sampled_from([(a, b) for a in range(1, EVENTS + 1) for b in range(a + 1, EVENTS + 1)]))
def test_reordered_records_are_found(tamper: Callable[[str], audit.ChainCheck], pair: tuple[int, int]) -> None:
    """Two events that change places are both named; put back, the chain is whole again."""
    swap = "UPDATE events SET seq = -1 WHERE seq = {0}; UPDATE events SET seq = {0} WHERE seq = {1};"
    swap = (swap + "UPDATE events SET seq = {1} WHERE seq = -1;").format(*pair)
    found = {fault.values["seq"] for fault in tamper(swap).faults}
    assert set(pair) <= found
    assert tamper(swap).whole


def test_nothing_is_recorded_of_a_change_that_fails(casebook: Casebook) -> None:
    """A change that raises leaves neither its rows nor its events."""
    with pytest.raises(ZeroDivisionError), casebook.changing() as change:
        change.record("case.new", "case:1")
        raise ZeroDivisionError
    with casebook.reading() as session:
        assert audit.verify_chain(session) == audit.ChainCheck(0, audit.GENESIS, ())


def test_a_headless_casebook_takes_no_change(address: str, casebook: Casebook, run: Runner) -> None:
    """Without its head the chain is not carried on as if nothing had happened."""
    run(address, "DELETE FROM chain_head")
    with pytest.raises(Failed, match="head is missing"), casebook.changing() as change:
        change.record("case.new", "case:1")
