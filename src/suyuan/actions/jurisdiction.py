"""Jurisdiction of cases 受案、立案、指定管辖、并案: entered with document and reason, listed, taken back.

The case's time of filing and its organ follow the last entry that states them; measures of a merged case stay
those of the organ that took them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from suyuan.actions.cases import casebook_of, filed_moment
from suyuan.casebook import cases, proceedings, rulings
from suyuan.casebook.session import Change
from suyuan.errors import Refused, WrongUsage
from suyuan.model.case import CaseRecord
from suyuan.model.jurisdiction import JurisdictionEntry, JurisdictionEvent, merged_into
from suyuan.model.moment import Moment, Precision
from suyuan.model.proceeding import ProceedingKind
from suyuan.model.ruling import Ruling, RulingKind
from suyuan.model.text import Text
from suyuan.recovery import citing, freezing
from suyuan.settings import Settings

KIND = RulingKind.JURISDICTION
FILING = "freeze.after-filing"

WHY_NEEDED = Text(
    zh="请用 --why 写明理由，它会与操作人、时间一起留存。",
    en="Say why with --why; it is kept with who did it and when.",
)
BAD_EVENT = Text(zh="没有事项“{text}”，可写：{words}。", en="There is no event “{text}”. There are: {words}.")
ORGAN_NEEDED = Text(zh="指定管辖须用 --organ 写明被指定机关。", en="Name the designated organ with --organ.")
DOCUMENT_NEEDED = Text(
    zh="指定管辖、并案须用 --document 写明决定文书号。",
    en="A designation or merger names its document with --document.",
)
INTO_NEEDED = Text(
    zh="并案须用 --into 写明并入的案件，且只有并案可写。",
    en="A merger, and nothing else, names with --into the case that takes it in.",
)
INTO_ITSELF = Text(zh="案件 {case} 不能并入自身。", en="Case {case} cannot be merged into itself.")
INTO_MERGED = Text(
    zh="案件 {into} 已并入 {other}；请并入 {other}。",
    en="Case {into} has itself been merged into {other}; merge into {other}.",
)
MERGED_ALREADY = Text(zh="案件 {case} 已并入 {into}。", en="Case {case} has been merged into {into} already.")
HAS_MERGED = Text(
    zh="已有案件并入 {case}（{others}）；请先把它们改并到新的主案。",
    en="Other cases have been merged into {case} ({others}); merge them into the new main case first.",
)
FILED_EARLY = Text(
    zh="立案时间 {filed} 早于受案时间 {accepted}；请核对。",
    en="The filing at {filed} is before the acceptance at {accepted}; check both.",
)
NOT_LAST = Text(
    zh="第 {number} 号之后又有第 {later} 号改动了同一事项；请先撤销后者。",
    en="After number {number}, number {later} changed the same thing; take that back first.",
)
MERGED_AWAY = Text(
    zh="案件 {case} 已于 {on} 并入 {into}：新的止付、冻结请在 {into} 办理，原有的由原机关继续。",
    en="Case {case} was merged into {into} on {on}: enter new stops and freezes there; older ones go on here.",
)


@dataclass(frozen=True)
class AskedEntry:
    """An entry as a person asks for it; ``on`` in ISO form."""

    event: str
    on: str
    organ: str = ""
    document: str = ""
    into: str = ""
    why: str = ""


@dataclass(frozen=True)
class Entered:
    """An entry that was kept, the case as it is now, and its freezes that took effect before the filing."""

    entry: JurisdictionEntry
    case: CaseRecord
    too_early: tuple[str, ...]


def enter_jurisdiction(settings: Settings, word: str, asked: AskedEntry) -> Entered:
    """Keep an entry. Raises WrongUsage for what lacks, Refused for a merger or filing that cannot be."""
    event, on = _checked(asked)
    with casebook_of(settings) as casebook, casebook.changing() as change:
        case = cases.find_case(change.session, word)
        made = entries(change.session, case.number)
        facts = {
            "event": event.value,
            "on": _text(on),
            "organ": asked.organ.strip(),
            "document": asked.document.strip(),
            "into": "",
            "filed_before": _text(case.filed_at) if case.filed_at else "",
            "organ_before": case.organ,
        }
        if event is JurisdictionEvent.MERGED:
            facts["into"] = _into(change, case, made, asked.into)
        _in_order(event, on, made)
        ruling = rulings.add(change, case.number, KIND, case.number, facts, why=asked.why.strip())
        after = cases.restate(
            change,
            case.number,
            filed_at=on if event is JurisdictionEvent.FILED else case.filed_at,
            organ=facts["organ"] or case.organ,
            why=asked.why.strip(),
        )
        return Entered(_entry(ruling), after, tuple(_too_early(change.session, after)))


def undo_jurisdiction(settings: Settings, word: str, number: int, why: str) -> CaseRecord:
    """Take an entry back; what it changed of the case is as before it.

    Raises WrongUsage where there is none, Refused where it is undone, or a later one changed the same.
    """
    if not why.strip():
        raise WrongUsage(WHY_NEEDED())
    with casebook_of(settings) as casebook, casebook.changing() as change:
        case = cases.find_case(change.session, word)
        standing = {each.number: each for each in _standing(change.session, case.number)}
        if number in standing:
            _last_of_its_kind(standing, number)
        undone = rulings.undo(change, case.number, KIND, number, why.strip())
        filed, facts = case.filed_at, undone.facts
        if facts["event"] == JurisdictionEvent.FILED.value:
            filed = _moment(facts["filed_before"]) if facts["filed_before"] else None
        organ = facts["organ_before"] if facts["organ"] else case.organ
        return cases.restate(change, case.number, filed_at=filed, organ=organ, why=why.strip())


@dataclass(frozen=True)
class CaseJurisdiction:
    """A case, its entries that stand in the order in which they took place, the cases merged into it."""

    case: CaseRecord
    entries: tuple[JurisdictionEntry, ...]
    merged: tuple[str, ...]


def list_jurisdiction(settings: Settings, word: str) -> CaseJurisdiction:
    """Return what happened to a case; raises WrongUsage if there is no such case."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        case = cases.find_case(session, word)
        return CaseJurisdiction(case, entries(session, case.number), merged_cases(session, case.number))


