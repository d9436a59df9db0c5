"""Segments: one imported file's contents as Parquet, each kind of rows in a file named by its own SHA-256.

The bytes depend on the rows (and the Parquet writer's version) alone: compression, row groups and encodings are
fixed, no time and no path is written. A segment is never changed; the same contents give the same name.
"""

from __future__ import annotations

import hashlib
import io
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from suyuan.errors import Failed
from suyuan.intake.balance_chain import BalanceBreak, BalanceProof, BalanceState
from suyuan.intake.drafts import Drafts
from suyuan.intake.large_files import Progress, no_progress
from suyuan.intake.statement import FileKind
from suyuan.ledger import cells
from suyuan.ledger.cells import PlacedBooking, Row
from suyuan.ledger.contents import FileContents, PartContents
from suyuan.ledger.manifest import Entry, Manifest, Segment
from suyuan.ledger.schema import ARROW_TYPES, RELATIONS, ColumnType, Relation
from suyuan.model.text import Text
from suyuan.model.transfer import AccountKind

Drawn = tuple[Segment, bytes]
"""A segment and its bytes, before it is written."""

SEGMENT_FOLDER = "segments"
ROWS_A_GROUP = 100_000
FEW_ROWS = 2_000
"""Up to so many rows a segment is written plainly: what compresses well takes longer than the rows are worth."""

_FOR_FEW: dict[str, Any] = {"compression": "snappy", "write_statistics": False, "store_schema": False}
_FOR_MANY: dict[str, Any] = {"compression": "zstd", "compression_level": 3, "write_statistics": True}

DAMAGED = Text(
    zh="账本数据段 {path}（证据 {evidence}，{kind}）{fault}。"
    "原始证据未受影响：请用 suyuan import 重新导入该文件，数据段会重建。",
    en="The ledger's segment {path} (evidence {evidence}, {kind}) {fault}. The evidence itself is unharmed: "
    "import that file again with suyuan import, which writes the segment anew.",
)
MISSING = Text(zh="不存在", en="is missing")
UNREADABLE = Text(zh="无法读取（{reason}）", en="cannot be read ({reason})")
OTHER_CONTENT = Text(
    zh="内容与其哈希不符（应为 {expected}，实为 {found}）",
    en="does not have the content that its hash names (expected {expected}, found {found})",
)
OTHER_COLUMNS = Text(zh="列与本版程序不同", en="has other columns than this version of the program")


def write(
    contents: FileContents, folder: Path, drafts: Drafts | None = None, progress: Progress = no_progress
) -> Entry:
    """Write a file's segments into the ledger's folder and return its entry for the manifest.

    A segment that is already there whole is left as it is, a damaged one is replaced. With ``drafts`` small
    segments are written as drafts, for the caller to settle. ``progress`` is told how many rows of a large file
    are written. Raises OSError where the disk does not take it.
    """
    own = Drafts() if drafts is None else drafts
    try:
        entry = _write(contents, folder, own, progress)
        if drafts is None:
            own.settle()
    finally:
        if drafts is None:
            own.discard()
    return entry


def drawn(contents: FileContents) -> tuple[Drawn, ...]:
    """Return a file's segments with their bytes, not written yet; for bookings that are objects."""
    return tuple(_drawn(kind, rows) for kind, rows in cells.rows_of(contents).items() if rows)


def put(sha256: str, segments: Sequence[Drawn], folder: Path, drafts: Drafts) -> Entry:
    """Write the drafts of segments that were drawn before; returns the file's entry; raises OSError."""
    for segment, content in segments:
        _put(segment, content, folder, drafts)
    return Entry(sha256, tuple(segment for segment, _ in segments))


def _write(contents: FileContents, folder: Path, drafts: Drafts, progress: Progress) -> Entry:
    segments = []
    columns = contents.columns
    for kind, rows in cells.rows_of(contents.without_bookings() if columns else contents).items():
        if kind == "bookings" and columns:
            # Needed for large files only; those of others are made from objects.
            from suyuan.ledger.column_segment import write_bookings

            segments += write_bookings(columns, folder / SEGMENT_FOLDER, progress)
        if rows:
            segment, content = _drawn(kind, rows)
            _put(segment, content, folder, drafts)
            segments.append(segment)
    return Entry(contents.sha256, tuple(segments))


def _drawn(kind: str, rows: Sequence[Row]) -> Drawn:
    content = parquet_bytes(RELATIONS[kind], rows)
    return Segment(kind, len(rows), hashlib.sha256(content).hexdigest()), content


def _put(segment: Segment, content: bytes, folder: Path, drafts: Drafts) -> None:
    path = path_of(segment, folder)
    if not path.is_file() or path.read_bytes() != content:
        drafts.write(path, content)


