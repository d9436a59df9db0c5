"""Bookings to the case's ledger: transfers in order, claims, openings, assertions, coverage, contradictions.

The rules are those of docs/method.md, part II. The result depends on the files' contents alone, not on the order
in which they came. Plain Python over the case's bookings, with the pairing in SQL: made for one case, up to some
10^6 bookings; what a province needs, columns from end to end and the merge as a kernel, replaces it later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from suyuan.ledger import accounts as account_facts
from suyuan.ledger.case_ledger import (
    LEFT_OUT_NAMES,
    AccountFacts,
    Contradiction,
    ContradictionKind,
    Gap,
    Ledger,
    LeftOut,
    LeftOutReason,
    UnfoundPayment,
)
from suyuan.ledger.claims import FoundClaims, NotEntered, find, paying_accounts
from suyuan.ledger.completeness import Completeness, coverages
from suyuan.ledger.contents import FileContents, contents_of
from suyuan.ledger.conversions import Conversions, conversions
from suyuan.ledger.corrections import settle
from suyuan.ledger.credit_lines import wallets
from suyuan.ledger.drafting import Drafted, Kinds, drafted
from suyuan.ledger.drafts import Draft
from suyuan.ledger.engine import Engine
from suyuan.ledger.families import with_parents
from suyuan.ledger.file_order import places_in_files
from suyuan.ledger.handovers import placed
from suyuan.ledger.identities import identify
from suyuan.ledger.laws import FEE, check_ends_once, check_moves_as_booked, differing_balances
from suyuan.ledger.lending import accounts_that_may_owe, lend
from suyuan.ledger.listed_balances import listed_balances
from suyuan.ledger.merchants import merchants, stated_fees, with_acquirers_fees
from suyuan.ledger.openings import StatedBalances, stated_balances
from suyuan.ledger.opposite_order import extreme_order
from suyuan.ledger.order import in_order
from suyuan.ledger.own_rows import OwnRows, own_rows
from suyuan.ledger.products import closing_rows, with_yields
from suyuan.ledger.purses import Purses, purses_of
from suyuan.ledger.readings import Reading, other_readings
from suyuan.ledger.repeated_orders import each_order_once
from suyuan.ledger.unproven import unproven_order
from suyuan.model.coverage import Coverage
from suyuan.model.text import Text
from suyuan.model.transfer import Role, Transfer

__all__ = [
    "AccountFacts",
    "Contradiction",
    "ContradictionKind",
    "FileContents",
    "Gap",
    "Ledger",
    "LeftOut",
    "LeftOutReason",
    "Reading",
    "UnfoundPayment",
    "build",
    "build_readings",
    "contents_of",
]

PLACES_CROSS = Text(
    zh="转账 {transfer} 在付款方与收款方账单中的先后次序互相矛盾，按两笔经 {node} 处理。",
    en="The places of transfer {transfer} in the payer's and in the payee's statement contradict each other; "
    "it stands as two through {node}.",
)


def build(
    files: Iterable[FileContents],
    currency: str = "CNY",
    threads: int | None = None,
    *,
    known_links_only: bool = False,
    reading: Reading = Reading.AS_RULED,
) -> Ledger:
    """Return the ledger of a case in one currency.

    Files of the same SHA-256 are one evidence. ``threads`` bounds the SQL engine. With ``known_links_only`` no
    inferred pair is used: the ledger for totals that rest on what institutions state alone. ``reading`` is how the
    evidence is read where it leaves two ways. Raises Failed where a law of the ledger does not hold (a fault of
    the program): every booking ends once, and moves what it says.
    """
    return _ledger(_gathered(files, currency, threads, reading, known_links_only=known_links_only), reading)


def build_readings(
    files: Iterable[FileContents], currency: str = "CNY", threads: int | None = None
) -> dict[Reading, Ledger]:
    """Return the ledger as ruled, first, and every other reading of the evidence whose transfers differ."""
    given = tuple(files)
    gathered = _gathered(given, currency, threads, Reading.AS_RULED)
    ledger = _ledger(gathered, Reading.AS_RULED)
    found = {Reading.AS_RULED: ledger}
    for reading in other_readings(ledger):
        # Order alone changes nothing of what was gathered; corrections decide which rows there are to pair.
        is_order = reading.is_order
        other = _ledger(gathered, reading) if is_order else build(given, currency, threads, reading=reading)
        if other.transfers != ledger.transfers:
            found[reading] = other
    return found


@dataclass(frozen=True)
class _Gathered:
    """What a ledger is made of, its transfers as drafts in ledger order."""

    currency: str
    case: list[FileContents]
    purses: Purses
    own: Mapping[str, OwnRows]
    left_out: list[LeftOut]
    covered: Mapping[str, tuple[Coverage, ...]]
    unfound: tuple[Contradiction, ...]
    exchanged: Conversions
    acquirers: Mapping[str, str]
    found: Drafted
    drafts: list[Draft]
    claims: FoundClaims
    ordered: list[Draft]
    crossing: list[Draft]

    # What no order of the transfers changes is made once for all readings of the order.

    @cached_property
    def transfers(self) -> tuple[Transfer, ...]:
        """The transfers as ruled."""
        return _transfers(self.ordered, self.currency)

    @cached_property
    def stated(self) -> StatedBalances:
        """What rows state of balances, beside the transfers as ruled."""
        return stated_balances(self.transfers, self.own)

    @cached_property
    def closing(self) -> dict[str, str]:
        """The rows that close a product, with it."""
        return {
            row: product for each in self.own for row, product in closing_rows(each, self.own[each].rows).items()
        }

    @cached_property
    def unproven(self) -> frozenset[str]:
        """The transfers whose order nobody proves."""
        return unproven_order(self.ordered, self.own)


def _gathered(
    files: Iterable[FileContents],
    currency: str,
    threads: int | None,
    reading: Reading,
    *,
    known_links_only: bool = False,
) -> _Gathered:
    once = {contents.sha256: contents for contents in files}
    case = [once[sha256] for sha256 in sorted(once)]
    purses = purses_of(case, identify(case), currency)
    case, identities = list(purses.files), purses.identities
    once_each = each_order_once(case, identities)
    own, left_out = own_rows(once_each.files, identities, currency)
    left_out += once_each.left_out
    covered = coverages(case, identities, currency)
    corrections = settle(own, identities, reading)
    left_out += [LeftOut(each, LeftOutReason.CORRECTED) for each in corrections.left_out]
    exchanged = conversions(once_each.files, identities, own, currency)
    corrections = replace(corrections, converted=exchanged.nodes())
    acquirers = merchants(case, identities)
    with Engine(threads) as engine:
        found = drafted(
            own,
            corrections,
            identities,
            Completeness(case, identities, currency, own, covered),
            engine,
            Kinds(acquirers, wallets(case, identities)),
            known_links_only=known_links_only,
        )
        drafts = _with_own_fees(found.drafts, own)
        payments = [payment for contents in case for payment in contents.payments]
        claims = find(payments, drafts, identities, currency, _not_entered(own, left_out))
        own_orders = ([row.id for row in rows.entering] for rows in own.values())
        ordered, crossing = in_order(drafts, own_orders, places_in_files(case), found.after)
        transfers = _transfers(ordered, currency)
        given = [row.id for contents in case for part in contents.parts for row in part.bookings]
        check_ends_once(given, transfers, left_out, engine)
    check_moves_as_booked(transfers, own, left_out, currency)
    return _Gathered(
        currency=currency,
        case=case,
        purses=purses,
        own=own,
        left_out=left_out,
        covered=covered,
        unfound=corrections.unfound,
        exchanged=exchanged,
        acquirers=acquirers,
        found=found,
        drafts=drafts,
        claims=claims,
        ordered=ordered,
        crossing=crossing,
    )


def _ledger(gathered: _Gathered, reading: Reading) -> Ledger:
    case, identities, own = gathered.case, gathered.purses.identities, gathered.own
    currency, claims, ordered = gathered.currency, gathered.claims, gathered.ordered
    transfers, stated = gathered.transfers, gathered.stated
    if reading.is_order:
        ordered = extreme_order(ordered, own, stated, reading)
        transfers = _transfers(ordered, currency)
        stated = stated_balances(transfers, own)
    stated = replace(
        stated,
        assertions=(*stated.assertions, *listed_balances(case, identities, own, transfers, currency)),
    )
    contradictions = [
        *gathered.found.contradictions,
        *(_crossing(draft) for draft in gathered.crossing),
        *gathered.unfound,
        *differing_balances(transfers, own, stated, currency),
        *account_facts.decisions(case, identities).differing,
    ]
    facts = account_facts.facts(case, identities, own, gathered.covered, transfers)
    acquirers = gathered.acquirers
    with_fees, fees = with_acquirers_fees(transfers, stated_fees(own, acquirers), acquirers)
    with_products, yielded = with_yields(with_fees, gathered.closing)
    lent = lend(with_products, stated, accounts_that_may_owe(facts, own, stated))
    added = {**fees, **yielded, **lent.added}
    booked_at = {draft.id: draft.time for draft in ordered}
    booked_at |= {f"{draft.id}{FEE}": draft.time for draft in ordered if draft.fee}
    unproven = gathered.unproven
    return Ledger(
        currency=currency,
        transfers=placed(lent.transfers, claims.handovers),
        booked_at=booked_at
        | {each: booked_at[called_for] for each, called_for in added.items()}
        | dict(claims.handed_at),
        claims=claims.claims,
        claim_reasons=claims.reasons,
        unfound=claims.unfound,
        openings=lent.openings,
        assertions=lent.assertions,
        accounts=with_parents(
            _with_victims(facts, claims, gathered.drafts, stated.openings), gathered.purses.parents, identities
        ),
        gaps=tuple(gap for account in sorted(own) for gap in own[account].gaps()),
        contradictions=tuple(
            sorted(contradictions, key=lambda each: (each.kind.value, each.account, each.booking))
        ),
        unproven_order=unproven | {each for each, called_for in added.items() if called_for in unproven},
        left_out=tuple(sorted(gathered.left_out, key=lambda each: each.booking)),
        added=added,
        agreed={draft.id: draft.agreed for draft in ordered if draft.agreed is not None},
        ambiguous=gathered.found.ambiguous,
        conversions=gathered.exchanged.known,
        conversion_leads=gathered.exchanged.leads,
        leads=gathered.found.leads,
        labels=_labels(ordered),
    )


def _transfers(ordered: Sequence[Draft], currency: str) -> tuple[Transfer, ...]:
    """Return the drafts as transfers; the time written is the running maximum."""
    transfers = []
    latest: datetime | None = None
    for draft in ordered:
        at = draft.time.at
        latest = at if latest is None or at > latest else latest
        transfers.append(
            Transfer(
                id=draft.id,
                time=latest,
                payer=draft.payer,
                payee=draft.payee,
                amount=draft.row.amount,
                currency=currency,
                grade=draft.grade,
                reason=draft.reason,
                bookings=draft.bookings,
            )
        )
        if draft.fee:
            transfers.append(_fee(draft, transfers[-1]))
    return tuple(transfers)


def _with_own_fees(drafts: Iterable[Draft], own: Mapping[str, OwnRows]) -> list[Draft]:
    """Return the drafts with the fees that their payers' rows state and their balances show."""
    fees = {booking: fee for rows in own.values() for booking, fee in rows.fees.items()}
    if not fees:
        return list(drafts)
    return [_with_fee(draft, fees.get(draft.paid.id, 0)) if draft.paid is not None else draft for draft in drafts]


