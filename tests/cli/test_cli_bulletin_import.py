"""``suyuan bulletin import``: one object a file; refused files have no cases."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from suyuan.cli import case
from suyuan.cli.bulletin_import import import_command

PAGE = (
    "---\ntitle: '两部门联合挂牌督办2起案件'\ndate: Tue, 12 Apr 2022 03:21:32 GMT\n---\n\n"
    "近日，最高人民检察院、公安部联合挂牌督办2起特大跨境电信网络诈骗犯罪案件。\n\n"
    "浙江“12.30”电信网络诈骗案\n\n"
    "2020年12月，浙江公安机关深挖出一个盘踞在柬埔寨的电信网络诈骗集团。公安机关初步查明，该集团对我国公民实施诈骗。"
    "现已抓获犯罪人员400余名，涉案金额人民币1.5亿余元。\n\n"
    "福建“4.09”电信网络诈骗案\n\n"
    "2021年4月，福建公安机关深挖出一个盘踞在缅北地区的电信网络诈骗集团。现已抓获犯罪人员80余名，涉案金额人民币6000万余元。\n"
)


@pytest.fixture(autouse=True)
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SUYUAN_HOME", str(tmp_path / "home"))
    page = tmp_path / "通报.md"
    page.write_text(PAGE, encoding="utf-8")
    return page


def run(*arguments: object) -> Result:
    app = typer.Typer()
    app.command()(import_command)
    return CliRunner().invoke(app, [str(each) for each in arguments], catch_exceptions=False)


def test_each_file_is_an_object(page: Path, tmp_path: Path) -> None:
    """Imported, then a duplicate; a file that is not there has no cases and a sentence. Exit 3 for that one."""
    result = run(page, tmp_path / "无.md", page, "--json")
    first, missing, again = json.loads(result.stdout)
    assert [each["outcome"] for each in (first, missing, again)] == ["imported", "refused", "duplicate"]
    assert [each["name"] for each in first["cases"]] == ["浙江“12.30”电信网络诈骗案", "福建“4.09”电信网络诈骗案"]
    assert (missing["cases"], missing["sha256"]) == ([], None)
    assert "无.md" in missing["refused"]
    assert (first["supervision"], first["published"]) == ("listed", "2022-04-12")
    assert result.exit_code == 3


def test_the_register_shows_what_was_entered(page: Path) -> None:
    """case list --json has the cases in the bulletin's order with their quoted figures."""
    assert run(page).exit_code == 0
    listed = CliRunner().invoke(case.app, ["list", "--json"], catch_exceptions=False)
    supervised = json.loads(listed.stdout)["supervised"]
    quoted = [
        [(each["what"], each["value"], each["qualifier"]) for each in case["figures"]] for case in supervised
    ]
    assert quoted == [
        [("arrested", 400, "余"), ("amount_yuan", 150000000, "余")],
        [("arrested", 80, "余"), ("amount_yuan", 60000000, "余")],
    ]


def test_a_person_reads_the_cases(page: Path) -> None:
    """The second time a person reads that nothing changed."""
    assert "福建“4.09”电信网络诈骗案" in run(page).stdout
    assert "福建“4.09”电信网络诈骗案" not in run(page).stdout
