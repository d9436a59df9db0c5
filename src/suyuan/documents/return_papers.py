"""Papers of a return as docx drafts: the public notice 返还公告, and the statement of what went back to whom.

The papers are Chinese whatever the language of the interface: they go to Chinese victims and banks. Account
numbers are masked. Number, seal and signatures are left to be filled in. Dates come from the return, never from
the clock, so that the same return gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from suyuan.documents.docx_bytes import add_rows, docx_bytes, new_paper
from suyuan.documents.shown import in_quotes, money

KEPT = 4
FORMULA = (
    "　　按比例部分以各被害人净损失之和为分母，计算至币种的最小单位，尾差归余数最大者；"
    "该算法规定未载明，由办案机关确定。"
)
KEPT_SHARE = (
    "　　“拟返还”以已查明被害人的净损失之和为分母；“保留份额时拟返还”的分母另含尚未找到的推定被害人，"
    "其份额继续冻结。返还金额以批准的一种为准。"
)


@dataclass(frozen=True)
class PaperLine:
    """One claim: its victim, loss, what came back before, and what goes back; texts as they are shown.

    ``kept`` is what goes back where a share is kept for victims not found; ``paid`` tells that the bank has paid.
    """

    claim: str
    victim: str
    loss: int
    returned: int
    amount: int
    account: str
    state: str = ""
    receipt: str = ""
    kept: int | None = None
    paid: bool = False


@dataclass(frozen=True)
class ReturnPaper:
    """What a notice or a statement says. ``law`` are the rules cited, ``end`` the last day of the notice.

    ``seized``: seized or given-back money is among the sums; ``shares``: some of it goes in proportion.
    """

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
    seized: bool = False
    shares: bool = False


def notice(paper: ReturnPaper) -> bytes:
    """Return the public notice of a return in proportion."""
    document = _opened("涉案资金返还公告（拟稿）" if paper.seized else "涉案冻结资金返还公告（拟稿）", paper)
    what = "依法冻结、扣押下列资金（含退赔款）" if paper.seized else "依法冻结下列账户资金"
    document.add_paragraph(
        f"　　{paper.organ or '＿＿＿＿＿＿'}在办理{in_quotes(paper.name)}（{paper.case}）中，{what}。"
        "经查，部分资金按转账时间戳无法逐笔溯源，拟按被害人损失的比例返还。"
    )
    _law(document, paper)
    _accounts(document, paper)
    open_ = any(each.kept not in (None, each.amount) for each in paper.lines)
    titles = ("被害人", "认定损失", "已返还", "拟返还", *(("保留份额时拟返还",) if open_ else ()), "收款账户")
    _table(
        document,
        titles,
        (
            (each.victim, *_sums(each, paper), *(_kept(each, paper) if open_ else ()), mask(each.account))
            for each in paper.lines
        ),
    )
    if open_:
        document.add_paragraph(KEPT_SHARE)
    document.add_paragraph(
        f"　　公告期自 {paper.start} 次日起至 {paper.end} 止。被害人及其他利害关系人对返还方案有异议的，"
        "请在公告期内书面提出并附依据；逾期不影响依法另行主张。新发现的被害人另行办理返还。"
    )
    _checks(document, paper)
    return _closed(document, paper)


def statement(paper: ReturnPaper) -> bytes:
    """Return the statement of a return: each payment, its account and the bank's receipt."""
    document = _opened("涉案资金返还情况说明（拟稿）" if paper.seized else "冻结资金返还情况说明（拟稿）", paper)
    _law(document, paper)
    _accounts(document, paper)
    _table(
        document,
        ("被害人", "认定损失", "此前已返还", "决定返还", "收款账户", "状态", "银行回执"),
        ((each.victim, *_sums(each, paper), mask(each.account), each.state, each.receipt) for each in paper.lines),
    )
    sums = (sum(each.amount for each in paper.lines), sum(each.amount for each in paper.lines if each.paid))
    decided, paid = (f"{money(each, paper.currency)} {paper.currency}" for each in sums)
    document.add_paragraph(f"　　决定返还合计 {decided}，其中已返还 {paid}。")
    _checks(document, paper)
    document.add_paragraph("经办人：＿＿＿＿＿　＿＿＿＿＿　　批准人：＿＿＿＿＿")
    return _closed(document, paper)


def mask(account: str) -> str:
    """Return an account number of which only the first and last four signs are shown."""
    return account if len(account) <= 2 * KEPT else f"{account[:KEPT]}****{account[-KEPT:]}"


def _kept(each: PaperLine, paper: ReturnPaper) -> tuple[str]:
    return (money(each.amount if each.kept is None else each.kept, paper.currency),)


def _sums(each: PaperLine, paper: ReturnPaper) -> tuple[str, str, str]:
    loss, returned, amount = (money(sum_, paper.currency) for sum_ in (each.loss, each.returned, each.amount))
    return loss, returned, amount


def _opened(title: str, paper: ReturnPaper) -> Any:
    document = new_paper()
    document.add_heading(title, level=1)
    document.add_paragraph(paper.document or "　　公（　）返字〔　　　　〕　　号")
    return document


def _law(document: Any, paper: ReturnPaper) -> None:
    document.add_paragraph("　　依据：" + "；".join(paper.law) + "。")
    if paper.shares:
        document.add_paragraph(FORMULA)


def _accounts(document: Any, paper: ReturnPaper) -> None:
    rows = (
        (name, institution, mask(account), money(amount, paper.currency))
        for name, institution, account, amount in paper.frozen
    )
    _table(document, ("编号", "银行（保管）", "账户", f"金额（{paper.currency}）"), rows)


def _checks(document: Any, paper: ReturnPaper) -> None:
    document.add_paragraph(f"　　方案校验值 {paper.plan_hash}；资金流向表校验值 {paper.flow_hash}。")


def _table(document: Any, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    add_rows(document, (titles, *rows), len(titles))


def _closed(document: Any, paper: ReturnPaper) -> bytes:
    document.add_paragraph(f"{paper.organ or '＿＿＿＿＿＿'}（印）　　　　年　　月　　日")
    return docx_bytes(document)
