"""Suspects by decision: part, unit and time, own accounts, cards supplied, stays, counts; and their amounts.

The amount of a unit in his time is joint where others were in it then; sums over suspects are never added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from suyuan.actions import seizures
from suyuan.actions.amounts import CaseAmounts, case_amounts
from suyuan.actions.cases import TakenUp, casebook_of, filed_moment, take_up
from suyuan.casebook import rulings
from suyuan.casebook.cases import find_case
from suyuan.errors import WrongUsage
from suyuan.model.account import normal_form
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.ruling import Ruling, RulingKind
from suyuan.model.text import Text
from suyuan.recovery import amounts
from suyuan.recovery.amount_found import SUMMED, AmountFound
from suyuan.recovery.amounts import Settlement, Sum
from suyuan.recovery.thresholds import (
    COUNTS,
    Counted,
    Measured,
    Reached,
    Stay,
    thresholds,
    years_added_up,
)
from suyuan.settings import Settings

KIND = RulingKind.DEFENDANT
WHY_NEEDED = Text(
    zh="请用 --why 写明理由，它会与操作人、时间一起留存。",
    en="Say why with --why; it is kept with who did it and when.",
)
NAME_NEEDED = Text(zh="请写明姓名（--name）。", en="Name the person (--name).")
BACKWARDS = Text(zh="期间 {start} 至 {end} 首尾颠倒。", en="The time from {start} to {end} runs backwards.")
NO_SUCH_PERSON = Text(
    zh="案件 {case} 没有“{name}”。先用 suyuan defendant add 登记。现有：{known}。",
    en="Case {case} has nobody “{name}”. Enter him with suyuan defendant add. There are: {known}.",
)
NO_SUCH_ACCOUNT = Text(zh="案件材料中没有账户 {account}。", en="No account {account} in the case's evidence.")
BAD_COUNT = Text(
    zh="--what 可写：{words}；--number 应为正整数。",
    en="--what is one of: {words}; --number a whole number above zero.",
)
PART_NEEDED = Text(zh="请写明作用（--part）。", en="Say which part he had (--part).")


class About(Enum):
    """What an entry says of a suspect."""

    PART = "part"
    OWN = "own"
    CARD = "card"
    STAY = "stay"
    COUNT = "count"


@dataclass(frozen=True)
class Entry:
    """An entry as a person asks for it; what its kind does not have stays empty."""

    about: About
    name: str
    part: str = ""
    unit: str = ""
    start: str = ""
    end: str = ""
    accounts: tuple[str, ...] = ()
    place: str = ""
    what: str = ""
    number: int = 0
    why: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Card:
    """A card that he supplied for a time."""

    account: str
    start: datetime
    end: datetime
    row: str


@dataclass(frozen=True)
class Defendant:
    """What stands by decision of one suspect; ``accounts`` are his unit's, empty for all of the case."""

    name: str
    part: str = ""
    unit: str = ""
    start: datetime | None = None
    end: datetime | None = None
    accounts: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    stays: tuple[Stay, ...] = ()
    counts: tuple[Counted, ...] = ()
    rulings: tuple[int, ...] = ()


@dataclass(frozen=True)
class DefendantAmounts:
    """A suspect's amounts: his unit's in his time by basis, whether others share it, gain, returned, cards."""

    defendant: Defendant
    unit: AmountFound
    known_choices: tuple[tuple[str, int, int], ...]
    joint_with: tuple[str, ...]
    gain: Sum
    returned: int
    settlements: tuple[Settlement, ...]
    reached: tuple[Reached, ...]


@dataclass(frozen=True)
class CaseDefendants:
    """A case's suspects with their amounts, and what the case as a whole reaches."""

    amounts: CaseAmounts
    defendants: tuple[DefendantAmounts, ...]
    reached: tuple[Reached, ...]


def enter(settings: Settings, word: str, entry: Entry) -> Ruling:
    """Keep an entry on a suspect; raises WrongUsage for what lacks or is unknown to the case."""
    facts = _facts(entry)
    if not entry.why.strip():
        raise WrongUsage(WHY_NEEDED())
    if entry.about is not About.PART:
        taken = take_up(settings, word)
        known = [each.name for each in defendants_of(taken) if each.part]
        if facts["name"] not in known:
            names = ", ".join(known) or "–"
            raise WrongUsage(NO_SUCH_PERSON(case=taken.case.number, name=facts["name"], known=names))
    with casebook_of(settings) as casebook, casebook.changing() as change:
        case = find_case(change.session, word)
        return rulings.add(
            change,
            case.number,
            KIND,
            facts["name"],
            facts,
            why=entry.why.strip(),
            evidence=entry.evidence.strip(),
        )


