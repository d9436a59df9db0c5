"""What a user can ask of a case's presumed claims: the inflows from outside that nobody has reported."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from suyuan.actions.case_tracing import CURRENCY, NOTHING_TO_TRACE, input_of, victims_accounts
from suyuan.actions.cases import take_up
from suyuan.actions.report_evidence import bookings_by_id
from suyuan.actions.trace_path import RowAt, row_at
from suyuan.errors import Refused
from suyuan.ledger import segment
from suyuan.ledger.build import Ledger, build
from suyuan.ledger.claims import as_counted
from suyuan.model.booking import Booking, Direction
from suyuan.model.money import text_from_minor
from suyuan.model.transfer import Role
from suyuan.recovery.presumed import Known, PresumedClaim, presumed_claims
from suyuan.settings import Settings
from suyuan.tracing.policies import Policy
from suyuan.tracing.trace import trace

JsonObject = dict[str, object]


@dataclass(frozen=True)
class PresumedLine:
    """A presumed claim with its payer's name and bank, as far as a row states them, and its rows."""

    claim: PresumedClaim
    name: str
    bank: str
    by_decision: bool
    rows: tuple[RowAt, ...]


@dataclass(frozen=True)
class CasePresumed:
    """A case's presumed claims, in the ledger's order."""

    case: str
    currency: str
    lines: tuple[PresumedLine, ...]

    def sum(self, *, proposed: bool) -> int:
        """Return the sum of those with, or without, a proposed exclusion."""
        return sum(each.claim.amount for each in self.lines if (each.claim.proposed is not None) == proposed)


def case_presumed(settings: Settings, word: str, as_of: datetime | None = None) -> CasePresumed:
    """Return the presumed claims of a case found by number or name, up to a moment.

    Raises WrongUsage if there is no such case, Refused if its evidence holds no bookings, Failed where a segment
    is damaged.
    """
    taken = take_up(settings, word)
    contents = segment.read_case(taken.manifest, taken.folder.ledger)
    ledger = build(contents, CURRENCY)
    if not ledger.transfers:
        raise Refused(NOTHING_TO_TRACE(case=taken.case.number))
    reported = (payment for each in contents for payment in each.payments)
    counted = [each for each in as_counted(reported, ledger.claims, ledger.unfound) if each.currency == CURRENCY]
    victim_of = victims_accounts(ledger, counted)
    tiers = trace(input_of(ledger), (Policy.POISON,), None).tiers
    reached = dict(zip(*(tiers.column(name).to_pylist() for name in ("account", "first_reached")), strict=True))
    suspects = suspects_of(ledger, reached)
    bookings = bookings_by_id(contents)
    names = {file.sha256: file.name for file in taken.evidence}
    known = replace(known_of(ledger, bookings), victims=victim_of, reached=reached)
    found = presumed_claims(ledger.transfers, ledger.claims, suspects, known)
    return CasePresumed(
        taken.case.number,
        CURRENCY,
        tuple(
            _line(each, ledger, bookings, names) for each in found if as_of is None or each.transfer.time <= as_of
        ),
    )


def suspects_of(ledger: Ledger, reached: Collection[str]) -> set[str]:
    """Return the accounts decided to be suspect-controlled; where there is no such decision, those that claims'
    money reached and nobody has decided on.
    """
    roles = {key: facts.role for key, facts in ledger.accounts.items()}
    decided = {key for key, role in roles.items() if role is Role.SUSPECT_CONTROLLED}
    return decided or {key for key, role in roles.items() if role is Role.UNKNOWN and key in reached}


def known_of(ledger: Ledger, bookings: Mapping[str, Booking]) -> Known:
    """Return what the ledger knows of accounts and of the rows behind transfers."""
    accounts = ledger.accounts.items()
    return Known(
        roles={key: facts.role for key, facts in accounts},
        holders={key: facts.holder for key, facts in accounts if facts.holder},
        parents={key: facts.parent for key, facts in accounts if facts.parent},
        kinds={
            transfer.id: {bookings[each].kind for each in transfer.bookings if each in bookings}
            for transfer in ledger.transfers
        },
    )


def _line(
    found: PresumedClaim, ledger: Ledger, bookings: Mapping[str, Booking], names: Mapping[str, str]
) -> PresumedLine:
    on = found.transfer.bookings or (ledger.added.get(found.transfer.id, ""),)
    rows = [bookings[each] for each in on if each in bookings]
    facts = ledger.accounts.get(found.payer)
    credit = next((row for row in rows if row.direction is Direction.IN), None)
    payee = ledger.accounts.get(found.transfer.payee)
    return PresumedLine(
        claim=found,
        name=(facts.holder if facts else "") or (credit.counterparty.name if credit else ""),
        bank=(facts.bank if facts else "") or (credit.counterparty.bank if credit else ""),
        by_decision=payee is not None and payee.role is Role.SUSPECT_CONTROLLED,
        rows=tuple(row_at(row.source, names) for row in rows),
    )


def presumed_object(found: CasePresumed) -> JsonObject:
    """Return the presumed claims as the object that ``suyuan claims presume --json`` prints."""
    return {
        "case": found.case,
        "currency": found.currency,
        "presumed": text_from_minor(found.sum(proposed=False), found.currency),
        "with_proposed_exclusion": text_from_minor(found.sum(proposed=True), found.currency),
        "inflows": [_object(each, found.currency) for each in found.lines],
    }


def _object(line: PresumedLine, currency: str) -> JsonObject:
    claim = line.claim
    return {
        "transfer": claim.transfer.id,
        "time": claim.transfer.time.isoformat(),
        "payer": claim.payer,
        "payer_name": line.name or None,
        "payer_bank": line.bank or None,
        "known_victim": claim.victim or None,
        "payee": claim.transfer.payee,
        "payee_by_decision": line.by_decision,
        "amount": text_from_minor(claim.amount, currency),
        "transfer_amount": text_from_minor(claim.transfer.amount, currency),
        "grade": claim.transfer.grade.value,
        "proposed_exclusion": claim.proposed.value if claim.proposed else None,
        "rows": [
            {"file": row.file, "sha256": row.sha256, "sheet": row.sheet, "row": row.row} for row in line.rows
        ],
    }
