"""What banks write in messages and no sample shows, in invented messages worked out by hand."""

from __future__ import annotations

import pytest

from suyuan.errors import Refused
from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import BalanceState, Confidence, ReadFile, read_opened
from suyuan.model.booking import Booking, BookingKind, BookingStatus, Direction
from suyuan.model.text import Language
from suyuan.model.transfer import AccountKind

IN, OUT, NONE = Direction.IN, Direction.OUT, Direction.NONE


def read(text: str | bytes) -> ReadFile:
    """Read a message given as text."""
    return read_opened(open_bytes("x", text if isinstance(text, bytes) else text.encode()))


def bookings(file: ReadFile) -> list[Booking]:
    """Return all bookings of a file."""
    return [booking for table in file.tables for part in table.parts for booking in part.bookings]


def warnings(file: ReadFile) -> str:
    """Return a file's warnings in English."""
    return " / ".join(each.render(Language.EN) for each in file.warnings)


def mt940(*entries: str, opening: str = "C210301EUR100,", closing: str = "C210331EUR100,") -> str:
    """Return an MT940 with entries."""
    return "\n".join([":20:A", ":25:DE00/1", ":28C:1/1", f":60F:{opening}", *entries, f":62F:{closing}", "-"])


@pytest.mark.parametrize(
    ("entry", "direction", "amount", "status", "kind"),
    [
        (":61:210305C1,5NTRFNONREF", IN, 150, BookingStatus.EFFECTIVE, BookingKind.TRANSFER),
        (":61:2103050306DR12,NCHGNONREF", OUT, 1200, BookingStatus.EFFECTIVE, BookingKind.FEE),
        (":61:210305RC12,30NTRFNONREF", OUT, 1230, BookingStatus.EFFECTIVE, BookingKind.CORRECTION),
        (":61:210305RDR7,NTRFNONREF", IN, 700, BookingStatus.EFFECTIVE, BookingKind.CORRECTION),
        (":61:210305EC7,NTRFNONREF", IN, 700, BookingStatus.PENDING, BookingKind.TRANSFER),
        (":61:210305ED7,NTRFNONREF", OUT, 700, BookingStatus.PENDING, BookingKind.TRANSFER),
        (":61:210305    DR000000000007,05N123", OUT, 705, BookingStatus.EFFECTIVE, BookingKind.TRANSFER),
        (":61:210305D0,00NTRF", OUT, 0, BookingStatus.EFFECTIVE, BookingKind.TRANSFER),
    ],
)
def test_marks_of_61(
    entry: str, direction: Direction, amount: int, status: BookingStatus, kind: BookingKind
) -> None:
    """Credit, debit, their reversals (which turn the way), what is only expected; a funds letter or none."""
    (booking,) = bookings(read(mt940(entry)))
    assert (booking.direction, booking.amount) == (direction, amount)
    assert (booking.status, booking.kind) == (status, kind)
    assert str(booking.time) == "2021-03-05"


@pytest.mark.parametrize(
    "entry",
    [
        ":61:210229C1,00NTRF",
        ":61:2103X5C1,00NTRF",
        ":61:210305Z1,00NTRF",
        ":61:210305C1,005NTRF",
        ":61:",
        ":61:210305C",
    ],
)
def test_a_damaged_61_is_quarantined_and_breaks_the_balance(entry: str) -> None:
    """No day, no mark, no amount, thousandths of a euro: aside with its text, and the sums do not close."""
    (table,) = read(mt940(entry, ":61:210306C1,NTRF", closing="C210331EUR102,")).tables
    assert (table.rows.read, table.rows.quarantined) == (1, 1)
    assert table.quarantined[0].text.startswith(":61:")
    assert table.parts[0].balance.state is BalanceState.BROKEN


def test_expected_entries_take_no_part_in_the_balance() -> None:
    """100 + 5 = 105; the 7 that are only expected do not count."""
    (table,) = read(mt940(":61:210305C5,NTRF", ":61:210305EC7,NTRF", closing="C210331EUR105,")).tables
    assert table.parts[0].balance.state is BalanceState.PROVEN


