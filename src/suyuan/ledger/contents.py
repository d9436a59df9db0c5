"""What the ledger keeps of one imported file: its bookings with their balance proof, or the lines of a form.

A plain view on ``suyuan.intake.statement.ReadFile`` without what the casebook keeps (name, row accounting,
warnings). It is what a file's segments hold, so it comes back from them exactly (texts of quarantine as words).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from suyuan.intake.balance_chain import BalanceProof
from suyuan.intake.mending import MendedCell
from suyuan.intake.quarantine import QuarantinedRow
from suyuan.intake.statement import FileKind, ReadFile
from suyuan.model.back_office import BackOfficeRow
from suyuan.model.booking import Booking
from suyuan.model.claim import ReportedPayment
from suyuan.model.coverage import Coverage
from suyuan.model.earmark import EarmarkDecision
from suyuan.model.printed_total import PrintedTotal
from suyuan.model.request import AnsweredRequest, NamedPaper
from suyuan.model.role import RoleDecision
from suyuan.model.stated_account import StatedAccount
from suyuan.model.transfer import AccountKind

if TYPE_CHECKING:
    from suyuan.intake.columns.bookings import Columns


@dataclass(frozen=True)
class PartContents:
    """The rows of one account in one currency of a table.

    ``table`` counts the file's tables from 0. ``repeats_sheet`` is the number of the earlier sheet that the whole
    table repeats, else None: such rows are kept and never enter the ledger. ``format`` is the sheet's own layout,
    empty where it is the file's.
    """

    table: int
    repeats_sheet: int | None
    account: str
    numbers: tuple[str, ...]
    holder: str
    currency: str
    bookings: Sequence[Booking]
    balance: BalanceProof
    format: str = ""


@dataclass(frozen=True)
class FileContents:
    """One file. ``account_kind`` and ``institution`` are those of its layout, if it names any.

    ``returns`` are payments back that victims report, ``back_office`` rows of a platform's own books: neither is a
    booking.
    """

    sha256: str
    format: str
    kind: FileKind
    account_kind: AccountKind | None = None
    institution: str = ""
    parts: tuple[PartContents, ...] = ()
    quarantined: tuple[QuarantinedRow, ...] = ()
    payments: tuple[ReportedPayment, ...] = ()
    requests: tuple[AnsweredRequest, ...] = ()
    roles: tuple[RoleDecision, ...] = ()
    periods: tuple[Coverage, ...] = ()
    accounts: tuple[StatedAccount, ...] = ()
    mends: tuple[MendedCell, ...] = ()
    printed: tuple[PrintedTotal, ...] = ()
    papers: tuple[NamedPaper, ...] = ()
    returns: tuple[ReportedPayment, ...] = ()
    back_office: tuple[BackOfficeRow, ...] = ()
    earmarks: tuple[EarmarkDecision, ...] = ()

    @property
    def columns(self) -> Columns | None:
        """The columns in which the bookings of a large file stand, None where they are objects."""
        for part in self.parts:
            columns: Columns | None = getattr(part.bookings, "columns", None)
            return columns
        return None

    def without_bookings(self) -> FileContents:
        """Return the same without the bookings, which are written from their columns."""
        parts = tuple(replace(part, bookings=(), balance=replace(part.balance, order=())) for part in self.parts)
        return replace(self, parts=parts)

    @property
    def mended(self) -> frozenset[str]:
        """The ids of the rows (as of bookings) that were read from cells that a person mended."""
        return frozenset(mend.source.booking_id for mend in self.mends)


def contents_of(read: ReadFile, mends: tuple[MendedCell, ...] = ()) -> FileContents:
    """Return what the ledger keeps of a read file, ``mends`` being the cells that were mended for reading it."""
    parts = tuple(
        PartContents(
            table=number,
            repeats_sheet=table.repeats_sheet,
            account=part.account,
            numbers=part.numbers,
            holder=part.holder,
            currency=part.currency,
            bookings=part.bookings,
            balance=part.balance,
            format=table.format if table.format != read.format else "",
        )
        for number, table in enumerate(read.tables)
        for part in table.for_ledger
    )
    quarantined = {
        (row.source.sheet_number, row.source.row, row.column): row
        for table in read.tables
        for rows in (table.quarantined, *(part.quarantined for part in table.parts))
        for row in rows
    }
    return FileContents(
        sha256=read.sha256,
        format=read.format,
        kind=read.kind,
        account_kind=read.account_kind,
        institution=read.institution,
        parts=parts,
        quarantined=tuple(quarantined[place] for place in sorted(quarantined)),
        payments=read.payments,
        requests=read.requests,
        roles=read.roles,
        periods=read.stated_periods,
        accounts=read.accounts,
        mends=mends,
        papers=tuple(each for table in read.tables if table.repeats_sheet is None for each in table.papers),
        printed=tuple(each for table in read.tables if table.repeats_sheet is None for each in table.printed),
        returns=read.returns,
        back_office=read.back_office,
        earmarks=read.earmarks,
    )
