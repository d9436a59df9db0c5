"""In which province a bank's branch is, as far as its printed name says so."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

_BANK = re.compile(r"银行|信用(?:联)?社|信用合作联?社|股份有限公司|有限责任公司|有限公司|公司")
_LOCAL = re.compile(r"农商|农村|村镇|信用社|合作社|联社")


def province_of(bank: str) -> str:
    """Return the province of the branch that a printed name states, else nothing.

    The place of a branch stands behind the bank's own name (宁波银行杭州分行 is in 浙江); in the
    own name it counts only for institutions that are bound to their place (农商银行, 村镇银行, 信用社). Names of
    two provinces say nothing.
    """
    own, behind = _parted(bank)
    places = _provinces_in(behind) or (_provinces_in(own) if _LOCAL.search(bank) else frozenset())
    return next(iter(places)) if len(places) == 1 else ""


def _parted(bank: str) -> tuple[str, str]:
    end = max((found.end() for found in _BANK.finditer(bank)), default=0)
    return bank[:end], bank[end:]


def _provinces_in(text: str) -> frozenset[str]:
    """Return the provinces whose places a text names; of names within one another the longest counts."""
    found: dict[tuple[int, int], str] = {}
    for place, province in _places().items():
        for at in re.finditer(place, text):
            found[at.span()] = province
    inner = {
        span
        for span in found
        if any(span != other and other[0] <= span[0] and span[1] <= other[1] for other in found)
    }
    return frozenset(province for span, province in found.items() if span not in inner)


@cache
def _places() -> dict[str, str]:
    table = tomllib.loads(resources.files("suyuan.recovery").joinpath("provinces.toml").read_text("utf-8"))
    return {place: province for province, places in table.items() for place in places}
