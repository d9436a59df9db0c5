"""Approval 审批: levels of public security organs, and whether a step was approved by the right one and by
another person.
"""

from __future__ import annotations

from datetime import date
from enum import Enum

from suyuan.errors import Refused
from suyuan.model.law.rule import Rule
from suyuan.model.text import Text
from suyuan.recovery import citing


class Level(Enum):
    """The level of the organ whose head approves, from the lowest."""

    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    MINISTRY = "ministry"


LEVEL_NAMES = {
    Level.COUNTY: Text(zh="县级", en="county"),
    Level.CITY: Text(zh="设区的市一级", en="city"),
    Level.PROVINCE: Text(zh="省级", en="province"),
    Level.MINISTRY: Text(zh="公安部", en="ministry"),
}

NOBODY = Text(
    zh="未写明批准人。{what}须经{level}以上公安机关负责人批准，请写明批准人和级别。",
    en="Nobody approved. {what} needs the approval of the head of an organ at {level} level or above; name who "
    "and "
    "at what level.",
)
TOO_LOW = Text(
    zh="批准级别不足：{what}须经{level}以上公安机关负责人批准，所写为{given}。",
    en="The approval's level is too low: {what} needs {level} level or above, it says {given}.",
)
ONESELF = Text(
    zh="批准人 {who} 与录入人相同。须由两人分别经办和批准。",
    en="{who} entered this and cannot approve it too: it takes two people.",
)


def needed(rule: Rule) -> Level:
    """Return the level that a rule of approval names; raises ValueError for a rule that names none."""
    return Level(rule.value)


def reaches(given: Level, wanted: Level) -> bool:
    """Return whether a level is the one wanted or above it."""
    order = list(Level)
    return order.index(given) >= order.index(wanted)


def higher(one: Level, other: Level) -> Level:
    """Return the higher of two levels."""
    return one if reaches(one, other) else other


def check(
    what: Text, approved_by: str, who: str, given: Level | None, wanted: Level, rule: str, day: date
) -> None:
    """Raise Refused unless another person of the level that the rule asks for approved."""
    name = approved_by.strip()
    if not name or given is None:
        raise citing.refused(NOBODY(what=what, level=LEVEL_NAMES[wanted]), rule, day)
    if name == who.strip():
        raise Refused(ONESELF(who=name))
    if not reaches(given, wanted):
        said = TOO_LOW(what=what, level=LEVEL_NAMES[wanted], given=LEVEL_NAMES[given])
        raise citing.refused(said, rule, day)
