"""Whether a transfer can be a reported payment, by accounts, holders, amount and time, and the reasons for it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from suyuan.ledger import claim_words as words
from suyuan.ledger import report_tolerance as tolerance
from suyuan.ledger.drafts import Draft
from suyuan.ledger.identities import How, Identities
from suyuan.ledger.nodes import STAND_INS
from suyuan.model.account import EXACT_DIGITS_IN_A_FLOAT, fits_mask, is_masked
from suyuan.model.booking import Booking, Counterparty
from suyuan.model.claim import ReportedPayment
from suyuan.model.moment import Moment, Precision
from suyuan.model.money import text_from_minor
from suyuan.model.node import is_node
from suyuan.model.text import Message, Text

ENOUGH = 2
"""Points of identification that a transfer needs: one number, a holder with the bank, or both holders."""


@dataclass(frozen=True)
class Sides:
    """How well a transfer's two sides are the reported ones: ``weakness`` 0 is both numbers in full."""

    weakness: int
    points: int
    reasons: tuple[Message, ...]


@dataclass(frozen=True)
class _Side:
    """One side of a transfer as its rows show it, and what the report says of it."""

    number: str
    name: str
    bank: str
    key: str
    own: Booking | None
    printed: Counterparty | None
    is_payee: bool

    @property
    def names(self) -> tuple[str, ...]:
        said = (self.own.holder if self.own else "", self.printed.name if self.printed else "")
        return tuple(plain for each in said if (plain := plain_name(each)))

    @property
    def banks(self) -> tuple[str, ...]:
        said = (self.own.institution if self.own else "", self.printed.bank if self.printed else "")
        return tuple(plain for each in said if (plain := plain_name(each)))


class Fits:
    """Compares reported payments with transfers, by the case's account numbers."""

    def __init__(self, identities: Identities) -> None:
        """Take the case's accounts."""
        self._identities = identities

    def sides(self, payment: ReportedPayment, draft: Draft) -> Sides | None:
        """Return how the two sides fit; None where one cannot be the reported one, or nothing identifies them."""
        payee = _Side(
            payment.payee,
            payment.payee_name,
            payment.payee_bank,
            draft.payee,
            draft.received,
            draft.paid.counterparty if draft.paid else None,
            is_payee=True,
        )
        by_wallet = draft.wallet if draft.wallet and payment.payer else ""
        named_wallet = bool(by_wallet) and self._identities.could_be(payment.payer, by_wallet)
        payer = _Side(
            payment.payer,
            payment.payer_name or payment.victim,
            payment.payer_bank,
            by_wallet if named_wallet else draft.payer,
            draft.through if named_wallet else draft.paid,
            draft.received.counterparty if draft.received else None,
            is_payee=False,
        )
        found = [self._side(payee, must_agree=True), self._side(payer, must_agree=bool(payment.payer_name))]
        seen = [each for each in found if each is not None]
        if len(seen) < len(found):
            return None
        points = sum(each.points for each in seen)
        if points < ENOUGH:
            return None
        reasons = tuple(reason for each in seen for reason in each.reasons)
        return Sides(sum(each.weakness for each in seen), points, reasons)

    def _side(self, side: _Side, *, must_agree: bool) -> Sides | None:
        """Return how one side fits, None where it cannot be the reported one."""
        agrees = self._number_agrees(side) if side.number else None
        if agrees is False:
            return None
        if agrees:
            how, weakness = _number_words(side)
            return Sides(weakness, ENOUGH, (how(number=_shown(side.number)),))
        wanted = plain_name(side.name)
        if wanted and side.names:
            if any(_same_name(wanted, name) for name in side.names):
                return _by_name(side)
            if not side.number and must_agree and not any("*" in name for name in (wanted, *side.names)):
                return None
        silent = words.PAYEE_SILENT if side.is_payee else words.PAYER_SILENT
        return Sides(3, 0, (silent(),) if side.number else ())

    def _number_agrees(self, side: _Side) -> bool | None:
        """Tell whether a side has the reported number; None where no row says who it is."""
        if side.own is not None or not is_node(side.key):
            return self._identities.could_be(side.number, side.key)
        if side.printed is None or not side.key.startswith(STAND_INS):
            return False
        return self._fits(side.number, side.printed)

    def _fits(self, number: str, counterparty: Counterparty) -> bool | None:
        """Tell whether a row's printed counterparty can be the reported account; None where it prints none."""
        named = self._identities.named(Counterparty(account=number), own="")
        reported = named.accounts if named.how is not How.BLANK else ()
        row = counterparty.account
        if not row:
            return None
        if counterparty.damaged:
            kept = row[:EXACT_DIGITS_IN_A_FLOAT]
            numbers = (number for key in reported for number in self._identities.numbers(key))
            return any(number[:EXACT_DIGITS_IN_A_FLOAT] == kept for number in numbers)
        if is_masked(number) and not is_masked(row):
            return fits_mask(number, row)
        return any(self._identities.could_be(row, key) for key in reported)


def reasons_of(payment: ReportedPayment, draft: Draft, sides: Sides) -> tuple[Message, ...]:
    """Return why a transfer is the reported payment: accounts, amount, time."""
    least, greatest = payment.amounts
    amount = words.AMOUNT_EQUAL()
    if least != greatest:
        amount = words.AMOUNT_INSIDE(
            least=text_from_minor(least, payment.currency),
            greatest=text_from_minor(greatest, payment.currency),
            amount=text_from_minor(draft.row.amount, payment.currency),
        )
    return (*sides.reasons, amount, *_time_reasons(payment, draft.time))


def _time_reasons(payment: ReportedPayment, booked: Moment) -> Iterable[Message]:
    far = tolerance.apart(payment, booked)
    dated = Precision.DAY in (payment.time.precision, booked.precision)
    if not far:
        yield words.SAME_DAY() if dated else words.TIME_SAME()
    else:
        yield words.TIME_APART(apart=how_long(far))
    if payment.about and not dated:
        yield words.TIME_WIDENED(allowed=how_long(tolerance.allowed(payment)))


def how_long(span: timedelta) -> Message:
    """Return a span in words, in the largest unit that loses nothing worth saying."""
    seconds = int(span.total_seconds())
    if seconds < 120:
        return words.SECONDS(n=seconds)
    if seconds < 2 * 3600:
        return words.MINUTES(n=seconds // 60)
    return words.HOURS(n=seconds // 3600) if seconds < 2 * 86400 else words.DAYS(n=seconds // 86400)


def plain_name(name: str) -> str:
    """Return a name as names are compared: no blanks, plain signs."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def _number_words(side: _Side) -> tuple[Text, int]:
    if side.number.startswith("*"):
        return (words.PAYEE_TAIL if side.is_payee else words.PAYER_TAIL), 1
    if is_masked(side.number):
        return (words.PAYEE_MASK if side.is_payee else words.PAYER_MASK), 1
    return (words.PAYEE_EQUAL if side.is_payee else words.PAYER_EQUAL), 0


def _by_name(side: _Side) -> Sides:
    how = (words.PAYEE_NAME if side.is_payee else words.PAYER_NAME)(number=side.name)
    bank = plain_name(side.bank)
    if bank and any(bank in each or each in bank for each in side.banks):
        return Sides(2, ENOUGH, (how, words.BANK_SAME(number=side.bank)))
    return Sides(2, 1, (how,))


def _same_name(one: str, other: str) -> bool:
    return one == other or any(
        "*" in mask and fits_mask(mask, full) for mask, full in ((one, other), (other, one))
    )


def _shown(number: str) -> str:
    return number.lstrip("*") if number.startswith("*") else number
