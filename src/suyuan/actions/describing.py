"""Describing a layout that nobody has described: from a person's answers to a description that reads the file."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from suyuan.errors import DecisionNeeded, Failed, Refused, WrongUsage
from suyuan.intake import known_layouts
from suyuan.intake.cells import BLANKS
from suyuan.intake.grid import open_file
from suyuan.intake.header import clean_name
from suyuan.intake.inferred import propose, read_with
from suyuan.intake.inferred_columns import Sheet
from suyuan.intake.inferred_description import CHINA_MINUTES, NEEDED, Answers, description
from suyuan.intake.inferred_roles import roles
from suyuan.intake.rows import Grid
from suyuan.intake.table import StatementTable
from suyuan.model.money import UNSTATED
from suyuan.model.text import Text

NO_TABLE = Text(
    zh="{file} 中没有表格，无法描述版式。", en="{file} holds no table, so there is no layout to describe."
)
NO_SUCH_COLUMN = Text(
    zh="没有列“{column}”。{file} 的列：{columns}。可写列名或序号。",
    en="There is no column “{column}”. The columns of {file}: {columns}. Give a name or a number.",
)
ANSWERS_NEEDED = Text(
    zh="{file} 各列的含义不能确定，请用选项说明：缺 {missing}。列：{columns}。",
    en="What the columns of {file} are is not certain; say it by options: {missing} is missing. "
    "Columns: {columns}.",
)
UNSURE_WITHOUT_ANSWERS = Text(
    zh="{file} 有多种读法，请用 --reading N 选定 statement inspect 所列的一种，或用选项说明"
    "哪一列是时间（--time）、金额（--amount 或 --in 与 --out）、"
    "日期如何书写（--time-format d/M/yyyy）。列：{columns}。",
    en="{file} can be read in several ways; choose one that statement inspect lists by --reading N, or say by "
    "options which column is the time (--time) and the amount (--amount, or --in and --out), or how dates are "
    "written (--time-format d/M/yyyy). Columns: {columns}.",
)
NO_SUCH_READING = Text(
    zh="{file} 只有 {count} 种读法，没有第 {reading} 种。",
    en="{file} has {count} readings; there is no number {reading}.",
)
KNOWN_ID = Text(
    zh="版式名“{id}”已被占用，请另取一个（--id）。", en="The layout id “{id}” is taken; give another (--id)."
)
BAD_ID = Text(
    zh="版式名“{id}”不可用：只能用小写字母、数字和下划线。",
    en="The layout id “{id}” cannot be used: small letters, digits and underscores only.",
)
BAD_OFFSET = Text(
    zh="时区“{offset}”看不懂，应写成 +08:00、-05:30 或 Z。",
    en="The offset “{offset}” is not understood; write +08:00, -05:30 or Z.",
)
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>1[0-4]|0?\d)(?::?(?P<minutes>[0-5]\d))?|Z")
OVERWRITES_INPUT = Text(
    zh="{file} 是要描述的文件本身，不会被覆盖。", en="{file} is the file to describe and is never overwritten."
)
CANNOT_WRITE = Text(zh="写不了 {file}：{problem}", en="{file} cannot be written: {problem}")
NOT_READ = Text(
    zh="按所给答案，{file} 中没有一行能读取。请核对各列。",
    en="With these answers no row of {file} can be read. Check the columns.",
)


@dataclass(frozen=True)
class Given:
    """What a person said: ``columns`` gives a column (name or number) for a role; empty texts were not said.

    ``reading`` is the number, from 1, of one of the readings that the file allows; 0: none was chosen.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    in_words: tuple[str, ...] = ()
    out_words: tuple[str, ...] = ()
    plus: str = ""
    currency: str = ""
    time_format: str = ""
    offset: str = ""
    unit: str = ""
    reading: int = 0
    id: str = ""
    title: str = ""
    institution: str = ""


@dataclass(frozen=True)
class Described:
    """A description with the tables that it reads out of the file it was made for."""

    id: str
    text: str
    tables: tuple[StatementTable, ...]


