"""What stands in the report's tables and what is left out, on the page and in the workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from selectolax.lexbor import LexborHTMLParser

from suyuan.documents.anchors import Anchors
from suyuan.documents.figures import RETURNED, Figures, outcome_of
from suyuan.documents.money_picture import MoneyPicture
from suyuan.documents.report_html import report_page
from suyuan.documents.report_model import (
    AccountLine,
    CaseReport,
    ClaimLine,
    EvidenceFile,
    HoldingLine,
    PolicyAmount,
    TransferLine,
)
from suyuan.documents.report_words import FILE_KINDS
from suyuan.documents.report_xlsx import write_report
from suyuan.documents.sections import sections
from suyuan.documents.tables import Table
from suyuan.intake.layout import FileKind
from suyuan.model.moment import CHINA
from suyuan.model.text import Language, say

SUSPENSE = "suspense:0a0a0a0a0a0a.1.7"
UNNAMED = "unnamed:0a0a0a0a0a0a.1.8"


def table_of(report: CaseReport, name: str) -> Table:
    """Return one of the report's tables."""
    figures, anchors = Figures(report), Anchors(report)
    parts = sections(figures, anchors, MoneyPicture(figures, anchors))
    return next(table for part in parts for table in part.tables if table.name == name)


def titles(table: Table) -> list[str]:
    """Return a table's columns in English."""
    return [say(column.title, Language.EN) for column in table.columns]


def with_nodes(report: CaseReport) -> CaseReport:
    """Return the report with a node that holds 5.00 and has no kind of its own, and one that holds nothing."""
    claim = ClaimLine("X-1", "某乙", "x1", 500, tuple(PolicyAmount(each.policy, 500) for each in report.policies))
    move = TransferLine(
        "x1", datetime(2021, 3, 9, tzinfo=CHINA), "620000999", SUSPENSE, 500, "known", "suspense", ()
    )
    return replace(
        report,
        accounts=(
            *report.accounts,
            AccountLine("620000999"),
            AccountLine(SUSPENSE, kind="node"),
            AccountLine(UNNAMED, kind="node", exit_kind="unnamed"),
        ),
        claims=(*report.claims, claim),
        transfers=(*report.transfers, move, replace(move, id="x2", payee=UNNAMED, flows=())),
        holdings=(*report.holdings, HoldingLine(SUSPENSE, "X-1", claim.effective)),
    )


def test_only_nodes_that_hold_money_are_listed(case_report: CaseReport) -> None:
    """A node without claims' money has no line; one without a kind of its own is what its name says."""
    table = table_of(with_nodes(case_report), "nodes")
    shown = {say(getattr(row.cells[0], "number", ""), Language.EN): row for row in table.rows}
    assert UNNAMED not in shown
    assert all(row.cells[3] for row in table.rows)
    kind = shown[SUSPENSE].cells[1]
    assert next(say(each, Language.EN) for each in getattr(kind, "cells", ())) == "in suspense"


def test_a_node_without_a_line_is_no_link(case_report: CaseReport) -> None:
    """Where a transfer names a node that has no line, its name leads nowhere rather than to the top."""
    anchors = Anchors(with_nodes(case_report))
    assert anchors.account_cell(UNNAMED).anchor == ""
    assert anchors.account_cell(SUSPENSE).anchor != ""
    tree = LexborHTMLParser(report_page(with_nodes(case_report)))
    names = {node.attributes["id"] for node in tree.css("[id]")}
    assert {(link.attributes["href"] or "")[1:] for link in tree.css("a[href]")} <= names


def test_an_empty_column_of_times_is_left_out(case_report: CaseReport) -> None:
    """Where no line of stop-first has a time, there is no column for it; with one line's, there is."""
    none = replace(case_report, stops=tuple(replace(each, before=None) for each in case_report.stops))
    assert "before" in titles(table_of(case_report, "stops"))
    assert "before" not in titles(table_of(none, "stops"))
    assert all(len(row.cells) == len(titles(table_of(none, "stops"))) for row in table_of(none, "stops").rows)


