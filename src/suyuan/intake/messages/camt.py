"""ISO 20022 camt.052, .053 and .054, all versions: entries of a report, statement or notification."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from suyuan.errors import Refused
from suyuan.intake.fault import Fault
from suyuan.intake.messages.amounts import amount
from suyuan.intake.messages.camt_totals import compare_totals
from suyuan.intake.messages.dates import iso_moment
from suyuan.intake.messages.entries import Entry, Figure, Page, Places, Statement
from suyuan.intake.messages.nodes import Node, parse_xml
from suyuan.model.account import normal_form
from suyuan.model.booking import Booking, BookingKind, BookingStatus, Counterparty, Direction
from suyuan.model.moment import Moment
from suyuan.model.money import UNSTATED
from suyuan.model.source import Source
from suyuan.model.text import Message, Text

NO_STATEMENT = Text(
    zh="{name} 是 camt 报文，但其中没有对账单（Stmt、Rpt、Ntfctn）。请确认文件是否完整。",
    en="{name} is a camt message but holds no statement (Stmt, Rpt, Ntfctn). Check that the file is whole.",
)
NO_DAY = Text(zh="没有入账日期或起息日", en="there is neither a booking nor a value date")
BAD_DAY = Text(zh="日期“{text}”不存在或无法识别", en="the date “{text}” does not exist or cannot be read")
NO_WAY = Text(zh="借贷标志“{text}”不是 CRDT 或 DBIT", en="the direction “{text}” is neither CRDT nor DBIT")
NO_CURRENCY = Text(zh="金额没有写明币种", en="the amount names no currency")
NEGATIVE = Text(
    zh="金额“{text}”带负号，格式不允许", en="the amount “{text}” has a minus, which the format forbids"
)
UNKNOWN_STATUS = Text(
    zh="未知的记账状态“{text}”（第 {line} 行），按未知处理", en="the status “{text}” (line {line}) is not known"
)
BAD_BALANCE = Text(zh="第 {line} 行的余额 {code} 无法识别", en="the balance {code} on line {line} cannot be read")

_FRAMES = {"Stmt": "camt053", "Rpt": "camt052", "Ntfctn": "camt054"}
_STATUSES = {
    "": BookingStatus.EFFECTIVE,
    "BOOK": BookingStatus.EFFECTIVE,
    "PDNG": BookingStatus.PENDING,
    "FUTR": BookingStatus.PENDING,
    # An entry for information was never booked on the account: no money moved by it.
    "INFO": BookingStatus.CLOSED,
}


@dataclass(frozen=True)
class Own:
    """The account of a statement and who keeps it."""

    account: str
    holder: str
    institution: str
    currency: str


def read_camt(places: Places, name: str, text: str) -> tuple[str, list[Statement]]:
    """Return the layout's id and the statements of a message; raises Refused where the XML is damaged."""
    root = parse_xml(name, text)
    found = [node for node in root.walk() if node.tag in _FRAMES]
    frames = [node for node in found if node.first("Acct") or node.first("Ntry") or node.first("Id")]
    if not frames:
        raise Refused(NO_STATEMENT(name=name))
    statements: list[Statement] = []
    before: Node | None = None
    for frame in frames:
        statement = _statement(places, frame)
        if before is not None and _carries_on(before, frame):
            first = statements[-1]
            statements[-1] = replace(
                first,
                pages=(*first.pages, *statement.pages),
                frames=first.frames + 1,
                warnings=(*first.warnings, *statement.warnings),
            )
        else:
            statements.append(statement)
        before = frame
    return _FRAMES[frames[0].tag], statements


def _carries_on(before: Node, frame: Node) -> bool:
    """Tell whether a page carries on the statement of the one before: same number and account, more to come."""
    return (
        before.said("StmtPgntn/LastPgInd", "RptPgntn/LastPgInd", "NtfctnPgntn/LastPgInd") == "false"
        and before.said("Id") == frame.said("Id")
        and _account_number(before.first("Acct")) == _account_number(frame.first("Acct"))
    )


def _statement(places: Places, frame: Node) -> Statement:
    account = frame.first("Acct")
    own = Own(
        account=normal_form(_account_number(account)),
        holder=_party_name(account.first("Ownr")) if account else "",
        institution=_agent(account.first("Svcr")) if account else "",
        currency=account.said("Ccy") if account else "",
    )
    warnings: list[Message] = []
    entries = tuple(_entry(places, node, own, warnings) for node in frame.all("Ntry"))
    openings, closings = _balances(frame, warnings)
    warnings += compare_totals(frame, entries)
    said = (entry.said.currency for entry in entries if isinstance(entry.said, Booking))
    currency = own.currency or next((each.currency for each in openings), "") or next(said, UNSTATED)
    return Statement(
        account=own.account,
        numbers=(own.account,) if own.account else (),
        holder=own.holder,
        currency=currency,
        header_row=frame.line,
        period=_period(frame),
        pages=(Page(entries, openings, closings),),
        frames=1,
        warnings=tuple(warnings),
    )


