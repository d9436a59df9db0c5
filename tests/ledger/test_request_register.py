"""The register of requests: how each stands at a moment, which file answers it, and what it covers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import FileKind, read_opened
from suyuan.ledger import segment
from suyuan.ledger.answer_files import Tie, names_document, plain, same_institution
from suyuan.ledger.build import build
from suyuan.ledger.contents import FileContents, contents_of
from suyuan.ledger.request_register import RegisteredRequest, RequestRegister, Standing, default_term, register
from suyuan.model.moment import CHINA
from suyuan.model.request import Answer, AnsweredRequest
from suyuan.model.source import Source
from suyuan.model.text import Language

A, B, C = "6200000000000000017", "6200000000000000025", "6200000000000000033"
DOCUMENT = "临公（反诈）调证字〔2021〕3号"
SENT = datetime(2021, 3, 18, 11, tzinfo=CHINA)
STATEMENT = f"""
== bank
-- {A}
10:00:00 in 100.00 - 100.00
11:00:00 out 30.00 {B} 70.00
"""
Reader = Callable[[str], list[FileContents]]


def asked(account: str = A, answer: Answer = Answer.WHOLE, **more: object) -> AnsweredRequest:
    """A request of 1 to 20 March, answered on the 20th unless told otherwise."""
    values: dict[str, object] = {
        "source": Source("f" * 64, None, 1, 3),
        "document": DOCUMENT,
        "institution": "甲银行",
        "account": account,
        "currency": "CNY",
        "start": datetime(2021, 3, 1, tzinfo=CHINA),
        "end": datetime(2021, 3, 20, 23, 59, 59, tzinfo=CHINA),
        "sent": SENT,
        "answered": None if answer is Answer.NONE else datetime(2021, 3, 20, 9, tzinfo=CHINA),
        "answer": answer,
        "note": "",
    }
    return AnsweredRequest(**(values | more))  # type: ignore[arg-type]


def listed(*requests: AnsweredRequest, kind: FileKind = FileKind.REQUEST_LIST, sha256: str = "f") -> FileContents:
    """A file of requests, each in a row of its own."""
    hash_ = sha256 * 64
    rows = tuple(replace(each, source=Source(hash_, None, 1, row)) for row, each in enumerate(requests, 3))
    return FileContents(sha256=hash_, format=kind.value, kind=kind, requests=rows)


def at(day: int) -> datetime:
    """Noon of a day in March 2021."""
    return datetime(2021, 3, day, 12, tzinfo=CHINA)


def only(found: RequestRegister) -> RegisteredRequest:
    """The one request of a register."""
    (request,) = found.requests
    return request


@pytest.mark.parametrize(
    ("day", "answer", "due", "standing"),
    [
        (17, Answer.NONE, None, Standing.NOT_SENT),
        (28, Answer.NONE, None, Standing.WAITING),
        (29, Answer.NONE, None, Standing.OVERDUE),
        (24, Answer.NONE, datetime(2021, 3, 23, 23, 59, 59, tzinfo=CHINA), Standing.OVERDUE),
        (19, Answer.REFUSED, None, Standing.WAITING),
        (21, Answer.REFUSED, None, Standing.REFUSED),
        (21, Answer.PART, None, Standing.PART),
        (21, Answer.NO_ROWS, None, Standing.NO_ROWS),
    ],
)
def test_how_a_request_stands_at_a_moment(
    day: int, answer: Answer, due: datetime | None, standing: Standing
) -> None:
    """Sent on the 18th it is due ten days later, at the end of the 28th, unless the list says when; an answer of
    the 20th counts from the 20th on.
    """
    found = only(register([listed(asked(answer=answer, due=due))], at(day)))
    assert found.standing is standing
    assert found.due_stated is (due is not None)


def test_the_default_term_says_that_nobody_prescribes_it() -> None:
    """The term that is taken where none is stated is data and carries its label."""
    assert default_term().days == 10
    found = only(register([listed(asked(answer=Answer.NONE))], at(29)))
    assert found.due == datetime(2021, 3, 28, 23, 59, 59, tzinfo=CHINA)


def test_overdue_are_those_without_any_answer_the_longest_first() -> None:
    """A refusal is an answer; of the open ones the one that was due first stands first."""
    early, late = SENT - timedelta(days=3), SENT
    file = listed(
        asked(A, Answer.NONE, sent=late), asked(B, Answer.NONE, sent=early), asked(C, Answer.REFUSED, sent=early)
    )
    found = register([file], at(31))
    assert [each.account for each in found.overdue] == [B, A]


def test_a_file_answers_the_request_for_its_number_and_period(read_case: Reader) -> None:
    """Without any other hint the statement of the number asked for is the answer, with its rows."""
    (bank,) = read_case(STATEMENT)
    found = register([bank, listed(asked(), asked(B))], at(21))
    first, second = found.requests
    assert [(file.sha256, file.tie, file.rows) for file in first.files] == [(bank.sha256, Tie.ACCOUNT, 2)]
    assert second.files == ()
    assert found.unasked == ()


def test_a_statement_outside_every_period_is_an_answer_without_a_request(read_case: Reader) -> None:
    """Rows of March do not answer a request for April, nor does one for another number."""
    (bank,) = read_case(STATEMENT)
    april = asked(start=datetime(2021, 4, 1, tzinfo=CHINA), end=datetime(2021, 4, 30, tzinfo=CHINA))
    found = register([bank, listed(april, asked(B))], at(21))
    assert [(each.account, each.rows) for each in found.unasked] == [(A, 2)]


def test_the_path_names_the_paper(read_case: Reader) -> None:
    """Of two requests for one number the one whose paper stands in the file's path has the file."""
    (bank,) = read_case(STATEMENT)
    other = asked(document="临公（反诈）调证字〔2021〕33号")
    found = register(
        [bank, listed(asked(), other)], at(21), {bank.sha256: ("临公(反诈)调证字[2021]3号/明细.csv",)}
    )
    ties = {each.request.document: [file.tie for file in each.files] for each in found.requests}
    assert ties == {DOCUMENT: [Tie.DOCUMENT], other.document: []}


