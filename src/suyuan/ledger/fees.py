"""Which fees institutions may take out of a transfer on its way. Data in ``fees.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

_MILLION = 1_000_000


@dataclass(frozen=True)
class Fee:
    """One entry of the table, amounts in minor units, ``rate`` in millionths; 0 stands for no bound."""

    of: str
    above: int = 0
    upto: int = 0
    rate: int = 0
    fixed: int = 0
    least: int = 0
    most: int = 0

    def allows(self, principal: int, fee: int) -> bool:
        """Tell whether so much may be taken for a principal of so much."""
        if principal <= self.above or (self.upto and principal > self.upto):
            return False
        ceiling = max(-(-principal * self.rate // _MILLION) + self.fixed, self.least)
        return 0 < fee <= (min(ceiling, self.most) if self.most else ceiling)


def is_fee(paid: int, received: int, *, by_merchant: bool) -> bool:
    """Tell whether what a payer's row shows beyond the payee's is within the table; minor units of CNY."""
    kinds = {"transfer", "merchant"} if by_merchant else {"transfer"}
    return any(each.of in kinds and each.allows(received, paid - received) for each in fee_table())


@cache
def fee_table() -> tuple[Fee, ...]:
    """Return all entries."""
    text = resources.files("suyuan.ledger").joinpath("fees.toml").read_text(encoding="utf-8")
    return tuple(Fee(**entry) for entry in tomllib.loads(text)["fee"])
