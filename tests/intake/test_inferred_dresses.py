"""One list of twelve movements in the dresses that institutions give such lists: no sum changes silently."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from suyuan.intake.balance_chain import BalanceState
from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import Confidence, read_opened

HEAD = ["交易时间", "收入", "支出", "余额", "对方户名", "摘要"]
SIGNED = ["记账日期", "记账时间", "交易金额", "账户余额", "附言"]
FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


@dataclass(frozen=True)
class Move:
    """A movement; amounts in cents."""

    at: datetime
    way: str
    amount: int
    balance: int


def movements(count: int = 12) -> list[Move]:
    """Return invented movements, always the same, whose balances follow."""
    chance = random.Random(1)  # noqa: S311  # invented figures
    at = datetime(2021, 3, 1, 9, 5, 7)  # noqa: DTZ001  # as printed
    balance = 50000
    made = []
    for _ in range(count):
        at += timedelta(hours=chance.randint(5, 40), minutes=chance.randint(0, 59), seconds=chance.randint(0, 59))
        amount = chance.randint(100, 3000000)
        way = "in" if chance.random() < 0.5 or amount > balance else "out"
        balance += amount if way == "in" else -amount
        made.append(Move(at, way, amount, balance))
    return made


MOVES = movements()
Money = Callable[[int], str]


def point(cents: int) -> str:
    """Return 1,234.56."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def comma(cents: int) -> str:
    """Return 1.234,56."""
    return point(cents).translate(str.maketrans(",.", ".,"))


def bare(cents: int) -> str:
    """Return 1234.56."""
    return point(cents).replace(",", "")


