"""The tables of purses and products with their parent, and of interest on the claims' money."""

from __future__ import annotations

from dataclasses import replace

from suyuan.documents.anchors import Anchors
from suyuan.documents.figures import Figures
from suyuan.documents.report_model import AccountLine, CaseReport, PolicyAmount, YieldLine
from suyuan.documents.tables import Table
from suyuan.documents.tables_families import by_parent, yields


def tables(report: CaseReport) -> tuple[tuple[Table, ...], tuple[Table, ...]]:
    """Return both tables of a report."""
    figures, anchors = Figures(report), Anchors(report)
    return by_parent(figures, anchors), yields(figures, anchors)


def test_there_are_none_where_nothing_belongs_together(case_report: CaseReport) -> None:
    """Without children and without interest there are no tables."""
    assert tables(case_report) == ((), ())


def test_children_are_summed_with_their_parent(case_report: CaseReport) -> None:
    """Two accounts that hold money become children, one of the other's child, of an account that holds none."""
    holders = dict.fromkeys(line.account for line in case_report.holdings if ":" not in line.account)
    first, second, *_ = holders
    accounts = tuple(
        replace(each, parent={first: "PARENT", second: first}.get(each.key, "")) for each in case_report.accounts
    )
    report = replace(case_report, accounts=(*accounts, AccountLine("PARENT")))
    ((table,), _) = tables(report)
    held = Figures(report).by_account()
    (row,) = table.rows
    assert (row.cells[1], row.cells[3]) == (Figures(report).zero, held[first] + held[second])


def test_interest_is_listed_by_account_and_claim(case_report: CaseReport) -> None:
    """A policy that gives none counts as nothing; the total is the sum."""
    account, claim = case_report.holdings[0].account, case_report.holdings[0].claim
    policy, other = (each.policy for each in case_report.policies[:2])
    report = replace(case_report, yields=(YieldLine(account, claim, (PolicyAmount(policy, 7),)),))
    (_, (table,)) = tables(report)
    spread = Figures(report).spread((PolicyAmount(policy, 7), PolicyAmount(other, 0)))
    assert table.rows[0].cells[2] == spread
    assert table.total is not None and table.total[2] == spread
