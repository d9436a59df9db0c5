"""What lies behind a collecting account: rows in no pair, resolved by order numbers, then by ids that they print.

In this order (docs/method.md, "Pools"): an institution's row with the same order number and amount (known); the
same with a fee taken on the way; an id printed in the row's text (inferred); else the node of an order, which rows
share only if they share its number. Pairs by amount and time alone are never links: they are listed as leads.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from suyuan.ledger.case_ledger import Lead
from suyuan.ledger.ends import Barred, is_pool
from suyuan.ledger.fees import is_fee
from suyuan.ledger.identities import How, Identities
from suyuan.ledger.institutions import institutions
from suyuan.ledger.means import funding_of, means_said
from suyuan.ledger.own_rows import day_of
from suyuan.ledger.references import telling_references
from suyuan.ledger.row_words import PRINTED_IDS, SHORTEST_KNOWN
from suyuan.ledger.sharing import Row, is_after, joined_by_reference
from suyuan.ledger.windows import LATE, LATE_BY_NUMBER, Window, clock_tolerance, is_within, is_within_window
from suyuan.model.account import normal_form
from suyuan.model.booking import BookingKind
from suyuan.model.moment import Precision

MOST_LEADS = 8
"""So many credits are named as leads of one debit, the nearest in time."""

MOST_DATED = 500
"""So many like credits of one day are looked at for leads."""

MOST_ORDERED = 100_000
"""Beyond so many pairs of debits and credits, one number is no order's and says nothing of what came first."""


@dataclass(frozen=True)
class Behind:
    """Two rows that are one payment through a collecting account; ``printed`` if only an id in a text says so.

    ``late`` if the credit stands later than two clocks allow; ``fee`` is what the debit shows more, minor units.
    """

    paid: Row
    received: Row
    printed: bool = False
    late: bool = False

    @property
    def fee(self) -> int:
        """What was taken on the way, minor units."""
        return self.paid.booking.amount - self.received.booking.amount


@dataclass
class Resolved:
    """What was found of rows in no pair. ``named``: a row's other account by the id that it prints; ``nodes``: the
    order's node of a row that stays unresolved; ``after``: debits and the credits that their money came back by.
    """

    pairs: list[Behind] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, str] = field(default_factory=dict)
    after: list[tuple[str, str]] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)


def resolve(rows: Iterable[Row], identities: Identities, merchants: frozenset[str], *, printed: bool) -> Resolved:
    """Return what lies behind the collecting accounts that these rows, none of which has a pair, stand against.

    ``merchants`` are accounts of merchants, whose rows name customers by numbers of their own. With ``printed``
    false, ids printed in a row's text are not used (for known links alone).
    """
    work = _Resolving(sorted(rows, key=lambda row: row.booking.id), identities, merchants)
    work.pair_by_reference(fees=False)
    work.pair_by_reference(fees=True)
    if printed:
        work.name_by_printed_ids()
    work.share_nodes()
    work.list_leads()
    return work.found


