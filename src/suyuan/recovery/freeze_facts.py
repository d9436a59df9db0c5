"""What is recorded of each step of a freeze 冻结, and the words of its states and steps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from suyuan.model.bank_answer import PriorFreeze
from suyuan.model.moment import Moment
from suyuan.model.rights import Level
from suyuan.model.text import Text
from suyuan.recovery.measured_objects import ObjectClass, ThingFacts


class FreezeState(Enum):
    """Where a freeze stands; ``LAPSED`` follows from the clock."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    SERVED = "served"
    ACTIVE = "frozen"
    WAITING = "waiting"
    FAILED = "failed"
    LAPSED = "lapsed"
    RELEASED = "released"
    DISPOSED = "handed_over"
    VOID = "waiting_void"
    WITHDRAWN = "withdrawn"


FREEZE_STATES = {
    FreezeState.PROPOSED: Text(zh="拟冻结", en="proposed"),
    FreezeState.APPROVED: Text(zh="已批准", en="approved"),
    FreezeState.SERVED: Text(zh="已送达", en="served"),
    FreezeState.ACTIVE: Text(zh="冻结中", en="frozen"),
    FreezeState.WAITING: Text(zh="轮候中", en="waiting"),
    FreezeState.FAILED: Text(zh="未能冻结", en="not frozen"),
    FreezeState.LAPSED: Text(zh="自动解除", en="lapsed"),
    FreezeState.RELEASED: Text(zh="已解除", en="released"),
    FreezeState.DISPOSED: Text(zh="移送处置", en="handed over by judgment"),
    FreezeState.VOID: Text(zh="轮候失效", en="waiting void"),
    FreezeState.WITHDRAWN: Text(zh="撤回", en="withdrawn"),
}


class FreezeStep(Enum):
    """The steps of a freeze."""

    PROPOSE = "propose"
    APPROVE = "approve"
    SERVE = "serve"
    EFFECT = "effect"
    WAIT = "wait"
    FAIL = "fail"
    CREDIT = "credit"
    RENEW = "renew"
    PART = "part"
    RELEASE_PART = "release_part"
    SELL = "sell"
    UNCONNECTED = "unconnected"
    RELEASE = "release"
    TELL = "tell"
    DISPOSE = "dispose"
    LAPSE = "lapse"
    TAKE_OVER = "take_over"
    VOID = "void"
    WITHDRAW = "withdraw"


FREEZE_STEPS = {
    FreezeStep.PROPOSE: Text(zh="拟冻结", en="propose the freeze"),
    FreezeStep.APPROVE: Text(zh="批准", en="approve it"),
    FreezeStep.SERVE: Text(zh="送达", en="serve it"),
    FreezeStep.EFFECT: Text(zh="冻结生效", en="let it take effect"),
    FreezeStep.WAIT: Text(zh="登记轮候", en="record that it waits"),
    FreezeStep.FAIL: Text(zh="登记未能冻结", en="record that it failed"),
    FreezeStep.CREDIT: Text(zh="登记后续入账或冻结金额", en="record a later credit or the sum frozen"),
    FreezeStep.RENEW: Text(zh="续冻", en="renew it"),
    FreezeStep.PART: Text(zh="部分解除（返还）", en="return a part"),
    FreezeStep.RELEASE_PART: Text(zh="部分解除", en="release a part"),
    FreezeStep.SELL: Text(zh="出售证券", en="sell the securities"),
    FreezeStep.UNCONNECTED: Text(zh="查明与案件无关", en="record that it was found unconnected"),
    FreezeStep.RELEASE: Text(zh="解除", en="release it"),
    FreezeStep.TELL: Text(zh="通知权利人", en="tell the owner"),
    FreezeStep.DISPOSE: Text(zh="移送处置", en="hand it over by judgment"),
    FreezeStep.LAPSE: Text(zh="登记自动解除", en="record that it lapsed"),
    FreezeStep.TAKE_OVER: Text(zh="轮候自动生效", en="let it take over"),
    FreezeStep.VOID: Text(zh="登记轮候失效", en="record that waiting became void"),
    FreezeStep.WITHDRAW: Text(zh="撤回轮候", en="withdraw it"),
}


