"""Which transfers' places within an instant nothing proves, and what the order of files may not change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from suyuan.ledger.build import FileContents, Ledger, build
from suyuan.ledger.windows import Window
from suyuan.model.node import is_node

Reader = Callable[[str], list[FileContents]]
CASES = sorted((Path(__file__).parents[1] / "cases" / "ledger").glob("*.txt"))


def amounts_unproven(ledger: Ledger) -> list[int]:
    """Return the amounts, in yuan, of the transfers whose order is marked."""
    return [each.amount // 100 for each in ledger.transfers if each.id in ledger.unproven_order]


def test_a_chain_proves_the_order_of_one_second(read_case: Reader) -> None:
    """Rows of one second in one chain of balances are proven, also for the account on their other side."""
    files = read_case("""
        == one
        -- A
        10:00:00 out 1.00 B 99.00
        10:00:00 out 2.00 B 97.00
    """)
    assert build(files).unproven_order == frozenset()


def test_rows_without_balances_prove_nothing(read_case: Reader) -> None:
    """Rows of one second without balances are marked, those of another second are not."""
    files = read_case("""
        == one
        -- A
        10:00:00 out 1.00 B -
        10:00:00 out 2.00 C -
        10:00:01 out 3.00 D -
    """)
    assert amounts_unproven(build(files)) == [1, 2]


def test_two_statements_at_one_account(read_case: Reader) -> None:
    """Two chains that meet at one second in an account without a statement prove no order there."""
    files = read_case("""
        == one
        -- A
        10:00:00 out 1.00 X 99.00
        10:30:00 out 5.00 X 94.00
        == two
        -- B
        10:00:00 in 2.00 X 2.00
        10:40:00 in 6.00 X 8.00
    """)
    assert amounts_unproven(build(files)) in ([1, 2], [2, 1])


def test_a_bare_date_meets_its_whole_day(read_case: Reader) -> None:
    """A row that is dated only may stand before or after every row of its day that another file shows."""
    files = read_case("""
        == one
        -- A
        03-06 out 1.00 X -
        == two
        -- B
        03-06T09:00:00 out 2.00 X 98.00
        03-06T11:00:00 out 3.00 X 95.00
        03-07T09:00:00 out 4.00 X 91.00
    """)
    assert amounts_unproven(build(files)) == [1, 2, 3]


def test_a_break_proves_nothing_in_its_second(read_case: Reader) -> None:
    """Where the balances of one second do not follow, its rows are marked."""
    files = read_case("""
        == one
        -- A
        10:00:00 out 1.00 B 99.00
        11:00:00 out 2.00 B 50.00
        11:00:00 out 3.00 B 40.00
        12:00:00 out 4.00 B 36.00
    """)
    assert amounts_unproven(build(files)) == [2, 3]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_node_is_known_as_one(path: Path, read_case: Reader) -> None:
    """Every end with a word and a colon, in all cases, is a node for tracing too, or an account named so."""
    ledger = build(read_case(path.read_text(encoding="utf-8").partition("== expected")[0]))
    ends = {end for each in ledger.transfers for end in (each.payer, each.payee)}
    accounts = ("statement:", "product:", "credit:")
    assert {end for end in ends if ":" in end and not end.startswith(accounts)} == {
        end for end in ends if is_node(end)
    }


def test_the_window_is_the_one_that_is_bound(read_case: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search takes the clocks' window from the data, and no figure of its own."""
    files = read_case("""
        == one
        -- A
        10:00:00 out 1.00 B -
        == two
        -- B
        10:00:59 in 1.00 A -
    """)
    assert len(build(files).transfers) == 1
    second = timedelta(seconds=58)
    narrower = Window((-second, second), (-second, second), (0, 0))
    for name in ("CLOCKS", "LATE"):
        monkeypatch.setattr(f"suyuan.ledger.pairing.{name}", narrower)
    assert {each.reason for each in build(files).transfers} == {"unmatched"}
