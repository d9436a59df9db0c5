"""Which numbers are one account, and which accounts a printed counterparty can be.

Numbers that one statement row states for its own account (card and account number) are one account, as
docs/method.md says. A wallet's bound cards are accounts of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from suyuan.ledger.contents import FileContents, PartContents
from suyuan.model.account import EXACT_DIGITS_IN_A_FLOAT, fits_mask, is_masked
from suyuan.model.booking import Counterparty
from suyuan.model.source import Source

SHORTEST_CARD, LONGEST_CARD = 16, 19
_TAIL = 4


class How(Enum):
    """How a printed counterparty names an account."""

    FULL = "full"
    MASKED = "masked"
    DAMAGED = "damaged"
    BLANK = "blank"


@dataclass(frozen=True)
class Named:
    """A printed counterparty: how it names, and the keys of the accounts that it names or fits.

    FULL names one account, known or not. MASKED and DAMAGED fit any number of accounts that have statements of
    their own, also none. BLANK, also the account's own number printed as its counterparty, names nobody.
    """

    how: How
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Alias:
    """A further number of an account, and the row that states it beside another number; None if none does."""

    account: str
    number: str
    proof: Source | None


@dataclass(frozen=True)
class Binding:
    """A bank card bound to a wallet, and the row of the list that states it: two accounts, never one purse."""

    wallet: str
    card: str
    proof: Source


def is_card(number: str) -> bool:
    """Tell whether a number looks like a Chinese bank card: 16 to 19 digits that begin with 62."""
    long_enough = SHORTEST_CARD <= len(number) <= LONGEST_CARD
    return long_enough and number.startswith("62") and number.isascii() and number.isdigit()


class Identities:
    """The accounts of a case: their keys and numbers, by every number that a statement states for its own."""

    def __init__(
        self,
        numbers: Mapping[str, tuple[str, ...]],
        proofs: Mapping[str, Source] | None = None,
        bound: Iterable[tuple[str, str, Source]] = (),
    ) -> None:
        """Take each account's numbers by its key, and the row that first states each number beside another.

        ``bound`` are a wallet's number, a card's, and the row that says that this is bound to that.
        """
        self._numbers = numbers
        self._proofs = dict(proofs or {})
        self._key = {number: key for key, its in numbers.items() for number in its}
        self._by_tail: defaultdict[str, list[str]] = defaultdict(list)
        self._by_head: defaultdict[str, list[str]] = defaultdict(list)
        for number in sorted(self._key):
            self._by_tail[number[-_TAIL:]].append(number)
            self._by_head[number[:EXACT_DIGITS_IN_A_FLOAT]].append(number)
        self._fitting: dict[str, tuple[str, ...]] = {}
        first: dict[tuple[str, str], Source] = {}
        for wallet, card, source in sorted(bound, key=lambda each: _place(each[2])):
            first.setdefault((self.key(wallet), self.key(card)), source)
        self.bindings = tuple(Binding(wallet, card, first[wallet, card]) for wallet, card in sorted(first))
        """Which cards are bound to which wallets, sorted, each with the first row that states it."""

    def key(self, number: str) -> str:
        """Return the key of the account that a full number in normal form belongs to: itself if none is known."""
        return self._key.get(number, number)

    @property
    def accounts(self) -> Mapping[str, tuple[str, ...]]:
        """All numbers of each account that statements or lists state, by its key."""
        return self._numbers

    def keys(self, number: str) -> tuple[str, ...]:
        """Return the keys of the accounts that a full number can mean: several for a parent of sub-accounts."""
        return (self.key(number),)

    def numbers(self, key: str) -> tuple[str, ...]:
        """Return all numbers of an account, sorted; its key alone where no statement states others."""
        return self._numbers.get(key, (key,))

    def proof(self, number: str) -> Source | None:
        """Return the row that states this number for its account beside another; None where no row does."""
        return self._proofs.get(number)

    def aliases(self) -> tuple[Alias, ...]:
        """Return every further number of every account with the row that proves it, sorted."""
        return tuple(
            Alias(key, number, self._proofs.get(number))
            for key in sorted(self._numbers)
            for number in self._numbers[key]
            if number != key
        )

    def is_known(self, key: str) -> bool:
        """Tell whether statements state this account as their own."""
        return key in self._numbers

    def named(self, counterparty: Counterparty, own: str) -> Named:
        """Return which accounts a row of account ``own`` names as its counterparty."""
        number = counterparty.account
        if not number:
            return Named(How.BLANK)
        if counterparty.damaged:
            return Named(How.DAMAGED, tuple(key for key in self._damaged(number) if key != own))
        if is_masked(number):
            return Named(How.MASKED, tuple(key for key in self._masked(number) if key != own))
        key = self.key(number)
        return Named(How.BLANK) if key == own else Named(How.FULL, (key,))

    def could_be(self, printed: str, key: str) -> bool:
        """Tell whether a printed number, full or masked, could be a number of the account."""
        if is_masked(printed):
            return any(fits_mask(printed, number) for number in self.numbers(key))
        return self.key(printed) == key

    def _masked(self, pattern: str) -> tuple[str, ...]:
        if pattern not in self._fitting:
            tail = pattern.rpartition("*")[2][-_TAIL:]
            near: Iterable[str] = self._by_tail.get(tail, ()) if len(tail) == _TAIL else self._key
            keys = {self._key[number] for number in near if fits_mask(pattern, number)}
            self._fitting[pattern] = tuple(sorted(keys))
        return self._fitting[pattern]

    def _damaged(self, number: str) -> tuple[str, ...]:
        """Return the accounts whose numbers agree in the 15 digits that a spreadsheet keeps."""
        if len(number) < EXACT_DIGITS_IN_A_FLOAT:
            return ()
        same = self._by_head.get(number[:EXACT_DIGITS_IN_A_FLOAT], ())
        return tuple(sorted({self._key[other] for other in same}))


def identify(files: Iterable[FileContents]) -> Identities:
    """Return the accounts of all statements and lists of accounts; the same whatever the order of the files.

    A list of accounts says which card is which account; bound cards and sub-accounts are accounts of their own,
    and which card is bound to which wallet is kept beside.
    """
    joined = _Joined()
    proofs: dict[str, Source] = {}
    bound: list[tuple[str, str, Source]] = []
    for contents in files:
        for account in contents.accounts:
            joined.join(account.numbers[0], account.numbers[1:])
            _prove(proofs, account.numbers, account.source)
            bound += [(account.numbers[0], card, account.source) for card in account.bound]
        for number, part in enumerate(contents.parts):
            own = own_number(contents, number, part)
            joined.join(own, (each for each in part.numbers if _is_key(each)))
            for booking in part.bookings:
                first = booking.account or own
                joined.join(first, (each for each in booking.other_numbers if _is_key(each)))
                if booking.other_numbers:
                    _prove(proofs, (first, *booking.other_numbers), booking.source)
    return Identities({_key_of(group): tuple(sorted(group)) for group in joined.groups()}, proofs, bound)


def _prove(proofs: dict[str, Source], numbers: Sequence[str], source: Source) -> None:
    """Keep the first row, by its place, that states each number beside another of the same account."""
    if len(numbers) > 1:
        for number in numbers:
            if number not in proofs or _place(source) < _place(proofs[number]):
                proofs[number] = source


def _place(source: Source) -> tuple[str, int, int]:
    return source.sha256, source.sheet_number, source.row


def own_number(contents: FileContents, number: int, part: PartContents) -> str:
    """Return the number by which a part knows its account; one made of its place where the file names none."""
    return part.account or f"statement:{contents.sha256[:12]}.{number + 1}"


def _is_key(number: str) -> bool:
    return bool(number) and not is_masked(number)


def _key_of(group: Iterable[str]) -> str:
    numbers = sorted(group)
    return next((number for number in numbers if is_card(number)), numbers[0])


class _Joined:
    """Numbers joined into groups (union by path halving)."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def join(self, number: str, others: Iterable[str]) -> None:
        root = self._root(number)
        for other in others:
            self._above[self._root(other)] = root

    def groups(self) -> list[list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for number in self._above:
            found[self._root(number)].append(number)
        return list(found.values())

    def _root(self, number: str) -> str:
        above = self._above
        above.setdefault(number, number)
        while above[number] != number:
            above[number] = above[above[number]]
            number = above[number]
        return number
