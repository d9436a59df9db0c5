"""Which file answers which request 反馈文件: by task sheet, by the paper's number in the path, else by account.

A file's name alone decides nothing where the file itself speaks: a path that names a paper ties a file only to
requests for numbers that stand in it, or to all of that paper where the file could not be read.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath

from suyuan.intake.statement import FileKind
from suyuan.ledger.contents import FileContents
from suyuan.ledger.identities import Identities, own_number
from suyuan.ledger.institutions import institution_named
from suyuan.ledger.own_rows import span
from suyuan.model.booking import Booking
from suyuan.model.request import AnsweredRequest
from suyuan.model.text import Text

SHORTEST_DOCUMENT = 5
"""A number with fewer signs is too common to be found in a path."""

_BRACKETS = re.compile(r"[\s〔〕\[\]()【】<>《》〈〉{}]")
_COMMON = re.compile(r"股份有限公司|有限责任公司|有限公司|中国|支付科技|网络技术|\s")


class Tie(Enum):
    """What ties a file to a request."""

    TASK_SHEET = "task_sheet"
    COLUMN = "column"
    DOCUMENT = "document"
    ACCOUNT = "account"


TIE_NAMES = {
    Tie.TASK_SHEET: Text(zh="任务表", en="task sheet"),
    Tie.COLUMN: Text(zh="流水各行写明的文书号", en="number in the rows"),
    Tie.DOCUMENT: Text(zh="路径中的文书号", en="number in the path"),
    Tie.ACCOUNT: Text(zh="账号和期间", en="number and period"),
}


@dataclass(frozen=True)
class AnswerFile:
    """A file that answers a request; ``rows`` are the account's bookings in it, None where it holds no statement.

    Such a file is a list of accounts or persons, or one that could not be read, tied by its path alone.
    """

    sha256: str
    tie: Tie
    rows: int | None


@dataclass(frozen=True)
class Answered:
    """The rows of one account in one file of statements."""

    sha256: str
    account: str
    bookings: tuple[Booking, ...]
    institution: str


def statements_in(files: Iterable[FileContents], identities: Identities) -> tuple[Answered, ...]:
    """Return each account of each file of statements with its rows, those of several tables together."""
    found: list[Answered] = []
    for contents in files:
        rows: defaultdict[str, list[Booking]] = defaultdict(list)
        for number, part in enumerate(contents.parts):
            account = identities.key(own_number(contents, number, part))
            rows[account].extend(() if part.repeats_sheet is not None else part.bookings)
        for account, bookings in sorted(rows.items()):
            said = (booking.institution for booking in bookings if booking.institution)
            institution = next(said, contents.institution)
            found.append(Answered(contents.sha256, account, tuple(bookings), institution))
    return tuple(found)


class Ties:
    """Finds the files of a request."""

    def __init__(
        self,
        files: Sequence[FileContents],
        statements: Sequence[Answered],
        identities: Identities,
        names: Mapping[str, Sequence[str]],
    ) -> None:
        """Take the case's files, and the names under which each file of evidence came."""
        self._statements: defaultdict[str, list[Answered]] = defaultdict(list)
        for statement in statements:
            self._statements[statement.account].append(statement)
        self._identities = identities
        self._speak_for_themselves = {each.sha256 for each in statements if each.account}
        self._paths = {sha256: [plain(name) for name in its] for sha256, its in names.items()}
        self._folders = {
            sha256: {str(PurePosixPath(name).parent) for name in its} for sha256, its in names.items()
        }
        self._papers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for contents in files:
            for named in contents.papers:
                self._papers[contents.sha256, identities.key(named.account)].add(plain(named.paper))
        self._forms = {contents.sha256 for contents in files if contents.kind.is_form}
        self._tasks = {contents.sha256 for contents in files if contents.kind is FileKind.TASK_LIST}

    def of(
        self, request: AnsweredRequest, tasks: Sequence[AnsweredRequest], rivals: Sequence[AnsweredRequest]
    ) -> tuple[AnswerFile, ...]:
        """Return the files that answer a request, best ties first.

        ``tasks`` are the rows of task sheets that answer it, ``rivals`` the case's other requests for the account.
        """
        account = self._identities.key(request.account)
        numbers = [request.document, *(task.document for task in tasks)]
        found = []
        for each in self._statements.get(account, ()):
            tie = self._tie(each, request, tasks, numbers, rivals)
            if tie is not None:
                found.append(AnswerFile(each.sha256, tie, len(each.bookings)))
        found += [
            AnswerFile(sha256, Tie.DOCUMENT, None)
            for sha256, paths in self._paths.items()
            if sha256 not in self._speak_for_themselves | self._forms | self._tasks
            and any(names_document(path, number) for path in paths for number in numbers)
        ]
        order = list(Tie)
        return tuple(sorted(found, key=lambda file: (order.index(file.tie), file.rows is None, file.sha256)))

    def _tie(
        self,
        statement: Answered,
        request: AnsweredRequest,
        tasks: Sequence[AnsweredRequest],
        numbers: Sequence[str],
        rivals: Sequence[AnsweredRequest],
    ) -> Tie | None:
        own = self._folders.get(statement.sha256, set())
        for task in tasks:
            sheet = task.source.sha256
            if sheet == statement.sha256 or own & self._folders.get(sheet, set()):
                return Tie.TASK_SHEET
        named = self._papers.get((statement.sha256, statement.account), set())
        if named & {plain(number) for number in numbers}:
            return Tie.COLUMN
        if self._names_one_of(statement, numbers):
            return Tie.DOCUMENT
        others = [rival.document for rival in rivals]
        if self._names_one_of(statement, others) or named & {plain(number) for number in others}:
            return None
        if statement.bookings and not any(within(booking, request) for booking in statement.bookings):
            return None
        better = any(
            same_institution(rival.institution, statement.institution)
            and any(within(booking, rival) for booking in statement.bookings)
            for rival in rivals
        )
        stranger = statement.institution and not same_institution(request.institution, statement.institution)
        return None if better and stranger else Tie.ACCOUNT

    def _names_one_of(self, statement: Answered, numbers: Iterable[str]) -> bool:
        paths = self._paths.get(statement.sha256, ())
        return any(names_document(path, number) for path in paths for number in numbers)


def within(booking: Booking, request: AnsweredRequest) -> bool:
    """Tell whether a row may lie in the period that was asked for."""
    first, last = span(booking.time)
    return first <= request.end and request.start <= last


def plain(text: str) -> str:
    """Return a path or a paper's number as they are compared: plain signs, without brackets and blanks."""
    return _BRACKETS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def names_document(path: str, number: str) -> bool:
    """Tell whether a plain path names a paper: not as part of a longer number."""
    wanted = plain(number)
    if len(wanted) < SHORTEST_DOCUMENT:
        return False
    return re.search(rf"(?<![0-9]){re.escape(wanted)}(?![0-9])", path) is not None


def same_institution(one: str, other: str) -> bool:
    """Tell whether two names are one institution's; an unknown name agrees with nothing."""
    if not one or not other:
        return False
    first, second = institution_named(one), institution_named(other)
    if first is not None and first == second:
        return True
    short, long = sorted((_COMMON.sub("", one), _COMMON.sub("", other)), key=len)
    return bool(short) and short in long
