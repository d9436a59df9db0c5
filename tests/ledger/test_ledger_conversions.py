"""Exchanges of one currency for another: what makes them known, and what only a lead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from suyuan.ledger.build import FileContents, Ledger, build
from suyuan.ledger.case_ledger import ConversionReason
from suyuan.model.transfer import Grade

Reader = Callable[[str], list[FileContents]]
Writer = Callable[[Ledger, list[FileContents]], str]
CASE = Path(__file__).parents[1] / "cases" / "ledger" / "conversion.txt"


def test_the_other_currency_comes_from_the_same_node(read_case: Reader, write_ledger: Writer) -> None:
    """The dollars' ledger has the credit from the node in which the yuan's debit ends."""
    files = read_case(CASE.read_text(encoding="utf-8").partition("== expected")[0])
    lines = write_ledger(build(files, "USD"), files).splitlines()
    assert [line for line in lines if not line.startswith("left_out")] == [
        "transfer dollars:1 10:00:00 convert:bank:1 -> 6200000000000001 100.00 known conversion dollars:1",
        "transfer dollars:2 15:01:00 unnamed:dollars:2 -> 6200000000000001 10.00 known unnamed dollars:2",
        "transfer dollars:3 16:00:00 unnamed:dollars:3 -> 6200000000000001 2.00 known unnamed dollars:3",
        "opening 6200000000000001 0.00",
    ]


def test_both_ledgers_tell_of_the_same_conversions(read_case: Reader) -> None:
    """Known by its number, with both amounts; by words and time a lead; the same seen from either currency."""
    files = read_case(CASE.read_text(encoding="utf-8").partition("== expected")[0])
    ledgers = [build(files), build(files[::-1], "USD")]
    (known,), (lead,) = ledgers[0].conversions, ledgers[0].conversion_leads
    assert (known.paid, known.paid_currency, known.received, known.received_currency) == (
        70000,
        "CNY",
        10000,
        "USD",
    )
    assert (known.grade, known.reason) == (Grade.KNOWN, ConversionReason.NUMBER)
    assert (lead.paid, lead.received, lead.reason) == (7000, 1000, ConversionReason.WORDS_AND_TIME)
    assert ledgers[0].conversions == ledgers[1].conversions
    assert ledgers[0].conversion_leads == ledgers[1].conversion_leads


def test_a_sale_between_two_holders_is_no_conversion(read_case: Reader) -> None:
    """One order by which two people swap yuan for dollars: two transfers, each in its own currency."""
    files = read_case(
        "== bank\n-- 6200000000000001 holder=甲\n10:00:00 out 700.00 6200000000000002 - ref=ORDER001\n"
        "-- 6200000000000002 holder=乙\n10:00:01 in 700.00 6200000000000001 - ref=ORDER001\n"
        "== exchange\n-- UID1 currency=USDT holder=甲\n10:00:02 in 100.00 UID2 - ref=ORDER001\n"
        "-- UID2 currency=USDT holder=乙\n10:00:02 out 100.00 UID1 - ref=ORDER001\n"
    )
    ledger = build(files)
    assert not ledger.conversions
    assert [(each.payer, each.payee) for each in ledger.transfers] == [("6200000000000001", "6200000000000002")]


def test_a_hash_joins_two_accounts_of_one_holder(read_case: Reader) -> None:
    """The bank's debit and the exchange's credit of one holder carry one order number: a conversion."""
    files = read_case(
        "== bank\n-- 6200000000000001 holder=甲\n10:00:00 out 700.00 - - refs=ORDER001\n"
        "== exchange\n-- UID1 currency=USDT holder=甲\n10:00:02 in 100.00 - - refs=ORDER001\n"
    )
    ledger = build(files)
    assert [each.payee for each in ledger.transfers] == [f"convert:{ledger.transfers[0].id}"]
