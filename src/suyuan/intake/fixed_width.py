"""Text whose fields have fixed widths and no header: UnionPay's files for merchants (全渠道 ZM, ZME).

The widths are those of UnionPay's published description of the file; a sign between the fields is left out by some
and written as a blank by others. A line is such a one only if its first fields are what they must be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

UNIONPAY = (3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1)
"""交易代码, 代理机构, 发送机构, 跟踪号, 传输时间, 账号, 金额, 商户类别, 终端类型, 查询流水号, 支付方式,
商户订单号, 支付卡类型, 原跟踪号, 原日期时间, 手续费, 结算金额, 支付方式, 集团商户, 交易类型, 子类, 业务类型,
账号类型, 账单类型, 账单号, 交互方式, 原查询流水号, 商户代码, 分账方式; what follows is read as one field."""

GAPS = (1, 0)
"""So many blanks stand between two fields."""

_MUST_BE = (
    (4, re.compile(r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d")),
    (5, re.compile(r"[0-9* ]{19}")),
    (6, re.compile(r"\d{12}")),
    (15, re.compile(r"[CD ]\d{12}")),
    (16, re.compile(r"[CD ]\d{12}")),
)
"""Month to second, account, amount in fen, fee and settlement with their sides: by their places."""


def unionpay_gap(text: str) -> int | None:
    """Return how many blanks part the fields of a UnionPay file, None for a text that is none."""
    first = next((line for line in text[:4096].splitlines() if line.strip()), "")
    return next((gap for gap in GAPS if _fits(first, gap)), None)


def fixed_rows(text: str, gap: int) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the number of each line and its fields without blanks around; a line of another form is one field."""
    for number, line in enumerate(text.splitlines(), start=1):
        if _fits(line, gap):
            yield number, tuple(field.strip() for field in _fields(line, gap))
        else:
            yield number, (line.strip(),) if line.strip() else ()


def _fits(line: str, gap: int) -> bool:
    fields = list(_fields(line, gap))
    return len(fields) >= len(UNIONPAY) and all(form.fullmatch(fields[at]) for at, form in _MUST_BE)


def _fields(line: str, gap: int) -> Iterator[str]:
    """Yield the fields of a line as far as it reaches, and what stands behind them as one more."""
    ends = list(accumulate(width + gap for width in UNIONPAY))
    for width, end in zip(UNIONPAY, ends, strict=True):
        if len(line) < end - gap:
            return
        yield line[end - gap - width : end - gap]
    if line[ends[-1] :].strip():
        yield line[ends[-1] :]
