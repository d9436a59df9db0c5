"""A case of a Chinese bulletin, put together from the facts that its part of the text tells."""

from __future__ import annotations

from suyuan.bulletins.accomplices import accomplices_in
from suyuan.bulletins.bulletin import BulletinCase, LeadKind
from suyuan.bulletins.figures import case_figures
from suyuan.bulletins.labels import Labelled
from suyuan.bulletins.leads import date_of, lead_kind, lead_of
from suyuan.bulletins.methods import methods_in
from suyuan.bulletins.parts import Section
from suyuan.bulletins.places import printed_province, province_in, province_of_police
from suyuan.bulletins.script import fold
from suyuan.bulletins.seats import seat_in_label, seat_of
from suyuan.bulletins.sentences import Sentence


def case_of(section: Section, issuers: tuple[str, ...], titles: list[Sentence]) -> BulletinCase:
    """Return the case that a section tells; ``titles`` are the headlines that speak of this case."""
    sentences, labelled = section.sentences, section.labels
    lead, lead_sentence = _lead(sentences, labelled)
    dated = date_of(sentences, lead_sentence)
    phrase, resolved = _date(dated, labelled)
    named = [Sentence(section.name, fold(section.name), 0)] if section.name else []
    figures = case_figures(sentences, labelled)
    told = [*titles, *named, *sentences]
    return BulletinCase(
        name=section.name,
        province=_province(section, issuers, titles),
        date_phrase=phrase,
        date_resolved=resolved,
        lead_kind=lead,
        lead_sentence=lead_sentence.printed if lead_sentence else None,
        base=_base(sentences, labelled),
        methods=_phrases(labelled, "methods") or methods_in(told),
        period=_period(sentences, labelled),
        arrested=figures.arrested,
        amount=figures.amount,
        amount_kind=figures.amount_kind,
        victims=figures.victims,
        other_numbers=figures.other,
        helpers=_phrases(labelled, "helpers") or accomplices_in([*named, *sentences]),
        sentences=_all_sentences(section),
    )


def _all_sentences(section: Section) -> tuple[str, ...]:
    told = [one.row for one in section.labels] + [one.printed for one in section.sentences]
    return tuple(dict.fromkeys(told + ([section.listed] if section.listed else [])))


def _of_field(labelled: list[Labelled], name: str) -> list[Labelled]:
    return [one for one in labelled if one.field == name]


def _lead(sentences: list[Sentence], labelled: list[Labelled]) -> tuple[LeadKind | None, Sentence | None]:
    for one in _of_field(labelled, "lead"):
        kind = lead_kind(one.sentence.plain) or LeadKind.OTHER
        told = lead_of(sentences)[1]
        return kind, told or Sentence(one.row, fold(one.row), one.sentence.paragraph)
    return lead_of(sentences)


def _date(dated: object, labelled: list[Labelled]) -> tuple[str | None, str | None]:
    for one in _of_field(labelled, "date"):
        if one.sentence.dates:
            date = one.sentence.dates[0]
            return one.sentence.quote(date.start, date.end), date.resolved
    if isinstance(dated, tuple):
        sentence, date = dated
        return sentence.quote(date.start, date.end), date.resolved
    return None, None


def _province(section: Section, issuers: tuple[str, ...], titles: list[Sentence]) -> str | None:
    """Return the province: under its label, in the heading, of the first police body of the text, of the issuers,
    of the headline's police.

    It is spelled as the text spells it, where the text prints the province itself (廣東).
    """
    named = [*(one.printed for one in _of_field(section.labels, "province")), section.suffix, section.name or ""]
    found = [(text, place) for text in named if (place := province_in(fold(text)))]
    found += [(one.printed, place) for one in section.sentences if (place := province_of_police(one.plain))]
    found += [(text, place) for text in issuers if (place := province_in(fold(text)))]
    found += [(one.printed, place) for one in titles if (place := province_of_police(one.plain))]
    if not found:
        return None
    province = found[0][1][2]
    printed = (printed_province(text, place) for text, place in found if place[2] == province)
    return next((word for word in printed if word != province), province)


def _base(sentences: list[Sentence], labelled: list[Labelled]) -> str | None:
    for one in _of_field(labelled, "base"):
        place = seat_in_label(one.sentence)
        if place:
            return place
    return seat_of(sentences)


def _phrases(labelled: list[Labelled], name: str) -> tuple[str, ...]:
    """Return the phrases of a labelled list, split at its commas."""
    found = [
        part
        for one in _of_field(labelled, name)
        for part in one.printed.replace("，", "、").replace("；", "、").split("、")
    ]
    return tuple(dict.fromkeys(part.strip(" 。等") for part in found if part.strip(" 。等")))


def _period(sentences: list[Sentence], labelled: list[Labelled]) -> tuple[str | None, str | None] | None:
    """Return the gang's period of activity: under its label, else the first that is not the police's own."""
    for one in _of_field(labelled, "period"):
        if one.sentence.periods:
            return one.sentence.periods[0].first, one.sentence.periods[0].last
    for sentence in sentences:
        for period in sentence.periods:
            following = sentence.plain[period.end : period.end + 10].lstrip("，")
            if not any(
                word in following for word in ("公安", "警方", "专案组", "民警", "检察", "法院", "全国", "全省")
            ):
                return period.first, period.last
    return None
