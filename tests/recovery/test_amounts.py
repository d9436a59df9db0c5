"""The amount found and the six amounts, on a small ledger worked out by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from suyuan.model.claim import Claim
from suyuan.model.moment import CHINA
from suyuan.model.transfer import Grade, Transfer
from suyuan.recovery import amounts
from suyuan.recovery.amount_found import (
    AmountFound,
    Basis,
    Grounds,
    Presumption,
    Unclaimed,
    amount_found,
)

NOON = datetime(2021, 3, 16, 12, tzinfo=CHINA)
SUSPECTS = {"S1", "S2"}


def moved(number: int, payer: str, payee: str, amount: int, grade: Grade = Grade.KNOWN) -> Transfer:
    """Return a transfer, one an hour from noon on."""
    return Transfer(f"t{number}", NOON + timedelta(hours=number), payer, payee, amount, "CNY", grade, "", ())


LEDGER = (
    moved(1, "V1", "S1", 1000),
    moved(2, "P2", "S1", 200),
    moved(3, "P3", "S1", 300, Grade.INFERRED),
    moved(4, "P4", "S2", 400),
    moved(5, "P5", "S2", 50),
    moved(6, "P6", "S2", 60),
    moved(7, "S1", "S2", 700),
    moved(8, "S2", "OWN", 90),
    moved(9, "P2", "S2", 20),
)
CLAIMS = (Claim("c1", "张某", "t1", 800), Claim("c2", "李某", "t1", 100))


def table(**grounds: object) -> AmountFound:
    """Return the table: 900 of t1 reported, the rest of the inflows open but for what the grounds say."""
    given = {"books": {}, "sheets": {}, "excluded": {}, "presumptions": ()} | grounds
    unclaimed = [
        Unclaimed(LEDGER[0], "V1", 100),
        *(Unclaimed(each, each.payer, each.amount) for each in LEDGER if each.payer.startswith("P")),
    ]
    return amount_found("CNY", LEDGER, CLAIMS, unclaimed, SUSPECTS, Grounds(**given), 40)  # type: ignore[arg-type]


ALL = {
    "books": {"t2": "row 2", "t5": "row 9"},
    "sheets": {"t6": "sheet", "t4": "sheet"},
    "excluded": {"t5": "own_transfer"},
    "presumptions": (Presumption(7, "S2", NOON, NOON + timedelta(hours=4)),),
}


def test_each_part_has_the_strongest_basis_that_holds() -> None:
    """t1: 900 A, 100 open. t2 B. t3 open. t4 C though a sheet has it too. t5 X though the books have it. t6 D."""
    found = table(**ALL)
    assert [(each.transfer.id, each.amount, each.basis) for each in found.inflows] == [
        ("t1", 800, Basis.A),
        ("t1", 100, Basis.A),
        ("t1", 100, Basis.OPEN),
        ("t2", 200, Basis.B),
        ("t3", 300, Basis.OPEN),
        ("t4", 400, Basis.C),
        ("t5", 50, Basis.X),
        ("t6", 60, Basis.D),
        ("t9", 20, Basis.OPEN),
    ]
    assert found.choices() == (("A", 900, 2), ("A + B", 1100, 3), ("A + B + C", 1500, 4))
    assert found.returned == 40


def test_known_links_alone() -> None:
    """S1 presumed whole: the inferred 300 of t3 count under C, and not among known links.

    People: two victims by name, and the accounts V1 (for what nobody reported of t1), P2 and P3.
    """
    found = table(presumptions=(Presumption(1, "S1", NOON, NOON + timedelta(days=1)),))
    assert found.choices()[2] == ("A + B + C", 1500, 5)
    assert found.choices(known=True)[2] == ("A + B + C", 1200, 4)


def test_a_confirmed_payer_counts_like_a_victim() -> None:
    """P4, found and heard, confirms: A."""
    found = amount_found(
        "CNY", LEDGER, (), [Unclaimed(LEDGER[3], "P4", 400, confirmed=True)], SUSPECTS, Grounds({}, {}, {}), 0
    )
    assert found.choices()[0] == ("A", 400, 1)


def test_the_six_amounts_are_never_mixed() -> None:
    """Turnover of S2 1,320; involved 2,030; defrauded 1,500; gain 90 into his own account."""
    found = table(**ALL)
    assert amounts.turnover("CNY", LEDGER, "S2").total == 400 + 50 + 60 + 700 + 20 + 90
    involved = amounts.involved("CNY", LEDGER, SUSPECTS)
    assert (involved.total, "t7" in involved.transfers) == (1000 + 200 + 300 + 400 + 50 + 60 + 20, False)
    defrauded = amounts.defrauded(found)
    assert (defrauded.total, defrauded.transfers) == (1500, ("t1", "t2", "t4"))
    assert amounts.gain("CNY", LEDGER, SUSPECTS, {"OWN"}, "张某甲").total == 90


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(24, (0, 400, 50, 780, 1230)), (4, (0, 400, 0, 0, 400)), (3, (0, 0, 0, 0, 0))],
)
def test_a_cards_settlement_amount_is_its_inflow(hours: int, expected: tuple[int, ...]) -> None:
    """S2's inflow of all hours 1,230 (700 from S1 among it): presumed 400, excluded 50, the rest undecided."""
    found = amounts.settlement(LEDGER, table(**ALL), "S2", NOON, NOON + timedelta(hours=hours))
    assert (found.verified, found.presumed, found.excluded, found.undecided, found.inflow) == expected
