"""What is recorded of each step of an emergency stop-payment 紧急止付, and the words of its states and steps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from suyuan.model.bank_answer import PriorFreeze
from suyuan.model.moment import Moment
from suyuan.model.text import Text


class StopState(Enum):
    """Where a stop stands; ``EXPIRED`` follows from the clock."""

    REQUESTED = "requested"
    MATCHED = "matched"
    MISMATCH = "mismatch"
    REFUSED = "refused"
    STOPPED = "stopped"
    EXPIRED = "expired"
    AGAIN = "requested_again"
    LIFTED = "lifted"
    FROZEN = "frozen"


STOP_STATES = {
    StopState.REQUESTED: Text(zh="已申请", en="requested"),
    StopState.MATCHED: Text(zh="核对一致", en="particulars match"),
    StopState.MISMATCH: Text(zh="核对不一致", en="particulars do not match"),
    StopState.REFUSED: Text(zh="未能止付", en="not stopped"),
    StopState.STOPPED: Text(zh="已止付", en="stopped"),
    StopState.EXPIRED: Text(zh="到期", en="expired"),
    StopState.AGAIN: Text(zh="二次止付申请", en="second stop requested"),
    StopState.LIFTED: Text(zh="提前解除", en="lifted early"),
    StopState.FROZEN: Text(zh="转冻结", en="turned into a freeze"),
}


class StopStep(Enum):
    """The steps of a stop."""

    REQUEST = "request"
    CHECK = "check"
    EFFECT = "effect"
    REFUSE = "refuse"
    LIFT = "lift"
    AGAIN = "again"
    FREEZE = "freeze"
    END = "end"


STOP_STEPS = {
    StopStep.REQUEST: Text(zh="申请止付", en="request the stop"),
    StopStep.CHECK: Text(zh="核对四项", en="compare the four particulars"),
    StopStep.EFFECT: Text(zh="止付生效", en="let the stop take effect"),
    StopStep.REFUSE: Text(zh="登记未能止付", en="record that it was not stopped"),
    StopStep.LIFT: Text(zh="提前解除", en="lift it early"),
    StopStep.AGAIN: Text(zh="申请二次止付", en="request the second stop"),
    StopStep.FREEZE: Text(zh="转冻结", en="turn it into a freeze"),
    StopStep.END: Text(zh="登记到期", en="record that it expired"),
}


class Particular(Enum):
    """The four particulars that must all agree."""

    HOLDER = "holder"
    ACCOUNT = "account"
    AMOUNT = "amount"
    TIME = "time"


PARTICULARS = {
    Particular.HOLDER: Text(zh="户名", en="account name"),
    Particular.ACCOUNT: Text(zh="账号", en="account number"),
    Particular.AMOUNT: Text(zh="汇款金额", en="amount paid"),
    Particular.TIME: Text(zh="交易时间", en="time of payment"),
}


@dataclass(frozen=True)
class StopRequest:
    """The order: the four particulars of the payment, the institution, its application number 业务申请编号."""

    institution: str
    account: str
    holder: str
    amount: int
    currency: str
    paid_at: Moment
    number: str = ""
    payer_account: str = ""
    payer_holder: str = ""


@dataclass(frozen=True)
class StopCheck:
    """What the institution found (``unstated``: it does not agree, and where was not said): ``differs`` names
    particulars that do not agree; those it stated are compared too.
    """

    differs: tuple[Particular, ...] = ()
    holder: str | None = None
    account: str | None = None
    amount: int | None = None
    paid_at: Moment | None = None
    unstated: bool = False
    answer: str = ""


@dataclass(frozen=True)
class StopEffect:
    """The stop took effect at the act's time; ``balance`` 止付前账户余额, ``end`` as the institution states it."""

    balance: int | None = None
    end: Moment | None = None
    prior: tuple[PriorFreeze, ...] = ()
    note: str = ""
    answer: str = ""


@dataclass(frozen=True)
class StopRefusal:
    """The institution did not stop, in its own words."""

    reason: str
    answer: str = ""


@dataclass(frozen=True)
class StopAgain:
    """The second order, under its own application number."""

    number: str = ""


@dataclass(frozen=True)
class StopToFreeze:
    """The freeze that took the stop's place."""

    freeze: str


@dataclass(frozen=True)
class NoFacts:
    """A step without particulars of its own: its time and reason say all."""
