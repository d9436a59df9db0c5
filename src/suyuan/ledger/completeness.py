"""Coverage of accounts, and whether an account's own statement is complete at a moment.

Within covered days whose chain is proven, an account's own statement is complete: a transfer that only the other
side shows contradicts it (docs/method.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import timedelta
from enum import Enum

from suyuan.intake.balance_chain import BalanceState
from suyuan.intake.statement import FileKind
from suyuan.ledger.contents import FileContents
from suyuan.ledger.identities import Identities, own_number
from suyuan.ledger.own_rows import OwnRows, span
from suyuan.ledger.request_register import covered_by, latest_listed
from suyuan.ledger.unread import Span, unread_spans
from suyuan.ledger.windows import clock_tolerance
from suyuan.model.coverage import Coverage
from suyuan.model.moment import Moment
from suyuan.model.request import Answer
from suyuan.model.source import Source

_A_SECOND = timedelta(seconds=1)
"""Periods are stated to the second and include their last."""


def coverages(
    files: Iterable[FileContents], identities: Identities, currency: str
) -> dict[str, tuple[Coverage, ...]]:
    """Return each account's coverages, from requests that were answered whole and periods statements print.

    An answer said to be whole of which no statement came covers nothing (``covered_by``).
    """
    files = tuple(files)
    stated = {
        identities.key(own_number(contents, number, part))
        for contents in files
        for number, part in enumerate(contents.parts)
    }
    found: defaultdict[str, set[Coverage]] = defaultdict(set)
    current = _current(files, identities)
    for contents in files:
        answered = [
            coverage for _, coverage in _answered(contents, identities, stated) if coverage.source in current
        ]
        for coverage in (*answered, *contents.periods):
            if coverage.account and coverage.currency in ("", currency):
                for account in identities.keys(coverage.account):
                    found[account].add(coverage)
    return {account: tuple(sorted(found[account], key=_place)) for account in sorted(found)}


class Showing(Enum):
    """What an account's statement shows at a moment: all its bookings, that there are none, or perhaps not all."""

    ALL = "all"
    NO_ROWS = "no_rows"
    SOME = "some"


class Completeness:
    """Answers what an account's statement shows at a moment."""

    def __init__(
        self,
        files: Sequence[FileContents],
        identities: Identities,
        currency: str,
        accounts: Mapping[str, OwnRows],
        covered: Mapping[str, tuple[Coverage, ...]],
    ) -> None:
        """Take the case's files, the accounts' own rows in one currency, and their coverages."""
        self._covered = {
            account: merged((each.start, each.end) for each in its) for account, its in covered.items()
        }
        self._proven = {account for account, own in accounts.items() if _has_chain(own)}
        self._doubtful = unread_spans(files, identities)
        for account in self._proven:
            gaps = [(span(gap.start)[0], span(gap.end)[1]) for gap in accounts[account].gaps()]
            self._doubtful[account] = [*self._doubtful.get(account, ()), *gaps]
        current = _current(files, identities)
        silent: defaultdict[str, list[Span]] = defaultdict(list)
        for contents in files:
            for answer, coverage in _answered(contents, identities, frozenset()):
                if answer is Answer.NO_ROWS and coverage.source in current and coverage.currency in ("", currency):
                    for account in identities.keys(coverage.account):
                        silent[account].append((coverage.start, coverage.end))
        self._silent = {
            account: merged(each for each in its if not _has_rows(accounts.get(account), each))
            for account, its in silent.items()
        }

    def showing(self, account: str, time: Moment) -> Showing:
        """Return what the account's own statement shows at a time that another account's row states.

        It shows all where the whole of that time, and as much before and after as two clocks differ, is covered,
        its balances form a chain without a gap there, and no row stands there that could not be read. It shows
        that there are no rows where an institution answered so for all of that.
        """
        first, last = span(time)
        tolerance = clock_tolerance(time)
        asked = first - tolerance, last + tolerance
        if any(_overlap(asked, each) for each in self._doubtful.get(account, ())):
            return Showing.SOME
        if _is_inside(asked, self._silent.get(account, ())):
            return Showing.NO_ROWS
        is_shown = account in self._proven and _is_inside(asked, self._covered.get(account, ()))
        return Showing.ALL if is_shown else Showing.SOME


def _current(files: Sequence[FileContents], identities: Identities) -> Set[Source]:
    """Return the places of the requests that count: of one that several lists have only the latest row."""
    sheets = (contents for contents in files if contents.kind is not FileKind.REQUEST_LIST)
    others = {request.source for contents in sheets for request in contents.requests}
    return others | {request.source for request in latest_listed(files, identities)}


def _answered(
    contents: FileContents, identities: Identities, stated: Set[str]
) -> Iterator[tuple[Answer, Coverage]]:
    """Yield the coverages that a file's answered requests give; ``stated`` are accounts with a statement."""
    for request in contents.requests:
        has_rows = not stated.isdisjoint(identities.keys(request.account))
        covered = covered_by(request, request.answer, has_rows=has_rows)
        if covered is not None:
            coverage = Coverage(
                account=request.account,
                currency=request.currency,
                start=covered[0],
                end=covered[1],
                source=request.source,
                institution=request.institution,
                document=request.document,
            )
            yield request.answer, coverage


def _has_chain(own: OwnRows) -> bool:
    """Tell whether balances prove the rows, apart from gaps whose place is known; one alone proves none."""
    placed = sum(1 for _ in own.gaps())
    return own.state is not BalanceState.ABSENT and placed == len(own.breaks)


def _has_rows(own: OwnRows | None, period: Span) -> bool:
    return own is not None and any(_overlap(span(row.time), period) for row in own.rows)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return periods sorted, those that touch or overlap as one, each to the end of its last second."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        whole = end.replace(microsecond=0) + _A_SECOND
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], whole)
        else:
            merged.append((start, whole))
    return merged


def _is_inside(asked: Span, periods: Iterable[Span]) -> bool:
    return any(start <= asked[0] and asked[1] < end for start, end in periods)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _place(coverage: Coverage) -> tuple[object, ...]:
    source = coverage.source
    return (coverage.start, coverage.end, source.sha256, source.sheet_number, source.row)
