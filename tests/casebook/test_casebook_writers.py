"""Several people at one casebook: writers take turns, a reader sees one state, on both databases."""

import threading
from typing import Any

import pytest

from suyuan.casebook import audit
from suyuan.casebook.cases import NewCase, list_cases, open_case
from suyuan.casebook.session import Casebook, open_casebook
from suyuan.errors import Failed

WRITERS, EACH = 4, 5


def write_in_turn(address: str, writer: int, failed: list[BaseException]) -> None:
    try:
        with open_casebook(address, f"{writer}") as casebook:
            for number in range(EACH):
                with casebook.changing() as change:
                    open_case(change, NewCase(f"第{writer}-{number}案"))
    except BaseException as error:  # noqa: BLE001  shown by the test, which runs in another thread
        failed.append(error)


def test_writers_take_turns_at_the_chain(address: str, casebook: Casebook) -> None:
    """Of many writers at once each event follows another, no number is given twice, and the chain is whole."""
    failed: list[BaseException] = []
    threads = [threading.Thread(target=write_in_turn, args=(address, w, failed)) for w in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with casebook.reading() as session:
        assert audit.verify_chain(session).faults == ()
        events = audit.events(session)
        assert [event.seq for event in events] == list(range(1, WRITERS * EACH + 1))
        assert len({case.number for case in list_cases(session)}) == WRITERS * EACH


def test_a_reader_sees_one_state(address: str, casebook: Casebook) -> None:
    """What somebody commits meanwhile is not half seen: the reader keeps the state that it began with."""
    with casebook.reading() as session:
        assert list_cases(session) == ()
        with open_casebook(address, "somebody else") as other, other.changing() as change:
            open_case(change, NewCase("甲", "A1"))
        session.expire_all()
        assert list_cases(session) == ()
        assert audit.head_hash(session) == audit.GENESIS
    with casebook.reading() as session:
        assert [case.number for case in list_cases(session)] == ["A1"]


def test_a_change_that_fails_lets_the_next_writer_in(address: str, casebook: Casebook, run: Any) -> None:
    """The turn ends with the transaction, also with one that is undone."""
    with pytest.raises(ZeroDivisionError), casebook.changing():
        raise ZeroDivisionError
    with open_casebook(address, "somebody else") as other, other.changing() as change:
        open_case(change, NewCase("甲", "A1"))
    assert run(address, "SELECT number FROM cases") == [("A1",)]


def test_a_server_that_is_gone_is_a_sentence() -> None:
    """An address at which nobody answers ends in a sentence."""
    pytest.importorskip("psycopg")
    with pytest.raises(Failed, match="nothing was changed"):
        open_casebook("postgresql+psycopg://nobody@127.0.0.1:1/casebook", "me")