def written(rows: list[list[str]], delimiter: str = ",") -> str:
    """Return rows as text."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def two(money: Money = point, time: str = "%Y-%m-%d %H:%M:%S", empty: str = "") -> list[list[str]]:
    """Return the rows with a column for each side."""
    rows = []
    for each in MOVES:
        sides = [money(each.amount) if each.way == way else empty for way in ("in", "out")]
        rows.append([each.at.strftime(time), *sides, money(each.balance), "张某甲", "转账"])
    return rows


def one(minus: Callable[[str], str], money: Money = point, plus: str = "") -> list[list[str]]:
    """Return the rows with one signed column."""
    return [
        [
            each.at.strftime("%Y%m%d"),
            each.at.strftime("%H%M%S"),
            plus + money(each.amount) if each.way == "in" else minus(money(each.amount)),
            money(each.balance),
            "转账",
        ]
        for each in MOVES
    ]


def worded(incoming: str, outgoing: str) -> str:
    """Return the file with a column of words."""
    rows = [
        [str(each.at), incoming if each.way == "in" else outgoing, point(each.amount), point(each.balance)]
        for each in MOVES
    ]
    return written([["日期", "借贷标志", "发生额", "余额"], *rows])


def german(minus: Callable[[str], str]) -> str:
    """Return the file as German banks write it."""
    rows = [
        [
            each.at.strftime("%d.%m.%Y"),
            "x",
            comma(each.amount) if each.way == "in" else minus(comma(each.amount)),
            comma(each.balance),
        ]
        for each in MOVES
    ]
    return written([["Datum", "Text", "Betrag", "Saldo"], *rows], ";")


PLAIN = written([HEAD, *two()])
DRESSES: dict[str, bytes] = {
    "title and totals in GB18030": written(
        [
            ["某银行账户明细"],
            ["户名：张某甲", "账号：6200000000000000018"],
            [],
            HEAD,
            *two(),
            ["合计", "1.00", "2.00"],
        ]
    ).encode("gb18030"),
    "mark, CRLF, tabs": written([HEAD, *[[f"\t{cell}" for cell in row] for row in two()]])
    .replace("\n", "\r\n")
    .encode("utf-8-sig"),
    "UTF-16": written([HEAD, *two()], "\t").encode("utf-16"),
    "full-width digits": written([HEAD, *two(lambda cents: point(cents).translate(FULL_WIDTH))]).encode(),
    "dashes": written([HEAD, *two(empty="--")]).encode(),
    "zeros": written([HEAD, *two(empty="0.00")]).encode(),
    "newest first": written([HEAD, *two()[::-1]]).encode(),
    "one day, newest first": written([HEAD, *two(time="2021-03-01")[::-1]]).encode(),
    "yuan behind": written([HEAD, *two(lambda cents: f"{point(cents)}元")]).encode(),
    "yen sign": written([HEAD, *two(lambda cents: f"￥{point(cents)}")]).encode(),
    "Chinese times": written([HEAD, *two(time="%Y年%m月%d日 %H时%M分%S秒")]).encode(),
    "pages": written(
        [HEAD, *two()[:4], ["本页小计", "1.00", "2.00"], HEAD, *two()[4:8], HEAD, *two()[8:]]
    ).encode(),
    "opening line": written([HEAD, ["2021-03-01", "", "", "500.00", "", "期初余额"], *two()]).encode(),
    "two rows of one instant swapped": written([HEAD, *two()[:3], two()[4], two()[3], *two()[5:]]).encode(),
    "text cells": written([HEAD, *[[f'="{cell}"' for cell in row] for row in two(bare)]], "\t")
    .replace('"""', '"')
    .replace('""', '"')
    .replace('"=', "=")
    .encode("gb18030"),
    "pipes around": "".join(f"|{'|'.join(row)}|\n" for row in [HEAD, *two(bare)]).encode(),
    "web page": (
        "<table>"
        + "".join(f"<tr>{''.join(f'<td>&nbsp;{cell}</td>' for cell in row)}</tr>" for row in [HEAD, *two()])
        + "</table>"
    ).encode(),
    "minus": written([SIGNED, *one(lambda text: f"-{text}")]).encode(),
    "plus and minus": written([SIGNED, *one(lambda text: f"-{text}", plus="+")]).encode(),
    "mathematical minus": written([SIGNED, *one(lambda text: f"\u2212{text}")]).encode(),
    "brackets": written([SIGNED, *one(lambda text: f"({text})")]).encode(),
    "minus behind": written([SIGNED, *one(lambda text: f"{text}-")]).encode(),
    "DR behind": written([SIGNED, *one(lambda text: f"{text} DR")]).encode(),
    "in 万元": written(
        [["日期", "收入（万元）", "支出（万元）", "余额（万元）"]]
        + [row[:4] for row in two(lambda cents: f"{cents // 1000000}.{cents % 1000000:06d}")]
    ).encode(),
    "German": german(lambda text: f"-{text}").encode("cp1252"),
    "German, minus behind": german(lambda text: f"{text}-").encode(),
    "balances before and after": written(
        [["日期", "交易前余额", "金额", "交易后余额", "借贷"]]
        + [
            [
                str(each.at),
                point(each.balance - each.amount if each.way == "in" else each.balance + each.amount),
                point(each.amount),
                point(each.balance),
                "贷" if each.way == "in" else "借",
            ]
            for each in MOVES
        ]
    ).encode(),
    **{
        f"words {incoming} and {outgoing}": worded(incoming, outgoing).encode()
        for incoming, outgoing in ("贷借", "10", "01", "收付", "CD", "21", "YN", "借贷")
    },
}


@pytest.mark.parametrize("dress", DRESSES)
def test_the_same_movements_in_another_dress(dress: str) -> None:
    """Twelve bookings, both sums to the cent, and the balances prove them."""
    file = read_opened(open_bytes("a.csv", DRESSES[dress]))
    assert file.confidence is Confidence.INFERRED
    (part,) = file.tables[0].parts
    assert part.balance.state is BalanceState.PROVEN
    for way in ("in", "out"):
        found = [each.amount for each in part.bookings if each.direction.value == way]
        assert sorted(found) == sorted(each.amount for each in MOVES if each.way == way)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([*two()[:5], *two()[6:]], id="a row is missing"),
        pytest.param([*two()[:5], two()[4], *two()[5:]], id="a row stands twice"),
        pytest.param([*two()[:5], [two()[5][0], "", *two()[5][1:]], *two()[6:]], id="a cell is shifted"),
    ],
)
def test_what_the_balances_contradict_is_never_sure(rows: list[list[str]]) -> None:
    """Nothing is read; a person sees the readings."""
    file = read_opened(open_bytes("a.csv", written([HEAD, *rows]).encode()))
    assert (file.confidence, file.tables) == (Confidence.UNSURE, ())