def undo(settings: Settings, word: str, number: int, why: str) -> Ruling:
    """Take an entry back; raises WrongUsage where there is none of that number, Refused where it is undone."""
    if not why.strip():
        raise WrongUsage(WHY_NEEDED())
    with casebook_of(settings) as casebook, casebook.changing() as change:
        case = find_case(change.session, word)
        return rulings.undo(change, case.number, KIND, number, why.strip())


def list_entries(settings: Settings, word: str) -> tuple[str, tuple[Ruling, ...]]:
    """Return a case's number and its entries, undone ones too."""
    taken = take_up(settings, word)
    return taken.case.number, tuple(each for each in taken.rulings if each.kind is KIND)


def defendants_of(taken: TakenUp) -> tuple[Defendant, ...]:
    """Return the suspects that stand, by name; of the same thing the last entry counts, others add up."""
    found: dict[str, Defendant] = {}
    for each in taken.rulings:
        if each.kind is KIND and each.undone is None:
            name = each.facts["name"]
            found[name] = _with(found.get(name, Defendant(name)), each)
    return tuple(found[name] for name in sorted(found))


def case_defendants(settings: Settings, word: str) -> CaseDefendants:
    """Return the suspects' amounts and what they, and the case, reach.

    Raises WrongUsage if there is no such case, Refused if its evidence holds no bookings.
    """
    found = case_amounts(settings, word)
    people = defendants_of(found.taken)
    returned = seizures.returned_by(seizures.list_items(settings, word))
    each_one = tuple(_amounts(each, people, found, returned) for each in people)
    return CaseDefendants(found, each_one, thresholds(_of_case(found)))


def _amounts(
    defendant: Defendant,
    people: Sequence[Defendant],
    found: CaseAmounts,
    returned: Mapping[tuple[str, str], int],
) -> DefendantAmounts:
    currency = found.found.currency
    start, end = _time(defendant, found)
    accounts = _keys(found, defendant.accounts) if defendant.accounts else found.suspects
    unit = found.found.within(start, end, accounts)
    settlements = tuple(
        amounts.settlement(found.transfers, found.found, key, card.start, card.end)
        for card in defendant.cards
        for key in sorted(_keys(found, [card.account]))
    )
    own = _keys(found, defendant.own)
    gain = amounts.gain(currency, found.transfers, found.suspects, own, defendant.name)
    act = min(end, max((each.transfer.time for each in unit.inflows), default=end))
    measured = _measured(defendant, unit, settlements, gain, act.astimezone(CHINA).date())
    return DefendantAmounts(
        defendant=defendant,
        unit=unit,
        known_choices=unit.choices(known=True),
        joint_with=tuple(each.name for each in people if _joint(defendant, each, found)),
        gain=gain,
        returned=returned.get((defendant.name, currency), 0),
        settlements=settlements,
        reached=thresholds(measured),
    )


def _measured(
    defendant: Defendant, unit: AmountFound, settlements: Sequence[Settlement], gain: Sum, act: date
) -> Measured:
    added_up = _added_up(unit, act)
    cards = tuple(each.row for each in defendant.cards)
    return Measured(
        act=act,
        amount=added_up[0] if defendant.part else None,
        amount_rows=added_up[1],
        stays=defendant.stays,
        counts=defendant.counts,
        cards=len({each.account for each in defendant.cards}) if cards else None,
        card_rows=cards,
        settlement=sum(each.verified + each.presumed for each in settlements) if cards else None,
        inflow=sum(each.inflow for each in settlements) if cards else None,
        gain=gain.total if defendant.own else None,
        gain_rows=gain.transfers,
    )


def _of_case(found: CaseAmounts) -> Measured:
    times = [each.transfer.time for each in found.found.inflows if each.basis in SUMMED]
    act = max(times, default=found.ledger.transfers[-1].time).astimezone(CHINA).date()
    amount, rows = _added_up(found.found, act)
    return Measured(act=act, amount=amount, amount_rows=rows)


