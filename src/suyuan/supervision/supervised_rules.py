"""What each step of a supervised case needs, and the refusals that say so.

Each is labelled as the product's choice where no public text gives a rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from suyuan.errors import Refused
from suyuan.model.proceeding import Act
from suyuan.model.recorded import from_text
from suyuan.model.register import STAGE_NAMES, Stage
from suyuan.model.text import Message, Text
from suyuan.recovery import citing
from suyuan.supervision import lawful
from suyuan.supervision.supervised_facts import (
    AGENCIES,
    Agency,
    AgencyAnswer,
    AgencyAsk,
    ConditionMet,
    Description,
    Listing,
    Milestone,
    MilestoneDone,
    PeriodicReport,
    PersonsCount,
    RegisterStep,
    ReleasePaper,
    SignOff,
    StageMove,
)

if TYPE_CHECKING:
    from suyuan.supervision.supervised import Supervised

STATES, BASIS = "register.states", "register.basis"
LISTING, RELEASE = "listing", "release"
MATTERS = {LISTING: Text(zh="挂牌", en="the listing"), RELEASE: Text(zh="解除挂牌", en="the release")}
REPORT_MATTER = Text(zh="进展报告 {document}", en="report {document}")

NO_DOCUMENT = Text(zh="须写明文书号。", en="Name the document.")
NO_EVIDENCE = Text(zh="须写明依据的证据或文书。", en="State the evidence or document it rests on.")
WRONG_MOVE = Text(
    zh="案件阶段不能由“{before}”变为“{after}”。",
    en="The stage cannot go from “{before}” to “{after}”.",
)
BACK_NEEDS_DOCUMENT = Text(
    zh="由“{before}”退回“{after}”须写明文书（如退回补充侦查、发回重审的文书号）。",
    en="To go back from “{before}” to “{after}” name the document that ordered it.",
)
BAD_COUNT = Text(zh="人数不能为负：{count}。", en="A count of persons cannot be negative: {count}.")
TWICE = Text(zh="本案已有“{name}”。", en="The case has “{name}” already.")
NO_SUCH = Text(
    zh="本案没有待办的“{name}”。现有：{known}。",
    en="The case has no open “{name}”. There are: {known}.",
)
BEFORE_ACT = Text(zh="期限 {due} 早于 {day}。", en="The day {due} lies before {day}.")
BAD_INTERVAL = Text(zh="报告周期须大于零：{every}。", en="A reporting interval is above zero, not {every}.")
REPORT_AHEAD = Text(
    zh="报告截止 {until} 晚于报告日 {day}。", en="The report covers up to {until}, after its day {day}."
)
NO_MATTER = Text(
    zh="没有可签署的事项“{matter}”。可签署：{known}。",
    en="There is no matter “{matter}” to sign. There are: {known}.",
)
SIGNED = Text(zh="{agency}已签署“{matter}”。", en="“{matter}” was signed by {agency} already.")
SAME_PERSON = Text(
    zh="{by} 已代表另一机关签署“{matter}”，一人不能代表两个机关。",
    en="{by} signed “{matter}” for the other agency; nobody signs for both.",
)
NO_NAME = Text(zh="须写明签署人。", en="Say who signs.")
NOT_MET = Text(zh="解除条件尚未满足：{conditions}。", en="Conditions of lifting are not met yet: {conditions}.")
NOT_SIGNED = Text(
    zh="解除须两机关签署，尚缺：{agencies}。",
    en="The release needs both agencies' signatures; missing: {agencies}.",
)
NOTHING_SAID = Text(zh="没有写明任何要素。", en="Nothing was stated.")
NONE = Text(zh="无", en="none")

_FORWARD: dict[Stage, frozenset[Stage]] = {
    Stage.INVESTIGATION: frozenset({Stage.TRANSFERRED}),
    Stage.TRANSFERRED: frozenset({Stage.PROSECUTED}),
    Stage.PROSECUTED: frozenset({Stage.FIRST_INSTANCE}),
    Stage.FIRST_INSTANCE: frozenset({Stage.SECOND_INSTANCE, Stage.EFFECTIVE}),
    Stage.SECOND_INSTANCE: frozenset({Stage.EFFECTIVE}),
    Stage.EFFECTIVE: frozenset({Stage.PROPERTY_DISPOSAL}),
    Stage.PROPERTY_DISPOSAL: frozenset(),
}
_BACK: dict[Stage, frozenset[Stage]] = {
    Stage.TRANSFERRED: frozenset({Stage.INVESTIGATION}),
    Stage.PROSECUTED: frozenset({Stage.TRANSFERRED, Stage.INVESTIGATION}),
    Stage.FIRST_INSTANCE: frozenset({Stage.TRANSFERRED, Stage.PROSECUTED}),
    Stage.SECOND_INSTANCE: frozenset({Stage.FIRST_INSTANCE}),
    Stage.EFFECTIVE: frozenset({Stage.FIRST_INSTANCE, Stage.SECOND_INSTANCE}),
}
"""退回补充侦查, 撤回起诉, 发回重审, 再审: a stage goes back only by a document."""


def check(case: Supervised, step: RegisterStep, act: Act) -> None:
    """Raise Refused unless a step has what it needs."""
    {
        RegisterStep.DESCRIBE: _check_description,
        RegisterStep.LIST: _check_listing,
        RegisterStep.STAGE: _check_stage,
        RegisterStep.PERSONS: _check_persons,
        RegisterStep.ASK: _check_ask,
        RegisterStep.ANSWER: _check_answer,
        RegisterStep.MILESTONE: _check_milestone,
        RegisterStep.DONE: _check_done,
        RegisterStep.REPORT: _check_report,
        RegisterStep.SIGN: _check_signature,
        RegisterStep.CONDITION: _check_condition,
        RegisterStep.RELEASE_REQUEST: _check_paper,
        RegisterStep.RELEASE_REFUSED: _check_paper,
        RegisterStep.RELEASE: _check_release,
    }[step](case, act)


def matters(case: Supervised) -> tuple[str, ...]:
    """Return what can be signed now: the listing, each report by its document, the release once asked for."""
    found = [LISTING] if case.listing is not None else []
    found += [each.document for _, each in case.reports]
    if case.release:
        found.append(RELEASE)
    return tuple(found)


def matter_words(matter: str) -> Text:
    """Return what is signed in words: the listing, the release, or a report by its document."""
    return MATTERS.get(matter) or Text(
        zh=REPORT_MATTER.zh.format(document=matter), en=REPORT_MATTER.en.format(document=matter)
    )


def _can_sign(matter: str) -> Text:
    """Return a matter in words with what is to be typed for it."""
    if matter not in MATTERS:
        return matter_words(matter)
    words = MATTERS[matter]
    return Text(zh=f"{words.zh}（{matter}）", en=f"{words.en} ({matter})")


def _refused(said: Message, act: Act, rule: str = STATES) -> Refused:
    return citing.refused(said, rule, citing.day_of(act.acted))


def _check_description(_: Supervised, act: Act) -> None:
    said = from_text(Description, act.facts)
    if said == Description():
        raise Refused(NOTHING_SAID())
    if said.criteria and not said.evidence.strip():
        raise Refused(NO_EVIDENCE())


def _check_listing(_: Supervised, act: Act) -> None:
    listing, day = from_text(Listing, act.facts), citing.day_of(act.acted)
    if not listing.document.strip():
        raise _refused(NO_DOCUMENT(), act)
    if listing.until is not None and listing.until < day:
        raise Refused(BEFORE_ACT(due=listing.until, day=day))
    if listing.every is not None and listing.every <= 0:
        raise Refused(BAD_INTERVAL(every=listing.every))


def _check_stage(case: Supervised, act: Act) -> None:
    move = from_text(StageMove, act.facts)
    before = case.stage_of(move.person) if move.person else case.stage
    if before is Stage.UNSTATED and move.stage is not Stage.UNSTATED:
        return
    names = {"before": STAGE_NAMES[before], "after": STAGE_NAMES[move.stage]}
    if move.stage in _BACK.get(before, ()):
        if not move.document.strip():
            raise _refused(BACK_NEEDS_DOCUMENT(**names), act)
    elif move.stage not in _FORWARD.get(before, ()):
        raise _refused(WRONG_MOVE(**names), act)


def _check_persons(_: Supervised, act: Act) -> None:
    said = from_text(PersonsCount, act.facts)
    if said.count < 0:
        raise Refused(BAD_COUNT(count=said.count))
    if not said.source.strip():
        raise Refused(NO_EVIDENCE())


def _check_ask(case: Supervised, act: Act) -> None:
    said, day = from_text(AgencyAsk, act.facts), citing.day_of(act.acted)
    if not said.number.strip():
        raise Refused(NO_DOCUMENT())
    if any(each.facts.number == said.number for each in case.requests):
        raise Refused(TWICE(name=said.number))
    if said.due is not None and said.due < day:
        raise Refused(BEFORE_ACT(due=said.due, day=day))


def _check_answer(case: Supervised, act: Act) -> None:
    said = from_text(AgencyAnswer, act.facts)
    waiting = [each.facts.number for each in case.requests if each.answer is None]
    if said.number not in waiting:
        raise Refused(NO_SUCH(name=said.number, known="、".join(waiting) or NONE()))
    if not said.text.strip():
        raise Refused(NO_EVIDENCE())


def _check_milestone(case: Supervised, act: Act) -> None:
    said, day = from_text(Milestone, act.facts), citing.day_of(act.acted)
    if not said.name.strip() or any(each.facts.name == said.name for each in case.milestones):
        raise Refused(TWICE(name=said.name))
    if said.due < day:
        raise Refused(BEFORE_ACT(due=said.due, day=day))


def _check_done(case: Supervised, act: Act) -> None:
    said = from_text(MilestoneDone, act.facts)
    waiting = [each.facts.name for each in case.milestones if each.done is None]
    if said.name not in waiting:
        raise Refused(NO_SUCH(name=said.name, known="、".join(waiting) or NONE()))
    if not said.evidence.strip():
        raise Refused(NO_EVIDENCE())


def _check_report(case: Supervised, act: Act) -> None:
    said, day = from_text(PeriodicReport, act.facts), citing.day_of(act.acted)
    if not said.document.strip():
        raise Refused(NO_DOCUMENT())
    if said.document in (LISTING, RELEASE) or said.document in [each.document for _, each in case.reports]:
        raise Refused(TWICE(name=said.document))
    if said.until > day:
        raise Refused(REPORT_AHEAD(until=said.until, day=day))


def _check_signature(case: Supervised, act: Act) -> None:
    said, known = from_text(SignOff, act.facts), matters(case)
    if said.matter not in known:
        can = lawful.listed([_can_sign(each) for each in known]) if known else NONE
        raise Refused(NO_MATTER(matter=said.matter, known=can))
    if not said.by.strip():
        raise Refused(NO_NAME())
    if said.agency in case.signed(said.matter):
        raise Refused(SIGNED(agency=AGENCIES[said.agency], matter=matter_words(said.matter)))
    if any(each.by == said.by and each.agency is not said.agency for _, each in case.signatures):
        raise _refused(SAME_PERSON(by=said.by, matter=matter_words(said.matter)), act)


def _check_condition(case: Supervised, act: Act) -> None:
    said = from_text(ConditionMet, act.facts)
    if said.condition not in case.unmet:
        raise Refused(NO_SUCH(name=said.condition, known="、".join(case.unmet) or NONE()))
    if not said.evidence.strip():
        raise Refused(NO_EVIDENCE())


def _check_paper(_: Supervised, act: Act) -> None:
    if not from_text(ReleasePaper, act.facts).document.strip():
        raise _refused(NO_DOCUMENT(), act)


def _check_release(case: Supervised, act: Act) -> None:
    _check_paper(case, act)
    if case.unmet:
        raise _refused(NOT_MET(conditions="、".join(case.unmet)), act, BASIS)
    missing = [each for each in Agency if each not in case.signed(RELEASE)]
    if missing:
        names = Text(
            zh="、".join(AGENCIES[each].zh for each in missing),
            en=", ".join(AGENCIES[each].en for each in missing),
        )
        raise _refused(NOT_SIGNED(agencies=names), act)
