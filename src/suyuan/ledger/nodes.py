"""Nodes that stand where an account should; the words of all nodes stand in ``suyuan.model.node``."""

from __future__ import annotations

STAND_INS = ("unnamed:", "unmatched:")
"""The row's printed counterparty may say which account."""