class ReleaseGround(Enum):
    """Why a freeze is released."""

    UNNEEDED = "unneeded"
    UNCONNECTED = "unconnected"
    DROPPED = "dropped"


GROUND_NAMES = {
    ReleaseGround.UNNEEDED: Text(zh="不需要继续冻结", en="no longer needed"),
    ReleaseGround.UNCONNECTED: Text(zh="与案件无关", en="unconnected with the case"),
    ReleaseGround.DROPPED: Text(zh="撤销案件、终止侦查", en="case dropped or inquiry ended"),
}


@dataclass(frozen=True)
class FreezeProposal:
    """What is to be frozen: the notice's account, amount, scope, and whether interest is covered 是否及于孳息.

    ``limit`` None is a full freeze 全额冻结 (money in only); ``traced`` is the traced inflow that justifies it.
    Amounts in minor units of ``currency``.
    """

    institution: str
    account: str
    holder: str = ""
    object: ObjectClass = ObjectClass.CASH
    currency: str = "CNY"
    limit: int | None = None
    interest: bool = False
    traced: int | None = None
    number: str = ""
    scope: str = ""
    thing: ThingFacts | None = None


@dataclass(frozen=True)
class FreezeApproval:
    """The approval: its level, whether the case is grave or complex 重大、复杂, a term shorter than the law's
    greatest.
    """

    level: Level | None = None
    major: bool = False
    months: int | None = None
    document: str = ""


@dataclass(frozen=True)
class FreezeServed:
    """The notice reached the institution at the act's time 银行收到时间; that time is its place in the queue."""

    document: str = ""
    on_paper: bool = False


@dataclass(frozen=True)
class FreezeEffect:
    """The freeze took effect at the act's time: balance before, sum frozen, the end as the institution states
    it.
    """

    balance: int | None = None
    executed: int | None = None
    end: Moment | None = None
    prior: tuple[PriorFreeze, ...] = ()
    note: str = ""
    answer: str = ""


@dataclass(frozen=True)
class FreezeWaits:
    """Other freezes stand before: those of this casebook by their names, those that the institution states."""

    behind: tuple[str, ...] = ()
    prior: tuple[PriorFreeze, ...] = ()
    balance: int | None = None
    note: str = ""
    answer: str = ""


@dataclass(frozen=True)
class FreezeFails:
    """The institution did not freeze, in its own words."""

    reason: str
    answer: str = ""


@dataclass(frozen=True)
class Credit:
    """Money that came into the account later, or the sum that the institution now says is frozen
    (``executed``).
    """

    amount: int = 0
    executed: int | None = None
    booking: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Renewal:
    """A renewal 续冻 for one more term; ``document`` is the notice's number, ``end`` as the institution states
    it.
    """

    level: Level | None = None
    major: bool = False
    months: int | None = None
    document: str = ""
    end: Moment | None = None
    answer: str = ""


@dataclass(frozen=True)
class PartRelease:
    """A part that leaves the freeze: returned to victims by a decision (its document), or released (its level)."""

    amount: int
    document: str = ""
    level: Level | None = None


@dataclass(frozen=True)
class Sale:
    """Frozen securities sold at their holder's request 权利人申请出售: what of them, for how much, where the
    proceeds lie. ``whole``: nothing but the proceeds is frozen any more.
    """

    applicant: str
    proceeds: int
    quantity: str = ""
    account: str = ""
    document: str = ""
    level: Level | None = None
    whole: bool = True


@dataclass(frozen=True)
class Release:
    """The release, its ground, the notice 协助解除冻结财产通知书, and when the owner was told."""

    ground: ReleaseGround = ReleaseGround.UNNEEDED
    level: Level | None = None
    document: str = ""
    owner_told: Moment | None = None


@dataclass(frozen=True)
class Judgment:
    """The judgment by which frozen money is handed over for disposal."""

    court: str
    document: str


@dataclass(frozen=True)
class TakeOver:
    """A waiting freeze took effect by itself when the one before it ended: after which one."""

    after: str = ""
