"""The figures of a case report, added up once and checked: every document takes them from here.

A figure is never one policy's alone: it is a ``Spread``, the amount under each policy run, from which least and
greatest follow. The laws of money (docs/method.md, "What must always hold") are checked again when a result is
read back for a document; a report that breaks one is not written.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from suyuan.documents.report_model import AccountLine, CaseReport, HoldingLine, PolicyAmount
from suyuan.errors import Failed
from suyuan.model.text import Text

STATES = ("stands", "stood_until", "last_seen")
"""How surely money is still in an account (docs/method.md, "Where it is"), surest first."""

RETURNED = "returned_to_victim"
EDGE = "edge_account"
BEYOND = "beyond"
ARCHIVE = "unpacked"
UNREAD = "unread"

NOT_CONSERVED = Text(
    zh="被骗款 {claim} 在规则 {policy} 下进入自有资金 {effective}（最小单位），各账户合计却为 {held}；"
    "报告未生成，请重新追踪。",
    en="claim {claim} under {policy} entered with {effective} minor units but its holdings sum to {held}; "
    "the report was not written, trace the case again.",
)
UNKNOWN_NAME = Text(
    zh="报告引用了不存在的{what}“{name}”；报告未生成。",
    en="the report names a {what} that it does not have: “{name}”; it was not written.",
)
REPEATED_NAME = Text(
    zh="报告中{what}“{name}”出现了两次；报告未生成。",
    en="the report has the {what} “{name}” twice; it was not written.",
)
ROWS_DO_NOT_ADD = Text(
    zh="文件 {file} 各类行数合计 {found}，总行数为 {total}；报告未生成。",
    en="the row classes of {file} add up to {found}, its rows are {total}; the report was not written.",
)
UNREAD_NOT_LISTED = Text(
    zh="文件 {file} 有 {count} 行未能读出，报告列出的却是 {listed} 行；报告未生成。",
    en="{count} rows of {file} could not be read but the report lists {listed}; it was not written.",
)
TOO_MUCH_FLOWS = Text(
    zh="转账 {transfer} 在规则 {policy} 下所含涉案资金超过其金额；报告未生成。",
    en="transfer {transfer} carries more of the claims' money under {policy} than its amount; "
    "the report was not written.",
)
ACCOUNT = Text(zh="账户", en="account")
TRANSFER = Text(zh="转账", en="transfer")
CLAIM = Text(zh="被骗款", en="claim")
FILE = Text(zh="材料文件", en="file")
HOLDING = Text(zh="余额行", en="holding")


@dataclass(frozen=True)
class Spread:
    """A figure under each policy run, in the report's order of policies; minor units."""

    amounts: tuple[int, ...]

    @property
    def least(self) -> int:
        """The least over the policies run."""
        return min(self.amounts, default=0)

    @property
    def greatest(self) -> int:
        """The greatest over the policies run."""
        return max(self.amounts, default=0)

    @property
    def agrees(self) -> bool:
        """Tell whether every policy run gives the same figure."""
        return self.least == self.greatest

    def __add__(self, other: Spread) -> Spread:
        return Spread(tuple(a + b for a, b in zip(self.amounts, other.amounts, strict=True)))

    def __sub__(self, other: Spread) -> Spread:
        return Spread(tuple(a - b for a, b in zip(self.amounts, other.amounts, strict=True)))

    def __bool__(self) -> bool:
        return any(self.amounts)


@dataclass(frozen=True)
class Material:
    """What the report rests on: ``read``, ``archives`` and ``unread`` add up to ``files``.

    ``again`` counts those that came again under another name. The rows are those of the files that were read.
    """

    files: int
    read: int
    archives: int
    unread: int
    again: int
    rows: int
    rows_read: int
    quarantined: int


@dataclass(frozen=True)
class TierCount:
    """The accounts of a tier, victims' own included: money that comes back to a victim reaches a tier too."""

    accounts: int = 0
    victims_own: int = 0

    @property
    def others(self) -> int:
        """The accounts that are no victim's: those the picture draws in the tier's column."""
        return self.accounts - self.victims_own


