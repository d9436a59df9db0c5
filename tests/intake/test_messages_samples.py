"""Real bank messages: entries, sums and balances equal what a second, naive reader of the same bytes finds.

The naive readers share nothing with the program: regular expressions over lines for MT940, OFX and QIF, the
standard library's XML tree for camt. Balance states were worked out on paper.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

import pytest

from suyuan.intake.statement import BalanceState, Confidence, ReadFile, read_file
from suyuan.model.booking import Booking, Direction
from suyuan.model.money import text_from_minor

SAMPLES = Path(__file__).parent.parent / "cases" / "statements" / "messages"

Seen = tuple[int, Decimal]
"""Line of the entry, signed amount."""


def of(name: str) -> ReadFile:
    """Read a sample."""
    return read_file(SAMPLES / name)


def bookings(read: ReadFile) -> list[Booking]:
    """Return all bookings of a file, statement by statement."""
    return [booking for table in read.tables for part in table.parts for booking in part.bookings]


def lines(name: str) -> list[str]:
    """Return the lines of a sample."""
    return (SAMPLES / name).read_bytes().decode("utf-8").replace("\r\n", "\n").split("\n")


def naive_mt940(name: str) -> Iterator[Seen]:
    for number, line in enumerate(lines(name), start=1):
        if line.startswith(":61:"):
            found = re.search(r"([CD])[A-Z]?(\d+),(\d*)", line[10:])
            assert found is not None
            value = Decimal(f"{found[2]}.{found[3] or 0}")
            yield number, value if found[1] == "C" else -value


def naive_camt(name: str) -> Iterator[Seen]:
    text = (SAMPLES / name).read_text(encoding="utf-8")
    at = [number for number, line in enumerate(text.split("\n"), start=1) if "<Ntry>" in line]
    tree = ElementTree.fromstring(text)  # noqa: S314
    for number, entry in zip(at, tree.iterfind(".//{*}Ntry"), strict=True):
        value = Decimal(entry.findtext("{*}Amt") or "")
        yield number, value if entry.findtext("{*}CdtDbtInd") == "CRDT" else -value


def naive_ofx(name: str) -> Iterator[Seen]:
    entry = 0
    for number, line in enumerate(lines(name), start=1):
        entry = number if "<STMTTRN>" in line else entry
        for amount in re.findall(r"<TRNAMT>([^<\s]+)", line):
            yield entry, Decimal(amount)


def naive_qif(name: str) -> Iterator[Seen]:
    bank = fresh = False
    begun = 0
    for number, line in enumerate(lines(name), start=1):
        if line.startswith("!"):
            bank, fresh = line == "!Type:Bank", True
        elif line == "^":
            fresh = True
        elif bank and fresh:
            begun, fresh = number, False
        if bank and line.startswith("T"):
            yield begun, Decimal(line[1:])


P, A, B = BalanceState.PROVEN, BalanceState.ABSENT, BalanceState.BROKEN
GOLDEN: list[tuple[str, Callable[[str], Iterator[Seen]], str, int, int, list[BalanceState]]] = [
    ("citi.txt", naive_mt940, "mt940", 5, 0, [P]),
    # 766,656.49 + 358,593.91 = 1,125,250.40; the second statement is off by 300.08 in the sample itself.
    ("deutsche_sepa_snippet.sta", naive_mt940, "mt940", 11, 0, [P, B]),
    ("february_30.sta", naive_mt940, "mt940", 0, 1, [B]),
    ("mbank.sta", naive_mt940, "mt940", 3, 0, [P]),
    ("multiline_86.sta", naive_mt940, "mt940", 2, 0, [P, A]),
    ("rabobank_iban.sta", naive_mt940, "mt940", 4, 0, [P, P]),
    ("sparkasse_dem_1999.sta", naive_mt940, "mt940", 16, 0, [P, P, P]),
    ("camt052_v2.xml", naive_camt, "camt052", 1, 0, [A]),
    ("camt053_v2_minimal.xml", naive_camt, "camt053", 1, 0, [A]),
    ("camt053_v2_multi_statement.xml", naive_camt, "camt053", 2, 0, [P, P]),
    ("camt053_v2_vrbank.xml", naive_camt, "camt053", 4, 0, [P]),
    ("camt053_v8.xml", naive_camt, "camt053", 1, 0, [A]),
    ("anz_creditcard.ofx", naive_ofx, "ofx", 1, 0, [A]),
    ("bank_medium_sgml.ofx", naive_ofx, "ofx", 3, 0, [A]),
    ("checking_sgml.ofx", naive_ofx, "ofx", 3, 0, [A]),
    ("fail_date_missing.ofx", naive_ofx, "ofx", 0, 3, [A]),
    ("fail_empty_balance.ofx", naive_ofx, "ofx", 1, 0, [A]),
    ("suncorp_xml.ofx", naive_ofx, "ofx", 1, 0, [A]),
    ("quiffen_split.qif", naive_qif, "qif", 1, 0, [A]),
    ("quiffen_wikipedia.qif", naive_qif, "qif", 6, 0, [A]),
]


def test_every_sample_is_golden() -> None:
    """No sample lies in the folder unread."""
    assert sorted(each.name for each in SAMPLES.iterdir()) == sorted([*(row[0] for row in GOLDEN), "SOURCES.md"])


@pytest.mark.parametrize(
    ("name", "naive", "form", "read", "aside", "states"), GOLDEN, ids=[row[0] for row in GOLDEN]
)
def test_sample(
    name: str,
    naive: Callable[[str], Iterator[Seen]],
    form: str,
    read: int,
    aside: int,
    states: list[BalanceState],
) -> None:
    """Format, counts, each entry's line and signed amount, balance state of each statement."""
    file = of(name)
    assert (file.format, file.confidence) == (form, Confidence.KNOWN)
    assert sum(table.rows.read for table in file.tables) == read
    assert sum(table.rows.quarantined for table in file.tables) == aside
    seen = list(naive(name))
    assert len(seen) == read + aside
    lost = {each.source.row for table in file.tables for each in table.quarantined}
    signs = {Direction.IN: 1, Direction.OUT: -1, Direction.NONE: 0}
    assert [
        (each.source.row, signs[each.direction] * Decimal(text_from_minor(each.amount, each.currency)))
        for each in bookings(file)
    ] == [entry for entry in seen if entry[0] not in lost]
    assert [part.balance.state for table in file.tables for part in table.parts] == states
    for table in file.tables:
        rows = asdict(table.rows)
        assert rows.pop("total") == sum(rows.values())


