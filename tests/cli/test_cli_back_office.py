"""A case with a platform's books and a report in words: what is listed, what is matched, what the report says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from suyuan.actions import row_mending
from suyuan.actions.case_tracing import trace_case
from suyuan.actions.cases import new_case
from suyuan.actions.importing import import_files
from suyuan.actions.reporting import case_report, write_report
from suyuan.cli import back_office
from suyuan.model.text import Language
from suyuan.settings import Settings, load
from suyuan.tracing.policies import Policy

CASES = Path(__file__).parents[1] / "cases" / "back_office"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A home whose case holds a bank answer, a platform's members and top-ups, wages, a report in words."""
    monkeypatch.setenv("SUYUAN_HOME", str(tmp_path))
    made = load(None)
    new_case(made, "假平台案", number="A1")
    names = ("bank.csv", "recharge.csv", "members.csv", "performance.csv", "story.txt")
    files = import_files(made, "A1", [CASES / name for name in names])
    assert [file.outcome.value for file in files] == ["imported"] * len(names)
    return made


def said(*arguments: str) -> list[dict[str, object]]:
    """Return what a command prints as JSON."""
    result = CliRunner().invoke(back_office.app, [*arguments, "--case", "A1", "--json"])
    assert result.exit_code == 0, result.output
    value: list[dict[str, object]] = json.loads(result.stdout)
    return value


def test_the_rows_of_the_books(settings: Settings) -> None:
    """Members, top-ups and performance stand with file and row; one kind can be asked for."""
    rows = said("list")
    kinds = [row["kind"] for row in rows]
    assert {kind: kinds.count(kind) for kind in kinds} == {"member": 2, "top_up": 7, "performance": 2}
    (first, _) = said("list", "--kind", "performance")
    assert (first["file"], first["row"], first["name"], first["amount"], first["commission"]) == (
        "performance.csv",
        3,
        "甲某",
        "125000.00",
        "6250.00",
    )


def test_top_ups_find_their_transfers_one_to_one(settings: Settings) -> None:
    """By receiving account, the member's card or name; the nearest in time of all; the rest says why not."""
    rows = {str(row["number"]): row for row in said("topups")}
    found = {number: str(row["transfer"]).rpartition(".")[2] for number, row in rows.items() if row["transfer"]}
    assert found == {"R1": "2", "R2": "3"}
    assert {number for number, row in rows.items() if row["why_not"]} == {"R3", "R4", "R5", "R6", "R7"}
    reasons = " ".join(str(reason) for reason in rows["R2"]["reasons"])  # type: ignore[attr-defined]
    assert "6200000000000000033" in reasons
    nearest: Any = rows["R3"]["nearest"]
    assert [near["amount"] for near in nearest] == ["820.00"]


def test_the_sentences_of_both_commands(settings: Settings) -> None:
    """On a terminal the counts come first, and each unmatched top-up says why."""
    listed = CliRunner().invoke(back_office.app, ["list", "--case", "A1"])
    assert listed.exit_code == 0
    assert "张某甲" in listed.stdout
    matched = CliRunner().invoke(back_office.app, ["topups", "--case", "A1"])
    assert matched.exit_code == 0
    assert all(number in matched.stdout for number in ("R1", "R7"))
    assert "7" in matched.stdout.splitlines()[0]


def test_the_report_has_the_books_and_the_words(settings: Settings, tmp_path: Path) -> None:
    """The page lists top-ups, performance, the victim's words and the hand-over; no figure counts the books."""
    traced = trace_case(settings, "A1", (Policy.FIFO,))
    claims = [(claim.id, claim.amount) for claim in traced.ledger.claims]
    assert claims == [("B1-2", 6_000_00), ("B1-1", 32_000_00)]
    assert {loss.victim: loss.paid for loss in traced.losses} == {"张某甲": 38_000_00}
    report = case_report(traced)
    assert [each.transfer != "" for each in report.top_ups].count(True) == 2
    assert [each.amount for each in report.returns] == ["100.00"]
    assert any("现金6000元" in each.sentence for each in report.claims)
    page, _ = write_report(report, tmp_path / "out", Language.ZH)
    text = page.read_text(encoding="utf-8")
    assert all(word in text for word in ("平台后台与业绩", "R7", "甲某", "被害人自述的返还", "时间为大约"))


def test_a_row_of_the_books_and_a_line_of_text_can_be_mended(settings: Settings, tmp_path: Path) -> None:
    """A performance row's amount and a line that does not say when are read after a person mended them."""
    story = tmp_path / "story2.txt"
    story.write_text("被害人王某乙2021年3月5日转账1万元到尾号1234。之后转账2万元到尾号1234。\n", encoding="utf-8")
    import_files(settings, "A1", [story])
    mended = story.read_text(encoding="utf-8").strip().replace("之后", "3月6日")
    fixes = (
        row_mending.Fix("performance.csv", 4, ["业绩（万元）"], ["2"], "据工资表"),
        row_mending.Fix("story2.txt", 1, ["1"], [mended], "据补充笔录"),
    )
    assert all(row_mending.fix(settings, "A1", each, lambda _: None).kept for each in fixes)
    amounts = [row["amount"] for row in said("list", "--kind", "performance")]
    assert amounts == ["125000.00", "20000.00", "30000.00"]
    traced = trace_case(settings, "A1", (Policy.FIFO,))
    assert {loss.victim: loss.paid for loss in traced.losses}["王某乙"] == 30_000_00
