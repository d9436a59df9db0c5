"""What an administrator can ask for: users entered, given parts, parts withdrawn, users closed."""

from __future__ import annotations

from suyuan.actions.cases import casebook_of
from suyuan.casebook import cases, rights, users
from suyuan.casebook.session import Change
from suyuan.model.rights import EVERYWHERE, Duty, Level, User
from suyuan.settings import Settings


def list_users(settings: Settings) -> tuple[User, ...]:
    """Return everybody who is entered, by name; nobody: the one person at the machine may do everything."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        return rights.list_users(session)


def add_user(
    settings: Settings, name: str, agency: str, level: Level, duty: Duty, case: str | None = None
) -> User:
    """Enter a user with a first part, in a case or everywhere.

    Raises WrongUsage for a name that is there, a case that is not, or a first user who does not administer.
    """
    with casebook_of(settings) as casebook, casebook.changing() as change:
        return users.add(change, name.strip(), agency.strip(), level, duty, _scope(change, case))


def grant(settings: Settings, name: str, duty: Duty, case: str | None = None) -> User:
    """Give a user another part. Raises WrongUsage for an unknown user or case."""
    with casebook_of(settings) as casebook, casebook.changing() as change:
        return users.grant(change, name, duty, _scope(change, case))


def withdraw(settings: Settings, name: str, duty: Duty, case: str | None, why: str) -> User:
    """Withdraw a part. Raises WrongUsage if he has not got it or is the last who administers users."""
    with casebook_of(settings) as casebook, casebook.changing() as change:
        return users.withdraw(change, name, duty, _scope(change, case), why)


def close_user(settings: Settings, name: str, why: str) -> User:
    """Let a user do nothing any more. Raises WrongUsage for an unknown user and the last administrator."""
    with casebook_of(settings) as casebook, casebook.changing() as change:
        return users.close(change, name, why)


def _scope(change: Change, case: str | None) -> str:
    return EVERYWHERE if case is None else cases.number_of(change.session, case)
