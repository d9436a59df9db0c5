"""A file's contents as rows of plain cells, in the columns of ``suyuan.ledger.schema``, and back, exactly.

Times are counted in microseconds from 1970 UTC; beside each stands its offset in minutes, so that an instant comes
back as its source stated it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from suyuan.intake.balance_chain import BalanceBreak
from suyuan.intake.mending import MendedCell
from suyuan.intake.quarantine import QuarantinedRow
from suyuan.ledger.contents import FileContents
from suyuan.ledger.instants import instant, instant_cells, instant_or_none
from suyuan.model.back_office import BackOfficeKind, BackOfficeRow, BackOfficeStatus
from suyuan.model.booking import Booking, BookingKind, BookingStatus, Counterparty, Direction
from suyuan.model.claim import ReportedPayment
from suyuan.model.coverage import Coverage
from suyuan.model.earmark import EarmarkDecision
from suyuan.model.moment import Moment, Precision
from suyuan.model.printed_total import PrintedTotal
from suyuan.model.request import Answer, AnsweredRequest, NamedPaper
from suyuan.model.role import RoleDecision
from suyuan.model.source import Source
from suyuan.model.stated_account import StatedAccount
from suyuan.model.text import Language, Message, Text
from suyuan.model.transfer import AccountKind, Grade, Role

Row = tuple[Any, ...]
"""One row: a cell for each column of its relation. Checked by Arrow against the schema, hence no closer type."""

Fact = TypeVar("Fact")


@dataclass(frozen=True)
class PlacedBooking:
    """A booking with the part it belongs to and its place in that part's ledger order (None: no money moved)."""

    part: int
    place: int | None
    booking: Booking


def rows_of(contents: FileContents) -> dict[str, list[Row]]:
    """Return a file's contents as rows for each kind of segment; kinds without rows have an empty list."""
    return {
        "files": [_file_cells(contents)],
        "parts": list(_part_rows(contents)),
        "bookings": list(_booking_rows(contents)),
        "breaks": list(_break_rows(contents)),
        "quarantine": [_quarantine_cells(row) for row in contents.quarantined],
        "payments": [_payment_cells(payment) for payment in contents.payments],
        "requests": [_request_cells(request) for request in contents.requests],
        "request_terms": [
            _term_cells(each) for each in contents.requests if each.due or each.organ or each.officer
        ],
        "report_times": [_report_time_cells(each) for each in contents.payments if each.reported_at],
        "roles": [_role_cells(role) for role in contents.roles],
        "periods": [_period_cells(period) for period in contents.periods],
        "papers": [(*_source_cells(each.source), each.account, each.paper) for each in contents.papers],
        "printed_totals": [_printed_cells(each) for each in contents.printed],
        "stated_accounts": [_stated_account_cells(account) for account in contents.accounts],
        "mends": [_mend_cells(mend) for mend in contents.mends],
        "returns": [_payment_cells(payment) for payment in contents.returns],
        "back_office": [_back_office_cells(row) for row in contents.back_office],
        "earmarks": [_earmark_cells(each) for each in contents.earmarks],
    }


def booking_of(row: Sequence[Any]) -> PlacedBooking:
    """Return the booking of a row of ``bookings``."""
    cells = iter(row)
    take = cells.__next__
    take()  # the id, which its place makes anew
    part, place = take(), take()
    source = _source(cells)
    order_in_file, account, other_numbers, holder, institution = take(), take(), take(), take(), take()
    at = instant(take(), take())
    time = Moment(at, Precision(take()))
    direction, inferred = Direction(take()), take()
    amount, currency, balance = take(), take(), take()
    counterparty = Counterparty(take(), take(), take(), take(), take())
    booking = Booking(
        source=source,
        account=account,
        other_numbers=tuple(other_numbers),
        holder=holder,
        institution=institution,
        time=time,
        direction=direction,
        amount=amount,
        currency=currency,
        balance=balance,
        counterparty=counterparty,
        kind=BookingKind(take()),
        summary=take(),
        reference=take(),
        references=tuple(take()),
        corrects=take(),
        status=BookingStatus(take()),
        direction_inferred=inferred,
        order_in_file=order_in_file,
        merchant=take(),
        cash_spot=take(),
    )
    return PlacedBooking(part, place, booking)


