"""What is recorded of each step of a return 资金返还, and the words of its states and steps."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from suyuan.model.recorded import to_text
from suyuan.model.rights import Level
from suyuan.model.text import Text
from suyuan.recovery.restitution import Basis
from suyuan.recovery.return_methods import ReturnMethod


class ReturnState(Enum):
    """Where a return stands; before a plan is fixed, as far as the furthest of its victims."""

    INFORMED = "informed"
    APPLIED = "applied"
    TO_CORRECT = "to_correct"
    REVIEWED = "reviewed"
    DIRECT = "direct"
    ANNOUNCED = "announced"
    OBJECTED = "objected"
    APPROVED = "approved"
    DECIDED = "decided"
    ORDERED = "ordered"
    AT_BANK = "at_bank"
    RETURNED = "returned"
    BOUNCED = "bounced"
    REDIRECTED = "redirected"
    REFUSED = "refused"
    DISPUTED = "disputed"
    SUPERIOR = "superior"


RETURN_STATES = {
    ReturnState.INFORMED: Text(zh="已告知", en="informed"),
    ReturnState.APPLIED: Text(zh="已申请", en="applied"),
    ReturnState.TO_CORRECT: Text(zh="材料补正", en="papers to be completed"),
    ReturnState.REVIEWED: Text(zh="已审核", en="reviewed"),
    ReturnState.DIRECT: Text(zh="直接返还", en="direct return"),
    ReturnState.ANNOUNCED: Text(zh="公告中", en="announced"),
    ReturnState.OBJECTED: Text(zh="异议审查", en="objections under review"),
    ReturnState.APPROVED: Text(zh="市级批准", en="approved"),
    ReturnState.DECIDED: Text(zh="已作出返还决定", en="decided"),
    ReturnState.ORDERED: Text(zh="协助返还通知", en="notice to the bank"),
    ReturnState.AT_BANK: Text(zh="银行办理", en="at the bank"),
    ReturnState.RETURNED: Text(zh="已返还", en="returned"),
    ReturnState.BOUNCED: Text(zh="退汇", en="bounced"),
    ReturnState.REDIRECTED: Text(zh="换账户", en="another account named"),
    ReturnState.REFUSED: Text(zh="不予返还", en="not returned"),
    ReturnState.DISPUTED: Text(zh="权属争议，判决后处理", en="title disputed, after judgment"),
    ReturnState.SUPERIOR: Text(zh="报共同上级", en="with the common superior"),
}


class ReturnStep(Enum):
    """The steps of a return."""

    INFORM = "inform"
    APPLY = "apply"
    ASK = "ask"
    CORRECT = "correct"
    REVIEW = "review"
    REFUSE = "refuse"
    DISPUTE = "dispute"
    JUDGE = "judge"
    SUPERIOR = "superior"
    ASSIGN = "assign"
    DIRECT = "direct"
    NOTICE = "notice"
    OBJECT = "object"
    SETTLE = "settle"
    APPROVE = "approve"
    DECIDE = "decide"
    ORDER = "order"
    PAY = "pay"
    BOUNCE = "bounce"
    REDIRECT = "redirect"


RETURN_STEPS = {
    ReturnStep.INFORM: Text(zh="告知被害人", en="inform victims"),
    ReturnStep.APPLY: Text(zh="登记申请", en="record an application"),
    ReturnStep.ASK: Text(zh="要求补正材料", en="ask for papers"),
    ReturnStep.CORRECT: Text(zh="登记补正", en="record papers that came"),
    ReturnStep.REVIEW: Text(zh="审核", en="review an application"),
    ReturnStep.REFUSE: Text(zh="不予返还", en="refuse a return"),
    ReturnStep.DISPUTE: Text(zh="登记权属争议", en="record a dispute of title"),
    ReturnStep.JUDGE: Text(zh="登记判决结果", en="record the judgment"),
    ReturnStep.SUPERIOR: Text(zh="报共同上级", en="put it to the common superior"),
    ReturnStep.ASSIGN: Text(zh="登记指定管辖", en="record which organ was named"),
    ReturnStep.DIRECT: Text(zh="确定直接返还方案", en="fix the plan of a direct return"),
    ReturnStep.NOTICE: Text(zh="公告", en="announce the plan"),
    ReturnStep.OBJECT: Text(zh="提出异议", en="object"),
    ReturnStep.SETTLE: Text(zh="异议审查", en="settle an objection"),
    ReturnStep.APPROVE: Text(zh="批准返还", en="approve the return"),
    ReturnStep.DECIDE: Text(zh="作出返还决定", en="decide the return"),
    ReturnStep.ORDER: Text(zh="送达协助返还通知书", en="bring the notice to the bank"),
    ReturnStep.PAY: Text(zh="登记银行回执", en="record the bank's receipt"),
    ReturnStep.BOUNCE: Text(zh="登记退汇", en="record what bounced"),
    ReturnStep.REDIRECT: Text(zh="更换收款账户", en="name another account"),
}


@dataclass(frozen=True)
class Informed:
    """Victims told of the freeze, and which freezes and currency the return is about."""

    currency: str
    freezes: tuple[str, ...]
    victims: tuple[str, ...]


@dataclass(frozen=True)
class Application:
    """A victim's application 涉案资金返还申请表: who, which account, and why not the original one.

    ``identity`` is the number of the victim's document. ``reason`` says why another account than the paying one;
    ``agent`` acts for the victim by ``agent_papers``.
    """

    victim: str
    identity: str
    account: str
    bank: str = ""
    reason: str = ""
    agent: str = ""
    agent_papers: str = ""


@dataclass(frozen=True)
class Applications:
    """The applications of one or many victims."""

    applications: tuple[Application, ...]


@dataclass(frozen=True)
class Victims:
    """Whom a step concerns, the papers or the document that go with it, and the officers who did it."""

    victims: tuple[str, ...]
    papers: str = ""
    officers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judged:
    """What a judgment says of disputed title: whether the victims' claim stands."""

    victims: tuple[str, ...]
    document: str
    stands: bool


