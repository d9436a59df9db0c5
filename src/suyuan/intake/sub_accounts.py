"""Sub-accounts 子账户 in one table: the purse is the smallest number with a balance chain of its own.

Rows that state one card and several account numbers are one account if their balances run through. Where they do
not, and each number's own rows do, each number is shown and proven by itself (docs/method.md, "Sub-accounts").
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from suyuan.intake.balance_chain import BalanceState, prove
from suyuan.intake.purses import names_a_card
from suyuan.intake.table import Part
from suyuan.model.account import is_masked
from suyuan.model.booking import Booking

Numbers = tuple[str, ...]
"""All numbers that a row states for its own account."""

_WITH_CURRENCY = re.compile(r".*_[A-Z]{3}")
"""A further form of a number, no purse."""

MOST_ROWS = 200_000
"""Parts with more rows are not looked through again; the ledger still does."""


def own_numbers(row: Booking) -> Numbers:
    """Return the full numbers that a row states for its own account."""
    return _full(row.account, row.other_numbers)


def _full(account: str, others: Iterable[str]) -> Numbers:
    stated = (account, *others)
    return tuple(each for each in stated if each and not is_masked(each) and not _WITH_CURRENCY.fullmatch(each))


def purse_of_rows(rows: Iterable[Booking]) -> dict[Numbers, str]:
    """Return for each set of numbers that rows state the one among them that the fewest rows state."""
    printed = Counter((row.account, row.other_numbers) for row in rows)
    counted: Counter[Numbers] = Counter()
    for (account, others), count in printed.items():
        counted[_full(account, others)] += count
    times: Counter[str] = Counter()
    for numbers, count in counted.items():
        for each in numbers:
            times[each] += count
    return {
        numbers: min(numbers, key=lambda each: (times[each], names_a_card(each), each))
        for numbers in counted
        if numbers
    }


def apart(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return the parts of a table, a card whose sub-accounts the balances prove apart as one part for each."""
    return tuple(piece for part in parts for piece in (_pieces(part) or (part,)))


def _pieces(part: Part) -> tuple[Part, ...] | None:
    """Return the sub-accounts of a part; None where it is one purse, or the balances do not prove them."""
    if part.balance.state is not BalanceState.BROKEN or len(part.numbers) < 2:
        return None
    if len(part.bookings) > MOST_ROWS:
        return None
    purses = purse_of_rows(part.bookings)
    if len(set(purses.values())) < 2 or any(not own_numbers(row) for row in part.bookings):
        return None
    rows: defaultdict[str, list[Booking]] = defaultdict(list)
    for row in part.bookings:
        rows[purses[own_numbers(row)]].append(row)
    pieces = tuple(_pieces_of(part, rows))
    states = [piece.balance.state for piece in pieces]
    alone = all(piece.balance.state is BalanceState.PROVEN or len(piece.bookings) == 1 for piece in pieces)
    return pieces if alone and BalanceState.PROVEN in states else None


def _pieces_of(part: Part, rows: dict[str, list[Booking]]) -> Iterator[Part]:
    for purse, its in rows.items():
        aside = tuple(each for each in part.quarantined if each.account in ("", purse))
        yield replace(
            part,
            account=purse,
            numbers=(purse,),
            bookings=tuple(its),
            quarantined=aside,
            balance=prove(its, [each.source.row for each in aside]),
            figures=None,
        )
