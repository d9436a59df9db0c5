"""The register of requests 调证登记: each request with its answer, its files, when it was due, and what it covers.

A request stands in our list (调证清单); an institution's task sheet repeats it with the answer, and is then joined
to it. What a task sheet alone shows is a request of its own. "Asked and not answered" is a request that stands
open; "never asked" is an account of which no request speaks.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from importlib.resources import files as resources

from suyuan.intake.answers import closing_of, meaning_of
from suyuan.intake.statement import FileKind
from suyuan.ledger.answer_files import AnswerFile, Ties, plain, same_institution, statements_in
from suyuan.ledger.contents import FileContents
from suyuan.ledger.identities import Identities, identify
from suyuan.model.moment import CHINA
from suyuan.model.request import Answer, AnsweredRequest, Covers, Meaning
from suyuan.model.text import Message, Text


class Standing(Enum):
    """How a request stands at a moment. OVERDUE and WAITING are "asked, not answered"."""

    OVERDUE = "overdue"
    WAITING = "waiting"
    RECEIVED = "received"
    REFUSED = "refused"
    PART = "part"
    WHOLE = "whole"
    NO_ROWS = "no_rows"
    NOT_SENT = "not_sent"

    @property
    def is_open(self) -> bool:
        """Tell whether it was asked and not answered."""
        return self in (Standing.OVERDUE, Standing.WAITING)


STANDING_NAMES = {
    Standing.OVERDUE: Text(zh="逾期未反馈", en="overdue"),
    Standing.WAITING: Text(zh="待反馈", en="not answered yet"),
    Standing.RECEIVED: Text(zh="已收到文件、清单未登记反馈", en="file came, answer not entered"),
    Standing.REFUSED: Text(zh="未予提供", en="refused"),
    Standing.PART: Text(zh="部分反馈", en="answered in part"),
    Standing.WHOLE: Text(zh="全部反馈", en="answered whole"),
    Standing.NO_ROWS: Text(zh="无记录", en="no rows"),
    Standing.NOT_SENT: Text(zh="尚未发出", en="not sent yet"),
}
_STANDING_OF = {
    Answer.WHOLE: Standing.WHOLE,
    Answer.NO_ROWS: Standing.NO_ROWS,
    Answer.PART: Standing.PART,
    Answer.REFUSED: Standing.REFUSED,
}


@dataclass(frozen=True)
class RegisteredRequest:
    """One request as it stands at a moment.

    ``account`` is the account's key. ``tasks`` are rows of institutions' task sheets that repeat it. ``answer``
    and ``answered`` are the list's, or where that has none the task sheet's; ``meaning`` is what the words mean.
    ``due_stated`` tells whether the list says when it is due; else the default term is taken (None: never sent).
    ``covered`` is the period that the answer covers, None for none. ``files`` came for it.
    """

    request: AnsweredRequest
    account: str
    tasks: tuple[AnsweredRequest, ...]
    answer: Answer
    answered: datetime | None
    meaning: Meaning | None
    due: datetime | None
    due_stated: bool
    standing: Standing
    covered: tuple[datetime, datetime] | None
    files: tuple[AnswerFile, ...]

    @property
    def lacks_file(self) -> bool:
        """Tell whether the answer is said to be whole and no statement of the account came."""
        return self.answer is Answer.WHOLE and not any(file.rows is not None for file in self.files)

    @property
    def may_be_asked_again(self) -> bool:
        """Tell whether the same may be asked again as it is."""
        return self.standing.is_open or (self.meaning is not None and self.meaning.again)


@dataclass(frozen=True)
class UnaskedAnswer:
    """A statement of an account that no request covers."""

    sha256: str
    account: str
    rows: int


@dataclass(frozen=True)
class RequestRegister:
    """All requests of a case at ``moment``, by document, institution and number; and answers without a request.

    ``asked`` are the accounts of which some request speaks: any other was never asked for.
    """

    moment: datetime
    requests: tuple[RegisteredRequest, ...]
    unasked: tuple[UnaskedAnswer, ...]
    asked: frozenset[str]

    def days_late(self, each: RegisteredRequest) -> int:
        """Return by how many calendar days an answer is late, at least one."""
        if each.due is None:
            return 0
        return max(1, (self.moment.astimezone(CHINA).date() - each.due.astimezone(CHINA).date()).days)

    def of(self, account: str) -> tuple[RegisteredRequest, ...]:
        """Return the requests for an account, by its key."""
        return tuple(each for each in self.requests if each.account == account)

    @property
    def overdue(self) -> tuple[RegisteredRequest, ...]:
        """The requests that are due and not answered, the longest first."""
        late = [each for each in self.requests if each.standing is Standing.OVERDUE]
        return tuple(sorted(late, key=lambda each: (each.due or self.moment, _place(each.request))))


@dataclass(frozen=True)
class Term:
    """The default term of an answer, in days, with its label."""

    days: int
    label: Message


def register(
    files: Iterable[FileContents],
    moment: datetime,
    names: Mapping[str, Sequence[str]] | None = None,
    identities: Identities | None = None,
) -> RequestRegister:
    """Return the register of a case at a moment.

    ``names`` are the names under which each file of evidence came (also of those that could not be read), which
    may name the paper. A request that was sent later is listed as not sent yet, an answer that came later as none.
    """
    case = sorted({contents.sha256: contents for contents in files}.values(), key=lambda each: each.sha256)
    identities = identities or identify(case)
    statements = statements_in(case, identities)
    ties = Ties(case, statements, identities, names or {})
    listed = latest_listed(case, identities)
    sheets = [
        each for contents in case if contents.kind is not FileKind.REQUEST_LIST for each in contents.requests
    ]
    tasks, alone = _joined(listed, sheets, identities)
    every = sorted([*listed, *alone], key=_place)
    by_account: defaultdict[str, list[AnsweredRequest]] = defaultdict(list)
    for request in every:
        by_account[identities.key(request.account)].append(request)
    registered = []
    for request in every:
        key = identities.key(request.account)
        own = tuple(tasks.get(request.source, ()))
        rivals = [each for each in by_account[key] if each is not request]
        registered.append(_registered(request, key, own, ties.of(request, own, rivals), moment))
    tied = {(file.sha256, each.account) for each in registered for file in each.files}
    unasked = [
        UnaskedAnswer(each.sha256, each.account, len(each.bookings))
        for each in statements
        if (each.sha256, each.account) not in tied
    ]
    return RequestRegister(
        moment=moment,
        requests=tuple(registered),
        unasked=tuple(sorted(unasked, key=lambda each: (each.account, each.sha256))),
        asked=frozenset(by_account),
    )


def latest_entry(files: Iterable[FileContents]) -> datetime | None:
    """Return the last moment that any request of the case speaks of having been sent or answered at."""
    times = [
        time
        for contents in files
        for request in contents.requests
        for time in (request.sent, request.answered)
        if time is not None
    ]
    return max(times, default=None)


def covered_by(request: AnsweredRequest, answer: Answer, *, has_rows: bool) -> tuple[datetime, datetime] | None:
    """Return the period that an answer covers (docs/method.md, "Requests and coverage"), None for none.

    An answer said to be whole covers nothing while no statement of the account came. A closed account is covered
    up to its closing day where the answer states that and rows came.
    """
    if answer is Answer.NO_ROWS or (answer is Answer.WHOLE and has_rows):
        return request.start, request.end
    meaning = meaning_of(request.note) if answer is Answer.REFUSED else None
    closing = closing_of(request.note) if meaning and meaning.covers is Covers.UNTIL_CLOSING else None
    if closing is None or not has_rows or closing < request.start:
        return None
    return request.start, min(request.end, closing)


@cache
def default_term() -> Term:
    """Return the term after which an answer counts as late where nobody states one."""
    table = tomllib.loads((resources("suyuan.ledger") / "request_terms.toml").read_text(encoding="utf-8"))
    words = Text(**{language: table[language] for language in ("zh", "en")})
    return Term(table["days"], words(days=table["days"]))


def _registered(
    request: AnsweredRequest,
    account: str,
    tasks: tuple[AnsweredRequest, ...],
    files: tuple[AnswerFile, ...],
    moment: datetime,
) -> RegisteredRequest:
    said = request
    if request.answer is Answer.NONE:
        said = next((task for task in sorted(tasks, key=_rank) if task.answer is not Answer.NONE), request)
    answer = said.answer
    if said.answered is not None and said.answered > moment:
        answer = Answer.NONE
    stated = next((each.due for each in (request, *tasks) if each.due is not None), None)
    sent = next((each.sent for each in (request, *tasks) if each.sent is not None), None)
    due = stated if stated is not None else _default_due(sent)
    has_rows = any(file.rows is not None for file in files)
    standing = _STANDING_OF.get(answer) or _open(sent, due, moment, came=has_rows and said.answer is Answer.NONE)
    return RegisteredRequest(
        request=request,
        account=account,
        tasks=tasks,
        answer=answer,
        answered=said.answered if answer is not Answer.NONE else None,
        meaning=meaning_of(said.note) if answer is Answer.REFUSED else None,
        due=due,
        due_stated=stated is not None,
        standing=standing,
        covered=covered_by(said, answer, has_rows=has_rows),
        files=files,
    )


def _open(sent: datetime | None, due: datetime | None, moment: datetime, *, came: bool) -> Standing:
    if came:
        return Standing.RECEIVED
    if sent is not None and sent > moment:
        return Standing.NOT_SENT
    # the second named is the last one in time
    is_late = due is not None and due + timedelta(seconds=1) <= moment
    return Standing.OVERDUE if is_late else Standing.WAITING


def _default_due(sent: datetime | None) -> datetime | None:
    """Return the last second of the day so many days after the sending."""
    if sent is None:
        return None
    day = sent.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=default_term().days + 1, seconds=-1)


def _joined(
    listed: Sequence[AnsweredRequest], sheets: Sequence[AnsweredRequest], identities: Identities
) -> tuple[dict[object, list[AnsweredRequest]], list[AnsweredRequest]]:
    """Return the rows of task sheets by the place of the list's request that they repeat, and the others."""
    by_account: defaultdict[str, list[AnsweredRequest]] = defaultdict(list)
    for request in listed:
        by_account[identities.key(request.account)].append(request)
    joined: defaultdict[object, list[AnsweredRequest]] = defaultdict(list)
    alone = []
    for task in sorted(sheets, key=_place):
        found = [each for each in by_account[identities.key(task.account)] if _repeats(task, each)]
        if found:
            joined[min(found, key=lambda each: _likeness(task, each)).source].append(task)
        else:
            alone.append(task)
    return dict(joined), alone


