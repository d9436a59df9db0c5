"""Readings of a case where its evidence leaves two: of the order within one instant, and of corrected pairs.

The ledger stands as the rules of docs/method.md say. Another reading is the same evidence read the other way where
nothing proves which holds; the ranges of every figure cover all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from suyuan.ledger.case_ledger import Ledger, LeftOutReason


class Reading(Enum):
    """How the evidence is read.

    DEBITS_FIRST: within an instant whose order nothing proves, debits before credits wherever balances allow;
    CREDITS_FIRST: the other way. CORRECTED_KEPT: no corrected pair is taken out, each goes through ``suspense:``.
    CORRECTED_REMOVED: every corrected pair is taken out.
    """

    AS_RULED = "as_ruled"
    DEBITS_FIRST = "debits_first"
    CREDITS_FIRST = "credits_first"
    CORRECTED_KEPT = "corrected_kept"
    CORRECTED_REMOVED = "corrected_removed"

    @property
    def is_order(self) -> bool:
        """Tell whether only the order within instants is another."""
        return self in (Reading.DEBITS_FIRST, Reading.CREDITS_FIRST)


def other_readings(ledger: Ledger) -> tuple[Reading, ...]:
    """Return the readings by which a ledger, built as ruled, could be another one."""
    left_out = any(each.reason is LeftOutReason.CORRECTED for each in ledger.left_out)
    suspended = any(each.reason == "suspense" for each in ledger.transfers)
    could: Mapping[Reading, bool] = {
        Reading.DEBITS_FIRST: bool(ledger.unproven_order),
        Reading.CREDITS_FIRST: bool(ledger.unproven_order),
        Reading.CORRECTED_KEPT: left_out,
        Reading.CORRECTED_REMOVED: suspended,
    }
    return tuple(reading for reading, differs in could.items() if differs)
