"""Sentences that open a case, and sentences that belong to none: campaigns, statistics, closing words."""

from __future__ import annotations

import re
from functools import cache

from suyuan.bulletins.data_files import one_of, pattern, words

_OF_A_CASE = re.compile("该案|该团伙|该集团|本案|该诈骗|专案组|一个|该犯罪")
_WEAK = ("近年来", "今年以来", "去年以来", "此前", "全省", "全市", "全区", "全国")
"""Campaign words that also occur in a case's story; they need a body or a total beside them."""

_REPORT = re.compile(
    "某[某甲乙]?[^，。]{0,12}(?:报案|报警|被骗|求助)|(?:接到|接获|接)[^，。]{0,14}(?:报案|报警|求助|举报)|报案，?称"
    "|(?:女士|先生|居民|市民|事主|教师)[^，。]{0,10}(?:报案|报警|求助)"
)
_SINGULAR = re.compile("一个|一处|一起|一条|一家|一批|该|有人|几名|名")


def cue(name: str) -> re.Pattern[str]:
    """Return the pattern of one of the lists of ``data/facts.toml`` under ``sections``."""
    return pattern("facts", "sections", name)


def is_campaign(plain: str) -> bool:
    """Return whether a sentence speaks of a campaign or of statistics, not of one case."""
    if _OF_A_CASE.search(plain):
        return False
    found = cue("campaign").search(plain[:24])
    if found is None:
        return False
    return found[0] not in _WEAK or bool(re.search("共|累计|已|公安机关|检察机关|警方", plain))


def is_closing(plain: str) -> bool:
    """Return whether a paragraph only advises, announces or explains."""
    return bool(cue("closing").match(plain.lstrip("“（( 【")))


def is_lead(plain: str) -> bool:
    """Return whether a sentence tells how police came upon somebody: a report, or the discovery of one gang."""
    if _REPORT.search(plain):
        return True
    found = re.search(one_of(words("facts")["discovery"]["patterns"]), plain)
    return found is not None and bool(_SINGULAR.search(plain))


@cache
def single_report() -> re.Pattern[str]:
    """Return the pattern of one person's report: what he lost is his own figure, not the case's."""
    person = "(?:某[某甲乙]?|女士|先生|居民|市民|事主|教师|老人|老伯|一名[^，。]{0,10})"
    return re.compile(
        rf"{person}[^。]{{0,20}}(?:报案|报警|求助|投诉)|(?:报案|报警)(?:人|的{person})?，?(?:称|指|表示)(?!.{{0,6}}名)"
    )
