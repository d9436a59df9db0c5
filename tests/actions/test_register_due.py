"""What is due in the register, found by its instant, against a look at every case."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from suyuan import settings as place
from suyuan.actions import register
from suyuan.actions.measures import Entered
from suyuan.model.moment import CHINA
from suyuan.model.register import Stage
from suyuan.settings import Settings
from suyuan.supervision.supervised_facts import (
    Agency,
    AgencyAnswer,
    AgencyAsk,
    Ask,
    Listing,
    Milestone,
    MilestoneDone,
    RegisterStep,
)

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=CHINA)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Five cases: two listed with reports due, one with a request that was answered, one milestone reached, one
    without anything due.
    """
    made = place.load(tmp_path_factory.mktemp("due"), {})

    def step(name: str, kind: RegisterStep, facts: object) -> None:
        register.take_step(made, name, kind, facts, Entered(now=NOW))

    for name in ("甲01", "乙02", "丙03", "丁04", "戊05"):
        register.add_case(made, name, "某省", Stage.INVESTIGATION, Entered(now=NOW))
    step("甲01", RegisterStep.LIST, Listing("1号", until=date(2026, 9, 1), every=1))
    step("乙02", RegisterStep.LIST, Listing("2号", every=2))
    step("乙02", RegisterStep.MILESTONE, Milestone("起诉", date(2026, 3, 10), "某检察院"))
    for name in ("丙03", "丁04"):
        step(name, RegisterStep.ASK, AgencyAsk("1", Ask.EARLY, Agency.POLICE, "请", date(2026, 3, 8)))
    step("丙03", RegisterStep.ANSWER, AgencyAnswer("1", "已介入"))
    step("丁04", RegisterStep.MILESTONE, Milestone("移送", date(2026, 3, 12), "某局"))
    step("丁04", RegisterStep.DONE, MilestoneDone("移送", "移送函"))
    return made


@pytest.mark.parametrize("days", [0, 3, 5, 30, 40, 365])
@pytest.mark.parametrize("later", [0, 4, 60])
def test_as_every_case_says(home: Settings, days: int, later: int) -> None:
    """The same matters in the same order as when every case of the register is read."""
    now = NOW + later * DAY
    plain = sorted(
        (matter.due_at, view.case.key, matter.order, matter.due_at < now)
        for view in register.list_register(home)
        for matter in view.matters
        if matter.due_at <= now + days * DAY
    )
    found = register.due_in_register(home, days * DAY, now)
    assert [(one.matter.due_at, one.view.case.key, one.matter.order, one.overdue) for one in found] == plain


def test_what_is_due_by_hand(home: Settings) -> None:
    """Within six days: 丁's unanswered request of the 8th, 乙's milestone of the 10th; 丙's was answered."""
    found = register.due_in_register(home, 6 * DAY, NOW)
    days = [(one.view.case.facts.name, one.matter.due_at.date()) for one in found]
    assert days == [("丁04", date(2026, 3, 8)), ("乙02", date(2026, 3, 10))]
