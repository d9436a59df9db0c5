"""Importing institutions' answers: each to the stop or freeze it answers, by application number, account,
institution.

The file itself is kept in the case's vault first, under its SHA-256, and each step names it. One answer is one
transaction. An answer that is in the casebook already changes nothing; one that fits nothing, or
that the law does not let stand, is listed with its reason and the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from suyuan.actions import freezes, stops
from suyuan.actions.case_folder import folder_of
from suyuan.actions.cases import casebook_of
from suyuan.actions.measures import Entered, Working, scope_of, working
from suyuan.casebook import cases, evidence, proceedings
from suyuan.errors import ExitCode, Refused
from suyuan.intake.bank_answers import read_answers
from suyuan.intake.evidence import Vault
from suyuan.model.account import normal_form
from suyuan.model.bank_answer import ANSWER_NAMES, AnswerResult, BankAnswer
from suyuan.model.case import Arrival, EvidenceRecord, Reading
from suyuan.model.case import Outcome as Kept
from suyuan.model.proceeding import Proceeding, ProceedingKind
from suyuan.model.text import Language, Message, Text, say
from suyuan.recovery import freezing, stop_payment
from suyuan.recovery.freeze_facts import (
    FREEZE_STATES,
    Credit,
    FreezeEffect,
    FreezeFails,
    FreezeState,
    FreezeStep,
    FreezeWaits,
)
from suyuan.recovery.freezing import Freeze
from suyuan.recovery.stop_facts import (
    STOP_STATES,
    Particular,
    StopCheck,
    StopEffect,
    StopRefusal,
    StopState,
)
from suyuan.recovery.stop_payment import Stop
from suyuan.settings import Settings

NOTHING_FITS = Text(
    zh="没有对应的止付或冻结（申请编号 {number}，账号 {account}，{institution}）",
    en="no stop or freeze of the case fits (application {number}, account {account}, {institution})",
)
SEVERAL_FIT = Text(
    zh="账号 {account} 有几项可对应（{ids}），反馈未写申请编号",
    en="several fit account {account} ({ids}), no number is given",
)
OTHER_CURRENCY = Text(
    zh="反馈金额的币种是 {stated}（未写币种的按人民币），{id} 的币种是 {own}；请补正币种后再导入",
    en="its amounts are in {stated} (CNY where none is stated), {id} is in {own}: have the currency corrected",
)
NO_START = Text(zh="成功而未写起始时间", en="done, but its start is not stated")
NOTHING_TO_ANSWER = Text(zh="{id} 现为“{state}”，不等待反馈", en="{id} is “{state}” and waits for no answer")


CANNOT_READ = Text(zh="{file} 无法读取：{why}", en="{file} cannot be read: {why}")
TOO_LARGE = Text(
    zh="{file} 有 {size} 字节，超过反馈表的上限 {limit} 字节。请拆成几份。",
    en="{file} has {size} bytes, the limit for a list of answers is {limit}. Split it.",
)
LARGEST = 256 * 1024 * 1024
KIND = "measure_answers"
"""What the evidence of a case calls a file of answers."""

NAMED_BY = {
    Particular.HOLDER: "户名",
    Particular.ACCOUNT: "账号",
    Particular.AMOUNT: "金额",
    Particular.TIME: "时间",
}
"""By which word of the institution's reason a particular is known."""


class Outcome(Enum):
    """What became of one answer."""

    TAKEN = "taken"
    ALREADY = "already"
    UNMATCHED = "unmatched"
    REFUSED = "refused"
    UNREAD = "unread"


OUTCOMES = {
    Outcome.TAKEN: Text(zh="已登记", en="taken"),
    Outcome.ALREADY: Text(zh="已有", en="there already"),
    Outcome.UNMATCHED: Text(zh="无对应", en="fits nothing"),
    Outcome.REFUSED: Text(zh="不予登记", en="refused"),
    Outcome.UNREAD: Text(zh="无法读取", en="cannot be read"),
}


@dataclass(frozen=True)
class AnswerLine:
    """One answer of a file: where it stands, what became of it, on which measure, and why not."""

    place: Message | str
    outcome: Outcome
    answer: BankAnswer | None = None
    measure: str = ""
    reason: Message | None = None


@dataclass(frozen=True)
class AnswersImported:
    """One file of answers; ``refused`` says why it could not be read at all, ``sha256`` under what it is kept."""

    file: str
    lines: tuple[AnswerLine, ...]
    refused: Message | None = None
    sha256: str | None = None


