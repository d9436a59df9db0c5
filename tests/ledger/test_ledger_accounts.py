"""What is known of accounts, and the tables that tracing takes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from suyuan.ledger.arrays import ACCOUNTS, trace_input
from suyuan.ledger.build import FileContents, build
from suyuan.ledger.identities import How, Identities, is_card
from suyuan.ledger.institutions import institution_named, institutions
from suyuan.model.booking import Counterparty
from suyuan.model.transfer import AccountKind, Role

Reader = Callable[[str], list[FileContents]]

CASE = """
== bank
-- 1001 numbers=1001,6200000000000001 holder=张某甲
10:00:00 out 5.00 B 95.00 name=李某乙
11:00:00 out 1.00 C 94.00 name=王*
12:00:00 out 1.00 C 93.00 name=王某丙
== forms
pay R1 张某甲 10:00:00 1001 B 5.00
request 1001 03-01 03-05 whole
request 6200000000000001 03-10 03-11 no_rows
request B 03-01 03-05 part
request B 03-01 03-05 none
request C 03-01 03-05 refused
role B unknown
role B suspect_controlled
role 2088000000000001 unknown exchange
"""


def test_facts(read_case: Reader) -> None:
    """Role, kind, holder, numbers, coverage and opening of each account, from the row that says them."""
    ledger = build(read_case(CASE))
    own = ledger.accounts["6200000000000001"]
    assert (own.role, own.holder, own.numbers) == (Role.VICTIM, "张某甲", ("1001", "6200000000000001"))
    assert (own.opening, own.opening_stated, own.has_statement) == (10000, True, True)
    assert [(each.start.day, each.end.day) for each in own.coverages] == [(1, 5), (10, 11)]
    suspect = ledger.accounts["B"]
    assert (suspect.role, suspect.holder, suspect.coverages) == (Role.SUSPECT_CONTROLLED, "李某乙", ())
    assert not suspect.opening_stated
    assert ledger.accounts["C"].holder == "王某丙", "a whole name goes before a masked one"
    assert ledger.accounts["C"].coverages == (), "a refused answer covers nothing"
    assert ledger.accounts["2088000000000001"].kind is AccountKind.EXCHANGE
    assert [each.account for each in ledger.contradictions] == ["B"], "its decisions differ; the last stands"


def test_a_decision_goes_before_the_default(read_case: Reader) -> None:
    """The paying account of a claim is its victim's unless somebody decided otherwise."""
    ledger = build(read_case(CASE + "\nrole 1001 suspect_controlled"))
    assert ledger.accounts["6200000000000001"].role is Role.SUSPECT_CONTROLLED


def test_tables_for_tracing(read_case: Reader) -> None:
    """Tracing gets transfers in order, claims, openings, a row for each coverage, all amounts whole fen."""
    tables = trace_input(build(read_case(CASE)))
    first = tables.transfers.to_pylist()[0]
    assert first["time"] == datetime(2021, 3, 5, 2, 0, tzinfo=UTC)
    assert {key: first[key] for key in ("time_offset", "payer", "payee", "amount", "currency", "grade")} == {
        "time_offset": 480,
        "payer": "6200000000000001",
        "payee": "B",
        "amount": 500,
        "currency": "CNY",
        "grade": "known",
    }
    assert tables.transfers.schema.field("time").type == pa.timestamp("us", tz="UTC")
    assert tables.claims.to_pylist() == [
        {"claim": "R1-1", "victim": "张某甲", "transfer": first["id"], "amount": 500}
    ]
    assert tables.openings == {"6200000000000001": 10000}
    assert tables.accounts.schema == ACCOUNTS
    rows = [(row["account"], row["role"], row["covered_from"]) for row in tables.accounts.to_pylist()]
    assert rows == [
        ("2088000000000001", "unknown", None),
        ("6200000000000001", "victim", datetime(2021, 2, 28, 16, tzinfo=UTC)),
        ("6200000000000001", "victim", datetime(2021, 3, 9, 16, tzinfo=UTC)),
        ("B", "suspect_controlled", None),
        ("C", "unknown", None),
    ]
    assert tables.assertions.num_rows == 0


def test_an_empty_case(read_case: Reader) -> None:
    """A case without any row is an empty ledger, and empty tables of the right columns."""
    tables = trace_input(build(read_case("")))
    assert (tables.transfers.num_rows, tables.accounts.schema, tables.openings) == (0, ACCOUNTS, {})


