"""Mutated statements: the accounting stays exact, nothing ends in a traceback, no sum goes wrong in silence."""

from __future__ import annotations

import random
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suyuan.errors import SuyuanError
from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import BalanceState, ReadFile, read_opened

SAMPLES = Path(__file__).parent.parent / "cases" / "statements"
TEXTS = ("alipay_app_2021_gb18030.csv", "wechat_2025.csv", "icbc_debit_v2.csv", "abc_debit.csv")
HEADER = (
    "交易卡号,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,对手户名,现金标志,"
    "摘要说明,交易流水号,查询反馈结果原因"
)


@cache
def sample(name: str) -> bytes:
    """Return a sample's bytes."""
    return (SAMPLES / name).read_bytes()


def proven(rows: int, per_second: int) -> list[str]:
    """Return the lines of an answer whose balances follow, so many rows to a second."""
    balance, lines = 1_000_00, []
    for row in range(rows):
        step = (row * 7919) % 5000 + 1
        incoming = row % 3 != 1 or balance < step
        balance += step if incoming else -step
        second = row // per_second
        time = f"2021-03-05 10:{second // 60:02}:{second % 60:02}"
        amount, after = (f"{fen // 100}.{fen % 100:02}" for fen in (step, balance))
        word = "进" if incoming else "出"
        lines.append(f"6200000000000000017\t,{time},{amount},{after},{word},,,00,转账,BL{row:08},成功")
    return lines


def answer(lines: list[str]) -> ReadFile:
    """Read an answer of these lines below the header."""
    return read_opened(open_bytes("a.csv", "\n".join([HEADER, *lines]).encode("gb18030")))


def is_exact(read: ReadFile) -> bool:
    """Tell whether every table's classes add up and agree with what was read and quarantined."""
    for table in read.tables:
        counts = asdict(table.rows)
        total = counts.pop("total")
        booked = sum(len(part.bookings) for part in table.parts)
        if (
            sum(counts.values()) != total
            or counts["read"] != booked
            or counts["quarantined"] != len(table.quarantined)
        ):
            return False
    return True


@given(st.randoms(use_true_random=False), st.integers(1, 12))
@settings(max_examples=40)
def test_rows_shuffled_within_a_second_stay_proven(chance: random.Random, per_second: int) -> None:
    """Whatever order a bank prints the rows of one second in, the chain is found."""
    lines = proven(36, per_second)
    mixed = []
    for start in range(0, len(lines), per_second):
        group = lines[start : start + per_second]
        chance.shuffle(group)
        mixed += group
    (part,) = answer(mixed).tables[0].parts
    assert part.balance.state is BalanceState.PROVEN


@given(st.integers(1, 28), st.sampled_from(["drop", "twice", "amount", "word", "time"]))
@settings(max_examples=60)
def test_a_mutation_that_changes_money_is_seen(row: int, kind: str) -> None:
    """A row lost, doubled or altered breaks the chain or stands in quarantine; the accounting stays exact."""
    lines = proven(30, 1)
    cells = lines[row].split(",")
    if kind == "drop":
        del lines[row]
    elif kind == "twice":
        lines.insert(row, lines[row])
    elif kind == "amount":
        lines[row] = ",".join([*cells[:2], f"{cells[2]}9", *cells[3:]])
    elif kind == "word":
        lines[row] = ",".join([*cells[:4], "进" if cells[4] == "出" else "出", *cells[5:]])
    else:
        lines[row] = ",".join([cells[0], "2021-02-30 10:00:00", *cells[2:]])
    read = answer(lines)
    (part,) = read.tables[0].parts
    assert is_exact(read)
    assert part.balance.state is BalanceState.BROKEN or read.tables[0].rows.quarantined


@given(
    st.sampled_from(TEXTS),
    st.lists(st.tuples(st.integers(0, 6000), st.binary(max_size=4), st.integers(0, 40)), min_size=1, max_size=4),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_bytes_replaced_anywhere_never_end_in_a_traceback(name: str, cuts: list[tuple[int, bytes, int]]) -> None:
    """Cut encodings, lost quotes, glued lines: a sentence, or an exact accounting."""
    content = sample(name)
    for at, put, taken in cuts:
        content = content[: at % len(content)] + put + content[at % len(content) + taken :]
    try:
        read = read_opened(open_bytes(name, content))
    except SuyuanError:
        return
    assert is_exact(read)


@given(st.sampled_from(TEXTS), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_lines_shuffled_lost_and_doubled_keep_the_accounting_exact(name: str, chance: random.Random) -> None:
    """Headers in the middle, footers on top: every line of the file is in exactly one class."""
    lines = sample(name).split(b"\n")
    mixed = [line for line in lines for _ in range(chance.choice([0, 1, 1, 1, 2]))]
    if chance.random() < 0.5:
        chance.shuffle(mixed)
    try:
        read = read_opened(open_bytes(name, b"\n".join(mixed)))
    except SuyuanError:
        return
    assert is_exact(read)
    assert all(table.rows.total >= table.rows.read for table in read.tables)


@pytest.mark.parametrize("moved", [1, 3, 7])
def test_columns_in_another_order_are_read_the_same(moved: int) -> None:
    """Columns are found by name: an answer with its columns turned round says the same."""
    rows = [line.split(",") for line in [HEADER, *proven(20, 3)]]
    turned = [",".join([*cells[moved:], *cells[:moved]]) for cells in rows]
    one = answer(proven(20, 3)).tables[0].parts[0]
    other = read_opened(open_bytes("a.csv", "\n".join(turned).encode("gb18030"))).tables[0].parts[0]
    assert [(each.time, each.direction, each.amount, each.balance) for each in one.bookings] == [
        (each.time, each.direction, each.amount, each.balance) for each in other.bookings
    ]
