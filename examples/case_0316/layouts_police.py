"""Answers to the police: two banks in the 34 columns of 资金查控, Alipay's 账户明细, Tenpay's TenpayTrades.txt.

Each writer returns the file's bytes and the row (from 1) on which each line stands.
"""

from __future__ import annotations

from cast import ACCOUNTS, SHOPS, columns, yuan
from printed import SHARED_REFERENCES, Other, note, order_number, other_end, own_reference, reference
from statements import Line
from story import Move

Written = tuple[bytes, list[int]]

HEADER_34 = columns(
    "交易卡号,交易账号,账户开户名称,开户人证件号码,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,现金标志,对手户名,"
    "对手身份证号,对手开户银行,摘要说明,交易币种,交易网点名称,交易网点代码,交易发生地,交易是否成功,传票号,终端号,IP地址,"
    "MAC地址,对手交易余额,交易流水号,日志号,凭证种类,凭证号,交易柜员号,商户名称,商户号,备注,交易类型,查询反馈结果原因"
)
HEADER_ALIPAY = columns(
    "交易号,商户订单号,交易创建时间,付款时间,最近修改时间,交易来源地,类型,用户信息,交易对方信息,消费名称,金额（元）,"
    "收/支,交易状态,支付方式,清算流水号,备注,对应的协查数据"
)
HEADER_SHOP = columns(
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,"
    "代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,"
    "申请退款金额,费率备注"
)
HEADER_TENPAY = columns(
    "用户ID,交易单号,大单号,用户侧账号名称,借贷类型,交易业务类型,交易用途类型,交易时间,交易金额(分),账户余额(分),"
    "用户银行卡号,用户侧网银联单号,网联/银联,第三方账户名称,对手方ID,对手侧账户名称,对手方银行卡号,对手侧银行名称,"
    "对手侧网银联单号,网联/银联,基金公司信息,间联/非间联交易,第三方账户名称,对手方接收时间,对手方接收金额(分),备注1,备注2"
)


def shop_fee(amount: int) -> int:
    """What Tenpay keeps of a shop's payment: six thousandths, to the fen."""
    return (amount * 6 + 500) // 1000


BANK_WORDS = {"A": ("出", "进", "成功", "失败", "人民币"), "B": ("借", "贷", "是", "否", "CNY")}
"""For each bank: its words for out, in, done, failed, and the currency."""


def _row_34(line: Line, by_name: dict[str, Move]) -> list[str]:
    account, move, other = ACCOUNTS[line.account], line.move, other_end(line)
    out, come, done, failed, currency = BANK_WORDS[account.bank]
    at = f"{line.at:%Y-%m-%d %H:%M:%S}" if account.bank == "A" else f"{line.at:%Y%m%d%H%M%S}"
    cash = "01" if "CASH" in line.other else "00"
    shown = dict.fromkeys(HEADER_34, "") | {
        "交易卡号": account.card,
        "交易账号": account.number,
        "账户开户名称": account.holder,
        "开户人证件号码": account.ident,
        "交易时间": at,
        "交易金额": yuan(move.amount),
        "交易余额": yuan(line.balance),
        "收付标志": out if line.side == "out" else come,
        "交易对手账卡号": other.number,
        "现金标志": cash,
        "对手户名": other.name,
        "对手开户银行": other.bank,
        "摘要说明": move.words,
        "交易币种": currency,
        "交易网点名称": f"{account.bank_name}临江虚构支行",
        "交易是否成功": failed if move.failed else done,
        "交易流水号": reference(line),
        "日志号": order_number(line),
        "商户名称": other.merchant,
        "商户号": f"M0000316{SHOPS.index(other.merchant):04d}" if other.merchant else "",
        "备注": "超过单日限额" if move.failed else note(line, by_name),
        "查询反馈结果原因": "成功" if account.bank == "A" else "",
    }
    if account.bank == "B" and move.place % 9 == 0 and not move.corrects:
        shown["交易卡号"] = ""
    return list(shown.values())


def _dirty_a(cells: list[str]) -> str:
    return ",".join(cell + "\t" if cell else cell for cell in cells)


def _dirty_b(cells: list[str]) -> str:
    return ",".join("\t" + cell if cell[:1].isdigit() else cell for cell in cells)


def police_funds(lines: list[Line], by_name: dict[str, Move], *, extra: str = "") -> Written:
    """A bank's answer. ``extra``: ``header`` repeats the header where the second account begins (two exports in
    one file), ``not_found`` adds the answer 查无此户 about T4i as the last row.
    """
    dirty = _dirty_a if ACCOUNTS[lines[0].account].bank == "A" else _dirty_b
    end = "\r\n" if dirty is _dirty_a else "\n"
    text, rows, first = [",".join(HEADER_34)], [], lines[0].account
    repeated = extra != "header"
    for line in lines:
        if not repeated and line.account != first:
            text.append(",".join(HEADER_34))
            repeated = True
        text.append(dirty(_row_34(line, by_name)))
        rows.append(len(text))
    if extra == "not_found":
        missing = dict.fromkeys(HEADER_34, "") | {"交易卡号": ACCOUNTS["T4i"].card, "查询反馈结果原因": "查无此户"}
        text.append(dirty(list(missing.values())))
    return (end.join(text) + end).encode("gb18030"), rows


def _alipay_party(other: Other) -> str:
    return f"{other.number}({other.name})"


