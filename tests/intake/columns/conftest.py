"""Answers of institutions made at random, well formed or with the dirt that institutions send."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

HEADER = [
    "交易卡号",
    "交易账号",
    "账户开户名称",
    "开户人证件号码",
    "交易时间",
    "交易金额",
    "交易余额",
    "收付标志",
    "交易对手账卡号",
    "现金标志",
    "对手户名",
    "对手身份证号",
    "对手开户银行",
    "摘要说明",
    "交易币种",
    "交易网点名称",
    "交易网点代码",
    "交易发生地",
    "交易是否成功",
    "传票号",
    "终端号",
    "IP地址",
    "MAC地址",
    "对手交易余额",
    "交易流水号",
    "日志号",
    "凭证种类",
    "凭证号",
    "交易柜员号",
    "商户名称",
    "商户号",
    "备注",
    "交易类型",
    "查询反馈结果原因",
]
CARDS = ("6200000000000000017", "6200000000000000025", "31600000000000001", "W-00017_CNY", "6200 0000 0000 0009")
NAMES = ("张某甲", "李某乙", "", "王某丙", "-", "𠮷某", "某公司(上海)")
WORDS = (
    "转账",
    "消费",
    "ATM取款",
    "结息",
    "冲正 原流水号BL000001",
    "手续费",
    "",
    "备注：2021030522001000000000000017",
    "退款",
)
TIMES = (
    "{0:04}-{1:02}-{2:02} {3:02}:{4:02}:{5:02}",
    "{0:04}{1:02}{2:02}{3:02}{4:02}{5:02}",
    "{0:04}/{1}/{2} {3}:{4:02}:{5:02}",
    "{0:04}-{1:02}-{2:02}",
    "{0:04}-{1:02}-{2:02} {3:02}:{4:02}",
    "{0:04}年{1}月{2}日 {3}:{4:02}:{5:02}",
    "{0:04}{1:02}{2:02}",
)


class Answer:
    """Lines of an answer, reproducible from a seed. ``dirt`` is how many of a hundred rows have some."""

    def __init__(self, seed: int, rows: int, dirt: int, accounts: int = 3, per_instant: int = 2) -> None:
        self._random = random.Random(seed)  # noqa: S311
        self.dirt = dirt
        self._form = self._random.choice(TIMES[:4] if self._random.random() < 0.7 else TIMES)
        self._balances = [self._random.randrange(10**7) for _ in range(accounts)]
        self.rows = [self._row(number // per_instant, number, accounts) for number in range(rows)]
        if self._random.random() < 0.3:
            self.rows.reverse()
        if self._random.random() < 0.2:
            self.rows.sort(key=lambda row: row[0])
        if dirt and self._random.random() < 0.3:
            self._random.shuffle(self.rows)

    def _row(self, second: int, number: int, accounts: int) -> list[str]:
        rand = self._random
        account = rand.randrange(accounts)
        step = rand.choice((0, 100, 2500, rand.randrange(1, 10**6)))
        incoming = rand.random() < 0.5
        self._balances[account] += step if incoming else -step
        row = [""] * len(HEADER)
        row[0] = CARDS[account % len(CARDS)]
        row[1] = f"316000000000{account:05}" if account % 2 else ""
        row[2] = NAMES[account % len(NAMES)]
        row[4] = self._form.format(
            2021, 3, 5 + second // 86400 % 20, second // 3600 % 24, second // 60 % 60, second % 60
        )
        row[5], row[6] = money(step), money(self._balances[account])
        row[7] = "进" if incoming else "出"
        row[8] = rand.choice(
            (
                f"62000000000{rand.randrange(10**8):08}",
                f"{rand.randrange(10**17):017}",
                "",
                "6226******5669",
                "a@b.c",
            )
        )
        row[9] = rand.choice(("其他", "现金", "00"))
        row[10] = rand.choice(NAMES)
        row[12] = rand.choice(("甲银行", "", "乙银行股份有限公司"))
        row[13], row[31] = rand.choice(WORDS), rand.choice(WORDS[-4:])
        row[14] = rand.choice(("人民币", "CNY", "人民币", "美元")) if account == 2 else "人民币"
        row[18] = rand.choice(("成功", "1", "成功", "失败")) if rand.random() < 0.1 else "成功"
        row[24], row[25] = f"BL{number:06}", rand.choice(("", "null", f"{number:08}", "'0017'", "A/B", "-"))
        row[29] = rand.choice(("", "某商户"))
        row[32], row[33] = rand.choice(("转账", "冲正", "")), "成功"
        if rand.randrange(100) < self.dirt:
            self._soil(row)
        return row

    def _soil(self, row: list[str]) -> None:
        rand = self._random
        column = rand.choice((0, 1, 4, 5, 6, 7, 8, 10, 13, 14, 18, 24, 31, 33))
        row[column] = rand.choice(
            (
                "", "-", "--", "/", "null", "\t" + row[column], row[column] + "\t", " " + row[column] + "  ", "-" + row[column],  # noqa: E501
                "+" + row[column], "1,234.50", "12,34.5", "1234.567", "1.5E+3", "6.22E+18", "￥12.00", "99999999999999999.00",  # noqa: E501
                "2021-02-30 10:00:00", "2021-03-05 24:00:00", "借", "贷", "X", "1", "日元", "XYZ", "查无此户", "失败", "无记录",  # noqa: E501
                "二", "０", "12.", ".5", "00012.30", '"' + row[column], 'a"b', 'a""b', "甲,乙", "甲\n乙", '="123"', "\u3000", "合计", "NaN",  # noqa: E501
            )
        )  # fmt: skip

    def lines(self) -> list[str]:
        """Return the lines with the header, cells quoted as the standard says where they need it."""
        rand = self._random
        made = [",".join(HEADER)]
        for row in self.rows:
            if self.dirt and rand.randrange(100) < self.dirt:
                row = self._torn(row)
            made.append(",".join(self._quoted(cell) for cell in row))
            if self.dirt and rand.randrange(100) * 3 < self.dirt:
                made.append(
                    rand.choice(
                        (
                            "",
                            ",,,",
                            " ",
                            ",".join(HEADER),
                            "合计,12.00",
                            "查询结果：无",
                            "以上数据仅供参考",
                            "a,b,c",
                            "甲",
                            '"甲',
                            "x" * 40,
                        )
                    )
                )
        return made

    def _torn(self, row: list[str]) -> list[str]:
        rand = self._random
        kind = rand.randrange(6)
        if kind == 0:
            return row[: rand.randrange(len(row))]
        if kind == 1:
            return [*row, rand.choice(("", "x"))]
        if kind == 2:
            return row[:5] + row[6:]
        return row

    def _quoted(self, cell: str) -> str:
        rand = self._random
        if any(sign in cell for sign in ',\n"') and rand.random() < 0.7:
            return '"' + cell.replace('"', '""') + '"'
        return f'"{cell}"' if rand.random() < 0.05 else cell


def money(fen: int) -> str:
    """Return fen as yuan with two decimals."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02}"


@pytest.fixture
def answer() -> Callable[..., Answer]:
    """The maker of answers."""
    return Answer
