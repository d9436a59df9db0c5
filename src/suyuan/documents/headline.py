"""The sentences on top of the report: each figure a range over the rules run, each leading to its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from suyuan.documents import counted
from suyuan.documents.counted import Counted
from suyuan.documents.figures import STATES, Figures, Spread
from suyuan.documents.report_model import CaseReport
from suyuan.documents.report_words import OUTCOMES, word
from suyuan.documents.shown import money, money_range
from suyuan.documents.tables import Cell, Money
from suyuan.documents.tables_money import outcome_anchor
from suyuan.model.text import Message, Text

CLAIMED = Text(
    zh="{victims}报案转出 {paid}。其中找到对应转账 {count}、{claimed}；未找到 {unfound}、{lacking}。"
    "{effective} 为被害人自有资金，是追踪的起点。",
    en="Reported by {victims}: {paid}. Transfers were found for {count}, {claimed}; not found: {unfound}, "
    "{lacking}. Own money, and so what is traced: {effective}.",
)
STANDS = Text(
    zh="在追踪的资金中，{stands} 现仍在 {count}内{rules}。",
    en="Of the money traced, {stands} stands now in {count}{rules}.",
)
UNSURE = Text(
    zh="{until} 在反馈截止日仍在 {count}内{rules}；{seen} 最后见于 {edge}，其流水从未反馈{seen_rules}。"
    "这两部分现在是否还在，须继续查询。",
    en="{until} stood in {count} until the answers end{rules}; {seen} was last seen in {edge} "
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
    zh="依据 {files}：读入 {read}，{archives}已解包，未能识别 {unread}；另有重复 {again}。共 {rows}，"
    "读入 {rows_read}，隔离 {quarantined}。{broken}余额断裂，{unfound}未找到转账。",
    en="It rests on {files}: {read} read, {archives} unpacked, {unread} not recognised; {again} came "
    "again under another name. In them {rows}: {rows_read} read, {quarantined} quarantined. "
    "Balances break in {broken}; no transfer was found for {unfound}.",
)


@dataclass(frozen=True)
class Rules:
    """A figure under each rule, in brackets after its range."""

    amounts: Spread


@dataclass(frozen=True)
class Figure:
    """A figure in a sentence that leads to the table it is the sum of; ``counted`` is the noun of a count."""

    cell: Money | Spread | int
    anchor: str
    counted: Counted | None = None


def shown(figure: Figure, currency: str) -> str | Message:
    """Return a figure as it stands in its sentence: an amount, a range, or a count with its noun."""
    cell = figure.cell
    if isinstance(cell, Spread):
        return money_range(cell, currency)
    if isinstance(cell, Money):
        return money(cell.minor, currency)
    return figure.counted(cell) if figure.counted is not None else f"{cell:,}"


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
            "victims": Figure(len(report.losses), "losses", counted.VICTIMS),
            "paid": Figure(Money(sum(each.paid for each in report.losses)), "losses"),
            "count": Figure(len(report.claims), "claims", counted.PAYMENTS),
            "unfound": Figure(len(report.unfound), "unfound", counted.PAYMENTS),
            "lacking": Figure(Money(sum(each.amount for each in report.unfound)), "unfound"),
            "claimed": Figure(Money(sum(each.amount for each in report.claims)), "claims"),
            "effective": Figure(figures.effective(), "claims"),
        },
    )


def _stands(figures: Figures) -> HeadlineSentence:
    amount, count = _state(figures, "stands")
    values: Values = {
        "stands": Figure(amount, "standing"),
        "count": Figure(count, "standing", counted.ACCOUNTS),
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
            "count": Figure(count, "standing", counted.ACCOUNTS),
            "rules": Rules(until),
            "seen": Figure(seen, "standing"),
            "edge": Figure(edge, "inquiries", counted.ACCOUNTS),
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
    report, material = figures.report, figures.material()
    return HeadlineSentence(
        "material",
        MATERIAL,
        {
            "files": Figure(material.files, "files", counted.FILES),
            "read": Figure(material.read, "files"),
            "archives": Figure(material.archives, "files", counted.ARCHIVES),
            "unread": Figure(material.unread, "files"),
            "again": Figure(material.again, "files"),
            "rows": Figure(material.rows, "row_classes", counted.ROWS),
            "rows_read": Figure(material.rows_read, "row_classes"),
            "quarantined": Figure(material.quarantined, "quarantined"),
            "broken": _broken(report),
            "unfound": Figure(len(report.unfound), "unfound", counted.REPORTED_PAYMENTS),
        },
    )


def _broken(report: CaseReport) -> Figure:
    """Return how many accounts' balances do not follow: over all files where that was looked at, else by file."""
    if report.completeness is None:
        return Figure(sum(each.state == "broken" for each in report.balances), "balances", counted.ACCOUNTS)
    broken = {each.account for each in report.completeness.chains if each.state == "broken"}
    return Figure(len(broken), "chains", counted.ACCOUNTS)


def _state(figures: Figures, state: str) -> tuple[Spread, int]:
    """Return what is in accounts of a state, and in how many."""
    held = {
        key: amount for key, amount in figures.by_account().items() if amount and figures.outcome(key) == state
    }
    return figures.sum(held.values()), len(held)
