"""The figures of six victims as worked out by hand in STORY.md, to be compared with the plain calculation.

A line: account | claim | fifo | pro rata, in yuan; CASH1, CASH2 are an account's withdrawals in their order;
``A>B`` is the node of A's payment to B, ``A:lender`` who lends to A, ``A:yuebao`` A's product,
``M1:fee`` what a shop's acquirer keeps.
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
T1g      | LJ202103160013-1 | 0        | 2718.95
T1g      | LJ202103160013-2 | 4692.50  | 1905.58
T1g>FEE  | LJ202103160013-1 | 0        | 4.34
T1g>FEE  | LJ202103160013-2 | 7.50     | 3.05
V13:lender| LJ202103160013-1 | 300.00   | 585.37
W3       | LJ202103160013-1 | 5200.00  | 3255.83
W3       | LJ202103160013-2 | 0        | 2281.86
T2l>POOL:TENPAY| LJ202103160013-1 | 3500.00  | 1925.30
T2l>POOL:TENPAY| LJ202103160013-2 | 0        | 1349.35
T2l:yuebao| LJ202103160013-1 | 200.00   | 989.75
T2l:yuebao| LJ202103160013-2 | 1600.00  | 693.67
T2l>SHOP:虚构超市| LJ202103160013-1 | 0        | 385.06
T2l>SHOP:虚构超市| LJ202103160013-2 | 700.00   | 269.87
T2m:lender| LJ202103160013-1 | 0        | 550.08
T2m:lender| LJ202103160013-2 | 1000.00  | 385.53
T2l      | LJ202103160013-1 | 2000.00  | 1100.72
T2l      | LJ202103160013-2 | 0        | 771.45
W1       | LJ202103160013-1 | 0        | 44.68
W1       | LJ202103160013-2 | 0        | 31.32
M1       | LJ202103160013-1 | 795.20   | 437.28
M1       | LJ202103160013-2 | 0        | 306.47
M1:fee   | LJ202103160013-1 | 4.80     | 2.64
M1:fee   | LJ202103160013-2 | 0        | 1.85
T1h      | LJ202103170014-1 | 700.00   | 4252.11
T1h      | LJ202103150015-1 | 20000.00 | 16235.29
V14      | LJ202103170014-1 | 500.00   | 761.90
T2n      | LJ202103170014-1 | 4800.00  | 985.99
T2n      | LJ202103150015-1 | 0        | 3764.71
"""
VICTIMS_BY_HAND = (
    "LJ202103150003",
    "LJ202103160007",
    "LJ202103170005",
    "LJ202103160013",
    "LJ202103170014",
    "LJ202103150015",
)


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


def key_of(place: str) -> str:
    """The key of an account, of who lends to it, of its product or its acquirer."""
    code, _, child = place.partition(":")
    key = ACCOUNTS[code].key
    if not child:
        return key
    return {"lender": f"lender:{key}", "fee": "fee:财付通"}.get(child, f"product:{key}:{child}")


def _key(ledger: Ledger, place: str) -> str:
    payer, _, payee = place.partition(">")
    if not payee:
        return key_of(place)
    kind, count = (payee[:-1], int(payee[-1])) if payee[-1].isdigit() else (payee, 1)
    own = [
        t.payee
        for t in ledger.transfers
        if t.move.payer == payer and t.move.payee == kind and not t.move.ordinary and t.bookings
    ]
    return own[count - 1]
