"""Random histories of freezes and stops: no illegal state is reached, the queue is kept, deadlines are right
each day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suyuan.errors import Refused
from suyuan.model.moment import CHINA, Moment
from suyuan.model.proceeding import Act
from suyuan.model.recorded import to_text
from suyuan.model.rights import Level
from suyuan.recovery import freeze_steps, freezing, stop_payment, waiting
from suyuan.recovery.freeze_facts import (
    Credit,
    FreezeApproval,
    FreezeEffect,
    FreezeFails,
    FreezeProposal,
    FreezeServed,
    FreezeState,
    FreezeStep,
    FreezeWaits,
    Judgment,
    PartRelease,
    Release,
    Renewal,
    Sale,
)
from suyuan.recovery.freeze_steps import Desk
from suyuan.recovery.freezing import Freeze
from suyuan.recovery.measured_objects import ObjectClass
from suyuan.recovery.stop_facts import (
    NoFacts,
    Particular,
    StopAgain,
    StopCheck,
    StopEffect,
    StopRefusal,
    StopRequest,
    StopState,
    StopStep,
    StopToFreeze,
)
from suyuan.recovery.waiting import Known

BEGIN = datetime(2021, 1, 29, 23, 59, 50, tzinfo=CHINA)
FILED = Moment(BEGIN - timedelta(days=1))
LIMIT, BALANCE = 500, 300

S = FreezeState
LAWFUL = {
    (S.PROPOSED, S.APPROVED),
    (S.APPROVED, S.SERVED),
    (S.SERVED, S.ACTIVE),
    (S.SERVED, S.WAITING),
    (S.SERVED, S.FAILED),
    (S.WAITING, S.ACTIVE),
    (S.WAITING, S.VOID),
    (S.WAITING, S.WITHDRAWN),
    (S.ACTIVE, S.ACTIVE),
    (S.ACTIVE, S.RELEASED),
    (S.ACTIVE, S.DISPOSED),
    (S.LAPSED, S.LAPSED),
    (S.RELEASED, S.RELEASED),
}
"""The machine of the law's list, written out once more by hand; a lapse comes by the clock."""

ENDED = {S.FAILED, S.LAPSED, S.RELEASED, S.DISPOSED, S.VOID, S.WITHDRAWN}


def facts_of(step: FreezeStep) -> object:
    """Return facts with which a step could be lawful."""
    return {
        FreezeStep.APPROVE: FreezeApproval(Level.COUNTY),
        FreezeStep.SERVE: FreezeServed(),
        FreezeStep.EFFECT: FreezeEffect(balance=BALANCE),
        FreezeStep.FAIL: FreezeFails("查无此户"),
        FreezeStep.CREDIT: Credit(150),
        FreezeStep.RENEW: Renewal(Level.COUNTY, document="续1号"),
        FreezeStep.PART: PartRelease(100, "返1号"),
        FreezeStep.RELEASE_PART: PartRelease(70, level=Level.COUNTY),
        FreezeStep.SELL: Sale("李某乙", 500, document="售1号", level=Level.COUNTY),
        FreezeStep.RELEASE: Release(level=Level.COUNTY),
        FreezeStep.DISPOSE: Judgment("某法院", "判1号"),
    }.get(step, NoFacts())


@dataclass
class Book:
    """One freeze as a casebook has it: its acts, and the end that was once seen."""

    name: str
    acts: list[Act] = field(default_factory=list)
    ended: FreezeState | None = None

    @property
    def freeze(self) -> Freeze:
        return freezing.freeze_of(self.acts)


