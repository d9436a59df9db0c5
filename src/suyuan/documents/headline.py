"""The sentences on top of the report: each figure a range over the rules run, each leading to its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from suyuan.documents.figures import STATES, Figures, Spread
from suyuan.documents.report_words import OUTCOMES, word
from suyuan.documents.tables import Cell, Money
from suyuan.documents.tables_money import outcome_anchor
from suyuan.model.text import Text

CLAIMED = Text(
    zh="{victims} 名被害人报案转出 {paid}。其中找到对应转账 {count} 笔、{claimed}；"
    "{effective} 为被害人自有资金，是追踪的起点。",
    en="{victims} victims report paying {paid}. Transfers were found for {count} payments, {claimed}; "
    "{effective} of it was their own money and is what is traced.",
)
STANDS = Text(
    zh="在追踪的资金中，{stands} 现仍在 {count} 个账户内{rules}。",
    en="Of the money traced, {stands} stands now in {count} accounts{rules}.",
)
UNSURE = Text(
    zh="{until} 在反馈截止日仍在 {count} 个账户内{rules}；{seen} 最后见于 {edge} 个从未反馈的账户{seen_rules}。"
    "这两部分现在是否还在，须继续查询。",
    en="{until} stood in {count} accounts until their answers end{rules}; {seen} was last seen in {edge} accounts "
    "for which nobody has answered{seen_rules}. Whether these are still there must be asked.",
)
GONE = Text(
    zh="{gone} 已离开可追踪的账户{rules}：{kinds}。",
    en="{gone} has left the accounts that can be followed{rules}: {kinds}.",
)
NOTHING_GONE = Text(zh="没有资金离开可追踪的账户。", en="No money has left the accounts that can be followed.")
LOSS = Text(
    zh="被害人转出 {paid}，案发前归还 {returned}，认定损失合计 {net}；此三项与追踪规则无关。",
    en="The victims paid {paid}, {returned} came back before the case, the net loss is {net}; "
    "these three depend on no tracing rule.",
)
KNOWN = Text(
    zh="仅凭机构载明的关联（不含推断与假定），现仍在账 {stands}{rules}。",
    en="By links that institutions state, without inferred and assumed ones, {stands} stands now{rules}.",
)
MATERIAL = Text(
    zh="依据 {files} 份材料、{rows} 行；其中 {unread} 份无法识别，{quarantined} 行未能读出，"
    "{broken} 个账户的余额断裂，{unfound} 笔报案付款未找到转账。",
    en="It rests on {files} files and {rows} rows; {unread} files could not be recognised, {quarantined} rows not "
    "read, the balances of {broken} accounts break, {unfound} reported payments found no transfer.",
)


@dataclass(frozen=True)
class Rules:
    """A figure under each rule, in brackets after its range."""

    amounts: Spread


@dataclass(frozen=True)
class Figure:
    """A figure in a sentence that leads to the table it is the sum of."""

    cell: Money | Spread | int
    anchor: str


@dataclass(frozen=True)
class Listing:
    """Words with a figure each, one after the other."""

    entries: tuple[tuple[Cell, Figure], ...]


Values = Mapping[str, Figure | Rules | Listing]


@dataclass(frozen=True)
class HeadlineSentence:
    """A sentence whose places are figures."""

    name: str
    words: Text
    values: Values = field(default_factory=dict)


def headline(figures: Figures) -> tuple[HeadlineSentence, ...]:
    """Return the sentences on top of the report."""
    sentences = [_claimed(figures), _stands(figures), _unsure(figures), _gone(figures), _loss(figures)]
    if figures.report.known_holdings is not None:
        known = figures.by_outcome(figures.report.known_holdings).get("stands", figures.zero)
        values: Values = {"stands": Figure(known, "standing"), "rules": Rules(known)}
        sentences.append(HeadlineSentence("known", KNOWN, values))
    return (*sentences, _material(figures))


def _claimed(figures: Figures) -> HeadlineSentence:
    report = figures.report
    return HeadlineSentence(
        "claimed",
        CLAIMED,
        {
            "victims": Figure(len(report.losses), "losses"),
            "paid": Figure(Money(sum(each.paid for each in report.losses)), "losses"),
            "count": Figure(len(report.claims), "claims"),
            "claimed": Figure(Money(sum(each.amount for each in report.claims)), "claims"),
            "effective": Figure(figures.effective(), "claims"),
        },
    )


def _stands(figures: Figures) -> HeadlineSentence:
    amount, count = _state(figures, "stands")
    values: Values = {
        "stands": Figure(amount, "standing"),
        "count": Figure(count, "standing"),
        "rules": Rules(amount),
    }
    return HeadlineSentence("stands", STANDS, values)


def _unsure(figures: Figures) -> HeadlineSentence:
    until, count = _state(figures, "stood_until")
    seen, edge = _state(figures, "last_seen")
    return HeadlineSentence(
        "unsure",
        UNSURE,
        {
            "until": Figure(until, "standing"),
            "count": Figure(count, "standing"),
            "rules": Rules(until),
            "seen": Figure(seen, "standing"),
            "edge": Figure(edge, "inquiries"),
            "seen_rules": Rules(seen),
        },
    )


def _gone(figures: Figures) -> HeadlineSentence:
    kinds = {code: amount for code, amount in figures.by_outcome().items() if code not in STATES and amount}
    if not kinds:
        return HeadlineSentence("gone", NOTHING_GONE)
    total = figures.sum(kinds.values())
    entries = tuple((word(OUTCOMES, code), Figure(amount, outcome_anchor(code))) for code, amount in kinds.items())
    return HeadlineSentence(
        "gone", GONE, {"gone": Figure(total, "exits"), "rules": Rules(total), "kinds": Listing(entries)}
    )


def _loss(figures: Figures) -> HeadlineSentence:
    losses = figures.report.losses
    return HeadlineSentence(
        "loss",
        LOSS,
        {
            "paid": Figure(Money(sum(each.paid for each in losses)), "losses"),
            "returned": Figure(Money(sum(each.returned for each in losses)), "losses"),
            "net": Figure(Money(sum(each.net for each in losses)), "losses"),
        },
    )


def _material(figures: Figures) -> HeadlineSentence:
    report = figures.report
    return HeadlineSentence(
        "material",
        MATERIAL,
        {
            "files": Figure(len(report.evidence), "files"),
            "rows": Figure(sum(each.rows.total for each in report.evidence if each.rows), "row_classes"),
            "unread": Figure(sum(each.kind == "unread" for each in report.evidence), "files"),
            "quarantined": Figure(len(report.quarantined), "quarantined"),
            "broken": Figure(sum(each.state == "broken" for each in report.balances), "balances"),
            "unfound": Figure(len(report.unfound), "unfound"),
        },
    )


def _state(figures: Figures, state: str) -> tuple[Spread, int]:
    """Return what is in accounts of a state, and in how many."""
    held = {
        key: amount for key, amount in figures.by_account().items() if amount and figures.outcome(key) == state
    }
    return figures.sum(held.values()), len(held)
