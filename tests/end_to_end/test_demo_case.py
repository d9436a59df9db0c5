"""The demo case end to end: the program against a truth that it did not make."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from suyuan import settings
from suyuan.actions.case_tracing import trace_case
from suyuan.actions.demo import NUMBER, Demo, example_folder, run_demo
from suyuan.actions.demo_check import check
from suyuan.actions.report_marks import GAP_PASSED, ORDER_NOT_PROVEN, marks_of
from suyuan.model.moment import CHINA
from suyuan.model.money import text_from_minor
from suyuan.model.text import Language, say
from suyuan.tracing.policies import Policy


def solve(home: Path) -> Demo:
    """Solve the demo case in a home of its own."""
    return run_demo(settings.load(home, {}), Language.ZH, lambda done, total: None)


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo case, solved once for all tests here."""
    yield solve(tmp_path_factory.mktemp("demo"))


def test_every_figure_equals_the_truth(solved: Demo) -> None:
    """Files, rows, pairs, claims, holdings, flows, exits, tiers, losses, next steps: all as in truth.json."""
    compared = check(solved, example_folder() / "truth.json")
    assert {group.group.en: group.differences for group in compared if group.differences} == {}
    assert sum(group.figures for group in compared) > 5000


def test_the_check_finds_a_wrong_figure(solved: Demo, tmp_path: Path) -> None:
    """A truth that differs in one fen is seen as different: the check can fail."""
    truth = json.loads((example_folder() / "truth.json").read_text(encoding="utf-8"))
    truth["holdings"]["fifo"][0][-1] = "0.01"
    changed = tmp_path / "truth.json"
    changed.write_text(json.dumps(truth), encoding="utf-8")
    differing = [group for group in check(solved, changed) if group.differences]
    assert [(group.group.en, len(group.differences)) for group in differing] == [("holdings", 1)]


Steps = tuple[str | int, ...]
CHANGES: list[tuple[Steps, object, str]] = [
    (("ledger", "added", 0, "amount"), "0.01", "ledger: transfers, pairs, what is left out"),
    (("ledger", "added", 0, "payer"), "lender:nobody", "ledger: transfers, pairs, what is left out"),
    (("yields", "pro_rata", 0, 2), "0.01", "shares of yield"),
    (("requests", 0, "standing"), "overdue", "the register of requests"),
    (("requests", 0, "due"), None, "the register of requests"),
    (("exits", "fifo", 0, 1), "cash_", "exits"),
    (("flows", "fifo", 0, 2), "0.01", "flows"),
    (("tiers", 0, "tier"), 9, "tiers"),
    (("coverage", 0, "state"), "gone", "coverage"),
    (("stop_first", 0, "greatest"), "0.01", "what to stop first"),
    (("next_inquiries", 0, "greatest"), "0.01", "what to ask next"),
    (("next_inquiries", 0, "reason"), "refused", "what to ask next"),
    (("next_inquiries", 12, "numbers"), ["0"], "what to ask next"),
    (("losses", 0, "returned"), "0.01", "losses"),
    (("summary", "where_it_is", "fifo", "debt_repaid"), "0.01", "totals"),
]


@pytest.mark.parametrize(("place", "value", "group"), CHANGES)
def test_the_check_finds_any_changed_figure(
    solved: Demo, tmp_path: Path, place: Steps, value: object, group: str
) -> None:
    """Whatever figure of the truth is another, its group and no other differs."""
    truth = json.loads((example_folder() / "truth.json").read_text(encoding="utf-8"))
    inner = truth
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    changed = tmp_path / "truth.json"
    changed.write_text(json.dumps(truth), encoding="utf-8")
    assert [each.group.en for each in check(solved, changed) if each.differences] == [group]


def test_the_check_finds_a_refund_from_elsewhere(solved: Demo, tmp_path: Path) -> None:
    """A refund that comes from another node than where its original went is seen."""
    truth = json.loads((example_folder() / "truth.json").read_text(encoding="utf-8"))
    truth["ledger"]["refunds"] = dict.fromkeys(truth["ledger"]["refunds"], "from:merchant:x")
    changed = tmp_path / "truth.json"
    changed.write_text(json.dumps(truth), encoding="utf-8")
    (differing,) = [group for group in check(solved, changed) if group.differences]
    assert len(differing.differences) == 2


def test_the_case_has_one_of_each(solved: Demo) -> None:
    """A lender, a product with its yield, a packet, a shop's fee, a via node of Tenpay with its order number."""
    names = {end for each in solved.traced.ledger.transfers for end in (each.payer, each.payee)}
    kinds = {name.partition(":")[0] for name in names if ":" in name}
    assert {"lender", "product", "yield", "packet", "fee", "via", "cash", "interest", "suspense"} <= kinds
    reasons = {each.reason for each in solved.traced.ledger.transfers}
    assert {"draw", "debt", "yield", "refund", "packet", "reference", "one_named"} <= reasons
    assert any(row["kind"] == "debt_repaid" for row in solved.traced.findings.exits.to_pylist())


@pytest.mark.parametrize("name", ["suspense", "unnamed"])
def test_the_check_finds_a_missing_node(solved: Demo, tmp_path: Path, name: str) -> None:
    """A node that the truth has and the ledger lacks is seen."""
    truth = json.loads((example_folder() / "truth.json").read_text(encoding="utf-8"))
    truth["ledger"][name].append("000000000000.1.1")
    changed = tmp_path / "truth.json"
    changed.write_text(json.dumps(truth), encoding="utf-8")
    (differing,) = [group for group in check(solved, changed) if group.differences]
    assert len(differing.differences) == 1


