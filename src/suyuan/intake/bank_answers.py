"""Institutions' answers to stops and freezes 止付、冻结反馈 from sheets, CSV or JSON in the message's field names.

A row that cannot be read says why; the others are read. An answer's ``digest`` is made of what the row says
and not of its file, so that the same answer in another file is known again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from suyuan.errors import Refused
from suyuan.intake.grid import open_bytes
from suyuan.model.bank_answer import AnswerResult, BankAnswer, PriorFreeze
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.money import minor_from_text
from suyuan.model.text import Message, Text

COLUMNS = {
    "number": ("业务申请编号", "申请编号", "原冻结申请编号"),
    "institution": ("反馈机构名称", "协助单位", "银行名称", "账户所属银行名称"),
    "account": ("卡/折号", "卡折号", "账号", "卡/账号", "账卡号", "账户"),
    "currency": ("币种",),
    "result": ("止付结果", "冻结结果", "反馈结果", "结果"),
    "start": ("止付起始时间", "冻结起始时间", "起始时间", "冻结延期起始时间"),
    "end": ("止付截止时间", "冻结到期时间", "截止时间", "到期时间", "冻结结束时间"),
    "received": ("反馈时间",),
    "balance": ("账户余额",),
    "available": ("可用余额",),
    "executed": ("执行冻结金额",),
    "not_frozen": ("未冻结金额",),
    "prior_organ": ("在先冻结机关",),
    "prior_amount": ("在先冻结金额",),
    "prior_until": ("在先冻结到期日",),
    "reason": ("未能止付原因", "未能冻结原因", "失败原因", "原因"),
    "note": ("反馈说明", "备注"),
}
"""The message's fields and what they are called; the first is what an empty list shows."""

FIELD_OF = {title: name for name, titles in COLUMNS.items() for title in titles}
RESULTS = (
    (AnswerResult.MISMATCH, ("核对不一致", "不一致")),
    (AnswerResult.WAITING, ("轮候",)),
    (AnswerResult.REFUSED, ("失败", "未能", "拒绝", "未止付", "未冻结", "不成功")),
    (AnswerResult.DONE, ("成功", "已止付", "已冻结")),
)
CODE = re.compile(r"\d{1,4}")
CURRENCIES = {"": "CNY", "人民币": "CNY", "RMB": "CNY", "156": "CNY"}
LIST = re.compile(r"[;；\n]")
TIMES = (
    ("%Y%m%d%H%M%S", Precision.SECOND),
    ("%Y-%m-%d %H:%M:%S", Precision.SECOND),
    ("%Y-%m-%dT%H:%M:%S", Precision.SECOND),
    ("%Y/%m/%d %H:%M:%S", Precision.SECOND),
    ("%Y-%m-%d %H:%M", Precision.MINUTE),
    ("%Y%m%d", Precision.DAY),
    ("%Y-%m-%d", Precision.DAY),
    ("%Y/%m/%d", Precision.DAY),
)

NOT_ANSWERS = Text(
    zh="{file} 不是止付、冻结反馈：没有“账号”和“结果”两列。认得的列：{known}。",
    en="{file} holds no answers to stops or freezes: it has no columns “账号” and “结果”. Known columns: {known}.",
)
NO_JSON = Text(
    zh="{file} 不是反馈列表：{why}。应为对象的列表，字段名同表头。",
    en="{file} is no list of answers: {why}. It must be a list of objects with the columns' names.",
)
BAD_RESULT = Text(
    zh="看不懂结果“{text}”。应为 成功、核对不一致、轮候 或 失败。",
    en="“{text}” is no result: “成功”, “核对不一致”, “轮候” or “失败”.",
)
BAD_CELL = Text(zh="“{title}”一栏看不懂：{text}", en="The cell “{title}” cannot be read: {text}")
ROW = Text(zh="{file} 第 {row} 行", en="{file}, row {row}")


@dataclass(frozen=True)
class UnreadAnswer:
    """A row that cannot be read, with its place and the reason."""

    place: Message
    reason: Message


@dataclass(frozen=True)
class AnswerFile:
    """The answers of a file in its order, and the rows that could not be read."""

    name: str
    answers: tuple[BankAnswer, ...]
    unread: tuple[UnreadAnswer, ...]


def read_answers(name: str, content: bytes) -> AnswerFile:
    """Return the answers in a file's bytes; raises Refused for a file that cannot be read or holds none."""
    answers: list[BankAnswer] = []
    unread: list[UnreadAnswer] = []
    is_json = PurePosixPath(name).suffix.lower() == ".json"
    for row, cells in _json_rows(name, content) if is_json else _grid_rows(name, content):
        try:
            answers.append(_answer(cells, f"{name}:{row}"))
        except _BadCell as error:
            unread.append(UnreadAnswer(ROW(file=name, row=row), error.reason))
    return AnswerFile(name, tuple(answers), tuple(unread))


