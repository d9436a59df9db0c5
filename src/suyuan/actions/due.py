"""What expires and by when somebody must act: stops, freezes and every other proceeding, the most urgent first.

The casebook finds them by the instant it keeps for each; the machines then say, for the moment asked, what is
due by which rule, with the literal end and the safe date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from suyuan.actions import freezes, measures, stops
from suyuan.actions.cases import casebook_of
from suyuan.actions.law import rule_object
from suyuan.casebook import cases, proceedings, rights
from suyuan.casebook.proceedings import Due
from suyuan.errors import WrongUsage
from suyuan.model.case import CaseRecord
from suyuan.model.law import book
from suyuan.model.law.deadline import Deadline
from suyuan.model.law.rule import Rule
from suyuan.model.moment import CHINA
from suyuan.model.money import text_from_minor
from suyuan.model.proceeding import Proceeding, ProceedingKind
from suyuan.model.register import SUPERVISION_NAMES
from suyuan.model.text import Language, Message, Text, say
from suyuan.recovery import freezing, stop_payment
from suyuan.recovery.freeze_facts import FREEZE_STATES, FreezeState
from suyuan.recovery.return_facts import RETURN_STATES
from suyuan.recovery.seizure_facts import SEIZURE_STATES
from suyuan.recovery.stop_facts import STOP_STATES, StopState
from suyuan.settings import Settings
from suyuan.supervision.forfeiture_facts import FORFEITURE_STATES
from suyuan.supervision.pursuit_facts import PURSUIT_STATES

PAST = timedelta(days=30)
"""How far back what was missed is listed; what is older is counted."""
MOST = 500
"""So many are listed at most, the rest is counted."""
MICROSECOND = timedelta(microseconds=1)
"""The finest step of the casebook's clock."""

STATE_WORDS: dict[ProceedingKind, Mapping[Any, Text]] = {
    ProceedingKind.RETURN: RETURN_STATES,
    ProceedingKind.SEIZURE: SEIZURE_STATES,
    ProceedingKind.SUPERVISION: SUPERVISION_NAMES,
    ProceedingKind.PURSUIT: PURSUIT_STATES,
    ProceedingKind.FORFEITURE: FORFEITURE_STATES,
}
"""What the states of the other proceedings are called."""

BAD_WITHIN = Text(
    zh="看不懂时间范围“{text}”。请写如 24h、72h、30d。", en="“{text}” is no span. Write 24h, 72h or 30d."
)
SPAN = re.compile(r"(\d{1,5})\s*([hd])", re.IGNORECASE)


@dataclass(frozen=True)
class DueItem:
    """One thing that is due: ``deadline`` where the machine computes one, ``alert`` what was missed."""

    case: str
    proceeding: Proceeding
    state: Text | str
    due_at: datetime
    rule: Rule | None
    deadline: Deadline | None
    ends: datetime | None
    alert: Message | None
    warnings: tuple[Message, ...]


@dataclass(frozen=True)
class DueList:
    """What is due up to an instant; ``older`` were missed before what is listed, ``more`` did not fit into it."""

    now: datetime
    until: datetime
    items: tuple[DueItem, ...]
    older: int
    more: int


def span_of(text: str) -> timedelta:
    """Return a span that a user wrote (``72h``, ``30d``); raises WrongUsage."""
    found = SPAN.fullmatch(text.strip())
    if found is None:
        raise WrongUsage(BAD_WITHIN(text=text))
    number = int(found[1])
    return timedelta(hours=number) if found[2].lower() == "h" else timedelta(days=number)


def due_list(
    settings: Settings, case: str | None = None, within: timedelta | None = None, now: datetime | None = None
) -> DueList:
    """Return what is due within a span from now (None: 30 days), in a case or in all that the person may see."""
    at = measures.present(now or datetime.now(CHINA))
    until = at + (PAST if within is None else within)
    with casebook_of(settings) as casebook, casebook.reading() as session:
        scope = None if case is None else measures.scope_of(cases.find_case(session, case))
        asked = Due(until, at - PAST, scope, rights.sight(session))
        found = proceedings.due(session, asked, MOST + 1)
        older = proceedings.count_due(session, replace(asked, until=at - PAST - MICROSECOND, since=None))
        more = proceedings.count_due(session, asked) - MOST if len(found) > MOST else 0
        items = tuple(_items(session, found[:MOST], at, until))
    return DueList(at, until, tuple(sorted(items, key=_order)), older, more)


def due_object(found: DueList, language: Language) -> dict[str, Any]:
    """Return a due list as the object that ``suyuan due --json`` prints."""
    return {
        "now": found.now.isoformat(),
        "until": found.until.isoformat(),
        "items": [item_object(each, found.now, language) for each in found.items],
        "older": found.older,
        "more": found.more,
    }


