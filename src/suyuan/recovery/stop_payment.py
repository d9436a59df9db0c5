"""Emergency stop-payment 紧急止付 as a state machine: what it is after its steps, and which step is lawful next.

Source: 银发〔2016〕86号 二（一）2: the institution compares account name, number, amount and time of the
payment and stops only if all four agree; 48 hours to the second from its effect; twice at most. A stop is no
freeze and needs no filing of the case (立案). Rules 6 to 9 and 35 of the law's list in docs/law.md.

Pure: the time is always given. What a stop is after its steps (``stop_of``) never asks whether they were lawful;
``take`` does, before a step is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from suyuan.errors import Refused
from suyuan.model.account import normal_form
from suyuan.model.law.deadline import Deadline
from suyuan.model.moment import Moment, Precision
from suyuan.model.proceeding import Act, Standing
from suyuan.model.recorded import from_text
from suyuan.model.text import Message, Text
from suyuan.recovery import citing
from suyuan.recovery.stop_facts import (
    PARTICULARS,
    STOP_STATES,
    STOP_STEPS,
    Particular,
    StopAgain,
    StopCheck,
    StopEffect,
    StopRefusal,
    StopRequest,
    StopState,
    StopStep,
)

TERM, COUNT, MATCH, STATES, GAP = (
    "stop-payment.term",
    "stop-payment.count",
    "stop-payment.match",
    "stop-payment.states",
    "stop-payment.gap",
)

ALLOWED = {
    StopState.REQUESTED: {StopStep.CHECK, StopStep.REFUSE},
    StopState.MATCHED: {StopStep.EFFECT, StopStep.REFUSE},
    StopState.STOPPED: {StopStep.LIFT, StopStep.FREEZE},
    StopState.EXPIRED: {StopStep.AGAIN, StopStep.END},
    StopState.AGAIN: {StopStep.EFFECT, StopStep.REFUSE},
}
"""What may follow; nothing follows a state that is not here."""

NOT_NOW = Text(
    zh="止付现为“{state}”，不能{step}。{can}",
    en="The stop is “{state}”; you cannot {step}. {can}",
)
CAN = Text(zh="可以：{steps}。", en="You can: {steps}.")
CAN_NOTHING = Text(zh="该止付已终结，不能再办。", en="It is over; nothing can follow.")
UNKNOWN_STEP = Text(zh="没有“{step}”这一步。", en="There is no step “{step}”.")
TO_THE_SECOND = Text(
    zh="止付自生效时点按秒计算，请把生效时间写到秒，如 2021-03-18T09:30:05+08:00。",
    en="A stop counts to the second from its effect: give its time to the second, like 2021-03-18T09:30:05+08:00.",
)
THIRD = Text(
    zh="本案已对账户 {account} 止付 {count} 次（{times}），不能第三次止付。",
    en="The case has stopped account {account} {count} times ({times}); a third stop is rejected.",
)
UNDER_WAY = Text(
    zh="账户 {account} 已有办理中的止付 {id}（{state}）。",
    en="Account {account} has a stop under way: {id} ({state}).",
)
PARTICULARS_MISSING = Text(
    zh="止付申请缺少{missing}：户名、账号、汇款金额、交易时间四项须齐全，银行逐项核对。",
    en="The request lacks {missing}: account name, number, amount and time of the payment must all be there; the "
    "institution compares each.",
)
TIME_OF_PAYMENT = Text(zh="到秒的交易时间", en="the time of payment to the second")
END_LATER = Text(
    zh="银行所写截止时间 {stated} 晚于法定届满 {lawful}，以法定为准。",
    en="The institution states the end {stated}, later than the law's {lawful}; the law's counts.",
)
END_EARLIER = Text(
    zh="银行所写截止时间 {stated} 早于满 48 小时的 {lawful}，按银行所写计。",
    en="The institution states the end {stated}, before the term's {lawful}; the institution's counts.",
)
UNFILED = Text(
    zh="断档：账户 {account} 的止付已于 {end} 届满，尚未立案，也未冻结，资金可被转出",
    en="Gap (断档): the stop of account {account} ended {end}; the case is not filed (立案) and nothing is "
    "frozen, "
    "so the money can leave",
)
UNFROZEN = Text(
    zh="断档：账户 {account} 的止付已于 {end} 届满，已立案而未冻结，资金可被转出",
    en="Gap (断档): the stop of account {account} ended {end}; the case is filed but nothing is frozen, so the "
    "money "
    "can leave",
)
GAP_SAID = Text(zh="{what}。依据：{law}", en="{what}. Law: {law}")


@dataclass(frozen=True)
class StopRun:
    """One stop in effect: from the moment of its effect to its end; ``ended`` is when something ended it
    earlier.
    """

    start: Moment
    deadline: Deadline
    facts: StopEffect

    @property
    def end(self) -> datetime:
        """Return the instant from which it no longer holds: the law's, or the institution's if that is earlier."""
        lawful = citing.last_instant(self.deadline.literal_end)
        return lawful if self.facts.end is None else min(lawful, self.facts.end.at)

    @property
    def warnings(self) -> tuple[Message, ...]:
        """Return what is to be said where the institution's end is not the law's."""
        lawful, stated = citing.last_instant(self.deadline.literal_end), self.facts.end
        if stated is None or stated.at == lawful:
            return self.deadline.warnings
        said = END_LATER if stated.at > lawful else END_EARLIER
        return (*self.deadline.warnings, said(stated=stated, lawful=lawful.isoformat()))


@dataclass(frozen=True)
class Stop:
    """A stop after its steps, by the steps alone; ``state_at`` adds what the clock does."""

    request: StopRequest
    requested: Moment
    state: StopState = StopState.REQUESTED
    runs: tuple[StopRun, ...] = ()
    check: StopCheck | None = None
    differs: tuple[Particular, ...] = ()
    refusal: str = ""
    numbers: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    last: Moment | None = None
    closed: bool = False
    freeze: str = ""

    @property
    def end(self) -> datetime | None:
        """Return the end of the stop that took effect last, None where none did."""
        return self.runs[-1].end if self.runs else None

    def state_at(self, now: datetime) -> StopState:
        """Return the state at an instant: a stop in effect has expired from its end on."""
        if self.state is StopState.STOPPED and self.end is not None and now >= self.end:
            return StopState.EXPIRED
        return self.state


@dataclass(frozen=True)
class OtherStop:
    """Another stop of the same account in the same case."""

    id: str
    stop: Stop


def stop_of(acts: Iterable[Act]) -> Stop:
    """Return what a stop is after its steps; raises NotAsRecorded where a step's facts cannot be read."""
    given = iter(acts)
    stop = begun(next(given))
    for act in given:
        stop = _after(stop, act)
    return stop


