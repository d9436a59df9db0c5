"""``suyuan trace`` as a process sees it: what no ledger can be ends with exit code 3 and one sentence."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from suyuan.cli.main import run
from suyuan.errors import ExitCode

HEADER = "id,time,payer,payee,amount,currency\n"
LARGE = "46116860184273879.03"
"""One unit below 2^62 fen."""

GOOD = (
    "T1,2021-03-05T10:00:00+08:00,V,A,100.00,CNY\n",
    "T2,2021-03-05T10:05:00+08:00,A,B,60.00,CNY\n",
)
CLAIM = "c1,张某甲,T1,100.00"
BAD = {
    "an overflow": ((*GOOD, f"T3,2021-03-05T11:00:00Z,X,A,{LARGE},CNY\n"), CLAIM, "row 4", "too large"),
    "an unknown transfer": (GOOD, CLAIM.replace("T1", "T9"), "row 2", "no transfer T9"),
    "a claim above its transfer": (GOOD, CLAIM.replace("100.00", "100.01"), "row 2", "above the amount"),
    "an amount of zero": ((GOOD[0], GOOD[1].replace("60.00", "0.00")), CLAIM, "row 3", "not above zero"),
    "an amount below zero": ((GOOD[0], GOOD[1].replace("60.00", "-60.00")), CLAIM, "row 3", "-60.00"),
    "a claim of zero": (GOOD, CLAIM.replace("100.00", "0.00"), "row 2", "not above zero"),
    "unsorted times": (GOOD[::-1], CLAIM, "row 3", "before that of the record above"),
    "two currencies": ((GOOD[0], GOOD[1].replace("CNY", "USDT")), CLAIM, "row 3", "currency is 'USDT'"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_no_ledger_can_be_is_one_sentence_and_exit_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """The sentence names file, row and fault on stderr; nothing is printed on stdout, nothing written."""
    rows, claim, row, words = BAD[name]
    (tmp_path / "t.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
    (tmp_path / "c.csv").write_text(f"claim,victim,transfer,amount\n{claim}\n", encoding="utf-8")
    files = ["--transfers", str(tmp_path / "t.csv"), "--claims", str(tmp_path / "c.csv")]
    asked = ["suyuan", "--lang", "en", "trace", *files, "--policy", "all", "--out", str(tmp_path / "out")]
    monkeypatch.setattr(sys, "argv", asked)
    with pytest.raises(SystemExit) as ended:
        run()
    said = capsys.readouterr()
    assert ended.value.code == ExitCode.REFUSED
    assert said.out == ""
    assert row in said.err and words in said.err
    assert "Traceback" not in said.err
    assert not (tmp_path / "out").exists()