def test_rows_name_their_paper_in_a_column(tmp_path: Path) -> None:
    """Of two requests for one number the one whose 请求单号 stands in the rows has the file, also when it comes
    back from its segment; the column is not called unread.
    """
    text = (
        "交易卡号,交易账号,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,现金标志,对手户名,对手开户银行,摘要说明,交易币种,"
        "交易是否成功,查询反馈结果原因,请求单号\n"
        f"{A},,2021-03-05 10:11:12,100.00,100.00,进,{B},,李某乙,乙银行,转账,CNY,成功,,QQ2021-0007\n"
    )
    read = read_opened(open_bytes("明细.csv", text.encode("gb18030")))
    contents = contents_of(read)
    assert [(each.account, each.paper) for each in contents.papers] == [(A, "QQ2021-0007")]
    assert not any("请求单号" in each.render(Language.ZH) for each in read.warnings)
    back = segment.read(segment.write(contents, tmp_path), tmp_path)
    assert back.papers == contents.papers
    found = register([back, listed(asked(document="QQ2021-0006"), asked(document="qq2021-0007"))], at(21))
    ties = {each.request.document: [file.tie for file in each.files] for each in found.requests}
    assert ties == {"QQ2021-0006": [], "qq2021-0007": [Tie.COLUMN]}


def test_a_paper_is_not_found_inside_a_longer_number() -> None:
    """BL2021-001 does not stand in BL2021-0011, nor does a number of a few signs anywhere."""
    assert names_document(plain("a/BL2021-001/x.csv"), "BL2021-001")
    assert not names_document(plain("a/BL2021-0011/x.csv"), "BL2021-001")
    assert not names_document(plain("a/001/x.csv"), "001")


def test_a_file_that_could_not_be_read_is_tied_by_its_path_alone() -> None:
    """It came for the request, and brings no rows: an answer said to be whole still lacks its statement."""
    unread = "e" * 64
    found = only(register([listed(asked())], at(21), {unread: (f"{DOCUMENT}/答复.pdf",)}))
    assert [(file.sha256, file.rows) for file in found.files] == [(unread, None)]
    assert found.lacks_file


def test_a_task_sheet_answers_the_list_and_its_folder(read_case: Reader) -> None:
    """A task sheet joins the request it repeats, answers it where the list does not, and ties files beside it."""
    (bank,) = read_case(STATEMENT)
    task = listed(asked(document="RW1", note="成功"), kind=FileKind.TASK_LIST, sha256="a")
    names = {bank.sha256: ("甲银行/明细.csv",), task.sha256: ("甲银行/任务信息.csv",)}
    found = only(register([bank, task, listed(asked(answer=Answer.NONE))], at(21), names))
    assert (found.standing, [file.tie for file in found.files]) == (Standing.WHOLE, [Tie.TASK_SHEET])
    assert [each.document for each in found.tasks] == ["RW1"]