@dataclass(frozen=True)
class Proposal:
    """A file to describe: its columns with a cell each, and what they were taken for, ``sure`` where proven."""

    path: Path
    sha256: str
    grids: tuple[Grid, ...]
    sheet: Sheet
    answers: Answers | None
    sure: bool
    readings: tuple[Answers, ...] = ()

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Return each column's name with the first cell below it that says something."""
        start = 0 if self.sheet.header_at is None else self.sheet.header_at + 1
        rows = self.sheet.grid.rows[start : start + 20]
        shown = []
        for column in self.sheet.columns:
            cells = (row.cells[column.at].strip(BLANKS) for row in rows if column.at < len(row.cells))
            shown.append((column.name, next((cell for cell in cells if cell), "")))
        return shown

    @property
    def names(self) -> str:
        """Return the columns as a sentence lists them."""
        return ", ".join(f"{place} {name}" for place, (name, _) in enumerate(self.columns, 1))


def propose_for(path: Path) -> Proposal:
    """Return a file with what its columns seem to be; raises Refused where it has no table."""
    opened = open_file(path)
    sheet, inferred = propose(opened.sha256, opened.grids, str(path)) if opened.grids else (None, None)
    if sheet is None:
        raise Refused(NO_TABLE(file=path))
    answers = inferred.readings[0].answers if inferred else None
    readings = tuple(each.answers for each in inferred.readings) if inferred else ()
    return Proposal(
        path, opened.sha256, opened.grids, sheet, answers, sure=bool(inferred and inferred.sure), readings=readings
    )


def describe(proposal: Proposal, given: Given) -> Described:
    """Return the description that a person's answers give, over what was proposed, and what it reads.

    Raises WrongUsage for a column that there is none of, DecisionNeeded where the answers leave something open.
    """
    proposal = _chosen(proposal, given)
    if not proposal.sure and not given.columns:
        raise DecisionNeeded(UNSURE_WITHOUT_ANSWERS(file=proposal.path, columns=proposal.names))
    answers = _merged(proposal, given)
    reading = read_with(proposal.sha256, proposal.grids, answers, str(proposal.path))
    if reading is None or not reading.read:
        raise DecisionNeeded(NOT_READ(file=proposal.path))
    return Described(answers.id, description(answers), tuple(sheet.table for sheet in reading.sheets))


def _chosen(proposal: Proposal, given: Given) -> Proposal:
    """Return the proposal as one reading of those that the file allows, where a person's answer chooses it."""
    if given.reading:
        if not 0 < given.reading <= len(proposal.readings):
            raise WrongUsage(
                NO_SUCH_READING(reading=given.reading, count=len(proposal.readings), file=proposal.path)
            )
        return replace(proposal, answers=proposal.readings[given.reading - 1], sure=True)
    if given.time_format and not given.columns and not proposal.sure:
        said = next((each for each in proposal.readings if given.time_format in each.time_formats), None)
        return proposal if said is None else replace(proposal, answers=said, sure=True)
    return proposal


