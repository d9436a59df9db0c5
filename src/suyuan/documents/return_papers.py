"""Papers of a return as docx drafts: the public notice 返还公告, and the statement of what went back to whom.

The papers are Chinese whatever the language of the interface: they go to Chinese victims and banks. Account
numbers are masked. Number, seal and signatures are left to be filled in. Dates come from the return, never from
the clock, so that the same return gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from suyuan.documents.docx_bytes import docx_bytes
from suyuan.documents.shown import in_quotes, money

KEPT = 4


@dataclass(frozen=True)
class PaperLine:
    """One claim: its victim, loss, what came back before, and what goes back; texts as they are shown."""

    claim: str
    victim: str
    loss: int
    returned: int
    amount: int
    account: str
    state: str = ""
    receipt: str = ""


@dataclass(frozen=True)
class ReturnPaper:
    """What a notice or a statement says. ``law`` are the rules cited, ``end`` the last day of the notice."""

    case: str
    name: str
    organ: str
    currency: str
    document: str
    law: tuple[str, ...]
    frozen: tuple[tuple[str, str, str, int], ...]
    lines: tuple[PaperLine, ...]
    plan_hash: str
    flow_hash: str
    start: str = ""
    end: str = ""


def notice(paper: ReturnPaper) -> bytes:
    """Return the public notice of a return in proportion."""
    document = _opened("涉案冻结资金返还公告（拟稿）", paper)
    document.add_paragraph(
        f"　　{paper.organ or '＿＿＿＿＿＿'}在办理{in_quotes(paper.name)}（{paper.case}）中，依法冻结下列账户"
        "资金。经查，部分资金按转账时间戳无法逐笔溯源，拟按被害人损失的比例返还。"
    )
    _law(document, paper)
    _accounts(document, paper)
    _table(
        document,
        ("被害人", "认定损失", "已返还", "拟返还", "收款账户"),
        ((each.victim, *_sums(each, paper), mask(each.account)) for each in paper.lines),
    )
    document.add_paragraph(
        f"　　公告期自 {paper.start} 次日起至 {paper.end} 止。被害人及其他利害关系人对返还方案有异议的，"
        "请在公告期内书面提出并附依据；逾期不影响依法另行主张。新发现的被害人另行办理返还。"
    )
    _checks(document, paper)
    return _closed(document, paper)


def statement(paper: ReturnPaper) -> bytes:
    """Return the statement of a return: each payment, its account and the bank's receipt."""
    document = _opened("冻结资金返还情况说明（拟稿）", paper)
    _law(document, paper)
    _accounts(document, paper)
    _table(
        document,
        ("被害人", "认定损失", "已返还", "本次返还", "收款账户", "状态", "银行回执"),
        ((each.victim, *_sums(each, paper), mask(each.account), each.state, each.receipt) for each in paper.lines),
    )
    total = sum(each.amount for each in paper.lines)
    document.add_paragraph(f"　　合计 {money(total, paper.currency)} {paper.currency}。")
    _checks(document, paper)
    document.add_paragraph("经办人：＿＿＿＿＿　＿＿＿＿＿　　批准人：＿＿＿＿＿")
    return _closed(document, paper)


def mask(account: str) -> str:
    """Return an account number of which only the first and last four signs are shown."""
    return account if len(account) <= 2 * KEPT else f"{account[:KEPT]}****{account[-KEPT:]}"


def _sums(each: PaperLine, paper: ReturnPaper) -> tuple[str, str, str]:
    loss, returned, amount = (money(sum_, paper.currency) for sum_ in (each.loss, each.returned, each.amount))
    return loss, returned, amount


def _opened(title: str, paper: ReturnPaper) -> Any:
    from docx import Document

    document = Document()
    document.add_heading(title, level=1)
    document.add_paragraph(paper.document or "　　公（　）返字〔　　　　〕　　号")
    return document


def _law(document: Any, paper: ReturnPaper) -> None:
    document.add_paragraph("　　依据：" + "；".join(paper.law) + "。")


def _accounts(document: Any, paper: ReturnPaper) -> None:
    rows = (
        (name, institution, mask(account), money(amount, paper.currency))
        for name, institution, account, amount in paper.frozen
    )
    _table(document, ("冻结", "银行", "账户", f"冻结金额（{paper.currency}）"), rows)


def _checks(document: Any, paper: ReturnPaper) -> None:
    document.add_paragraph(f"　　方案校验值 {paper.plan_hash}；资金流向表校验值 {paper.flow_hash}。")


def _table(document: Any, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    table = document.add_table(rows=1, cols=len(titles))
    table.style = "Table Grid"
    for cell, title in zip(table.rows[0].cells, titles, strict=True):
        cell.text = title
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _closed(document: Any, paper: ReturnPaper) -> bytes:
    document.add_paragraph(f"{paper.organ or '＿＿＿＿＿＿'}（印）　　　　年　　月　　日")
    return docx_bytes(document)
