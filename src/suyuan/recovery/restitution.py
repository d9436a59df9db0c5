"""What frozen money is to go back to whom: several accounts, several victims, one currency 返还方案.

docs/method.md, "Restitution of a case"; 返还规定 (银监发〔2016〕41号) Art. 8. First the traced goes back on its
traces, then the rest of each account in proportion to the net losses left. Integers throughout; nothing here
depends on the order in which anything is given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from suyuan.model.money import share_by_largest_remainder
from suyuan.model.text import Text
from suyuan.recovery.allocation import LossClaim
from suyuan.recovery.restitution_check import check
from suyuan.recovery.return_methods import ReturnMethod

FAR = date.max


class Basis(Enum):
    """Why a claim's money in an account counts as traced, or does not."""

    BOUNDS = "bounds"
    MARKED = "marked"
    DECIDED = "decided"
    NOT_TRACED = "not_traced"


BASES = {
    Basis.BOUNDS: Text(
        zh="开放上下界一致，任何规则结果相同", en="the open bounds agree: every rule says the same"
    ),
    Basis.MARKED: Text(zh="逐跳均有已知指认", en="every hop is an earmark marked known"),
    Basis.DECIDED: Text(zh="较松匹配，经指名决定", en="a looser match, accepted by a named decision"),
    Basis.NOT_TRACED: Text(zh="按时间戳无法逐笔溯源", en="no time stamp traces it one to one"),
}


@dataclass(frozen=True)
class FrozenSum:
    """Money that a freeze holds and no other return has taken up: ``amount`` in the plan's minor units.

    ``name`` is unique in a plan (``freeze-3``); ``expiry`` the freeze's last day, which no return changes;
    ``credits`` how many credits the account has on record, None where no statement covers it.
    """

    name: str
    account: str
    amount: int
    expiry: date | None = None
    credits: int | None = None
    institution: str = ""
    holder: str = ""

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError(f"a negative sum: {self}")

    @property
    def place(self) -> tuple[date, str, str]:
        """Return its place among others: what expires first goes back first."""
        return self.expiry or FAR, self.account, self.name


@dataclass(frozen=True)
class Trace:
    """How much of a claim's money stands in a frozen account: under each policy, and within which open bounds.

    ``greatest`` None: no bounds are known. ``marked``: every hop is an earmark marked known. ``decided`` is the
    amount that a named person accepted for a looser match, by the decision of that number.
    """

    claim: str
    name: str
    least: int
    greatest: int | None
    by_policy: tuple[int, ...] = ()
    marked: bool = False
    decided: int | None = None
    decision: int | None = None

    @property
    def basis(self) -> Basis:
        """Return why it counts as traced."""
        if self.decided is not None:
            return Basis.DECIDED
        if self.greatest is not None and self.least == self.greatest:
            return Basis.BOUNDS
        return Basis.MARKED if self.marked and len(set(self.by_policy)) == 1 else Basis.NOT_TRACED

    @property
    def fixed(self) -> int | None:
        """Return the amount traced, None where it is not."""
        match self.basis:
            case Basis.DECIDED:
                return self.decided
            case Basis.BOUNDS:
                return self.least
            case Basis.MARKED:
                return self.by_policy[0] if self.by_policy else 0
            case Basis.NOT_TRACED:
                return None

    @property
    def reaches(self) -> bool:
        """Tell whether any of the claim's money may stand there."""
        return self.greatest is None or self.greatest > 0 or any(self.by_policy)


@dataclass(frozen=True)
class Given:
    """What a plan is made of, in one currency.

    ``claims`` are the reported losses with what came back on each, ``presumed`` those of victims not yet found;
    ``traces`` name either. ``pooled``: what is not traced is shared over all accounts together, among all claims.
    """

    currency: str
    frozen: tuple[FrozenSum, ...]
    claims: tuple[LossClaim, ...]
    traces: tuple[Trace, ...]
    presumed: tuple[LossClaim, ...] = ()
    policies: tuple[str, ...] = ()
    pooled: bool = False

    def __post_init__(self) -> None:
        ids = [each.id for each in (*self.claims, *self.presumed)]
        if len(set(ids)) != len(ids) or len({each.name for each in self.frozen}) != len(self.frozen):
            raise ValueError("a claim or a frozen sum stands twice")


