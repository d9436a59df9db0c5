"""Statements: a file's bookings with the proof that no row was lost, or the lines of one of our own forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from suyuan.intake.accounting import RowAccounting
from suyuan.intake.balance_chain import BalanceBreak, BalanceProof, BalanceState
from suyuan.intake.grid import OpenedFile
from suyuan.intake.quarantine import NotedRow, QuarantinedRow
from suyuan.model.booking import Booking
from suyuan.model.claim import ReportedPayment
from suyuan.model.coverage import Coverage
from suyuan.model.request import AnsweredRequest
from suyuan.model.role import RoleDecision
from suyuan.model.text import Message
from suyuan.model.transfer import AccountKind

__all__ = [
    "BalanceBreak",
    "BalanceProof",
    "BalanceState",
    "Confidence",
    "FileKind",
    "NotedRow",
    "Part",
    "QuarantinedRow",
    "ReadFile",
    "RowAccounting",
    "StatementTable",
    "read_file",
    "read_opened",
]


class FileKind(Enum):
    """What a file is: an institution's statement, or one of our own three forms."""

    STATEMENT = "statement"
    VICTIM_REPORT = "victim_report"
    REQUEST_LIST = "request_list"
    ROLE_LIST = "role_list"


class Confidence(Enum):
    """How sure the reading is: by a described layout, by roles of columns with a proven chain, or neither."""

    KNOWN = "known"
    INFERRED = "inferred"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Part:
    """The rows of one account in one currency of a table.

    ``account`` is in normal form, empty where the file names none; ``numbers`` are all numbers that the rows state
    for it. ``bookings`` stand in the file's order; ``balance.order`` gives the places of those that moved money
    in ledger order.
    """

    account: str
    numbers: tuple[str, ...]
    holder: str
    currency: str
    bookings: tuple[Booking, ...]
    quarantined: tuple[QuarantinedRow, ...]
    balance: BalanceProof


@dataclass(frozen=True)
class StatementTable:
    """One header with its rows on one sheet.

    ``header_row`` is the physical row, None where the table has none. ``repeats_sheet`` is the number of an
    earlier sheet of the same file whose rows this sheet repeats wholly: read and counted here, but one evidence,
    so the ledger takes only the first (``ReadFile.evidence_parts``).
    """

    sheet: str | None
    sheet_number: int
    header_row: int | None
    rows: RowAccounting
    parts: tuple[Part, ...]
    quarantined: tuple[QuarantinedRow, ...] = ()
    noted: tuple[NotedRow, ...] = ()
    repeats_sheet: int | None = None


@dataclass(frozen=True)
class ReadFile:
    """What a file says, with its accounting.

    ``format`` is the layout's id, ``account_kind`` what its accounts are (None for forms and where it differs).
    ``stated_periods`` are periods that a statement's own preamble prints. ``payments``, ``requests`` and
    ``roles`` are the lines of our own forms.
    """

    name: str
    sha256: str
    container: str
    encoding: str | None
    format: str
    kind: FileKind
    confidence: Confidence
    tables: tuple[StatementTable, ...]
    account_kind: AccountKind | None = None
    institution: str = ""
    payments: tuple[ReportedPayment, ...] = ()
    requests: tuple[AnsweredRequest, ...] = ()
    roles: tuple[RoleDecision, ...] = ()
    stated_periods: tuple[Coverage, ...] = ()
    warnings: tuple[Message, ...] = ()

    def evidence_parts(self) -> Iterator[Part]:
        """Yield the parts that the ledger takes: those of sheets that do not repeat an earlier one."""
        for table in self.tables:
            if table.repeats_sheet is None:
                yield from table.parts


def read_file(path: Path) -> ReadFile:
    """Read a file; raises Refused where it cannot be opened or its layout is not known."""
    raise NotImplementedError


def read_opened(opened: OpenedFile, place: str = "") -> ReadFile:
    """Read an opened file; ``place`` is the path it came by, where a layout names its owner only there.

    Raises Refused where the layout is not known: the sentence shows the header found and the nearest layouts.
    """
    raise NotImplementedError