class _Resolving:
    def __init__(self, rows: Sequence[Row], identities: Identities, merchants: frozenset[str]) -> None:
        self.found = Resolved()
        self._rows = [row for row in rows if row.end is None or row.end.barred is not Barred.NEVER]
        self._identities = identities
        self._merchants = merchants
        self._taken: set[str] = set()

    def pair_by_reference(self, *, fees: bool) -> None:
        """Pair debits and credits that share a number and the amount, the nearest in time first.

        With ``fees`` those whose debit shows a fee besides.
        """
        rows = self._open()
        credits: defaultdict[tuple[str, int], list[Row]] = defaultdict(list)
        for row in (row for row in rows if not row.pays):
            for reference in telling_references(row.booking):
                credits[reference, 0 if fees else row.booking.amount].append(row)
        possible = {}
        for paid in (row for row in rows if row.pays):
            for reference in telling_references(paid.booking):
                alike = credits.get((reference, 0 if fees else paid.booking.amount), ())
                for received in alike if len(alike) <= MOST_DATED else ():
                    if (not fees or self._differ_by_fee(paid, received)) and self._can_be_one(
                        paid, received, LATE_BY_NUMBER
                    ):
                        apart = abs(received.booking.time.at - paid.booking.time.at)
                        possible[paid.booking.id, received.booking.id] = (apart, paid, received)
        for ids, (_, paid, received) in sorted(possible.items(), key=lambda each: (each[1][0], each[0])):
            if self._taken.isdisjoint(ids):
                self._pair(Behind(paid, received, late=not is_within(paid.booking.time, received.booking.time)))

    def _differ_by_fee(self, paid: Row, received: Row) -> bool:
        """Tell whether the payer's row shows a fee besides what arrived."""
        amounts = paid.booking.amount, received.booking.amount
        by_merchant = not self._merchants.isdisjoint((paid.account, received.account))
        return amounts[0] > amounts[1] and is_fee(*amounts, by_merchant=by_merchant)

    def name_by_printed_ids(self) -> None:
        """Take the account whose id a row against a pool prints for its other side, with that account's row."""
        printed: dict[str, str] = {}
        for row in self._open():
            account = self._printed(row) if is_pool(row.end) else None
            if account is not None:
                printed[row.booking.id] = account
        opposite: defaultdict[tuple[str, bool, int], list[Row]] = defaultdict(list)
        for row in self._open():
            opposite[row.account, row.pays, row.booking.amount].append(row)
        for row in self._open():
            account = printed.get(row.booking.id)
            if account is None or row.booking.id in self._taken:
                continue
            others = [
                other
                for other in opposite[account, not row.pays, row.booking.amount]
                if other.booking.id not in self._taken
                and printed.get(other.booking.id, row.account) == row.account
                and self._can_be_one(*((row, other) if row.pays else (other, row)))
            ]
            if others:
                other = min(
                    others, key=lambda each: (abs(each.booking.time.at - row.booking.time.at), each.booking.id)
                )
                paid, received = (row, other) if row.pays else (other, row)
                late = not is_within(paid.booking.time, received.booking.time)
                self._pair(Behind(paid, received, printed=True, late=late))
            else:
                self._taken.add(row.booking.id)
                self.found.named[row.booking.id] = account

    def share_nodes(self) -> None:
        """Give rows of one order one node, that of the least debit; credits only as far as debits before them go.

        Refunds have rules of their own.
        """
        ended = [row for row in self._open() if row.end is not None]
        for group in joined_by_reference(ended):
            debits = [row for row in group if row.pays]
            if not debits or len(group) == 1:
                continue
            node = debits[0].end.node if debits[0].end is not None else ""
            self.found.nodes |= {row.booking.id: node for row in debits}
            credits = [row for row in group if not row.pays and row.booking.kind is not BookingKind.REFUND]
            taken = 0
            for row in sorted(credits, key=lambda each: (each.booking.time.at, each.booking.id)):
                before = [paid for paid in debits if is_after(row, paid)]
                taken += row.booking.amount
                if taken > sum(paid.booking.amount for paid in before):
                    taken -= row.booking.amount
                    continue
                self.found.nodes[row.booking.id] = node
                if len(debits) * len(credits) <= MOST_ORDERED:
                    self.found.after += [(paid.booking.id, row.booking.id) for paid in before]

    def list_leads(self) -> None:
        """List debits and credits of one amount and time that no number joins, the nearest first.

        Both stand against pools, or one does and the other names its account.
        """
        left = [row for row in self._open() if self._is_loose(row)]
        credits: defaultdict[tuple[int, int], list[Row]] = defaultdict(list)
        for row in left:
            if not row.pays:
                credits[row.booking.amount, day_of(row.booking.time)].append(row)
        for its in credits.values():
            its.sort(key=_when)
        for paid in (row for row in left if row.pays):
            day = day_of(paid.booking.time)
            near = [
                received
                for each in (day - 1, day, day + 1)
                for received in _near(credits.get((paid.booking.amount, each), ()), paid)
            ]
            near = [received for received in near if self._may_be(paid, received) and self._may_be(received, paid)]
            near.sort(key=lambda row: (abs(row.booking.time.at - paid.booking.time.at), row.booking.id))
            for received in near[:MOST_LEADS]:
                self.found.leads.append(Lead(paid.booking.id, received.booking.id, paid.booking.amount))

    def _is_loose(self, row: Row) -> bool:
        """Tell whether a row stands against a pool and stays so, or names an account in full that has rows."""
        if is_pool(row.end):
            return row.booking.id not in self.found.nodes
        named = self._identities.named(row.booking.counterparty, row.account)
        return row.end is None and named.how is How.FULL and self._identities.is_known(named.accounts[0])

    def _open(self) -> list[Row]:
        return [row for row in self._rows if row.booking.id not in self._taken]

    def _pair(self, pair: Behind) -> None:
        self.found.pairs.append(pair)
        self._taken |= {pair.paid.booking.id, pair.received.booking.id}

    def _can_be_one(self, paid: Row, received: Row, late: Window = LATE) -> bool:
        """Tell whether two rows can be one payment by their accounts, what they name and their times."""
        if paid.account == received.account or not (self._may_be(paid, received) and self._may_be(received, paid)):
            return False
        times = paid.booking.time, received.booking.time
        return is_within(*times) or is_within_window(*times, late)

    def _may_be(self, row: Row, other: Row) -> bool:
        """Tell whether what a row prints of its other side does not speak against the other row's account."""
        if is_pool(row.end):
            return True
        named = self._identities.named(row.booking.counterparty, row.account)
        if named.how is How.BLANK or other.account in named.accounts:
            return True
        is_labelled = row.end is not None or row.account in self._merchants
        known = any(self._identities.is_known(account) for account in named.accounts)
        return is_labelled and not known

    def _printed(self, row: Row) -> str | None:
        """Return the one account whose id stands in the text of a row against a pool; None for none or several."""
        booking = row.booking
        other = booking.counterparty
        own = set(self._identities.numbers(row.account)) | set(telling_references(booking)) | _pool_numbers()
        numbers = {other.account} if other.account and not other.damaged else set()
        summary = booking.summary
        if funding_of(booking) is not None:
            summary = summary.replace(means_said(booking), " ")
        text = " ".join((summary, other.name, other.bank, booking.merchant))
        found = set()
        for number in (*numbers, *(normal_form(each) for each in _TOKEN.findall(text))):
            is_id = any(pattern.fullmatch(number) for pattern in PRINTED_IDS)
            known = len(number) >= SHORTEST_KNOWN and self._identities.is_known(self._identities.key(number))
            if (is_id or known) and number not in own:
                found.add(self._identities.key(number))
        return next(iter(found)) if len(found) == 1 and found != {row.account} else None


_TOKEN = re.compile(r"(?<![0-9A-Za-z*])[0-9A-Za-z][0-9A-Za-z_@.\-]*[0-9A-Za-z](?![0-9A-Za-z*])")


def _near(credits: Sequence[Row], paid: Row) -> Sequence[Row]:
    """Return those of the credits of a day, sorted by time, that another account could have got at that time."""
    at, reach = paid.booking.time.at, clock_tolerance(paid.booking.time)
    dated = [row for row in credits[:MOST_DATED] if row.booking.time.precision is Precision.DAY]
    first = bisect_left(credits, (at - reach, ""), key=_when)
    behind = bisect_right(credits, (at + reach, "~"), key=_when)
    rows = credits[:MOST_DATED] if not reach else [*dated, *credits[first : min(behind, first + MOST_DATED)]]
    once = {row.booking.id: row for row in rows}
    return [
        row
        for row in once.values()
        if row.account != paid.account
        and (is_pool(row.end) or is_pool(paid.end))
        and is_within(paid.booking.time, row.booking.time)
    ]


def _when(row: Row) -> tuple[datetime, str]:
    return row.booking.time.at, row.booking.id


def _pool_numbers() -> set[str]:
    return {number for each in institutions() for number in each.numbers}
