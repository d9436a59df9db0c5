"""The tables beyond the case's currency: exchanges, what stands in other currencies, what to do there."""

from __future__ import annotations

from collections.abc import Iterable

from suyuan.documents import column_titles as title
from suyuan.documents.currency_model import Amounts, CurrencyPages
from suyuan.documents.report_model import CaseReport
from suyuan.documents.report_words import OUTCOMES, word
from suyuan.documents.shown import money
from suyuan.documents.tables import Account, Badge, Cell, Column, Row, Section, Several, Span, Table, When
from suyuan.model.text import Text

INTRO = Text(
    zh="经已知兑换（双方账目载有同一编号）而来的被骗款，在兑入币种中继续追踪；各币种不相加。"
    "每份资金带有折算基础：它折合多少本币被骗款，按各次兑换的实际比例，不使用任何市场汇率。"
    "前文各表只计 {currency}；其中去向“虚拟币交易所”一项含兑出的金额，兑回的金额另行计入所到账户。",
    en="Claims' money that went through a known exchange (both rows carry one number) is followed on in the "
    "currency received; amounts of two currencies are never added. Each lot has a basis: what it is worth of "
    "its claim, by what each exchange really gave; no market rate is used. The tables before speak of {currency} "
    "alone: what was exchanged away stands there at the exits, what came back in the accounts that it came to.",
)
PARTS_NOTE = Text(
    zh="同一规则下，一笔被骗款各币种的折算基础之和等于其自有资金部分。",
    en="Under one rule the parts of a claim sum to what entered as the victim's own.",
)
RANGE_NOTE = Text(
    zh="“–”两端为各规则的最小与最大；逐规则的金额见 suyuan trace 的结果表。",
    en="The ends of “–” are the least and the greatest over the rules; suyuan trace writes each rule's.",
)
LIMIT = Text(zh="现仍在户；建议限额 {limit}", en="it stands there now; proposed limit {limit}")
LIMIT_OF = Text(
    zh="现仍在户；账面余额 {balance}，建议限额 {limit}",
    en="it stands there now; book balance {balance}, proposed limit {limit}",
)
BASIS = Text(zh="折算基础", en="basis")
FROM = Text(zh="付出账户", en="paid by")
TO = Text(zh="收到账户", en="received by")
PAID = Text(zh="兑出（共 / 其中被骗款）", en="paid (all / of it the claim's)")
RECEIVED = Text(zh="兑入（共 / 其中被骗款）", en="received (all / of it the claim's)")
WHERE = Text(zh="所在币种", en="stands in")
ENTERED = Text(zh="自有资金部分", en="entered as own")
PERIOD = Text(zh="查询期间", en="period")
STOPPING = Text(zh="止于此处（各规则最大值）", en="stops there (greatest)")


def currencies(report: CaseReport) -> tuple[Section, ...]:
    """Return the section on other currencies; none where the case has one."""
    pages = report.currencies
    if pages is None:
        return ()
    tables = (
        _stops(pages),
        _inquiries(pages),
        _holdings(pages),
        _exchanges(pages),
        _parts(pages),
        _claims(pages),
        _unfound(pages),
    )
    return (
        Section(
            "currencies",
            Text(zh="其他币种", en="Other currencies"),
            INTRO(currency=report.case.currency),
            tuple(table for table in tables if table.rows),
        ),
    )


def amount_text(amounts: Amounts) -> str:
    """Return ``least – greatest CODE``, or the one amount where all policies agree."""
    ends = sorted({min(amounts.minor, default=0), max(amounts.minor, default=0)})
    return " – ".join(money(each, amounts.currency) for each in ends) + f" {amounts.currency}"


def _stops(pages: CurrencyPages) -> Table:
    rows = []
    for each in pages.stops:
        of = each.amounts.currency
        limit = f"{money(each.limit, of)} {of}"
        balance = None if each.balance is None else f"{money(each.balance, of)} {of}"
        said = LIMIT(limit=limit) if balance is None else LIMIT_OF(balance=balance, limit=limit)
        account = Account(each.account, "", each.holder)
        rows.append((each.rank, account, each.institution, amount_text(each.amounts), said))
    columns = (
        Column(title.NUMBER, "count"),
        Column(title.ACCOUNT, "account"),
        Column(title.BANK),
        Column(title.AMOUNT),
        Column(title.REASON),
    )
    return _table(
        "far_stops", Text(zh="其他币种：建议先行止付", en="Other currencies: what to stop first"), columns, rows
    )