def write(described: Described, path: Path, source: Path | None = None) -> None:
    """Write a description whole or not at all; raises WrongUsage for the file it was made from."""
    if source is not None and path.exists() and path.samefile(source):
        raise WrongUsage(OVERWRITES_INPUT(file=path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(described.text)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as problem:
        raise Failed(CANNOT_WRITE(file=path, problem=problem.strerror or problem)) from problem


def _merged(proposal: Proposal, given: Given) -> Answers:
    """Return what was proposed with what a person said in its place."""
    said = {role: _column(proposal, column) for role, column in given.columns.items() if column}
    base = proposal.answers
    fields = dict(base.fields) if base else {}
    taken = set(said.values())
    fields = {role: left for role, names in fields.items() if (left := tuple(n for n in names if n not in taken))}
    rule = _rule(said, given, base, fields)
    dropped = {"two_columns": ("amount", "direction"), "word": ("incoming", "outgoing")}
    for role in dropped.get(rule, ("incoming", "outgoing", "direction")):
        fields.pop(role, None)
    fields.update({role: (name,) for role, name in said.items()})
    missing = [role for role in NEEDED[rule] if role not in fields]
    if missing:
        raise DecisionNeeded(
            ANSWERS_NEEDED(
                file=proposal.path, missing=", ".join(_option(role) for role in missing), columns=proposal.names
            )
        )
    names = tuple(column.name for column in proposal.sheet.columns)
    return Answers(
        names=names,
        fields=fields,
        direction=rule,
        plus=given.plus or (base.plus if base else "in"),
        minus=base.minus if base and base.direction == rule else "word" if rule == "word" else "reverse",
        words=_words(given, base if base and base.direction == rule and "direction" not in said else None),
        time_formats=_formats(proposal, given, fields["time"][0]),
        currency=given.currency or (base.currency if base else "CNY" if proposal.sheet.chinese else UNSTATED),
        decimal_mark="comma" if any(column.decimal_comma for column in proposal.sheet.columns) else "point",
        unit=given.unit or (base.unit if base else "major"),
        cells=base.cells if base and proposal.sheet.header_at is None else (),
        offset_minutes=_offset(given.offset, base),
        id=_id(given.id, names),
        title=given.title or given.institution or proposal.path.stem,
        institution=given.institution,
    )


def _rule(
    said: Mapping[str, str], given: Given, base: Answers | None, fields: Mapping[str, tuple[str, ...]]
) -> str:
    """Return how the direction is told, by what a person said."""
    if "incoming" in said or "outgoing" in said:
        return "two_columns"
    if "direction" in said:
        return "word"
    if given.plus or base is None:
        return "signed"
    if "amount" in said and base.direction == "two_columns":
        return "signed"
    if base.direction == "none":
        return "signed"
    return base.direction if all(role in {*fields, *said} for role in NEEDED[base.direction]) else "signed"


def _words(given: Given, base: Answers | None) -> Mapping[str, tuple[str, ...]]:
    """Return the direction words: those that a person said, before the usual ones."""
    if not given.in_words and not given.out_words:
        return dict(base.words) if base else {}
    usual = roles().words["direction"]
    said = {*given.in_words, *given.out_words}
    own = {"in": given.in_words, "out": given.out_words, "none": ()}
    return {
        meaning: (*dict.fromkeys(words), *[word for word in usual.get(meaning, ()) if word not in said])
        for meaning, words in own.items()
    }


def _formats(proposal: Proposal, given: Given, time: str) -> tuple[str, ...]:
    """Return the forms of the time column; raises DecisionNeeded where day and month cannot be told apart."""
    if given.time_format:
        return (given.time_format,)
    base = proposal.answers
    if proposal.sure and base is not None and base.fields["time"][0] == time:
        return base.time_formats
    column = next(column for column in proposal.sheet.columns if column.name == time)
    if len(column.formats) != 1:
        raise DecisionNeeded(ANSWERS_NEEDED(file=proposal.path, missing="--time-format", columns=proposal.names))
    return () if column.formats[0] == "common" else roles().formats[column.formats[0]]


def _offset(said: str, base: Answers | None) -> int:
    """Return the offset of the file's times from UTC in minutes, as a person says it (+08:00, -05:30, Z)."""
    if not said:
        return base.offset_minutes if base else CHINA_MINUTES
    found = _OFFSET.fullmatch(said.strip())
    if found is None:
        raise WrongUsage(BAD_OFFSET(offset=said))
    if found["sign"] is None:
        return 0
    minutes = int(found["hours"]) * 60 + int(found["minutes"] or 0)
    return -minutes if found["sign"] == "-" else minutes


def _column(proposal: Proposal, said: str) -> str:
    """Return the name of the column that a person means by a name or a number."""
    columns = proposal.sheet.columns
    named = [column.name for column in columns if column.name == clean_name(said)]
    if named:
        return named[0]
    if said.isdigit() and 1 <= int(said) <= len(columns):
        return columns[int(said) - 1].name
    raise WrongUsage(NO_SUCH_COLUMN(column=said, file=proposal.path, columns=proposal.names))


def _id(said: str, names: tuple[str, ...]) -> str:
    """Return the layout's id: as said, else made of the columns' names."""
    if not said:
        return "own_" + hashlib.sha256("\t".join(names).encode()).hexdigest()[:8]
    if not said.isascii() or not said.replace("_", "").isalnum() or said != said.lower():
        raise WrongUsage(BAD_ID(id=said))
    if f"{said}.toml" in known_layouts.known_texts():
        raise WrongUsage(KNOWN_ID(id=said))
    return said


def _option(role: str) -> str:
    return {"incoming": "--in", "outgoing": "--out"}.get(role, f"--{role}")


def layouts_folder(home: Path) -> Path:
    """Return the folder of a user's own descriptions."""
    return home / "layouts"
