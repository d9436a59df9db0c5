"""Whose account a file's rows are, where no column says so: preamble, path, or the one party of every row."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from suyuan.intake.cells import BLANKS, Bill
from suyuan.intake.labels import unlabelled
from suyuan.intake.layout import Layout
from suyuan.intake.parties import party_number
from suyuan.intake.preamble import Preamble
from suyuan.intake.recognise import Recognised
from suyuan.intake.rows import Grid
from suyuan.model.account import is_damaged, normal_form

NEARLY_EVERY_ROW = 90
"""Percent of the rows in which a party must stand to be the one that was asked about, where it is not in all:
rows without it are quarantined, never turned."""


@dataclass(frozen=True)
class Owner:
    """Whose rows these are where the rows do not say; empty fields are not known. ``bill``: a bill's month."""

    account: str = ""
    holder: str = ""
    currency: str = ""
    bill: Bill | None = None


def find_owner(grid: Grid, found: Recognised, preamble: Preamble, path: str) -> Owner:
    """Return the owner that a sheet's lines, its path or its parties name."""
    owner = owner_of(found, preamble)
    owner = replace(owner, bill=owner.bill or _bill_in(found.layout.rules.path_bill, path))
    if owner.account:
        return owner
    pattern = found.layout.rules.path_account
    in_path = re.search(pattern, path) if pattern else None
    if in_path:
        return replace(owner, account=normal_form(in_path["account"]))
    if found.layout.rules.subject in ("common", "party"):
        return replace(owner, account=_common_party(grid, found, path))
    return owner


def _bill_in(pattern: str, path: str) -> Bill | None:
    """Return the year and month that a path states, None where the layout does not look for them there."""
    found = re.search(pattern, path) if pattern else None
    return (2000 + int(found["year"]) % 2000, int(found["month"])) if found else None


def owner_of(found: Recognised, preamble: Preamble) -> Owner:
    """Return the owner that the lines around a table name; a damaged number names nobody."""
    printed = preamble.fields.get("account", "")
    account = "" if is_damaged(printed, stored_as_number=False) else normal_form(printed)
    currency = preamble.fields.get("currency", "")
    known = found.layout.words["currency"].get(currency, currency)
    year, month = preamble.fields.get("year", ""), preamble.fields.get("month", "")
    bill = (int(year), int(month)) if year.isdigit() and month.isdigit() else None
    return Owner(account, preamble.fields.get("holder", ""), known, bill)


def said_account(layout: Layout, grid: Grid) -> str:
    """Return the account that a file's single line names (账号…不存在), empty if it names none."""
    for row in grid.rows:
        found = re.fullmatch(layout.recognise.only_line or r"(?!)", "\t".join(row.cells).strip(BLANKS))
        if found and found.groupdict().get("account"):
            return normal_form(found["account"])
    return ""


def _common_party(grid: Grid, found: Recognised, path: str) -> str:
    """Return the party that stands in every row; else one that the path names; else one in nearly every row."""
    columns = [
        found.places[name]
        for field in ("payer", "payee")
        for name in found.layout.columns.get(field, ())
        if name in found.places
    ]
    rows: Counter[str] = Counter()
    total = 0
    header_at = found.header_at or 0
    for row in grid.rows[header_at + 1 :]:
        if len(row.cells) > max(columns):
            labelled = found.layout.rules.labelled
            cells = unlabelled(row.cells, grid.rows[header_at].cells) if labelled else row.cells
            parties = {party_number(cells[column]) for column in columns} - {""}
            total += bool(parties)
            rows.update(parties)
    always = sorted(party for party, count in rows.items() if count == total)
    if len(always) == 1:
        return always[0]
    named = sorted(party for party in always or rows if party.lower() in path.lower())
    if len(named) == 1:
        return named[0]
    often = [party for party, count in rows.items() if count * 100 >= total * NEARLY_EVERY_ROW]
    return often[0] if len(often) == 1 else ""
