"""Fraud methods as short printed phrases: 虚假投资平台, 刷单返利, 冒充公检法, 网购退款诈骗."""

from __future__ import annotations

import re
from functools import cache

from suyuan.bulletins.data_files import one_of, words
from suyuan.bulletins.sentences import Sentence

_OTHER_CASE = re.compile(
    "(?:侦办|办理|侦查|查办|审查|另|从)[^，。；“”]{0,4}一起[^，。；]{0,20}?案件?(?=时|中|的|过程|期间|，)"
)
"""Another case, in whose course this one was met: its method is not this one's."""


@cache
def _methods() -> re.Pattern[str]:
    lists = words("facts")["methods"]
    inner = "[^，。；：、的“”等对为（）向以在将是，并与和及或用]"
    return re.compile(
        rf"(?:“[^“”\d]{{1,8}}”)?{one_of(lists['prefixes'])}{inner}{{0,8}}?{one_of(lists['containers'])}"
        rf"|(?:“[^“”\d]{{1,8}}”)?{one_of(lists['prefixes'])}{inner}{{0,8}}{one_of(lists['heads'])}"
        rf"|(?:冒充|假冒|假扮|冒认)“?(?:{inner}{{0,6}}(?:、{inner}{{1,6}})?{one_of(lists['any_role'])}"
        rf"|{one_of(lists['impersonated'])})”?"
        rf"|(?<![\u4e00-\u9fff]冒充){one_of(lists['with_fraud'])}(?:诈骗|骗案|骗局)(?!案)"
        rf"|{one_of(lists['phrases'])}"
        rf"|{'|'.join(lists['patterns'])}"
    )


@cache
def _kind_of_case() -> re.Pattern[str]:
    return re.compile(rf"{one_of(words('facts')['methods']['with_fraud'])}(?=诈骗案)")


def methods_in(texts: list[Sentence]) -> tuple[str, ...]:
    """Return the methods that a case's texts name, in their order; none inside a longer one is repeated."""
    found: list[str] = []
    for sentence in texts:
        others = [match.span() for match in _OTHER_CASE.finditer(sentence.plain)]
        found += [
            sentence.quote(*match.span())
            for match in _methods().finditer(sentence.plain)
            if not any(start <= match.start() < end for start, end in others)
        ]
    if not found:
        # 投资诈骗案, 网贷诈骗案: the kind of the fraud, where nothing says it more closely
        found = [one.quote(*match.span()) for one in texts for match in _kind_of_case().finditer(one.plain)]
    unique = list(dict.fromkeys(found))
    return tuple(one for one in unique if not any(one != other and one in other for other in unique))
