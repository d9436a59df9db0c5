"""Coverage of accounts, and whether an account's own statement is complete at a moment.

Within covered days whose chain is proven, an account's own statement is complete: a transfer that only the other
side shows contradicts it (docs/method.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from suyuan.ledger.contents import FileContents
from suyuan.ledger.identities import Identities
from suyuan.ledger.own_rows import OwnRows, span
from suyuan.model.coverage import Coverage
from suyuan.model.moment import Moment


def coverages(
    files: Iterable[FileContents], identities: Identities, currency: str
) -> dict[str, tuple[Coverage, ...]]:
    """Return each account's coverages, from requests that were answered whole and periods statements print."""
    found: defaultdict[str, set[Coverage]] = defaultdict(set)
    for contents in files:
        answered = [
            Coverage(
                account=request.account,
                currency=request.currency,
                start=request.start,
                end=request.end,
                source=request.source,
                institution=request.institution,
                document=request.document,
            )
            for request in contents.requests
            if request.answer.covers
        ]
        for coverage in (*answered, *contents.periods):
            if coverage.account and coverage.currency in ("", currency):
                found[identities.key(coverage.account)].add(coverage)
    return {account: tuple(sorted(found[account], key=_place)) for account in sorted(found)}


class Completeness:
    """Answers whether an account's statement shows everything at a moment."""

    def __init__(self, accounts: Mapping[str, OwnRows], covered: Mapping[str, tuple[Coverage, ...]]) -> None:
        self._covered = covered
        self._accounts = accounts
        self._gaps = {
            account: [(span(gap.start)[0], span(gap.end)[1]) for gap in own.gaps()]
            for account, own in accounts.items()
            if own.breaks
        }

    def is_complete(self, account: str, time: Moment) -> bool:
        """Tell whether the account is covered at that time, has balances, and no gap of its chain spans it."""
        own = self._accounts.get(account)
        if own is None or not own.has_balances:
            return False
        first, last = span(time)
        if not any(each.start <= last and first <= each.end for each in self._covered.get(account, ())):
            return False
        return not any(start <= last and first <= end for start, end in self._gaps.get(account, ()))


def _place(coverage: Coverage) -> tuple[object, ...]:
    source = coverage.source
    return (coverage.start, coverage.end, source.sha256, source.sheet_number, source.row)
