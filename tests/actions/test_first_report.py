"""The first report: read from the victims' forms, kept in the ledger, and where kept by the hour begins."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from suyuan.actions.case_tracing import trace_case
from suyuan.actions.cases import new_case
from suyuan.actions.importing import import_files
from suyuan.actions.report_kept import kept_hours
from suyuan.actions.trace_cache import Extras
from suyuan.model.moment import CHINA, Moment
from suyuan.settings import Settings
from suyuan.tracing.policies import Policy

NUMBER, FILED = "A0318", "2021-03-18T09:00:00+08:00"
VICTIM, CARD = "6200000000000000025", "6200000000000000017"
HEADER = "报案编号,报案时间,被害人姓名,证件号码,联系电话,付款时间,付款账号,付款银行,收款账号,收款户名,收款银行,"
STATEMENT = (
    "账号,户名,交易时间,收支标志,交易金额,账户余额,对方账号,对方户名,摘要\n"
    f"{CARD},李某乙,2021-03-16 10:00:00,进,1000.00,1000.00,{VICTIM},张某甲,转账\n"
    f"{CARD},李某乙,2021-03-16 10:30:00,进,200.00,1200.00,{VICTIM},张某甲,转账\n"
    f"{CARD},李某乙,2021-03-19 10:00:00,出,100.00,1100.00,6200000000000000041,王某丙,转账\n"
)


def started(tmp_path: Path, *reported: str, asked: datetime | None = None) -> tuple[str, bool, bool]:
    """Return where the hours of a case begin whose two payments were reported then."""
    settings = Settings(home=tmp_path / "home", database=f"sqlite:///{tmp_path}/casebook.sqlite3", who="李警官")
    settings.home.mkdir()
    new_case(settings, "“3.18”案", number=NUMBER, filed_at=Moment(datetime.fromisoformat(FILED)))
    rows = (
        f"报{row},{at},张某甲,,,2021-03-16 {paid},{VICTIM},某银行,{CARD},李某乙,某银行,{amount}.00,转账,\n"
        for row, at, (paid, amount) in zip("一二", reported, (("10:00:00", 1000), ("10:30:00", 200)), strict=True)
    )
    report = HEADER + "金额（元）,付款方式,被骗经过\n" + "".join(rows)
    for name, text in (("报案.csv", report), ("流水.csv", STATEMENT)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    import_files(settings, NUMBER, [tmp_path / "报案.csv", tmp_path / "流水.csv"])
    hours = kept_hours(trace_case(settings, NUMBER, (Policy.FIFO,), extras=Extras(asked, from_report=True)))
    assert hours is not None
    return hours.start.isoformat(), hours.by_form, hours.by_filing


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        (("2021-03-17 21:00:00", "2021-03-16 20:15:00"), ("2021-03-16T20:15:00+08:00", True, False)),
        (("2021-03-16", "2021-03-17 08:00:00"), ("2021-03-17T08:00:00+08:00", True, False)),
        (("2021-03-16", ""), (FILED, False, True)),
    ],
)
def test_the_earliest_that_a_form_states(
    tmp_path: Path, reported: tuple[str, str], expected: tuple[str, bool, bool]
) -> None:
    """The earliest of two, whatever their rows' order; a bare date says no hour; else the filing."""
    assert started(tmp_path, *reported) == expected


def test_what_is_asked_goes_before(tmp_path: Path) -> None:
    """A moment that somebody gives is neither the form's nor the filing."""
    asked = datetime(2021, 3, 16, 11, tzinfo=CHINA)
    found = started(tmp_path, "2021-03-16 20:15:00", "", asked=asked)
    assert found == ("2021-03-16T11:00:00+08:00", False, False)
