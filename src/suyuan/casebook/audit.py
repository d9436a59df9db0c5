"""The audit chain: every change an event, each bound to the one before by SHA-256.

Whoever changes, removes, adds or reorders a record without making the whole chain anew is found. Against someone
who does make it anew, the hash of the last event, noted outside (a report, a letter), is the proof.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from suyuan.casebook.tables import EventRow, HeadRow
from suyuan.errors import Failed
from suyuan.model.case import AuditEvent
from suyuan.model.text import Message, Text

GENESIS = "0" * 64
"""What stands for the hash before the first event."""

HEAD = 1
"""The one row of the chain's head."""

CHANGED = Text(
    zh="第 {seq} 条记录的内容与其哈希不符：它被改动过。", en="Event {seq} does not fit its hash: it was changed."
)
UNLINKED = Text(
    zh="第 {seq} 条记录与前一条不相接：其间有记录被删除、插入或调换。",
    en="Event {seq} does not follow the one before it: records were removed, added or reordered there.",
)
MISSING = Text(
    zh="第 {first} 至 {last} 条记录缺失：被删除。", en="Events {first} to {last} are missing: they were removed."
)
BEYOND = Text(
    zh="末条记录（第 {seq} 条）与链首登记（第 {head} 条）不符：有记录被删除或添加。",
    en="The last event ({seq}) is not the one noted as the chain's head ({head}): records were removed or added.",
)
NO_HEAD = Text(
    zh="审计链的链首缺失，案件库被改动过。请从备份恢复。",
    en="The audit chain's head is missing: the casebook was tampered with. Restore it from a backup.",
)


@dataclass(frozen=True)
class Entry:
    """What an event says, before it has its place in the chain; ``before`` and ``after`` are JSON values."""

    at: datetime
    who: str
    action: str
    subject: str
    why: str
    before: object
    after: object


@dataclass(frozen=True)
class ChainCheck:
    """Result of a check: how many events there are, the last one's hash, and what is wrong, in order."""

    count: int
    head: str
    faults: tuple[Message, ...]

    @property
    def whole(self) -> bool:
        """Tell whether nothing was found."""
        return not self.faults


def take_turn(session: Session) -> None:
    """Lock the chain's head until the transaction ends (PostgreSQL; SQLite's writer already stands alone)."""
    session.scalars(select(HeadRow).with_for_update()).all()


def append(session: Session, entry: Entry) -> None:
    """Add an event to the end of the chain; it stands with the transaction, which sends it."""
    head = session.get(HeadRow, HEAD)
    if head is None:
        raise Failed(NO_HEAD())
    event = AuditEvent(
        seq=head.seq + 1,
        at=entry.at,
        who=entry.who,
        action=entry.action,
        subject=entry.subject,
        why=entry.why,
        before=None if entry.before is None else canonical(entry.before),
        after=None if entry.after is None else canonical(entry.after),
        previous=head.hash,
        hash="",
    )
    head.seq, head.hash = event.seq, hash_of(event)
    session.add(
        EventRow(
            seq=event.seq, at=instant_text(event.at), who=event.who, action=event.action, subject=event.subject,
            why=event.why, before=event.before, after=event.after, previous=event.previous, hash=head.hash,
        )
    )  # fmt: skip


def events(session: Session, subject: str | None = None) -> tuple[AuditEvent, ...]:
    """Return the events in their order, all or those of one subject."""
    found = select(EventRow).order_by(EventRow.seq)
    if subject is not None:
        found = found.where(EventRow.subject == subject)
    return tuple(_event(row) for row in session.scalars(found))


def every_event(session: Session) -> Iterator[AuditEvent]:
    """Give all events in their order, a few at a time."""
    for row in session.scalars(select(EventRow).order_by(EventRow.seq).execution_options(yield_per=1000)):
        yield _event(row)


def count_of_case(session: Session, case: str) -> int:
    """Return how many events are about a case: itself (``case:N``) or something of it (``evidence:N/…``)."""
    return session.scalar(select(func.count()).select_from(EventRow).where(_about(case))) or 0


def events_of_case(session: Session, case: str) -> Iterator[AuditEvent]:
    """Give the events about a case in their order."""
    found = select(EventRow).where(_about(case)).order_by(EventRow.seq)
    for row in session.scalars(found.execution_options(yield_per=1000)):
        yield _event(row)


def _about(case: str) -> ColumnElement[bool]:
    itself = EventRow.subject.endswith(f":{case}", autoescape=True)
    return or_(itself, EventRow.subject.contains(f":{case}/", autoescape=True))


def place_of(session: Session, noted: str) -> int | None:
    """Return the number of the event that has a hash, as somebody noted it; None where none has."""
    return session.scalar(select(func.min(EventRow.seq)).where(EventRow.hash == noted))


def head_hash(session: Session) -> str:
    """Return the hash of the last event; 64 zeros for an empty chain."""
    head = session.get(HeadRow, HEAD)
    if head is None:
        raise Failed(NO_HEAD())
    return head.hash


def verify_chain(session: Session) -> ChainCheck:
    """Check every event against its hash and its neighbour, and the last against the chain's head."""
    faults: list[Message] = []
    seq, link, count = 0, GENESIS, 0
    for row in session.scalars(select(EventRow).order_by(EventRow.seq).execution_options(yield_per=1000)):
        event = _event(row)
        if event.seq > seq + 1:
            faults.append(MISSING(first=seq + 1, last=event.seq - 1))
        elif event.previous != link:
            faults.append(UNLINKED(seq=event.seq))
        if hash_of(event) != event.hash or instant_text(event.at) != row.at:
            faults.append(CHANGED(seq=event.seq))
        seq, link, count = event.seq, event.hash, count + 1
    head = session.get(HeadRow, HEAD)
    if head is None:
        faults.append(NO_HEAD())
    elif (head.seq, head.hash) != (seq, link):
        faults.append(BEYOND(seq=seq, head=head.seq))
    return ChainCheck(count, link, tuple(faults))


def hash_of(event: AuditEvent) -> str:
    """Return the SHA-256 of an event: over a JSON list of its fields in their order, without ``hash``."""
    said = [
        event.seq, instant_text(event.at), event.who, event.action, event.subject, event.why,
        event.before, event.after, event.previous,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def canonical(value: object) -> str:
    """Return a JSON value as text that is always the same."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def instant_text(at: datetime) -> str:
    """Return an instant as it stands in the chain: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _event(row: EventRow) -> AuditEvent:
    return AuditEvent(
        seq=row.seq, at=_instant(row.at), who=row.who, action=row.action, subject=row.subject, why=row.why,
        before=row.before, after=row.after, previous=row.previous, hash=row.hash,
    )  # fmt: skip


def _instant(text: str) -> datetime:
    """Read an instant; one that was tampered with beyond reading becomes the epoch, which no hash fits."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
