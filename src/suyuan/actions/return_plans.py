"""The plan of a case's return: its active freezes, its claims net, their traces under every rule."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from suyuan import __version__
from suyuan.actions import freezes, measures, seizures
from suyuan.actions.came_back import measures_at
from suyuan.actions.came_in_ledger import CameBack, came_back_in
from suyuan.actions.case_tracing import TracedCase, trace_case
from suyuan.actions.cases import casebook_of
from suyuan.actions.match_decisions import standing_matches, with_decisions
from suyuan.actions.presumed_tracing import MARK, TracedPresumed, trace_presumed
from suyuan.actions.recovery_plan import POLICIES
from suyuan.actions.return_blocks import blocks_of
from suyuan.actions.return_flow import FLOW_COLUMNS, SEIZED, Row, flow_rows, held_by_claim
from suyuan.casebook import cases, proceedings
from suyuan.errors import Refused, WrongUsage
from suyuan.ledger.build import Ledger
from suyuan.model.account import normal_form
from suyuan.model.moment import CHINA
from suyuan.model.money import text_from_minor
from suyuan.model.proceeding import ProceedingKind
from suyuan.model.text import Text
from suyuan.model.transfer import Grade
from suyuan.recovery import citing, returning
from suyuan.recovery.allocation import LossClaim
from suyuan.recovery.freeze_facts import FreezeState
from suyuan.recovery.losses import Loss
from suyuan.recovery.restitution import FrozenSum, Given, Plan, Trace, plan_of
from suyuan.recovery.restitution_compared import ClaimCompared, compared
from suyuan.recovery.return_facts import Block, FixedAccount, FixedClaim, FixedLine, FixedPlan
from suyuan.recovery.return_methods import IN_LAW
from suyuan.recovery.returning import Return
from suyuan.recovery.set_off import PaidClaim, set_off
from suyuan.settings import Settings
from suyuan.tracing.findings import Findings

NO_FREEZE = Text(
    zh="案件 {case} 没有 {currency} 的冻结中的冻结，无从返还。仅止付的款项不得返还。",
    en="Case {case} has no active freeze in {currency}, so nothing can be returned. What is only stopped is not.",
)
THERE_ALREADY = Text(
    zh="{path} 已有文件，不覆盖。请指定空目录。", en="{path} holds files already; nothing is overwritten."
)


@dataclass(frozen=True)
class AskedPlan:
    """What is asked of a plan: currency, freezes by name (none: all that are active), the moment of the money and
    that of the measures, whether the untraced is shared over all accounts together.

    ``but`` is the number of the return that is under way: what it has decided is its own.
    """

    currency: str = "CNY"
    freezes: tuple[str, ...] = ()
    as_of: datetime | None = None
    now: datetime | None = None
    pooled: bool = False
    but: int | None = None


@dataclass(frozen=True)
class CasePlan:
    """A plan with what it rests on: both denominators, the comparison over rules and bounds, its flow table.

    ``flow`` are the transfers by which each claim's money came to each frozen account, under each rule. ``owed``
    is the net loss of each claim before anything that the case's returns decided or paid.
    """

    case: str
    traced: TracedCase
    given: Given
    found_only: Plan
    with_presumed: Plan
    compared: tuple[ClaimCompared, ...]
    flow: tuple[Row, ...]
    fixed: FixedPlan
    owed: Mapping[str, int]


def case_plan(settings: Settings, word: str, asked: AskedPlan) -> CasePlan:
    """Return the plan of a case's return in one currency, out of its active freezes or those named.

    Raises WrongUsage for an unknown case or freeze, Refused where nothing is frozen or traced.
    """
    currency = asked.currency
    traced = trace_case(settings, word, POLICIES, asked.as_of, bounds=True)
    ledger, findings, losses = view_of(traced, currency)
    frozen = _frozen(settings, word, ledger, asked)
    if not frozen:
        raise Refused(NO_FREEZE(case=traced.taken.case.number, currency=currency))
    key_of = keys_of(ledger)
    came = measures_at(settings, word, measures.present(asked.now or datetime.now(CHINA)))
    came_back = came_back_in(ledger, traced, came)
    lost = _claims(ledger, losses, came_back)
    claims = less_paid(lost, _paid(settings, word, asked.but))
    unfound = trace_presumed(settings, word, POLICIES, traced.as_of)
    presumed = _presumed(unfound, currency)
    given = Given(
        currency=currency,
        frozen=frozen,
        claims=claims,
        traces=with_decisions(
            _traces(ledger, findings, frozen, unfound),
            standing_matches(traced.taken.rulings, currency),
            [each.name for each in frozen],
            currency,
        ),
        presumed=presumed,
        policies=tuple(each.value for each in POLICIES),
        pooled=asked.pooled,
    )
    found_only, kept = plan_of(given, with_presumed=False), plan_of(given, with_presumed=True)
    places = [(each, key_of.get(each.account, each.account)) for each in frozen]
    flow = tuple(flow_rows(ledger, findings, places))
    fixed_claims = _fixed_claims(found_only, ledger)
    blocks = blocks_of(settings, traced.taken.case.number, traced.contents, fixed_claims)
    fixed = _fixed(given, found_only, kept, fixed_claims, traced.as_of, flow, blocks)
    return CasePlan(
        case=traced.taken.case.number,
        traced=traced,
        given=given,
        found_only=found_only,
        with_presumed=kept,
        compared=compared(given, found_only, kept),
        flow=flow,
        fixed=fixed,
        owed={each.id: each.net for each in lost},
    )


def write_case_plan(plan: CasePlan, directory: Path) -> tuple[Path, ...]:
    """Write ``plan.csv``, ``compared.csv`` and the flow table 资金流向表 ``flow.csv`` into an empty or new folder.

    Raises WrongUsage if there are files in it.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise WrongUsage(THERE_ALREADY(path=directory))
    directory.mkdir(parents=True, exist_ok=True)
    tables = {
        "plan.csv": (LINE_COLUMNS, tuple(line_rows(plan))),
        "compared.csv": ((*COMPARED_COLUMNS, *plan.given.policies), tuple(compared_rows(plan))),
        "flow.csv": (FLOW_COLUMNS, plan.flow),
    }
    for name, (columns, rows) in tables.items():
        (directory / name).write_bytes(_csv(columns, rows))
    return tuple(directory / name for name in tables)


