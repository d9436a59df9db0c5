"""The report's sums, and the contradictions for which it is not written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from suyuan.documents.figures import Figures, Spread
from suyuan.documents.report_model import AccountLine, CaseReport, HoldingLine, PolicyAmount
from suyuan.errors import Failed


def test_a_spread_knows_its_ends() -> None:
    """Least and greatest are over the policies, and sums go policy by policy."""
    total = Spread((5, 2)) + Spread((1, 10))
    assert (total.amounts, total.least, total.greatest, total.agrees) == ((6, 12), 6, 12, False)
    assert (Spread((4, 4)) - Spread((4, 4))).agrees


def test_outcomes_add_up_to_what_entered(case_report: CaseReport) -> None:
    """What stands, was seen, left and came back is together the effective amount, for every policy."""
    figures = Figures(case_report)
    assert figures.sum(figures.by_outcome().values()) == figures.effective()


def test_an_absent_policy_counts_as_nothing(case_report: CaseReport) -> None:
    """A policy that a line does not name leaves 0 there."""
    assert Figures(case_report).spread((PolicyAmount("pro_rata", 7),)).amounts == (0, 7)


@pytest.mark.parametrize(
    ("account", "outcome"),
    [
        (AccountLine("n", kind="node", exit_kind="cash"), "cash"),
        (AccountLine("v", role="victim", tier=2), "returned_to_victim"),
        (AccountLine("e", tier=2, exit_kind="edge_account"), "last_seen"),
        (AccountLine("s", tier=1, state="stands"), "stands"),
        (AccountLine("b", state="stands"), "beyond"),
    ],
)
def test_where_money_in_an_account_counts(case_report: CaseReport, account: AccountLine, outcome: str) -> None:
    """Nodes count by exit kind, victims as returned, edge accounts by state, what left the trail as beyond."""
    report = replace(case_report, accounts=(*case_report.accounts, account))
    assert Figures(report).outcome(account.key) == outcome


def one_fen_more(line: HoldingLine) -> HoldingLine:
    """Return the line with one fen more under each policy."""
    return replace(line, amounts=tuple(PolicyAmount(x.policy, x.amount + 1) for x in line.amounts))


@pytest.mark.parametrize("what", ["holding", "flow", "account", "twice", "rows", "unread"])
def test_a_report_that_contradicts_itself_is_refused(case_report: CaseReport, what: str) -> None:
    """One fen too much, an unknown or repeated name, or rows that do not add up: no report."""
    first = case_report.transfers[0]
    file = case_report.evidence[0]
    assert file.rows is not None
    broken = {
        "holding": replace(
            case_report, holdings=(one_fen_more(case_report.holdings[0]), *case_report.holdings[1:])
        ),
        "flow": replace(case_report, transfers=(replace(first, amount=1), *case_report.transfers[1:])),
        "account": replace(case_report, accounts=case_report.accounts[1:]),
        "twice": replace(case_report, claims=(*case_report.claims, case_report.claims[0])),
        "rows": replace(
            case_report,
            evidence=(replace(file, rows=replace(file.rows, blank=9)), *case_report.evidence[1:]),
        ),
        "unread": replace(case_report, quarantined=()),
    }[what]
    with pytest.raises(Failed):
        Figures(broken)