def begun(act: Act) -> Stop:
    """Return a stop after its first step, the request."""
    request = from_text(StopRequest, act.facts)
    return Stop(request, act.acted, numbers=tuple(filter(None, (request.number,))), last=act.acted)


def request(act: Act, now: datetime, others: Sequence[OtherStop] = ()) -> Stop:
    """Return a new stop, or raise Refused: particulars missing, another under way, or the account stopped
    twice.
    """
    asked = begun(act)
    citing.in_time(act.acted, None, now)
    missing = [PARTICULARS[each] for each in _missing(asked.request)]
    if missing or asked.request.paid_at.precision is Precision.DAY:
        lacking = _listed([*missing, *([] if missing else [TIME_OF_PAYMENT])])
        raise citing.refused(PARTICULARS_MISSING(missing=lacking), MATCH, citing.day_of(act.acted))
    account = asked.request.account
    for other in others:
        state = other.stop.state_at(now)
        if state is not StopState.EXPIRED and ALLOWED.get(state):
            raise Refused(UNDER_WAY(account=account, id=other.id, state=STOP_STATES[state]))
    _count(account, [run for other in others for run in other.stop.runs], act.acted)
    return asked


def take(stop: Stop, act: Act, now: datetime, others: Sequence[OtherStop] = ()) -> Stop:
    """Return the stop after one more step, or raise Refused with the rule that forbids it.

    ``now`` is when it is entered: an act of the future is refused, and whether a stop has expired is judged at the
    time of the act.
    """
    step = _step(act.kind)
    citing.in_time(act.acted, stop.last, now)
    state = stop.state_at(act.acted.at)
    if stop.closed or step not in ALLOWED.get(state, set()):
        raise citing.refused(_not_now(stop, state, step), STATES, citing.day_of(act.acted))
    runs = [*stop.runs, *(run for other in others for run in other.stop.runs)]
    if step is StopStep.EFFECT and act.acted.precision is Precision.DAY:
        raise citing.refused(TO_THE_SECOND(), TERM, citing.day_of(act.acted))
    if step in (StopStep.AGAIN, StopStep.EFFECT):
        _count(stop.request.account, runs, act.acted)
    return _after(stop, act)


def standing(stop: Stop, now: datetime) -> Standing:
    """Return how a stop stands at an instant, as the casebook keeps it.

    A stop in effect is due at its end; one that expired stays due there until it is recorded as ended or a second
    one is asked for.
    """
    state = stop.state_at(now)
    due = stop.end if state in (StopState.STOPPED, StopState.EXPIRED) and not stop.closed else None
    return Standing(
        state.value,
        bool(ALLOWED.get(state)) and not stop.closed,
        due,
        TERM if due is not None else "",
        stop.request.amount,
        stop.request.currency,
        stop.request.institution,
    )


