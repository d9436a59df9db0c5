"""The tables of what belongs together: purses and products with their parent, and what yield fell on claims."""

from __future__ import annotations

from collections import defaultdict

from suyuan.documents import column_titles as title
from suyuan.documents.anchors import Anchors
from suyuan.documents.figures import Figures
from suyuan.documents.tables import Column, Row, Several, Table
from suyuan.model.text import Text


def by_parent(figures: Figures, anchors: Anchors) -> tuple[Table, ...]:
    """Return what accounts hold together with their sub-accounts and products, none where none of these does."""
    held = figures.by_account()
    children: dict[str, list[str]] = defaultdict(list)
    for key in sorted(held):
        root = _root(key, figures)
        if root != key:
            children[root].append(key)
    if not children:
        return ()
    together = {
        root: figures.sum(held[key] for key in (root, *its) if key in held) for root, its in children.items()
    }
    rows = tuple(
        Row(
            (
                anchors.account_cell(root),
                held.get(root, figures.zero),
                Several(tuple(anchors.account_cell(key) for key in children[root])),
                together[root],
            )
        )
        for root in sorted(children, key=lambda each: (-together[each].greatest, each))
    )
    return (
        Table(
            "families",
            Text(zh="按主账户合计", en="Summed by parent account"),
            (
                Column(title.ACCOUNT, "account"),
                Column(Text(zh="其自身", en="of its own"), "spread"),
                Column(Text(zh="子账户与理财", en="sub-accounts and products")),
                Column(Text(zh="合计", en="together"), "spread"),
            ),
            rows,
            Text(
                zh="各户已分别列于上表，此处不再计入合计。",
                en="Each is listed above; nothing is counted again here.",
            ),
        ),
    )


def yields(figures: Figures, anchors: Anchors) -> tuple[Table, ...]:
    """Return what of interest fell on each claim's money, none where none did."""
    lines = figures.report.yields
    if not lines:
        return ()
    shared = sorted(
        ((line, figures.spread(line.amounts)) for line in lines),
        key=lambda each: (-each[1].greatest, each[0].account, each[0].claim),
    )
    rows = tuple(
        Row((anchors.account_cell(line.account), anchors.claim_link(line.claim), amount))
        for line, amount in shared
    )
    return (
        Table(
            "yields",
            Text(zh="被骗款的利息", en="Interest on the claims' money"),
            (Column(title.ACCOUNT, "account"), Column(title.CLAIM), Column(title.AMOUNT, "spread")),
            rows,
            Text(
                zh="按计息前各来源余额的比例分摊；与余额分开列示，不计入余额。",
                en="Shared in proportion to what was held just before it; beside the holdings, never inside them.",
            ),
            (title.TOTAL, None, figures.sum(amount for _, amount in shared)),
        ),
    )


def _root(key: str, figures: Figures) -> str:
    """Return the topmost parent of an account that the report names."""
    seen = {key}
    while key in figures.accounts and (parent := figures.accounts[key].parent) in figures.accounts:
        if parent in seen:
            break
        seen.add(parent)
        key = parent
    return key