def view_of(traced: TracedCase, currency: str) -> tuple[Ledger, Findings, Sequence[Loss]]:
    """Return a case's ledger, findings and losses in one currency; raises Refused where it has none."""
    for each in traced.others:
        if each.ledger.currency == currency:
            return each.ledger, each.findings, each.losses
    if traced.ledger.currency != currency:
        raise Refused(NO_FREEZE(case=traced.taken.case.number, currency=currency))
    return traced.ledger, traced.findings, traced.losses


def keys_of(ledger: Ledger) -> Mapping[str, str]:
    """Return the ledger's account by each number that names it; of two accounts the first has it."""
    found: dict[str, str] = {}
    for key, facts in ledger.accounts.items():
        for number in (key, *facts.numbers):
            found.setdefault(number, key)
    return found


def flow_hash_of(flow: Sequence[Row]) -> str:
    """Return the SHA-256 of a flow table as it is written; empty where there is none."""
    return hashlib.sha256(_csv(FLOW_COLUMNS, flow)).hexdigest() if flow else ""


LINE_COLUMNS = (
    "freeze", "account", "institution", "claim", "victim", "method", "basis", "found_only", "with_presumed",
    "currency",
)  # fmt: skip
COMPARED_COLUMNS = (
    "claim", "victim", "loss", "returned", "net", "found_only", "with_presumed", "least", "greatest",
    "rule_matters",
)  # fmt: skip


def line_rows(plan: CasePlan) -> Iterable[Row]:
    """Give what goes back on each claim out of each account, under both denominators."""
    accounts = {each.name: each for each in plan.fixed.accounts}
    for line in plan.fixed.lines:
        account = accounts[line.name]
        yield (
            line.name,
            account.account,
            account.institution,
            line.claim,
            line.victim,
            line.method.value,
            line.basis.value,
            text_from_minor(line.found_only, plan.given.currency),
            text_from_minor(line.with_presumed, plan.given.currency),
            plan.given.currency,
        )


def compared_rows(plan: CasePlan) -> Iterable[Row]:
    """Give each claim under both plans, within the bounds, and under each rule."""

    def shown(amount: int) -> str:
        return text_from_minor(amount, plan.given.currency)

    for each in plan.compared:
        sums = (each.loss, each.returned, each.net, each.found_only, each.with_presumed, each.least)
        yield (
            each.claim,
            each.victim,
            *map(shown, sums),
            "" if each.greatest is None else shown(each.greatest),
            "yes" if each.rule_matters else "no",
            *map(shown, each.by_policy),
        )


