"""The money picture: sums hold in every node, labels do not overlap, and at most sixty nodes are drawn."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

import pytest

from suyuan.documents.anchors import Anchors
from suyuan.documents.figures import Figures, Spread
from suyuan.documents.money_picture import MoneyPicture
from suyuan.documents.picture_graph import MOST_NODES, PictureGraph, picture_graph
from suyuan.documents.picture_layout import Placing
from suyuan.documents.report_model import (
    AccountLine,
    CaseReport,
    ClaimLine,
    FlowLine,
    HoldingLine,
    PolicyAmount,
    TransferLine,
    VictimLoss,
)


@pytest.fixture(scope="module")
def graph(case_report: CaseReport) -> PictureGraph:
    """What the invented case's picture shows."""
    return picture_graph(Figures(case_report))


def net(graph: PictureGraph, zero: Spread) -> dict[str, Spread]:
    """Return what comes in less what goes out, for each node."""
    sums: dict[str, Spread] = defaultdict(lambda: zero)
    for link in graph.links:
        sums[link.target] += link.amounts
        sums[link.source] = sums[link.source] - link.amounts
    return sums


def test_every_account_passes_on_what_it_gets(graph: PictureGraph, case_report: CaseReport) -> None:
    """In each account node as much comes in as goes on, stays or leaves, to the fen, under both policies."""
    sums = net(graph, Figures(case_report).zero)
    accounts = [node for node in graph.nodes if node.kind in ("account", "bundle")]
    assert len(accounts) > 30
    assert not [node for node in accounts if sums[node.name]]


def test_the_right_side_is_what_the_figures_say(graph: PictureGraph, case_report: CaseReport) -> None:
    """Each outcome's node gets exactly the outcome's figure."""
    figures = Figures(case_report)
    sums = net(graph, figures.zero)
    drawn = {node.code: sums[node.name] for node in graph.nodes if node.kind == "outcome"}
    assert drawn == {code: amount for code, amount in figures.by_outcome().items() if amount}


def many(case_report: CaseReport, count: int) -> CaseReport:
    """Return a case with ``count`` victims, each with a card of their own on each of three tiers."""
    p = (PolicyAmount("fifo", 100), PolicyAmount("pro_rata", 100))
    accounts, claims, transfers, holdings = [], [], [], []
    for number in range(count):
        keys = [f"62000000{tier}{number:08d}" for tier in range(4)]
        for tier, key in enumerate(keys):
            accounts.append(
                AccountLine(key, role="unknown" if tier else "victim", tier=tier or None, state="stands")
            )
        for hop in range(3):
            name = f"t{number}.{hop}"
            flows = (FlowLine(f"c{number}", p),)
            time = case_report.case.as_of
            transfers.append(
                TransferLine(name, time, keys[hop], keys[hop + 1], 100, "known", "both_named", (), flows)
            )
        claims.append(ClaimLine(f"c{number}", f"v{number}", f"t{number}.0", 100, p))
        holdings.append(HoldingLine(keys[3], f"c{number}", p))
    losses = tuple(VictimLoss(claim.victim, 100, 0, 100) for claim in claims)
    return CaseReport(
        case_report.case, case_report.policies, (), tuple(accounts), tuple(claims), losses, tuple(transfers),
        tuple(holdings),
    )  # fmt: skip


def test_large_cases_are_bundled(case_report: CaseReport) -> None:
    """Of 400 victims and 1,200 accounts at most sixty nodes are drawn, and the sums stay whole."""
    report = many(case_report, 400)
    figures = Figures(report)
    graph = picture_graph(figures)
    assert len(graph.nodes) <= MOST_NODES
    assert sum(len(node.members) for node in graph.nodes if node.column == 2) == 400
    outcome = next(node for node in graph.nodes if node.kind == "outcome")
    assert net(graph, figures.zero)[outcome.name].amounts == (40_000, 40_000)


