"""The demo case against its truth, which the program did not make: every figure, in exact text."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from suyuan.actions.asked import told_apart
from suyuan.actions.bulletin_reading import read_bulletins
from suyuan.actions.case_tracing import TracedCase, held_over_policies
from suyuan.actions.demo import Demo, bulletin_pages
from suyuan.actions.demo_check_files import found_files, true_files
from suyuan.actions.requests import names_of
from suyuan.documents.figures import EDGE, outcome_of
from suyuan.ledger.request_register import RequestRegister, register
from suyuan.model.moment import CHINA
from suyuan.model.money import text_from_minor
from suyuan.model.node import is_node
from suyuan.model.text import Language, Text

FILES = Text(zh="文件与逐行核对", en="files and row accounting")
SUMMARY = Text(zh="总数", en="totals")
LEDGER = Text(zh="账本：转账、配对、剔除", en="ledger: transfers, pairs, what is left out")
CLAIMS = Text(zh="被骗款", en="claims")
LOSSES = Text(zh="损失", en="losses")
HOLDINGS = Text(zh="资金所在", en="holdings")
FLOWS = Text(zh="逐笔流向", en="flows")
EARMARKS = Text(zh="专款认定", en="earmarks")
WITHOUT = Text(zh="不用专款认定时的资金所在", en="holdings without earmarks")
YIELDS = Text(zh="孳息份额", en="shares of yield")
EXITS = Text(zh="去向", en="exits")
TIERS = Text(zh="层级", en="tiers")
COVERAGE = Text(zh="反馈覆盖", en="coverage")
STOPS = Text(zh="先止付", en="what to stop first")
REQUESTS = Text(zh="调证登记", en="the register of requests")
BULLETIN = Text(zh="通报", en="the official bulletin")
INQUIRIES = Text(zh="再调取", en="what to ask next")

Facts = Mapping[Any, Any]
TWO_SIDED = ("both_named", "reference", "one_named", "masked")
LEFT_OUT = ("failed", "corrected", "hold")
"""Why the truth leaves bookings out; what never was money (a file of trades) it does not name."""
SUMMARY_NAMES = (
    *("files_read", "files_refused", "rows", "rows_read", "rows_quarantined"),
    *("accounts_with_statement", "transfers", "victims", "claimed"),
)
INQUIRY_REASONS = {
    "answer_ends": "uncovered_period",
    "order_number": "order_number",
    "unnamed": "unnamed",
    "unmatched": "contradiction",
    "gap": "gap",
}
"""The truth's words for reasons of the tracing, where they are others."""


@dataclass(frozen=True)
class Compared:
    """One group of figures: how many the truth has, and those that differ, as lines ``key: expected / found``."""

    group: Text
    figures: int
    differences: tuple[str, ...]


def check(demo: Demo, truth_file: Path) -> tuple[Compared, ...]:
    """Compare every figure of the solved demo case with its truth."""
    truth = json.loads(truth_file.read_text(encoding="utf-8"))
    traced = demo.traced
    groups: list[tuple[Text, Facts, Facts]] = [
        (FILES, true_files(truth), found_files(traced)),
        (SUMMARY, *_summaries(truth["summary"], demo)),
        (LEDGER, _true_ledger(truth["ledger"]), _ledger(traced)),
        (CLAIMS, _true_claims(truth), _claims(traced)),
        (LOSSES, {e["victim"]: (e["paid"], e["returned"], e["net"]) for e in truth["losses"]}, _losses(traced)),
        (HOLDINGS, _by_policy(truth["holdings"]), _rows(traced.findings.holdings, "account", "claim")),
        (FLOWS, _by_policy(truth["flows"]), _rows(traced.findings.flows, "transfer", "claim")),
        (EARMARKS, {(e[0], e[1]): e[2] for e in truth["earmarks"]}, _earmarks(traced)),
        (WITHOUT, _by_policy(truth["without_earmarks"]), _without(traced)),
        (YIELDS, _by_policy(truth["yields"]), _rows(traced.findings.yields, "transfer", "claim")),
        (EXITS, _by_policy(truth["exits"]), _rows(traced.findings.exits, "account", "kind", "claim")),
        (TIERS, {e["account"]: (e["tier"], e["first_reached"]) for e in truth["tiers"]}, _tiers(traced)),
        (COVERAGE, {e["account"]: (e["state"], e["covered_to"]) for e in truth["coverage"]}, _coverage(traced)),
        (STOPS, {n: (e["account"], e["greatest"]) for n, e in enumerate(truth["stop_first"], 1)}, _stops(traced)),
        (REQUESTS, _true_requests(truth["requests"]), _requests(traced)),
        (BULLETIN, *_bulletins(truth["bulletin"])),
        (
            INQUIRIES,
            {e["account"]: (e["reason"], e["greatest"], e["numbers"]) for e in truth["next_inquiries"]},
            _inquiries(demo),
        ),
    ]
    return tuple(_compared(group, expected, found) for group, expected, found in groups)


