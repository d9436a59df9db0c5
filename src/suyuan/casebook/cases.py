"""Cases in the casebook: opening one, finding one by its number or name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from suyuan.casebook import rights
from suyuan.casebook.session import Change
from suyuan.casebook.tables import CaseRow
from suyuan.errors import WrongUsage
from suyuan.model.case import CaseRecord
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.text import Text

LONGEST_NUMBER = 64
LONGEST_FOLDER_NAME = 200
"""Bytes that a folder's name may have, with room for what file systems keep to themselves."""

NAME_MISSING = Text(zh="案件名称为空。请写明名称。", en="The case's name is empty. Give it a name.")
NUMBER_UNUSABLE = Text(
    zh="案件编号“{number}”不能用：编号也是目录名，只能由文字、数字和 - _ . ( ) [ ] 〔〕（）组成，"
    "以文字、数字或括号开头，最长 {longest} 字。",
    en="The case number “{number}” cannot be used: it also names a folder, so it is made of letters, digits and "
    "- _ . ( ) [ ] 〔〕（）, begins with a letter, digit or bracket, and has at most {longest} signs.",
)
NUMBER_TAKEN = Text(
    zh="案件编号 {number} 已被使用（{name}）。请换一个编号，或用 suyuan case show {number} 查看。",
    en="The case number {number} is taken ({name}). Choose another, or see suyuan case show {number}.",
)
NO_SUCH_CASE = Text(
    zh="没有编号或名称为“{word}”的案件。现有：{known}。用 suyuan case new 新建。",
    en="There is no case with the number or name “{word}”. There are: {known}. suyuan case new opens one.",
)
SEVERAL = Text(
    zh="名称“{word}”有多起案件：{numbers}。请用编号。",
    en="Several cases are named “{word}”: {numbers}. Use the number.",
)
NONE_YET = Text(zh="无", en="none")
AND_MORE = Text(zh="{numbers} 等 {count} 起", en="{numbers} and others, {count} in all")

_USABLE = re.compile(r"[\w(\[〔（【][\w.()\[\]〔〕（）【】-]*")
_GENERATED = re.compile(r"C(\d{4,})")
_SHOWN = 8


@dataclass(frozen=True)
class NewCase:
    """What a person states when opening a case; ``number`` None asks for the next free one (C0001, C0002, …)."""

    name: str
    number: str | None = None
    filed_at: Moment | None = None
    organ: str = ""


def subject_of(number: str) -> str:
    """Return how the audit chain names a case."""
    return f"case:{number}"


def open_case(change: Change, new: NewCase) -> CaseRecord:
    """Add a case. Raises WrongUsage for an empty name and for a number that is taken or cannot name a folder."""
    name = new.name.strip()
    if not name:
        raise WrongUsage(NAME_MISSING())
    taken = {row.number.casefold(): row for row in change.session.scalars(select(CaseRow))}
    number = _next_number(taken) if new.number is None else checked_number(new.number)
    # Folders on some systems do not tell capitals from small letters.
    if before := taken.get(number.casefold()):
        raise WrongUsage(NUMBER_TAKEN(number=before.number, name=before.name))
    row = CaseRow(
        number=number,
        name=name,
        filed_at=new.filed_at.at if new.filed_at else None,
        filed_precision=new.filed_at.precision.value if new.filed_at else None,
        organ=new.organ.strip(),
        created_at=change.at,
        created_by=change.who,
    )
    change.session.add(row)
    change.session.flush()
    record = _record(row)
    change.record(
        "case.new",
        subject_of(number),
        after={
            "number": number,
            "name": name,
            "filed_at": str(record.filed_at) if record.filed_at else None,
            "organ": record.organ,
        },
    )
    return record


def list_cases(session: Session) -> tuple[CaseRecord, ...]:
    """Return all cases by number that the session's person may look at."""
    may_look = rights.looks(session)
    rows = session.scalars(select(CaseRow).order_by(CaseRow.number))
    return tuple(_record(row) for row in rows if may_look(row.number))


