"""truth.json: what a right reading and a right calculation must give. README.md says what each part means."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from typing import Any

from bulletin import EXPECTED
from cast import ACCOUNTS, yuan
from evidence import Case
from forms import decisions, requests, standing
from pencil import compare_with_hand
from plain_ledger import Ledger, build_ledger, rival_pairs
from plain_trace import (
    CODE_OF,
    POLICIES,
    Traced,
    coverage_state,
    exit_kind,
    exits,
    least_openings,
    parent_of,
    returned,
    tiers,
    trace,
    where,
)
from printed import reference
from story import AS_OF, FILED
from truth_files import files_truth

REASONS = {
    "payment_institution": "order_number",
    "unmatched": "contradiction",
    "unexplained": "gap",
    "unnamed": "unnamed",
}
"""Kind of exit to the reason for which its institution is asked next."""


def build_truth(case: Case) -> dict[str, Any]:
    """Compute everything; ValueError where the story would leave the answer open."""
    if rivals := rival_pairs(case):
        raise ValueError(f"rows that could be paired otherwise: {rivals[:3]}")
    ledger = build_ledger(case)
    moment = datetime.fromisoformat(AS_OF)
    plain = build_ledger(case, earmarked=False)
    traced = {policy: trace(ledger, policy, moment) for policy in POLICIES}
    compare_with_hand(ledger, traced)
    return {
        "case": {"name": "临江“3.16”电信网络诈骗案", "currency": "CNY", "as_of": AS_OF, "cut_off": FILED},
        "summary": _summary(case, ledger, traced, moment),
        "bulletin": EXPECTED,
        "files": files_truth(case, ledger),
        "ledger": _ledger(ledger),
        "claims": _claims(ledger, traced),
        "unfound": [
            {"payment": line.claim, "victim": ACCOUNTS[line.victim].holder, "amount": yuan(line.amount)}
            for line in ledger.unfound
        ],
        "losses": _losses(case, ledger),
        "coverage": _coverage(ledger, traced, moment),
        "tiers": [
            {"account": key, "tier": reached.tier, "first_reached": reached.first.isoformat()}
            for key, reached in sorted(tiers(ledger, moment).items())
            if parent_of(key) in CODE_OF
        ],
        "requests": [
            {
                "document": r.document,
                "account": ACCOUNTS[r.account].key,
                "standing": standing(r),
                "due": r.due.replace(" ", "T") + "+08:00",
            }
            for r in sorted(requests(), key=lambda each: (each.document, ACCOUNTS[each.account].key))
        ],
        "stop_first": _stop_first(ledger, traced, moment),
        "next_inquiries": _inquiries(case, ledger, traced, moment),
        "holdings": {policy: _rows(traced[policy].holdings) for policy in POLICIES},
        "exits": {policy: _exits(ledger, traced[policy], moment) for policy in POLICIES},
        "earmarks": [[credit, debit, yuan(amount)] for credit, debit, amount in ledger.earmarks],
        "without_earmarks": {policy: _rows(trace(plain, policy, moment).holdings) for policy in POLICIES},
        "yields": {policy: _rows(traced[policy].yields) for policy in POLICIES},
        "flows": {policy: _rows(traced[policy].flows) for policy in POLICIES},
    }


def _rows(table: dict[str, dict[str, int]]) -> list[list[str]]:
    return [[key, claim, yuan(amount)] for key in sorted(table) for claim, amount in sorted(table[key].items())]


def _totals(traced: Traced) -> dict[str, int]:
    return {key: sum(held.values()) for key, held in traced.holdings.items()}


def _summary(case: Case, ledger: Ledger, traced: dict[str, Traced], moment: datetime) -> dict[str, Any]:
    read = [file for file in case.files.values() if file.rows]
    states = Counter(part["balance"]["state"] for file in files_truth(case, ledger) for table in file["tables"]
                     for part in table.get("parts", []))  # fmt: skip
    stands = {}
    for policy in POLICIES:
        totals = _totals(traced[policy])
        by_state: Counter[str] = Counter()
        for key, amount in totals.items():
            by_state[where(ledger, key, moment)] += amount
        stands[policy] = {state: yuan(by_state[state]) for state in sorted(by_state)}
    ends = {end for transfer in ledger.transfers for end in (transfer.payer, transfer.payee)}
    return {
        "files": len(case.files) - 1,
        "files_read": len(read),
        "files_duplicate": 1,
        "files_refused": 1,
        "rows": sum(file.rows["total"] for file in read),
        "rows_read": sum(file.rows["read"] for file in read),
        "rows_quarantined": sum(file.rows["quarantined"] for file in read),
        "accounts_with_statement": len(case.lines),
        "balances": dict(sorted(states.items())),
        "accounts_in_ledger": len(ends & CODE_OF.keys()),
        "transfers": len(ledger.transfers),
        "victims": len({line.victim for line in case.reported}),
        "claims": len(ledger.claims),
        "reported": yuan(sum(line.amount for line in case.reported)),
        "claimed": yuan(sum(claim.amount for claim in ledger.claims)),
        "effective": {policy: yuan(sum(traced[policy].effective.values())) for policy in POLICIES},
        "where_it_is": stands,
    }


def _ledger(ledger: Ledger) -> dict[str, Any]:
    reasons = Counter(transfer.reason for transfer in ledger.transfers)
    grades = Counter(transfer.grade for transfer in ledger.transfers)
    unmatched = [transfer for transfer in ledger.transfers if transfer.reason == "unmatched"]
    least = {key: amount for key, amount in least_openings(ledger).items() if key in CODE_OF}
    return {
        "transfers": len(ledger.transfers),
        "by_reason": dict(sorted(reasons.items())),
        "by_grade": dict(sorted(grades.items())),
        "two_sided": [
            {"id": t.id, "payer": t.payer, "payee": t.payee, "amount": yuan(t.amount), "grade": t.grade,
             "reason": t.reason, "bookings": list(t.bookings)}
            for t in sorted(ledger.transfers, key=lambda each: each.id) if len(t.bookings) == 2
        ],
        "added": [
            {"id": t.id, "payer": t.payer, "payee": t.payee, "amount": yuan(t.amount), "grade": t.grade}
            for t in sorted(ledger.transfers, key=lambda each: each.id) if not t.bookings
        ],
        "refunds": {
            t.id: t.payer for t in ledger.transfers
            if t.move.refunds or (t.move.payer.startswith("PACKET:") and not t.move.sender)
        },
        "left_out": dict(sorted(ledger.left_out.items())),
        "suspense": sorted(t.id for t in ledger.transfers if t.reason == "suspense"),
        "unnamed": sorted(t.id for t in ledger.transfers if "unnamed:" in t.payer + t.payee),
        "contradictions": [
            {"booking": t.id, "payer": t.payer, "payee": t.payee, "amount": yuan(t.amount)} for t in unmatched
        ],
        "assertions": [
            {"account": a.account, "after_transfer": a.after, "amount": yuan(a.amount), "why": a.why,
             "before_booking": a.booking}
            for a in ledger.assertions
        ],
        "openings_stated": {key: yuan(amount) for key, amount in sorted(ledger.openings.items())},
        "openings_least": {key: yuan(amount) for key, amount in sorted(least.items())},
    }  # fmt: skip


def _claims(ledger: Ledger, traced: dict[str, Traced]) -> list[dict[str, Any]]:
    return [
        {
            "claim": claim.id,
            "victim": ACCOUNTS[claim.victim].holder,
            "transfer": claim.transfer,
            "claimed": yuan(claim.amount),
            "effective": {policy: yuan(traced[policy].effective[claim.id]) for policy in POLICIES},
        }
        for claim in ledger.claims
    ]


def _losses(case: Case, ledger: Ledger) -> list[dict[str, str]]:
    filed = datetime.fromisoformat(FILED)
    controlled = {ACCOUNTS[code].key for code, word, _ in decisions() if word == "涉案账户"}
    decided = {ACCOUNTS[code].key for code, _, _ in decisions()}
    reached = set(tiers(ledger, datetime.fromisoformat(AS_OF))) & CODE_OF.keys()
    back = returned(ledger, filed, controlled | (reached - decided))
    found = []
    for victim in sorted({line.victim for line in case.reported}):
        paid = sum(line.amount for line in case.reported if line.victim == victim)
        came = sum(transfer.amount for transfer in back.get(victim, []))
        figures = {"paid": yuan(paid), "returned": yuan(came), "net": yuan(max(0, paid - came))}
        found.append({"victim": ACCOUNTS[victim].holder} | figures)
    return found


def _coverage(ledger: Ledger, traced: dict[str, Traced], moment: datetime) -> list[dict[str, Any]]:
    """The accounts to which claims' money came under any policy; nodes have no coverage."""
    moved = {transfer for each in traced.values() for transfer in each.flows}
    found = []
    for key in sorted({t.payee for t in ledger.transfers if t.id in moved and parent_of(t.payee) in CODE_OF}):
        state, until = coverage_state(ledger, key, moment)
        found.append({"account": key, "state": state, "covered_to": until.isoformat() if until else None})
    return found


