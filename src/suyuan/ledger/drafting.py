"""Every entering booking to one draft: a pair, a reversal's suspense, an end of its own, or one side alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from suyuan.ledger.case_ledger import Contradiction, ContradictionKind
from suyuan.ledger.completeness import Completeness
from suyuan.ledger.corrections import Corrections
from suyuan.ledger.drafts import Draft
from suyuan.ledger.ends import OwnEnd, own_end, unnamed_end
from suyuan.ledger.engine import Engine
from suyuan.ledger.identities import How, Identities
from suyuan.ledger.own_rows import OwnRows
from suyuan.ledger.pairing import OpenRow, pair
from suyuan.model.booking import Booking, Direction
from suyuan.model.text import Text
from suyuan.model.transfer import Grade

UNMATCHED = Text(
    zh="账户 {account} 的账目 {booking} 载明与 {other} 往来，"
    "而 {other} 该时段的账单完整、余额连续，却没有对应账目。",
    en="Booking {booking} of account {account} names {other}, whose statement is complete for that time and "
    "has no such booking.",
)


def drafted(
    accounts: Mapping[str, OwnRows],
    corrections: Corrections,
    identities: Identities,
    completeness: Completeness,
    engine: Engine,
    *,
    known_links_only: bool = False,
) -> tuple[list[Draft], list[Contradiction]]:
    """Return the case's transfers, not yet in order, and the bookings that another complete statement lacks.

    With ``known_links_only`` no inferred pair is made: its two rows stand as what each says by itself.
    """
    rows: dict[str, tuple[Booking, str]] = {}
    open_rows: list[OpenRow] = []
    ends: dict[str, OwnEnd | None] = {}
    drafts: list[Draft] = []
    for account, place, booking in _entering(accounts, corrections):
        node = corrections.suspended.get(booking.id)
        if node is not None:
            drafts.append(_one_sided(booking, account, node, "suspense"))
            continue
        end = own_end(booking, account)
        rows[booking.id], ends[booking.id] = (booking, account), end
        open_rows.append(OpenRow(booking, account, place, end.barred if end is not None else None))
    paired: set[str] = set()
    for each in pair(open_rows, identities, engine):
        if known_links_only and each.reason.grade is not Grade.KNOWN:
            continue
        (paid, payer), (received, payee) = rows[each.paid], rows[each.received]
        paired |= {each.paid, each.received}
        drafts.append(Draft(payer, payee, paid, received, each.reason.grade, each.reason.value))
    contradictions: list[Contradiction] = []
    for booking, account in (rows[booking_id] for booking_id in sorted(rows.keys() - paired)):
        end = ends[booking.id]
        if end is not None:
            drafts.append(_one_sided(booking, account, end.node, end.reason))
            continue
        named = identities.named(booking.counterparty, account)
        if named.how is not How.FULL:
            drafts.append(_one_sided(booking, account, unnamed_end(booking), "unnamed"))
        elif completeness.is_complete(named.accounts[0], booking.time):
            other = named.accounts[0]
            drafts.append(_one_sided(booking, account, f"unmatched:{other}:{booking.id}", "unmatched"))
            message = UNMATCHED(account=account, booking=booking.id, other=other)
            contradictions.append(
                Contradiction(ContradictionKind.UNMATCHED, other, booking.id, booking.amount, message)
            )
        else:
            drafts.append(_one_sided(booking, account, named.accounts[0], "one_sided"))
    return drafts, contradictions


def _entering(accounts: Mapping[str, OwnRows], corrections: Corrections) -> Iterator[tuple[str, int, Booking]]:
    """Yield each booking that enters, with its account and its place among that account's rows."""
    for account in sorted(accounts):
        for place, booking in enumerate(accounts[account].entering):
            if booking.id not in corrections.left_out:
                yield account, place, booking


def _one_sided(booking: Booking, account: str, other: str, reason: str) -> Draft:
    if booking.direction is Direction.OUT:
        return Draft(account, other, booking, None, Grade.KNOWN, reason)
    return Draft(other, account, None, booking, Grade.KNOWN, reason)
