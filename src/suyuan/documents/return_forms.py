"""The four forms of a return as docx drafts: application, report for approval, decision, notice to the bank.

Titles and fields are those of the annexes to 银监发〔2016〕41号 as others quote them; the annexes themselves were
not read, and each paper says so on its last page. The papers are Chinese whatever the language of the interface.
What the record does not say stays blank: number, seal, signatures, sex, birth date, address, telephone. Dates
come from the record, never from the clock, so that the same record gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from suyuan.documents.amount_words import capitals
from suyuan.documents.docx_bytes import add_rows, docx_bytes, new_paper
from suyuan.documents.shown import in_quotes, money

BLANK = "＿＿＿＿＿＿"
DAY = "　　　　年　　月　　日"
QUOTED = "栏目据他处引述的附件{annex}，官方式样未读到原件；版式为本程序自拟。正式行文请用官方式样。"
OWN = "附件4的栏目未读到，栏目与版式均为本程序自拟。正式行文请用官方式样。"
BLANKS = "空白处案卷未载，由办案机关填写；未使用的栏目划线。"
SEIZED = "所列扣押、退赔款不在银行冻结之列，其返还比照本规定拟写，是否另用发还清单由办案机关决定。"
WORDS = "大写金额的写法未读到出处原文。"


@dataclass(frozen=True)
class Head:
    """What every form says: the case, its organ, the rules in one sentence and one by one with their labels."""

    case: str
    name: str
    organ: str
    currency: str
    ground: str
    law: tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """A frozen or seized sum: its name in the record, the bank or keeper, account, holder, amount if known.

    ``seized``: it is held as money that was seized or given back, and lies under no bank's freeze.
    """

    name: str
    institution: str
    account: str
    holder: str = ""
    amount: int | None = None
    seized: bool = False


@dataclass(frozen=True)
class Applicant:
    """A victim as the application names him; empty where nothing was recorded."""

    victim: str
    identity: str = ""
    bank: str = ""
    account: str = ""
    reason: str = ""
    agent: str = ""
    agent_papers: str = ""


@dataclass(frozen=True)
class Loss:
    """What a plan found that a victim lost and got back, in minor units."""

    loss: int
    returned: int


@dataclass(frozen=True)
class PayLine:
    """One payment. ``kept`` is what it is where a share is kept for victims not found, None where that is decided.

    ``number`` is the payment's in the decision, None before it; ``shares``: some of it goes in proportion.
    """

    number: int | None
    claim: str
    victim: str
    held: Held
    amount: int
    method: str
    account: str
    bank: str
    reason: str = ""
    kept: int | None = None
    shares: bool = False


@dataclass(frozen=True)
class Numbered:
    """A decision's number, its day and who approved it; empty where that is not known."""

    document: str
    day: str
    approved_by: str = ""


def application(
    head: Head, asked: Applicant, loss: Loss | None, held: Sequence[Held], officers: Sequence[str]
) -> bytes:
    """Return annex 1: the victim's application, filled in as far as it was recorded."""
    document = _opened("涉案资金返还申请表（拟稿）", "附件1")
    agent = f"{asked.agent}（授权材料：{asked.agent_papers or BLANK}）" if asked.agent else ""
    fields = [
        ("被害人姓名（名称）", asked.victim),
        ("性别", ""),
        ("证件号码（组织机构代码）", asked.identity),
        ("住址", ""),
        ("联系电话", ""),
        ("返还银行账户", _place(asked.bank, asked.account) if asked.account else ""),
        ("非原汇（存）款账户的理由", asked.reason),
        ("代理人", agent),
        ("立案单位", head.organ),
        ("立案编号（受案编号）", f"{BLANK}（案件编号 {head.case}）"),
        ("被骗（盗）金额", "" if loss is None else _sum(loss.loss, head)),
        ("其中已返还", "" if loss is None else _sum(loss.returned, head)),
        ("立案单位两名民警", f"{_two(officers)}　签名：{BLANK}　{BLANK}"),
        ("立案单位意见（盖章）", DAY),
    ]
    for each in held:
        fields += [
            ("扣押、退赔款" if each.seized else "涉案（冻结）账户", _held(each)),
            (
                "扣押、退赔金额" if each.seized else "冻结金额",
                "" if each.amount is None else _sum(each.amount, head),
            ),
        ]
    fields += [
        ("冻结单位", ""),
        ("冻结单位两名民警", f"{_two(())}　签名：{BLANK}　{BLANK}"),
        ("冻结单位意见（盖章）", DAY),
    ]
    _fields(document, fields)
    document.add_paragraph(f"　　以上信息真实。申请人（签名）：{BLANK}　　{DAY}")
    return _closed(document, head, QUOTED.format(annex=1), BLANKS, WORDS, *_seized(held))


