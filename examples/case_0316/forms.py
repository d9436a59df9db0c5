"""The police's own three forms: what victims reported, what was asked and answered, what was decided."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

import xlsxwriter
from boxes import stored_again
from cast import ACCOUNTS, VICTIMS, columns, march, yuan
from printed import masked
from statements import STATEMENTS
from story import Move

MADE = march(20, 18)
HEADER_REPORT = columns(
    "报案编号,报案时间,被害人姓名,证件号码,联系电话,付款时间,付款账号,付款银行,收款账号,收款户名,收款银行,金额（元）,"
    "付款方式,被骗经过"
)
HEADER_REQUESTS = columns(
    "调证文书号,协助单位,查询账号,币种,查询起始时间,查询截止时间,发出时间,反馈时间,反馈结果,备注,应反馈时间,协查机关"
)
HEADER_EARMARKS = columns("账户,转入,转出,金额（元）,币种,等级,理由,依据,认定人,认定时间")
HEADER_ROLES = columns("账号,角色,理由,认定人,认定时间")
NEVER_SEEN = "6200000600099990316"
"""A card that one victim says she paid and that no statement shows."""

TALES = {
    "V04": "兼职刷单，前几单返佣，后称“联单”不能提现",
    "V05": "短视频点赞刷单，要求充值做任务",
    "V07": "刷单返佣，前三单到账，第四单不退",
    "V14": "刷单返佣，后按“客服”要求代收他人一笔款项并转出",
    "V15": "“客服”要求把垫付款转给“财务”吕某辰（虚构），后不能提现",
}
IN_WORDS = {"V13": ("2021-03-12 14:00:00", "2021-03-13 10:15:00")}
"""Who told it in words, and the times at which the told hours begin."""
PLATFORM_TALE = "网友介绍“鑫测投资”平台（虚构），提现时被要求再交保证金"


@dataclass(frozen=True)
class Reported:
    """One line of a report. ``move`` is the payment it speaks of, None for the one nobody can find."""

    claim: str
    victim: str
    file: str
    row: int
    time: str
    payer: str
    payee: str
    amount: int
    move: Move | None


def _sheet(title: str | None, header: list[str], rows: list[list[str]], numeric: int | None, name: str) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": MADE})
    sheet = book.add_worksheet(name)
    first = 0
    if title is not None:
        sheet.write_string(0, 0, title)
        first = 1
    for row, cells in enumerate([header, *rows], start=first):
        for column, cell in enumerate(cells):
            if column == numeric and row > first:
                sheet.write_number(row, column, float(cell))
            elif cell:
                sheet.write_string(row, column, cell)
    book.close()
    return stored_again(out.getvalue())


def reported_payments(told: list[Move]) -> list[Reported]:
    """All payments that victims reported, in the order of the forms: V01 to V08 in the first, the others in the
    second, V13 in a text. Each victim's report has a number of its own; claims count its rows from 1.
    """
    found: list[Reported] = []
    row = {"R1": 2, "R2": 2, "R3": 0}
    for code in VICTIMS:
        file = "R3" if code in IN_WORDS else "R1" if code <= "V08" else "R2"
        paid = [move for move in told if move.payer == code and not (move.failed or move.forwards)]
        for count, move in enumerate(sorted(paid, key=lambda m: m.at), start=1):
            row[file] += 1
            payee = ACCOUNTS[move.payee].card
            time = f"{move.at:%Y-%m-%d %H:%M:%S}"
            if (code, count) == ("V01", 1):
                time = time[:10]
            elif code == "V03":
                time = time[:16]
            elif code in IN_WORDS:
                time = IN_WORDS[code][count - 1]
            payee = masked(payee) if code == "V11" else payee
            payer = "" if code == "V12" else ACCOUNTS[code].card
            line = Reported(
                f"{_report(code)}-{count}", code, file, row[file], time, payer, payee, move.amount, move
            )
            found.append(line)
        if code == "V09":
            row[file] += 1
            lost = (f"{_report(code)}-2", code, file, row[file], "2021-03-12 10:25:00", ACCOUNTS[code].card)
            found.append(Reported(*lost, NEVER_SEEN, 990000, None))
    return found


def report_in_words(reported: list[Reported]) -> tuple[bytes, list[int]]:
    """V13's report as she told it: a sentence a line; and the lines that tell of a payment, there or back."""
    first, second = (line for line in reported if line.file == "R3")
    card, payee = ACCOUNTS["V13"].card, ACCOUNTS["T1g"]
    to = f"其用本人信用卡{card}向账户{payee.card}（户名{payee.holder}）转账"
    text = (
        f"报案编号：{first.claim.rpartition('-')[0]}（虚构）",
        f"报案人{ACCOUNTS['V13'].holder}称：其在短视频平台被人拉入点赞刷单群。",
        f"2021年3月12日14时许，{to}{first.amount / 1000000:g}万元。",
        "当日对方返还其600元。",
        f"2021年3月13日10时15分许，{to}{second.amount // 100}元。",
        "共计被骗2万元。",
    )
    return ("\n".join(text) + "\n").encode(), [3, 4, 5]


