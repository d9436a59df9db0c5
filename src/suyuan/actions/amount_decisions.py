"""What people decide on the amount found: an account presumed for a time (C), single inflows (D, X)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from suyuan.actions.cases import TakenUp, casebook_of, filed_moment, take_up
from suyuan.actions.presuming import CasePresumed, case_presumed
from suyuan.casebook import rulings
from suyuan.casebook.cases import find_case
from suyuan.errors import WrongUsage
from suyuan.model.account import normal_form
from suyuan.model.moment import Precision
from suyuan.model.ruling import Ruling, RulingKind
from suyuan.model.text import Text
from suyuan.recovery.amount_found import Basis, Presumption
from suyuan.settings import Settings

KIND = RulingKind.BASIS
BY_DECISION = (Basis.D, Basis.X)
WHY_NEEDED = Text(
    zh="请用 --why 写明理由，它会与操作人、时间一起留存。",
    en="Say why with --why; it is kept with who did it and when.",
)
EXPLANATION_NEEDED = Text(
    zh="推定一个账户，须写明嫌疑人的解释（--explanation），没有解释也须写明。",
    en="To presume an account, say how the suspect explains it (--explanation), also where he does not.",
)
BACKWARDS = Text(zh="期间 {start} 至 {end} 首尾颠倒。", en="The time from {start} to {end} runs backwards.")
NOT_A_SUSPECTS = Text(
    zh="{account} 不在涉案（嫌疑人控制）账户之列，不能推定。先用 suyuan account decide 认定。",
    en="{account} is none of the suspect-controlled accounts. Decide on it first with suyuan account decide.",
)
BAD_BASIS = Text(
    zh="逐笔只能认定 D（仅有业绩表或供述）或 X（排除）。",
    en="Of a single inflow only D (a sheet or confession only) or X (excluded) is decided.",
)
NO_SUCH_INFLOW = Text(
    zh="案件 {case} 没有编号为 {transfer} 的未报案流入。suyuan amounts found --json 列出编号。",
    en="Case {case} has no inflow {transfer} that nobody reported. suyuan amounts found --json lists the ids.",
)


@dataclass(frozen=True)
class AskedPresumption:
    """A presumption as a person asks for it; times in ISO form, both ends included."""

    account: str
    start: str
    end: str
    explanation: str
    why: str
    evidence: str = ""


def presume_account(settings: Settings, word: str, asked: AskedPresumption) -> Ruling:
    """Keep the decision that an account was mainly used for the fraud in a time.

    Raises WrongUsage where account, reason or explanation lack or the account is no suspect's.
    """
    if not asked.why.strip():
        raise WrongUsage(WHY_NEEDED())
    if not asked.explanation.strip():
        raise WrongUsage(EXPLANATION_NEEDED())
    start, end = filed_moment(asked.start), filed_moment(asked.end)
    last = end.at.replace(hour=23, minute=59, second=59) if end.precision is Precision.DAY else end.at
    if last < start.at:
        raise WrongUsage(BACKWARDS(start=start, end=end))
    account = normal_form(asked.account)
    if account not in case_presumed(settings, word).suspects:
        raise WrongUsage(NOT_A_SUSPECTS(account=asked.account))
    facts = {
        "basis": Basis.C.value,
        "account": account,
        "start": start.at.isoformat(),
        "end": last.isoformat(),
        "explanation": asked.explanation.strip(),
    }
    return _add(settings, word, account, facts, asked.why, asked.evidence)


def decide_basis(settings: Settings, word: str, transfer: str, basis: str, why: str, evidence: str) -> Ruling:
    """Keep the decision on one inflow that nobody reported; raises WrongUsage."""
    if not why.strip():
        raise WrongUsage(WHY_NEEDED())
    if basis not in {each.value for each in BY_DECISION}:
        raise WrongUsage(BAD_BASIS())
    found = case_presumed(settings, word)
    if not any(each.claim.transfer.id == transfer for each in found.lines):
        raise WrongUsage(NO_SUCH_INFLOW(case=found.case, transfer=transfer))
    return _add(settings, word, transfer, {"basis": basis, "transfer": transfer}, why, evidence)


def undo_basis(settings: Settings, word: str, number: int, why: str) -> Ruling:
    """Take a decision back; raises WrongUsage where there is none of that number, Refused where it is undone."""
    if not why.strip():
        raise WrongUsage(WHY_NEEDED())
    with casebook_of(settings) as casebook, casebook.changing() as change:
        case = find_case(change.session, word)
        return rulings.undo(change, case.number, KIND, number, why.strip())


def list_bases(settings: Settings, word: str) -> tuple[str, tuple[Ruling, ...]]:
    """Return a case's number and its decisions, undone ones too."""
    taken = take_up(settings, word)
    return taken.case.number, tuple(each for each in taken.rulings if each.kind is KIND)


def presumptions(taken: TakenUp) -> tuple[Presumption, ...]:
    """Return the presumptions of accounts that stand."""
    return tuple(
        Presumption(
            each.number,
            each.facts["account"],
            datetime.fromisoformat(each.facts["start"]),
            datetime.fromisoformat(each.facts["end"]),
        )
        for each in _standing(taken)
        if each.facts["basis"] == Basis.C.value
    )


def decided(taken: TakenUp, basis: Basis) -> dict[str, str]:
    """Return the single inflows that were decided to be of a basis, with the number and reason of the decision."""
    return {
        each.facts["transfer"]: f"{each.number} {each.why}"
        for each in _standing(taken)
        if each.facts["basis"] == basis.value and "transfer" in each.facts
    }


def excluded(found: CasePresumed, taken: TakenUp) -> dict[str, str]:
    """Return what is excluded, by a decision on the presumed claim or on the basis, with the reason."""
    as_presumed = {
        each.claim.transfer.id: each.decided.excluded.value
        for each in found.lines
        if each.decided.excluded is not None
    }
    return as_presumed | decided(taken, Basis.X)


def ruling_object(ruling: Ruling) -> dict[str, object]:
    """Return a decision as ``suyuan amounts decisions --json`` prints it."""
    undone = ruling.undone
    return {
        "number": ruling.number,
        "facts": dict(ruling.facts),
        "why": ruling.why,
        "evidence": ruling.evidence or None,
        "who": ruling.who,
        "when": ruling.when.isoformat(),
        "undone": {"who": undone.who, "when": undone.when.isoformat(), "why": undone.why} if undone else None,
    }


def _add(settings: Settings, word: str, subject: str, facts: dict[str, str], why: str, evidence: str) -> Ruling:
    with casebook_of(settings) as casebook, casebook.changing() as change:
        case = find_case(change.session, word)
        return rulings.add(change, case.number, KIND, subject, facts, why=why.strip(), evidence=evidence.strip())


def _standing(taken: TakenUp) -> Iterable[Ruling]:
    return (each for each in taken.rulings if each.kind is KIND and each.undone is None)