class Freezes:
    """Freezes of one account by several cases, entered in random order at random times, mostly at bad ones."""

    def __init__(self) -> None:
        self.now = BEGIN
        self.books: list[Book] = []

    def wait(self, span: int) -> None:
        self.now += timedelta(seconds=span)

    def propose(self, limit: int | None, on: int) -> None:
        if len(self.books) == 5:
            return
        proposal = FreezeProposal("某银行", "6200000000000000017", limit=limit)
        act = Act("propose", Moment(self.now), to_text(proposal), "涉案专用账户")
        freeze_steps.propose(act, self.desk())
        self.books.append(Book(f"F{len(self.books)}", [act]))
        for step in (FreezeStep.APPROVE, FreezeStep.SERVE, FreezeStep.EFFECT, FreezeStep.WAIT)[:on]:
            self.take(self.books[-1], step, self.now)

    def carry_on(self, which: int, choice: int, wild: bool, ago: int) -> None:  # noqa: FBT001
        if not self.books:
            return
        book = self.books[which % len(self.books)]
        when = max(self.now - timedelta(seconds=ago), book.acts[-1].acted.at)
        fitting = freeze_steps.ALLOWED.get(book.freeze.state_at(when), set(FreezeStep))
        steps = [each for each in FreezeStep if each is not FreezeStep.PROPOSE and (wild or each in fitting)]
        self.take(book, steps[choice % len(steps)], when)

    def take(self, book: Book, step: FreezeStep, when: datetime) -> None:
        """Take a step if it is lawful; what it leads to is compared with the hand-written machine."""
        self.settle(book, when)
        group = self.known()
        resolved = waiting.resolved(group, when)
        others = tuple(each for each in resolved if each.id != book.name)
        facts = facts_of(step)
        if step is FreezeStep.WAIT:
            facts = FreezeWaits(tuple(each.id for each in waiting.active(others, when)))
        act = Act(
            step.value, Moment(when), to_text(facts), why="补录" if when < self.now else "", approved_by="王局长"
        )
        before = book.freeze.state_at(when)
        try:
            after = freeze_steps.take(book.freeze, act, self.desk(), others)
        except Refused:
            return
        book.acts.append(act)
        if book.ended is FreezeState.LAPSED and before is FreezeState.ACTIVE:
            book.ended = None  # entered late, of a time when it still held: the clock's end was not how it ended
        assert freezing.freeze_of(book.acts) == after
        assert (before, after.state) in LAWFUL, (before, step, after.state)

    def settle(self, book: Book, when: datetime) -> None:
        """Record the take-over that the clock brought, as the program does before a step."""
        over: set[str] = set()
        for change in waiting.changes(self.known(), when):
            if change.id == book.name and change.act.kind == "take_over":
                line = waiting.queue(tuple(each for each in self.known()))
                assert next(each.id for each in line if each.id not in over) == book.name
                book.acts.append(change.act)
            if change.act.kind == "take_over":
                over.add(change.id)  # what nobody has recorded yet, but the clock has brought

    def known(self) -> tuple[Known, ...]:
        return tuple(Known(book.name, book.freeze) for book in self.books)

    def desk(self) -> Desk:
        return Desk(self.now, "李警官", FILED)

    def check_no_money_is_frozen_twice(self) -> None:
        holding = waiting.active(waiting.resolved(self.known(), self.now), self.now)
        # No balance was ever stated with a sum that would leave a rest for a second one.
        assert len(holding) <= 1

    def check_sums_stay_in_their_bounds(self) -> None:
        for book in self.books:
            freeze, limit = book.freeze, book.freeze.proposal.limit
            if freeze.held is not None:
                assert freeze.held >= 0
                assert limit is None or freeze.held + freeze.parted <= limit
                assert freeze.limit is None or freeze.held <= freeze.limit

    def check_what_ended_stays_ended(self) -> None:
        for book in self.books:
            state = book.freeze.state_at(self.now)
            if book.ended is not None:
                assert state is book.ended
            elif state in ENDED:
                book.ended = state

    def check_each_term_ends_where_counting_days_ends(self) -> None:
        for book in self.books:
            for term in book.freeze.terms:
                assert term.over == midnight_after(counted(term.start.at.astimezone(CHINA).date(), 6))


