"""Both extremes of the order within an instant: debits before credits, and the other way, where it is unproven."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from suyuan.ledger.drafts import Draft
from suyuan.ledger.laws import FEE
from suyuan.ledger.openings import StatedBalances
from suyuan.ledger.own_rows import OwnRows, span
from suyuan.ledger.readings import Reading
from suyuan.ledger.unproven import chained, unproven_order
from suyuan.model.node import is_node

MOST_PASSED = 5000
"""A transfer is moved before no more than so many others."""


def extreme_order(
    ordered: Sequence[Draft], accounts: Mapping[str, OwnRows], stated: StatedBalances, reading: Reading
) -> list[Draft]:
    """Return the drafts, given in ledger order, with payments before the credits of their payers, or behind.

    Only where both share an instant and no chain of balances, and where the payer's stated balance, if there is
    one, suffices. Between all others the order stays as it is.
    """
    work = _Extreme(unproven_order(ordered, accounts), chained(accounts), stated, reading)
    for draft in ordered:
        work.take(draft)
    return work.out


class _Extreme:
    def __init__(
        self, marked: frozenset[str], chains: Mapping[str, str], stated: StatedBalances, reading: Reading
    ) -> None:
        self.out: list[Draft] = []
        self._reading = reading
        self._marked = marked
        self._chains = chains
        self._balances = dict(stated.openings)
        self._asserted: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for each in stated.assertions:
            if each.after_transfer is not None:
                self._asserted[each.after_transfer].append((each.account, each.amount))

    def take(self, draft: Draft) -> None:
        """Put a draft at its place, and count the balances."""
        self.out.insert(self._place(draft), draft)
        whole = draft.row.amount + draft.fee
        if draft.payer in self._balances:
            self._balances[draft.payer] -= whole
        if draft.payee in self._balances:
            self._balances[draft.payee] += draft.row.amount
        for transfer in (draft.id, f"{draft.id}{FEE}"):
            for account, amount in self._asserted.get(transfer, ()):
                self._balances[account] = amount

    def _place(self, draft: Draft) -> int:
        """Return the place before the earliest transfer that a draft can go before; else the last place."""
        last = place = len(self.out)
        debit_goes = self._reading is Reading.DEBITS_FIRST
        if draft.id not in self._marked or is_node(draft.payer if debit_goes else draft.payee):
            return last
        balance = self._balances.get(draft.payer) if debit_goes else None
        for at in range(last - 1, max(last - MOST_PASSED, 0) - 1, -1):
            other = self.out[at]
            if not _meet(other, draft):
                break
            if _is_opposite(*((other, draft) if debit_goes else (draft, other))):
                if other.id not in self._marked or self._is_proven(other, draft):
                    break
                if balance is not None:
                    balance -= other.row.amount
                    if balance < draft.row.amount + draft.fee:
                        break
                place = at
            elif _share(other, draft):
                break
        return place

    def _is_proven(self, one: Draft, two: Draft) -> bool:
        first = {self._chains[row] for row in one.bookings if row in self._chains}
        return any(self._chains.get(row) in first for row in two.bookings)


def _meet(one: Draft, two: Draft) -> bool:
    """Tell whether the times of two drafts can be the same."""
    (start, end), (other_start, other_end) = span(one.time), span(two.time)
    return start <= other_end and other_start <= end


def _is_opposite(credit: Draft, debit: Draft) -> bool:
    """Tell whether one draft brings money to the account that pays the other, and takes none from its payee."""
    return credit.payee == debit.payer and credit.payer != debit.payee


def _share(one: Draft, two: Draft) -> bool:
    """Tell whether two drafts have an end in common, where it is not a node that both only pay."""
    if one.payer in (two.payer, two.payee) or one.payee == two.payer:
        return True
    return one.payee == two.payee and not is_node(one.payee)
