"""Who and where in Chinese free text: account numbers, tails, masks, wallets, holders, banks, victims' names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache

from suyuan.intake.report_text.words import channels, either, words
from suyuan.model.account import normal_form

_FULL = r"(?<![\dA-Za-z*])\d(?:[ \t]?\d){10,21}(?![\dA-Za-z*]|\.\d)"
_MASKED = r"(?<![\dA-Za-z*])\d{3,8}(?:\*{2,}|[Xx]{3,}|…+|\.{3,})\d{3,6}(?!\d)"
_TAIL = r"(?:尾号|末四位|后四位|尾数|末尾)(?:数字)?[为是:：]?\s*(?P<tail>\d{3,6})(?!\d)"
_WALLET = (
    r"(?:支付宝|微信|财付通)(?:账[户号]|号码?|收款账号)?[为是:：（(]*\s*"
    r"(?P<wallet>[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+|1\d{10}|[A-Za-z][A-Za-z0-9_-]{5,19})(?![\dA-Za-z])"
)
_CHAIN = r"(?P<chain>0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33})(?![0-9A-Za-z])"
_ACCOUNT = re.compile(rf"{_TAIL}|{_WALLET}|{_CHAIN}|(?P<masked>{_MASKED})|(?P<full>{_FULL})")
_MASK_SIGNS = re.compile(r"\*{2,}|[Xx]{3,}|…+|\.{3,}")
_ID_NUMBER = re.compile(r"(?:身份证|公民身份号码|证件)[号码]*[为是:：]*\s*$")
_PHONE = re.compile(r"(?:电话|手机号|手机|联系方式)[号码]*[为是:：]*\s*$")

_SURNAME_AND_SO = r"[\u4e00-\u9fff](?:某[\u4e00-\u9fff]??|[×*Xx]{1,2})[甲乙丙丁戊己庚辛壬癸]?"
_PLAIN_NAME = r"[\u4e00-\u9fff]{2,4}?"
_AFTER_A_NAME = (
    r"(?=[在于称报向通使用被因的，,。；;（(、：:以到从按先分共又再将把收给转汇接经遭添下陈说为名本电身男女]|\d|\s|$"
    r"|先后|农历|阴历|去年|今年|次日|同日|账户|银行|支付宝|微信|提供)"
)


class Side(Enum):
    """Which side of a payment an account in a text is on."""

    PAYER = "payer"
    PAYEE = "payee"
    UNSAID = "unsaid"


@dataclass(frozen=True)
class SaidAccount:
    """An account in a text: its number in normal form, ``*1234`` for a tail, and the side that the words say."""

    start: int
    end: int
    number: str
    side: Side


def find_accounts(text: str) -> tuple[SaidAccount, ...]:
    """Return the accounts of a text in their order; numbers of persons and telephones are none."""
    found = []
    last = 0
    for match in _ACCOUNT.finditer(text):
        before = text[: match.start()]
        if _ID_NUMBER.search(before) or _PHONE.search(before):
            continue
        if match["tail"]:
            number = f"*{match['tail']}"
        elif match["masked"]:
            number = normal_form(_MASK_SIGNS.sub("****", match["masked"]))
        else:
            number = normal_form(match["wallet"] or match["chain"] or match["full"])
        found.append(SaidAccount(match.start(), match.end(), number, _side(text, last, match)))
        last = match.end()
    return tuple(found)


@cache
def _directions() -> re.Pattern[str]:
    return re.compile(f"(?P<payee>{either(words('payee'))})|(?P<payer>{either(words('payer'))})")


def _side(text: str, last: int, match: re.Match[str]) -> Side:
    """Return the side by the last word of direction before the number, or by what stands behind it."""
    behind = text[match.end() : match.end() + 14]
    if re.match(
        r"[）)]?(?:的|这张|该)?(?:银行)?(?:账户|账号|卡|储蓄卡|内|中)*[，,]?(?:向|转账给|转给|汇给|转账至|转出|汇出|付款)",
        behind,
    ):
        return Side.PAYER
    sides = [
        Side.PAYEE if found["payee"] else Side.PAYER for found in _directions().finditer(text, last, match.start())
    ]
    return sides[-1] if sides else Side.UNSAID


def holder_in(text: str) -> str:
    """Return the holder of the receiving account that a text names, empty if none."""
    labelled = re.search(
        rf"{either(words('holder'))}[为是系:：]*\s*(?P<name>{_SURNAME_AND_SO}|[\u4e00-\u9fff·]{{2,20}}(?:公司|商行|经营部|店)|{_PLAIN_NAME}){_AFTER_A_NAME}",
        text,
    )
    if labelled:
        return _name(labelled["name"])
    given = re.search(
        rf"[向给](?P<name>{_SURNAME_AND_SO}|{_PLAIN_NAME})(?=名下|的(?:银行)?(?:账户|卡)|银行账户|账户|转账|转款|汇款|转了|支付|付款|打款|[（(])",
        text,
    )
    return _name(given["name"]) if given else ""


def bank_after(text: str, at: int) -> str:
    """Return the bank that stands nearest to an account's place in a text, empty if none does."""
    found = list(re.finditer(either(words("banks")), text))
    near = [each for each in found if -30 <= each.start() - at <= 40]
    return min(near, key=lambda each: (abs(each.start() - at), each.start()))[0] if near else ""


@cache
def _victims() -> re.Pattern[str]:
    label = either(words("victim"))
    return re.compile(
        rf"(?<!嫌疑人){label}(?:人)?(?:姓名)?[:：]?(?:系|是|叫)?\s*(?P<name>{_SURNAME_AND_SO}|{_PLAIN_NAME}){_AFTER_A_NAME}"
    )


def find_victims(text: str) -> tuple[tuple[int, str], ...]:
    """Return the victims that a text names as such, each with its place."""
    found = ((match.start(), _name(match["name"])) for match in _victims().finditer(text))
    return tuple((at, name) for at, name in found if name)


def channel_in(text: str, verb: str) -> str:
    """Return how a payment was made: the first channel of the list that the text names, else the verb."""
    if "现金" in text and re.search("交给|交付|交到|取走|拿走|收走", text):
        return "现金交付"
    of = {"转": "转账", "汇": "汇款", "打": "打款", "充": "充值"}
    plain = next((said for sign, said in of.items() if sign in verb), verb)
    return next((name for name, each in channels().items() if any(word in text for word in each)), plain)


def _name(name: str) -> str:
    return "" if name in words("not_a_name") or any(word in name for word in ("某银行", "账户", "银行")) else name
