"""What came back to victims, each sum once: by measures, and by transfers of a ledger from the filing on.

When an account is asked again after money was returned from it, its statement shows the bank's payments too. The
trace has then moved that money to the payee already; docs/method.md, "The books".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from suyuan.actions.came_back import Came, Payout
from suyuan.actions.case_tracing import TracedCase
from suyuan.ledger.build import Ledger
from suyuan.model.account import normal_form
from suyuan.model.transfer import Transfer


@dataclass(frozen=True)
class CameBack:
    """What came back as one ledger sees it, in minor units of its currency.

    ``by_measures`` was paid out of freezes, ``by_suspects`` by suspects' accounts themselves; no sum is in both.
    ``from_place`` are the sums by measures by the account where a trace still sees that money: the frozen one, or
    the payee's where the payment is among the transfers. ``to_victims`` is what came to each victim, by name, from
    suspects' accounts and by none of the payments that a return has written down.
    """

    by_measures: int
    by_suspects: int
    from_place: Mapping[str, int]
    to_victims: Mapping[str, int]


def came_back_in(ledger: Ledger, traced: TracedCase, came: Came) -> CameBack:
    """Return what came back by what measures came to and by the transfers of one of the case's ledgers."""
    paid = _paid_out(ledger, traced, came)
    places: dict[str, int] = {}
    for (account, currency), amount in came.returned.items():
        if currency == ledger.currency:
            places[account] = places.get(account, 0) + amount
    for payout, transfer in paid:
        places[payout.account] -= payout.amount
        places[transfer.payee] = places.get(transfer.payee, 0) + payout.amount
    victim_of = traced.victims_in(ledger)
    seen = {transfer.id: payout for payout, transfer in paid}
    by_suspects, to_victims = 0, dict[str, int]()
    for each in _by_suspects(ledger, traced):
        measure = seen.get(each.id)
        if measure is None:
            by_suspects += each.amount
        if measure is None or not measure.payee:
            victim = victim_of[each.payee]
            to_victims[victim] = to_victims.get(victim, 0) + each.amount
    return CameBack(sum(places.values()), by_suspects, places, to_victims)


def names_of(ledger: Ledger, account: str) -> frozenset[str]:
    """Return an account's key in a ledger and all its numbers in their normal form."""
    facts = ledger.accounts.get(account)
    return frozenset({account, *(normal_form(each) for each in (account, *(facts.numbers if facts else ())))})


def _paid_out(ledger: Ledger, traced: TracedCase, came: Came) -> list[tuple[Payout, Transfer]]:
    """Return the payments by measures that are among the transfers: account, payee and sum agree, nearest in time.

    Each transfer is one payment at most. Where nobody wrote down the payee, it is a victim's account.
    """
    mine = [each for each in came.payouts if each.currency == ledger.currency]
    sums = {each.amount for each in mine}
    since = _filed(traced)
    if not mine or since is None:
        return []
    victim_of = traced.victims_in(ledger)
    left = [each for each in ledger.transfers if each.amount in sums and since <= each.time <= traced.as_of]
    found = []
    # Payments whose payee is known choose first.
    for payout in sorted(mine, key=lambda each: (not each.payee, each.at, each.account, each.payee)):
        fitting = [
            each
            for each in left
            if each.amount == payout.amount
            and payout.account in names_of(ledger, each.payer)
            and (payout.payee in names_of(ledger, each.payee) if payout.payee else each.payee in victim_of)
        ]
        if fitting:
            nearest = min(fitting, key=lambda each: (abs(each.time - payout.at), each.id))
            left.remove(nearest)
            found.append((payout, nearest))
    return found


def _by_suspects(ledger: Ledger, traced: TracedCase) -> list[Transfer]:
    """Return what suspects' accounts paid to victims from the filing on: recovery, not a smaller loss."""
    since = _filed(traced)
    if since is None:
        return []
    victim_of = traced.victims_in(ledger)
    suspects = traced.suspects_in(ledger)
    return [
        each
        for each in ledger.transfers
        if since <= each.time <= traced.as_of and each.payee in victim_of and each.payer in suspects
    ]


def _filed(traced: TracedCase) -> datetime | None:
    filed = traced.taken.case.filed_at
    return None if filed is None else filed.at
