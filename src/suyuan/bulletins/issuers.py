"""The bodies that issue a bulletin or speak in it, as printed."""

from __future__ import annotations

import re
from functools import cache

from suyuan.bulletins.data_files import one_of, words
from suyuan.bulletins.places import body_words, domestic_pattern
from suyuan.bulletins.script import fold
from suyuan.bulletins.sentences import Sentence

_JOIN = re.compile(r"、|和|与|及|以及|联合|会同|，(?=联合|会同)")
_SENTENCES_OF_A_HEAD = 8


@cache
def _body() -> re.Pattern[str]:
    national = one_of([*words("bodies")["national"], *words("bodies")["short"]])
    local = rf"{domestic_pattern()}{body_words()}(?:[\u4e00-\u9fff]{{2,4}}分局)?"
    # a place that is in no list, known by its administrative word: 临江市公安局
    other = (
        r"(?<![\u4e00-\u9fff])(?:[^\W\da-zA-Z从据由日和与向在讯电的]{2,4}[省市州县区旗]){1,2}"
        r"(?:公安机关|公安局|公安厅|公安分局|人民检察院|中级人民法院|人民法院|警方)"
    )
    return re.compile(rf"{national}|{local}|{other}")


@cache
def _speaks() -> re.Pattern[str]:
    return re.compile(one_of(words("bodies")["speaks"]))


def issuers_of(
    labelled: tuple[str, ...], sources: tuple[str, ...], sentences: list[Sentence], title: str
) -> tuple[str, ...]:
    """Return the issuers: those the page labels so (``labelled``), else the first that speak in the text, else the
    page's ``sources`` where they are bodies, else those first named.
    """
    for value in labelled:
        if named := _in_label(value):
            return named
    runs = [(sentence, run) for sentence in sentences[:_SENTENCES_OF_A_HEAD] for run in _runs(sentence)]
    spoken = [pair for pair in runs if _speaks_in(*pair)]
    for value in () if spoken else sources:
        if named := _in_label(value):
            return named
    for sentence, run in [*spoken, *runs]:
        names = [sentence.quote(start, end) for start, end in run]
        return _in_full(names, sentences)
    return tuple(dict.fromkeys(title[start:end] for start, end in _bodies(fold(title))))


def _in_label(value: str) -> tuple[str, ...]:
    plain = fold(value)
    found = _bodies(plain)
    # the source of a press item is a body only if it is nothing but bodies
    rest = re.sub(
        r"[、，,；;\s和与及（）()]|刑事|判决书|裁定书|起诉书|网站|官网|官博|微信公众号|公众号|新闻办|宣传处",
        "",
        _body().sub("", plain),
    )
    return tuple(dict.fromkeys(value[start:end] for start, end in found)) if found and len(rest) <= 4 else ()


def _bodies(plain: str) -> list[tuple[int, int]]:
    return [match.span() for match in _body().finditer(plain)]


def _runs(sentence: Sentence) -> list[list[tuple[int, int]]]:
    """Return the runs of bodies that are joined: 最高人民检察院、公安部."""
    runs: list[list[tuple[int, int]]] = []
    for start, end in _bodies(sentence.plain):
        if runs and _JOIN.fullmatch(sentence.plain[runs[-1][-1][1] : start]):
            runs[-1].append((start, end))
        else:
            runs.append([(start, end)])
    return runs


def _speaks_in(sentence: Sentence, run: list[tuple[int, int]]) -> bool:
    """Return whether the bodies of a run speak: 公安部今天公布, 记者从…获悉; 据…消息 only passes on."""
    before, after = sentence.plain[: run[0][0]], sentence.plain[run[-1][1] : run[-1][1] + 22]
    if re.search("据$", before) and re.match("[^，]{0,4}消息", after):
        return False
    clause = re.split("[。；]", after)[0]
    return bool(_speaks().search(clause.split("，")[0])) or bool(re.search("从$", before) and "获悉" in clause)


def _in_full(names: list[str], sentences: list[Sentence]) -> tuple[str, ...]:
    """Return names with a short form (最高检) replaced by the full one if the text prints that too."""
    full = words("bodies")["short"]
    text = "".join(sentence.plain for sentence in sentences)
    replaced = [full[name] if full.get(name) and full[name] in text else name for name in map(str, names)]
    return tuple(dict.fromkeys(replaced))
