"""Stops and freezes as lines on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suyuan.cli import output
from suyuan.cli.language import words
from suyuan.model.text import Message, Text

if TYPE_CHECKING:
    from suyuan.actions.freezes import FreezeView
    from suyuan.actions.stops import StopView
    from suyuan.model.proceeding import Proceeding

ENDS = Text(
    zh="  {start} 生效，{end} 届满（{rule}，{document}{article}）",
    en="  in effect from {start}, ends {end} ({rule}, {document} {article})",
)
TERM = Text(
    zh="  {start} 起，按条文 {literal} 届满，安全日期 {safe}，{over} 起不再有效（{rule}，{document}{article}）",
    en="  from {start}: literal end {literal}, safe date {safe}, over at {over} ({rule}, {document} {article})",
)
HELD = Text(
    zh="  {kind}  冻结 {held}，限额 {limit}，{interest}", en="  {kind}: frozen {held}, limit {limit}, {interest}"
)
INTEREST = {True: Text(zh="及于孳息", en="with interest"), False: Text(zh="不及于孳息", en="without interest")}
SOLD = Text(zh="  证券售得 {proceeds}，价款仍冻结", en="  sold for {proceeds}; the proceeds stay frozen")
PARTED = Text(zh="  已返还或解除 {amount}", en="  returned or released: {amount}")
FULL, UNKNOWN = Text(zh="全额", en="full"), Text(zh="未知", en="not known")
QUEUE = Text(zh="  轮候第 {position} 位", en="  in the queue: {position}")
TAKES_OVER = Text(zh="，如无变化 {at} 起自动生效", en=", takes effect at {at} if nothing changes")
DIFFERS = Text(zh="  核对不一致：{what}", en="  does not agree: {what}")
REASON = Text(zh="  银行原话：{words}", en="  the institution's words: {words}")
ALERT = Text(zh="  ！{alert}", en="  ! {alert}")
NOTE = Text(zh="  注意：{note}", en="  note: {note}")
STEP = Text(zh="  {number}. {kind}  {acted}  {who}{more}", en="  {number}. {kind}  {acted}  {who}{more}")
APPROVED = Text(zh="  批准 {who}", en="  approved by {who}")


def say_stop(view: StopView) -> None:
    """Print a stop."""
    from suyuan.model.money import text_from_minor
    from suyuan.recovery.stop_facts import PARTICULARS, STOP_STATES

    stop, request = view.stop, view.stop.request
    amount = f"{text_from_minor(request.amount, request.currency)} {request.currency}"
    output.say(
        "  ".join(
            (
                view.proceeding.id,
                words(STOP_STATES[view.state]),
                request.institution,
                request.account,
                request.holder,
                amount,
            )
        )
    )
    for run in stop.runs:
        rule = run.deadline.rule
        document, article = rule.document.name, rule.article or ""
        end = run.end.isoformat()
        output.say(ENDS(start=run.start, end=end, rule=rule.id, document=document, article=article))
    if stop.differs:
        output.say(DIFFERS(what="、".join(words(PARTICULARS[each]) for each in stop.differs)))
    if stop.refusal:
        output.say(REASON(words=stop.refusal))
    _say_notes(view.alert, view.warnings)


def say_freeze(view: FreezeView) -> None:
    """Print a freeze."""
    from suyuan.model.money import text_from_minor
    from suyuan.recovery.freeze_facts import FREEZE_STATES
    from suyuan.recovery.measured_objects import OBJECT_NAMES

    freeze, given = view.freeze, view.freeze.proposal

    def money(minor: int) -> str:
        return f"{text_from_minor(minor, given.currency)} {given.currency}"

    state = words(FREEZE_STATES[view.state])
    about = (view.proceeding.id, state, given.institution, given.account, given.holder)
    output.say("  ".join(filter(None, about)))
    held = UNKNOWN if freeze.held is None else money(freeze.held)
    quantity = "" if given.thing is None else given.thing.quantity
    said = HELD(
        kind=" ".join(filter(None, (words(OBJECT_NAMES[given.object]), quantity))),
        held=held,
        limit=FULL if freeze.limit is None else money(freeze.limit),
        interest=INTEREST[given.interest],
    )
    output.say(said)
    if freeze.sales:
        output.say(SOLD(proceeds=money(freeze.proceeds)))
    if freeze.parted:
        output.say(PARTED(amount=money(freeze.parted)))
    for term in freeze.terms:
        rule, deadline = term.deadline.rule, term.deadline
        said = TERM(
            start=term.start,
            literal=deadline.literal_end,
            safe=deadline.safe_date,
            over=term.over.isoformat(),
            rule=rule.id,
            document=rule.document.name,
            article=rule.article or "",
        )
        output.say(said)
    if view.position is not None:
        taking = "" if view.takes_over is None else words(TAKES_OVER(at=view.takes_over.isoformat()))
        output.say(words(QUEUE(position=view.position)) + taking)
    if freeze.reason:
        output.say(REASON(words=freeze.reason))
    _say_notes(None, view.warnings)


def say_steps(proceeding: Proceeding) -> None:
    """Print the steps of a proceeding."""
    for step in proceeding.steps:
        more = words(APPROVED(who=step.act.approved_by)) if step.act.approved_by else ""
        more += f"  {step.act.why}" if step.act.why else ""
        output.say(STEP(number=step.number, kind=step.act.kind, acted=step.act.acted, who=step.who, more=more))


def _say_notes(alert: Message | None, warnings: tuple[Message, ...]) -> None:
    if alert is not None:
        output.say(ALERT(alert=alert))
    for each in warnings:
        output.say(NOTE(note=each))
