"""A large answer imported by columns: the case has what the row engine would have given it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from suyuan.actions.booking_files import write_rows
from suyuan.actions.statements import inspect
from suyuan.intake import large_files
from suyuan.intake.grid import open_file
from suyuan.intake.statement import read_opened
from suyuan.ledger import segment
from suyuan.ledger.contents import contents_of
from suyuan.model.text import Language

HEADER = "交易卡号,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,对手户名,现金标志,摘要说明,交易流水号,查询反馈结果原因"  # noqa: E501


@pytest.fixture
def answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An answer of two accounts with an unreadable row, large by decree."""
    monkeypatch.setattr(large_files, "BY_COLUMNS_FROM", 0)
    rows = [
        f"62000000000000000{17 + number % 2},2021-03-05 10:00:{number:02},1.00,{number // 2 + 1}.00,进,,某甲,00,转账,"  # noqa: E501
        f"BL{number:08},成功"
        for number in range(50)
    ]
    rows[20] = rows[20].replace("1.00", "一元", 1)
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join([HEADER, *rows, ""]).encode("gb18030"))
    return path


def test_segments_of_columns_hold_what_those_of_objects_hold(answer: Path, tmp_path: Path) -> None:
    """Read back, both give the same contents; written again, the same names."""
    large = large_files.read_large(answer)
    assert large is not None
    entry = segment.write(contents_of(large), tmp_path / "columns")
    plain = segment.write(contents_of(read_opened(open_file(answer), str(answer))), tmp_path / "objects")
    assert segment.read(entry, tmp_path / "columns") == segment.read(plain, tmp_path / "objects")
    assert segment.write(contents_of(large), tmp_path / "columns") == entry
    assert not list((tmp_path / "columns").rglob("*.part"))


def test_sub_accounts_of_a_large_answer_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two accounts of one card, mixed, each with its own balances: read for figures alone, both are proven."""
    monkeypatch.setattr(large_files, "BY_COLUMNS_FROM", 0)
    rows = [
        f"6200000000000000017,110000{number % 2},2021-03-05 10:00:{number:02},1.00,"
        f"{number // 2 + 1 + 90 * (number % 2)}.00,进,,某甲,00,转账,BL{number:08},成功"
        for number in range(10)
    ]
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join([HEADER.replace("卡号,", "卡号,交易账号,", 1), *rows, ""]).encode("gb18030"))
    said: Any = inspect(path, texts=False).as_object(Language.EN)
    (table,) = said["tables"]
    assert table["balance"] == {"state": "proven", "breaks": []}
    assert [part["account"] for part in table["parts"]] == ["1100000", "1100001"]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_inspect_and_rows_say_the_same_by_columns(
    answer: Path, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The object printed, and the file of bookings, are those of the row engine."""
    fast = inspect(answer)
    assert write_rows([fast], tmp_path / f"fast.{kind}") == 49
    figures = inspect(answer, texts=False).as_object(Language.EN)
    monkeypatch.setattr(large_files, "BY_COLUMNS_FROM", 1 << 40)
    slow = inspect(answer)
    write_rows([slow], tmp_path / f"slow.{kind}")
    assert fast.as_object(Language.EN) == slow.as_object(Language.EN) == figures
    if kind == "csv":
        assert (tmp_path / "fast.csv").read_bytes() == (tmp_path / "slow.csv").read_bytes()
        return
    from pyarrow import parquet

    assert parquet.read_table(tmp_path / "fast.parquet").equals(parquet.read_table(tmp_path / "slow.parquet"))