def _frozen(settings: Settings, word: str, ledger: Ledger, asked: AskedPlan) -> tuple[FrozenSum, ...]:
    """Return what each active freeze holds and no other return has decided on."""
    wanted = {each.removeprefix("freeze-") for each in asked.freezes}
    taken = outstanding(settings, word, asked.but)
    credited = Counter(each.payee for each in ledger.transfers)
    key_of = keys_of(ledger)
    found = []
    for view in freezes.list_freezes(settings, word, asked.now):
        freeze, name = view.freeze, view.proceeding.id
        if wanted and name.removeprefix("freeze-") not in wanted:
            continue
        if view.state is not FreezeState.ACTIVE or freeze.proposal.currency != ledger.currency:
            continue
        account = normal_form(freeze.proposal.account)
        key = key_of.get(account, account)
        facts = ledger.accounts.get(key)
        credits = credited[key] if facts and facts.has_statement else None
        found.append(
            FrozenSum(
                name,
                account,
                max(0, (freeze.cash or 0) - taken.get(name, 0)),
                citing.day_of(freeze.terms[-1].expiry) if freeze.terms else None,
                credits,
                freeze.proposal.institution,
                freeze.proposal.holder,
            )
        )
    return (*found, *_seized(settings, word, ledger.currency, wanted, taken))


def _seized(
    settings: Settings, word: str, currency: str, wanted: Collection[str], taken: Mapping[str, int]
) -> Iterable[FrozenSum]:
    """Give what was seized or given back and is held as money: it goes back by the same rules (退赃退赔)."""
    for view in seizures.list_items(settings, word):
        name, taking = view.proceeding.id, view.seizure.taking
        left = view.seizure.left - taken.get(name, 0)
        if left > 0 and view.seizure.currency == currency and (not wanted or name in wanted):
            place = taking.place_of_money or name
            yield FrozenSum(name, place, left, institution=taking.keeper, holder=taking.person)


def less_paid(claims: Sequence[LossClaim], paid: Mapping[str, int]) -> tuple[LossClaim, ...]:
    """Return the claims with what other returns of the case have decided or paid counted as returned.

    A later procedure starts from what is still owed: a late victim does not share with a loss made good already.
    """
    return tuple(replace(each, returned=each.returned + paid.get(each.id, 0)) for each in claims)


def outstanding(settings: Settings, word: str, but: int | None = None) -> Mapping[str, int]:
    """Return what a case's returns have decided and not yet paid, by freeze; ``but`` one of them."""
    sums: Counter[str] = Counter()
    for found in _returns(settings, word, but):
        sums.update(found.outstanding)
    return sums


def _paid(settings: Settings, word: str, but: int | None) -> Mapping[str, int]:
    """Return what a case's returns have decided or paid on each claim; of ``but`` what it has paid."""
    sums: Counter[str] = Counter()
    for found in _returns(settings, word, but):
        for each in found.payments:
            sums[each.payment.claim] += each.payment.amount
    if but is not None:
        (own,) = _returns(settings, word, only=but)
        sums.update(own.paid())
    return sums


def _returns(settings: Settings, word: str, but: int | None = None, only: int | None = None) -> tuple[Return, ...]:
    with casebook_of(settings) as casebook, casebook.reading() as session:
        scope = measures.scope_of(cases.find_case(session, word))
        every = proceedings.list_proceedings(session, scope, [ProceedingKind.RETURN])
    asked = (each for each in every if each.number != but and only in (None, each.number))
    return tuple(returning.return_of(step.act for step in each.steps) for each in asked)


def _claims(ledger: Ledger, losses: Sequence[Loss], came_back: CameBack) -> tuple[LossClaim, ...]:
    """Return the claims less what came back to their victims before the case and, from suspects, since."""
    time_of = {each.id: each.time for each in ledger.transfers}
    paid = [PaidClaim(each.id, each.victim, time_of[each.transfer], each.amount) for each in ledger.claims]
    paid_of: defaultdict[str, int] = defaultdict(int)
    for claim in paid:
        paid_of[claim.victim] += claim.paid
    # What came back never lowers more than what a victim paid by claims that the ledger has.
    returned = {
        each.victim: min(each.returned + came_back.to_victims.get(each.victim, 0), paid_of[each.victim])
        for each in losses
    }
    return set_off(paid, {victim: amount for victim, amount in returned.items() if victim in paid_of}).claims


def _presumed(unfound: TracedPresumed | None, currency: str) -> tuple[LossClaim, ...]:
    if unfound is None or unfound.presumed.currency != currency:
        return ()
    return tuple(
        LossClaim(
            f"{MARK}{each.claim.transfer.id}",
            each.name or each.claim.payer,
            each.claim.amount,
            0,
            each.claim.transfer.time,
        )
        for each in unfound.presumed.lines
        if each.counts
    )


