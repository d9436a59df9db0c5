"""Places: the provinces of China (a city stands for its province) and the places abroad that bulletins name."""

from __future__ import annotations

import re
from functools import cache

from suyuan.bulletins.data_files import one_of, words
from suyuan.bulletins.script import fold

_SPEAKER = (
    "公安机关|公安厅|公安局|公安分局|公安处|公安|警方|警务处|警察局|警察总局|警察厅|警察|检察机关|人民检察院|检察院|高级人民法院|"
    "中级人民法院|人民法院|高级法院|法院|高院|中院|反诈骗中心|反诈中心|反诈|刑事警察局|司法警察局|刑侦|网安|专案组|民警|刑警"
)


@cache
def provinces_by_place() -> dict[str, str]:
    """Return province → province and city → province."""
    table: dict[str, str] = {}
    for province, cities in words("places")["provinces"].items():
        table.update(dict.fromkeys(cities, province))
    table.update({province: province for province in words("places")["provinces"]})
    return table


@cache
def domestic_pattern() -> str:
    """Return the pattern of a place in China, with the administrative words that follow it: 浙江省杭州市."""
    names = one_of(provinces_by_place())
    suffix = one_of(words("places")["domestic"]["suffixes"])
    return rf"(?:{names}{suffix}?){{1,4}}(?:[\u4e00-\u9fff]{{1,4}}[市区县旗])?"


@cache
def abroad_pattern() -> str:
    """Return the pattern of a place abroad: 缅甸妙瓦底, 缅北地区, 柬埔寨西哈努克港."""
    abroad = words("places")["abroad"]
    countries, towns = one_of([*abroad["countries"], *abroad["regions"]]), one_of(abroad["towns"])
    suffix = one_of(abroad["suffixes"])
    inner = one_of([*abroad["towns"], "金三角"])
    # any place inside a country, known by its administrative word: 缅甸北部勐波县
    other = r"(?:[^\W\da-zA-Z与和及的等在、]{1,4}(?:县|镇|邦|园区|经济特区))?"
    return rf"(?:{countries}{suffix}?(?:{inner}{suffix}?)*{other}|{towns}{suffix}?(?:{towns}{suffix}?)*)"


@cache
def _place() -> str:
    """Return the pattern of a province or a city; what 省 follows is no city (江北 is one, 江北省 is none)."""
    table = provinces_by_place()
    cities = [name for name, province in table.items() if name != province]
    return rf"(?:{one_of([*words('places')['provinces']])}|{one_of(cities)}(?!省))"


@cache
def _police() -> re.Pattern[str]:
    return re.compile(rf"(?P<place>{_place()})[^，。；、“”（）]{{0,14}}?(?:{_SPEAKER})")


@cache
def body_words() -> str:
    """Return the pattern of what makes a place a body: 公安机关, 人民法院 …"""
    return f"(?:{_SPEAKER})"


def province_of_police(plain: str) -> tuple[int, int, str] | None:
    """Return where a folded text first names a police, prosecution or court body by place, and the province."""
    match = _police().search(plain)
    if match is None:
        return None
    return match.start("place"), match.end("place"), provinces_by_place()[match["place"]]


def province_in(plain: str) -> tuple[int, int, str] | None:
    """Return where a folded text (a heading, a table's cell) first names a place in China, and its province."""
    match = re.search(_place(), plain)
    return (match.start(), match.end(), provinces_by_place()[match[0]]) if match else None


def printed_province(printed: str, found: tuple[int, int, str]) -> str:
    """Return the province as printed if the text prints the province itself, else by its usual name."""
    start, end, province = found
    word = printed[start:end]
    return word if fold(word) == province else province
