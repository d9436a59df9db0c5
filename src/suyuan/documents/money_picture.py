"""The money picture: claims on the left, accounts by tier, where the money is on the right, as SVG drawn by us.

Widths are proportional to amounts, to one scale under every policy. Every node leads to its row, every band to its
row in the table "the picture in figures", and each says its exact figure in a title.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from suyuan.documents import counted
from suyuan.documents.anchors import Anchors
from suyuan.documents.figures import Figures
from suyuan.documents.picture_graph import OTHER_EXITS, PictureGraph, PictureLink, PictureNode, picture_graph
from suyuan.documents.picture_layout import BAR, TOP, WIDTH, Band, Bar, Layout, Placing
from suyuan.documents.report_words import OUTCOMES, word
from suyuan.documents.shown import money, money_range, shortened
from suyuan.documents.tables import Column, Link, Row, Table, Way, WayStep
from suyuan.documents.tables_money import outcome_table
from suyuan.documents.tables_parties import tier_anchor
from suyuan.model.text import Language, Message, Text, say

VICTIMS = Text(zh="被害人 · {count} 人", en="victims · {count}")
TIER_NAME = Text(zh="{tier}级账户", en="tier {tier}")
TIER = Text(zh="{tier} · {accounts}", en="{tier} · {accounts}")
NUMERALS = "一二三四五六七八九"
ENDS = Text(zh="现状与去向", en="where it is")
FURTHER = Text(zh="另有 {what}", en="{what}")
PLACES = Text(zh="{what} · {count} 处", en="{what} · {count}")
UNDER = Text(zh="{rule}：{amount}", en="{rule}: {amount}")
ARROW = Text(zh="{source} → {target}\n{rule}：{amount}\n各规则：{range}",
             en="{source} → {target}\n{rule}: {amount}\nover the rules: {range}")  # fmt: skip
NODE = Text(zh="{name}\n{rule}：{amount}\n各规则：{range}",
            en="{name}\n{rule}: {amount}\nover the rules: {range}")  # fmt: skip
ALT = Text(
    zh="资金流向图（{rule}）：左为被害人，中为各级账户，右为现状与去向；同样的数字见其下的表。",
    en="Picture of the money ({rule}): victims on the left, accounts by tier, where it is on the right; "
    "the table below it has the same figures.",
)
PICTURED = Text(zh="图中各条流向的数字", en="The picture in figures")


class MoneyPicture:
    """The picture of one report and its table. ``reach`` maps a row's anchor to one that is on the page."""

    def __init__(self, figures: Figures, anchors: Anchors) -> None:
        self._figures = figures
        self._anchors = anchors
        self._currency = figures.report.case.currency
        self.graph: PictureGraph = picture_graph(figures)
        self._placing = Placing(self.graph)
        self._nodes = {node.name: node for node in self.graph.nodes}
        self._places = self._count_places()
        self.reach: Callable[[str], str] = str

    def svg(self, policy: int) -> str:
        """Return the picture under one policy, by its place in the report; empty text where no money moved."""
        if not self.graph.links:
            return ""
        layout = self._placing.layout(policy)
        rule = self._figures.report.policies[policy].name
        bands = "".join(self._band(band, policy) for band in layout.bands)
        bars = "".join(self._bar(bar, policy, layout) for bar in layout.bars)
        alt = ALT(rule=rule)
        label = " / ".join(alt.render(language) for language in Language)
        return (
            f'<svg viewBox="0 0 {WIDTH} {layout.height:.0f}" role="group" aria-label="{escape(label)}">'
            f"{self._headings(layout)}<g class=bands>{bands}</g><g class=bars>{bars}</g></svg>"
        )

    def table(self) -> Table:
        """Return every drawn band as a row: from, to, how much under each policy, and by which transfers."""
        rows = []
        for place, link in enumerate(self.graph.links, 1):
            source, target = self._nodes[link.source], self._nodes[link.target]
            cells = (
                f"P{place}", Link(self._name(source), self._anchor(source)),
                Link(self._name(target), self._anchor(target)), link.amounts, self._way(link),
            )  # fmt: skip
            rows.append(Row(cells, f"p{place}"))
        return Table(
            "pictured",
            PICTURED,
            (
                Column(Text(zh="序号", en="no.")),
                Column(Text(zh="从", en="from")),
                Column(Text(zh="到", en="to")),
                Column(Text(zh="金额", en="amount"), "spread"),
                Column(Text(zh="溯源", en="way back"), "way"),
            ),
            tuple(rows),
            folded=True,
        )

    def _way(self, link: PictureLink) -> Way:
        if link.transfers:
            steps = tuple(
                WayStep(self._anchors.transfer_link(name), 1, self._figures.zero) for name in link.transfers
            )
            return Way(counted.TRANSFERS, steps)
        code = self._nodes[link.target].code
        steps = tuple(
            WayStep(Link(line.claim, self._anchors.holding(line.account, line.claim)), 1,
                    self._figures.spread(line.amounts), self._anchors.label(line.account))
            for line in self._figures.report.holdings
            if self._holds(link, line.account) and self._figures.outcome(line.account) == code
        )  # fmt: skip
        return Way(counted.CLAIMS, steps)

    def _holds(self, link: PictureLink, key: str) -> bool:
        source = self._nodes[link.source]
        if source.kind in ("victim", "victims"):
            return self._figures.accounts[key].role == "victim"
        return key in source.members

    def _count_places(self) -> dict[str, int]:
        """Return in how many accounts or nodes each outcome's money is."""
        drawn = {node.code for node in self.graph.nodes if node.kind == "outcome"}
        places: dict[str, set[str]] = {code: set() for code in drawn}
        for line in self._figures.report.holdings:
            code = self._figures.outcome(line.account)
            if self._figures.spread(line.amounts):
                places.setdefault(code if code in drawn else OTHER_EXITS, set()).add(line.account)
        return {code: len(keys) for code, keys in places.items()}

    def _headings(self, layout: Layout) -> str:
        last = self.graph.columns - 1
        parts = []
        for column in range(self.graph.columns):
            count = sum(len(node.members) for node in self.graph.nodes if node.column == column)  # no victim's own
            words: Text | Message = VICTIMS(count=count)
            if column == last:
                words = ENDS
            elif column:
                tier = Text(
                    zh=TIER_NAME(tier=NUMERALS[column - 1]).render(Language.ZH),
                    en=TIER_NAME(tier=column).render(Language.EN),
                )
                words = TIER(tier=tier, accounts=counted.TIER_ACCOUNTS(count))
            if column and not count:
                continue
            x, anchor = self._placing_x(column, layout), "start"
            if column == 0:
                x, anchor = x + BAR, "end"
            parts.append(_text(words, x, TOP - 34, "head", anchor))
        return "".join(parts)

    def _placing_x(self, column: int, layout: Layout) -> float:
        return next((bar.x for bar in layout.bars if bar.node.column == column), 0.0)

    def _band(self, band: Band, policy: int) -> str:
        kind = f"o-{band.code}" if band.code else band.shape
        shape = _ribbon(band) if band.shape != "loop" else _loop(band)
        if band.place is None:
            return f'<path class="band {kind}" d="{shape}"/>'
        link = self.graph.links[band.place]
        title = self._title(
            ARROW, policy, link.amounts.amounts[policy], money_range(link.amounts, self._currency),
            source=self._name(self._nodes[link.source]), target=self._name(self._nodes[link.target]),
        )  # fmt: skip
        stroke = f' style="stroke-width:{max(1.0, band.height):.1f}"' if band.shape == "loop" else ""
        return (
            f'<a href="#{self.reach(f"p{band.place + 1}")}" tabindex="-1">{title}'
            f'<path class="band {kind}"{stroke} d="{shape}"/></a>'
        )

    def _bar(self, bar: Bar, policy: int, layout: Layout) -> str:
        node = bar.node
        amount = money(node.through.amounts[policy], self._currency)
        span = money_range(node.through, self._currency)
        title = self._title(NODE, policy, node.through.amounts[policy], span, name=self._name(node))
        room = int((layout.gap - BAR - 14) / 6.1)
        if node.kind == "outcome":
            x, anchor = bar.x + BAR + 8, "start"
            lines = [
                _text(PLACES(what=word(OUTCOMES, node.code), count=self._places[node.code]), x, bar.middle - 12,
                      "name", anchor),
                _text(span, x, bar.middle + 4, "sum", anchor),
            ]  # fmt: skip
            if not node.through.agrees:
                rule = self._figures.report.policies[policy].name
                lines.append(_text(UNDER(rule=rule, amount=amount), x, bar.middle + 19, "fine", anchor))
        else:
            victim = node.column == 0
            x, anchor = (bar.x - 7, "end") if victim else (bar.x + BAR + 5, "start")
            short = 20 if victim else room
            lines = [
                _text(self._short(node, short), x, bar.middle - 3, "name", anchor),
                _text(amount, x, bar.middle + 10, "fine", anchor),
            ]
        kind = f"o-{node.code}" if node.code else node.kind
        return (
            f'<a href="#{escape(self.reach(self._anchor(node)))}">{title}<rect class="bar {kind}" x="{bar.x:.1f}" '
            f'y="{bar.y:.1f}" width="{BAR}" height="{bar.height:.1f}"/>{"".join(lines)}</a>'
        )

    def _title(self, words: Text, policy: int, amount: int, span: str, **names: object) -> str:
        rule = self._figures.report.policies[policy].name
        message = words(rule=rule, amount=money(amount, self._currency), range=span, **names)
        both = "\n\n".join(message.render(language) for language in Language)
        return f"<title>{escape(both)}</title>"

    def _short(self, node: PictureNode, most: int) -> str | Message:
        if node.kind in ("bundle", "victims"):
            return self._name_of_bundle(node)
        if node.kind == "victim":
            return shortened(node.members[0], most)
        key = node.members[0]
        holder = self._figures.accounts[key].holder
        return shortened(holder, max(4, most - 6)) + " ·" + key[-4:] if holder else shortened(key, most)

    def _name(self, node: PictureNode) -> str | Text | Message:
        if node.kind == "outcome":
            return word(OUTCOMES, node.code)
        if node.kind in ("bundle", "victims"):
            return self._name_of_bundle(node)
        return node.members[0] if node.kind == "victim" else self._anchors.label(node.members[0])

    def _name_of_bundle(self, node: PictureNode) -> Message:
        counts = counted.FURTHER_VICTIMS if node.kind == "victims" else counted.FURTHER_ACCOUNTS
        return FURTHER(what=counts(len(node.members)))

    def _anchor(self, node: PictureNode) -> str:
        if node.kind == "victim":
            return self._anchors.victim(node.members[0]) or "losses"
        if node.kind == "victims":
            return "losses"
        if node.kind == "account":
            return self._anchors.account(node.members[0])
        if node.kind == "bundle":
            return tier_anchor(node.column)
        return "exits" if node.code == OTHER_EXITS else outcome_table(node.code)


