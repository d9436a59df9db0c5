"""Users in the casebook: entered, given parts, parts withdrawn; nobody is ever deleted."""

from __future__ import annotations

from sqlalchemy import select

from suyuan.casebook import rights
from suyuan.casebook.session import Change
from suyuan.casebook.tables import GrantRow, UserRow
from suyuan.errors import WrongUsage
from suyuan.model.rights import EVERYWHERE, Duty, Level, User
from suyuan.model.text import Text

FIRST_IS_ADMINISTRATOR = Text(
    zh="第一个用户必须是您自己（{who}），职责为 administrator，否则无人能管理用户。",
    en="The first user must be you ({who}) as administrator, else nobody could administer users.",
)
LAST_ADMINISTRATOR = Text(
    zh="{name} 是最后一名用户管理员，不能撤销。请先设另一名。",
    en="{name} is the last administrator of users and stays so; appoint another one first.",
)
TAKEN = Text(zh="用户 {name} 已存在。", en="There is a user {name} already.")
NO_SUCH_USER = Text(
    zh="没有用户 {name}。现有用户见 suyuan user list。", en="There is no user {name}; see suyuan user list."
)
NOTHING_TO_WITHDRAW = Text(
    zh="{name} 在 {scope} 没有职责 {duty}，无可撤销。", en="{name} has no part {duty} in {scope} to withdraw."
)


def add(change: Change, name: str, agency: str, level: Level, duty: Duty, scope: str = EVERYWHERE) -> User:
    """Enter a user with a first part. Raises WrongUsage if he is there, or first without administering."""
    session = change.session
    if session.get(UserRow, name) is not None:
        raise WrongUsage(TAKEN(name=name))
    first = not rights.has_users(session)
    if first and (name, duty, scope) != (change.who, Duty.ADMINISTRATOR, EVERYWHERE):
        raise WrongUsage(FIRST_IS_ADMINISTRATOR(who=change.who))
    row = UserRow(name=name, agency=agency, level=int(level), active=True, grants=[])
    row.grants.append(_grant(change, duty, scope))
    session.add(row)
    session.flush()
    change.record("user.add", f"user:{name}", after=_said(row) | {"duty": duty.value, "scope": scope})
    return _found(change, name)


def grant(change: Change, name: str, duty: Duty, scope: str) -> User:
    """Give a user another part; one that stands already changes nothing. Raises WrongUsage for an unknown user."""
    row = _row(change, name)
    if not _standing(row, duty, scope):
        row.grants.append(_grant(change, duty, scope))
        change.session.flush()
        change.record("user.grant", f"user:{name}", after={"duty": duty.value, "scope": scope})
    return _found(change, name)


def withdraw(change: Change, name: str, duty: Duty, scope: str, why: str) -> User:
    """Withdraw a part. Raises WrongUsage if he has not got it, or is the last who administers users."""
    row = _row(change, name)
    standing = _standing(row, duty, scope)
    if not standing:
        raise WrongUsage(NOTHING_TO_WITHDRAW(name=name, scope=scope, duty=duty.value))
    if duty is Duty.ADMINISTRATOR:
        _keep_an_administrator(change, name)
    for each in standing:
        each.withdrawn_by, each.withdrawn_at = change.who, change.at
    change.session.flush()
    change.record("user.withdraw", f"user:{name}", why=why, before={"duty": duty.value, "scope": scope})
    return _found(change, name)


def close(change: Change, name: str, why: str) -> User:
    """Let a user do nothing any more; what he did stays his. Raises WrongUsage for the last administrator."""
    row = _row(change, name)
    if _standing(row, Duty.ADMINISTRATOR, EVERYWHERE):
        _keep_an_administrator(change, name)
    if row.active:
        row.active = False
        change.session.flush()
        change.record("user.close", f"user:{name}", why=why, before={"active": True}, after={"active": False})
    return _found(change, name)


def _keep_an_administrator(change: Change, but: str) -> None:
    change.session.flush()
    found = (
        select(UserRow.name)
        .join(GrantRow, GrantRow.user_name == UserRow.name)
        .where(
            UserRow.name != but,
            UserRow.active,
            GrantRow.duty == Duty.ADMINISTRATOR.value,
            GrantRow.scope == EVERYWHERE,
            GrantRow.withdrawn_at.is_(None),
        )
    )
    if change.session.scalar(found.limit(1)) is None:
        raise WrongUsage(LAST_ADMINISTRATOR(name=but))


def _standing(row: UserRow, duty: Duty, scope: str) -> list[GrantRow]:
    return [each for each in row.grants if (each.duty, each.scope, each.withdrawn_at) == (duty.value, scope, None)]


def _grant(change: Change, duty: Duty, scope: str) -> GrantRow:
    return GrantRow(duty=duty.value, scope=scope, granted_by=change.who, granted_at=change.at)


def _row(change: Change, name: str) -> UserRow:
    row = change.session.get(UserRow, name)
    if row is None:
        raise WrongUsage(NO_SUCH_USER(name=name))
    return row


def _found(change: Change, name: str) -> User:
    user = rights.find_user(change.session, name)
    if user is None:
        raise WrongUsage(NO_SUCH_USER(name=name))
    return user


def _said(row: UserRow) -> dict[str, object]:
    return {"name": row.name, "agency": row.agency, "level": Level(row.level).name.lower()}
