"""What a user can ask of a case's presumed claims: the inflows from outside that nobody has reported."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from suyuan.actions.account_decisions import contents_of
from suyuan.actions.case_currencies import input_of, other_ledgers, trace_ledgers
from suyuan.actions.case_tracing import CURRENCY, NOTHING_TO_TRACE, victims_accounts
from suyuan.actions.cases import TakenUp, take_up
from suyuan.actions.earmarking import earmarked
from suyuan.actions.presumed_decisions import NO_SUCH_INFLOW, Decided, decide, decided_of
from suyuan.actions.report_evidence import bookings_by_id
from suyuan.actions.trace_path import RowAt, row_at
from suyuan.errors import Refused, WrongUsage
from suyuan.ledger.build import FileContents, Ledger, build
from suyuan.ledger.claims import as_counted
from suyuan.model.account import normal_form
from suyuan.model.booking import Booking, Direction
from suyuan.model.claim import Claim
from suyuan.model.money import text_from_minor
from suyuan.model.ruling import Ruling, RulingKind
from suyuan.model.text import Text
from suyuan.model.transfer import Role
from suyuan.recovery.presumed import Known, PresumedClaim, SearchState, presumed_claims
from suyuan.recovery.provinces import province_of
from suyuan.recovery.upstream import leading_to
from suyuan.settings import Settings
from suyuan.tracing.policies import Policy

JsonObject = dict[str, object]
NOTHING_DECIDED = Decided()
NO_SUCH_CARD = Text(
    zh="材料中没有账户 {card}。请核对卡号；该卡的流水导入后再查。",
    en="No account {card} in the evidence. Check the number; import its statement first.",
)


@dataclass(frozen=True)
class PresumedLine:
    """A presumed claim with its payer's name and bank, as far as a row states them, and its rows.

    ``province`` is that of the bank's branch, empty where its name does not say it.
    """

    claim: PresumedClaim
    name: str
    bank: str
    by_decision: bool
    rows: tuple[RowAt, ...]
    province: str = ""
    payee_name: str = ""
    decided: Decided = NOTHING_DECIDED

    @property
    def counts(self) -> bool:
        """Tell whether it is a presumed claim: nobody excluded it, nor is that proposed and the payer unheard."""
        unheard = self.decided.state is SearchState.TO_BE_FOUND
        return self.decided.excluded is None and not (self.claim.proposed is not None and unheard)


@dataclass(frozen=True)
class CasePresumed:
    """A case's presumed claims, in the ledger's order.

    With ``card`` only those whose money could have come to that account; ``reported`` are then the reported claims
    of which the same holds. ``suspects`` are the accounts into which the inflows came, their children left out.
    """

    case: str
    currency: str
    lines: tuple[PresumedLine, ...]
    reported: tuple[Claim, ...] = ()
    card: str = ""
    suspects: frozenset[str] = frozenset()

    def sum(self, *, proposed: bool) -> int:
        """Return the sum of those that count, or of those whose exclusion is proposed and not decided."""
        if not proposed:
            return sum(each.claim.amount for each in self.lines if each.counts)
        undecided = (each for each in self.lines if not each.counts and each.decided.excluded is None)
        return sum(each.claim.amount for each in undecided)

    def excluded(self) -> int:
        """Return the sum of those that were excluded by decision."""
        return sum(each.claim.amount for each in self.lines if each.decided.excluded is not None)


def case_presumed(
    settings: Settings,
    word: str,
    as_of: datetime | None = None,
    card: str = "",
    currency: str = CURRENCY,
) -> CasePresumed:
    """Return the presumed claims of a case found by number or name in one currency, up to a moment.

    With ``card`` that account counts as a suspect's, and only what could have come to it is returned.
    Raises WrongUsage if there is no such case or account, Refused if its evidence holds no bookings, Failed where
    a segment is damaged.
    """
    taken = take_up(settings, word)
    contents = contents_of(taken)
    main = build(contents, CURRENCY)
    ledgers = earmarked(
        taken, contents, [main] if currency == CURRENCY else [main, *other_ledgers(contents, main)]
    )
    at = next((at for at, each in enumerate(ledgers) if each.currency == currency and each.transfers), None)
    if at is None:
        raise Refused(NOTHING_TO_TRACE(case=taken.case.number))
    return presumed_in(taken, contents, ledgers[at], as_of, card, ledgers)


def presumed_in(
    taken: TakenUp,
    contents: Sequence[FileContents],
    ledger: Ledger,
    as_of: datetime | None = None,
    card: str = "",
    ledgers: Sequence[Ledger] = (),
) -> CasePresumed:
    """Return the presumed claims of a case's ledger; as ``case_presumed``.

    Where claims' money came by an exchange, ``ledgers`` are those of all currencies.
    """
    reported = (payment for each in contents for payment in each.payments)
    counted = [
        each for each in as_counted(reported, ledger.claims, ledger.unfound) if each.currency == ledger.currency
    ]
    victim_of = victims_accounts(ledger, counted)
    traced, far = trace_ledgers([input_of(each) for each in ledgers or (ledger,)], (Policy.POISON,), None)
    tiers = (traced if far is None else far.of(ledger.currency)).tiers
    reached = dict(zip(*(tiers.column(name).to_pylist() for name in ("account", "first_reached")), strict=True))
    suspects = suspects_of(ledger, reached)
    account = _account(ledger, card) if card else ""
    leading = None
    if account:
        leading = leading_to(
            ledger.transfers, account, suspects, [(each.credit, each.debit) for each in ledger.earmarks]
        )
        suspects.add(account)
        reached.pop(account, None)
    made = [each for each in taken.rulings if each.kind is RulingKind.PRESUMED]
    bookings = bookings_by_id(contents)
    names = {file.sha256: file.name for file in taken.evidence}
    known = replace(known_of(ledger, bookings), victims=victim_of, reached=reached)
    found = presumed_claims(ledger.transfers, ledger.claims, suspects, known)
    return CasePresumed(
        taken.case.number,
        ledger.currency,
        tuple(
            _line(each, ledger, bookings, names, made)
            for each in found
            if (as_of is None or each.transfer.time <= as_of) and (leading is None or each.transfer.id in leading)
        ),
        tuple(each for each in ledger.claims if leading is not None and each.transfer in leading),
        account,
        frozenset(suspects),
    )


def decide_on(
    settings: Settings,
    word: str,
    transfer: str,
    fact: Mapping[str, str],
    said: tuple[str, str],
    currency: str = CURRENCY,
) -> Ruling:
    """Keep a decision on the presumed claim on a transfer of a case, with reason and evidence as ``said``.

    Raises WrongUsage where there is no such presumed claim or the reason lacks.
    """
    found = case_presumed(settings, word, currency=currency)
    line = next((each for each in found.lines if each.claim.transfer.id == transfer), None)
    if line is None:
        raise WrongUsage(NO_SUCH_INFLOW(case=found.case, transfer=transfer))
    return decide(settings, found.case, line.claim.transfer, fact, *said)


def _account(ledger: Ledger, card: str) -> str:
    number = normal_form(card)
    key = next((key for key, facts in ledger.accounts.items() if number in (key, *facts.numbers)), None)
    if key is None:
        raise WrongUsage(NO_SUCH_CARD(card=card))
    return key


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
        carried=carried_by_earmarks(ledger),
    )


def carried_by_earmarks(ledger: Ledger) -> dict[str, int]:
    """Return by transfer what earmarks let leave with it (minor units)."""
    sums: dict[str, int] = {}
    for each in ledger.earmarks:
        sums[each.debit] = sums.get(each.debit, 0) + each.decision.amount
    return sums


def _line(
    found: PresumedClaim,
    ledger: Ledger,
    bookings: Mapping[str, Booking],
    names: Mapping[str, str],
    made: Sequence[Ruling],
) -> PresumedLine:
    on = found.transfer.bookings or (ledger.added.get(found.transfer.id, ""),)
    rows = [bookings[each] for each in on if each in bookings]
    facts = ledger.accounts.get(found.payer)
    credit = next((row for row in rows if row.direction is Direction.IN), None)
    payee = ledger.accounts.get(found.transfer.payee)
    bank = (facts.bank if facts else "") or (credit.counterparty.bank if credit else "")
    return PresumedLine(
        claim=found,
        name=(facts.holder if facts else "") or (credit.counterparty.name if credit else ""),
        bank=bank,
        by_decision=payee is not None and payee.role is Role.SUSPECT_CONTROLLED,
        rows=tuple(row_at(row.source, names) for row in rows),
        province=province_of(bank),
        payee_name=payee.holder if payee else "",
        decided=decided_of(made, found.transfer),
    )


def presumed_object(found: CasePresumed) -> JsonObject:
    """Return the presumed claims as the object that ``suyuan claims presume --json`` prints."""
    return {
        "case": found.case,
        "currency": found.currency,
        "presumed": text_from_minor(found.sum(proposed=False), found.currency),
        "with_proposed_exclusion": text_from_minor(found.sum(proposed=True), found.currency),
        "excluded": text_from_minor(found.excluded(), found.currency),
        "by_province": {
            province: text_from_minor(amount, found.currency) for province, amount in by_province(found).items()
        },
        "card": found.card or None,
        "reported_claims": [
            {"claim": each.id, "victim": each.victim, "transfer": each.transfer} for each in found.reported
        ],
        "inflows": [_object(each, found.currency) for each in found.lines],
    }


def by_province(found: CasePresumed) -> dict[str, int]:
    """Return the sums of those that count by the province of the payer's bank, ``""`` where none is said."""
    sums: dict[str, int] = {}
    for each in found.lines:
        if each.counts:
            sums[each.province] = sums.get(each.province, 0) + each.claim.amount
    return dict(sorted(sums.items()))


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
        "counts": line.counts,
        "excluded": line.decided.excluded.value if line.decided.excluded else None,
        "state": line.decided.state.value,
        "province_of_bank": line.province or None,
        "province_of_phone": None,
        "decisions": [_decision(each) for each in line.decided.rulings],
        "rows": [
            {"file": row.file, "sha256": row.sha256, "sheet": row.sheet, "row": row.row} for row in line.rows
        ],
    }


def _decision(ruling: Ruling) -> JsonObject:
    undone = ruling.undone
    return {
        "number": ruling.number,
        "decided": ruling.facts.get("exclusion") or ruling.facts.get("state"),
        "who": ruling.who,
        "when": ruling.when.isoformat(),
        "why": ruling.why,
        "evidence": ruling.evidence or None,
        "undone": {"who": undone.who, "when": undone.when.isoformat(), "why": undone.why} if undone else None,
    }
