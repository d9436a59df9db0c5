"""Conversions: a debit in one currency and a credit in another that are one exchange.

Known by a number that both rows carry (an order, a transaction hash, a bank's exchange), where both are of one
account or one holder and nothing else of that number moves in either currency. By words and time they are leads
only. The debit ends in ``convert:ID`` and the credit comes from there, ID being the debit's booking
(docs/method.md).
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from suyuan.ledger.case_ledger import Conversion, ConversionReason
from suyuan.ledger.contents import FileContents
from suyuan.ledger.identities import Identities
from suyuan.ledger.institutions import plain
from suyuan.ledger.own_rows import OwnRows, own_rows
from suyuan.ledger.references import telling_references
from suyuan.ledger.windows import EITHER_WAY, is_within, is_within_window
from suyuan.model.booking import Booking, BookingKind, Direction
from suyuan.model.transfer import Grade

CONVERT = "convert:"
_DATA = tomllib.loads(resources.files("suyuan.ledger").joinpath("conversions.toml").read_text(encoding="utf-8"))
_WORDS = tuple(plain(word) for word in _DATA["words"])
_NEVER = frozenset({BookingKind.FEE, BookingKind.INTEREST, BookingKind.AUTHORITY, BookingKind.CORRECTION})


@dataclass(frozen=True)
class Conversions:
    """What was exchanged for what: ``known`` by a number, ``leads`` by words and time alone; sorted by debit."""

    known: tuple[Conversion, ...] = ()
    leads: tuple[Conversion, ...] = ()

    def nodes(self) -> dict[str, str]:
        """Return the node of each booking of a known conversion."""
        return {booking: f"{CONVERT}{each.debit}" for each in self.known for booking in (each.debit, each.credit)}


@dataclass(frozen=True)
class _Row:
    booking: Booking
    account: str

    @property
    def pays(self) -> bool:
        return self.booking.direction is Direction.OUT


def conversions(
    files: Sequence[FileContents], identities: Identities, own: Mapping[str, OwnRows], currency: str
) -> Conversions:
    """Return the conversions between the case's currencies; ``own`` are the accounts' rows of ``currency``.

    The result does not depend on which currency that is, nor on the order of the files.
    """
    others = sorted(
        {row.currency for contents in files for part in contents.parts for row in part.bookings} - {currency}
    )
    if not others:
        return Conversions()
    purses = [own, *(own_rows(files, identities, each)[0] for each in others)]
    rows = sorted(
        (
            _Row(booking, account)
            for accounts in purses
            for account, its in accounts.items()
            for booking in its.entering
            if booking.kind not in _NEVER
        ),
        key=lambda row: row.booking.id,
    )
    known = sorted(_known(rows), key=lambda each: each.debit)
    taken = {booking for each in known for booking in (each.debit, each.credit)}
    leads = sorted(_leads([row for row in rows if row.booking.id not in taken]), key=lambda each: each.debit)
    return Conversions(tuple(known), tuple(leads))


def _known(rows: Iterable[_Row]) -> Iterator[Conversion]:
    """Yield the exchanges that a number proves: with it one debit and one credit, and nothing more."""
    groups: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        for number in telling_references(row.booking):
            groups[number].append(row)
    taken: set[str] = set()
    for number in sorted(groups):
        group = groups[number]
        if len(group) != 2 or not taken.isdisjoint(row.booking.id for row in group):
            continue
        debit, credit = sorted(group, key=lambda row: not row.pays)
        if _exchanges(debit, credit) and is_within_window(debit.booking.time, credit.booking.time, EITHER_WAY):
            taken |= {debit.booking.id, credit.booking.id}
            yield _conversion(debit, credit, Grade.KNOWN, ConversionReason.NUMBER)


def _leads(rows: Iterable[_Row]) -> Iterator[Conversion]:
    """Yield each debit that speaks of an exchange with each such credit of its account or holder at its time."""
    said = [row for row in rows if any(word in plain(row.booking.summary) for word in _WORDS)]
    credits = [row for row in said if not row.pays]
    for debit in (row for row in said if row.pays):
        for credit in credits:
            if _exchanges(debit, credit) and is_within(debit.booking.time, credit.booking.time):
                yield _conversion(debit, credit, Grade.INFERRED, ConversionReason.WORDS_AND_TIME)


def _exchanges(debit: _Row, credit: _Row) -> bool:
    """Tell whether two rows can be one exchange: other currencies, of one account or one holder."""
    one, other = debit.booking, credit.booking
    if not debit.pays or credit.pays or one.currency == other.currency:
        return False
    return debit.account == credit.account or (bool(one.holder) and one.holder == other.holder)


def _conversion(debit: _Row, credit: _Row, grade: Grade, reason: ConversionReason) -> Conversion:
    one, other = debit.booking, credit.booking
    return Conversion(one.id, other.id, one.amount, one.currency, other.amount, other.currency, grade, reason)