def test_pages_that_carry_on_are_one_table() -> None:
    """62M and 60M of one account are inside one statement; the balance runs through both pages."""
    page_one = ":20:A\n:25:1\n:28C:7/1\n:60F:C210301EUR10,\n:61:210302C5,NTRF\n:62M:C210302EUR15,\n-\n"
    page_two = ":20:A\n:25:1\n:28C:7/2\n:60M:C210302EUR15,\n:61:210303D2,NTRF\n:62F:C210303EUR13,\n-\n"
    (table,) = read(page_one + page_two).tables
    assert (table.rows.header, table.rows.read, table.header_row) == (2, 2, 1)
    assert table.parts[0].balance.state is BalanceState.PROVEN
    (broken,) = read(page_one + page_two.replace("60M:C210302EUR15,", "60M:C210302EUR16,")).tables
    assert [(each.row, each.expected, each.found) for each in broken.parts[0].balance.breaks] == [
        (11, 1500, 1600),
        (13, 1400, 1300),
    ]


def test_statements_without_anything_between_them() -> None:
    """A new :20: begins a new statement; a missing statement between two is said."""
    text = mt940(":61:210305C1,NTRF", closing="C210331EUR101,").replace("\n-", "\n")
    file = read(text + mt940(opening="C210401EUR103,", closing="C210430EUR103,"))
    assert [table.rows.read for table in file.tables] == [1, 0]
    assert [table.parts[0].balance.state for table in file.tables] == [BalanceState.PROVEN] * 2
    assert "103.00 on line" in warnings(file)
    assert "closing balance 101.00" in warnings(file)


def test_swift_envelopes_and_control_bytes() -> None:
    """Blocks in braces around a message and ^A, ^C bytes say nothing."""
    text = mt940(":61:210305C1,NTRF", closing="C210331EUR101,").removesuffix("-")
    file = read("\x01{1:F01BANKXXXX0000}{2:I940BANKXXXXN}{4:\n" + text + "-}{5:}\x03\n")
    assert [table.rows.read for table in file.tables] == [1]
    assert file.tables[0].parts[0].balance.state is BalanceState.PROVEN


def test_mt942_totals_are_compared() -> None:
    """An interim report has no balance; its totals fit or are said not to."""
    head = ":20:A\n:25:1\n:28C:1/1\n:34F:EURD0,\n:34F:EURC0,\n:13D:2103051200+0100\n"
    entries = ":61:210305C5,NTRF\n:86:free text\n:61:210305D2,NTRF\n"
    fitting = read(head + entries + ":90D:1EUR2,\n:90C:1EUR5,\n-")
    assert (fitting.format, warnings(fitting)) == ("mt942", "")
    assert fitting.tables[0].parts[0].balance.state is BalanceState.ABSENT
    assert [each.currency for each in bookings(fitting)] == ["EUR", "EUR"]
    assert "(2, 7.00)" not in warnings(fitting)
    other = read(head + entries + ":90D:1EUR2,\n:90C:2EUR7,\n-")
    assert ":90C: on line 11 (2 entries, 7.00) is not that of the entries (1, 5.00)" in warnings(other)


@pytest.mark.parametrize(
    ("raw", "account"),
    [
        ("51210600/9223382012EUR", "51210600/9223382012"),
        ("UBRTHUHB/123456ABCDEF002/EUR", "UBRTHUHB/123456ABCDEF002"),
        ("NL71RABO0123456789 EUR", "NL71RABO0123456789"),
    ],
)
def test_a_currency_behind_an_account_is_no_part_of_it(raw: str, account: str) -> None:
    """Some banks glue the currency to :25:."""
    text = mt940(":61:210305C1,NTRF").replace(":25:DE00/1", f":25:{raw}")
    assert read(text).tables[0].parts[0].account == account


def test_a_wrapped_time_is_no_tag() -> None:
    """T16 / :20:37 inside a :86: goes on with the text; the statement stays one."""
    text = mt940(":61:210305C1,NTRF", ":86:106?00X?20at 12-09-2014T16", ":20:37 Fo?21lgenr.", ":61:210306C1,NTRF")
    (table,) = read(text).tables
    assert table.rows.read == 2
    assert bookings(read(text))[0].summary == "X at 12-09-2014T16:20:37 Folgenr."


def test_an_entry_alone_is_still_a_message() -> None:
    """A fragment without head or balance is read; its currency is not known."""
    file = read(":61:1409010902DR000000000001,62NTRF0000549855700010//025498557/000001\n")
    assert [(each.amount, each.currency) for each in bookings(file)] == [(162, "XXX")]
    assert "names no currency" in warnings(file)


