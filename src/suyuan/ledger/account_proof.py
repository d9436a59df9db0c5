"""What proves an account's statement whole: its chain over all files together, and rows that stand in two files.

For each account and currency: how its balances follow, where they do not (amount and place), which rows another
file shows too (counted once in the ledger), and which only look alike and are kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from suyuan.intake.balance_chain import BalanceState
from suyuan.ledger.case_ledger import LeftOutReason
from suyuan.ledger.contents import FileContents
from suyuan.ledger.identities import Identities, own_number
from suyuan.ledger.own_rows import OwnRows, day_of, own_rows
from suyuan.ledger.repeated_orders import each_order_once
from suyuan.model.booking import Booking
from suyuan.model.moment import Moment
from suyuan.model.source import Source


@dataclass(frozen=True)
class ChainGap:
    """A place where an account's balance does not follow: between the rows at ``before`` and ``after``.

    ``expected`` is the balance after the first, ``found`` the one that the second states before itself;
    ``quarantined`` are rows in between that could not be read.
    """

    start: Moment
    end: Moment
    expected: int
    found: int
    before: Source
    after: Source
    quarantined: tuple[int, ...]

    @property
    def is_between_files(self) -> bool:
        """Tell whether its edges stand in two files: a stretch between two answers is missing."""
        return self.before.sha256 != self.after.sha256


@dataclass(frozen=True)
class AccountChain:
    """The statement of one account in one currency, over all files that show it.

    ``bookings`` are the rows that moved money, each once; ``repeated`` the rows that another file shows too.
    ``first`` and ``last`` are the times of the first and the last row, None without any.
    """

    account: str
    currency: str
    files: tuple[str, ...]
    bookings: int
    repeated: int
    state: BalanceState
    gaps: tuple[ChainGap, ...]
    first: Moment | None
    last: Moment | None


@dataclass(frozen=True)
class Overlap:
    """Two files that show one account: ``both`` rows of ``file`` stand in ``other`` too and count once.

    ``alike`` further rows of it look like rows of the other (same day, direction and amount) and are rows of their
    own: they are kept.
    """

    account: str
    currency: str
    file: str
    other: str
    both: int
    alike: int


@dataclass(frozen=True)
class AlikeRows:
    """Rows of one file that are equal in all that they say; every one is kept. ``rows`` are physical rows."""

    account: str
    currency: str
    sha256: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class AccountProofs:
    """Chains by account and currency, overlaps by account and files, equal rows by place."""

    chains: tuple[AccountChain, ...]
    overlaps: tuple[Overlap, ...]
    alike: tuple[AlikeRows, ...]


def account_proofs(files: Iterable[FileContents], identities: Identities) -> AccountProofs:
    """Return what proves the accounts of a case, in all its currencies."""
    case = sorted({contents.sha256: contents for contents in files}.values(), key=lambda each: each.sha256)
    once = each_order_once(case, identities).files
    shown = _shown(once, identities)
    chains: list[AccountChain] = []
    overlaps: list[Overlap] = []
    alike: list[AlikeRows] = []
    for currency in sorted({currency for _, currency in shown}):
        own, left_out = own_rows(once, identities, currency)
        repeated = {each.booking for each in left_out if each.reason is LeftOutReason.REPEATS_FILE}
        for account in sorted(own):
            rows = shown.get((account, currency), {})
            if not rows:
                continue
            chains.append(_chain(own[account], currency, rows, repeated))
            overlaps += _overlaps(account, currency, rows, repeated)
            alike += _alike(account, currency, rows)
    return AccountProofs(tuple(chains), tuple(overlaps), tuple(alike))


Shown = Mapping[str, Sequence[Booking]]
"""The rows of one account in one currency by file."""


def _shown(files: Sequence[FileContents], identities: Identities) -> dict[tuple[str, str], Shown]:
    found: defaultdict[tuple[str, str], defaultdict[str, list[Booking]]] = defaultdict(lambda: defaultdict(list))
    for contents in files:
        for number, part in enumerate(contents.parts):
            account = identities.key(own_number(contents, number, part))
            for booking in part.bookings if part.repeats_sheet is None else ():
                found[account, booking.currency][contents.sha256].append(booking)
    return dict(found)


def _chain(own: OwnRows, currency: str, rows: Shown, repeated: set[str]) -> AccountChain:
    places = {row.id: row.source for row in own.rows}
    gaps = tuple(
        ChainGap(
            gap.start, gap.end, gap.expected, gap.found, places[gap.before], places[gap.after], gap.quarantined
        )
        for gap in own.gaps()
    )
    every = [row for its in rows.values() for row in its]
    times = sorted((row.time for row in every), key=lambda time: time.at)
    return AccountChain(
        account=own.account,
        currency=currency,
        files=tuple(sorted(rows)),
        bookings=len(own.rows),
        repeated=sum(row.id in repeated for row in every),
        state=own.state,
        gaps=gaps,
        first=times[0] if times else None,
        last=times[-1] if times else None,
    )


def _overlaps(account: str, currency: str, rows: Shown, repeated: set[str]) -> list[Overlap]:
    """Return for each file with repeated rows the file that shows each of them too."""
    kept = {
        sha256: Counter(_likeness(row) for row in its if row.id not in repeated) for sha256, its in rows.items()
    }
    found = []
    for sha256, its in sorted(rows.items()):
        both: Counter[str] = Counter()
        for row in its:
            if row.id in repeated:
                same = (other for other in sorted(kept) if other != sha256 and kept[other][_likeness(row)])
                both[next(same, "")] += 1
        for other, count in sorted(both.items()):
            if other:
                alike = _looking_alike(its, rows[other], repeated)
                found.append(Overlap(account, currency, sha256, other, count, alike))
    return found


def _looking_alike(rows: Sequence[Booking], others: Sequence[Booking], repeated: set[str]) -> int:
    """Count the rows that are kept though a row of the other file has their day, direction and amount."""
    shared = Counter(_likeness(row) for row in rows if row.id in repeated)
    theirs: Counter[tuple[object, ...]] = Counter()
    for row in others:
        if shared[_likeness(row)]:
            shared[_likeness(row)] -= 1
        else:
            theirs[_likeness(row)[:3]] += 1
    own = Counter(_likeness(row)[:3] for row in rows if row.id not in repeated)
    return sum(min(count, theirs[each]) for each, count in own.items())


def _alike(account: str, currency: str, rows: Shown) -> list[AlikeRows]:
    found = []
    for sha256, its in sorted(rows.items()):
        groups: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
        for row in its:
            groups[_said(row)].append(row.source.row)
        found += [
            AlikeRows(account, currency, sha256, tuple(sorted(places)))
            for places in groups.values()
            if len(places) > 1
        ]
    return sorted(found, key=lambda each: (each.sha256, each.rows))


def _likeness(row: Booking) -> tuple[object, ...]:
    return (day_of(row.time), row.direction, row.amount, row.balance)


def _said(row: Booking) -> tuple[object, ...]:
    """Return all that a row says, without where it stands."""
    other = row.counterparty
    return (
        *(row.source.sheet_number, row.time.at, row.direction, row.amount, row.balance, row.status),
        *(other.account_raw, other.name, row.summary, row.reference, row.references),
    )
