"""Looking up the law: the rules in force on a day, one rule, and the deadline that a rule gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from suyuan.errors import WrongUsage
from suyuan.model.law import book, deadline
from suyuan.model.law.rule import CERTAINTY_LABELS, READING_LABELS, Rule, Unit, Value
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.text import Language, Message, Text, say

UNKNOWN_RULE = Text(
    zh="没有规则 {rule}。最接近的：{nearest}。全部规则见 suyuan law list。",
    en="There is no rule {rule}. Nearest: {nearest}. All rules: suyuan law list.",
)
NONE_NEAR = Text(zh="无", en="none")
NO_TERM = Text(
    zh="规则 {rule} 不是期限，无法计算届满日。有期限的规则：{terms}。",
    en="Rule {rule} is no term, so it has no deadline. Rules with a term: {terms}.",
)
NOT_IN_FORCE = Text(
    zh="{day} 的行为不适用规则 {rule}：该规则{periods}施行。请核对起算时间，或用当时有效的规则。",
    en="Rule {rule} does not govern an act of {day}: it is in force {periods}. "
    "Check the time, or use the rule of then.",
)
PERIOD = Text(zh="自 {first} 至 {last}", en="from {first} to {last}")
PERIOD_OPEN = Text(zh="自 {first} 起", en="from {first}")
AND = Text(zh="{one}、{other}", en="{one}, {other}")
BAD_TIME = Text(
    zh="看不懂时间“{text}”。请写 2026-03-05T10:11:12+08:00、2026-03-05 10:11:12 "
    "或 2026-03-05（不写时区按北京时间）。",
    en="“{text}” is no time. Write 2026-03-05T10:11:12+08:00, 2026-03-05 10:11:12 or 2026-03-05 "
    "(without an offset it is China's time).",
)
TOO_LATE = Text(
    zh="自 {text} 起算的期限超出 9999 年，请核对时间。",
    en="The term that begins at {text} ends after the year 9999; check the time.",
)
DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?")
DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
CLOCK = re.compile(r"[T ]?\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?")


@dataclass(frozen=True)
class DeadlineAsked:
    """A deadline computed, or why there is none (``refused``)."""

    rule: str
    start: Moment
    deadline: deadline.Deadline | None
    refused: Message | None


def rules(as_of: str | None) -> tuple[Rule, ...]:
    """Return all rules in all periods, or those that govern an act of a day. Raises WrongUsage for no time."""
    return book.all_rules() if as_of is None else book.rules_on(_day(moment_of(as_of)))


def periods(rule: str) -> tuple[Rule, ...]:
    """Return one rule in its periods; raises WrongUsage with the nearest ids if there is none."""
    try:
        return book.periods_of(rule)
    except book.UnknownRule as error:
        near = ", ".join(error.nearest) or NONE_NEAR
        raise WrongUsage(UNKNOWN_RULE(rule=rule, nearest=near)) from error


def deadline_of(rule: str, start: str) -> DeadlineAsked:
    """Return the deadline that a rule gives for what begins at a time.

    Raises WrongUsage for an unknown rule, one without a term, or what is no time. A day that the rule does not
    govern, and an end past the year 9999, are refused in the answer.
    """
    if not any(each.is_term for each in periods(rule)):
        terms = ", ".join(sorted({each.id for each in book.all_rules() if each.is_term}))
        raise WrongUsage(NO_TERM(rule=rule, terms=terms))
    moment = moment_of(start)
    try:
        return DeadlineAsked(rule, moment, deadline.deadline(rule, moment), None)
    except book.NotInForce as error:
        said = NOT_IN_FORCE(rule=rule, day=error.day, periods=_periods(error.periods))
        return DeadlineAsked(rule, moment, None, said)
    except OverflowError:
        return DeadlineAsked(rule, moment, None, TOO_LATE(text=start))


def moment_of(text: str) -> Moment:
    """Return the moment that a user wrote; without an offset China's. Raises WrongUsage for what is no time."""
    found = _read(text.strip())
    if found is None:
        raise WrongUsage(BAD_TIME(text=text))
    return found


