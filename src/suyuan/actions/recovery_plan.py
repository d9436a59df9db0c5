"""The freeze plan of a case: tracing, measures and losses brought together, and its orders written out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from suyuan.actions import due, freezes, good_faith, seizures, stops
from suyuan.actions.came_back import Came, measures_at, seized_money
from suyuan.actions.came_in_ledger import CameBack, came_back_in, names_of
from suyuan.actions.case_tracing import CURRENCY, StatedBalance, TracedCase, stated_balances, trace_case
from suyuan.actions.measures import name_of
from suyuan.errors import WrongUsage
from suyuan.ledger.build import Ledger
from suyuan.model.account import normal_form
from suyuan.model.text import Message, Text
from suyuan.recovery.freeze_facts import FreezeState
from suyuan.recovery.freeze_plan import Candidate, FreezePlan, Measure, Room, freeze_plan
from suyuan.recovery.freezing import Freeze
from suyuan.recovery.good_faith import GoodFaith, apart, shares
from suyuan.recovery.losses import Loss
from suyuan.recovery.stop_facts import StopState
from suyuan.settings import Settings
from suyuan.tracing.findings import Findings
from suyuan.tracing.policies import Policy

POLICIES = tuple(each for each in Policy if each is not Policy.POISON)
"""The rules that give amounts."""

LONGEST = timedelta(days=30)

NO_SUCH_ACCOUNT = Text(
    zh="“{account}”不在方案的账户之中。有：{known}。",
    en="“{account}” is none of the plan's accounts. There are: {known}.",
)
NO_REASON = Text(
    zh="“{text}”应写成 账号=理由，理由不能为空。",
    en="“{text}” is to be ACCOUNT=REASON, and the reason cannot be empty.",
)
NOT_FILED = Text(
    zh="案件尚未登记立案时间：立案前只能紧急止付，不得冻结（程序规定第一百七十四条）。",
    en="The case has no time of filing (立案): before it only an emergency stop is lawful, no freeze "
    "(程序规定 article 174).",
)
STOP_UNTIL = Text(
    zh="{id} 止付至 {end}（{rule}），须在此前冻结",
    en="{id} stops it until {end} ({rule}); freeze before that",
)
FROZEN_UNTIL = Text(zh="{id} 已冻结 {held}，到 {end}（{rule}）", en="{id} holds {held} until {end} ({rule})")
NO_MEASURE = Text(zh="尚无措施", en="no measure yet")


@dataclass(frozen=True)
class RecoveryPlan:
    """A case's plan: one for each currency, the main one first, with what expires soon.

    ``traced`` is what it rests on; ``now`` the instant at which measures are looked at.
    """

    traced: TracedCase
    now: datetime
    plans: tuple[FreezePlan, ...]
    expiring: tuple[due.DueItem, ...]
    warnings: tuple[Message, ...]


@dataclass(frozen=True)
class Asked:
    """What a person asks of a plan: accounts brought in, or frozen whole, each as ``ACCOUNT=REASON``."""

    include: Sequence[str] = ()
    whole: Sequence[str] = ()
    bounds: bool = True


def recovery_plan(
    settings: Settings, case: str, asked: Asked, as_of: datetime | None = None, now: datetime | None = None
) -> RecoveryPlan:
    """Return the plan of a case as of a moment (None: its last transfer).

    Raises WrongUsage for an unknown case or account and a missing reason, Refused where there is nothing to trace.
    """
    traced = trace_case(settings, case, POLICIES, as_of, bounds=asked.bounds)
    listed = due.due_list(settings, case, LONGEST, now)
    measures = measures_on(settings, case, listed.now)
    include, whole = _reasons(asked.include), _reasons(asked.whole)
    views = [(traced.ledger, traced.findings, traced.losses, traced.balances)]
    views += [
        (each.ledger, each.findings, each.losses, stated_balances(traced.contents, each.ledger, traced.as_of))
        for each in traced.others
    ]
    came = measures_at(settings, case, listed.now)
    items = seizures.as_of(seizures.list_items(settings, case), listed.now)
    plans = [_plan(view, traced, (measures, came, items), include, whole) for view in views]
    _all_known([*include, *whole], plans)
    warnings = () if traced.taken.case.filed_at is not None else (NOT_FILED(),)
    return RecoveryPlan(traced, listed.now, tuple(plans), listed.items, warnings)


def clock_of(candidate: Candidate, money: Mapping[str, str]) -> tuple[Message, ...]:
    """Return what runs on an account: its stop, its freezes, or that there is nothing; ``money`` shows sums."""
    said = [
        STOP_UNTIL(id=each.id, end=_time(each.ends), rule=each.rule)
        if each.stopped
        else FROZEN_UNTIL(id=each.id, held=money.get(each.id, ""), end=_time(each.ends), rule=each.rule)
        for each in candidate.measures
        if each.active
    ]
    return tuple(said) or (NO_MEASURE(),)


def _plan(
    view: tuple[Ledger, Findings, Sequence[Loss], Mapping[str, StatedBalance]],
    traced: TracedCase,
    taken: tuple[Mapping[tuple[str, str], Sequence[Measure]], Came, Sequence[seizures.SeizureView]],
    include: Mapping[str, str],
    whole: Mapping[str, str],
) -> FreezePlan:
    ledger, findings, losses, balances = view
    measures, came, items = taken
    currency = ledger.currency
    came_back = came_back_in(ledger, traced, came)
    candidates = tuple(_candidates(ledger, findings, balances, traced, (measures, came_back)))
    frozen = sum(
        each.held or 0 for (_, of), held in measures.items() if of == currency for each in held if _holds(each)
    )
    back = came_back.by_measures + came_back.by_suspects
    room = Room(sum(each.net for each in losses), frozen, sum(seized_money(items, currency)), back)
    claimed: dict[str, int] = {}
    for row in findings.claims.to_pylist():
        if row["currency"] == currency:
            claimed[row["claim"]] = max(claimed.get(row["claim"], 0), row["effective"])
    return freeze_plan(currency, candidates, claimed, room, included=include, whole=whole)


def _holds(measure: Measure) -> bool:
    return measure.active and not measure.stopped


def _candidates(
    ledger: Ledger,
    findings: Findings,
    balances: Mapping[str, StatedBalance],
    traced: TracedCase,
    taken: tuple[Mapping[tuple[str, str], Sequence[Measure]], CameBack],
) -> Iterable[Candidate]:
    """Give every account of the ledger with claims' money under any rule or reading, or with a measure on it."""
    measures, came_back = taken
    by_policy = _by_policy(findings)
    ranges = _ranges(findings)
    bounds = _bounds(findings)
    standing = {row["account"]: row["state"] for row in findings.coverage.to_pylist()}
    stops_first = _readings_range(traced) if ledger is traced.ledger else {}
    claimed = good_faith.standing(traced.taken.rulings)
    last_debit = {each.payer: each.time for each in ledger.transfers if each.time <= traced.as_of}
    for account, facts in sorted(ledger.accounts.items()):
        under = _measures_of(facts.numbers, account, ledger.currency, measures)
        sums = tuple((policy, held.get(account, 0)) for policy, held in by_policy.items())
        least, greatest = stops_first.get(account) or _extremes(sums)
        if not greatest and not under:
            continue
        low, high = bounds.get(account, (0, 0)) if findings.bounds is not None else (None, None)
        stated = balances.get(account)
        yield Candidate(
            account=account,
            institution=facts.bank,
            holder=facts.holder,
            kind=facts.kind,
            role=facts.role,
            currency=ledger.currency,
            stands=standing.get(account) == "stands",
            least=least,
            greatest=greatest,
            least_open=low,
            greatest_open=high,
            balance=None if stated is None else stated.amount,
            balance_time=None if stated is None else stated.time,
            last_debit=last_debit.get(account),
            parent=facts.parent,
            greatest_of=tuple(sorted(ranges.get(account, {}).items())),
            by_policy=sums,
            measures=under,
            good_faith=apart(faith := _faith_of(facts.numbers, account, ledger.currency, claimed)),
            good_share=shares(faith),
            returned=sum(came_back.from_place.get(name, 0) for name in names_of(ledger, account)),
        )


