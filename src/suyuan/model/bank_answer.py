"""Answers of institutions to stops and freezes 止付、冻结反馈, in the fields of the platform's messages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from suyuan.model.moment import Moment
from suyuan.model.text import Text


class AnswerResult(Enum):
    """What the institution did."""

    DONE = "done"
    """成功: stopped, frozen or renewed"""
    MISMATCH = "mismatch"
    """核对不一致: the particulars do not agree"""
    WAITING = "waiting"
    """轮候: another organ's freeze stands before"""
    REFUSED = "refused"
    """失败: not done, with a reason"""


ANSWER_NAMES = {
    AnswerResult.DONE: Text(zh="成功", en="done"),
    AnswerResult.MISMATCH: Text(zh="核对不一致", en="particulars do not match"),
    AnswerResult.WAITING: Text(zh="轮候", en="waiting behind another freeze"),
    AnswerResult.REFUSED: Text(zh="未能办理", en="not done"),
}


@dataclass(frozen=True)
class PriorFreeze:
    """A freeze that stood before (在先冻结机关, 在先冻结金额, 在先冻结到期日); what was not stated is empty or
    None.
    """

    organ: str
    amount: int | None = None
    until: Moment | None = None


@dataclass(frozen=True)
class BankAnswer:
    """One institution's answer. Amounts in minor units of ``currency``; None where nothing was stated.

    ``number`` 业务申请编号, ``balance`` 账户余额 before the measure, ``available`` 可用余额, ``executed``
    执行冻结金额,
    ``not_frozen`` 未冻结金额, ``start`` and ``end`` of the measure (to the second where stated so), ``reason``
    why it was not done in the institution's words, ``digest`` the SHA-256 of the row's content, by which the same
    answer is known again; ``place`` where it stands in its file.
    """

    number: str
    institution: str
    account: str
    result: AnswerResult
    currency: str = "CNY"
    start: Moment | None = None
    end: Moment | None = None
    received: Moment | None = None
    balance: int | None = None
    available: int | None = None
    executed: int | None = None
    not_frozen: int | None = None
    prior: tuple[PriorFreeze, ...] = ()
    reason: str = ""
    note: str = ""
    digest: str = ""
    place: str = ""