def break_of(row: Sequence[Any]) -> tuple[int, BalanceBreak]:
    """Return the part's number and the break of a row of ``breaks``."""
    _, part, number, expected, found, quarantined = row
    return part, BalanceBreak(number, expected, found, tuple(int(each) for each in quarantined))


def quarantined_of(row: Sequence[Any]) -> QuarantinedRow:
    """Return the row of ``quarantine``, its reason as words without places to fill."""
    cells = iter(row)
    source = _source(cells)
    text, column, zh, en, account = cells
    reason = Message(Text(zh=_unfilled(zh), en=_unfilled(en)))
    return QuarantinedRow(source, text, column, reason, account)


def mend_of(row: Sequence[Any]) -> MendedCell:
    """Return the mended cell of a row of ``mends``."""
    cells = iter(row)
    return MendedCell(_source(cells), *cells)


def payment_of(row: Sequence[Any]) -> ReportedPayment:
    """Return the reported payment of a row of ``payments``."""
    cells = iter(row)
    source = _source(cells)
    report, victim, at, offset, precision, *rest = cells
    return ReportedPayment(source, report, victim, Moment(instant(at, offset), Precision(precision)), *rest)


def request_of(row: Sequence[Any]) -> AnsweredRequest:
    """Return the request of a row of ``requests``."""
    cells = iter(row)
    source = _source(cells)
    document, institution, account, currency, *times = cells
    start, end = instant(times[0], times[1]), instant(times[2], times[3])
    sent, answered = instant_or_none(times[4], times[5]), instant_or_none(times[6], times[7])
    answer, note = Answer(times[8]), times[9]
    return AnsweredRequest(
        source, document, institution, account, currency, start, end, sent, answered, answer, note
    )


def with_terms(requests: Sequence[AnsweredRequest], terms: Sequence[Row]) -> tuple[AnsweredRequest, ...]:
    """Return requests with the terms of ``request_terms`` that stand at the same places."""
    found = {}
    for row in terms:
        cells = iter(row)
        source = _source(cells)
        at, offset, organ, officer = cells
        found[source] = {"due": instant_or_none(at, offset), "organ": organ, "officer": officer}
    return tuple(replace(each, **found.get(each.source, {})) for each in requests)


def with_report_times(payments: Sequence[ReportedPayment], times: Sequence[Row]) -> tuple[ReportedPayment, ...]:
    """Return reported payments with the times of ``report_times`` that stand at the same places."""
    found = {}
    for row in times:
        cells = iter(row)
        source = _source(cells)
        number, at, offset, precision = cells
        found[source, number] = Moment(instant(at, offset), Precision(precision))
    return tuple(replace(each, reported_at=found.get((each.source, each.number))) for each in payments)


def role_of(row: Sequence[Any]) -> RoleDecision:
    """Return the decision of a row of ``roles``."""
    cells = iter(row)
    source = _source(cells)
    account, role, kind, reason, author, at, offset, precision = cells
    moment = None if at is None else Moment(instant(at, offset), Precision(precision))
    return RoleDecision(source, account, Role(role), AccountKind(kind) if kind else None, reason, author, moment)


def earmark_of(row: Sequence[Any]) -> EarmarkDecision:
    """Return the decision of a row of ``earmarks``."""
    cells = iter(row)
    source = _source(cells)
    account, credit, debit, amount, currency, grade, reason, evidence, author, at, offset, precision = cells
    moment = None if at is None else Moment(instant(at, offset), Precision(precision))
    return EarmarkDecision(
        account, credit, debit, amount, currency, Grade(grade), reason, evidence, author, moment, source
    )


def period_of(row: Sequence[Any]) -> Coverage:
    """Return the coverage of a row of ``periods``."""
    cells = iter(row)
    source = _source(cells)
    account, currency, start, start_offset, end, end_offset, institution, document = cells
    first, last = instant(start, start_offset), instant(end, end_offset)
    return Coverage(account, currency, first, last, source, institution, document)


