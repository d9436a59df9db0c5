"""Completeness and requests in the report: what was filled in stands on the page and in the workbook, in words."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from suyuan.documents.calendar_strip import SHAPES, strip, ticks
from suyuan.documents.completeness_model import (
    CalendarLine,
    ChainGapLine,
    ChainLine,
    CompletenessPages,
    DayRunLine,
    EqualRowsLine,
    NeverAskedLine,
    OverlapLine,
    PrintedLine,
    RequestLine,
    UnaskedLine,
)
from suyuan.documents.report_html import report_page
from suyuan.documents.report_model import CaseReport, RowPlace
from suyuan.documents.report_xlsx import write_report
from suyuan.ledger.day_calendar import DAY_STATE_NAMES, DayState
from suyuan.ledger.request_register import STANDING_NAMES, Standing
from suyuan.model.moment import CHINA
from suyuan.model.text import Language, Text

STATES = tuple((state.value, name) for state, name in DAY_STATE_NAMES.items())
FIRST = date(2021, 3, 1)
MOMENT = datetime(2021, 3, 31, tzinfo=CHINA)
REFUSAL = Text(zh="查无此户：不说明任何期间", en="no such account: says nothing")


def run(first: int, last: int, state: DayState) -> DayRunLine:
    """Days of March."""
    return DayRunLine(FIRST.replace(day=first), FIRST.replace(day=last), state.value)


def asked(account: str, standing: Standing, place: RowPlace, **more: Any) -> RequestLine:
    """A request for 1 to 20 March."""
    values: dict[str, Any] = {
        "document": "调证1号",
        "organ": "",
        "institution": "甲银行",
        "account": account,
        "start": datetime(2021, 3, 1, tzinfo=CHINA),
        "end": datetime(2021, 3, 20, tzinfo=CHINA),
        "sent": datetime(2021, 3, 18, tzinfo=CHINA),
        "due": datetime(2021, 3, 28, tzinfo=CHINA),
        "due_stated": True,
        "answered": None,
        "standing": standing.value,
        "words": STANDING_NAMES[standing],
        "late": 0,
        "meaning": None,
        "note": "",
        "covered": None,
        "files": (),
        "lacks_file": False,
        "place": place,
    }
    return RequestLine(**(values | more))


@pytest.fixture(scope="module")
def filled(case_report: CaseReport) -> CaseReport:
    """The invented case with a proof of completeness written by hand."""
    one, two, three = [each.key for each in case_report.accounts if not each.is_node][:3]
    first, second = (each.sha256 for each in case_report.evidence[:2])
    place = RowPlace(first, None, 7)
    pages = CompletenessPages(
        moment=MOMENT,
        default_term=Text(zh="默认期限为产品取值", en="the default term is the product's choice"),
        states=STATES,
        first=FIRST,
        last=FIRST + timedelta(days=19),
        chains=(
            ChainLine(one, "CNY", (first, second), 12, 3, "broken", 1),
            ChainLine(one, "USD", (first,), 4, 0, "proven", 0),
        ),
        gaps=(ChainGapLine(one, "USD", MOMENT, MOMENT, -2050, place, RowPlace(second, None, 2), (8,)),),
        overlaps=(OverlapLine(one, "CNY", second, first, 3, 1),),
        equal_rows=(EqualRowsLine(one, first, (4, 5)),),
        printed=(
            PrintedLine(place, one, "CNY", "共5笔", 5, None, 4, 100, "differs"),
            PrintedLine(place, one, "CNY", "收入合计 <b>1.00", None, 100, 1, 100, "agrees"),
        ),
        calendar=(
            CalendarLine(one, (run(1, 12, DayState.BOOKED), run(13, 20, DayState.QUIET))),
            CalendarLine(two, (run(1, 5, DayState.NEVER), run(6, 20, DayState.UNANSWERED))),
        ),
        requests=(
            asked(two, Standing.OVERDUE, place, late=3, due_stated=False),
            asked(three, Standing.REFUSED, place, meaning=REFUSAL),
            asked(one, Standing.WHOLE, place, files=(first,), covered=(MOMENT, MOMENT)),
            asked(three, Standing.WHOLE, place, lacks_file=True),
        ),
        never_asked=(NeverAskedLine(three, "乙银行", 12345),),
        unasked=(UnaskedLine(two, second, 9),),
    )
    return replace(case_report, completeness=pages)


@pytest.fixture(scope="module")
def tree(filled: CaseReport) -> LexborHTMLParser:
    """The page, parsed."""
    return LexborHTMLParser(report_page(filled))


def table(tree: LexborHTMLParser, name: str) -> LexborNode:
    """A table of the page by its anchor."""
    found = tree.css_first(f"#{name}")
    assert found is not None, name
    return found


def test_every_part_of_the_proof_is_on_the_page(tree: LexborHTMLParser) -> None:
    """Each table has as many rows as lines were given."""
    rows = {
        name: len(table(tree, name).css("tbody tr"))
        for name in (
            *("chains", "gaps", "overlaps", "equal_rows", "printed", "calendar", "calendar_periods"),
            *("requests", "requests_open", "requests_refused", "never_asked", "unasked"),
        )
    }
    assert rows == {
        "chains": 2,
        "gaps": 1,
        "overlaps": 1,
        "equal_rows": 1,
        "printed": 2,
        "calendar": 2,
        "calendar_periods": 4,
        "requests": 4,
        "requests_open": 1,
        "requests_refused": 2,
        "never_asked": 1,
        "unasked": 1,
    }


def test_the_proof_is_summed_up_on_top(tree: LexborHTMLParser) -> None:
    """Of two chains one is proven; a gap, an overlap, a total that agrees, one that differs, one lost file."""
    intro = tree.css_first("#part-complete .intro")
    assert intro is not None
    said = "余额连续 1；流水缺口 1 处；重叠的流水 1 对；印出的合计相符 1 项、不符 1 项；称全部反馈而无流水 1 件"
    assert said in intro.text()


def test_a_gap_says_how_much_of_which_currency_between_which_rows(tree: LexborHTMLParser) -> None:
    """The amount has its own currency beside it; both rows are named, and the unread row between."""
    text = table(tree, "gaps").text()
    for word in ("−20.50", "USD", "7", "2", "8"):
        assert word in text


def test_differences_stand_before_agreements(tree: LexborHTMLParser) -> None:
    """Both verdicts are shown, and what a file prints is only words."""
    first, second = table(tree, "printed").css("tbody tr")
    assert "不符" in first.text()
    assert "相符" in second.text()
    assert second.css_first("td b") is None


def test_strips_say_every_day_in_both_languages(tree: LexborHTMLParser) -> None:
    """Bars fill the window without holes, each with its words; the figures beside them add up to it."""
    for row in table(tree, "calendar").css("tbody tr"):
        svg = row.css_first("svg.days")
        assert svg is not None
        bars = svg.css("rect")
        assert sum(int(bar.attributes["width"] or 0) for bar in bars) == 20
        assert all("/" in bar.text() for bar in bars)
        assert "not" in (svg.attributes["aria-label"] or "") or "covered" in (svg.attributes["aria-label"] or "")
        assert sum(int(cell.text() or 0) for cell in row.css("td.n")) == 20


def test_asked_and_never_asked_stand_apart(tree: LexborHTMLParser) -> None:
    """The overdue one with how late it is and whose term that is, the refusal with what it means."""
    assert "逾期 3 日" in table(tree, "requests_open").text()
    assert "默认期限" in table(tree, "requests_open").text()
    refused = table(tree, "requests_refused").text()
    assert REFUSAL.zh in refused
    assert "没有流水" in refused
    assert "123.45" in table(tree, "never_asked").text()


def test_states_differ_without_colour() -> None:
    """What is covered fills the strip; what is not has a height of its own, which grey paper shows too."""
    assert set(SHAPES) == {state.value for state in DayState}
    covered = {"covered_with_bookings", "covered_without_bookings", "covered_in_part"}
    others = [SHAPES[state] for state in SHAPES if state not in covered]
    assert len(set(others)) == len(others)
    assert all(height < 16 for _, height in others)


@pytest.mark.parametrize(("days", "count"), [(20, 2), (400, 13), (2000, 5)])
def test_ticks_stay_few(days: int, count: int) -> None:
    """Weeks in a month, months in a year or two, years beyond; the first day needs none."""
    assert len(ticks(FIRST, FIRST + timedelta(days=days - 1))) == count


def test_many_accounts_fold_and_stay_small(filled: CaseReport) -> None:
    """With 500 accounts of 60 runs each the calendar is folded, has every account, and the page is below 20 MB."""
    assert filled.completeness is not None
    states = list(DayState)
    runs = tuple(
        DayRunLine(FIRST + timedelta(days=day), FIRST + timedelta(days=day), states[day % 7].value)
        for day in range(60)
    )
    keys = [f"62000000{number:011d}" for number in range(500)]
    calendar = tuple(CalendarLine(key, runs) for key in keys)
    pages = replace(filled.completeness, calendar=calendar, last=FIRST + timedelta(days=59))
    page = report_page(replace(filled, completeness=pages))
    tree = LexborHTMLParser(page)
    assert table(tree, "calendar").tag == "details"
    assert len(table(tree, "calendar").css("tbody tr")) == 500
    assert len(page.encode()) < 20_000_000


def test_the_workbook_lists_the_same(filled: CaseReport, tmp_path: Path) -> None:
    """Each table is a sheet; the calendar's periods are rows with dates."""
    write_report(filled, tmp_path / "r.xlsx", Language.EN)
    book = openpyxl.load_workbook(tmp_path / "r.xlsx", read_only=True)
    names = set(book.sheetnames)
    for name in (
        "Balance by account",
        "Statements that overlap",
        "Printed totals",
        "Calendar",
        "Calendar periods",
    ):
        assert name in names
    for name in ("Asked, not answered", "Refused", "Never asked", "Without a request", "All requests"):
        assert name in names
    rows = [[str(cell) for cell in row if cell is not None] for row in book["Calendar periods"].values]
    assert sum("2021-03-13" in row and "covered, without bookings" in row for row in rows) == 1


