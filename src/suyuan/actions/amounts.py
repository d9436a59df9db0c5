"""The amounts of a case: the table of the amount found, and the six amounts with their rows."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from suyuan.actions.account_decisions import contents_of
from suyuan.actions.amount_decisions import decided, excluded, presumptions
from suyuan.actions.back_office import matched_top_ups
from suyuan.actions.case_tracing import CURRENCY, NOTHING_TO_TRACE, victims_accounts
from suyuan.actions.cases import TakenUp, take_up
from suyuan.actions.earmarking import earmarked
from suyuan.actions.losses_until import losses_until
from suyuan.actions.presuming import CasePresumed, presumed_in
from suyuan.errors import Refused, WrongUsage
from suyuan.ledger.build import FileContents, Ledger, build
from suyuan.ledger.claims import as_counted
from suyuan.model.booking import BookingStatus, Direction
from suyuan.model.claim import Claim
from suyuan.model.money import text_from_minor
from suyuan.model.text import Language, Text, say
from suyuan.model.transfer import Grade, Transfer
from suyuan.recovery import amounts
from suyuan.recovery.amount_found import AmountFound, Basis, Grounds, Unclaimed, amount_found
from suyuan.recovery.amounts import AMOUNT_NAMES, FORMULAS, RULES, Amount, Sum
from suyuan.recovery.losses import Loss, losses
from suyuan.recovery.presumed import SearchState
from suyuan.settings import Settings

JsonObject = dict[str, object]
EXISTS = Text(zh="{file} 已存在，不覆盖。请换一个文件名。", en="{file} is there already and is not overwritten.")
NOT_MOVED = (BookingStatus.FAILED, BookingStatus.CLOSED, BookingStatus.PENDING)


@dataclass(frozen=True)
class Attempted:
    """What victims tried to pay to suspects' accounts and was not carried out: rows and their sum."""

    rows: int
    amount: int


@dataclass(frozen=True)
class CaseAmounts:
    """A case's amounts in its main currency, with what they rest on up to the moment asked about."""

    taken: TakenUp
    ledger: Ledger
    suspects: frozenset[str]
    found: AmountFound
    losses: tuple[Loss, ...]
    attempted: Attempted
    transfers: tuple[Transfer, ...]
    claims: tuple[Claim, ...]

    def known(self) -> tuple[Transfer, ...]:
        """Return the transfers of known links alone."""
        return tuple(each for each in self.transfers if each.grade is Grade.KNOWN)


def case_amounts(settings: Settings, word: str, as_of: datetime | None = None) -> CaseAmounts:
    """Return the amounts of a case, up to a moment.

    Raises WrongUsage if there is no such case, Refused if its evidence holds no bookings.
    """
    taken = take_up(settings, word)
    contents = contents_of(taken)
    (ledger,) = earmarked(taken, contents, [build(contents, CURRENCY)])
    if not ledger.transfers:
        raise Refused(NOTHING_TO_TRACE(case=taken.case.number))
    presumed = presumed_in(taken, contents, ledger, as_of)
    children = {key for key, facts in ledger.accounts.items() if facts.parent in presumed.suspects}
    suspects = presumed.suspects | children
    reported = [payment for each in contents for payment in each.payments]
    counted = as_counted(reported, ledger.claims, ledger.unfound)
    payments = [each for each in counted if each.currency == CURRENCY]
    victim_of = victims_accounts(ledger, payments)
    cut_off = taken.case.filed_at.at if taken.case.filed_at is not None else None
    net = losses(payments, ledger.transfers, victim_of, suspects, cut_off)
    if as_of is not None:
        net = losses_until(ledger, contents, victim_of, suspects, cut_off, as_of)
    books = {
        each.transfer: each.row.number or str(each.row.source.row)
        for each in matched_top_ups(contents, ledger)
        if each.transfer
    }
    grounds = Grounds(books, decided(taken, Basis.D), excluded(presumed, taken), presumptions(taken))
    by_then = [each for each in ledger.transfers if as_of is None or each.time <= as_of]
    ids = {each.id for each in by_then}
    claims = tuple(each for each in ledger.claims if each.transfer in ids)
    returned = sum(each.returned for each in net)
    found = amount_found(CURRENCY, by_then, claims, _unclaimed(presumed), suspects, grounds, returned)
    attempted = _attempted(contents, ledger, suspects, victim_of, as_of)
    return CaseAmounts(taken, ledger, suspects, found, net, attempted, tuple(by_then), claims)