class Figures:
    """All sums of a report. Making one checks the report; raises Failed where it contradicts itself."""

    def __init__(self, report: CaseReport) -> None:
        self.report = report
        self.policies = tuple(each.policy for each in report.policies)
        self.zero = Spread((0,) * len(self.policies))
        self.accounts = {each.key: each for each in report.accounts}
        _check_names(report, self.accounts)
        _check_rows(report)
        self._check_money()

    def spread(self, amounts: Iterable[PolicyAmount]) -> Spread:
        """Return a line's amounts as a spread; a policy that leaves nothing counts as 0."""
        found = {each.policy: each.amount for each in amounts}
        return Spread(tuple(found.get(policy, 0) for policy in self.policies))

    def material(self) -> Material:
        """Return how many files there are and what became of them."""
        files = self.report.evidence
        archives = sum(each.kind == ARCHIVE for each in files)
        unread = sum(each.kind == UNREAD for each in files)
        return Material(
            files=len(files),
            read=len(files) - archives - unread,
            archives=archives,
            unread=unread,
            again=sum(len(each.other_names) for each in files),
            rows=sum(each.rows.total for each in files if each.rows),
            rows_read=sum(each.rows.read for each in files if each.rows),
            quarantined=sum(each.rows.quarantined for each in files if each.rows),
        )

    def tiers(self) -> dict[int, TierCount]:
        """Return how many accounts each tier has, and how many of them are victims' own."""
        found: dict[int, TierCount] = {}
        for each in self.report.accounts:
            if each.tier is not None and not each.is_node:
                before = found.get(each.tier, TierCount())
                own = outcome_of(each) == RETURNED
                found[each.tier] = TierCount(before.accounts + 1, before.victims_own + own)
        return dict(sorted(found.items()))

    def sum(self, spreads: Iterable[Spread]) -> Spread:
        """Return the sum of spreads, policy by policy."""
        total = self.zero
        for each in spreads:
            total += each
        return total

    def outcome(self, key: str) -> str:
        """Return where money in this account or node counts (``outcome_of``)."""
        return outcome_of(self.accounts[key])

    def by_outcome(self, holdings: Sequence[HoldingLine] | None = None) -> dict[str, Spread]:
        """Return what stands, was last seen, or left, each as a spread; states first, then exits by amount."""
        sums: dict[str, Spread] = defaultdict(lambda: self.zero)
        for holding in self.report.holdings if holdings is None else holdings:
            sums[self.outcome(holding.account)] += self.spread(holding.amounts)
        return {code: sums[code] for code in sorted(sums, key=lambda code: outcome_rank(code, sums[code]))}

    def by_account(self, holdings: Sequence[HoldingLine] | None = None) -> dict[str, Spread]:
        """Return each account's or node's holding over all claims."""
        sums: dict[str, Spread] = defaultdict(lambda: self.zero)
        for holding in self.report.holdings if holdings is None else holdings:
            sums[holding.account] += self.spread(holding.amounts)
        return dict(sums)

    def edge_accounts(self, holdings: Sequence[HoldingLine] | None = None) -> Spread:
        """Return what the accounts hold whose statements nobody has; part of the states, not beside them."""
        held = self.by_account(holdings)
        return self.sum(held[key] for key in held if self.accounts[key].exit_kind == EDGE)

    def effective(self) -> Spread:
        """Return what entered as the victims' own money, over all claims."""
        return self.sum(self.spread(claim.effective) for claim in self.report.claims)

    def _check_money(self) -> None:
        held: dict[str, Spread] = defaultdict(lambda: self.zero)
        for holding in self.report.holdings:
            held[holding.claim] += self.spread(holding.amounts)
        brought: dict[str, Spread] = defaultdict(lambda: self.zero)
        for line in self.report.brought:
            brought[line.claim] += self.spread(line.amounts)
        for claim in self.report.claims:
            effective = self.spread(claim.effective) + brought[claim.id]
            for policy, entered, found in zip(
                self.policies, effective.amounts, held[claim.id].amounts, strict=True
            ):
                if entered != found:
                    raise Failed(NOT_CONSERVED(claim=claim.id, policy=policy, effective=entered, held=found))
        for transfer in self.report.transfers:
            moved = self.sum(self.spread(flow.amounts) for flow in transfer.flows)
            for policy, amount in zip(self.policies, moved.amounts, strict=True):
                if amount > transfer.amount:
                    raise Failed(TOO_MUCH_FLOWS(transfer=transfer.id, policy=policy))


