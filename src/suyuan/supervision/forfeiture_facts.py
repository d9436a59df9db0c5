"""What is recorded of each step of a forfeiture 违法所得没收, and the words of its states and steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from suyuan.model.moment import Moment
from suyuan.model.text import Text


class ForfeitureState(Enum):
    """Where a forfeiture stands."""

    OPINION = "opinion"
    SENT = "sent"
    APPLIED = "applied"
    SUPPLEMENT = "supplement_asked"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    SUMMONED = "hearing_announced"
    HEARD = "heard"
    RULED = "ruled"
    APPEALED = "appealed"
    EFFECTIVE = "effective"
    EXECUTED = "executed"
    NOT_ACCEPTED = "not_accepted"
    REJECTED = "rejected"
    TERMINATED = "terminated"


FORFEITURE_STATES = {
    ForfeitureState.OPINION: Text(zh="已提出没收违法所得意见书", en="opinion on confiscation made"),
    ForfeitureState.SENT: Text(zh="已移送检察院", en="sent to the procuratorate"),
    ForfeitureState.APPLIED: Text(zh="检察院已申请", en="applied for to the court"),
    ForfeitureState.SUPPLEMENT: Text(zh="待补送材料", en="papers asked for"),
    ForfeitureState.ACCEPTED: Text(zh="法院已受理", en="accepted by the court"),
    ForfeitureState.PUBLISHED: Text(zh="公告中", en="published"),
    ForfeitureState.SUMMONED: Text(zh="已通知开庭", en="hearing announced"),
    ForfeitureState.HEARD: Text(zh="已开庭", en="heard"),
    ForfeitureState.RULED: Text(zh="已裁定没收", en="confiscation ruled"),
    ForfeitureState.APPEALED: Text(zh="上诉、抗诉中", en="under appeal"),
    ForfeitureState.EFFECTIVE: Text(zh="裁定生效", en="ruling in effect"),
    ForfeitureState.EXECUTED: Text(zh="已执行", en="executed"),
    ForfeitureState.NOT_ACCEPTED: Text(zh="不予受理", en="not accepted"),
    ForfeitureState.REJECTED: Text(zh="驳回申请", en="application rejected"),
    ForfeitureState.TERMINATED: Text(zh="终止审理", en="terminated"),
}


class ForfeitureStep(Enum):
    """The steps of a forfeiture."""

    OPINION = "opinion"
    SEND = "send"
    APPLY = "apply"
    ASK_PAPERS = "ask_papers"
    SUPPLEMENT = "supplement"
    ACCEPT = "accept"
    NOT_ACCEPT = "not_accept"
    PUBLISH = "publish"
    CLAIM = "claim"
    ANNOUNCE = "announce_hearing"
    HEAR = "hear"
    RULE = "rule"
    REJECT = "reject"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    EFFECT = "effect"
    EXECUTE = "execute"
    TERMINATE = "terminate"


FORFEITURE_STEPS = {
    ForfeitureStep.OPINION: Text(zh="提出没收违法所得意见书", en="make the opinion on confiscation"),
    ForfeitureStep.SEND: Text(zh="移送检察院", en="send it to the procuratorate"),
    ForfeitureStep.APPLY: Text(zh="向中级法院申请", en="apply to the intermediate court"),
    ForfeitureStep.ASK_PAPERS: Text(zh="通知补送材料", en="ask for missing papers"),
    ForfeitureStep.SUPPLEMENT: Text(zh="补送材料", en="supply the papers"),
    ForfeitureStep.ACCEPT: Text(zh="受理", en="accept it"),
    ForfeitureStep.NOT_ACCEPT: Text(zh="不予受理", en="not accept it"),
    ForfeitureStep.PUBLISH: Text(zh="发布公告", en="publish the notice"),
    ForfeitureStep.CLAIM: Text(zh="登记利害关系人申请", en="record a claimant"),
    ForfeitureStep.ANNOUNCE: Text(zh="通知开庭", en="announce the hearing"),
    ForfeitureStep.HEAR: Text(zh="开庭", en="hold the hearing"),
    ForfeitureStep.RULE: Text(zh="裁定没收", en="rule confiscation"),
    ForfeitureStep.REJECT: Text(zh="裁定驳回", en="reject the application"),
    ForfeitureStep.APPEAL: Text(zh="上诉、抗诉", en="appeal"),
    ForfeitureStep.UPHOLD: Text(zh="维持裁定", en="uphold the ruling"),
    ForfeitureStep.EFFECT: Text(zh="裁定生效", en="let the ruling take effect"),
    ForfeitureStep.EXECUTE: Text(zh="执行（先返还被害人）", en="execute it, victims first"),
    ForfeitureStep.TERMINATE: Text(zh="终止审理", en="terminate"),
}


@dataclass(frozen=True)
class Grounds:
    """What opens the procedure against a person: since when he is wanted and by which notices, whether he died,
    when he came into the organs' hands (None: still at large).
    """

    wanted_since: Moment | None
    notices: tuple[str, ...] = ()
    died: Moment | None = None
    in_hands: Moment | None = None


@dataclass(frozen=True)
class Opinion:
    """The police's opinion 没收违法所得意见书: the person, the property, and the notices or the death it rests
    on; amounts in minor units.
    """

    document: str
    person: str
    property: tuple[str, ...]
    amount: int
    currency: str
    grounds: str = ""


@dataclass(frozen=True)
class Paper:
    """A step by one document of one organ."""

    document: str
    organ: str = ""
    note: str = ""


@dataclass(frozen=True)
class Claimant:
    """A claimant 利害关系人; ``excuse`` is the reason of one who comes late."""

    name: str
    claim: str
    excuse: str = ""


@dataclass(frozen=True)
class Hearing:
    """An announced hearing; ``abroad``: somebody to be told is abroad."""

    on: date
    abroad: bool = False


@dataclass(frozen=True)
class Ruling:
    """A ruling: what is confiscated, what of it goes to victims, both in minor units, served when."""

    document: str
    confiscated: int
    to_victims: int
    currency: str
    proof: str


@dataclass(frozen=True)
class Ended:
    """Why a forfeiture was terminated: the pursuit's exit, or a word of one's own."""

    why: str
    exited: Moment | None = None
