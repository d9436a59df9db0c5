"""Who takes part: victims, bought cards in four tiers, wallets, and people who have nothing to do with it.

Everything is invented. Cards start with 6200 00, identity numbers with 000000 and a 30 February; names are made of
a surname and 某 (victims), 测 (bought cards) or 旁 (bystanders).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))

BANKS = {
    "A": ("北岭银行", "01"),
    "B": ("南浦银行", "02"),
    "CIB": ("兴业银行", "03"),
    "ICBC": ("中国工商银行", "04"),
    "CCB": ("中国建设银行", "05"),
    "O": ("西塘农商银行", "06"),
    "CREDIT": ("中国工商银行", "07"),
    "SHOPS": ("财付通", ""),
    "TENPAY": ("财付通", ""),
    "ALIPAY": ("支付宝", ""),
}
"""Bank letter: name and its two digits in the card number. A, B and O are invented; the others lend only the
layout of their export. CREDIT is a bank's credit cards, which pay what they
do not hold; SHOPS are shops for which Tenpay collects."""

# code | bank | name | opening balance of its statement in yuan | quiet before, after: ordinary bookings to invent
PEOPLE = """
V01 | ICBC   | 赵某甲 | 212640.18 | 46 0
V02 | CCB    | 钱某乙 | 158320.66 | 30 12
V03 | O      | 孙某丙 | |
V04 | ALIPAY | 李某丁 | |
V05 | TENPAY | 周某戊 | |
V06 | O      | 吴某己 | |
V07 | O      | 郑某庚 | |
V08 | O      | 王某辛 | |
V09 | O      | 冯某壬 | |
V10 | O      | 陈某癸 | |
V11 | O      | 褚某子 | |
V12 | O      | 卫某丑 | |
P13 | O      | 蒋某寅 | |
T1a | A | 沈测一 | 3120.55 | 24 12
T1b | B | 韩测二 | 2806.10 | 26 12
T1c | A | 杨测三 | 1583.50 | 12 0
T1d | A | 朱测四 | 1497.88 | 10 0
T1e | B | 秦测五 | 1960.42 | 26 12
T1f | B | 尤测六 | 4011.09 | 28 10
W1  | TENPAY | 许测七 | 849.12 | 14 0
WA  | ALIPAY | 何测八 | | 12 10
T2a | A | 吕测九 | 2210.73 | 24 12
T2b | A | 施测一零 | 1873.28 | 24 12
T2c | B | 张测一一 | 5120.36 | 28 12
T2d | B | 孔测一二 | 2650.91 | 28 12
T2e | A | 曹测一三 | 1175.48 | 12 0
T2f | A | 严测一四 | 1597.12 | 10 0
T2g | A | 华测一五 | 3300.84 | 28 12
T2h | B | 金测一六 | 9720.15 | 28 12
T2i | B | 魏测一七 | 1420.77 | 30 10
T2j | B | 陶测一八 | 2980.64 | 20 14
T2k | CIB | 姜测一九 | 4420.50 | 24 10
W2  | TENPAY | 戚测二零 | 628.94 | 12 0
T3a | A | 谢测二一 | 1630.22 | 24 12
T3b | A | 邹测二二 | 2074.35 | 24 12
T3c | A | 喻测二三 | 3388.19 | 26 12
T3d | A | 柏测二四 | 1950.07 | 26 12
T3e | B | 水测二五 | 6215.48 | 26 14
T3f | B | 窦测二六 | 2740.93 | 26 12
T3g | B | 章测二七 | 7120.26 | 20 14
T3h | B | 云测二八 | 1929.36 | 12 0
T3i | A | 苏测二九 | 1991.58 | 12 0
T3j | B | 潘测三零 | 3015.58 | 20 14
T3k | O | 葛测三一 | |
T3l | O | 奚测三二 | |
T4a | A | 范测三三 | 1411.66 | 24 12
T4b | A | 彭测三四 | 2832.04 | 24 12
T4c | A | 郎测三五 | 1205.97 | 26 12
T4d | B | 鲁测三六 | 2290.31 | 26 12
T4e | B | 韦测三七 | 1777.40 | 26 12
T4f | B | 昌测三八 | 3060.12 | 28 8
T4g | B | 马测三九 | 4500.00 | 6 12
T4h | B | 苗测四零 | 2604.88 | 26 12
T4i | B | 凤测四一 | |
D1  | O | 花测四二 | |
E1  | O | 方测四三 | |
E2  | O | 俞测四四 | |
N1  | O | 任测四五 | |
X9  | O | 袁测四六 | |
J1 | O | 虚构劳务一公司 | |
J2 | O | 虚构电子二厂 | |
J3 | O | 虚构餐饮三店 | |
J4 | O | 柳旁一 | |
J5 | O | 鲍旁二 | |
J6 | O | 史旁三 | |
K1 | O | 唐旁四 | |
K2 | O | 费旁五 | |
K3 | O | 廉旁六 | |
K4 | O | 岑旁七 | |
K5 | O | 薛旁八 | |
K6 | O | 雷旁九 | |
K7 | O | 贺旁一零 | |
K8 | O | 倪旁一一 | |
JW | TENPAY | 汤旁一二 | |
KW | TENPAY | 滕旁一三 | |
JA | ALIPAY | 殷旁一四 | |
KA | ALIPAY | 罗旁一五 | |
V13 | CREDIT | 安某卯 | -1250.30 | 0 0
T1g | A | 毕测四七 | 1377.10 | 6 0
T2l | B | 郝测四八 | 1260.36 | 10 0
T2m | CREDIT | 郝测四八 | -3200.00 | 0 0
M1  | SHOPS | 虚构药房 | | 0 0
W3  | TENPAY | 邬测四九 | 2029.16 | 12 0
V14 | A | 吕某辰 | 9000.00 | 0 0
V15 | O | 施某巳 | |
T1h | A | 平测五零 | 300.00 | 0 0
T2n | A | 黄测五一 | 100.00 | 0 0
"""

WALLET_IDS = {
    "V05": "wxid_suyuan0005", "W1": "wxid_suyuan1001", "W2": "wxid_suyuan1002",
    "W3": "wxid_suyuan1003", "M1": "1900000316",
    "JW": "wxid_suyuan9001", "KW": "wxid_suyuan9002",
    "V04": "2088000000000004", "WA": "2088000000001001", "JA": "2088000000009001", "KA": "2088000000009002",
}  # fmt: skip

PAYS_ORDINARILY = ("J1", "J2", "J3", "J4", "J5", "J6")
"""Employers and friends: they only pay, so no victim's money ever passes through them."""
IS_PAID_ORDINARILY = ("K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8")
"""Friends and landlords: they only receive, for the same reason."""

