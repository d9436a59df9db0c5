"""What a user can ask of statement files without a case: what they are, and their bookings."""

from __future__ import annotations

import csv
import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from suyuan.actions.statement_values import JsonObject, booking_object, file_object, in_file_order, refused_object
from suyuan.errors import DecisionNeeded, ExitCode, Failed, Refused, WrongUsage
from suyuan.intake import known_layouts
from suyuan.intake.file_names import shown_name
from suyuan.intake.grid import OpenedFile, open_file
from suyuan.intake.statement import Confidence, ReadFile, read_opened
from suyuan.model.booking import Booking
from suyuan.model.text import Language, Message, Text

ROW_FIELDS = (
    "file", "sheet", "row", "account", "holder", "time", "time_precision", "direction", "amount", "currency",
    "balance", "counterparty_account", "counterparty_name", "counterparty_bank", "kind", "summary", "reference",
    "status",
)  # fmt: skip
"""The fields of a booking in ``statement rows``, in their order."""

CANNOT_READ = Text(zh="读不了 {file}：{problem}", en="{file} cannot be read: {problem}")
UNKNOWN_OUTPUT = Text(
    zh="不知道要写成什么格式：{file}。--out 的文件名应以 .csv 或 .parquet 结尾。",
    en="What to write is not known: {file}. The name given to --out must end in .csv or .parquet.",
)
WOULD_OVERWRITE = Text(
    zh="{file} 是本次读取的文件之一，不会被覆盖。请换一个输出文件名。",
    en="{file} is one of the files read and is never overwritten. Give --out another name.",
)
CANNOT_WRITE = Text(zh="写不了 {file}：{problem}", en="{file} cannot be written: {problem}")


@dataclass(frozen=True)
class Inspected:
    """One file as it was asked for: what it says, or why it was refused (``undecided``: a person may choose)."""

    path: Path
    read: ReadFile | None
    opened: OpenedFile | None = None
    refused: Message | None = None
    undecided: bool = False

    @property
    def place(self) -> str:
        """The path as it was given, a name in GBK on a UTF-8 system as the person wrote it."""
        try:
            str(self.path).encode()
        except UnicodeEncodeError:
            return str(Path(*map(shown_name, self.path.parts)))
        return str(self.path)

    def as_object(self, language: Language) -> JsonObject:
        """Return the object that ``statement inspect --json`` prints."""
        if self.read is not None:
            return file_object(self.place, self.read, language)
        opened = (self.opened.container, self.opened.encoding) if self.opened else None
        sentence = self.refused.render(language) if self.refused else ""
        return refused_object(self.place, _sha256(self), sentence, opened)

    def bookings(self) -> Iterator[tuple[str | None, Booking]]:
        """Yield every booking with its sheet, as they stand in the file."""
        for table in self.read.tables if self.read else ():
            for booking in in_file_order(table):
                yield table.sheet, booking


def use_layouts_of(home: Path) -> None:
    """Read a user's own layouts beside the known ones; raises Refused for a description that is wrong."""
    known_layouts.also_read(home / "layouts")


def inspect(path: Path) -> Inspected:
    """Read one file; a refusal is a value here, so that the other files of a command go on."""
    opened = None
    try:
        opened = open_file(path)
        read = read_opened(opened, str(path))
        return Inspected(path, read, opened, undecided=read.confidence is Confidence.UNSURE)
    except (Refused, Failed) as refusal:
        return Inspected(path, None, opened, refusal.message)
    except DecisionNeeded as question:
        return Inspected(path, None, opened, question.message, undecided=True)
    except OSError as problem:
        return Inspected(path, None, opened, CANNOT_READ(file=path, problem=problem.strerror or problem))


def exit_code(files: Sequence[Inspected]) -> ExitCode:
    """Return what a command over these files ends with: refused, else undecided, else done."""
    if any(each.refused is not None and not each.undecided for each in files):
        return ExitCode.REFUSED
    return ExitCode.DECISION_NEEDED if any(each.undecided for each in files) else ExitCode.DONE


def row_objects(file: Inspected) -> Iterator[JsonObject]:
    """Yield a file's bookings as the objects that ``statement rows`` prints."""
    for sheet, booking in file.bookings():
        yield booking_object(file.place, sheet, booking)


def check_output(out: Path, inputs: Sequence[Path]) -> None:
    """Raise WrongUsage where an output has no known form or would overwrite a file that is read."""
    if out.suffix.lower() not in (".csv", ".parquet"):
        raise WrongUsage(UNKNOWN_OUTPUT(file=out))
    for path in inputs:
        same = out.exists() and path.exists() and out.samefile(path)
        if same or out.resolve() == path.resolve():
            raise WrongUsage(WOULD_OVERWRITE(file=out))


def write_rows(files: Sequence[Inspected], out: Path) -> int:
    """Write all bookings to CSV or Parquet, whole or not at all, and return how many.

    CSV holds decimal amounts and ISO times, Parquet minor units and UTC instants with the offset in minutes.
    Raises Failed where the disk does not take it.
    """
    rows = [(file, sheet, booking) for file in files for sheet, booking in file.bookings()]
    try:
        handle, name = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                if out.suffix.lower() == ".csv":
                    _write_csv(file, rows)
            if out.suffix.lower() == ".parquet":
                _write_parquet(temporary, rows)
            temporary.chmod(0o644)
            temporary.replace(out)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as problem:
        raise Failed(CANNOT_WRITE(file=out, problem=problem.strerror or problem)) from problem
    return len(rows)


def _write_csv(file: TextIO, rows: Sequence[tuple[Inspected, str | None, Booking]]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(ROW_FIELDS)
    for source, sheet, booking in rows:
        values = booking_object(source.place, sheet, booking)
        writer.writerow(["" if values[field] is None else values[field] for field in ROW_FIELDS])


def _write_parquet(path: Path, rows: Sequence[tuple[Inspected, str | None, Booking]]) -> None:
    import pyarrow as pa  # heavy: only where Parquet is asked for
    from pyarrow import parquet

    objects = [booking_object(source.place, sheet, booking) for source, sheet, booking in rows]
    bookings = [booking for _, _, booking in rows]
    columns: dict[str, object] = {}
    for field in ROW_FIELDS:
        if field == "amount":
            columns[field] = pa.array([booking.amount for booking in bookings], pa.int64())
        elif field == "balance":
            columns[field] = pa.array([booking.balance for booking in bookings], pa.int64())
        elif field == "row":
            columns[field] = pa.array([booking.source.row for booking in bookings], pa.int64())
        elif field == "time":
            columns[field] = pa.array([booking.time.at for booking in bookings], pa.timestamp("us", tz="UTC"))
            columns["time_offset_minutes"] = pa.array([_offset(booking) for booking in bookings], pa.int16())
        else:
            columns[field] = pa.array([each[field] for each in objects], pa.string())
    parquet.write_table(pa.table(columns), path)


def _offset(booking: Booking) -> int:
    offset = booking.time.at.utcoffset()
    return int(offset.total_seconds()) // 60 if offset is not None else 0


def _sha256(file: Inspected) -> str | None:
    """Return the hash of a file that was refused; None where even its bytes cannot be read."""
    if file.opened is not None:
        return file.opened.sha256
    try:
        with file.path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return None