def import_answers(
    settings: Settings, case: str, paths: Iterable[Path], entered: Entered
) -> tuple[AnswersImported, ...]:
    """Import files of answers into a case, in the order given. Raises WrongUsage if there is no such case."""
    done = []
    for path in paths:
        try:
            content = _content(path)
            read = read_answers(path.name, content)
        except Refused as refusal:
            done.append(AnswersImported(path.name, (), refusal.message))
            continue
        sha256 = _keep(settings, case, path.name, content, entered)
        lines = [_taken(settings, case, answer, _from_file(entered, answer, sha256)) for answer in read.answers]
        lines += [AnswerLine(each.place, Outcome.UNREAD, reason=each.reason) for each in read.unread]
        done.append(AnswersImported(path.name, tuple(lines), sha256=sha256))
    return tuple(done)


def exit_code(files: Sequence[AnswersImported]) -> ExitCode:
    """Return what an import of answers ends with: a file refused, else something left for a person, else done."""
    if any(each.refused is not None for each in files):
        return ExitCode.REFUSED
    left = {Outcome.UNMATCHED, Outcome.REFUSED, Outcome.UNREAD}
    return (
        ExitCode.DECISION_NEEDED
        if any(line.outcome in left for each in files for line in each.lines)
        else ExitCode.DONE
    )


def answers_object(files: Sequence[AnswersImported], language: Language) -> list[dict[str, Any]]:
    """Return imported files of answers as the list that ``suyuan answers import --json`` prints."""
    return [
        {
            "file": each.file,
            "sha256": each.sha256,
            "refused": None if each.refused is None else say(each.refused, language),
            "answers": [
                {
                    "place": say(line.place, language),
                    "outcome": line.outcome.value,
                    "measure": line.measure or None,
                    "result": None if line.answer is None else line.answer.result.value,
                    "account": None if line.answer is None else line.answer.account,
                    "number": None if line.answer is None else line.answer.number,
                    "reason": None if line.reason is None else say(line.reason, language),
                }
                for line in each.lines
            ],
        }
        for each in files
    ]


def line_words(line: AnswerLine) -> tuple[Message | str, Text, str, Text | str, Message | str]:
    """Return a line's words for a terminal: place, outcome, measure, result, reason."""
    result = "" if line.answer is None else ANSWER_NAMES[line.answer.result]
    return line.place, OUTCOMES[line.outcome], line.measure, result, line.reason or ""


def _content(path: Path) -> bytes:
    """Return a file's bytes; raises Refused where it cannot be read or is larger than any list of answers."""
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(TOO_LARGE(file=path.name, size=path.stat().st_size, limit=LARGEST))
        return path.read_bytes()
    except OSError as error:
        raise Refused(CANNOT_READ(file=path.name, why=error.strerror or error)) from error


def _keep(settings: Settings, case: str, name: str, content: bytes, entered: Entered) -> str:
    """Keep a file of answers as evidence of its case, once however often it comes; return its SHA-256."""
    with casebook_of(settings) as casebook:
        with casebook.reading() as session:
            number = cases.find_case(session, case).number
        folder = folder_of(settings, number)
        with folder.held(settings.who):
            stored = Vault(folder.vault).put(content)
            with casebook.changing() as change:
                arrival = Arrival(name, entered.why.strip(), change.who, change.at)
                known = evidence.find_evidence(change.session, number, stored.sha256)
                read = known is not None and known.reading.outcome is not Kept.REFUSED
                reading = known.reading if known is not None and read else Reading(Kept.ANSWERS, kind=KIND)
                evidence.keep(change, EvidenceRecord(number, stored.sha256, stored.size, (arrival,), reading))
    return stored.sha256


def _from_file(entered: Entered, answer: BankAnswer, sha256: str) -> Entered:
    """Return what is stated with a step that an answer brings: the row, and the file it stands in."""
    words = f"{answer.place} (SHA-256 {sha256})"
    return replace(entered, why=f"{entered.why.strip()} {words}".strip())


def _taken(settings: Settings, case: str, answer: BankAnswer, entered: Entered) -> AnswerLine:
    """Take one answer in a transaction of its own."""
    try:
        with working(settings, case, entered) as work:
            return _take(work, answer)
    except Refused as refusal:
        return AnswerLine(answer.place, Outcome.REFUSED, answer, reason=refusal.message)