def test_latin_letters_are_not_read_as_chinese() -> None:
    """Umlauts of Windows-1252 stay umlauts; GB18030 stays Chinese."""
    western = read(mt940(":61:210305C1,NTRF", ":86:166?00X?20Gruß?32Müller").encode("cp1252"))
    assert (western.encoding, bookings(western)[0].counterparty.name) == ("cp1252", "Müller")
    chinese = read(mt940(":61:210305C1,NTRF", ":86:货款 张某甲 临江商行").encode("gb18030"))
    assert (chinese.encoding, bookings(chinese)[0].summary) == ("gb18030", "货款 张某甲 临江商行")


CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.10"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr>
<Stmt><Id>S1</Id>{page}<Acct><Id><IBAN>DE1</IBAN></Id><Ccy>EUR</Ccy></Acct>{balances}{entries}</Stmt>
</BkToCstmrStmt></Document>"""


def balance(code: str, amount: str, way: str = "CRDT", currency: str = "EUR") -> str:
    """Return a balance."""
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">{amount}</Amt>'
        f"<CdtDbtInd>{way}</CdtDbtInd><Dt><DtTm>2021-03-05T00:00:00</DtTm></Dt></Bal>"
    )


def entry(amount: str, way: str = "CRDT", status: str = "BOOK", more: str = "", currency: str = "EUR") -> str:
    """Return an entry."""
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts><Cd>{status}</Cd></Sts>'
        f"<BookgDt><Dt>2021-03-05</Dt></BookgDt>{more}</Ntry>"
    )


def camt(balances: str, entries: str) -> ReadFile:
    """Read a camt.053."""
    return read(CAMT.format(page="", balances=balances, entries=entries))


def test_camt_states_and_reversals() -> None:
    """Pending and informative entries move nothing; the indicator of a reversal does not turn the way again."""
    entries = (
        entry("8.850")
        + entry("1.00", "DBIT", more="<RvslInd>true</RvslInd>")
        + entry("5.00", status="PDNG")
        + entry("6.00", status="INFO")
    )
    file = camt(balance("PRCD", "10.00") + balance("CLBD", "17.85"), entries)
    assert [(each.direction, each.amount, each.status, each.kind) for each in bookings(file)] == [
        (IN, 885, BookingStatus.EFFECTIVE, BookingKind.TRANSFER),
        (OUT, 100, BookingStatus.EFFECTIVE, BookingKind.CORRECTION),
        (IN, 500, BookingStatus.PENDING, BookingKind.TRANSFER),
        (IN, 600, BookingStatus.CLOSED, BookingKind.TRANSFER),
    ]
    assert file.tables[0].parts[0].balance.state is BalanceState.PROVEN


@pytest.mark.parametrize(("frame", "form"), [("Rpt", "camt052"), ("Ntfctn", "camt054")])
def test_reports_and_notifications(frame: str, form: str) -> None:
    """camt.052 and .054 have other frames around the same entries; names may have a prefix."""
    text = CAMT.format(page="", balances="", entries=entry("1.00")).replace("Stmt>", f"{frame}>")
    assert (read(text).format, read(text).tables[0].rows.read) == (form, 1)
    prefixed = text.replace("<", "<n:").replace("<n:/", "</n:").replace("<n:?", "<?").replace("xmlns=", "xmlns:n=")
    assert (read(prefixed).format, read(prefixed).tables[0].rows.read) == (form, 1)


def test_a_stated_period_is_coverage() -> None:
    """From and to of a statement cover its account, whole days where they are days."""
    period = "<FrToDt><FrDt>2021-03-01</FrDt><ToDt>2021-03-31</ToDt></FrToDt>"
    (coverage,) = read(CAMT.format(page=period, balances="", entries=entry("1.00"))).stated_periods
    assert (coverage.account, coverage.currency) == ("DE1", "EUR")
    assert coverage.start.isoformat() == "2021-03-01T00:00:00+08:00"
    assert coverage.end.isoformat() == "2021-03-31T23:59:59+08:00"


def test_pages_of_camt_that_carry_on_are_one_table() -> None:
    """The first page says that it is not the last; the second of the same number goes on, interim to closing."""
    pages = (
        "<Stmt><Id>7</Id><StmtPgntn><PgNb>{number}</PgNb><LastPgInd>{last}</LastPgInd></StmtPgntn>"
        "<Acct><Id><IBAN>DE1</IBAN></Id></Acct>{inside}</Stmt>"
    )
    one = pages.format(number=1, last="false", inside=balance("OPBD", "1") + balance("ITBD", "3") + entry("2"))
    two = pages.format(number=2, last="true", inside=balance("ITBD", "3") + balance("CLBD", "7") + entry("4"))
    text = CAMT.format(page="", balances="", entries="").partition("<Stmt>")[0] + one + two
    (table,) = read(text + "</BkToCstmrStmt></Document>").tables
    assert (table.rows.header, table.rows.read) == (2, 2)
    assert table.parts[0].balance.state is BalanceState.PROVEN


def test_entries_on_one_line_have_ids_of_their_own() -> None:
    """A message of one line has one line number for all; the ids differ all the same."""
    file = camt("", entry("1.00") + entry("1.00") + entry("1.00"))
    assert [each.source.row for each in bookings(file)] == [3, 3, 3]
    assert len({each.id for each in bookings(file)}) == 3


def test_camt_currencies_are_parts_with_balances_of_their_own() -> None:
    """Euro and dollar entries of one statement are two parts, each proven by its own balances."""
    balances = (
        balance("OPBD", "1.00") + balance("OPBD", "2.00", currency="USD") + balance("CLBD", "3.00")
        + balance("CLBD", "1.00", "DBIT", currency="USD")
    )  # fmt: skip
    parts = camt(balances, entry("2.00") + entry("3.00", "DBIT", currency="USD")).tables[0].parts
    assert [(part.currency, part.balance.state) for part in parts] == [
        ("EUR", BalanceState.PROVEN),
        ("USD", BalanceState.PROVEN),
    ]


@pytest.mark.parametrize(("second", "count"), [("4.00", 2), ("3.00", 1)])
def test_details_are_payments_only_if_they_add_up(second: str, count: int) -> None:
    """6 + 4 = 10 are two payments; 6 + 3 is not 10, so the entry stays whole."""
    details = "".join(
        f'<TxDtls><Amt Ccy="EUR">{amount}</Amt><RltdPties><Cdtr><Nm>{name}</Nm></Cdtr></RltdPties></TxDtls>'
        for amount, name in (("6.00", "A"), (second, "B"))
    )
    file = camt("", entry("10.00", "DBIT", more=f"<NtryDtls>{details}</NtryDtls>"))
    (part,) = file.evidence_parts()
    assert (file.tables[0].rows.read, len(part.bookings)) == (1, count)
    assert sum(each.amount for each in part.bookings) == 1000
    assert [each.counterparty.name for each in part.bookings] == (["A", "B"] if count == 2 else [""])


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("<BookgDt><Dt>2021-03-05</Dt></BookgDt>", "", "BookgDt"),
        ("2021-03-05", "2021-02-30", "BookgDt"),
        ("<CdtDbtInd>CRDT", "<CdtDbtInd>BOTH", "CdtDbtInd"),
        ("1.00", "-1.00", "Amt"),
        ("1.00", "1.005", "Amt"),
        (' Ccy="EUR"', ' Ccy="12"', "Amt"),
    ],
)
def test_a_damaged_entry_of_camt_is_quarantined(old: str, new: str, column: str) -> None:
    """What an entry needs and lacks is named."""
    (table,) = camt("", entry("1.00").replace(old, new) + entry("2.00")).tables
    assert (table.rows.read, [each.column for each in table.quarantined]) == (1, [column])


def test_xml_that_declares_entities_or_is_cut_off_is_refused() -> None:
    """No entity is ever expanded, no half statement is taken for a whole one."""
    bomb = CAMT.replace("<Document", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Document', 1)
    with pytest.raises(Refused, match="entities on line 2"):
        read(bomb.format(page="", balances="", entries=entry("1.00")))
    whole = CAMT.format(page="", balances="", entries=entry("1.00"))
    with pytest.raises(Refused, match="breaks at line"):
        read(whole[:-20])


def test_xml_in_utf16_and_latin_1() -> None:
    """The declaration or the mark is believed."""
    text = CAMT.format(page="", balances="", entries=entry("1.00", more="<AddtlNtryInf>Gebühr</AddtlNtryInf>"))
    assert bookings(read(text.encode("utf-16")))[0].summary == "Gebühr"
    latin = text.replace("UTF-8", "ISO-8859-1").encode("latin-1")
    assert bookings(read(latin))[0].summary == "Gebühr"


def test_one_line_of_two_megabytes() -> None:
    """A message may be all one line; a table may not."""
    text = CAMT.format(page="", balances="", entries=entry("1.00") * 20000).replace("\n", "")
    assert len(text) > 2_000_000
    assert read(text).tables[0].rows.read == 20000


OFX = (
    "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n"
    "<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>12 3<ACCTTYPE>CHECKING"
    "</BANKACCTFROM><BANKTRANLIST>{entries}</BANKTRANLIST><LEDGERBAL><BALAMT>1<DTASOF>20210305</LEDGERBAL>"
    "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
)


def ofx(*entries: str) -> ReadFile:
    """Read an OFX of entries, given as what stands between their tags."""
    return read(OFX.format(entries="".join(f"\n<STMTTRN>{each}</STMTTRN>" for each in entries)))


@pytest.mark.parametrize(
    ("amount", "direction", "minor"),
    [("-5,50", OUT, 550), ("+120", IN, 12000), ("1,234.56", IN, 123456), ("1.234,56", IN, 123456), ("0", NONE, 0)],
)
def test_ofx_amounts(amount: str, direction: Direction, minor: int) -> None:
    """Commas, points and signs; the sign is the direction."""
    (booking,) = bookings(ofx(f"<TRNTYPE>OTHER<DTPOSTED>20210305<TRNAMT>{amount}<FITID>1<NAME>X"))
    assert (booking.direction, booking.amount) == (direction, minor)


def test_ofx_amount_that_could_be_two_is_quarantined_unless_the_file_shows_its_mark() -> None:
    """1,234 alone is one or a thousand; beside 5,50 it is still no euro amount; beside 5.50 it is a thousand."""
    row = "<DTPOSTED>20210305<TRNAMT>{}<FITID>1"
    assert ofx(row.format("1,234")).tables[0].rows.quarantined == 1
    assert ofx(row.format("1,234"), row.format("5,50")).tables[0].rows.quarantined == 1
    assert [each.amount for each in bookings(ofx(row.format("1,234"), row.format("5.50")))] == [123400, 550]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("20210305", "2021-03-05"),
        ("202103051011", "2021-03-05T10:11:00+00:00"),
        ("20210305101112.000[+8:CST]", "2021-03-05T10:11:12+08:00"),
        ("20210305101112.250[-3.5:NST]", "2021-03-05T10:11:12.250000-03:30"),
        ("20210305101112[+5.30:IST]", "2021-03-05T10:11:12+05:30"),
        ("20210305101112[0:GMT]", "2021-03-05T10:11:12+00:00"),
    ],
)
def test_ofx_times(text: str, shown: str) -> None:
    """Each precision and each way to write an offset."""
    (booking,) = bookings(ofx(f"<DTPOSTED>{text}<TRNAMT>1<FITID>1"))
    assert str(booking.time) == shown


def test_an_ofx_entry_left_open_does_not_swallow_the_next() -> None:
    """A lost end tag, an empty value left open, and a lost end of the list lose nothing."""
    file = ofx("<DTPOSTED>20210305<TRNAMT>1<MEMO>\n<FITID>1", "<DTPOSTED>20210306<TRNAMT>2<FITID>2")
    text = OFX.format(entries="<STMTTRN><DTPOSTED>20210305<TRNAMT>1<STMTTRN><DTPOSTED>20210306<TRNAMT>2")
    assert [each.amount for each in bookings(file)] == [100, 200]
    assert [each.amount for each in bookings(read(text.replace("</BANKTRANLIST>", "")))] == [100, 200]


def test_ofx_accounts_of_several_kinds() -> None:
    """A bank account and a card are two tables; what kind the file is of is then open."""
    card = (
        "<CCSTMTTRNRS><CCSTMTRS><CURDEF>USD<CCACCTFROM><ACCTID>99</CCACCTFROM><BANKTRANLIST><STMTTRN>"
        "<DTPOSTED>20210305<TRNAMT>-1<CURRENCY><CURRATE>1<CURSYM>EUR</CURRENCY></STMTTRN></BANKTRANLIST></CCSTMTRS>"
    )
    file = read(OFX.format(entries="").replace("</BANKMSGSRSV1>", f"</BANKMSGSRSV1>{card}"))
    assert [table.parts[0].account for table in file.tables] == ["123", "99"]
    assert [table.rows.read for table in file.tables] == [0, 1]
    assert file.account_kind is None
    assert [each.currency for each in bookings(file)] == ["EUR"]
    assert read(OFX.format(entries="")).account_kind is AccountKind.BANK


def qif(*dates: str) -> ReadFile:
    """Read a QIF of entries of one at these dates."""
    return read("!Type:Bank\n" + "".join(f"D{date}\nT1.00\n^\n" for date in dates))


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        (("25/12/2020", "1/2/2021"), ["2020-12-25", "2021-02-01"]),
        (("12/25/20", "1/2/21"), ["2020-12-25", "2021-01-02"]),
        (("1/ 5'21", "12/25'20"), ["2021-01-05", "2020-12-25"]),
        (("3/ 4'05",), ["2005-03-04"]),
        (("04.03.2021",), ["2021-03-04"]),
        (("2021-03-04",), ["2021-03-04"]),
        (("5/5/2021",), ["2021-05-05"]),
        (("1/2/2021", "1/3/2021", "2/1/2021"), ["2021-01-02", "2021-01-03", "2021-02-01"]),
    ],
)
def test_qif_dates(dates: tuple[str, ...], shown: list[str]) -> None:
    """A field above 12, Quicken's apostrophe, points, ISO, both alike, or the only order that runs one way."""
    assert [str(each.time) for each in bookings(qif(*dates))] == shown