def _report(code: str) -> str:
    return f"LJ202103{15 + int(code[1:]) % 3}{int(code[1:]):04d}"


def victim_reports(reported: list[Reported], file: str) -> bytes:
    """被害人报案登记表: amounts as numbers, all else text."""
    rows = []
    for line in reported:
        if line.file != file:
            continue
        victim, number = ACCOUNTS[line.victim], line.claim.rpartition("-")[0]
        day = f"{number[2:6]}-{number[6:8]}-{number[8:10]} 20:15:00"
        payee = ACCOUNTS[line.move.payee] if line.move else None
        who = [number, day, victim.holder, victim.ident, f"1380000{int(line.victim[1:]):04d}", line.time]
        from_to = [line.payer, victim.bank_name, line.payee, payee.holder if payee else "谭测",
                   payee.bank_name if payee else "西塘农商银行"]  # fmt: skip
        way = {"TENPAY": "微信转账", "ALIPAY": "支付宝转账", "CREDIT": "信用卡转账"}.get(
            victim.bank, "手机银行转账"
        )
        rows.append([*who, *from_to, yuan(line.amount), way, TALES.get(line.victim, PLATFORM_TALE)])
    return _sheet("被害人报案登记表", HEADER_REPORT, rows, 11, "报案登记")


@dataclass(frozen=True)
class Request:
    """One line of the list of requests; ``covers`` tells whether the answer covers its period."""

    document: str
    institution: str
    account: str
    number: str
    start: str
    end: str
    sent: str
    answered: str
    answer: str
    note: str = ""
    due: str = "2021-03-21 18:00:00"

    @property
    def covers(self) -> bool:
        return self.answer in ("全部反馈", "无记录")


def requests() -> list[Request]:
    """What was asked of whom and what came back; the statements' own periods are the asked ones."""
    documents = {"A1": ("01", "03-19"), "A2": ("02", "03-22"), "B1": ("03", "03-20"), "B2": ("04", "03-20"),
                 "TP1": ("05", "03-21"), "TP2": ("05", "03-21"), "TP3": ("05", "03-21"),
                 "AL": ("06", "03-21"), "MB": ("08", "03-21")}  # fmt: skip
    found = []
    for code, part in STATEMENTS.items():
        if part.file not in documents:
            continue
        number, answered = documents[part.file]
        account = ACCOUNTS[code]
        found.append(
            Request(
                f"临公（反诈）调证字〔2021〕0316-{number}号",
                account.bank_name,
                code,
                account.number if code == "T2a" else account.card,
                f"{part.start:%Y-%m-%d %H:%M:%S}",
                f"{part.end:%Y-%m-%d %H:%M:%S}",
                "2021-03-18 11:00:00",
                f"2021-{max(answered, '03-20')} 20:30:00" if answered != "03-22" else "2021-03-22 09:30:00",
                "全部反馈",
                "T4f 所在支行停电，仅反馈至17日".replace("T4f ", "") if code == "T4f" else "",
            )
        )
    whole, sent = ("2021-03-01 00:00:00", "2021-03-20 18:00:00"), "2021-03-18 11:00:00"
    for code, answer, answered, note in (
        ("T3k", "未反馈", "", "已两次催办"),
        ("T3l", "未反馈", "", "应银行请求延期"),
        ("X9", "超期", "2021-03-19 10:00:00", "只保存一年内的明细"),
        ("T4i", "查无此户", "2021-03-20 20:30:00", ""),
        ("N1", "无记录", "2021-03-19 15:00:00", "开户后无交易"),
        ("E2", "部分反馈", "2021-03-20 16:00:00", "仅反馈开户资料"),
    ):
        account = ACCOUNTS[code]
        document = "临公（反诈）调证字〔2021〕0316-07号"
        asked = Request(document, account.bank_name, code, account.card, *whole, sent, answered, answer, note)
        found.append(replace(asked, due="2021-03-25 18:00:00") if code == "T3l" else asked)
    return found