def item_object(item: DueItem, now: datetime, language: Language) -> dict[str, Any]:
    """Return one thing that is due as JSON."""
    standing, rule, deadline = item.proceeding.standing, item.rule, item.deadline
    amount = standing.amount
    law = None if rule is None else rule_object(rule, language)
    return {
        "case": item.case,
        "id": item.proceeding.id,
        "kind": item.proceeding.kind.value,
        "state": say(item.state, language),
        "subject": item.proceeding.subject,
        "institution": standing.institution or None,
        "amount": None if amount is None else text_from_minor(amount, standing.currency),
        "currency": standing.currency or None,
        "due": item.due_at.isoformat(),
        "overdue": item.due_at < now,
        "literal_end": None if deadline is None else deadline.literal_end.isoformat(),
        "rolled_end": None if deadline is None else deadline.rolled_end.isoformat(),
        "safe_date": None if deadline is None else deadline.safe_date.isoformat(),
        "ends": None if item.ends is None else item.ends.isoformat(),
        "rule": standing.due_rule or None if law is None else law["id"],
        "document": None if law is None else law["document"],
        "article": None if law is None else law["article"],
        "certainty": None if law is None else law["certainty"],
        "alert": None if item.alert is None else say(item.alert, language),
        "warnings": [say(each, language) for each in item.warnings],
    }


def _items(session: Session, found: Sequence[Proceeding], now: datetime, until: datetime) -> Iterable[DueItem]:
    freeze_groups = _same_accounts(session, found)
    filed = cases.cases_of(session, {_case(each) for each in found if _is_case(each)})
    for each in found:
        if each.kind is ProceedingKind.STOP:
            item = _stop(each, filed[_case(each)], freeze_groups, now)
        elif each.kind is ProceedingKind.FREEZE:
            item = _freeze(each, filed[_case(each)], freeze_groups, now)
        else:
            item = _other(each)
        if item is not None and item.due_at <= until:
            yield item


def _same_accounts(session: Session, found: Sequence[Proceeding]) -> Mapping[str, list[Proceeding]]:
    """Return the freezes of the accounts that stops which ended, or waiting freezes, are about."""
    asked = {
        each.subject
        for each in found
        if each.kind is ProceedingKind.STOP or each.standing.state == FreezeState.WAITING.value
    }
    groups: dict[str, list[Proceeding]] = {}
    for each in proceedings.on_subjects(session, asked, ProceedingKind.FREEZE) if asked else ():
        groups.setdefault(each.subject, []).append(each)
    return groups


def _stop(
    each: Proceeding, case: CaseRecord, groups: Mapping[str, list[Proceeding]], now: datetime
) -> DueItem | None:
    stop = stop_payment.stop_of(step.act for step in each.steps)
    state, end = stop.state_at(now), stop.end
    if end is None or stop.closed or state not in (StopState.STOPPED, StopState.EXPIRED):
        return None
    mine = [one for one in groups.get(each.subject, ()) if one.scope == each.scope]
    frozen = any(one.standing.state in stops.HOLDING for one in mine)
    if state is StopState.EXPIRED and frozen:
        return None
    alert = stop_payment.gap(stop, now, case.filed_at, frozen=frozen)
    run = stop.runs[-1]
    return DueItem(
        _case(each), each, STOP_STATES[state], end, run.deadline.rule, run.deadline, end, alert, run.warnings
    )


def _freeze(
    each: Proceeding, case: CaseRecord, groups: Mapping[str, list[Proceeding]], now: datetime
) -> DueItem | None:
    view = freezes.view_of(case, each, groups.get(each.subject, [each]), now)
    standing = freezing.standing(view.freeze, now, view.takes_over)
    if standing.due_at is None:
        return None
    unconnected = view.freeze.unconnected if standing.due_rule == freezing.UNCONNECTED else None
    term = view.freeze.terms[-1] if view.freeze.terms else None
    deadline = unconnected or (None if term is None else term.deadline)
    alert = None
    if view.state is FreezeState.LAPSED and term is not None:
        alert = freezes.LAPSED(over=term.over.isoformat())
    rule = _rule(standing.due_rule, standing.due_at.date()) if deadline is None else deadline.rule
    ends = None if term is None or unconnected is not None else term.over
    return DueItem(
        _case(each), each, FREEZE_STATES[view.state], standing.due_at, rule, deadline, ends, alert, view.warnings
    )


def _other(each: Proceeding) -> DueItem | None:
    standing = each.standing
    if standing.due_at is None:
        return None
    rule = _rule(standing.due_rule, standing.due_at.date())
    return DueItem(_case(each), each, _state_words(each), standing.due_at, rule, None, None, None, ())


def _state_words(each: Proceeding) -> Text | str:
    """Return the state of a proceeding in words; one that nobody named is shown as kept."""
    for state, text in STATE_WORDS.get(each.kind, {}).items():
        if state.value == each.standing.state:
            return text
    return each.standing.state


def _rule(name: str, day: date) -> Rule | None:
    try:
        return book.rule_on(name, day)
    except LookupError:
        return None


def _case(each: Proceeding) -> str:
    return each.scope.partition(":")[2]


def _is_case(each: Proceeding) -> bool:
    return each.kind in (ProceedingKind.STOP, ProceedingKind.FREEZE) and each.scope.startswith("case:")


def _order(item: DueItem) -> tuple[datetime, str, str, int]:
    return item.due_at, item.case, item.proceeding.kind.value, item.proceeding.number
