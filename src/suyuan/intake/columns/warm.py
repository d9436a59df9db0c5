"""Compiles the kernels that read large files and leaves them in the cache (``suyuan doctor``)."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow as pa

from suyuan.intake.columns.kernels import cards, chains, figures, plain, splitting, texts, trails, values
from suyuan.intake.columns.reading import Wanted, read_by_columns
from suyuan.intake.plain_columns import LEAST, read_amounts, read_times

HEADER = "交易卡号,交易账号,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,对手户名,现金标志,摘要说明,交易流水号,日志号,查询反馈结果原因"  # noqa: E501
CARD = "6200000000000000017,31600000000000001"
ROWS = (
    f'{CARD},2021-03-05 10:00:01,1.00,101.00,进,6200000000000000025,"某甲",00,转账,BL1,,成功',
    f"{CARD},2021-03-05 10:00:02,2.00,99.00,出,A-1,某乙,00,转账,BL2,'3',成功",
    f"{CARD},2021-03-05 10:00:02,1.00,100.00,进,,,00,,BL3,,成功",
    f"{CARD},20210305100003,1.00,101.00,,,,00,,BL4,,成功",
    f"{CARD},2021-03-06,1.00,150.00,进,,,00,,BL5,,成功",
)


def warm() -> int:
    """Read five invented rows in both encodings; return how many kernels there are. Raises OSError."""
    for encoding in ("gb18030", "utf-8"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.csv"
            path.write_bytes(("\n".join([HEADER, *ROWS]) + "\n").encode(encoding))
            read = read_by_columns(path, wanted=Wanted(threads=1))
            for part in read.tables[0].parts if read else ():
                tuple(part.bookings)
    read_amounts(pa.array(["1.00"] * LEAST), 2)
    read_times(pa.array(["2021-03-05T10:00:01+08:00"] * LEAST))
    modules = (cards, chains, figures, plain, splitting, texts, trails, values)
    named = {id(each): each for module in modules for each in vars(module).values()}
    return sum(hasattr(each, "py_func") for each in named.values())
