"""Dates of bulletins: what relative ones count from, and which two make a period."""

from __future__ import annotations

import pytest

from suyuan.bulletins import english_dates
from suyuan.bulletins.bulletin import LeadKind
from suyuan.bulletins.dates import Anchor, find_dates, find_periods
from suyuan.bulletins.read import read_bytes
from suyuan.bulletins.script import fold

ANCHOR = Anchor(2023, 5, 2021, 2021, 3)
"""Published in May 2023; the text last named March 2021."""

TABLE = [
    ("2021年8月，", "2021-08"),
    ("2021年8月15日", "2021-08-15"),
    ("今年3月", "2023-03"),
    ("今年5月中旬", "2023-05"),
    ("去年11月", "2022-11"),
    ("去年，", "2022"),
    ("同年8月", "2021-08"),
    ("次年1月", "2022-01"),
    ("8月，", "2021-08"),
    ("同月15日", "2021-03-15"),
    ("2020年底", "2020"),
    ("二〇二三年五月六日", "2023-05-06"),
    ("民國112年5月", "2023-05"),
    ("2024-03-21", "2024-03-21"),
]


@pytest.mark.parametrize(("text", "resolved"), TABLE, ids=[row[0] for row in TABLE])
def test_a_date_is_resolved(text: str, resolved: str) -> None:
    """A date phrase is resolved as far as it is known and no further."""
    found, _ = find_dates(fold(text), ANCHOR)
    assert [date.resolved for date in found] == [resolved]


PERIODS = [
    ("2019年2月至2021年7月，", ("2019-02", "2021-07")),
    ("2021年3月至7月", ("2021-03", "2021-07")),
    ("今年2月以来", ("2023-02", None)),
    ("自2021年10月起，", ("2021-10", None)),
    ("於2023年5月至今年4月期間", ("2023-05", "2023-04")),
]


@pytest.mark.parametrize(("text", "ends"), PERIODS, ids=[row[0] for row in PERIODS])
def test_two_dates_make_a_period(text: str, ends: tuple[str, str | None]) -> None:
    """A period has both its ends, or an open one."""
    plain = fold(text)
    found, _ = find_dates(plain, ANCHOR)
    assert [(period.first, period.last) for period in find_periods(plain, found)] == [ends]


def test_the_year_is_carried_from_sentence_to_sentence() -> None:
    """同年 counts from the last year named, whatever sentence it stood in."""
    _, after = find_dates("2022年6月，", ANCHOR)
    found, _ = find_dates("同年8月，", after)
    assert found[0].resolved == "2022-08"


def test_a_bare_month_is_not_in_the_year_a_period_began() -> None:
    """After 2022年8月以来, 11月 is of the year the story stands in."""
    _, after = find_dates("今年6月12日报警。该团伙自2022年8月以来", Anchor(2023, 12))
    found, _ = find_dates("11月中旬", after)
    assert found[0].resolved == "2023-11"


def test_a_dateline_is_no_date_of_a_case() -> None:
    """8月30日电 tells when the item was sent."""
    assert find_dates("示例日报石家庄8月30日电 记者", ANCHOR)[0] == ()


def test_without_a_day_of_publication_this_year_is_unknown() -> None:
    """今年 of an undated text is not guessed."""
    assert find_dates("今年3月", Anchor.at(None))[0][0].resolved is None


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("began in June 2024,", "2024-06"),
        ("on 12 March 2025.", "2025-03-12"),
        ("On March 3, 2025", "2025-03-03"),
        ("last year", "2024"),
    ],
)
def test_an_english_date_is_resolved(text: str, resolved: str) -> None:
    """An English date phrase is resolved as far as it is known."""
    assert [date.resolved for date in english_dates.find_dates(text, 2025)] == [resolved]


def test_an_english_period_has_both_ends() -> None:
    """Between A and B is a period."""
    text = "Between January 2023 and October 2024 the syndicate"
    found = english_dates.find_periods(text, english_dates.find_dates(text, 2025))
    assert [(period.first, period.last) for period in found] == [("2023-01", "2024-10")]


def test_years_of_the_republic_without_their_name_are_told_by_their_month() -> None:
    """自112年6月起至114年2月止 is June 2023 to February 2025, one period; 起至 joins, it opens nothing."""
    dates, _ = find_dates("该集团自112年6月起至114年2月止,诱骗被害人", Anchor(2025))
    assert [each.resolved for each in dates] == ["2023-06", "2025-02"]
    (period,) = find_periods("该集团自112年6月起至114年2月止,诱骗被害人", dates)
    assert (period.first, period.last) == ("2023-06", "2025-02")


@pytest.mark.parametrize(
    "head", ["新华社某市2026年3月10日电 记者10日获悉，", "某省人民检察院　2026年3月10日发布\n案例一 张某诈骗案。"]
)
def test_a_dateline_gives_the_day(head: str) -> None:
    """The day before 电 or 发布 at the head of the text is that of publication."""
    text = f"两部门通报一起电信网络诈骗案\n{head}某省公安机关侦破“7·16”电信网络诈骗案，抓获12名犯罪嫌疑人。"
    assert read_bytes("a.txt", text.encode()).published == "2026-03-10"


def test_english_participles_count_people_and_a_bogus_platform_is_fraud() -> None:
    """Arresting 34 persons: caught in this case; an inquiry opened after complaints is a victims' report."""
    text = (
        "Ring behind bogus platform broken up\n\nThe Westmere Police broke up a gang behind a bogus brokerage "
        "platform, arresting 34 persons. The inquiry opened in April 2025 after complaints from several "
        "pensioners. On 9 January after victims spoke up 75 victims were counted."
    )
    (case,) = read_bytes("a.txt", text.encode()).cases
    assert case.arrested is not None
    assert (case.arrested.text, case.lead_kind) == ("34 persons", LeadKind.VICTIM_REPORT)
    assert case.victims is not None
    assert case.victims.text == "75 victims"
