"""The freeze plan 止付冻结方案: which accounts to stop and freeze, for how much, in which order, within which sum.

Source: 公安机关办理刑事案件程序规定 articles 237 to 247; 公通字〔2024〕22号 article 2 (no freeze beyond the sum);
docs/method.md, "The freeze plan". Only accounts of which an institution's answer says that the money stands there
are proposed. The limit of each is right by itself; whether all are right together is asked of the claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from suyuan.model.text import Text
from suyuan.model.transfer import AccountKind, Role
from suyuan.recovery.good_faith import GoodFaithState


class WhyApart(Enum):
    """Why an account is proposed only with a named reason."""

    VICTIM = "victim"
    MERCHANT = "merchant"
    POOL = "pool"
    BYSTANDER = "bystander"
    GOOD_FAITH = "good_faith"
    GOOD_FAITH_PENDING = "good_faith_pending"


WHY_APART = {
    WhyApart.VICTIM: Text(zh="被害人账户", en="a victim's account"),
    WhyApart.MERCHANT: Text(zh="商户账户，或属善意取得", en="a merchant's account, perhaps in good faith"),
    WhyApart.POOL: Text(zh="备付金等集合账户，内有他人资金", en="a pool with other people's money"),
    WhyApart.BYSTANDER: Text(zh="已认定为无关账户", en="an account decided to be unconnected"),
    WhyApart.GOOD_FAITH: Text(zh="已认定善意取得，不予追缴", en="taken in good faith: not recovered"),
    WhyApart.GOOD_FAITH_PENDING: Text(zh="善意待核，决定前不追缴", en="good faith, to be verified first"),
}


@dataclass(frozen=True)
class Measure:
    """A stop or freeze of this case on an account: name, what it holds (minor units), when it ends, by which rule.

    ``stopped`` is a stop in effect, else a freeze; ``active`` tells that it holds the money now.
    """

    id: str
    stopped: bool
    active: bool
    held: int | None
    limit: int | None
    ends: datetime | None
    rule: str


@dataclass(frozen=True)
class Candidate:
    """An account with victims' money, as tracing and casebook know it; amounts in minor units of ``currency``.

    ``least`` and ``greatest`` over the policies and readings, ``least_open`` and ``greatest_open`` whatever the
    rule (None: not computed), ``greatest_of`` by claim, ``by_policy`` the sum under each. ``balance`` is the last
    stated book balance (账面余额) at ``balance_time``. ``good_faith``: whether a third person's claim to the whole
    account is accepted or to be verified, ``good_share`` the sum of shares that are so, ``returned`` what was
    returned to victims from its freezes.
    """

    account: str
    institution: str
    holder: str
    kind: AccountKind
    role: Role
    currency: str
    stands: bool
    least: int
    greatest: int
    least_open: int | None
    greatest_open: int | None
    balance: int | None
    balance_time: datetime | None
    last_debit: datetime | None
    parent: str = ""
    greatest_of: tuple[tuple[str, int], ...] = ()
    by_policy: tuple[tuple[str, int], ...] = ()
    measures: tuple[Measure, ...] = ()
    good_faith: GoodFaithState | None = None
    good_share: int = 0
    returned: int = 0

    @property
    def traced(self) -> int:
        """Return the victims' money that can be there and is not a third person's share in good faith: the smaller
        of book balance and the greatest, less that share and what was returned from there already.
        """
        most = self.greatest - self.returned
        there = most if self.balance is None else min(most, self.balance)
        return max(0, there - self.good_share)

    @property
    def frozen(self) -> int:
        """Return what this case's freezes hold there now."""
        return sum(each.held or 0 for each in self.measures if each.active and not each.stopped)

    @property
    def stop(self) -> Measure | None:
        """Return the stop in effect there."""
        return next((each for each in self.measures if each.active and each.stopped), None)

    @property
    def why_apart(self) -> WhyApart | None:
        """Return why it takes a named reason to propose it, None where it takes none."""
        if self.good_faith is GoodFaithState.ACCEPTED:
            return WhyApart.GOOD_FAITH
        if self.good_faith is GoodFaithState.PENDING:
            return WhyApart.GOOD_FAITH_PENDING
        if self.role is Role.VICTIM:
            return WhyApart.VICTIM
        if self.role is Role.BYSTANDER:
            return WhyApart.BYSTANDER
        if self.role is Role.POOL or self.kind is AccountKind.POOL:
            return WhyApart.POOL
        if self.role is Role.MERCHANT or self.kind is AccountKind.MERCHANT:
            return WhyApart.MERCHANT
        return None


@dataclass(frozen=True)
class Proposal:
    """Freeze an account for ``limit``: what can be victims' money there, less what is frozen already.

    ``whole`` tells that the whole account is asked for, for ``reason``; then the limit is its book balance.
    """

    rank: int
    candidate: Candidate
    limit: int
    reason: str = ""
    whole: bool = False


@dataclass(frozen=True)
class Room:
    """What may be frozen in all: net loss less what is frozen, seized or given up, and returned from freezes
    already, in minor units.
    """

    net_loss: int
    frozen: int
    seized: int
    returned: int = 0

    @property
    def left(self) -> int:
        """Return the rest."""
        return max(0, self.net_loss - self.frozen - self.seized - self.returned)


@dataclass(frozen=True)
class Exclusion:
    """Proposals that cannot all be right: with what is frozen they count a claim's money more than once, by
    ``excess``. Without a ``claim``: all proposals together, where they go further beyond what may still be frozen.
    """

    claim: str
    accounts: tuple[str, ...]
    claimed: int
    counted: int

    @property
    def excess(self) -> int:
        """Return by how much."""
        return self.counted - self.claimed


