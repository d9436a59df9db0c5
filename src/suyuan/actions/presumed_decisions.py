"""What people decide on presumed claims: excluded with a reason, or how far the search for the payer has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from suyuan.actions.cases import casebook_of
from suyuan.casebook import rulings
from suyuan.casebook.cases import find_case
from suyuan.errors import WrongUsage
from suyuan.model.ruling import Ruling, RulingKind
from suyuan.model.text import Text
from suyuan.model.transfer import Transfer
from suyuan.recovery.presumed import Exclusion, SearchState
from suyuan.settings import Settings

EXCLUDED = "exclusion"
STATE = "state"
ROWS = "rows"
WHY_NEEDED = Text(
    zh="请用 --why 写明理由，它会与操作人、时间一起留存。",
    en="Say why with --why; it is kept with who did it and when.",
)
NO_SUCH_INFLOW = Text(
    zh="案件 {case} 没有编号为 {transfer} 的推定被骗款。请用 suyuan claims presume --json 查看编号。",
    en="Case {case} has no presumed claim on transfer {transfer}. suyuan claims presume --json lists the ids.",
)
BAD_REASON = Text(zh="排除理由只能是：{words}。", en="A reason to exclude is one of: {words}.")
BAD_STATE = Text(zh="状态只能是：{words}。", en="A state is one of: {words}.")


@dataclass(frozen=True)
class Decided:
    """How a presumed claim stands by decision; ``rulings`` are all of it, undone ones too, in their order."""

    excluded: Exclusion | None = None
    state: SearchState = SearchState.TO_BE_FOUND
    rulings: tuple[Ruling, ...] = ()


def decided_of(made: Sequence[Ruling], transfer: Transfer) -> Decided:
    """Return how the presumed claim on a transfer stands.

    A ruling is about it if it names the transfer, or one of the rows that the transfer rests on: a statement that
    came later may have given the transfer another id.
    """
    about = tuple(
        each
        for each in made
        if each.subject == transfer.id or set(each.facts.get(ROWS, "").split()) & set(transfer.bookings)
    )
    standing = [each for each in about if each.undone is None]
    excluded = [each.facts[EXCLUDED] for each in standing if EXCLUDED in each.facts]
    states = [each.facts[STATE] for each in standing if STATE in each.facts]
    return Decided(
        Exclusion(excluded[-1]) if excluded else None,
        SearchState(states[-1]) if states else SearchState.TO_BE_FOUND,
        about,
    )


def exclusion_fact(word: str) -> Mapping[str, str]:
    """Return the fact of an exclusion; raises WrongUsage for a word that is no reason."""
    words = [each.value for each in Exclusion]
    if word not in words:
        raise WrongUsage(BAD_REASON(words=", ".join(words)))
    return {EXCLUDED: word}


def state_fact(word: str) -> Mapping[str, str]:
    """Return the fact of a state; raises WrongUsage for a word that is none."""
    words = [each.value for each in SearchState]
    if word not in words:
        raise WrongUsage(BAD_STATE(words=", ".join(words)))
    return {STATE: word}


def decide(
    settings: Settings, case: str, transfer: Transfer, fact: Mapping[str, str], why: str, evidence: str
) -> Ruling:
    """Keep a decision on the presumed claim on a transfer; raises WrongUsage where the reason lacks."""
    if not why.strip():
        raise WrongUsage(WHY_NEEDED())
    facts = {**fact, ROWS: " ".join(transfer.bookings)}
    with casebook_of(settings) as casebook, casebook.changing() as change:
        return rulings.add(
            change,
            case,
            RulingKind.PRESUMED,
            transfer.id,
            facts,
            why=why.strip(),
            evidence=evidence.strip(),
        )


def undo_decision(settings: Settings, word: str, number: int, why: str) -> Ruling:
    """Take a decision back; raises WrongUsage where there is none of that number, Refused where it is undone."""
    if not why.strip():
        raise WrongUsage(WHY_NEEDED())
    with casebook_of(settings) as casebook, casebook.changing() as change:
        case = find_case(change.session, word).number
        return rulings.undo(change, case, RulingKind.PRESUMED, number, why.strip())
