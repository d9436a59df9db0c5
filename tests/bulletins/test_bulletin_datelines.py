"""Where a bulletin prints its own day, and what is no day or place of a case."""

from __future__ import annotations

from pathlib import Path

import pytest

from suyuan.bulletins.places import province_in, province_of_police
from suyuan.bulletins.read import read_file

STORY = "近日，某市公安局侦破一起电信网络诈骗案，抓获犯罪嫌疑人12名，涉案金额300余万元。"
ENGLISH = "said that it had arrested 18 people over a scam. Victims lost money between January and August 2025."


@pytest.mark.parametrize(
    ("name", "text", "day"),
    [
        ("a.txt", f"通报三起案件\n北岭市公安局 2026年1月9日\n\n{STORY}\n", "2026-01-09"),
        ("a.txt", f"检察署新闻稿\n發稿日期：115年2月3日\n\n{STORY}\n", "2026-02-03"),
        ("a.txt", f"通报\n某局称，2026年1月9日起开展行动。\n{STORY}\n", None),
        ("a.md", f"# Ring bust\n\n*North Ridge, 14 October 2025* — The police {ENGLISH}\n", "2025-10-14"),
        ("a.md", f"# Ring bust\n\nIn March 2025 the police of North Ridge {ENGLISH}\n", None),
    ],
    ids=["body and day on a line", "a label of Taiwan's press", "a day in the text", "English dateline", "none"],
)
def test_the_day_of_publication(tmp_path: Path, name: str, text: str, day: str | None) -> None:
    """A line of a body and a day, a label with a year of the Republic, a dateline before a dash."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_file(tmp_path / name).published == day


def test_an_english_dateline_is_no_day_of_the_case(tmp_path: Path) -> None:
    """The dateline's day is the page's, not the case's; between January and August 2025 is its period."""
    (tmp_path / "a.md").write_text(
        f"# Ring\n\nNorth Ridge, 14 October 2025 — The police {ENGLISH}\n", encoding="utf-8"
    )
    (case,) = read_file(tmp_path / "a.md").cases
    assert (case.date_phrase, case.period) == (None, ("2025-01", "2025-08"))


def test_what_a_province_word_follows_is_no_city() -> None:
    """江北 is a district of 重庆, 江北省 is nothing that is known; 吉林省 and 江北区 are."""
    assert province_of_police("江北省公安厅通报") is None
    assert province_in("江北省") is None
    assert province_in("江北区") == (0, 2, "重庆")
    found = province_of_police("吉林省公安厅通报")
    assert found is not None
    assert found[2] == "吉林"


def test_people_counted_by_sex_are_one_case(tmp_path: Path) -> None:
    """A text of Hong Kong's police that counts ten men and six women and tells of one gang is one case, there."""
    (tmp_path / "a.txt").write_text(
        "警方偵破跨境電話騙案集團\n香港警務處　2025年12月3日\n\n"
        "警務處商業罪案調查科於二○二五年十一月二十四日在全港多區拘捕十男六女。"
        "該集團自今年二月起假冒客戶服務員致電市民，至少有88人受騙，損失合共約3,450萬港元。\n",
        encoding="utf-8",
    )
    (case,) = read_file(tmp_path / "a.txt").cases
    assert (case.province, case.period) == ("香港", ("2025-02", None))
    assert case.victims is not None
    assert case.victims.value == 88
