"""A case of the register as the JSON object that the command line prints."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from suyuan.actions.law import rule_object
from suyuan.actions.measure_objects import steps_object
from suyuan.actions.register import RegisterDue, RegisterView
from suyuan.model.law.book import rule_on
from suyuan.model.register import STAGE_NAMES, SUPERVISION_NAMES, BulletinFigure, Stage, Supervision
from suyuan.model.text import Language, say
from suyuan.supervision import supervised, supervised_rules
from suyuan.supervision.batches import batch_of
from suyuan.supervision.due_matters import DueMatter
from suyuan.supervision.supervised_facts import AGENCIES, ASKED, CHAINS, CRITERIA, MEASURES, Agency

JsonObject = dict[str, Any]


def stage_of(view: RegisterView) -> Stage:
    """Return the stage: by the steps, else as a bulletin states it."""
    return view.case.stage if view.state.stage is Stage.UNSTATED else view.state.stage


def supervision_of(view: RegisterView) -> Supervision:
    """Return where the supervision stands: by the steps, else as a bulletin states it."""
    unstated = view.state.supervision is Supervision.UNSTATED
    return view.case.supervision if unstated else view.state.supervision


def batch_title(view: RegisterView) -> str | None:
    """Return the batch that the listing names, else the published one that has a case of this name."""
    if view.state.listing is not None and view.state.listing.batch:
        return view.state.listing.batch
    found = batch_of(view.case.facts.name or view.state.entry.name)
    return None if found is None else found[0].title


def register_object(view: RegisterView, now: datetime, language: Language) -> JsonObject:
    """Return a case of the register with everything that is known of it."""
    state, case = view.state, view.case
    said, listing = state.description, state.listing
    stage, supervision = stage_of(view), supervision_of(view)
    return {
        "key": case.key,
        "name": case.facts.name or state.entry.name,
        "province": case.facts.province or None,
        "stage": stage.value,
        "stage_words": say(STAGE_NAMES[stage], language),
        "stages": [{"person": person, "stage": each.value} for person, each in state.stages],
        "supervision": supervision.value,
        "supervision_words": say(SUPERVISION_NAMES[supervision], language),
        "batch": batch_title(view),
        "listing": None if listing is None else {
            "document": listing.document,
            "listed": str(state.listed),
            "issuers": list(listing.issuers),
            "until": None if listing.until is None else listing.until.isoformat(),
            "report_every": None if listing.every is None else f"{listing.every}{listing.unit.value}",
            "conditions": [
                {"condition": each, "met": each not in state.unmet} for each in listing.conditions
            ],
        },
        "criteria": [each.value for each in said.criteria],
        "criteria_words": [say(CRITERIA[each], language) for each in said.criteria],
        "lead": said.lead or case.facts.lead_kind,
        "den": said.den or case.facts.base,
        "methods": list(said.methods or case.facts.methods),
        "organs": list(said.organs),
        "case": said.case or None,
        "persons": [
            {
                "chain": chain.value, "chain_words": say(CHAINS[chain], language),
                "measure": measure.value, "measure_words": say(MEASURES[measure], language),
                "count": count, "as_of": str(at),
            }
            for (chain, measure), (at, count) in supervised.persons_now(state).items()
        ],
        "doubts": [say(each, language) for each in supervised.persons_doubts(state)],
        "requests": [
            {
                "number": each.facts.number, "what": each.facts.what.value,
                "what_words": say(ASKED[each.facts.what], language),
                "from": each.facts.sender.value, "text": each.facts.text or None, "asked": str(each.asked),
                "due": None if each.facts.due is None else each.facts.due.isoformat(),
                "answered": None if each.answered is None else str(each.answered),
                "answer": None if each.answer is None else each.answer.text,
            }
            for each in state.requests
        ],
        "milestones": [
            {
                "name": each.facts.name, "due": each.facts.due.isoformat(),
                "responsible": each.facts.responsible or None,
                "done": None if each.done is None else str(each.done), "evidence": each.evidence or None,
            }
            for each in state.milestones
        ],
        "reports": [
            {"document": each.document, "reported": str(at), "until": each.until.isoformat(),
             "summary": each.summary or None}
            for at, each in state.reports
        ],
        "signatures": [
            {"matter": each.matter, "matter_words": say(supervised_rules.matter_words(each.matter), language),
             "agency": each.agency.value,
             "agency_words": say(AGENCIES[each.agency], language), "by": each.by, "signed": str(at)}
            for at, each in state.signatures
        ],
        "unsigned": [
            {"matter": matter, "matter_words": say(supervised_rules.matter_words(matter), language),
             "agency": agency.value, "agency_words": say(AGENCIES[agency], language)}
            for matter in supervised_rules.matters(state)
            for agency in Agency
            if agency not in state.signed(matter)
        ],
        "due": [matter_object(each, now, language) for each in view.matters],
        "figures": [figure_object(each, view.published.get(each.bulletin, "")) for each in case.figures],
        "bulletins": list(case.bulletins),
        "steps": [] if view.proceeding is None else steps_object(view.proceeding),
    }  # fmt: skip


def matter_object(matter: DueMatter, now: datetime, language: Language) -> JsonObject:
    """Return something that is due as JSON, with the rule on which its day rests."""
    return {
        "what": say(matter.what, language),
        "due": matter.due_at.isoformat(),
        "overdue": matter.due_at < now,
        "rule": rule_object(rule_on(matter.rule, matter.due_at.date()), language),
    }


def due_object(found: RegisterDue, now: datetime, language: Language) -> JsonObject:
    """Return something due in one case of the register."""
    name = found.view.case.facts.name or found.view.state.entry.name
    return {"key": found.view.case.key, "name": name, **matter_object(found.matter, now, language)}


def figure_object(figure: BulletinFigure, published: str) -> JsonObject:
    """Return a figure as a bulletin states it, with the day of the bulletin: the history of official figures."""
    whole = figure.value.lstrip("-").isdigit()
    return {
        "what": figure.what,
        "value": int(figure.value) if whole else figure.value,
        "unit": figure.unit,
        "qualifier": figure.approximator,
        "text": figure.text,
        "sentence": figure.sentence,
        "bulletin": figure.bulletin,
        "published": published or None,
    }