def paper_of(row: Sequence[Any]) -> NamedPaper:
    """Return the paper of a row of ``papers``."""
    cells = iter(row)
    return NamedPaper(_source(cells), *cells)


def printed_of(row: Sequence[Any]) -> PrintedTotal:
    """Return the total of a row of ``printed_totals``."""
    cells = iter(row)
    source = _source(cells)
    text, direction, *rest = cells
    return PrintedTotal(source, text, None if direction is None else Direction(direction), *rest)


def stated_account_of(row: Sequence[Any]) -> StatedAccount:
    """Return the account of a row of ``stated_accounts``."""
    cells = iter(row)
    source = _source(cells)
    numbers, holder, bank, parent, bound, currency, balance, at, offset, precision = cells
    time = None if at is None else Moment(instant(at, offset), Precision(precision))
    return StatedAccount(source, tuple(numbers), holder, bank, parent, tuple(bound), currency, balance, time)


def back_office_of(row: Sequence[Any]) -> BackOfficeRow:
    """Return the row of ``back_office``."""
    cells = iter(row)
    source = _source(cells)
    kind, *words = (next(cells) for _ in range(12))
    at, offset, precision, month, amount, commission, currency, status, said = cells
    time = None if at is None else Moment(instant(at, offset), Precision(precision))
    made = BackOfficeRow(source, BackOfficeKind(kind), *words)
    made = replace(made, time=time, month=month, amount=amount, commission=commission, currency=currency)
    return replace(made, status=BackOfficeStatus(status), said=said)


def all_of(rows: Sequence[Row], read: Callable[[Row], Fact]) -> tuple[Fact, ...]:
    """Return what the rows say, in their order."""
    return tuple(read(row) for row in rows)


def _file_cells(contents: FileContents) -> Row:
    kind = contents.account_kind
    return (contents.sha256, contents.format, contents.kind.value, kind and kind.value, contents.institution)


def _part_rows(contents: FileContents) -> Iterator[Row]:
    for number, part in enumerate(contents.parts):
        yield (
            contents.sha256,
            number,
            part.table,
            part.repeats_sheet,
            part.account,
            list(part.numbers),
            part.holder,
            part.currency,
            part.balance.state.value,
            part.format,
        )


def _booking_rows(contents: FileContents) -> Iterator[Row]:
    for number, part in enumerate(contents.parts):
        places = {index: place for place, index in enumerate(part.balance.order)}
        for index, booking in enumerate(part.bookings):
            yield _booking_cells(number, places.get(index), booking)


def _booking_cells(part: int, place: int | None, booking: Booking) -> Row:
    other = booking.counterparty
    return (
        booking.id,
        part,
        place,
        *_source_cells(booking.source),
        booking.order_in_file,
        booking.account,
        list(booking.other_numbers),
        booking.holder,
        booking.institution,
        *instant_cells(booking.time.at),
        booking.time.precision.value,
        booking.direction.value,
        booking.direction_inferred,
        booking.amount,
        booking.currency,
        booking.balance,
        other.account,
        other.account_raw,
        other.name,
        other.bank,
        other.damaged,
        booking.kind.value,
        booking.summary,
        booking.reference,
        list(booking.references),
        booking.corrects,
        booking.status.value,
        booking.merchant,
        booking.cash_spot,
    )


def _break_rows(contents: FileContents) -> Iterator[Row]:
    for number, part in enumerate(contents.parts):
        for each in part.balance.breaks:
            quarantined = [str(row) for row in each.quarantined]
            yield (contents.sha256, number, each.row, each.expected, each.found, quarantined)


def _quarantine_cells(row: QuarantinedRow) -> Row:
    zh, en = row.reason.render(Language.ZH), row.reason.render(Language.EN)
    return (*_source_cells(row.source), row.text, row.column, zh, en, row.account)