LAST_ENTRY = "2021-03-22 09:30:00"
"""The last answer entered in the list: as of then the list says how each request stands."""


def standing(request: Request) -> str:
    """How a request stands in a word; without an answer by whether it is due."""
    said = {"全部反馈": "whole", "无记录": "no_rows", "部分反馈": "part"}
    if request.answer == "未反馈":
        return "overdue" if request.due < LAST_ENTRY else "waiting"
    return said.get(request.answer, "refused")


def request_list() -> bytes:
    """调证清单."""
    rows = [
        [
            r.document,
            r.institution,
            r.number,
            "人民币",
            r.start,
            r.end,
            r.sent,
            r.answered,
            r.answer,
            r.note,
            r.due,
            "临江市公安局（虚构）",
        ]
        for r in requests()
    ]
    return _sheet(None, HEADER_REQUESTS, rows, None, "调证清单")


def decisions() -> list[tuple[str, str, str]]:
    """Account, role word, reason. T1d, E1 and E2 are left without a decision on purpose."""
    bought = [code for code in ACCOUNTS if code[0] in "TW" and code not in ("T1d", "T4i")]
    found = [(code, "涉案账户", "卡主供述已出售，资金快进快出") for code in bought]
    found.append(("D1", "币商账户", "与USDT卖家聊天记录中的收款卡"))
    found.append(("V01", "被害人账户", "报案人本人账户"))
    found.append(("K1", "无关账户", "卡主房东，收取房租"))
    return found


def role_list() -> bytes:
    """账户认定表."""
    rows = [
        [ACCOUNTS[code].card, word, reason, "侦查员甲（虚构）", "2021-03-20 17:00:00"]
        for code, word, reason in decisions()
    ]
    return _sheet(None, HEADER_ROLES, rows, None, "账户认定")


@dataclass(frozen=True)
class Earmark:
    """What a person decided: of the payment named ``credit`` so much (fen) left with the one named ``debit``."""

    credit: str
    debit: str
    amount: int
    grade: str
    reason: str
    evidence: str


EARMARKS = (
    Earmark("F1", "F2", 2000000, "已知", "报案人称代收后二十分钟内按要求全部转出", "吕某辰报案笔录（虚构）"),
    Earmark("C1", "C2", 480000, "推定", "同一人在相邻两台自助机先取后存", "自助机监控截图（虚构）"),
)


def earmark_list(rows: dict[str, str]) -> bytes:
    """专款认定表; ``rows`` says where each named payment stands, as FILE:ROW."""
    lines = [
        [
            "",
            rows[e.credit],
            rows[e.debit],
            yuan(e.amount),
            "人民币",
            e.grade,
            e.reason,
            e.evidence,
            "侦查员甲（虚构）",
            "2021-03-20 17:30:00",
        ]
        for e in EARMARKS
    ]
    return _sheet("专款认定表", HEADER_EARMARKS, lines, None, "专款认定")
