"""What a row's words say of where its money went, beyond its kind. Data in ``row_words.toml``.

Conservative: only whole words of the summary, or parts of an organisation's name, and never where the other side
is printed as a natural person.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from suyuan.ledger.institutions import plain
from suyuan.model.booking import Booking, Counterparty

_DATA = tomllib.loads(resources.files("suyuan.ledger").joinpath("row_words.toml").read_text(encoding="utf-8"))
_BETWEEN_WORDS = re.compile(r"[\s,，;；:：.。、/|_\-—()（）【】\[\]<>《》]+")
_PERSON = re.compile(r"[\u4e00-\u9fff*＊某]{2,4}|[\u4e00-\u9fff*]{1,8}[·•][\u4e00-\u9fff*]{1,10}")
_ORGANISED = re.compile(
    r"公司|银行|支付|商户|超市|中心|平台|保险|证券|期货|税务|国库|金库|店|行$|厂$|局$|部$|社$|院$"
)

BEHIND_REFUNDED: tuple[str, ...] = tuple(_DATA["refunds"]["behind"])
"""Signs behind which a refund's number goes on from its original's."""

REFUND_DAYS: int = _DATA["refunds"]["days"]
"""A refund that names no order has its original within so many days before it."""

STATED_FEES: tuple[str, ...] = tuple(_DATA["merchants"]["fees"])
"""Names of columns that state the acquirer's fee beside a merchant's payment."""

SHORTEST_KNOWN: int = _DATA["printed"]["shortest_known"]
PRINTED_IDS = tuple(re.compile(each) for each in _DATA["printed"]["ids"])


def is_collection(booking: Booking) -> bool:
    """Tell whether a row says 代收 or 代付 of a party that is no natural person: who collects for others."""
    return not is_person(booking.counterparty) and _says(booking, "collection")


def is_returned(booking: Booking) -> bool:
    """Tell whether a row by an authority gives money back (返还, 发还, 退赔)."""
    return _says(booking, "returned")


def exit_word(booking: Booking) -> str | None:
    """Return the further kind of exit that a row's words state (``top_up``, ``tax`` …), None where none do."""
    if is_person(booking.counterparty):
        return None
    names = [plain(name) for name in (booking.merchant, booking.counterparty.name) if name]
    words = _words(booking.summary) if _is_organised(booking) else frozenset()
    for kind, summary, parts in _exits():
        if not words.isdisjoint(summary) or any(part in name for name in names for part in parts):
            return kind
    return None


def is_person(counterparty: Counterparty) -> bool:
    """Tell whether the printed name can be a person's: two to four characters, masked or not, of no trade."""
    name = plain(counterparty.name)
    return bool(name) and _PERSON.fullmatch(name) is not None and _ORGANISED.search(name) is None


def _is_organised(booking: Booking) -> bool:
    """Tell whether a row names an organisation or nobody: its summary is then the institution's word."""
    return bool(booking.merchant or booking.counterparty.name) or not booking.counterparty.account


def _says(booking: Booking, what: str) -> bool:
    return not _words(booking.summary).isdisjoint(_summaries(what))


@cache
def _summaries(what: str) -> frozenset[str]:
    return frozenset(plain(each) for each in _DATA[what]["summary"])


@cache
def _exits() -> tuple[tuple[str, frozenset[str], tuple[str, ...]], ...]:
    return tuple(
        (
            each["kind"],
            frozenset(plain(word) for word in each["summary"]),
            tuple(plain(part) for part in each["names"]),
        )
        for each in _DATA["exit"]
    )


def _words(summary: str) -> frozenset[str]:
    return frozenset(plain(word) for word in _BETWEEN_WORDS.split(summary) if word)
