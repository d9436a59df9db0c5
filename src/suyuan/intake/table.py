"""One sheet of a statement to its table: bookings by account and currency, accounting, balance proof."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from suyuan.intake.accounting import RowAccounting, RowClass, accounted
from suyuan.intake.balance_chain import BalanceProof, prove
from suyuan.intake.bookings import BookingReader, Place, ReadRow
from suyuan.intake.cells import BLANKS
from suyuan.intake.direction_codes import meanings
from suyuan.intake.directions import BLANK_DIRECTION, UNKNOWN_DIRECTION, settle
from suyuan.intake.fault import Fault
from suyuan.intake.fees import with_fees
from suyuan.intake.figures import Figures, figures_of
from suyuan.intake.header import unit_in
from suyuan.intake.layout import Layout
from suyuan.intake.owner import Owner, find_owner, owner_of, said_account
from suyuan.intake.papers import is_paper, named_papers
from suyuan.intake.preamble import Preamble, read_preamble, text_lines_at_end
from suyuan.intake.printed_totals import Lines, differences, printed_totals
from suyuan.intake.purses import Purses
from suyuan.intake.quarantine import NotedRow, QuarantinedRow
from suyuan.intake.recognise import Recognised
from suyuan.intake.rows import Grid, GridRow
from suyuan.intake.sorting import RowReader, SortedRows, Sorter
from suyuan.intake.thai_years import TAKEN_AS_BUDDHIST, is_buddhist
from suyuan.intake.widths import Widths
from suyuan.model.account import is_masked
from suyuan.model.booking import Booking, BookingKind, BookingStatus, Direction
from suyuan.model.coverage import Coverage
from suyuan.model.money import UNSTATED
from suyuan.model.printed_total import PrintedTotal
from suyuan.model.request import NamedPaper
from suyuan.model.source import Source
from suyuan.model.text import Message, Text

UNREAD_COLUMNS = Text(
    zh="表头中有本版式不认识的列，未读取：{columns}",
    en="columns that the layout does not know were not read: {columns}",
)
NO_OWNER = Text(zh="文件没有写明是谁的账户", en="the file does not say whose account this is")
CURRENCY_OF_LAYOUT = Text(
    zh="文件没有写明币种，按本版式的机构所用币种 {currency} 读取",
    en="the file prints no currency; read as {currency}, which the institutions of this layout use",
)
NO_CURRENCY = Text(
    zh="文件没有写明币种，金额按两位小数读取",
    en="the file prints no currency; amounts are read with two decimals",
)
OTHER_UNIT = Text(
    zh="文件写明单位为“{unit}”，本版式的金额单位与此不同，金额仍按本版式读取，请核对",
    en="the file says that its amounts are in “{unit}”, which this layout's are not; they were read as the layout "
    "has them: check them",
)
QUARANTINED = Text(
    zh="{count} 行无法读取，已隔离（第 {rows} 行）",
    en="{count} rows could not be read and are quarantined (rows {rows})",
)
ROWS_NAMED = 20
"""So many quarantined rows are named in the warning; all of them stand in the list."""


Purse = tuple[str, str]
"""An account's key and a currency."""


@dataclass(frozen=True)
class Part:
    """The rows of one account in one currency of a table.

    ``account`` is in normal form, empty where the file names none; ``numbers`` are all numbers that the rows state
    for it. ``bookings`` stand in the file's order; ``balance.order`` gives the places of those that moved money
    in ledger order. ``figures`` are their sums where these were found without making each booking. ``cash_spot``
    is 钞 or 汇 where the part is one of an account's two purses of a foreign currency (``sub_accounts``).
    """

    account: str
    numbers: tuple[str, ...]
    holder: str
    currency: str
    bookings: Sequence[Booking]
    quarantined: tuple[QuarantinedRow, ...]
    balance: BalanceProof
    figures: Figures | None = None
    cash_spot: str = ""


def figures_of_part(part: Part) -> Figures:
    """Return what a part's bookings come to."""
    return part.figures or figures_of(part.bookings)


