"""Proceedings in the casebook, on SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta

import pytest

from suyuan.casebook import audit, proceedings, rights
from suyuan.casebook.session import Casebook
from suyuan.errors import Refused
from suyuan.model.moment import CHINA, Moment
from suyuan.model.proceeding import Act, Proceeding, ProceedingKind, Standing

SCOPE = "case:A1"
ACTED = Moment(datetime(2022, 3, 16, 9, 0, tzinfo=CHINA))
DUE = datetime(2022, 3, 18, 9, 0, tzinfo=CHINA)


def begun(casebook: Casebook, subject: str, due: datetime | None = DUE, scope: str = SCOPE) -> Proceeding:
    with casebook.changing() as change:
        return proceedings.begin(
            change,
            scope,
            ProceedingKind.STOP,
            subject,
            Act("request", ACTED, '{"amount":500}', "报案"),
            Standing("requested", due_at=due, due_rule="stop-payment.term", amount=500, currency="CNY"),
        )


def test_steps_are_added_and_kept(casebook: Casebook) -> None:
    """A proceeding comes back with every step, who took it and when, and stands where the last one left it."""
    first = begun(casebook, "6200001")
    with casebook.changing() as change:
        proceedings.carry_on(
            change,
            first,
            Act("effect", ACTED, "{}", approved_by="王局长"),
            Standing("stopped", institution="甲银行"),
        )
    with casebook.reading() as session:
        found = proceedings.find(session, SCOPE, ProceedingKind.STOP, 1)
        chain = audit.verify_chain(session)
        events = audit.events(session, "stop:case:A1/1")
    assert found is not None
    assert [step.act.kind for step in found.steps] == ["request", "effect"]
    assert found.steps[0].act == Act("request", ACTED, '{"amount":500}', "报案")
    assert found.steps[1].act.approved_by == "王局长"
    assert [step.who for step in found.steps] == ["李警官", "李警官"]
    assert found.standing == Standing("stopped", institution="甲银行")
    assert chain.whole
    assert [event.action for event in events] == ["stop.request", "stop.effect"]
    assert events[1].before == '{"state":"requested"}'


def test_the_second_of_two_is_told(casebook: Casebook) -> None:
    """A step on a proceeding that somebody carried on since it was read is refused and leaves nothing."""
    seen = begun(casebook, "6200001")
    with casebook.changing() as change:
        proceedings.carry_on(change, seen, Act("effect", ACTED, "{}"), Standing("stopped"))
    with pytest.raises(Refused, match="stop-1 was just carried on by 李警官"), casebook.changing() as change:
        proceedings.carry_on(change, seen, Act("mismatch", ACTED, "{}"), Standing("mismatch"))
    with casebook.reading() as session:
        found = proceedings.find(session, SCOPE, ProceedingKind.STOP, 1)
    assert found is not None
    assert (found.standing.state, len(found.steps)) == ("stopped", 2)


def test_each_scope_counts_for_itself(casebook: Casebook) -> None:
    """Numbers run within scope and kind, and a subject is found over all scopes."""
    ids = [begun(casebook, "6200001").id, begun(casebook, "6200002").id]
    other = begun(casebook, "6200001", scope="case:B2")
    with casebook.reading() as session:
        same = proceedings.on_subject(session, "6200001")
        listed = proceedings.list_proceedings(session, SCOPE)
    assert (ids, other.id) == (["stop-1", "stop-2"], "stop-1")
    assert [(each.scope, each.number) for each in same] == [("case:A1", 1), ("case:B2", 1)]
    assert [each.subject for each in listed] == ["6200001", "6200002"]


def test_the_most_urgent_stands_first(casebook: Casebook) -> None:
    """What is due up to an instant, by when it is due; what is due later or never is not there."""
    begun(casebook, "late", DUE + timedelta(days=9))
    begun(casebook, "second", DUE)
    begun(casebook, "first", DUE - timedelta(seconds=1))
    begun(casebook, "never", None)
    with casebook.reading() as session:
        found = proceedings.due(session, proceedings.Due(DUE.astimezone(UTC)))
    assert [each.subject for each in found] == ["first", "second"]


@pytest.mark.parametrize(
    ("cases", "register", "seen"),
    [
        (None, True, ["of A1", "of B2", "of the register"]),
        (None, False, ["of A1", "of B2"]),
        (frozenset({"A1"}), True, ["of A1", "of the register"]),
        (frozenset({"B2"}), False, ["of B2"]),
        (frozenset(), False, []),
    ],
)
def test_only_what_one_may_see_is_due(
    casebook: Casebook, cases: frozenset[str] | None, *, register: bool, seen: list[str]
) -> None:
    """The list, its limit and the count are of the cases, and of the register, that a person may look at."""
    begun(casebook, "of the register", DUE, "supervised:a")
    begun(casebook, "of B2", DUE - timedelta(seconds=1), "case:B2")
    begun(casebook, "of A1", DUE - timedelta(seconds=2))
    asked = proceedings.Due(DUE.astimezone(UTC), sight=rights.Sight(cases, register))
    with casebook.reading() as session:
        assert [each.subject for each in proceedings.due(session, asked)] == seen
        assert [each.subject for each in proceedings.due(session, asked, 1)] == seen[:1]
        assert proceedings.count_due(session, asked) == len(seen)
