"""All files of the case: their paths, bytes, and what a reader must find in each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import forms
import layouts_personal as personal
import layouts_police as police
from boxes import unreadable, zip_with_gbk_names
from cast import ACCOUNTS, columns
from ordinary import ordinary_moves
from statements import Line, lines_of_file, statement_lines
from story import Move, told_moves

TENPAY_TREE = "13_财付通/L-20210319-316/TP{tag}/IPHONE/{phone}/{wallet}/TenpayTrades.txt"
MEMBER_B1 = "南浦银行反馈/一级二级卡/交易明细信息.csv"
PATHS = {
    "R1": "01_报案材料/被害人报案登记表_一.xlsx",
    "R2": "01_报案材料/被害人报案登记表_二.xlsx",
    "R3": "01_报案材料/报案笔录摘录_安某卯.txt",
    "REQ": "02_调证与认定/调证清单.xlsx",
    "ROLE": "02_调证与认定/账户认定表.xlsx",
    "EAR": "02_调证与认定/专款认定表.xlsx",
    "A1": "10_北岭银行/BL20210319-001/交易明细信息.csv",
    "A2": "10_北岭银行/BL20210322-002/交易明细信息.csv",
    "ZIP": "11_南浦银行/南浦银行反馈_0319.zip",
    "B2": "11_南浦银行/NP20210320-002/交易明细信息.csv",
    "AL": "12_支付宝/20210319316_账户明细d2_20210321101500_part1.csv",
    "TP1": TENPAY_TREE.format(tag="00000316A1", phone="13800001001", wallet=ACCOUNTS["W1"].card),
    "TP2": TENPAY_TREE.format(tag="00000316A2", phone="13800001002", wallet=ACCOUNTS["W2"].card),
    "TP3": TENPAY_TREE.format(tag="00000316A3", phone="13800001003", wallet=ACCOUNTS["W3"].card),
    "MB": "13_财付通/商户1900000316_账单_20210320.csv",
    "CARD": "14_个人提供/hisdetail_信用卡_20210319.csv",
    "CARD2": "14_个人提供/hisdetail_信用卡_郝测四八.csv",
    "ICBC": "14_个人提供/hisdetail_20210318.csv",
    "CCB": "14_个人提供/" + personal.ccb_file_name(),
    "CIB": "14_个人提供/兴业交易明细_20210301_20210316.xlsx",
    "OK": "15_链上/OKLink_TRC20_TSuYuanDemoGang.csv",
    "DUP": "90_后补材料/赵某甲提交的流水（微信转来）.csv",
    "BAD": "90_后补材料/附件7.csv",
}


@dataclass
class EvidenceFile:
    """One file. ``rows`` counts its physical rows by class, ``lines`` and ``numbers`` are its bookings and where
    they stand; ``inside`` names the member for a file within the zip."""

    code: str
    path: str
    content: bytes
    format: str
    container: str
    encoding: str | None
    rows: dict[str, int] = field(default_factory=dict)
    header_row: int | None = None
    lines: list[Line] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    inside: str | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def booking_id(self, row: int) -> str:
        """The id of the booking on a row: twelve signs of the hash, sheet 1, row."""
        return f"{self.sha256[:12]}.1.{row}"


@dataclass
class Case:
    """The whole invented case: payments, statements' rows, reports, files."""

    moves: list[Move]
    lines: dict[str, list[Line]]
    reported: list[forms.Reported]
    files: dict[str, EvidenceFile]


def _classes(read: int, **others: int) -> dict[str, int]:
    names = columns("header,preamble,footer,blank,repeated_header,continuation,note,read,quarantined")
    counts = dict.fromkeys(names, 0) | {"header": 1, "read": read} | others
    return {"total": sum(counts.values())} | counts