def report(
    head: Head, lines: Sequence[PayLine], officers: Sequence[str], checks: tuple[str, str], shared_by: str = ""
) -> bytes:
    """Return annex 2: the report for approval; ``checks`` are the check values of plan and flow table.

    ``shared_by`` says by which denominator shares were approved.
    """
    document = _opened("呈请返还资金报告书（拟稿）", "附件2")
    document.add_paragraph(f"案件：{head.name}（{head.case}）")
    document.add_paragraph(f"　　经审核，下列被害人申请返还的资金权属明确。根据{head.ground}，呈请返还：")
    open_ = any(each.kept is not None for each in lines)
    titles = ("序号", "被害人", "被骗款", "资金来源", "返还方式", "返还账户", "返还金额")
    _table(
        document,
        (*titles, "保留份额时") if open_ else titles,
        (
            (
                str(number),
                each.victim,
                each.claim,
                _held(each.held),
                each.method,
                _place(each.bank, each.account) + (f"（{each.reason}）" if each.reason else ""),
                money(each.amount, head.currency),
                *((money(each.amount if each.kept is None else each.kept, head.currency),) if open_ else ()),
            )
            for number, each in enumerate(lines, 1)
        ),
    )
    document.add_paragraph(f"　　返还金额合计 {_sum(_total(lines), head)}。")
    if open_:
        kept = sum(each.amount if each.kept is None else each.kept for each in lines)
        document.add_paragraph(f"　　为尚未找到的被害人保留份额时合计 {_sum(kept, head)}。请批准其中之一。")
    if shared_by and any(each.shares for each in lines):
        document.add_paragraph(f"　　{shared_by}。")
    document.add_paragraph(f"　　返还理由：{BLANK}")
    document.add_paragraph(f"　　方案校验值 {checks[0]}；资金流向表校验值 {checks[1] or '无'}。")
    document.add_paragraph(f"承办人：{_two(officers)}　　承办单位：{head.organ or BLANK}　　{DAY}")
    document.add_paragraph(f"审核意见：{BLANK}　　{DAY}")
    document.add_paragraph(f"领导批示（设区的市一级以上公安机关）：{BLANK}　　{DAY}")
    return _closed(document, head, QUOTED.format(annex=2), BLANKS, WORDS, *_seized(each.held for each in lines))


def decision(
    head: Head, given: Numbered, asked: Applicant, lines: Sequence[PayLine], shared_by: str = ""
) -> bytes:
    """Return annex 3: the decision for one victim, with its stub."""
    document = _opened("冻结资金返还决定书（拟稿）", "附件3")
    numbered = given.document or "　　公（　）刑返字〔　　　　〕　　号"
    document.add_paragraph(numbered)
    _fields(
        document,
        (
            ("被害人姓名（名称）", asked.victim),
            ("性别", ""),
            ("出生日期", ""),
            ("证件种类及号码", asked.identity),
            ("住址", ""),
        ),
    )
    document.add_paragraph(f"　　根据{head.ground}，决定将下列资金返还被害人 {asked.victim}：")
    for each in lines:
        document.add_paragraph(
            f"　　从{_held(each.held)}返还至{_place(each.bank, each.account)}：{_sum(each.amount, head)}"
            f"（第 {each.number} 笔，{each.method}）。"
        )
    document.add_paragraph(f"　　合计 {_sum(_total(lines), head)}。")
    if shared_by and any(each.shares for each in lines):
        document.add_paragraph(f"　　{shared_by}。")
    document.add_paragraph(f"{head.organ or BLANK}（设区的市一级以上公安机关印）　　{DAY}")
    document.add_paragraph("- - - - - - - - - - - - 存根 - - - - - - - - - - - -")
    _fields(
        document,
        (
            ("文号", numbered),
            ("案件名称", head.name),
            ("案件编号", head.case),
            ("被害人", asked.victim),
            ("返还金额", _sum(_total(lines), head)),
            ("决定作出日期", given.day),
            ("批准人", given.approved_by),
            ("经办人", ""),
        ),
    )
    return _closed(document, head, QUOTED.format(annex=3), BLANKS, WORDS, *_seized(each.held for each in lines))