def _faith_of(
    numbers: Sequence[str], account: str, currency: str, claimed: Iterable[GoodFaith]
) -> tuple[GoodFaith, ...]:
    names = {normal_form(each) for each in (account, *numbers)}
    return tuple(
        each for each in claimed if each.account in names and (each.amount is None or each.currency == currency)
    )


def _by_policy(findings: Findings) -> dict[str, dict[str, int]]:
    policies = findings.summary["by_policy"]
    assert isinstance(policies, Mapping)  # noqa: S101  the summary is made by the trace
    held: dict[str, dict[str, int]] = {str(policy): {} for policy in policies}
    for row in findings.holdings.to_pylist():
        if row["currency"] == findings.currency:
            sums = held[row["policy"]]
            sums[row["account"]] = sums.get(row["account"], 0) + row["amount"]
    return held


def _extremes(sums: Sequence[tuple[str, int]]) -> tuple[int, int]:
    amounts = [amount for _, amount in sums]
    return min(amounts, default=0), max(amounts, default=0)


def _readings_range(traced: TracedCase) -> dict[str, tuple[int, int]]:
    """Return least and greatest of each account over policies and readings of the evidence."""
    return {each.account: (each.least, each.greatest) for each in traced.stops}


def _ranges(findings: Findings) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in findings.ranges.to_pylist():
        if row["currency"] == findings.currency:
            found.setdefault(row["account"], {})[row["claim"]] = row["greatest"]
    return found


