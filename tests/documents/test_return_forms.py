"""The forms of a return by themselves: what is not known stays blank, and what is no renminbi has no capitals."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx

from suyuan.documents.return_forms import (
    Applicant,
    Head,
    Held,
    Loss,
    Numbered,
    PayLine,
    application,
    bank_notice,
    decision,
    report,
)

HEAD = Head("A1", "甲案", "", "CNY", "某规定第一条", ("某规定第一条（未读到原文）",))
HELD = Held("freeze-1", "东山银行", "6200000000000000001", "张某", 10000010)
LINE = PayLine(1, "C1", "李某", HELD, 1230005, "单笔直接返还", "6200000000000000002", "西山银行")


def said(content: bytes) -> list[str]:
    """Return every line of a paper, a table's row being one."""
    document = docx.Document(BytesIO(content))
    rows = ["|".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return [*(each.text for each in document.paragraphs), *rows]


def test_an_application_that_nobody_made_yet() -> None:
    """Only the name and what is frozen stand in it; it names its annex, its rules and that it is a draft."""
    lines = said(application(HEAD, Applicant("李某"), None, [HELD], ()))
    assert (
        "被害人姓名（名称）|李某" in lines and "证件号码（组织机构代码）|" in lines and "被骗（盗）金额|" in lines
    )
    assert "冻结金额|100,000.10 CNY（人民币壹拾万元壹角）" in lines
    assert "依据：某规定第一条（未读到原文）" in lines and lines[1] == "涉案资金返还申请表（拟稿）"
    given = Applicant("李某", "证件1", "西山银行", "62", "已销户", "王某", "委托书")
    lines = said(application(HEAD, given, Loss(5, 0), [], ("甲警官", "乙警官")))
    assert "被骗（盗）金额|0.05 CNY（人民币伍分）" in lines and "其中已返还|0.00 CNY（人民币零元整）" in lines
    assert "代理人|王某（授权材料：委托书）" in lines and "返还银行账户|西山银行账户 62" in lines


def test_the_sums_of_a_notice() -> None:
    """Two payments by hand: 12,300.05 and 0.95 are 12,301.00; account numbers stand whole."""
    lines = said(bank_notice(HEAD, "东山银行", "", (), [LINE, replace(LINE, amount=95)]))
    assert any(each.startswith("　　合计 2 笔，12,301.00 CNY（人民币壹万贰仟叁佰零壹元整）") for each in lines)
    assert "1|6200000000000000001|张某|李某|西山银行账户 6200000000000000002|12,300.05" in lines
    assert any("公（　）＿＿＿字〔" in each for each in lines) and "协助返还通知书（回执）" in lines


def test_money_that_was_given_back_is_no_frozen_account() -> None:
    """It is called what it is, with its keeper, and a note says that no bank freezes it."""
    seized = replace(HELD, name="seizure-1", institution="", seized=True)
    lines = said(decision(HEAD, Numbered("", ""), Applicant("李某"), [replace(LINE, held=seized)]))
    assert any("扣押、退赔款 seizure-1（张某），保管：＿＿＿＿＿＿返还至" in each for each in lines)
    assert any("不在银行冻结之列" in each for each in lines) and "　　公（　）刑返字〔　　　　〕　　号" in lines
    assert not any(
        "不在银行冻结之列" in each for each in said(application(HEAD, Applicant("李"), None, [HELD], ()))
    )


def test_another_currency_has_no_capitals() -> None:
    """Six decimals of USDT stand as figures alone."""
    head = Head("A1", "甲案", "某局", "USDT", "某规定", ())
    lines = said(decision(head, Numbered("返字1号", "2021-01-02"), Applicant("李某"), [LINE]))
    assert "返还金额|1.230005 USDT" in lines and not any("人民币" in each for each in lines if "USDT" in each)
    assert not any("大写" in each for each in lines)
    assert "文号|返字1号" in lines and "批准人|" in lines


def test_the_same_report_is_the_same_file() -> None:
    """Two sums are put up where a share may be kept; the bytes depend on the content alone."""
    open_ = replace(LINE, number=None, kept=1000000, shares=True)
    paper = report(HEAD, [open_], (), ("p", "f"), "按净损失")
    assert paper == report(HEAD, [open_], (), ("p", "f"), "按净损失")
    lines = said(paper)
    assert "　　返还金额合计 12,300.05 CNY（人民币壹万贰仟叁佰元零伍分）。" in lines and "　　按净损失。" in lines
    assert any("保留份额时合计 10,000.00 CNY（人民币壹万元整）" in each for each in lines)
    assert "　　按净损失。" not in said(report(HEAD, [LINE], (), ("p", "f"), "按净损失"))