@dataclass(frozen=True)
class Line:
    """What goes back on one claim out of one frozen account, in minor units: by which method, on which basis."""

    claim: str
    victim: str
    name: str
    method: ReturnMethod
    amount: int
    basis: Basis = Basis.NOT_TRACED
    decision: int | None = None


@dataclass(frozen=True)
class AccountPlan:
    """One frozen account in a plan.

    ``method`` is that of the account as a whole: pro rata as soon as a part goes that way; None where nothing
    goes back. ``shared`` is the rest that was shared, ``nets`` the losses it was shared among, ``presumed`` those
    of victims not yet found in it, ``reserved`` their share, which stays frozen.
    """

    frozen: FrozenSum
    method: ReturnMethod | None
    lines: tuple[Line, ...]
    shared: int = 0
    nets: int = 0
    presumed: int = 0
    reserved: int = 0

    @property
    def returned(self) -> int:
        """What goes back out of it."""
        return sum(line.amount for line in self.lines)

    @property
    def rest(self) -> int:
        """What stays frozen, with its original expiry, what is reserved included."""
        return self.frozen.amount - self.returned


@dataclass(frozen=True)
class Plan:
    """What goes back out of all frozen accounts: accounts and claims in an order of their own."""

    currency: str
    accounts: tuple[AccountPlan, ...]
    amounts: Mapping[str, int]
    with_presumed: bool
    claims: tuple[LossClaim, ...] = field(default=(), repr=False)

    @property
    def returned(self) -> int:
        """What goes back in all."""
        return sum(self.amounts.values())

    @property
    def reserved(self) -> int:
        """What stays frozen for victims not yet found."""
        return sum(each.reserved for each in self.accounts)

    @property
    def frozen(self) -> int:
        """All that is frozen."""
        return sum(each.frozen.amount for each in self.accounts)

    def lines(self) -> tuple[Line, ...]:
        """Return all lines, by account in the plan's order, then by claim."""
        return tuple(line for each in self.accounts for line in each.lines)


def plan_of(given: Given, *, with_presumed: bool) -> Plan:
    """Return the plan: the traced first, then pro rata; nobody above the net loss over all accounts.

    The rest of an account is shared among the claims whose money may stand there and is not traced there, in
    proportion to what is left of their net losses, to the unit by largest remainder; of equal remainders the
    earlier first transfer, then the lesser id. Accounts that fewer claims can reach are shared first: what only
    few may have goes to them, and more is left for others. ``with_presumed`` keeps a share for victims not found.

    Raises Failed where the result breaks its laws.
    """
    working = _Working(given, with_presumed=with_presumed)
    working.traced()
    if given.pooled:
        working.share_together()
    else:
        working.share_each()
    plan = working.plan()
    check(plan, given)
    return plan


