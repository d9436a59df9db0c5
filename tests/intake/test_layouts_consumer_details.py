"""What is particular about consumers', merchants', brokers' and foreign banks' files, layout by layout."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from suyuan.intake.cells import read_amount, rounded_amount, time_reader
from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import ReadFile, read_file, read_opened
from suyuan.model.booking import Booking, BookingKind, BookingStatus, Direction
from suyuan.model.moment import Moment
from suyuan.model.transfer import AccountKind

SAMPLES = Path(__file__).parent.parent / "cases" / "statements"
CONSUMER = SAMPLES / "consumer"


def rows(read: ReadFile, table: int = 0) -> list[Booking]:
    """Return a table's bookings in file order."""
    found = [booking for part in read.tables[table].parts for booking in part.bookings]
    return sorted(found, key=lambda booking: booking.order_in_file)


def sample(name: str) -> list[Booking]:
    """Return the bookings of a sample's first table."""
    return rows(read_file(CONSUMER / name))


def text(*lines: str) -> ReadFile:
    """Read these lines as a file."""
    return read_opened(open_bytes("a.csv", "\n".join(lines).encode()))


def day(booking: Booking) -> str:
    """Return a booking's time as it is printed."""
    return str(booking.time)


def test_alipay_web_takes_the_direction_from_the_state_of_the_money() -> None:
    """The word is blank in four rows: spent, received, moved about, and a closed one that says nothing."""
    found = sample("alipay_web_blank_direction_gb18030.csv")
    words = [booking.direction.value for booking in found]
    assert words == ["out", "out", "in", "none", "none"]
    assert [booking.status for booking in found][-1] is BookingStatus.CLOSED


def test_alipay_web_time_is_that_of_the_payment_where_there_is_one() -> None:
    """Paid three minutes after it was made; without a payment time the time at which it was made."""
    found = sample("alipay_web_blank_direction_gb18030.csv")
    assert day(found[0]) == "2020-01-05T09:03:07+08:00"
    assert day(found[2]) == "2020-01-07T11:00:00+08:00"


def test_jd_amounts_are_those_paid_and_refunded_ones_are_marked() -> None:
    """300.00(已退款100.00) is a payment of 300 that was refunded; so is 45.00(已全额退款), booked neither way."""
    found = {str(booking.amount): booking.status for booking in sample("jd_2024.csv")}
    assert found["30000"] is found["4500"] is BookingStatus.REFUNDED
    assert found["10000"] is BookingStatus.EFFECTIVE


def test_bills_of_credit_cards_are_credit_accounts() -> None:
    """A bill says what the bank lent, so its account is of another kind."""
    names = ("boc_credit.csv", "bocom_credit.csv", "cmb_credit.csv", "citic_credit.xls", "hsbchk_credit.csv")
    assert {read_file(CONSUMER / name).account_kind for name in names} == {AccountKind.CREDIT}
    assert read_file(SAMPLES / "icbc_credit.csv").account_kind is AccountKind.CREDIT


@pytest.mark.parametrize(
    ("title", "printed", "expected"),
    [
        ("2024年01月", "12/29", "2023-12-29"),
        ("2024年01月", "01/02", "2024-01-02"),
        ("2024年12月", "12/02", "2024-12-02"),
    ],
)
def test_cmb_bill_dates_take_the_year_of_the_title(title: str, printed: str, expected: str) -> None:
    """December in a January bill is of the year before; in a December bill it is not."""
    read = text(
        f"招商银行信用卡对账单（个人消费卡账户 {title}）",
        "交易日,记账日,交易摘要,人民币金额,卡号末四位,交易地金额",
        f"{printed},{printed},某商户,1.00,0000,1.00(CN)",
    )
    assert [day(booking) for booking in rows(read)] == [expected]


def test_a_date_without_a_year_is_not_guessed() -> None:
    """Without the title no year is known, so the rows wait in quarantine."""
    read = text("交易日,记账日,交易摘要,人民币金额,卡号末四位,交易地金额", "01/02,01/02,某商户,1.00,0000,1.00(CN)")
    assert (read.tables[0].rows.read, read.tables[0].rows.quarantined) == (0, 1)


