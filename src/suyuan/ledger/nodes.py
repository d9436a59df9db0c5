"""Nodes: ends of transfers that are no accounts, named ``KIND:…`` (docs/method.md)."""

from __future__ import annotations

NODE_KINDS = (
    "cash",
    "cash-in",
    "fee",
    "interest",
    "authority",
    "via",
    "from",
    "unnamed",
    "unmatched",
    "transit",
    "suspense",
    "unexplained",
)
"""What stands before the first colon of a node's name."""

STAND_INS = ("unnamed:", "unmatched:")
"""Nodes that stand where an account should: the row's printed counterparty may say which."""


def is_node(name: str) -> bool:
    """Tell whether an end of a transfer is a node and no account."""
    return name.partition(":")[0] in NODE_KINDS and ":" in name
