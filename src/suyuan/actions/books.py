"""The books of a case as of a moment: what tracing, freezes, returns and seizures come to together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from suyuan.actions import seizures
from suyuan.actions.came_back import Came, measures_at, seized_money
from suyuan.actions.came_in_ledger import CameBack, came_back_in, names_of
from suyuan.actions.case_currencies import OtherCurrency
from suyuan.actions.case_tracing import TracedCase, trace_case
from suyuan.actions.losses_until import losses_until
from suyuan.actions.recovery_plan import POLICIES
from suyuan.ledger.build import Ledger
from suyuan.model.money import text_from_minor
from suyuan.model.transfer import ExitKind
from suyuan.recovery.books import LINES, Books, Place, balance, total_by_account
from suyuan.recovery.losses import Loss
from suyuan.recovery.seizure_facts import SeizureState
from suyuan.settings import Settings
from suyuan.tracing.findings import Findings

UNTRACED = frozenset(
    each.value
    for each in (
        ExitKind.UNEXPLAINED,
        ExitKind.UNNAMED,
        ExitKind.UNMATCHED,
        ExitKind.IN_TRANSIT,
        ExitKind.SUSPENSE,
        ExitKind.LOSS,
    )
)
"""Exits at which nobody can say where the money is."""

JsonObject = dict[str, object]


@dataclass(frozen=True)
class CaseBooks:
    """A case's books as of a moment, one for each currency and rule."""

    case: str
    as_of: datetime
    books: tuple[Books, ...]


def case_books(settings: Settings, word: str, as_of: datetime | None = None) -> CaseBooks:
    """Return the books of a case as of a moment (None: its last transfer).

    Raises WrongUsage if there is no such case, Refused where there is nothing to trace.
    """
    traced = trace_case(settings, word, POLICIES, as_of)
    moment = traced.as_of
    came = measures_at(settings, word, moment)
    items = seizures.as_of(seizures.list_items(settings, word), moment)
    books = [each for view in _views(traced, as_of) for each in _books(view, traced, came, items)]
    return CaseBooks(traced.taken.case.number, moment, tuple(books))


def books_object(found: CaseBooks) -> JsonObject:
    """Return the books as the object that ``suyuan recovery books --json`` prints."""
    return {
        "case": found.case,
        "as_of": found.as_of.isoformat(),
        "books": [
            {
                "currency": each.currency,
                "policy": each.policy,
                **{name: text_from_minor(getattr(each, name), each.currency) for name in LINES},
            }
            for each in found.books
        ],
    }


def _views(traced: TracedCase, as_of: datetime | None) -> Iterable[tuple[Ledger, Findings, Sequence[Loss]]]:
    """Give each currency's ledger, findings and losses: of the day asked about those that there were by then."""
    views: tuple[TracedCase | OtherCurrency, ...] = (traced, *traced.others)
    for each in views:
        if as_of is None:
            yield each.ledger, each.findings, each.losses
            continue
        cut_off = traced.taken.case.filed_at.at if traced.taken.case.filed_at else None
        by_then = losses_until(each.ledger, traced.contents, each.victim_of, each.suspects, cut_off, as_of)
        yield each.ledger, each.findings, by_then


def _books(
    view: tuple[Ledger, Findings, Sequence[Loss]],
    traced: TracedCase,
    came: Came,
    items: Sequence[seizures.SeizureView],
) -> Iterable[Books]:
    ledger, findings, losses = view
    currency = ledger.currency
    left, paid = seized_money(items, currency)
    came_back = came_back_in(ledger, traced, came)
    back = paid + came_back.by_suspects + came_back.by_measures
    net = sum(each.net for each in losses)
    untraced = {row["account"] for row in findings.exits.to_pylist() if row["kind"] in UNTRACED}
    for policy in POLICIES:
        held = total_by_account(_outside_victims(ledger, findings, traced, policy.value))
        places = [
            _place(ledger, account, amount, (came, came_back), items, known=account not in untraced)
            for account, amount in sorted(held.items())
        ]
        yield balance(currency, policy.value, net, places, back, left)


def _place(
    ledger: Ledger,
    account: str,
    traced: int,
    measures: tuple[Came, CameBack],
    items: Sequence[seizures.SeizureView],
    *,
    known: bool,
) -> Place:
    came, came_back = measures
    names = names_of(ledger, account)
    held = sum(came.held.get((name, ledger.currency), 0) for name in names)
    returned = sum(came_back.from_place.get(name, 0) for name in names)
    seized = sum(
        each.seizure.money
        for each in items
        if each.seizure.currency == ledger.currency
        and each.seizure.state is not SeizureState.RELEASED
        and each.seizure.taking.place_of_money in names
    )
    return Place(account, traced, known, held, returned, seized)


def _outside_victims(
    ledger: Ledger, findings: Findings, traced: TracedCase, policy: str
) -> Iterable[tuple[str, int]]:
    """Give what stands under a rule and is not back in an account of the claim's own victim."""
    victim_of_claim = {each.id: each.victim for each in ledger.claims}
    victim_of = traced.victims_in(ledger)
    for row in findings.holdings.to_pylist():
        mine = row["policy"] == policy and row["currency"] == ledger.currency
        if mine and victim_of.get(row["account"]) != victim_of_claim.get(row["claim"], ""):
            yield row["account"], row["amount"]