def entries(session: Session, case: str) -> tuple[JurisdictionEntry, ...]:
    """Return a case's entries that stand, in the order in which they took place."""
    return tuple(sorted(map(_entry, _standing(session, case)), key=lambda each: (each.on.at, each.number)))


def merged_cases(session: Session, case: str) -> tuple[str, ...]:
    """Return the numbers of the cases that were merged into a case."""
    found = rulings.list_kind(session, KIND)
    return tuple(sorted({each.case for each in found if each.undone is None and each.facts["into"] == case}))


def merged_together(session: Session, case: str) -> frozenset[str]:
    """Return the numbers of the main case and of all that were merged into it, whichever of them is named."""
    merger = merged_into(entries(session, case))
    main = case if merger is None else merger.into
    return frozenset({main, *merged_cases(session, main)})


def refuse_if_merged(session: Session, case: CaseRecord) -> None:
    """Raise Refused where a case has been merged into another: new measures are that case's."""
    merger = merged_into(entries(session, case.number))
    if merger is not None:
        raise Refused(MERGED_AWAY(case=case.number, on=merger.on, into=merger.into))


def entry_object(entry: JurisdictionEntry) -> dict[str, object]:
    """Return an entry as ``suyuan jurisdiction list --json`` prints it."""
    return {
        "number": entry.number,
        "event": entry.event.value,
        "on": str(entry.on),
        "organ": entry.organ or None,
        "document": entry.document or None,
        "into": entry.into or None,
        "why": entry.why,
        "who": entry.who,
        "entered": entry.entered.at.isoformat(),
    }


