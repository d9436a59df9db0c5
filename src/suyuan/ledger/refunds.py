"""Refunds 退款, 退货, 退汇: transfers back at their own time, from where the original went.

A row of kind refund names its original by a reference that both carry (or that goes on behind a sign): an earlier
debit, of the same account if there is one, not less than what comes back. Without any reference it is the one
earlier debit of the same amount to the same printed party, inferred (docs/method.md, "Refunds").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from suyuan.ledger.institutions import institution_of
from suyuan.ledger.own_rows import OwnRows
from suyuan.ledger.references import is_telling, telling_references
from suyuan.ledger.row_words import BEHIND_REFUNDED, REFUND_DAYS
from suyuan.model.booking import Booking, BookingKind, Direction


@dataclass(frozen=True)
class Original:
    """The debit that a refund gives back, by its booking's id; ``inferred`` where no number names it."""

    booking: str
    inferred: bool = False


def refunded(accounts: Mapping[str, OwnRows], settled: frozenset[str]) -> dict[str, Original]:
    """Return each refund's original, by the refund's booking's id.

    ``settled`` are bookings that a correction took out or sent through a node of its own: no originals. Of several
    originals the nearest earlier one stands, of the same account before others'; several refunds of one never
    exceed it.
    """
    rows = {account: [row for row in _in_place(own) if row.id not in settled] for account, own in accounts.items()}
    if not any(is_refund(row) for its in rows.values() for row in its):
        return {}
    search = _Search(rows)
    found: dict[str, Original] = {}
    for account in sorted(rows):
        found |= dict(search.of_account(account))
    for account in sorted(rows):
        found |= dict(search.elsewhere(account, found))
    for account in sorted(rows):
        found |= dict(search.alike(account, found))
    return found


def is_refund(row: Booking) -> bool:
    """Tell whether a row gives back what was paid."""
    return row.kind is BookingKind.REFUND and row.direction is Direction.IN


def _in_place(own: OwnRows) -> Sequence[Booking]:
    """Return an account's rows with those that its purse did not pay among them, by their times."""
    return sorted((*own.entering, *own.aside), key=lambda row: row.time.at) if own.aside else own.entering


class _Search:
    """The rows of all accounts, and what is left of each debit when refunds were taken from it."""

    def __init__(self, rows: Mapping[str, Sequence[Booking]]) -> None:
        self._rows = rows
        self._by_number: dict[str, list[tuple[str, Booking]]] | None = None
        self._left = {row.id: row.amount for its in rows.values() for row in its if row.direction is Direction.OUT}

    def of_account(self, account: str) -> Iterator[tuple[str, Original]]:
        """Yield the account's refunds with the nearest earlier debits of its own that share a number."""
        by_number: defaultdict[str, list[tuple[int, Booking]]] = defaultdict(list)
        for place, row in enumerate(self._rows[account]):
            if is_refund(row):
                earlier = {each[0]: each[1] for number in _numbers(row) for each in by_number[number]}
                nearest = (earlier[at] for at in sorted(earlier, reverse=True))
                yield from self._take(row, nearest)
            elif row.direction is Direction.OUT:
                for number in telling_references(row):
                    by_number[number].append((place, row))

    def elsewhere(self, account: str, found: Mapping[str, Original]) -> Iterator[tuple[str, Original]]:
        """Yield the account's other refunds with earlier debits of other accounts that share a number."""
        refunds = [row for row in self._rows[account] if is_refund(row) and row.id not in found]
        for row in refunds:
            earlier = [
                debit
                for number in _numbers(row)
                for its, debit in self._debits().get(number, ())
                if its != account and debit.time.at <= row.time.at
            ]
            yield from self._take(row, sorted(earlier, key=lambda each: (each.time.at, each.id), reverse=True))

    def alike(self, account: str, found: Mapping[str, Original]) -> Iterator[tuple[str, Original]]:
        """Yield the account's refunds without any number with the only earlier debit that they can give back."""
        debits: defaultdict[tuple[object, ...], list[Booking]] = defaultdict(list)
        for row in self._rows[account]:
            party = _party(row)
            if party is None:
                continue
            if row.direction is Direction.OUT:
                debits[row.amount, party].append(row)
            elif is_refund(row) and row.id not in found and not telling_references(row):
                since = row.time.at - timedelta(days=REFUND_DAYS)
                earlier = [
                    each
                    for each in debits[row.amount, party]
                    if each.time.at >= since and self._left[each.id] == row.amount
                ]
                if len(earlier) == 1:
                    self._left[earlier[0].id] = 0
                    yield row.id, Original(earlier[0].id, inferred=True)

    def _take(self, refund: Booking, originals: Iterable[Booking]) -> Iterator[tuple[str, Original]]:
        for original in originals:
            if self._left[original.id] >= refund.amount:
                self._left[original.id] -= refund.amount
                yield refund.id, Original(original.id)
                return

    def _debits(self) -> Mapping[str, Sequence[tuple[str, Booking]]]:
        """Return all accounts' debits by their numbers."""
        if self._by_number is None:
            found: defaultdict[str, list[tuple[str, Booking]]] = defaultdict(list)
            for account in sorted(self._rows):
                for row in self._rows[account]:
                    for number in telling_references(row) if row.direction is Direction.OUT else ():
                        found[number].append((account, row))
            self._by_number = dict(found)
        return self._by_number


def _numbers(refund: Booking) -> list[str]:
    """Return a refund's numbers, and what stands of them before a sign behind which its own part begins."""
    numbers = telling_references(refund)
    begins = [number.partition(sign)[0] for number in numbers for sign in BEHIND_REFUNDED if sign in number]
    return list(dict.fromkeys((*numbers, *(each for each in begins if is_telling(each)))))


def _party(row: Booking) -> tuple[str, str, str] | None:
    """Return the printed other side by which a refund and its original are compared; None where it is too little.

    A pool or an institution alone says nothing, a merchant at it does.
    """
    other = row.counterparty
    if row.merchant:
        return "", "", row.merchant
    if not (other.account or other.name) or other.damaged or institution_of(other) is not None:
        return None
    return other.account, other.name, ""
