"""The section on what holds whatever the rule: bounds of each claim, and where its money could first mix."""

from __future__ import annotations

from suyuan.documents import column_titles as title
from suyuan.documents.bounds_model import BoundedClaim, FirstMixing
from suyuan.documents.report_model import CaseReport
from suyuan.documents.shown import money, spoken_amount
from suyuan.documents.tables import Account, Column, Row, Section, Table
from suyuan.model.text import Message, Text

HEADING = Text(zh="任何规则下的界限", en="Whatever the rule")
INTRO = Text(
    zh="无论适用何种追踪规则，现仍在账的账户中至少有被害款 {least}、至多 {greatest}"
    "（逐笔被骗款的界限相加，上限可能偏高）。"
    "“放开”一列不采信无人陈述的期初余额、未经余额证明的次序，缺口处一切皆有可能。"
    "{fixed} 笔被骗款的两个放开界限相等："
    "依据现有 {bookings} 笔流水、{pairs} 对双边配对（其中推断 {inferred} 对），"
    "任何追踪规则都不能改变这些数字。",
    en="Whatever tracing rule is applied, the accounts where money now stands hold at least {least} of the "
    "claims' money and at most {greatest} (each claim's bounds added up; the upper one may be too high). The open "
    "bounds do not rely on openings that nobody states or on orders that no balance proves, and at gaps all is "
    "possible. Of {fixed} claims both open bounds are equal: given these {bookings} bookings and {pairs} pairs, "
    "of which {inferred} inferred, no tracing rule can change these figures.",
)
MIXES = Text(
    zh="{claim}：所用各规则结果一致，但界限较宽{open}。被骗款最早可能与其他资金混同的是账户 {account} 的这笔转账："
    "{way}；在此之前，任何规则的结果相同。",
    en="{claim}: all rules run agree, but the bounds are wide{open}. The first transfer at which origins could "
    "mix is this one, from account {account}: {way}; before it every rule says the same.",
)
ONLY_OPEN = Text(zh="（仅放开界限）", en=" (the open ones only)")
UNEXPLAINED = Text(zh="一笔无流水说明的差额", en="a difference that no row explains")
CLOSED = Text(zh="按现有账目（最少 – 最多）", en="on the ledger as it is (least – greatest)")
OPEN = Text(zh="放开（最少 – 最多）", en="open (least – greatest)")
FIXED = Text(zh="规则能否改变", en="can a rule change it")
NO = Text(zh="不能", en="no")
YES = Text(zh="可能", en="it may")
CLAIM = Text(zh="被骗款", en="claim")
VICTIM = Text(zh="被害人", en="victim")
SENTENCE = Text(zh="最早可能混同之处", en="where origins could first mix")


def bounds_section(report: CaseReport) -> tuple[Section, ...]:
    """Return the section, none where no bounds were computed or there is no claim."""
    pages = report.bounded
    if pages is None or not pages.claims:
        return ()
    of = report.case.currency
    intro = INTRO(
        least=spoken_amount(sum(each.least for each in pages.claims), of),
        greatest=spoken_amount(sum(each.greatest for each in pages.claims), of),
        fixed=sum(each.is_fixed for each in pages.claims),
        bookings=pages.bookings,
        pairs=pages.pairs,
        inferred=pages.inferred,
    )
    tables = [_claims(pages.claims, of)]
    if pages.mixing:
        tables.append(_mixing(pages.mixing))
    return (Section("bounds", HEADING, intro, tuple(tables)),)


def _claims(claims: tuple[BoundedClaim, ...], currency: str) -> Table:
    def span(least: int, greatest: int) -> str:
        return " – ".join(money(each, currency) for each in sorted({least, greatest}))

    rows = (
        (
            each.claim,
            each.victim,
            money(each.claimed, currency),
            span(each.least, each.greatest),
            span(each.least_open, each.greatest_open),
            NO if each.is_fixed else YES,
        )
        for each in claims
    )
    columns = (Column(CLAIM), Column(VICTIM), Column(title.AMOUNT), Column(CLOSED), Column(OPEN), Column(FIXED))
    name = Text(zh="现仍在账的账户中的被害款", en="Claims' money in accounts where money now stands")
    return Table("claim_bounds", name, columns, tuple(Row(row) for row in rows))


def _mixing(found: tuple[FirstMixing, ...]) -> Table:
    rows = ((each.claim, Account(each.account, "", each.holder), _sentence(each)) for each in found)
    columns = (Column(CLAIM), Column(title.ACCOUNT, "account"), Column(SENTENCE))
    return Table("first_mixing", SENTENCE, columns, tuple(Row(row) for row in rows))


def _sentence(found: FirstMixing) -> Message:
    return MIXES(
        claim=found.claim,
        account=found.account,
        way=found.way or UNEXPLAINED,
        open=ONLY_OPEN if found.is_open else "",
    )
