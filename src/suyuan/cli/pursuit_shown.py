"""Pursuits and forfeitures as lines on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from suyuan.cli import output
from suyuan.cli.language import words
from suyuan.model.text import Text

if TYPE_CHECKING:
    from datetime import datetime

    from suyuan.actions.pursuits import ForfeitureView, PursuitView

NO_PURSUIT = Text(zh="没有在逃人员记录。", en="There is no pursuit.")
NO_FORFEITURE = Text(zh="没有违法所得没收记录。", en="There is no forfeiture.")
LINE = Text(zh="{id}  {person}（{rank}）  {state}  {country}", en="{id}  {person} ({rank})  {state}  {country}")
NOTICE = Text(zh="  {kind} {number}，{day}{withdrawn}", en="  {kind} {number}, {day}{withdrawn}")
WITHDRAWN = Text(zh="，{day} 撤销", en=", withdrawn {day}")
CUSTODY = Text(zh="  {decided}，{document}，{by}", en="  {decided}, {document}, {by}")
REQUEST = Text(zh="  {day} 向{state}提出 {document}", en="  {day}: asked {state}, {document}")
WINDOW = Text(zh="  投案公告 {document}，至 {until}", en="  public notice {document}, surrender until {until}")
CONTACT = Text(zh="  {day} {by}联系{whom}：{outcome}", en="  {day}: {by} spoke to {whom}: {outcome}")
GIVEN = Text(
    zh="  {day} 退赃 {amount} {currency}（{receipt}）", en="  {day}: gave back {amount} {currency} ({receipt})"
)
ENDED = Text(zh="  {day} {how}，{evidence}", en="  {day}: {how}, {evidence}")
EFFECT = Text(zh="  {article}：{outcome}（{by}）", en="  {article}: {outcome} ({by})")
TERMINATED = Text(zh="  {id} 已终止审理（刑诉法301）", en="  {id} is terminated (article 301)")
DUE = Text(zh="  {at} 前：{what}{late}", en="  by {at}: {what}{late}")
LATE = Text(zh="（逾期）", en=" (overdue)")
FORFEITURE = Text(
    zh="{id}  {person}  {state}  {amount} {currency}", en="{id}  {person}  {state}  {amount} {currency}"
)
CLOCK = Text(
    zh="  {start} 起，按条文 {literal} 届满，安全日期 {safe}（{rule}，{document}{article}）",
    en="  from {start}: literal end {literal}, safe date {safe} ({rule}, {document} {article})",
)
CLAIMANT = Text(zh="  利害关系人 {name}：{claim}", en="  claimant {name}: {claim}")


def say_pursuits(views: Sequence[PursuitView]) -> None:
    """Print a case's pursuits, a line each."""
    if not views:
        output.say(NO_PURSUIT)
    for view in views:
        _say_line(view)


def say_pursuit(view: PursuitView, now: datetime) -> None:
    """Print a pursuit."""
    from suyuan.model.money import text_from_minor
    from suyuan.supervision.pursuit_facts import DECISIONS, NOTICES, PURSUIT_STATES

    pursuit = view.pursuit
    _say_line(view)
    if pursuit.custody is not None:
        made = pursuit.custody
        output.say(CUSTODY(decided=DECISIONS[made.decided], document=made.document, by=made.decided_by))
    for each in pursuit.notices:
        gone = words(WITHDRAWN(day=each.withdrawn)) if each.withdrawn else ""
        output.say(
            NOTICE(kind=NOTICES[each.facts.kind], number=each.facts.number, day=each.issued, withdrawn=gone)
        )
    for at, asked in pursuit.requests:
        output.say(REQUEST(day=at, state=asked.state, document=asked.document))
    for _, window in pursuit.windows:
        output.say(WINDOW(document=window.document, until=window.until))
    for at, contact in pursuit.contacts:
        output.say(CONTACT(day=at, by=contact.by_whom, whom=contact.with_whom, outcome=contact.outcome or "—"))
    for at, back in pursuit.given_back:
        amount = text_from_minor(back.amount, back.currency)
        output.say(GIVEN(day=at, amount=amount, currency=back.currency, receipt=back.receipt))
    if pursuit.exit is not None:
        how = PURSUIT_STATES[pursuit.exit.how]
        output.say(ENDED(day=pursuit.exited or "—", how=how, evidence=pursuit.exit.evidence))
    for _, effect in pursuit.effects:
        output.say(EFFECT(article=effect.article, outcome=effect.outcome, by=effect.decided_by))
    for each_id in view.terminated:
        output.say(TERMINATED(id=each_id))
    for matter in view.matters:
        late = words(LATE) if matter.due_at < now else ""
        output.say(DUE(at=matter.due_at.isoformat(), what=words(matter.what), late=late))


def say_forfeitures(views: Sequence[ForfeitureView]) -> None:
    """Print a case's forfeitures."""
    if not views:
        output.say(NO_FORFEITURE)
    for view in views:
        say_forfeiture(view)


def say_forfeiture(view: ForfeitureView) -> None:
    """Print a forfeiture with the clock that runs."""
    from suyuan.model.money import text_from_minor
    from suyuan.supervision.forfeiture_facts import FORFEITURE_STATES

    it = view.forfeiture
    amount, currency = text_from_minor(it.opinion.amount, it.opinion.currency), it.opinion.currency
    state = FORFEITURE_STATES[it.state]
    output.say(
        FORFEITURE(id=view.proceeding.id, person=it.opinion.person, state=state, amount=amount, currency=currency)
    )
    for _, claimant in it.claimants:
        output.say(CLAIMANT(name=claimant.name, claim=claimant.claim))
    if it.clock is not None:
        rule = it.clock.rule
        output.say(
            CLOCK(
                start=it.clock.start, literal=it.clock.literal_end, safe=it.clock.safe_date, rule=rule.id,
                document=rule.document.name, article=rule.article or "",
            )
        )  # fmt: skip


def _say_line(view: PursuitView) -> None:
    from suyuan.supervision.pursuit_facts import PURSUIT_STATES, RANKS

    person = view.pursuit.person
    output.say(
        LINE(
            id=view.proceeding.id, person=person.person, rank=RANKS[person.rank],
            state=PURSUIT_STATES[view.pursuit.state], country=person.country or "—",
        )
    )  # fmt: skip