class Traced:
    """What goes back on traces alone: none above what is frozen or lost. Made once, asked under many rules."""

    def __init__(self, given: Given, traces: Iterable[Trace]) -> None:
        claims = _in_order(given.claims)
        place = {each.id: number for number, each in enumerate(claims)}
        self._ids = [each.id for each in claims]
        self._nets = [each.net for each in claims]
        mine: defaultdict[str, list[Trace]] = defaultdict(list)
        for trace in traces:
            if trace.claim in place:
                mine[trace.name].append(trace)
        for each in mine.values():
            each.sort(key=lambda trace: place[trace.claim])
        self._place = place
        self._accounts = sorted(given.frozen, key=lambda each: each.place)
        self._traces = mine

    def amounts(self, amount_of: Callable[[Trace], int]) -> dict[tuple[str, str], int]:
        """Return what goes back by account's name and claim, where ``amount_of`` says what a trace carries.

        Where more is traced than is frozen it is shared pro rata, what is proven before what was accepted by a
        decision.
        """
        given = self._given_back(amount_of, lambda trace: trace.basis is Basis.DECIDED)
        return {(name, self._ids[place]): amount for name, place, amount in given}

    def by_claim(self, amount_of: Callable[[Trace], int]) -> dict[str, int]:
        """Return what goes back on each claim over all accounts."""
        sums = [0] * len(self._ids)
        for _, place, amount in self._given_back(amount_of):
            sums[place] += amount
        return dict(zip(self._ids, sums, strict=True))

    def _given_back(
        self, amount_of: Callable[[Trace], int], last: Callable[[Trace], bool] = lambda _: False
    ) -> Iterator[tuple[str, int, int]]:
        left, place_of = list(self._nets), self._place
        for account in self._accounts:
            name, frozen = account.name, account.amount
            places, wants, late = [], [], []
            for trace in self._traces.get(name, ()):
                amount = amount_of(trace)
                if amount > 0:
                    place = place_of[trace.claim]
                    places.append(place)
                    wants.append(min(amount, left[place]))
                    late.append(last(trace))
            gets = wants
            if sum(wants) > frozen:
                first = _within(frozen, [0 if after else want for want, after in zip(wants, late, strict=True)])
                rest = [want if after else 0 for want, after in zip(wants, late, strict=True)]
                gets = list(map(sum, zip(first, _within(frozen - sum(first), rest), strict=True)))
            for place, amount in zip(places, gets, strict=True):
                left[place] -= amount
                yield name, place, amount


def _within(amount: int, wants: list[int]) -> list[int]:
    """Return what each gets of a sum: all that is wanted, or shares where it is too small."""
    return wants if sum(wants) <= amount else list(share_by_largest_remainder(amount, wants))


