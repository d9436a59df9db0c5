"""Decisions on accounts 账户认定: which part an account plays, who says so and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from suyuan.model.moment import Moment
from suyuan.model.source import Source
from suyuan.model.text import Text
from suyuan.model.transfer import AccountKind, Role


class AccountTag(Enum):
    """What a decision says an account is beside its part in the trace; a tag moves no money by itself."""

    COIN_DEALER = "coin_dealer"
    FAMILY = "family"
    COMPANY = "company"
    CARD_SELLER = "card_seller"
    CASH_DRAWER = "cash_drawer"


TAG_NAMES = {
    AccountTag.COIN_DEALER: Text(zh="币商", en="coin dealer"),
    AccountTag.FAMILY: Text(zh="亲属", en="family of a suspect"),
    AccountTag.COMPANY: Text(zh="公司", en="company"),
    AccountTag.CARD_SELLER: Text(zh="卡农（出售本人账户）", en="sold by its own holder"),
    AccountTag.CASH_DRAWER: Text(zh="取款（车手）", en="cash drawn by a runner"),
}


@dataclass(frozen=True)
class RoleDecision:
    """One decision on one account, as a named person made it.

    ``account`` is in normal form. ``kind`` is set where the decision says what the account is rather than whose
    (a coin dealer's account: role unknown, kind exchange), else None. ``time`` is None where the list has none.
    ``holder`` 户主 and ``controller`` 实际控制人 are two things, empty where the decision says nothing of them. A
    decision with the role unknown and no kind that states a holder, controller or tag says nothing of the part.
    """

    source: Source
    account: str
    role: Role
    kind: AccountKind | None
    reason: str
    author: str
    time: Moment | None
    holder: str = ""
    controller: str = ""
    tags: tuple[AccountTag, ...] = ()

    @property
    def says_part(self) -> bool:
        """Tell whether the decision is about the part that the account plays, or what kind it is."""
        other = self.holder or self.controller or self.tags
        return self.role is not Role.UNKNOWN or self.kind is not None or not other