def _inquiries(pages: CurrencyPages) -> Table:
    rows = (
        (
            each.rank,
            each.institution,
            Account(each.account),
            Span(each.start, each.end),
            f"{money(each.amount, each.currency)} {each.currency}",
            each.reason,
        )
        for each in pages.inquiries
    )
    columns = (
        Column(title.NUMBER, "count"),
        Column(title.BANK),
        Column(title.ACCOUNT, "account"),
        Column(PERIOD),
        Column(STOPPING),
        Column(title.REASON),
    )
    return _table(
        "far_inquiries", Text(zh="其他币种：下一步查询", en="Other currencies: what to ask next"), columns, rows
    )


def _holdings(pages: CurrencyPages) -> Table:
    rows = (
        (
            Account(each.account, "", each.holder),
            each.tier,
            Badge(word(OUTCOMES, each.state), each.state),
            each.claim,
            amount_text(each.amounts),
            amount_text(each.basis),
        )
        for each in pages.holdings
    )
    columns = (
        Column(title.ACCOUNT, "account"),
        Column(title.TIER, "count"),
        Column(title.STATE),
        Column(title.CLAIM),
        Column(title.AMOUNT),
        Column(BASIS),
    )
    name = Text(zh="兑换之后的被骗款在哪里", en="Where the money stands beyond exchanges")
    return _table(
        "far_holdings", name, columns, rows, RANGE_NOTE, sheet=Text(zh="兑换之后", en="Beyond exchanges")
    )


def _exchanges(pages: CurrencyPages) -> Table:
    rows = (
        (
            When(each.time),
            Account(each.payer),
            Account(each.payee),
            each.claim,
            Several((amount_text(each.whole[0]), amount_text(each.paid))),
            Several((amount_text(each.whole[1]), amount_text(each.received))),
            amount_text(each.basis),
        )
        for each in pages.exchanges
    )
    columns = (
        Column(title.TIME, "time"),
        Column(FROM, "account"),
        Column(TO, "account"),
        Column(title.CLAIM),
        Column(PAID),
        Column(RECEIVED),
        Column(BASIS),
    )
    return _table(
        "exchanges", Text(zh="兑换中的被骗款", en="Claims' money in exchanges"), columns, rows, RANGE_NOTE
    )


def _parts(pages: CurrencyPages) -> Table:
    rows = ((each.claim, each.victim, each.currency, amount_text(each.basis)) for each in pages.parts)
    columns = (Column(title.CLAIM), Column(title.VICTIM), Column(WHERE), Column(BASIS))
    name = Text(zh="每笔被骗款分处各币种", en="Each claim over the currencies")
    return _table("basis_parts", name, columns, rows, PARTS_NOTE)


def _claims(pages: CurrencyPages) -> Table:
    rows = (
        (each.id, each.victim, f"{money(each.amount, each.currency)} {each.currency}", amount_text(each.effective))
        for each in pages.claims
    )
    columns = (Column(title.CLAIM), Column(title.VICTIM), Column(title.AMOUNT), Column(ENTERED))
    return _table("far_claims", Text(zh="以其他币种支付的被骗款", en="Claims in other currencies"), columns, rows)


def _unfound(pages: CurrencyPages) -> Table:
    rows = (
        (
            each.report,
            each.victim,
            When(each.time, each.date_only),
            Account(each.payer),
            Account(each.payee),
            f"{money(each.amount, each.currency)} {each.currency}",
            each.reason,
        )
        for each in pages.unfound
    )
    columns = (
        Column(Text(zh="报案编号", en="report")),
        Column(title.VICTIM),
        Column(title.TIME, "time"),
        Column(FROM, "account"),
        Column(TO, "account"),
        Column(title.AMOUNT),
        Column(title.REASON),
    )
    name = Text(zh="以其他币种支付、未找到的报案付款", en="Payments in other currencies that were not found")
    return _table(
        "far_unfound", name, columns, rows, sheet=Text(zh="其他币种未找到", en="Not found, other currencies")
    )


def _table(
    name: str,
    heading: Text,
    columns: tuple[Column, ...],
    rows: Iterable[tuple[Cell, ...]],
    note: Text | None = None,
    sheet: Text | None = None,
) -> Table:
    return Table(name, heading, columns, tuple(Row(each) for each in rows), note, sheet=sheet)
