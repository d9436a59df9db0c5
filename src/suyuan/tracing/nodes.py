"""Nodes: accounts that a booking made for itself because nobody knows, or needs to know, what lies behind.

Their names begin with a word and a colon; the word says what they are (docs/method.md, "Accounts that are not one
purse"; the ledger's room gives the names).
"""

from __future__ import annotations

from suyuan.model.node import EXITS
from suyuan.model.transfer import AccountKind, ExitKind, Role
from suyuan.tracing.account_facts import AccountFact

PASSED_THROUGH = ("via:", "from:", "cash-in:", "transit:", "suspense:", "packet:")
"""A hop through these does not count: the hop into them does, the one out of them does not."""

EXIT_OF_KIND = {
    AccountKind.CASH: ExitKind.CASH,
    AccountKind.EXCHANGE: ExitKind.EXCHANGE,
    AccountKind.MERCHANT: ExitKind.MERCHANT,
    AccountKind.PRODUCT: ExitKind.PRODUCT,
    AccountKind.CREDIT: ExitKind.CREDIT_CARD,
    AccountKind.POOL: ExitKind.PAYMENT_INSTITUTION,
}
EXIT_OF_ROLE = {Role.MERCHANT: ExitKind.MERCHANT, Role.POOL: ExitKind.PAYMENT_INSTITUTION}

INSTITUTION = "via:"
WITHOUT_INSTITUTION = frozenset(prefix.split(":")[1] for prefix in EXITS if prefix.startswith(INSTITUTION)) - {""}


def exit_of_node(account: str) -> ExitKind | None:
    """Return which exit a node is, None for what is no node or a node that money comes from."""
    if ":" not in account:  # as almost all are
        return None
    return next((kind for prefix, kind in EXITS.items() if account.startswith(prefix)), None)


def exit_of(account: str, fact: AccountFact) -> ExitKind | None:
    """Return which exit money in an account is by its name, role and kind; None where it can be followed on."""
    node = exit_of_node(account)
    if node is not None:
        return node
    if fact.role is Role.VICTIM:
        return ExitKind.RETURNED_TO_VICTIM
    if fact.kind is AccountKind.PRODUCT and fact.parent:
        return EXIT_OF_ROLE.get(fact.role)
    by_kind = EXIT_OF_KIND.get(fact.kind) if fact.kind else None
    return by_kind or EXIT_OF_ROLE.get(fact.role)


def institution_of(account: str) -> str:
    """Return the payment institution that a node's name states (``via:tenpay:BOOKING``), else nothing."""
    parts = account.split(":")
    if account.startswith(INSTITUTION) and len(parts) > 2 and parts[1] not in WITHOUT_INSTITUTION:
        return parts[1]
    return ""
