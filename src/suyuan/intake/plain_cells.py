"""What is said of a plain file that cannot be taken, and how its times are read. Light: no Arrow.

Shared by all commands that take plain files, so that one fault has one sentence.
"""

from __future__ import annotations

from datetime import datetime

from suyuan.model.moment import CHINA
from suyuan.model.text import Text

DEFAULT_CURRENCY = "CNY"

NO_FILE = Text(zh="找不到文件 {file}。", en="There is no file {file}.")
EMPTY_FILE = Text(zh="文件是空的。", en="the file is empty.")
LONG_CELL = Text(zh="有异常长的单元格。", en="it holds a cell that is far too long.")
BINARY = Text(zh="文件含有二进制内容。", en="it holds binary content.")
NO_COLUMN = Text(
    zh="{file} 缺少列 {column}；表头为：{header}。应有：{expected}。",
    en="{file} has no column {column}; its header is: {header}. Expected: {expected}.",
)
REPEATED_COLUMN = Text(zh="{file} 的列 {column} 出现两次。", en="{file} has the column {column} twice.")
CELLS = Text(
    zh="{file} 第 {row} 行：有 {found} 个单元格，表头有 {expected} 个。",
    en="{file}, row {row}: {found} cells, the header has {expected}.",
)
THE_CURRENCY = Text(zh="与其他行相同的币种 {currency}", en="the currency of all the others, {currency}")
CELL = Text(
    zh="{file} 第 {row} 行：{column} 为“{seen}”，应为{expected}。",
    en="{file}, row {row}: {column} is {seen!r}, expected {expected}.",
)
AN_AMOUNT = Text(zh="小于 {limit} 的金额，如 1234.56", en="an amount like 1234.56, below {limit}")
A_TIME = Text(zh="时间，如 2021-03-05T10:11:12+08:00", en="a time like 2021-03-05T10:11:12+08:00")
SOMETHING = Text(zh="有内容", en="something")


def moment_of(text: str) -> datetime:
    """Return a time in ISO 8601 as an aware moment; one without an offset is China's. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=CHINA)