def test_stops_say_what_known_links_give(case_report: CaseReport) -> None:
    """Stop-first has the amount for known links alone, and leaves the column out where there was no such run."""
    table = table_of(case_report, "stops")
    place = titles(table).index("known links alone")
    figures = Figures(case_report)
    known = figures.by_account(case_report.known_holdings)
    assert [row.cells[place] for row in table.rows] == [
        known.get(stop.account, figures.zero) for stop in case_report.stops
    ]
    without = replace(case_report, known_holdings=None)
    assert "known links alone" not in titles(table_of(without, "stops"))


def test_tiers_are_counted_alike(case_report: CaseReport) -> None:
    """The picture's heading of a tier is the table's accounts without the victims' own, which the table names."""
    victim = next(each for each in case_report.accounts if each.role == "victim" and not each.is_node)
    lines = tuple(replace(each, tier=2) if each.key == victim.key else each for each in case_report.accounts)
    report = replace(case_report, accounts=lines)
    figures = Figures(report)
    counted = figures.tiers()
    assert counted[2].victims_own == 1
    assert counted[2].accounts - 1 == counted[2].others
    own = [each for each in lines if each.tier == 2 and outcome_of(each) == RETURNED]
    assert [each.key for each in own] == [victim.key]
    table = table_of(report, "depths")
    row = next(row for row in table.rows if row.cells[0] == 2)
    assert row.cells[1:3] == (counted[2].accounts, 1)
    assert f"tier 2 · {counted[2].others} accounts" in MoneyPicture(figures, Anchors(report)).svg(0)


def test_an_archive_is_an_archive(case_report: CaseReport) -> None:
    """An archive stands in the list of material as what it is, and counts as neither read nor unread."""
    archive = EvidenceFile("ab" * 32, "反馈.zip", 4096, "unpacked")
    report = replace(case_report, evidence=(*case_report.evidence, archive))
    row = table_of(report, "files").rows[-1]
    assert say(row.cells[4], Language.EN) == "archive, unpacked"
    before, after = Figures(case_report).material(), Figures(report).material()
    assert (after.archives, after.read, after.unread) == (1, before.read, before.unread)
    assert after.files == after.read + after.archives + after.unread


def test_every_kind_of_file_has_words() -> None:
    """No kind that the intake knows is shown as its code."""
    assert {kind.value for kind in FileKind} <= FILE_KINDS.keys()


@pytest.mark.parametrize("language", list(Language))
def test_sheet_names_are_whole_words(case_report: CaseReport, tmp_path: Path, language: Language) -> None:
    """Each sheet's name is its table's title or a shorter one made for it: none ends within a word."""
    write_report(case_report, tmp_path / "r.xlsx", language)
    figures, anchors = Figures(case_report), Anchors(case_report)
    parts = sections(figures, anchors, MoneyPicture(figures, anchors))
    wanted = [say(table.sheet_title, language) for part in parts for table in part.tables]
    names = openpyxl.load_workbook(tmp_path / "r.xlsx", read_only=True).sheetnames
    assert names[2 : 2 + len(wanted)] == wanted


def test_no_heading_over_nothing(case_report: CaseReport, tmp_path: Path) -> None:
    """The workbook's cover has the heading of limits only where there are limits."""
    for limits, there in ((case_report.limits, True), ((), False)):
        write_report(replace(case_report, limits=limits), tmp_path / "r.xlsx")
        cover = openpyxl.load_workbook(tmp_path / "r.xlsx")["封面"]
        assert ("限制" in {row[0] for row in cover.iter_rows(values_only=True)}) is there


def test_one_is_said_as_one(case_report: CaseReport) -> None:
    """In English there are no “1 claims”, “1 transfers”, “1 rows” or “1 accounts” on the page."""
    text = LexborHTMLParser(report_page(case_report, Language.EN)).css_first("body")
    assert text is not None
    words = [node.text() for node in text.css("span[lang=en], text[lang=en]")]
    assert any("1 claim" in each for each in words)
    for noun in ("claims", "transfers", "rows", "accounts", "files", "victims", "payments"):
        assert not [
            each for each in words if each == f"1 {noun}" or f" 1 {noun}" in each or each.startswith(f"1 {noun}")
        ]


def test_a_known_exchange_says_what_of_it_was_claims_money(case_report: CaseReport) -> None:
    """Under each rule both sides' shares, and that the tracing of this currency ends there."""
    tree = LexborHTMLParser(report_page(case_report))
    table = tree.css_first("#leads")
    assert table is not None
    said = table.text()
    assert "400.00 CNY → 55.00 USD" in said
