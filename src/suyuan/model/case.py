"""Cases 案件 and their evidence: what the casebook knows of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from suyuan.model.moment import Moment
from suyuan.model.text import Message, Text


@dataclass(frozen=True)
class CaseRecord:
    """One case.

    ``number`` 案件编号 names it everywhere, on disk too. ``filed_at`` is 立案时间 as stated, None where not yet
    given; ``organ`` 办案机关, may be empty. ``version`` counts its changes from 1.
    """

    number: str
    name: str
    filed_at: Moment | None
    organ: str
    created: datetime
    created_by: str
    version: int = 1


class Outcome(Enum):
    """What became of a file of evidence.

    BULLETIN: an official bulletin, its cases stand in the register; ANSWERS: institutions' answers to stops and
    freezes, taken as their steps; UNPACKED: an archive, its files are evidence of their own; REFUSED: kept
    unchanged, with the sentence why it could not be read.
    """

    IMPORTED = "imported"
    BULLETIN = "bulletin"
    ANSWERS = "answers"
    UNPACKED = "unpacked"
    REFUSED = "refused"


OUTCOME_NAMES = {
    Outcome.IMPORTED: Text(zh="已导入", en="imported"),
    Outcome.BULLETIN: Text(zh="通报", en="bulletin"),
    Outcome.ANSWERS: Text(zh="止付冻结反馈", en="answers to stops and freezes"),
    Outcome.UNPACKED: Text(zh="已解包", en="unpacked"),
    Outcome.REFUSED: Text(zh="无法识别，原件已保存", en="refused, kept as it is"),
}


@dataclass(frozen=True)
class Reading:
    """What reading a file gave.

    ``container``, ``format`` and ``kind`` are words of the intake, None where it did not get so far; ``rows``
    counts the physical rows by class, ``total`` among them; ``refused`` is the sentence of a refusal.
    ``entry`` is what the ledger keeps of the file (its part of the manifest), as JSON values, None without any.
    """

    outcome: Outcome
    container: str | None = None
    format: str | None = None
    kind: str | None = None
    rows: Mapping[str, int] = field(default_factory=dict)
    refused: Message | None = None
    warnings: tuple[Message, ...] = ()
    entry: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Arrival:
    """One way on which a file reached the case.

    ``name`` is the file's name as given (with its folders below the argument, and the archive it lay in),
    ``origin`` the source as the person who imports states it, may be empty.
    """

    name: str
    origin: str
    who: str
    when: datetime


@dataclass(frozen=True)
class EvidenceRecord:
    """One file of evidence of a case: the bytes with this SHA-256, however often and as whatever they came."""

    case: str
    sha256: str
    size: int
    arrivals: tuple[Arrival, ...]
    reading: Reading

    @property
    def name(self) -> str:
        """The name under which it came first."""
        return self.arrivals[0].name


@dataclass(frozen=True)
class AuditEvent:
    """One change of the casebook: who, when, what, why, and the state before and after as JSON text.

    ``seq`` counts from 1 without holes; ``hash`` is the SHA-256 over all other fields and ``previous``, the hash
    of the event before.
    """

    seq: int
    at: datetime
    who: str
    action: str
    subject: str
    why: str
    before: str | None
    after: str | None
    previous: str
    hash: str