def alipay_ledger(lines: list[Line]) -> Written:
    """Alipay's 账户明细, newest first as it comes, with one purchase that was never paid (交易关闭) and one row
    whose amount nobody can read (a letter O).
    """
    text, rows = [",".join(HEADER_ALIPAY)], []
    for line in reversed(lines):
        account, move = ACCOUNTS[line.account], line.move
        to_card = line.side == "out" and ACCOUNTS[line.other].bank != "ALIPAY"
        other, shared = other_end(line), SHARED_REFERENCES.get(move.shared_reference, "")
        at = f"{line.at:%Y-%m-%d %H:%M:%S}\t"
        party = f"({other.bank}){other.number}" if to_card else _alipay_party(other)
        number = own_reference("ALIPAY", move, line.side)
        text.append(
            ",".join(
                (
                    number + "\t",
                    "",
                    at,
                    at,
                    at,
                    "手机",
                    "提现" if to_card else "转账",
                    f"{account.card}({account.holder})",
                    party,
                    "提现到银行卡" if to_card else "转账",
                    yuan(move.amount),
                    "支出" if line.side == "out" else "收入",
                    "交易成功",
                    "余额",
                    shared + "\t" if shared else "",
                    "",
                    f"{account.card}\t",
                )
            )
        )
        rows.insert(0, len(text))
    owner = ACCOUNTS["WA"]
    for number, day, name, amount, state in (
        ("20210303200040010000000000901", "2021-03-03 19:20:00", "虚构手机壳", "29.90", "交易关闭"),
        ("20210302200040010000000000902", "2021-03-02 12:31:07", "虚构外卖", "38.5O", "交易成功"),
    ):
        party = f"2088000000009003({name}店)"
        cells = (number + "\t", "", day, day, day, "手机", "消费", f"{owner.card}({owner.holder})", party, name)
        text.append(",".join((*cells, amount, "支出", state, "余额", "", "", f"{owner.card}\t")))
    return ("\n".join(text) + "\n").encode("gb18030"), rows


def tenpay_trades(lines: list[Line]) -> Written:
    """Tenpay's own side of one wallet: fen, tab separated, oldest first."""
    text, rows = ["\t".join(HEADER_TENPAY)], []
    for line in lines:
        account, move = ACCOUNTS[line.account], line.move
        packet = line.other.removeprefix("PACKET:") if line.other.startswith("PACKET:") else ""
        other, shared = other_end(line), SHARED_REFERENCES.get(packet or move.shared_reference, "")
        by_card = not packet and ACCOUNTS[line.other].bank != "TENPAY"
        number = own_reference("TENPAY", move, "out")
        cells = [""] * len(HEADER_TENPAY)
        cells[0], cells[1], cells[2], cells[3] = account.card, number, number, account.holder
        cells[4] = "出" if line.side == "out" else "入"
        cells[5], cells[6] = ("转账", "微信转账")
        if by_card:
            cells[5], cells[6] = ("提现", "余额提现") if line.side == "out" else ("充值", "余额充值")
        if packet:
            back = line.side == "in" and not move.sender
            cells[2] = shared
            cells[5], cells[6] = ("退款", "红包退款") if back else ("转账", "微信红包")
        cells[7], cells[8], cells[9] = f"{line.at:%Y-%m-%d %H:%M:%S}", str(move.amount), str(line.balance)
        if by_card:
            cells[10], cells[12] = other.number, "网联"
            cells[11 if move.shared_in_note else 2] = shared
        elif other.number:
            cells[14], cells[15] = other.number, other.name
            cells[23], cells[24] = f"{move.seen_at:%Y-%m-%d %H:%M:%S}", str(move.amount)
        text.append("\t".join(cells))
        rows.append(len(text))
    return ("\n".join(text) + "\n").encode(), rows


def shop_bill(lines: list[Line]) -> Written:
    """Tenpay's bill of a shop: every value behind a backtick, the fee beside the amount, sums at the foot."""
    text, rows = [",".join(HEADER_SHOP)], []
    for line in lines:
        amount = yuan(line.move.amount)
        number = SHARED_REFERENCES[line.move.shared_reference]
        shown = dict.fromkeys(HEADER_SHOP, "") | {
            "交易时间": f"{line.at:%Y-%m-%d %H:%M:%S}", "公众账号ID": "wx0000000000000316",
            "商户号": ACCOUNTS[line.account].card, "特约商户号": "0", "微信订单号": number,
            "商户订单号": f"M{number}", "用户标识": "oInvented0316",
            "交易类型": "NATIVE", "交易状态": "SUCCESS",
            "付款银行": "OTHERS", "货币种类": "CNY", "应结订单金额": amount,
            "代金券金额": "0.00", "微信退款单号": "0",
            "商户退款单号": "0", "退款金额": "0.00", "充值券退款金额": "0.00", "商品名称": "虚构货品",
            "手续费": f"{yuan(shop_fee(line.move.amount))}000", "费率": "0.60%", "订单金额": amount,
            "申请退款金额": "0.00",
        }  # fmt: skip
        text.append(",".join(f"`{cell}" for cell in shown.values()))
        rows.append(len(text))
    total = sum(line.move.amount for line in lines)
    fees = sum(shop_fee(line.move.amount) for line in lines)
    text.append("总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额")
    text.append(f"`{len(lines)},`{yuan(total)},`0.00,`0.00,`{yuan(fees)}000,`{yuan(total)},`0.00")
    return ("\n".join(text) + "\n").encode("utf-8-sig"), rows
