"""A fraud platform's back office 后台 and a gang's performance and wage sheets: what the other side wrote down.

None of it is money that a bank booked. It is kept, listed and compared with bookings, and never added to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from suyuan.model.moment import Moment
from suyuan.model.source import Source


class BackOfficeKind(Enum):
    """What a row of a back office or of a gang's sheet is."""

    MEMBER = "member"
    TOP_UP = "top_up"
    WITHDRAWAL = "withdrawal"
    AGENT = "agent"
    RECEIVING_ACCOUNT = "receiving_account"
    PERFORMANCE = "performance"
    WAGE = "wage"


class BackOfficeStatus(Enum):
    """Whether the platform says that it was done; UNKNOWN where its word or code is not known."""

    DONE = "done"
    PENDING = "pending"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class BackOfficeRow:
    """One row, as the platform or the sheet states it; what it does not state is empty or None.

    ``number`` is its own id or order number, ``member`` the member's id or login, ``name`` a person's name,
    ``agent`` who stands above (上级, 推荐人), ``group`` a team. ``account`` is in normal form: of a member or a
    withdrawal the bound card, of a top-up or a receiving account the one that money was to be paid to;
    ``account_name`` and ``bank`` are that account's. ``payer_account`` is the card that a top-up names as paying.
    ``amount`` and ``commission`` are minor units of ``currency``, ``month`` is a sheet's (as printed). ``said`` is
    the status as printed.
    """

    source: Source
    kind: BackOfficeKind
    number: str = ""
    member: str = ""
    name: str = ""
    phone: str = ""
    agent: str = ""
    group: str = ""
    account: str = ""
    account_name: str = ""
    bank: str = ""
    payer_account: str = ""
    payer_name: str = ""
    time: Moment | None = None
    month: str = ""
    amount: int | None = None
    commission: int | None = None
    currency: str = "CNY"
    status: BackOfficeStatus = BackOfficeStatus.UNKNOWN
    said: str = ""
