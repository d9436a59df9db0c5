"""The currency of what is said of a measure: its own, whatever is left out; another is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from suyuan.cli import measure_options as given
from suyuan.errors import WrongUsage
from suyuan.model.text import Text
from suyuan.settings import load

if TYPE_CHECKING:
    from pathlib import Path

Stated = Annotated[
    str,
    given.option("--currency", given.TEXT, "币种（默认为该措施的币种）", "currency (default: the measure's own)"),
]
OTHER = Text(
    zh="{id} 的币种是 {own}，不是 {stated}。金额未登记。",
    en="{id} is in {own}, not in {stated}. No amount was recorded.",
)


NO_CURRENCY = Text(
    zh="看不懂币种“{text}”。请写代码，如 CNY、USD、USDT。",
    en="“{text}” is no currency. Write its code, like CNY, USD or USDT.",
)
RENMINBI = frozenset({"人民币", "RMB", "元", "156"})
CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")


def code(text: str) -> str:
    """Return a currency's code as the ledger writes it; raises WrongUsage for what is none.

    A measure under another spelling would not be seen by the plan, and money would be frozen twice.
    """
    found = text.strip().upper()
    found = "CNY" if found in RENMINBI else found
    if not CODE.fullmatch(found):
        raise WrongUsage(NO_CURRENCY(text=text))
    return found


def of_freeze(home: Path | None, case: str, word: str, stated: str) -> str:
    """Return a freeze's currency; raises WrongUsage where another is stated."""
    from suyuan.actions import freezes

    view = freezes.show_freeze(load(home), case, word)
    return _own(view.proceeding.id, view.freeze.proposal.currency, stated)


def of_stop(home: Path | None, case: str, word: str, stated: str) -> str:
    """Return a stop's currency; raises WrongUsage where another is stated."""
    from suyuan.actions import stops

    view = stops.show_stop(load(home), case, word)
    return _own(view.proceeding.id, view.stop.request.currency, stated)


def of_seizure(home: Path | None, case: str, word: str, stated: str) -> str:
    """Return the currency of a seized item's money; raises WrongUsage where another is stated."""
    from suyuan.actions import seizures

    view = seizures.show_item(load(home), case, word)
    return _own(view.proceeding.id, view.seizure.currency, stated)


def _own(name: str, own: str, stated: str) -> str:
    if stated.strip() and code(stated) != own.upper():
        raise WrongUsage(OTHER(id=name, own=own, stated=stated))
    return own