def test_february_30_is_quarantined_with_its_line_and_breaks_the_balance() -> None:
    """The entry of 6.00 is missing between 1,200 and 1,194; the break stands at the closing and names it."""
    (table,) = of("february_30.sta").tables
    (row,) = table.quarantined
    assert (row.source.row, row.column) == (6, ":61:")
    (each,) = table.parts[0].balance.breaks
    assert (each.row, each.expected, each.found, each.quarantined) == (9, 120000, 119400, (6,))


def test_the_german_dialect_of_86() -> None:
    """Bank, account, name over two fields, booking text, end-to-end id without what follows."""
    first = bookings(of("deutsche_sepa_snippet.sta"))[0]
    assert first.counterparty.account == "DE14508800500194785000"
    assert first.counterparty.name == "KARL KAUFMANN"
    assert first.counterparty.bank == "DRESDEFF508"
    assert first.references == ("0724710333343453", "EndToEndId TFNR 22 004 00001")
    assert first.summary.startswith("GUTSCHRIFT EREF+EndToEndId TFNR 22 004")
    assert str(first.time) == "2007-09-07"


def test_rabobank_names_its_other_side_in_slashes_and_second_lines() -> None:
    """/BENM//NAME/ is a name, wrapped inside a word; the second line of :61: is the account."""
    first = bookings(of("rabobank_iban.sta"))[0]
    assert first.counterparty.name == "CONTRA ACCOUNT HOLDER"
    assert first.counterparty.account == "NL70ABNA0987654321"


def test_citi_zero_amounts_keep_their_mark() -> None:
    """CD0,00 is a credit of nothing: the mark says in."""
    zero = [each for each in bookings(of("citi.txt")) if each.amount == 0]
    assert [each.direction for each in zero] == [Direction.IN, Direction.IN]


def test_an_entry_outside_any_statement_is_kept_without_an_account() -> None:
    """What stands behind the end mark is read, in the file's one currency, and said to stand alone."""
    file = of("multiline_86.sta")
    alone = file.tables[1]
    assert (alone.header_row, alone.rows.header, alone.rows.read) == (None, 0, 1)
    assert (alone.parts[0].account, alone.parts[0].currency) == ("", "EUR")
    assert len(file.warnings) == 2


def test_a_batch_entry_is_one_row_and_its_payments_go_to_the_ledger() -> None:
    """6.00 is 3.50 and 2.50 to one payee: four rows, five bookings for the ledger, both add up to the same."""
    file = of("camt053_v2_vrbank.xml")
    (table,) = file.tables
    (part,) = file.evidence_parts()
    assert (table.rows.read, len(table.parts[0].bookings)) == (4, 4)
    assert [each.amount for each in part.bookings] == [200, 300, 100, 350, 250]
    assert [each.reference for each in part.bookings[3:]] == [
        "STZV-EtE27122013-11:02-1",
        "STZV-EtE27122013-11:02-2",
    ]
    assert len({each.id for each in part.bookings}) == 5
    assert part.balance.state is BalanceState.PROVEN


def test_camt_parties_times_and_references() -> None:
    """A credit's other side is the debtor; the time has its offset; references come without placeholders."""
    (booking,) = bookings(of("camt053_v8.xml"))
    assert (booking.counterparty.name, booking.counterparty.account) == ("NAME NAME", "NL56AGDH9619008421")
    assert str(booking.time) == "2014-12-31T13:15:00+01:00"
    assert booking.references == ("AAAASESS-FP-CN_98765/01", "MUELL/FINP/RA12345")
    assert booking.holder == "FINPETROL"


def test_ofx_times_have_zone_and_fraction() -> None:
    """[-5:EST] is an offset; without one the standard says Greenwich; eight digits are a day."""
    assert str(bookings(of("bank_medium_sgml.ofx"))[0].time) == "2009-04-01T12:20:17-05:00"
    assert str(bookings(of("checking_sgml.ofx"))[0].time) == "2011-03-31T12:00:00+00:00"
    assert str(bookings(of("suncorp_xml.ofx"))[0].time) == "2013-12-15"


def test_qif_sections_that_are_no_accounts_are_notes() -> None:
    """Classes, categories, a trade, securities are nine notes; the headers are eight with the bank's."""
    (table,) = of("quiffen_wikipedia.qif").tables
    assert (table.rows.header, table.rows.note, table.header_row) == (8, 9, 28)
