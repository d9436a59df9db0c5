"""``suyuan restitution papers`` on the demo: the forms of a return at each of its states, and the flow table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from suyuan.actions.demo import NUMBER
from suyuan.cli.main import app
from suyuan.documents.amount_words import capitals
from suyuan.errors import Failed, Refused, WrongUsage

DAY = "2021-03-20T18:00:00+08:00"
AFTER = "2021-04-25T10:00:00+08:00"
OFFICERS = ("--officer", "李警官", "--officer", "赵警官")


def on(moment: str) -> tuple[str, ...]:
    """Return the options of an act at a moment."""
    return ("--at", moment, "--on", moment)


def run(home: Path, *words: str) -> Any:
    """Return what a command says as JSON, or raise what it raised."""
    result = CliRunner().invoke(app, [*words, "--json", "--case", NUMBER, "--home", str(home)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def papers(home: Path, out: Path, *words: str) -> dict[str, bytes]:
    """Write the papers of the return and give them by name."""
    said = run(home, "restitution", "papers", "1", "--out", str(out), *words)
    found = {each.name: each.read_bytes() for each in out.iterdir()}
    assert sorted(found) == sorted(Path(each).name for each in said["papers"])
    return found


def text_of(content: bytes) -> str:
    """Return all words of a docx, those in its tables too."""
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def of(found: dict[str, bytes], begin: str) -> list[str]:
    """Return the texts of the papers of one form."""
    return [text_of(found[name]) for name in sorted(found) if name.startswith(begin)]


def kinds(found: dict[str, bytes]) -> set[str]:
    """Return which forms there are."""
    return {name.partition("_")[0].partition(".")[0] for name in found}


@pytest.fixture(scope="module")
def home(demo_home: Path) -> Path:
    """The demo with two accounts frozen at two banks and a return begun for both."""
    plan = run(demo_home, "recovery", "plan", "--at", DAY, "--no-bounds")
    (ours,) = [each for each in plan["plans"] if each["currency"] == "CNY"]
    for number, (each, limit) in enumerate(zip(ours["proposals"], ("40000", "1234.56"), strict=False), 1):
        given = ("--account", each["account"], "--institution", f"第{number}银行", "--limit", limit)
        run(demo_home, "freeze", "propose", *given, *on(DAY))
        level = ("--approved-by", "王局长", "--level", "county")
        run(demo_home, "freeze", "approve", str(number), *level, *on(DAY))
        run(demo_home, "freeze", "serve", str(number), *on(DAY))
        run(demo_home, "freeze", "answer", str(number), "--effect", DAY, "--balance", each["balance"], *on(DAY))
    run(demo_home, "restitution", "inform", *on(DAY))
    return demo_home


@dataclass(frozen=True)
class Stages:
    """A return taken to its order at the first bank: the papers of each state, its plan and its payments."""

    home: Path
    plan: Any
    payments: list[Any]
    informed: dict[str, bytes]
    announced: dict[str, bytes]
    decided: dict[str, bytes]
    notice: bytes

    @property
    def victims(self) -> list[str]:
        """Return who gets something back."""
        return sorted({each["victim"] for each in self.plan["lines"]})

    def paid(self, what: str, name: str) -> list[Decimal]:
        """Return the sums of the payments out of one freeze, or to one victim."""
        return [Decimal(each["amount"]) for each in self.payments if each[what] == name]


@pytest.fixture(scope="module")
def stages(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Stages:
    """The papers at each state of one return."""
    folder = tmp_path_factory.mktemp("papers")
    informed = papers(home, folder / "informed")
    plan = run(home, "restitution", "plan", "--at", DAY)
    victims = sorted({each["victim"] for each in plan["lines"]})
    for number, victim in enumerate(victims):
        own = ("--victim", victim, "--identity", f"证件{victim}", "--account", f"62000000000000099{number}")
        run(home, "restitution", "apply", "1", *own, "--bank", "农商行", "--reason", "原户已销", *on(DAY))
    named = [word for victim in victims for word in ("--victim", victim)]
    run(home, "restitution", "review", "1", *named, *OFFICERS, *on(DAY))
    paper = folder / "notice.docx"
    run(home, "restitution", "notice", "1", "--document", "公告1号", "--out", str(paper), *on(DAY))
    announced = papers(home, folder / "announced")
    level = ("--approved-by", "王局长", "--level", "city")
    run(home, "restitution", "approve", "1", *level, *on(AFTER))
    decided = run(home, "restitution", "decide", "1", "--document", "某公刑返字1号", *on(AFTER))
    run(home, "restitution", "execute", "1", "--freeze", "1", *OFFICERS, "--document", "协返1号", *on(AFTER))
    last = papers(home, folder / "decided")
    return Stages(home, plan, decided["payments"], informed, announced, last, paper.read_bytes())


def test_which_papers_belong_to_which_state(stages: Stages) -> None:
    """Applications first; then report, flow table, notice; then decisions, banks' notices, the statement."""
    assert kinds(stages.informed) == {"附件1"}
    assert kinds(stages.announced) == {"附件1", "附件2", "公告", "资金流向表"}
    assert kinds(stages.decided) == {*kinds(stages.announced), "附件3", "附件4", "返还情况说明"}
    assert stages.announced["公告.docx"] == stages.decided["公告.docx"] == stages.notice
    assert stages.announced["资金流向表.xlsx"] == stages.decided["资金流向表.xlsx"]