def outcome_of(account: AccountLine) -> str:
    """Return where money in this account or node counts: a state, an exit kind, returned, or beyond.

    Beyond is what a victim, merchant or pool paid on: it has left the trail (docs/method.md, "Roles"). Page,
    workbook and terminal all take this word from here.
    """
    if account.role == "victim" or account.exit_kind == RETURNED:
        return RETURNED
    if account.exit_kind and account.exit_kind != EDGE:
        return account.exit_kind
    if account.exit_kind == EDGE or account.tier is not None:
        return account.state
    return BEYOND


def outcome_rank(code: str, amount: Spread) -> tuple[int, int, str]:
    """Order outcomes: the states surest first, then exits by amount, money that went back to victims last."""
    if code in STATES:
        return STATES.index(code), 0, code
    return len(STATES) + (code in (RETURNED, BEYOND)), -amount.greatest, code


def _check_names(report: CaseReport, accounts: dict[str, AccountLine]) -> None:
    transfers = [each.id for each in report.transfers]
    claims = [each.id for each in report.claims]
    files = [each.sha256 for each in report.evidence]
    holdings = [f"{each.account} × {each.claim}" for each in report.holdings]
    for what, names in (
        (ACCOUNT, [each.key for each in report.accounts]),
        (TRANSFER, transfers),
        (CLAIM, claims),
        (FILE, files),
        (HOLDING, holdings),
    ):
        for name, times in Counter(names).items():
            if times > 1:
                raise Failed(REPEATED_NAME(what=what, name=name))
    _must_know(TRANSFER, transfers, [each.transfer for each in report.claims])
    _must_know(TRANSFER, transfers, [name for each in report.losses for name in each.returned_by])
    _must_know(CLAIM, claims, [each.claim for each in (*report.holdings, *(report.known_holdings or ()))])
    _must_know(CLAIM, claims, [flow.claim for each in report.transfers for flow in each.flows])
    _must_know(ACCOUNT, accounts, [each.account for each in (*report.holdings, *(report.known_holdings or ()))])
    _must_know(ACCOUNT, accounts, [key for each in report.transfers for key in (each.payer, each.payee)])
    _must_know(ACCOUNT, accounts, [each.account for each in report.depths])
    _must_know(ACCOUNT, accounts, [each.account for each in report.stops])
    _must_know(FILE, files, [row.sha256 for each in report.transfers for row in each.rows])
    _must_know(FILE, files, [each.place.sha256 for each in report.claims if each.place])


def _must_know(what: Text, known: Iterable[str], named: Iterable[str]) -> None:
    unknown = sorted(set(named) - set(known))
    if unknown:
        raise Failed(UNKNOWN_NAME(what=what, name=unknown[0]))


def _check_rows(report: CaseReport) -> None:
    """Check that each file's row classes add up and that its unread rows are listed, each once."""
    unread = Counter(place.sha256 for place in {line.place for line in report.quarantined})
    for file in report.evidence:
        rows = file.rows
        if rows is None:
            continue
        found = (
            rows.header + rows.preamble + rows.footer + rows.blank + rows.repeated_header
            + rows.continuation + rows.note + rows.read + rows.quarantined
        )  # fmt: skip
        if found != rows.total:
            raise Failed(ROWS_DO_NOT_ADD(file=file.name, found=found, total=rows.total))
        if unread[file.sha256] != rows.quarantined:
            raise Failed(UNREAD_NOT_LISTED(file=file.name, listed=unread[file.sha256], count=rows.quarantined))
