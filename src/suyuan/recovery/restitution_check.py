"""The laws that every plan of a return keeps, looked at on every run."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from suyuan.errors import Failed
from suyuan.model.text import Text

if TYPE_CHECKING:
    from suyuan.recovery.restitution import Given, Plan

BROKEN = Text(
    zh="返还方案自检失败（{law}）。没有写出任何结果，请报告维护者。",
    en="The plan of the return does not hold ({law}). Nothing was written; please report this.",
)
ABOVE_FROZEN = Text(
    zh="{name} 返还与保留合计 {sum}，超过冻结额 {frozen}",
    en="{name}: {sum} goes back or is kept, more than the {frozen} frozen",
)
ABOVE_NET = Text(
    zh="{claim} 返还合计 {sum}，不在零与净损失 {net} 之间",
    en="{claim} gets {sum}, which is not between nothing and its net loss {net}",
)
NOT_EQUAL = Text(zh="{claim} 各账户返还合计与总额不符", en="the lines of {claim} do not sum to its amount")


def check(plan: Plan, given: Given) -> None:
    """Raise Failed where a plan gives more than is frozen or lost, or its lines do not sum."""
    by_claim: defaultdict[str, int] = defaultdict(int)
    for account in plan.accounts:
        for line in account.lines:
            by_claim[line.claim] += line.amount
        gone = account.returned + account.reserved
        if gone > account.frozen.amount or any(line.amount <= 0 for line in account.lines) or account.reserved < 0:
            raise Failed(
                BROKEN(law=ABOVE_FROZEN(name=account.frozen.name, sum=gone, frozen=account.frozen.amount))
            )
    for claim in given.claims:
        amount = plan.amounts[claim.id]
        if not 0 <= amount <= claim.net:
            raise Failed(BROKEN(law=ABOVE_NET(claim=claim.id, sum=amount, net=claim.net)))
        if amount != by_claim.pop(claim.id, 0):
            raise Failed(BROKEN(law=NOT_EQUAL(claim=claim.id)))
    if by_claim:
        raise Failed(BROKEN(law=NOT_EQUAL(claim=min(by_claim))))
