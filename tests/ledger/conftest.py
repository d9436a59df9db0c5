"""Cases in a notation that a reader can follow, and ledgers written the same way.

``== NAME [kind=…] [institution=…]`` begins a file. ``-- ACCOUNT [numbers=A,B] [holder=H] [table=N]``
begins an account's rows in it, each::

    TIME in|out|none AMOUNT COUNTERPARTY BALANCE [kind=…] [status=…] [ref=…] [refs=a,b] [corrects=…] [name=…] …

(``own=``: a further number of the account that only this row states; ``cash_spot=``: 钞 or 汇.)

``-`` stands for nothing. Times are on 5 March 2021 unless a date (MM-DD) stands before; ``10:00`` is to
the minute, ``03-05`` alone a bare date.
Lines of forms: ``request ACCOUNT FROM TO ANSWER``, ``period ACCOUNT FROM TO``,
``role ACCOUNT ROLE [KIND]``, ``listed ACCOUNT TIME BALANCE [numbers=A,B] [parent=P]``,
``pay REPORT VICTIM TIME PAYER PAYEE AMOUNT [channel=…] [payee_name=…] [payee_bank=…]
[span=SECONDS] [about=yes] [band=LEAST-GREATEST]``. ``unread [ACCOUNT]`` is a row that
could not be read. A booking is called ``NAME:ROW``. Blanks inside ``summary=`` are written ``_``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from suyuan.intake.balance_chain import prove
from suyuan.intake.quarantine import QuarantinedRow
from suyuan.intake.statement import FileKind
from suyuan.ledger.build import Ledger
from suyuan.ledger.contents import FileContents, PartContents
from suyuan.model.booking import Booking, BookingKind, BookingStatus, Counterparty, Direction
from suyuan.model.claim import ReportedPayment
from suyuan.model.coverage import Coverage
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.money import minor_from_text, text_from_minor
from suyuan.model.request import Answer, AnsweredRequest
from suyuan.model.role import RoleDecision
from suyuan.model.source import Source
from suyuan.model.stated_account import StatedAccount
from suyuan.model.text import Text
from suyuan.model.transfer import AccountKind, Role

UNREAD = Text(zh="无法识别", en="cannot be read")
Reader = Callable[[str], list[FileContents]]
Writer = Callable[[Ledger, list[FileContents]], str]


@dataclass
class Draft:
    """A file while it is read."""

    name: str
    row: int = 0
    account_kind: AccountKind | None = None
    institution: str = ""
    parts: list[PartContents] = field(default_factory=list)
    payments: list[ReportedPayment] = field(default_factory=list)
    requests: list[AnsweredRequest] = field(default_factory=list)
    roles: list[RoleDecision] = field(default_factory=list)
    periods: list[Coverage] = field(default_factory=list)
    accounts: list[StatedAccount] = field(default_factory=list)
    quarantined: list[QuarantinedRow] = field(default_factory=list)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.name.encode()).hexdigest()

    def source(self) -> Source:
        self.row += 1
        return Source(self.sha256, None, 1, self.row)

    def contents(self) -> FileContents:
        return FileContents(
            sha256=self.sha256,
            format=self.name,
            kind=FileKind.STATEMENT,
            account_kind=self.account_kind,
            institution=self.institution,
            parts=tuple(replace(part, balance=prove(part.bookings)) for part in self.parts),
            quarantined=tuple(self.quarantined),
            payments=tuple(self.payments),
            requests=tuple(self.requests),
            roles=tuple(self.roles),
            periods=tuple(self.periods),
            accounts=tuple(self.accounts),
        )


@pytest.fixture(scope="session")
def read_case() -> Reader:
    """The reader of the notation."""
    return files_of


@pytest.fixture(scope="session")
def write_ledger() -> Writer:
    """The writer of the notation."""
    return written


def files_of(text: str) -> list[FileContents]:
    """Return the files of a case in the notation."""
    files: list[Draft] = []
    for line in text.splitlines():
        words = line.split()
        if not words or words[0] == "#":
            continue
        if words[0] == "==":
            options = _options(words[2:])
            kind = AccountKind(options["kind"]) if "kind" in options else None
            files.append(Draft(words[1], account_kind=kind, institution=options.get("institution", "")))
        elif words[0] == "--":
            files[-1].parts.append(_part(files[-1], words[1:]))
        elif words[0] == "unread":
            account = words[1] if len(words) > 1 else ""
            files[-1].quarantined.append(QuarantinedRow(files[-1].source(), "", "金额", UNREAD(), account))
        elif words[0] in ("request", "period", "role", "listed", "pay"):
            _form_line(files[-1], words)
        else:
            part = files[-1].parts[-1]
            row = _booking(files[-1].source(), part, words)
            files[-1].parts[-1] = replace(part, bookings=(*part.bookings, row))
    return [each.contents() for each in files]


def written(ledger: Ledger, files: list[FileContents]) -> str:
    """Return a ledger in the notation, one line a fact."""

    def money(minor: int) -> str:
        return text_from_minor(minor, ledger.currency)

    lines = [
        f"transfer {each.id} {_clock(each.time)} {each.payer} -> {each.payee} {money(each.amount)} "
        f"{each.grade.value} {each.reason} {'+'.join(each.bookings) or '-'}"
        for each in ledger.transfers
    ]
    lines += [f"claim {each.id} {each.victim} {each.transfer} {money(each.amount)}" for each in ledger.claims]
    lines += [f"unfound {each.claim}" for each in ledger.unfound]
    lines += [f"opening {account} {money(amount)}" for account, amount in sorted(ledger.openings.items())]
    lines += [
        f"asserted {each.account} after {each.after_transfer} {money(each.amount)}" for each in ledger.assertions
    ]
    lines += [
        f"gap {each.account} {each.before}..{each.after} {money(each.expected)} {money(each.found)}"
        for each in ledger.gaps
    ]
    lines += [
        f"contradiction {each.kind.value} {each.account} {each.booking} {money(each.amount)}"
        for each in ledger.contradictions
    ]
    lines += [
        f"ambiguous {each.by.value} {each.booking} {each.partner} not {'+'.join(sorted(each.others))} {each.count}"
        for each in ledger.ambiguous
    ]
    lines += [f"lead {each.paid} {each.received} {money(each.amount)}" for each in ledger.leads]
    lines += [f"left_out {each.booking} {each.reason.value}" for each in ledger.left_out]
    text = "\n".join(lines)
    for contents in files:
        text = text.replace(f"{contents.sha256[:12]}.1.", f"{contents.format}:")
    return "\n".join(sorted(text.splitlines(), key=_rank))


def _rank(line: str) -> tuple[bool, str]:
    """Left-out lines last, by name; ids are hashes, so their own order says nothing."""
    return (True, line) if line.startswith("left_out") else (False, "")


def _part(file: Draft, words: list[str]) -> PartContents:
    options = _options(words[1:])
    numbers = tuple(options.get("numbers", "").split(",")) if "numbers" in options else ()
    account = "" if words[0] == "-" else words[0]
    currency = options.get("currency", "CNY")
    table = int(options.get("table", len(file.parts)))
    repeats = int(options["repeats"]) if "repeats" in options else None
    return PartContents(table, repeats, account, numbers, options.get("holder", ""), currency, (), prove(()))


def _booking(source: Source, part: PartContents, words: list[str]) -> Booking:
    time, direction, amount, other, balance, *rest = words
    options = _options(rest)
    number = "" if other == "-" else other.rstrip("!")
    return Booking(
        source=source,
        account=part.account,
        other_numbers=tuple(
            each for each in (*part.numbers, options.get("own", "")) if each and each != part.account
        ),
        holder=part.holder,
        institution=options.get("institution", ""),
        time=_moment(time),
        direction=Direction(direction),
        amount=minor_from_text(amount, part.currency),
        currency=part.currency,
        balance=None if balance == "-" else minor_from_text(balance, part.currency),
        counterparty=Counterparty(
            account=number, account_raw=number, name=options.get("name", ""), damaged=other.endswith("!")
        ),
        kind=BookingKind(options.get("kind", "transfer")),
        summary=options.get("summary", "").replace("_", " "),
        reference=options.get("ref", ""),
        references=tuple(options.get("refs", "").split(",")) if "refs" in options else (),
        corrects=options.get("corrects", ""),
        status=BookingStatus(options.get("status", "effective")),
        order_in_file=source.row - 1,
        merchant=options.get("merchant", ""),
        cash_spot=options.get("cash_spot", ""),
    )


def _form_line(file: Draft, words: list[str]) -> None:
    source = file.source()
    if words[0] == "request":
        start, end = _moment(words[2]).at, _end(words[3])
        answer = Answer(words[4])
        file.requests.append(
            AnsweredRequest(source, "调证1号", "某银行", words[1], "CNY", start, end, None, None, answer, "")
        )
    elif words[0] == "period":
        file.periods.append(Coverage(words[1], "CNY", _moment(words[2]).at, _end(words[3]), source))
    elif words[0] == "listed":
        options = _options(words[4:])
        numbers = (words[1], *filter(None, options.get("numbers", "").split(",")))
        balance = None if words[3] == "-" else minor_from_text(words[3], "CNY")
        file.accounts.append(
            StatedAccount(
                source, numbers, parent=options.get("parent", ""), balance=balance, time=_moment(words[2])
            )
        )
    elif words[0] == "role":
        kind = AccountKind(words[3]) if len(words) > 3 else None
        time = Moment(datetime(2021, 4, 1, 0, source.row, tzinfo=CHINA))
        file.roles.append(RoleDecision(source, words[1], Role(words[2]), kind, "理由", "张警官", time))
    else:
        _, report, victim, time_text, payer, payee, amount, *rest = words
        options = _options(rest)
        least, _, greatest = options.get("band", "0-0").partition("-")
        blank = {"-": ""}
        file.payments.append(
            ReportedPayment(
                source=source,
                report=report,
                victim=victim,
                time=_moment(time_text),
                payer=blank.get(payer, payer),
                payee=blank.get(payee, payee),
                amount=minor_from_text(amount, "CNY"),
                currency="CNY",
                channel=options.get("channel", "手机银行"),
                payee_name=options.get("payee_name", ""),
                payee_bank=options.get("payee_bank", ""),
                span=int(options.get("span", "0")),
                about=options.get("about") == "yes",
                least=minor_from_text(least, "CNY"),
                greatest=minor_from_text(greatest, "CNY"),
            )
        )


def _moment(text: str) -> Moment:
    date, _, clock = text.rpartition("T") if "T" in text else ("", "", text)
    if re.fullmatch(r"\d\d-\d\d", clock):
        return Moment(datetime.strptime(f"2021-{clock}+0800", "%Y-%m-%d%z").astimezone(CHINA), Precision.DAY)
    date = date or "03-05"
    precision = Precision.MINUTE if clock.count(":") == 1 else Precision.SECOND
    clock += ":00" if precision is Precision.MINUTE else ""
    at = datetime.strptime(f"2021-{date}T{clock}+0800", "%Y-%m-%dT%H:%M:%S%z").astimezone(CHINA)
    return Moment(at, precision)


def _end(text: str) -> datetime:
    moment = _moment(text)
    whole_day = timedelta(days=1) - timedelta(microseconds=1)
    return moment.at + whole_day if moment.precision is Precision.DAY else moment.at


def _clock(at: datetime) -> str:
    local = at.astimezone(CHINA)
    return local.strftime("%H:%M:%S") if (local.month, local.day) == (3, 5) else local.strftime("%m-%dT%H:%M:%S")


def _options(words: list[str]) -> dict[str, str]:
    return dict(word.split("=", 1) for word in words)
