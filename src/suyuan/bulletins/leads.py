"""How and when a case came to light: the kind of its lead, and the date of it."""

from __future__ import annotations

import re
from functools import cache

from suyuan.bulletins.bulletin import LeadKind
from suyuan.bulletins.data_files import one_of, words
from suyuan.bulletins.dates import DatePhrase
from suyuan.bulletins.places import province_of_police
from suyuan.bulletins.sentences import Sentence

_SENTENCES_OF_A_LEAD = 4


@cache
def _kinds() -> tuple[tuple[LeadKind, bool, re.Pattern[str]], ...]:
    return tuple(
        (LeadKind(lead["kind"]), bool(lead.get("last")), re.compile("|".join(lead["patterns"])))
        for lead in words("facts")["leads"]
    )


@cache
def _discovery() -> re.Pattern[str]:
    return re.compile(one_of(words("facts")["discovery"]["patterns"]))


def lead_kind(plain: str) -> LeadKind | None:
    """Return the kind of the lead that a folded sentence (or a label's value) tells, None if it tells none.

    The words before the discovery decide; a clue met in another case, and other leads, count only where the
    sentence names no report, card crackdown, border crossing or analysis.
    """
    discovery = _discovery().search(plain)
    before = plain[: discovery.start()] if discovery else plain
    return _first_kind(before) or (_first_kind(plain) if discovery else None)


def _first_kind(plain: str) -> LeadKind | None:
    best: tuple[tuple[bool, int, int], LeadKind] | None = None
    for order, (kind, last, pattern) in enumerate(_kinds()):
        match = pattern.search(plain)
        if match is None:
            continue
        rank = (last, match.start(), order)
        if best is None or rank < best[0]:
            best = (rank, kind)
    return best[1] if best else None


def lead_of(sentences: list[Sentence]) -> tuple[LeadKind | None, Sentence | None]:
    """Return the lead of a case and the sentence that tells it; looked for where the case's story begins."""
    for sentence in sentences[:_SENTENCES_OF_A_LEAD]:
        told = _discovery().search(sentence.plain) or re.search("报案|报警|求助|线索", sentence.plain)
        if told is None:
            continue
        kind = lead_kind(sentence.plain)
        if kind is not None:
            return kind, sentence
    for sentence in sentences[_SENTENCES_OF_A_LEAD:]:
        if re.search("报案|报警|线索|断卡", sentence.plain) and re.search(
            "立案|侦查|破获|抓获|发现", sentence.plain
        ):
            return lead_kind(sentence.plain), sentence
    return None, None


def date_of(sentences: list[Sentence], lead: Sentence | None) -> tuple[Sentence, DatePhrase] | None:
    """Return the date on which the case came to light: in the lead's sentence, else the first beside the police,
    else the first of the case; a period of the gang's activity is no such date.
    """
    candidates = [
        (sentence, date) for sentence in sentences for date in sentence.dates if not in_period(sentence, date)
    ]
    candidates = [(sentence, date) for sentence, date in candidates if not _is_other(sentence, date)]
    in_lead = [pair for pair in candidates if pair[0] is lead]
    police = [pair for pair in candidates if _beside_police(*pair)]
    return next(iter([*in_lead[:1], *police[:1], *candidates[:1]]), None)


def in_period(sentence: Sentence, date: DatePhrase) -> bool:
    """Return whether a date is the end of a period."""
    return any(period.start <= date.start < period.end for period in sentence.periods)


def _is_other(sentence: Sentence, date: DatePhrase) -> bool:
    """Return whether a date says until when (截至2022年3月) or is a law's, not when something happened."""
    return bool(re.search("截至|截止|《[^》]*$|施行", sentence.plain[max(0, date.start - 8) : date.start]))


def _beside_police(sentence: Sentence, date: DatePhrase) -> bool:
    following = sentence.plain[date.end : date.end + 30]
    return province_of_police(following) is not None or bool(
        re.match("，?(?:公安|警方|民警|专案组|检察)", following)
    )
