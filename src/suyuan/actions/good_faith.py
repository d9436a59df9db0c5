"""Good faith of third persons in a case: recorded with papers, decided once, taken back; and what it starts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from suyuan.actions import freezes
from suyuan.actions.cases import casebook_of
from suyuan.actions.measures import Entered, Working, working
from suyuan.casebook import cases, proceedings, rulings
from suyuan.errors import Refused, WrongUsage
from suyuan.model.account import normal_form
from suyuan.model.money import minor_from_text, text_from_minor
from suyuan.model.proceeding import Proceeding, ProceedingKind
from suyuan.model.ruling import Ruling, RulingKind
from suyuan.model.text import Text
from suyuan.recovery import citing
from suyuan.recovery.freeze_facts import FreezeState, FreezeStep
from suyuan.recovery.good_faith import RULE, GoodFaith, GoodFaithState, NotGood
from suyuan.recovery.stop_facts import NoFacts
from suyuan.settings import Settings

KIND = RulingKind.GOOD_FAITH
OF = "of"
"""The fact by which a decision names the record that it decides on."""

WHY_NEEDED = Text(
    zh="请用 --why 写明理由，它会与操作人、时间一起留存。",
    en="Say why with --why; it is kept with who did it and when.",
)
NEEDED = Text(
    zh="请写明账号（--account）、第三人（--person）和说明（--explanation）。",
    en="Name the account (--account), the third person (--person) and what he explains (--explanation).",
)
BAD_AMOUNT = Text(zh="--amount 应为大于零的金额：{text}", en="--amount must be an amount above zero: {text}")
NO_PAPERS = Text(
    zh="第 {number} 号没有任何书证：认定善意取得须有合同、货单、发票等材料。请先用 --paper 登记。",
    en="Number {number} has no papers: good faith is decided on contracts, delivery notes, invoices. "
    "Record them first with --paper.",
)
NO_SUCH = Text(
    zh="案件 {case} 没有第 {number} 号善意待核记录。",
    en="Case {case} has no record of good faith number {number}.",
)
DECIDED_ALREADY = Text(
    zh="第 {number} 号已由 {who} 决定；如要改变，请先撤销第 {decision} 号。",
    en="Number {number} has been decided by {who}; take back number {decision} first.",
)
GROUND_NEEDED = Text(
    zh="不予认定须用 --ground 写明情形：{words}。",
    en="A rejection names its ground with --ground: {words}.",
)
NO_GROUND = Text(
    zh="--ground 只用于不予认定（--rejected）。",
    en="--ground belongs to a rejection (--rejected) alone.",
)


@dataclass(frozen=True)
class Claimed:
    """What a third person claims, as entered; ``amount`` empty for all of the account."""

    account: str
    person: str
    explanation: str
    papers: tuple[str, ...] = ()
    amount: str = ""
    currency: str = "CNY"


@dataclass(frozen=True)
class Outcome:
    """A decision on good faith, and the case's freezes of the account on which the term to release now runs."""

    decided: GoodFaith
    started: tuple[Proceeding, ...]


def claim_good_faith(settings: Settings, word: str, claimed: Claimed, why: str) -> GoodFaith:
    """Record what a third person explains and shows; the account then stands apart until it is decided.

    Raises WrongUsage where something lacks.
    """
    account, person, said = normal_form(claimed.account), claimed.person.strip(), claimed.explanation.strip()
    if not (account and person and said):
        raise WrongUsage(NEEDED())
    facts = {
        "account": account,
        "person": person,
        "explanation": said,
        "papers": "\n".join(each.strip() for each in claimed.papers if each.strip()),
        "currency": claimed.currency,
    }
    if claimed.amount.strip():
        facts["amount"] = text_from_minor(_amount(claimed), claimed.currency)
    with casebook_of(settings) as casebook, casebook.changing() as change:
        case = cases.find_case(change.session, word)
        made = rulings.add(change, case.number, KIND, account, facts, why=why.strip() or said)
        return _good_faith(made)


def decide_good_faith(
    settings: Settings, word: str, number: int, *, accepted: bool, ground: str, entered: Entered
) -> Outcome:
    """Decide a record once. Accepted for a whole account, the term to release its freezes begins (程序规定 247).

    Raises WrongUsage for an unknown record or ground, Refused where it is decided already or has no papers.
    """
    if not entered.why.strip():
        raise WrongUsage(WHY_NEEDED())
    why_not = _ground(ground, accepted=accepted)
    with working(settings, word, entered) as work:
        found = _open(work.change.session, work.case.number, number)
        if accepted and not found.papers:
            raise citing.refused(NO_PAPERS(number=number), RULE, citing.day_of(work.now))
        state = GoodFaithState.ACCEPTED if accepted else GoodFaithState.REJECTED
        facts = {OF: str(number), "state": state.value, **({"ground": why_not.value} if why_not else {})}
        made = rulings.add(work.change, work.case.number, KIND, found.account, facts, why=entered.why.strip())
        started = tuple(_start_release(work, found.account)) if accepted and found.amount is None else ()
        return Outcome(_with(found, made), started)


