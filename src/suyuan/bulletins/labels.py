"""Facts under labels: tables of cases, and lines like "线索来源：被害人报案"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from suyuan.bulletins.data_files import words
from suyuan.bulletins.numbers import Measure, NumberPhrase, find_numbers
from suyuan.bulletins.script import fold
from suyuan.bulletins.sentences import Reader, Sentence

_LINE = re.compile(r"\s*(?P<label>[^：:，。；\s]{2,12})\s*[：:]\s*(?P<value>\S.{0,120})$", re.DOTALL)
_UNIT = re.compile(r"[（(]\s*(?:单位[：:])?\s*(?P<unit>[^（()）]{1,6})\s*[)）]")
_SCALES = {"亿": 10**8, "百万": 10**6, "万": 10**4, "千": 10**3}
_BARE = re.compile(r"\s*(?:[约近逾超]|超过)?\s*[\d,.万亿千百十余多]+\s*$")


@dataclass(frozen=True)
class Labelled:
    """A value under a label. ``field`` is the fact the label stands for, None if it is none of the known ones.

    ``sentence`` holds the value with its dates and numbers (a number without a measure has the label's);
    ``row`` is what is quoted as its sentence: the whole line or row.
    """

    field: str | None
    label: str
    printed: str
    sentence: Sentence
    row: str


@dataclass(frozen=True)
class TableRow:
    """One row of a table of cases: label and cell, and whether it is the row of totals."""

    cells: tuple[tuple[str, str], ...]
    is_total: bool


@cache
def _fields() -> tuple[tuple[str, str], ...]:
    """Return the label words with their fields, the longest first."""
    pairs = [(word, name) for name, given in words("labels").items() for word in given if name != "totals"]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


def field_of(label: str) -> str | None:
    """Return the fact that a label stands for (涉案金额（万元） → involved), None for an unknown label."""
    plain = re.sub(r"[\s*]", "", _UNIT.sub("", fold(label)))
    english = plain.isascii()
    for word, name in _fields():
        if english:
            if re.sub(r"\s", "", word).lower() == plain.lower():
                return name
        elif word in plain:
            return name
    return None


def read_line(text: str, reader: Reader) -> Labelled | None:
    """Return the labelled value of a line, None if it is no line of a known label."""
    match = _LINE.fullmatch(text)
    if match is None or len(re.findall("[。！？]", match["value"])) > 1:
        return None
    field = field_of(match["label"])
    if field is None or (field == "name" and len(match["value"]) > 40):
        return None
    return _labelled(match["label"], match["value"].strip(), text.strip(), reader, 0)


def read_table(rows: tuple[tuple[str, ...], ...]) -> tuple[TableRow, ...]:
    """Return the rows of a table whose head has at least two known labels; one case may stand upright."""
    if not rows:
        return ()
    head = rows[0]
    if sum(1 for label in head if field_of(label)) >= 2 and any(len(row) > 1 for row in rows[1:]):
        return tuple(
            TableRow(
                tuple(zip(head, row, strict=False)),
                bool(row) and fold(row[0]).strip() in words("labels")["totals"],
            )
            for row in rows[1:]
            if any(cell.strip() for cell in row)
        )
    pairs = [(row[place], row[place + 1]) for row in rows for place in range(0, len(row) - 1, 2)]
    if sum(1 for label, _ in pairs if field_of(label)) >= 3:
        return (TableRow(tuple(pairs), is_total=False),)
    return ()


def read_row(row: TableRow, reader: Reader, paragraph: int) -> tuple[Labelled, ...]:
    """Return the cells of a row that hold something, with their numbers and dates."""
    whole = "，".join(f"{label}：{cell}" for label, cell in row.cells if cell.strip())
    return tuple(
        _labelled(label, cell.strip(), whole, reader, paragraph)
        for label, cell in row.cells
        if cell.strip()
        and fold(label).strip() not in ("序号", "编号", "No", "No.", "#")
        and cell.strip() not in ("-", "—", "/", "无", "——", "不详")
    )


def _labelled(label: str, value: str, row: str, reader: Reader, paragraph: int) -> Labelled:
    field = field_of(label)
    read = reader.read(value, paragraph)
    sentence = read[0] if len(read) == 1 else Sentence(value, fold(value), paragraph)
    if field not in ("name", "date", "period") and _BARE.match(sentence.plain):
        sentence = replace(sentence, numbers=_with_unit_of(label, sentence.plain))
    return Labelled(field, label.strip(), value, sentence, row)


def _with_unit_of(label: str, plain: str) -> tuple[NumberPhrase, ...]:
    """Return the number of a cell whose measure stands in the label: 涉案金额（万元）, 抓获人数."""
    found = _UNIT.search(fold(label))
    unit = found["unit"] if found else ""
    scale = next((word for word in _SCALES if unit.startswith(word)), "")
    measure = unit.removeprefix(scale) or ("元" if scale else "")
    if not measure:
        field = field_of(label)
        measure = "元" if field in ("involved", "defrauded", "turnover", "laundered") else "名"
        if field == "other" or field is None:
            measure = "个"
    numbers = find_numbers(plain.strip() + measure)
    length = len(plain)
    return tuple(
        replace(number, end=min(number.end, length), value=number.value * Decimal(_SCALES.get(scale, 1)))
        for number in numbers
        if number.measure is not Measure.MONEY or number.unit
    )
