"""Nodes: ends of transfers that are no accounts, because nobody knows or needs to know what lies behind.

Their names begin with a word and a colon; the word says what they are (docs/method.md, "Ends of their own").
"""

from __future__ import annotations

from suyuan.model.transfer import ExitKind

EXITS = {
    "via:merchant:": ExitKind.MERCHANT,
    "via:exchange:": ExitKind.EXCHANGE,
    "via:product:": ExitKind.PRODUCT,
    "via:credit:": ExitKind.CREDIT_CARD,
    "via:top_up:": ExitKind.TOP_UP,
    "via:goods:": ExitKind.GOODS,
    "via:securities:": ExitKind.SECURITIES,
    "via:insurance:": ExitKind.INSURANCE,
    "via:loan:": ExitKind.LOAN,
    "via:tax:": ExitKind.TAX,
    "via:cross_border:": ExitKind.CROSS_BORDER,
    "via:ecny:": ExitKind.ECNY,
    "via:": ExitKind.PAYMENT_INSTITUTION,
    "convert:": ExitKind.EXCHANGE,
    "packet:": ExitKind.RED_PACKET,
    "cash:": ExitKind.CASH,
    "fee:": ExitKind.FEE,
    "authority:": ExitKind.AUTHORITY,
    "lender:": ExitKind.DEBT_REPAID,
    "loss:": ExitKind.LOSS,
    "unexplained:": ExitKind.UNEXPLAINED,
    "unmatched:": ExitKind.UNMATCHED,
    "unnamed:": ExitKind.UNNAMED,
    "transit:": ExitKind.IN_TRANSIT,
    "suspense:": ExitKind.SUSPENSE,
}
"""What money in a node is; the first prefix that fits decides."""

SOURCES = ("from:", "cash-in:", "interest:", "handover:", "yield:")
"""Nodes that money comes from."""

NODES = (*EXITS, *SOURCES)
"""What the names of nodes begin with."""


def is_node(name: str) -> bool:
    """Tell whether an end of a transfer is a node and no account."""
    return name.startswith(NODES)
