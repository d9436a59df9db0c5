"""The register's content against what is published: batches counted, figures doubted, amounts compared."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from suyuan.actions import amounts, register, requests
from suyuan.actions.cases import casebook_of
from suyuan.actions.measures import Entered
from suyuan.actions.register import RegisterView
from suyuan.casebook import register as casebook_register
from suyuan.casebook.session import Change
from suyuan.errors import WrongUsage
from suyuan.ledger.request_register import Standing
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.register import BulletinRecord, CaseFacts, Stage, Supervision, case_key, normal_name
from suyuan.model.text import Message, Text
from suyuan.recovery.amounts import AMOUNT_NAMES, FORMULAS, Amount
from suyuan.settings import Settings
from suyuan.supervision import official_figures
from suyuan.supervision.batches import Batch, BatchCase, SumCheck, batches, sum_checks
from suyuan.supervision.compared_amounts import AmountCompared, Computed, Missing, compare
from suyuan.supervision.official_figures import Told

AMOUNT = "amount_yuan"
NO_CASE = Text(
    zh="“{name}”没有关联本库案件。请先：suyuan register describe … --case 案件编号。",
    en="“{name}” is linked to no case of this casebook. Link it: suyuan register describe … --case NUMBER.",
)
NO_AMOUNT = Text(zh="没有通报写明“{name}”的金额。", en="No bulletin states an amount of “{name}”.")


@dataclass(frozen=True)
class BatchView:
    """A batch, and which of its cases the register has."""

    batch: Batch
    entered: tuple[str, ...]


@dataclass(frozen=True)
class BatchesView:
    """All batches, the numbers that bulletins state of them, and what was entered just now."""

    batches: tuple[BatchView, ...]
    checks: tuple[SumCheck, ...]
    new: tuple[str, ...] = ()


@dataclass(frozen=True)
class FigureDoubts:
    """What is to be looked at again in one case's official figures, or in those of no single case (name None)."""

    name: str | None
    doubts: tuple[Message, ...]


@dataclass(frozen=True)
class RegisterCompared:
    """The amount that a bulletin states of a case, beside the computed ones."""

    view: RegisterView
    told: Told
    compared: tuple[AmountCompared, ...]


def show_batches(settings: Settings, *, enter: bool = False) -> BatchesView:
    """Return the published batches; with ``enter`` their named cases come into the register as listed.

    A case that the register has, from a bulletin or by hand, is left as it is.
    """
    new: list[str] = []
    with casebook_of(settings) as casebook:
        if enter:
            with casebook.changing() as change:
                for batch in batches():
                    new += [case.name for case in batch.cases if _enter(change, batch, case)]
        with casebook.reading() as session:
            held = {normal_name(each.facts.name or "") for each in casebook_register.list_supervised(session)}
    views = tuple(
        BatchView(batch, tuple(case.name for case in batch.cases if normal_name(case.name) in held))
        for batch in batches()
    )
    return BatchesView(views, sum_checks(batches(), date.today()), tuple(new))  # noqa: DTZ011  a civil day


def figure_doubts(settings: Settings) -> tuple[FigureDoubts, ...]:
    """Return what is to be looked at again, by case in the register's order; figures of no single case last."""
    records = register.list_bulletins(settings)
    found = [
        FigureDoubts(view.case.facts.name or view.case.key, official_figures.doubts(_told(records, view.case.key)))
        for view in register.list_register(settings)
    ]
    found.append(FigureDoubts(None, official_figures.doubts(_of_no_case(records))))
    return tuple(each for each in found if each.doubts)


def compare_amounts(settings: Settings, word: str) -> RegisterCompared:
    """Return the latest official amount of a case beside those computed of the case that belongs to it.

    Raises WrongUsage where no case of the casebook is linked, or no bulletin states an amount.
    """
    view = register.show_case(settings, word)
    name = view.case.facts.name or view.state.entry.name
    if not view.state.description.case:
        raise WrongUsage(NO_CASE(name=name))
    stated = [
        each for each in _told(register.list_bulletins(settings), view.case.key) if each.figure.what == AMOUNT
    ]
    if not stated:
        raise WrongUsage(NO_AMOUNT(name=name))
    case = amounts.case_amounts(settings, view.state.description.case)
    sums = [each for each in amounts.six_amounts(case) if each.amount is not Amount.TURNOVER]
    turnover = sum(each.total for each in amounts.six_amounts(case) if each.amount is Amount.TURNOVER)
    computed = [
        Computed(each.amount.value, AMOUNT_NAMES[each.amount], FORMULAS[each.amount], each.total) for each in sums
    ]
    computed.append(
        Computed(Amount.TURNOVER.value, AMOUNT_NAMES[Amount.TURNOVER], FORMULAS[Amount.TURNOVER], turnover)
    )
    told = max(stated, key=lambda each: (each.published, each.figure.bulletin))
    return RegisterCompared(view, told, compare(told, computed, _missing(settings, view, case.suspects)))


def _missing(settings: Settings, view: RegisterView, suspects: Collection[str]) -> Missing:
    found = requests.case_requests(settings, view.state.description.case).register
    waiting = [each for each in found.requests if each.standing in (Standing.OVERDUE, Standing.WAITING)]
    return Missing(len(waiting), len(set(suspects) - found.asked))


def _enter(change: Change, batch: Batch, case: BatchCase) -> bool:
    facts = CaseFacts(case.name, case.province or None)
    wanted = normal_name(case.name)
    there = casebook_register.list_supervised(change.session)
    if any(normal_name(each.facts.name or "") == wanted for each in there):
        return False
    key = casebook_register.enter_case(change, facts, Stage.UNSTATED, Supervision.LISTED, batch.document)
    found = casebook_register.find_supervised(change.session, key)
    day = None
    if batch.published is not None:
        day = Moment(datetime.combine(batch.published, time(), CHINA), Precision.DAY)
    register.begin(change, found, Entered(acted=day), f"{batch.title}，{batch.document}")
    return True


def _told(records: tuple[BulletinRecord, ...], key: str) -> tuple[Told, ...]:
    return tuple(
        Told(record.published or "", figure, (case.facts.amount_kind or "") if figure.what == AMOUNT else "")
        for record in records
        for place, case in enumerate(record.cases, start=1)
        if case_key(case.facts, record.sha256, place) == key
        for figure in case.figures
    )


def _of_no_case(records: tuple[BulletinRecord, ...]) -> tuple[Told, ...]:
    return tuple(Told(each.published or "", figure) for each in records for figure in each.aggregates)