@dataclass(frozen=True)
class StatementTable:
    """One header with its rows on one sheet.

    ``header_row`` is the physical row, None where the table has none. ``repeats_sheet`` is the number of an
    earlier sheet of the same file whose rows this sheet repeats wholly: read and counted here, but one evidence,
    so the ledger takes only the first (``ReadFile.evidence_parts``). ``payments`` are the parts as the ledger
    takes them, where a message's batch entries consist of payments that add up to them; None: ``parts``.
    ``format`` is the name of the sheet's own layout, empty where it has none or the file's is meant.
    """

    sheet: str | None
    sheet_number: int
    header_row: int | None
    rows: RowAccounting
    parts: tuple[Part, ...]
    quarantined: tuple[QuarantinedRow, ...] = ()
    noted: tuple[NotedRow, ...] = ()
    repeats_sheet: int | None = None
    payments: tuple[Part, ...] | None = None
    printed: tuple[PrintedTotal, ...] = ()
    papers: tuple[NamedPaper, ...] = ()
    format: str = ""

    @property
    def for_ledger(self) -> tuple[Part, ...]:
        """The parts whose bookings are single payments, as far as the file tells them."""
        return self.parts if self.payments is None else self.payments


@dataclass(frozen=True)
class ReadSheet:
    """A sheet's table with what was noticed and the period that its own lines state."""

    table: StatementTable
    warnings: tuple[Message, ...]
    periods: tuple[Coverage, ...]


def read_sheet(sha256: str, grid: Grid, found: Recognised, path: str) -> ReadSheet:
    """Read one sheet by the layout found; ``path`` is where the file lay: some layouts name the owner there."""
    buddhist = bool(found.places) and is_buddhist(grid, found)
    if buddhist:
        found = replace(found, layout=replace(found.layout, rules=replace(found.layout.rules, era="buddhist")))
    layout = found.layout
    preamble = read_preamble(layout, _lines_around(grid, found))
    owner = find_owner(grid, found, preamble, path)
    if not found.places:
        owner = replace(owner, account=said_account(layout, grid) or owner.account)
        said: SortedRows[ReadRow] = Sorter(sha256, grid, found, RowReader(_unread)).sort()
        return ReadSheet(_table(grid, found, said, (_part([], [], said.quarantined, owner, layout),)), (), ())
    reader = reader_of(sha256, grid, found, owner)

    def arrange(below: Recognised) -> None:
        """Take a header below the first, which may name the columns in another order."""
        nonlocal reader
        remarks, reader = reader.remarks, reader_of(sha256, grid, below, reader.owner)
        reader.remarks = remarks

    def next_export(lines: Sequence[GridRow]) -> None:
        """Take the owner of an export that was pasted below another, where its lines name one."""
        said = owner_of(found, read_preamble(layout, lines))
        if said.account:
            reader.owner = replace(said, currency=said.currency or reader.owner.currency)

    row_reader = RowReader(
        read=lambda row, order: reader.read(row, order),
        lines_above=next_export,
        arrange=arrange,
        join=_continued,
        account_of=lambda row: reader.account_of(row),
    )
    sorter = Sorter(sha256, grid, found, row_reader)
    rows = sorter.sort()
    table = _table(grid, found, rows, _parts(rows, grid, layout, reader))
    table = replace(table, printed=_printed(sha256, grid, found, rows, table))
    table = replace(table, papers=named_papers(grid, found, [each.booking for each in rows.read]))
    noticed = (*sorter.remarks.messages(), *reader.remarks.messages())
    noticed = (TAKEN_AS_BUDDHIST(), *noticed) if buddhist else noticed
    warnings = (*_unit_said(layout, _lines_around(grid, found)), *warnings_of(found, table), *noticed)
    return ReadSheet(table, warnings, _periods(sha256, grid, layout, preamble, table))


def reader_of(
    sha256: str, grid: Grid, found: Recognised, owner: Owner, widths: Widths | None = None
) -> BookingReader:
    """Return the reader of the rows below a header; ``widths`` where the grid does not hold all rows."""
    header = () if found.header_at is None else grid.rows[found.header_at].cells
    place = Place(sha256, grid.sheet, grid.sheet_number)
    return BookingReader(found, _names(header, found), widths or Widths(grid, found.header_at), place, owner)


def _names(header: Sequence[str], found: Recognised) -> tuple[str, ...]:
    """Return the printed names of the columns; a table known by its cells may have fewer than it has columns."""
    names = tuple(cell.strip(BLANKS) for cell in header)
    return (*names, *[""] * (max(found.places.values(), default=-1) + 1 - len(names)))


def _continued(row: ReadRow, text: str) -> ReadRow:
    booking = row.booking
    return replace(row, booking=replace(booking, summary=f"{booking.summary} {text}".strip()))


