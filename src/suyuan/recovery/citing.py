"""What every machine of measures says: the rule that refuses a step, and the term that a rule gives, with its
source.

A rule is asked for by its id and the day of the act; where none was in force on that day, or its words are not
known for it, the step is refused rather than counted by a rule that did not exist.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from suyuan.errors import Refused
from suyuan.model.law.book import NotInForce, rule_on
from suyuan.model.law.deadline import Deadline, deadline_by
from suyuan.model.law.rule import CERTAINTY_LABELS, Certainty, Rule
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.text import Message, Text

REFUSAL = Text(zh="{what}\n依据：{law}", en="{what}\nLaw: {law}")
SOURCE = Text(zh="{document}{article}（规则 {id}：{words}）", en="{document} {article} (rule {id}: {words})")
LABELLED = Text(
    zh="{document}{article}（规则 {id}，{label}：{words}）",
    en="{document} {article} (rule {id}, {label}: {words})",
)
NO_RULE_THEN = Text(
    zh="{day} 的行为不适用规则 {id}（该日未施行，此前的规定未收录），不能据以计算。请核对时间。",
    en="Rule {id} does not govern an act of {day} (it was not in force, and what was before it is not in the "
    "book), "
    "so nothing is computed by it. Check the time.",
)
TOO_LONG = Text(
    zh="自 {start} 起算的期限超出历法。请核对时间。", en="A term from {start} ends past the calendar; check it."
)
BACKWARDS = Text(
    zh="所写时间 {at} 早于上一步的时间 {last}。请核对时间或本机时钟。",
    en="The time given, {at}, lies before the last step's, {last}. Check it, or this machine's clock.",
)
NOT_YET = Text(
    zh="所写时间 {at} 晚于现在（{now}）。请核对时间或本机时钟。",
    en="The time given, {at}, is later than now ({now}). Check it, or this machine's clock.",
)
LAST_SECOND = time(23, 59, 59)


def governing(rule: str, day: date) -> Rule:
    """Return the rule as it governs an act of a day; raises Refused where none did."""
    try:
        return rule_on(rule, day)
    except NotInForce as error:
        raise Refused(NO_RULE_THEN(day=day, id=rule)) from error


def cite(rule: Rule) -> Message:
    """Return document, article, id and words of a rule, with its label where it is not the law's own text."""
    said = LABELLED if rule.certainty is not Certainty.LAW else SOURCE
    return said(
        document=rule.document.name,
        article=rule.article or "",
        id=rule.id,
        words=rule.words,
        **({"label": CERTAINTY_LABELS[rule.certainty]} if said is LABELLED else {}),
    )


def refused(what: Message, rule: str, day: date) -> Refused:
    """Return the refusal of a step with the rule that forbids it."""
    return Refused(REFUSAL(what=what, law=cite(governing(rule, day))))


def term_of(rule: Rule, start: Moment, shorter: int | None = None) -> Deadline:
    """Return when a rule's term ends; ``shorter`` is the number of units that was decided instead of its
    greatest.
    """
    given = rule if shorter is None else replace(rule, value=shorter)
    try:
        return replace(deadline_by(given, start), rule=rule)
    except OverflowError as error:
        raise Refused(TOO_LONG(start=start)) from error


def day_of(moment: Moment | datetime) -> date:
    """Return the civil day in China on which something was done."""
    at = moment.at if isinstance(moment, Moment) else moment
    return at.astimezone(CHINA).date()


def earlier(one: Moment, other: Moment) -> bool:
    """Return whether one moment lies before another; by days where either is known only by its day."""
    if Precision.DAY in (one.precision, other.precision):
        return day_of(one) < day_of(other)
    return one.at < other.at


def last_instant(end: date | datetime) -> datetime:
    """Return the last second of a day, or the instant itself."""
    return end if isinstance(end, datetime) else datetime.combine(end, LAST_SECOND, CHINA)


def in_time(acted: Moment, last: Moment | None, now: datetime) -> None:
    """Raise Refused for an act of the future, or one before the last step."""
    present = Moment(now)
    if earlier(present, acted):
        raise Refused(NOT_YET(at=acted, now=present))
    if last is not None and earlier(acted, last):
        raise Refused(BACKWARDS(at=acted, last=last))
