"""Pursuits and forfeitures as the JSON objects that the command line prints."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from suyuan.actions.law import rule_object
from suyuan.actions.measure_objects import steps_object
from suyuan.actions.pursuits import ForfeitureView, PursuitView
from suyuan.model.law.book import rule_on
from suyuan.model.law.deadline import Deadline
from suyuan.model.money import text_from_minor
from suyuan.model.text import Language, say
from suyuan.supervision.due_matters import DueMatter
from suyuan.supervision.forfeiture_facts import FORFEITURE_STATES
from suyuan.supervision.pursuit import Notice
from suyuan.supervision.pursuit_facts import DECISIONS, NOTICES, PURSUIT_STATES, RANKS, Decided

JsonObject = dict[str, Any]


def pursuit_object(view: PursuitView, now: datetime, language: Language) -> JsonObject:
    """Return a pursuit: the person, the status, which notices stand, what is due, the evidence of each step."""
    pursuit, person = view.pursuit, view.pursuit.person
    decided = Decided.NONE if pursuit.custody is None else pursuit.custody.decided
    ended = pursuit.exit
    return {
        "case": view.case.number,
        "id": view.proceeding.id,
        "person": person.person,
        "rank": person.rank.value,
        "rank_words": say(RANKS[person.rank], language),
        "name": person.name or None,
        "aliases": list(person.aliases),
        "country": person.country or None,
        "den": person.den or None,
        "evidence": person.evidence,
        "decided_by": person.decided_by or None,
        "state": pursuit.state.value,
        "state_words": say(PURSUIT_STATES[pursuit.state], language),
        "custody": decided.value,
        "custody_words": say(DECISIONS[decided], language),
        "notices": [_notice(each, language) for each in pursuit.notices],
        "wanted_since": None if pursuit.wanted_since is None else str(pursuit.wanted_since),
        "found": [{"at": str(at), "place": each.place, "authority": each.authority or None,
                   "evidence": each.evidence or None} for at, each in pursuit.found],
        "requests": [{"at": str(at), "document": each.document, "state": each.state,
                      "examined_by": each.examined_by or None, "sent_by": each.sent_by or None,
                      "respond_by": None if each.respond_by is None else each.respond_by.isoformat()}
                     for at, each in pursuit.requests],
        "windows": [{"at": str(at), "document": each.document, "issuer": each.issuer,
                     "until": each.until.isoformat()} for at, each in pursuit.windows],
        "contacts": [{"at": str(at), "with": each.with_whom, "relation": each.relation or None,
                      "by": each.by_whom, "outcome": each.outcome or None,
                      "next": None if each.next_on is None else each.next_on.isoformat()}
                     for at, each in pursuit.contacts],
        "given_back": [{"at": str(at), "amount": text_from_minor(each.amount, each.currency),
                        "currency": each.currency, "from": each.from_whom, "receipt": each.receipt,
                        "before_judgment": each.before_judgment} for at, each in pursuit.given_back],
        "effects": [{"at": str(at), "article": each.article, "decided_by": each.decided_by,
                     "outcome": each.outcome} for at, each in pursuit.effects],
        "exit": None if ended is None else {
            "how": ended.how.value, "how_words": say(PURSUIT_STATES[ended.how], language),
            "at": str(pursuit.exited), "evidence": ended.evidence, "place": ended.place or None,
            "authority": ended.authority or None,
            "handed_over": None if ended.handed_over is None else str(ended.handed_over),
            "voluntary": {"who": ended.voluntary_who, "how": ended.voluntary_how,
                          "when": None if ended.voluntary_when is None else str(ended.voluntary_when)}
            if ended.voluntary_who else None,
            "truthful": ended.truthful,
        },
        "terminated": list(view.terminated),
        "due": [_matter(each, now, language) for each in view.matters],
        "over": pursuit.over,
        "steps": steps_object(view.proceeding),
    }  # fmt: skip


def forfeiture_object(view: ForfeitureView, language: Language) -> JsonObject:
    """Return a forfeiture with the clock that runs now."""
    it = view.forfeiture
    currency = it.opinion.currency
    return {
        "case": view.case.number,
        "id": view.proceeding.id,
        "person": it.opinion.person,
        "document": it.opinion.document,
        "property": list(it.opinion.property),
        "amount": text_from_minor(it.opinion.amount, currency),
        "currency": currency,
        "grounds": it.opinion.grounds or None,
        "state": it.state.value,
        "state_words": say(FORFEITURE_STATES[it.state], language),
        "open": it.open,
        "clock": None if it.clock is None else deadline_object(it.clock, language),
        "notice": None if it.notice is None else deadline_object(it.notice, language),
        "published": [str(each) for each in it.published],
        "claimants": [{"at": str(at), "name": each.name, "claim": each.claim, "excuse": each.excuse or None}
                      for at, each in it.claimants],
        "hearing": None if it.hearing is None else it.hearing.on.isoformat(),
        "ruling": None if it.ruling is None else {
            "document": it.ruling.document,
            "confiscated": text_from_minor(it.ruling.confiscated, it.ruling.currency),
            "to_victims": text_from_minor(it.ruling.to_victims, it.ruling.currency),
            "currency": it.ruling.currency, "proof": it.ruling.proof,
        },
        "ended": None if it.ended is None else it.ended.why,
        "steps": steps_object(view.proceeding),
    }  # fmt: skip


def deadline_object(deadline: Deadline, language: Language) -> JsonObject:
    """Return a computed term: literal end, rolled end and safe date, with its rule."""
    return {
        "from": str(deadline.start),
        "literal_end": deadline.literal_end.isoformat(),
        "rolled_end": deadline.rolled_end.isoformat(),
        "end": deadline.end.isoformat(),
        "safe_date": deadline.safe_date.isoformat(),
        "rule": rule_object(deadline.rule, language),
    }


def _notice(notice: Notice, language: Language) -> JsonObject:
    facts = notice.facts
    return {
        "kind": facts.kind.value,
        "kind_words": say(NOTICES[facts.kind], language),
        "number": facts.number,
        "issuer": facts.issuer or None,
        "area": facts.area or None,
        "issued": str(notice.issued),
        "sum": None if facts.sum is None else text_from_minor(facts.sum, facts.currency),
        "currency": None if facts.sum is None else facts.currency,
        "withdrawn": None if notice.withdrawn is None else str(notice.withdrawn),
        "regularise_by": None if notice.deadline is None else notice.deadline.safe_date.isoformat(),
    }


def _matter(matter: DueMatter, now: datetime, language: Language) -> JsonObject:
    return {
        "what": say(matter.what, language),
        "due": matter.due_at.isoformat(),
        "overdue": matter.due_at < now,
        "rule": rule_object(rule_on(matter.rule, matter.due_at.date()), language),
    }
