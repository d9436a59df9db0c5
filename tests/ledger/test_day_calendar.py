"""The calendar of days: covered or not, with rows or without, asked or never asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from suyuan.intake.statement import FileKind
from suyuan.ledger.contents import FileContents
from suyuan.ledger.day_calendar import DayCalendar, DayState, day_calendar
from suyuan.ledger.identities import identify
from suyuan.ledger.request_register import register
from suyuan.model.coverage import Coverage
from suyuan.model.moment import CHINA
from suyuan.model.request import Answer, AnsweredRequest
from suyuan.model.source import Source

A, B, C, D = "6200000000000000017", "6200000000000000025", "6200000000000000033", "6200000000000000041"
Reader = Callable[[str], list[FileContents]]
STATEMENT = f"""
== bank
-- {A}
03-02T10:00:00 in 100.00 - 100.00
03-05T11:00:00 out 30.00 {D} 70.00
03-09T11:00:00 out 20.00 {D} 50.00
"""


def requests(*given: tuple[str, Answer, int, int]) -> FileContents:
    """A list of requests for days of March: account, answer, first and last day."""
    rows = tuple(
        AnsweredRequest(
            source=Source("f" * 64, None, 1, row),
            document=f"调证{row}号",
            institution="甲银行",
            account=account,
            currency="CNY",
            start=datetime(2021, 3, first, tzinfo=CHINA),
            end=datetime(2021, 3, last, tzinfo=CHINA) + timedelta(days=1, seconds=-1),
            sent=datetime(2021, 3, 10, tzinfo=CHINA),
            answered=None,
            answer=answer,
            note="",
        )
        for row, (account, answer, first, last) in enumerate(given, 3)
    )
    return FileContents("f" * 64, "request_list", FileKind.REQUEST_LIST, requests=rows)


def calendar(files: list[FileContents], *further: str) -> DayCalendar:
    """The calendar at the end of March."""
    identities = identify(files)
    found = register(files, datetime(2021, 3, 31, tzinfo=CHINA), identities=identities)
    return day_calendar(files, identities, found, further)


def said(found: DayCalendar, account: str) -> list[tuple[int, int, DayState]]:
    """An account's runs by days of March."""
    (own,) = (each for each in found.accounts if each.account == account)
    return [(run.first.day, run.last.day, run.state) for run in own.runs]


def test_the_five_answers_of_a_day(read_case: Reader) -> None:
    """A was covered from 1 to 6 March and shows rows on the 2nd, 5th and 9th; B never answered; C was refused;
    D stands only in A's rows. The window is what rows, periods and requests reach: 1 to 12 March.
    """
    listed = requests((A, Answer.WHOLE, 1, 6), (B, Answer.NONE, 3, 12), (C, Answer.REFUSED, 1, 12))
    found = calendar([*read_case(STATEMENT), listed], D)
    assert (found.first, found.last) == (date(2021, 3, 1), date(2021, 3, 12))
    quiet, booked, never = DayState.QUIET, DayState.BOOKED, DayState.NEVER
    assert said(found, A) == [
        (1, 1, quiet),
        (2, 2, booked),
        (3, 4, quiet),
        (5, 5, booked),
        (6, 6, quiet),
        (7, 8, never),
        (9, 9, DayState.UNCOVERED),
        (10, 12, never),
    ]
    assert said(found, B) == [(1, 2, never), (3, 12, DayState.UNANSWERED)]
    assert said(found, C) == [(1, 12, DayState.IN_VAIN)]
    assert said(found, D) == [(1, 12, never)]


def test_every_account_has_every_day(read_case: Reader) -> None:
    """The days of an account add up to the window, whatever their states."""
    found = calendar([*read_case(STATEMENT), requests((A, Answer.WHOLE, 1, 6), (B, Answer.NONE, 3, 12))])
    assert {sum(run.days for run in each.runs) for each in found.accounts} == {12}
    assert {sum(each.days(state) for state in DayState) for each in found.accounts} == {12}


def test_a_day_that_an_answer_covers_in_part_is_not_covered(read_case: Reader) -> None:
    """A period that ends at 20:00 covers its last day in part; two that meet within a day cover it wholly."""
    (bank,) = read_case(STATEMENT)
    source = Source(bank.sha256, None, 1, 1)
    evening = datetime(2021, 3, 5, 20, tzinfo=CHINA)
    first = Coverage(A, "CNY", datetime(2021, 3, 4, tzinfo=CHINA), evening, source)
    found = calendar([replace(bank, periods=(first,))])
    assert (5, 5, DayState.PARTLY) in said(found, A)
    second = Coverage(A, "CNY", evening, datetime(2021, 3, 5, 23, 59, 59, tzinfo=CHINA), source)
    found = calendar([replace(bank, periods=(first, second))])
    assert (5, 5, DayState.BOOKED) in said(found, A)


def test_a_whole_answer_without_its_file_covers_no_day() -> None:
    """Nobody has seen its rows."""
    found = calendar([requests((B, Answer.WHOLE, 1, 6))])
    assert said(found, B) == [(1, 6, DayState.IN_VAIN)]
