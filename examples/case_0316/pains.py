"""Where each difficulty of the case stands, file and row: the table in STORY.md, which --check looks for there."""

from __future__ import annotations

from cast import fen
from evidence import Case, EvidenceFile
from forms import requests
from story import Move


def pains(case: Case) -> list[tuple[str, str, str]]:
    """Difficulty in Chinese and English, and the places."""

    def place(file: str, *rows: int) -> str:
        return f"{file} 第 " + "、".join(str(row) for row in rows) + " 行"

    def find(payer: str, payee: str, yuan: str) -> Move:
        sought = (payer, payee, fen(yuan))
        return next(m for m in case.moves if (m.payer, m.payee, m.amount) == sought)

    def at(move: Move, side: str = "") -> str:
        return " ↔ ".join(
            place(*seen) for key, seen in sorted(move.rows.items(), reverse=True) if side in ("", key)
        )

    second = sorted(
        m.rows["out"][1] for m in case.moves if m.payer == "T1b" and m.at.second == 7 and m.at.minute == 20
    )
    small = [row for m in case.moves if {m.payer, m.payee} == {"V07", "T1d"} for _, row in m.rows.values()]
    cash = [m.rows["out"][1] for m in case.moves if m.payer == "T4a" and m.payee == "CASH" and not m.ordinary]
    reversed_ = [m for m in case.moves if "R1" in (m.name, m.corrects)]
    suspended = [m for m in case.moves if "R2" in (m.name, m.corrects)]
    gap = next(line for line in case.lines["T3e"] if line.shown and line.at.day == 13 and line.at.hour >= 17)
    late = [
        row for line, row in zip(case.files["A2"].lines, case.files["A2"].numbers, strict=True) if line.at.day > 20
    ]
    lost = case.reported[[line.move is None for line in case.reported].index(True)]
    rows = {code: file.rows.get("total", 0) for code, file in case.files.items()}
    first_shown = next(line for line in case.lines["T4g"] if line.shown)
    t4g = first_shown.move.rows[first_shown.side]
    unnumbered = next(
        row
        for line, row in zip(case.files["B2"].lines, case.files["B2"].numbers, strict=True)
        if line.move.place % 9 == 0
    )
    bank_to_wallet, unanswered = find("T2l", "W3", "6000"), find("T2l", "POOL:TENPAY", "3500")
    shop, refund = (find("T2l", "SHOP:虚构超市", "1200"), find("SHOP:虚构超市", "T2l", "500"))
    sweeps = [m for m in case.moves if "PRODUCT:yuebao" in (m.payer, m.payee)]
    packet = [m for m in case.moves if "PACKET:P1" in (m.payer, m.payee)]
    by_card = [m for m in case.moves if m.payer == "V13"]
    after_end = find("T2k", "T3g", "5000")
    coin = find("T3c", "D1", "59800")
    return [
        ("同一笔转账双方流水都有", "same transfer seen from both sides", at(find("T1a", "T2a", "30000"))),
        ("转账失败", "a failed transfer", at(next(m for m in case.moves if m.failed))),
        ("冲正，紧邻（两行都不入账）", "reversed at once: both left out", "；".join(map(at, reversed_))),
        ("冲正，中间有别的账（挂账）", "reversed later: suspense", "；".join(map(at, suspended))),
        ("一秒内多笔，倒序", "many bookings in one second, newest first", place("B1", *second)),
        ("缺页，余额断开", "a missing page (T3e)", place("B2", gap.move.rows[gap.side][1])),
        ("账号被 Excel 损坏", "account number damaged by Excel", at(find("T2k", "T3g", "40000"))),
        ("对手账号掩码，能配对", "masked, paired by its pattern", at(find("V02", "T1b", "60000"))),
        ("对手账号掩码，配不上", "masked, nobody known", at(find("T4e", "X", "30000"))),
        ("先返小额再骗大额", "small orders repaid first (V07)", place("A1", *small)),
        ("取现", "cash withdrawals (T4a)", place("A2", *cash)),
        ("钱包换手（大单号＝流水号）", "wallet hop, by booking number", at(find("W2", "T3h", "10000"))),
        ("钱包换手（网银联单号＝备注）", "wallet hop, by the number in 备注", at(find("W2", "T3h", "9700"))),
        ("支付宝提现到卡", "Alipay to a card", at(find("WA", "T2j", "9000"))),
        ("买 USDT", "USDT exit; the dealer's coins are in OK", at(coin)),
        ("流水在查询时点前结束", "ends before the moment: T2k 16th, T4f 17th", at(after_end, "in")),
        ("流水开始前已有收款", "a credit before the statement begins (T4g)",
         at(find("T3g", "T4g", "3000"), "out") + "；" + place(*t4g)),
        ("时点之后的账", "bookings after the moment asked about", place("A2", *late)),
        ("从未调取的边缘账户", "an edge account never asked (E1)", at(find("T3f", "E1", "49000"))),
        ("付款人不是任何报案人", "a payer nobody reported (P13)", at(find("P13", "T1b", "36600"))),
        ("一方有账、另一方完整流水没有", "a contradiction (T2i, T3j)", at(find("T2i", "T3j", "6600"))),
        ("报案付款查无对应", "a reported payment that no file has", place(lost.file, lost.row)),
        ("报案账号掩码、只有日期、无付款账号", "masked payee, date only, no payer in a report",
         "；".join(place(line.file, line.row) for line in case.reported if line.claim in DIRTY_REPORTS)),
        ("对手栏写账号而非卡号", "other side by account number", at(find("T2a", "T3a", "29900"), "out")),
        ("报案只有一段话", "a report in words alone", place("R3", 3, 5)),
        ("红包：一笔付出，一笔领取，其余退回", "a red packet: paid, opened in part, the rest back",
         "；".join(map(at, packet))),
        ("商户有收单反馈，手续费另计", "a shop whose acquirer answered, and its fee",
         at(find("T2l", "M1", "800"))),
        ("调证逾期；超期被拒", "a request overdue; one refused as too old",
         place("REQ", *(row for row, r in enumerate(requests(), start=2) if r.account in ("T3k", "X9")))),
        ("本方只有账号没有卡号", "own card missing, account number alone", place("B2", unnumbered)),
        ("信用卡付款（按日期，对手只有户名）", "paid by credit card: a date, a name, no number",
         "；".join(map(at, by_card))),
        ("返还先还了信用卡", "a return repays the card's lender", at(find("T1g", "V13", "600"))),
        ("还信用卡（卡内只一行）", "a card repaid; its statement has one row", at(find("T2l", "T2m", "1000"))),
        ("快捷支付到备付金，财付通有反馈", "paid into Tenpay's account, Tenpay answered", at(bank_to_wallet)),
        ("快捷支付到备付金，无反馈", "paid into Tenpay's account, nobody asked", at(unanswered)),
        ("余额宝转入转出，含收益", "into a product and back, with yield",
         place("B2", *sorted(row for m in sweeps for _, row in m.rows.values()))),
        ("手续费紧随本金", "a fee right after its principal", at(find("T1g", "FEE", "7.50"))),
        ("三天后退款", "a refund three days later", at(shop) + "；" + at(refund)),
        ("冻结登记，不动账", "a note of a freeze, no money", at(next(m for m in case.moves if m.memo))),
        (
            "被害人代收代转另一被害人的钱（专款认定）",
            "a victim forwards another's money: an earmark",
            "；".join(at(m) for m in case.moves if m.name in ("F1", "F2")),
        ),
        (
            "取现后存入另一卡（专款认定相连）",
            "cash taken out and paid in, joined by an earmark",
            "；".join(at(m) for m in case.moves if m.name in ("C1", "C2")),
        ),
        ("被害人留下返佣", "a rebate that a victim kept", at(find("T1h", "V14", "800"))),
        ("表头重复", "a repeated header", place("A1", _repeated(case))),
        ("查询结果行（查无此户）", "a row that is an answer, no booking", place("B2", rows["B2"])),
        ("金额无法识别（隔离）", "an unreadable amount, quarantined", place("AL", rows["AL"])),
        ("交易关闭", "closed, nothing moved", place("AL", rows["AL"] - 1)),
        ("重复文件", "a duplicate under another name", "DUP ＝ ICBC"),
        ("谁也读不了的文件", "a file nobody can read", "BAD"),
        ("压缩包内中文名（GBK）", "a zip with GBK names", "ZIP，内为 B1"),
    ]  # fmt: skip


DIRTY_REPORTS = ("LJ202103160001-1", "LJ202103170011-1", "LJ202103150012-1")


def _repeated(case: Case) -> int:
    """The row that lies between the bookings and holds none."""
    numbers = set(case.files["A1"].numbers)
    return next(row for row in range(2, max(numbers)) if row not in numbers)


def table(case: Case) -> str:
    """The files by their short names, and the table of difficulties, in Markdown."""
    rows = [f"| {zh} | {en} | {where} |" for zh, en, where in pains(case)]
    files = [
        f"- {code}：`{file.path}`" + (f" → `{file.inside}`" if file.inside else "") for code, file in _listed(case)
    ]
    return "\n".join([*files, "", "| 难点 | what | 文件与行 |", "|---|---|---|", *rows])


def _listed(case: Case) -> list[tuple[str, EvidenceFile]]:
    return sorted(case.files.items(), key=lambda each: (each[1].path, each[1].inside or ""))
