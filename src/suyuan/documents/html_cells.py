"""Cells as HTML: both languages side by side, all user text escaped, every link to a row that is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from suyuan.documents.figures import Spread
from suyuan.documents.report_model import PolicyWords
from suyuan.documents.report_words import ALL_AGREE, CLOSE, COLON, OPEN, SEMICOLON
from suyuan.documents.shown import moment, money, money_range
from suyuan.documents.tables import (
    Account,
    Badge,
    Bar,
    Brief,
    Cell,
    Days,
    EvidenceRow,
    Link,
    Money,
    Several,
    Span,
    Way,
    WayStep,
    When,
)
from suyuan.model.text import Language, Text, say

MOST_STEPS = 200
MORE_STEPS = Text(zh="另有 {count} {unit}，见工作簿", en="{count} more {unit}, see the workbook")
ROW = Text(zh="第 {row} 行", en="row {row}")
FROM_DAY = Text(zh="自 {day}", en="from {day}")
TO_DAY = Text(zh="至 {day}", en="to {day}")
GROUPED_FROM = 12
BAR = 1000


class HtmlCells:
    """Turns cells into HTML. ``reach`` maps a row's anchor to one that is on the page."""

    def __init__(self, currency: str, policies: tuple[PolicyWords, ...], reach: Callable[[str], str]) -> None:
        self.currency = currency
        self.policies = policies
        self.reach = reach
        self._kinds: Mapping[type, Callable[..., str]] = {
            Money: self._money,
            Spread: self._range,
            Link: self._link,
            Account: self._account,
            When: self._when,
            Span: self._span,
            EvidenceRow: self._evidence,
            Way: self._way,
            Several: self._several,
            Badge: self._badge,
            Brief: lambda cell: self.cell(cell.short),
            Days: self._days,
            Bar: self._bar,
        }

    def cell(self, cell: Cell) -> str:
        """Return a cell's HTML, empty for nothing."""
        if cell is None:
            return ""
        if isinstance(cell, int):
            return f"{cell:,}"
        make = self._kinds.get(type(cell))
        return make(cell) if make else words(cell)

    def money(self, minor: int) -> str:
        """Return an amount; its groups are never broken over lines."""
        return f"<b class=m>{money(minor, self.currency)}</b>"

    def by_rule(self, amounts: Spread, language: Language) -> str:
        """Return what each rule gives, in brackets and in one language, or that they agree."""
        if len(self.policies) < 2:
            names = [policy.name.render(language) for policy in self.policies]
            return escape(OPEN.render(language) + names[0] + CLOSE.render(language)) if names else ""
        if amounts.agrees:
            return escape(ALL_AGREE.render(language))
        each = (
            policy.name.render(language) + COLON.render(language) + money(amount, self.currency)
            for policy, amount in zip(self.policies, amounts.amounts, strict=True)
        )
        return escape(OPEN.render(language) + SEMICOLON.render(language).join(each) + CLOSE.render(language))

    def _money(self, cell: Money) -> str:
        return money(cell.minor, self.currency)

    def _range(self, cell: Spread) -> str:
        return money_range(cell, self.currency)

    def _link(self, cell: Link) -> str:
        return (
            f'<a href="#{self.reach(cell.anchor)}">{words(cell.words)}</a>' if cell.anchor else words(cell.words)
        )

    def _account(self, cell: Account) -> str:
        number = account_number(cell.number)
        shown = f'<a href="#{self.reach(cell.anchor)}">{number}</a>' if cell.anchor else number
        return shown + (f"<small>{escape(cell.holder)}</small>" if cell.holder else "")

    def _when(self, cell: When) -> str:
        day, _, hour = moment(cell.at, date_only=cell.date_only).partition(" ")
        return f"<time><span>{day}</span> <span>{hour}</span></time>" if hour else f"<time>{day}</time>"

    def _span(self, cell: Span) -> str:
        parts = []
        if cell.start is not None:
            parts.append(words(FROM_DAY(day=moment(cell.start))))
        if cell.end is not None:
            parts.append(words(TO_DAY(day=moment(cell.end))))
        return "".join(f"<div class=span>{part}</div>" for part in parts)

    def _evidence(self, cell: EvidenceRow) -> str:
        sheet = f" · {escape(cell.sheet)}" if cell.sheet else ""
        return (
            f'<span class=ev><a href="#{self.reach(cell.anchor)}" title="{escape(cell.file)}">{cell.mark}</a>'
            f"{sheet} · {words(ROW(row=cell.row))} <code>{escape(cell.sha256[:12])}</code></span>"
        )

    def _several(self, cell: Several) -> str:
        return "".join(f"<div>{self.cell(each)}</div>" for each in cell.cells if each not in (None, ""))

    def _badge(self, cell: Badge) -> str:
        return f'<span class="badge g-{escape(cell.code)}">{words(cell.words)}</span>'

    def _days(self, cell: Days) -> str:
        from suyuan.documents.calendar_strip import strip

        return strip(cell.runs, dict(cell.states))

    def _bar(self, cell: Bar) -> str:
        least, greatest = (each * BAR // cell.most for each in (cell.least, cell.greatest))
        return (
            f'<svg class=bar viewBox="0 0 {BAR} 10" preserveAspectRatio=none aria-hidden=true>'
            f'<path class=most d="M0 0h{greatest}v10H0z"/><path class=least d="M0 0h{least}v10H0z"/></svg>'
        )

    def _way(self, cell: Way) -> str:
        if not cell.steps:
            return "—"
        count = words(cell.unit(len(cell.steps)))
        shown = "".join(self._step(step) for step in cell.steps[:MOST_STEPS])
        if len(cell.steps) > MOST_STEPS:
            more = len(cell.steps) - MOST_STEPS
            rest = MORE_STEPS(count=f"{more:,}", unit=cell.unit.noun(more))
            shown += f"<li>{words(rest)}</li>"
        return f"<details class=way><summary>{count}</summary><ul>{shown}</ul></details>"

    def _step(self, step: WayStep) -> str:
        note = f" <small>{words(step.note)}</small>" if step.note else ""
        return f"<li>{self._link(step.link)}{note}<span>{self._signed(step)}</span></li>"

    def _signed(self, step: WayStep) -> str:
        """Return a step's amounts with their signs: one where the rules agree, else one a rule."""
        if not step.amounts:
            return ""
        amounts = step.amounts.amounts[:1] if step.amounts.agrees else step.amounts.amounts
        sign = "+" if step.sign > 0 else "−"
        return "".join(f"<em>{sign * (amount > 0)}{money(amount, self.currency)}</em>" for amount in amounts)


def words(said: object) -> str:
    """Return words in both languages, each in its own span, or once where they are the same."""
    each = [escape(say(said, language)) for language in Language]
    if each[0] == each[1]:
        return each[0]
    return f"<span lang=zh>{each[0]}</span><span lang=en>{each[1]}</span>"


def sentence(said: Text, values: Callable[[Language], Mapping[str, str]]) -> str:
    """Return a text in both languages with HTML, made for each language, in its places."""
    zh, en = (escape(said.render(language)).format_map(values(language)) for language in Language)
    return f"<span lang=zh>{zh}</span><span lang=en>{en}</span>"


def account_number(number: str) -> str:
    """Return a number shown in groups of four; the gaps are drawn, so copying gives the plain number."""
    if number.isdigit() and len(number) >= GROUPED_FROM:
        groups = "".join(f"<i>{number[place : place + 4]}</i>" for place in range(0, len(number), 4))
        return f"<span class=acct>{groups}</span>"
    return f'<span class="acct long">{escape(number)}</span>'
