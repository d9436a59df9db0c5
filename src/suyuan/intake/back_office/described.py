"""Which table of a back office a sheet is, by ``tables.toml``: its kind, and what its columns hold."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from suyuan.intake.header import clean_name, top_rows
from suyuan.intake.rows import Grid, GridRow
from suyuan.model.back_office import BackOfficeKind, BackOfficeStatus

_UNIT = re.compile(r"\((?:人民币|单位:?)?(?:万?元|人民币|rmb|cny|usdt)\)", re.IGNORECASE)
_FEWEST_COLUMNS = 2
_MOST_IN_A_TITLE = 2
_WORD = re.compile(r"[a-z]+|[\u4e00-\u9fff]+")
_TEN_THOUSAND = "万元"


@dataclass(frozen=True)
class DescribedTable:
    """A table that is known: its kind, the row of its header among the sheet's rows, the column of each field.

    ``in_ten_thousands`` are columns whose header counts in 万元.
    """

    kind: BackOfficeKind
    header_at: int
    columns: Mapping[str, int]
    in_ten_thousands: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Kind:
    kind: BackOfficeKind
    names: frozenset[str]
    alone: frozenset[str]
    needs: tuple[tuple[str, ...], ...]


def describe(grid: Grid, *, of_a_dump: bool = False) -> DescribedTable | None:
    """Return what table of a back office a sheet is, None if none; a sheet that looks like a statement is none."""
    title = [grid.sheet or ""]
    for at, row in enumerate(top_rows(grid.rows)):
        names = [_names_in(cell) for cell in row.cells]
        if sum(bool(each) for each in names) >= _FEWEST_COLUMNS:
            found = _kind_of(title, names, of_a_dump=of_a_dump)
            if not of_a_dump and found is not None and _is_of_a_statement(names):
                return None
            if found is not None:
                columns = _columns(names)
                tens = frozenset(
                    place for place, cell in enumerate(row.cells) if _TEN_THOUSAND in clean_name(cell)
                )
                return DescribedTable(found, at, columns, tens)
        filled = [cell for cell in row.cells if cell and not cell.isspace()]
        if not of_a_dump and len(filled) > _MOST_IN_A_TITLE:
            return None  # a row of a table: what stands below it is no header
        title += filled
    return None


def status_of(printed: str) -> BackOfficeStatus:
    """Return what a status says; a bare code says nothing, for every platform has its own."""
    plain = clean_name(printed).lower()
    for status, said in _data()["status"].items():
        if plain in said:
            return BackOfficeStatus(status)
    return BackOfficeStatus.UNKNOWN


def currency_of(printed: str) -> str:
    """Return a currency's code; an unknown word as it stands."""
    plain = clean_name(printed).lower()
    return next((code for code, said in _data()["currency"].items() if plain in said), printed.upper())


@cache
def _data() -> dict[str, Any]:
    text = resources.files("suyuan.intake.back_office").joinpath("tables.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _kinds() -> tuple[_Kind, ...]:
    return tuple(
        _Kind(
            BackOfficeKind(each["kind"]),
            frozenset(each["names"]),
            frozenset(each["columns_alone"]),
            tuple(tuple(need.split("|")) for need in each["needs"]),
        )
        for each in _data()["table"]
    )


def _names_in(cell: str) -> tuple[str, ...]:
    """Return what a header cell calls its column: its name and, of a dump, its comment."""
    parts = (_UNIT.sub("", clean_name(part)).lower() for part in cell.split("\n"))
    return tuple(part for part in parts if part)


def _columns(names: Sequence[tuple[str, ...]]) -> dict[str, int]:
    """Return the column of each field: of the first name that any column has; no column twice."""
    found: dict[str, int] = {}
    for field, wanted in _data()["columns"].items():
        places = (
            place
            for name in wanted
            for place, each in enumerate(names)
            if name in each and place not in found.values()
        )
        place = next(places, None)
        if place is not None:
            found[field] = place
    return found


def _is_of_a_statement(names: Sequence[tuple[str, ...]]) -> bool:
    said = _data()["statement"]["words"]
    return any(word in name for each in names for name in each for word in said)


def _kind_of(title: Sequence[str], names: Sequence[tuple[str, ...]], *, of_a_dump: bool) -> BackOfficeKind | None:
    columns = _columns(names)
    known = {name for each in names for name in each}
    for each in _kinds():
        called = any(_is_called(text, each, anywhere=of_a_dump) for text in title)
        if not (called or each.alone & known):
            continue
        if all(any(field in columns for field in need) for need in each.needs):
            if each.kind is BackOfficeKind.RECEIVING_ACCOUNT and "member" in columns:
                return BackOfficeKind.MEMBER  # a card that belongs to a member is the member's, not the platform's
            return each.kind
    return None


def _is_called(text: str, kind: _Kind, *, anywhere: bool) -> bool:
    """Tell whether a name of a table, a sheet or a title says the kind.

    Words count alone but for what stands around them (充值记录, recharge list); in a dump, and for some kinds,
    anywhere.
    """
    plain = clean_name(text).lower()
    said = _data()["statement"]
    words = set(_WORD.findall(plain))
    if words & kind.names and (anywhere or words <= kind.names | set(said["around"])):
        return True
    if anywhere or kind.kind.value in said["anywhere"]:
        return any(name in plain for name in kind.names if not name.isascii())
    bare = re.sub("|".join(map(re.escape, said["around"])), "", plain)
    return bare in kind.names or (not bare and plain.startswith(("会员", "用户")) and "会员" in kind.names)


def is_blank(row: GridRow) -> bool:
    """Tell whether a row says nothing."""
    return not any(cell.strip() for cell in row.cells)
