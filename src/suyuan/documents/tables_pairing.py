"""The tables of rows that could have been paired otherwise just as well, and of leads, which are no links."""

from __future__ import annotations

from suyuan.documents import column_titles as title
from suyuan.documents.anchors import Anchors
from suyuan.documents.report_model import AmbiguousLine, CaseReport, LeadLine
from suyuan.documents.report_words import AMBIGUOUS_BY, LEADS_BY, word
from suyuan.documents.shown import money
from suyuan.documents.tables import Cell, Column, Money, Row, Several, Table, When
from suyuan.model.text import Text

SHARE = Text(zh="{policy}：{paid} → {received}", en="{policy}: {paid} → {received}")
MORE = Text(zh="另有 {count} 笔", en="and {count} more")


def ambiguous(report: CaseReport, anchors: Anchors) -> Table:
    """Return the pairs that the rules do not settle, those first that send money another way."""
    lines = sorted(
        report.ambiguous, key=lambda each: (each.by, each.account, each.time, each.place.sha256, each.place.row)
    )
    return Table(
        "ambiguous",
        Text(zh="配对不唯一的账目", en="Rows that could be paired otherwise"),
        (
            Column(title.ACCOUNT, "account"),
            Column(title.TIME, "time"),
            Column(title.AMOUNT, "money"),
            Column(Text(zh="说明", en="what")),
            Column(Text(zh="本行", en="the row")),
            Column(Text(zh="所配", en="paired with")),
            Column(Text(zh="也可配", en="could be")),
        ),
        tuple(_row(each, anchors) for each in lines),
        Text(
            zh="各等级的配对数相同时，另有配法。只列出来，以供查证；所采配法时间差之和最小，且与各户先后次序一致。",
            en="With as many pairs of every grade, there is another way to pair these rows. They are listed to be "
            "checked; the way taken has the least sum of time differences and follows the accounts' own orders.",
        ),
        sheet=Text(zh="配对不唯一的账目", en="Paired in more than one way"),
    )


def _row(each: AmbiguousLine, anchors: Anchors) -> Row:
    others: tuple[Cell, ...] = tuple(anchors.row_cell(place) for place in each.others)
    if each.count > len(others):
        others += (MORE(count=each.count - len(others)),)
    return Row(
        (
            anchors.account_cell(each.account),
            When(each.time, each.date_only),
            Money(each.amount),
            word(AMBIGUOUS_BY, each.by),
            anchors.row_cell(each.place),
            anchors.row_cell(each.partner),
            Several(others),
        )
    )


def leads(report: CaseReport, anchors: Anchors) -> Table:
    """Return the rows that may belong together: nothing is followed from one to the other."""
    lines = sorted(
        report.leads,
        key=lambda each: (each.by, each.paid.sha256, each.paid.row, each.received.sha256, each.received.row),
    )
    return Table(
        "leads",
        Text(zh="线索与兑换", en="Leads and exchanges"),
        (
            Column(Text(zh="付出", en="paid")),
            Column(Text(zh="收到", en="received")),
            Column(Text(zh="依据", en="by what")),
            Column(Text(zh="其中被骗款", en="of it claims' money")),
            Column(Text(zh="付出的行", en="row that pays")),
            Column(Text(zh="收到的行", en="row that receives")),
        ),
        tuple(
            Row(
                (
                    f"{money(each.paid_amount, each.paid_currency)} {each.paid_currency}",
                    f"{money(each.received_amount, each.received_currency)} {each.received_currency}",
                    word(LEADS_BY, each.by),
                    _shares(each, report),
                    anchors.row_cell(each.paid),
                    anchors.row_cell(each.received),
                )
            )
            for each in lines
        ),
        Text(
            zh="线索不是关联：未据此计算任何金额。"
            "已知的兑换：被骗款在本币种的追踪止于 convert: 节点（去向“虚拟币交易所”）；"
            "“其中被骗款”为各规则下付出与收到两侧的份额。"
            "兑换之后的去向见“其他币种”。",
            en="A lead is no link: no figure of this report rests on one. At a known exchange the tracing of this "
            "currency ends in a convert: node (exit “crypto exchanges”); “of it claims' money” is the share of "
            "what was paid and of what was received under each rule. Where it went from there: see Other "
            "currencies.",
        ),
    )


def _shares(each: LeadLine, report: CaseReport) -> Cell:
    """Return what of an exchange was claims' money, one line a policy; nothing where none was."""
    names = {policy.policy: policy.name for policy in report.policies}
    return Several(
        tuple(
            SHARE(
                policy=names[share.policy],
                paid=f"{money(share.paid, each.paid_currency)} {each.paid_currency}",
                received=f"{money(share.received, each.received_currency)} {each.received_currency}",
            )
            for share in each.shares
        )
    )