def _traces(
    ledger: Ledger, findings: Findings, frozen: Sequence[FrozenSum], unfound: TracedPresumed | None
) -> Iterable[Trace]:
    """Give what of each claim stands in each frozen account: under each rule, and within which open bounds."""
    held = held_by_claim(findings, ledger.currency)
    if unfound is not None:
        held |= held_by_claim(unfound.findings, ledger.currency)
    bounds = {
        (row["claim"], row["account"]): (row["least_open"], row["greatest_open"])
        for row in (findings.bounds.to_pylist() if findings.bounds is not None else ())
        if row["currency"] == ledger.currency
    }
    marked = _marked(ledger)
    key_of = keys_of(ledger)
    place = {each.id: number for number, each in enumerate(ledger.claims)}
    presumed = sorted({claim for claim, _ in held if claim.startswith(MARK)})
    place |= {claim: len(ledger.claims) + number for number, claim in enumerate(presumed)}
    reaching: defaultdict[str, set[str]] = defaultdict(set)
    for claim, key in (*held, *bounds):
        if claim in place:
            reaching[key].add(claim)
    for account in frozen:
        key = key_of.get(account.account, account.account)
        if account.name.startswith(SEIZED) and key not in ledger.accounts:
            # Nobody says where it came from: any claim's money may be in it, and no trace leads there.
            yield from (Trace(claim, account.name, 0, None, (0,) * len(POLICIES)) for claim in place)
            continue
        for claim in sorted(reaching[key], key=place.__getitem__):
            sums = held.get((claim, key), {})
            by_policy = tuple(sums.get(each.value, 0) for each in POLICIES)
            # The bounds list every account that a reported claim can reach; a presumed one has none.
            least, greatest = (0, None) if claim.startswith(MARK) else bounds.get((claim, key), (0, 0))
            if any(by_policy) or greatest:
                yield Trace(claim, account.name, least, greatest, by_policy, (claim, key) in marked)


def _marked(ledger: Ledger) -> frozenset[tuple[str, str]]:
    """Return claims and accounts between which every hop is an earmark marked known."""
    next_of = {
        each.credit: each.joined or each.debit for each in ledger.earmarks if each.decision.grade is Grade.KNOWN
    }
    payee = {each.id: each.payee for each in ledger.transfers}
    found = set()
    for claim in ledger.claims:
        hop, seen = claim.transfer, {claim.transfer}
        while (following := next_of.get(hop)) and following not in seen:
            hop = following
            seen.add(hop)
            found.add((claim.id, payee.get(hop, "")))
    return frozenset(found)


def _fixed_claims(found_only: Plan, ledger: Ledger) -> tuple[FixedClaim, ...]:
    payer_of = {each.id: each.payer for each in ledger.transfers}
    payers = {each.id: (payer_of[each.transfer],) for each in ledger.claims}
    return tuple(
        FixedClaim(each.id, each.victim, each.loss, each.returned, each.first_transfer, payers.get(each.id, ()))
        for each in found_only.claims
    )


def _fixed(
    given: Given,
    found_only: Plan,
    kept: Plan,
    claims: tuple[FixedClaim, ...],
    as_of: datetime,
    flow: Sequence[Row],
    blocks: tuple[Block, ...],
) -> FixedPlan:
    amounts = {(line.name, line.claim, line.method): line.amount for line in kept.lines()}
    bases = {(line.name, line.claim, line.method): line for line in (*found_only.lines(), *kept.lines())}
    first = {(line.name, line.claim, line.method): line.amount for line in found_only.lines()}
    lines = tuple(
        FixedLine(
            claim,
            bases[name, claim, method].victim,
            name,
            method,
            first.get((name, claim, method), 0),
            amounts.get((name, claim, method), 0),
            bases[name, claim, method].basis,
            bases[name, claim, method].decision,
        )
        for name, claim, method in sorted(bases, key=lambda each: (each[0], each[1], each[2].value))
    )
    methods = {line.method for line in lines}
    rules = sorted(
        {
            rule
            for method in methods
            for rule in (
                IN_LAW[method].rule,
                IN_LAW[method].formula,
                IN_LAW[method].deduction,
                IN_LAW[method].notice,
            )
            if rule
        }
    )
    return FixedPlan(
        currency=given.currency,
        as_of=as_of,
        pooled=given.pooled,
        accounts=tuple(
            FixedAccount(
                name=each.frozen.name,
                account=each.frozen.account,
                holder=each.frozen.holder,
                institution=each.frozen.institution,
                amount=each.frozen.amount,
                expiry=each.frozen.expiry,
                method=each.method,
                shared=each.shared,
                nets=each.nets,
                presumed=each.presumed,
                reserved=each.reserved,
            )
            for each in kept.accounts
        ),
        claims=claims,
        lines=lines,
        blocks=blocks,
        rules=tuple(rules),
        flow_hash=flow_hash_of(flow),
        version=__version__,
    ).sealed


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode()
