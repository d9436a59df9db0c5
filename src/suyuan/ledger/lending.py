"""Credit lines and overdrafts: what an account pays beyond what it holds is lent; what it gets pays the debt.

A pass over the ordered transfers, for accounts that may owe (docs/method.md, "Credit lines and overdrafts"):
credit cards and the like, and every account of which an institution states a balance below zero. What a payment
lacks is drawn from ``lender:ACCOUNT`` just before it (``ID~draw``); of a credit while something is owed, as much
passes on there just after it (``ID~debt``). What a credit line inside a wallet (花呗) gets is owed, whether its
draws are seen or not, and passes on whole. Lots are never below zero: a debt is held by nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from suyuan.ledger.case_ledger import AccountFacts
from suyuan.ledger.openings import StatedBalances
from suyuan.ledger.own_rows import OwnRows, balance_before
from suyuan.model.coverage import Assertion
from suyuan.model.credit_line import is_line
from suyuan.model.transfer import AccountKind, Transfer

_NO_LIMIT = 1 << 62
DRAW, DEBT = "draw", "debt"
"""What the ids and reasons of added transfers say."""


@dataclass(frozen=True)
class Lent:
    """The transfers with draws and repayments among them, and openings and assertions of what is held.

    ``added`` gives for each added transfer the one that called for it. Balances below zero are zero here: what is
    owed is held by nobody.
    """

    transfers: tuple[Transfer, ...]
    added: Mapping[str, str]
    openings: Mapping[str, int]
    assertions: tuple[Assertion, ...]


def accounts_that_may_owe(
    facts: Mapping[str, AccountFacts],
    own: Mapping[str, OwnRows],
    stated: StatedBalances,
) -> frozenset[str]:
    """Return the accounts of kind credit, and those of which any balance below zero is stated."""
    below = {each.account for each in stated.assertions if each.amount < 0}
    below |= {account for account, amount in stated.openings.items() if amount < 0}
    below |= {account for account, rows in own.items() if _goes_below_zero(rows)}
    return frozenset(below | {key for key, each in facts.items() if each.kind is AccountKind.CREDIT})


def lend(transfers: Sequence[Transfer], stated: StatedBalances, owing: frozenset[str]) -> Lent:
    """Add the draws and repayments of the accounts that may owe.

    ``stated`` holds openings and assertions as stated, an amount of −b meaning that b is owed.
    """
    held = {account: amount for account, amount in stated.openings.items() if account in owing}
    work = _Lending(owing, held, stated.assertions)
    for place, transfer in enumerate(transfers):
        following = transfers[place + 1].time if place + 1 < len(transfers) else None
        if not place:
            work.assert_until(transfer.time)
        work.take(transfer)
        work.assert_after(transfer, following)
    return Lent(
        tuple(work.transfers),
        work.added,
        {account: max(amount, 0) for account, amount in stated.openings.items()},
        tuple(_held(each, work.moved) for each in stated.assertions),
    )


class _Lending:
    """``balances`` of the accounts that may owe: below zero what is owed, else what is held."""

    def __init__(
        self, owing: frozenset[str], balances: Mapping[str, int], assertions: Iterable[Assertion]
    ) -> None:
        self.transfers: list[Transfer] = []
        self.added: dict[str, str] = {}
        self.moved: dict[tuple[str, str], str] = {}
        self._owing = owing
        self._balances: defaultdict[str, int] = defaultdict(int, balances)
        self._after: defaultdict[str, list[Assertion]] = defaultdict(list)
        self._timed: list[Assertion] = []
        for each in assertions:
            if each.account not in owing:
                continue
            if each.after_transfer is None:
                self._timed.append(each)
            else:
                self._after[each.after_transfer].append(each)
        self._timed.sort(key=lambda each: each.time, reverse=True)

    def take(self, transfer: Transfer) -> None:
        """Take a transfer, with what has to be drawn for it and what it repays."""
        payer, payee, amount = transfer.payer, transfer.payee, transfer.amount
        if payer in self._owing:
            lacking = amount - max(self._balances[payer], 0)
            self._balances[payer] -= amount
            if lacking > 0:
                self._add(transfer, DRAW, lender_of(payer), payer, lacking)
        self.transfers.append(transfer)
        if payee in self._owing:
            repaid = amount if is_line(payee) else min(amount, max(-self._balances[payee], 0))
            self._balances[payee] = min(self._balances[payee] + amount, 0 if is_line(payee) else _NO_LIMIT)
            if repaid:
                self._add(transfer, DEBT, payee, lender_of(payee), repaid)
                self.moved[payee, transfer.id] = self.transfers[-1].id

    def assert_after(self, transfer: Transfer, following: datetime | None) -> None:
        """Take the balances stated right after a transfer, and those at times before the next one."""
        for each in self._after.get(transfer.id, ()):
            self._balances[each.account] = each.amount
        self.assert_until(following)

    def assert_until(self, following: datetime | None) -> None:
        """Take the balances stated at times before the next transfer's."""
        while self._timed and (following is None or self._timed[-1].time < following):
            each = self._timed.pop()
            self._balances[each.account] = each.amount

    def _add(self, transfer: Transfer, what: str, payer: str, payee: str, amount: int) -> None:
        added = replace(
            transfer,
            id=f"{transfer.id}~{what}",
            payer=payer,
            payee=payee,
            amount=amount,
            reason=what,
            bookings=(),
        )
        self.transfers.append(added)
        self.added[added.id] = transfer.id


def lender_of(account: str) -> str:
    """Return the node that lends to an account, and that its debts are paid to."""
    return f"lender:{account}"


def _held(assertion: Assertion, moved: Mapping[tuple[str, str], str]) -> Assertion:
    """Return an assertion of what is held, right after what its transfer repaid."""
    after = assertion.after_transfer
    if after is not None:
        after = moved.get((assertion.account, after), after)
    return replace(assertion, amount=max(assertion.amount, 0), after_transfer=after)


def _goes_below_zero(rows: OwnRows) -> bool:
    return any(
        (row.balance is not None and row.balance < 0) or (balance_before(row) or 0) < 0 for row in rows.rows
    )
