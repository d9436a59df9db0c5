"""A ledger with the case's earmarks placed in it (docs/method.md, "Earmarks").

A decision names its transfers by id or by a row of a file. Cash taken out and cash paid in stand in nodes of their
own; where an earmark joins them, a transfer between the two nodes is added right before the deposit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath

from suyuan.ledger.case_ledger import Ledger
from suyuan.ledger.contents import FileContents
from suyuan.model.earmark import EarmarkDecision, PlacedEarmark, UnplacedEarmark
from suyuan.model.money import text_from_minor
from suyuan.model.text import Message, Text
from suyuan.model.transfer import Transfer

CASH = "cash:"
CASH_IN = "cash-in:"
JOIN = "~cash"
FEWEST_OF_A_HASH = 8

NOT_FOUND = Text(
    zh="“{name}”找不到对应的转账。请写转账编号，或“文件名:行号”。",
    en="no transfer was found for “{name}”. Give a transfer's id, or FILE:ROW.",
)
NOT_CAME = Text(
    zh="“{name}”不是账户 {account} 收到的。", en="“{name}” did not bring anything to account {account}."
)
NOT_PAID = Text(zh="“{name}”不是账户 {account} 付出的。", en="“{name}” was not paid by account {account}.")
NOT_LATER = Text(zh="转出“{debit}”不在转入“{credit}”之后。", en="“{debit}” does not come after “{credit}”.")
ABOVE = Text(
    zh="至此对“{name}”的认定合计 {sum}，超过其金额 {amount}。",
    en="the earmarks on “{name}” up to here come to {sum}, above its amount {amount}.",
)
OTHER_CURRENCY = Text(
    zh="币种 {currency} 不是本案追踪的币种。", en="{currency} is not the currency that is traced."
)

_ROW = re.compile(r"(?P<file>.+?):(?:(?P<sheet>\d+):)?(?P<row>\d+)")


@dataclass
class _Rows:
    """The rows of the case's files that moved money, to be found by file and number."""

    bookings: Mapping[tuple[str, int, int], str]
    names: Mapping[str, str]

    def of(self, word: str) -> list[str]:
        """Return the ids of the bookings that ``FILE:ROW`` or ``FILE:SHEET:ROW`` names."""
        found = _ROW.fullmatch(word.strip())
        if found is None:
            return []
        files = {sha256 for sha256, name in self.names.items() if _names(found["file"], sha256, name)}
        sheet = int(found["sheet"]) if found["sheet"] else None
        return sorted(
            booking
            for (sha256, number, row), booking in self.bookings.items()
            if sha256 in files and row == int(found["row"]) and sheet in (None, number)
        )


def with_earmarks(
    ledger: Ledger,
    decisions: Iterable[EarmarkDecision],
    contents: Iterable[FileContents] = (),
    names: Mapping[str, str] | None = None,
) -> Ledger:
    """Return the ledger with the earmarks that it can carry out, in their order, and those that it cannot.

    ``names``: each file's name by its SHA-256, for decisions that name a row. The ledger is the same object where
    there are no decisions.
    """
    given = list(decisions)
    if not given:
        return ledger
    rows = {
        (booking.source.sha256, booking.source.sheet_number, booking.source.row): booking.id
        for each in contents
        for part in each.parts
        for booking in part.bookings
    }
    placing = _Placing(ledger, _Rows(rows, names or {}))
    for decision in given:
        placing.take(decision)
    return placing.ledger()


