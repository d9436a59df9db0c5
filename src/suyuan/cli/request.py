"""``suyuan request``: the register of requests to institutions, what is overdue, and what one request brought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.model.text import Text

if TYPE_CHECKING:
    from suyuan.actions.requests import CaseRequests
    from suyuan.ledger.request_register import RegisteredRequest

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="调证登记：问了谁、问什么、何时应答、答了没有、答到哪里",
            en="the register of requests: who was asked what, when it is due, what came, what it covers",
        )
    ),
)

AS_OF_HELP = Text(
    zh="按哪一时刻计，如 2021-03-25T18:00+08:00；只写日期指当日终了；默认现在",
    en="as of this moment, like 2021-03-25T18:00+08:00; a bare date means its end; default: now",
)
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar=words(Text(zh="时间", en="TIME")), help=words(AS_OF_HELP))
]

HEAD = Text(zh="截至 {moment}：{count} 条调证", en="As of {moment}: {count} requests")
TITLES = (
    Text(zh="状态", en="standing"),
    Text(zh="文书号", en="document"),
    Text(zh="协助单位", en="institution"),
    Text(zh="账号", en="number"),
    Text(zh="期间", en="period"),
    Text(zh="发出", en="sent"),
    Text(zh="应反馈", en="due"),
    Text(zh="反馈", en="answered"),
    Text(zh="文件", en="files"),
)
LATE = Text(zh="逾期 {days} 日", en="{days} days late")
NO_FILE = Text(zh="无文件！", en="no file!")
NONE_AT_ALL = Text(
    zh="没有登记调证。可用 suyuan form write 调证清单 写出空表，填好后导入。",
    en="No request is registered. Write an empty list with suyuan form write “调证清单”, fill it in, import it.",
)
NOTHING_OVERDUE = Text(zh="截至 {moment} 没有逾期的调证。", en="As of {moment} nothing is overdue.")
UNASKED = Text(
    zh="没有调证对应的反馈：{account}，{rows} 笔，{file}",
    en="answer without a request: {account}, {rows} bookings, {file}",
)
DUE_ASSUMED = Text(zh="* {label}", en="* {label}")
ITEM = Text(zh="  {name}：{value}", en="  {name}: {value}")
NAMES = {
    "organ": Text(zh="协查机关", en="organ"),
    "reason": Text(zh="原因", en="reason"),
    "covers": Text(zh="覆盖", en="covers"),
    "again": Text(zh="可原样重发", en="may be asked again as it is"),
    "note": Text(zh="原话", en="in its words"),
    "file": Text(zh="反馈文件", en="file"),
    "task": Text(zh="任务表", en="task sheet"),
    "lacks": Text(zh="注意", en="note"),
    "row": Text(zh="登记于", en="stands in"),
}
NO_COVER = Text(zh="不覆盖任何期间", en="nothing")
YES, NO = Text(zh="是", en="yes"), Text(zh="否", en="no")
LACKS_FILE = Text(
    zh="称全部反馈，但没有收到该账户的流水，因此不作覆盖",
    en="said to be answered whole, but no statement of the account came, so nothing is covered",
)
ROW = Text(zh="{file} 第 {row} 行", en="{file}, row {row}")
FILE = Text(zh="{file}（{tie}，{rows} 笔）", en="{file} ({tie}, {rows} bookings)")
FILE_OTHER = Text(zh="{file}（{tie}，非流水）", en="{file} ({tie}, no statement)")


@app.command("list", help=words(Text(zh="列出全部调证及状态", en="list all requests and how they stand")))
def list_(case: CaseOption, as_of: AsOf = None, as_json: AsJson = False, home: Home = None) -> None:
    """Print the register."""
    from suyuan.actions.requests import register_object

    found = _found(case, as_of, home)
    if as_json:
        output.say_json(register_object(found, found.register.requests, LANGUAGE))
        return
    if not found.register.requests:
        output.say(NONE_AT_ALL)
    else:
        _table(found, found.register.requests)
    for each in found.register.unasked:
        file = found.names.get(each.sha256, each.sha256[:12])
        output.say(UNASKED(account=each.account, rows=each.rows, file=file))


@app.command(help=words(Text(zh="逾期未反馈的调证", en="requests that are overdue")))
def overdue(case: CaseOption, as_of: AsOf = None, as_json: AsJson = False, home: Home = None) -> None:
    """Print what is due and not answered, the longest first."""
    from suyuan.actions.requests import register_object

    found = _found(case, as_of, home)
    late = found.register.overdue
    if as_json:
        output.say_json(register_object(found, late, LANGUAGE))
    elif late:
        _table(found, late)
    else:
        output.say(NOTHING_OVERDUE(moment=_day(found.register.moment)))


@app.command(help=words(Text(zh="一条调证的全部情况", en="all that is known of one request")))
def show(
    word: Annotated[
        str,
        typer.Argument(
            metavar=words(Text(zh="文书号|账号", en="DOCUMENT|NUMBER")),
            help=words(Text(zh="文书号（或其一部分）或账号", en="the document (or a part of it) or the number")),
        ),
    ],
    case: CaseOption,
    as_of: AsOf = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Print the requests whose document or number is given."""
    from suyuan.actions.requests import register_object

    found = _found(case, as_of, home)
    requests = found.found(word)
    if as_json:
        output.say_json(register_object(found, requests, LANGUAGE))
        return
    for each in requests:
        _one(found, each)