def test_known_links_alone(read_case: Reader) -> None:
    """The row that names makes the transfer and takes its mirror in, even late; two masked rows fall apart."""
    files = read_case(
        """
        == one
        -- 6200000000000001
        10:00:00 out 1.00 6200******0002 -
        11:00:00 out 2.00 6200000000000002 -
        12:00:00 out 3.00 6200******0002 -
        13:00:00 out 4.00 6200000000000002 -
        == two
        -- 6200000000000002
        10:00:01 in 1.00 6200000000000001 -
        11:00:01 in 2.00 - -
        12:00:01 in 3.00 6200******0001 -
        13:20:00 in 4.00 6200******0001 -
        """
    )
    reasons = ["one_named", "one_named", "masked", "one_named", "one_named"]
    assert [each.reason for each in build(files).transfers] == reasons
    known = build(files, known_links_only=True).transfers
    assert [(each.amount, each.reason, each.grade.value, len(each.bookings)) for each in known] == [
        (100, "one_sided", "known", 2),
        (200, "one_sided", "known", 2),
        (300, "unnamed", "known", 1),
        (300, "unnamed", "known", 1),
        (400, "one_sided", "known", 1),
        (400, "one_sided", "known", 1),
    ]
    assert [(each.payer, each.payee) for each in known[2:]] == [
        ("6200000000000001", f"unnamed:{known[2].id}"),
        (f"unnamed:{known[3].id}", "6200000000000002"),
        ("6200000000000001", f"transit:{known[4].id}"),
        (f"transit:{known[4].id}", "6200000000000002"),
    ]


@pytest.mark.parametrize(
    ("number", "card"),
    [
        ("6200000000000001", True),
        ("6200000000000000001", True),
        ("620000000000001", False),
        ("62０0000000000001", False),
        ("5200000000000001", False),
        ("62000000000000000001", False),
        ("620000000000000A", False),
    ],
)
def test_cards(number: str, card: bool) -> None:  # noqa: FBT001
    """A card number has 16 to 19 plain digits and begins with 62."""
    assert is_card(number) is card


def test_how_a_counterparty_is_named() -> None:
    """Full, masked, damaged and blank numbers name accounts as they should; one's own number names nobody."""
    known = Identities(
        {"6200000000000001": ("1001", "6200000000000001"), "6200000000000002": ("6200000000000002",)}
    )

    def named(account: str, *, damaged: bool = False) -> tuple[How, tuple[str, ...]]:
        found = known.named(Counterparty(account=account, damaged=damaged), own="6200000000000002")
        return found.how, found.accounts

    assert named("1001") == (How.FULL, ("6200000000000001",))
    assert named("9999") == (How.FULL, ("9999",))
    assert named("6200****0001") == (How.MASKED, ("6200000000000001",))
    assert named("1**1") == (How.MASKED, ("6200000000000001",))
    assert named("6200****0002") == (How.MASKED, ())
    assert named("6200000000000000", damaged=True) == (How.DAMAGED, ("6200000000000001",))
    assert named("62000000000", damaged=True) == (How.DAMAGED, ())
    assert named("") == (How.BLANK, ())
    assert named("6200000000000002") == (How.BLANK, ())


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("财付通支付科技有限公司", "tenpay"),
        ("财付通-某小店", "tenpay"),
        ("支付宝（中国）网络技术有限公司", "alipay"),
        ("支付宝", "alipay"),
        ("网联清算有限公司", "netsunion"),
        ("中国银联股份有限公司", "unionpay"),
        ("某支付有限公司客户备付金", "clearing"),
        ("okx", "okx"),
        ("张支付宝", None),
        ("张某甲", None),
        ("", None),
    ],
)
def test_institutions_by_name(name: str, found: str | None) -> None:
    """Printed names mean the institution they should, and people's names none."""
    institution = institution_named(name)
    assert (institution.id if institution else None) == found


def test_institutions_have_ids_of_their_own() -> None:
    """No two institutions share an id or a number."""
    ids = [each.id for each in institutions()]
    numbers = [number for each in institutions() for number in each.numbers]
    assert len(ids) == len(set(ids))
    assert len(numbers) == len(set(numbers))