def test_bocom_credit_direction_is_the_first_word_and_an_unknown_one_is_held_back() -> None:
    """消费 is out, 退货 is in; a word that nobody has described quarantines its row."""
    read = text(
        "交易日期,记账日期,交易说明,交易币种/金额,入账币种/金额",
        "2025-01-01,2025-01-01,消费 某商户,JPY 1000,CNY49.85",
        "2025-01-02,2025-01-02,退货 某商户,CNY 9.00,CNY 9.00",
        "2025-01-03,2025-01-03,某词 某商户,CNY 8.00,CNY 8.00",
    )
    found = [(booking.direction.value, booking.amount, booking.currency) for booking in rows(read)]
    assert found == [("out", 4985, "CNY"), ("in", 900, "CNY")]
    assert [each.column for each in read.tables[0].quarantined] == ["交易说明"]


def test_cmb_debit_name_and_number_share_a_cell() -> None:
    """With and without a blank between them; a blank cell names nobody."""
    found = [(booking.counterparty.name, booking.counterparty.account) for booking in sample("cmb_debit.csv")]
    assert found[0] == ("北京住房公积金管理中心", "1111111111")
    assert found[1] == ("张三", "66666666666666")
    assert found[3] == ("", "")


def test_pab_names_only_the_other_side() -> None:
    """Under payee where money went out, under payer where it came in."""
    found = [(booking.direction.value, booking.counterparty.account) for booking in sample("pab_debit.xlsx")]
    assert found == [("out", "6200000000000000124"), ("in", "6200000000000000132")]


def test_only_bank_transfers_of_a_broker_are_transfers() -> None:
    """Of Huaxin's 13 rows four move money to or from a bank; the others are trades, as are all of Haitong's."""
    kinds = [(booking.kind, booking.summary.split()[0]) for booking in sample("hxsec_fake_xls.xls")]
    assert [word for kind, word in kinds if kind is BookingKind.TRANSFER] == ["银行转证券"] * 3 + ["证券转银行"]
    assert sum(kind is BookingKind.TRADE for kind, _ in kinds) == 9
    assert {booking.kind for booking in sample("htsec.xlsx")} == {BookingKind.TRADE}


def test_huobi_trades_are_rounded_to_the_tokens_unit_and_say_so() -> None:
    """5.60652159 is 5.606522 with a warning; what is printed stays in the text."""
    read = read_file(CONSUMER / "huobi_spot.csv")
    trade = rows(read)[1]
    assert (trade.amount, trade.kind, trade.direction) == (5_606_522, BookingKind.TRADE, Direction.OUT)
    assert "成交额: 5.60652159" in trade.summary
    assert any("成交额" in str(warning.values) for warning in read.warnings)


def test_tron_tokens_are_known_by_contract_and_addresses_keep_their_case() -> None:
    """A token that calls itself USDT under another contract is not USDT."""
    found = sample("tronscan_transfers.csv")
    assert [booking.currency for booking in found] == ["USDT", "USDT", "TFakeFakeFakeFakeFakeFakeFakeFake1"]
    assert {booking.account for booking in found} == {"TAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1"}


def test_a_wechat_merchants_refund_goes_out_under_its_own_number() -> None:
    """REFUND takes the refunded sum; the refund's number is the reference, the order's stays beside it."""
    refund = sample("wechat_merchant.csv")[2]
    assert (refund.direction, refund.amount, refund.kind) == (Direction.OUT, 400, BookingKind.REFUND)
    assert refund.references[:2] == ("5030000000000000000000000001", "4200000000000000000000000001")
    assert refund.account == "1900000001"


def test_an_alipay_merchants_buyer_is_named_in_one_cell() -> None:
    """Name and masked mail address."""
    sale = sample("alipay_merchant_gb18030.csv")[0]
    assert (sale.counterparty.name, sale.counterparty.account) == ("张某甲", "ZHA***@EXAMPLE.COM")


def test_lloyds_file_holds_two_accounts() -> None:
    """Each with its own rows and its own chain; the sort code joins nothing."""
    (table,) = read_file(CONSUMER / "lloyds.csv").tables
    assert [(part.account, len(part.bookings)) for part in table.parts] == [("00000012", 2), ("00000020", 2)]


def test_john_lewis_pending_rows_are_notes() -> None:
    """What is announced and not booked has no date and moves nothing yet."""
    (table,) = read_file(CONSUMER / "john_lewis.csv").tables
    assert (table.rows.note, table.rows.read) == (1, 2)


def test_bank_of_ireland_balance_of_a_day_counts_at_its_end() -> None:
    """The day's balance stands on its first row: 100 - 20 - 5 - 10 = 65, so that row is the day's last one."""
    read = read_file(CONSUMER / "bank_of_ireland_chain.csv")
    (part,) = read.tables[0].parts
    assert [part.bookings[at].summary for at in part.balance.order][1:4] == ["ATM 01SEP", "SEPA DD", "POS SHOP"]


