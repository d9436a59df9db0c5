"""The worked example in the report: what came, what left, what is held, by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from suyuan.documents.anchors import Anchors
from suyuan.documents.report_model import CaseReport
from suyuan.documents.tables import Account, Link, Money, Several, Table
from suyuan.documents.tables_worked import MOST_LOTS, worked_example
from suyuan.documents.worked_model import WorkedExample, WorkedShare, WorkedStep
from suyuan.model.moment import CHINA
from suyuan.model.text import Language, Text, say

NINE = datetime(2021, 3, 5, 9, 0, tzinfo=CHINA)


def tables(report: CaseReport, *examples: WorkedExample) -> tuple[Table, ...]:
    """Return the part's tables."""
    parts = worked_example(replace(report, worked=examples), Anchors(report))
    return parts[0].tables if parts else ()


def example(report: CaseReport, lots: tuple[WorkedShare, ...], further: int = 0) -> WorkedExample:
    """Return one step: 60.00 of a claim come to an account by a transfer of the report."""
    transfer = report.transfers[0]
    step = WorkedStep(
        transfer.id,
        NINE,
        transfer.payer,
        6000,
        arrived=True,
        pieces=(WorkedShare(report.claims[0].id, 6000),),
        lots=lots,
    )
    return WorkedExample("fifo", transfer.payee, 1000, (step,), further)


def test_there_is_none_where_nothing_was_worked_through(case_report: CaseReport) -> None:
    """No example, or one without a step, makes no part."""
    assert tables(case_report) == ()
    assert tables(case_report, replace(example(case_report, ()), steps=())) == ()


def test_a_step_says_what_came_and_what_is_held(case_report: CaseReport) -> None:
    """Before: 10.00 other funds; then 60.00 in, which leads to its claim and its transfer."""
    claim = case_report.claims[0].id
    (table,) = tables(case_report, example(case_report, (WorkedShare("", 1000), WorkedShare(claim, 6000))))
    before, step = table.rows
    assert say(before.cells[6], Language.EN) == "other funds 10.00"
    assert isinstance(step.cells[2], Account) and step.cells[2].number == case_report.transfers[0].payer
    assert step.cells[3:5] == (Money(6000), None)
    anchors = Anchors(case_report)
    assert step.cells[5] == Several((Link(f"{claim} 60.00", anchors.claim(claim)),))
    held = step.cells[6]
    assert isinstance(held, Several) and len(held.cells) == 2
    assert step.cells[7] == anchors.transfer_link(case_report.transfers[0].id)


def test_it_is_bounded(case_report: CaseReport) -> None:
    """Beyond so many lots their number and sum is said, and how many bookings follow."""
    lots = tuple(WorkedShare("" if number % 2 else "x", 100) for number in range(MOST_LOTS + 3))
    (table,) = tables(case_report, example(case_report, lots, further=7))
    held = table.rows[1].cells[6]
    assert isinstance(held, Several) and len(held.cells) == MOST_LOTS + 1
    assert say(held.cells[-1], Language.EN) == "3 more, 3.00"
    assert table.note is not None and "7 further" in say(table.note, Language.EN)


def test_each_rule_is_in_words(case_report: CaseReport) -> None:
    """The table of a policy states how a payment is taken, in both languages."""
    (table,) = tables(case_report, replace(example(case_report, (WorkedShare("", 1),)), policy="pro_rata"))
    assert isinstance(table.note, Text)
    assert "÷" in table.note.zh and "largest remainders" in table.note.en