def _exits(ledger: Ledger, traced: Traced, moment: datetime) -> list[list[str]]:
    rows = []
    for key, held in sorted(exits(ledger, traced, moment).items()):
        kind = exit_kind(ledger, key)
        rows += [[key, kind, claim, yuan(amount)] for claim, amount in sorted(held.items()) if amount > 0]
    return rows


def _stop_first(ledger: Ledger, traced: dict[str, Traced], moment: datetime) -> list[dict[str, Any]]:
    """Accounts whose balance is known to stand now, by the most that any policy leaves there."""
    keys = {
        key
        for each in traced.values()
        for key in each.holdings
        if parent_of(key) in CODE_OF and not exit_kind(ledger, key)
    }
    standing = [key for key in keys if coverage_state(ledger, key, moment)[0] == "stands"]
    found = [(key, {policy: _totals(traced[policy]).get(key, 0) for policy in POLICIES}) for key in standing]
    return [{"account": key} | _figures(amounts) for key, amounts in sorted(found, key=_by_greatest)]


def _inquiries(case: Case, ledger: Ledger, traced: dict[str, Traced], moment: datetime) -> list[dict[str, Any]]:
    """Where the trail stops for want of an answer, by the most that any policy brings there."""
    found, why = [], {}
    for key in {key for each in traced.values() for key in each.holdings}:
        kind = exit_kind(ledger, key)
        reason = _asked(key) if kind in ("exchange", "edge_account") else REASONS.get(kind or "")
        if kind is None and coverage_state(ledger, key, moment)[0] == "stood_until":
            reason = "uncovered_period"
        if reason:
            why[key] = reason
            found.append((key, {policy: _totals(traced[policy]).get(key, 0) for policy in POLICIES}))
    return [
        {"account": key, "reason": why[key], "numbers": _numbers(case, ledger, key, why[key])} | _figures(each)
        for key, each in sorted(found, key=_by_greatest)
    ]


