"""What a report says whatever the rule, and where presumed claims' money is: a case by hand, and the demo case."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from suyuan import settings as home_settings
from suyuan.actions.case_tracing import TracedCase, trace_case
from suyuan.actions.cases import new_case
from suyuan.actions.demo import AS_OF, NUMBER
from suyuan.actions.importing import import_files
from suyuan.actions.report_bounds import bounded_pages
from suyuan.actions.report_decided import decided_pages
from suyuan.model.text import Language
from suyuan.settings import Settings
from suyuan.tracing.policies import Policy

CASE = "A0319"
VICTIM, CARD, OTHER, NEXT = (f"62000000000000000{number}" for number in (25, 17, 33, 41))
REPORT = (
    "报案编号,报案时间,被害人姓名,证件号码,联系电话,付款时间,付款账号,付款银行,收款账号,收款户名,收款银行,金额（元）,付款方式,被骗经过\n"
    f"报一,2021-03-17 21:00:00,张某甲,,,2021-03-16 10:00:00,{VICTIM},某银行,{CARD},李某乙,某银行,1000.00,转账,\n"
)
STATEMENT = (
    "账号,户名,交易时间,收支标志,交易金额,账户余额,对方账号,对方户名,摘要\n"
    f"{CARD},李某乙,2021-03-16 10:00:00,进,1000.00,1000.00,{VICTIM},张某甲,转账\n"
    f"{CARD},李某乙,2021-03-16 10:30:00,进,200.00,1200.00,{OTHER},陈某丁,转账\n"
    f"{CARD},李某乙,2021-03-16 11:00:00,出,100.00,1100.00,{NEXT},王某丙,转账\n"
)


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> TracedCase:
    """1000.00 of the victim, 200.00 of somebody nobody has heard, then 100.00 on; rules that let the claim go."""
    folder = tmp_path_factory.mktemp("bounds")
    settings = Settings(home=folder / "home", database=f"sqlite:///{folder}/casebook.sqlite3", who="李警官")
    settings.home.mkdir()
    new_case(settings, "“3.19”案", number=CASE)
    for name, text in (("报案.csv", REPORT), ("流水.csv", STATEMENT)):
        (folder / name).write_text(text, encoding="utf-8")
    import_files(settings, CASE, [folder / "报案.csv", folder / "流水.csv"])
    return trace_case(settings, CASE, (Policy.FIFO, Policy.CLAIMS_FIRST))


def test_where_origins_could_first_mix(traced: TracedCase) -> None:
    """Both rules let 100.00 of the claim go, a third could let the others' go: the payment at 11:00."""
    pages = bounded_pages(traced)
    (found,) = pages.mixing
    assert (found.claim, found.account, found.holder, found.is_open) == ("报一-1", CARD, "李某乙", False)
    said = found.way.render(Language.EN) if found.way else ""
    assert "11:00" in said and CARD in said and NEXT in said and "100.00" in said
    assert (pages.bookings, pages.pairs, pages.inferred) == (3, 0, 0)


def test_presumed_money_stands_apart(traced: TracedCase) -> None:
    """Fifo: the 200.00 stay. Claims first takes 100.00 pro rata of 1000 and 200: 16.67 of them go on."""
    held = {each.account: each.amounts for each in decided_pages(traced).held}
    assert held == {CARD: (20000, 18333), NEXT: (0, 1667)}
    assert {row["claim"] for row in traced.findings.holdings.to_pylist()} == {"报一-1"}


def test_the_demo_lies_within(solved_demo: Path) -> None:
    """What each rule lets stand of each claim lies within its bounds, the open ones being no narrower."""
    policies = tuple(policy for policy in Policy if policy.has_amounts)
    traced = trace_case(home_settings.load(solved_demo, {}), NUMBER, policies, AS_OF)
    pages = bounded_pages(traced)
    here = {row["account"] for row in traced.findings.coverage.to_pylist() if row["state"] == "stands"}
    stood: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row in traced.findings.holdings.to_pylist():
        if row["account"] in here:
            stood[row["claim"], row["policy"]] += row["amount"]
    assert sum(stood.values())
    for each in pages.claims:
        for policy in policies:
            assert each.least <= stood[each.claim, policy.value] <= each.greatest, each
        assert each.least_open <= each.least <= each.greatest <= each.greatest_open
    assert any(each.least for each in pages.claims)
