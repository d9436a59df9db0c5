"""The books 追赃挽损台账: net loss = returned + frozen + seized + traced elsewhere + untraced, to the fen.

docs/method.md, "The books". One balance for each rule of tracing, as of one moment. What is frozen counts only as
far as the rule sees victims' money in the account; what is seized counts when it is money. Money seized without
a known place of origin first fills what is untraced, then what was traced elsewhere, for it can only have come
from there. If more came back than was lost, the excess stands on a line of its own, to be given back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from suyuan.errors import Failed
from suyuan.model.text import Text

DOES_NOT_BALANCE = Text(
    zh="台账不平（{policy}）：{left} 与 {right}。请报告给维护者。",
    en="The books do not balance ({policy}): {left} against {right}. Report this to the maintainers.",
)
LINES = {
    "net_loss": Text(zh="认定损失", en="net loss"),
    "returned": Text(zh="已返还", en="returned"),
    "frozen": Text(zh="已冻结", en="frozen"),
    "seized": Text(zh="已扣押、退赃", en="seized, given back"),
    "elsewhere": Text(zh="查明在别处", en="traced elsewhere"),
    "untraced": Text(zh="未查明", en="untraced"),
    "excess": Text(zh="超出损失", en="above the loss"),
}
"""The lines of the books by the names of their sums."""


@dataclass(frozen=True)
class Place:
    """Where victims' money stands under a rule, in minor units.

    ``known`` is False where the trail ends without a name (unexplained, unmatched, in transit …). ``held`` is what
    freezes hold there, ``returned`` what was returned from there, ``seized`` what was seized that came from there.
    """

    account: str
    traced: int
    known: bool = True
    held: int = 0
    returned: int = 0
    seized: int = 0

    @property
    def still_there(self) -> int:
        """Return what of the victims' money has not been returned from there."""
        return max(0, self.traced - self.returned)

    @property
    def frozen(self) -> int:
        """Return what of it is frozen."""
        return min(self.held, self.still_there)

    @property
    def elsewhere(self) -> int:
        """Return what of it stands at a known place, neither frozen nor seized."""
        return max(0, self.still_there - self.frozen - self.seized) if self.known else 0


@dataclass(frozen=True)
class Books:
    """The balance under one rule, in minor units of ``currency``; every figure at least 0.

    ``net_loss + excess == returned + frozen + seized + elsewhere + untraced``.
    """

    currency: str
    policy: str
    net_loss: int
    returned: int
    frozen: int
    seized: int
    elsewhere: int
    untraced: int
    excess: int


def balance(
    currency: str, policy: str, net_loss: int, places: Iterable[Place], returned: int, seized: int
) -> Books:
    """Return the books under one rule.

    ``returned`` is all that came back to victims after the case was filed, ``seized`` all seized and given-up
    money that is still held. Raises Failed if they did not balance.
    """
    known = tuple(places)
    frozen = sum(each.frozen for each in known)
    rest = net_loss - returned - frozen - seized
    elsewhere = min(sum(each.elsewhere for each in known), max(0, rest))
    books = Books(
        currency=currency,
        policy=policy,
        net_loss=net_loss,
        returned=returned,
        frozen=frozen,
        seized=seized,
        elsewhere=elsewhere,
        untraced=max(0, rest - elsewhere),
        excess=max(0, -rest),
    )
    _check(books)
    return books


def total_by_account(sums: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    """Return the sums by account."""
    found: dict[str, int] = {}
    for account, amount in sums:
        found[account] = found.get(account, 0) + amount
    return found


def _check(books: Books) -> None:
    left = books.net_loss + books.excess
    right = books.returned + books.frozen + books.seized + books.elsewhere + books.untraced
    if left != right:
        raise Failed(DOES_NOT_BALANCE(policy=books.policy, left=left, right=right))