def _take(work: Working, answer: BankAnswer) -> AnswerLine:
    session, scope = work.change.session, scope_of(work.case)
    every = proceedings.list_proceedings(session, scope, [ProceedingKind.STOP, ProceedingKind.FREEZE])
    known = [(each, _machine(each)) for each in every]
    for each, machine in known:
        if answer.digest in machine.answers:
            return AnswerLine(answer.place, Outcome.ALREADY, answer, each.id)
    fits = [each for each in known if _fits(*each, answer)]
    if not answer.number:
        fits = [each for each in fits if _waits(each[1])]
    if len(fits) > 1:
        fits = [each for each in fits if _waits(each[1])] or fits
    if not fits:
        said = NOTHING_FITS(number=answer.number or "-", account=answer.account, institution=answer.institution)
        return AnswerLine(answer.place, Outcome.UNMATCHED, answer, reason=said)
    if len(fits) > 1:
        said = SEVERAL_FIT(account=answer.account, ids=", ".join(each.id for each, _ in fits))
        return AnswerLine(answer.place, Outcome.UNMATCHED, answer, reason=said)
    found, machine = fits[0]
    own = machine.request.currency if isinstance(machine, Stop) else machine.proposal.currency
    if answer.currency != own and _states_money(answer):
        said = OTHER_CURRENCY(id=found.id, own=own, stated=answer.currency)
        return AnswerLine(answer.place, Outcome.REFUSED, answer, found.id, said)
    if answer.result is AnswerResult.DONE and answer.start is None and _waits(machine):
        return AnswerLine(answer.place, Outcome.REFUSED, answer, found.id, NO_START())
    if isinstance(machine, Stop):
        _answer_stop(work, found, machine, answer)
    else:
        _answer_freeze(work, found, machine, answer)
    return AnswerLine(answer.place, Outcome.TAKEN, answer, found.id)


def _states_money(answer: BankAnswer) -> bool:
    """Tell whether an answer names an amount, which is in minor units of its own currency."""
    own = (answer.balance, answer.available, answer.executed, answer.not_frozen)
    return any(each is not None for each in (*own, *(prior.amount for prior in answer.prior)))


def _machine(each: Proceeding) -> Stop | Freeze:
    read: Callable[..., Stop | Freeze]
    read = stop_payment.stop_of if each.kind is ProceedingKind.STOP else freezing.freeze_of
    return read(step.act for step in each.steps)


def _fits(each: Proceeding, machine: Stop | Freeze, answer: BankAnswer) -> bool:
    """Tell whether an answer is about a measure: what both state must agree."""
    if isinstance(machine, Stop):
        numbers, institution = machine.numbers, machine.request.institution
    else:
        numbers, institution = (machine.proposal.number,), machine.proposal.institution
    account = normal_form(answer.account)
    if account and account != each.subject:
        return False
    if answer.institution and institution and not _same_institution(answer.institution, institution):
        return False
    return answer.number in numbers if answer.number else bool(account)


def _same_institution(one: str, other: str) -> bool:
    """Tell whether two names may mean the same institution: one begins with the other (a branch of it)."""
    one, other = (each.replace("股份有限公司", "").strip() for each in (one, other))
    return one.startswith(other) or other.startswith(one)


def _waits(machine: Stop | Freeze) -> bool:
    if isinstance(machine, Stop):
        return machine.state in (StopState.REQUESTED, StopState.MATCHED, StopState.AGAIN)
    return machine.state in (FreezeState.SERVED, FreezeState.WAITING)


def _answer_stop(work: Working, found: Proceeding, stop: Stop, answer: BankAnswer) -> None:
    if not _waits(stop):
        raise Refused(NOTHING_TO_ANSWER(id=found.id, state=STOP_STATES[stop.state_at(work.now)]))
    if answer.result is AnswerResult.MISMATCH:
        named = tuple(each for each, word in NAMED_BY.items() if word in answer.reason)
        check = StopCheck(named, unstated=not named, answer=answer.digest)
        stops.answered(work, found, stops.StopAnswer(check))
    elif answer.result is AnswerResult.DONE:
        effect = StopEffect(answer.balance, answer.end, answer.prior, answer.note, answer.digest)
        stops.answered(work, found, stops.StopAnswer(StopCheck(), effect, answer.start))
    else:
        refusal = StopRefusal(answer.reason, answer.digest)
        stops.answered(work, found, stops.StopAnswer(StopCheck(), refusal=refusal))


def _answer_freeze(work: Working, found: Proceeding, freeze: Freeze, answer: BankAnswer) -> None:
    when, step = answer.start, FreezeStep.EFFECT
    facts: object
    if not _waits(freeze):
        if answer.executed is None or freeze.state is not FreezeState.ACTIVE:
            raise Refused(NOTHING_TO_ANSWER(id=found.id, state=FREEZE_STATES[freeze.state_at(work.now)]))
        step, facts, when = (
            FreezeStep.CREDIT,
            Credit(executed=answer.executed, answer=answer.digest),
            answer.received,
        )
    elif answer.result is AnswerResult.DONE:
        facts = FreezeEffect(answer.balance, answer.executed, answer.end, answer.prior, answer.note, answer.digest)
    elif answer.result is AnswerResult.WAITING:
        step, when = FreezeStep.WAIT, answer.received
        facts = FreezeWaits((), answer.prior, answer.balance, answer.note, answer.digest)
    else:
        step, when, facts = FreezeStep.FAIL, answer.received, FreezeFails(answer.reason, answer.digest)
    freezes.take(work, found, work.act(step.value, facts, acted=when))
