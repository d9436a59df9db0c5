"""What a user can ask of statement files without a case: what they are, and their bookings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from suyuan.actions.booking_files import ROW_FIELDS, write_rows
from suyuan.actions.statement_values import JsonObject, booking_object, file_object, refused_object
from suyuan.errors import DecisionNeeded, ExitCode, Failed, Refused, WrongUsage
from suyuan.intake import known_layouts
from suyuan.intake.file_names import shown_name
from suyuan.intake.grid import OpenedFile, open_file
from suyuan.intake.large_files import Progress, in_file_order, no_progress, read_large
from suyuan.intake.statement import Confidence, ReadFile, read_opened
from suyuan.intake.sub_accounts import asks_for_rows
from suyuan.intake.table import StatementTable
from suyuan.model.booking import Booking
from suyuan.model.text import Language, Message, Text

__all__ = [
    "ROW_FIELDS",
    "Inspected",
    "check_output",
    "exit_code",
    "inspect",
    "row_objects",
    "use_layouts_of",
    "write_rows",
]

CANNOT_READ = Text(zh="读不了 {file}：{problem}", en="{file} cannot be read: {problem}")
UNKNOWN_OUTPUT = Text(
    zh="不知道要写成什么格式：{file}。--out 的文件名应以 .csv 或 .parquet 结尾。",
    en="What to write is not known: {file}. The name given to --out must end in .csv or .parquet.",
)
WOULD_OVERWRITE = Text(
    zh="{file} 是本次读取的文件之一，不会被覆盖。请换一个输出文件名。",
    en="{file} is one of the files read and is never overwritten. Give --out another name.",
)


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

    @property
    def tables(self) -> Sequence[StatementTable]:
        """The tables read, none of a file that was refused."""
        return self.read.tables if self.read else ()

    def bookings(self) -> Iterator[tuple[str | None, Booking]]:
        """Yield every booking with its sheet, as they stand in the file."""
        for table in self.tables:
            for booking in in_file_order(table):
                yield table.sheet, booking


def use_layouts_of(home: Path) -> None:
    """Read a user's own layouts beside the known ones; raises Refused for a description that is wrong."""
    known_layouts.also_read(home / "layouts")


def inspect(path: Path, *, texts: bool = True, progress: Progress = no_progress) -> Inspected:
    """Read one file; a refusal is a value here, so that the other files of a command go on.

    Without ``texts`` a large file is read for its figures alone, and its bookings cannot be asked for, unless
    sub-accounts must be told apart.
    ``progress`` is told how many of a large file's bytes are read.
    """
    opened = None
    try:
        large = read_large(path, texts=texts, progress=progress)
        if large is not None and not texts and any(asks_for_rows(table.parts) for table in large.tables):
            large = read_large(path, progress=progress)
        if large is not None:
            return Inspected(path, large)
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


def _sha256(file: Inspected) -> str | None:
    """Return the hash of a file that was refused; None where even its bytes cannot be read."""
    if file.opened is not None:
        return file.opened.sha256
    try:
        with file.path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return None