def build_case() -> Case:
    """Everything, in memory; the same bytes each time."""
    told = told_moves()
    moves = told + ordinary_moves(told)
    for place, move in enumerate(moves):
        move.place = place
    by_name = {move.name: move for move in moves if move.name}
    lines, reported = statement_lines(moves), forms.reported_payments(told)
    files: dict[str, EvidenceFile] = {}

    def add(code: str, content: bytes, form: str, how: tuple[str, str | None], **facts: object) -> None:
        files[code] = EvidenceFile(code, PATHS.get(code, ""), content, form, *how, **facts)  # type: ignore[arg-type]

    def add_statement(code: str, form: str, how: tuple[str, str | None], written: police.Written,
                      header_row: int = 1, **others: int) -> None:  # fmt: skip
        shown = lines_of_file(code, lines)
        classes = _classes(len(shown) + others.pop("unpaid", 0), **others)
        facts = {"rows": classes, "header_row": header_row, "lines": shown, "numbers": written[1]}
        add(code, written[0], form, how, **facts)

    xlsx, gb, utf = ("xlsx", None), ("csv", "gb18030"), ("csv", "utf-8")
    for code in ("R1", "R2"):
        count = sum(line.file == code for line in reported)
        facts = {"rows": _classes(count, preamble=1), "header_row": 2}
        add(code, forms.victim_reports(reported, code), "victim_report", xlsx, **facts)
    content, told_in = forms.report_in_words(reported)
    classes = _classes(len(told_in), header=0, note=3)
    add("R3", content, "victim_report_text", ("txt", "utf-8"), rows=classes)
    requests, decided = _classes(len(forms.requests())), _classes(len(forms.decisions()))
    add("REQ", forms.request_list(), "request_list", xlsx, rows=requests, header_row=1)
    add("ROLE", forms.role_list(), "role_list", xlsx, rows=decided, header_row=1)
    for code, extra, others in (
        ("A1", "header", {"repeated_header": 1}),
        ("A2", "", {}),
        ("B1", "", {}),
        ("B2", "not_found", {"note": 1}),
    ):
        written = police.police_funds(lines_of_file(code, lines), by_name, extra=extra)
        add_statement(code, "police_funds_34", gb, written, **others)
    files["B1"].path, files["B1"].inside = PATHS["ZIP"], MEMBER_B1
    add("ZIP", zip_with_gbk_names([(MEMBER_B1, files["B1"].content)]), "container", ("zip", None))
    ledger = police.alipay_ledger(lines_of_file("AL", lines))
    add_statement("AL", "alipay_evidence_ledger", gb, ledger, unpaid=1, quarantined=1)
    for code in ("TP1", "TP2", "TP3"):
        written = police.tenpay_trades(lines_of_file(code, lines))
        add_statement(code, "tenpay_trades", ("tsv", "utf-8"), written)
    written = personal.icbc_debit(lines_of_file("ICBC", lines))
    add_statement("ICBC", "icbc_debit", ("csv", "utf-8-sig"), written, 7, preamble=3, blank=4, footer=1)
    written = police.shop_bill(lines_of_file("MB", lines))
    add_statement("MB", "wechat_merchant", ("csv", "utf-8-sig"), written, footer=2)
    for code in ("CARD", "CARD2"):
        written = personal.icbc_credit(lines_of_file(code, lines))
        add_statement(code, "icbc_credit", ("csv", "utf-8-sig"), written, 7, preamble=3, blank=4, footer=1)
    written = personal.ccb_debit(lines_of_file("CCB", lines))
    add_statement("CCB", "ccb_debit", ("xls", None), written, 6, preamble=4, blank=1, footer=1)
    written = personal.cib_debit(lines_of_file("CIB", lines))
    add_statement("CIB", "cib_debit", xlsx, written, 11, preamble=8, blank=2, footer=1)
    content, rows = personal.oklink_transfers(moves)
    add("OK", content, "oklink_token_transfers", utf, rows=_classes(len(rows)), header_row=1, numbers=rows)
    add("DUP", files["ICBC"].content, "duplicate", ("csv", "utf-8-sig"))
    add("BAD", unreadable(4096), "refused", ("csv", None))
    for file in files.values():
        for line, row in zip(file.lines, file.numbers, strict=file.code != "OK"):
            line.move.rows[line.side] = (file.code, row)
    shown = {m.name: next(iter(m.rows.values())) for m in moves if m.name and m.rows}
    places = {name: f"{'/'.join(files[code].path.split('/')[-2:])}:{row}" for name, (code, row) in shown.items()}
    decided = _classes(len(forms.EARMARKS), preamble=1)
    add("EAR", forms.earmark_list(places), "earmark_list", xlsx, rows=decided, header_row=2)
    return Case(moves, lines, reported, files)