def _checked(asked: AskedEntry) -> tuple[JurisdictionEvent, Moment]:
    words = [each.value for each in JurisdictionEvent]
    if asked.event not in words:
        raise WrongUsage(BAD_EVENT(text=asked.event, words=", ".join(words)))
    event = JurisdictionEvent(asked.event)
    if not asked.why.strip():
        raise WrongUsage(WHY_NEEDED())
    if event is JurisdictionEvent.DESIGNATED and not asked.organ.strip():
        raise WrongUsage(ORGAN_NEEDED())
    by_document = event in (JurisdictionEvent.DESIGNATED, JurisdictionEvent.MERGED)
    if by_document and not asked.document.strip():
        raise WrongUsage(DOCUMENT_NEEDED())
    if (event is JurisdictionEvent.MERGED) != bool(asked.into.strip()):
        raise WrongUsage(INTO_NEEDED())
    return event, filed_moment(asked.on)


def _into(change: Change, case: CaseRecord, made: tuple[JurisdictionEntry, ...], word: str) -> str:
    into = cases.find_case(change.session, word).number
    if into == case.number:
        raise Refused(INTO_ITSELF(case=case.number))
    if (merger := merged_into(made)) is not None:
        raise Refused(MERGED_ALREADY(case=case.number, into=merger.into))
    if (other := merged_into(entries(change.session, into))) is not None:
        raise Refused(INTO_MERGED(into=into, other=other.into))
    if others := merged_cases(change.session, case.number):
        raise Refused(HAS_MERGED(case=case.number, others=", ".join(others)))
    return into


def _in_order(event: JurisdictionEvent, on: Moment, made: Iterable[JurisdictionEntry]) -> None:
    """Raise Refused where the case would be filed before its report was accepted."""
    accepted = [each.on for each in made if each.event is JurisdictionEvent.ACCEPTED]
    filed = [each.on for each in made if each.event is JurisdictionEvent.FILED]
    accepted += [on] if event is JurisdictionEvent.ACCEPTED else []
    filed += [on] if event is JurisdictionEvent.FILED else []
    if accepted and filed and citing.day_of(filed[-1]) < citing.day_of(accepted[-1]):
        raise Refused(FILED_EARLY(filed=filed[-1], accepted=accepted[-1]))


def _too_early(session: Session, case: CaseRecord) -> Iterable[str]:
    """Give the case's freezes that took effect before it was filed as it now is (程序规定 174)."""
    if case.filed_at is None:
        return
    for each in proceedings.list_proceedings(session, cases.subject_of(case.number), [ProceedingKind.FREEZE]):
        freeze = freezing.freeze_of(step.act for step in each.steps)
        if freeze.terms and freeze.terms[0].start.at < case.filed_at.at:
            yield each.id


def _last_of_its_kind(standing: dict[int, Ruling], number: int) -> None:
    mine = standing[number].facts
    for later, ruling in sorted(standing.items()):
        same = ruling.facts["event"] == mine["event"] or (mine["organ"] and ruling.facts["organ"])
        if later > number and same:
            raise Refused(NOT_LAST(number=number, later=later))


def _standing(session: Session, case: str) -> list[Ruling]:
    return [each for each in rulings.list_rulings(session, case, KIND) if each.undone is None]


def _text(moment: Moment) -> str:
    return f"{moment.at.isoformat()} {moment.precision.value}"


def _moment(text: str) -> Moment:
    at, _, precision = text.partition(" ")
    return Moment(datetime.fromisoformat(at), Precision(precision))


def _entry(ruling: Ruling) -> JurisdictionEntry:
    facts = ruling.facts
    return JurisdictionEntry(
        number=ruling.number,
        event=JurisdictionEvent(facts["event"]),
        on=_moment(facts["on"]),
        organ=facts["organ"],
        document=facts["document"],
        into=facts["into"],
        why=ruling.why,
        who=ruling.who,
        entered=Moment(ruling.when),
    )
