"""What proves accounts whole: chains over all files and currencies, gaps with their place, rows in two files."""

from __future__ import annotations

from collections.abc import Callable

from suyuan.intake.balance_chain import BalanceState
from suyuan.ledger.account_proof import AccountProofs, account_proofs
from suyuan.ledger.contents import FileContents
from suyuan.ledger.identities import identify

A, B = "6200000000000000017", "6200000000000000025"
Reader = Callable[[str], list[FileContents]]


def proofs(files: list[FileContents]) -> AccountProofs:
    """The proofs of a case."""
    return account_proofs(files, identify(files))


def test_a_gap_is_named_with_its_amount_and_its_rows(read_case: Reader) -> None:
    """70.00 stood after row 2, the next row starts from 50.00: 20.00 are missing between rows 2 and 3."""
    files = read_case(f"""
== bank
-- {A}
10:00:00 in 100.00 - 100.00
11:00:00 out 30.00 {B} 70.00
12:00:00 out 10.00 {B} 40.00
""")
    (chain,) = proofs(files).chains
    (gap,) = chain.gaps
    assert (chain.state, chain.bookings, chain.repeated) == (BalanceState.BROKEN, 3, 0)
    assert (gap.expected, gap.found, gap.before.row, gap.after.row) == (7000, 5000, 2, 3)
    assert not gap.is_between_files


def test_two_files_that_leave_a_stretch_out(read_case: Reader) -> None:
    """Each file is proven by itself; between them 20.00 are missing, and the place names both files."""
    files = read_case(f"""
== first
-- {A}
10:00:00 in 100.00 - 100.00
11:00:00 out 30.00 {B} 70.00
== second
-- {A}
03-06T12:00:00 out 10.00 {B} 40.00
03-06T13:00:00 out 10.00 {B} 30.00
""")
    (chain,) = proofs(files).chains
    (gap,) = chain.gaps
    assert (gap.found - gap.expected, gap.is_between_files) == (-2000, True)
    assert {gap.before.sha256, gap.after.sha256} == {each.sha256 for each in files}


def test_rows_in_two_files_are_counted_once(read_case: Reader) -> None:
    """Two exports of one account share two of their three rows each: four bookings in all, and no look-alikes."""
    files = read_case(f"""
== first
-- {A}
10:00:00 in 100.00 - 100.00
11:00:00 out 30.00 {B} 70.00
12:00:00 out 5.00 {B} 65.00
== second
-- {A}
11:00:00 out 30.00 {B} 70.00
12:00:00 out 5.00 {B} 65.00
13:00:00 out 5.00 {B} 60.00
""")
    found = proofs(files)
    (chain,) = found.chains
    assert (chain.bookings, chain.repeated, chain.state) == (4, 2, BalanceState.PROVEN)
    (overlap,) = found.overlaps
    assert (overlap.both, {overlap.file, overlap.other}) == (2, {each.sha256 for each in files})
    assert overlap.alike == 0


def test_look_alikes_across_files(read_case: Reader) -> None:
    """On one day each file has, beside the shared row, a debit of 5.00 with another balance behind it: kept."""
    files = read_case(f"""
== first
-- {A}
10:00:00 in 100.00 - 100.00
11:00:00 out 5.00 {B} 95.00
== second
-- {A}
10:00:00 in 100.00 - 100.00
14:00:00 out 5.00 {B} 90.00
""")
    found = proofs(files)
    (overlap,) = found.overlaps
    assert (overlap.both, overlap.alike, found.chains[0].bookings) == (1, 1, 3)


def test_equal_rows_of_one_file_are_kept_and_reported(read_case: Reader) -> None:
    """Two rows that say the same in every cell are two bookings; their places are listed."""
    files = read_case(f"""
== bank
-- {A}
10:00:00 in 100.00 - -
11:00:00 out 5.00 {B} -
11:00:00 out 5.00 {B} -
""")
    found = proofs(files)
    assert found.chains[0].bookings == 3
    (alike,) = found.alike
    assert alike.rows == (2, 3)


def test_each_currency_has_a_chain_of_its_own(read_case: Reader) -> None:
    """A file without rows of a currency has no chain in it."""
    files = read_case(f"""
== bank
-- {A}
10:00:00 in 100.00 - 100.00
""")
    assert [(each.account, each.currency) for each in proofs(files).chains] == [(A, "CNY")]
