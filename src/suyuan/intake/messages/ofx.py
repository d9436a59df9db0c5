"""OFX 1.x (SGML) and 2.x (XML, or SGML below an XML header): statements of bank, card and investment accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from suyuan.errors import Refused
from suyuan.intake.fault import Fault
from suyuan.intake.messages.amounts import amount, mark_of
from suyuan.intake.messages.dates import ofx_moment
from suyuan.intake.messages.entries import Entry, Figure, Page, Places, Statement
from suyuan.intake.messages.nodes import ENTRIES, STATEMENTS, Node, parse_sgml
from suyuan.intake.quarantine import NotedRow
from suyuan.model.account import normal_form
from suyuan.model.booking import Booking, BookingKind, BookingStatus, Counterparty, Direction
from suyuan.model.moment import Moment
from suyuan.model.money import UNSTATED
from suyuan.model.source import Source
from suyuan.model.text import Message, Text
from suyuan.model.transfer import AccountKind

NOTHING = Text(
    zh="{name} 是 OFX 文件，但其中没有任何对账单。请确认文件是否完整。",
    en="{name} is an OFX file but holds no statement. Check that it is whole.",
)
NO_DATE = Text(zh="没有入账日期 DTPOSTED", en="there is no posting date DTPOSTED")
BAD_DATE = Text(zh="日期“{text}”不存在或无法识别", en="the date “{text}” does not exist or cannot be read")
NO_CURRENCY = Text(
    zh="第 {line} 行起的对账单没有写明币种", en="the statement from line {line} on names no currency"
)
OUTSIDE = Text(
    zh="第 {line} 行起的明细不属于任何账户的对账单",
    en="the entries from line {line} on stand in no account's statement",
)
TRADE = Text(zh="证券交易，不是账目", en="a trade of securities, no booking")
AGAINST_TYPE = Text(
    zh="第 {line} 行起的对账单没有一笔负数金额，却有支出类型（{types}）：金额的正负可能未按标准书写",
    en="the statement from line {line} on has no negative amount although it has types of debits ({types}): its "
    "signs may not be those of the standard",
)


def read_ofx(places: Places, name: str, text: str) -> tuple[str, list[Statement], AccountKind | None]:
    """Return the layout's id, the statements and what kind of account they are of (None where they differ)."""
    root = parse_sgml(text)
    nodes = list(root.walk())
    frames = [node for node in nodes if node.tag in STATEMENTS]
    inside = {id(each) for frame in frames for each in frame.walk() if each.tag in ENTRIES}
    loose = [node for node in nodes if node.tag in ENTRIES and id(node) not in inside]
    if not frames and not loose:
        raise Refused(NOTHING(name=name))
    mark = mark_of(node.text for node in nodes if node.tag in ("TRNAMT", "BALAMT"))
    bank = root.said("OFX/SIGNONMSGSRSV1/SONRS/FI/ORG")
    statements = [_statement(places, frame, bank, mark) for frame in frames]
    if loose:
        around = Node("STMTRS", loose[0].line)
        around.children = [*(node for node in nodes if node.tag == "CURDEF")][:1] + loose
        statement = _statement(places, around, bank, mark, outside=True)
        statements.append(statement)
    kinds = {_KIND_OF[frame.tag] for frame in frames} or {AccountKind.BANK}
    return "ofx", statements, kinds.pop() if len(kinds) == 1 else None


def _statement(places: Places, frame: Node, bank: str, mark: str, *, outside: bool = False) -> Statement:
    tags = ("BANKACCTFROM", "CCACCTFROM", "INVACCTFROM")
    owner = next((node for tag in tags for node in frame.walk() if node.tag == tag), None)
    account = normal_form(owner.said("ACCTID") if owner else "")
    institution = bank or (owner.said("BANKID", "BROKERID") if owner else "")
    said = next((node.text.strip().upper() for node in frame.walk() if node.tag == "CURDEF"), "")
    currency = said if re.fullmatch(r"[A-Z]{3}", said) else UNSTATED
    own = (account, institution, currency)
    nodes = [node for node in frame.walk() if node.tag in ENTRIES]
    entries = tuple(_entry(places.take(node.line), node, own, mark) for node in nodes)
    warnings: list[Message] = []
    if outside:
        warnings.append(OUTSIDE(line=frame.line))
    if any(isinstance(each.said, Booking) and each.said.currency == UNSTATED for each in entries):
        warnings.append(NO_CURRENCY(line=frame.line))
    warnings += _against_type(frame, nodes)
    return Statement(
        account=account,
        numbers=(account,) if account else (),
        holder="",
        currency=currency,
        header_row=None if outside else frame.line,
        period=_period(frame),
        pages=(Page(entries, (), tuple(_ledger_balance(frame, currency, mark))),),
        frames=0 if outside else 1,
        notes=tuple(_trades(places, frame)),
        warnings=tuple(warnings),
    )