def test_qif_dates_that_nothing_tells_apart_need_a_decision() -> None:
    """One date below thirteen both ways is nobody's to guess: nothing is read, and both ways are shown."""
    read = qif("1/2/2021")
    assert (read.confidence, read.tables) == (Confidence.UNSURE, ())
    assert "1/2/2021" in read.warnings[0].render(Language.EN)
    times = [str(part.bookings[0].time) for each in read.readings for part in each.tables[0].parts]
    assert times == ["2021-02-01", "2021-01-02"]


def test_qif_order_of_dates_said_by_an_option_or_by_a_point() -> None:
    """``!Option:MDY`` decides; with points a date that has no such month is read the month first, else the day."""
    text = "!Option:MDY\n!Type:Bank\nD1/2/2021\nT-1.00\n^\n"
    assert [str(each.time) for each in bookings(read(text))] == ["2021-01-02"]
    assert [str(each.time) for each in bookings(qif("10.18.23", "1.2.23"))] == ["2023-10-18", "2023-01-02"]
    assert [str(each.time) for each in bookings(qif("10.12.23", "1.2.23"))] == ["2023-12-10", "2023-02-01"]


def test_a_qif_date_that_fits_no_order_is_quarantined() -> None:
    """Most dates say day first; the one that cannot be is set aside, as is an entry without date or amount."""
    file = read(
        "!Type:CCard\nD25/12/2020\nT1\n^\nD26/12/2020\nU2\n^\nD12/27/2020\nT3\n^\nT4\n^\nD1/1/2021\n^\n^\n"
    )
    (table,) = file.tables
    assert (table.rows.read, table.rows.quarantined, table.rows.blank) == (2, 3, 1)
    assert [(each.source.row, each.column) for each in table.quarantined] == [(8, "D"), (11, "D"), (13, "T")]
    assert file.account_kind is AccountKind.CREDIT


