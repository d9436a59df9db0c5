"""The figures of three victims as worked out by hand in STORY.md, to be compared with the plain calculation.

A line: account | claim | fifo | pro rata, in yuan; CASH1, CASH2 are an account's withdrawals in their order.
"""

from __future__ import annotations

from cast import ACCOUNTS, fen, yuan
from plain_ledger import Ledger
from plain_trace import Traced

BY_HAND = """
T1c      | LJ202103150003-1 | 0        | 1036.18
T1c      | LJ202103150003-2 | 3000.00  | 1894.74
T1c>CASH1 | LJ202103150003-1 | 5000.00 | 4687.50
T2e      | LJ202103150003-1 | 6000.00  | 7916.19
T2e      | LJ202103150003-2 | 9000.00  | 3295.19
T2e>CASH1 | LJ202103150003-1 | 6000.00 | 3166.48
T2e>CASH1 | LJ202103150003-2 | 0       | 1318.08
T3i      | LJ202103150003-1 | 13000.00 | 13193.65
T3i      | LJ202103150003-2 | 0        | 5491.99
T1d      | LJ202103160007-1 | 100.00   | 3.53
T1d      | LJ202103160007-2 | 300.00   | 10.59
T1d      | LJ202103160007-3 | 420.00   | 35.32
T1d      | LJ202103160007-4 | 260.00   | 1024.55
T2f      | LJ202103160007-1 | 0        | 28.53
T2f      | LJ202103160007-2 | 0        | 85.60
T2f      | LJ202103160007-3 | 0        | 285.33
T2f      | LJ202103160007-4 | 10500.00 | 8277.36
E2       | LJ202103160007-1 | 0        | 54.35
E2       | LJ202103160007-2 | 0        | 163.05
E2       | LJ202103160007-3 | 580.00   | 543.48
E2       | LJ202103160007-4 | 13420.00 | 15766.40
T2f>CASH1 | LJ202103160007-1 | 0       | 13.59
T2f>CASH1 | LJ202103160007-2 | 0       | 40.76
T2f>CASH1 | LJ202103160007-3 | 0       | 135.87
T2f>CASH1 | LJ202103160007-4 | 5000.00 | 3941.60
W1       | LJ202103170005-1 | 0        | 105.26
W1       | LJ202103170005-2 | 1100.00  | 947.37
W2       | LJ202103170005-1 | 0        | 51.46
W2       | LJ202103170005-2 | 550.00   | 463.16
T3h      | LJ202103170005-1 | 0        | 1024.04
T3h      | LJ202103170005-2 | 12500.00 | 9216.37
T3h>CASH1 | LJ202103170005-1 | 850.00  | 409.62
T3h>CASH1 | LJ202103170005-2 | 0       | 3686.55
T3h>CASH2 | LJ202103170005-1 | 1150.00 | 409.62
T3h>CASH2 | LJ202103170005-2 | 3850.00 | 3686.55
"""
VICTIMS_BY_HAND = ("LJ202103150003", "LJ202103160007", "LJ202103170005")


def compare_with_hand(ledger: Ledger, traced: dict[str, Traced]) -> None:
    """Raise ValueError where hand and calculation differ, or one of them has a place that the other has not."""
    by_hand: dict[tuple[str, str, str], int] = {}
    for line in BY_HAND.strip().splitlines():
        place, claim, *amounts = (cell.strip() for cell in line.split("|"))
        for policy, amount in zip(("fifo", "pro_rata"), amounts, strict=True):
            if fen(amount):
                by_hand[policy, _key(ledger, place), claim] = fen(amount)
    calculated = {
        (policy, key, claim): amount
        for policy, figures in traced.items()
        for key, held in figures.holdings.items()
        for claim, amount in held.items()
        if claim.rpartition("-")[0] in VICTIMS_BY_HAND
    }
    for each in sorted(by_hand.keys() | calculated.keys()):
        hand, found = by_hand.get(each, 0), calculated.get(each, 0)
        if hand != found:
            raise ValueError(f"{each}: {yuan(hand)} by hand, {yuan(found)} calculated")


def _key(ledger: Ledger, place: str) -> str:
    code, _, cash = place.partition(">CASH")
    if not cash:
        return ACCOUNTS[code].key
    own = [
        t.payee
        for t in ledger.transfers
        if t.move.payer == code and t.move.payee == "CASH" and not t.move.ordinary
    ]
    return own[int(cash) - 1]
