"""Jurisdiction 管辖 over a case: acceptance, filing, the organ named for it, the case it was merged into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from suyuan.model.moment import Moment
from suyuan.model.text import Text


class JurisdictionEvent(Enum):
    """What happened to a case; 受案 is no 立案, and only the latter allows a freeze."""

    ACCEPTED = "accepted"
    FILED = "filed"
    DESIGNATED = "designated"
    MERGED = "merged"


EVENT_NAMES = {
    JurisdictionEvent.ACCEPTED: Text(zh="受案", en="report accepted (受案)"),
    JurisdictionEvent.FILED: Text(zh="立案", en="case filed (立案)"),
    JurisdictionEvent.DESIGNATED: Text(zh="指定管辖", en="jurisdiction designated (指定管辖)"),
    JurisdictionEvent.MERGED: Text(zh="并案", en="merged into another case (并案)"),
}


@dataclass(frozen=True)
class JurisdictionEntry:
    """One event by decision: ``number`` of its ruling, ``on`` when it took place, the organ that has the case from
    then on (empty: as before), the document, for a merger the case that takes it in (``into``).
    """

    number: int
    event: JurisdictionEvent
    on: Moment
    organ: str
    document: str
    into: str
    why: str
    who: str
    entered: Moment


def merged_into(entries: Sequence[JurisdictionEntry]) -> JurisdictionEntry | None:
    """Return the merger that stands, None where the case stands by itself."""
    found = [each for each in entries if each.event is JurisdictionEvent.MERGED]
    return found[-1] if found else None
