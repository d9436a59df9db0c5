"""Good faith 善意取得 of third persons: their explanation and papers, and what was decided on them.

Source: 法释〔2011〕7号 article 10 (what was taken in good faith is not recovered), 刑诉法解释 article 443 (of
mixed property the corresponding share). Money answered by real goods or services is marked 善意待核 and stands
apart from what is recovered until somebody decides; what is decided to be in good faith is to be released.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from suyuan.model.text import Text

RULE, MIXED = "return.good-faith", "return.mixed"


class GoodFaithState(Enum):
    """How a third person's claim to good faith stands."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


GOOD_FAITH_STATES = {
    GoodFaithState.PENDING: Text(zh="善意待核", en="good faith, to be verified"),
    GoodFaithState.ACCEPTED: Text(zh="认定善意取得", en="taken in good faith"),
    GoodFaithState.REJECTED: Text(zh="不属善意取得", en="not in good faith"),
}


class NotGood(Enum):
    """Why the law recovers from a third person all the same (article 10, second paragraph)."""

    KNEW = "knew"
    UNPAID = "unpaid"
    UNDER_PRICE = "under_price"
    ILLEGAL = "illegal"
    NO_PROOF = "no_proof"


NOT_GOOD = {
    NotGood.KNEW: Text(zh="明知是诈骗财物而收取", en="knew that it came from fraud"),
    NotGood.UNPAID: Text(zh="无偿取得", en="gave nothing for it"),
    NotGood.UNDER_PRICE: Text(zh="以明显低于市场的价格取得", en="paid clearly under its price"),
    NotGood.ILLEGAL: Text(zh="源于非法债务或者违法犯罪活动", en="an illegal debt, or crime"),
    NotGood.NO_PROOF: Text(zh="不能说明合法来源", en="could not prove what it was for"),
}


@dataclass(frozen=True)
class GoodFaith:
    """What one third person says of an account, ``number`` of the ruling that says it.

    ``amount`` in minor units is the share that was answered by goods or services, None for all of the account.
    ``decided`` is None while it is to be verified; ``ground`` is set where it is rejected.
    """

    number: int
    account: str
    person: str
    explanation: str
    papers: tuple[str, ...]
    amount: int | None
    currency: str
    state: GoodFaithState = GoodFaithState.PENDING
    ground: NotGood | None = None
    decided: datetime | None = None
    decided_by: str = ""
    why: str = ""


def apart(of_account: Sequence[GoodFaith]) -> GoodFaithState | None:
    """Return whether an account as a whole stands apart from recovery: accepted, to be verified, or None.

    A share of an account leaves the rest of it to be recovered.
    """
    states = {each.state for each in of_account if each.amount is None}
    for state in (GoodFaithState.ACCEPTED, GoodFaithState.PENDING):
        if state in states:
            return state
    return None


def shares(of_account: Sequence[GoodFaith]) -> int:
    """Return the sum of an account's shares that are in good faith or still to be verified, in minor units."""
    return sum(each.amount or 0 for each in of_account if each.state is not GoodFaithState.REJECTED)
