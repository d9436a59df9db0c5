"""Returns as JSON objects and as papers: plan, state, notice, statement."""

from __future__ import annotations

from suyuan.actions.measure_objects import steps_object
from suyuan.actions.return_flow import SEIZED, as_listed
from suyuan.actions.return_plans import COMPARED_COLUMNS, LINE_COLUMNS, CasePlan, compared_rows, line_rows
from suyuan.actions.return_record import recorded
from suyuan.actions.returns import ReturnView
from suyuan.documents.return_papers import PaperLine, ReturnPaper
from suyuan.errors import Refused
from suyuan.model.law.book import rule_on
from suyuan.model.law.rule import Certainty
from suyuan.model.money import text_from_minor
from suyuan.model.text import Language, Text, say
from suyuan.recovery.restitution_compared import Changed
from suyuan.recovery.return_facts import RETURN_STATES, FixedPlan, ReturnState

JsonObject = dict[str, object]
GIVEN, PRODUCT = "扣押、退赔款", "product"
NO_PLAN = Text(
    zh="{id} 尚未确定方案，没有可出具的文书。先办理 restitution notice。",
    en="{id} has no plan yet, so there is no paper to write. Fix it first with restitution notice.",
)


def plan_object(plan: CasePlan) -> JsonObject:
    """Return a plan as ``suyuan restitution plan --json`` prints it."""
    fixed, currency = plan.fixed, plan.given.currency
    return {
        "case": plan.case,
        "as_of": fixed.as_of.isoformat(),
        "currency": currency,
        "pooled": fixed.pooled,
        "notice_needed": fixed.has_shares,
        "accounts": [
            {
                "freeze": each.name,
                "account": each.account,
                "institution": each.institution or None,
                "frozen": text_from_minor(each.amount, currency),
                "expires": each.expiry.isoformat() if each.expiry else None,
                "method": each.method.value if each.method else None,
                "reserved_for_presumed": text_from_minor(each.reserved, currency),
            }
            for each in fixed.accounts
        ],
        "lines": [dict(zip(LINE_COLUMNS, row, strict=True)) for row in line_rows(plan)],
        "claims": [
            dict(zip((*COMPARED_COLUMNS, *plan.given.policies), row, strict=True)) for row in compared_rows(plan)
        ],
        "found_only": text_from_minor(plan.found_only.returned, currency),
        "with_presumed": text_from_minor(plan.with_presumed.returned, currency),
        "blocked": [
            {"claim": each.claim, "victim": each.victim, "case": each.case, "other": each.other, "why": each.why}
            for each in fixed.blocks
        ],
        "rules": list(fixed.rules),
        "flow_hash": fixed.flow_hash or None,
        "hash": fixed.hash,
    }


def return_object(view: ReturnView, language: Language) -> JsonObject:
    """Return a return as JSON."""
    found, currency = view.found, view.found.about.currency
    return {
        "case": view.case.number,
        "id": view.proceeding.id,
        "state": found.state.value,
        "state_words": say(RETURN_STATES[found.state], language),
        "open": not found.closed,
        "currency": currency,
        "freezes": list(found.about.freezes),
        "victims": {name: state.value for name, state in sorted(found.victims.items())},
        "notice_ends": found.notice.end.isoformat() if found.notice else None,
        "notice_rule": found.notice.rule.id if found.notice else None,
        "objections": [
            {
                "number": each.number,
                "by": each.objected.by,
                "claim": each.objected.claim or None,
                "grounds": each.objected.grounds,
                "upheld": each.settled.upheld if each.settled else None,
                "reason": each.settled.reason if each.settled else None,
            }
            for each in found.objections
        ],
        "payments": [
            {
                "number": each.payment.number,
                "claim": each.payment.claim,
                "victim": each.payment.victim,
                "freeze": each.payment.name,
                "amount": text_from_minor(each.payment.amount, currency),
                "account": each.payment.account,
                "state": each.state.value,
                "words": each.words or None,
            }
            for each in found.payments
        ],
        "paid": text_from_minor(sum(found.paid().values()), currency),
        "due": view.proceeding.standing.due_at.isoformat() if view.proceeding.standing.due_at else None,
        "due_rule": view.proceeding.standing.due_rule or None,
        "steps": steps_object(view.proceeding),
    }


