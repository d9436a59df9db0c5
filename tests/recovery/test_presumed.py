"""Presumed claims: inflows from outside that no claim covers, and what may exclude them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from suyuan.model.booking import BookingKind
from suyuan.model.claim import Claim
from suyuan.model.moment import CHINA
from suyuan.model.transfer import Grade, Role, Transfer
from suyuan.recovery.presumed import Exclusion, Known, PresumedClaim, presumed_claims

START = datetime(2021, 3, 5, 10, 0, tzinfo=CHINA)


def ledger(lines: str) -> list[Transfer]:
    """Return transfers t1, t2, … a minute apart from ``P>Q 100;…``."""
    found = []
    for number, line in enumerate(lines.split(";"), 1):
        way, amount = line.split()
        payer, payee = way.split(">")
        time = START + timedelta(minutes=number)
        found.append(Transfer(f"t{number}", time, payer, payee, int(amount), "CNY", Grade.KNOWN, "both_named", ()))
    return found


def presumed(lines: str, *claims: tuple[str, int], known: Known | None = None) -> tuple[PresumedClaim, ...]:
    """Return what is presumed of a ledger whose accounts S1 and S2 are the suspects'."""
    made = [Claim(f"c{place}", "V", transfer, amount) for place, (transfer, amount) in enumerate(claims)]
    return presumed_claims(ledger(lines), made, {"S1", "S2"}, known or Known())


def told(found: tuple[PresumedClaim, ...]) -> list[tuple[str, str, int, Exclusion | None]]:
    """Return transfer, payer, amount and proposed exclusion."""
    return [(each.transfer.id, each.payer, each.amount, each.proposed) for each in found]


def test_only_what_comes_from_outside_and_no_claim_covers() -> None:
    """Of V's 50,000 30,000 are claimed; moves inside and payments out are none."""
    found = presumed("V>S1 50000;S1>S2 50000;W>S2 20000;S2>X 70000", ("t1", 30000))
    assert told(found) == [("t1", "V", 20000, None), ("t3", "W", 20000, None)]
    assert presumed("V>S1 50000", ("t1", 50000)) == ()


def test_what_an_earmark_carries_is_not_the_payers() -> None:
    """V forwards 300 of W's money and adds 50 of his own; cash joined with a withdrawal is no inflow."""
    known = Known(carried={"t2": 300}, victims={"V": "张某甲"})
    assert told(presumed("W>V 300;V>S1 350", ("t1", 300), known=known)) == [("t2", "V", 50, None)]
    cash = ledger("S1>cash:t1 500;cash:t1>cash-in:t3 400;cash-in:t3>S2 450")
    cash[1] = replace(cash[1], reason="earmark")
    found = presumed_claims(cash, (), {"S1", "S2"}, Known())
    assert [(each.transfer.id, each.amount) for each in found] == [("t3", 50)]


def test_what_only_passes_on_is_its_payers() -> None:
    """Through a transit node the claim on the first leg covers the second; what nobody claims is the payer's."""
    assert presumed("V>transit:t1 500;transit:t1>S1 500", ("t1", 500)) == ()
    assert told(presumed("V>transit:t1 500;transit:t1>S1 500")) == [("t2", "V", 500, None)]
    assert presumed("S2>packet:9 500;packet:9>S1 500") == ()


def test_reached_accounts_may_pay_claims_money_on() -> None:
    """From the moment claims' money came to E its payments are no inflow from outside; before, they are."""
    known = Known(reached={"E": START + timedelta(minutes=2)})
    assert told(presumed("E>S1 300;V>E 500;E>S1 400", known=known)) == [("t1", "E", 300, None)]
    by_victim = Known(reached={"E": START}, victims={"E": "张某甲"})
    (each,) = presumed("E>S1 300", known=by_victim)
    assert each.victim == "张某甲"


@pytest.mark.parametrize(
    ("lines", "known", "reason"),
    [
        ("interest:S1>S1 700", Known(), Exclusion.INTEREST),
        ("A>S1 700", Known(kinds={"t1": {BookingKind.INTEREST}}), Exclusion.INTEREST),
        ("via:merchant:x>S1 700", Known(), Exclusion.REFUND),
        ("S1>A 700;A>S1 700", Known(), Exclusion.REFUND),
        ("A>S1 700", Known(holders={"A": "李测一", "S1": "李测一"}), Exclusion.OWN_TRANSFER),
        ("A>S1 700", Known(holders={"A": "李测一", "S1": "王测二"}), None),
        ("A>S1 700", Known(roles={"A": Role.MERCHANT}), Exclusion.SETTLEMENT),
        ("A>S1 700", Known(roles={"A": Role.BYSTANDER}), Exclusion.EXPLAINED),
        ("A>S1 100;A>S1 900", Known(), Exclusion.TEST_TRANSFER),
        ("A>S1 100", Known(), None),
        ("cash-in:x>S1 700", Known(), None),
        ("from:tenpay:x>S1 700", Known(), None),
    ],
)
def test_what_may_exclude_is_proposed(lines: str, known: Known, reason: Exclusion | None) -> None:
    """Each reason by its sign; cash and what comes from a payment institution may be a victim's."""
    found = [each for each in presumed(lines, known=known) if each.amount in (100, 700)]
    assert [each.proposed for each in found] == [reason]