def _added_up(found: AmountFound, act: date) -> tuple[int, tuple[str, ...]]:
    """Return what was defrauded in the years that are added up to a day, and by which transfers."""
    first = years_added_up(act)
    mine = [
        each
        for each in found.inflows
        if each.basis in SUMMED and first <= each.transfer.time.astimezone(CHINA).date() <= act
    ]
    return sum(each.amount for each in mine), tuple(dict.fromkeys(each.transfer.id for each in mine))


def _joint(one: Defendant, other: Defendant, found: CaseAmounts) -> bool:
    """Tell whether two people's amounts overlap: one unit, and times that share a moment."""
    if one.name == other.name or not (one.part and other.part):
        return False
    mine = _keys(found, one.accounts) if one.accounts else found.suspects
    others = _keys(found, other.accounts) if other.accounts else found.suspects
    (first, last), (start, end) = _time(one, found), _time(other, found)
    return bool(mine & others) and first <= end and start <= last


def _time(defendant: Defendant, found: CaseAmounts) -> tuple[datetime, datetime]:
    transfers = found.ledger.transfers
    return defendant.start or transfers[0].time, defendant.end or transfers[-1].time


def _keys(found: CaseAmounts, words: Iterable[str]) -> frozenset[str]:
    """Return the accounts' keys of some numbers; raises WrongUsage for one that the case does not know."""
    key_of = {number: key for key, facts in found.ledger.accounts.items() for number in (key, *facts.numbers)}
    for word in words:
        if word not in key_of:
            raise WrongUsage(NO_SUCH_ACCOUNT(account=word))
    return frozenset(key_of[word] for word in words)


def _facts(entry: Entry) -> dict[str, str]:
    if not entry.name.strip():
        raise WrongUsage(NAME_NEEDED())
    facts = {"about": entry.about.value, "name": entry.name.strip()}
    if entry.about is About.PART and not entry.part.strip():
        raise WrongUsage(PART_NEEDED())
    if entry.about is About.COUNT and (entry.what not in COUNTS or entry.number <= 0):
        raise WrongUsage(BAD_COUNT(words=", ".join(COUNTS)))
    start = filed_moment(entry.start) if entry.start else None
    end = filed_moment(entry.end) if entry.end else None
    if start is not None and end is not None and _last(end) < start.at:
        raise WrongUsage(BACKWARDS(start=start, end=end))
    said = {
        "part": entry.part.strip(),
        "unit": entry.unit.strip(),
        "start": start.at.isoformat() if start else "",
        "end": _last(end).isoformat() if end else "",
        "accounts": " ".join(filter(None, map(normal_form, entry.accounts))),
        "place": entry.place.strip(),
        "what": entry.what,
        "number": str(entry.number) if entry.number else "",
    }
    return facts | {name: text for name, text in said.items() if text}


def _last(end: Moment) -> datetime:
    """Return the last second of an end that is stated by its day."""
    return end.at.replace(hour=23, minute=59, second=59) if end.precision is Precision.DAY else end.at


def _with(found: Defendant, ruling: Ruling) -> Defendant:
    facts = ruling.facts
    row = str(ruling.number)
    start = datetime.fromisoformat(facts["start"]) if "start" in facts else None
    end = datetime.fromisoformat(facts["end"]) if "end" in facts else None
    accounts = tuple(facts.get("accounts", "").split())
    found = replace(found, rulings=(*found.rulings, ruling.number))
    match About(facts["about"]):
        case About.PART:
            return replace(
                found, part=facts["part"], unit=facts.get("unit", ""), start=start, end=end, accounts=accounts
            )
        case About.OWN:
            return replace(found, own=tuple(dict.fromkeys((*found.own, *accounts))))
        case About.CARD:
            assert start is not None and end is not None  # noqa: S101  the command asks for both
            return replace(found, cards=(*found.cards, *(Card(each, start, end, row) for each in accounts)))
        case About.STAY:
            assert start is not None and end is not None  # noqa: S101  the command asks for both
            return replace(found, stays=(*found.stays, Stay(start.date(), end.date(), row)))
        case About.COUNT:
            return replace(found, counts=(*found.counts, Counted(facts["what"], int(facts["number"]), row)))