class _Working:
    """A plan under way: what is left of each claim and of each account."""

    def __init__(self, given: Given, *, with_presumed: bool) -> None:
        self._given = given
        self._with_presumed = with_presumed
        self._claims = _in_order(given.claims)
        self._victim = {each.id: each.victim for each in self._claims}
        self._left = {each.id: each.net for each in self._claims}
        self._unfound = {each.id: each.net for each in _in_order(given.presumed)} if with_presumed else {}
        self._accounts = sorted(given.frozen, key=lambda each: each.place)
        self._rest = {each.name: each.amount for each in self._accounts}
        self._lines: defaultdict[str, list[Line]] = defaultdict(list)
        self._shared: dict[str, tuple[int, int, int, int]] = {}
        self._traces: defaultdict[str, list[Trace]] = defaultdict(list)
        self._fixed: defaultdict[str, list[int | None]] = defaultdict(list)
        for trace in given.traces:
            self._traces[trace.name].append(trace)
            self._fixed[trace.name].append(trace.fixed)

    def traced(self) -> None:
        """Give back what is traced, account by account, the one that expires first before others."""
        found = {(trace.name, trace.claim): trace for name in self._traces for trace in self._known(name)}
        single = {each.name for each in self._accounts if self._is_single(each)}
        traced = Traced(self._given, found.values())
        for (name, claim), amount in traced.amounts(lambda trace: trace.fixed or 0).items():
            method = ReturnMethod.SINGLE_RECORD if name in single else ReturnMethod.BY_TIMESTAMP
            trace = found[name, claim]
            self._give(Line(claim, self._victim[claim], name, method, amount, trace.basis, trace.decision))

    def _known(self, name: str) -> Iterator[Trace]:
        """Give an account's traces that count as traced."""
        for trace, fixed in zip(self._traces[name], self._fixed[name], strict=True):
            if fixed is not None:
                yield trace

    def _is_single(self, account: FrozenSum) -> bool:
        """Tell whether the account has one credit on record, which is one claim's."""
        if account.credits != 1:
            return False
        traces = zip(self._traces[account.name], self._fixed[account.name], strict=True)
        reaching = [fixed for trace, fixed in traces if trace.reaches]
        return len(reaching) == 1 and reaching[0] is not None

    def share_each(self) -> None:
        """Share the rest of each account among those whose money may stand there."""
        place = {each.id: number for number, each in enumerate(self._claims)}
        may = {
            account.name: [
                trace.claim
                for trace, fixed in zip(self._traces[account.name], self._fixed[account.name], strict=True)
                if (fixed is None or trace.claim in self._unfound) and trace.reaches
            ]
            for account in self._accounts
        }
        for account in sorted(self._accounts, key=lambda each: (len(may[each.name]), each.place)):
            reaching = may[account.name]
            claims = sorted((each for each in reaching if each in place), key=place.__getitem__)
            unfound = sorted(each for each in reaching if each in self._unfound)
            self._share([account], claims, unfound)

    def share_together(self) -> None:
        """Share what is left of all accounts among all claims."""
        self._share(self._accounts, [each.id for each in self._claims], list(self._unfound))

    def _share(self, accounts: Sequence[FrozenSum], claims: Sequence[str], unfound: Sequence[str]) -> None:
        nets = [self._left[each] for each in claims]
        presumed = sum(self._unfound[each] for each in unfound)
        frozen, total = sum(self._rest[each.name] for each in accounts), sum(nets) + presumed
        if not frozen or not total:
            return
        shares = share_by_largest_remainder(min(frozen, total), [*nets, presumed])
        reserved = shares.pop()
        takers = [(claim, share) for claim, share in zip(claims, shares, strict=True) if share]
        for account in accounts:
            self._shared[account.name] = (self._rest[account.name], sum(nets), presumed, 0)
        for name, claim, amount in _drawn(takers, [(each.name, self._rest[each.name]) for each in accounts]):
            self._give(Line(claim, self._victim[claim], name, ReturnMethod.PRO_RATA, amount))
        self._reserve(accounts, unfound, reserved)

    def _reserve(self, accounts: Sequence[FrozenSum], unfound: Sequence[str], reserved: int) -> None:
        for account in accounts:
            shared, nets, presumed, _ = self._shared[account.name]
            kept = min(reserved, self._rest[account.name])
            self._shared[account.name] = (shared, nets, presumed, kept)
            reserved -= kept
            for each in unfound:
                taken = min(kept, self._unfound[each])
                self._unfound[each] -= taken
                kept -= taken

    def _give(self, line: Line) -> None:
        if line.amount:
            self._left[line.claim] -= line.amount
            self._rest[line.name] -= line.amount
            self._lines[line.name].append(line)

    def plan(self) -> Plan:
        """Return what was given."""
        accounts = tuple(self._account(each) for each in self._accounts)
        amounts = {each.id: each.net - self._left[each.id] for each in self._claims}
        return Plan(self._given.currency, accounts, amounts, self._with_presumed, self._claims)

    def _account(self, account: FrozenSum) -> AccountPlan:
        lines = tuple(sorted(self._lines[account.name], key=lambda each: (each.claim, each.method.value)))
        methods = {line.method for line in lines}
        shared = self._shared.get(account.name, (0, 0, 0, 0))
        if shared[3]:
            methods.add(ReturnMethod.PRO_RATA)
        ranked = (ReturnMethod.PRO_RATA, ReturnMethod.BY_TIMESTAMP, ReturnMethod.SINGLE_RECORD)
        return AccountPlan(account, next((each for each in ranked if each in methods), None), lines, *shared)


def _in_order(claims: Iterable[LossClaim]) -> tuple[LossClaim, ...]:
    return tuple(sorted(claims, key=lambda each: (each.first_transfer, each.id)))


def _drawn(takers: Sequence[tuple[str, int]], sources: Sequence[tuple[str, int]]) -> list[tuple[str, str, int]]:
    """Return from which source each taker is paid: one after another, so that few payments are split."""
    found: list[tuple[str, str, int]] = []
    place, left = 0, sources[0][1] if sources else 0
    for claim, amount in takers:
        while amount:
            while not left:
                place += 1
                left = sources[place][1]
            part = min(amount, left)
            found.append((sources[place][0], claim, part))
            amount, left = amount - part, left - part
    return found
