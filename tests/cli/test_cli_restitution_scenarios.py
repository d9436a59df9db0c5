"""Returns of small cases by hand: single record, time stamps, pro rata, two banks, currencies, victims unfound.

The figures are worked out in the docstrings, from the files in tests/cases/restitution alone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from suyuan.errors import Refused

Opened = Callable[..., Any]
DAY, AFTER = "2021-03-20T18:00:00+08:00", "2021-04-20T10:00:00+08:00"
NOW = ("--at", DAY, "--on", DAY)
A, B, C = "6200000000000000017", "6200000000000000025", "6200000000000000033"
"""The accounts from which 张某甲, 李某乙 and 王某丙 paid."""
F, G = "6200000000000000108", "6200000000000000116"
"""The accounts that are frozen."""


def test_a_single_record_goes_back_whole(opened: Opened, tmp_path: Path) -> None:
    """F held 3,000.00 and received one credit, 50,000.00 of 张某甲; all 53,000.00 are frozen.

    One record: 50,000.00 go back without a notice, no more than was lost; 3,000.00 stay frozen, until the last day
    that the freeze had (20 March + 6 months = 20 September).
    """
    case = opened("single_record")
    case.freeze(F, "53000.00")
    assert case.lines() == [("freeze-1", "B001-1", "single_record", "50000.00", "50000.00")]
    name = case.begin({"张某甲": A})
    assert case.say("notice", name, *NOW)["state"] == "direct"
    with pytest.raises(Refused, match=r"return\.approval"):
        case.say("approve", name, "--approved-by", "王局长", "--level", "county", *NOW)
    case.approve(name, moment=DAY)
    assert case.decide(name, DAY) == [("1", "freeze-1", "B001-1", "50000.00", A)]
    # Saturday 20 March 2021: three working days are Monday 22 to Wednesday 24.
    assert case.execute(name, "freeze-1", DAY)["due"] == "2021-03-24T23:59:59+08:00"
    done = case.receive(name, "1", moment=DAY)
    assert (done["state"], done["paid"], done["open"]) == ("returned", "50000.00", False)
    assert case.frozen("freeze-1") == ("3000.00", "50000.00", "2021-09-20")
    case.run("restitution", "statement", name, "--out", str(tmp_path / "statement.docx"))
    row = docx.Document(str(tmp_path / "statement.docx")).tables[1].rows[1]
    # victim, loss, returned before, goes back
    assert [cell.text for cell in row.cells][:4] == ["张某甲", "50,000.00", "0.00", "50,000.00"]


def test_two_victims_traced_by_time_stamps(opened: Opened) -> None:
    """F: 20,000.00 of 张某甲 left for good before anything else came; 30,000.00 of 李某乙 came through T, that had
    nothing else; then 12,000.00 of 王某丙. 42,000.00 are there and frozen.

    Each fen of it is 李某乙's or 王某丙's under any rule: 30,000.00 and 12,000.00 without a notice; 张某甲's
    20,000.00 are elsewhere.
    """
    case = opened("by_time_stamp")
    case.freeze(F, "42000.00")
    lines = [
        ("freeze-1", "B002-1", "by_timestamp", "30000.00", "30000.00"),
        ("freeze-1", "B003-1", "by_timestamp", "12000.00", "12000.00"),
    ]
    assert case.lines() == lines
    plan = case.say("plan", "--at", DAY)
    assert (plan["notice_needed"], plan["rules"]) == (False, ["return.method.timestamp"])
    assert [each["found_only"] for each in plan["claims"]] == ["0.00", "30000.00", "12000.00"]
    assert {each["rule_matters"] for each in plan["claims"]} == {"no"}


def test_what_no_time_stamp_traces_goes_pro_rata(opened: Opened) -> None:
    """F: 10,000.00, 20,000.00 and 33,333.33 came, 40,000.00 left; 23,333.33 are frozen. In fen:

    F = 2,333,333, C = 1,000,000 + 2,000,000 + 3,333,333 = 6,333,333.
    F x 1,000,000 = 2,333,333,000,000 =   368,421 x C +   122,807
    F x 2,000,000 = 4,666,666,000,000 =   736,842 x C +   245,614
    F x 3,333,333 = 7,777,775,888,889 = 1,228,069 x C + 5,964,912
    The floors sum to 2,333,332: one fen is left, for the largest remainder, 王某丙.
    """
    case = opened("pro_rata")
    case.freeze(F, "23333.33")
    assert case.lines() == [
        ("freeze-1", "B001-1", "pro_rata", "3684.21", "3684.21"),
        ("freeze-1", "B002-1", "pro_rata", "7368.42", "7368.42"),
        ("freeze-1", "B003-1", "pro_rata", "12280.70", "12280.70"),
    ]
    name = case.begin({"张某甲": A, "李某乙": B, "王某丙": C})
    with pytest.raises(Refused, match=r"return\.states|文书|document"):
        case.say("notice", name, *NOW)
    announced = case.say("notice", name, "--document", "公告1号", *NOW)
    assert (announced["state"], announced["notice_ends"]) == ("announced", "2021-04-19")
    with pytest.raises(Refused, match=r"return\.notice"):
        case.approve(name, moment="2021-04-19T23:59:59+08:00")
    case.approve(name)
    assert [each[3] for each in case.decide(name)] == ["3684.21", "7368.42", "12280.70"]
    case.execute(name, "freeze-1")
    assert case.receive(name, "1", "2", "3")["paid"] == "23333.33"
    assert case.frozen("freeze-1") == ("0.00", "23333.33", "2021-09-20")


def test_two_banks_two_methods_and_nobody_above_the_loss(opened: Opened) -> None:
    """T received 100,000.00 of 张某甲 and paid 60,000.00 to F, its only credit; then 50,000.00 of 李某乙 came and
    70,000.00 went to G, which had 30,000.00 of its own. F's 60,000.00 and G's 100,000.00 are frozen.

    F, single record: 60,000.00 to 张某甲, who is owed 40,000.00 more. G: 40,000.00 + 50,000.00 are owed and
    100,000.00 there: both get all, 10,000.00 stay. 张某甲: 60,000.00 + 40,000.00 = 100,000.00, the loss.
    After 55,000.00 are released in G, 45,000.00 are left over 40,000.00 : 50,000.00 (not 100,000.00 : 50,000.00):
    20,000.00 and 25,000.00.
    """
    case = opened("two_banks")
    case.freeze(F, "60000.00")
    case.freeze(G, "100000.00", bank="西山银行")
    single = ("freeze-1", "B001-1", "single_record", "60000.00", "60000.00")
    assert case.lines() == [
        single,
        ("freeze-2", "B001-1", "pro_rata", "40000.00", "40000.00"),
        ("freeze-2", "B002-1", "pro_rata", "50000.00", "50000.00"),
    ]
    release = ("--amount", "55000", "--approved-by", "王局长", "--level", "county", "--why", "部分无关")
    case.run("freeze", "part", "2", *release, *NOW)
    assert case.lines() == [
        single,
        ("freeze-2", "B001-1", "pro_rata", "20000.00", "20000.00"),
        ("freeze-2", "B002-1", "pro_rata", "25000.00", "25000.00"),
    ]
    name = case.begin({"张某甲": A, "李某乙": B})
    case.say("notice", name, "--document", "公告1号", *NOW)
    # The traced part goes ahead of the notice that still runs.
    case.approve(name, "--traced-only", moment=DAY)
    assert case.decide(name, DAY) == [("1", "freeze-1", "B001-1", "60000.00", A)]
    case.approve(name)
    assert [each[1:4] for each in case.decide(name)] == [
        ("freeze-1", "B001-1", "60000.00"),
        ("freeze-2", "B001-1", "20000.00"),
        ("freeze-2", "B002-1", "25000.00"),
    ]
    for freeze in ("freeze-1", "freeze-2"):
        case.execute(name, freeze)
    assert case.receive(name, "1", "2", "3")["paid"] == "105000.00"
    left = [case.frozen(each)[:2] for each in ("freeze-1", "freeze-2")]
    assert left == [("0.00", "60000.00"), ("0.00", "45000.00")]


def test_currencies_are_never_mixed(opened: Opened) -> None:
    """F in CNY: one credit, 10,000.00 of 张某甲. F in USD: 1,000.00 of 李某乙 and 500.00 of 王某丙, 600.00 left.

    CNY 10,000.00 whole; USD 900.00 over 1,000.00 : 500.00 is 600.00 and 300.00.
    """
    case = opened("two_currencies")
    case.freeze(F, "10000.00")
    case.freeze(F, "900.00", currency="USD")
    assert case.lines() == [("freeze-1", "B001-1", "single_record", "10000.00", "10000.00")]
    assert case.lines("--currency", "USD") == [
        ("freeze-2", "B002-1", "pro_rata", "600.00", "600.00"),
        ("freeze-2", "B003-1", "pro_rata", "300.00", "300.00"),
    ]
    with pytest.raises(Refused):
        case.lines("--currency", "HKD")
    dollars = case.begin({"李某乙": B, "王某丙": C}, "--currency", "USD")
    case.say("notice", dollars, "--document", "公告1号", *NOW)
    case.approve(dollars)
    assert [each[1:4] for each in case.decide(dollars)] == [
        ("freeze-2", "B002-1", "600.00"),
        ("freeze-2", "B003-1", "300.00"),
    ]
    case.execute(dollars, "freeze-2")
    done = case.receive(dollars, "1", "2")
    assert (done["paid"], done["currency"]) == ("900.00", "USD")
    assert case.frozen("freeze-1")[:2] == ("10000.00", "0.00")
    assert case.lines(moment=AFTER) == [("freeze-1", "B001-1", "single_record", "10000.00", "10000.00")]


def test_the_share_of_victims_not_found_stays_frozen(opened: Opened) -> None:
    """F: 10,000.00 and 20,000.00 reported, 30,000.00 of somebody who has not reported, 36,000.00 left; 24,000.00.

    Over those found, 30,000.00: 8,000.00 and 16,000.00. With the one not found, 60,000.00: 4,000.00 and 8,000.00,
    and 12,000.00 stay frozen.
    """
    case = opened("not_found")
    case.freeze(F, "24000.00")
    assert case.lines() == [
        ("freeze-1", "B001-1", "pro_rata", "8000.00", "4000.00"),
        ("freeze-1", "B002-1", "pro_rata", "16000.00", "8000.00"),
    ]
    (account,) = case.say("plan", "--at", DAY)["accounts"]
    assert account["reserved_for_presumed"] == "12000.00"
    name = case.begin({"张某甲": A, "李某乙": B})
    case.say("notice", name, "--document", "公告1号", *NOW)
    case.approve(name, "--keep-presumed")
    assert [each[3] for each in case.decide(name)] == ["4000.00", "8000.00"]
    case.execute(name, "freeze-1")
    assert case.receive(name, "1", "2")["paid"] == "12000.00"
    assert case.frozen("freeze-1") == ("12000.00", "12000.00", "2021-09-20")


def test_an_upheld_objection_is_computed_again(opened: Opened) -> None:
    """王某丙 objects that 李某乙 had 5,000.00 back the same day; it is true, 15,000.00 are owed to him. In fen:

    F = 2,333,333, C = 1,000,000 + 1,500,000 + 3,333,333 = 5,833,333.
    F x 1,000,000 = 2,333,333,000,000 =   399,999 x C + 5,633,333
    F x 1,500,000 = 3,499,999,500,000 =   599,999 x C + 5,533,333
    F x 3,333,333 = 7,777,775,888,889 = 1,333,333 x C +   500,000
    Two fen are left, for 张某甲 and 李某乙. The difference to the announced plan (3,684.21, 7,368.42,
    12,280.70) is shown claim by claim, and the announced plan can no longer be approved.
    """
    case = opened("pro_rata")
    case.freeze(F, "23333.33")
    name = case.begin({"张某甲": A, "李某乙": B, "王某丙": C})
    case.say("notice", name, "--document", "公告1号", *NOW)
    case.say("object", name, "--by", "王某丙", "--grounds", "李某乙已收回5000元", *NOW)
    case.take_in("pro_rata_upheld")
    settled = case.say("settle", name, "--number", "1", "--upheld", "--reason", "流水属实", *NOW)
    changed = {each["claim"]: (each["before"], each["after"]) for each in settled["differences"]}
    assert changed == {
        "B001-1": ("3684.21", "4000.00"),
        "B002-1": ("7368.42", "6000.00"),
        "B003-1": ("12280.70", "13333.33"),
    }
    with pytest.raises(Refused, match=r"return\.notice"):
        case.approve(name)
    case.approve(name, "--again", "--why", "异议成立")
    assert [each[3] for each in case.decide(name)] == ["4000.00", "6000.00", "13333.33"]


def test_a_late_victim_touches_nothing_that_was_returned(opened: Opened) -> None:
    """F: 10,000.00 of 张某甲 and 6,000.00 of somebody unknown, all frozen. 张某甲 gets his 10,000.00.

    Then 李某乙 reports the 6,000.00: a second return gives them to him and nothing to 张某甲; the first stands as
    it was. A payment that bounces goes to another account, with its reason.
    """
    case = opened("late_victim")
    case.freeze(F, "16000.00")
    first = case.begin({"张某甲": A})
    case.say("notice", first, *NOW)
    case.approve(first, moment=DAY)
    assert [each[1:4] for each in case.decide(first, DAY)] == [("freeze-1", "B001-1", "10000.00")]
    case.execute(first, "freeze-1", DAY)
    case.receive(first, "1", moment=DAY)
    before = case.say("show", first)
    case.take_in("late_victim_found")
    assert case.lines(moment=AFTER) == [("freeze-1", "B002-1", "by_timestamp", "6000.00", "6000.00")]
    second = case.begin({"李某乙": B}, moment=AFTER)
    case.say("notice", second, "--at", AFTER, "--on", AFTER)
    case.approve(second)
    assert [each[1:4] for each in case.decide(second)] == [("freeze-1", "B002-1", "6000.00")]
    case.execute(second, "freeze-1")
    later = ("--at", AFTER, "--on", AFTER)
    case.say("receipt", second, "--payment", "1", "--bounced", "户名不符", *later)
    assert case.frozen("freeze-1")[:2] == ("6000.00", "10000.00")
    elsewhere = ("--payment", "1", "--account", G, "--reason", "原户已销")
    case.say("redirect", second, *elsewhere, *later)
    case.execute(second, "freeze-1")
    assert case.receive(second, "1")["paid"] == "6000.00"
    assert case.frozen("freeze-1")[:2] == ("0.00", "16000.00")
    assert case.say("show", first) == before


def test_a_plan_computed_again_counts_what_its_own_return_has_paid(opened: Opened) -> None:
    """F's 60,000.00 are paid to 张某甲 ahead of the notice; then G's 45,000.00 by a plan computed again.

    He is owed 40,000.00 more, 李某乙 50,000.00: 20,000.00 and 25,000.00, as the plan was.
    """
    case = opened("two_banks")
    case.freeze(F, "60000.00")
    case.freeze(G, "45000.00", bank="西山银行")
    name = case.begin({"张某甲": A, "李某乙": B})
    case.say("notice", name, "--document", "公告1号", *NOW)
    case.approve(name, "--traced-only", moment=DAY)
    case.decide(name, DAY)
    case.execute(name, "freeze-1", DAY)
    case.receive(name, "1", moment=DAY)
    case.approve(name, "--again", "--why", "重算")
    assert [each[1:4] for each in case.decide(name)[1:]] == [
        ("freeze-2", "B001-1", "20000.00"),
        ("freeze-2", "B002-1", "25000.00"),
    ]


def test_a_second_return_pays_what_the_first_left_open(opened: Opened) -> None:
    """A return of F pays 张某甲 60,000.00; a second one, of G, the 20,000.00 and 25,000.00 of its share."""
    case = opened("two_banks")
    case.freeze(F, "60000.00")
    case.freeze(G, "45000.00", bank="西山银行")
    first = case.begin({"张某甲": A}, "--freeze", "freeze-1")
    case.say("notice", first, *NOW)
    case.approve(first, moment=DAY)
    case.decide(first, DAY)
    case.execute(first, "freeze-1", DAY)
    case.receive(first, "1", moment=DAY)
    second = case.begin({"张某甲": A, "李某乙": B}, "--freeze", "freeze-2")
    case.say("notice", second, "--document", "公告1号", *NOW)
    case.approve(second)
    assert [each[2:4] for each in case.decide(second)] == [("B001-1", "20000.00"), ("B002-1", "25000.00")]
