"""Stops and freezes as the JSON objects that the command line prints."""

from __future__ import annotations

import json
from typing import Any

from suyuan.actions.freezes import FreezeView
from suyuan.actions.stops import StopView
from suyuan.model.money import text_from_minor
from suyuan.model.proceeding import Proceeding
from suyuan.model.text import Language, say
from suyuan.recovery.freeze_facts import FREEZE_STATES, FreezeState
from suyuan.recovery.freezing import Term
from suyuan.recovery.stop_facts import STOP_STATES
from suyuan.recovery.stop_payment import StopRun

JsonObject = dict[str, Any]


def stop_object(view: StopView, language: Language) -> JsonObject:
    """Return a stop as JSON."""
    stop, request = view.stop, view.stop.request
    return {
        "case": view.case.number,
        "filed_at": None if view.case.filed_at is None else str(view.case.filed_at),
        "id": view.proceeding.id,
        "state": view.state.value,
        "state_words": say(STOP_STATES[view.state], language),
        "institution": request.institution,
        "account": request.account,
        "holder": request.holder,
        "amount": text_from_minor(request.amount, request.currency),
        "currency": request.currency,
        "paid_at": str(request.paid_at),
        "numbers": list(stop.numbers),
        "differs": [each.value for each in stop.differs],
        "refused": stop.refusal or None,
        "stops": [_run_object(run, request.currency) for run in stop.runs],
        "ends": None if stop.end is None else stop.end.isoformat(),
        "alert": None if view.alert is None else say(view.alert, language),
        "warnings": [say(each, language) for each in view.warnings],
        "steps": steps_object(view.proceeding),
    }


def freeze_object(view: FreezeView, language: Language) -> JsonObject:
    """Return a freeze as JSON."""
    freeze, given = view.freeze, view.freeze.proposal
    held = view.state is FreezeState.ACTIVE
    return {
        "case": view.case.number,
        "filed_at": None if view.case.filed_at is None else str(view.case.filed_at),
        "id": view.proceeding.id,
        "state": view.state.value,
        "state_words": say(FREEZE_STATES[view.state], language),
        "object": given.object.value,
        "institution": given.institution,
        "account": given.account,
        "holder": given.holder,
        "currency": given.currency,
        "full": given.limit is None,
        "limit": _amount(freeze.limit, given.currency),
        "frozen": _amount(freeze.held, given.currency),
        "shortfall": _amount(freeze.shortfall if held else None, given.currency),
        "returned": _amount(freeze.parted - freeze.let_go, given.currency),
        "released": _amount(freeze.let_go, given.currency),
        "interest": given.interest,
        "quantity": None if given.thing is None else given.thing.quantity or None,
        "proceeds": _amount(freeze.proceeds, given.currency) if freeze.sales else None,
        "unconnected": None if freeze.unconnected is None else str(freeze.unconnected.start),
        "received": None if freeze.received is None else str(freeze.received),
        "terms": [_term_object(term) for term in freeze.terms],
        "ends": None if freeze.over is None else freeze.over.isoformat(),
        "behind": list(freeze.behind),
        "prior": [
            {
                "organ": each.organ,
                "amount": _amount(each.amount, given.currency),
                "until": None if each.until is None else str(each.until),
            }
            for each in freeze.prior
        ],
        "position": view.position,
        "takes_over": None if view.takes_over is None else view.takes_over.isoformat(),
        "refused": freeze.reason or None,
        "warnings": [say(each, language) for each in view.warnings],
        "steps": steps_object(view.proceeding),
    }


def steps_object(proceeding: Proceeding) -> list[JsonObject]:
    """Return a proceeding's steps as JSON."""
    return [
        {
            "number": step.number,
            "step": step.act.kind,
            "acted": str(step.act.acted),
            "who": step.who,
            "entered": step.entered_at.isoformat(timespec="seconds"),
            "approved_by": step.act.approved_by or None,
            "why": step.act.why or None,
            "facts": json.loads(step.act.facts),
        }
        for step in proceeding.steps
    ]


def _run_object(run: StopRun, currency: str) -> JsonObject:
    return {
        "start": str(run.start),
        "end": run.end.isoformat(),
        "balance": _amount(run.facts.balance, currency),
        "rule": run.deadline.rule.id,
        "document": run.deadline.rule.document.name,
        "article": run.deadline.rule.article,
    }


def _term_object(term: Term) -> JsonObject:
    return {
        "start": str(term.start),
        "literal_end": term.deadline.literal_end.isoformat(),
        "rolled_end": term.deadline.rolled_end.isoformat(),
        "safe_date": term.deadline.safe_date.isoformat(),
        "ends": term.over.isoformat(),
        "rule": term.deadline.rule.id,
        "document": term.deadline.rule.document.name,
        "article": term.deadline.rule.article,
    }


def _amount(minor: int | None, currency: str) -> str | None:
    return None if minor is None else text_from_minor(minor, currency)
