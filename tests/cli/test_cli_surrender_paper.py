"""``suyuan pursuit paper``: the public notice of a surrender window as a draft."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner

from suyuan import settings
from suyuan.actions.cases import new_case
from suyuan.cli.main import app
from suyuan.errors import Refused, WrongUsage


def run(home: Path, *words: str) -> str:
    """Return what a pursuit command prints, or raise what it raised."""
    result = CliRunner().invoke(app, ["pursuit", *words, "--case", "A1", "--home", str(home)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def pursue(home: Path, person: str, rank: str, *, kind: str) -> None:
    """Begin a pursuit with one notice."""
    who = ("--person", person, "--rank", rank, "--evidence", "指认", "--alias", f"化名{person}")
    run(home, "identify", *who, "--id-number", "11010119900101", "--on", "2024-01-02")
    arrest = ("--decided", "arrest", "--document", "捕1", "--by", "某检察院")
    run(home, "custody", person, *arrest, "--on", "2024-01-03")
    approved = ("--approved-by", "王厅长", "--level", "province", "--issuer", "某省公安厅")
    run(home, "notice", person, "--kind", kind, "--number", f"通{person}", *approved, "--on", "2024-01-04")


WINDOW = ("--document", "通告1", "--issuer", "某市公安局", "--until", "2024-03-31")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a case of three: one publicly wanted, one listed online, one under a red notice."""
    place = tmp_path / "home"
    new_case(settings.load(place, {}), "某园区电诈案", number="A1", filed_at=None)
    pursue(place, "甲一", "organiser", kind="wanted_province")
    pursue(place, "乙二", "member", kind="online")
    pursue(place, "丙三", "member", kind="red")
    for each in ("甲一", "乙二", "丙三"):
        run(place, "window", each, *WINDOW, "--on", "2024-02-01")
    return place


def text_of(home: Path, out: Path) -> str:
    """Return the notice as plain text."""
    run(home, "paper", "--document", "通告1", "--contact", "李警官，电话 000", "--out", str(out))
    return out.read_text(encoding="utf-8")


def test_only_the_publicly_wanted_are_named(home: Path, tmp_path: Path) -> None:
    """One by name with his notice, two as a number, no identity number or alias; 29 + 31 = 60 days."""
    said = text_of(home, tmp_path / "a.txt")
    assert "甲一（组织者、金主，省级通缉令 通甲一）" in said
    assert "一般成员 2 名" in said
    for hidden in ("乙二", "丙三", "11010119900101", "化名甲"):
        assert hidden not in said
    assert "自 2024 年 2 月 1 日本通告发布之日起至 2024 年 3 月 31 日24 时止（含首末日共 60 日）" in said
    for cited in ("刑法第六十七条", "法释〔2011〕7号第三条", "第二百九十八条", "未读到原文", "李警官，电话 000"):
        assert cited in said
    assert "某市公安局（印）" in said


def test_docx_says_the_same_and_is_the_same_bytes_twice(home: Path, tmp_path: Path) -> None:
    """Every line of the text stands in the docx; the same record gives the same bytes."""
    for name in ("a.docx", "b.docx"):
        run(home, "paper", "--document", "通告1", "--out", str(tmp_path / name))
    found = (tmp_path / "a.docx").read_bytes()
    assert found == (tmp_path / "b.docx").read_bytes()
    paragraphs = [each.text for each in Document(BytesIO(found)).paragraphs]
    run(home, "paper", "--document", "通告1", "--out", str(tmp_path / "c.txt"))
    for line in (tmp_path / "c.txt").read_text(encoding="utf-8").splitlines():
        assert not line or line.startswith("---") or line in paragraphs


def test_who_came_or_is_no_longer_wanted_is_not_named(home: Path, tmp_path: Path) -> None:
    """甲一 with his notice withdrawn is counted; 乙二, who came, is no longer called on."""
    run(home, "withdraw", "甲一", "--number", "通甲一", "--on", "2024-02-10")
    ended = ("--how", "captured", "--evidence", "抓获经过", "--handed-over", "2024-02-11T08:00:00+08:00")
    run(home, "exit", "乙二", *ended, "--on", "2024-02-12")
    said = text_of(home, tmp_path / "a.txt")
    assert "甲一" not in said
    assert "组织者、金主 1 名、一般成员 1 名" in said


def test_what_cannot_be_written_is_refused(home: Path, tmp_path: Path) -> None:
    """No notice of that number, two days under one number, an unknown kind of file, and a file that is there."""
    with pytest.raises(WrongUsage, match="通告1"):
        run(home, "paper", "--document", "没有", "--out", str(tmp_path / "a.txt"))
    with pytest.raises(WrongUsage, match="docx"):
        run(home, "paper", "--document", "通告1", "--out", str(tmp_path / "a.pdf"))
    text_of(home, tmp_path / "a.txt")
    with pytest.raises(WrongUsage, match=r"a\.txt"):
        text_of(home, tmp_path / "a.txt")
    other = ("--document", "通告1", "--issuer", "某市公安局", "--until", "2024-04-30", "--on", "2024-02-02")
    run(home, "window", "丙三", *other)
    with pytest.raises(Refused, match="2024-04-30"):
        text_of(home, tmp_path / "b.txt")
    assert not (tmp_path / "b.txt").exists()
