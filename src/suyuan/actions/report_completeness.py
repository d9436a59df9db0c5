"""What the report says of completeness and of requests: the proof of a case as the report's lines."""

from __future__ import annotations

from suyuan.actions.asked import NEVER_ASKED
from suyuan.actions.case_tracing import TracedCase, held_over_policies
from suyuan.actions.completeness import CaseCompleteness, completeness_of
from suyuan.actions.report_evidence import place_of
from suyuan.documents.completeness_model import (
    CalendarLine,
    ChainGapLine,
    ChainLine,
    CompletenessPages,
    DayRunLine,
    EqualRowsLine,
    NeverAskedLine,
    OverlapLine,
    PrintedLine,
    RequestLine,
    UnaskedLine,
)
from suyuan.ledger.day_calendar import DAY_STATE_NAMES
from suyuan.ledger.request_register import (
    STANDING_NAMES,
    RegisteredRequest,
    RequestRegister,
    Standing,
    default_term,
)
from suyuan.model.printed_total import PrintedTotal


def case_completeness(traced: TracedCase) -> CaseCompleteness:
    """Return the proof of a traced case; accounts that nobody was asked about stand in its calendar too."""
    asked_nothing = sorted({row["account"] for row in _inquiries(traced, NEVER_ASKED)})
    return completeness_of(traced.taken, traced.contents, traced.as_of, asked_nothing)


def completeness_pages(traced: TracedCase, found: CaseCompleteness) -> CompletenessPages:
    """Return the lines that the report prints of it."""
    calendar = found.calendar
    return CompletenessPages(
        moment=found.register.moment,
        default_term=default_term().label,
        states=tuple((state.value, name) for state, name in DAY_STATE_NAMES.items()),
        first=calendar.first,
        last=calendar.last,
        chains=tuple(
            ChainLine(
                each.account,
                each.currency,
                each.files,
                each.bookings,
                each.repeated,
                each.state.value,
                len(each.gaps),
            )
            for each in found.proofs.chains
        ),
        gaps=_gaps(found),
        overlaps=tuple(
            OverlapLine(each.account, each.currency, each.file, each.other, each.both, each.alike)
            for each in found.proofs.overlaps
        ),
        equal_rows=tuple(EqualRowsLine(each.account, each.sha256, each.rows) for each in found.proofs.alike),
        printed=tuple(map(_printed, found.printed)),
        calendar=tuple(
            CalendarLine(
                each.account, tuple(DayRunLine(run.first, run.last, run.state.value) for run in each.runs)
            )
            for each in calendar.accounts
        ),
        requests=tuple(_request(each, found.register) for each in found.register.requests),
        never_asked=_never_asked(traced, found.register),
        unasked=tuple(UnaskedLine(each.account, each.sha256, each.rows) for each in found.register.unasked),
    )


def _gaps(found: CaseCompleteness) -> tuple[ChainGapLine, ...]:
    return tuple(
        ChainGapLine(
            account=chain.account,
            currency=chain.currency,
            start=gap.start.at,
            end=gap.end.at,
            jump=gap.found - gap.expected,
            before=place_of(gap.before),
            after=place_of(gap.after),
            quarantined=gap.quarantined,
        )
        for chain in found.proofs.chains
        for gap in chain.gaps
    )


def _printed(each: PrintedTotal) -> PrintedLine:
    verdict = "agrees" if each.agrees else "differs" if each.is_compared else "not_compared"
    return PrintedLine(
        place=place_of(each.source),
        account=each.account,
        currency=each.currency,
        text=each.text,
        count=each.count,
        amount=each.amount,
        found_count=each.found_count,
        found_amount=each.found_amount,
        verdict=verdict,
    )


def _request(each: RegisteredRequest, register: RequestRegister) -> RequestLine:
    request = each.request
    return RequestLine(
        document=request.document,
        organ=f"{request.organ} {request.officer}".strip(),
        institution=request.institution,
        account=each.account,
        start=request.start,
        end=request.end,
        sent=request.sent,
        due=each.due,
        due_stated=each.due_stated,
        answered=each.answered,
        standing=each.standing.value,
        words=STANDING_NAMES[each.standing],
        late=register.days_late(each) if each.standing is Standing.OVERDUE else 0,
        meaning=each.meaning.name if each.meaning else None,
        note=request.note,
        covered=each.covered,
        files=tuple(dict.fromkeys(file.sha256 for file in each.files)),
        lacks_file=each.lacks_file,
        place=place_of(request.source),
    )


def _never_asked(traced: TracedCase, register: RequestRegister) -> tuple[NeverAskedLine, ...]:
    """Return the accounts that the money stops at because nobody was asked, and of which no request speaks."""
    _, greatest = held_over_policies(traced.findings)
    banks = {row["account"]: row["bank"] for row in _inquiries(traced, NEVER_ASKED)}
    accounts = sorted(set(banks) - register.asked, key=lambda account: (-greatest.get(account, 0), account))
    return tuple(NeverAskedLine(each, str(banks[each] or ""), greatest.get(each, 0)) for each in accounts)


def _inquiries(traced: TracedCase, reason: str) -> list[dict[str, str]]:
    return [row for row in traced.findings.inquiries.to_pylist() if row["reason"] == reason]