def bridged(case_report: CaseReport) -> CaseReport:
    """Return a case of one claim whose money passes a transit node and comes back to a tier it had left."""
    report = many(case_report, 1)
    first, second, third = report.transfers
    node = AccountLine("transit:x", kind="node", exit_kind="in_transit")
    return replace(
        report,
        accounts=(*report.accounts, node),
        transfers=(
            first, replace(second, payee="transit:x"),
            replace(second, id="t~2", payer="transit:x", payee=second.payee), third,
            replace(third, id="back", payer=third.payee, payee=second.payee),
            replace(third, id="again"),
        ),
    )  # fmt: skip


def test_what_passes_a_node_is_drawn_through(case_report: CaseReport) -> None:
    """Money in transit that arrived is no exit: the link goes from payer to payee, by both transfers."""
    graph = picture_graph(Figures(bridged(case_report)))
    assert not [node for node in graph.nodes if node.code == "in_transit"]
    link = next(link for link in graph.links if link.source.startswith("a:620000001"))
    assert link.target.startswith("a:620000002")


def test_money_that_runs_back_is_drawn_back(case_report: CaseReport) -> None:
    """A payment to an earlier tier is a band from right to left."""
    placing = Placing(picture_graph(Figures(bridged(case_report))))
    backs = [band for band in placing.layout(0).bands if band.shape == "back"]
    assert [band.x0 > band.x1 for band in backs] == [True]


def test_widths_are_proportional(case_report: CaseReport, graph: PictureGraph) -> None:
    """Every band is as high as its amount, to one scale under both policies."""
    placing = Placing(graph)
    for policy in range(2):
        for band in placing.layout(policy).bands:
            if band.place is not None:
                amount = graph.links[band.place].amounts.amounts[policy]
                assert band.height == pytest.approx(amount * placing.scale)


def test_labels_do_not_overlap(case_report: CaseReport) -> None:
    """No two labels of a picture share a place, in either language and under both policies."""
    figures = Figures(case_report)
    picture = MoneyPicture(figures, Anchors(case_report))
    for policy in range(2):
        drawn = picture.svg(policy)
        for hidden in ("zh", "en"):
            boxes = label_boxes(re.sub(rf"<text [^>]*lang={hidden} .*?</text>", "", drawn))
            assert len(boxes) > 100
            for place, box in enumerate(boxes):
                for other in boxes[place + 1 :]:
                    apart = box[1] <= other[0] or other[1] <= box[0] or box[3] <= other[2] or other[3] <= box[2]
                    assert apart, (box, other)


def label_boxes(drawn: str) -> list[tuple[float, float, float, float]]:
    """Return left, right, top and bottom of every text, by the widths of its signs."""
    boxes = []
    pattern = r'<text class="(\w+)"[^>]*x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)">(.*?)</text>'
    for kind, x_text, y_text, anchor, words in re.findall(pattern, drawn):
        size = {"head": 12.5, "sum": 12.0, "fine": 10.5, "name": 11.0}[kind]
        plain = re.sub(r"&\w+;", "x", words)
        width = sum(size if ord(sign) > 0x2E7F else size * 0.56 for sign in plain)
        x, y = float(x_text), float(y_text)
        left = x - width if anchor == "end" else x
        boxes.append((left, left + width, y - size * 0.85, y + size * 0.15))
    return boxes


def test_each_node_says_its_exact_figure(case_report: CaseReport) -> None:
    """Titles of nodes and bands state the amount under the rule shown and the range over all."""
    picture = MoneyPicture(Figures(case_report), Anchors(case_report))
    drawn = picture.svg(1)
    link = next(link for link in picture.graph.links if not link.amounts.agrees and all(link.amounts.amounts))
    shown = f"{link.amounts.amounts[1] // 100:,}.{link.amounts.amounts[1] % 100:02d}"
    assert re.search(rf"<title>[^<]*按比例：{shown}\n各规则：[^<]*pro rata: {shown}\n", drawn)