SPANS = st.one_of(st.integers(0, 3), st.integers(0, 86_400 * 3), st.integers(86_400 * 175, 86_400 * 190))
MOVES = st.one_of(
    st.tuples(st.just("wait"), SPANS),
    st.tuples(st.just("propose"), st.sampled_from([LIMIT, 80, None]), st.integers(0, 4)),
    *[
        st.tuples(
            st.just("carry_on"),
            st.integers(0, 4),
            st.integers(0, 16),
            st.sampled_from([False, False, True]),
            st.one_of(st.just(0), st.integers(0, 86_400 * 20)),
        )
    ]
    * 3,
)
QUIET = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


@QUIET
@given(st.lists(MOVES, min_size=25, max_size=50))
def test_no_history_of_freezes_is_unlawful(moves: list[tuple[Any, ...]]) -> None:
    """No money frozen twice, sums in their bounds, what ended stays ended, terms end where counting days ends."""
    freezes = Freezes()
    for name, *given_ in moves:
        getattr(freezes, name)(*given_)
        freezes.check_no_money_is_frozen_twice()
        freezes.check_sums_stay_in_their_bounds()
        freezes.check_what_ended_stays_ended()
    freezes.check_each_term_ends_where_counting_days_ends()


T = StopState
STOPS = {
    (T.REQUESTED, T.MATCHED),
    (T.REQUESTED, T.MISMATCH),
    (T.REQUESTED, T.REFUSED),
    (T.MATCHED, T.STOPPED),
    (T.MATCHED, T.REFUSED),
    (T.STOPPED, T.LIFTED),
    (T.STOPPED, T.FROZEN),
    (T.EXPIRED, T.AGAIN),
    (T.EXPIRED, T.EXPIRED),
    (T.AGAIN, T.STOPPED),
    (T.AGAIN, T.REFUSED),
}


class Stops:
    """Stops of one account in one case, requested and carried on at random."""

    def __init__(self) -> None:
        self.now = BEGIN
        self.stops: list[list[Act]] = []

    def wait(self, span: int) -> None:
        self.now += timedelta(seconds=span)

    def ask(self) -> None:
        asked = StopRequest("某银行", "6200000000000000017", "李某乙", 1, "CNY", Moment(BEGIN))
        act = Act("request", Moment(self.now), to_text(asked))
        try:
            stop_payment.request(act, self.now, self.others(None))
        except Refused:
            return
        self.stops.append([act])

    def carry_on(self, which: int, choice: int, wild: bool, fits: bool) -> None:  # noqa: FBT001
        if not self.stops:
            return
        which %= len(self.stops)
        fitting = stop_payment.ALLOWED.get(
            stop_payment.stop_of(self.stops[which]).state_at(self.now), set(StopStep)
        )
        steps = [each for each in StopStep if each is not StopStep.REQUEST and (wild or each in fitting)]
        step = steps[choice % len(steps)]
        facts = {
            StopStep.CHECK: StopCheck(() if fits else (Particular.TIME,)),
            StopStep.EFFECT: StopEffect(),
            StopStep.REFUSE: StopRefusal("查无此户"),
            StopStep.AGAIN: StopAgain(),
            StopStep.FREEZE: StopToFreeze("freeze-1"),
        }.get(step, NoFacts())
        act = Act(step.value, Moment(self.now), to_text(facts))
        stop = stop_payment.stop_of(self.stops[which])
        before = stop.state_at(self.now)
        try:
            after = stop_payment.take(stop, act, self.now, self.others(which))
        except Refused:
            return
        self.stops[which].append(act)
        assert (before, after.state) in STOPS, (before, step, after.state)

    def others(self, but: int | None) -> tuple[stop_payment.OtherStop, ...]:
        return tuple(
            stop_payment.OtherStop(str(place), stop_payment.stop_of(acts))
            for place, acts in enumerate(self.stops)
            if place != but
        )

    def check_at_most_two_and_ninety_six_hours(self) -> None:
        runs = [run for acts in self.stops for run in stop_payment.stop_of(acts).runs]
        assert len(runs) <= 2
        seconds = [int(run.end.timestamp()) - int(run.start.at.timestamp()) for run in runs]
        assert all(each == 172_800 for each in seconds)

    def check_never_two_at_once(self) -> None:
        states = [stop_payment.stop_of(acts).state_at(self.now) for acts in self.stops]
        assert states.count(StopState.STOPPED) <= 1