@dataclass(frozen=True)
class ToRelease:
    """A freeze that holds more than can be victims' money there: ``amount`` of it is to be released."""

    candidate: Candidate
    freeze: str
    amount: int


@dataclass(frozen=True)
class FreezePlan:
    """The plan in one currency.

    ``apart`` are accounts that only a named reason brings in, ``not_standing`` those where victims' money was seen
    and no answer says that it is there now, ``held`` those whose freezes hold enough. ``by_policy``: what the
    proposals would come to under each rule.
    """

    currency: str
    proposals: tuple[Proposal, ...]
    held: tuple[Candidate, ...]
    apart: tuple[Candidate, ...]
    not_standing: tuple[Candidate, ...]
    room: Room
    exclusions: tuple[Exclusion, ...]
    to_release: tuple[ToRelease, ...]
    by_policy: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """Return the sum of all limits."""
        return sum(each.limit for each in self.proposals)

    @property
    def excess(self) -> int:
        """Return by how much the proposals together go beyond what may still be frozen."""
        return max(0, self.total - self.room.left)


def freeze_plan(
    currency: str,
    candidates: Iterable[Candidate],
    claimed: Mapping[str, int],
    room: Room,
    *,
    included: Mapping[str, str] | None = None,
    whole: Mapping[str, str] | None = None,
) -> FreezePlan:
    """Return the plan; ``claimed`` is each claim's effective amount in minor units.

    ``included`` names accounts that are brought in although they stand apart, ``whole`` those to be frozen whole,
    each with the reason that a person gave. Order: the largest limit first, then the latest debit, then the
    measure that ends first, then the number.
    """
    brought_in, in_full = included or {}, whole or {}
    known = sorted(candidates, key=lambda each: each.account)
    standing = [each for each in known if each.stands]
    apart = [each for each in standing if each.why_apart is not None and each.account not in brought_in]
    asked = [each for each in standing if each.why_apart is None or each.account in brought_in]
    proposals = [
        Proposal(
            0,
            each,
            _limit(each, full=each.account in in_full),
            in_full.get(each.account) or brought_in.get(each.account, ""),
            whole=each.account in in_full,
        )
        for each in asked
    ]
    worth = sorted((each for each in proposals if each.limit > 0), key=_order)
    ranked = tuple(replace(each, rank=rank) for rank, each in enumerate(worth, 1))
    full = tuple(each.candidate for each in proposals if each.limit == 0 and each.candidate.frozen)
    return FreezePlan(
        currency=currency,
        proposals=ranked,
        held=full,
        apart=tuple(apart),
        not_standing=tuple(each for each in known if not each.stands),
        room=room,
        exclusions=_exclusions(ranked, full, claimed, room),
        to_release=tuple(_to_release(known)),
        by_policy=_by_policy(ranked),
    )


def _limit(candidate: Candidate, *, full: bool) -> int:
    money = candidate.traced
    if full and candidate.balance is not None:
        money = max(money, candidate.balance)
    return max(0, money - candidate.frozen)


def _order(proposal: Proposal) -> tuple[int, float, float, str]:
    candidate = proposal.candidate
    debit = candidate.last_debit.timestamp() if candidate.last_debit else 0.0
    ends = min((each.ends.timestamp() for each in candidate.measures if each.active and each.ends), default=2e18)
    return -proposal.limit, -debit, ends, candidate.account


def _exclusions(
    proposals: Sequence[Proposal], held: Sequence[Candidate], claimed: Mapping[str, int], room: Room
) -> tuple[Exclusion, ...]:
    """Return the claims of which proposals and freezes count more than there is, the largest excess first.

    An account counts a claim with no more than what is or would be frozen there. Where that does not say how far
    the proposals go beyond the room, all of them exclude each other by the rest.
    """
    counted: dict[str, dict[str, int]] = {}
    there = [(each.candidate, each.limit + each.candidate.frozen) for each in proposals]
    for candidate, most in (*there, *((each, each.frozen) for each in held)):
        for claim, amount in candidate.greatest_of:
            counted.setdefault(claim, {})[candidate.account] = min(amount, most)
    asked = {claim for each in proposals for claim, _ in each.candidate.greatest_of}
    sums = [
        Exclusion(claim, tuple(sorted(of)), claimed.get(claim, 0), sum(of.values()))
        for claim, of in counted.items()
        if claim in asked
    ]
    found = sorted((each for each in sums if each.excess > 0), key=lambda each: (-each.excess, each.claim))
    total = sum(each.limit for each in proposals)
    if total - room.left > sum(each.excess for each in found):
        found.append(Exclusion("", tuple(sorted(each.candidate.account for each in proposals)), room.left, total))
    return tuple(found)


def _to_release(candidates: Iterable[Candidate]) -> Iterable[ToRelease]:
    """Give the freezes that hold what no rule calls victims' money, the last one of an account first."""
    for each in candidates:
        greatest = each.greatest if each.greatest_open is None else max(each.greatest, each.greatest_open)
        if each.good_faith is GoodFaithState.ACCEPTED:
            greatest = 0
        over = each.frozen - greatest
        for measure in reversed(each.measures):
            if over > 0 and measure.active and not measure.stopped and measure.held:
                yield ToRelease(each, measure.id, min(over, measure.held))
                over -= measure.held


def _by_policy(proposals: Sequence[Proposal]) -> tuple[tuple[str, int], ...]:
    sums: dict[str, int] = {}
    for each in proposals:
        for policy, amount in each.candidate.by_policy:
            there = amount if each.candidate.balance is None else min(amount, each.candidate.balance)
            sums[policy] = sums.get(policy, 0) + max(0, min(there - each.candidate.frozen, each.limit))
    return tuple(sums.items())
