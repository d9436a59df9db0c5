"""The worked example: one account's lots, booking by booking, so that a person can follow with a pencil."""

from __future__ import annotations

from suyuan.documents import column_titles as title
from suyuan.documents.anchors import Anchors
from suyuan.documents.report_model import CaseReport
from suyuan.documents.shown import spoken_amount
from suyuan.documents.tables import Cell, Column, Link, Money, Row, Section, Several, Table, When
from suyuan.documents.worked_model import WorkedExample, WorkedShare, WorkedStep
from suyuan.model.text import Message, Text

INTRO = Text(
    zh="账户 {account}：现仍在账的被骗款以此户为最多（各户均不能写作仍在账时，取持有最多的一户）。"
    "自第一笔被骗款到账起逐笔列出每笔带来或带走的份额，以及其后余下的份额。"
    "每一行都可由上一行按该规则用笔算出；各份额之和即余额。",
    en="Account {account}: the one with most of the victims' money that stands now (where none may be said to "
    "stand, the one that holds most). From the first of it on, each booking: what it brought or took, and what "
    "the account then holds. Every line can be computed with a pencil from the one above by the rule; the shares "
    "sum to the balance.",
)
RULES = {
    "fifo": Text(
        zh="份额由旧到新排列，转出自最前一份起。",
        en="The shares stand oldest first; a payment takes from the first one on.",
    ),
    "lifo": Text(
        zh="份额由新到旧排列，转出自最前一份起。",
        en="The shares stand newest first; a payment takes from the first one on.",
    ),
    "pro_rata": Text(
        zh="每笔转出按 金额 × 该来源余额 ÷ 总余额 分摊，先取整到分，余下的分依次给余数最大者，其他资金居末。",
        en="A payment takes amount × held ÷ balance of each origin, rounded down to the unit; what is left over "
        "goes unit by unit to the largest remainders, other funds last.",
    ),
    "lowest_intermediate_balance": Text(
        zh="先用其他资金；用尽后被骗款之间按余额比例分摊，余下的分依次给余数最大者。",
        en="Other funds leave first; when they are used up the claims share in proportion to what is held of "
        "each, the units left over to the largest remainders.",
    ),
    "claims_first": Text(
        zh="先用被骗款，相互按余额比例分摊，余下的分依次给余数最大者；用尽后才用其他资金。",
        en="The claims leave first and share in proportion to what is held of each, the units left over to the "
        "largest remainders; other funds only when they are used up.",
    ),
}
FURTHER = Text(
    zh="{rule}其后另有 {count} 笔，见 suyuan trace path --lots。",
    en="{rule} {count} further bookings follow: suyuan trace path --lots.",
)
BEFORE = Text(zh="此前", en="until then")
OTHER = Text(zh="其他资金 {amount}", en="other funds {amount}")
MORE = Text(zh="另 {count} 份，共 {amount}", en="{count} more, {amount}")
NOTHING = Text(zh="无", en="nothing")
NO_BOOKING = Text(zh="无法解释的差额", en="a difference nobody explains")
ADDED = Text(zh="按规则补记", en="booked by the rules")
MOST_LOTS = 8
LONGEST_SHEET = 31


def worked_example(report: CaseReport, anchors: Anchors) -> tuple[Section, ...]:
    """Return the part with one table a policy, none where no account was worked through."""
    examples = [each for each in report.worked if each.steps]
    if not examples:
        return ()
    tables = _Tables(report, anchors)
    return (
        Section(
            "worked",
            Text(zh="逐笔演算", en="Worked by hand"),
            INTRO(account=anchors.label(examples[0].account)),
            tuple(tables.table(each) for each in examples),
        ),
    )


class _Tables:
    def __init__(self, report: CaseReport, anchors: Anchors) -> None:
        self._currency = report.case.currency
        self._anchors = anchors
        self._names = {each.policy: each.name for each in report.policies}
        self._listed = {each.id for each in report.transfers}
        self._claims = {each.id for each in report.claims}

    def table(self, example: WorkedExample) -> Table:
        """Return one policy's table."""
        rule = RULES[example.policy]
        before: tuple[Cell, ...] = (BEFORE, None, None, None, None, None, self._other(example.before))
        return Table(
            f"worked-{example.policy}",
            self._names.get(example.policy, Text(zh=example.policy, en=example.policy)),
            (
                Column(title.NUMBER),
                Column(title.TIME, "time"),
                Column(Text(zh="对方", en="other side"), "account"),
                Column(Text(zh="收", en="in"), "money"),
                Column(Text(zh="支", en="out"), "money"),
                Column(Text(zh="其中", en="of which")),
                Column(Text(zh="其后余下", en="then holds")),
                Column(Text(zh="转账", en="transfer")),
            ),
            (
                Row((*before, None)),
                *(Row(self._cells(number, step)) for number, step in enumerate(example.steps, 1)),
            ),
            FURTHER(rule=rule, count=example.further) if example.further else rule,
            sheet=Text(zh=f"演算 {example.policy}"[:LONGEST_SHEET], en=f"Worked {example.policy}"[:LONGEST_SHEET]),
        )

    def _cells(self, number: int, step: WorkedStep) -> tuple[Cell, ...]:
        amount = Money(step.amount)
        return (
            str(number),
            When(step.time, step.date_only),
            self._anchors.account_cell(step.other) if step.other else NO_BOOKING,
            amount if step.arrived else None,
            None if step.arrived else amount,
            self._shares(step.pieces),
            self._shares(step.lots),
            self._transfer(step),
        )

    def _transfer(self, step: WorkedStep) -> Cell:
        """Lead to the transfer's row; what carries no claim's money has none there and leads to its bookings."""
        if step.transfer in self._listed:
            return self._anchors.transfer_link(step.transfer)
        return self._anchors.rows_cell(step.rows) if step.rows else ADDED

    def _shares(self, shares: tuple[WorkedShare, ...]) -> Cell:
        cells = [self._share(each) for each in shares[:MOST_LOTS]]
        if rest := shares[MOST_LOTS:]:
            cells.append(MORE(count=len(rest), amount=self._spoken(sum(each.amount for each in rest))))
        return Several(tuple(cells)) if cells else NOTHING

    def _share(self, share: WorkedShare) -> Cell:
        if not share.claim:
            return self._other(share.amount)
        said = f"{share.claim} {self._spoken(share.amount)}"
        return Link(said, self._anchors.claim(share.claim)) if share.claim in self._claims else said

    def _other(self, amount: int) -> Message:
        return OTHER(amount=self._spoken(amount))

    def _spoken(self, amount: int) -> str:
        return spoken_amount(amount, self._currency)