def _table(grid: Grid, found: Recognised, rows: SortedRows[ReadRow], parts: tuple[Part, ...]) -> StatementTable:
    return StatementTable(
        sheet=grid.sheet,
        sheet_number=grid.sheet_number,
        header_row=None if found.header_at is None else grid.rows[found.header_at].number,
        rows=accounted(len(grid.rows), rows.classes),
        parts=parts,
        quarantined=tuple(sorted(rows.quarantined, key=lambda each: each.source.row)),
        noted=tuple(rows.noted),
    )


def _printed(
    sha256: str, grid: Grid, found: Recognised, rows: SortedRows[ReadRow], table: StatementTable
) -> tuple[PrintedTotal, ...]:
    """Return the totals that the sheet's lines print, compared with the bookings read."""
    noted = {each.source.row for each in rows.noted}
    read = {each.booking.source.row for each in rows.read}
    above = [row for row in grid.rows[: found.header_at or 0] if row.number not in read]
    notes = [row for row in grid.rows if row.number in noted] if noted else []
    lines = Lines(
        [*above, *rows.footers, *notes],
        lambda row: Source(sha256, grid.sheet, grid.sheet_number, row.number),
    )
    bookings = [booking for part in table.parts for booking in part.bookings]
    return printed_totals(lines, found, bookings, table.parts[0].currency)


def _unread(row: GridRow, order: int) -> ReadRow | Fault:
    raise AssertionError(f"row {row.number} of a file without a header was read as number {order}")


def _lines_around(grid: Grid, found: Recognised) -> list[GridRow]:
    at = found.header_at or 0
    return [*grid.rows[:at], *text_lines_at_end(grid.rows[at + 1 :])]


def _parts(rows: SortedRows[ReadRow], grid: Grid, layout: Layout, reader: BookingReader) -> tuple[Part, ...]:
    """Return the table's rows by account and currency, in the order of their first rows; at least one part.

    Rows whose blank direction the balances do not settle are quarantined here.
    """
    numbers = [(each.booking.account, *each.booking.other_numbers) for each in rows.read]
    purses = Purses(numbers)
    groups: dict[Purse, list[ReadRow]] = defaultdict(list)
    for each in rows.read:
        groups[purses.key(each.booking.account), each.booking.currency].append(each)
    groups = _decoded(groups)
    refunded = _refunded(rows.read) if layout.rules.closed_may_be_refunded else set()
    by_number: dict[int, GridRow] = {}
    parts = []
    for (account, _), group in groups.items():
        bookings = [
            replace(each.booking, status=BookingStatus.REFUNDED) if each.booking.id in refunded else each.booking
            for each in group
        ]
        undecided = {place for place, each in enumerate(group) if each.undecided}
        bookings, unsettled = settle(bookings, undecided, {at for at, each in enumerate(group) if each.minus})
        bookings = [each.towards(booking) for each, booking in zip(group, bookings, strict=True)]
        bookings = _with_fees(bookings, group, reader)
        if unsettled:
            by_number = by_number or {row.number: row for row in grid.rows}
            lost = [(bookings[place], group[place].code) for place in unsettled]
            rows.quarantined += [
                reader.unsettled(
                    by_number[booking.source.row],
                    booking,
                    UNKNOWN_DIRECTION(text=code) if code else BLANK_DIRECTION(),
                )
                for booking, code in lost
            ]
            rows.classes[RowClass.READ] -= len(lost)
            rows.classes[RowClass.QUARANTINED] += len(lost)
        without = set(unsettled)
        kept = [place for place in range(len(group)) if place not in without]
        loose = [at for at, place in enumerate(kept) if layout.rules.card_balance and group[place].card]
        own = Owner(account, "", bookings[0].currency)
        aside = [each for each in rows.quarantined if not each.account or purses.key(each.account) == account]
        parts.append(
            _part([bookings[place] for place in kept], loose, aside, own, layout, purses.numbers(account))
        )
    return tuple(parts) or (_part([], [], rows.quarantined, reader.owner, layout),)


def _with_fees(bookings: list[Booking], group: Sequence[ReadRow], reader: BookingReader) -> list[Booking]:
    """Return an account's bookings with the fees that a column of their own holds, as the balances say."""
    fees = {at: each.fee for at, each in enumerate(group) if each.fee}
    if not fees:
        return bookings
    bookings, remark = with_fees(bookings, fees)
    if remark is None:
        return bookings
    for at in fees:
        name = reader.names[reader.columns_of("fee")[0]]
        reader.remarks.add(remark, bookings[at].source.row, name)
    return bookings


