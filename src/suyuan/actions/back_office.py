"""What a user can ask of a platform's books in a case: their rows, and the top-ups against the bank transfers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from suyuan.actions.account_decisions import contents_of
from suyuan.actions.case_tracing import CURRENCY, TracedCase
from suyuan.actions.cases import TakenUp, take_up
from suyuan.actions.report_evidence import bookings_by_id, place_of
from suyuan.documents.report_model import BackOfficeLine, TopUpLine
from suyuan.ledger import segment
from suyuan.ledger.build import FileContents, Ledger, build
from suyuan.ledger.case_ledger import NearTransfer
from suyuan.ledger.top_ups import TopUp, match_top_ups
from suyuan.ledger.top_ups import place_of as order_of
from suyuan.model.back_office import BackOfficeKind, BackOfficeRow
from suyuan.model.case import CaseRecord
from suyuan.model.money import text_from_minor
from suyuan.model.text import Language, Message, Text
from suyuan.settings import Settings

JsonObject = dict[str, object]

NEAR = Text(zh="{time} {payer} → {payee} {amount}：{why}", en="{time} {payer} → {payee} {amount}: {why}")


@dataclass(frozen=True)
class CaseBooks:
    """The rows of the case's platforms' and gangs' books, in the order of file, table and row."""

    case: CaseRecord
    rows: tuple[BackOfficeRow, ...]
    names: Mapping[str, str]


@dataclass(frozen=True)
class CaseTopUps:
    """The case's top-ups, each with its transfer or why it has none, and the transfers by their ids."""

    case: CaseRecord
    top_ups: tuple[TopUp, ...]
    ledger: Ledger
    names: Mapping[str, str]


def case_books(settings: Settings, word: str, kinds: Sequence[BackOfficeKind] = ()) -> CaseBooks:
    """Return the books of a case found by number or name, of all kinds or of some.

    Raises WrongUsage if there is no such case, Failed where a segment is damaged.
    """
    taken = take_up(settings, word)
    rows = _rows(segment.read_case(taken.manifest, taken.folder.ledger))
    chosen = tuple(row for row in rows if not kinds or row.kind in kinds)
    return CaseBooks(taken.case, chosen, _names(taken))


def case_top_ups(settings: Settings, word: str) -> CaseTopUps:
    """Return the top-ups of a case, matched to the transfers of its ledger; raises like ``case_books``."""
    taken = take_up(settings, word)
    contents = contents_of(taken)
    ledger = build(contents, CURRENCY)
    return CaseTopUps(taken.case, matched_top_ups(contents, ledger), ledger, _names(taken))


def book_lines(traced: TracedCase) -> tuple[BackOfficeLine, ...]:
    """Return the rows of the books as the report lists them; top-ups stand in a list of their own."""
    return tuple(
        BackOfficeLine(
            kind=row.kind.value,
            number=row.number,
            member=row.member,
            name=row.name or row.account_name,
            phone=row.phone,
            above=" ".join(each for each in (row.agent, row.group) if each),
            account=row.account,
            bank=row.bank,
            time=str(row.time) if row.time else row.month,
            amount=_shown(row.amount, row.currency),
            commission=_shown(row.commission, row.currency),
            said=row.said,
            place=place_of(row.source),
        )
        for row in _rows(traced.contents)
        if row.kind is not BackOfficeKind.TOP_UP
    )


def top_up_lines(traced: TracedCase) -> tuple[TopUpLine, ...]:
    """Return the top-ups as the report lists them, with their transfers or why they have none."""
    return tuple(
        TopUpLine(
            number=each.row.number,
            member=" ".join(word for word in (each.row.member, each.row.payer_name or each.row.name) if word),
            time=str(each.row.time or ""),
            amount=_shown(each.row.amount, each.row.currency),
            account=each.row.account,
            said=each.row.said,
            transfer=each.transfer,
            reasons=each.reasons,
            why_not=each.why_not,
            near=tuple(_near(near, traced.ledger.currency) for near in each.near),
            place=place_of(each.row.source),
        )
        for each in matched_top_ups(traced.contents, traced.ledger)
    )


def row_object(row: BackOfficeRow, names: Mapping[str, str]) -> JsonObject:
    """Return a row of the books as JSON values; what it does not state is null."""
    return {
        "file": names.get(row.source.sha256),
        "sheet": row.source.sheet,
        "row": row.source.row,
        "kind": row.kind.value,
        "number": row.number or None,
        "member": row.member or None,
        "name": row.name or None,
        "phone": row.phone or None,
        "agent": row.agent or None,
        "group": row.group or None,
        "account": row.account or None,
        "account_name": row.account_name or None,
        "bank": row.bank or None,
        "payer_account": row.payer_account or None,
        "payer_name": row.payer_name or None,
        "time": str(row.time) if row.time else None,
        "month": row.month or None,
        "amount": _shown(row.amount, row.currency) or None,
        "commission": _shown(row.commission, row.currency) or None,
        "currency": row.currency,
        "status": row.status.value,
        "status_said": row.said or None,
    }


def top_up_object(top_up: TopUp, names: Mapping[str, str], currency: str, language: Language) -> JsonObject:
    """Return a top-up as JSON values; ``transfer`` is null where none was found, ``why_not`` where one was."""
    return {
        **row_object(top_up.row, names),
        "transfer": top_up.transfer or None,
        "reasons": [each.render(language) for each in top_up.reasons],
        "why_not": None if top_up.why_not is None else top_up.why_not.render(language),
        "nearest": [
            {
                "transfer": near.transfer,
                "time": str(near.time),
                "payer": near.payer,
                "payee": near.payee,
                "amount": text_from_minor(near.amount, currency),
                "why": near.why.render(language),
            }
            for near in top_up.near
        ],
    }


def _rows(contents: Sequence[FileContents]) -> tuple[BackOfficeRow, ...]:
    return tuple(sorted((row for each in contents for row in each.back_office), key=order_of))


def matched_top_ups(contents: Sequence[FileContents], ledger: Ledger) -> tuple[TopUp, ...]:
    """Return the case's top-ups, each with its transfer or why it has none."""
    rows = _rows(contents)
    return match_top_ups(rows, ledger, bookings_by_id(contents)) if rows else ()


def _names(taken: TakenUp) -> dict[str, str]:
    return {file.sha256: file.name for file in taken.evidence}


def _shown(amount: int | None, currency: str) -> str:
    return "" if amount is None else text_from_minor(amount, currency)


def _near(near: NearTransfer, currency: str) -> Message:
    amount = text_from_minor(near.amount, currency)
    return NEAR(time=near.time, payer=near.payer, payee=near.payee, amount=amount, why=near.why)