def find_case(session: Session, word: str) -> CaseRecord:
    """Return the case with this number, else the only one with this name.

    Raises WrongUsage if there is none, or several of that name, NotAllowed if the person may not look at it.
    """
    word = unicodedata.normalize("NFC", word.strip())
    row = session.get(CaseRow, word)
    if row is not None:
        rights.check_look(session, row.number)
        return _record(row)
    cases = list_cases(session)
    named = [
        case for case in cases if word in (case.name, case.number) or word.casefold() == case.number.casefold()
    ]
    if not named:
        raise WrongUsage(NO_SUCH_CASE(word=word, known=_numbers(cases)))
    if len(named) > 1:
        raise WrongUsage(SEVERAL(word=word, numbers=_numbers(named)))
    return named[0]


def number_of(session: Session, word: str) -> str:
    """Return the number of the case that a word names, for whoever may not look into it too; raises WrongUsage."""
    rows = session.scalars(select(CaseRow).order_by(CaseRow.number)).all()
    named = [row.number for row in rows if word.strip() in (row.number, row.name)]
    if len(named) != 1:
        known = _numbers([_record(row) for row in rows])
        raise WrongUsage(
            SEVERAL(word=word, numbers=", ".join(named)) if named else NO_SUCH_CASE(word=word, known=known)
        )
    return named[0]


def cases_of(session: Session, numbers: Collection[str]) -> dict[str, CaseRecord]:
    """Return the cases of some numbers, as far as there are any; whether they may be looked at is not asked
    here.
    """
    found = select(CaseRow).where(CaseRow.number.in_(sorted(numbers)))
    return {row.number: _record(row) for row in session.scalars(found)}


def every_number(session: Session) -> tuple[str, ...]:
    """Return the numbers of all cases, for what has to look across cases; nothing of a case is shown by it."""
    return tuple(session.scalars(select(CaseRow.number).order_by(CaseRow.number)))


def restate(change: Change, number: str, *, filed_at: Moment | None, organ: str, why: str) -> CaseRecord:
    """Keep another time of filing or organ of a case, with its event where either differs; return the case."""
    row = change.session.get_one(CaseRow, number)
    before = _record(row)
    if (before.filed_at, before.organ) == (filed_at, organ):
        return before
    row.filed_at = filed_at.at if filed_at else None
    row.filed_precision = filed_at.precision.value if filed_at else None
    row.organ = organ
    change.session.flush()
    after = _record(row)
    change.record("case.restate", subject_of(number), why=why, before=_stated(before), after=_stated(after))
    return after


def checked_number(number: str) -> str:
    """Return a case number in its one spelling. Raises WrongUsage if it cannot name a folder."""
    number = unicodedata.normalize("NFC", number.strip())
    fits = len(number) <= LONGEST_NUMBER and len(number.encode()) <= LONGEST_FOLDER_NAME
    if not (fits and _USABLE.fullmatch(number)) or number.endswith("."):
        raise WrongUsage(NUMBER_UNUSABLE(number=number, longest=LONGEST_NUMBER))
    return number


def _stated(case: CaseRecord) -> dict[str, object]:
    return {"filed_at": str(case.filed_at) if case.filed_at else None, "organ": case.organ}


def _next_number(taken: dict[str, CaseRow]) -> str:
    used = [int(match[1]) for row in taken.values() if (match := _GENERATED.fullmatch(row.number))]
    return f"C{max(used, default=0) + 1:04d}"


def _numbers(cases: tuple[CaseRecord, ...] | list[CaseRecord]) -> object:
    if not cases:
        return NONE_YET
    shown = ", ".join(f"{case.number} {case.name}" for case in cases[:_SHOWN])
    return AND_MORE(numbers=shown, count=len(cases)) if len(cases) > _SHOWN else shown


def _record(row: CaseRow) -> CaseRecord:
    filed = None
    if row.filed_at is not None:
        filed = Moment(row.filed_at.astimezone(CHINA), Precision(row.filed_precision))
    return CaseRecord(
        number=row.number,
        name=row.name,
        filed_at=filed,
        organ=row.organ,
        created=row.created_at.astimezone(CHINA),
        created_by=row.created_by,
        version=row.version,
    )
