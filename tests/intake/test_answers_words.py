"""What institutions' answers mean: the words are data, and each says what it covers."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from suyuan.intake.answers import answer_of, closing_of, meaning_of, meanings
from suyuan.intake.known_layouts import all_layouts
from suyuan.intake.statement import read_file
from suyuan.ledger import segment
from suyuan.ledger.contents import contents_of
from suyuan.model.moment import CHINA
from suyuan.model.request import Answer, Covers

HEADER = [
    "调证文书号",
    "协助单位",
    "查询账号",
    "查询起始时间",
    "查询截止时间",
    "发出时间",
    "反馈时间",
    "反馈结果",
    "备注",
]


@pytest.mark.parametrize(
    ("said", "meaning", "answer"),
    [
        ("失败 查无此户", "no_such_account", Answer.REFUSED),
        ("查询失败：系统超时", "timeout", Answer.REFUSED),
        ("失败 超期", "too_old", Answer.REFUSED),
        ("无权限", "no_right", Answer.REFUSED),
        ("查询失败", "other_refusal", Answer.REFUSED),
        ("成功 无记录", "no_rows", Answer.NO_ROWS),
        ("部分反馈", "part", Answer.PART),
        ("查询成功", "whole", Answer.WHOLE),
    ],
)
def test_words_have_one_meaning(said: str, meaning: str, answer: Answer) -> None:
    """A narrow word wins over a wide one, and a refusal over a success."""
    found = meaning_of(said)
    assert found is not None
    assert (found.id, answer_of(said)) == (meaning, answer)


def test_words_that_nobody_described_mean_nothing() -> None:
    """An answer in unknown words is not taken for any answer."""
    assert meaning_of("另函告知") is None
    assert answer_of("") is Answer.NONE


def test_what_an_answer_covers() -> None:
    """Whole and no rows cover their period, a closed account up to its closing; a time-out may be asked again."""
    covers = {each.id: each.covers for each in meanings()}
    assert [name for name, each in covers.items() if each is Covers.PERIOD] == ["no_rows", "whole"]
    assert [name for name, each in covers.items() if each is Covers.UNTIL_CLOSING] == ["closed"]
    assert {each.id for each in meanings() if each.again} == {"timeout", "part"}


def test_every_word_of_the_form_is_described() -> None:
    """Each word that the form lets a person choose means in the data what the form says."""
    (form,) = (layout for layout in all_layouts() if layout.id == "request_list")
    for word, answer in form.words["answer"].items():
        if answer != "none":
            assert answer_of(word).value == answer, word


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("已销户 销户日期2021-03-10", datetime(2021, 3, 10, 23, 59, 59, tzinfo=CHINA)),
        ("已销户，于2021年3月5日销户", datetime(2021, 3, 5, 23, 59, 59, tzinfo=CHINA)),
        ("已销户", None),
        ("已销户 2021年已催办", None),
    ],
)
def test_the_closing_day(said: str, day: datetime | None) -> None:
    """A closing day counts to its last second; without one nothing is guessed."""
    assert closing_of(said) == day


def form(path: Path, header: list[str], row: list[str]) -> Path:
    """Write a list of requests with one line."""
    workbook = openpyxl.Workbook()
    workbook.active.append(["调证清单"])
    workbook.active.append(header)
    workbook.active.append(row)
    workbook.save(path)
    return path


ROW = ["A1", "测试银行", "6200000000000000123", "2021-03-01", "2021-03-20", "2021-03-18", "", "未反馈", ""]


def test_the_list_says_when_the_answer_is_due_and_who_asks(tmp_path: Path) -> None:
    """Three optional columns: due (a bare day counts to its last second), the organ that asks, its officer."""
    path = form(
        tmp_path / "a.xlsx",
        [*HEADER, "应反馈时间", "协查机关", "承办人"],
        [*ROW, "2021-03-25", "临江市公安局", "王某"],
    )
    read = read_file(path)
    (request,) = read.requests
    assert request.due == datetime(2021, 3, 25, 23, 59, 59, tzinfo=CHINA)
    assert (request.organ, request.officer) == ("临江市公安局", "王某")
    entry = segment.write(contents_of(read), tmp_path)
    assert segment.read(entry, tmp_path).requests == read.requests


def test_a_list_of_the_old_columns_still_reads(tmp_path: Path) -> None:
    """A list without the new columns has no due time and no organ; nothing else changes."""
    (request,) = read_file(form(tmp_path / "a.xlsx", HEADER, ROW)).requests
    assert (request.due, request.organ, request.officer) == (None, "", "")
    assert request.end - request.start == timedelta(days=20, seconds=-1)
