"""Ranges over other readings of the evidence, in every currency of a case."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from suyuan import settings
from suyuan.actions.case_tracing import TracedCase, trace_case
from suyuan.actions.cases import new_case
from suyuan.actions.importing import import_files
from suyuan.tracing.policies import Policy

HEAD = "交易卡号,账户开户名称,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,对手户名,摘要说明,交易币种,交易是否成功,交易流水号,查询反馈结果原因\n"  # noqa: E501
V, A, U, W = "6200000000000001111", "6200000000000001129", "UID90000001", "UID90000002"
CNY = (
    f"{A},花测一,20210305100000,700.00,700.00,进,{V},测甲,转账,CNY,成功,BK0000001,\n"
    f"{A},花测一,20210305101000,700.00,0.00,出,,,购买USDT,CNY,成功,OTC20210305001,\n"
)
USDT = (
    f"{U},花测一,20210305101200,100.000000,,进,,,OTC,USDT,成功,OTC20210305001,\n"
    f"{U},花测一,20210305101200,100.000000,,出,{W},郝测二,转出,USDT,成功,TX00000001,\n"
)
OF_W = f"{W},郝测二,20210305101200,100.000000,100.000000,进,{U},花测一,转入,USDT,成功,TX00000001,\n"
ASKED = (
    "调证文书号,协助单位,查询账号,币种,查询起始时间,查询截止时间,发出时间,反馈时间,反馈结果,备注\n"
    f"调证〔2021〕1号,测试交易所,{W},USDT,2021-03-01,2021-03-08,2021-03-09 09:00,2021-03-10 09:00,全部反馈,\n"
)
REPORT = (
    "报案编号,报案时间,被害人姓名,证件号码,联系电话,付款时间,付款账号,付款银行,收款账号,收款户名,收款银行,金额(元),付款方式,被骗经过\n"
    f"B001,2021-03-06 09:00,测甲,,,2021-03-05 10:00,{V},,{A},花测一,,700.00,转账,\n"
)


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> TracedCase:
    """A case in which 700 yuan become 100 USDT, and 100 USDT leave in the second in which they come."""
    folder = tmp_path_factory.mktemp("readings")
    evidence = folder / "evidence"
    evidence.mkdir()
    for name, text in (
        ("a", HEAD + CNY),
        ("u", HEAD + USDT),
        ("w", HEAD + OF_W),
        ("asked", ASKED),
        ("report", REPORT),
    ):
        (evidence / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    home = settings.load(folder / "home", {})
    new_case(home, "读法", number="A1")
    import_files(home, "A1", [evidence])
    return trace_case(home, "A1", (Policy.FIFO,), datetime(2021, 3, 5, 15, tzinfo=UTC))


def ranges(traced: TracedCase, currency: str) -> dict[str, tuple[int, int]]:
    """Return the ranges of the one claim by account."""
    assert traced.far is not None
    rows = traced.far.of(currency).ranges.to_pylist()
    return {row["account"]: (row["least"], row["greatest"]) for row in rows}


def test_the_order_of_coins_in_one_second_widens_their_ranges(traced: TracedCase) -> None:
    """As ruled the 100 go on to W; had they left before they came, U would still hold the victim's."""
    assert ranges(traced, "USDT") == {U: (0, 100_000_000), W: (0, 100_000_000)}
    (other,) = traced.others
    assert [(stop.account, stop.least, stop.greatest) for stop in other.stops] == [(W, 0, 100_000_000)]


def test_each_summary_names_the_readings_with_their_currency(traced: TracedCase) -> None:
    """Two ranges of USDT are widened, none of yuan."""
    assert traced.far is not None
    assert traced.far.of("USDT").summary["readings"] == [{"reading": "debits_first", "ranges_widened": 2}]
    assert traced.findings.summary["readings"] == [{"reading": "USDT:debits_first", "ranges_widened": 0}]
