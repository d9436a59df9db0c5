"""What is recorded of each step of seized property 查封、扣押 and of what is given back 退赃退赔."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from suyuan.model.moment import Moment
from suyuan.model.rights import Level
from suyuan.model.text import Text
from suyuan.recovery.measured_objects import ObjectClass, ThingFacts


class Way(Enum):
    """How it came into custody."""

    SEIZED = "seized"
    SEALED = "sealed"
    GIVEN_UP = "given_up"
    COMPENSATED = "compensated"


WAY_NAMES = {
    Way.SEIZED: Text(zh="扣押", en="seized"),
    Way.SEALED: Text(zh="查封", en="sealed"),
    Way.GIVEN_UP: Text(zh="退赃", en="given up"),
    Way.COMPENSATED: Text(zh="退赔", en="compensated"),
}
VOLUNTARY = frozenset({Way.GIVEN_UP, Way.COMPENSATED})
"""What a suspect or his family brings by themselves: no measure, so no filing has to come before it."""


class SeizureState(Enum):
    """Where a seized item stands."""

    HELD = "held"
    SOLD = "sold"
    HANDED_OVER = "handed_over"
    RELEASED = "released"
    CONFISCATED = "confiscated"
    PAID_OUT = "paid_out"


SEIZURE_STATES = {
    SeizureState.HELD: Text(zh="保管中", en="held"),
    SeizureState.SOLD: Text(zh="已变卖，价款保管中", en="sold, the proceeds are held"),
    SeizureState.HANDED_OVER: Text(zh="已随案移送", en="handed over with the case"),
    SeizureState.RELEASED: Text(zh="已解除并退还", en="released and given back"),
    SeizureState.CONFISCATED: Text(zh="已没收", en="confiscated"),
    SeizureState.PAID_OUT: Text(zh="已全部返还被害人", en="all of it returned to victims"),
}


class SeizureStep(Enum):
    """The steps of a seized item."""

    TAKE = "take"
    VALUE = "value"
    MOVE = "move"
    SELL = "sell"
    PROPOSE = "propose"
    PAY = "pay"
    HAND_OVER = "hand_over"
    RELEASE = "release"
    CONFISCATE = "confiscate"


SEIZURE_STEPS = {
    SeizureStep.TAKE: Text(zh="登记取得", en="take it"),
    SeizureStep.VALUE: Text(zh="估价", en="value it"),
    SeizureStep.MOVE: Text(zh="交接保管", en="change its custody"),
    SeizureStep.SELL: Text(zh="先行变卖", en="sell it early"),
    SeizureStep.PROPOSE: Text(zh="提出处理意见", en="propose its disposal"),
    SeizureStep.PAY: Text(zh="返还被害人", en="return it to victims"),
    SeizureStep.HAND_OVER: Text(zh="随案移送", en="hand it over with the case"),
    SeizureStep.RELEASE: Text(zh="解除并退还", en="release it"),
    SeizureStep.CONFISCATE: Text(zh="没收", en="confiscate it"),
}


class Disposal(Enum):
    """What is proposed for an item."""

    RETURN_VICTIM = "return_victim"
    RETURN_OWNER = "return_owner"
    CONFISCATE = "confiscate"
    DESTROY = "destroy"
    EVIDENCE = "evidence"


DISPOSAL_NAMES = {
    Disposal.RETURN_VICTIM: Text(zh="返还（发还）被害人", en="return to victims"),
    Disposal.RETURN_OWNER: Text(zh="退还权利人", en="give back to its owner"),
    Disposal.CONFISCATE: Text(zh="没收上缴", en="confiscate"),
    Disposal.DESTROY: Text(zh="销毁", en="destroy"),
    Disposal.EVIDENCE: Text(zh="随案作为证据", en="keep as evidence"),
}


class SaleGround(Enum):
    """Why it may be sold before judgment."""

    SPOILS = "spoils"
    LOSES_VALUE = "loses_value"
    COSTLY = "costly"
    OWNER_ASKED = "owner_asked"


SALE_GROUNDS = {
    SaleGround.SPOILS: Text(zh="易损毁、灭失、变质", en="it spoils"),
    SaleGround.LOSES_VALUE: Text(zh="市场价格波动大、易贬值", en="it falls in value"),
    SaleGround.COSTLY: Text(zh="保管困难、费用过高", en="its keeping costs too much"),
    SaleGround.OWNER_ASKED: Text(zh="权利人申请并经同意", en="its owner asked for it"),
}


@dataclass(frozen=True)
class Taking:
    """How an item came: from whom, what, where it is listed, where it is kept.

    ``amount`` in minor units of ``currency`` where it is money, else None. ``place_of_money`` is the account or
    exit of the ledger from which it came (``cash:…``), where that is known; empty where it is not.
    """

    way: Way
    person: str
    object: ObjectClass = ObjectClass.CASH
    thing: ThingFacts | None = None
    amount: int | None = None
    currency: str = "CNY"
    document: str = ""
    keeper: str = ""
    place_of_money: str = ""


@dataclass(frozen=True)
class Valuation:
    """What it is worth, by whom; for tokens the rate with its source stands in ``basis``."""

    amount: int
    currency: str
    appraiser: str
    document: str = ""
    basis: str = ""


@dataclass(frozen=True)
class CustodyChange:
    """A link of the custody chain: who gave it to whom, where it lies; for tokens the transactions."""

    giver: str
    taker: str
    place: str = ""
    transactions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sale:
    """An early sale: ground, gross proceeds, costs (minor units), buyer or auctioneer, level of the approval."""

    ground: SaleGround
    proceeds: int
    costs: int
    currency: str
    buyer: str
    document: str = ""
    basis: str = ""
    level: Level | None = None


@dataclass(frozen=True)
class DisposalProposal:
    """What is proposed for the item when the case goes on."""

    disposal: Disposal


@dataclass(frozen=True)
class PaidOut:
    """A sum of it that was paid to victims by a decision, in minor units."""

    amount: int
    document: str


@dataclass(frozen=True)
class HandOver:
    """To whom it went with the case, and under which list."""

    taker: str
    document: str


@dataclass(frozen=True)
class SeizureRelease:
    """The release, to whom, by which document, and the level of the approval."""

    taker: str
    document: str = ""
    level: Level | None = None
    told: Moment | None = None


@dataclass(frozen=True)
class Confiscation:
    """The judgment that confiscates it."""

    court: str
    document: str