def _bounds(findings: Findings) -> dict[str, tuple[int, int]]:
    """Return the open bounds of each account: the sums of its claims' ones."""
    found: dict[str, tuple[int, int]] = {}
    for row in findings.bounds.to_pylist() if findings.bounds is not None else ():
        if row["currency"] == findings.currency:
            low, high = found.get(row["account"], (0, 0))
            found[row["account"]] = (low + row["least_open"], high + row["greatest_open"])
    return found


def _measures_of(
    numbers: Sequence[str], account: str, currency: str, measures: Mapping[tuple[str, str], Sequence[Measure]]
) -> tuple[Measure, ...]:
    names = _names(numbers, account)
    return tuple(each for name in names for each in measures.get((name, currency), ()))


def _names(numbers: Sequence[str], account: str) -> list[str]:
    return sorted({normal_form(each) for each in (account, *numbers)})


def measures_on(settings: Settings, case: str, now: datetime) -> dict[tuple[str, str], list[Measure]]:
    """Return the case's stops and freezes as they stand, and the freezes of cases merged into it, by account and
    currency.
    """
    found: dict[tuple[str, str], list[Measure]] = {}
    for stop in stops.list_stops(settings, case, now):
        request, runs = stop.stop.request, stop.stop.runs
        active = stop.state is StopState.STOPPED
        rule = runs[-1].deadline.rule.id if runs else ""
        measure = Measure(stop.proceeding.id, True, active, None, request.amount, stop.stop.end, rule)  # noqa: FBT003
        found.setdefault((normal_form(request.account), request.currency), []).append(measure)
    for view in freezes.list_freezes(settings, case, now):
        found.setdefault(view.freeze.money, []).append(_freeze(view.proceeding.id, view.freeze, view.state))
    for view in freezes.of_merged(settings, case, now):
        name = name_of(view.proceeding)
        found.setdefault(view.freeze.money, []).append(_freeze(name, view.freeze, view.state))
    return found


def _freeze(name: str, freeze: Freeze, state: FreezeState) -> Measure:
    rule = freeze.terms[-1].deadline.rule.id if freeze.terms else ""
    # what securities and rights are worth is no money of victims until they are sold
    return Measure(name, False, state is FreezeState.ACTIVE, freeze.cash, freeze.limit, freeze.over, rule)  # noqa: FBT003


def _reasons(given: Sequence[str]) -> dict[str, str]:
    reasons: dict[str, str] = {}
    for text in given:
        account, found, reason = text.partition("=")
        if not found or not reason.strip():
            raise WrongUsage(NO_REASON(text=text))
        reasons[account.strip()] = reason.strip()
    return reasons


def _all_known(accounts: Iterable[str], plans: Sequence[FreezePlan]) -> None:
    known = sorted(
        {
            each.account
            for plan in plans
            for each in (*(one.candidate for one in plan.proposals), *plan.held, *plan.apart)
        }
    )
    for account in accounts:
        if account not in known:
            raise WrongUsage(NO_SUCH_ACCOUNT(account=account, known=", ".join(known) or "–"))


def _time(at: datetime | None) -> str:
    return "–" if at is None else at.isoformat(timespec="seconds")


__all__ = ["CURRENCY", "Asked", "RecoveryPlan", "clock_of", "recovery_plan"]