def read(entry: Entry, folder: Path) -> FileContents:
    """Return a file's contents from its segments; raises Failed where one is missing or not what its name says."""
    rows: dict[str, list[Row]] = {}
    for segment in entry.segments:
        rows.setdefault(segment.kind, []).extend(rows_in(entry, segment, folder))
    if "files" not in rows:
        rows["files"] = [(entry.sha256, "", FileKind.STATEMENT.value, None, "")]
    sha256, layout, kind, account_kind, institution = rows["files"][0]
    return FileContents(
        sha256=sha256,
        format=layout,
        kind=FileKind(kind),
        account_kind=AccountKind(account_kind) if account_kind else None,
        institution=institution,
        parts=_parts(rows.get("parts", []), rows.get("bookings", []), rows.get("breaks", [])),
        quarantined=cells.all_of(rows.get("quarantine", []), cells.quarantined_of),
        payments=cells.with_report_times(
            cells.all_of(rows.get("payments", []), cells.payment_of), rows.get("report_times", [])
        ),
        requests=cells.with_terms(
            cells.all_of(rows.get("requests", []), cells.request_of), rows.get("request_terms", [])
        ),
        roles=cells.all_of(rows.get("roles", []), cells.role_of),
        periods=cells.all_of(rows.get("periods", []), cells.period_of),
        papers=cells.all_of(rows.get("papers", []), cells.paper_of),
        printed=cells.all_of(rows.get("printed_totals", []), cells.printed_of),
        accounts=cells.all_of(rows.get("stated_accounts", []), cells.stated_account_of),
        mends=cells.all_of(rows.get("mends", []), cells.mend_of),
        returns=cells.all_of(rows.get("returns", []), cells.payment_of),
        back_office=cells.all_of(rows.get("back_office", []), cells.back_office_of),
        earmarks=cells.all_of(rows.get("earmarks", []), cells.earmark_of),
    )


def read_case(manifest: Manifest, folder: Path) -> tuple[FileContents, ...]:
    """Return the contents of every file of a case, in the order of the evidence's hashes; raises Failed."""
    return tuple(read(entry, folder) for entry in manifest.entries)


def path_of(segment: Segment, folder: Path) -> Path:
    """Return where a segment stands in the ledger's folder."""
    return folder / SEGMENT_FOLDER / segment.file_name


def parquet_bytes(relation: Relation, rows: Sequence[Row]) -> bytes:
    """Return the Parquet file of these rows, the same bytes each time."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(relation.columns)
    arrays = []
    for column, values in zip(relation.columns, columns, strict=True):
        array = pa.array(values, pa.int64() if column.type is ColumnType.TIME else ARROW_TYPES[column.type])
        arrays.append(array.cast(column.field.type) if column.type is ColumnType.TIME else array)
    table = pa.Table.from_arrays(arrays, schema=_schema(relation.name))
    sink = io.BytesIO()
    pq.write_table(
        table,
        sink,
        row_group_size=ROWS_A_GROUP,
        version="2.6",
        use_dictionary=True,
        data_page_version="1.0",
        **(_FOR_FEW if len(rows) <= FEW_ROWS else _FOR_MANY),
    )
    return sink.getvalue()


@cache
def _schema(kind: str) -> pa.Schema:
    return RELATIONS[kind].arrow


def table_in(entry: Entry, segment: Segment, folder: Path) -> pa.Table:
    """Return a segment's table after checking its content against its name; raises Failed."""
    path = path_of(segment, folder)
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise _damaged(entry, segment, path, MISSING) from error
    except OSError as error:
        raise _damaged(entry, segment, path, UNREADABLE(reason=error.strerror or error)) from error
    found = hashlib.sha256(content).hexdigest()
    if found != segment.hash:
        raise _damaged(entry, segment, path, OTHER_CONTENT(expected=segment.hash[:12], found=found[:12]))
    try:
        table = pq.read_table(pa.BufferReader(content))
    except pa.ArrowException as error:
        raise _damaged(entry, segment, path, UNREADABLE(reason=error)) from error
    if segment.kind == "bookings" and table.column_names == _schema(segment.kind).names[:-1]:
        table = table.append_column(_schema(segment.kind).field(-1), pa.array([""] * len(table), pa.string()))
    if segment.kind not in RELATIONS or not table.schema.equals(_schema(segment.kind)):
        raise _damaged(entry, segment, path, OTHER_COLUMNS)
    return table


def rows_in(entry: Entry, segment: Segment, folder: Path) -> list[Row]:
    """Return a segment's rows, times as microseconds; raises Failed where the segment is damaged."""
    table = table_in(entry, segment, folder)
    times = {column.name for column in RELATIONS[segment.kind].columns if column.type is ColumnType.TIME}
    columns = [
        (table.column(name).cast(pa.int64()) if name in times else table.column(name)).to_pylist()
        for name in table.column_names
    ]
    return list(zip(*columns, strict=True))


def _parts(parts: Sequence[Row], bookings: Sequence[Row], breaks: Sequence[Row]) -> tuple[PartContents, ...]:
    placed: defaultdict[int, list[PlacedBooking]] = defaultdict(list)
    broken: defaultdict[int, list[BalanceBreak]] = defaultdict(list)
    for row in bookings:
        booking = cells.booking_of(row)
        placed[booking.part].append(booking)
    for row in breaks:
        part, each = cells.break_of(row)
        broken[part].append(each)
    made = []
    for _, number, table, repeats_sheet, account, numbers, holder, currency, state, form in parts:
        its = placed[number]
        moved = [(each.place, index) for index, each in enumerate(its) if each.place is not None]
        order = tuple(index for _, index in sorted(moved))
        balance = BalanceProof(BalanceState(state), tuple(broken[number]), order)
        rows = tuple(each.booking for each in its)
        said = (table, repeats_sheet, account, tuple(numbers), holder, currency, rows, balance, form)
        made.append(PartContents(*said))
    return tuple(made)


def _damaged(entry: Entry, segment: Segment, path: Path, fault: object) -> Failed:
    return Failed(DAMAGED(path=path, evidence=entry.sha256[:12], kind=segment.kind, fault=fault))
