"""Facts as text and back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.proceeding import ProceedingKind
from suyuan.model.recorded import NotAsRecorded, from_text, to_text


@dataclass(frozen=True)
class Inner:
    name: str
    amount: int | None = None


@dataclass(frozen=True)
class Facts:
    kind: ProceedingKind
    day: date
    moment: Moment
    parts: tuple[Inner, ...]
    whole: bool = False
    inner: Inner | None = None


FACTS = Facts(
    ProceedingKind.FREEZE,
    date(2026, 2, 28),
    Moment(datetime(2026, 3, 1, 9, 30, tzinfo=CHINA), Precision.MINUTE),
    (Inner("甲", 5), Inner("乙")),
    whole=True,
)


def test_facts_come_back_as_they_were() -> None:
    """Enums, days, moments with their precision, nested parts and absent values survive the way through text."""
    assert from_text(Facts, to_text(FACTS)) == FACTS


def test_the_text_is_canonical() -> None:
    """The text has its keys in order and nothing else, so that a hash can bind it."""
    assert to_text(Inner("甲", 5)) == '{"amount":5,"name":"甲"}'


def test_a_field_added_later_takes_its_default() -> None:
    """A record from before a field existed is still read."""
    assert from_text(Inner, '{"name":"甲"}') == Inner("甲", None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "no JSON"),
        ('{"name":5}', "Inner.name: not a str"),
        ('{"name":"甲","sum":1}', "unknown field sum"),
        ('{"amount":1}', "name"),
        ('{"name":"甲","amount":true}', "Inner.amount: not a int"),
    ],
)
def test_another_text_is_refused(text: str, said: str) -> None:
    """What does not hold these facts is not read as something near."""
    with pytest.raises(NotAsRecorded, match=said):
        from_text(Inner, text)


def test_a_length_of_time_is_no_fact() -> None:
    """A value that has no place in a record is the program's mistake and says so."""
    with pytest.raises(TypeError, match="timedelta"):
        to_text((timedelta(1),))