def bank_notice(
    head: Head, institution: str, number: str, officers: Sequence[str], lines: Sequence[PayLine]
) -> bytes:
    """Return annex 4: the notice to one bank with the receipt that it sends back."""
    document = _opened("冻结资金协助返还通知书（拟稿）", "附件4")
    numbered = number or "　　公（　）＿＿＿字〔　　　　〕　　号"
    document.add_paragraph(numbered)
    document.add_paragraph(f"{institution or BLANK}：")
    document.add_paragraph(
        f"　　因办理{in_quotes(head.name)}（{head.case}），根据{head.ground}，请从你单位下列冻结账户协助返还资金："
    )
    titles = ("支付序号", "冻结账户", "户名", "收款人", "收款账户", f"返还金额（{head.currency}）")
    _table(document, titles, (_to_bank(each, head) for each in lines))
    document.add_paragraph(
        f"　　合计 {len(lines)} 笔，{_sum(_total(lines), head)}。其余资金在原冻结期限内继续冻结。"
    )
    document.add_paragraph(f"经办民警（两名，附人民警察证）：{_two(officers)}")
    document.add_paragraph(f"{head.organ or BLANK}（印）　　{DAY}")
    document.add_page_break()
    document.add_heading("协助返还通知书（回执）", level=1)
    document.add_paragraph(f"{head.organ or BLANK}：")
    document.add_paragraph(f"　　你单位 {numbered} 收悉。办理结果如下：")
    _table(document, (*titles, "办理结果", "未办理原因"), ((*_to_bank(each, head), "", "") for each in lines))
    document.add_paragraph(f"　　已返还合计：{BLANK}　大写：{BLANK}")
    document.add_paragraph(f"经办人：{BLANK}　　{institution or BLANK}（印）　　{DAY}")
    return _closed(document, head, OWN, BLANKS, WORDS)


def _to_bank(each: PayLine, head: Head) -> tuple[str, ...]:
    amount = money(each.amount, head.currency)
    place = _place(each.bank, each.account)
    return str(each.number), each.held.account, each.held.holder, each.victim, place, amount


def _total(lines: Iterable[PayLine]) -> int:
    return sum(each.amount for each in lines)


def _sum(minor: int, head: Head) -> str:
    figure = f"{money(minor, head.currency)} {head.currency}"
    return f"{figure}（{capitals(minor)}）" if head.currency == "CNY" else figure


def _place(bank: str, account: str) -> str:
    return f"{bank or BLANK}账户 {account or BLANK}"


def _held(held: Held) -> str:
    holder = f"（{held.holder}）" if held.holder else ""
    if held.seized:
        return f"扣押、退赔款 {held.name}{holder}，保管：{held.institution or BLANK}"
    return f"{_place(held.institution, held.account)}{holder}"


def _two(officers: Sequence[str]) -> str:
    return "　".join((*officers, *[BLANK] * (2 - len(officers))))


def _opened(title: str, annex: str) -> Any:
    document = new_paper()
    document.add_paragraph(annex)
    document.add_heading(title, level=1)
    return document


def _fields(document: Any, fields: Iterable[tuple[str, str]]) -> None:
    add_rows(document, fields, 2)


def _table(document: Any, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    add_rows(document, (titles, *rows), len(titles))


def _seized(held: Iterable[Held]) -> tuple[str, ...]:
    return (SEIZED,) if any(each.seized for each in held) else ()


def _closed(document: Any, head: Head, *notes: str) -> bytes:
    document.add_page_break()
    document.add_paragraph("以下为拟稿说明，不送达：")
    said = (each for each in notes if each != WORDS or head.currency == "CNY")
    for each in (*said, *(f"依据：{rule}" for rule in head.law)):
        document.add_paragraph(each)
    return docx_bytes(document)
