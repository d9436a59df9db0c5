"""One frozen sum shared among victims in proportion to their net losses 按比例返还, exact to the fen.

docs/method.md, "Restitution"; 返还规定 (银监发〔2016〕41号) Art. 8 (3), what was already got back being deducted
(法释〔2011〕7号 Art. 9). Integers throughout; the products of two sums may exceed 64 bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from suyuan.errors import Failed
from suyuan.model.money import share_by_largest_remainder
from suyuan.model.text import Message, Text
from suyuan.recovery.return_methods import ReturnMethod

LAW_BROKEN = Text(
    zh="按比例返还的结果不成立（{law}）。没有写出任何结果，请报告维护者。",
    en="The shares do not hold ({law}). Nothing was written; please report this.",
)
SUM_LAW = Text(
    zh="返还合计 {sum} 不等于冻结额与净损失合计中的较小者 {expected}",
    en="they sum to {sum}, not to {expected}, the smaller of what is frozen and what was lost",
)
CAP_LAW = Text(
    zh="{claim} 返还 {amount}，不在零与其净损失 {net} 之间",
    en="{claim} gets {amount}, which is not between nothing and its net loss {net}",
)
NOT_FOUND = Text(zh="尚未找到的被害人", en="what victims not yet found lost")
ORDER_LAW = Text(zh="返还与被骗款的次序不一致", en="the shares do not stand in the order of the claims")


@dataclass(frozen=True)
class LossClaim:
    """A reported loss 被骗款 with what already came back, in minor units, neither negative.

    ``id`` is unique among the claims of a calculation. ``first_transfer`` is the instant of its first transfer,
    aware; it and then ``id`` settle who gets an odd fen.
    """

    id: str
    victim: str
    loss: int
    returned: int
    first_transfer: datetime

    def __post_init__(self) -> None:
        if self.loss < 0 or self.returned < 0:
            raise ValueError(f"a negative sum: {self}")
        if self.first_transfer.tzinfo is None:
            raise ValueError(f"a time without its offset: {self}")

    @property
    def net(self) -> int:
        """What the claim counts for: max(0, loss − returned)."""
        return max(0, self.loss - self.returned)


@dataclass(frozen=True)
class Share:
    """What goes back on one claim, in minor units."""

    claim: str
    victim: str
    net: int
    amount: int


@dataclass(frozen=True)
class Allocation:
    """A frozen sum shared out: ``shares`` in the order of the claims, by ``method``, in minor units.

    ``presumed`` are the losses of victims not yet found that stand in the denominator, ``reserved`` is their
    share, which stays frozen.
    """

    method: ReturnMethod
    frozen: int
    shares: tuple[Share, ...]
    presumed: int = 0
    reserved: int = 0

    @property
    def net_total(self) -> int:
        """All net losses together."""
        return sum(share.net for share in self.shares)

    @property
    def allocated(self) -> int:
        """What goes back in all."""
        return sum(share.amount for share in self.shares)

    @property
    def rest(self) -> int:
        """What stays frozen, what is reserved included."""
        return self.frozen - self.allocated


def allocate(frozen: int, claims: Sequence[LossClaim], presumed: int = 0) -> Allocation:
    """Share a frozen sum among claims in proportion to their net losses, none above its own.

    Where the sum covers all net losses each claim gets its own, and the rest stays frozen. Else each gets the
    floor of frozen × net / all net losses, and the units left go one each to the largest remainders; of equal ones
    to the earlier first transfer (as instants, whatever their offsets), then to the lesser claim id. The shares do
    not depend on the order of the claims. ``presumed`` losses of victims not yet found take part as one claimant,
    last in every tie, whose share stays frozen.

    Raises ValueError for a negative sum or a claim id that stands twice, Failed where the result breaks its laws.
    """
    if frozen < 0 or presumed < 0:
        raise ValueError(f"a negative sum: {min(frozen, presumed)}")
    if len({claim.id for claim in claims}) != len(claims):
        raise ValueError("a claim id stands twice")
    first = sorted(claims, key=lambda claim: (claim.first_transfer, claim.id))
    nets = [*(claim.net for claim in first), presumed]
    total = sum(nets)
    amounts = share_by_largest_remainder(min(frozen, total), nets) if total else [0] * len(nets)
    amount_of = {claim.id: amount for claim, amount in zip(first, amounts[:-1], strict=True)}
    allocation = Allocation(
        ReturnMethod.PRO_RATA,
        frozen,
        tuple(Share(claim.id, claim.victim, claim.net, amount_of[claim.id]) for claim in claims),
        presumed,
        amounts[-1],
    )
    check(allocation, claims)
    return allocation


def check(allocation: Allocation, claims: Sequence[LossClaim]) -> None:
    """Raise Failed where an allocation breaks a law: the sum, the caps, the claims in their order."""
    if [(share.claim, share.net) for share in allocation.shares] != [(claim.id, claim.net) for claim in claims]:
        raise Failed(LAW_BROKEN(law=ORDER_LAW))
    expected = min(allocation.frozen, allocation.net_total + allocation.presumed)
    given_out = allocation.allocated + allocation.reserved
    if given_out != expected:
        raise _broken(SUM_LAW(sum=given_out, expected=expected))
    if not 0 <= allocation.reserved <= allocation.presumed:
        raise _broken(CAP_LAW(claim=NOT_FOUND, amount=allocation.reserved, net=allocation.presumed))
    for share in allocation.shares:
        if not 0 <= share.amount <= share.net:
            raise _broken(CAP_LAW(claim=share.claim, amount=share.amount, net=share.net))


def _broken(law: Message) -> Failed:
    return Failed(LAW_BROKEN(law=law))
