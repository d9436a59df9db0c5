"""How terms are counted: when a term that begins at a moment ends, by the letter, rolled, and on the safe side.

Source: 刑事诉讼法 article 105 (the beginning hour or day does not count; a last day that is a holiday moves to the
first day after); the courts' interpretation of 2021, article 202 (months), applied to police terms by analogy.
"""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from suyuan.model.law.book import periods_of, rule_on
from suyuan.model.law.rule import CERTAINTY_LABELS, Certainty, Kind, Rule, Unit
from suyuan.model.law.working_days import Calendar, YearState, calendar
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.text import Message, Text

SECONDS_PER_HOUR = 3600
MONTHS_PER_YEAR = 12

NO_ROLL = Text(
    zh="期限到 {literal} 届满，不因节假日顺延；{rolled} 只是按刑事诉讼法第一百零五条顺延的日期，"
    "是否适用于该期限尚无定论，不得以之为准",
    en="The term ends on {literal} and does not move for a day off; {rolled} is only what article 105 of the "
    "Criminal Procedure Law would give; whether it applies to this term is not settled, so do not rely on it",
)
PROJECTED = Text(
    zh="{year} 年的节假日为推算：国务院办公厅通知尚未收录，调休上班日未知，临近日期须核对",
    en="The holidays of {year} are projected: its official notice is not in the table and days worked in exchange "
    "are unknown; check the date when the notice is out",
)
UNLISTED = Text(
    zh="{year} 年不在节假日表内，节假日为推算：只按周末和固定日期的法定节日计，日期不可靠，须核对",
    en="The year {year} is not in the table of holidays: they are projected from weekends and holidays of fixed "
    "date only, so the date is uncertain: check it",
)
BARE_DATE = Text(
    zh="只给了日期，按当日 0 时起算（最早的可能）；止付等小时期限请给到秒",
    en="Only a date was given; counted from its midnight, the earliest possible. "
    "Give hour terms a time to the second",
)
LABEL = Text(zh="该规则：{label}（{id}）", en="This rule: {label} ({id})")
BACKWARDS = Text(
    zh="“以前”的天数如何计算未见规定；安全日期另留一日",
    en="How the days “before” are counted was not read; the safe date leaves one day more",
)


@dataclass(frozen=True)
class Deadline:
    """The end of a term. Day, month and year terms end with a date, hour terms at an instant, to the second.

    ``literal_end``: by the letter of the term. ``rolled_end``: moved to the first working day if that is a day off
    (what article 105 gives; ``rolls`` says whether it applies). ``safe_date``: by when to have acted whatever the
    reading: the last working day on or before the literal end; for hour terms the instant itself.
    """

    rule: Rule
    start: Moment
    literal_end: date | datetime
    rolled_end: date | datetime
    safe_date: date | datetime
    rolls: bool
    warnings: tuple[Message, ...]

    @property
    def end(self) -> date | datetime:
        """Return the end that counts: rolled where the law says so, else by the letter."""
        return self.rolled_end if self.rolls else self.literal_end


def deadline(rule: str, start: Moment) -> Deadline:
    """Return when a rule's term ends that begins at a moment, by the rule in force on that day.

    Raises UnknownRule; NotInForce; ValueError for a rule without a term; OverflowError past the year 9999.
    """
    if not any(each.is_term for each in periods_of(rule)):
        raise ValueError(f"{rule} has no term")
    return deadline_by(rule_on(rule, start.at.astimezone(CHINA).date()), start)


def deadline_by(rule: Rule, start: Moment) -> Deadline:
    """Return when the term of a rule already chosen ends; raises as ``deadline`` does."""
    if not rule.is_term:
        raise ValueError(f"{rule.id} has no term")
    warnings = list(_about(rule))
    if rule.unit is Unit.HOUR:
        return _hours(rule, start, warnings)
    first, days = start.at.astimezone(CHINA).date(), calendar()
    literal = _literal(rule, first, days)
    if rule.kind is Kind.NOTICE_BEFORE:
        # what must be done before a day never moves towards that day
        rolled, safe = literal, days.on_or_before(literal - timedelta(days=1))
        warnings.append(BACKWARDS())
    else:
        rolled, safe = days.on_or_after(literal), days.on_or_before(literal)
    if not rule.rolls and rolled != literal:
        warnings.append(NO_ROLL(literal=literal, rolled=rolled))
    seen = (first, literal) if rule.unit is Unit.WORKING_DAY else (literal, literal)
    warnings += _years(days, min(*seen, safe), max(*seen, rolled))
    return Deadline(rule, start, literal, rolled, safe, rule.rolls, tuple(warnings))


def add_months(day: date, count: int) -> date:
    """Return the day on which a term of months ends: the same day of the target month, or its last day.

    The last day of a month leads to the last day of the target month (courts' interpretation, article 202).
    """
    year, month = divmod(day.year * MONTHS_PER_YEAR + day.month - 1 + count, MONTHS_PER_YEAR)
    if year > date.max.year:
        raise OverflowError("the term ends after the year 9999")
    last = months.monthrange(year, month + 1)[1]
    from_last = day.day == months.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if from_last else min(day.day, last))


def _literal(rule: Rule, first: date, days: Calendar) -> date:
    if rule.kind is Kind.NOTICE_BEFORE:
        return first - timedelta(days=rule.number)
    if rule.unit is Unit.WORKING_DAY:
        return days.after(first, rule.number)
    if rule.unit is Unit.DAY:
        return first + timedelta(days=rule.number)
    return add_months(first, rule.number * (MONTHS_PER_YEAR if rule.unit is Unit.YEAR else 1))


def _hours(rule: Rule, start: Moment, warnings: list[Message]) -> Deadline:
    """Return the end of an hour term: exact terms to the second, others from the next full hour on.

    A part of a second is dropped, which never makes the end later.
    """
    begin = start.at.astimezone(CHINA).replace(microsecond=0)
    if start.precision is Precision.DAY:
        begin = datetime.combine(begin.date(), time.min, CHINA)
        warnings.append(BARE_DATE())
    safe = begin + timedelta(seconds=rule.number * SECONDS_PER_HOUR)
    full = begin.replace(minute=0, second=0) + timedelta(seconds=SECONDS_PER_HOUR)
    literal = safe if rule.exact else full + timedelta(seconds=rule.number * SECONDS_PER_HOUR)
    return Deadline(rule, start, literal, literal, safe, rolls=False, warnings=tuple(warnings))


def _about(rule: Rule) -> list[Message]:
    """Return what is to be said of a rule itself wherever a date is computed by it."""
    said: list[Message] = []
    if rule.certainty is not Certainty.LAW:
        said.append(LABEL(label=CERTAINTY_LABELS[rule.certainty], id=rule.id))
    if rule.caution is not None:
        said.append(rule.caution())
    return said


def _years(days: Calendar, first: date, last: date) -> list[Message]:
    """Return a warning for each year between two days whose holidays are not official."""
    said = {YearState.PROJECTED: PROJECTED, YearState.UNLISTED: UNLISTED}
    states = ((year, days.state(date(year, 1, 1))) for year in range(first.year, last.year + 1))
    return [said[state](year=year) for year, state in states if state in said]
