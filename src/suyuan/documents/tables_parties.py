"""The tables of whose the money was and through whose hands it went: losses, claims, tiers, accounts, exits."""

from __future__ import annotations

from collections import defaultdict

from suyuan.documents import column_titles as title
from suyuan.documents import counted
from suyuan.documents.anchors import Anchors
from suyuan.documents.figures import BEYOND, Figures, Spread, TierCount
from suyuan.documents.report_model import AccountLine
from suyuan.documents.report_words import ACCOUNT_KINDS, OUTCOMES, ROLES, word
from suyuan.documents.short_reasons import short
from suyuan.documents.tables import (
    Brief,
    Cell,
    Column,
    Link,
    Money,
    Row,
    Several,
    Span,
    Table,
    Way,
    WayStep,
    When,
)
from suyuan.documents.tables_money import state_cell
from suyuan.model.text import Text
from suyuan.tracing.nodes import exit_of_node

CONTROLLER = Text(zh="实际控制人 {name}", en="controller {name}")
GOOD_FAITH = Text(zh="善意，待认定", en="good faith pending")
"""What is said of a merchant on whom nobody has decided."""


class PartyTables:
    """Builds the tables of victims and accounts from checked figures."""

    def __init__(self, figures: Figures, anchors: Anchors) -> None:
        self.figures = figures
        self.anchors = anchors
        self.report = figures.report

    def losses(self) -> Table:
        """Return each victim's three figures, which depend on no policy."""
        amounts = {each.id: each.amount for each in self.report.transfers}
        claims = defaultdict(list)
        for claim in self.report.claims:
            claims[claim.victim].append(claim)
        rows = []
        for loss in self.report.losses:
            own = claims.get(loss.victim, [])
            made = tuple(WayStep(self.anchors.claim_link(each.id), 1, self._same(each.amount)) for each in own)
            back = tuple(
                WayStep(self.anchors.transfer_link(name), -1, self._same(amounts[name]))
                for name in loss.returned_by
            )
            entered = self.figures.sum(self.figures.spread(each.effective) for each in own)
            rows.append(
                Row(
                    (
                        loss.victim,
                        Money(loss.paid),
                        Money(loss.returned),
                        Money(loss.net),
                        entered,
                        Way(counted.CLAIMS, made),
                        Way(counted.TRANSFERS, back),
                    ),
                    self.anchors.victim(loss.victim),
                )
            )
        losses = self.report.losses
        return Table(
            "losses",
            Text(zh="各被害人损失", en="Loss of each victim"),
            (
                Column(title.VICTIM),
                Column(Text(zh="被骗转出", en="paid"), "money"),
                Column(Text(zh="案发前归还", en="returned before the case"), "money"),
                Column(Text(zh="认定损失", en="net loss"), "money"),
                Column(Text(zh="其中自有资金（追踪）", en="own money that entered (traced)"), "spread"),
                Column(Text(zh="转出依据", en="paid by"), "way"),
                Column(Text(zh="归还依据", en="returned by"), "way"),
            ),
            tuple(rows),
            Text(
                zh="被骗转出、案发前归还、认定损失三项互不混同，且与追踪规则无关；自有资金是追踪用的数字，不是损失。",
                en="Paid, returned and net loss are never mixed and depend on no tracing rule; "
                "own money is a figure of the tracing, not a loss.",
            ),
            (
                title.TOTAL,
                Money(sum(x.paid for x in losses)),
                Money(sum(x.returned for x in losses)),
                Money(sum(x.net for x in losses)),
                self.figures.effective(),
                None,
                None,
            ),
        )

    def claims(self) -> Table:
        """Return every claim: which transfer, how much, and what entered as own money."""
        transfers = {each.id: each for each in self.report.transfers}
        rows = []
        for claim in self.report.claims:
            transfer = transfers[claim.transfer]
            rows.append(
                Row(
                    (
                        claim.id,
                        claim.victim,
                        When(transfer.time, transfer.date_only),
                        self.anchors.account_cell(transfer.payer),
                        self.anchors.account_cell(transfer.payee),
                        Money(claim.amount),
                        self.figures.spread(claim.effective),
                        self.anchors.transfer_link(claim.transfer),
                        Brief(short(claim.reasons), Several(claim.reasons)),
                        Several((self.anchors.row_cell(claim.place), claim.sentence)) if claim.place else None,
                    ),
                    self.anchors.claim(claim.id),
                )
            )
        return Table(
            "claims",
            Text(zh="逐笔被骗款", en="Claims, one by one"),
            (
                Column(title.CLAIM),
                Column(title.VICTIM),
                Column(title.TIME, "time"),
                Column(Text(zh="付款账户", en="from"), "account"),
                Column(Text(zh="收款账户", en="to"), "account"),
                Column(Text(zh="被骗金额", en="claimed"), "money"),
                Column(Text(zh="其中自有资金", en="own money"), "spread"),
                Column(Text(zh="转账", en="transfer")),
                Column(Text(zh="对应依据", en="why it is this transfer")),
                Column(Text(zh="报案登记", en="victim's report")),
            ),
            tuple(rows),
            None,
            (
                title.TOTAL,
                None,
                None,
                None,
                None,
                Money(sum(x.amount for x in self.report.claims)),
                self.figures.effective(),
                None,
                None,
                None,
            ),
        )

    def depths(self) -> Table:
        """Return the claims' money by depth, and how many accounts each tier has."""
        by_depth: dict[int, list[WayStep]] = defaultdict(list)
        for line in self.report.depths:
            amount = self.figures.spread(line.amounts)
            link = Link(line.account, self.anchors.account(line.account))
            by_depth[line.depth].append(WayStep(link, 1, amount, self.figures.accounts[line.account].holder))
        tiers = self.figures.tiers()
        rows = tuple(
            Row(
                (
                    tier,
                    tiers.get(tier, TierCount()).accounts,
                    tiers.get(tier, TierCount()).victims_own,
                    self.figures.sum(step.amounts for step in by_depth[tier]),
                    Way(counted.PLACES, tuple(sorted(by_depth[tier], key=lambda step: -step.amounts.greatest))),
                ),
                tier_anchor(tier),
            )
            for tier in sorted(tiers.keys() | by_depth.keys())
        )
        return Table(
            "depths",
            Text(zh="逐层资金", en="Money by tier"),
            (
                Column(title.TIER, "count"),
                Column(Text(zh="账户数", en="accounts"), "count"),
                Column(Text(zh="其中被害人账户", en="of them victims' own"), "count"),
                Column(Text(zh="进入该层的被骗款", en="victims' money that came in"), "spread"),
                Column(title.WAY_BACK, "way"),
            ),
            rows,
            Text(
                zh="层级为按时间顺序从被骗转账起最少的转手次数；同一笔钱经过几层就计几次，故各层不相加。"
                "被害人账户因收到返还而有层级；资金流向图中它们归入“已回到被害人账户”，不计入各级账户数。",
                en="A tier is the fewest hops in time order from a claim's transfer; money counts in every "
                "tier it passes, so tiers do not add up. A victim's own account has a tier where money came back "
                "to it; the picture shows it as “back with victims” and leaves it out of the tiers' accounts.",
            ),
        )

    def accounts(self) -> Table:
        """Return every account the claims' money reached, by tier."""
        lines = sorted(
            (each for each in self.report.accounts if not each.is_node),
            key=lambda each: (each.tier is None, each.tier or 0, each.key),
        )
        rows = tuple(Row(self._account_cells(each), self.anchors.account(each.key)) for each in lines)
        return Table(
            "accounts",
            Text(zh="账户一览", en="Accounts"),
            (
                Column(title.ACCOUNT, "account"),
                Column(Text(zh="其他号码", en="other numbers"), "account"),
                Column(title.HOLDER),
                Column(title.BANK),
                Column(Text(zh="种类", en="kind")),
                Column(Text(zh="角色", en="role")),
                Column(title.TIER, "count"),
                Column(Text(zh="首次到达", en="first reached"), "time"),
                Column(title.COVERED),
                Column(title.STATE),
                Column(title.BALANCE, "money"),
                Column(Text(zh="余额时点", en="balance at"), "time"),
            ),
            rows,
            folded=len(rows) > 200,
        )

    def nodes(self) -> Table:
        """Return every place outside the accounts that holds claims' money under some rule."""
        held = {key: amount for key, amount in self.figures.by_account().items() if amount}
        rows = tuple(
            Row(
                (
                    self.anchors.account_cell(each.key, own_row=True),
                    self._way_out(each),
                    each.bank,
                    held[each.key],
                ),
                self.anchors.account(each.key),
            )
            for each in sorted(
                (each for each in self.report.accounts if each.is_node and each.key in held),
                key=lambda each: (each.exit_kind, -held[each.key].greatest, each.key),
            )
        )
        return Table(
            "nodes",
            Text(zh="逐处去向", en="Exits, one by one"),
            (
                Column(title.ACCOUNT, "account"),
                Column(Text(zh="去向", en="exit")),
                Column(title.BANK),
                Column(title.AMOUNT, "spread"),
            ),
            rows,
            folded=True,
        )

    def _way_out(self, node: AccountLine) -> Cell:
        """Return which exit a node is, by its name where the findings give it none, and how its money counts."""
        kind = exit_of_node(node.key)
        named = word(OUTCOMES, node.exit_kind or (kind.value if kind is not None else "other"))
        outcome = self.figures.outcome(node.key)
        return Several((named, word(OUTCOMES, outcome))) if outcome == BEYOND else named

    def _account_cells(self, each: AccountLine) -> tuple[Cell, ...]:
        others = tuple(self.anchors.account_cell(x, own_row=True) for x in each.numbers if x != each.key)
        role: Cell = word(ROLES, each.role)
        if each.role == "merchant" and not each.role_reason:
            role = Several((role, GOOD_FAITH))
        people = (CONTROLLER(name=each.controller),) if each.controller else ()
        if each.tags or people or each.role_reason:
            because = (each.role_reason,) if each.role_reason else ()
            role = Several((role, *each.tags, *people, *because))
        return (
            self.anchors.account_cell(each.key, own_row=True),
            Several(others),
            each.holder,
            each.bank,
            word(ACCOUNT_KINDS, each.kind),
            role,
            each.tier,
            When(each.first_reached) if each.first_reached else None,
            Span(each.covered_from, each.covered_to) if each.covered_from or each.covered_to else None,
            state_cell(self.figures.outcome(each.key), each),
            None if each.balance is None else Money(each.balance),
            When(each.balance_time) if each.balance_time else None,
        )

    def _same(self, amount: int) -> Spread:
        """Return an amount that every policy agrees on."""
        return Spread((amount,) * len(self.figures.policies))


def tier_anchor(tier: int) -> str:
    """Return the anchor of a tier's row."""
    return f"tier-{tier}"
