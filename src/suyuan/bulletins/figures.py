"""The figures of one case, chosen among its numbers: the people caught, the amount, the victims, the others."""

from __future__ import annotations

from dataclasses import dataclass

from suyuan.bulletins.bulletin import AmountKind, Figure
from suyuan.bulletins.labels import Labelled
from suyuan.bulletins.numbers import NumberPhrase
from suyuan.bulletins.roles import Reading, Role, is_figure, label_of, readings_of
from suyuan.bulletins.sentences import Sentence

_AMOUNT_ORDER = (AmountKind.INVOLVED, AmountKind.DEFRAUDED, AmountKind.TURNOVER, AmountKind.LAUNDERED)


@dataclass(frozen=True)
class CaseFigures:
    """The figures of one case; what the text does not give is None."""

    arrested: Figure | None
    amount: Figure | None
    amount_kind: AmountKind | None
    victims: Figure | None
    other: tuple[Figure, ...]


def figure_of(sentence: Sentence, number: NumberPhrase, row: str | None = None, what: str | None = None) -> Figure:
    """Return a number phrase as a figure quoted from its sentence (or table row)."""
    return Figure(
        value=number.value,
        qualifier=number.qualifier,
        text=sentence.quote(number.start, number.end),
        sentence=row or sentence.printed.strip(),
        what=what or label_of(sentence, number),
        unit=_printed_unit(sentence, number),
    )


def _printed_unit(sentence: Sentence, number: NumberPhrase) -> str:
    """Return the unit as the text spells it (張), where it is a word of the text."""
    place = sentence.plain.rfind(number.unit, number.start, number.end) if number.unit else -1
    return sentence.printed[place : place + len(number.unit)] if place >= 0 else number.unit


def case_figures(sentences: list[Sentence], labelled: list[Labelled]) -> CaseFigures:
    """Return the figures of a case from its sentences and its labelled values; a label wins over the text."""
    readings = [reading for sentence in sentences for reading in readings_of(sentence)]
    arrested = _best([one for one in readings if one.role is Role.ARRESTED])
    victims = _best([one for one in readings if one.role is Role.VICTIMS])
    amount = _best_amount([one for one in readings if one.role is Role.AMOUNT])
    chosen = [one for one in (arrested, victims, amount) if one is not None]
    given = {
        name: _labelled_figure(labelled, name)
        for name in ("arrested", "victims", *(kind.value for kind in AmountKind))
    }
    kind = next((kind for kind in _AMOUNT_ORDER if given[kind.value]), None)
    figures = CaseFigures(
        arrested=given["arrested"] or (_figure(arrested) if arrested else None),
        amount=given[kind.value] if kind else _figure(amount) if amount else None,
        amount_kind=kind or (amount.kind if amount else None),
        victims=given["victims"] or (_figure(victims) if victims else None),
        other=(),
    )
    rest = [_figure(one) for one in readings if one not in chosen]
    rest += [figure for one in labelled for figure in _other_of(one, figures)]
    main = [figure for figure in (figures.arrested, figures.amount, figures.victims) if figure]
    return CaseFigures(
        figures.arrested, figures.amount, figures.amount_kind, figures.victims, without_repeats(rest, main)
    )


def aggregate_figures(sentences: list[Sentence], taken: list[Figure]) -> tuple[Figure, ...]:
    """Return the figures of sentences that belong to no case; ``taken`` are those already given to cases."""
    found = [
        figure_of(sentence, number)
        for sentence in sentences
        for number in sentence.numbers
        if is_figure(number, sentence.plain)
    ]
    return without_repeats(found, taken)


def without_repeats(figures: list[Figure], taken: list[Figure]) -> tuple[Figure, ...]:
    """Return the figures without those that say again what another one says."""
    seen = {_same(figure) for figure in taken}
    kept: list[Figure] = []
    for figure in figures:
        if _same(figure) not in seen:
            seen.add(_same(figure))
            kept.append(figure)
    return tuple(kept)


def in_title_alone(title: tuple[Figure, ...], taken: list[Figure]) -> tuple[Figure, ...]:
    """Return a headline's figures that the text does not give; a headline drops approximators and measures."""
    seen = {figure.value for figure in taken}
    return tuple(figure for figure in title if figure.value not in seen)


def _same(figure: Figure) -> tuple[object, ...]:
    unit = (
        "名" if figure.unit in ("人", "位", "名") else "起" if figure.unit in ("件", "宗", "起") else figure.unit
    )
    return figure.value, figure.qualifier, unit


def _figure(reading: Reading) -> Figure:
    return figure_of(reading.sentence, reading.number)


def _best(readings: list[Reading]) -> Reading | None:
    """Return the whole rather than a part, a total rather than a step towards it, else the first."""
    whole = [one for one in readings if not one.part]
    if not whole:
        return readings[0] if len(readings) == 1 else None
    totals = [one for one in whole if one.total]
    return max(totals, key=lambda one: one.number.value) if totals else whole[0]


def _best_amount(readings: list[Reading]) -> Reading | None:
    for kind in _AMOUNT_ORDER:
        of_kind = [one for one in readings if one.kind is kind]
        if of_kind:
            return _best(of_kind)
    return None


def _labelled_figure(labelled: list[Labelled], name: str) -> Figure | None:
    for one in labelled:
        if one.field == name and one.sentence.numbers:
            number = one.sentence.numbers[0]
            if name not in (kind.value for kind in AmountKind) or number.unit == "元":
                return figure_of(one.sentence, number, one.row, one.label)
    return None


def _other_of(one: Labelled, figures: CaseFigures) -> list[Figure]:
    """Return a labelled value's numbers that are not the case's main figures."""
    if one.field in ("name", "date", "period", "base", "province"):
        return []
    found = [
        figure_of(one.sentence, number, one.row, one.label)
        for number in one.sentence.numbers
        if is_figure(number, one.sentence.plain)
    ]
    main = (figures.arrested, figures.amount, figures.victims)
    return [figure for figure in found if figure not in main]
