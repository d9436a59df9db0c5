"""Official figures over time: what one can mean by its approximating word, and which are to be looked at again.

Copies of bulletins have errors (万 for 亿), and a later bulletin may count another scope. A figure is therefore
never overwritten; here two of a kind are compared by what they can mean at least and at most. Different quantities
that look alike (涉案金额, 流水, 冻结, 止付, 返还) are never compared. Rule 34 of the law's list in docs/law.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from suyuan.model.law.book import rule_on
from suyuan.model.register import BulletinFigure
from suyuan.model.text import Message, Text
from suyuan.supervision.supervised_facts import MEASURES, Measure

JUMP, SUBSETS = "register.jump", "register.subsets"

JUMPED = Text(
    zh="“{what}”由 {first}（{earlier}）变为 {second}（{later}），相差超过 {times} 倍，"
    "请核对单位（万、亿）与口径。",
    en="“{what}” went from {first} ({earlier}) to {second} ({later}), more than {times} times; check the unit "
    "(万, 亿) and the scope.",
)
NOT_WITHIN = Text(
    zh="{published}：{more} {many} 多于{fewer} {few}，同一时点不应如此，请核对口径。",
    en="{published}: {more} {many} are more than {fewer} {few}; at one date that cannot be, check the scope.",
)

_MORE = ("余", "多", "馀", "餘")
_UNDER = ("近", "将近", "將近", "nearly", "almost")
_OVER = ("超", "逾", "超过", "超過", "more than", "over")
_LEAST = ("以上", "达", "達", "至少", "上", "at least")
_WORDS = (
    (Measure.PROSECUTED, ("起诉", "公诉", "起訴")),
    (Measure.ARRESTED, ("逮捕", "批捕")),
    (Measure.DETAINED, ("刑拘", "刑事拘留")),
    (Measure.CAUGHT, ("抓获", "抓獲", "到案")),
)
_NOT = ("不起诉", "不批", "不捕", "取保")


@dataclass(frozen=True)
class Told:
    """A figure and the bulletin's day; ``kind`` says what an amount is (involved, turnover …), else empty."""

    published: str
    figure: BulletinFigure
    kind: str = ""


@dataclass(frozen=True)
class Interval:
    """What a figure can mean: at least and at most, both included; None where its words leave a side open."""

    least: Decimal | None
    most: Decimal | None

    def holds(self, value: Decimal) -> bool:
        """Return whether a value can be meant."""
        above = self.least is None or value >= self.least
        return above and (self.most is None or value <= self.most)


def interval_of(figure: BulletinFigure) -> Interval:
    """Return what a figure can mean: 400余 is 401 to 499, 1.5亿余 more than 1.5亿 and less than 1.6亿."""
    value, word = Decimal(figure.value), figure.approximator.strip()
    if not word:
        return Interval(value, value)
    if word in _MORE:
        return Interval(value + 1, value + _unit(value) - 1)
    if word in _UNDER:
        return Interval(None, value - 1)
    if word in _OVER:
        return Interval(value + 1, None)
    if word in _LEAST:
        return Interval(value, None)
    return Interval(None, None)


def doubts(told: Sequence[Told]) -> tuple[Message, ...]:
    """Return what is to be looked at again in the figures of one case, or of one series: jumps and subsets."""
    return (*_jumps(told), *_subsets(told))


def measure_of(what: str) -> Measure | None:
    """Return the measure that a figure's label counts persons under, None where it counts something else."""
    if what == "arrested":
        return Measure.CAUGHT
    if any(word in what for word in _NOT):
        return None
    return next((measure for measure, words in _WORDS if any(word in what for word in words)), None)


def _unit(value: Decimal) -> Decimal:
    """Return one of the last place of a number that is not zero: 100 of 400, 10 million of 150 million."""
    digits = value.normalize()
    exponent = digits.as_tuple().exponent
    return Decimal(10) ** (exponent if isinstance(exponent, int) else 0)


def _jumps(told: Sequence[Told]) -> Iterable[Message]:
    series: dict[tuple[str, str, str], list[Told]] = {}
    for each in told:
        if each.published:
            series.setdefault((each.figure.what, each.kind, each.figure.unit), []).append(each)
    for (what, _, _), every in series.items():
        every.sort(key=lambda each: each.published)
        for first, second in pairwise(every):
            times = int(str(rule_on(JUMP, date.fromisoformat(second.published)).value))
            one, other = interval_of(first.figure), interval_of(second.figure)
            if _far(one, other, times) or _far(other, one, times):
                yield JUMPED(
                    what=what, first=first.figure.text, earlier=first.published, second=second.figure.text,
                    later=second.published, times=times,
                )  # fmt: skip


def _far(low: Interval, high: Interval, times: int) -> bool:
    return low.most is not None and high.least is not None and low.most > 0 and high.least > low.most * times


def _subsets(told: Sequence[Told]) -> Iterable[Message]:
    pages: dict[str, dict[Measure, BulletinFigure]] = {}
    for each in told:
        measure = measure_of(each.figure.what)
        if measure is not None:
            pages.setdefault(each.figure.bulletin, {}).setdefault(measure, each.figure)
    days = {each.figure.bulletin: each.published for each in told}
    for bulletin, counts in pages.items():
        known = [each for each in Measure if each in counts]
        for fewer, more in pairwise(known):
            outer, inner = interval_of(counts[fewer]), interval_of(counts[more])
            if outer.most is not None and inner.least is not None and inner.least > outer.most:
                yield NOT_WITHIN(
                    published=days[bulletin], more=MEASURES[more], many=counts[more].text,
                    fewer=MEASURES[fewer], few=counts[fewer].text,
                )  # fmt: skip
