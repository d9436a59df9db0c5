"""Every action that the casebook knows, and who may take it: a table, so that nothing is let in by oversight."""

from itertools import chain

import pytest

from suyuan.model.proceeding import ProceedingKind
from suyuan.model.rights import NEEDED_BY_NOUN, PERMISSIONS, Duty, needed
from suyuan.model.ruling import RulingKind
from suyuan.recovery.freeze_facts import FreezeStep
from suyuan.recovery.return_facts import ReturnStep
from suyuan.recovery.seizure_facts import SeizureStep
from suyuan.recovery.stop_facts import StopStep
from suyuan.supervision.forfeiture_facts import ForfeitureStep
from suyuan.supervision.pursuit_facts import PursuitStep
from suyuan.supervision.supervised_facts import RegisterStep

POLICE = {Duty.INVESTIGATOR}
APPROVERS = {Duty.APPROVER}
BOTH_AGENCIES = {Duty.INVESTIGATOR, Duty.PROSECUTOR, Duty.SUPERVISOR}
OVERSEERS = {Duty.PROSECUTOR, Duty.SUPERVISOR}
WHO_SEES_CASES = set(Duty) - {Duty.ADMINISTRATOR}
STEPS = {
    ProceedingKind.STOP: (StopStep, POLICE),
    ProceedingKind.FREEZE: (FreezeStep, POLICE),
    ProceedingKind.SEIZURE: (SeizureStep, POLICE),
    ProceedingKind.RETURN: (ReturnStep, POLICE),
    ProceedingKind.PURSUIT: (PursuitStep, BOTH_AGENCIES),
    ProceedingKind.FORFEITURE: (ForfeitureStep, BOTH_AGENCIES),
    ProceedingKind.SUPERVISION: (RegisterStep, OVERSEERS),
}
TWO_PEOPLE = {
    "freeze.approve", "freeze.renew", "freeze.release", "freeze.release_part", "freeze.sell",
    "seizure.sell", "seizure.release", "return.approve", "pursuit.wanted", "pursuit.reward",
}  # fmt: skip
"""What the law lets happen only with somebody else's approval."""
THE_CLOCK = {"freeze.lapse", "freeze.take_over", "stop.end"}
OTHERS = {
    "case.new": POLICE,
    "case.restate": POLICE,
    "evidence.add": POLICE,
    "row.mend": POLICE,
    "bulletin.enter": POLICE,
    "register.case": POLICE,
    "register.add": OVERSEERS,
    "bundle.seal": POLICE,
    "backup.create": {Duty.AUDITOR},
    "user.add": {Duty.ADMINISTRATOR},
    "user.grant": {Duty.ADMINISTRATOR},
    "user.withdraw": {Duty.ADMINISTRATOR},
    "user.close": {Duty.ADMINISTRATOR},
}
RULINGS = {f"{kind.value}.{verb}": POLICE for kind in RulingKind for verb in ("decide", "undo")}


def steps() -> list[tuple[str, set[Duty]]]:
    """Return every step of every state machine with who may take it."""
    found = []
    for kind, (of, who) in STEPS.items():
        for step in of:
            action = f"{kind.value}.{step.value}"
            by = APPROVERS if action in TWO_PEOPLE else WHO_SEES_CASES if action in THE_CLOCK else who
            found.append((action, by))
    return found


@pytest.mark.parametrize(("action", "who"), [*steps(), *OTHERS.items(), *RULINGS.items()])
def test_who_may_take_each_action(action: str, who: set[Duty]) -> None:
    """Each duty is let in or refused as the table says."""
    assert {duty for duty in Duty if needed(action) in PERMISSIONS[duty]} == who


def test_the_table_forgets_no_noun() -> None:
    """A noun with a permission stands in the table, but those that nothing records yet."""
    named = {action.partition(".")[0] for action, _ in chain(steps(), OTHERS.items(), RULINGS.items())}
    assert set(NEEDED_BY_NOUN) - named == {"sanction", "decision", "request"}
    assert set(STEPS) == set(ProceedingKind) - {ProceedingKind.SANCTION}


def test_every_step_for_two_is_a_step() -> None:
    """No name in the table stands for nothing."""
    assert {action for action, _ in steps()} >= TWO_PEOPLE | THE_CLOCK
