"""What the report says of pairs: what two rows agree in, and which rows could have been paired otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from suyuan.actions.case_tracing import TracedCase
from suyuan.actions.report_evidence import place_of
from suyuan.documents.report_model import AmbiguousLine, ConvertedShare, LeadLine, Sentence
from suyuan.documents.shown import spoken_amount
from suyuan.ledger.case_ledger import Agreed, Conversion, Naming
from suyuan.model.booking import Booking
from suyuan.model.moment import Precision
from suyuan.model.text import Text
from suyuan.tracing.policies import Policy

NAMING = {
    (Naming.FULL, Naming.FULL): Text(zh="双方完整记名", en="each row names the other in full"),
    (Naming.FULL, Naming.MASK_FITS): Text(
        zh="付方完整记名，收方掩码相符", en="the payer's row names in full, the payee's mask fits"
    ),
    (Naming.FULL, Naming.DAMAGED_FITS): Text(
        zh="付方完整记名，收方残缺号码前 15 位相符",
        en="the payer's row names in full, the first 15 digits of the payee's damaged number fit",
    ),
    (Naming.FULL, Naming.NOBODY): Text(
        zh="付方完整记名，收方未载明", en="the payer's row names in full, the payee's names nobody"
    ),
    (Naming.MASK_FITS, Naming.FULL): Text(
        zh="收方完整记名，付方掩码相符", en="the payee's row names in full, the payer's mask fits"
    ),
    (Naming.DAMAGED_FITS, Naming.FULL): Text(
        zh="收方完整记名，付方残缺号码前 15 位相符",
        en="the payee's row names in full, the first 15 digits of the payer's damaged number fit",
    ),
    (Naming.NOBODY, Naming.FULL): Text(
        zh="收方完整记名，付方未载明", en="the payee's row names in full, the payer's names nobody"
    ),
}
FITS = Text(zh="双方号码均有缺失而相符", en="both numbers are incomplete, and fit")
ONE_FITS = Text(
    zh="一方号码有缺失而相符，另一方未载明", en="one number is incomplete and fits, the other row names nobody"
)
NOBODY = Text(zh="双方均未载明对方", en="neither row names the other")
NUMBER = Text(zh="共同单号 {number}", en="both carry number {number}")
SAME_DAY = Text(zh="同一日（仅载日期）", en="the same day (dated only)")
DAYS = Text(zh="相差 {count} 日（仅载日期）", en="{count} days apart (dated only)")
SAME_MINUTE = Text(zh="同一分钟", en="the same minute")
MINUTES = Text(zh="相差 {count} 分钟", en="{count} minutes apart")
SECONDS = Text(zh="相差 {count} 秒", en="{count} seconds apart")
FEE = Text(zh="付方多出手续费 {amount}", en="the payer's row shows a fee of {amount} more")
_DAY, _MINUTE = 86400, 60


def agreed_sentences(agreed: Agreed, currency: str) -> tuple[Sentence, ...]:
    """Return what two rows of one payment agree in, one sentence each."""
    found: list[Sentence] = [_named(agreed)]
    if agreed.number:
        found.append(NUMBER(number=agreed.number))
    found.append(_apart(agreed))
    if agreed.fee:
        found.append(FEE(amount=spoken_amount(agreed.fee, currency)))
    return tuple(found)


def _named(agreed: Agreed) -> Text:
    both = agreed.payer_row, agreed.payee_row
    if both in NAMING:
        return NAMING[both]
    nobodies = both.count(Naming.NOBODY)
    return (FITS, ONE_FITS, NOBODY)[nobodies]


def _apart(agreed: Agreed) -> Sentence:
    apart = abs(agreed.seconds)
    if agreed.precision is Precision.DAY:
        return DAYS(count=apart // _DAY) if apart else SAME_DAY
    if agreed.precision is Precision.MINUTE:
        return MINUTES(count=apart // _MINUTE) if apart else SAME_MINUTE
    return SECONDS(count=apart)


def ambiguous_lines(traced: TracedCase, bookings: Mapping[str, Booking]) -> tuple[AmbiguousLine, ...]:
    """Return the rows that could have been paired otherwise just as well."""
    return tuple(
        AmbiguousLine(
            account=bookings[each.booking].account,
            time=bookings[each.booking].time.at,
            amount=bookings[each.booking].amount,
            by=each.by.value,
            place=place_of(bookings[each.booking].source),
            partner=place_of(bookings[each.partner].source),
            others=tuple(place_of(bookings[other].source) for other in each.others),
            count=each.count,
            date_only=bookings[each.booking].time.precision is Precision.DAY,
        )
        for each in traced.ledger.ambiguous
    )


def lead_lines(traced: TracedCase, bookings: Mapping[str, Booking]) -> tuple[LeadLine, ...]:
    """Return the rows that may be one payment or one exchange, and the exchanges that are known."""
    ledger = traced.ledger
    shares = _converted_shares(traced)
    found = [
        LeadLine(
            place_of(bookings[each.paid].source),
            place_of(bookings[each.received].source),
            each.amount,
            ledger.currency,
            each.amount,
            ledger.currency,
            "amount_and_time",
        )
        for each in ledger.leads
    ]
    found += [
        LeadLine(
            place_of(bookings[each.debit].source),
            place_of(bookings[each.credit].source),
            each.paid,
            each.paid_currency,
            each.received,
            each.received_currency,
            each.reason.value,
            shares.get(each.debit, ()),
        )
        for each in (*ledger.conversion_leads, *ledger.conversions)
    ]
    return tuple(sorted(found, key=_rank))


def _rank(line: LeadLine) -> tuple[object, ...]:
    places = ((each.sha256, each.sheet or "", each.row) for each in (line.paid, line.received))
    return *places, line.by


def _converted_shares(traced: TracedCase) -> dict[str, tuple[ConvertedShare, ...]]:
    """Return what of each known exchange was claims' money, by the debit, under each policy with amounts."""
    exchanged = {each.debit: each for each in traced.ledger.conversions}
    carried: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in traced.findings.flows.to_pylist() if exchanged else ():
        if row["transfer"] in exchanged:
            carried[row["transfer"], row["policy"]][row["claim"]] = row["amount"]
    policies = [policy.value for policy in traced.policies if policy is not Policy.POISON]
    claims = [claim.id for claim in traced.ledger.claims]
    return {
        debit: tuple(
            converted_share(each, policy, [carried[debit, policy].get(claim, 0) for claim in claims])
            for policy in policies
        )
        for debit, each in exchanged.items()
        if any((debit, policy) in carried for policy in policies)
    }


def converted_share(exchange: Conversion, policy: str, claims: Sequence[int]) -> ConvertedShare:
    """Return what of an exchange was claims' money, ``claims`` being what each brought of what was paid.

    The units received are split over what was paid, by origin, by largest remainder; ties go to the claim that
    stands first, other funds last (docs/method.md, "Over several currencies").
    """
    pieces = [*claims, exchange.paid - sum(claims)]
    parts = [exchange.received * each // exchange.paid for each in pieces]
    places = range(len(pieces))
    by_remainder = sorted(places, key=lambda at: (-(exchange.received * pieces[at] % exchange.paid), at))
    for at in by_remainder[: exchange.received - sum(parts)]:
        parts[at] += 1
    return ConvertedShare(policy, sum(claims), sum(parts[:-1]))
