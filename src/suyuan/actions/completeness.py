"""Proof of completeness 完整性: what a case's material holds and lacks, as data; the report shows the same.

For each file its rows by class, for each account and currency its balances, which files overlap, which totals
they print, which days are covered, and how the requests stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from suyuan.actions.account_decisions import contents_of
from suyuan.actions.cases import TakenUp, take_up
from suyuan.actions.requests import CaseRequests, register_object, register_of
from suyuan.ledger.account_proof import AccountChain, AccountProofs, ChainGap, account_proofs
from suyuan.ledger.contents import FileContents
from suyuan.ledger.day_calendar import DayCalendar, DayState, day_calendar
from suyuan.ledger.identities import identify
from suyuan.ledger.request_register import RequestRegister
from suyuan.model.case import EvidenceRecord
from suyuan.model.money import UNSTATED, text_from_minor
from suyuan.model.printed_total import PrintedTotal
from suyuan.model.source import Source
from suyuan.model.text import Language
from suyuan.settings import Settings

JsonObject = dict[str, object]


@dataclass(frozen=True)
class CaseCompleteness:
    """What proves a case's material whole, and what it lacks; ``printed`` are all totals that statements print."""

    taken: TakenUp
    proofs: AccountProofs
    printed: tuple[PrintedTotal, ...]
    register: RequestRegister
    calendar: DayCalendar

    @property
    def names(self) -> dict[str, str]:
        """The name of each file of evidence."""
        return {file.sha256: file.name for file in self.taken.evidence}


def completeness_of(
    taken: TakenUp, contents: Sequence[FileContents], moment: datetime | None = None, further: Iterable[str] = ()
) -> CaseCompleteness:
    """Return the proof of a case taken up; ``further`` accounts stand in the calendar though nobody was asked.

    The requests stand as of ``moment``, or if that is later, of the last entry that the register itself has.
    """
    identities = identify(contents)
    found = register_of(taken, contents, moment)
    return CaseCompleteness(
        taken=taken,
        proofs=account_proofs(contents, identities),
        printed=tuple(printed for each in contents for printed in each.printed),
        register=found,
        calendar=day_calendar(contents, identities, found, further),
    )


def case_completeness(settings: Settings, word: str, moment: datetime | None = None) -> CaseCompleteness:
    """Return the proof of a case found by number or name.

    Raises WrongUsage if there is no such case, Failed where a segment is damaged.
    """
    taken = take_up(settings, word)
    return completeness_of(taken, contents_of(taken), moment)


def completeness_object(found: CaseCompleteness, language: Language) -> JsonObject:
    """Return the proof as the object that ``suyuan completeness --json`` prints."""
    names = found.names
    requests = CaseRequests(found.taken.case, found.register, names)
    return {
        "case": found.taken.case.number,
        "files": [_file_object(file, language) for file in found.taken.evidence],
        "accounts": [_chain_object(chain, names) for chain in found.proofs.chains],
        "overlaps": [
            {
                "account": each.account,
                "currency": _stated(each.currency),
                "file": names.get(each.file),
                "other_file": names.get(each.other),
                "rows_in_both": each.both,
                "alike_and_kept": each.alike,
            }
            for each in found.proofs.overlaps
        ],
        "equal_rows_kept": [
            {
                "account": each.account,
                "currency": _stated(each.currency),
                "file": names.get(each.sha256),
                "rows": list(each.rows),
            }
            for each in found.proofs.alike
        ],
        "printed_totals": [_printed_object(each, names) for each in found.printed],
        "calendar": _calendar_object(found.calendar),
        "requests": register_object(requests, found.register.requests, language),
    }


def _file_object(file: EvidenceRecord, language: Language) -> JsonObject:
    reading = file.reading
    return {
        "file": file.name,
        "sha256": file.sha256,
        "outcome": reading.outcome.value,
        "rows": dict(reading.rows) or None,
        "refused": None if reading.refused is None else reading.refused.render(language),
    }


def _chain_object(chain: AccountChain, names: Mapping[str, str]) -> JsonObject:
    return {
        "account": chain.account,
        "currency": _stated(chain.currency),
        "files": [names.get(sha256) for sha256 in chain.files],
        "bookings": chain.bookings,
        "repeated": chain.repeated,
        "state": chain.state.value,
        "first_time": None if chain.first is None else str(chain.first),
        "last_time": None if chain.last is None else str(chain.last),
        "gaps": [_gap_object(gap, chain.currency, names) for gap in chain.gaps],
    }


def _gap_object(gap: ChainGap, currency: str, names: Mapping[str, str]) -> JsonObject:
    return {
        "from": str(gap.start),
        "to": str(gap.end),
        "expected": text_from_minor(gap.expected, currency),
        "found": text_from_minor(gap.found, currency),
        "difference": text_from_minor(gap.found - gap.expected, currency),
        "before": _place_object(gap.before, names),
        "after": _place_object(gap.after, names),
        "quarantined": list(gap.quarantined),
    }


def _place_object(source: Source, names: Mapping[str, str]) -> JsonObject:
    return {"file": names.get(source.sha256), "sheet": source.sheet, "row": source.row}


def _printed_object(each: PrintedTotal, names: Mapping[str, str]) -> JsonObject:
    def money(minor: int | None) -> str | None:
        return None if minor is None else text_from_minor(minor, each.currency)

    return {
        **_place_object(each.source, names),
        "account": each.account or None,
        "text": each.text,
        "direction": each.direction.value if each.direction else None,
        "page": each.page,
        "currency": _stated(each.currency),
        "count": each.count,
        "amount": money(each.amount),
        "read_count": None if each.count is None else each.found_count,
        "read_amount": None if each.amount is None else money(each.found_amount),
        "agrees": each.agrees if each.is_compared else None,
    }


def _calendar_object(calendar: DayCalendar) -> JsonObject:
    return {
        "from": None if calendar.first is None else calendar.first.isoformat(),
        "to": None if calendar.last is None else calendar.last.isoformat(),
        "accounts": [
            {
                "account": each.account,
                "days": {state.value: each.days(state) for state in DayState},
                "periods": [
                    {"from": run.first.isoformat(), "to": run.last.isoformat(), "state": run.state.value}
                    for run in each.runs
                ],
            }
            for each in calendar.accounts
        ],
    }


def _stated(currency: str) -> str | None:
    return None if currency == UNSTATED else currency
