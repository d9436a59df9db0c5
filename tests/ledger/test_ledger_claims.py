"""Why a transfer is a reported payment, why another is not, and what a hand-over's claim is to the trace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from suyuan.ledger.arrays import trace_input
from suyuan.ledger.build import FileContents, Ledger, build
from suyuan.ledger.claims import as_counted
from suyuan.model.text import Language
from suyuan.tracing.findings import TraceInput
from suyuan.tracing.policies import Policy
from suyuan.tracing.trace import trace

Reader = Callable[[str], list[FileContents]]

BANK = """
== bank
-- 6200000000000001
10:00:00 out 5.00 6200000000000002 -
10:20:00 out 53.00 6200000000000002 -
11:00:00 out 7.00 6200000000000003 -
"""


def ledger(read_case: Reader, *lines: str) -> Ledger:
    """Return the ledger of a bank's rows and these lines of a report."""
    return build(read_case(BANK + "== report\n" + "\n".join(lines)))


def english(messages: object) -> str:
    """Return sentences in English, joined."""
    return "; ".join(each.render(Language.EN) for each in messages)  # type: ignore[attr-defined]


def test_a_found_claim_says_why(read_case: Reader) -> None:
    """Both numbers, the amount and the distance in time are the reasons; a tail and a wide hour say so."""
    found = ledger(
        read_case,
        "pay R1 甲 10:04:00 6200000000000001 6200000000000002 5.00",
        "pay R2 甲 09:00 6200000000000001 *0002 50.00 span=3600 about=yes band=50.00-59.99",
    )
    assert english(found.claim_reasons["R1-1"]) == (
        "the receiving number is the same (6200000000000002); the paying number is the same (6200000000000001); "
        "the amount is the same; the times are 4 min apart"
    )
    second = english(found.claim_reasons["R2-1"])
    assert "ends in 0002" in second
    assert "approximate (50.00 to 59.99), the row's is 53.00" in second
    assert "20 min apart" in second
    assert "60 min apart is allowed" in second


def test_an_unfound_payment_names_what_came_nearest(read_case: Reader) -> None:
    """Another amount in time, another time of the amount, and a transfer that is another claim's."""
    found = ledger(
        read_case,
        "pay R1 甲 10:21 6200000000000001 6200000000000002 50.00",
        "pay R2 甲 14:00 6200000000000001 6200000000000003 7.00",
        "pay R3 甲 10:00 6200000000000001 6200000000000002 5.00",
        "pay R4 甲 10:01 6200000000000001 6200000000000002 5.00",
    )
    near = {each.claim: [english([each.why]) for each in each.near] for each in found.unfound}
    assert near == {
        "R1-1": ["the amount differs (the row's is 53.00)"],
        "R2-1": ["the times are 3 h apart"],
        "R4-1": ["belongs to reported payment R3-1"],
    }


def test_what_fits_alike_is_not_chosen(read_case: Reader) -> None:
    """Two payees in one minute, and a report without a payee: both are named, neither is claimed."""
    text = """
    == bank
    -- 6200000000000001
    10:00:00 out 5.00 6200000000000002 -
    10:01:00 out 5.00 6200000000000003 -
    == report
    pay R1 甲 10:00 6200000000000001 - 5.00
    """
    found = build(read_case(text))
    assert found.claims == ()
    (unfound,) = found.unfound
    assert {each.payee for each in unfound.near} == {"6200000000000002", "6200000000000003"}


def test_a_payment_in_two_files_counts_once(read_case: Reader) -> None:
    """A form and a story that tell of one payment make one claim, and the loss counts it once."""
    text = (
        BANK
        + """
    == form
    pay R1 甲 10:00:30 6200000000000001 6200000000000002 5.00
    == story
    pay T1 甲 10:00 - *0002 5.00 span=3600 about=yes
    """
    )
    files = read_case(text)
    found = build(files)
    assert [claim.id for claim in found.claims] == ["R1-1"]
    assert [each.repeats for each in found.unfound] == ["R1-1"]
    payments = [payment for each in files for payment in each.payments]
    assert [each.amount for each in as_counted(payments, found.claims, found.unfound)] == [5_00]


def test_a_hand_over_is_traced(read_case: Reader) -> None:
    """Its node holds exactly the claim, all of it is the victim's own money, and it ends in cash."""
    found = ledger(read_case, "pay R1 甲 09:30 - - 80.00 channel=当面交付现金")
    tables = trace_input(found)
    given_ = TraceInput(
        currency=tables.currency,
        transfers=tables.transfers,
        claims=tables.claims,
        openings=tables.openings,
        accounts=tables.accounts,
        assertions=tables.assertions,
    )
    result = trace(given_, (Policy.FIFO,))
    holdings = [(row["account"], row["claim"], row["amount"]) for row in result.holdings.to_pylist()]
    assert holdings == [("cash:R1-1", "R1-1", 80_00)]
    assert [row["effective"] for row in result.claims.to_pylist()] == [80_00]
    assert [row["kind"] for row in result.exits.to_pylist()] == ["cash"]


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_reports_plays_no_part(read_case: Reader, order: list[int]) -> None:
    """Whatever the order in which payments come, each finds the same transfer."""
    lines = [
        "pay R1 甲 10:04:00 6200000000000001 6200000000000002 5.00",
        "pay R2 甲 10:05:00 - 6200000000000002 5.00",
        "pay R3 甲 10:20:00 6200000000000001 *0002 53.00",
        "pay R4 甲 03-05 6200000000000001 6200000000000003 7.00",
        "pay R5 甲 11:10:00 - 6200000000000003 7.00",
        "pay R6 甲 12:00:00 - - 9.00 channel=现金",
    ]
    files = read_case(BANK + "== report\n" + "\n".join(lines))
    report = next(each for each in files if each.payments)
    shuffled = replace(report, payments=tuple(report.payments[place] for place in order))
    usual, other = (build([each for each in files if each is not report] + [one]) for one in (report, shuffled))
    assert (other.claims, other.unfound) == (usual.claims, usual.unfound)
    assert other.claim_reasons == usual.claim_reasons
