"""What becomes of a piece of text: payments read, a note with its reason, or quarantine with what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from suyuan.model.claim import ReportedPayment
from suyuan.model.text import Message, Text

VAGUE = Text(zh="金额不确定（{text}）", en="the amount is vague ({text})")
NO_TIME = Text(zh="没有说明付款时间", en="it does not say when")
UNCLEAR_TIME = Text(
    zh="时间“{text}”不能确定是哪一天（缺年份、农历或跨多日）",
    en="the time “{text}” does not say which day (no year, a lunar date, or several days)",
)
NO_VICTIM = Text(zh="没有说明是谁付款", en="it does not say who paid")
SIDE_UNSAID = Text(zh="账号 {number} 是付款方还是收款方不明确", en="whether {number} paid or received is not said")
SEVERAL_PAYEES = Text(
    zh="{accounts} 个收款账号与 {amounts} 个金额不能一一对应",
    en="{accounts} receiving accounts and {amounts} amounts do not belong together one by one",
)
TOTAL_ONLY = Text(
    zh="只说合计 {amount}，与本人已读各笔之和 {sum} 不等，各笔未列明",
    en="only a total of {amount} is given, which is not the sum {sum} of the payments read of this person",
)
TOTAL_AGREES = Text(
    zh="合计 {amount}，与本人已读各笔之和相等", en="a total of {amount}: the sum of the payments read"
)
NOT_DONE = Text(zh="未付成或未到账，不是付款", en="it did not go through: no payment")
ASKED = Text(zh="是要求或打算，不是付款", en="somebody asks for it or means to: no payment")
OTHERS = Text(zh="不是被害人付款", en="not a payment of the victim")
NO_MOVE = Text(zh="提到金额，没有付款或返还", en="speaks of an amount, and of no payment")


@dataclass(frozen=True)
class Outcome:
    """One piece's outcome: what was read of it; ``fault`` where it must be looked at; ``note`` where it says other
    things about money.
    """

    payments: tuple[ReportedPayment, ...] = ()
    returns: tuple[ReportedPayment, ...] = ()
    fault: Message | None = None
    note: Message | None = None