def undo_good_faith(settings: Settings, word: str, number: int, why: str) -> Ruling:
    """Take a record or a decision back; a step of a freeze that followed from it stays in the freeze's history.

    Raises WrongUsage where there is none of that number, Refused where it is undone.
    """
    if not why.strip():
        raise WrongUsage(WHY_NEEDED())
    with casebook_of(settings) as casebook, casebook.changing() as change:
        case = cases.find_case(change.session, word)
        return rulings.undo(change, case.number, KIND, number, why.strip())


def list_good_faith(settings: Settings, word: str) -> tuple[str, tuple[GoodFaith, ...]]:
    """Return a case's number and the records that stand, each with its decision."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        case = cases.find_case(session, word)
        return case.number, standing(rulings.list_rulings(session, case.number, KIND))


def standing(made: Iterable[Ruling]) -> tuple[GoodFaith, ...]:
    """Return the records that stand among rulings, in their order, each with the decision that stands."""
    kept = [each for each in made if each.kind is KIND and each.undone is None]
    decisions = {int(each.facts[OF]): each for each in kept if OF in each.facts}
    records = [_good_faith(each) for each in kept if OF not in each.facts]
    return tuple(_with(each, decisions[each.number]) if each.number in decisions else each for each in records)


def good_faith_object(found: GoodFaith) -> dict[str, object]:
    """Return a record as ``suyuan good-faith list --json`` prints it."""
    return {
        "number": found.number,
        "account": found.account,
        "person": found.person,
        "explanation": found.explanation,
        "papers": list(found.papers),
        "amount": None if found.amount is None else text_from_minor(found.amount, found.currency),
        "currency": found.currency,
        "state": found.state.value,
        "ground": found.ground.value if found.ground else None,
        "decided": found.decided.isoformat() if found.decided else None,
        "decided_by": found.decided_by or None,
        "why": found.why or None,
    }


def _start_release(work: Working, account: str) -> Iterable[Proceeding]:
    """Record on the case's active freezes of an account that it was found unconnected; give them as they stand."""
    every = proceedings.on_subjects(work.change.session, [account], ProceedingKind.FREEZE)
    for each in every:
        view = freezes.view_of(work.case, each, every, work.now)
        mine = each.scope == work.scope and view.state is FreezeState.ACTIVE
        if mine and view.freeze.unconnected is None:
            yield freezes.take(work, each, work.act(FreezeStep.UNCONNECTED.value, NoFacts()))


def _open(session: Session, case: str, number: int) -> GoodFaith:
    made = rulings.list_rulings(session, case, KIND)
    found = {each.number: each for each in standing(made)}.get(number)
    if found is None:
        raise WrongUsage(NO_SUCH(case=case, number=number))
    if found.state is not GoodFaithState.PENDING:
        decision = next(each.number for each in made if each.undone is None and each.facts.get(OF) == str(number))
        raise Refused(DECIDED_ALREADY(number=number, who=found.decided_by, decision=decision))
    return found


def _ground(ground: str, *, accepted: bool) -> NotGood | None:
    words = [each.value for each in NotGood]
    if accepted:
        if ground:
            raise WrongUsage(NO_GROUND())
        return None
    if ground not in words:
        raise WrongUsage(GROUND_NEEDED(words=", ".join(words)))
    return NotGood(ground)


def _amount(claimed: Claimed) -> int:
    try:
        amount = minor_from_text(claimed.amount.strip().replace(",", ""), claimed.currency)
    except ValueError as error:
        raise WrongUsage(BAD_AMOUNT(text=claimed.amount)) from error
    if amount <= 0:
        raise WrongUsage(BAD_AMOUNT(text=claimed.amount))
    return amount


def _good_faith(ruling: Ruling) -> GoodFaith:
    facts = ruling.facts
    amount = facts.get("amount")
    return GoodFaith(
        number=ruling.number,
        account=facts["account"],
        person=facts["person"],
        explanation=facts["explanation"],
        papers=tuple(facts["papers"].splitlines()),
        amount=None if amount is None else minor_from_text(amount, facts["currency"]),
        currency=facts["currency"],
    )


def _with(found: GoodFaith, decision: Ruling) -> GoodFaith:
    ground = decision.facts.get("ground")
    return replace(
        found,
        state=GoodFaithState(decision.facts["state"]),
        ground=NotGood(ground) if ground else None,
        decided=decision.when,
        decided_by=decision.who,
        why=decision.why,
    )