@dataclass(frozen=True)
class Superior:
    """The filing organs that dispute, and the common superior it was put to."""

    organs: tuple[str, ...]
    superior: str = ""


@dataclass(frozen=True)
class Assigned:
    """Which organ the superior named; ``ours``: this one carries on, else the return ends here."""

    organ: str
    document: str
    ours: bool


@dataclass(frozen=True)
class Block:
    """Why a claim is not paid for now: returned or reported in another case, both by number."""

    claim: str
    victim: str
    case: str
    other: str
    why: str


@dataclass(frozen=True)
class FixedAccount:
    """A frozen account as a plan found it, in minor units."""

    name: str
    account: str
    holder: str
    institution: str
    amount: int
    expiry: date | None
    method: ReturnMethod | None
    shared: int
    nets: int
    presumed: int
    reserved: int


@dataclass(frozen=True)
class FixedClaim:
    """A claim as a plan found it; ``payers`` are the accounts that paid, to which money goes back."""

    claim: str
    victim: str
    loss: int
    returned: int
    first_transfer: datetime
    payers: tuple[str, ...] = ()


@dataclass(frozen=True)
class FixedLine:
    """What goes back on a claim out of one account: among those found only, and with a share kept for others."""

    claim: str
    victim: str
    name: str
    method: ReturnMethod
    found_only: int
    with_presumed: int
    basis: Basis
    decision: int | None = None

    @property
    def traced(self) -> bool:
        """Tell whether it goes back on its traces, without a notice."""
        return self.method is not ReturnMethod.PRO_RATA


@dataclass(frozen=True)
class FixedPlan:
    """A plan as it was announced or decided: nothing of it changes any more.

    ``flow_hash`` is the SHA-256 of its flow table 资金流向表, ``rules`` the rules of law it rests on, ``hash`` the
    SHA-256 of all the rest.
    """

    currency: str
    as_of: datetime
    pooled: bool
    accounts: tuple[FixedAccount, ...]
    claims: tuple[FixedClaim, ...]
    lines: tuple[FixedLine, ...]
    blocks: tuple[Block, ...]
    rules: tuple[str, ...]
    flow_hash: str
    version: str
    hash: str = ""

    @property
    def sealed(self) -> FixedPlan:
        """Return it with its hash."""
        text = to_text(replace(self, hash=""))
        return replace(self, hash=hashlib.sha256(text.encode()).hexdigest())

    @property
    def has_shares(self) -> bool:
        """Tell whether anything goes pro rata."""
        return any(not line.traced for line in self.lines)

    def amounts(self, *, with_presumed: bool) -> dict[str, int]:
        """Return what each claim gets in all, nothing included."""
        sums = {each.claim: 0 for each in self.claims}
        for line in self.lines:
            sums[line.claim] += line.with_presumed if with_presumed else line.found_only
        return sums


@dataclass(frozen=True)
class Fixed:
    """A plan fixed for a direct return."""

    plan: FixedPlan


@dataclass(frozen=True)
class Announced:
    """The public notice 公告: the plan, its document's number, where it was published."""

    plan: FixedPlan
    document: str
    where: str = ""


@dataclass(frozen=True)
class Objected:
    """An objection 异议: by whom, about which claim (empty: the plan), on what grounds."""

    by: str
    grounds: str
    claim: str = ""


@dataclass(frozen=True)
class Settled:
    """The outcome of an objection's review."""

    number: int
    upheld: bool
    reason: str


@dataclass(frozen=True)
class Approval:
    """The approval 市级批准: of what part, by which denominator, and the plan where it was computed again.

    ``traced_only``: what goes back on traces, ahead of a notice that still runs. ``keep_presumed``: the share of
    victims not yet found stays frozen.
    """

    level: Level | None = None
    traced_only: bool = False
    keep_presumed: bool = False
    plan: FixedPlan | None = None


@dataclass(frozen=True)
class Payment:
    """One payment of a decision: out of which freeze, on which claim, by which method, to which account.

    ``method`` is None in decisions recorded before it was written down.
    """

    number: int
    claim: str
    victim: str
    name: str
    amount: int
    account: str
    bank: str = ""
    reason: str = ""
    method: ReturnMethod | None = None


@dataclass(frozen=True)
class Decided:
    """The decision 冻结资金返还决定书 with its payments."""

    document: str
    payments: tuple[Payment, ...]
    level: Level | None = None


@dataclass(frozen=True)
class Ordered:
    """The notice 协助返还通知书 at the bank of one freeze; not ``complete``: the bank asks for papers."""

    name: str
    officers: tuple[str, ...]
    document: str
    complete: bool = True


@dataclass(frozen=True)
class Receipt:
    """What the bank says of payments: its receipt 回执, or in its own words why they did not go."""

    payments: tuple[int, ...]
    words: str = ""


@dataclass(frozen=True)
class Redirected:
    """Another account for a payment that bounced, and why."""

    payment: int
    account: str
    bank: str
    reason: str
