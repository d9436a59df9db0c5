"""What to ask next, in words: which institution, which number, which period, which order numbers, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from suyuan.actions.asked import told_apart
from suyuan.actions.case_tracing import TracedCase, held_over_policies
from suyuan.documents.report_model import InquiryLine
from suyuan.ledger.request_register import RequestRegister
from suyuan.model.booking import Booking
from suyuan.model.text import Text

REASONS = {
    "never_asked": Text(zh="从未调取该账户流水", en="nobody has asked for this account's statement"),
    "asked_not_answered": Text(
        zh="已调取、尚未反馈，须催办（见“调证”）", en="asked and not answered: press for it (see Requests)"
    ),
    "answered_in_part": Text(
        zh="已调取、仅部分反馈，须补齐（见“调证”）", en="answered in part: ask for the rest (see Requests)"
    ),
    "file_missing": Text(
        zh="称已全部反馈，但没有收到流水：索取文件",
        en="said to be answered whole, but no statement came: get the file",
    ),
    "refused": Text(
        zh="已调取、未予提供（原因见“调证”），须另行调取", en="refused (why, see Requests): ask in another way"
    ),
    "period_not_stated": Text(
        zh="已有该账户流水，但未登记反馈期间：请在调证清单中补登",
        en="its statement is here, but not for which period the institution answered: enter it in the list of "
        "requests (调证清单)",
    ),
    "answer_ends": Text(
        zh="反馈期间在此之前已结束", en="the institution's answer ends before the moment asked about"
    ),
    "order_number": Text(
        zh="资金进入支付机构或商户，须凭订单号查询去向",
        en="the money went to a payment institution or merchant: ask with the order number",
    ),
    "unnamed": Text(
        zh="该行未写明或遮盖了对方账户，须向开户行查询",
        en="the row hides or lacks the other account: ask its bank",
    ),
    "unmatched": Text(zh="双方流水互相矛盾", en="the two sides' statements contradict each other"),
    "gap": Text(zh="流水缺页，须补调", en="pages of the statement are missing: ask for them"),
}
"""The words for each reason of the tracing."""


@dataclass(frozen=True)
class _Asked:
    """Whom an inquiry is put to and for which period."""

    institution: str
    start: datetime | None
    end: datetime | None


def inquiry_lines(
    traced: TracedCase, bookings: Mapping[str, Booking], register: RequestRegister
) -> tuple[InquiryLine, ...]:
    """Return what to ask next, once for all policies: the greatest amount over them ranks."""
    _, greatest = held_over_policies(traced.findings)
    seen: dict[tuple[str, str], Mapping[str, object]] = {}
    for row in traced.findings.inquiries.to_pylist():
        seen.setdefault((row["account"], row["reason"]), row)
    ranked = sorted(seen, key=lambda key: (-greatest.get(key[0], 0), key))
    lines = []
    for rank, (account, reason) in enumerate(ranked, 1):
        asked = _asked(account, reason, seen[account, reason], traced, bookings)
        lines.append(
            InquiryLine(
                rank=rank,
                account=account,
                institution=asked.institution,
                start=asked.start,
                end=asked.end,
                amount=greatest.get(account, 0),
                reason=REASONS[told_apart(reason, account, register)],
                numbers=_order_numbers(account, bookings),
            )
        )
    return tuple(lines)


def _asked(
    account: str, reason: str, row: Mapping[str, object], traced: TracedCase, bookings: Mapping[str, Booking]
) -> _Asked:
    """Return whom to ask: for a node the bank of the account whose row it is named after."""
    start, end = _time(row["from"]), _time(row["to"])
    if reason == "gap":
        own = account.partition(":")[2]
        gaps = [gap for gap in traced.ledger.gaps if gap.account == own]
        if gaps:
            start, end = min(gap.start.at for gap in gaps), max(gap.end.at for gap in gaps)
        return _Asked(_bank(own, traced), start, end)
    if reason == "unmatched":
        return _Asked(_bank(account.split(":")[1], traced), start, end)
    booking = bookings.get(account.rsplit(":", 1)[-1])
    if reason == "unnamed" and booking is not None:
        owner = next(
            (key for key, facts in traced.ledger.accounts.items() if booking.account in facts.numbers), ""
        )
        return _Asked(_bank(owner, traced), booking.time.at, booking.time.at)
    return _Asked(str(row["bank"] or ""), start, end)


def _bank(account: str, traced: TracedCase) -> str:
    facts = traced.ledger.accounts.get(account)
    return facts.bank if facts else ""


def _order_numbers(account: str, bookings: Mapping[str, Booking]) -> tuple[str, ...]:
    """Return the order numbers of the booking that a node is named after."""
    booking = bookings.get(account.rsplit(":", 1)[-1]) if ":" in account else None
    return booking.references if booking else ()


def _time(value: object) -> datetime | None:
    return value if isinstance(value, datetime) else None
