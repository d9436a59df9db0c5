"""Where everything in the money picture stands: columns, slots, bars and bands.

Slots are as high as the greatest amount over the policies, so a node keeps its place whichever policy is shown,
and never lower than its label, so labels never overlap. What ends before the last column runs on to it in a lane
of its own below the accounts, one lane an outcome, like a river that takes up its tributaries. Coordinates are
drawing units, not money.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from suyuan.documents.figures import Spread, outcome_rank
from suyuan.documents.picture_graph import PictureGraph, PictureNode

WIDTH = 1280
LEFT = 136
RIGHT = 218
BAR = 9
TOP = 64
SLOT_GAP = 9
LABEL = 27
OUTCOME_LABEL = 46
LANE_GAP = 7
TALLEST = 290
BOTTOM = 14
SWEEPS = 6


@dataclass(frozen=True)
class Bar:
    """A drawn node: left edge, top, height, and the middle of its slot, on which its label is centred."""

    node: PictureNode
    x: float
    y: float
    height: float
    middle: float


@dataclass(frozen=True)
class Band:
    """A drawn link from (x0, y0) to (x1, y1), upper edges; ``shape`` is ``on``, ``loop`` or ``back``.

    ``place`` is the link's place in the graph; lanes carry several links and have none.
    """

    shape: str
    x0: float
    y0: float
    x1: float
    y1: float
    height: float
    code: str
    place: int | None


@dataclass(frozen=True)
class Layout:
    """Everything drawn under one policy."""

    bars: tuple[Bar, ...]
    bands: tuple[Band, ...]
    height: float
    gap: float


@dataclass(frozen=True)
class _Piece:
    """A link cut at the columns it crosses; lanes join those of one outcome."""

    source: str
    target: str
    amounts: Spread
    code: str
    place: int | None


class Placing:
    """The places of all nodes, worked out once; ``layout`` then gives what is drawn under a policy."""

    def __init__(self, graph: PictureGraph) -> None:
        self.graph = graph
        self.nodes = {node.name: node for node in graph.nodes}
        self._lanes: dict[str, PictureNode] = {}
        self._pieces = self._cut()
        self.gap = (WIDTH - LEFT - RIGHT - BAR) / max(1, graph.columns - 1)
        self._column = {name: node.column for name, node in (self.nodes | self._lanes).items()}
        totals: dict[int, int] = defaultdict(int)
        for node in graph.nodes:
            totals[node.column] += node.through.greatest
        self.scale = TALLEST / max(1, *totals.values()) if totals else 1.0
        self._order = self._ordered()
        self._middle: dict[str, float] = {}
        self.height = self._place()

    def layout(self, policy: int) -> Layout:
        """Return the bars and bands of one policy, by its place in the report."""
        stacks = self._stacks(policy)
        heights = {
            name: max(sum(part for _, part in stacks[name, side]) for side in ("left", "right"))
            for name in (self.nodes | self._lanes)
        }
        tops = {name: self._middle[name] - height / 2 for name, height in heights.items()}
        at: dict[tuple[str, str, int], float] = {}
        for (name, side), parts in stacks.items():
            y = tops[name] + (heights[name] - sum(part for _, part in parts)) / 2
            for number, part in parts:
                at[name, side, number] = y
                y += part
        bands = tuple(self._band(number, policy, at) for number in self._drawn(policy))
        lanes = tuple(
            Band("on", self._x(node.column), tops[name], self._x(node.column) + BAR, tops[name], heights[name],
                 node.code, None)
            for name, node in self._lanes.items()
            if heights[name]
        )  # fmt: skip
        bars = tuple(
            Bar(node, self._x(node.column), tops[name], max(2.0, heights[name]), self._middle[name])
            for name, node in self.nodes.items()
            if heights[name]
        )
        return Layout(bars, (*lanes, *bands), self.height, self.gap)

    def _x(self, column: int) -> float:
        return LEFT + column * self.gap

    def _drawn(self, policy: int) -> list[int]:
        """Return the pieces with an amount, broad ones first so that thin ones lie on top."""
        numbers = [number for number, piece in enumerate(self._pieces) if piece.amounts.amounts[policy]]
        return sorted(numbers, key=lambda number: (-self._pieces[number].amounts.amounts[policy], number))

    def _cut(self) -> tuple[_Piece, ...]:
        """Return all links, those to an outcome beyond the next column led there through lanes."""
        last = self.graph.columns - 1
        pieces = []
        lanes: dict[tuple[str, int], Spread] = {}
        for place, link in enumerate(self.graph.links):
            target = self.nodes[link.target]
            column = self.nodes[link.source].column
            if target.kind != "outcome" or column >= last - 1:
                pieces.append(_Piece(link.source, link.target, link.amounts, target.code, place))
                continue
            pieces.append(_Piece(link.source, f"l:{target.code}:{column + 1}", link.amounts, target.code, place))
            for crossed in range(column + 1, last):
                held = lanes.get((target.code, crossed))
                lanes[target.code, crossed] = link.amounts if held is None else held + link.amounts
        for (code, column), amounts in sorted(lanes.items()):
            name = f"l:{code}:{column}"
            self._lanes[name] = PictureNode(name, "lane", column, (), amounts, code)
            onward = f"l:{code}:{column + 1}" if column + 1 < last else f"o:{code}"
            pieces.append(_Piece(name, onward, amounts, code, None))
        return tuple(pieces)

    def _ordered(self) -> dict[int, list[str]]:
        """Return the nodes of each column from top to bottom: near what they are linked with, bundles last."""
        order: dict[int, list[str]] = defaultdict(list)
        for node in sorted(self.graph.nodes, key=lambda node: (-node.through.greatest, node.name)):
            if node.kind != "outcome":
                order[node.column].append(node.name)
        last = self.graph.columns - 1
        outcomes = [node for node in self.graph.nodes if node.kind == "outcome"]
        outcomes.sort(key=lambda node: outcome_rank(node.code, node.through))
        order[last] = [node.name for node in outcomes]
        near: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for link in self.graph.links:
            near[link.source].append((link.target, link.amounts.greatest))
            near[link.target].append((link.source, link.amounts.greatest))
        for sweep in range(SWEEPS):
            columns = range(last) if sweep % 2 == 0 else range(last - 1, -1, -1)
            for column in columns:
                self._sweep(order, column, near)
        return order

    def _sweep(self, order: dict[int, list[str]], column: int, near: dict[str, list[tuple[str, int]]]) -> None:
        place = {
            name: (number + 0.5) / len(names) for names in order.values() for number, name in enumerate(names)
        }

        def centre(name: str) -> tuple[bool, float, str]:
            others = [(place[other], weight) for other, weight in near[name] if self._column[other] != column]
            total = sum(weight for _, weight in others)
            mean = sum(where * weight for where, weight in others) / total if total else place[name]
            return self.nodes[name].kind in ("bundle", "victims"), mean, name

        order[column].sort(key=centre)

    def _place(self) -> float:
        """Give every node the middle of its slot; return the picture's height."""
        last = self.graph.columns - 1
        lane_codes = [
            self.nodes[name].code for name in self._order[last]
            if any(lane.code == self.nodes[name].code for lane in self._lanes.values())
        ]  # fmt: skip
        deepest = {
            code: max(lane.through.greatest for lane in self._lanes.values() if lane.code == code)
            for code in lane_codes
        }
        slots = {
            column: [max(self.nodes[name].through.greatest * self.scale, self._label(column)) for name in names]
            for column, names in self._order.items()
        }
        accounts = max((_stacked(slots[column]) for column in slots if column != last), default=0.0)
        lanes = sum(deepest[code] * self.scale + LANE_GAP for code in lane_codes)
        whole = max(accounts + lanes + 2 * LANE_GAP, _stacked(slots.get(last, [])))
        for column, names in self._order.items():
            room = whole if column == last else max(accounts, whole - lanes - 2 * LANE_GAP)
            self._stack(names, slots[column], TOP + (room - _stacked(slots[column])) / 2)
        y = TOP + whole - lanes + LANE_GAP
        for code in lane_codes:
            middle = y + deepest[code] * self.scale / 2
            self._middle.update({name: middle for name, lane in self._lanes.items() if lane.code == code})
            y += deepest[code] * self.scale + LANE_GAP
        return TOP + whole + BOTTOM

    def _label(self, column: int) -> int:
        return OUTCOME_LABEL if column == self.graph.columns - 1 else LABEL

    def _stack(self, names: list[str], slots: list[float], top: float) -> None:
        for name, slot in zip(names, slots, strict=True):
            self._middle[name] = top + slot / 2
            top += slot + SLOT_GAP

    def _sides(self, piece: _Piece) -> tuple[str, str, str]:
        """Return how a piece runs and on which sides it leaves and arrives."""
        step = self._column[piece.target] - self._column[piece.source]
        if step > 0:
            return "on", "right", "left"
        return ("loop", "right", "right") if step == 0 else ("back", "left", "right")

    def _stacks(self, policy: int) -> dict[tuple[str, str], list[tuple[int, float]]]:
        """Return for each side of each node its pieces from top to bottom with their heights."""
        stacks: dict[tuple[str, str], list[tuple[float, int, float]]] = defaultdict(list)
        for number in self._drawn(policy):
            piece = self._pieces[number]
            part = piece.amounts.amounts[policy] * self.scale
            _, leave, arrive = self._sides(piece)
            stacks[piece.source, leave].append((self._middle[piece.target], number, part))
            stacks[piece.target, arrive].append((self._middle[piece.source], number, part))
        found = defaultdict(list)
        for side, parts in stacks.items():
            found[side] = [(number, part) for _, number, part in sorted(parts)]
        return found

    def _band(self, number: int, policy: int, at: dict[tuple[str, str, int], float]) -> Band:
        piece = self._pieces[number]
        shape, leave, arrive = self._sides(piece)
        x0 = self._x(self._column[piece.source]) + (BAR if leave == "right" else 0)
        x1 = self._x(self._column[piece.target]) + (BAR if arrive == "right" else 0)
        height = piece.amounts.amounts[policy] * self.scale
        y0, y1 = at[piece.source, leave, number], at[piece.target, arrive, number]
        return Band(shape, x0, y0, x1, y1, height, piece.code, piece.place)


def _stacked(slots: list[float]) -> float:
    return sum(slots) + SLOT_GAP * max(0, len(slots) - 1)
