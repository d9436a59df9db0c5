"""Names of cases as bulletins print them: 浙江“12.30”电信网络诈骗案, 贺某等人诈骗案, Operation Harbour Lamp."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from suyuan.bulletins.places import domestic_pattern

_ENUMERATOR = re.compile(
    r"\s*(?:[【\[（(]?\s*(?:典型)?案例\s*[一二三四五六七八九十\d]*\s*[】\]）)]?\s*[：:、.．\s]?|[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．\s]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}\s*[、.．)）]\s*|[①-⑳●◆■▲▶]\s*|第[一二三四五六七八九十\d]+[案例]?[、：:\s])\s*"
)
_CASE_END = r"(?<![报立破结归办此该本涉作串发翻投另首每备查定方答草档提专])案(?:件)?(?![情发由值卷犯例])"
_TAIL = r"[^，。；：“”的中行线平被等与将、]{0,4}(?:[、]?[^，。；：“”的中行线平被等与将、]){0,16}?"
_PERSON = (
    r"[\u4e00-\u9fff]某[某甲乙丙丁\u4e00-\u9fff]?(?:、[\u4e00-\u9fff]某[某甲乙丙丁]?){0,3}"
    r"(?:等\s?(?:\d+|[一二三四五六七八九十]+)?\s?人)?"
)
_SEVERAL = re.compile(r"(?:\d+|[两二三四五六七八九十]+|多|这些)\s?[起件宗]|典型案|案例$|案况|案情|系列报道")


@dataclass(frozen=True)
class CaseName:
    """A case's name found in a text; ``code`` is what tells two cases apart (12.30, 博翔园区, the whole name)."""

    start: int
    end: int
    code: str


@dataclass(frozen=True)
class Heading:
    """A heading that opens a case: where its name stands, and what stands in brackets behind it (a province)."""

    start: int
    end: int
    suffix: str


@cache
def _quoted() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<place>(?:{domestic_pattern()}、?){{0,2}})“(?P<code>[^“”]{{1,14}})”\s?(?P<tail>{_TAIL}{_CASE_END}|{_TAIL}专案)"
    )


_NAMED_BY_PERSON = re.compile(rf"(?P<name>{_PERSON}[^，。；：“”的被]{{0,14}}?{_CASE_END})")


def case_names(plain: str) -> tuple[CaseName, ...]:
    """Return the case names of a folded text in their order: with a quoted code, or named by persons."""
    found = [CaseName(match.start(), match.end(), _code(match["code"])) for match in _quoted().finditer(plain)]
    for match in _NAMED_BY_PERSON.finditer(plain):
        if not any(name.start < match.end() and match.start() < name.end for name in found):
            found.append(CaseName(match.start("name"), match.end("name"), match["name"]))
    return tuple(sorted(found, key=lambda name: name.start))


def case_heading(plain: str, *, marked: bool) -> Heading | None:
    """Return the heading of one case if a folded line is one; ``marked``: the container makes it a heading.

    A line is one if it ends in a case's name, or if it is numbered as a case (案例一) and not a whole sentence.
    """
    text = plain.rstrip()
    numbered = _ENUMERATOR.match(text)
    start = numbered.end() if numbered else 0
    body = re.search(r"\s*(?:[（(](?P<inside>[^（()）]{1,12})[)）])?\s*[：:。]?$", text)
    end = body.start() if body else len(text)
    name, suffix = text[start:end], (body["inside"] or "") if body else ""
    if not 2 <= len(name) <= 60 or _SEVERAL.search(name) or re.search(r"[。；？！]", name):
        return None
    named = re.search(rf"{_CASE_END}$|专案$", name)
    called_a_case = numbered is not None and "案例" in numbered[0]
    if named and (marked or numbered or "，" not in name):
        return Heading(start, end, suffix)
    return Heading(start, end, suffix) if called_a_case and "，" not in name[20:] else None


def opening_name(plain: str) -> Heading | None:
    """Return the case heading that a paragraph begins with (1.浙江“12·30”电信网络诈骗案。2020年…), if any."""
    numbered = _ENUMERATOR.match(plain)
    start = numbered.end() if numbered else 0
    first = re.search(r"[。：:　]|\s{1,}", plain[start:])
    if first is None or first.start() > 60:
        return None
    line = plain[: start + first.start()]
    heading = case_heading(line, marked=False)
    return heading if heading and (numbered or case_names(line)) else None


def _code(text: str) -> str:
    return re.sub(r"[·.．•\s]", ".", text).lstrip("0").replace(".0", ".")
