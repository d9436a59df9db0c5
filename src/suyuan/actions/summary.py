"""A traced case in a dozen figures: what a person reads first.

Where money counts is not decided here: the words and sums are those of the report (``suyuan.documents.figures``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from suyuan.actions.case_tracing import TracedCase, held_over_policies
from suyuan.actions.report_money import account_lines
from suyuan.documents.figures import Figures, Material, Spread, outcome_of
from suyuan.documents.report_model import CaseReport
from suyuan.intake.balance_chain import BalanceState
from suyuan.model.account import normal_form


@dataclass(frozen=True)
class Range:
    """The least and the greatest of a figure over the policies run, minor units."""

    least: int
    greatest: int


@dataclass(frozen=True)
class Totals:
    """The claims' money by where it is, in the report's order and words, and all of it together."""

    traced: Range
    places: Mapping[str, Range]


@dataclass(frozen=True)
class CaseSummary:
    """The figures of a case; ``transfers`` are those up to the moment.

    ``accounts`` have statements in the ledger's currency; ``balances`` count the balance chains of all files.

    ``paid`` is what the victims report, found or not; ``returned`` what came back before the case, ``net_loss``
    what remains. ``claims`` transfers with ``claimed`` were found, ``unfound`` payments with ``lacking`` were not.
    ``known`` are the totals for links that institutions state, None where there was no such run.
    """

    material: Material
    accounts: int
    balances: dict[BalanceState, int]
    transfers: int
    victims: int
    paid: int
    returned: int
    net_loss: int
    claims: int
    claimed: int
    unfound: int
    lacking: int
    totals: Totals
    known: Totals | None

    @property
    def files_read(self) -> int:
        """The files that were read."""
        return self.material.read

    @property
    def files_refused(self) -> int:
        """The files that no layout fits."""
        return self.material.unread

    @property
    def rows(self) -> int:
        """The physical rows of the files read."""
        return self.material.rows

    @property
    def rows_read(self) -> int:
        """The rows that were read."""
        return self.material.rows_read

    @property
    def rows_quarantined(self) -> int:
        """The rows that could not be read."""
        return self.material.quarantined


@dataclass(frozen=True)
class AnswersEnded:
    """How many accounts with claims' money have answers that end before ``moment``.

    ``latest`` is the latest moment that all those answers reach: the least of their ends; None where none ends.
    """

    moment: datetime
    accounts: int
    latest: datetime | None


def summary_of(traced: TracedCase, report: CaseReport) -> CaseSummary:
    """Return the figures of a traced case and its report."""
    states = Counter(
        part.balance.state
        for each in traced.contents
        for part in each.parts
        if part.bookings and part.repeats_sheet is None
    )
    figures = Figures(report)
    known = report.known_holdings
    return CaseSummary(
        material=figures.material(),
        accounts=_with_statement(traced),
        balances={state: states[state] for state in BalanceState},
        transfers=sum(transfer.time <= traced.as_of for transfer in traced.ledger.transfers),
        victims=len(report.losses),
        paid=sum(loss.paid for loss in report.losses),
        returned=sum(loss.returned for loss in report.losses),
        net_loss=sum(loss.net for loss in report.losses),
        claims=len(report.claims),
        claimed=sum(claim.amount for claim in report.claims),
        unfound=len(report.unfound),
        lacking=sum(payment.amount for payment in report.unfound),
        totals=_totals(figures, figures.by_outcome()),
        known=None if known is None else _totals(figures, figures.by_outcome(known)),
    )


def answers_ended(traced: TracedCase) -> AnswersEnded:
    """Return how many answers end before the moment that a case was traced as of."""
    _, greatest = held_over_policies(traced.findings)
    ended = [
        line.covered_to
        for line in account_lines(traced, ())
        if greatest.get(line.key, 0) and outcome_of(line) == "stood_until" and line.covered_to is not None
    ]
    return AnswersEnded(traced.as_of, len(ended), min(ended, default=None))


def _with_statement(traced: TracedCase) -> int:
    """Return how many accounts have a statement in the ledger's currency."""
    stated = {
        normal_form(part.account)
        for each in traced.contents
        for part in each.parts
        if part.bookings and part.currency == traced.ledger.currency
    }
    return sum(
        facts.has_statement and not stated.isdisjoint((facts.account, *facts.numbers))
        for facts in traced.ledger.accounts.values()
    )


def _totals(figures: Figures, places: dict[str, Spread]) -> Totals:
    present = {code: Range(amount.least, amount.greatest) for code, amount in places.items() if amount}
    whole = figures.sum(places.values())
    return Totals(Range(whole.least, whole.greatest), present)