def test_the_application(stages: Stages) -> None:
    """It has what was frozen when the return began, and what the victim gave, as soon as he applied."""
    first = of(stages.informed, "附件1")
    assert first
    assert all("第1银行" in each and "40,000.00 CNY（人民币肆万元整）" in each for each in first)
    (one,) = [each for each in of(stages.announced, "附件1") if f"证件{stages.victims[0]}" in each]
    assert "农商行账户 620000000000000990" in one and "原户已销" in one and "李警官　赵警官" in one


def test_the_report_for_approval(stages: Stages) -> None:
    """Both sums stand in it before the approval, the one approved after; rules that were not read are marked."""
    (before,) = of(stages.announced, "附件2")
    assert f"返还金额合计 {words_of(stages.plan['found_only'])}" in before
    assert f"合计 {words_of(stages.plan['with_presumed'])}。请批准其中之一" in before
    assert "李警官　赵警官" in before and "第二百四十五条" in before and "银监发〔2016〕41号" in before
    assert "只读过引述" in before and "尚无定论，产品取值" in before
    (after,) = of(stages.decided, "附件2")
    assert f"返还金额合计 {words_of(stages.plan['found_only'])}" in after and "请批准其中之一" not in after
    assert "以已查明被害人的净损失之和为分母" in after


def test_each_bank_is_asked_for_the_payments_from_its_freezes(stages: Stages) -> None:
    """Each notice says its payments, their sum in both ways and the receipt; together they are the decision."""
    total = Decimal(0)
    for bank, freeze, document in (("第1银行", "freeze-1", "协返1号"), ("第2银行", "freeze-2", "〔　　　　〕")):
        paid = stages.paid("freeze", freeze)
        (name,) = [each for each in stages.decided if each.startswith("附件4") and bank in each]
        said = text_of(stages.decided[name])
        assert f"合计 {len(paid)} 笔，{words_of(sum(paid))}" in said and document in said and "回执" in said
        assert "栏目与版式均为本程序自拟" in said and "未读到原文" in said
        assert all(f"{each:,}" in said for each in paid)
        assert ("李警官　赵警官" in said) == (freeze == "freeze-1")
        total += sum(paid)
    assert total == sum(Decimal(each["amount"]) for each in stages.payments)


def test_the_decision_of_each_victim(stages: Stages) -> None:
    """It has the number, the day, who approved, and the sum of the victim's payments."""
    said = of(stages.decided, "附件3")
    assert len(said) == len(stages.victims)
    for victim in stages.victims:
        (one,) = [each for each in said if f"证件{victim}" in each]
        assert f"合计 {words_of(sum(stages.paid('victim', victim)))}。" in one
        assert "某公刑返字1号" in one and "2021-04-25" in one and "王局长" in one


