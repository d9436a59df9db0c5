"""Kernels against the plain code that they stand for."""

from __future__ import annotations

import random

import numpy as np
import pytest

from suyuan.intake.balance_trail import Step, trail
from suyuan.intake.cells import read_amount, time_reader
from suyuan.intake.columns.kernels import trails, values
from suyuan.intake.columns.plan import FORM_OF
from suyuan.model.moment import Moment

AMOUNTS = (
    "0", "12", "12.3", "12.34", "12.340", "12.345", "-12.34", "1,234.50", "1,234,567", "12,34", "1234,567", ",123", "", "-", "--",  # noqa: E501
    "/", "+5", ".5", "5.", "00012.30", "1e3", "9999999999999.99", "99999999999999.99", "1 000", "１２", "-0.00", "1,23", "0,123",  # noqa: E501
)  # fmt: skip
TIMES = (
    "2021-03-05 10:11:12", "2021-3-5 1:02:03", "2021/03/05 10:11:12", "2021-02-29", "2020-02-29", "2021-03-05  10:11", "20210305",  # noqa: E501
    "20210305101112", "20211305", "2021-03-05T10:11:12", "2021-03-05 24:00:00", "2021-03-05 10:60:00", "2021-03/05", "1969-12-31",  # noqa: E501
    "2021-03-05 10:11:1", "2021-03-05 10:1:11", "2000-02-29 00:00:00", "2100-02-29", "20210305 101112", "", "0000-01-01",  # noqa: E501
)  # fmt: skip


def cells(texts: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return texts as bytes with the place of each."""
    content = [each.encode() for each in texts]
    ends = np.cumsum([len(each) for each in content]).astype(np.int32)
    starts = (ends - [len(each) for each in content]).astype(np.int32)
    return np.frombuffer(bytearray(b"".join(content) + b"\0"), np.uint8), starts, ends


def test_amounts_are_read_as_the_row_engine_reads_them_or_left_to_it() -> None:
    """No amount that a kernel reads differs from the row engine's by a fen; plain ones are read."""
    data, start, end = cells(AMOUNTS)
    found, state = np.zeros(len(AMOUNTS), np.int64), np.zeros(len(AMOUNTS), np.uint8)
    values.amounts(data, start, end, 2, found, state)
    for text, value, how in zip(AMOUNTS, found.tolist(), state.tolist(), strict=True):
        if how == values.READ:
            assert value == read_amount(text, "CNY"), text
    read = {text for text, how in zip(AMOUNTS, state.tolist(), strict=True) if how == values.READ}
    assert {"0", "12.34", "-12.34", "1,234.50", "12.340", "9999999999999.99"} <= read
    assert {"", "-", "--", "/"} == {
        text for text, how in zip(AMOUNTS, state.tolist(), strict=True) if how == values.EMPTY
    }


def test_times_are_read_as_the_row_engine_reads_them_or_left_to_it() -> None:
    """Instant and precision agree with the row engine's for every time that a kernel reads."""
    data, start, end = cells(TIMES)
    at, exact = np.zeros(len(TIMES), np.int64), np.zeros(len(TIMES), np.uint8)
    state = np.zeros(len(TIMES), np.uint8)
    values.times(data, start, end, 8 * 3600, np.ones(values.FORMS, np.uint8), at, exact, state)
    read = time_reader(())
    for text, value, how, sure in zip(TIMES, at.tolist(), exact.tolist(), state.tolist(), strict=True):
        if sure == values.READ:
            moment = read(text, numeric=False)
            assert isinstance(moment, Moment), text
            assert value == int(moment.at.timestamp()) * 1_000_000
            assert ("second", "minute", "day")[how] == moment.precision.value
    plain = {text for text, how in zip(TIMES, state.tolist(), strict=True) if how == values.READ}
    assert {"2021-03-05 10:11:12", "2020-02-29", "20210305101112", "2000-02-29 00:00:00"} <= plain
    assert len(FORM_OF) == values.FORMS


@pytest.mark.parametrize("seed", range(40))
def test_rows_of_one_instant_are_put_in_the_same_order(seed: int) -> None:
    """The same trail is chosen among several, and none where there is none."""
    rand = random.Random(seed)  # noqa: S311
    for _ in range(30):
        balance = rand.randrange(5)
        steps = []
        for _ in range(rand.randrange(1, 9)):
            step = rand.choice((-2, -1, 0, 1, 2))
            steps.append(Step(balance, balance + step, step > 0))
            balance += step
        if rand.random() < 0.2:
            steps.append(Step(50, 51, credit=True))
        rand.shuffle(steps)
        start = rand.choice((steps[0].before, 0, 1, 2))
        order = np.zeros(len(steps), np.int32)
        before, after = (
            np.array([getattr(each, side) for each in steps], np.int64) for side in ("before", "after")
        )
        credit = np.array([each.credit for each in steps], np.uint8)
        found = trails.trail(before, after, credit, start, order)
        assert (order.tolist() if found else None) == trail(steps, start)