class _Placing:
    def __init__(self, ledger: Ledger, rows: _Rows) -> None:
        self._ledger = ledger
        self._rows = rows
        self._place = {each.id: place for place, each in enumerate(ledger.transfers)}
        self._by_booking: defaultdict[str, list[Transfer]] = defaultdict(list)
        for each in ledger.transfers:
            for booking in each.bookings:
                self._by_booking[booking].append(each)
        self._key_of = {number: key for key, facts in ledger.accounts.items() for number in facts.numbers}
        self._earmarked: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._joins: defaultdict[str, list[Transfer]] = defaultdict(list)
        self._placed: list[PlacedEarmark] = []
        self._unplaced: list[UnplacedEarmark] = []

    def take(self, decision: EarmarkDecision) -> None:
        """Place one decision, or say why it cannot be."""
        found = self._found(decision)
        if isinstance(found, tuple):
            self._place_it(decision, *found)
        else:
            self._unplaced.append(UnplacedEarmark(decision, found))

    def ledger(self) -> Ledger:
        """Return the ledger with what was placed."""
        transfers: list[Transfer] = []
        added, booked_at, unproven = {}, {}, set()
        for each in self._ledger.transfers:
            for join in self._joins.get(each.id, ()):
                transfers.append(join)
                added[join.id] = each.id
                if each.id in self._ledger.booked_at:
                    booked_at[join.id] = self._ledger.booked_at[each.id]
                if each.id in self._ledger.unproven_order:
                    unproven.add(join.id)
            transfers.append(each)
        return replace(
            self._ledger,
            transfers=tuple(transfers),
            added={**self._ledger.added, **added},
            booked_at={**self._ledger.booked_at, **booked_at},
            unproven_order=self._ledger.unproven_order | unproven,
            earmarks=tuple(self._placed),
            unplaced_earmarks=tuple(self._unplaced),
        )

    def _found(self, decision: EarmarkDecision) -> tuple[Transfer, Transfer] | Message:
        if decision.currency != self._ledger.currency:
            return OTHER_CURRENCY(currency=decision.currency)
        credits_, debits = self._named(decision.credit), self._named(decision.debit)
        for name, found in ((decision.credit, credits_), (decision.debit, debits)):
            if not found:
                return NOT_FOUND(name=name)
        cash = [
            (credit, debit)
            for credit in credits_
            for debit in debits
            if credit.payee.startswith(CASH) and debit.payer.startswith(CASH_IN)
        ]
        if cash:
            return self._checked(decision, *cash[0])
        account = self._key_of.get(decision.account, decision.account)
        came = [each for each in credits_ if account in ("", each.payee) and each.payer != each.payee]
        if not came:
            return NOT_CAME(name=decision.credit, account=account)
        left = [each for each in debits if each.payer == came[0].payee != each.payee]
        if not left:
            return NOT_PAID(name=decision.debit, account=came[0].payee)
        return self._checked(decision, came[0], left[0])

    def _checked(
        self, decision: EarmarkDecision, credit: Transfer, debit: Transfer
    ) -> tuple[Transfer, Transfer] | Message:
        if self._place[debit.id] <= self._place[credit.id]:
            return NOT_LATER(debit=decision.debit, credit=decision.credit)
        sides = ("credit", credit, decision.credit), ("debit", debit, decision.debit)
        for side, transfer, name in sides:
            total = self._earmarked[side, transfer.id] + decision.amount
            if total > transfer.amount:
                shown = [text_from_minor(each, decision.currency) for each in (total, transfer.amount)]
                return ABOVE(name=name, sum=shown[0], amount=shown[1])
        for side, transfer, _ in sides:
            self._earmarked[side, transfer.id] += decision.amount
        return credit, debit

    def _named(self, word: str) -> list[Transfer]:
        """Return the transfers that an id, a booking's id or a row names, those that are no fee first."""
        word = word.strip()
        if word in self._place:
            return [self._ledger.transfers[self._place[word]]]
        found = {each.id: each for booking in (word, *self._rows.of(word)) for each in self._by_booking[booking]}
        return sorted(found.values(), key=lambda each: (each.payee.startswith("fee:"), self._place[each.id]))

    def _place_it(self, decision: EarmarkDecision, credit: Transfer, debit: Transfer) -> None:
        if not (credit.payee.startswith(CASH) and debit.payer.startswith(CASH_IN)):
            self._placed.append(PlacedEarmark(decision, credit.payee, credit.id, debit.id))
            return
        joins = self._joins[debit.id]
        number = str(len(joins) + 1) if joins else ""
        join = replace(
            debit,
            id=f"{debit.id}{JOIN}{number}",
            payer=credit.payee,
            payee=debit.payer,
            amount=decision.amount,
            grade=decision.grade,
            reason="earmark",
            bookings=(),
        )
        joins.append(join)
        self._placed.append(PlacedEarmark(decision, credit.payee, credit.id, join.id, debit.id))


def _names(word: str, sha256: str, name: str) -> bool:
    path = PurePath(name)
    if word in (name, path.name) or name.endswith(f"/{word}"):
        return True
    return len(word) >= FEWEST_OF_A_HASH and sha256.startswith(word.lower())
