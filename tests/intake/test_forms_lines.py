"""Our own three forms: victims' reports, requests with their answers, decisions on accounts."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import FileKind, ReadFile, read_file, read_opened
from suyuan.model.request import Answer
from suyuan.model.text import Language
from suyuan.model.transfer import AccountKind, Role

REPORT = (
    "报案编号,报案时间,被害人姓名,证件号码,联系电话,付款时间,付款账号,付款银行,"
    "收款账号,收款户名,收款银行,金额（元）,付款方式,被骗经过"
)
REQUESTS = "调证文书号,协助单位,查询账号,币种,查询起始时间,查询截止时间,发出时间,反馈时间,反馈结果,备注"
ROLES = "账号,角色,理由,认定人,认定时间"
VICTIM, SUSPECT = "6200000000000000017", "6200000000000000025"


def read(*lines: str) -> ReadFile:
    """Read a form of these lines."""
    return read_opened(open_bytes("form.csv", "\n".join(lines).encode()))


def report(**changes: str) -> ReadFile:
    """Return a report of one payment."""
    row = {
        "报案编号": "B-1",
        "被害人姓名": "张某甲",
        "付款时间": "2021-03-05 10:11",
        "付款账号": VICTIM,
        "收款账号": SUSPECT,
    }
    row |= {"金额（元）": "50,000.00", "付款方式": "手机银行", **changes}
    cells = [f'"{row.get(name, "")}"' for name in REPORT.split(",")]
    return read("被害人报案登记表", REPORT, ",".join(cells))


def fault(answer: ReadFile) -> tuple[str, str]:
    """Return column and reason of the one line that could not be read."""
    (row,) = answer.tables[0].quarantined
    return row.column, row.reason.render(Language.EN)


def test_one_row_is_one_payment() -> None:
    """The title above the header is preamble; the payment knows its row and its precision."""
    answer = report()
    (payment,) = answer.payments
    assert (answer.format, answer.kind) == ("victim_report", FileKind.VICTIM_REPORT)
    assert (payment.report, payment.victim, payment.payer, payment.payee) == ("B-1", "张某甲", VICTIM, SUSPECT)
    assert (payment.amount, payment.currency, payment.channel) == (5_000_000, "CNY", "手机银行")
    assert (str(payment.time), payment.time.precision.value) == ("2021-03-05T10:11:00+08:00", "minute")
    assert payment.source.row == 3
    assert (answer.tables[0].rows.preamble, answer.tables[0].rows.read) == (1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2021-03-05 20:15", "2021-03-05T20:15:00+08:00"), ("2021-03-06", "2021-03-06"), ("", None), ("当晚", None)],
)
def test_when_a_report_was_made(text: str, expected: str | None) -> None:
    """The time as the form states it; one that says no time leaves the payment as it is."""
    answer = report(报案时间=text)
    (payment,) = answer.payments
    assert (str(payment.reported_at) if payment.reported_at else None) == expected
    assert not answer.tables[0].quarantined


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"金额（元）": "0"}, "金额（元）"),
        ({"金额（元）": "五万"}, "金额（元）"),
        ({"付款时间": "2021-02-30"}, "付款时间"),
        ({"被害人姓名": ""}, "被害人姓名"),
        ({"付款账号": "6.2000000000000E+18"}, "付款账号"),
        ({"付款账号": "", "收款账号": ""}, "收款账号"),
    ],
)
def test_a_payment_that_cannot_be_read_is_quarantined(changes: dict[str, str], column: str) -> None:
    """Nothing is dropped: the line waits with its reason."""
    answer = report(**changes)
    assert answer.payments == ()
    assert fault(answer)[0] == column


def test_a_number_that_a_spreadsheet_damaged_is_not_taken(tmp_path: Path) -> None:
    """Nineteen digits in a number cell have lost the last ones."""
    path = tmp_path / "报案.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for column, name in enumerate(REPORT.split(",")):
            sheet.write_string(0, column, name)
        for column, text in ((0, "B-1"), (2, "张某甲"), (5, "2021-03-05 10:11:12")):
            sheet.write_string(1, column, text)
        sheet.write_number(1, 6, float(VICTIM))
        sheet.write_number(1, 11, 50000)
    assert "stored as a number" in fault(read_file(path))[1]


@pytest.mark.parametrize(
    ("printed", "answer"),
    [
        ("全部反馈", Answer.WHOLE),
        ("无记录", Answer.NO_ROWS),
        ("部分反馈", Answer.PART),
        ("未反馈", Answer.NONE),
        ("查无此户", Answer.REFUSED),
        ("已销户", Answer.REFUSED),
        ("超期", Answer.REFUSED),
        ("系统超时", Answer.REFUSED),
        ("权限不足", Answer.REFUSED),
    ],
)
def test_answers_and_what_they_cover(printed: str, answer: Answer) -> None:
    """Only a whole answer, with or without rows, covers its period; the last day counts to its last second."""
    row = f"T-1,北岭银行,{SUSPECT},人民币,2021-03-01,2021-03-16,2021-03-17,2021-03-19 09:00:00,{printed},急"
    (request,) = read(REQUESTS, row).requests
    assert request.answer is answer
    assert request.answer.covers == (printed in ("全部反馈", "无记录"))
    assert (request.start.isoformat(), request.end.isoformat()) == (
        "2021-03-01T00:00:00+08:00",
        "2021-03-16T23:59:59+08:00",
    )
    assert (request.document, request.institution, request.account) == ("T-1", "北岭银行", SUSPECT)
    assert (request.currency, request.note) == ("CNY", f"{printed} 急")


def test_a_request_not_answered_has_no_time_of_answer() -> None:
    """Blank times are None, and an unknown word of an answer is a fault that names the words there are."""
    (request,) = read(REQUESTS, f"T-1,北岭银行,{SUSPECT},,2021-03-01,2021-03-16,,,未反馈,").requests
    assert (request.sent, request.answered) == (None, None)
    column, reason = fault(read(REQUESTS, f"T-1,北岭银行,{SUSPECT},,2021-03-01,2021-03-16,,,也许,"))
    assert column == "反馈结果"
    assert "全部反馈" in reason


def test_a_period_that_ends_before_it_starts_is_a_fault() -> None:
    """The two dates were filled in the wrong way round."""
    assert fault(read(REQUESTS, f"T-1,北岭银行,{SUSPECT},,2021-03-16,2021-03-01,,,未反馈,"))[0] == "查询截止时间"


@pytest.mark.parametrize(
    ("printed", "role", "kind"),
    [
        ("被害人账户", Role.VICTIM, None),
        ("涉案账户", Role.SUSPECT_CONTROLLED, None),
        ("商户", Role.MERCHANT, None),
        ("备付金账户", Role.POOL, None),
        ("无关账户", Role.BYSTANDER, None),
        ("币商账户", Role.UNKNOWN, AccountKind.EXCHANGE),
    ],
)
def test_roles_of_accounts(printed: str, role: Role, kind: AccountKind | None) -> None:
    """A coin dealer's account is an exchange whose role nobody has decided."""
    (decision,) = read(ROLES, f"{SUSPECT},{printed},收取被骗款,王某丙,2021-03-20").roles
    assert (decision.account, decision.role, decision.kind) == (SUSPECT, role, kind)
    assert (decision.reason, decision.author, str(decision.time)) == ("收取被骗款", "王某丙", "2021-03-20")


def test_a_decision_needs_its_reason_and_its_author() -> None:
    """A named person decides, with a reason."""
    assert fault(read(ROLES, f"{SUSPECT},商户,,王某丙,"))[0] == "理由"
    assert fault(read(ROLES, f"{SUSPECT},商户,收款码,,"))[0] == "认定人"