def test_qif_accounts_name_their_sections() -> None:
    """!Account before a section is its account; the amount of a split is the whole, its parts are checked."""
    file = read(
        "!Account\nNGiro\nTBank\n^\n!Type:Bank\nD25/12/2020\nT-1,234.56\nPShop\nLFood\nSFood\n$-1,000.00\n"
        "SRent\n$-234.56\n^\n!Account\nNKarte\nTCCard\n^\n!Type:CCard\nD26/12/2020\nT-3.00\nSA\n$-2.00\n^\n"
    )
    assert [table.parts[0].account for table in file.tables] == ["GIRO", "KARTE"]
    assert [(each.direction, each.amount) for each in bookings(file)] == [(OUT, 123456), (OUT, 300)]
    assert "the parts of the entry on line 20 do not add up" in warnings(file)
    assert "line 6" not in warnings(file)
    assert [table.rows.header for table in file.tables] == [2, 2]
    assert [table.rows.note for table in file.tables] == [1, 1]


@pytest.mark.parametrize(
    ("opening", "closing", "state"),
    [
        ("C210301EUR100,", "C210331107,50", BalanceState.PROVEN),
        ("C210301100,", "C210331EUR107,50", BalanceState.PROVEN),
        ("C210301EUR100,", "C210331107,51", BalanceState.BROKEN),
        ("C210301100,", "C210331107,50", BalanceState.ABSENT),
    ],
)
def test_a_balance_without_its_currency_has_that_of_the_other(
    opening: str, closing: str, state: BalanceState
) -> None:
    """100 + 7.50 = 107.50 is proven if one of the two balances names the currency, and nothing if neither does."""
    file = read(mt940(":61:210305C7,5NTRFNONREF", opening=opening, closing=closing))
    ((part,),) = [table.parts for table in file.tables]
    assert part.balance.state is state