def _text(words: str | Text | Message, x: float, y: float, kind: str, anchor: str) -> str:
    """Return words as SVG text; in both languages where they differ."""
    spots = [(language.value, say(words, language)) for language in Language]
    if spots[0][1] == spots[1][1]:
        spots = [("", spots[0][1])]
    return "".join(
        f'<text class="{kind}"{f" lang={language}" if language else ""} x="{x:.1f}" y="{y:.1f}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
        for language, text in spots
    )


def _ribbon(band: Band) -> str:
    """Return a band as an outline: two curves with level ends, a drawing unit high at least 0.8."""
    height = max(0.8, band.height)
    middle = (band.x0 + band.x1) / 2
    return (
        f"M{_at(band.x0, band.y0)}C{_at(middle, band.y0)} {_at(middle, band.y1)} {_at(band.x1, band.y1)}"
        f"V{band.y1 + height:.1f}C{_at(middle, band.y1 + height)} {_at(middle, band.y0 + height)} "
        f"{_at(band.x0, band.y0 + height)}Z"
    )


def _loop(band: Band) -> str:
    """Return a band within one column as a bow on its right side."""
    y0, y1 = band.y0 + band.height / 2, band.y1 + band.height / 2
    out = band.x0 + 34 + band.height / 2
    return f"M{_at(band.x0, y0)}C{_at(out, y0)} {_at(out, y1)} {_at(band.x1, y1)}"


def _at(x: float, y: float) -> str:
    return f"{x:.1f} {y:.1f}"
