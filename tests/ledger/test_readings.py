"""Other readings of the evidence: opposite order of an instant, corrected pairs kept and removed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from suyuan.ledger.build import FileContents, Ledger, Reading, build_readings

Reader = Callable[[str], list[FileContents]]

ONE_SECOND = """
    == two
    -- A
    10:00:00 out 5.00 X -
    == one
    -- C
    10:00:00 in 5.00 X -
    == three
    -- B
    10:00:00 out 3.00 X -
"""


def moves(ledger: Ledger) -> list[tuple[str, str, int]]:
    """Return who paid whom how much, in order."""
    return [(each.payer, each.payee, each.amount) for each in ledger.transfers]


def test_payments_go_before_credits_where_nothing_proves_the_order(read_case: Reader) -> None:
    """X has no statement: in one reading it pays C before A and B pay it, in another behind both."""
    readings = build_readings(read_case(ONE_SECOND))
    a, b, c = ("A", "X", 500), ("B", "X", 300), ("X", "C", 500)
    assert {reading: moves(ledger) for reading, ledger in readings.items()} == {
        Reading.AS_RULED: [a, c, b],
        Reading.DEBITS_FIRST: [c, a, b],
        Reading.CREDITS_FIRST: [a, b, c],
    }


@pytest.mark.parametrize(("opening", "first"), [("5.00", "X"), ("4.99", "A")])
def test_only_where_the_balance_allows(opening: str, first: str, read_case: Reader) -> None:
    """X's one balance before says what it held: enough for 5.00, or not."""
    readings = build_readings(
        read_case(f"""
        == two
        -- A
        10:00:00 out 5.00 X -
        == one
        -- C
        10:00:00 in 5.00 X -
        == three
        -- X
        09:00:00 in {opening} D {opening}
        """)
    )
    ledger = readings.get(Reading.DEBITS_FIRST, readings[Reading.AS_RULED])
    assert moves(ledger)[1][0] == first


def test_a_chain_is_never_turned(read_case: Reader) -> None:
    """X's own balances prove that it was paid first."""
    readings = build_readings(
        read_case("""
        == one
        -- X
        10:00:00 in 5.00 A 5.00
        10:00:00 out 5.00 C 0.00
        """)
    )
    assert list(readings) == [Reading.AS_RULED]


def test_corrected_pairs_are_kept_and_removed(read_case: Reader) -> None:
    """A clean pair goes through suspense in one reading, one with a booking between is taken out in the other."""
    readings = build_readings(
        read_case("""
        == one
        -- A
        09:00:00 out 5.00 B 95.00 ref=S1
        09:00:30 in 5.00 B 100.00 ref=S2 corrects=S1 kind=correction
        11:00:00 out 6.00 B 94.00 ref=S3
        11:00:10 out 1.00 C 93.00 ref=S4
        11:00:30 in 6.00 B 99.00 ref=S5 corrects=S3 kind=correction
        """)
    )
    paid = {reading: [each.amount for each in ledger.transfers] for reading, ledger in readings.items()}
    assert paid == {
        Reading.AS_RULED: [600, 100, 600],
        Reading.CORRECTED_KEPT: [500, 500, 600, 100, 600],
        Reading.CORRECTED_REMOVED: [100],
    }
