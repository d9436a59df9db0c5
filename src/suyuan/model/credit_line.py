"""Credit lines of wallets: the names of their accounts."""

from __future__ import annotations

CREDIT_LINE = "credit:"
"""What the name of a wallet's credit line begins with: ``credit:WALLET:CODE``."""


def line_of(wallet: str, code: str) -> str:
    """Return the account of a wallet's credit line."""
    return f"{CREDIT_LINE}{wallet}:{code}"


def wallet_of(line: str) -> str:
    """Return the wallet that a credit line belongs to."""
    return line.removeprefix(CREDIT_LINE).rpartition(":")[0]


def is_line(account: str) -> bool:
    """Tell whether an account is a wallet's credit line."""
    return account.startswith(CREDIT_LINE)
