"""The tables of what others wrote down: platforms' books, wage sheets, and payments back that victims report.

None of it is a bank figure: amounts stand as text, as they are stated, and no total counts them.
"""

from __future__ import annotations

from suyuan.documents import column_titles as title
from suyuan.documents.anchors import Anchors
from suyuan.documents.report_model import CaseReport, Sentence
from suyuan.documents.report_words import BOOK_KINDS, word
from suyuan.documents.short_reasons import short
from suyuan.documents.tables import Badge, Brief, Cell, Column, Row, Section, Several, Table
from suyuan.model.text import Text

PLACE = Text(zh="位置", en="place")
MEMBER = Text(zh="会员", en="member")
STATED = Text(zh="所载金额", en="stated amount")
SAID = Text(zh="状态原文", en="status as printed")
FOUND, NOT_FOUND = Text(zh="已对上", en="matched"), Text(zh="未对上", en="not matched")


def reported_returns(report: CaseReport, anchors: Anchors) -> tuple[Table, ...]:
    """Return the payments back that victims report, none where there are none."""
    if not report.returns:
        return ()
    rows = tuple(
        Row((each.report, each.victim, each.time, each.amount, each.sentence, anchors.row_cell(each.place)))
        for each in report.returns
    )
    return (
        Table(
            "reported_returns",
            Text(zh="被害人自述的返还", en="Payments back that victims report"),
            (
                Column(Text(zh="报案编号", en="report")),
                Column(title.VICTIM),
                Column(title.TIME),
                Column(STATED),
                Column(Text(zh="原句", en="its words")),
                Column(PLACE),
            ),
            rows,
            Text(
                zh="仅供核对；返还金额以账目为准。", en="For checking only: what came back is taken from bookings."
            ),
        ),
    )


def books(report: CaseReport, anchors: Anchors) -> tuple[Section, ...]:
    """Return the part on platforms' and gangs' books, none where no such file is in evidence."""
    tables = (*_top_ups(report, anchors), *_rows(report, anchors))
    if not tables:
        return ()
    return (
        Section(
            "books",
            Text(zh="平台后台与业绩、工资资料", en="Back office, performance and wages"),
            Text(
                zh="平台和团伙自己的记录，只列出和比对，不计入任何银行数字。",
                en="What platforms and gangs wrote down themselves: listed and compared, added to no bank figure.",
            ),
            tables,
        ),
    )


def _top_ups(report: CaseReport, anchors: Anchors) -> tuple[Table, ...]:
    if not report.top_ups:
        return ()
    listed = {each.id for each in report.transfers}
    rows = []
    for each in report.top_ups:
        transfer: Cell = anchors.transfer_link(each.transfer) if each.transfer in listed else each.transfer
        why: tuple[Sentence, ...] = each.reasons
        if not each.transfer:
            why = (*((each.why_not,) if each.why_not is not None else ()), *each.near)
        brief = short(why[:1] if each.why_not is not None else why)
        rows.append(
            Row(
                (
                    each.number,
                    each.member,
                    each.time,
                    each.amount,
                    each.account,
                    each.said,
                    Badge(FOUND if each.transfer else NOT_FOUND, "known" if each.transfer else "absent"),
                    transfer,
                    Brief(Several((brief, *each.near)), Several(why)),
                    anchors.row_cell(each.place),
                )
            )
        )
    return (
        Table(
            "top_ups",
            Text(zh="充值与银行转账", en="Top-ups and bank transfers"),
            (
                Column(title.NUMBER),
                Column(MEMBER),
                Column(title.TIME),
                Column(STATED),
                Column(Text(zh="收款账号", en="receiving account")),
                Column(SAID),
                Column(title.STATE),
                Column(Text(zh="转账", en="transfer")),
                Column(title.REASON),
                Column(PLACE),
            ),
            tuple(rows),
            folded=len(rows) > 200,
        ),
    )


def _rows(report: CaseReport, anchors: Anchors) -> tuple[Table, ...]:
    if not report.books:
        return ()
    rows = tuple(
        Row(
            (
                word(BOOK_KINDS, each.kind),
                each.number,
                each.member,
                each.name,
                each.phone,
                each.above,
                each.account,
                each.bank,
                each.time,
                each.amount,
                each.commission,
                each.said,
                anchors.row_cell(each.place),
            )
        )
        for each in report.books
    )
    return (
        Table(
            "books",
            Text(zh="会员、提现、代理、收款账户、业绩、工资", en="Members, withdrawals, agents, accounts, wages"),
            (
                Column(Text(zh="种类", en="kind")),
                Column(title.NUMBER),
                Column(MEMBER),
                Column(Text(zh="姓名", en="name")),
                Column(Text(zh="电话", en="telephone")),
                Column(Text(zh="上级、小组", en="above, group")),
                Column(title.ACCOUNT),
                Column(title.BANK),
                Column(title.TIME),
                Column(STATED),
                Column(Text(zh="提成", en="commission")),
                Column(SAID),
                Column(PLACE),
            ),
            rows,
            folded=len(rows) > 200,
            sheet=Text(zh="后台与工资", en="Books"),
        ),
    )