def _mend_cells(mend: MendedCell) -> Row:
    return (
        *_source_cells(mend.source),
        mend.column,
        mend.title,
        mend.original,
        mend.text,
        mend.who,
        mend.why,
    )


def _payment_cells(payment: ReportedPayment) -> Row:
    return (
        *_source_cells(payment.source),
        payment.report,
        payment.victim,
        *instant_cells(payment.time.at),
        payment.time.precision.value,
        payment.payer,
        payment.payee,
        payment.amount,
        payment.currency,
        payment.channel,
        payment.number,
        payment.payer_name,
        payment.payer_bank,
        payment.payee_name,
        payment.payee_bank,
        payment.span,
        payment.about,
        payment.least,
        payment.greatest,
        payment.sentence,
    )


def _back_office_cells(row: BackOfficeRow) -> Row:
    time = row.time
    return (
        *_source_cells(row.source),
        row.kind.value,
        row.number,
        row.member,
        row.name,
        row.phone,
        row.agent,
        row.group,
        row.account,
        row.account_name,
        row.bank,
        row.payer_account,
        row.payer_name,
        *instant_cells(None if time is None else time.at),
        None if time is None else time.precision.value,
        row.month,
        row.amount,
        row.commission,
        row.currency,
        row.status.value,
        row.said,
    )


def _request_cells(request: AnsweredRequest) -> Row:
    return (
        *_source_cells(request.source),
        request.document,
        request.institution,
        request.account,
        request.currency,
        *instant_cells(request.start),
        *instant_cells(request.end),
        *instant_cells(request.sent),
        *instant_cells(request.answered),
        request.answer.value,
        request.note,
    )


def _term_cells(request: AnsweredRequest) -> Row:
    return (*_source_cells(request.source), *instant_cells(request.due), request.organ, request.officer)


def _report_time_cells(payment: ReportedPayment) -> Row:
    at = payment.reported_at
    assert at is not None  # noqa: S101  the caller's condition
    return (*_source_cells(payment.source), payment.number, *instant_cells(at.at), at.precision.value)


def _role_cells(role: RoleDecision) -> Row:
    kind, time = role.kind and role.kind.value, role.time
    decided = instant_cells(None if time is None else time.at)
    precision = None if time is None else time.precision.value
    return (
        *_source_cells(role.source),
        role.account,
        role.role.value,
        kind,
        role.reason,
        role.author,
        *decided,
        precision,
    )


def _earmark_cells(each: EarmarkDecision) -> Row:
    assert each.source is not None  # noqa: S101  a form's earmark has its line
    return (
        *_source_cells(each.source),
        *(each.account, each.credit, each.debit, each.amount, each.currency, each.grade.value),
        *(each.reason, each.evidence, each.author, *instant_cells(each.time.at if each.time else None)),
        each.time.precision.value if each.time else None,
    )


def _period_cells(period: Coverage) -> Row:
    return (
        *_source_cells(period.source),
        period.account,
        period.currency,
        *instant_cells(period.start),
        *instant_cells(period.end),
        period.institution,
        period.document,
    )


def _printed_cells(each: PrintedTotal) -> Row:
    return (
        *_source_cells(each.source),
        each.text,
        None if each.direction is None else each.direction.value,
        each.currency,
        each.count,
        each.amount,
        each.found_count,
        each.found_amount,
        each.page,
        each.account,
    )


def _stated_account_cells(account: StatedAccount) -> Row:
    time = account.time
    return (
        *_source_cells(account.source),
        list(account.numbers),
        account.holder,
        account.bank,
        account.parent,
        list(account.bound),
        account.currency,
        account.balance,
        *instant_cells(None if time is None else time.at),
        None if time is None else time.precision.value,
    )


def _source_cells(source: Source) -> Row:
    return (source.sha256, source.sheet, source.sheet_number, source.row)


def _source(cells: Iterator[Any]) -> Source:
    return Source(next(cells), next(cells), next(cells), next(cells))


def _unfilled(words: str) -> str:
    """Return words as a text without places: a brace in them is a brace."""
    return words.replace("{", "{{").replace("}", "}}")
