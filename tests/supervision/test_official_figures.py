"""Official figures: what they can mean, which are doubted, batches and their check sums, amounts compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from suyuan.model.register import BulletinFigure
from suyuan.model.text import Language, Text
from suyuan.supervision.batches import Naming, batch_of, batches, sum_checks
from suyuan.supervision.compared_amounts import Computed, Missing, compare
from suyuan.supervision.official_figures import Interval, Told, doubts, interval_of

DAY = date(2026, 11, 24)


def figure(what: str, value: str, word: str = "", bulletin: str = "a", unit: str = "元") -> BulletinFigure:
    """Return a figure of a bulletin."""
    return BulletinFigure(what, value, unit, word, f"{value}{word}", "一句。", bulletin)


@pytest.mark.parametrize(
    ("value", "word", "least", "most"),
    [
        ("400", "", 400, 400),
        ("400", "余", 401, 499),
        ("150000000", "余", 150_000_001, 159_999_999),
        ("187000000000", "余", 187_000_000_001, 187_999_999_999),
        ("4000", "近", None, 3999),
        ("15000000", "逾", 15_000_001, None),
        ("100", "以上", 100, None),
        ("30", "约", None, None),
        ("10", "数", None, None),
    ],
)
def test_what_a_figure_can_mean(value: str, word: str, least: int | None, most: int | None) -> None:
    """400余 is 401 to 499; 1.5亿余 stays below 1.6亿; 近 is below, 逾 above, 约 and 数 say nothing exact."""
    wanted = Interval(None if least is None else Decimal(least), None if most is None else Decimal(most))
    assert interval_of(figure("金额", value, word)) == wanted


def said(*told: Told) -> list[str]:
    """Return the doubts in English."""
    return [each.render(Language.EN) for each in doubts(told)]


def test_a_unit_copied_wrongly_is_doubted() -> None:
    """止付 3180余亿 in one year and 2170.7万 in the next: a copy's 万 for 亿; 2170.7亿 would not be doubted."""
    before = Told("2023-01-01", figure("紧急止付", "318000000000", "余", "a"))
    assert len(said(before, Told("2026-01-08", figure("紧急止付", "21707000", "", "b")))) == 1
    assert said(before, Told("2026-01-08", figure("紧急止付", "217070000000", "", "b"))) == []


def test_different_quantities_are_never_compared() -> None:
    """涉案金额 beside 流水, and amounts of another kind, are not a jump."""
    first = Told("2022-01-01", figure("amount_yuan", "1800000000", "", "a"), "turnover")
    assert said(first, Told("2023-01-01", figure("amount_yuan", "87000000", "余", "b"), "involved")) == []
    assert len(said(first, Told("2023-01-01", figure("amount_yuan", "87000000", "余", "b"), "turnover"))) == 1


def test_a_later_measure_above_an_earlier_one_is_doubted() -> None:
    """逮捕 500 of 抓获 400余 cannot be (401 to 499); 逮捕 450 can; 不起诉 is no 起诉."""
    caught = Told("2022-01-01", figure("arrested", "400", "余", "a", "名"))
    assert len(said(caught, Told("2022-01-01", figure("批准逮捕", "500", "", "a", "名")))) == 1
    assert said(caught, Told("2022-01-01", figure("批准逮捕", "450", "", "a", "名"))) == []
    assert said(caught, Told("2022-01-01", figure("不起诉", "500", "", "a", "名"))) == []


def test_the_batches_come_to_what_bulletins_say() -> None:
    """5, 3, 5, 8 are 21; 21 and 41 are 62; a batch with a case too few is found."""
    checks = sum_checks(batches(), DAY)
    assert [each.stated for each in checks] == [21, 41, 62, 5, 3, 5, 8, 21]
    assert all(each.agrees for each in checks)
    short = [replace(each, count=4) if each.id == "3" else each for each in batches()]
    assert [each.batches for each in sum_checks(short, DAY) if not each.agrees] == [("3",), ("1", "2", "3", "4")]


def test_names_are_found_however_written_and_none_is_made_up() -> None:
    """浙江 12·30 is of the first batch; of the second one case is inferred and two are not named."""
    for name in ("浙江“12.30”电信网络诈骗案", '浙江"12·30"电信网络诈骗案', "浙江「12．30」电信网络诈骗案"):
        found = batch_of(name)
        assert found is not None
        assert (found[0].id, found[1].naming) == ("1", Naming.STATED)
    second = next(each for each in batches() if each.id == "2")
    assert [each.naming for each in second.cases] == [Naming.INFERRED]
    assert second.unnamed == 2
    assert batch_of("某省“1·01”电信网络诈骗案") is None


WORD, FORMULA = Text(zh="涉案金额", en="amount involved"), Text(zh="流入之和", en="inflow")


@pytest.mark.parametrize(
    ("fen", "inside", "words"),
    [
        (15_500_000_000, True, "Within"),
        (14_000_000_000, False, "10000001 yuan less"),
        (16_500_000_000, False, "5000001 yuan more"),
    ],
)
def test_a_bulletins_amount_beside_a_computed_one(fen: int, inside: bool, words: str) -> None:  # noqa: FBT001
    """1.5亿余 is 150,000,001 to 159,999,999: 1.55亿 is within it, 1.4亿 below by 10,000,001, 1.65亿 above."""
    told = Told("2022-04-12", figure("amount_yuan", "150000000", "余"), "involved")
    (found,) = compare(told, [Computed("involved", WORD, FORMULA, fen)], Missing(2, 3))
    text = " ".join(each.render(Language.EN) for each in found.explained)
    assert found.inside is inside
    assert words in text
    assert ("2 requests" in text) is (fen == 14_000_000_000)
