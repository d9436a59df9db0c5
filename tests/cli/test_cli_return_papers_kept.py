"""Papers of returns in small cases: what was decided and served stays so, and no paper says more than was done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from suyuan.errors import WrongUsage

Opened = Callable[..., Any]
A, B, C = "6200000000000000017", "6200000000000000025", "6200000000000000033"
F, G = "6200000000000000108", "6200000000000000116"
DAY, AFTER = "2021-03-20T18:00:00+08:00", "2021-04-20T10:00:00+08:00"
NOW = ("--at", DAY, "--on", DAY)


def papers(case: Any, out: Path, *words: str) -> dict[str, str]:
    """Write the papers of the return; give the words of each docx by its name, cells apart by bars."""
    case.run("restitution", "papers", "1", "--out", str(out), *words)
    found = {}
    for each in sorted(out.glob("*.docx")):
        document = docx.Document(str(each))
        rows = [" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
        found[each.name] = "\n".join([*(one.text for one in document.paragraphs), *rows])
    return found


def test_what_was_decided_and_served_is_not_rewritten_by_a_new_account(opened: Opened, tmp_path: Path) -> None:
    """12,000.00 bounce and go to another account: decision and served notice stay, a new notice asks for them."""
    case = opened("by_time_stamp")
    case.freeze(F, "42000.00")
    name = case.begin({"李某乙": B, "王某丙": C})
    case.say("notice", name, *NOW)
    case.approve(name, moment=DAY)
    case.decide(name, DAY)
    case.execute(name, "freeze-1", DAY)
    before = papers(case, tmp_path / "before")
    case.receive(name, "1", moment=DAY)
    case.say("receipt", name, "--payment", "2", "--bounced", "户名不符", *NOW)
    case.say(
        "redirect", name, "--payment", "2", "--account", "6299", "--bank", "新行", "--reason", "原户已销", *NOW
    )
    after = papers(case, tmp_path / "after")
    kept = [each for each in before if each != "返还情况说明.docx"]
    assert {each: after[each] for each in kept} == {each: before[each] for each in kept}
    (new,) = set(after) - set(before)
    assert new == "附件4_协助返还通知书_02_东山银行.docx" and "新行账户 6299" in after[new]
    assert "协返1号" not in after[new] and "合计 1 笔，12,000.00 CNY（人民币壹万贰仟元整）" in after[new]
    statement = after["返还情况说明.docx"]
    assert "决定返还合计 42,000.00 CNY，其中已返还 30,000.00 CNY。" in statement and "6299" in statement


def test_frozen_and_seized_money_in_one_return(opened: Opened, tmp_path: Path) -> None:
    """Seized money is never called frozen; a decision on a trace does not cite the rule on shares."""
    case = opened("two_banks")
    case.freeze(F, "60000.00")
    case.freeze(G, "30000.00", bank="西山银行")
    given = ("--way", "given_up", "--from", "赵某", "--amount", "15000", "--keeper", "涉案款专户")
    case.run("seizure", "take", *given, *NOW)
    name = case.begin({"张某甲": A, "李某乙": B})
    case.say("notice", name, "--document", "公告1号", *NOW)
    case.approve(name, "--traced-only", moment=DAY)
    case.decide(name, DAY)
    case.approve(name)
    case.decide(name)
    found = papers(case, tmp_path / "papers", "--no-flow")
    traced, shared = found["附件3_返还决定书_001_张某甲.docx"], found["附件3_返还决定书_002_张某甲.docx"]
    assert "第八条第一项" in traced and "第八条第三项" not in traced and "〔2011〕7号" not in traced
    assert "第八条第三项" in shared and "第八条第一项" not in shared and "〔2011〕7号" in shared
    mine = papers(case, tmp_path / "mine", "--victim", "李某乙")
    assert sorted(mine) == ["附件1_申请表_002_李某乙.docx", "附件3_返还决定书_003_李某乙.docx"]
    assert mine == {each: found[each] for each in mine}
    assert not any("张某甲" in each for each in mine.values())
    with pytest.raises(WrongUsage, match="李某丁"):
        papers(case, tmp_path / "none", "--victim", "李某丁", "--victim", "李某乙")
    assert not (tmp_path / "none").exists()
    for each in (found["公告.docx"], found["返还情况说明.docx"]):
        assert "seizure-1 | 涉案款专户 | 扣押、退赔款 | 15,000.00" in each
        assert "seiz****" not in each and "冻结金额" not in each and "非法律条文" not in each
    assert "依法冻结、扣押下列资金（含退赔款）" in found["公告.docx"]
    assert found["返还情况说明.docx"].count("返字return-1号") == 1
    assert "其中已返还 0.00 CNY" in found["返还情况说明.docx"]


def test_the_notice_says_both_sums_where_victims_are_not_found(opened: Opened, tmp_path: Path) -> None:
    """8,000.00 and 16,000.00 among those found, 4,000.00 and 8,000.00 with a share kept: both stand there."""
    case = opened("not_found")
    case.freeze(F, "24000.00")
    name = case.begin({"张某甲": A, "李某乙": B})
    case.say("notice", name, "--document", "公告1号", *NOW)
    said = papers(case, tmp_path / "papers", "--no-flow")["公告.docx"]
    assert "| 8,000.00 | 4,000.00 |" in said and "| 16,000.00 | 8,000.00 |" in said
    assert "尚未找到" in said
