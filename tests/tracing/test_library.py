"""Tables of any kind give what Arrow tables in the exact types give; what is no table is a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from suyuan.errors import Refused
from suyuan.model.moment import CHINA
from suyuan.tracing.findings import TIME, TraceInput
from suyuan.tracing.library import input_of_columns, trace_columns
from suyuan.tracing.policies import Policy
from suyuan.tracing.trace import trace

CLAIMS = {"claim": ["c1"], "victim": ["v"], "transfer": ["1"], "amount": [5000]}
TIMES = [datetime(2021, 3, 5, 10), datetime(2021, 3, 5, 11)]  # noqa: DTZ001  as many frames have them
COLUMNS: dict[str, Any] = {
    "id": ["1", "2"], "time": TIMES, "payer": ["A", "B"], "payee": ["B", "C"], "amount": [10000, 6000],
}  # fmt: skip


class Capsule:
    """A frame of a library that this program does not know: it only exports a stream of Arrow."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        exported: Any = self._table
        return exported.__arrow_c_stream__(requested_schema)


def viewed() -> pa.Table:
    """Return the columns as Polars lays them out: views, a dictionary, naive microseconds, two chunks."""
    table: Any = pa.table(COLUMNS)
    table = table.set_column(0, "id", table.column("id").cast(pa.string_view()))
    table = table.set_column(2, "payer", table.column("payer").cast(pa.large_string()))
    table = table.set_column(3, "payee", table.column("payee").dictionary_encode())
    return pa.concat_tables([table.slice(0, 1), table.slice(1)])


def frame(name: str) -> Any:
    """Return the columns as a frame of a library that may be there or not."""
    return pytest.importorskip(name).DataFrame(COLUMNS)


ZONED = [each.replace(tzinfo=CHINA) for each in TIMES]
ROWS = [dict(zip(COLUMNS, row, strict=True)) for row in zip(*COLUMNS.values(), strict=True)]
CHUNKED: Any = pa.chunked_array([["1"], ["2"]])
KINDS: dict[str, Callable[[], Any]] = {
    "a mapping of lists": lambda: COLUMNS,
    "an Arrow table": lambda: pa.table(COLUMNS),
    "a frame that exports Arrow": lambda: Capsule(viewed()),
    "a list of mappings": lambda: ROWS,
    "arrays": lambda: COLUMNS | {"amount": np.array([10000, 6000], np.int32), "id": CHUNKED},
    "texts": lambda: COLUMNS | {"amount": ["100", "60.00"], "time": ["2021-03-05 10:00", "2021-03-05T11:00+08"]},
    "decimals": lambda: COLUMNS | {"amount": [Decimal("1E+2"), Decimal("60.0")]},
    "another zone": lambda: COLUMNS | {"time": pa.array(ZONED, pa.timestamp("s", "Asia/Tokyo"))},
    "polars": lambda: frame("polars"),
    "pandas": lambda: frame("pandas"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_any_kind_of_table_gives_the_same_findings(kind: str) -> None:
    """Each kind of table gives, table by table, what exact Arrow tables give."""
    exact = pa.table(COLUMNS | {"time": pa.array(ZONED, TIME)})
    expected = trace(TraceInput("CNY", exact, pa.table(CLAIMS), {}), tuple(Policy))
    found = trace_columns(KINDS[kind](), Capsule(pa.table(CLAIMS)))
    assert found.tables() == expected.tables()
    assert found.holdings.to_pylist()[1]["amount"] == 5000


def test_openings_and_offsets() -> None:
    """Openings as a mapping and as a table are one; a text's offset stands beside the moment."""
    table = {"account": ["A"], "amount": ["100.00"]}
    both = [input_of_columns(COLUMNS, CLAIMS, openings=each) for each in ({"A": 10000}, table)]
    assert both[0].openings == both[1].openings == {"A": 10000}
    texts = COLUMNS | {"time": ["2021-03-05T10:00+08:00", "2021-03-05T08:00:00+05:30"]}
    assert input_of_columns(texts, CLAIMS).transfers.column("time_offset").to_pylist() == [480, 330]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"amount": [1.5, 2.0]}, "never floats"),
        ({"amount": ["1", "1.005"]}, r"record 2: '1\.005' is no amount in CNY"),
        ({"amount": [2**63, 1]}, "column amount cannot be read"),
        ({"amount": np.array([2**63, 1], np.uint64)}, "record 1: '9223372036854775808'"),
        ({"amount": [1, None]}, "record 2: amount is empty"),
        ({"time": ["2021-03-05", "noon"]}, "record 2: 'noon' is no time"),
        ({"id": ["1"]}, "id 1, time 2"),
        ({"payer": [1, 2]}, "column payer is of type int64"),
    ],
)
def test_what_cannot_be_a_column_is_refused(change: dict[str, Any], words: str) -> None:
    """Floats for money, amounts and times that are none, columns of unequal length: a sentence."""
    with pytest.raises(Refused, match=words):
        trace_columns(COLUMNS | change, CLAIMS)


def test_what_is_no_table_is_refused() -> None:
    """A number, a text, a moment without a zone, an account with two openings."""
    for table in (5, "transfers.csv", [1]):
        with pytest.raises(Refused, match="transfers is no table"):
            trace_columns(table, CLAIMS)
    with pytest.raises(Refused, match="no time zone"):
        trace_columns(COLUMNS, CLAIMS, as_of=TIMES[0])
    with pytest.raises(Refused, match="account A is stated twice"):
        trace_columns(COLUMNS, CLAIMS, openings={"account": ["A", "A"], "amount": [1, 2]})
