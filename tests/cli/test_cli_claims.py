"""``suyuan claims presume``: the demo's unreported inflows, apart from its claims."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from suyuan import settings
from suyuan.actions.demo import NUMBER, run_demo
from suyuan.cli.claims import app
from suyuan.errors import WrongUsage
from suyuan.model.money import minor_from_text
from suyuan.model.text import Language


def test_the_demo_lists_what_nobody_reported(tmp_path: Path) -> None:
    """Each inflow has payer, amount, row and decision; the two sums are those of the lines; a moment cuts off."""
    home = str(tmp_path / "home")
    run_demo(settings.load(Path(home), {}), Language.EN, lambda done, total: None)
    result = CliRunner().invoke(app, ["presume", "--home", home, "--case", NUMBER, "--json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    most = max(found["inflows"], key=lambda line: minor_from_text(line["amount"], "CNY"))
    assert (most["payer_name"], most["amount"], most["proposed_exclusion"]) == ("蒋某寅", "36600.00", None)
    sums = {True: 0, False: 0}
    for line in found["inflows"]:
        sums[line["proposed_exclusion"] is not None] += minor_from_text(line["amount"], "CNY")
        assert line["payee_by_decision"] and line["rows"] and line["payer"] != line["payee"]
    assert sums[False] == minor_from_text(found["presumed"], "CNY")
    assert sums[True] == minor_from_text(found["with_proposed_exclusion"], "CNY")
    asked = ["presume", "--home", home, "--case", NUMBER, "--as-of", "2021-02-01"]
    assert "no inflow" in CliRunner().invoke(app, asked).stdout


def test_an_unknown_case_is_said(tmp_path: Path) -> None:
    """It is wrong usage, by name."""
    result = CliRunner().invoke(app, ["presume", "--home", str(tmp_path), "--case", "X9"])
    assert isinstance(result.exception, WrongUsage)
