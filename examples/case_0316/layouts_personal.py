"""What people hand in themselves: ICBC and CCB exports of two victims, a CIB export of a card's owner, and an
address export of a chain explorer."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime, timedelta

import xlsxwriter
import xlwt
from boxes import stored_again
from cast import ACCOUNTS, columns, march, yuan
from printed import other_end, spoiled_by_excel
from statements import Line
from story import Move

Written = tuple[bytes, list[int]]
MADE = march(18, 10)

HEADER_ICBC = (
    "交易日期,摘要,交易详情,交易场所,交易国家或地区简称,钞/汇,交易金额(收入),交易金额(支出),交易币种,记账金额(收入),"
    "记账金额(支出),记账币种,余额,对方户名,对方账户"
)
HEADER_CARD = (
    "交易日期,记账日期,摘要,交易场所,交易国家或地区简称,交易金额(收入),交易金额(支出),交易币种,记账金额(收入),"
    "记账金额(支出),记账币种,余额,对方户名"
)
HEADER_CCB = [name.ljust(len(name) + blanks) for name, blanks in (
    ("记账日", 10), ("交易日期", 10), ("交易时间", 16), ("支出", 16), ("收入", 16), ("账户余额", 10), ("币种", 10),
    ("摘要", 12), ("对方账号", 10), ("对方户名", 10), ("交易地点", 16),
)]  # fmt: skip
HEADER_CIB = columns("交易时间,记账日,支出,收入,账户余额,摘要,对方户名,对方银行,对方账号,用途,交易渠道,备注")
HEADER_OKLINK = (
    "交易哈希,区块高度,本地时间(UTC+8),UTC时间,发送方,发送方ENS,接收方,接收方ENS,数量,代币符号,代币地址"
)

USDT_CONTRACT = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
GANG_ADDRESS = "TSuYuanDemoGang111111111111111316x"
DEALER_ADDRESS = "TSuYuanDemoDea1er111111111111316xx"
DEPOSIT_ADDRESS = "TSuYuanDemoExchange1111111111316xx"


def _thousands(amount: int) -> str:
    return f"{amount // 100:,}.{amount % 100:02d}"


def icbc_debit(lines: list[Line]) -> Written:
    """ICBC 明细查询文件下载: newest first, dates only, padded cells, a total at the foot."""
    account = ACCOUNTS["V01"]
    text = ["明细查询文件下载", "", f'卡号: {account.card},"卡别名: "', ""]
    text += ['子账户序号: 00000,子账户类别: 活期,"子账户别名: "', "", HEADER_ICBC]
    rows, incoming, outgoing = [], 0, 0
    for line in lines:
        other, amount = other_end(line), _thousands(line.move.amount)
        come, gone = (amount, "") if line.side == "in" else ("", amount)
        incoming += line.move.amount if line.side == "in" else 0
        outgoing += line.move.amount if line.side == "out" else 0
        place = "手机银行" if line.side == "out" else ""
        padded = [f'"{value:<{width}}\t"' for value, width in (("", 30), (place, 50), ("CHN", 20))]
        sums = [f'"{value:<20}\t"' for value in ("-", "-")]
        booked = [f'"{value:<20}\t"' for value in (come, gone)]
        text.append(
            ",".join(
                (
                    f"{line.at:%Y-%m-%d}     \t",
                    f'"{line.move.words:<20}\t"',
                    *padded,
                    "钞        \t",
                    *sums,
                    "-              \t",
                    *booked,
                    "人民币         \t",
                    f'"{_thousands(line.balance):<20}\t"',
                    f'"{other.name:<60}\t"',
                    f'"{other.number:<20}\t"',
                    "",
                )
            )
        )
        rows.append(len(text))
    text += [" ", f'人民币合计,,,,,,,,,"{_thousands(incoming)}          ","{_thousands(outgoing)}          ",']
    return ("\n".join(text) + "\n").encode("utf-8-sig"), rows


def icbc_credit(lines: list[Line]) -> Written:
    """ICBC's list of a credit card: newest first, dates only, what is owed as a balance below zero; the other side
    by name alone.
    """
    account = ACCOUNTS[lines[0].account]
    text = ["明细查询文件下载", "", f'卡号: {account.card},"卡别名: "', "", "子账户类别:", "", HEADER_CARD]
    rows, incoming, outgoing = [], 0, 0
    for line in lines:
        amount = _thousands(line.move.amount)
        come, gone = (amount, "") if line.side == "in" else ("", amount)
        incoming += line.move.amount if line.side == "in" else 0
        outgoing += line.move.amount if line.side == "out" else 0
        booked = [f'"{value:<20}\t"' for value in (come, gone)]
        day = f"{line.at:%Y-%m-%d}     \t"
        words = [f'"{value:<{width}}\t"' for value, width in ((line.move.words, 30), ("", 50), ("CHN", 20))]
        balance = f'"{"-" if line.balance < 0 else ""}{_thousands(abs(line.balance)):<20}\t"'
        cells = (day, day, *words, *booked, "人民币         \t", *booked, "人民币         \t", balance)
        text.append(",".join((*cells, f'"{other_end(line).name:<60}\t"')))
        rows.append(len(text))
    sums = f'"{_thousands(incoming):<20}\t","{_thousands(outgoing):<20}\t"'
    text += [" ", f"合计金额,,,,,{sums},,{sums},"]
    return ("\n".join(text) + "\n").encode("utf-8-sig"), rows


def ccb_debit(lines: list[Line]) -> Written:
    """CCB's BIFF8 export: numeric columns, padded header, merged footer; one other side is masked."""
    account = ACCOUNTS["V02"]
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("交易明细")
    head = (("China Construction Bank",), ("开户机构：", "临江虚构支行"), ("币\u3000\u3000种：", "人民币"))
    for row, cells in enumerate((*head, ("账\u3000\u3000号：", account.card), (), HEADER_CCB)):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    rows = []
    for row, line in enumerate(lines, start=6):
        other, amount = other_end(line), line.move.amount / 100
        gone, come = (amount, 0.0) if line.side == "out" else (0.0, amount)
        day = f"{line.at:%Y%m%d}"
        cells = (day, day, f"{line.at:%H:%M:%S}", gone, come, line.balance / 100, "人民币", line.move.words)
        for column, cell in enumerate((*cells, other.number, other.name, "手机银行")):
            sheet.write(row, column, cell)
        rows.append(row + 1)
    sheet.write_merge(len(lines) + 6, len(lines) + 6, 0, 7, "以上数据仅供参考|具体内容请以柜台为准")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), rows