def _period(frame: Node) -> tuple[Moment, Moment] | None:
    start = iso_moment(frame.said("FrToDt/FrDtTm", "FrToDt/FrDt"))
    end = iso_moment(frame.said("FrToDt/ToDtTm", "FrToDt/ToDt"))
    return None if start is None or end is None or end.at < start.at else (start, end)


def _balances(frame: Node, warnings: list[Message]) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """Return the opening and closing book balances, one of each a currency.

    OPBD before PRCD opens and CLBD closes. ITBD (interim) opens a later page and closes an earlier one of a
    statement that runs over several; within one message that is not closed it proves nothing.
    """
    stated: dict[tuple[str, str], list[Figure]] = {}
    for node in frame.all("Bal"):
        code = node.said("Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry")
        figure = _figure(node)
        if figure is None:
            if code in ("OPBD", "PRCD", "CLBD"):
                warnings.append(BAD_BALANCE(line=node.line, code=code))
            continue
        stated.setdefault((code, figure.currency), []).append(figure)
    openings, closings = [], []
    for currency in dict.fromkeys(each for _, each in stated):
        interim = stated.get(("ITBD", currency), [])
        opening = stated.get(("OPBD", currency)) or stated.get(("PRCD", currency))
        closing = stated.get(("CLBD", currency))
        if frame.tag == "Stmt" and not opening and interim:
            opening = interim[:1]
        if frame.tag == "Stmt" and not closing and interim and interim[-1:] != opening:
            closing = interim[-1:]
        openings += (opening or [])[:1]
        closings += (closing or [])[-1:]
    return tuple(openings), tuple(closings)


def _figure(node: Node) -> Figure | None:
    said = node.first("Amt")
    if said is None:
        return None
    currency = said.attributes.get("Ccy", "").strip().upper()
    value = amount(said.text, currency or UNSTATED, ".")
    if isinstance(value, Fault) or not currency:
        return None
    return Figure(-value if node.said("CdtDbtInd") == "DBIT" else value, currency, node.line)


def _entry(places: Places, node: Node, own: Own, warnings: list[Message]) -> Entry:
    source = places.take(node.line)
    booking = _booking(source, node, own)
    if isinstance(booking, Booking):
        status = node.said("Sts/Cd", "Sts/Prtry", "Sts").upper()
        if status not in _STATUSES:
            warnings.append(UNKNOWN_STATUS(text=status, line=node.line))
        payments = tuple(_payments(places, node, booking, own))
        return Entry(source, "", booking, payments)
    return Entry(source, node.shown(), booking)


def _booking(source: Source, node: Node, own: Own) -> Booking | Fault:
    money = _money(node, own)
    if isinstance(money, Fault):
        return money
    minor, currency = money
    way = node.said("CdtDbtInd")
    if way not in ("CRDT", "DBIT"):
        return Fault("CdtDbtInd", NO_WAY(text=way))
    said = node.said("BookgDt/DtTm", "BookgDt/Dt", "ValDt/DtTm", "ValDt/Dt")
    time = iso_moment(said)
    if time is None:
        return Fault("BookgDt", BAD_DAY(text=said) if said else NO_DAY())
    details = node.all("NtryDtls/TxDtls")
    reversal = node.said("RvslInd").lower() in ("true", "1")
    references = _references(node, details[:1] if len(details) == 1 else [])
    return Booking(
        source=source,
        account=own.account,
        other_numbers=(),
        holder=own.holder,
        institution=own.institution,
        time=time,
        direction=Direction.IN if way == "CRDT" else Direction.OUT,
        amount=abs(minor),
        currency=currency,
        balance=None,
        counterparty=_common([_other_side(each, way, own, reversal=reversal) for each in details]),
        kind=BookingKind.CORRECTION if reversal else _kind(node, way),
        summary=_summary(node, details),
        reference=references[0] if references else "",
        references=references,
        corrects="",
        status=_STATUSES.get(node.said("Sts/Cd", "Sts/Prtry", "Sts").upper(), BookingStatus.UNKNOWN),
    )


def _money(node: Node, own: Own) -> tuple[int, str] | Fault:
    """Return minor units and currency of an entry; a minus is not part of the format."""
    said = node.first("Amt")
    currency = (said.attributes.get("Ccy", "") if said else "").strip().upper() or own.currency
    if not re.fullmatch(r"[A-Z]{3}", currency):
        return Fault("Amt", NO_CURRENCY())
    value = amount(said.text if said else "", currency, ".", "Amt")
    if isinstance(value, int) and value < 0:
        return Fault("Amt", NEGATIVE(text=said.text.strip() if said else ""))
    return value if isinstance(value, Fault) else (value, currency)