def _period(frame: Node) -> tuple[Moment, Moment] | None:
    nodes = {node.tag: node.text for node in frame.walk() if node.tag in ("DTSTART", "DTEND")}
    start, end = ofx_moment(nodes.get("DTSTART", "")), ofx_moment(nodes.get("DTEND", ""))
    return None if start is None or end is None or end.at < start.at else (start, end)


def _ledger_balance(frame: Node, currency: str, mark: str) -> Iterator[Figure]:
    """Yield the one balance that OFX gives; alone it proves nothing."""
    for node in frame.all("LEDGERBAL"):
        value = amount(node.said("BALAMT"), currency, mark)
        if isinstance(value, int):
            yield Figure(value, currency, node.line)


def _trades(places: Places, frame: Node) -> Iterator[NotedRow]:
    for node in frame.walk():
        if node.tag in _TRADES:
            yield NotedRow(places.take(node.line), node.shown(), TRADE())


def _entry(source: Source, node: Node, own: tuple[str, str, str], mark: str) -> Entry:
    said = _booking(source, node, own, mark)
    return Entry(source, node.shown() if isinstance(said, Fault) else "", said)


def _booking(source: Source, node: Node, own: tuple[str, str, str], mark: str) -> Booking | Fault:
    account, institution, currency = own
    date = node.said("DTPOSTED", "DTTRAN")
    time = ofx_moment(date)
    if time is None:
        return Fault("DTPOSTED", BAD_DATE(text=date) if date else NO_DATE())
    # CURRENCY says in what the amount is; ORIGCURRENCY only in what it once was.
    symbol = node.said("CURRENCY/CURSYM").upper()
    currency = symbol if re.fullmatch(r"[A-Z]{3}", symbol) else currency
    minor = amount(node.said("TRNAMT"), currency, mark, "TRNAMT")
    if isinstance(minor, Fault):
        return minor
    kind = node.said("TRNTYPE").upper()
    way = _way(minor, kind)
    correction = node.said("CORRECTFITID")
    other = node.first("BANKACCTTO") or node.first("CCACCTTO")
    raw = other.said("ACCTID") if other else ""
    name, memo = node.said("NAME", "PAYEE/NAME", "EXTDNAME"), node.said("MEMO")
    numbers = [node.said(tag) for tag in ("FITID", "REFNUM", "SRVRTID", "CHECKNUM")]
    return Booking(
        source=source,
        account=account,
        other_numbers=(),
        holder="",
        institution=institution,
        time=time,
        direction=way,
        amount=abs(minor),
        currency=currency,
        balance=None,
        counterparty=Counterparty(
            normal_form(raw), raw, " ".join(name.split()), other.said("BANKID") if other else ""
        ),
        kind=BookingKind.CORRECTION if correction else _kind(kind, way),
        summary=" ".join((memo or name).split()),
        reference=numbers[0],
        references=tuple(dict.fromkeys(each for each in numbers if each.strip("0"))),
        corrects=correction,
        status=BookingStatus.PENDING if node.tag == "STMTTRNP" else BookingStatus.EFFECTIVE,
    )


def _way(minor: int, kind: str) -> Direction:
    """Return the direction: the amount's sign; of an amount of zero what its type says."""
    if minor:
        return Direction.IN if minor > 0 else Direction.OUT
    return {"CREDIT": Direction.IN, "DEBIT": Direction.OUT}.get(kind, Direction.NONE)


def _kind(kind: str, way: Direction) -> BookingKind:
    if kind in ("ATM", "CASH"):
        return BookingKind.CASH_WITHDRAWAL if way is Direction.OUT else BookingKind.CASH_DEPOSIT
    return _KINDS.get(kind, BookingKind.TRANSFER)


def _against_type(frame: Node, nodes: list[Node]) -> Iterator[Message]:
    types = sorted({node.said("TRNTYPE").upper() for node in nodes} & _DEBITS)
    if types and not any("-" in node.said("TRNAMT") for node in nodes):
        yield AGAINST_TYPE(line=frame.line, types=", ".join(types))


_KIND_OF = {"STMTRS": AccountKind.BANK, "CCSTMTRS": AccountKind.CREDIT, "INVSTMTRS": AccountKind.PRODUCT}
_DEBITS = frozenset({"DEBIT", "PAYMENT", "CHECK", "FEE", "SRVCHG", "DIRECTDEBIT"})
_KINDS = {
    "INT": BookingKind.INTEREST,
    "FEE": BookingKind.FEE,
    "SRVCHG": BookingKind.FEE,
    "POS": BookingKind.CONSUMPTION,
}
_TRADES = frozenset(
    {
        "BUYDEBT", "BUYMF", "BUYOPT", "BUYOTHER", "BUYSTOCK", "SELLDEBT", "SELLMF", "SELLOPT", "SELLOTHER",
        "SELLSTOCK", "INCOME", "REINVEST", "TRANSFER", "INVEXPENSE", "MARGININTEREST", "JRNLFUND", "JRNLSEC",
        "RETOFCAP", "SPLIT", "CLOSUREOPT",
    }
)  # fmt: skip
