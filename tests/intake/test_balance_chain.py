"""The balance chain: states, breaks, and the order within one instant."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from suyuan.intake.balance_chain import BalanceBreak, BalanceState, prove
from suyuan.model.booking import Booking, BookingKind, BookingStatus, Counterparty, Direction
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.source import Source

NOON = datetime(2021, 3, 5, 12, 0, 0, tzinfo=CHINA)


def booking(row: int, step: int, balance: int | None, second: int = 0, **changes: object) -> Booking:
    """Return a row that moves ``step`` fen (+ in, - out) so many seconds after noon."""
    direction = Direction.NONE if step == 0 else Direction.IN if step > 0 else Direction.OUT
    made = Booking(
        source=Source("0" * 64, None, 1, row),
        account="6200000000000000000",
        other_numbers=(),
        holder="张某甲",
        institution="",
        time=Moment(NOON + timedelta(seconds=second)),
        direction=direction,
        amount=abs(step),
        currency="CNY",
        balance=balance,
        counterparty=Counterparty(),
        kind=BookingKind.TRANSFER,
        summary="",
        reference="",
        references=(),
        corrects="",
        status=BookingStatus.EFFECTIVE,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def run(steps: Sequence[int], start: int, seconds: Sequence[int] | None = None) -> list[Booking]:
    """Return rows that follow from each other, in true order, row numbers from 1."""
    rows, balance = [], start
    for place, step in enumerate(steps):
        balance += step
        rows.append(booking(place + 1, step, balance, seconds[place] if seconds else place))
    return rows


def rows_in_order(bookings: Sequence[Booking]) -> list[int]:
    """Return the physical rows in the order that the chain gives them."""
    return [bookings[place].source.row for place in prove(bookings).order]


def test_each_balance_follows_is_proven() -> None:
    """100, then -30, then +5: three balances that follow."""
    proof = prove(run([100, -30, 5], 0))
    assert (proof.state, proof.breaks, proof.order) == (BalanceState.PROVEN, (), (0, 1, 2))


def test_newest_first_is_read_backwards() -> None:
    """The last row of the file is the first of the account."""
    assert rows_in_order(run([100, -30, 5], 0)[::-1]) == [1, 2, 3]


def test_no_balance_or_only_one_is_absent() -> None:
    """One figure proves nothing, none even less; no row at all is absent too."""
    assert prove([]).state is BalanceState.ABSENT
    assert prove([booking(1, 5, 5)]).state is BalanceState.ABSENT
    assert prove([booking(1, 5, None), booking(2, 5, 10, 1)]).state is BalanceState.ABSENT


def test_a_missing_row_is_a_break_with_what_was_expected() -> None:
    """After 100 a debit of 30 must leave 70; 50 is printed."""
    proof = prove([booking(2, 100, 100), booking(3, -30, 50, 1)])
    assert proof.breaks == (BalanceBreak(3, 70, 50),)
    assert proof.state is BalanceState.BROKEN


def test_quarantined_rows_inside_a_break_are_named() -> None:
    """Row 3 could not be read and lies between rows 2 and 4; row 9 does not."""
    proof = prove([booking(2, 100, 100), booking(4, -30, 50, 1)], quarantined=[3, 9])
    assert proof.breaks == (BalanceBreak(4, 70, 50, (3,)),)


def test_failed_rows_take_no_part() -> None:
    """A failed debit between two rows changes no balance and stands in no order."""
    failed = booking(2, -60, 100, 1, status=BookingStatus.FAILED)
    proof = prove([booking(1, 100, 100), failed, booking(3, -30, 70, 2)])
    assert (proof.state, proof.order) == (BalanceState.PROVEN, (0, 2))


def test_a_row_without_a_balance_is_carried() -> None:
    """100, then -30 with no balance printed, then -10 leaving 60: proven over the gap."""
    rows = [booking(1, 100, 100), booking(2, -30, None, 1), booking(3, -10, 60, 2)]
    assert prove(rows).state is BalanceState.PROVEN


def test_credit_goes_before_debit_where_both_start_at_the_balance() -> None:
    """From 100 both -10/+10 and +10/-10 are trails; the credit goes first though the debit stands first."""
    rows = [booking(1, 100, 100), booking(2, -10, 90, 5), booking(3, 10, 100, 5), booking(4, 10, 110, 5)]
    rows.append(booking(5, -10, 100, 5))
    assert rows_in_order(rows)[1] == 4


def test_a_credit_that_leaves_no_trail_waits() -> None:
    """From 0: +10 to 10 is a dead end for the round 0 to 5 and back, so the round goes first."""
    rows = [booking(1, 7, 7, 0), booking(2, -7, 0, 1)]
    rows += [booking(3, 10, 10, 2), booking(4, 5, 5, 2), booking(5, -5, 0, 2)]
    assert rows_in_order(rows) == [1, 2, 4, 5, 3]


def test_a_first_group_that_is_a_round_starts_where_the_next_begins() -> None:
    """Two rows of one second that cancel out start at the balance before the row after them: 40."""
    rows = [booking(1, 10, 50, 0), booking(2, -10, 40, 0), booking(3, 5, 45, 1)]
    assert rows_in_order(rows) == [1, 2, 3]
    other = [booking(1, -10, 40, 0), booking(2, 10, 50, 0), booking(3, 5, 45, 1)]
    assert rows_in_order(other) == [2, 1, 3]


def test_a_group_behind_a_gap_is_ordered_from_where_it_begins() -> None:
    """After a gap the balance before is unknown, and the shuffled rows behind it make one break, not three."""
    rows = [booking(1, 100, 100, 0), booking(2, -5, 485, 9), booking(3, -10, 490, 9), booking(4, 1, 486, 9)]
    proof = prove(rows)
    assert [rows[place].source.row for place in proof.order] == [1, 3, 2, 4]
    assert proof.breaks == (BalanceBreak(3, 90, 490),)


def test_where_no_trail_exists_the_files_order_stays() -> None:
    """Two rows of one second that do not touch: file order, and the break is reported."""
    rows = [booking(1, 100, 100, 0), booking(2, -10, 90, 1), booking(3, -10, 40, 1)]
    proof = prove(rows)
    assert [rows[place].source.row for place in proof.order] == [1, 2, 3]
    assert proof.breaks == (BalanceBreak(3, 80, 40),)


def test_dates_only_are_one_instant_a_day() -> None:
    """Three rows of one date are put in order by their balances alone."""
    day = Moment(NOON.replace(hour=0), Precision.DAY)
    rows = [replace(each, time=day) for each in run([100, -30, 5], 0)]
    assert rows_in_order([rows[2], rows[0], rows[1]]) == [1, 2, 3]


def test_a_bare_date_among_times_stays_where_the_file_has_it() -> None:
    """Interest without a time of day stands after the noon booking in the file, and so in the chain."""
    rows = run([100, -30, 5], 0)
    rows[1] = replace(rows[1], time=Moment(NOON.replace(hour=0), Precision.DAY))
    proof = prove(rows)
    assert (proof.state, proof.order) == (BalanceState.PROVEN, (0, 1, 2))


def test_posting_order_is_taken_where_the_times_do_not_follow() -> None:
    """A purchase that was posted two rows late follows in the file's order only."""
    rows = run([100, -30, 5, -1], 0, seconds=[0, 50, 10, 60])
    proof = prove(rows)
    assert (proof.state, proof.order) == (BalanceState.PROVEN, (0, 1, 2, 3))