def six_amounts(case: CaseAmounts, accounts: Sequence[str] = (), *, known: bool = False) -> tuple[Sum, ...]:
    """Return the amounts that a case as a whole has; turnover for each account named, else for each suspect's.

    The settlement amount is a card's and the gain a person's: those stand with the defendants.
    """
    transfers = case.known() if known else case.transfers
    of = [key for word in accounts for key in _keys(case.ledger, word)] if accounts else sorted(case.suspects)
    found = [amounts.turnover(CURRENCY, transfers, account) for account in of]
    found.append(amounts.involved(CURRENCY, transfers, case.suspects))
    if known:
        inflows = tuple(each for each in case.found.inflows if each.transfer.grade is Grade.KNOWN)
        found.append(amounts.defrauded(AmountFound(CURRENCY, inflows, case.found.returned)))
    else:
        found.append(amounts.defrauded(case.found))
    net = sum(each.net for each in case.losses)
    found.append(Sum(Amount.LOSS, CURRENCY, net, tuple(each.transfer for each in case.claims)))
    return tuple(found)


def found_object(case: CaseAmounts) -> JsonObject:
    """Return the table as the object that ``suyuan amounts found --json`` prints."""
    found = case.found
    known = {name: (amount, people) for name, amount, people in found.choices(known=True)}
    return {
        "case": case.taken.case.number,
        "currency": found.currency,
        "choices": [
            {
                "choice": name,
                "amount": text_from_minor(amount, found.currency),
                "people": people,
                "known_amount": text_from_minor(known[name][0], found.currency),
                "known_people": known[name][1],
            }
            for name, amount, people in found.choices()
        ],
        "returned_before_case": text_from_minor(found.returned, found.currency),
        "attempted": {
            "rows": case.attempted.rows,
            "amount": text_from_minor(case.attempted.amount, found.currency),
        },
        "not_summed": {
            each.value: text_from_minor(found.sum_of((each,)), found.currency)
            for each in (Basis.D, Basis.X, Basis.OPEN)
        },
        "inflows": [
            {
                "transfer": each.transfer.id,
                "time": each.transfer.time.isoformat(),
                "payer": each.payer,
                "payee": each.transfer.payee,
                "amount": text_from_minor(each.amount, found.currency),
                "basis": each.basis.value,
                "victim": each.victim or None,
                "reason": each.reason or None,
                "grade": each.transfer.grade.value,
            }
            for each in found.inflows
        ],
    }


def write_found(case: CaseAmounts, path: Path) -> int:
    """Write the rows of the table as CSV and return how many; raises WrongUsage where the file is there."""
    if path.exists():
        raise WrongUsage(EXISTS(file=path))
    columns = ("transfer", "time", "payer", "payee", "amount", "basis", "victim", "reason", "grade", "currency")
    rows = found_object(case)["inflows"]
    assert isinstance(rows, list)  # noqa: S101  made above
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            named = row | {"currency": case.found.currency}
            writer.writerow(["" if named[name] is None else named[name] for name in columns])
    return len(rows)


def sum_object(found: Sum, known: Sum, language: Language) -> JsonObject:
    """Return one amount with its formula and rows, and what known links alone give."""
    return {
        "amount": found.amount.value,
        "name": say(AMOUNT_NAMES[found.amount], language),
        "formula": say(FORMULAS[found.amount], language),
        "rule": RULES[found.amount],
        "of": found.of or None,
        "total": text_from_minor(found.total, found.currency),
        "known_total": text_from_minor(known.total, found.currency),
        "currency": found.currency,
        "transfers": list(found.transfers),
    }


def _unclaimed(presumed: CasePresumed) -> Iterable[Unclaimed]:
    for each in presumed.lines:
        confirmed = each.decided.state is SearchState.CONFIRMED
        yield Unclaimed(each.claim.transfer, each.claim.payer, each.claim.amount, confirmed)


def _attempted(
    contents: Sequence[FileContents],
    ledger: Ledger,
    suspects: frozenset[str],
    victim_of: Mapping[str, str],
    as_of: datetime | None,
) -> Attempted:
    """Return what victims' own statements show as tried and not carried out towards suspects' accounts."""
    key_of = {number: key for key, facts in ledger.accounts.items() for number in facts.numbers}
    tried = [
        row.amount
        for each in contents
        for part in each.parts
        if part.currency == ledger.currency and part.repeats_sheet is None
        for row in part.bookings
        if row.status in NOT_MOVED
        and (as_of is None or row.time.at <= as_of)
        and row.direction is Direction.OUT
        and key_of.get(row.account, row.account) in victim_of
        and key_of.get(row.counterparty.account, row.counterparty.account) in suspects
    ]
    return Attempted(len(tried), sum(tried))


def _keys(ledger: Ledger, word: str) -> list[str]:
    return [key for key, facts in ledger.accounts.items() if word in (key, *facts.numbers)]