def _decoded(groups: Mapping[Purse, list[ReadRow]]) -> dict[Purse, list[ReadRow]]:
    """Return the rows with the directions that bare digits mean by the balances of the whole sheet."""
    said = {}
    if any(each.code for group in groups.values() for each in group):
        said = meanings([(each.booking, each.code) for each in group] for group in groups.values())
    return {
        purse: [
            replace(
                each,
                undecided=False,
                booking=replace(each.booking, direction=said[each.code], direction_inferred=True),
            )
            if each.code in said
            else each
            for each in group
        ]
        for purse, group in groups.items()
    }


def _part(
    bookings: Sequence[Booking],
    loose: Sequence[int],
    quarantined: Sequence[QuarantinedRow],
    owner: Owner,
    layout: Layout,
    numbers: tuple[str, ...] = (),
) -> Part:
    return Part(
        account=owner.account,
        numbers=tuple(number for number in numbers or (owner.account,) if number),
        holder=next((booking.holder for booking in bookings if booking.holder), owner.holder),
        currency=owner.currency or layout.rules.currency,
        bookings=tuple(bookings),
        quarantined=tuple(quarantined),
        balance=prove(bookings, [each.source.row for each in quarantined], frozenset(loose)),
    )


def _refunded(rows: Sequence[ReadRow]) -> set[str]:
    """Return the ids of closed payments that a refund row of the same order shows to have been real debits.

    A refund's order number is the payment's, or the payment's with an underscore and its own behind.
    """
    refunds: dict[str, int] = defaultdict(int)
    for each in rows:
        booking = each.booking
        if booking.kind is BookingKind.REFUND and booking.status is BookingStatus.EFFECTIVE and booking.reference:
            order = booking.reference.partition("_")[0]
            refunds[order] = max(refunds[order], booking.amount)
    return {
        each.booking.id
        for each in rows
        if each.booking.status is BookingStatus.CLOSED
        and each.booking.direction is Direction.OUT
        and 0 < refunds.get(each.booking.reference, 0) <= each.booking.amount
    }


def warnings_of(found: Recognised, table: StatementTable) -> Iterator[Message]:
    """Yield what is to be said of a table as a whole."""
    unread = [name for name in found.unread() if not is_paper(name)]
    if unread:
        yield UNREAD_COLUMNS(columns=", ".join(unread))
    if any(not part.account for part in table.parts):
        yield NO_OWNER()
    if _currency_is_the_layouts(found):
        currency = found.layout.rules.currency
        yield NO_CURRENCY() if currency == UNSTATED else CURRENCY_OF_LAYOUT(currency=currency)
    if table.quarantined:
        rows = ", ".join(str(each.source.row) for each in table.quarantined[:ROWS_NAMED])
        more = "…" if len(table.quarantined) > ROWS_NAMED else ""
        yield QUARANTINED(count=len(table.quarantined), rows=rows + more)
    yield from differences(table.printed)


def _unit_said(layout: Layout, lines: Sequence[GridRow]) -> Iterator[Message]:
    """Yield that a line around the table prints another unit than the layout has (单位：万元)."""
    own = {"minor": {"分"}, "ten_thousand": {"万元", "万"}}.get(layout.rules.unit, set())
    for unit in sorted({unit_in(cell) for row in lines for cell in row.cells if "单位" in cell} - {"", *own}):
        yield OTHER_UNIT(unit=unit)


def _currency_is_the_layouts(found: Recognised) -> bool:
    """Tell whether only the layout says which foreign currency a table is in: no column nor its name does."""
    currency, columns = found.layout.rules.currency, found.layout.columns
    printed = any(name in found.places for field in ("currency", "contract") for name in columns.get(field, ()))
    return currency not in ("CNY", "INR") and not printed and not any(currency in name for name in found.places)


def _periods(
    sha256: str, grid: Grid, layout: Layout, preamble: Preamble, table: StatementTable
) -> tuple[Coverage, ...]:
    """Return the coverage that the statement's own lines state, where it has one account that is known."""
    accounts = {part.account for part in table.parts}
    if preamble.start is None or preamble.end is None or preamble.row is None:
        return ()
    if len(accounts) != 1 or "" in accounts or any(is_masked(account) for account in accounts):
        return ()
    start, end = preamble.start, preamble.end
    source = Source(sha256, grid.sheet, grid.sheet_number, preamble.row)
    return tuple(
        Coverage(part.account, part.currency, start, end, source, layout.institution) for part in table.parts
    )
