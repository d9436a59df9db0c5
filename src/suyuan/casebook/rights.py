"""Rights in the casebook: users and what they may do, asked at every change and every case looked at.

The question is put where a change is written and a case is found, so that no way into the casebook is without it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from suyuan.casebook.tables import UserRow
from suyuan.errors import Refused
from suyuan.model.moment import CHINA
from suyuan.model.rights import (
    EVERYWHERE,
    LEVEL_NAMES,
    PERMISSION_NAMES,
    PERMISSIONS,
    Duty,
    Grant,
    Level,
    Permission,
    User,
    needed,
)
from suyuan.model.text import Message, Text

WHO = "suyuan_who"
"""Where a session keeps the name of the person it works for."""

UNKNOWN_USER = Text(
    zh="{who} 不是本案件库的用户，不能{what}。请由用户管理员添加：suyuan user add。已记入审计记录。",
    en="{who} is no user of this casebook and has no right {what}. An administrator adds users: suyuan user add. "
    "This was noted in the audit chain.",
)
NOT_ALLOWED = Text(
    zh="{who} 无权{what}（{where}）。有此权限的职责：{duties}。已记入审计记录。",
    en="{who} has no right {what} ({where}). Parts that have it: {duties}. This was noted in the audit chain.",
)
OWN_APPROVAL = Text(
    zh="{who} 不能审批自己办理的事项：法律要求两人，请由另一名有权限的人审批。已记入审计记录。",
    en="{who} cannot approve what he carried on himself: the law asks for two people, so another one with the "
    "right approves. This was noted in the audit chain.",
)
APPROVE_YOURSELF = Text(
    zh="审批人 {approver} 是本案件库的用户，须由其本人登录审批，不能由 {who} 代录。已记入审计记录。",
    en="Users of this casebook approve under their own login; {who} cannot enter the approval of {approver}. "
    "This was noted in the audit chain.",
)
LEVEL_ABOVE_OWN = Text(
    zh="{who} 的单位是{own}，不能以{given}审批。已记入审计记录。",
    en="The agency of {who} is of level {own}; he cannot approve as {given}. This was noted in the audit chain.",
)
IN_CASE = Text(zh="案件 {case}", en="case {case}")
IN_NONE = Text(zh="不属于某一案件", en="belongs to no single case")
OF_NO_CASE = frozenset({"bulletin", "register", "supervised", "user", "backup"})
"""First words of subjects that belong to no single case."""


@dataclass(frozen=True)
class Attempt:
    """What somebody tried without the right to: for the audit chain."""

    who: str
    action: str
    subject: str


class NotAllowed(Refused):
    """Somebody may not do this; ``attempt`` is what goes into the audit chain."""

    def __init__(self, message: Message, attempt: Attempt) -> None:
        super().__init__(message)
        self.attempt = attempt


def check_change(session: Session, who: str, action: str, subject: str) -> None:
    """Raise NotAllowed unless ``who`` may make this change."""
    _check(session, needed(action), case_of(subject), Attempt(who, action, subject))


def check_look(session: Session, case: str) -> None:
    """Raise NotAllowed unless the session's person may look at a case."""
    who = session.info.get(WHO)
    if who is not None:
        _check(session, Permission.READ, case, Attempt(who, "case.look", f"case:{case}"))


def check_look_at_register(session: Session) -> None:
    """Raise NotAllowed unless the session's person may look at the register of supervised cases."""
    who = session.info.get(WHO)
    if who is not None:
        _check(session, Permission.READ, None, Attempt(who, "register.look", "register:all"))


@dataclass(frozen=True)
class Sight:
    """What a person may look at: the numbers of the ``cases``, None for every case, and the ``register`` of
    supervised cases, which belongs to no single case.
    """

    cases: frozenset[str] | None
    register: bool


def sight(session: Session) -> Sight:
    """Return what the session's person may look at."""
    who = session.info.get(WHO)
    if who is None or not has_users(session):
        return Sight(None, register=True)
    user = find_user(session, who)
    if user is None:
        return Sight(frozenset(), register=False)
    scopes = user.scopes(Permission.READ)
    return Sight(None if EVERYWHERE in scopes else scopes, register=user.may(Permission.READ, None))


def looks(session: Session) -> Callable[[str], bool]:
    """Return what tells of each case's number whether the session's person may look at it."""
    seen = sight(session).cases
    return lambda case: seen is None or case in seen


def check_approval(
    session: Session,
    approver: str,
    carried_on_by: tuple[str, ...],
    attempt: Attempt,
    level: int | None = None,
) -> None:
    """Raise NotAllowed unless an approval stands on two people's own feet; without users nothing is asked.

    ``level`` is that as which it is given, where the step says one: nobody approves above his own agency's.
    """
    if not has_users(session):
        return
    who = attempt.who
    if approver != who:
        raise NotAllowed(APPROVE_YOURSELF(who=who, approver=approver), attempt)
    if who in carried_on_by:
        raise NotAllowed(OWN_APPROVAL(who=who), attempt)
    user = find_user(session, who)
    if user is not None and level is not None and level > user.level:
        said = LEVEL_ABOVE_OWN(who=who, own=LEVEL_NAMES[user.level], given=LEVEL_NAMES[Level(level)])
        raise NotAllowed(said, attempt)


def has_users(session: Session) -> bool:
    """Tell whether anybody is entered; nobody: the person at the machine may do everything."""
    return session.scalar(select(UserRow.name).limit(1)) is not None


def find_user(session: Session, name: str) -> User | None:
    """Return a user with all grants, withdrawn ones too."""
    row = session.get(UserRow, name)
    return None if row is None else _user(row)


def list_users(session: Session) -> tuple[User, ...]:
    """Return all users by name."""
    return tuple(map(_user, session.scalars(select(UserRow).order_by(UserRow.name))))


def case_of(subject: str) -> str | None:
    """Return the case that a subject of the audit chain belongs to (``stop:case:A1/3``, ``evidence:A1/…``)."""
    noun, _, rest = subject.partition(":")
    for scope in ("case", "supervised"):
        if rest.startswith(f"{scope}:"):
            noun, rest = scope, rest.removeprefix(f"{scope}:")
    return None if noun in OF_NO_CASE else rest.partition("/")[0]


def _check(session: Session, permission: Permission, case: str | None, attempt: Attempt) -> None:
    if not has_users(session):
        return
    user = find_user(session, attempt.who)
    what = PERMISSION_NAMES[permission]
    if user is None or not user.active:
        raise NotAllowed(UNKNOWN_USER(who=attempt.who, what=what), attempt)
    # A case that is only being opened is nobody's yet.
    if not user.may(permission, None if permission is Permission.OPEN else case):
        duties = "、".join(duty.value for duty in Duty if permission in PERMISSIONS[duty])
        where = IN_NONE() if case is None else IN_CASE(case=case)
        raise NotAllowed(NOT_ALLOWED(who=attempt.who, what=what, where=where, duties=duties), attempt)


def _user(row: UserRow) -> User:
    grants = tuple(
        Grant(
            Duty(each.duty),
            each.scope,
            each.granted_by,
            each.granted_at.astimezone(CHINA),
            None if each.withdrawn_at is None else each.withdrawn_at.astimezone(CHINA),
        )
        for each in row.grants
    )
    return User(row.name, row.agency, Level(row.level), row.active, grants)