def rule_object(rule: Rule, language: Language) -> dict[str, Any]:
    """Return a rule as JSON: money as a decimal string in yuan, its words in both languages."""
    return {
        "id": rule.id,
        "document": rule.document.name,
        "article": rule.article,
        "jurisdiction": rule.document.jurisdiction,
        "in_force_from": _iso(rule.in_force_from),
        "in_force_until": _iso(rule.in_force_until),
        "in_force_read": rule.document.in_force_read,
        "kind": rule.kind.value,
        "value": value_shown(rule),
        "unit": None if rule.unit is None else rule.unit.value,
        "certainty": rule.certainty.value,
        "label": say(CERTAINTY_LABELS[rule.certainty], language),
        "source": rule.reading.value,
        "source_label": say(READING_LABELS[rule.reading], language),
        "rolls": rule.rolls if rule.is_term else None,
        "words": {"zh": rule.words.zh, "en": rule.words.en},
        "caution": None if rule.caution is None else {"zh": rule.caution.zh, "en": rule.caution.en},
        "checked_until": book.checked_until().isoformat(),
    }


def periods_object(periods: Sequence[Rule], language: Language) -> dict[str, Any]:
    """Return one rule as JSON: its latest version, and under ``periods`` all versions, the earliest first."""
    return {
        **rule_object(periods[-1], language),
        "periods": [rule_object(each, language) for each in periods],
    }


def deadline_object(asked: DeadlineAsked, language: Language) -> dict[str, Any]:
    """Return a deadline as JSON; of a rule that does not govern the day only ``refused`` says something."""
    found = asked.deadline
    return {
        "rule": asked.rule,
        "from": str(asked.start),
        "literal_end": None if found is None else found.literal_end.isoformat(),
        "rolled_end": None if found is None else found.rolled_end.isoformat(),
        "safe_date": None if found is None else found.safe_date.isoformat(),
        "rolls": None if found is None else found.rolls,
        "document": None if found is None else found.rule.document.name,
        "article": None if found is None else found.rule.article,
        "value": None if found is None else value_shown(found.rule),
        "unit": None if found is None or found.rule.unit is None else found.rule.unit.value,
        "certainty": None if found is None else found.rule.certainty.value,
        "warnings": [] if found is None else [say(each, language) for each in found.warnings],
        "refused": None if asked.refused is None else say(asked.refused, language),
    }


def value_shown(rule: Rule) -> Value | list[int]:
    """Return a rule's value as it is printed: money as a decimal string, several numbers as a list."""
    if rule.unit is Unit.YUAN:
        return f"{rule.number}.00"
    return list(rule.value) if isinstance(rule.value, tuple) else rule.value


def _periods(given: Sequence[tuple[date | None, date | None]]) -> Message:
    """Return one or more periods as one message, in their order."""
    said = _period(*given[0])
    for first, last in given[1:]:
        said = AND(one=said, other=_period(first, last))
    return said


def _period(first: date | None, last: date | None) -> Message:
    begin = "…" if first is None else first.isoformat()
    return PERIOD_OPEN(first=begin) if last is None else PERIOD(first=begin, last=last.isoformat())


def _day(moment: Moment) -> date:
    return moment.at.astimezone(CHINA).date()


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _read(text: str) -> Moment | None:
    """Return a moment in China's time, or None: a date, with or without a clock, or the platform's digits."""
    digits = DIGITS.fullmatch(text)
    day = digits or DATE.match(text)
    if day is None:
        return None
    clock = None if digits else CLOCK.fullmatch(text, day.end())
    if not digits and day.end() < len(text) and clock is None:
        return None
    parts = [int(each) for each in day.groups()[:3]]
    bare = clock is None and (digits is None or digits.group(4) is None)
    if clock is not None:
        parts += [int(each or 0) for each in clock.groups()[:3]]
    elif digits is not None and not bare:
        parts += [int(each) for each in digits.groups()[3:]]
    try:
        zone = datetime.strptime(clock.group(4), "%z").tzinfo if clock and clock.group(4) else CHINA
        year, month, day_of_month, hour, minute, second = [*parts, 0, 0, 0][:6]
        at = datetime(year, month, day_of_month, hour, minute, second, tzinfo=zone).astimezone(CHINA)
    except (ValueError, OverflowError):
        return None
    return Moment(at, Precision.DAY if bare else Precision.SECOND)
