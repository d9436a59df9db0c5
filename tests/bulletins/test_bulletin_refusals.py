"""What is no bulletin is refused with a sentence; nothing ends in a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suyuan.bulletins.bulletin import Bulletin
from suyuan.bulletins.read import read_bytes, read_file
from suyuan.errors import Refused
from suyuan.model.text import Language

CASES = Path(__file__).parents[1] / "cases" / "bulletins"
NOTICE = CASES / "2022-11-03_provincial_notice.txt"
ITEM = CASES / "2023-09-06_rss_item.xml"

REFUSED = [
    ("empty", b"", "空"),
    ("blank", b"\xef\xbb\xbf \r\n\n", "空"),
    ("pdf", b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    ("office", b"PK\x03\x04" + bytes(60), "压缩包"),
    ("old office", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "Office"),
    ("picture", b"\x89PNG\r\n\x1a\n" + bytes(40), "图片"),
    ("binary", bytes(range(256)) * 8, "二进制"),
    ("undecodable", bytes([0x80, 0xFF, 0xFE, 0x81, 0x20] * 40), "编码"),
    ("a statement", "交易时间,金额,余额\n2021-03-05,1.00,2.00\n".encode(), "不像"),
    ("a recipe", "红烧肉的做法。先把肉切成三块，放盐两克。".encode(), "不像"),
    ("a word of fraud alone", "谨防诈骗，人人有责。".encode(), "不像"),
    ("damaged feed", b"<?xml version='1.0'?><rss><channel><item><title>a</item></rss>", "RSS"),
    ("entities", b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'b'>]><rss><channel/></rss>", "实体"),
    ("empty feed", b"<?xml version='1.0'?><rss><channel><title>a</title></channel></rss>", "正文"),
    ("only styles", b"<html><style>p{}</style><body><script>1</script></body></html>", "正文"),
    ("too large", b"a" * 8_000_001, "上限"),
]


@pytest.mark.parametrize(("name", "content", "said"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_file_that_is_no_bulletin_is_refused(name: str, content: bytes, said: str) -> None:
    """Each kind of wrong file is refused with a sentence that names the file and what was seen."""
    with pytest.raises(Refused) as refusal:
        read_bytes(f"{name}.txt", content)
    sentence = refusal.value.message.render(Language.ZH)
    assert sentence.startswith(f"{name}.txt：") and said in sentence
    assert refusal.value.message.render(Language.EN).startswith(f"{name}.txt: ")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A path without a file, and a folder, are refused."""
    for path in (tmp_path / "nothing.md", tmp_path):
        with pytest.raises(Refused):
            read_file(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_does_not_change_the_reading(encoding: str) -> None:
    """The same text in each encoding that Chinese files come in gives the same cases."""
    expected = read_file(NOTICE)
    found = read_bytes(NOTICE.name, NOTICE.read_text(encoding="utf-8").encode(encoding))
    assert (found.title, found.cases, found.aggregate_numbers) == (
        expected.title,
        expected.cases,
        expected.aggregate_numbers,
    )


def test_big5_is_read() -> None:
    """A page in traditional characters saved as Big5 is read."""
    text = (CASES / "invented" / "traditional_hong_kong.txt").read_text(encoding="utf-8")
    found = read_bytes("a.txt", text.encode("big5"))
    assert found.cases[0].province == "香港" and found.issuers == ("香港警務處",)


def test_line_ends_do_not_change_the_reading() -> None:
    """A file saved with Windows line ends is read as the same bulletin."""
    expected = read_file(NOTICE)
    found = read_bytes(NOTICE.name, NOTICE.read_bytes().replace(b"\n", b"\r\n"))
    assert (found.title, found.cases) == (expected.title, expected.cases)


def test_a_feed_of_several_items_is_one_object() -> None:
    """The cases of all bulletins in a feed follow one another under the first item's title."""
    item = ITEM.read_text(encoding="utf-8")
    start, end = item.index("<item>"), item.index("</item>") + len("</item>")
    second = item[start:end].replace("4.11", "6.18").replace("9.02", "7.07").replace("06 Sep 2023", "07 Sep 2023")
    found = read_bytes("feed.xml", (item[:end] + second + item[end:]).encode())
    assert [case.name for case in found.cases] == [
        "“4.11”电信网络诈骗案",
        "“9.02”刷单诈骗案",
        "“6.18”电信网络诈骗案",
        "“7.07”刷单诈骗案",
    ]
    assert found.published is None and found.title == read_file(ITEM).title


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    """Whatever the bytes, the answer is a bulletin or a refusal."""
    try:
        assert isinstance(read_bytes("any", content), Bulletin)
    except Refused as refusal:
        assert refusal.message.render(Language.ZH)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_damage_to_a_bulletin_is_read_or_refused(data: st.DataObject) -> None:
    """A bulletin with pieces cut out, doubled or mixed with another gives a bulletin or a refusal."""
    path = data.draw(
        st.sampled_from(
            sorted(one for one in CASES.rglob("*.*") if one.suffix in (".md", ".txt", ".xml", ".html"))
        )
    )
    text = path.read_text(encoding="utf-8")
    cut = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 400))
    inserted = data.draw(st.text("“”（）|<>&。，、：一两三万亿余元名案年月12.-\n#*", max_size=30))
    try:
        assert isinstance(read_bytes(path.name, (text[:cut] + inserted + text[cut + length :]).encode()), Bulletin)
    except Refused as refusal:
        assert refusal.message.render(Language.EN)


def test_a_page_nested_without_end_is_read() -> None:
    """Ten thousand elements inside one another end neither in a traceback nor in a lost sentence."""
    page = "<div>" * 10_000 + "最高人民检察院、公安部公布，抓获诈骗嫌疑人30名。"
    assert [figure.text for figure in read_bytes("a.html", page.encode()).aggregate_numbers] == ["30名"]


def test_a_feed_nested_without_end_is_read_or_refused() -> None:
    """Ten thousand elements inside one another in a feed end in a refusal, not in a traceback."""
    feed = "<rss><channel><item><title>诈骗</title>" + "<a>" * 10_000 + "</a>" * 10_000 + "</item></channel></rss>"
    with pytest.raises(Refused):
        read_bytes("a.xml", feed.encode())


def test_a_text_without_a_title_is_read() -> None:
    """A single paragraph is text, not a title: its case is read, and the title is null."""
    text = "2021年5月，广西公安机关接到王某报案，查明一个盘踞在缅甸妙瓦底的诈骗团伙，抓获46人，涉案3000余万元。"
    found = read_bytes("a.txt", text.encode())
    assert found.as_json()["title"] is None
    assert [(case.province, case.base) for case in found.cases] == [("广西", "缅甸妙瓦底")]


def test_a_sentence_without_end_stays_quick() -> None:
    """A hundred thousand characters without a full stop are cut, so that no rule looks at each pair of words."""
    text = "公安部通报诈骗案件。" + "抓获3名，" * 20_000
    found = read_bytes("a.txt", text.encode())
    longest = max(len(figure.sentence) for figure in found.aggregate_numbers)
    assert longest <= 2000
