"""Forwards that may be earmarked: the same amount, within a day, from a victim or a suspect."""

from __future__ import annotations

from datetime import datetime, timedelta

from suyuan.ledger.earmark_proposals import proposals
from suyuan.model.moment import CHINA
from suyuan.model.transfer import Grade, Transfer

START = datetime(2021, 3, 1, tzinfo=CHINA)


def ledger(*ways: tuple[int, str, int]) -> list[Transfer]:
    """Transfers t1, t2 … as hour, PAYER>PAYEE, amount."""
    made = []
    for n, (hour, way, amount) in enumerate(ways, 1):
        payer, payee = way.split(">")
        time = START + timedelta(hours=hour)
        made.append(Transfer(f"t{n}", time, payer, payee, amount, "CNY", Grade.KNOWN, "one_sided", ()))
    return made


def found(ways: list[Transfer], *decided: str) -> list[tuple[str, str]]:
    """What is proposed where V and W are victims' accounts and S is a suspect's."""
    return [(each.credit.id, each.debit.id) for each in proposals(ways, {"V", "W"}, {"S"}, decided)]


def test_a_forward_within_a_day_is_proposed() -> None:
    """To the hour: 24 hours after is proposed, 25 are too many; another amount or a stranger's money."""
    assert found(ledger((0, "W>V", 500), (24, "V>S", 500))) == [("t1", "t2")]
    assert found(ledger((0, "S>V", 500), (1, "V>X", 500))) == [("t1", "t2")]
    late = ledger((0, "W>V", 500), (25, "V>S", 500))
    assert found(late) == []
    assert found(ledger((0, "W>V", 500), (1, "V>S", 499))) == []
    assert found(ledger((0, "X>V", 500), (1, "V>S", 500))) == []


def test_one_receipt_is_forwarded_once_and_not_back() -> None:
    """Of two payments of one receipt the first; what goes back to its payer is none; decided ones are left out."""
    twice = ledger((0, "W>V", 500), (1, "V>S", 500), (2, "V>S", 500))
    assert found(twice) == [("t1", "t2")]
    assert found(twice, "t1", "t2") == []
    assert found(ledger((0, "S>V", 500), (1, "V>S", 500))) == []
    assert found(ledger((0, "S>V", 500), (0, "V>lender:V", 500))) == []
