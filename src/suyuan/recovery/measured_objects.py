"""What a measure can reach 冻结、查封的对象: money at institutions, securities, equity, things, tokens with
their custody.

Freezing reaches deposits, securities and rights of investment (程序规定 article 237); a vehicle, a building or
tokens taken into custody are sealed or seized. The particulars are the same for both, so they stand here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from suyuan.model.moment import Moment
from suyuan.model.text import Text


class ObjectClass(Enum):
    """The kind of property."""

    CASH = "cash"
    SECURITIES = "securities"
    EQUITY = "equity"
    POLICY = "policy"
    LISTED_SHARES = "listed_shares"
    VEHICLE = "vehicle"
    PROPERTY = "property"
    CRYPTO = "crypto"


OBJECT_NAMES = {
    ObjectClass.CASH: Text(
        zh="存款、汇款、结算资金、保证金", en="deposits, remittances, settlement funds, margin"
    ),
    ObjectClass.SECURITIES: Text(zh="债券、股票、基金份额", en="bonds, shares, fund units"),
    ObjectClass.EQUITY: Text(zh="股权、其他投资权益", en="equity and other rights of investment"),
    ObjectClass.POLICY: Text(zh="保单权益", en="rights from insurance policies"),
    ObjectClass.LISTED_SHARES: Text(zh="上市公司股权", en="equity in a listed company"),
    ObjectClass.VEHICLE: Text(zh="车辆", en="vehicle"),
    ObjectClass.PROPERTY: Text(zh="不动产", en="land or building"),
    ObjectClass.CRYPTO: Text(zh="虚拟货币", en="crypto tokens"),
}

FREEZABLE = (
    ObjectClass.CASH,
    ObjectClass.SECURITIES,
    ObjectClass.EQUITY,
    ObjectClass.POLICY,
    ObjectClass.LISTED_SHARES,
)
"""What is frozen; the others are sealed 查封 or seized 扣押."""


@dataclass(frozen=True)
class Custody:
    """The custody record of tokens: where they lie, who holds the key, by which transactions they came there.

    ``rate`` is a decimal text in ``rate_currency`` for one token, with its source and time.
    """

    address: str
    key_holder: str
    transactions: tuple[str, ...] = ()
    token: str = ""
    rate: str = ""
    rate_currency: str = "CNY"
    rate_source: str = ""
    rate_at: Moment | None = None


@dataclass(frozen=True)
class ThingFacts:
    """What names a thing that is no money: its name, number (plate, certificate, policy), quantity with unit,
    place.
    """

    name: str = ""
    number: str = ""
    quantity: str = ""
    unit: str = ""
    place: str = ""
    custody: Custody | None = None
