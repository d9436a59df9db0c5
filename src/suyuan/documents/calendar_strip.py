"""A calendar of days as strips: one bar an account, one tone and height a state, so that it reads in grey too.

Plain SVG: what a strip shows stands beside it in figures and, day by day, in the table of periods.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import escape

from suyuan.documents.completeness_model import DayRunLine
from suyuan.documents.html_cells import words
from suyuan.model.text import Language, Text

HEIGHT = 16
TICKS_BY_DAY = 45
TICKS_BY_MONTH = 800
"""Windows of up to so many days have a tick for each week, and for each month; longer ones for each year."""

SHAPES: Mapping[str, tuple[int, int]] = {
    "covered_with_bookings": (0, 16),
    "covered_without_bookings": (0, 16),
    "covered_in_part": (0, 16),
    "bookings_not_covered": (4, 8),
    "asked_not_answered": (11, 4),
    "asked_answer_covers_nothing": (13, 2),
    "never_asked": (15, 1),
}
"""Where a state's bar begins and how high it is: what is covered fills the strip, what is not lies low."""

SAID = Text(zh="{first} 至 {last}：{state}", en="{first} to {last}: {state}")


def strip(runs: Sequence[DayRunLine], states: Mapping[str, Text]) -> str:
    """Return an account's days as SVG; every run has its words for who points at it or hears it."""
    if not runs:
        return ""
    start = runs[0].first
    width = (runs[-1].last - start).days + 1
    bars = "".join(_bar(run, start, states) for run in runs)
    lines = "".join(f'<path class=tick d="M{(day - start).days} 0v16"/>' for day in ticks(start, runs[-1].last))
    return (
        f'<svg class=days viewBox="0 0 {width} {HEIGHT}" preserveAspectRatio=none role=img '
        f'aria-label="{escape(_label(runs, states))}">{bars}{lines}</svg>'
    )


def ticks(first: date, last: date) -> list[date]:
    """Return the days at which the strips are ticked: Mondays, firsts of months, or of years."""
    days = (last - first).days + 1
    every = (first + timedelta(days=number) for number in range(1, days))
    if days <= TICKS_BY_DAY:
        return [day for day in every if day.weekday() == 0]
    if days <= TICKS_BY_MONTH:
        return [day for day in every if day.day == 1]
    return [day for day in every if (day.month, day.day) == (1, 1)]


def scale(first: date, last: date) -> str:
    """Return the dates at the ticks, placed as the ticks are, for the head of the strips' column."""
    days = (last - first).days + 1
    marks = [first, *ticks(first, last)]
    step = max(1, -(-len(marks) // 6))
    shown = marks[::step]
    return "".join(
        f'<span style="left:{_percent((day - first).days, days)}">{_short(day, days)}</span>' for day in shown
    )


def legend(states: Sequence[tuple[str, Text]]) -> str:
    """Return what each bar means."""
    parts = []
    for code, name in states:
        top, height = SHAPES[code]
        parts.append(
            f'<li><svg class=days viewBox="0 0 3 {HEIGHT}" preserveAspectRatio=none aria-hidden=true>'
            f'<rect class="d-{code}" x=0 y={top} width=3 height={height} /></svg>{words(name)}</li>'
        )
    return f"<ul class=legend>{''.join(parts)}</ul>"


def _bar(run: DayRunLine, start: date, states: Mapping[str, Text]) -> str:
    top, height = SHAPES[run.state]
    days = (run.last - run.first).days + 1
    said = SAID(first=run.first, last=run.last, state=states[run.state])
    title = " / ".join(dict.fromkeys(said.render(language) for language in Language))
    return (
        f'<rect class="d-{run.state}" x={(run.first - start).days} y={top} width={days} height={height}>'
        f"<title>{escape(title)}</title></rect>"
    )


def _label(runs: Sequence[DayRunLine], states: Mapping[str, Text]) -> str:
    counted: dict[str, int] = {}
    for run in runs:
        counted[run.state] = counted.get(run.state, 0) + (run.last - run.first).days + 1
    said = (
        ", ".join(f"{states[each].render(language)} {counted[each]}" for each in states if each in counted)
        for language in Language
    )
    return " / ".join(said)


def _short(day: date, days: int) -> str:
    return f"{day:%m-%d}" if days <= TICKS_BY_DAY else f"{day:%Y-%m}" if days <= TICKS_BY_MONTH else f"{day:%Y}"


def _percent(part: int, whole: int) -> str:
    share = part * 10_000 // whole
    return f"{share // 100}.{share % 100:02d}%"
