"""People and gangs that assist the fraud, as short printed phrases: 偷渡团伙, 贩卖银行卡的犯罪团伙, 技术公司."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from suyuan.bulletins.data_files import one_of, words
from suyuan.bulletins.sentences import Sentence


@dataclass(frozen=True)
class _Found:
    """A phrase found; ``introduced``: the text introduces it (一个…, 14名…), it does not speak of it as known."""

    text: str
    introduced: bool


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    lists = words("facts")["helpers"]
    determiner = rf"(?:{one_of(lists['determiners'])}|[\d十百余多数]+[名个家人伙](?!人))"
    return {
        "head": re.compile(one_of(lists["heads"])),
        "determiner": re.compile(determiner),
        "definite": re.compile(one_of(lists["definite"]) + "$|^" + one_of(lists["definite"])),
        "activity": re.compile(one_of(lists["activities"])),
        "verb": re.compile(one_of(lists["verbs"])),
        "trade": re.compile(one_of(lists["trades"])),
        "directed": re.compile(
            r"受[^，。；]{1,12}?(?:指使|雇佣|雇用|委托|安排)(?!前往|到|赴|去|参与|加入|来)[^，。；、]{2,14}"
        ),
    }


def accomplices_in(sentences: list[Sentence]) -> tuple[str, ...]:
    """Return the helpers of a case in their order; those spoken of as known count if none is introduced."""
    found = [one for sentence in sentences for one in _phrases(sentence)]
    kept = [one.text for one in found if one.introduced] or [one.text for one in found]
    unique = list(dict.fromkeys(kept))
    return tuple(one for one in unique if not any(one != other and one in other for other in unique))


def _phrases(sentence: Sentence) -> list[_Found]:
    known = _patterns()
    found: list[tuple[int, _Found]] = []
    for head in known["head"].finditer(sentence.plain):
        phrase = _noun_phrase(sentence, head.end())
        if phrase is not None:
            found.append((head.end(), phrase))
    for trade in known["trade"].finditer(sentence.plain):
        if not any(abs(place - trade.end()) <= 4 for place, _ in found) and not _quoted_case(
            sentence, trade.end()
        ):
            found.append((trade.end(), _Found(sentence.quote(*trade.span()), introduced=True)))
    found += [
        (directed.end(), _Found(sentence.quote(*directed.span()), introduced=True))
        for directed in known["directed"].finditer(sentence.plain)
    ]
    return [phrase for _, phrase in sorted(found, key=lambda pair: pair[0])]


def _quoted_case(sentence: Sentence, end: int) -> bool:
    return bool(re.match("[^，。；]{0,8}(?:案|诈骗)", sentence.plain[end:]))


def _noun_phrase(sentence: Sentence, end: int) -> _Found | None:
    """Return the helper whose noun phrase ends at a head word, None if the phrase tells of no help."""
    known = _patterns()
    start, _ = sentence.clause(end - 1)
    text = sentence.plain[start:end]
    determiners = list(known["determiner"].finditer(text))
    introduced = bool(determiners)
    if introduced:
        start += determiners[-1].end()
    text = sentence.plain[start:end]
    if re.search(
        "诈骗(?:犯罪)?(?:团伙|集团|窝点|公司|人员|平台)$|(?:嫌疑|涉案|骨干|违法犯罪|执法|工作|偷渡|出境|入境|无业|调查|服务)人员$",
        text,
    ):
        return None
    short = text.rfind("的") + 1
    last = text[short:]
    if re.search("公安|警方|警察|虚假|诈骗(?!团伙雇|分子)|^(?:该|此|其|本)", last) or len(last) > 16:
        return None
    if known["activity"].search(_modifier(last)) and not re.search("[了过被]|其中|抓获", last):
        cut = max(last.rfind(mark) for mark in ("、", "和", "及")) + 1
        if cut and known["activity"].search(_modifier(last[cut:])) and not introduced:
            short += cut
        return _Found(sentence.quote(start + short, end), introduced and _is_noun(last))
    verb = known["verb"].search(text)
    if short and verb and known["activity"].search(text[verb.start() : short]):
        return _Found(sentence.quote(start + verb.start(), end), introduced)
    return None


def _modifier(phrase: str) -> str:
    """Return what stands before the head of a noun phrase."""
    heads = list(_patterns()["head"].finditer(phrase))
    return phrase[: heads[-1].start()] if heads else phrase


def _is_noun(last: str) -> bool:
    return len(last) <= 14
