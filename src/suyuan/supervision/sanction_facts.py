"""What is recorded of each step of a sanction 联合惩戒, and the words of its states and steps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from suyuan.model.rights import Level
from suyuan.model.text import Text


class Ground(Enum):
    """Why a person is listed."""

    PUNISHED = "punished"
    IDENTIFIED = "identified"


GROUNDS = {
    Ground.PUNISHED: Text(zh="受刑事处罚", en="criminally punished"),
    Ground.IDENTIFIED: Text(zh="经设区的市级以上公安机关认定", en="identified by police of city level or above"),
}


class SanctionState(Enum):
    """Where a sanction stands; ``ENDED`` follows from the clock."""

    PROPOSED = "proposed"
    IDENTIFIED = "identified"
    TOLD = "told"
    IN_EFFECT = "in_effect"
    APPEALED = "appealed"
    LIFTED = "lifted"
    ENDED = "ended"


SANCTION_STATES = {
    SanctionState.PROPOSED: Text(zh="拟认定", en="proposed"),
    SanctionState.IDENTIFIED: Text(zh="已认定", en="identified"),
    SanctionState.TOLD: Text(zh="已告知", en="told"),
    SanctionState.IN_EFFECT: Text(zh="惩戒中", en="in effect"),
    SanctionState.APPEALED: Text(zh="申诉核查中", en="under appeal"),
    SanctionState.LIFTED: Text(zh="已解除", en="lifted"),
    SanctionState.ENDED: Text(zh="到期自动解除", en="ended by itself"),
}


class SanctionStep(Enum):
    """The steps of a sanction."""

    PROPOSE = "propose"
    IDENTIFY = "identify"
    TELL = "tell"
    EXECUTE = "execute"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    LIFT = "lift"


SANCTION_STEPS = {
    SanctionStep.PROPOSE: Text(zh="拟认定", en="propose"),
    SanctionStep.IDENTIFY: Text(zh="认定", en="identify"),
    SanctionStep.TELL: Text(zh="书面告知", en="tell in writing"),
    SanctionStep.EXECUTE: Text(zh="执行惩戒", en="put into effect"),
    SanctionStep.APPEAL: Text(zh="登记申诉", en="record an appeal"),
    SanctionStep.UPHOLD: Text(zh="维持", en="uphold"),
    SanctionStep.LIFT: Text(zh="解除", en="lift"),
}


@dataclass(frozen=True)
class SanctionProposal:
    """Whom and why: the judgment for those punished; cards, times and recipients for those identified."""

    person: str
    ground: Ground
    document: str
    cards: int = 0
    times: int = 0
    recipients: int = 0
    false_identity: bool = False


@dataclass(frozen=True)
class SanctionIdentified:
    """The finding: its document, and the level of the organ that made it."""

    document: str
    level: Level | None


@dataclass(frozen=True)
class SanctionPaper:
    """A step by one document."""

    document: str
    note: str = ""
