"""The casebook's rows held against its audit chain: what stands there is what the events say, no more, no less.

The chain by itself shows that no event was touched; this shows that no row was, behind the program's back: a
decision, a step of a proceeding, a mend, a case, a file of evidence, a user, a bulletin. Standings of proceedings
and of the register (state, what is due) are left out: they follow from the steps and are computed anew.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from suyuan.casebook import record_rows
from suyuan.casebook.audit import canonical, instant_text
from suyuan.model.case import AuditEvent
from suyuan.model.proceeding import ProceedingKind
from suyuan.model.ruling import RulingKind
from suyuan.model.text import Message, Text

ALTERED = Text(
    zh="{what} 与审计记录不符：在程序之外被改动、调换或删除了一部分。",
    en="{what} is not what the audit chain says: it was changed, reordered or cut outside of the program.",
)
UNRECORDED = Text(
    zh="{what} 在审计记录中没有来历：不是本程序写入的。",
    en="{what} is in no event of the audit chain: it was not written by the program.",
)
REMOVED = Text(
    zh="{what} 见于审计记录第 {seq} 条，库中已没有：被删除。",
    en="{what} stands in event {seq} of the audit chain and no longer in the casebook: it was removed.",
)

_PROCEEDINGS = frozenset(each.value for each in ProceedingKind)
_RULINGS = frozenset(each.value for each in RulingKind)
Said = dict[str, Any]


@dataclass
class Witness:
    """What the events say of one row: its fields as the last of them left them, and what was added to it."""

    seq: int
    state: Said = field(default_factory=dict)
    added: Counter[bytes] = field(default_factory=Counter)
    steps: list[bytes] = field(default_factory=list)


def faults(session: Session, events: Iterable[AuditEvent]) -> Iterator[Message]:
    """Give every row that differs from what the events say, and every one that is not there or not in them."""
    witnesses = heard(events)
    for row in record_rows.every(session):
        witness = witnesses.pop(row.what, None)
        if witness is None:
            yield UNRECORDED(what=row.what)
        elif not _fits(row, witness):
            yield ALTERED(what=row.what)
    for what, witness in witnesses.items():
        yield REMOVED(what=what, seq=witness.seq)


def heard(events: Iterable[AuditEvent]) -> dict[str, Witness]:
    """Return what the events say of each row, by the name that the chain has for it."""
    found: dict[str, Witness] = {}
    for event in events:
        noun, _, verb = event.action.partition(".")
        before: Said = json.loads(event.before) if event.before else {}
        after: Said = json.loads(event.after) if event.after else {}
        if event.subject.startswith("ruling:") and noun in _RULINGS:
            _hear_ruling(found, event, verb, before if verb == "undo" else after)
        elif noun in _PROCEEDINGS and event.subject.startswith(f"{noun}:"):
            _hear_step(found, event, verb, after)
        elif event.action in _HEARD:
            _HEARD[event.action](_of(found, event), event, before, after)
    return found


def _fits(row: record_rows.Recorded, witness: Witness) -> bool:
    told = all(row.state.get(name) == value for name, value in witness.state.items())
    added = Counter(map(digest, row.added))
    return told and added == witness.added and [digest(each) for each in row.steps] == witness.steps


def digest(value: object) -> bytes:
    """Return a short mark of a JSON value, so that long chains need little room."""
    return sha256(canonical(value).encode()).digest()[:16]


def _of(found: dict[str, Witness], event: AuditEvent) -> Witness:
    return found.setdefault(event.subject, Witness(event.seq))


def _hear_step(found: dict[str, Witness], event: AuditEvent, verb: str, after: Said) -> None:
    witness = _of(found, event)
    if "on" in after:
        witness.state["on"] = after["on"]
    told = (after.get(name) for name in ("acted", "approved_by", "facts"))
    witness.steps.append(digest([verb, event.who, instant_text(event.at), event.why, *told]))


def _hear_ruling(found: dict[str, Witness], event: AuditEvent, verb: str, said: Said) -> None:
    noun = event.action.partition(".")[0]
    told = (said.get(name) for name in ("subject", "facts", "evidence"))
    _of(found, event).steps.append(digest([noun, verb, event.who, instant_text(event.at), event.why, *told]))


def _hear_state(witness: Witness, event: AuditEvent, _before: Said, after: Said) -> None:
    witness.state |= after
    if event.action == "case.new":
        witness.state |= {"by": event.who, "at": instant_text(event.at)}


def _hear_evidence(witness: Witness, event: AuditEvent, _before: Said, after: Said) -> None:
    name = after.pop("name")
    witness.state |= after
    witness.added[digest(["arrival", name, event.why])] += 1


def _hear_again(witness: Witness, event: AuditEvent, before: Said, after: Said) -> None:
    new: Counter[str] = Counter(after["names"]) - Counter(before["names"])
    witness.added.update(digest(["arrival", name, event.why]) for name in new)


def _hear_mend(witness: Witness, event: AuditEvent, before: Said, after: Said) -> None:
    signed = [event.who, instant_text(event.at), event.why]
    for old, new in zip(before["cells"], after["cells"], strict=True):
        place = [after["sheet"], after["row"], new["column"], new["title"]]
        witness.added[digest([event.action, *place, old["text"], new["text"], *signed])] += 1


def _hear_user(witness: Witness, event: AuditEvent, before: Said, after: Said) -> None:
    told = before if event.action == "user.withdraw" else after
    if "duty" in told:
        part = [told.pop("duty"), told.pop("scope"), event.who, instant_text(event.at)]
        witness.added[digest([event.action.replace("add", "grant"), *part])] += 1
    if event.action != "user.withdraw":
        witness.state |= ({"active": True} if event.action == "user.add" else {}) | told


def _hear_supervised(witness: Witness, _event: AuditEvent, _before: Said, after: Said) -> None:
    witness.state |= {name: after[name] for name in ("name", "province")}


_HEARD = {
    "case.new": _hear_state,
    "case.restate": _hear_state,
    "evidence.add": _hear_evidence,
    "evidence.read": _hear_state,
    "evidence.again": _hear_again,
    "row.mend": _hear_mend,
    "row.unmend": _hear_mend,
    "user.add": _hear_user,
    "user.grant": _hear_user,
    "user.withdraw": _hear_user,
    "user.close": _hear_user,
    "bulletin.enter": _hear_state,
    "register.case": _hear_supervised,
    "register.add": _hear_supervised,
}