def cib_debit(lines: list[Line]) -> Written:
    """CIB's xlsx export: text amounts, a period in its head; one card number went through Excel as a number."""
    account = ACCOUNTS["T2k"]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": MADE})
    sheet = book.add_worksheet("Sheet1")
    head = (
        ("兴业银行交易明细",), (), ("账户别名", ""), ("账户户名", account.holder), ("账户账号", account.card),
        ("卡内账户", "001 活期储蓄存款 人民币"), ("起始日期", "2021-03-01"), ("截止日期", "2021-03-16"),
        ("下载日期", "2021-03-17 08:54:19"), (), HEADER_CIB,
    )  # fmt: skip
    for row, cells in enumerate(head):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell)
    rows = []
    for row, line in enumerate(lines, start=11):
        other, amount = other_end(line), yuan(line.move.amount)
        gone, come = (amount, "") if line.side == "out" else ("", amount)
        texts = (f"{line.at:%Y-%m-%d %H:%M:%S}", f"{line.at:%Y-%m-%d}", gone, come, yuan(line.balance))
        cells = (*texts, line.move.words, other.name, other.bank, other.number, "", "手机银行", "")
        for column, cell in enumerate(cells):
            if column == 8 and other.damaged:
                sheet.write_number(row, column, spoiled_by_excel(cell))
            elif cell:
                sheet.write_string(row, column, cell)
        rows.append(row + 1)
    foot = "交易明细涉及您的个人隐私，请妥善处理，避免信息篡改或泄露，交易明细内容仅供个人参考。"
    sheet.write_string(len(lines) + 11, 0, "说明")
    sheet.write_string(len(lines) + 11, 1, foot)
    book.close()
    return stored_again(out.getvalue()), rows


def chain_transfers(moves: list[Move]) -> list[tuple[datetime, str, str, int]]:
    """The dealer's USDT to the gang's address, minutes after each payment to his card; then on to an exchange.
    Time, sender, receiver, millionths of a USDT at 6.5 yuan each.
    """
    found = []
    for move in sorted((m for m in moves if m.payee == "D1"), key=lambda m: m.at):
        at = move.at + timedelta(seconds=180 + move.place % 97)
        found.append((at, DEALER_ADDRESS, GANG_ADDRESS, move.amount * 10_000 * 10 // 65))
        on = at + timedelta(minutes=9, seconds=move.place % 50)
        found.append((on, GANG_ADDRESS, DEPOSIT_ADDRESS, move.amount * 10_000 * 10 // 65 // 1_000_000 * 1_000_000))
    return sorted(found, reverse=True)


def oklink_transfers(moves: list[Move]) -> Written:
    """An explorer's list of token transfers of the gang's address, newest first."""
    text, rows = [HEADER_OKLINK], []
    for at, sender, receiver, amount in chain_transfers(moves):
        digest = hashlib.sha256(f"{at}{sender}".encode()).hexdigest()
        block = 28_300_000 + int((at - march(9)).total_seconds()) // 3
        local, utc = f"{at:%Y/%m/%d %H:%M:%S}", f"{at - timedelta(hours=8):%Y/%m/%d %H:%M:%S}"
        shown = f"{amount // 1_000_000}.{amount % 1_000_000:06d}".rstrip("0")
        shown += "0" if shown.endswith(".") else ""
        text.append(f"{digest},{block},{local},{utc},{sender},,{receiver},,{shown},USDT,{USDT_CONTRACT},")
        rows.append(len(text))
    return ("\n".join(text) + "\n").encode(), rows


def ccb_file_name() -> str:
    """The bank names its export by the card's tail and the period."""
    return f"交易明细_{ACCOUNTS['V02'].card[-4:]}_20210301_20210318.xls"
