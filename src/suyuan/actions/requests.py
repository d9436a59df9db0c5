"""What a user can ask of a case's requests 调证: the register at a moment, one request, those that are overdue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from suyuan.actions.cases import TakenUp, take_up
from suyuan.errors import WrongUsage
from suyuan.intake.cells import BLANKS
from suyuan.ledger import segment
from suyuan.ledger.answer_files import plain
from suyuan.ledger.contents import FileContents
from suyuan.ledger.request_register import (
    RegisteredRequest,
    RequestRegister,
    UnaskedAnswer,
    default_term,
    latest_entry,
    register,
)
from suyuan.model.account import normal_form
from suyuan.model.case import CaseRecord, EvidenceRecord, Outcome
from suyuan.model.moment import CHINA
from suyuan.model.source import Source
from suyuan.model.text import Language, Text
from suyuan.settings import Settings

JsonObject = dict[str, object]

NO_SUCH_REQUEST = Text(
    zh="案件 {case} 没有文书号或账号含“{word}”的调证。请用 suyuan request list 查看。",
    en="Case {case} has no request whose document or number holds “{word}”. See suyuan request list.",
)


@dataclass(frozen=True)
class CaseRequests:
    """A case's register at a moment, with the names of its files."""

    case: CaseRecord
    register: RequestRegister
    names: Mapping[str, str]

    def found(self, word: str) -> tuple[RegisteredRequest, ...]:
        """Return the requests whose document or number holds a word; raises WrongUsage where there is none."""
        wanted, number = plain(word), normal_form(word.strip(BLANKS))
        found = tuple(
            each
            for each in self.register.requests
            if (wanted and wanted in plain(each.request.document))
            or (number and number in (each.account, each.request.account))
        )
        if not found:
            raise WrongUsage(NO_SUCH_REQUEST(case=self.case.number, word=word))
        return found


def case_requests(settings: Settings, word: str, moment: datetime | None = None) -> CaseRequests:
    """Return the register of a case found by number or name; without a moment as it stands now.

    Raises WrongUsage if there is no such case, Failed where a segment is damaged.
    """
    taken = take_up(settings, word)
    contents = segment.read_case(taken.manifest, taken.folder.ledger)
    found = register(contents, moment or datetime.now(CHINA), names_of(taken))
    return CaseRequests(taken.case, found, {file.sha256: file.name for file in taken.evidence})


def register_of(taken: TakenUp, contents: Sequence[FileContents], moment: datetime | None) -> RequestRegister:
    """Return the register as of a moment, or if that is later, of the last entry that the register itself has."""
    times = [time for time in (moment, latest_entry(contents)) if time is not None]
    at = max(times, default=None) or _last_row(contents)
    return register(contents, at, names_of(taken))


def _last_row(contents: Sequence[FileContents]) -> datetime:
    """Return the time of the case's last row, for a case without requests: the same on every day."""
    rows = (row.time.at for each in contents for part in each.parts for row in part.bookings)
    return max(rows, default=datetime(1970, 1, 1, tzinfo=CHINA))


def names_of(taken: TakenUp) -> dict[str, tuple[str, ...]]:
    """Return the names under which each file that may be an answer came."""
    return {file.sha256: _names(file) for file in taken.evidence if file.reading.outcome in _ANSWERS}


_ANSWERS = (Outcome.IMPORTED, Outcome.REFUSED)


def _names(file: EvidenceRecord) -> tuple[str, ...]:
    return tuple(dict.fromkeys(arrival.name for arrival in file.arrivals))


def register_object(found: CaseRequests, requests: Sequence[RegisteredRequest], language: Language) -> JsonObject:
    """Return a register as the object that ``suyuan request list --json`` prints."""
    return {
        "case": found.case.number,
        "as_of": _time(found.register.moment),
        "requests": [request_object(each, found.names, language) for each in requests],
        "answers_without_request": [_unasked(each, found.names) for each in found.register.unasked],
    }


def request_object(each: RegisteredRequest, names: Mapping[str, str], language: Language) -> JsonObject:
    """Return one request as JSON values; what nobody states is null."""
    request, meaning = each.request, each.meaning
    return {
        "document": request.document or None,
        "organ": request.organ or None,
        "officer": request.officer or None,
        "institution": request.institution or None,
        "account": request.account,
        "currency": request.currency,
        "from": _time(request.start),
        "to": _time(request.end),
        "sent": _time(request.sent),
        "due": _time(each.due),
        "due_basis": None if each.due_stated or not each.due else default_term().label.render(language),
        "answered": _time(each.answered),
        "answer": each.answer.value,
        "standing": each.standing.value,
        "reason": None
        if meaning is None
        else {
            "id": meaning.id,
            "words": meaning.name.render(language),
            "covers": meaning.covers.value,
            "again": meaning.again,
            "basis": meaning.basis.render(language),
        },
        "note": request.note or None,
        "covered": None
        if each.covered is None
        else {"from": _time(each.covered[0]), "to": _time(each.covered[1])},
        "files": [
            {"file": names.get(file.sha256), "sha256": file.sha256, "tie": file.tie.value, "rows": file.rows}
            for file in each.files
        ],
        "lacks_file": each.lacks_file,
        "tasks": [
            {"document": task.document or None, "answer": task.answer.value, **_source(task.source, names)}
            for task in each.tasks
        ],
        **_source(request.source, names),
    }


def _source(source: Source, names: Mapping[str, str]) -> JsonObject:
    return {"file": names.get(source.sha256), "sheet": source.sheet, "row": source.row}


def _unasked(each: UnaskedAnswer, names: Mapping[str, str]) -> JsonObject:
    return {
        "file": names.get(each.sha256),
        "sha256": each.sha256,
        "account": each.account,
        "rows": each.rows,
    }


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(CHINA).isoformat(timespec="seconds")
