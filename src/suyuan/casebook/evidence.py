"""Evidence in the casebook: which files a case has, how they came, what reading them gave."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from suyuan.casebook.audit import canonical
from suyuan.casebook.session import Change
from suyuan.casebook.tables import ArrivalRow, EvidenceRow
from suyuan.model.case import Arrival, EvidenceRecord, Outcome, Reading
from suyuan.model.moment import CHINA
from suyuan.model.text import Language, Message, Text


def subject_of(case: str, sha256: str) -> str:
    """Return how the audit chain names a file of evidence."""
    return f"evidence:{case}/{sha256}"


def find_evidence(session: Session, case: str, sha256: str) -> EvidenceRecord | None:
    """Return a case's file of evidence by its content, None if the case has it not."""
    row = _row(session, case, sha256)
    return None if row is None else _record(row)


def list_evidence(session: Session, case: str) -> tuple[EvidenceRecord, ...]:
    """Return a case's files of evidence in the order in which they came."""
    rows = session.scalars(select(EvidenceRow).where(EvidenceRow.case_number == case).order_by(EvidenceRow.id))
    return tuple(_record(row) for row in rows)


class Keeper:
    """Keeps files of one case in one change; the casebook is asked once which of them it has."""

    def __init__(self, change: Change, case: str, sha256s: Iterable[str]) -> None:
        self._change = change
        wanted = select(EvidenceRow).where(EvidenceRow.case_number == case, EvidenceRow.sha256.in_(sha256s))
        self._rows = {row.sha256: row for row in change.session.scalars(wanted)}

    def keep(self, evidence: EvidenceRecord) -> bool:
        """Make a file part of its case, or add what is new of it; returns whether anything changed.

        ``evidence`` carries the one arrival under way. A file that came the same way before and reads as before
        leaves no trace: running an import twice changes nothing.
        """
        row = self._rows.get(evidence.sha256)
        # What is asked for each event (rights) does not depend on the files: they are sent together in the end.
        with self._change.session.no_autoflush:
            if row is None:
                self._rows[evidence.sha256] = _add(self._change, evidence)
                return True
            arrived = _arrive(self._change, row, evidence.arrivals[0])
            return _read_again(self._change, row, evidence.reading) or arrived


def keep(change: Change, evidence: EvidenceRecord) -> bool:
    """Do the same for a single file."""
    return Keeper(change, evidence.case, [evidence.sha256]).keep(evidence)


def _add(change: Change, evidence: EvidenceRecord) -> EvidenceRow:
    row = EvidenceRow(case_number=evidence.case, sha256=evidence.sha256, size=evidence.size)
    _fill(row, evidence.reading)
    row.arrivals = [_arrival_row(arrival) for arrival in evidence.arrivals]
    change.session.add(row)
    first = evidence.arrivals[0]
    change.record(
        "evidence.add",
        subject_of(evidence.case, evidence.sha256),
        why=first.origin,
        after={"name": first.name, "size": evidence.size} | _summary(evidence.reading),
    )
    return row


def _arrive(change: Change, row: EvidenceRow, arrival: Arrival) -> bool:
    if any((known.name, known.origin) == (arrival.name, arrival.origin) for known in row.arrivals):
        return False
    before = sorted(known.name for known in row.arrivals)
    row.arrivals.append(_arrival_row(arrival))
    change.record(
        "evidence.again",
        subject_of(row.case_number, row.sha256),
        why=arrival.origin,
        before={"names": before},
        after={"names": sorted([*before, arrival.name])},
    )
    return True


def _read_again(change: Change, row: EvidenceRow, reading: Reading) -> bool:
    before = _record(row).reading
    if _columns(before) == _columns(reading):
        return False
    _fill(row, reading)
    change.record(
        "evidence.read",
        subject_of(row.case_number, row.sha256),
        before=_summary(before),
        after=_summary(reading),
    )
    return True


def _summary(reading: Reading) -> dict[str, object]:
    """What the chain keeps of a reading: no sentence that could quote the file's cells."""
    return {
        "outcome": reading.outcome.value,
        "format": reading.format,
        "kind": reading.kind,
        "rows": dict(reading.rows),
        "entry": reading.entry,
    }


def _columns(reading: Reading) -> dict[str, str | None]:
    rows, warnings = canonical(dict(reading.rows)), canonical([_said(warning) for warning in reading.warnings])
    return {
        "outcome": reading.outcome.value,
        "container": reading.container,
        "format": reading.format,
        "kind": reading.kind,
        "rows": rows,
        "refused": None if reading.refused is None else canonical(_said(reading.refused)),
        "warnings": warnings,
        "entry": None if reading.entry is None else canonical(reading.entry),
    }


def _fill(row: EvidenceRow, reading: Reading) -> None:
    for name, value in _columns(reading).items():
        setattr(row, name, value)


def _row(session: Session, case: str, sha256: str) -> EvidenceRow | None:
    found = select(EvidenceRow).where(EvidenceRow.case_number == case, EvidenceRow.sha256 == sha256)
    return session.scalars(found).one_or_none()


def _arrival_row(arrival: Arrival) -> ArrivalRow:
    return ArrivalRow(name=arrival.name, origin=arrival.origin, who=arrival.who, at=arrival.when)


def _record(row: EvidenceRow) -> EvidenceRecord:
    arrivals = tuple(Arrival(each.name, each.origin, each.who, each.at.astimezone(CHINA)) for each in row.arrivals)
    reading = Reading(
        outcome=Outcome(row.outcome),
        container=row.container,
        format=row.format,
        kind=row.kind,
        rows=json.loads(row.rows),
        refused=None if row.refused is None else _message(json.loads(row.refused)),
        warnings=tuple(_message(said) for said in json.loads(row.warnings)),
        entry=None if row.entry is None else json.loads(row.entry),
    )
    return EvidenceRecord(row.case_number, row.sha256, row.size, arrivals, reading)


def _said(message: Message) -> dict[str, str]:
    return {language.value: message.render(language) for language in Language}


def _message(said: dict[str, str]) -> Message:
    """Give a kept sentence back; its braces are signs by now, no places to fill."""
    zh, en = (
        said[language.value].replace("{", "{{").replace("}", "}}") for language in (Language.ZH, Language.EN)
    )
    return Message(Text(zh=zh, en=en))
