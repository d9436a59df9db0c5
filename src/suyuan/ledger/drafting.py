"""Every entering booking to one draft: a pair, a reversal's suspense, an end of its own, or one side alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace

from suyuan.ledger.agreed import agreed
from suyuan.ledger.case_ledger import Ambiguous, Contradiction, ContradictionKind, Lead
from suyuan.ledger.completeness import Completeness, Showing
from suyuan.ledger.corrections import Corrections, Returned
from suyuan.ledger.credit_lines import repaid
from suyuan.ledger.drafts import Draft
from suyuan.ledger.ends import Barred, OwnEnd, own_end, unnamed_end
from suyuan.ledger.engine import Engine
from suyuan.ledger.funding import Funded, fund
from suyuan.ledger.identities import How, Identities
from suyuan.ledger.institutions import institution_of
from suyuan.ledger.moved import Moved
from suyuan.ledger.own_rows import OwnRows
from suyuan.ledger.packets import in_after_out, packets
from suyuan.ledger.pairing import OpenRow, Pair, Pairing, PairReason, pair
from suyuan.ledger.pools import Behind, resolve
from suyuan.ledger.refunds import Original, refunded
from suyuan.ledger.sharing import Row
from suyuan.model.booking import Booking, Direction
from suyuan.model.node import is_node
from suyuan.model.text import Text
from suyuan.model.transfer import Grade

UNMATCHED = Text(
    zh="账户 {account} 的账目 {booking} 载明与 {other} 往来，"
    "而 {other} 该时段的账单完整、余额连续，却没有对应账目。",
    en="Booking {booking} of account {account} names {other}, whose statement is complete for that time and "
    "has no such booking.",
)
NO_ROWS = Text(
    zh="账户 {account} 的账目 {booking} 载明与 {other} 往来，而 {other} 的开户机构对该时段反馈“无记录”。",
    en="Booking {booking} of account {account} names {other}, whose institution answered that it has no rows for "
    "that time.",
)
ALIKE = Text(
    zh="账户 {account} 的账目 {booking} 载明与 {other} 往来，{other} 的账单中有一笔金额、双方相符的账目，"
    "但到账早于付出，不能认定为同一笔，也不重复计入 {other}：请核对双方时间。",
    en="Booking {booking} of account {account} names {other}, whose statement has a booking of that amount with "
    "that account, but it arrived before it left. They are not taken as one payment, and it is not entered into "
    "{other} a second time: check both times.",
)
_WHY = {Showing.ALL: UNMATCHED, Showing.NO_ROWS: NO_ROWS}


@dataclass(frozen=True)
class Drafted:
    """Transfers before they stand in order; ``ambiguous`` are rows that could be paired otherwise as well.

    ``after`` are drafts, by their ids, of which the second takes from a node what the first put there.
    """

    drafts: list[Draft]
    contradictions: list[Contradiction]
    ambiguous: tuple[Ambiguous, ...]
    leads: tuple[Lead, ...]
    after: list[tuple[str, str]]


@dataclass(frozen=True)
class Kinds:
    """The accounts of merchants for which an acquirer answered, with that acquirer, and those that are wallets."""

    merchants: Mapping[str, str]
    wallets: Set[str]


def drafted(
    accounts: Mapping[str, OwnRows],
    corrections: Corrections,
    identities: Identities,
    completeness: Completeness,
    engine: Engine,
    kinds: Kinds,
    *,
    known_links_only: bool = False,
) -> Drafted:
    """Return the case's transfers, not yet in order, with what could not be settled.

    With ``known_links_only`` no inferred pair is made. Where one of its rows names the other's account in full,
    the transfer is known by that row alone, and the other row is that transfer seen from there; where both are
    masked, each row stands as what it says by itself.
    """
    work = _Drafting(identities, completeness, kinds.merchants)
    open_rows: list[OpenRow] = []
    given_back = {row for returned in corrections.returned for row in work.add_returned(returned)}
    for account, place, booking in _entering(accounts, corrections):
        if booking.id in given_back:
            continue
        node = corrections.suspended.get(booking.id)
        if node is not None:
            work.add(_one_sided(booking, account, node, "suspense"))
            continue
        node = corrections.converted.get(booking.id)
        if node is not None:
            work.add(_one_sided(booking, account, node, "conversion"))
            continue
        line = repaid(booking, account) if account in kinds.wallets else None
        end = OwnEnd(line, "credit_line", Barred.NEVER) if line is not None else own_end(booking, account)
        work.open(booking, account, end)
        open_rows.append(OpenRow(booking, account, place, end.barred if end is not None else None))
    work.fund({booking.id for own in accounts.values() for booking in own.aside})
    work.add_packets()
    open_rows = [row for row in open_rows if work.is_open(row.booking.id)]
    pairing = pair(open_rows, identities, engine)
    for each in pairing.pairs:
        if not known_links_only or each.reason is not PairReason.MASKED:
            work.add_pair(each, known_links_only=known_links_only)
    settled = corrections.left_out | given_back | corrections.suspended.keys() | corrections.converted.keys()
    originals = refunded(accounts, settled)
    if known_links_only:
        originals = {refund: original for refund, original in originals.items() if not original.inferred}
    leads = work.add_behind_pools(originals.keys(), known_links_only=known_links_only)
    work.add_rest(pairing, originals)
    return replace(work.with_funding(leads), ambiguous=pairing.ambiguous)


class _Drafting:
    """Drafts as they are made; ``rows`` are those that may be paired, with their accounts and own ends."""

    def __init__(self, identities: Identities, completeness: Completeness, merchants: Mapping[str, str]) -> None:
        self.drafts: list[Draft] = []
        self.contradictions: list[Contradiction] = []
        self.after: list[tuple[str, str]] = []
        self._merchants = merchants
        self._nodes: dict[str, str] = {}
        self._funded: dict[str, Funded] = {}
        self._identities = identities
        self._completeness = completeness
        self._rows: dict[str, tuple[Booking, str, OwnEnd | None]] = {}
        self._of: dict[str, Draft] = {}

    def add(self, draft: Draft) -> None:
        """Take a transfer."""
        self.drafts.append(draft)
        for booking in draft.bookings:
            self._of[booking] = draft
            bank = self._funded[booking].bank if booking in self._funded else None
            if bank is not None:
                self._of[bank.booking.id] = draft

    def open(self, booking: Booking, account: str, end: OwnEnd | None) -> None:
        """Take a booking that may be paired, with its end where it is not."""
        self._rows[booking.id] = booking, account, end

    def add_returned(self, each: Returned) -> Set[str]:
        """Take a payment to its suspense, and from there back to the payer at the correction's own place.

        Where the other side's statement is complete and has no correction, that side stands as it is: what was
        taken back comes to, or from, no account. Returns the rows taken.
        """
        paid, correction = each.paid, each.correction
        uncorrected, corrected = (each.payee, each.payer) if each.by_payer else (each.payer, each.payee)
        node, back = f"suspense:{paid.id}", each.payer
        why = _WHY.get(self._completeness.showing(uncorrected, correction.time))
        if why is not None:
            message = why(account=corrected, booking=correction.id, other=uncorrected)
            self.contradictions.append(
                Contradiction(ContradictionKind.UNMATCHED, uncorrected, correction.id, correction.amount, message)
            )
            back = f"unmatched:{uncorrected}:{correction.id}"
        if each.by_payer:
            return self._add_taken_back(each, node if why is None else back)
        joined = agreed(paid, each.payer, each.received, each.payee, self._identities)
        self.add(Draft(each.payer, node, paid, each.received, Grade.KNOWN, "suspense", agreed=joined))
        self.add(Draft(node, back, correction, None, Grade.KNOWN, "suspense"))
        self.after.append((paid.id, correction.id))
        return each.rows

    def _add_taken_back(self, each: Returned, node: str) -> Set[str]:
        """Take what the payer took back from the node where it was; the payee's own credit always stands.

        From ``unmatched:`` it comes beside the payment, which stays as it is.
        """
        if not node.startswith("suspense:"):
            self.add(_one_sided(each.correction, each.payer, node, "unmatched"))
            return {each.correction.id}
        for row in (each.paid, each.correction):
            self.add(_one_sided(row, each.payer, node, "suspense"))
        self.add(_one_sided(each.received, each.payee, f"suspense:{each.received.id}", "suspense"))
        return each.rows

    def is_open(self, booking_id: str) -> bool:
        """Tell whether a booking is part of no transfer, and no bank's row behind a wallet's."""
        return booking_id in self._rows and booking_id not in self._of

    def fund(self, aside: Set[str]) -> None:
        """Find what paid the wallets' rows that their purses did not pay; the banks' rows wait for them."""
        rows = self._rest()
        beside = [row for row in rows if row.booking.id in aside]
        for each in fund(beside, [row for row in rows if row.booking.id not in aside], self._identities):
            self._funded[each.row.booking.id] = each
            if each.bank is not None:
                del self._rows[each.bank.booking.id]

    def with_funding(self, leads: Iterable[Lead]) -> Drafted:
        """Return what was made, with payments taken from what funded them."""
        moved = Moved(self._funded, self._completeness, self._identities)
        drafts = [moved.draft(each) for each in self.drafts]
        after = [(moved.ids.get(first, first), moved.ids.get(then, then)) for first, then in self.after]
        return Drafted(drafts, [*self.contradictions, *moved.contradictions], (), (*leads, *moved.leads), after)

    def add_packets(self) -> None:
        """Take red packets: each row to or from the node of its order."""
        rows = self._rest()
        nodes = packets(rows, self._identities)
        inside = [row for row in rows if row.booking.id in nodes]
        for row in inside:
            self.add(_one_sided(row.booking, row.account, nodes[row.booking.id], "packet"))
        self.after += in_after_out(inside, nodes)

    def add_behind_pools(self, refunds: Set[str], *, known_links_only: bool) -> list[Lead]:
        """Take what order numbers and printed ids say lies behind collecting accounts; return mere leads."""
        rows = [row for row in self._rest() if row.booking.id not in refunds]
        found = resolve(rows, self._identities, frozenset(self._merchants), printed=not known_links_only)
        for each in found.pairs:
            self._add_behind(each)
        for booking_id in sorted(found.named):
            self._add_named(booking_id, found.named[booking_id])
        self._nodes = found.nodes
        self.after += found.after
        return found.leads

    def _rest(self) -> list[Row]:
        return [Row(*self._rows[each]) for each in sorted(self._rows.keys() - self._of.keys())]

    def _add_behind(self, pair: Behind) -> None:
        """Take two rows as one payment through a pool, a fee that was taken on the way beside it."""
        (paid, payer), (received, payee) = ((row.booking, row.account) for row in (pair.paid, pair.received))
        reason, grade = ("printed_id", Grade.INFERRED) if pair.printed else ("reference", Grade.KNOWN)
        acquirer = self._merchants.get(payer) or self._merchants.get(payee)
        self.add(
            Draft(
                payer,
                payee,
                replace(paid, amount=received.amount),
                received,
                grade,
                reason,
                late=pair.late,
                agreed=agreed(paid, payer, received, payee, self._identities),
                fee=pair.fee,
                fee_node=f"fee:{acquirer or paid.institution or payer}",
            )
        )

    def _add_named(self, booking_id: str, other: str) -> None:
        """Take a row against a pool by the account whose id it prints."""
        booking, account, _ = self._rows[booking_id]
        if not self._contradicted(booking, account, other, alike=False):
            self.add(_one_sided(booking, account, other, "printed_id", Grade.INFERRED))

    def add_pair(self, each: Pair, *, known_links_only: bool) -> None:
        """Take two rows as one transfer; for known links alone an inferred one stands on the row that names."""
        (paid, payer, _), (received, payee, _) = self._rows[each.paid], self._rows[each.received]
        reason, grade = each.reason.value, each.reason.grade
        if known_links_only and grade is not Grade.KNOWN:
            reason, grade = "one_sided", Grade.KNOWN
        self.add(Draft(payer, payee, paid, received, grade, reason, late=each.late, agreed=each.agreed))

    def add_rest(self, pairing: Pairing, originals: Mapping[str, Original]) -> None:
        """Take every row in no pair by what it says itself; refunds after all others, to find their originals."""
        rest = sorted(self._rows.keys() - self._of.keys())
        for booking_id in (each for each in rest if each not in originals):
            self._add_alone(booking_id, pairing.alike)
        for booking_id in (each for each in rest if each in originals):
            if not self._came_back(booking_id, originals[booking_id]):
                self._add_alone(booking_id, pairing.alike)

    def _came_back(self, booking_id: str, given_back: Original) -> bool:
        """Take a refund as coming from where its original went; tell whether it did."""
        booking, account, _ = self._rows[booking_id]
        original = self._of.get(given_back.booking)
        if original is None or original.payee == account:
            return False
        source = original.payee
        if not is_node(source):
            named = self._identities.named(booking.counterparty, account)
            says_itself = named.how is How.FULL and institution_of(booking.counterparty) is None
            if says_itself or self._completeness.showing(source, booking.time) is not Showing.SOME:
                return False
        reason, grade = ("refund_like", Grade.INFERRED) if given_back.inferred else ("refund", Grade.KNOWN)
        self.add(_one_sided(booking, account, source, reason, grade))
        if original.payer != account:
            self.after.append((original.id, booking_id))
        return True

    def _add_alone(self, booking_id: str, alike: frozenset[str]) -> None:
        booking, account, end = self._rows[booking_id]
        named = self._identities.named(booking.counterparty, account)
        is_named = end is not None and end.barred is Barred.IF_UNNAMED and named.how is How.FULL
        if end is not None and (not is_named or institution_of(booking.counterparty) is not None):
            self.add(_one_sided(booking, account, self._nodes.get(booking_id, end.node), end.reason))
            return
        if named.how is not How.FULL:
            self.add(_one_sided(booking, account, unnamed_end(booking), "unnamed"))
            return
        other = named.accounts[0]
        if not self._contradicted(booking, account, other, alike=booking.id in alike):
            self.add(_one_sided(booking, account, other, "one_sided"))

    def _contradicted(self, booking: Booking, account: str, other: str, *, alike: bool) -> bool:
        """Take a row as unmatched where the other account's statement speaks against it; tell whether it does."""
        why = _WHY.get(self._completeness.showing(other, booking.time))
        if why is None and alike:
            why = ALIKE
        if why is None:
            return False
        self.add(_one_sided(booking, account, f"unmatched:{other}:{booking.id}", "unmatched"))
        message = why(account=account, booking=booking.id, other=other)
        self.contradictions.append(
            Contradiction(ContradictionKind.UNMATCHED, other, booking.id, booking.amount, message)
        )
        return True


def _entering(accounts: Mapping[str, OwnRows], corrections: Corrections) -> Iterator[tuple[str, int, Booking]]:
    """Yield each booking that enters, with its account and its place among that account's rows."""
    for account in sorted(accounts):
        own = accounts[account]
        for place, booking in enumerate((*own.entering, *own.aside)):
            if booking.id not in corrections.left_out:
                yield account, place, booking


def _one_sided(booking: Booking, account: str, other: str, reason: str, grade: Grade = Grade.KNOWN) -> Draft:
    if booking.direction is Direction.OUT:
        return Draft(account, other, booking, None, grade, reason)
    return Draft(other, account, None, booking, grade, reason)
