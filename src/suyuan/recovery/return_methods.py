"""The three ways in which frozen money goes back 返还方式, each with its reason and the rules it rests on.

返还规定 (银监发〔2016〕41号) Art. 8: money goes back along its traces where there are any, and in proportion to
the losses where there are none. Document, article and certainty of each rule stand in the law as data
(``model.law``), found by the ids here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from suyuan.model.text import Text


class ReturnMethod(Enum):
    """How the money of one frozen account goes back."""

    SINGLE_RECORD = "single_record"
    BY_TIMESTAMP = "by_timestamp"
    PRO_RATA = "pro_rata"


@dataclass(frozen=True)
class MethodInLaw:
    """What a method rests on, by the ids of rules of the law.

    ``rule`` orders the method. Where money is divided, ``formula`` is the rule on denominator and rounding,
    ``deduction`` the one that deducts what came back, ``notice`` the public notice that must run first; None where
    there is none.
    """

    rule: str
    name: Text
    reason: Text
    formula: str | None = None
    deduction: str | None = None
    notice: str | None = None


IN_LAW: Mapping[ReturnMethod, MethodInLaw] = MappingProxyType(
    {
        ReturnMethod.SINGLE_RECORD: MethodInLaw(
            rule="return.method.single",
            name=Text(zh="单笔直接返还", en="single record"),
            reason=Text(
                zh="冻结账户内仅有单笔汇（存）款记录，可直接溯源被害人",
                en="the frozen account has one single credit, which leads straight to the victim",
            ),
        ),
        ReturnMethod.BY_TIMESTAMP: MethodInLaw(
            rule="return.method.timestamp",
            name=Text(zh="按时间戳逐笔返还", en="traced by time stamp"),
            reason=Text(
                zh="冻结账户内有多笔汇（存）款记录，按转账时间戳可逐笔溯源被害人",
                en="the frozen account has several credits, each traced to its victim by time stamps",
            ),
        ),
        ReturnMethod.PRO_RATA: MethodInLaw(
            rule="return.method.share",
            name=Text(zh="按比例返还", en="pro rata"),
            reason=Text(
                zh="冻结账户内有多笔汇（存）款记录，按时间戳无法逐笔溯源，按被害人被骗金额的比例返还",
                en="the frozen account has several credits that no time stamp can trace one by one: each victim "
                "gets the share of the loss",
            ),
            formula="return.share.formula",
            deduction="return.deduct",
            notice="return.notice",
        ),
    }
)
"""Each method as the law has it."""
