"""Where the fraud base is: the place abroad (or at home) that the text calls the gang's seat."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from suyuan.bulletins.data_files import one_of, words
from suyuan.bulletins.places import abroad_pattern, domestic_pattern
from suyuan.bulletins.sentences import Sentence


@dataclass(frozen=True)
class _Seat:
    """A place found, with how strongly the words around it call it the seat."""

    start: int
    end: int
    weight: int


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    base = words("facts")["base"]
    between = "(?:了|东南亚|境外|国外|边境|邻国|原先|原本)?"
    return {
        "abroad": re.compile(abroad_pattern()),
        "strong": re.compile(rf"{one_of(base['strong'])}{between}$"),
        "before": re.compile(rf"{one_of(base['seat'])}{between}$"),
        "after": re.compile(one_of(base["stands"])),
        "not": re.compile(rf"(?:[^，。；]{{0,6}})?{one_of(base['not_seat'])}"),
        "away": re.compile(rf"(?:{one_of(base['away'])}|从)$"),
        "moved": re.compile(rf"{one_of(base['moved'])}$"),
        "seat_after": re.compile(one_of(base["seat_after"])),
        "joins": re.compile("(?:前往|赴|去|到|至)$"),
        "region": re.compile(
            one_of([place for place in words("places")["abroad"]["regions"] if place[0] not in "缅金"])
        ),
    }


def seat_of(sentences: list[Sentence]) -> str | None:
    """Return the seat of the gang as printed, several places joined with 、; None if the text states none."""
    best = _strongest(sentences, _seats_abroad) or _strongest(sentences, _seats_at_home)
    return "、".join(_with_neighbours(*best)) if best else None


def seat_in_label(sentence: Sentence) -> str | None:
    """Return the place under a label (窝点所在地), as printed."""
    places = [sentence.quote(*match.span()) for match in _patterns()["abroad"].finditer(sentence.plain)]
    places = places or [sentence.quote(*match.span()) for match in _home().finditer(sentence.plain)]
    return "、".join(dict.fromkeys(places)) or None


def _strongest(
    sentences: list[Sentence], seats: Callable[[Sentence], list[_Seat]]
) -> tuple[Sentence, _Seat] | None:
    """Return the seat of the greatest weight, the first of equals, and its sentence."""
    found = [(sentence, seat) for sentence in sentences for seat in seats(sentence) if seat.weight >= 2]
    return max(found, key=lambda pair: pair[1].weight, default=None)


def _seats_abroad(sentence: Sentence) -> list[_Seat]:
    return [_weighed(sentence, match) for match in _patterns()["abroad"].finditer(sentence.plain)]


def _seats_at_home(sentence: Sentence) -> list[_Seat]:
    return [_weighed_at_home(sentence, match) for match in _home().finditer(sentence.plain)]


@cache
def _home() -> re.Pattern[str]:
    return re.compile(domestic_pattern())


def _weighed(sentence: Sentence, match: re.Match[str]) -> _Seat:
    """Return a place abroad with its weight: 4 the gang sits there, 3 its den stands there, 2 it acts there."""
    known = _patterns()
    start, end = sentence.clause(match.start())
    before, after = sentence.plain[start : match.start()], sentence.plain[match.end() : end]
    if known["not"].match(after[:8]) and not known["after"].match(after.lstrip("的")):
        return _Seat(match.start(), match.end(), 0)
    strong, led, stands = (
        known["strong"].search(before),
        known["before"].search(before),
        known["after"].search(after[:14]),
    )
    following = sentence.plain[match.end() : match.end() + 24]
    if known["joins"].search(before) and re.search(
        "，?(?:加入|参加|参与|进入|投靠|在)[^，。]{0,12}(?:窝点|诈骗|园区|团伙|集团)", following
    ):
        return _Seat(match.start(), match.end(), 0 if re.search("民警|警方|专案组|公安", before) else 3)
    if known["seat_after"].match(after):
        return _Seat(match.start(), match.end(), 4)
    weight = 4 if strong else 3 if led and stands else 2 if stands or (led and led[0] == "在") else 0
    if known["away"].search(before) and not (stands and re.match("的|一", after)):
        weight = 0
    if weight and known["region"].fullmatch(match[0]):
        # 东南亚 says less than any country
        weight = max(2, weight - 2)
    return _Seat(match.start(), match.end(), weight)


def _weighed_at_home(sentence: Sentence, match: re.Match[str]) -> _Seat:
    """Return a place at home with its weight; at home only what is plainly the gang's seat counts."""
    start, end = sentence.clause(match.start())
    before, after = sentence.plain[start : match.start()], sentence.plain[match.end() : end]
    known = _patterns()
    seat = known["strong"].search(before) and not re.match("[^，。；]{0,8}(?:公安|警方|法院|检察)", after)
    den = (
        before.endswith("在")
        and re.search("窝点|据点|写字楼|租|设立|组织人员", after[:14])
        and not re.search("抓获|捣毁|打掉|收网", before + after)
    )
    return _Seat(match.start(), match.end(), 3 if seat else 2 if den else 0)


def _with_neighbours(sentence: Sentence, seat: _Seat) -> list[str]:
    """Return the seat and the places joined to it: 柬埔寨、菲律宾; 先在菲律宾…后转移至柬埔寨."""
    places = [sentence.quote(seat.start, seat.end)]
    end = seat.end
    known = _patterns()
    for match in known["abroad"].finditer(sentence.plain, seat.end):
        between = sentence.plain[end : match.start()]
        joined = re.fullmatch(r"、|和|及|以及|与|，?(?:又|再|后)?在?", between)
        moved = known["moved"].search(between) and not re.search("抓|押|警", between)
        if joined or moved:
            places.append(sentence.quote(*match.span()))
            end = match.end()
    return list(dict.fromkeys(places))