def sheets_of(content: bytes) -> list[tuple[str, bytes]]:
    """Return the raw sheets of a workbook."""
    with ZipFile(BytesIO(content)) as parts:
        return [(name, parts.read(name)) for name in parts.namelist() if "worksheets/" in name]


def words_of(amount: str | Decimal | int) -> str:
    """Return an amount as the papers say it."""
    return f"{Decimal(amount):,} CNY（{capitals(int(Decimal(amount) * 100))}）"


def test_the_flow_table_names_file_sheet_and_row(stages: Stages, tmp_path: Path) -> None:
    """Every line has the text of its account numbers whole, and the file and row of its transfer."""
    plan = ("--freeze", "1", "--freeze", "2", "--at", DAY, "--out", str(tmp_path / "plan"))
    run(stages.home, "restitution", "plan", *plan)
    lines = (tmp_path / "plan" / "flow.csv").read_text("utf-8").splitlines()
    content = stages.decided["资金流向表.xlsx"]
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("资金流向表")
    found = sheet.to_python(skip_empty_area=False)[3:]
    assert all(isinstance(cell, str) for row in found for cell in row)
    rows = [[str(cell) for cell in row] for row in found]
    assert [row[1:12] for row in rows] == [line.split(",") for line in lines[1:]]
    assert all(row[12] and row[14].isdigit() for row in rows)
    assert not [name for name, sheet in sheets_of(content) if b"<f>" in sheet]


def test_all_or_none_and_nothing_overwritten(
    stages: Stages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder with a file in it is left alone; a full disk leaves no folder at all."""
    there = tmp_path / "there"
    there.mkdir()
    (there / "mine.txt").write_text("mine")
    with pytest.raises(WrongUsage):
        papers(stages.home, there, "--no-flow")
    assert [each.name for each in there.iterdir()] == ["mine.txt"]
    whole = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name.startswith("附件2"):
            raise OSError(28, "No space left on device")
        return whole(path, content)

    with monkeypatch.context() as broken:
        broken.setattr(Path, "write_bytes", full)
        with pytest.raises(Failed, match="No space left"):
            papers(stages.home, tmp_path / "new", "--no-flow")
    assert [each.name for each in tmp_path.iterdir()] == ["there"]
    found = papers(stages.home, tmp_path / "new", "--no-flow")
    assert "资金流向表.xlsx" not in found
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert papers(stages.home, Path(), "--no-flow") == found


def test_a_flow_table_that_changed_is_not_written(
    stages: Stages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the evidence no longer gives the sealed table a sentence says so, and no paper is written."""
    from suyuan.actions import return_flow_table

    monkeypatch.setattr(return_flow_table, "flow_rows", lambda *_: [("freeze-1",) * 11])
    with pytest.raises(Refused, match="--no-flow"):
        papers(stages.home, tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_a_payment_that_bounced_and_goes_elsewhere_is_asked_for_anew(stages: Stages, tmp_path: Path) -> None:
    """It has a notice of its own, not numbered yet, to the new account; the one that was served stays."""
    later = "2021-04-26T10:00:00+08:00"
    chosen = next(each for each in stages.payments if each["freeze"] == "freeze-1")
    number = ("--payment", str(chosen["number"]))
    run(stages.home, "restitution", "receipt", "1", *number, "--bounced", "户名不符", *on(later))
    elsewhere = ("--account", "6200000000000777", "--bank", "西山银行", "--reason", "退汇")
    run(stages.home, "restitution", "redirect", "1", *number, *elsewhere, *on(later))
    found = papers(stages.home, tmp_path / "new", "--no-flow")
    old, new = sorted(
        (text_of(found[name]) for name in found if name.startswith("附件4") and "第1银行" in name),
        key=lambda said: "西山银行" in said,
    )
    paid, amount = sum(stages.paid("freeze", "freeze-1")), Decimal(chosen["amount"])
    assert "协返1号" in old and f"，{words_of(paid)}。" in old and "6200000000000777" not in old
    assert "协返1号" not in new and f"合计 1 笔，{words_of(amount)}。" in new and "6200000000000777" in new
