"""Sub-accounts 子账户: the purse is the smallest number with a balance chain of its own.

Rows that state one card and several account numbers are one account only if their balances run through: then the
card is the purse. Where they do not, and each number's own rows do, each such number is an account of its own and
the card is their parent, which has no rows. So it is with the two purses of a foreign currency (钞, 汇) where
numbers alone prove nothing; they are called after their number, ``6200…_钞`` (docs/method.md, "Sub-accounts").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from suyuan.intake.balance_chain import BalanceState, prove
from suyuan.intake.sub_accounts import Numbers, own_numbers, purse_of_rows
from suyuan.ledger.contents import FileContents, PartContents
from suyuan.ledger.identities import How, Identities, Named, is_card, own_number
from suyuan.model.booking import Booking, Counterparty, Direction

_OTHER_WAY = {Direction.IN: Direction.OUT, Direction.OUT: Direction.IN}


@dataclass(frozen=True)
class Purses:
    """The case's files with the rows of each purse apart, the accounts with the purses among them, and for each
    sub-account its parent, also of those that only a list of accounts names.
    """

    files: tuple[FileContents, ...]
    identities: Identities
    parents: Mapping[str, str]


class _PursedIdentities(Identities):
    """Accounts of which some are parents of purses: who names the parent names one of its purses."""

    def __init__(self, whole: Identities, purses: Mapping[str, Sequence[str]]) -> None:
        """Take the accounts as rows state them, and for each one's key its purses, the main one first."""
        numbers: dict[str, tuple[str, ...]] = {}
        self._purses: dict[str, tuple[str, ...]] = {}
        for whole_key, its in whole.accounts.items():
            own = tuple(purses.get(whole_key, ()))
            rest = tuple(number for number in its if number not in own)
            key = next((number for number in rest if is_card(number)), rest[0]) if own else whole_key
            numbers |= {purse: (purse,) for purse in own} | {key: rest}
            if own:
                self._purses[key] = own
        proofs = {number: whole.proof(number) for its in whole.accounts.values() for number in its}
        stated = {number: proof for number, proof in proofs.items() if proof is not None}
        super().__init__(numbers, stated, ((each.wallet, each.card, each.proof) for each in whole.bindings))
        self.parents = {purse: parent for parent, its in self._purses.items() for purse in its}

    def keys(self, number: str) -> tuple[str, ...]:
        """Return the purses that a full number can mean."""
        key = self.key(number)
        return self._purses.get(key, (key,))

    def named(self, counterparty: Counterparty, own: str) -> Named:
        """Return which accounts a row names: who prints a parent means one of its purses."""
        named = super().named(counterparty, own)
        if self.parents.get(own) in named.accounts and named.how is How.FULL:
            return Named(How.BLANK)
        accounts = [purse for account in named.accounts for purse in self._purses.get(account, (account,))]
        return replace(named, accounts=tuple(account for account in accounts if account != own))

    def could_be(self, printed: str, key: str) -> bool:
        """Tell whether a printed number could be a number of the purse or of its parent."""
        parent = self.parents.get(key)
        return super().could_be(printed, key) or (parent is not None and super().could_be(printed, parent))


@dataclass(frozen=True)
class _Division:
    """How an account's rows fall into purses: the purse of each set of numbers that rows state, 钞 and 汇 among
    the numbers if ``by_flag``.
    """

    purse_of: Mapping[Numbers, str]
    by_flag: bool

    def purse(self, row: Booking, own: str) -> str:
        """Return the purse of a row of the account known as ``own``."""
        numbers = own_numbers(row, own, by_flag=self.by_flag)
        return self.purse_of.get(numbers) or min(numbers, default=own)


Held = tuple[str, PartContents]
"""A part, and the number by which its file knows the account."""


def purses_of(files: Sequence[FileContents], whole: Identities, currency: str) -> Purses:
    """Part the rows of each account whose purses are smaller than it, by the balances in one currency."""
    rows: defaultdict[str, list[Held]] = defaultdict(list)
    for contents in files:
        for number, part in enumerate(contents.parts):
            if part.repeats_sheet is None and part.currency == currency:
                own = own_number(contents, number, part)
                rows[whole.key(own)].append((own, part))
    parted = {key: found for key, parts in rows.items() if (found := _division(parts)) is not None}
    purses = {key: _main_first(each.purse_of) for key, each in parted.items()}
    identities = _PursedIdentities(whole, purses) if parted else whole
    if parted:
        files = [_split(contents, whole, parted, currency) for contents in files]
    parents = dict(identities.parents) if isinstance(identities, _PursedIdentities) else {}
    return Purses(tuple(files), identities, _listed(files, identities) | parents)


