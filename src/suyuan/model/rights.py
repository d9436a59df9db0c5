"""Rights: who may do what in which case, by the part a person has in it.

As long as nobody is entered as a user, the casebook belongs to the one person at the machine, who may do
everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, IntEnum

from suyuan.model.text import Text

EVERYWHERE = "*"
"""The scope of a grant that holds in every case."""


class Duty(Enum):
    """The part that a person has: what it is called, and by ``PERMISSIONS`` what it allows."""

    INVESTIGATOR = "investigator"
    APPROVER = "approver"
    PROSECUTOR = "prosecutor"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    READER = "reader"
    ADMINISTRATOR = "administrator"


DUTY_NAMES = {
    Duty.INVESTIGATOR: Text(zh="办案民警", en="investigator"),
    Duty.APPROVER: Text(zh="审批人", en="approver"),
    Duty.PROSECUTOR: Text(zh="检察官", en="prosecutor"),
    Duty.SUPERVISOR: Text(zh="督办人", en="supervisor"),
    Duty.AUDITOR: Text(zh="审计员", en="auditor"),
    Duty.READER: Text(zh="只读", en="read-only"),
    Duty.ADMINISTRATOR: Text(zh="用户管理员", en="administrator of users"),
}


class Permission(Enum):
    """What a change, or a look, needs."""

    READ = "read"
    OPEN = "open"
    ENTER = "enter"
    ACT = "act"
    APPROVE = "approve"
    PURSUE = "pursue"
    SUPERVISE = "supervise"
    AUDIT = "audit"
    ADMINISTER = "administer"


PERMISSION_NAMES = {
    Permission.READ: Text(zh="查看案件", en="to look at the case"),
    Permission.OPEN: Text(zh="新建案件", en="to open a case"),
    Permission.ENTER: Text(zh="录入材料与认定", en="to enter evidence and decisions on facts"),
    Permission.ACT: Text(zh="办理止付、冻结、返还", en="to carry on stops, freezes and returns"),
    Permission.APPROVE: Text(zh="审批", en="to approve"),
    Permission.PURSUE: Text(zh="办理追逃、违法所得没收", en="to carry on pursuits and forfeitures"),
    Permission.SUPERVISE: Text(zh="办理督办事项", en="to carry on supervised cases"),
    Permission.AUDIT: Text(zh="审计与备份", en="to audit and back up"),
    Permission.ADMINISTER: Text(zh="管理用户", en="to administer users"),
}

PERMISSIONS: Mapping[Duty, frozenset[Permission]] = {
    Duty.INVESTIGATOR: frozenset(
        {Permission.READ, Permission.OPEN, Permission.ENTER, Permission.ACT, Permission.PURSUE}
    ),
    Duty.APPROVER: frozenset({Permission.READ, Permission.APPROVE}),
    Duty.PROSECUTOR: frozenset({Permission.READ, Permission.SUPERVISE, Permission.PURSUE}),
    Duty.SUPERVISOR: frozenset({Permission.READ, Permission.SUPERVISE, Permission.PURSUE}),
    Duty.AUDITOR: frozenset({Permission.READ, Permission.AUDIT}),
    Duty.READER: frozenset({Permission.READ}),
    Duty.ADMINISTRATOR: frozenset({Permission.ADMINISTER}),
}
"""What each part allows: nobody who administers users reads a case by that, and nobody who acts approves."""

NEEDED_BY_NOUN: Mapping[str, Permission] = {
    "case": Permission.ENTER,
    "evidence": Permission.ENTER,
    "row": Permission.ENTER,
    "decision": Permission.ENTER,
    "claim": Permission.ENTER,
    "earmark": Permission.ENTER,
    "account": Permission.ENTER,
    "good_faith": Permission.ENTER,
    "jurisdiction": Permission.ENTER,
    "match": Permission.ENTER,
    "basis": Permission.ENTER,
    "defendant": Permission.ENTER,
    "request": Permission.ENTER,
    "stop": Permission.ACT,
    "freeze": Permission.ACT,
    "seizure": Permission.ACT,
    "return": Permission.ACT,
    "bulletin": Permission.ENTER,
    "register": Permission.SUPERVISE,
    "supervision": Permission.SUPERVISE,
    # Police and procuratorate both have steps in these, and one may end the other in the same transaction.
    "pursuit": Permission.PURSUE,
    "forfeiture": Permission.PURSUE,
    "sanction": Permission.SUPERVISE,
    "backup": Permission.AUDIT,
    "bundle": Permission.ENTER,
    "user": Permission.ADMINISTER,
}
"""What a change needs, by the noun of its action (``freeze`` of ``freeze.renew``)."""

NEEDED_BY_VERB: Mapping[str, Permission] = {"approve": Permission.APPROVE}
"""Verbs that need something else than their noun says."""

NEEDED_BY_ACTION: Mapping[str, Permission] = {
    "case.new": Permission.OPEN,
    # A bulletin among a case's evidence brings its cases into the register.
    "register.case": Permission.ENTER,
    # What the law lets happen only with an approval is entered by the approver.
    "freeze.renew": Permission.APPROVE,
    "freeze.release": Permission.APPROVE,
    "freeze.release_part": Permission.APPROVE,
    "freeze.sell": Permission.APPROVE,
    "pursuit.wanted": Permission.APPROVE,
    "pursuit.reward": Permission.APPROVE,
    "seizure.sell": Permission.APPROVE,
    "seizure.release": Permission.APPROVE,
    # What the clock brought is nobody's decision: whoever looks may note it down.
    "freeze.lapse": Permission.READ,
    "freeze.take_over": Permission.READ,
    "stop.end": Permission.READ,
}
"""Single actions that need something else than noun and verb say."""


def needed(action: str) -> Permission:
    """Return what an action of the audit chain needs; raises ValueError for a noun that has no entry here."""
    noun, _, verb = action.partition(".")
    if noun not in NEEDED_BY_NOUN:
        raise ValueError(f"no permission is named for “{action}”: add its noun to NEEDED_BY_NOUN")
    return NEEDED_BY_ACTION.get(action) or NEEDED_BY_VERB.get(verb) or NEEDED_BY_NOUN[noun]


class Level(IntEnum):
    """The level of an organ; a higher one may approve what a lower one may."""

    COUNTY = 1
    CITY = 2
    PROVINCE = 3
    MINISTRY = 4


LEVEL_NAMES = {
    Level.COUNTY: Text(zh="县级", en="county"),
    Level.CITY: Text(zh="设区的市级", en="city with districts"),
    Level.PROVINCE: Text(zh="省级", en="province"),
    Level.MINISTRY: Text(zh="部级", en="ministry"),
}


@dataclass(frozen=True)
class Grant:
    """A part given to a person in one case, or everywhere; ``withdrawn`` is None while it stands."""

    duty: Duty
    scope: str
    by: str
    at: datetime
    withdrawn: datetime | None = None


@dataclass(frozen=True)
class User:
    """A person who works with the casebook: login name, agency 单位, its level, and the parts given to him."""

    name: str
    agency: str
    level: Level
    active: bool
    grants: tuple[Grant, ...] = ()

    def may(self, permission: Permission, case: str | None) -> bool:
        """Tell whether a standing grant allows it in a case; ``None`` asks for what belongs to no case."""
        scopes = self.scopes(permission)
        return bool(scopes) if case is None else not scopes.isdisjoint((EVERYWHERE, case))

    def scopes(self, permission: Permission) -> frozenset[str]:
        """Return the cases in which a standing grant allows it, ``EVERYWHERE`` among them if it holds in all."""
        if not self.active:
            return frozenset()
        return frozenset(
            grant.scope
            for grant in self.grants
            if grant.withdrawn is None and permission in PERMISSIONS[grant.duty]
        )
