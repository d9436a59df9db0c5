"""Accounts and what belongs to them: sub-accounts and products are children, and are what their parent is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from suyuan.intake.balance_chain import BalanceState
from suyuan.ledger.case_ledger import AccountFacts
from suyuan.ledger.identities import Identities
from suyuan.ledger.products import PRODUCT, parent_of
from suyuan.model.credit_line import is_line, wallet_of
from suyuan.model.transfer import AccountKind, Role


def with_parents(
    facts: Mapping[str, AccountFacts], listed: Mapping[str, str], identities: Identities
) -> dict[str, AccountFacts]:
    """Return the accounts with their parents named, the parents among them, also those without a row of their own.

    A child without a decision has its parent's role; a parent without one is a victim's where a child is. Holder
    and bank are the parent's where no row says them. A product and a wallet's credit line are covered by the
    parent's answers: their moves stand in that statement.
    """
    parents = {child: parent for child, parent in listed.items() if child in facts}
    found = dict(facts)
    for child, parent in sorted(parents.items()):
        above = found.get(parent) or _without_rows(parent, found[child], identities)
        is_victims = above.role is Role.UNKNOWN and found[child].role is Role.VICTIM
        found[parent] = replace(above, role=Role.VICTIM) if is_victims else above
    parents |= {key: parent_of(key) for key in facts if key.startswith(PRODUCT)}
    parents |= {key: wallet_of(key) for key in facts if is_line(key)}
    for child in sorted(parents, key=lambda each: (_is_in_parents_statement(each), each)):
        found[child] = _child(found[child], parents[child], found.get(parents[child]))
    return found


def _without_rows(parent: str, child: AccountFacts, identities: Identities) -> AccountFacts:
    return replace(
        child,
        account=parent,
        role=Role.UNKNOWN,
        numbers=identities.numbers(parent),
        has_statement=False,
        balance=BalanceState.ABSENT,
        opening=None,
        parent="",
    )


def _is_in_parents_statement(account: str) -> bool:
    return account.startswith(PRODUCT) or is_line(account)


def _child(its: AccountFacts, parent: str, above: AccountFacts | None) -> AccountFacts:
    its = replace(its, parent=parent)
    if above is None:
        return its
    its = replace(
        its,
        role=above.role if its.role is Role.UNKNOWN else its.role,
        holder=its.holder or above.holder,
        bank=its.bank or above.bank,
    )
    if not _is_in_parents_statement(its.account):
        return its
    return replace(
        its,
        kind=AccountKind.CREDIT if is_line(its.account) else AccountKind.PRODUCT,
        has_statement=above.has_statement,
        balance=above.balance,
        coverages=above.coverages,
    )