def _compared(group: Text, expected: Facts, found: Facts) -> Compared:
    keys = sorted(expected.keys() | found.keys(), key=str)
    differences = tuple(
        f"{key}: {expected.get(key)} / {found.get(key)}" for key in keys if expected.get(key) != found.get(key)
    )
    return Compared(group, len(expected), differences)


def _true_ledger(ledger: Facts) -> dict[Any, Any]:
    pairs = {("pair", e["id"]): (e["payer"], e["payee"], e["amount"], e["reason"]) for e in ledger["two_sided"]}
    left_out = {("left out", booking): reason for booking, reason in ledger["left_out"].items()}
    added = {("added", e["id"]): (e["payer"], e["payee"], e["amount"], e["grade"]) for e in ledger["added"]}
    returns = {("refund", transfer): payer for transfer, payer in ledger["refunds"].items()}
    openings = {("opening", account): amount for account, amount in ledger["openings_stated"].items()}
    asserted = {("assertion", e["account"], e["after_transfer"]): e["amount"] for e in ledger["assertions"]}
    contradicted = {("contradiction", e["booking"]): True for e in ledger["contradictions"]}
    counts = {("grade", grade): count for grade, count in ledger["by_grade"].items()}
    counts |= {("two-sided", reason): ledger["by_reason"].get(reason, 0) for reason in TWO_SIDED}
    nodes = {("node", booking): True for name in ("suspense", "unnamed") for booking in ledger[name]}
    return {
        "transfers": ledger["transfers"],
        **pairs,
        **added,
        **returns,
        **left_out,
        **openings,
        **asserted,
        **contradicted,
        **counts,
        **nodes,
    }


def _ledger(traced: TracedCase) -> dict[Any, Any]:
    ledger = traced.ledger
    pairs = {
        ("pair", e.id): (e.payer, e.payee, _yuan(e.amount), e.reason)
        for e in ledger.transfers
        if len(e.bookings) == 2
    }
    added = {
        ("added", e.id): (e.payer, e.payee, _yuan(e.amount), e.grade.value)
        for e in ledger.transfers
        if not e.bookings
    }
    returns = {("refund", e.id): e.payer for e in ledger.transfers if e.reason == "refund"}
    openings = {("opening", account): _yuan(amount) for account, amount in ledger.openings.items()}
    asserted = {("assertion", e.account, e.after_transfer): _yuan(e.amount) for e in ledger.assertions}
    left_out = {("left out", e.booking): e.reason.value for e in ledger.left_out if e.reason.value in LEFT_OUT}
    contradicted = {("contradiction", e.booking): True for e in ledger.contradictions}
    counts = {("grade", grade): count for grade, count in Counter(e.grade.value for e in ledger.transfers).items()}
    reasons = Counter(e.reason for e in ledger.transfers)
    counts |= {("two-sided", reason): reasons[reason] for reason in TWO_SIDED}
    nodes = {
        ("node", e.id): True
        for e in ledger.transfers
        if any(end.startswith(("suspense:", "unnamed:")) for end in (e.payer, e.payee))
    }
    return {
        "transfers": len(ledger.transfers),
        **pairs,
        **added,
        **returns,
        **left_out,
        **openings,
        **asserted,
        **contradicted,
        **counts,
        **nodes,
    }


def _summaries(truth: Facts, demo: Demo) -> tuple[Facts, Facts]:
    """Return the case's totals: what the truth says, and what a person reads on the terminal."""
    summary = demo.summary
    expected: dict[Any, Any] = {name: truth[name] for name in SUMMARY_NAMES}
    expected |= {
        ("where", p, kind): amount for p, each in truth["where_it_is"].items() for kind, amount in each.items()
    }
    found: dict[Any, Any] = {
        "files_read": summary.files_read,
        "files_refused": summary.files_refused,
        "rows": summary.rows,
        "rows_read": summary.rows_read,
        "rows_quarantined": summary.rows_quarantined,
        "accounts_with_statement": summary.accounts,
        "transfers": len(demo.traced.ledger.transfers),
        "victims": summary.victims,
        "claimed": _yuan(summary.claimed),
    }
    kinds = {
        account.key: EDGE if account.exit_kind == EDGE else outcome_of(account) for account in demo.report.accounts
    }
    where: dict[tuple[str, str], int] = defaultdict(int)
    for line in demo.report.holdings:
        for each in line.amounts:
            where[each.policy, kinds[line.account]] += each.amount
    found |= {("where", policy, kind): _yuan(amount) for (policy, kind), amount in where.items() if amount}
    return expected, found


