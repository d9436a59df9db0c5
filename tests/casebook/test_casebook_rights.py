"""Rights, asked where a change is written and a case is found, on SQLite and PostgreSQL."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from suyuan.casebook import audit, cases, proceedings, rights, users
from suyuan.casebook.cases import NewCase
from suyuan.casebook.session import Casebook, open_casebook
from suyuan.errors import Refused, WrongUsage
from suyuan.model.moment import CHINA, Moment
from suyuan.model.proceeding import Act, ProceedingKind, Standing
from suyuan.model.rights import EVERYWHERE, Duty, Level, Permission, needed

As = Callable[[str], Casebook]
ACTED = Moment(datetime(2022, 3, 16, 9, 0, tzinfo=CHINA))


@pytest.fixture
def as_(address: str) -> As:
    """Open the same casebook as somebody."""
    return lambda who: open_casebook(address, who, lambda: datetime(2022, 3, 16, 1, 0, tzinfo=UTC))


@pytest.fixture
def staffed(as_: As) -> As:
    """A casebook of two cases with an administrator, two investigators, an approver and a reader."""
    with as_("root") as book, book.changing() as change:
        cases.open_case(change, NewCase("一案", "A1"))
        cases.open_case(change, NewCase("二案", "B2"))
        users.add(change, "root", "市局", Level.CITY, Duty.ADMINISTRATOR)
        users.add(change, "li", "县局", Level.COUNTY, Duty.INVESTIGATOR, "A1")
        users.add(change, "wang", "市局", Level.CITY, Duty.APPROVER, "A1")
        users.add(change, "zhou", "检察院", Level.CITY, Duty.READER, "B2")
    return as_


def propose(book: Casebook, approved_by: str = "") -> None:
    with book.changing() as change:
        proceedings.begin(
            change,
            "case:A1",
            ProceedingKind.FREEZE,
            "6200001",
            Act("propose", ACTED, "{}", approved_by=approved_by),
            Standing("proposed"),
        )


def approve(book: Casebook, by: str, facts: str = "{}") -> None:
    with book.reading() as session:
        seen = proceedings.find(session, "case:A1", ProceedingKind.FREEZE, 1)
    assert seen is not None
    with book.changing() as change:
        proceedings.carry_on(change, seen, Act("approve", ACTED, facts, approved_by=by), Standing("approved"))


def refused(book: Casebook) -> list[tuple[str, str, str | None]]:
    with book.reading() as session:
        assert audit.verify_chain(session).whole
        return [
            (event.who, event.subject, event.after)
            for event in audit.events(session)
            if event.action == "right.refused"
        ]


def test_one_person_alone_may_do_everything(as_: As) -> None:
    """Without users the person at the machine opens, proposes and approves, and nothing is asked."""
    with as_("me") as book:
        with book.changing() as change:
            cases.open_case(change, NewCase("一案", "A1"))
        propose(book)
        approve(book, "王局长")
        with book.reading() as session:
            done = [(event.action.rpartition(".")[2], event.who) for event in audit.events(session)]
        assert refused(book) == []
    assert done == [("new", "me"), ("propose", "me"), ("approve", "me")]


def test_each_part_allows_what_it_says(staffed: As) -> None:
    """An investigator proposes in his case; a reader of another, and the administrator, do not."""
    with staffed("li") as book:
        propose(book)
    for who in ("zhou", "root", "stranger"):
        with staffed(who) as book, pytest.raises(Refused):
            propose(book)
    with staffed("li") as book, book.reading() as session:
        assert len(proceedings.list_proceedings(session, "case:A1")) == 1


def test_a_refusal_is_noted_and_nothing_else_is(staffed: As) -> None:
    """Who tried what on which subject stands in the chain, which stays whole."""
    with staffed("zhou") as book:
        with pytest.raises(Refused, match="zhou has no right to carry on stops, freezes and returns"):
            propose(book)
        assert refused(book) == [("zhou", "freeze:case:A1/1", '{"action":"freeze.propose"}')]


def test_a_case_is_only_seen_by_whom_it_is_given(staffed: As) -> None:
    """Lists leave other cases out; naming one of them is refused and noted."""
    with staffed("zhou") as book:
        with book.reading() as session:
            assert [case.number for case in cases.list_cases(session)] == ["B2"]
        with pytest.raises(Refused, match="to look at the case"), book.reading() as session:
            cases.find_case(session, "A1")
        assert refused(book) == [("zhou", "case:A1", '{"action":"case.look"}')]


def test_an_approval_is_another_persons_own(staffed: As) -> None:
    """Nobody approves what he proposed, and nobody enters another's approval."""
    with staffed("root") as book, book.changing() as change:
        users.grant(change, "li", Duty.APPROVER, "A1")
    with staffed("li") as book:
        propose(book)
        with pytest.raises(Refused, match="cannot approve what he carried on himself"):
            approve(book, "li")
        with pytest.raises(Refused, match="cannot enter the approval of wang"):
            approve(book, "wang")
        assert [who for who, _, _ in refused(book)] == ["li", "li"]
    with staffed("wang") as book:
        approve(book, "wang")


