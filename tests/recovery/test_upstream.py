"""From a card back: only what could have come in time, only through accounts that pass money on."""

from __future__ import annotations

from datetime import datetime, timedelta

from suyuan.model.moment import CHINA
from suyuan.model.transfer import Grade, Transfer
from suyuan.recovery.upstream import leading_to


def ledger(*ways: str) -> list[Transfer]:
    """Transfers t1, t2 … of one yuan, a minute apart, written PAYER>PAYEE."""
    start = datetime(2021, 3, 1, tzinfo=CHINA)
    return [
        Transfer(f"t{n}", start + timedelta(minutes=n), *way.split(">"), 100, "CNY", Grade.KNOWN, "one_sided", ())  # type: ignore[arg-type, call-arg]
        for n, way in enumerate(ways, 1)
    ]


def test_only_what_came_in_time() -> None:
    """V pays A before and after A paid the card: only the first could be there."""
    assert leading_to(ledger("V>A", "A>CARD", "V>A"), "CARD", {"A"}) == {"t1", "t2"}


def test_strangers_pass_nothing_on() -> None:
    """What a bystander received is not what he paid; nodes of transit are passed."""
    found = leading_to(ledger("V>B", "B>CARD", "W>transit:x", "transit:x>CARD", "CARD>D"), "CARD", {"A"})
    assert found == {"t2", "t3", "t4"}


def test_an_earmark_leads_through_a_victims_account() -> None:
    """Of what came to V only the earmarked payment leads on."""
    ways = ledger("W>V", "U>V", "V>A", "A>CARD")
    assert leading_to(ways, "CARD", {"A"}) == {"t3", "t4"}
    assert leading_to(ways, "CARD", {"A"}, [("t1", "t3")]) == {"t1", "t3", "t4"}