def gap(stop: Stop, now: datetime, filed: Moment | None, *, frozen: bool) -> Message | None:
    """Return the alert 断档 for a stop that ended while the account was not frozen, None where there is no gap.

    ``filed`` is when the case was filed (立案), ``frozen`` whether a freeze of the account holds or waits.
    """
    if frozen or stop.state_at(now) is not StopState.EXPIRED or stop.end is None:
        return None
    said = UNFROZEN if filed is not None and filed.at <= now else UNFILED
    rule = citing.governing(GAP, citing.day_of(stop.end))
    return GAP_SAID(what=said(end=stop.end.isoformat(), account=stop.request.account), law=citing.cite(rule))


def differing(request: StopRequest, check: StopCheck) -> tuple[Particular, ...]:
    """Return the particulars that do not agree: those named, and those stated otherwise than requested."""
    stated = {
        Particular.HOLDER: check.holder is not None and check.holder.strip() != request.holder.strip(),
        Particular.ACCOUNT: check.account is not None
        and normal_form(check.account) != normal_form(request.account),
        Particular.AMOUNT: check.amount is not None and check.amount != request.amount,
        Particular.TIME: check.paid_at is not None and check.paid_at.at != request.paid_at.at,
    }
    return tuple(each for each in Particular if each in check.differs or stated[each])


def _after(stop: Stop, act: Act) -> Stop:
    step, moved = _step(act.kind), replace(stop, last=act.acted)
    if step is StopStep.CHECK:
        check = from_text(StopCheck, act.facts)
        differs = differing(stop.request, check)
        state = StopState.MISMATCH if differs or check.unstated else StopState.MATCHED
        return replace(
            moved,
            state=state,
            check=check,
            differs=differs,
            closed=state is StopState.MISMATCH,
            answers=_with(stop, check.answer),
        )
    if step is StopStep.EFFECT:
        facts = from_text(StopEffect, act.facts)
        rule = citing.governing(TERM, citing.day_of(act.acted))
        run = StopRun(act.acted, citing.term_of(rule, act.acted), facts)
        return replace(moved, state=StopState.STOPPED, runs=(*stop.runs, run), answers=_with(stop, facts.answer))
    if step is StopStep.REFUSE:
        refusal = from_text(StopRefusal, act.facts)
        return replace(
            moved,
            state=StopState.REFUSED,
            refusal=refusal.reason,
            closed=True,
            answers=_with(stop, refusal.answer),
        )
    if step is StopStep.AGAIN:
        number = from_text(StopAgain, act.facts).number
        return replace(moved, state=StopState.AGAIN, numbers=(*stop.numbers, *filter(None, (number,))))
    ends = {StopStep.LIFT: StopState.LIFTED, StopStep.FREEZE: StopState.FROZEN, StopStep.END: StopState.EXPIRED}
    return replace(moved, state=ends[step], closed=True)


def _with(stop: Stop, answer: str) -> tuple[str, ...]:
    return (*stop.answers, answer) if answer else stop.answers


def _step(kind: str) -> StopStep:
    try:
        step = StopStep(kind)
    except ValueError as error:
        raise Refused(UNKNOWN_STEP(step=kind)) from error
    return step


def _count(account: str, runs: Sequence[StopRun], acted: Moment) -> None:
    rule = citing.governing(COUNT, citing.day_of(acted))
    if len(runs) >= rule.number:
        times = ", ".join(sorted(str(run.start) for run in runs))
        raise citing.refused(THIRD(account=account, count=len(runs), times=times), COUNT, citing.day_of(acted))


def _missing(request: StopRequest) -> list[Particular]:
    has = {
        Particular.HOLDER: request.holder.strip(),
        Particular.ACCOUNT: normal_form(request.account),
        Particular.AMOUNT: request.amount > 0,
        Particular.TIME: True,
    }
    return [each for each in Particular if not has[each]]


def _listed(words: Sequence[Text]) -> Message:
    pattern_zh = "、".join("{" + f"w{place}" + "}" for place in range(len(words)))
    pattern_en = ", ".join("{" + f"w{place}" + "}" for place in range(len(words)))
    return Text(zh=pattern_zh, en=pattern_en)(**{f"w{place}": word for place, word in enumerate(words)})


def _not_now(stop: Stop, state: StopState, step: StopStep) -> Message:
    can = [STOP_STEPS[each] for each in StopStep if not stop.closed and each in ALLOWED.get(state, set())]
    said = CAN(steps=_listed(can)) if can else CAN_NOTHING()
    return NOT_NOW(state=STOP_STATES[state], step=STOP_STEPS[step], can=said)