def _true_requests(requests: Iterable[Facts]) -> dict[Any, Any]:
    return {(e["document"], e["account"]): (e["standing"], e["due"]) for e in requests}


def _requests(traced: TracedCase) -> dict[Any, Any]:
    return {
        (each.request.document, each.account): (each.standing.value, _china(each.due))
        for each in _register(traced).requests
    }


def _register(traced: TracedCase) -> RequestRegister:
    """Return the register as it stands once the last answer of the list has come."""
    moment = max(each.answered for found in traced.contents for each in found.requests if each.answered)
    return register(traced.contents, moment, names_of(traced.taken))


def _bulletins(truth: Facts) -> tuple[Facts, Facts]:
    """Return what the case's bulletin says, page by page, and what was read from each."""
    expected: dict[Any, Any] = {}
    found: dict[Any, Any] = {}
    for reading in read_bulletins(bulletin_pages()):
        page = reading.as_json(Language.ZH)
        expected |= {(reading.file, field): value for field, value in truth.items()}
        found |= {(reading.file, field): page[field] for field in truth}
    return expected, found


def _true_claims(truth: Facts) -> dict[Any, Any]:
    found = {e["claim"]: (e["victim"], e["transfer"], e["claimed"], e["effective"]) for e in truth["claims"]}
    return {**found, **{e["payment"]: (e["victim"], e["amount"], "unfound") for e in truth["unfound"]}}


def _claims(traced: TracedCase) -> dict[Any, Any]:
    effective: dict[str, dict[str, str]] = defaultdict(dict)
    for row in traced.findings.claims.to_pylist():
        effective[row["claim"]][row["policy"]] = _yuan(row["effective"])
    found: dict[Any, Any] = {
        claim.id: (claim.victim, claim.transfer, _yuan(claim.amount), effective[claim.id])
        for claim in traced.ledger.claims
    }
    for each in traced.ledger.unfound:
        found[each.claim] = (each.payment.victim, _yuan(each.payment.amount), "unfound")
    return found


def _losses(traced: TracedCase) -> dict[Any, Any]:
    return {e.victim: (_yuan(e.paid), _yuan(e.returned), _yuan(e.net)) for e in traced.losses}


def _earmarks(traced: TracedCase) -> dict[Any, Any]:
    return {(e.credit, e.debit): _yuan(e.decision.amount) for e in traced.ledger.earmarks}


def _without(traced: TracedCase) -> dict[Any, Any]:
    plain = traced.findings.without_earmarks
    return {} if plain is None else _rows(plain.holdings, "account", "claim")


def _by_policy(rows: Mapping[str, Iterable[list[str]]]) -> dict[Any, Any]:
    return {(policy, *row[:-1]): row[-1] for policy, each in rows.items() for row in each}


def _rows(table: Any, *keys: str) -> dict[Any, Any]:
    return {(row["policy"], *(row[key] for key in keys)): _yuan(row["amount"]) for row in table.to_pylist()}


def _tiers(traced: TracedCase) -> dict[Any, Any]:
    rows = _of_accounts(traced.findings.tiers)
    return {row["account"]: (row["tier"], _china(row["first_reached"])) for row in rows}


def _coverage(traced: TracedCase) -> dict[Any, Any]:
    rows = _of_accounts(traced.findings.coverage)
    return {row["account"]: (row["state"], _china(row["covered_to"])) for row in rows}


def _of_accounts(table: Any) -> list[dict[str, Any]]:
    """Return the rows of accounts: the truth gives nodes no tier and no coverage."""
    return [row for row in table.to_pylist() if not is_node(row["account"])]


def _stops(traced: TracedCase) -> dict[Any, Any]:
    return {stop.rank: (stop.account, _yuan(stop.greatest)) for stop in traced.stops}


def _inquiries(demo: Demo) -> dict[Any, Any]:
    traced, found = demo.traced, {}
    quoted = {line.account: list(line.numbers) for line in demo.report.inquiries}
    _, greatest = held_over_policies(traced.findings)
    asked = _register(traced)
    for row in traced.findings.inquiries.to_pylist():
        account = row["account"]
        reason = told_apart(row["reason"], account, asked)
        numbers = quoted[account] if reason == "order_number" else []
        found[account] = (INQUIRY_REASONS.get(reason, reason), _yuan(greatest.get(account, 0)), numbers)
    return found


def _yuan(minor: int) -> str:
    return text_from_minor(minor, "CNY")


def _china(moment: Any) -> str | None:
    return None if moment is None else moment.astimezone(CHINA).isoformat()
