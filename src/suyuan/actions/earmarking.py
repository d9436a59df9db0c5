"""A case's earmarks: those of its forms and those that people decided with ``suyuan earmark``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from suyuan.actions.account_decisions import contents_of
from suyuan.actions.case_currencies import other_ledgers
from suyuan.actions.cases import TakenUp, casebook_of, take_up
from suyuan.casebook import rulings
from suyuan.errors import Refused, WrongUsage
from suyuan.ledger.build import FileContents, Ledger, build
from suyuan.ledger.earmark_proposals import Proposal, proposals
from suyuan.ledger.earmarked import with_earmarks
from suyuan.model.earmark import EarmarkDecision, PlacedEarmark
from suyuan.model.moment import Moment
from suyuan.model.money import minor_from_text, text_from_minor
from suyuan.model.ruling import Ruling, RulingKind
from suyuan.model.text import Language, Message, Text
from suyuan.model.transfer import Grade, Role
from suyuan.settings import Settings

CURRENCY = "CNY"
WHY_NEEDED = Text(
    zh="请用 --why 写明理由，它会与操作人、时间一起留存。",
    en="Say why with --why; it is kept with who did it and when.",
)
BAD_GRADE = Text(zh="--grade 只能是 known 或 inferred。", en="--grade is known or inferred.")
BAD_AMOUNT = Text(zh="--amount 应为大于零的金额：{text}", en="--amount must be an amount above zero: {text}")
NOT_FOLLOWED = Text(
    zh="本案没有被骗款可能到达的 {currency} 账目",
    en="the case has no {currency} ledger that claims' money can be in",
)
NOT_PLACED = Text(zh="认定未保存：{why}", en="The earmark was not kept: {why}")

JsonObject = dict[str, object]


@dataclass(frozen=True)
class AskedEarmark:
    """An earmark as a person asks for it on the command line."""

    account: str
    credit: str
    debit: str
    amount: str
    grade: str
    why: str
    evidence: str
    currency: str = CURRENCY


@dataclass(frozen=True)
class EarmarkLine:
    """An earmark of a case: where it stands in the ledger, or why it cannot be carried out; undone ones too.

    ``file`` and ``row`` say where a form states it.
    """

    decision: EarmarkDecision
    placed: PlacedEarmark | None
    why_not: Message | None
    ruling: Ruling | None
    file: str


@dataclass(frozen=True)
class CaseEarmarks:
    """A case's earmarks in the order in which they are carried out, and undone ones after them."""

    case: str
    lines: tuple[EarmarkLine, ...]


def decisions_of(taken: TakenUp, contents: Sequence[FileContents]) -> list[EarmarkDecision]:
    """Return a case's standing earmarks: those of forms in the order of the files, then those of the casebook."""
    forms = [each for file in contents for each in file.earmarks]
    made = (each for each in taken.rulings if each.kind is RulingKind.EARMARK and each.undone is None)
    return forms + [_decision(each) for each in made]


def earmarked(
    taken: TakenUp,
    contents: Sequence[FileContents],
    ledgers: Sequence[Ledger],
    *,
    known_links_only: bool = False,
) -> list[Ledger]:
    """Return a case's ledgers with the earmarks of their currencies; of known links only with known ones only."""
    decisions = decisions_of(taken, contents)
    if known_links_only:
        decisions = [each for each in decisions if each.grade is Grade.KNOWN]
    names = {file.sha256: file.name for file in taken.evidence}
    return [
        with_earmarks(each, [one for one in decisions if one.currency == each.currency], contents, names)
        for each in ledgers
    ]


def case_earmarks(settings: Settings, word: str) -> CaseEarmarks:
    """Return a case's earmarks; raises WrongUsage where there is no such case."""
    taken = take_up(settings, word)
    contents = contents_of(taken)
    decided = {each.number: each for each in taken.rulings if each.kind is RulingKind.EARMARK}
    names = {file.sha256: file.name for file in taken.evidence}
    lines = []
    ledgers = _ledgers(taken, contents)
    placed = [(each.decision, each, None) for ledger in ledgers for each in ledger.earmarks]
    unplaced = [(each.decision, None, each.why) for ledger in ledgers for each in ledger.unplaced_earmarks]
    followed = {ledger.currency for ledger in ledgers}
    unplaced += [
        (each, None, NOT_FOLLOWED(currency=each.currency))
        for each in decisions_of(taken, contents)
        if each.currency not in followed
    ]
    for decision, place, why in (*placed, *unplaced):
        file = names.get(decision.source.sha256, "") if decision.source else ""
        lines.append(EarmarkLine(decision, place, why, decided.get(decision.number or 0), file))
    undone = [each for each in decided.values() if each.undone is not None]
    lines += [EarmarkLine(_decision(each), None, None, each, "") for each in undone]
    return CaseEarmarks(taken.case.number, tuple(lines))


def _ledgers(taken: TakenUp, contents: Sequence[FileContents]) -> list[Ledger]:
    """Return a case's ledgers of all currencies that claims' money can be in, with their earmarks."""
    main = build(contents, CURRENCY)
    return earmarked(taken, contents, [main, *other_ledgers(contents, main)])


@dataclass(frozen=True)
class ProposedEarmarks:
    """What may be earmarked in a case; each transfer knows its currency."""

    case: str
    proposals: tuple[Proposal, ...]