def test_nobody_approves_above_his_own_agency(staffed: As) -> None:
    """A city's approver states no province's approval; the attempt is noted, and the city's stands."""
    with staffed("li") as book:
        propose(book)
    with staffed("wang") as book:
        with pytest.raises(Refused, match="of level city with districts; he cannot approve as province"):
            approve(book, "wang", '{"level":3}')
        assert [who for who, _, _ in refused(book)] == ["wang"]
        approve(book, "wang", '{"level":2}')


def test_a_part_withdrawn_allows_nothing_more(staffed: As) -> None:
    """After the withdrawal, and after the person is closed, nothing is allowed; what he did stays."""
    with staffed("li") as book:
        propose(book)
    with staffed("root") as book, book.changing() as change:
        users.withdraw(change, "li", Duty.INVESTIGATOR, "A1", "调离")
        users.close(change, "wang", "退休")
    with staffed("li") as book, pytest.raises(Refused, match="li has no right"):
        propose(book)
    with staffed("wang") as book, pytest.raises(Refused, match="no user of this casebook"):
        approve(book, "wang")


def test_somebody_always_administers(as_: As) -> None:
    """The first user is oneself as administrator, and the last administrator cannot go."""
    with as_("root") as book:
        with pytest.raises(WrongUsage, match="first user must be you"), book.changing() as change:
            users.add(change, "li", "县局", Level.COUNTY, Duty.INVESTIGATOR)
        with book.changing() as change:
            users.add(change, "root", "市局", Level.CITY, Duty.ADMINISTRATOR)
        with pytest.raises(WrongUsage, match="last administrator"), book.changing() as change:
            users.withdraw(change, "root", Duty.ADMINISTRATOR, EVERYWHERE, "")
        with pytest.raises(WrongUsage, match="last administrator"), book.changing() as change:
            users.close(change, "root", "")


@pytest.mark.parametrize(
    ("subject", "case"),
    [
        ("case:A1", "A1"),
        ("evidence:A1/0f3c", "A1"),
        ("freeze:case:A1/3", "A1"),
        ("pursuit:supervised:12/1", None),
        ("bulletin:0f3c", None),
        ("user:li", None),
    ],
)
def test_the_case_of_a_subject(subject: str, case: str | None) -> None:
    """Each way in which the chain names something leads to its case, or to none."""
    assert rights.case_of(subject) == case


@pytest.mark.parametrize(
    ("action", "permission"),
    [
        ("case.new", Permission.OPEN),
        ("case.file", Permission.ENTER),
        ("freeze.approve", Permission.APPROVE),
        ("freeze.renew", Permission.APPROVE),
        ("freeze.serve", Permission.ACT),
        ("register.case", Permission.ENTER),
        ("register.sign", Permission.SUPERVISE),
        ("user.add", Permission.ADMINISTER),
    ],
)
def test_what_an_action_needs(action: str, permission: Permission) -> None:
    """Approving is another right than carrying on, and opening a case another than working in it."""
    assert needed(action) is permission


def test_an_action_without_a_permission_is_a_mistake() -> None:
    """A new noun must be given a permission before it can be recorded."""
    with pytest.raises(ValueError, match="NEEDED_BY_NOUN"):
        needed("cake.bake")


def test_what_each_may_look_at(staffed: As) -> None:
    """One case by its grant, and the register with it; every case by a grant everywhere; an administrator none."""
    with staffed("root") as book, book.changing() as change:
        users.add(change, "chen", "省厅", Level.PROVINCE, Duty.SUPERVISOR, EVERYWHERE)
    seen = {}
    for who in ("li", "zhou", "chen", "root", "stranger"):
        with staffed(who) as book, book.reading() as session:
            seen[who] = rights.sight(session)
    assert seen == {
        "li": rights.Sight(frozenset({"A1"}), register=True),
        "zhou": rights.Sight(frozenset({"B2"}), register=True),
        "chen": rights.Sight(None, register=True),
        "root": rights.Sight(frozenset(), register=False),
        "stranger": rights.Sight(frozenset(), register=False),
    }


def test_who_was_taken_out_sees_nothing(staffed: As) -> None:
    """A grant withdrawn, or a user taken out, no longer shows a case."""
    with staffed("root") as book, book.changing() as change:
        users.withdraw(change, "li", Duty.INVESTIGATOR, "A1", "调离")
    with staffed("li") as book, book.reading() as session:
        assert rights.sight(session) == rights.Sight(frozenset(), register=False)
