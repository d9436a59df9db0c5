"""Decisions on accounts 账户认定: which part an account plays, who says so and why."""

from __future__ import annotations

from dataclasses import dataclass

from suyuan.model.moment import Moment
from suyuan.model.source import Source
from suyuan.model.transfer import AccountKind, Role


@dataclass(frozen=True)
class RoleDecision:
    """One decision on one account, as a named person made it.

    ``account`` is in normal form. ``kind`` is set where the decision says what the account is rather than whose
    (a coin dealer's account: role unknown, kind exchange), else None. ``time`` is None where the list has none.
    """

    source: Source
    account: str
    role: Role
    kind: AccountKind | None
    reason: str
    author: str
    time: Moment | None
