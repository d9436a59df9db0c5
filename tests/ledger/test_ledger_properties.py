"""What holds for any case: the order of import plays no part, nothing is lost, nothing is paired twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suyuan.ledger.build import FileContents, Ledger, build
from suyuan.ledger.laws import FEE
from suyuan.model.booking import Booking, Direction

ACCOUNTS = ("6200000000000001", "6200000000000002", "1003", "WXID_D")
PRINTED = (*ACCOUNTS, "6200******0002", "6200000000000009!", "-", "6200000000000077", "243300133")
TIMES = ("10:00:00", "10:00:00", "10:00:05", "10:02:00", "10:03", "10:07:00", "03-05", "11:00:00")
WORDS = (
    "",
    "",
    "",
    "kind=fee",
    "kind=cash_withdrawal",
    "status=failed",
    "kind=product",
    "refs=ORDER1",
    "name=财付通",
)

rows = st.tuples(
    st.sampled_from(TIMES),
    st.sampled_from(("in", "out", "out", "in", "none")),
    st.sampled_from(("1.00", "1.00", "2.00", "0.00")),
    st.sampled_from(PRINTED),
    st.booleans(),
    st.sampled_from(WORDS),
)
statements = st.lists(st.tuples(st.sampled_from(ACCOUNTS), st.lists(rows, max_size=6)), min_size=1, max_size=5)


def text_of(drawn: Sequence[tuple[str, Sequence[tuple[str, str, str, str, bool, str]]]]) -> str:
    """Return a case in the notation; balances follow the rows as they stand, so some chains hold."""
    lines = []
    for number, (account, its) in enumerate(drawn):
        lines += [f"== file{number}", f"-- {account}"]
        balance = 1000
        for place, (time, direction, amount, other, has_balance, word) in enumerate(its):
            step = int(amount[0]) * {"in": 1, "out": -1, "none": 0}[direction]
            balance += step if "failed" not in word else 0
            stated = f"{balance}.00" if has_balance else "-"
            reference = "" if word.startswith("refs") else f"ref=S{number}{place}"
            lines.append(f"{time} {direction} {amount} {other} {stated} {word} {reference}")
    lines += ["== forms", "pay R1 甲 10:00 6200000000000001 6200000000000002 1.00"]
    lines += ["pay R1 甲 10:01 6200000000000001 - 1.00", "request 6200000000000002 03-01 03-31 whole"]
    return "\n".join(lines)


@settings(max_examples=60, deadline=None)
@given(drawn=statements, seed=st.integers(0, 2**32))
def test_order_of_import_plays_no_part(
    drawn: list[tuple[str, list[tuple[str, str, str, str, bool, str]]]],
    seed: int,
    read_case: Callable[[str], list[FileContents]],
) -> None:
    """The same files in any order, some of them twice, on any number of threads, give the same ledger."""
    files = read_case(text_of(drawn))
    shuffled = [*files, *files[:2]]
    Random(seed).shuffle(shuffled)  # noqa: S311
    assert build(shuffled, threads=1) == build(files)


@settings(max_examples=60, deadline=None)
@given(drawn=statements)
def test_nothing_is_lost_and_nothing_counts_twice(
    drawn: list[tuple[str, list[tuple[str, str, str, str, bool, str]]]],
    read_case: Callable[[str], list[FileContents]],
) -> None:
    """Every booking is in one transfer or left out; times never fall; each row stands on its own side."""
    files = read_case(text_of(drawn))
    ledger = build(files)
    given = {row.id: row for contents in files for part in contents.parts for row in part.bookings}
    fees = {each.id.removesuffix(FEE): each.amount for each in ledger.transfers if each.id.endswith(FEE)}
    booked = [each for each in ledger.transfers if each.id not in ledger.added and not each.id.endswith(FEE)]
    ends = Counter(booking for each in booked for booking in each.bookings)
    ends.update(each.booking for each in ledger.left_out)
    assert ends == Counter(given.keys())
    times = [each.time for each in ledger.transfers]
    assert times == sorted(times)
    for each in booked:
        assert 1 <= len(each.bookings) <= 2
        paid = each.amount + fees.get(each.id, 0)
        assert {given[booking].amount for booking in each.bookings} <= {each.amount, paid}
        assert each.payer != each.payee
    check_sides(ledger, given)


def check_sides(ledger: Ledger, given: Mapping[str, Booking]) -> None:
    """Each row's account is the transfer's payer if the row is a debit, its payee if a credit."""
    for each in ledger.transfers:
        for booking in each.bookings:
            row = given[booking]
            assert row.account == (each.payer if row.direction is Direction.OUT else each.payee)


@settings(max_examples=30, deadline=None)
@given(drawn=statements)
def test_own_order_is_kept(
    drawn: list[tuple[str, list[tuple[str, str, str, str, bool, str]]]],
    read_case: Callable[[str], list[FileContents]],
) -> None:
    """An account with one statement has its rows in the ledger in the order that the balance chain gives."""
    files = read_case(text_of(drawn))
    ledger = build(files)
    place = {booking: number for number, each in enumerate(ledger.transfers) for booking in each.bookings}
    parts = [part for contents in files for part in contents.parts]
    alone = Counter(part.account for part in parts)
    for part in parts:
        if alone[part.account] == 1:
            order = [part.bookings[index].id for index in part.balance.order]
            places = [place[each] for each in order if each in place]
            assert places == sorted(places)


@pytest.mark.slow
def test_a_large_case_is_built(read_case: Callable[[str], list[FileContents]]) -> None:
    """100,000 payments of one amount among 2,000 accounts, each seen from both sides, pair as they were.

    No time is asserted; quadratic work would not end.
    """
    random = Random(20210305)  # noqa: S311
    sides: defaultdict[str, list[str]] = defaultdict(list)
    for number in range(100_000):
        payer, payee = random.sample(range(2000), 2)
        day, rest = divmod(number * 25, 86400)
        clock = f"03-{day + 1:02}T{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
        sides[f"62{payer:014}"].append(f"{clock} out 100.00 62{payee:014} -")
        sides[f"62{payee:014}"].append(f"{clock} in 100.00 62{payer:014} -")
    text = "\n".join(line for account in sides for line in (f"== {account}", f"-- {account}", *sides[account]))
    ledger = build(read_case(text))
    assert len(ledger.transfers) == 100_000
    assert {each.reason for each in ledger.transfers} == {"both_named"}