def latest_listed(files: Iterable[FileContents], identities: Identities) -> list[AnsweredRequest]:
    """Return the requests of all lists; of one that several lists have, as a list grows, the latest answer's row.

    Rows of one list stand each for itself, also where they say the same.
    """
    found: dict[tuple[object, ...], AnsweredRequest] = {}
    for contents in files:
        seen: dict[tuple[object, ...], int] = {}
        for each in contents.requests if contents.kind is FileKind.REQUEST_LIST else ():
            same = (plain(each.document), each.institution, identities.key(each.account), each.currency)
            times = (each.start, each.end)
            seen[same + times] = seen.get(same + times, 0) + 1
            place = (*same, *times, seen[same + times])
            found[place] = max(found.get(place, each), each, key=_newness)
    return list(found.values())


def _newness(request: AnsweredRequest) -> tuple[object, ...]:
    """Return how late a row speaks: an answer after none, the later after the earlier, then what covers less."""
    answered = request.answered or request.sent or request.start
    is_answered = request.answer is not Answer.NONE
    return (is_answered, answered, not request.answer.covers, len(request.note), request.source.sha256)


def _repeats(task: AnsweredRequest, request: AnsweredRequest) -> bool:
    return plain(task.document) == plain(request.document) or (
        task.start <= request.end and request.start <= task.end
    )


def _likeness(task: AnsweredRequest, request: AnsweredRequest) -> tuple[object, ...]:
    """Return how badly a task sheet's row fits a request: other paper, other institution, other period."""
    return (
        plain(task.document) != plain(request.document),
        not same_institution(task.institution, request.institution),
        (task.start, task.end) != (request.start, request.end),
        _place(request),
    )


def _rank(task: AnsweredRequest) -> tuple[object, ...]:
    order = (Answer.WHOLE, Answer.NO_ROWS, Answer.PART, Answer.REFUSED, Answer.NONE)
    return (order.index(task.answer), _place(task))


def _place(request: AnsweredRequest) -> tuple[object, ...]:
    source = request.source
    return (
        request.document,
        request.institution,
        request.account,
        request.start,
        source.sha256,
        source.sheet_number,
        source.row,
    )
