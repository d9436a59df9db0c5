"""The table of the amount found 数额认定表: each inflow into suspects' accounts with its one basis.

Source: 意见一 六(一) (amounts found from collected statements with verified records where not every victim can be
heard); 法发〔2022〕23号 (presumption of an account). docs/method.md, "The amount found". Bases:

- A a victim has reported it, or was found and confirmed it;
- B the platform's own books have it, matched one to one;
- C the account is presumed, by a reasoned decision, to have been used for the fraud in that time;
- D a performance sheet or a confession only: shown, never summed;
- X excluded with a reason.

A row without any of them is listed as open and summed nowhere. Each part of a transfer counts once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from suyuan.model.claim import Claim
from suyuan.model.text import Text
from suyuan.model.transfer import Grade, Transfer


class Basis(Enum):
    """On what an inflow counts, the strongest first; OPEN where nothing says."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    X = "X"
    OPEN = "open"


BASES = {
    Basis.A: Text(zh="被害人确认", en="a victim has confirmed it"),
    Basis.B: Text(zh="平台后台记录与银行流水相符", en="the platform's record and the bank's row agree"),
    Basis.C: Text(zh="账户综合认定（推定）", en="the account is presumed"),
    Basis.D: Text(zh="仅有业绩表或供述，列示不计", en="a sheet or confession only: shown, not summed"),
    Basis.X: Text(zh="排除", en="excluded"),
    Basis.OPEN: Text(zh="尚无依据，列示不计", en="no basis yet: shown, not summed"),
}
SUMMED = (Basis.A, Basis.B, Basis.C)


@dataclass(frozen=True)
class Inflow:
    """A part of a transfer into the suspects' accounts: ``amount`` in minor units, who stands behind it.

    ``victim`` is the victim's name under A, else empty; ``reason`` the word or number of what gives the basis.
    """

    transfer: Transfer
    payer: str
    amount: int
    basis: Basis
    victim: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Presumption:
    """A decision, by its number, that an account was mainly used for the fraud from ``start`` to ``end``."""

    number: int
    account: str
    start: datetime
    end: datetime

    def covers(self, transfer: Transfer) -> bool:
        """Tell whether an inflow is of that account and time."""
        return transfer.payee == self.account and self.start <= transfer.time <= self.end


@dataclass(frozen=True)
class Unclaimed:
    """What of an inflow no claim covers: who stands behind it, and whether its payer confirmed being a victim."""

    transfer: Transfer
    payer: str
    amount: int
    confirmed: bool = False


@dataclass(frozen=True)
class Grounds:
    """What else gives a basis, by transfer: matched top-ups, decisions D and X with reasons; presumptions."""

    books: Mapping[str, str]
    sheets: Mapping[str, str]
    excluded: Mapping[str, str]
    presumptions: Sequence[Presumption] = ()


@dataclass(frozen=True)
class AmountFound:
    """The table with its sums in minor units of ``currency``.

    ``returned`` is what victims had back before the case; it is deducted from none of the sums.
    """

    currency: str
    inflows: tuple[Inflow, ...]
    returned: int

    def sum_of(self, bases: Collection[Basis], *, known: bool = False) -> int:
        """Return the sum on some bases, with ``known`` of known links alone."""
        return sum(each.amount for each in self._on(bases, known=known))

    def victims(self, bases: Collection[Basis], *, known: bool = False) -> int:
        """Return how many people stand behind them: victims by name, others by their accounts."""
        return len({each.victim or each.payer for each in self._on(bases, known=known)})

    def choices(self, *, known: bool = False) -> tuple[tuple[str, int, int], ...]:
        """Return the sum and the number of people of A, of A + B and of A + B + C."""
        names = ("A", "A + B", "A + B + C")
        return tuple(
            (name, self.sum_of(SUMMED[: place + 1], known=known), self.victims(SUMMED[: place + 1], known=known))
            for place, name in enumerate(names)
        )

    def within(self, start: datetime, end: datetime, accounts: Collection[str]) -> AmountFound:
        """Return the part of the table of some accounts and a time, both ends included."""
        mine = (
            each for each in self.inflows if each.transfer.payee in accounts and start <= each.transfer.time <= end
        )
        return AmountFound(self.currency, tuple(mine), 0)

    def _on(self, bases: Collection[Basis], *, known: bool) -> Iterable[Inflow]:
        for each in self.inflows:
            if each.basis in bases and not (known and each.transfer.grade is not Grade.KNOWN):
                yield each


def amount_found(
    currency: str,
    transfers: Sequence[Transfer],
    claims: Iterable[Claim],
    unclaimed: Iterable[Unclaimed],
    suspects: Collection[str],
    grounds: Grounds,
    returned: int,
) -> AmountFound:
    """Return the table, in the ledger's order; a claim counts where its transfer went into a suspect's account."""
    by_id = {transfer.id: transfer for transfer in transfers}
    place = {transfer.id: number for number, transfer in enumerate(transfers)}
    of_transfer: defaultdict[str, list[Inflow]] = defaultdict(list)
    for claim in claims:
        transfer = by_id[claim.transfer]
        if transfer.payee in suspects:
            part = Inflow(transfer, transfer.payer, claim.amount, Basis.A, claim.victim, claim.id)
            of_transfer[transfer.id].append(part)
    for each in unclaimed:
        basis, reason = _basis(each, grounds)
        of_transfer[each.transfer.id].append(Inflow(each.transfer, each.payer, each.amount, basis, "", reason))
    ordered = sorted(of_transfer, key=lambda each: place[each])
    return AmountFound(currency, tuple(part for each in ordered for part in of_transfer[each]), returned)


def _basis(each: Unclaimed, grounds: Grounds) -> tuple[Basis, str]:
    """Return the strongest basis of an inflow nobody reported; an exclusion by decision goes before all else."""
    name = each.transfer.id
    if name in grounds.excluded:
        return Basis.X, grounds.excluded[name]
    if each.confirmed:
        return Basis.A, "confirmed"
    if name in grounds.books:
        return Basis.B, grounds.books[name]
    for presumption in grounds.presumptions:
        if presumption.covers(each.transfer):
            return Basis.C, str(presumption.number)
    if name in grounds.sheets:
        return Basis.D, grounds.sheets[name]
    return Basis.OPEN, ""
