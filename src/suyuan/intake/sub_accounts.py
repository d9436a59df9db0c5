"""Sub-accounts 子账户 in one table: the purse is the smallest number with a balance chain of its own.

Rows that state one card and several account numbers are one account if their balances run through. Where they do
not, and each number's own rows do, each number is shown and proven by itself. Where these do not either, and rows
say in which purse of a foreign currency they stand (钞, 汇), each number's two purses are tried by themselves
(docs/method.md, "Sub-accounts").
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


def own_numbers(row: Booking, own: str = "", *, by_flag: bool = False) -> Numbers:
    """Return the full numbers that a row states for its own account, ``own`` where it states none.

    ``by_flag``: with those of its purse of a foreign currency (``6200…_钞``), which no row prints.
    """
    return _full(row.account or own, row.other_numbers, row.cash_spot if by_flag else "")


def _full(account: str, others: Iterable[str], flag: str) -> Numbers:
    stated = (account, *others)
    full = tuple(each for each in stated if each and not is_masked(each) and not _WITH_CURRENCY.fullmatch(each))
    return full + tuple(f"{each}_{flag}" for each in full or (account,)) if flag else full


def purse_of_rows(rows: Iterable[Booking], *, by_flag: bool = False) -> dict[Numbers, str]:
    """Return for each set of numbers that rows state the one among them that the fewest rows state."""
    printed = Counter((row.account, row.other_numbers, row.cash_spot if by_flag else "") for row in rows)
    counted: Counter[Numbers] = Counter()
    made: set[str] = set()
    for (account, others, flag), count in printed.items():
        numbers = _full(account, others, flag)
        counted[numbers] += count
        made.update(numbers[len(_full(account, others, "")) :])
    times: Counter[str] = Counter()
    for numbers, count in counted.items():
        for each in numbers:
            times[each] += count
    return {
        numbers: min(numbers, key=lambda each: (times[each], each in made, names_a_card(each), each))
        for numbers in counted
        if numbers
    }


def apart(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return the parts of a table, a card whose sub-accounts the balances prove apart as one part for each."""
    return tuple(piece for part in parts for piece in (_pieces(part) or (part,)))


def asks_for_rows(parts: Iterable[Part]) -> bool:
    """Tell whether rows must be there to part what was read for its figures alone."""
    return any(_is_looked_through(part) and len(part.numbers) > 1 for part in parts)


def _pieces(part: Part) -> tuple[Part, ...] | None:
    """Return the sub-accounts of a part; None where it is one purse, or the balances do not prove them."""
    if not _is_looked_through(part):
        return None
    if len(part.numbers) > 1 and (pieces := _proven_apart(part, by_flag=False)):
        return pieces
    by_columns = part.figures is not None  # a column of 钞汇 is never read so
    if by_columns or not any(row.cash_spot for row in part.bookings):
        return None
    return _proven_apart(part, by_flag=True)


def _is_looked_through(part: Part) -> bool:
    return part.balance.state is BalanceState.BROKEN and len(part.bookings) <= MOST_ROWS


def _proven_apart(part: Part, *, by_flag: bool) -> tuple[Part, ...] | None:
    purses = purse_of_rows(part.bookings, by_flag=by_flag)
    numbers = [own_numbers(row, by_flag=by_flag) for row in part.bookings]
    if len(set(purses.values())) < 2 or not all(numbers):
        return None
    rows: defaultdict[str, list[Booking]] = defaultdict(list)
    for row, stated in zip(part.bookings, numbers, strict=True):
        rows[purses[stated]].append(row)
    pieces = tuple(_pieces_of(part, rows))
    states = [piece.balance.state for piece in pieces]
    alone = all(piece.balance.state is BalanceState.PROVEN or len(piece.bookings) == 1 for piece in pieces)
    return pieces if alone and BalanceState.PROVEN in states else None


def _pieces_of(part: Part, rows: dict[str, list[Booking]]) -> Iterator[Part]:
    for purse, its in rows.items():
        aside = tuple(each for each in part.quarantined if each.account in ("", purse, *own_numbers(its[0])))
        flag = its[0].cash_spot if purse.endswith(f"_{its[0].cash_spot}") else ""
        number = purse.removesuffix(f"_{flag}") if flag else purse
        yield replace(
            part,
            account=number,
            cash_spot=flag,
            numbers=tuple(each for each in (number,) if each),
            bookings=tuple(its),
            quarantined=aside,
            balance=prove(its, [each.source.row for each in aside]),
            figures=None,
        )
