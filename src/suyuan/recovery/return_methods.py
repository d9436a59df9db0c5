"""The three ways in which frozen money goes back 返还方式, each with its reason and the rule it rests on.

返还规定 (银监发〔2016〕41号) Art. 8: money goes back along its traces where there are any, and in proportion to
the losses where there are none. The rule orders a proportion; the denominator and how it is rounded to the fen are
not written there, so a plan says which were used.
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


class Certainty(Enum):
    """How far a rule is read in its source."""

    LAW = "law"
    DESIGN = "design"
    OPEN = "open"


@dataclass(frozen=True)
class MethodInLaw:
    """What a method rests on.

    ``id`` names the rule; ``document``, ``number`` and ``article`` say where it stands; ``also`` is a second
    source that says the same. ``certainty`` is the ratio's, ``rounding`` that of its denominator and rounding
    (None: nothing is divided). ``notice`` is the id of the rule on the public notice that must run first, None
    where there is none, ``formula`` the id of the rule on denominator and rounding.
    """

    id: str
    name: Text
    reason: Text
    document: str
    number: str
    article: Text
    also: Text | None
    certainty: Certainty
    rounding: Certainty | None
    notice: str | None
    formula: str | None


DOCUMENT = "电信网络新型违法犯罪案件冻结资金返还若干规定"
NUMBER = "银监发〔2016〕41号"

IN_LAW: Mapping[ReturnMethod, MethodInLaw] = MappingProxyType(
    {
        ReturnMethod.SINGLE_RECORD: MethodInLaw(
            id="return.method.single",
            name=Text(zh="单笔直接返还", en="single record"),
            reason=Text(
                zh="冻结账户内仅有单笔汇（存）款记录，可直接溯源被害人",
                en="the frozen account has one single credit, which leads straight to the victim",
            ),
            document=DOCUMENT,
            number=NUMBER,
            article=Text(zh="第八条第（一）项", en="Art. 8 (1)"),
            also=None,
            certainty=Certainty.LAW,
            rounding=None,
            notice=None,
            formula=None,
        ),
        ReturnMethod.BY_TIMESTAMP: MethodInLaw(
            id="return.method.timestamp",
            name=Text(zh="按时间戳逐笔返还", en="traced by time stamp"),
            reason=Text(
                zh="冻结账户内有多笔汇（存）款记录，按转账时间戳可逐笔溯源被害人",
                en="the frozen account has several credits, each traced to its victim by time stamps",
            ),
            document=DOCUMENT,
            number=NUMBER,
            article=Text(zh="第八条第（二）项", en="Art. 8 (2)"),
            also=None,
            certainty=Certainty.LAW,
            rounding=None,
            notice=None,
            formula=None,
        ),
        ReturnMethod.PRO_RATA: MethodInLaw(
            id="return.method.share",
            name=Text(zh="按比例返还", en="pro rata"),
            reason=Text(
                zh="冻结账户内有多笔汇（存）款记录，按时间戳无法逐笔溯源，按被害人被骗金额的比例返还",
                en="the frozen account has several credits that no time stamp can trace one by one: each victim "
                "gets the share of the loss",
            ),
            document=DOCUMENT,
            number=NUMBER,
            article=Text(zh="第八条第（三）项", en="Art. 8 (3)"),
            also=Text(
                zh="法释〔2011〕7号第九条：已获退赔的应予扣除",
                en="the courts' interpretation on fraud (法释〔2011〕7号), Art. 9: what came back is deducted",
            ),
            certainty=Certainty.LAW,
            rounding=Certainty.OPEN,
            notice="return.notice",
            formula="return.share.formula",
        ),
    }
)
"""Each method as the law has it."""