SHOPS = ("虚构便利店", "虚构面馆", "虚构加油站", "虚构药房", "虚构超市", "虚构理发店")
POOLS = {
    "TENPAY": ("财付通支付科技有限公司", "243300133"),
    "ALIPAY": ("支付宝（中国）网络技术有限公司", "215500690"),
    "SHOPS": ("财付通支付科技有限公司", "243300133"),
}


@dataclass(frozen=True)
class Account:
    """One account of the story. ``card`` is its card or wallet number, ``number`` the account number beside it
    (banks A and B print both), ``opening`` fen before its statement's first row, None without a statement."""

    code: str
    bank: str
    holder: str
    card: str
    number: str
    ident: str
    opening: int | None
    ordinary_before: int
    ordinary_after: int

    @property
    def bank_name(self) -> str:
        return BANKS[self.bank][0]

    @property
    def may_owe(self) -> bool:
        """Whether it is a credit line: it pays what it does not hold."""
        return self.bank == "CREDIT"

    @property
    def key(self) -> str:
        """The account's key in the ledger: the card, a wallet's id in capitals."""
        return self.card.upper()


def march(day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A moment of March 2021 in China."""
    return datetime(2021, 3, day, hour, minute, second, tzinfo=CHINA)


def columns(names: str) -> list[str]:
    """Column names written one after another with commas."""
    return names.split(",")


def fen(text: str) -> int:
    """Yuan with up to two decimals to fen."""
    whole, _, part = text.removeprefix("-").partition(".")
    amount = int(whole) * 100 + int(part.ljust(2, "0"))
    return -amount if text.startswith("-") else amount


def yuan(amount: int) -> str:
    """Fen to yuan with two decimals."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def _account(place: int, line: str) -> Account:
    code, bank, holder, opening, habit = (cell.strip() for cell in line.split("|"))
    digits = BANKS[bank][1]
    card = WALLET_IDS.get(code) or f"620000{digits}{place * 137 + 10000:07d}{(place * 4177 + 316) % 10000:04d}"
    number = ""
    if bank == "A":
        number = f"3160000{place * 91 + 5000:010d}"
    elif bank == "B":
        number = f"90316{place * 73 + 7000:010d}"
    before, after = (int(part) for part in habit.split()) if habit else (0, 0)
    ident = f"00000019000230{place:04d}"
    return Account(code, bank, holder, card, number, ident, fen(opening) if opening else None, before, after)


_LINES = [line for line in PEOPLE.splitlines() if line.strip()]
ACCOUNTS = {a.code: a for a in (_account(place, line) for place, line in enumerate(_LINES, start=1))}
VICTIMS = tuple(code for code in ACCOUNTS if code.startswith("V"))