def _division(parts: Sequence[Held]) -> _Division | None:
    """Return the purses of an account's rows, by their numbers, else also by 钞 and 汇; None where it is one."""
    flagged = any(row.cash_spot for _, part in parts for row in part.bookings)
    for by_flag in (False, True) if flagged else (False,):
        held = parts if by_flag else [("", part) for _, part in parts]
        its = (
            row if row.account or not own else replace(row, account=own)
            for own, part in held
            for row in part.bookings
        )
        found = _Division(purse_of_rows(its, by_flag=by_flag), by_flag)
        if _is_parted(held, found):
            return found
    return None


def _is_parted(parts: Sequence[Held], found: _Division) -> bool:
    """Tell whether the rows of each number form a chain of their own, and all together none."""
    purses = set(found.purse_of.values())
    if len(purses) < 2 or any(
        not own_numbers(row, own, by_flag=found.by_flag) for own, part in parts for row in part.bookings
    ):
        return False
    if _state([_in_order(part.bookings) for _, part in parts]) is BalanceState.PROVEN:
        return False
    states = []
    for purse in purses:
        its = [[row for row in part.bookings if found.purse(row, own) == purse] for own, part in parts]
        states.append(_state([_in_order(rows) for rows in its]))
        alone = sum(len(rows) for rows in its) == 1
        if states[-1] is not BalanceState.PROVEN and not alone:
            return False
    return BalanceState.PROVEN in states


def _in_order(rows: Sequence[Booking]) -> list[Booking]:
    return [rows[place] for place in prove(rows).order]


def _state(runs: Iterable[Sequence[Booking]]) -> BalanceState:
    """Return what the balances of an account's runs, each in its own order, prove together."""
    in_time = sorted((run for run in runs if run), key=lambda run: (run[0].time.at, run[0].id))
    return prove([row for run in in_time for row in run]).state


def _main_first(purse_of: Mapping[Numbers, str]) -> tuple[str, ...]:
    """Return the purses; the main one, which a row means that names their parent, is the least number."""
    return tuple(sorted(set(purse_of.values())))


def _split(
    contents: FileContents, whole: Identities, parted: Mapping[str, _Division], currency: str
) -> FileContents:
    """Return a file with the rows of each purse as a part of their own."""
    parts: list[PartContents] = []
    for number, part in enumerate(contents.parts):
        own = own_number(contents, number, part)
        found = parted.get(whole.key(own))
        if found is None or (found.by_flag and part.currency != currency):
            parts.append(part)
            continue
        rows: defaultdict[str, list[Booking]] = defaultdict(list)
        for row in part.bookings:
            purse = found.purse(row, own)
            rows[purse].append(replace(row, account=purse, other_numbers=()))
        unread = sorted({each for broken in part.balance.breaks for each in broken.quarantined})
        parts += [
            replace(part, account=purse, numbers=(purse,), bookings=tuple(its), balance=prove(its, unread))
            for purse, its in (_naming_purses(rows, whole, own) if found.by_flag else rows).items()
        ]
    return replace(contents, parts=tuple(parts))


def _naming_purses(rows: Mapping[str, Sequence[Booking]], whole: Identities, own: str) -> dict[str, list[Booking]]:
    """Return the rows of an account's 钞 and 汇, those that move money between these naming the other purse.

    Such a row prints the account itself as its counterparty; the one row of another purse at the same time, over
    the same amount and in the other direction, is its other side.
    """

    def moves_within(row: Booking) -> bool:
        number = row.counterparty.account
        return bool(number) and whole.key(number) == whole.key(own) and row.direction in _OTHER_WAY

    sides: defaultdict[tuple[datetime, Direction, int], list[str]] = defaultdict(list)
    for purse, its in rows.items():
        for row in filter(moves_within, its):
            sides[row.time.at, row.direction, row.amount].append(purse)

    def named(row: Booking, purse: str) -> Booking:
        others = sides.get((row.time.at, _OTHER_WAY.get(row.direction, row.direction), row.amount), [])
        if not moves_within(row) or len(others) != 1 or others[0] == purse:
            return row
        return replace(row, counterparty=replace(row.counterparty, account=others[0]))

    return {purse: [named(row, purse) for row in its] for purse, its in rows.items()}


def _listed(files: Iterable[FileContents], identities: Identities) -> dict[str, str]:
    """Return the parents that lists of accounts state."""
    found: dict[str, str] = {}
    for contents in files:
        for stated in contents.accounts:
            if stated.parent:
                child, parent = identities.key(stated.numbers[0]), identities.key(stated.parent)
                if child != parent:
                    found.setdefault(child, parent)
    return found