def test_loose_rows_may_leave_the_balance_as_it_was() -> None:
    """A wallet's payment out of a bound card shows a balance of 0 and moves none; one that follows is kept."""
    rows = [booking(1, 100, 100, 0), booking(2, -40, 0, 1), booking(3, -30, 70, 2), booking(4, -70, 0, 3)]
    proof = prove(rows, loose={1, 3})
    assert (proof.state, proof.order) == (BalanceState.PROVEN, (0, 1, 2, 3))
    assert prove(rows).state is BalanceState.BROKEN


def test_five_hundred_rows_of_one_second_are_put_back_in_order() -> None:
    """Many rows that run back and forth between few balances: the search does not explode."""
    chance = random.Random(316)  # noqa: S311
    steps = [chance.choice([1, -1, 2, -2]) * 100 for _ in range(500)]
    rows = [booking(0, 5, 10_000, 0), *run(steps, 10_000, [1] * 500)]
    shuffled = rows[:1] + chance.sample(rows[1:], 500)
    assert prove(shuffled).state is BalanceState.PROVEN


def test_looking_ahead_costs_no_more_than_the_file_is_long() -> None:
    """Ten thousand seconds of two rows that cancel out and follow nothing; the test would hang otherwise."""
    rows = []
    for second in range(10_000):
        begin = second * 7 % 1000 * 100 + 50_000
        rows += [booking(2 * second, 5, begin + 5, second), booking(2 * second + 1, -5, begin, second)]
    proof = prove(rows)
    assert proof.state is BalanceState.BROKEN
    assert sorted(proof.order) == list(range(20_000))


def by_brute_force(rows: Sequence[Booking], start: int) -> list[int] | None:
    """Return the order of docs/method.md by trying every permutation: the first trail by its rule of choice."""

    def key(place: int) -> tuple[bool, int]:
        return rows[place].direction is not Direction.IN, place

    trails = []
    for order in permutations(range(len(rows))):
        balance = start
        for place in order:
            step = (
                rows[place].amount * {Direction.IN: 1, Direction.OUT: -1, Direction.NONE: 0}[rows[place].direction]
            )
            if rows[place].balance != balance + step:
                break
            balance += step
        else:
            trails.append(order)
    # choosing row by row among those that leave a trail is taking the least trail, place by place
    return list(min(trails, key=lambda order: [key(place) for place in order])) if trails else None


@given(st.lists(st.sampled_from([1, -1, 2, -2, 0]), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_order_within_an_instant_equals_a_search_of_all_orders(steps: list[int], chance: random.Random) -> None:
    """For up to six shuffled rows of one second the order is the one that trying all orders gives."""
    first = booking(1, 50, 50, 0)
    group = run(steps, 50, [1] * len(steps))
    chance.shuffle(group)
    proof = prove([first, *group])
    expected = by_brute_force(group, 50)
    assert expected is not None
    assert list(proof.order) == [0, *(place + 1 for place in expected)]
    assert proof.state is BalanceState.PROVEN