STOP_MOVES = st.one_of(
    st.tuples(st.just("wait"), st.sampled_from([0, 1, 3600, 48 * 3600 - 1, 48 * 3600, 60 * 3600])),
    st.tuples(st.just("ask")),
    *[
        st.tuples(
            st.just("carry_on"),
            st.integers(0, 4),
            st.integers(0, 7),
            st.sampled_from([False, False, True]),
            st.sampled_from([True, True, True, False]),
        )
    ]
    * 3,
)


@QUIET
@given(st.lists(STOP_MOVES, min_size=20, max_size=40))
def test_no_history_of_stops_is_unlawful(moves: list[tuple[Any, ...]]) -> None:
    """Two at most, one at a time, each 48 hours, and every step one of the machine's."""
    stops = Stops()
    for name, *given_ in moves:
        getattr(stops, name)(*given_)
        stops.check_at_most_two_and_ninety_six_hours()
        stops.check_never_two_at_once()


def counted(start: date, months: int) -> date:
    """Return the end of a term of months by walking the calendar a day at a time."""
    from_last = (start + timedelta(days=1)).day == 1
    day, passed = start, 0
    while passed < months:
        day += timedelta(days=1)
        passed += day.day == 1
    # the first of the target month: on to the day that has the start's number, or to the last
    while (day + timedelta(days=1)).day != 1 and (from_last or day.day < start.day):
        day += timedelta(days=1)
    return day


def midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), CHINA)


def days_of_ten_years() -> Iterator[date]:
    day = date(2021, 1, 1)
    while day < date(2031, 1, 1):
        yield day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "major", "months"),
    [
        (ObjectClass.CASH, False, 6),
        (ObjectClass.CASH, True, 12),
        (ObjectClass.SECURITIES, False, 24),
        (ObjectClass.POLICY, False, 6),
    ],
)
def test_a_freeze_of_each_day_of_ten_years_ends_where_counting_ends(
    kind: ObjectClass,
    major: bool,  # noqa: FBT001
    months: int,
) -> None:
    """Whatever day and second it begins on, it holds to the last second of the day that counting gives."""
    proposal = FreezeProposal("某银行", "1", object=kind, limit=1)
    base = freezing.Freeze(proposal, FILED, 1, FreezeState.SERVED, FreezeApproval(Level.PROVINCE, major))
    second = 0
    for day in days_of_ten_years():
        second = (second * 31 + 4_813) % 86_400
        start = datetime.combine(day, datetime.min.time(), CHINA) + timedelta(seconds=second)
        act = Act("effect", Moment(start), to_text(FreezeEffect()))
        freeze = freezing.after(base, act)
        end = midnight_after(counted(day, months))
        assert freeze.over == end, day
        assert freeze.terms[0].safe <= end
        assert freeze.state_at(end - timedelta(seconds=1)) is FreezeState.ACTIVE
        assert freeze.state_at(end) is FreezeState.LAPSED


def test_a_stop_of_each_day_of_ten_years_lasts_its_seconds() -> None:
    """Counted in seconds since 1970, each stop is 172,800 long, over leap days and changes of year alike."""
    asked = StopRequest("某银行", "1", "李某乙", 1, "CNY", FILED)
    base = stop_payment.begun(Act("request", FILED, to_text(asked)))
    for place, day in enumerate(days_of_ten_years()):
        start = datetime.combine(day, datetime.min.time(), CHINA) + timedelta(seconds=place * 7_919 % 86_400)
        acts = [Act("request", FILED, to_text(base.request)), Act("effect", Moment(start), to_text(StopEffect()))]
        stop = stop_payment.stop_of(acts)
        assert stop.end is not None
        assert int(stop.end.timestamp()) == int(start.timestamp()) + 48 * 60 * 60