def _found(case: str, as_of: str | None, home: object) -> CaseRequests:
    from pathlib import Path

    from suyuan import settings
    from suyuan.actions.requests import case_requests
    from suyuan.actions.tracing import moment_asked

    moment = moment_asked(as_of) if as_of is not None else None
    return case_requests(settings.load(home if isinstance(home, Path) else None), case, moment)


def _table(found: CaseRequests, requests: Sequence[RegisteredRequest]) -> None:
    """Print requests as a table; a due time that nobody states is marked and explained below."""
    from suyuan.ledger.request_register import default_term

    output.say(HEAD(moment=_day(found.register.moment), count=len(requests)))
    rows = [tuple(words(title) for title in TITLES), *(_cells(found, each) for each in requests)]
    for line in output.aligned(rows):
        output.say(line)
    if any(each.due is not None and not each.due_stated for each in requests):
        output.say(DUE_ASSUMED(label=default_term().label))


def _cells(found: CaseRequests, each: RegisteredRequest) -> tuple[str, ...]:
    from suyuan.ledger.request_register import STANDING_NAMES, Standing

    request = each.request
    standing = words(STANDING_NAMES[each.standing])
    if each.standing is Standing.OVERDUE:
        standing = words(LATE(days=found.register.days_late(each)))
    elif each.standing is Standing.REFUSED and each.meaning is not None:
        standing = words(each.meaning.name).replace("：", ":").split(":")[0]
    files = str(len(each.files)) if each.files or not each.lacks_file else words(NO_FILE)
    due = "" if each.due is None else _day(each.due)[:10] + ("" if each.due_stated else "*")
    return (
        standing,
        request.document,
        request.institution,
        request.account,
        f"{_day(request.start)[:10]}–{_day(request.end)[:10]}",
        _day(request.sent)[:10],
        due,
        _day(each.answered)[:10],
        files,
    )


def _one(found: CaseRequests, each: RegisteredRequest) -> None:
    from suyuan.ledger.answer_files import TIE_NAMES

    request, cells = each.request, _cells(found, each)
    output.say("  ".join(cell for cell in (cells[1], cells[2], cells[3], cells[4], cells[0]) if cell))
    for title, cell in zip(TITLES[5:8], cells[5:8], strict=True):
        if cell:
            output.say(ITEM(name=title, value=cell))
    said: list[tuple[str, object]] = [("organ", f"{request.organ} {request.officer}".strip())]
    if each.meaning is not None:
        said += [("reason", each.meaning.name), ("again", YES if each.meaning.again else NO)]
    covers = NO_COVER if each.covered is None else " – ".join(map(_day, each.covered))
    said += [("note", request.note), ("covers", covers)]
    for file in each.files:
        text = FILE_OTHER if file.rows is None else FILE
        values = {"file": found.names.get(file.sha256, file.sha256[:12]), "tie": TIE_NAMES[file.tie]}
        said.append(("file", text(**values) if file.rows is None else text(**values, rows=file.rows)))
    for task in each.tasks:
        name = found.names.get(task.source.sha256, task.source.sha256[:12])
        said.append(("task", ROW(file=name, row=task.source.row)))
    if each.lacks_file:
        said.append(("lacks", LACKS_FILE))
    name = found.names.get(request.source.sha256, request.source.sha256[:12])
    said.append(("row", ROW(file=name, row=request.source.row)))
    for key, value in said:
        if value:
            output.say(ITEM(name=NAMES[key], value=value))


def _day(at: datetime | None) -> str:
    from suyuan.documents.shown import moment

    return "" if at is None else moment(at)
