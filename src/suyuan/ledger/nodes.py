"""Nodes as the ledger makes them; their words stand in ``suyuan.model.node``."""

from __future__ import annotations

from suyuan.model.node import is_node

__all__ = ["STAND_INS", "is_node"]

STAND_INS = ("unnamed:", "unmatched:")
"""Nodes that stand where an account should: the row's printed counterparty may say which."""