def proposed_earmarks(settings: Settings, word: str) -> ProposedEarmarks:
    """Return the forwards of victims' accounts that nobody has decided on; raises WrongUsage."""
    taken = take_up(settings, word)
    contents = contents_of(taken)
    found: list[Proposal] = []
    for ledger in _ledgers(taken, contents):
        victims, suspects = (
            {key for key, facts in ledger.accounts.items() if facts.role is role}
            for role in (Role.VICTIM, Role.SUSPECT_CONTROLLED)
        )
        decided = {each for placed in ledger.earmarks for each in (placed.credit, placed.debit)}
        found += proposals(ledger.transfers, victims, suspects, decided)
    return ProposedEarmarks(taken.case.number, tuple(found))


def add_earmark(settings: Settings, word: str, asked: AskedEarmark) -> Ruling:
    """Keep an earmark if the case's ledger, with those that stand, can carry it out.

    Raises WrongUsage for what is no grade or amount or lacks its reason, Refused with the reason where the ledger
    cannot carry it out.
    """
    decision = _asked(asked)
    taken = take_up(settings, word)
    contents = contents_of(taken)
    names = {file.sha256: file.name for file in taken.evidence}
    standing = [each for each in decisions_of(taken, contents) if each.currency == decision.currency]
    main = build(contents, CURRENCY)
    ledgers = (main, *other_ledgers(contents, main))
    ledger = next((each for each in ledgers if each.currency == decision.currency), None)
    if ledger is None:
        raise Refused(NOT_PLACED(why=NOT_FOLLOWED(currency=decision.currency)))
    ledger = with_earmarks(ledger, [*standing, decision], contents, names)
    for each in ledger.unplaced_earmarks:
        if each.decision is decision:
            raise Refused(NOT_PLACED(why=each.why))
    place = ledger.earmarks[-1]
    facts = {
        "account": place.account,
        "credit": place.credit,
        "debit": place.joined or place.debit,
        "amount": text_from_minor(decision.amount, decision.currency),
        "currency": decision.currency,
        "grade": decision.grade.value,
    }
    with casebook_of(settings) as casebook, casebook.changing() as change:
        return rulings.add(
            change,
            taken.case.number,
            RulingKind.EARMARK,
            place.credit,
            facts,
            why=asked.why.strip(),
            evidence=asked.evidence.strip(),
        )


def undo_earmark(settings: Settings, word: str, number: int, why: str) -> Ruling:
    """Take an earmark of the casebook back; raises WrongUsage where there is none, Refused where it is undone."""
    if not why.strip():
        raise WrongUsage(WHY_NEEDED())
    taken = take_up(settings, word)
    with casebook_of(settings) as casebook, casebook.changing() as change:
        return rulings.undo(change, taken.case.number, RulingKind.EARMARK, number, why.strip())


def earmarks_object(found: CaseEarmarks) -> JsonObject:
    """Return the earmarks as the object that ``suyuan earmark list --json`` prints."""
    return {"case": found.case, "earmarks": [_object(each) for each in found.lines]}


def _object(line: EarmarkLine) -> JsonObject:
    decision, undone = line.decision, line.ruling.undone if line.ruling else None
    return {
        "number": decision.number,
        "file": line.file or None,
        "row": decision.source.row if decision.source else None,
        "account": line.placed.account if line.placed else decision.account,
        "credit": line.placed.credit if line.placed else decision.credit,
        "debit": (line.placed.joined or line.placed.debit) if line.placed else decision.debit,
        "joins_cash": bool(line.placed and line.placed.joined),
        "amount": text_from_minor(decision.amount, decision.currency),
        "currency": decision.currency,
        "grade": decision.grade.value,
        "reason": decision.reason,
        "evidence": decision.evidence or None,
        "author": decision.author,
        "time": decision.time.at.isoformat() if decision.time else None,
        "not_carried_out": line.why_not.render(Language.EN) if line.why_not else None,
        "undone": {"who": undone.who, "when": undone.when.isoformat(), "why": undone.why} if undone else None,
    }


def _asked(asked: AskedEarmark) -> EarmarkDecision:
    if not asked.why.strip():
        raise WrongUsage(WHY_NEEDED())
    if asked.grade not in (Grade.KNOWN.value, Grade.INFERRED.value):
        raise WrongUsage(BAD_GRADE())
    currency = asked.currency.strip().upper() or CURRENCY
    try:
        amount = minor_from_text(asked.amount.strip().replace(",", ""), currency)
    except ValueError as error:
        raise WrongUsage(BAD_AMOUNT(text=asked.amount)) from error
    if amount <= 0:
        raise WrongUsage(BAD_AMOUNT(text=asked.amount))
    return EarmarkDecision(
        account=asked.account.strip(),
        credit=asked.credit,
        debit=asked.debit,
        amount=amount,
        currency=currency,
        grade=Grade(asked.grade),
        reason=asked.why,
        evidence=asked.evidence,
        author="",
        time=None,
    )


def _decision(ruling: Ruling) -> EarmarkDecision:
    facts = ruling.facts
    cash = facts["account"].startswith("cash:")
    return EarmarkDecision(
        account="" if cash else facts["account"],
        credit=facts["credit"],
        debit=facts["debit"],
        amount=minor_from_text(facts["amount"], facts["currency"]),
        currency=facts["currency"],
        grade=Grade(facts["grade"]),
        reason=ruling.why,
        evidence=ruling.evidence,
        author=ruling.who,
        time=Moment(ruling.when),
        number=ruling.number,
    )