def test_the_check_finds_a_missing_claim(solved: Demo) -> None:
    """A claim that the program drops is seen."""
    ledger = replace(solved.traced.ledger, claims=solved.traced.ledger.claims[1:])
    wrong = replace(solved, traced=replace(solved.traced, ledger=ledger))
    compared = check(wrong, example_folder() / "truth.json")
    assert any(group.group.en == "claims" and group.differences for group in compared)


def test_a_second_run_changes_nothing(solved: Demo) -> None:
    """Solving the case again in the same home writes the same bytes."""
    before = solved.page.read_bytes(), solved.workbook.read_bytes()
    again = solve(solved.page.parents[1])
    assert (again.page.read_bytes(), again.workbook.read_bytes()) == before
    assert again.summary == solved.summary


def test_another_home_gives_the_same_report(solved: Demo, tmp_path: Path) -> None:
    """The report's bytes depend on the evidence and the moment asked about, not on when or where it is made."""
    other = solve(tmp_path)
    assert other.page.read_bytes() == solved.page.read_bytes()
    assert other.workbook.read_bytes() == solved.workbook.read_bytes()


def test_the_figures_worked_out_by_hand(solved: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the story's page works out with a pencil for four victims is what the program finds, to the fen."""
    monkeypatch.syspath_prepend(str(example_folder()))
    pencil = importlib.import_module("pencil")
    held = {
        (row["policy"], row["account"], row["claim"]): text_from_minor(row["amount"], "CNY")
        for row in solved.traced.findings.holdings.to_pylist()
    }
    compared = 0
    for line in pencil.BY_HAND.strip().splitlines():
        place, claim, *amounts = (cell.strip() for cell in line.split("|"))
        if ">" in place:
            continue
        for policy, amount in zip(("fifo", "pro_rata"), amounts, strict=True):
            found = held.get((policy, pencil.key_of(place), claim), "0")
            assert found == amount, (place, claim, policy)
            compared += 1
    assert compared == 92


def test_a_loss_does_not_depend_on_the_moment(solved: Demo) -> None:
    """Asked as of an early moment, the victims' losses are the same."""
    place = settings.load(solved.page.parents[1], {})
    early = trace_case(place, NUMBER, (Policy.FIFO,), datetime(2021, 3, 8, tzinfo=CHINA))
    assert early.losses == solved.traced.losses
    assert sum(loss.returned for loss in early.losses) == 527000


def test_a_balance_is_only_what_an_institution_states(solved: Demo) -> None:
    """An account whose statement has no balances has none in the report, however much the ledger computes."""
    accounts = {account.key: account for account in solved.report.accounts}
    assert accounts["2088000000001001"].balance is None
    stop = next(stop for stop in solved.traced.stops if stop.account == "2088000000001001")
    assert stop.balance is None
    assert accounts[solved.traced.stops[0].account].balance is not None


def test_money_that_passed_a_gap_is_marked_wherever_it_is(solved: Demo) -> None:
    """The account with the missing page is marked, and so is where its money went after it."""
    (gap,) = solved.traced.ledger.gaps
    marked = {line.account for line in solved.report.holdings if GAP_PASSED in line.marks}
    assert gap.account in marked
    assert f"unexplained:{gap.account}" in marked
    assert len(marked) > 2
    assert "6200000100165760812" not in marked


def test_an_order_that_nobody_proves_is_marked(solved: Demo) -> None:
    """Where claims' money went over a transfer of unproven order, both its ends say so, and nothing else does."""
    ledger, findings = solved.traced.ledger, solved.traced.findings
    carried = {row["transfer"] for row in findings.flows.to_pylist()}
    transfer = next(each for each in ledger.transfers if each.id in carried and each.payee in ledger.accounts)
    doubtful = marks_of(replace(ledger, unproven_order=frozenset({transfer.id})), findings)
    marked = {account for (account, _), marks in doubtful.items() if ORDER_NOT_PROVEN in marks}
    assert {transfer.payer, transfer.payee} <= marked
    sure = marks_of(replace(ledger, unproven_order=frozenset()), findings)
    assert not any(ORDER_NOT_PROVEN in marks for marks in sure.values())


def test_the_gap_is_asked_of_its_bank_for_its_hours(solved: Demo) -> None:
    """The inquiry about the missing page names the bank and the stretch that lacks."""
    (gap,) = solved.traced.ledger.gaps
    inquiry = next(line for line in solved.report.inquiries if line.account == f"unexplained:{gap.account}")
    assert inquiry.institution == "南浦银行"
    assert (inquiry.start, inquiry.end) == (gap.start.at, gap.end.at)


def test_the_limits_are_said(solved: Demo) -> None:
    """The report names the cut-off of returns and the inferred links it rests on."""
    said = " ".join(say(limit, Language.EN) for limit in solved.report.limits)
    assert "2021-03-18T09:00:00+08:00" in said
    assert "other side of 6 transfers is inferred" in said


def test_the_page_needs_no_network_and_leads_back(solved: Demo) -> None:
    """The page names no outside address, and each link inside it has its target."""
    page = solved.page.read_text(encoding="utf-8")
    assert re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""", page) == []
    targets = set(re.findall(r"""\bid="?([^"\s>]+)""", page))
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links
    assert links <= targets


def test_the_workbook_keeps_account_numbers_whole(solved: Demo) -> None:
    """Every account that may be stopped stands in the workbook as text, to the last digit."""
    workbook = openpyxl.load_workbook(solved.workbook, read_only=True)
    cells = {
        cell for sheet in workbook.worksheets for row in sheet.iter_rows(values_only=True) for cell in row if cell
    }
    assert {stop.account for stop in solved.report.stops} <= cells
