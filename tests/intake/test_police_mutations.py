"""Police answers hurt on the way: columns moved and doubled, headers repeated, totals glued on, rows swapped.

Quotes lost, encodings cut: no traceback, the accounting always exact, and where money changes, something says so.
"""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suyuan.errors import SuyuanError
from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import BalanceState, ReadFile, read_opened
from suyuan.model.text import Language

SAMPLES = Path(__file__).parents[1] / "cases" / "statements" / "police_answers"
NAMES = tuple(sorted(path.name for path in SAMPLES.iterdir() if path.suffix in (".csv", ".txt")))
STATEMENTS = (
    "0001_交易记录d2_20210701000000.csv",
    "0001_余额明细d2_20210701000000.csv",
    "0001_提现记录d2_20210701000000.csv",
    "0001_账户明细d2_20210701000000_part1.csv",
    "0001_转账明细d2_20210701000000.csv",
    "TenpayTrades26.txt",
    "农商行_新.csv",
    "招商_反馈.csv",
    "甲银行_交易明细信息.csv",
)
PUT = (b'"', b"", b"\xb6", b"\t", b"\n", b",", b"\x00")
Said = Counter[tuple[object, ...]]


@cache
def table(name: str) -> tuple[tuple[tuple[str, ...], ...], str]:
    """Return a sample's rows and its delimiter."""
    content = (SAMPLES / name).read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    delimiter = "\t" if name.endswith(".txt") else ","
    return tuple(tuple(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter)), delimiter


def read(name: str, rows: list[list[str]]) -> ReadFile | None:
    """Read these rows under a sample's name; None where they are refused, in a sentence."""
    out = io.StringIO()
    csv.writer(out, delimiter=table(name)[1], lineterminator="\n").writerows(rows)
    try:
        return read_opened(open_bytes(name, out.getvalue().encode("gb18030")), name)
    except SuyuanError:
        return None


def rows_of(name: str) -> list[list[str]]:
    """Return a sample's rows, to be changed."""
    return [list(row) for row in table(name)[0]]


def said(file: ReadFile) -> Said:
    """Return what a file says of money, without the places."""
    return Counter(
        (part.account, booking.time, booking.direction, booking.amount, booking.currency, booking.balance)
        for each in file.tables
        for part in each.parts
        for booking in part.bookings
    )


def doubts(file: ReadFile) -> tuple[int, int]:
    """Return how much a reading doubts: rows in quarantine, parts whose balances break."""
    parts = [part for each in file.tables for part in each.parts]
    return (
        sum(each.rows.quarantined for each in file.tables),
        sum(part.balance.state is BalanceState.BROKEN for part in parts),
    )


def sentences(file: ReadFile) -> set[str]:
    """Return what a reading warns of, with its counts and rows."""
    return {each.render(Language.EN) for each in file.warnings}


def check(name: str, file: ReadFile | None) -> None:
    """Check that a changed file is refused, or exact and either says the same or more doubts."""
    if file is None:
        return
    for each in file.tables:
        counts = asdict(each.rows)
        assert counts.pop("total") == sum(counts.values())
        assert counts["read"] >= sum(len(part.bookings) for part in each.parts)
    whole = read(name, rows_of(name))
    assert whole is not None
    if said(file) != said(whole):
        more = sum(doubts(file)) > sum(doubts(whole))
        assert more or sentences(file) - sentences(whole), "money changed and nothing says so"


@pytest.mark.parametrize("name", STATEMENTS)
def test_columns_moved_say_the_same(name: str) -> None:
    """Every column is found by its name, in whatever place, names that repeat in their own order."""
    rows = rows_of(name)
    width = max(map(len, rows))
    names = rows[0] + [""] * (width - len(rows[0]))
    order = sorted(range(width), key=lambda at: (at * 7 + 3) % width)
    repeated = [at for at in range(width) if names.count(names[at]) > 1]
    order = [at for at in order if at not in repeated] + repeated
    turned = [[row[at] if at < len(row) else "" for at in order] for row in rows]
    file = read(name, turned)
    assert file is not None
    assert said(file) == said(read(name, rows) or file)


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_header_that_stands_there_again_is_counted(name: str) -> None:
    """Exports pasted below each other: one more repeated header, the same money."""
    rows = rows_of(name)
    file = read(name, [*rows, rows[0]])
    whole = read(name, rows)
    assert file is not None
    assert whole is not None
    assert said(file) == said(whole)
    assert file.tables[0].rows.repeated_header == whole.tables[0].rows.repeated_header + 1


@pytest.mark.parametrize("name", STATEMENTS)
@pytest.mark.parametrize("footer", ["合计,,,100.00", "共2笔记录", "以上数据仅供参考", "收入合计：1笔"])
def test_totals_glued_below_are_never_money(name: str, footer: str) -> None:
    """A line of totals under the rows, as somebody's spreadsheet adds it: footer or quarantine, no booking."""
    rows = rows_of(name)
    file = read(name, [*rows, footer.split(",")])
    whole = read(name, rows)
    assert file is not None
    assert whole is not None
    assert said(file) == said(whole)


@pytest.mark.parametrize("name", STATEMENTS)
def test_each_column_doubled(name: str) -> None:
    """A column pasted twice, alike or with one cell changed, says the same or is doubted."""
    rows = rows_of(name)
    for at in range(len(rows[0])):
        doubled = [[*row[: at + 1], row[at] if at < len(row) else "", *row[at + 1 :]] for row in rows]
        check(name, read(name, doubled))
        doubled[-1][at + 1] = "7.77"
        check(name, read(name, doubled))


@given(st.sampled_from(STATEMENTS), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_rows_swapped_are_the_same_rows(name: str, chance: random.Random) -> None:
    """The order of rows changes no row, or rows are doubted."""
    rows = rows_of(name)
    below = rows[1:]
    chance.shuffle(below)
    check(name, read(name, [rows[0], *below]))


@given(st.sampled_from(STATEMENTS), st.integers(1, 20), st.integers(0, 40), st.sampled_from(["", "9", "x", "1.5"]))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_cell_lost_or_won_is_seen(name: str, row: int, column: int, put: str) -> None:
    """A cell too few or too many in one row shifts the rest of it: the row is doubted, or says the same."""
    rows = rows_of(name)
    changed = rows[1 + row % (len(rows) - 1)]
    at = column % max(1, len(changed))
    if put:
        changed.insert(at, put)
    else:
        del changed[at]
    check(name, read(name, rows))


@given(
    st.sampled_from(NAMES),
    st.lists(st.tuples(st.integers(0, 6000), st.sampled_from(PUT), st.integers(0, 3)), min_size=1, max_size=3),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_bytes_lost_and_put_in_never_end_in_a_traceback(name: str, cuts: list[tuple[int, bytes, int]]) -> None:
    """Quotes lost, characters cut in half, lines broken: a sentence, or an exact accounting."""
    content = (SAMPLES / name).read_bytes()
    for at, put, taken in cuts:
        content = content[: at % len(content)] + put + content[at % len(content) + taken :]
    try:
        file = read_opened(open_bytes(name, content), name)
    except SuyuanError:
        return
    for each in file.tables:
        counts = asdict(each.rows)
        assert counts.pop("total") == sum(counts.values())