def test_a_task_sheet_alone_is_a_request() -> None:
    """A row of a task sheet that repeats no request of ours stands by itself."""
    task = listed(asked(document="RW1"), kind=FileKind.TASK_LIST, sha256="a")
    found = register([task, listed(asked(B))], at(21))
    assert sorted(each.request.document for each in found.requests) == sorted(["RW1", DOCUMENT])


def test_a_file_that_came_though_the_list_says_nothing(read_case: Reader) -> None:
    """It is neither overdue nor answered: somebody must enter the answer; until then it covers nothing."""
    (bank,) = read_case(STATEMENT)
    found = only(register([bank, listed(asked(answer=Answer.NONE))], at(31)))
    assert (found.standing, found.covered) == (Standing.RECEIVED, None)


def test_a_whole_answer_without_a_file_covers_nothing(read_case: Reader) -> None:
    """Nobody has seen its rows: it is listed, and the ledger does not take the account for complete."""
    (bank,) = read_case(STATEMENT)
    requests = listed(asked(), asked(B))
    covered, uncovered = register([bank, requests], at(21)).requests
    assert (covered.lacks_file, uncovered.lacks_file) == (False, True)
    assert uncovered.covered is None
    assert [len(build([bank, requests]).accounts[account].coverages) for account in (A, B)] == [1, 0]


@pytest.mark.parametrize(("note", "days"), [("已销户 销户日期2021-03-06", 6), ("已销户", None)])
def test_a_closed_account_is_covered_up_to_its_closing(note: str, days: int | None, read_case: Reader) -> None:
    """Only where the answer states the closing day and rows came."""
    (bank,) = read_case(STATEMENT)
    requests = listed(asked(answer=Answer.REFUSED, note=note))
    found = only(register([bank, requests], at(21)))
    end = None if days is None else datetime(2021, 3, days, 23, 59, 59, tzinfo=CHINA)
    assert (found.covered and found.covered[1]) == end
    assert [each.end for each in build([bank, requests]).accounts[A].coverages] == ([end] if end else [])
    without = only(register([requests], at(21)))
    assert without.covered is None


@pytest.mark.parametrize(
    ("note", "meaning", "again"),
    [("查无此户", "no_such_account", False), ("失败 系统超时", "timeout", True), ("权限不足", "no_right", False)],
)
def test_a_refusal_says_whether_to_ask_again(note: str, meaning: str, *, again: bool) -> None:
    """A time-out may be asked again as it is; a number that does not exist there may not."""
    found = only(register([listed(asked(answer=Answer.REFUSED, note=note))], at(21)))
    assert found.meaning is not None
    assert (found.meaning.id, found.may_be_asked_again, found.covered) == (meaning, again, None)


def test_a_list_that_grew_replaces_what_it_said_before() -> None:
    """One request in an older and a newer list is one, as the newer answers it; rows of one list stay apart."""
    older = listed(asked(answer=Answer.NONE), asked(B, Answer.NONE), sha256="a")
    newer = listed(asked(answer=Answer.NO_ROWS), asked(B, Answer.NONE), sha256="b")
    for files in ([older, newer], [newer, older]):
        found = register(files, at(31)).requests
        assert {each.account: each.standing for each in found} == {A: Standing.NO_ROWS, B: Standing.OVERDUE}
        assert len(found) == 2
    assert len(register([listed(asked(), asked())], at(31)).requests) == 2


def test_an_answer_taken_back_covers_nothing(read_case: Reader) -> None:
    """What a newer list calls in part was whole in the older one: the period is no longer covered."""
    (bank,) = read_case(STATEMENT)
    whole = listed(asked(), sha256="a")
    part = listed(asked(answer=Answer.PART, answered=at(22)), sha256="b")
    assert len(build([bank, whole]).accounts[A].coverages) == 1
    assert build([bank, whole, part]).accounts[A].coverages == ()
    assert only(register([bank, whole, part], at(31))).standing is Standing.PART


def test_asked_and_never_asked_differ() -> None:
    """An account of which any request speaks was asked for, answered or not."""
    found = register([listed(asked(A, Answer.NONE), asked(B, Answer.REFUSED))], at(31))
    assert found.asked == {A, B}
    assert C not in found.asked


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("工商银行", "中国工商银行股份有限公司", True),
        ("财付通", "深圳市财付通支付科技有限公司", True),
        ("甲银行", "乙银行", False),
        ("", "甲银行", False),
    ],
)
def test_names_of_institutions(one: str, other: str, *, same: bool) -> None:
    """Short and full name are one institution; an unknown one agrees with nothing."""
    assert same_institution(one, other) is same
