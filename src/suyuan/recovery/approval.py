"""Approval 审批: levels of public security organs, and whether a step was approved by the right one and by
another person.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from suyuan.model.law.rule import Rule
from suyuan.model.rights import LEVEL_NAMES, Level
from suyuan.model.text import Text
from suyuan.recovery import citing

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
    zh="批准人 {who} 就是经办人。须由两人分别经办和批准。",
    en="{who} carried this on and cannot approve it too: it takes two people.",
)


def needed(rule: Rule) -> Level:
    """Return the level that a rule of approval names; raises KeyError for a rule that names none."""
    return Level[str(rule.value).upper()]


def check(
    what: Text,
    approved_by: str,
    hands: Collection[str],
    given: Level | None,
    wanted: Level,
    rule: str,
    day: date,
) -> None:
    """Raise Refused unless somebody of the level that the rule asks for approved who is not one of the ``hands``.

    ``hands`` are the people who carried the matter on.
    """
    name = approved_by.strip()
    if not name or given is None:
        raise citing.refused(NOBODY(what=what, level=LEVEL_NAMES[wanted]), rule, day)
    if name in {each.strip() for each in hands}:
        raise citing.refused(ONESELF(who=name), rule, day)
    if given < wanted:
        said = TOO_LOW(what=what, level=LEVEL_NAMES[wanted], given=LEVEL_NAMES[given])
        raise citing.refused(said, rule, day)
