"""Files read by columns give exactly what the row engine gives."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from suyuan.intake.columns.reading import Wanted, read_by_columns
from suyuan.intake.figures import figures_of
from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import ReadFile, read_opened
from suyuan.model.text import Language

SAMPLES = Path(__file__).parents[2] / "cases" / "statements" / "police_answers"
HEADER = "交易卡号,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,对手户名,现金标志,摘要说明,交易流水号,查询反馈结果原因"  # noqa: E501
CARD = "6200000000000000017"
LEFT_TO_ROWS = {6, 24, 27}
"""Of the answers at random, those with dirt that changes how other rows are read."""
NUMBERS = ("check digit", "IBAN")


def by_rows(path: Path) -> ReadFile:
    """Read a file by the row engine."""
    return read_opened(open_bytes(path.name, path.read_bytes()), str(path))


def said(read: ReadFile) -> list[str]:
    """Return the warnings."""
    return [each.render(Language.EN) for each in read.warnings]


def everything(read: ReadFile) -> dict[str, Any]:
    """Return all that a file says, bookings made."""
    (table,) = read.tables
    return {
        "file": (read.sha256, read.container, read.encoding, read.format, read.kind, read.account_kind),
        "confidence": (read.confidence, read.institution, read.stated_periods),
        "rows": table.rows,
        "table": (table.sheet, table.header_row, table.format, table.printed, table.noted),
        "quarantined": table.quarantined,
        "purses": [(part.account, part.numbers, part.currency, part.holder) for part in table.parts],
        "bookings": [tuple(part.bookings) for part in table.parts],
        "aside": [part.quarantined for part in table.parts],
        "proofs": [(part.balance.state, part.balance.breaks) for part in table.parts],
        "orders": [tuple(part.balance.order) for part in table.parts],
        "figures": [part.figures or figures_of(part.bookings) for part in table.parts],
        "warnings": said(read),
    }


def same(path: Path, piece_bytes: int = 10**6) -> bool:
    """Compare both roads; False where the columns leave the file to the row engine."""
    fast = read_by_columns(path, wanted=Wanted(piece_bytes=piece_bytes, threads=2))
    if fast is None:
        return False
    one, two = everything(fast), everything(by_rows(path))
    for name, expected in two.items():
        assert one[name] == expected, name
    return True


@pytest.mark.parametrize("seed", range(60))
def test_answers_at_random_are_read_alike(seed: int, tmp_path: Path, answer: Callable[..., Any]) -> None:
    """Row accounting, parts, bookings, sums, order, breaks, quarantine and warnings, whatever the dirt and pieces."""  # noqa: E501
    rand = random.Random(seed)  # noqa: S311
    dirt = rand.choice((0, 0, 1, 5, 20, 60))
    made = answer(
        seed, rand.choice((1, 5, 40, 120)), dirt, rand.choice((1, 2, 3, 5)), rand.choice((1, 2, 5, 30, 80))
    )
    end = rand.choice(("\n", "\n", "\r\n", "\r"))
    text = end.join(made.lines()) + rand.choice(("", end))
    text = text.replace(",", "\t") if rand.random() < 0.2 else text
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(rand.choice(("gb18030", "gb18030", "utf-8", "utf-8-sig"))))
    assert same(path, rand.choice((300, 2000, 10**6))) is (seed not in LEFT_TO_ROWS)


@pytest.mark.parametrize(("name", "by_columns"), [("甲银行_交易明细信息.csv", True), ("农商行_新.csv", False)])
def test_samples_are_read_alike(name: str, by_columns: bool) -> None:  # noqa: FBT001
    """The samples of police answers; one with date and time in columns of their own stays with the row engine."""
    assert same(SAMPLES / name, 200) is by_columns


def written(folder: Path, *lines: str, encoding: str = "gb18030") -> Path:
    """Write an answer of these lines below the header."""
    path = folder / "a.csv"
    path.write_bytes(("\n".join([HEADER, *lines]) + "\n").encode(encoding))
    return path


def test_a_quoted_cell_over_a_piece_s_border_is_one_cell(tmp_path: Path) -> None:
    """A remark with line ends and commas in it is one cell wherever the file is cut."""
    rows = [
        f'{CARD},2021-03-05 10:00:{second:02},1.00,{second}.00,进,,,00,"甲,乙\n丙 ""丁""",BL{second:08},成功'
        for second in range(1, 40)
    ]
    path = written(tmp_path, *rows)
    for piece in (90, 150, 333):
        assert same(path, piece)


def test_signs_of_four_bytes_and_trail_bytes_like_ascii(tmp_path: Path) -> None:
    """GB18030's second bytes run over letters and brackets (0x5C, 0x7C): no cell is torn by them."""
    rows = [
        f"{CARD},2021-03-05 10:00:{second:02},1.00,{second}.00,进,,{name},00,転﨎{name}€,BL{second:08},成功"
        for second, name in enumerate(("璡", "誠", "俓", "𠮷", "䶮"), 1)
    ]
    assert same(written(tmp_path, *rows), 120)


def test_a_header_in_another_order_is_left_to_the_row_engine(tmp_path: Path) -> None:
    """Below it columns mean something else; so the whole file is read row by row."""
    row = f"{CARD},2021-03-05 10:00:01,1.00,1.00,进,,,00,转账,BL1,成功"
    turned = ",".join(reversed(HEADER.split(",")))
    assert read_by_columns(written(tmp_path, row, turned, ",".join(reversed(row.split(","))))) is None


def test_bytes_that_are_no_text_are_left_to_the_row_engine(tmp_path: Path) -> None:
    """A byte that fits no encoding is refused there, with its place."""
    path = written(tmp_path, *[f"{CARD},2021-03-05 10:00:01,1.00,1.00,进,,,00,转账,BL1,成功"] * 3)
    path.write_bytes(path.read_bytes()[:-30] + b"\x81\x30,\xff\n")
    assert read_by_columns(path) is None


def test_utf8_up_to_the_last_piece_and_gb18030_there(tmp_path: Path) -> None:
    """A file whose beginning is plain ASCII is in the encoding that all of it fits."""
    names = "card,交易时间"
    del names
    rows = [
        f"{CARD},2021-03-05 10:00:{second:02},1.00,{second}.00,进,,,00,,BL{second:08}," for second in range(1, 50)
    ]
    assert same(written(tmp_path, *rows, f"{CARD},2021-03-05 10:01:00,1.00,50.00,进,,张某甲,00,,BL9,"), 400)
