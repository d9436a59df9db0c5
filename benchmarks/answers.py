"""The answer that the intake benchmark reads: invented, the same on every machine.

``write(path, rows, seed)``: the 34-column layout in GB18030, CRLF; 2,000 rows an account, oldest first, with
balances that follow; every tenth row in the same second as the one before; amounts log-normal around 1,000.00;
counterparties heavy-tailed over a tenth as many accounts as rows. One row in 5,000 is a query's result, one in
50,000 has an unreadable time (so that quarantine and breaks have work). Only integers leave the arithmetic.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

SEED = 20210305
ROWS_AN_ACCOUNT = 2000
BLOCK = 50_000
NOTE_EVERY, DAMAGED_EVERY = 5_000, 50_000
TAIL = 3.0
"""Ranks are ``accounts * u ** TAIL``: half of all rows name an eighth of the counterparties."""

HEADER = (
    "交易卡号,交易账号,账户开户名称,开户人证件号码,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,现金标志,对手户名,对手身份证号,"
    "对手开户银行,摘要说明,交易币种,交易网点名称,交易网点代码,交易发生地,交易是否成功,传票号,终端号,IP地址,MAC地址,对手交易余额,"
    "交易流水号,日志号,凭证种类,凭证号,交易柜员号,商户名称,商户号,备注,交易类型,查询反馈结果原因"
)
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", ("某甲", "某乙", "某丙", "某丁", "某戊")
BANKS = tuple(f"{each}银行股份有限公司" for each in "甲乙丙丁戊己庚辛")
SUMMARIES = (
    "转账",
    "网银转账",
    "手机银行转账",
    "快捷支付",
    "消费",
    "跨行转入",
    "代付",
    "手续费",
    "结息",
    "ATM取款",
)
PLACES = tuple(f"某市{each}支行营业部" for each in "东西南北中")


def write(path: Path, rows: int, seed: int = SEED) -> None:
    """Write an answer of so many rows."""
    random = np.random.default_rng(seed)
    with path.open("wb") as file:
        file.write((HEADER + "\r\n").encode("gb18030"))
        balance = 0
        for low in range(0, rows, BLOCK):
            text, balance = _block(random, low, min(rows, low + BLOCK), rows, balance)
            file.write(text.encode("gb18030"))


def _block(random: np.random.Generator, low: int, high: int, rows: int, balance: int) -> tuple[str, int]:
    """Return some lines and the balance after them."""
    size = high - low
    amounts = np.maximum(1, np.exp(random.normal(np.log(100_000), 1.5, size))).astype(np.int64).tolist()
    incoming = (random.random(size) < 0.5).tolist()
    others = (max(rows // 10, 1) * random.random(size) ** TAIL).astype(np.int64).tolist()
    words = random.integers(0, 1000, size).tolist()
    lines = []
    for number in range(low, high):
        at = number - low
        account, place = divmod(number, ROWS_AN_ACCOUNT)
        if not place:
            balance = 5_000_000
        amount, word, other = amounts[at], words[at], others[at]
        into = incoming[at] or balance < amount
        balance += amount if into else -amount
        second = place * 731 - (731 if number % 10 == 9 else 0)
        day, second = divmod(second, 86_400)
        when = f"2021-03-{day % 28 + 1:02}" if day < 28 else f"2021-04-{day % 28 + 1:02}"
        time = f"{when} {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
        reason = "成功"
        if number % NOTE_EVERY == NOTE_EVERY - 1:
            balance -= amount if into else -amount
            lines.append("," * 33 + "查询无记录")
            continue
        if number % DAMAGED_EVERY == DAMAGED_EVERY // 2:
            time = "2021-02-30 10:00:00"
        name = SURNAMES[other % 10] + GIVEN[other // 10 % 5]
        lines.append(
            f"62000000{account:011}\t,31600000{account:09},{SURNAMES[account % 10]}{GIVEN[account % 5]},11000019900101{account % 10000:04},"  # noqa: E501
            f"{time},{amount // 100}.{amount % 100:02},{balance // 100}.{balance % 100:02},{'进' if into else '出'},"  # noqa: E501
            f"62000001{other:011},{'其他' if word % 20 else '现金'},{name},,{BANKS[other % 8]},{SUMMARIES[word % 10]},人民币,"  # noqa: E501
            f"{PLACES[account % 5]},{account % 5:06},某省某市,成功,,{word:08},10.0.{word % 256}.{other % 256},"
            f"00-00-00-00-{word % 90 + 10}-{other % 90 + 10},,{number:020},{number % 10_000_000:07},,,{word % 50:05},"  # noqa: E501
            f"{'某某商户' if word % 10 == 4 else ''},,{'货款' if word % 7 == 0 else ''},{'转账' if word % 10 < 4 else '其他'},{reason}"  # noqa: E501
        )
    return "\r\n".join(lines) + "\r\n", balance


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
