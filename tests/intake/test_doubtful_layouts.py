"""Layouts of few plain names that many institutions share: day or month, and whose file it is."""

from __future__ import annotations

import pytest

from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import Confidence, ReadFile, read_opened
from suyuan.model.text import Language

HEAD = "Date,Description,Amount,Balance"


def read(dates: tuple[str, str, str], head: str = HEAD) -> ReadFile:
    """Read a statement of three bookings on these dates."""
    rows = zip(dates, ("A,100.00,600.00", "B,-50.00,550.00", "C,-20.00,530.00"), strict=True)
    more = ",1" * (head.count(",") - HEAD.count(","))
    text = "\n".join([head, *(f"{date},{row}{more}" for date, row in rows)])
    return read_opened(open_bytes("a.csv", text.encode()))


def days(file: ReadFile) -> list[str]:
    """Return the dates of the bookings."""
    return [str(each.time)[:10] for part in file.tables[0].parts for each in part.bookings]


@pytest.mark.parametrize(
    ("dates", "last"),
    [
        (("03/01/2021", "03/14/2021", "03/15/2021"), "2021-03-15"),
        (("03/01/2021", "03/12/2021", "04/02/2021"), "2021-04-02"),
    ],
)
def test_months_first_are_another_banks(dates: tuple[str, str, str], last: str) -> None:
    """A month of 14, or dates that stand in order only month first: not the British bank's file."""
    file = read(dates)
    assert (file.confidence, file.format) == (Confidence.INFERRED, "inferred")
    assert days(file)[-1] == last
    assert "header is that of" in file.warnings[0].render(Language.EN)


def test_what_nothing_tells_apart_is_said_below_the_layouts_own_header() -> None:
    """1, 2, 3 of March or 3 of January to March: read as the layout writes it, with both ends in a warning."""
    file = read(("01/03/2021", "02/03/2021", "03/03/2021"))
    assert (file.format, days(file)[0]) == ("first_direct", "2021-03-01")
    assert "2021-03-01 to 2021-03-03" in file.warnings[0].render(Language.EN)


def test_what_nothing_tells_apart_waits_for_a_person_below_another_header() -> None:
    """One column more than the layout has: both ways are readings, and nothing is read."""
    file = read(("01/03/2021", "02/03/2021", "03/03/2021"), f"{HEAD},Ref No")
    assert (file.confidence, file.tables) == (Confidence.UNSURE, ())
    forms = [each.columns.rpartition(", ")[2] for each in file.readings]
    assert {"d/M/yyyy", "M/d/yyyy"} <= set(forms)


def test_a_day_above_twelve_leaves_the_layout_as_it_is() -> None:
    """14 March: day first, no warning of dates."""
    file = read(("01/03/2021", "02/03/2021", "14/03/2021"))
    assert (file.format, days(file)[-1]) == ("first_direct", "2021-03-14")
    assert not any("day from month" in each.render(Language.EN) for each in file.warnings)