class _BadCell(Exception):
    def __init__(self, reason: Message) -> None:
        super().__init__(reason)
        self.reason = reason


def _grid_rows(name: str, content: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the rows below the header of each sheet that has one."""
    found = False
    for grid in open_bytes(name, content).grids:
        titles: list[str | None] | None = None
        for row in grid.rows:
            names = [FIELD_OF.get(cell.strip()) for cell in row.cells]
            if titles is None:
                titles = names if {"account", "result"} <= set(names) else None
                found = found or titles is not None
                continue
            pairs = zip(titles, row.cells, strict=False)
            cells = {field: cell.strip().strip("'") for field, cell in pairs if field is not None}
            if any(cells.values()):
                yield row.number, cells
    if not found:
        raise Refused(NOT_ANSWERS(file=name, known=_known()))


def _json_rows(name: str, content: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the objects of a JSON list."""
    try:
        given = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Refused(NO_JSON(file=name, why=error)) from error
    rows = given.get("answers") if isinstance(given, dict) else given
    if not isinstance(rows, list) or not all(isinstance(each, dict) for each in rows):
        raise Refused(NO_JSON(file=name, why=type(given).__name__))
    for place, each in enumerate(rows, 1):
        cells = {
            FIELD_OF.get(key, key): "" if value is None else str(value).strip() for key, value in each.items()
        }
        if not {"account", "result"} <= cells.keys():
            raise Refused(NOT_ANSWERS(file=name, known=_known()))
        yield place, {field: cell for field, cell in cells.items() if field in COLUMNS}


def _answer(cells: Mapping[str, str], place: str) -> BankAnswer:
    currency = cells.get("currency", "")
    currency = CURRENCIES.get(currency, currency.upper())
    amounts = {name: _amount(cells, name, currency) for name in ("balance", "available", "executed", "not_frozen")}
    result = _result(cells.get("result", ""))
    code = cells.get("result", "") if CODE.fullmatch(cells.get("result", "")) else ""
    said = json.dumps(dict(sorted(cells.items())), ensure_ascii=False, sort_keys=True)
    return BankAnswer(
        number=cells.get("number", ""),
        institution=cells.get("institution", ""),
        account=cells.get("account", ""),
        result=result,
        currency=currency,
        start=_moment(cells, "start"),
        end=_moment(cells, "end"),
        received=_moment(cells, "received"),
        prior=tuple(_priors(cells, currency)),
        reason=cells.get("reason", "") or cells.get("note", "") or code,
        note=cells.get("note", ""),
        digest=hashlib.sha256(said.encode()).hexdigest(),
        place=place,
        **amounts,
    )


def _result(text: str) -> AnswerResult:
    """Return what a word or code says; the platform's codes: zeros are success, others failure."""
    if CODE.fullmatch(text):
        return AnswerResult.DONE if not text.strip("0") else AnswerResult.REFUSED
    for result, words in RESULTS:
        if any(word in text for word in words):
            return result
    raise _BadCell(BAD_RESULT(text=text))


def _priors(cells: Mapping[str, str], currency: str) -> Iterable[PriorFreeze]:
    """Yield the freezes that stand before; several are set apart by semicolons."""
    organs, amounts, untils = (
        [each.strip() for each in LIST.split(cells.get(name, ""))]
        for name in ("prior_organ", "prior_amount", "prior_until")
    )
    for place, organ in enumerate(organs):
        one = {
            "prior_amount": amounts[place] if place < len(amounts) else "",
            "prior_until": untils[place] if place < len(untils) else "",
        }
        if organ:
            yield PriorFreeze(organ, _amount(one, "prior_amount", currency), _moment(one, "prior_until"))


def _amount(cells: Mapping[str, str], name: str, currency: str) -> int | None:
    text = cells.get(name, "")
    if not text:
        return None
    try:
        amount = minor_from_text(text, currency)
    except ValueError as error:
        raise _BadCell(BAD_CELL(title=COLUMNS[name][0], text=text)) from error
    if amount < 0:
        raise _BadCell(BAD_CELL(title=COLUMNS[name][0], text=text))
    return amount


def _moment(cells: Mapping[str, str], name: str) -> Moment | None:
    text = cells.get(name, "")
    if not text:
        return None
    plain = re.sub(r"(\+08:?00)$", "", text)
    for pattern, precision in TIMES:
        try:
            return Moment(datetime.strptime(plain, pattern).replace(tzinfo=CHINA), precision)
        except ValueError:
            continue
    raise _BadCell(BAD_CELL(title=COLUMNS[name][0], text=text))


def _known() -> str:
    return "、".join(titles[0] for titles in COLUMNS.values())
