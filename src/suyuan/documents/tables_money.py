"""The tables of where the money is: what stands in accounts, how it left, what to stop and whom to ask."""

from __future__ import annotations

from collections import defaultdict

from suyuan.documents import column_titles as title
from suyuan.documents import counted
from suyuan.documents.anchors import Anchors
from suyuan.documents.figures import EDGE, STATES, Figures, Spread
from suyuan.documents.report_model import AccountLine, HoldingLine
from suyuan.documents.report_words import OUTCOMES, word
from suyuan.documents.tables import Badge, Cell, Column, Link, Money, Row, Several, Span, Table, Way, WayStep, When
from suyuan.documents.ways import Ways
from suyuan.model.text import Text

EDGE_ROW = Text(
    zh="另：未调取流水的账户（已计入在账各类）",
    en="besides: accounts without a statement (counted as last seen)",
)


class MoneyTables:
    """Builds the tables of where the money is from checked figures."""

    def __init__(self, figures: Figures, anchors: Anchors) -> None:
        self.figures = figures
        self.anchors = anchors
        self.report = figures.report
        self._ways = Ways(figures, anchors)
        self._victim_of = {claim.id: claim.victim for claim in self.report.claims}
        known = self.report.known_holdings
        self._known_account = None if known is None else figures.by_account(known)
        self._known_line = {(line.account, line.claim): figures.spread(line.amounts) for line in known or ()}
        self._known_outcome = None if known is None else figures.by_outcome(known)

    def standing(self) -> Table:
        """Return what each account holds, surest state first, then by amount."""
        held = {key: amount for key, amount in self.figures.by_account().items() if not self._left(key)}
        keys = sorted(held, key=lambda key: (self._state_rank(key), -held[key].greatest, key))
        claims_of = defaultdict(list)
        for line in self.report.holdings:
            claims_of[line.account].append(line)
        rows = []
        for key in keys:
            account = self.figures.accounts[key]
            steps = tuple(
                WayStep(
                    Link(line.claim, self.anchors.holding(key, line.claim)),
                    1,
                    self.figures.spread(line.amounts),
                    self._victim_of[line.claim],
                )
                for line in claims_of[key]
            )
            cells: tuple[Cell, ...] = (
                self.anchors.account_cell(key),
                account.bank,
                account.tier,
                self._state(account),
                held[key],
                *self._known(None if self._known_account is None else self._known_account.get(key)),
                Way(counted.CLAIMS, steps),
            )
            rows.append(Row(cells, self.anchors.standing(key)))
        total = self.figures.sum(held.values())
        known_total = self.figures.sum(
            amount for key, amount in (self._known_account or {}).items() if not self._left(key)
        )
        return Table(
            "standing",
            Text(zh="各账户所持被骗款", en="What each account holds"),
            (
                Column(title.ACCOUNT, "account"),
                Column(title.BANK),
                Column(title.TIER, "count"),
                Column(title.STATE),
                Column(title.AMOUNT, "spread"),
                *self._known_column(),
                Column(title.WAY_BACK, "way"),
            ),
            tuple(rows),
            Text(
                zh="只有“现仍在账”可以写作“现在在账”、计入可追回金额；其余两类须继续查询。",
                en="Only “stands now” may be worded as being there now or counted as recoverable; "
                "the other two are to be asked about.",
            ),
            (title.TOTAL, None, None, None, total, *self._known(known_total), None),
        )

    def holdings(self) -> Table:
        """Return account × claim for accounts and nodes alike: the figures everything else is the sum of."""
        rows = []
        for line in self.report.holdings:
            account = self.figures.accounts[line.account]
            amount = self.figures.spread(line.amounts)
            cells: tuple[Cell, ...] = (
                self.anchors.account_cell(line.account),
                self._state(account),
                self.anchors.claim_link(line.claim),
                self._victim_of[line.claim],
                amount,
                *self._known(self._known_line.get((line.account, line.claim))),
                Way(counted.TRANSFERS, self._ways.of_holding(line.account, line.claim, amount)),
                Several(line.marks),
            )
            rows.append(Row(cells, self.anchors.holding(line.account, line.claim)))
        total = self.figures.sum(self.figures.spread(line.amounts) for line in self.report.holdings)
        known = self.figures.sum(self._known_line.values())
        return Table(
            "holdings",
            Text(zh="账户 × 被骗款：每一分钱在哪里", en="Account × claim: where every cent is"),
            (
                Column(title.ACCOUNT, "account"),
                Column(title.STATE),
                Column(title.CLAIM),
                Column(title.VICTIM),
                Column(title.AMOUNT, "spread"),
                *self._known_column(),
                Column(title.WAY_BACK, "way"),
                Column(Text(zh="提示", en="mark")),
            ),
            tuple(rows),
            Text(
                zh="各行合计等于进入的自有资金；每行由所列转账相加减而成。",
                en="The rows sum to the own money that entered; each row is the sum of the transfers it lists.",
            ),
            (title.TOTAL, None, None, None, total, *self._known(known), None, None),
            sheet=Text(zh="账户 × 被骗款：每一分钱在哪里", en="Account × claim"),
        )

    def exits(self) -> Table:
        """Return by which ways money left the accounts, and what the accounts hold whose statements nobody has."""
        zero = self.figures.zero
        gone = {code: amount for code, amount in self.figures.by_outcome().items() if code not in STATES}
        gone |= {code: zero for code in self._known_outcome or {} if code not in STATES and code not in gone}
        lines = defaultdict(list)
        for line in self.report.holdings:
            lines[self.figures.outcome(line.account)].append(line)
        rows = [self._exit_row(code, amount, lines[code]) for code, amount in gone.items()]
        edge = self.figures.edge_accounts()
        if edge:
            held = [line for line in self.report.holdings if self.figures.accounts[line.account].exit_kind == EDGE]
            rows.append(self._exit_row(EDGE, edge, held))
        known = self.figures.sum(
            amount for code, amount in (self._known_outcome or {}).items() if code not in STATES
        )
        return Table(
            "exits",
            Text(zh="去向分类", en="Exits by kind"),
            (
                Column(Text(zh="去向", en="exit")),
                Column(Text(zh="处数", en="places"), "count"),
                Column(title.AMOUNT, "spread"),
                *self._known_column(),
                Column(title.WAY_BACK, "way"),
            ),
            tuple(rows),
            Text(
                zh="“未调取流水的账户”已计入上面的在账各类，不再计入合计。",
                en="“Accounts without a statement” are part of the states above and not counted again here.",
            ),
            (title.TOTAL, None, self.figures.sum(gone.values()), *self._known(known), None),
        )

    def stops(self) -> Table:
        """Return what to stop first; the time before which is a column only where some line has one."""
        some = any(each.before for each in self.report.stops)
        known = self._known_account or {}
        rows = tuple(
            Row(
                (
                    each.rank,
                    self.anchors.account_cell(each.account),
                    each.institution,
                    self._state(self.figures.accounts[each.account]),
                    self.figures.spread(each.amounts),
                    *self._known(known.get(each.account)),
                    *((When(each.before) if each.before else None,) if some else ()),
                    each.reason,
                    Link(title.WAY_BACK, self.anchors.standing(each.account)),
                )
            )
            for each in self.report.stops
        )
        return Table(
            "stops",
            Text(zh="建议先行止付", en="What to stop first"),
            (
                Column(title.NUMBER, "count"),
                Column(title.ACCOUNT, "account"),
                Column(title.BANK),
                Column(title.STATE),
                Column(title.AMOUNT, "spread"),
                *self._known_column(),
                *((Column(Text(zh="最迟", en="before"), "time"),) if some else ()),
                Column(title.REASON),
                Column(title.WAY_BACK),
            ),
            rows,
        )

    def inquiries(self) -> Table:
        """Return what to ask next, by the victims' money that stops there."""
        rows = tuple(
            Row(
                (
                    each.rank,
                    each.institution,
                    self.anchors.account_cell(each.account),
                    Span(each.start, each.end),
                    Money(each.amount),
                    each.reason,
                    " ".join(each.numbers),
                )
            )
            for each in self.report.inquiries
        )
        return Table(
            "inquiries",
            Text(zh="下一步查询", en="What to ask next"),
            (
                Column(title.NUMBER, "count"),
                Column(Text(zh="向谁查", en="whom")),
                Column(title.ACCOUNT, "account"),
                Column(Text(zh="查询期间", en="period")),
                Column(
                    Text(zh="止于此处的被骗款（各规则最大值）", en="victims' money that stops there (greatest)"),
                    "money",
                ),
                Column(title.REASON),
                Column(Text(zh="流水号", en="order numbers")),
            ),
            rows,
            at_hand=True,
        )

    def _exit_row(self, code: str, amount: Spread, lines: list[HoldingLine]) -> Row:
        steps = tuple(
            WayStep(
                Link(self.anchors.label(line.account), self.anchors.holding(line.account, line.claim)),
                1,
                self.figures.spread(line.amounts),
                line.claim,
            )
            for line in lines
        )
        known = None if self._known_outcome is None else self._known_outcome.get(code)
        if code == EDGE:
            known = self.figures.edge_accounts(self.report.known_holdings or ())
        places = len({line.account for line in lines})
        cells: tuple[Cell, ...] = (
            EDGE_ROW if code == EDGE else word(OUTCOMES, code),
            places,
            amount,
            *self._known(known),
            Way(counted.CLAIMS, steps),
        )
        return Row(cells, outcome_anchor(code))

    def _left(self, key: str) -> bool:
        return self.figures.outcome(key) not in STATES

    def _state_rank(self, key: str) -> int:
        return STATES.index(self.figures.outcome(key))

    def _state(self, account: AccountLine) -> Cell:
        return state_cell(self.figures.outcome(account.key), account)

    def _known(self, amount: Spread | None) -> tuple[Cell, ...]:
        return () if self.report.known_holdings is None else (amount or self.figures.zero,)

    def _known_column(self) -> tuple[Column, ...]:
        return () if self.report.known_holdings is None else (Column(title.KNOWN_ONLY, "range"),)


def state_cell(outcome: str, account: AccountLine) -> Cell:
    """Return how surely money is there, with the day until which an answer shows it."""
    badge = Badge(word(OUTCOMES, outcome), outcome)
    if outcome == "stood_until" and account.covered_to is not None:
        return Several((badge, When(account.covered_to)))
    return badge


def outcome_table(code: str) -> str:
    """Return the anchor that shows an outcome: the table of what stands, or the exit's row."""
    return "standing" if code in STATES else outcome_anchor(code)


def outcome_anchor(code: str) -> str:
    """Return the anchor of an exit kind's row; codes are the findings' words, so only their letters are kept."""
    return "x-" + "".join(sign for sign in code if sign.isascii() and (sign.isalnum() or sign == "_"))
