"""From when to when an account's bookings are, also where bare dates stand beside times of another zone."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from suyuan.intake.figures import Figures, together
from suyuan.model.booking import Direction
from suyuan.model.moment import CHINA, Moment, Precision

EASTERN = timezone(timedelta(hours=-5))
NOTHING = dict.fromkeys(Direction, 0)
NOON = Moment(datetime(2011, 1, 5, 12, tzinfo=EASTERN))
NEXT = Moment(datetime(2011, 1, 6, tzinfo=CHINA), Precision.DAY)
SOONER = Moment(datetime(2011, 1, 5, 12, tzinfo=CHINA))


def span(*times: Moment) -> tuple[Moment | None, Moment | None]:
    """Return the first and the last of some times."""
    found = together([Figures(NOTHING, NOTHING, (time, place), (time, place)) for place, time in enumerate(times)])
    return (found.first and found.first[0]), (found.last and found.last[0])


def test_a_bare_date_is_put_in_order_as_printed() -> None:
    """Noon of the 5th in New York lies before the bare 6th, whatever midnight in China would say."""
    assert span(NEXT, NOON) == (NOON, NEXT)


def test_times_of_two_zones_are_put_in_order_as_instants() -> None:
    """Noon in China is thirteen hours before noon in New York."""
    assert span(NOON, SOONER) == (SOONER, NOON)