def test_the_organ_has_a_column_where_a_request_names_one(filled: CaseReport) -> None:
    """A list without organs makes no empty column; one that names an organ shows it."""
    assert filled.completeness is not None
    assert "协查机关" not in table(LexborHTMLParser(report_page(filled)), "requests").text()
    requests = tuple(replace(each, organ="临江市公安局 王某") for each in filled.completeness.requests)
    named = replace(filled, completeness=replace(filled.completeness, requests=requests))
    text = table(LexborHTMLParser(report_page(named)), "requests").text()
    assert "协查机关" in text
    assert "临江市公安局 王某" in text


@pytest.mark.browser
@pytest.mark.parametrize("width", [800, 1440])
def test_the_page_with_strips_never_scrolls_sideways(filled: CaseReport, tmp_path: Path, width: int) -> None:
    """In a real Chromium strips have a height and a width, and wide tables scroll in themselves."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium is installed")
    playwright = pytest.importorskip("playwright.sync_api")
    (tmp_path / "report.html").write_text(report_page(filled), encoding="utf-8")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(offline=True, viewport={"width": width, "height": 900}).new_page()
        page.goto((tmp_path / "report.html").as_uri())
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        box = page.locator("#calendar tbody svg.days").first.bounding_box()
        assert box["width"] > 200
        assert 10 < box["height"] < 30
        browser.close()


def test_a_report_without_a_proof_has_no_empty_heading(case_report: CaseReport) -> None:
    """A report filled without the proof has neither strip nor register."""
    tree = LexborHTMLParser(report_page(case_report))
    assert tree.css_first("#calendar") is None
    assert tree.css_first("#part-requests") is None


def test_an_account_without_days_has_no_strip() -> None:
    """Nothing is drawn for nothing."""
    assert strip((), dict(STATES)) == ""