def _with_fee(draft: Draft, fee: int) -> Draft:
    if not fee:
        return draft
    node = draft.fee_node or f"fee:{draft.row.institution or draft.payer}"
    return replace(draft, fee=draft.fee + fee, fee_node=node)


def _labels(ordered: Iterable[Draft]) -> dict[str, str]:
    """Return, for each node of an institution or a merchant, the name that its first row prints."""
    found: dict[str, str] = {}
    for draft in ordered:
        for end in (draft.payer, draft.payee):
            if end.startswith(("via:", "from:")):
                name = draft.row.merchant or draft.row.counterparty.name
                found.setdefault(end, name)
    return {node: name for node, name in found.items() if name}


def _fee(draft: Draft, principal: Transfer) -> Transfer:
    """Return the fee that a payer's row shows within one amount, right after what the payee got."""
    return replace(
        principal,
        id=f"{draft.id}{FEE}",
        payee=draft.fee_node,
        amount=draft.fee,
        reason="fee",
        bookings=draft.bookings[:1],
    )


def _crossing(draft: Draft) -> Contradiction:
    message = PLACES_CROSS(transfer=draft.id, node=f"transit:{draft.id}")
    return Contradiction(ContradictionKind.PLACES_CROSS, draft.payer, draft.bookings[0], draft.row.amount, message)


def _not_entered(own: Mapping[str, OwnRows], left_out: Iterable[LeftOut]) -> list[NotEntered]:
    """Return the rows of accounts that moved money and are no transfers, for what is said of unfound payments."""
    reasons = {each.booking: LEFT_OUT_NAMES[each.reason] for each in left_out}
    return [
        NotEntered(account, row, reasons[row.id])
        for account in sorted(own)
        for row in own[account].rows
        if row.id in reasons
    ]


def _with_victims(
    facts: Mapping[str, AccountFacts],
    claims: FoundClaims,
    drafts: Iterable[Draft],
    openings: Mapping[str, int],
) -> dict[str, AccountFacts]:
    """Return the accounts with their openings; those that paid claims are their victims' where nothing else is
    decided.
    """
    payers = paying_accounts(claims.claims, {draft.id: draft for draft in drafts})
    filled = {}
    for account, each in facts.items():
        is_victim = account in payers and each.role is Role.UNKNOWN
        role = Role.VICTIM if is_victim else each.role
        filled[account] = replace(each, role=role, opening=openings.get(account))
    return filled
