"""Rulings: kept with their event, numbered in their case, undone but never deleted."""

from __future__ import annotations

import pytest

from suyuan.casebook import audit, cases, rulings
from suyuan.casebook.cases import NewCase
from suyuan.casebook.session import Casebook
from suyuan.errors import Refused, WrongUsage
from suyuan.model.ruling import RulingKind

FACTS = {"credit": "a", "debit": "b", "amount": "1.00"}


def opened(casebook: Casebook) -> str:
    """A case to decide on."""
    with casebook.changing() as change:
        return cases.open_case(change, NewCase("甲", None, None, "")).number


def test_a_ruling_comes_back_and_is_in_the_chain(casebook: Casebook) -> None:
    """What was decided, why, on what evidence and by whom; numbers count through the case's kinds."""
    case = opened(casebook)
    with casebook.changing() as change:
        made = rulings.add(change, case, RulingKind.EARMARK, "a", FACTS, why="报案人陈述", evidence="笔录")
        other = rulings.add(change, case, RulingKind.PRESUMED, "t", {"state": "contacted"}, why="已联系")
    assert (made.number, other.number) == (1, 2)
    with casebook.reading() as session:
        (kept,) = rulings.list_rulings(session, case, RulingKind.EARMARK)
        (event,) = audit.events(session, f"ruling:{case}/1")
    assert (kept.facts, kept.why, kept.evidence, kept.who, kept.undone) == (
        FACTS,
        "报案人陈述",
        "笔录",
        "李警官",
        None,
    )
    assert (event.action, event.why, event.before) == ("earmark.decide", "报案人陈述", None)
    assert event.after is not None and "笔录" in event.after


def test_an_undone_ruling_stays_and_is_undone_once(casebook: Casebook) -> None:
    """Who undid it and why is kept; a second time is refused, as is another kind's number."""
    case = opened(casebook)
    with casebook.changing() as change:
        rulings.add(change, case, RulingKind.EARMARK, "a", FACTS, why="x")
    with casebook.changing() as change:
        rulings.undo(change, case, RulingKind.EARMARK, 1, "误认")
    with casebook.reading() as session:
        (kept,) = rulings.list_rulings(session, case, RulingKind.EARMARK)
        actions = [event.action for event in audit.events(session, f"ruling:{case}/1")]
    assert kept.undone is not None and (kept.undone.who, kept.undone.why) == ("李警官", "误认")
    assert actions == ["earmark.decide", "earmark.undo"]
    with pytest.raises(Refused), casebook.changing() as change:
        rulings.undo(change, case, RulingKind.EARMARK, 1, "again")
    with pytest.raises(WrongUsage), casebook.changing() as change:
        rulings.undo(change, case, RulingKind.PRESUMED, 1, "another kind")
