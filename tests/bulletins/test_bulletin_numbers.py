"""Number phrases: a table of what bulletins print, and numbers written out and read back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suyuan.bulletins.english_numbers import find_english_numbers
from suyuan.bulletins.numbers import find_numbers, value_of
from suyuan.bulletins.script import fold

TABLE = [
    # text, phrase, value, qualifier, unit
    ("人员400余名，", "400余名", "400", "余", "名"),
    ("涉案金额人民币1.5亿余元。", "1.5亿余元", "150000000", "余", "元"),
    ("涉案金额人民币1亿2千万元。", "人民币1亿2千万元", "120000000", "", "元"),
    ("金额6000万余元", "6000万余元", "60000000", "余", "元"),
    ("金额3000余万元", "3000余万元", "30000000", "余", "元"),
    ("资金1亿3千余万元", "1亿3千余万元", "130000000", "余", "元"),
    ("金额六千余万元", "六千余万元", "60000000", "余", "元"),
    ("已有百余名落网", "百余名", "100", "余", "名"),
    ("人员近百名", "近百名", "100", "近", "名"),
    ("嫌疑人数十名", "数十名", "10", "数", "名"),
    ("逾1.5亿元", "逾1.5亿元", "150000000", "逾", "元"),
    ("十余个省份的", "十余个省份", "10", "余", "个"),
    ("赶赴9省抓捕", "9省", "9", "", "个"),
    ("卡1.6万余张", "1.6万余张", "16000", "余", "张"),
    ("上千名", "上千名", "1000", "上", "名"),
    ("万余张", "万余张", "10000", "余", "张"),
    ("0.18亿元", "0.18亿元", "18000000", "", "元"),
    ("5﹒3萬餘名", "5﹒3萬餘名", "53000", "余", "名"),
    ("1870余亿元", "1870余亿元", "187000000000", "余", "元"),
    ("数百万元", "数百万元", "1000000", "数", "元"),
    ("一百二十三名", "一百二十三名", "123", "", "名"),
    ("二十多人", "二十多人", "20", "多", "人"),
    ("1,234.5元", "1,234.5元", "1234.5", "", "元"),
    ("约4.2億港元", "約4.2億港元", "420000000", "约", "HKD"),
    ("港幣3,200萬元", "港幣3,200萬元", "32000000", "", "HKD"),
    ("超过800名", "超过800名", "800", "超", "名"),
    ("两千五百余万元", "两千五百余万元", "25000000", "余", "元"),
    ("过亿元", "过亿元", "100000000", "超", "元"),
    ("三个团伙共", "三个团伙", "3", "", "个"),
    ("七款同类软件", "七款", "7", "", "款"),
]
NO_FIGURES = [
    "有期徒刑十四年",
    "今年前十个月",
    "同比上升12.4%",
    "第二批挂牌",
    "反诈热线96110。",
    "（单位：万元）",
    "千家万户",
    "第三十二条规定",
    "2021年6月",
    "“12.30”案",
    "“四件套”",
    "67岁",
]


@pytest.mark.parametrize(("text", "phrase", "value", "qualifier", "unit"), TABLE, ids=[row[1] for row in TABLE])
def test_a_phrase_is_read(text: str, phrase: str, value: str, qualifier: str, unit: str) -> None:
    """A number phrase gives its extent, its value in units of one, its approximator and its unit."""
    (found,) = find_numbers(fold(text))
    assert fold(text)[found.start : found.end] == fold(phrase)
    assert (found.value, found.qualifier, found.unit) == (Decimal(value), qualifier, unit)


@pytest.mark.parametrize("text", NO_FIGURES)
def test_what_is_no_figure_is_not_found(text: str) -> None:
    """Durations, shares, ordinals, dates, names and telephone numbers are no figures."""
    assert find_numbers(fold(text)) == ()


def test_a_bare_one_or_two_is_an_article() -> None:
    """一个 and 两个 are found but marked, so that only where people or cases are counted they become figures."""
    assert [number.article for number in find_numbers("一个团伙，两起案件，三个窝点")] == [True, True, False]


@pytest.mark.parametrize("text", ["", "万千", "1.2.3", "千百", "五百千", "12三4"])
def test_what_is_not_one_number_has_no_value(text: str) -> None:
    """A text that is not one number raises ValueError and gives no wrong value."""
    with pytest.raises(ValueError, match=r".*"):
        value_of(text)


DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """Return a whole number below 10**12 in Chinese, by the schoolbook rule (a second way, not the program's)."""
    if number == 0:
        return "零"
    text = ""
    for size, unit in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, number = divmod(number, size)
        if part:
            gap = "零" if text and part < 1000 else ""
            text += gap + four_places(part) + unit
    return text


def four_places(number: int) -> str:
    """Return a number below ten thousand in Chinese."""
    text, gap = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + unit
        gap = digit == 0
    return text


@given(st.integers(min_value=1, max_value=10**12 - 1))
def test_a_chinese_numeral_reads_back(number: int) -> None:
    """A whole number written in Chinese numerals is read as itself."""
    assert value_of(chinese(number)) == number


@given(
    st.integers(min_value=1, max_value=9999),
    st.integers(min_value=0, max_value=99),
    st.sampled_from(["", "万", "亿"]),
    st.sampled_from([("", "", ""), ("", "余", "余"), ("近", "", "近"), ("逾", "", "逾"), ("", "多", "多")]),
    st.sampled_from(["元", "名", "张"]),
)
def test_an_arabic_phrase_reads_back(
    whole: int, hundredths: int, scale: str, near: tuple[str, str, str], unit: str
) -> None:
    """A number written with a scale, an approximator and a measure is read with its value and approximator."""
    digits = f"{whole}.{hundredths:02d}" if hundredths and scale else str(whole)
    before, after, qualifier = near
    phrase = f"{before}{digits}{scale}{after}{unit}"
    (found,) = find_numbers(f"共{phrase}。")
    size = {"": 1, "万": 10**4, "亿": 10**8}[scale]
    assert found.value == Decimal(digits) * size
    assert (found.qualifier, found.unit) == (qualifier, unit)
    assert f"共{phrase}。"[found.start : found.end] == phrase


ENGLISH = [
    ("cheated victims of about US$9.3 million.", "about US$9.3 million", "9300000", "about", "USD"),
    ("lost US$86,000.", "US$86,000", "86000", "", "USD"),
    ("more than 620 victims of", "more than 620 victims", "620", "more than", "victims"),
    ("froze 118 bank accounts", "118 bank accounts", "118", "", "accounts"),
    ("at least 4,300 investment scams were", "at least 4,300", "4300", "at least", "cases"),
    ("over £2.5m was", "over £2.5m", "2500000", "over", "GBP"),
    ("some RMB 30 million", "some RMB 30 million", "30000000", "some", "元"),
]


@pytest.mark.parametrize(
    ("text", "phrase", "value", "qualifier", "unit"), ENGLISH, ids=[row[1] for row in ENGLISH]
)
def test_an_english_phrase_is_read(text: str, phrase: str, value: str, qualifier: str, unit: str) -> None:
    """An English number phrase gives its extent, value, approximator and unit (a currency code for money)."""
    (found,) = find_english_numbers(text)
    assert text[found.start : found.end] == phrase
    assert (found.value, found.qualifier, found.unit) == (Decimal(value), qualifier, unit)


@pytest.mark.parametrize(
    "text", ["aged between 19 and 57,", "on Thursday (Feb 27)", "call 1800-555-0142", "in 2024,"]
)
def test_english_ages_days_and_telephones_are_no_figures(text: str) -> None:
    """Ages, days, years and telephone numbers are no figures."""
    assert find_english_numbers(text) == ()