def _numbers(case: Case, ledger: Ledger, key: str, reason: str) -> list[str]:
    """The order number to quote to a payment institution, where the bank's row prints one (CIB's has none)."""
    if reason != "order_number":
        return []
    move = next(transfer.move for transfer in ledger.transfers if transfer.payee == key)
    return [
        reference(line) for line in case.lines[move.payer] if line.move is move and ACCOUNTS[line.account].number
    ]


def _asked(key: str) -> str:
    """Of an account whose statement nobody has: whether it was asked for, and how that stands."""
    stands = {"overdue": "asked_not_answered", "waiting": "asked_not_answered", "part": "answered_in_part"}
    for request in requests():
        if ACCOUNTS[request.account].key == key:
            return stands.get(standing(request), "refused")
    return "never_asked"


def _by_greatest(row: tuple[str, dict[str, int]]) -> tuple[int, str]:
    return -max(row[1].values()), row[0]


def _figures(amounts: dict[str, int]) -> dict[str, Any]:
    return {"greatest": yuan(max(amounts.values()))} | {policy: yuan(amounts[policy]) for policy in POLICIES}


def as_bytes(truth: dict[str, Any]) -> bytes:
    """JSON in which a list of plain values stands on one line, so that a changed figure is one changed line."""
    return (_written(truth, "") + "\n").encode()


def _written(value: object, indent: str) -> str:
    inner = indent + " "
    if isinstance(value, dict) and any(isinstance(each, dict | list) for each in value.values()):
        parts = [f"{inner}{json.dumps(key)}: {_written(each, inner)}" for key, each in value.items()]
        return "{\n" + ",\n".join(parts) + f"\n{indent}}}"
    if isinstance(value, list) and any(isinstance(each, dict | list) for each in value):
        return "[\n" + ",\n".join(inner + _written(each, inner) for each in value) + f"\n{indent}]"
    return json.dumps(value, ensure_ascii=False)
