"""The audit chain checked, the casebook's rows held against it, and the events about one case counted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from suyuan.actions.cases import casebook_of
from suyuan.casebook import audit, cases, records
from suyuan.errors import WrongUsage
from suyuan.model.text import Message, Text
from suyuan.settings import Settings

NOT_A_HASH = Text(
    zh="“{noted}”不是哈希：应为 64 位十六进制数字，见 suyuan case show 或报告。",
    en="“{noted}” is no hash: it has 64 hexadecimal digits, as suyuan case show and the report print it.",
)
NOT_IN_CHAIN = Text(
    zh="所记的哈希 {noted} 不在链中：其所指的记录已被改动，或整条链被重做。",
    en="The noted hash {noted} is not in the chain: the event it stood for was changed, or the chain was made "
    "anew.",
)

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Verified:
    """What a check of the chain found.

    ``count`` events with ``head`` as the last one's hash; ``case`` and ``about`` name the case asked for and count
    the events about it, None where none was asked for; ``noted`` is the place of the hash that a person noted
    elsewhere, None where none was given or it is not there; ``faults`` say what is wrong, each with its event.
    """

    count: int
    head: str
    faults: tuple[Message, ...]
    case: str | None
    about: int | None
    noted: int | None

    @property
    def whole(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.faults


def verify(settings: Settings, case: str | None = None, noted: str | None = None) -> Verified:
    """Check the casebook's whole chain of events; one case's events stand in it among all others.

    ``noted`` is the hash of some event as a person wrote it down (a report, a letter). Raises WrongUsage for a
    case that there is not and for a hash that is none.
    """
    sought = None if noted is None else noted.strip().lower()
    if sought is not None and _HASH.fullmatch(sought) is None:
        raise WrongUsage(NOT_A_HASH(noted=noted))
    with casebook_of(settings) as casebook, casebook.reading() as session:
        number = None if case is None else cases.find_case(session, case).number
        check = audit.verify_chain(session)
        # A chain that is broken itself is no witness.
        rows = tuple(records.faults(session, audit.every_event(session))) if check.whole else ()
        about = None if number is None else audit.count_of_case(session, number)
        place = None if sought is None else audit.place_of(session, sought)
    faults = check.faults + rows
    if sought is not None and place is None:
        faults += (NOT_IN_CHAIN(noted=sought),)
    return Verified(check.count, check.head, faults, number, about, place)