def _payments(places: Places, node: Node, whole: Booking, own: Own) -> Iterator[Booking]:
    """Yield the payments of a batch entry, if there are several and they add up to it in its currency."""
    details = node.all("NtryDtls/TxDtls")
    if len(details) < 2:
        return
    sign = 1 if whole.direction is Direction.IN else -1
    parts: list[tuple[Node, int]] = []
    for each in details:
        said = each.first("Amt") or each.first("AmtDtls/TxAmt/Amt")
        if said is None or said.attributes.get("Ccy", whole.currency) != whole.currency:
            return
        value = amount(said.text, whole.currency, ".")
        if not isinstance(value, int) or value < 0:
            return
        way = each.said("CdtDbtInd")
        parts.append((each, value if (way == "CRDT" if way else sign > 0) else -value))
    if sum(value for _, value in parts) != sign * whole.amount:
        return
    reversal = whole.kind is BookingKind.CORRECTION
    for each, value in parts:
        way = "CRDT" if value > 0 or (value == 0 and sign > 0) else "DBIT"
        references = (*_references(each, [each]), *whole.references)
        yield replace(
            whole,
            source=places.take(each.line),
            direction=Direction.IN if way == "CRDT" else Direction.OUT,
            amount=abs(value),
            counterparty=_other_side(each, way, own, reversal=reversal),
            summary=_summary(each, [each]) or whole.summary,
            reference=references[0] if references else "",
            references=tuple(dict.fromkeys(references)),
        )


def _other_side(detail: Node, way: str, own: Own, *, reversal: bool) -> Counterparty:
    """Return the other side: who paid in, or who was paid; a reversal has the roles of what it reverses."""
    sides = ("Dbtr", "Cdtr") if (way == "CRDT") != reversal else ("Cdtr", "Dbtr")
    for side in sides:
        raw = _account_number(detail.first(f"RltdPties/{side}Acct"))
        number = normal_form(raw)
        name = _party_name(detail.first(f"RltdPties/{side}")) or _party_name(
            detail.first(f"RltdPties/Ultmt{side}")
        )
        bank = _agent(detail.first(f"RltdAgts/{side}Agt"))
        if side == sides[0]:
            if (number and number != own.account) or (not number and (name or bank)):
                return Counterparty(number, raw, name, bank)
        elif number and number != own.account and detail.first(f"RltdPties/{sides[0]}Acct") is not None:
            # Some banks turn the roles round; the account that is not the own one is the other side.
            return Counterparty(number, raw, name, bank)
    return Counterparty()


def _common(parties: Sequence[Counterparty]) -> Counterparty:
    """Return the one other side of an entry; of a batch with several none."""
    different = set(parties)
    return different.pop() if len(different) == 1 else Counterparty()


def _account_number(node: Node | None) -> str:
    return "" if node is None else node.said("Id/IBAN", "Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN")


def _party_name(node: Node | None) -> str:
    said = "" if node is None else node.said("Nm", "Pty/Nm", "Agt/FinInstnId/Nm")
    return " ".join(said.split())


def _agent(node: Node | None) -> str:
    return "" if node is None else node.said("FinInstnId/Nm", "FinInstnId/BICFI", "FinInstnId/BIC")


def _summary(node: Node, details: Sequence[Node]) -> str:
    texts = [each.text for detail in details for each in detail.all("RmtInf/Ustrd")] if len(details) == 1 else []
    for path in ("RmtInf/Strd/CdtrRefInf/Ref", "AddtlTxInf"):
        if not "".join(texts).strip() and len(details) == 1:
            texts = [details[0].said(path)]
    if not "".join(texts).strip():
        texts = [node.said("AddtlNtryInf")]
    return " ".join(" ".join(texts).split())


def _references(node: Node, details: Sequence[Node]) -> tuple[str, ...]:
    """Return the references, the bank's own first."""
    said = [node.said("AcctSvcrRef"), node.said("NtryRef")]
    for detail in details:
        said += [detail.said(f"Refs/{tag}") for tag in ("AcctSvcrRef", "TxId", "EndToEndId", "InstrId", "UETR")]
    return tuple(dict.fromkeys(each for each in said if each.upper() not in _NO_REFERENCE))


def _kind(node: Node, way: str) -> BookingKind:
    """Return what the bank's transaction code says."""
    sub = node.said("BkTxCd/Domn/Fmly/SubFmlyCd") or node.said("NtryDtls/TxDtls/BkTxCd/Domn/Fmly/SubFmlyCd")
    if sub == "CWDL" and way == "DBIT":
        return BookingKind.CASH_WITHDRAWAL
    if sub in ("CDPT", "CCDP") and way == "CRDT":
        return BookingKind.CASH_DEPOSIT
    return _KINDS.get(sub, BookingKind.TRANSFER)


_NO_REFERENCE = frozenset({"", "NOTPROVIDED", "NONREF", "NONE"})
_KINDS = {
    "CHRG": BookingKind.FEE,
    "FEES": BookingKind.FEE,
    "COMM": BookingKind.FEE,
    "COMI": BookingKind.FEE,
    "INTR": BookingKind.INTEREST,
    "POSD": BookingKind.CONSUMPTION,
}