def changes_object(changed: tuple[Changed, ...], currency: str) -> list[JsonObject]:
    """Return what a plan computed again would change, claim by claim."""

    def shown(amount: int | None) -> str | None:
        return None if amount is None else text_from_minor(amount, currency)

    return [
        {
            "claim": each.claim,
            "victim": each.victim or None,
            "before": shown(each.before),
            "after": shown(each.after),
            "difference": text_from_minor(each.difference, currency),
        }
        for each in changed
    ]


def notice_paper(view: ReturnView) -> ReturnPaper:
    """Return what the public notice says; raises Refused where no plan is fixed."""
    plan = _plan(view)
    amounts, kept = plan.amounts(with_presumed=False), plan.amounts(with_presumed=True)
    asked = view.found.applications
    lines = tuple(
        PaperLine(
            each.claim,
            each.victim,
            each.loss,
            each.returned,
            amounts[each.claim],
            asked[each.victim].account if each.victim in asked else "",
            kept=kept[each.claim],
        )
        for each in plan.claims
        if amounts[each.claim] or kept[each.claim]
    )
    return _paper(view, (plan,), lines, view.found.document)


def statement_paper(view: ReturnView) -> ReturnPaper:
    """Return what the statement says: each payment decided, and where it stands; raises Refused without a plan."""
    decided = recorded(view).plans
    plans = {each.plan.hash: each.plan for each in decided.values()} or {"": _plan(view)}
    lines = tuple(
        PaperLine(
            each.payment.claim,
            each.payment.victim,
            decided[each.payment.number].claims[each.payment.claim].loss,
            decided[each.payment.number].claims[each.payment.claim].returned,
            each.payment.amount,
            each.payment.account,
            say(RETURN_STATES[each.state], Language.ZH),
            each.words if each.state is ReturnState.RETURNED else "",
            paid=each.state is ReturnState.RETURNED,
        )
        for each in view.found.payments
    )
    return _paper(view, tuple(plans.values()), lines, "、".join(dict.fromkeys(view.found.decisions)))


def _plan(view: ReturnView) -> FixedPlan:
    if view.found.plan is None:
        raise Refused(NO_PLAN(id=view.proceeding.id))
    return view.found.plan


def _paper(
    view: ReturnView, plans: tuple[FixedPlan, ...], lines: tuple[PaperLine, ...], document: str
) -> ReturnPaper:
    """Return the paper by the plans that its sums were fixed in: an account as it stood in the first of them."""
    found = view.found
    day = plans[0].as_of.date() if found.notice is None else found.notice.start.at.date()
    law = []
    for name in dict.fromkeys(name for plan in plans for name in plan.rules):
        rule = rule_on(name, day)
        if rule.document.key != PRODUCT and rule.certainty is not Certainty.DESIGN:
            law.append(f"{rule.document.name}{rule.article or ''}")
    accounts = {each.name: each for plan in reversed(plans) for each in plan.accounts}
    return ReturnPaper(
        case=view.case.number,
        name=view.case.name,
        organ=view.case.organ,
        currency=plans[0].currency,
        document=document or found.document,
        law=tuple(dict.fromkeys(law)),
        frozen=tuple(
            (name, each.institution, GIVEN if name.startswith(SEIZED) else each.account, each.amount)
            for name, each in sorted(accounts.items(), key=lambda one: as_listed(one[0]))
        ),
        lines=lines,
        plan_hash="、".join(dict.fromkeys(plan.hash for plan in plans)),
        flow_hash="、".join(dict.fromkeys(plan.flow_hash for plan in plans)),
        start=found.notice.start.at.date().isoformat() if found.notice else "",
        end=found.notice.end.isoformat() if found.notice else "",
        seized=any(name.startswith(SEIZED) for name in accounts),
        shares=any(plan.has_shares for plan in plans),
    )
