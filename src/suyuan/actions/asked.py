"""Asked and never asked: the next inquiries of the tracing, told apart by the register of requests.

Tracing knows only that an account has no coverage, and its tables say so, that anyone may compute them again from
the plain files. Whether nobody asked, or somebody did and got no answer, stands in the register: the report tells
the two apart, since they call for different letters.
"""

from __future__ import annotations

from suyuan.ledger.request_register import RegisteredRequest, RequestRegister, Standing

NEVER_ASKED = "never_asked"
ASKED = "asked_not_answered"
REFUSED = "refused"
IN_PART = "answered_in_part"
WITHOUT_FILE = "file_missing"

_REASONS = {
    Standing.OVERDUE: ASKED,
    Standing.WAITING: ASKED,
    Standing.RECEIVED: ASKED,
    Standing.PART: IN_PART,
    Standing.REFUSED: REFUSED,
}
_ORDER = (ASKED, IN_PART, WITHOUT_FILE, REFUSED)
"""Of several requests for one account the one that may still bring something says what to do."""


def told_apart(reason: str, account: str, register: RequestRegister) -> str:
    """Return an inquiry's reason; an account is said to be never asked only if no request speaks of it."""
    if reason != NEVER_ASKED:
        return reason
    found = {said for each in register.of(account) if (said := _reason(each)) is not None}
    return next((each for each in _ORDER if each in found), NEVER_ASKED)


def _reason(each: RegisteredRequest) -> str | None:
    return WITHOUT_FILE if each.lacks_file else _REASONS.get(each.standing)
