"""What the report says of the evidence: files, rows that could not be read, balances, gaps, contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields

from suyuan.actions.case_tracing import TracedCase
from suyuan.documents.report_model import (
    BalanceBreakLine,
    BalanceLine,
    ContradictionLine,
    EvidenceFile,
    GapLine,
    LeftOutLine,
    QuarantinedLine,
    ReportedReturnLine,
    RowClasses,
    RowPlace,
    UnfoundPaymentLine,
)
from suyuan.intake.balance_chain import BalanceState
from suyuan.ledger.build import FileContents
from suyuan.ledger.case_ledger import LEFT_OUT_NAMES, NearTransfer
from suyuan.model.booking import Booking
from suyuan.model.case import EvidenceRecord, Outcome
from suyuan.model.moment import Precision
from suyuan.model.money import text_from_minor
from suyuan.model.source import Source
from suyuan.model.text import Message, Text

UNREAD = "unread"
NEAR = Text(
    zh="最近：{time} {payer} → {payee} {amount}，{why}", en="nearest: {time} {payer} → {payee} {amount}: {why}"
)


def place_of(source: Source) -> RowPlace:
    """Return a source as the report names it."""
    return RowPlace(source.sha256, source.sheet, source.row)


def bookings_by_id(contents: Iterable[FileContents]) -> dict[str, Booking]:
    """Return every booking of the case by its id."""
    return {booking.id: booking for each in contents for part in each.parts for booking in part.bookings}


def evidence_files(traced: TracedCase) -> tuple[EvidenceFile, ...]:
    """Return the files of evidence, by the name under which they came first."""
    contents = {each.sha256: each for each in traced.contents}
    files = [_file(record, contents.get(record.sha256)) for record in traced.taken.evidence]
    return tuple(sorted(files, key=lambda file: (file.name, file.sha256)))


def quarantined_lines(traced: TracedCase) -> tuple[QuarantinedLine, ...]:
    """Return the rows that could not be read."""
    return tuple(
        QuarantinedLine(place_of(row.source), row.column, row.text, row.reason)
        for each in traced.contents
        for row in each.quarantined
    )


def balance_lines(traced: TracedCase) -> tuple[BalanceLine, ...]:
    """Return the balance chain of each account of each file."""
    lines = []
    for each in traced.contents:
        for part in each.parts:
            if part.repeats_sheet is not None or not part.bookings:
                continue
            breaks = tuple(
                BalanceBreakLine(found.row, found.expected, found.found, found.quarantined)
                for found in part.balance.breaks
            )
            sheet = part.bookings[0].source.sheet
            count = len(part.bookings)
            lines.append(BalanceLine(each.sha256, sheet, part.account, part.balance.state.value, count, breaks))
    return tuple(sorted(lines, key=lambda line: (line.account, line.sha256, line.sheet or "")))


def gap_lines(traced: TracedCase, bookings: Mapping[str, Booking]) -> tuple[GapLine, ...]:
    """Return the stretches that are missing in accounts' statements."""
    return tuple(
        GapLine(
            account=gap.account,
            start=gap.start.at,
            end=gap.end.at,
            jump=gap.found - gap.expected,
            place=place_of(bookings[gap.after].source),
        )
        for gap in traced.ledger.gaps
    )


def contradiction_lines(traced: TracedCase, bookings: Mapping[str, Booking]) -> tuple[ContradictionLine, ...]:
    """Return the statements that cannot both hold."""
    lines = []
    for each in traced.ledger.contradictions:
        booking = bookings.get(each.booking)
        lines.append(
            ContradictionLine(
                account=each.account,
                time=booking.time.at if booking else None,
                amount=each.amount or None,
                sentence=each.message,
                place=place_of(booking.source) if booking else None,
            )
        )
    return tuple(lines)


def unfound_lines(traced: TracedCase) -> tuple[UnfoundPaymentLine, ...]:
    """Return the reported payments that no statement shows; those in a currency traced beside, on its page."""
    beside = {each.ledger.currency for each in traced.others}
    return tuple(
        UnfoundPaymentLine(
            report=each.payment.report,
            victim=each.payment.victim,
            time=each.payment.time.at,
            payer=each.payment.payer,
            payee=each.payment.payee,
            amount=each.payment.amount,
            reason=each.reason,
            place=place_of(each.payment.source),
            near=tuple(_near(near, traced.ledger.currency) for near in each.near),
            date_only=each.payment.time.precision is Precision.DAY,
        )
        for each in traced.ledger.unfound
        if each.payment.currency not in beside
    )


def _near(near: NearTransfer, currency: str) -> Message:
    amount = text_from_minor(near.amount, currency)
    return NEAR(time=near.time, payer=near.payer, payee=near.payee, amount=amount, why=near.why)


def return_lines(traced: TracedCase) -> tuple[ReportedReturnLine, ...]:
    """Return the payments back that victims report in their own words."""
    return tuple(
        ReportedReturnLine(
            report=payment.report,
            victim=payment.victim,
            time=str(payment.time),
            amount=text_from_minor(payment.amount, payment.currency),
            sentence=payment.sentence,
            place=place_of(payment.source),
        )
        for each in traced.contents
        for payment in each.returns
    )


def left_out_lines(traced: TracedCase, bookings: Mapping[str, Booking]) -> tuple[LeftOutLine, ...]:
    """Return the bookings that are in the evidence and not in the ledger."""
    return tuple(
        LeftOutLine(
            place=place_of(bookings[each.booking].source),
            account=bookings[each.booking].account,
            time=bookings[each.booking].time.at,
            amount=bookings[each.booking].amount,
            reason=LEFT_OUT_NAMES[each.reason],
        )
        for each in traced.ledger.left_out
        if bookings[each.booking].currency == traced.ledger.currency
    )


def _file(record: EvidenceRecord, contents: FileContents | None) -> EvidenceFile:
    reading = record.reading
    read = reading.outcome is not Outcome.REFUSED and bool(reading.rows)
    states = [part.balance.state for part in contents.parts if part.bookings] if contents else []
    names = tuple(dict.fromkeys(arrival.name for arrival in record.arrivals))
    return EvidenceFile(
        sha256=record.sha256,
        name=record.name,
        size=record.size,
        kind=_kind(record),
        layout=reading.format or "",
        other_names=tuple(name for name in names if name != record.name),
        received_from=record.arrivals[0].origin,
        rows=RowClasses(**{each.name: reading.rows.get(each.name, 0) for each in fields(RowClasses)})
        if read
        else None,
        proven=states.count(BalanceState.PROVEN),
        broken=states.count(BalanceState.BROKEN),
        absent=states.count(BalanceState.ABSENT),
        refused=reading.refused,
    )


def _kind(record: EvidenceRecord) -> str:
    if record.reading.outcome is Outcome.REFUSED:
        return UNREAD
    return record.reading.kind or record.reading.outcome.value