def test_ocbc_text_goes_on_in_the_next_row() -> None:
    """The second physical row of a booking is its continuation and joins its text."""
    read = read_file(CONSUMER / "ocbc_continuation_lines.csv")
    assert read.tables[0].rows.continuation == 8
    assert " ".join(rows(read)[2].summary.split()) == "CASH WITHDRAWAL ATM 66-6666 OCBC-666 BRANCH S"


def test_td_has_no_header_and_no_row_is_taken_for_one() -> None:
    """The first line is a booking; its header row is none."""
    (table,) = read_file(CONSUMER / "td_no_header.csv").tables
    assert (table.header_row, table.rows.header, table.rows.read, table.rows.blank) == (None, 0, 9, 2)


def test_ncrp_sheets_are_one_trail() -> None:
    """Transfers name both sides, holds move nothing, withdrawals are cash; the disputed share is in the text."""
    read = read_file(CONSUMER / "ncrp.xlsx")
    transfer = rows(read)[1]
    assert (transfer.account, transfer.counterparty.account) == ("000000000202", "000000000303")
    assert Decimal(transfer.amount) / 100 == Decimal("250000.50")
    assert "60000" in transfer.summary
    assert [booking.direction for booking in rows(read, 1)] == [Direction.NONE]
    assert {booking.kind for table in (2, 3) for booking in rows(read, table)} == {BookingKind.CASH_WITHDRAWAL}


def test_bmo_card_in_single_quotes_is_the_account() -> None:
    """The quotes are no part of the number."""
    assert {booking.account for booking in sample("bmo_debit.csv")} == {"5678653123124124"}


@pytest.mark.parametrize(
    ("form", "printed", "expected"),
    [
        ("d-MMM-yyyy", "22-Apr-2018", "2018-04-22"),
        ("d MMM yy", "3 January 21", "2021-01-03"),
        ("d/M/yyyy H:mm:ss a", "05/03/2024 12:15:00 AM", "2024-03-05T00:15:00+00:00"),
        ("d/M/yyyy H:mm:ss a", "05/03/2024 12:15:00 pm", "2024-03-05T12:15:00+00:00"),
        ("yyyy-MM-dd HH:mm:ss Z", "2018-07-25 12:34:56 +0100", "2018-07-25T12:34:56+01:00"),
        ("yyyy-MM-ddTHH:mm:ssZ", "2018-07-25T12:34:56Z", "2018-07-25T12:34:56+00:00"),
    ],
)
def test_times_as_they_are_printed_elsewhere(form: str, printed: str, expected: str) -> None:
    """Names of months, halves of the day, and zones that the text itself prints."""
    moment = time_reader([form], 0)(printed, numeric=False)
    assert isinstance(moment, Moment)
    assert str(moment) == expected


def test_indian_groups_are_read_for_rupees_alone() -> None:
    """1,00,000.00 is a lakh of rupees; in another currency such groups are a slip."""
    assert read_amount("1,00,000.00", "INR") == 10_000_000
    assert not isinstance(read_amount("1,00,000.00", "CNY"), int)


def test_rounding_touches_only_what_has_too_many_decimals() -> None:
    """Half up; zeros behind the unit are nothing; what is no number stays as it is."""
    assert rounded_amount("-1,005.605", "CNY") == "-1005.61"
    assert rounded_amount("128000.000", "CNY") == "128000.000"
    assert rounded_amount("--", "CNY") == "--"


@pytest.mark.parametrize(
    ("name", "warned"), [("first_direct.csv", True), ("ocbc_continuation_lines.csv", False), ("monzo.csv", False)]
)
def test_a_currency_that_only_the_layout_knows_is_warned_of(name: str, warned: bool) -> None:  # noqa: FBT001
    """Date, Description, Amount, Balance stand in many countries' files: the pound is said to be an assumption."""
    said = [str(warning.text.en) for warning in read_file(CONSUMER / name).warnings]
    assert any("prints no currency" in each for each in said) is warned


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("COFFEE SHOP", BookingKind.TRANSFER),
        ("WIRE FEE", BookingKind.FEE),
        ("ATM08SEP", BookingKind.CASH_WITHDRAWAL),
    ],
)
def test_latin_words_of_a_kind_stand_alone(words: str, kind: BookingKind) -> None:
    """FEE is not in COFFEE; digits and Chinese signs may touch a word."""
    read = text("Date,Description,Amount,Balance", f"01/02/2023,{words},-3.50,96.50")
    assert [booking.kind for booking in rows(read)] == [kind]
