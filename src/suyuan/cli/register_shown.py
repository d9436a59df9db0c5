"""The register of supervised cases as lines on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from suyuan.cli import output
from suyuan.cli.case import FIGURE_NAMES
from suyuan.cli.language import words
from suyuan.model.register import STAGE_NAMES, SUPERVISION_NAMES
from suyuan.model.text import Text
from suyuan.supervision.supervised_facts import Every

if TYPE_CHECKING:
    from datetime import datetime

    from suyuan.actions.register import RegisterDue, RegisterView
    from suyuan.actions.register_linked import LinkedCase

EMPTY = Text(
    zh="督办登记为空。可导入通报（suyuan bulletin import）或登记（suyuan register add）。",
    en="The register is empty. Import a bulletin (suyuan bulletin import) or add a case (suyuan register add).",
)
LINE = Text(
    zh="{name}  督办：{supervision}  阶段：{stage}{batch}",
    en="{name}  supervision: {supervision}  stage: {stage}{batch}",
)
LISTED = Text(
    zh="  {day} 挂牌，{document}；期限 {until}；报告周期：{every}",
    en="  listed {day}, {document}; until {until}; reports {every}",
)
INTERVALS = {
    Every.DAYS: Text(zh="每 {count} 日", en="every {count} day(s)"),
    Every.MONTHS: Text(zh="每 {count} 个月", en="every {count} month(s)"),
}
ABOUT = Text(zh="  {what}：{text}", en="  {what}: {text}")
CRITERIA_WORD = Text(zh="标准", en="criteria")
LEAD, DEN = Text(zh="线索", en="lead"), Text(zh="窝点", en="den")
METHODS, CASE = Text(zh="手法", en="methods"), Text(zh="本库案件", en="case here")
PERSONS = Text(zh="  {chain}：{measure} {count} 人（截至 {day}）", en="  {chain}: {measure} {count} (up to {day})")
DOUBT = Text(zh="  请核对：{said}", en="  check: {said}")
REQUEST = Text(
    zh="  {sender}提出{what}（{number}）：{answer}", en="  {what} ({number}) asked by {sender}: {answer}"
)
OPEN = Text(zh="未答复", en="not answered")
MILESTONE = Text(zh="  节点“{name}”，{due} 前：{done}", en="  milestone “{name}”, by {due}: {done}")
NOT_DONE = Text(zh="未完成", en="open")
REPORT = Text(zh="  报告 {document}，截至 {until}", en="  report {document}, up to {until}")
SIGNATURE = Text(zh="  {agency}签署“{matter}”：{by}，{day}", en="  “{matter}” signed by {agency}: {by}, {day}")
UNSIGNED = Text(zh="  待签署“{matter}”：{agency}", en="  “{matter}” not signed yet by {agency}")
CONDITION = Text(zh="  解除条件“{condition}”：{met}", en="  condition of lifting “{condition}”: {met}")
MET, UNMET = Text(zh="已满足", en="met"), Text(zh="未满足", en="not met")
DUE = Text(zh="  {day} 前：{what}{late}", en="  by {day}: {what}{late}")
LATE = Text(zh="（逾期）", en=" (overdue)")
FIGURE = Text(zh="  {published} {what}：{text} —— “{sentence}”", en="  {published} {what}: {text} — “{sentence}”")
NO_PURSUIT = Text(zh="  本库案件 {case}：无在逃人员登记", en="  case {case} here: no open pursuit")
AT_LARGE = Text(
    zh="  在逃：{person}（{rank}）{state}{country}", en="  at large: {person} ({rank}), {state}{country}"
)
IN_COUNTRY = Text(zh="，{country}", en=", {country}")
MONEY_HEAD = Text(
    zh="  追赃挽损（案件 {case}，截至 {day}，各规则最小至最大，{currency}）：",
    en="  money recovered (case {case}, up to {day}, least to greatest over the rules, {currency}):",
)
MONEY_LINE = Text(zh="    {what} {amount}", en="    {what} {amount}")
MONEY_RANGE = Text(zh="{least} 至 {greatest}", en="{least} to {greatest}")
NO_MONEY = Text(zh="  追赃挽损未显示：{why}", en="  money recovered is not shown: {why}")
NOTHING_DUE = Text(zh="没有到期事项。", en="Nothing is due.")
DUE_LINE = Text(zh="{day}  {name}  {what}{late}", en="{day}  {name}  {what}{late}")
NONE = Text(zh="未定", en="not set")


def say_list(views: Sequence[RegisterView]) -> None:
    """Print the register, a line a case."""
    if not views:
        output.say(EMPTY)
    for view in views:
        _say_line(view)


def say_due(found: Sequence[RegisterDue]) -> None:
    """Print what is due, a line each."""
    if not found:
        output.say(NOTHING_DUE)
    for each in found:
        name = each.view.case.facts.name or each.view.state.entry.name
        late = words(LATE) if each.overdue else ""
        output.say(DUE_LINE(day=each.matter.due_at.date(), name=name, what=words(each.matter.what), late=late))


def say_case(view: RegisterView, now: datetime) -> None:
    """Print everything of one case."""
    _say_line(view)
    _say_listing(view)
    _say_about(view)
    _say_persons(view)
    _say_between(view)
    for matter in view.matters:
        late = words(LATE) if matter.due_at < now else ""
        output.say(DUE(day=matter.due_at.date(), what=words(matter.what), late=late))
    for figure in view.case.figures:
        output.say(
            FIGURE(
                published=view.published.get(figure.bulletin) or "—",
                what=FIGURE_NAMES.get(figure.what, figure.what), text=figure.text, sentence=figure.sentence,
            )
        )  # fmt: skip


def say_linked(found: LinkedCase) -> None:
    """Print what this casebook knows of the case: who is still at large, what money was recovered."""
    from suyuan.documents.shown import money as shown
    from suyuan.recovery.books import LINES
    from suyuan.supervision.pursuit_facts import PURSUIT_STATES, RANKS

    for each in found.at_large:
        country = words(IN_COUNTRY(country=each.country)) if each.country else ""
        output.say(
            AT_LARGE(person=each.person, rank=RANKS[each.rank], state=PURSUIT_STATES[each.state], country=country)
        )
    if not found.at_large and found.why_not is None:
        output.say(NO_PURSUIT(case=found.number))
    for money in found.recovered:
        day = "—" if found.as_of is None else found.as_of.date()
        output.say(MONEY_HEAD(case=found.number, day=day, currency=money.currency))
        for name, low, high in money.sums:
            least, greatest = (shown(each, money.currency) for each in (low, high))
            amount = least if low == high else words(MONEY_RANGE(least=least, greatest=greatest))
            output.say(MONEY_LINE(what=LINES[name], amount=amount))
    if found.why_not is not None:
        output.say(NO_MONEY(why=words(found.why_not)))


def _say_line(view: RegisterView) -> None:
    from suyuan.actions.register_objects import batch_title, stage_of, supervision_of

    title = batch_title(view)
    batch = f"  {title}" if title else ""
    output.say(
        LINE(
            name=view.case.facts.name or view.state.entry.name,
            supervision=SUPERVISION_NAMES[supervision_of(view)], stage=STAGE_NAMES[stage_of(view)], batch=batch,
        )
    )  # fmt: skip


def _say_listing(view: RegisterView) -> None:
    state = view.state
    listing = state.listing
    if listing is None:
        return
    every = words(INTERVALS[listing.unit](count=listing.every)) if listing.every else words(NONE)
    until = listing.until.isoformat() if listing.until else words(NONE)
    output.say(LISTED(day=state.listed or "—", document=listing.document, until=until, every=every))
    for each in listing.conditions:
        output.say(CONDITION(condition=each, met=UNMET if each in state.unmet else MET))


def _say_about(view: RegisterView) -> None:
    from suyuan.supervision.supervised_facts import CRITERIA

    said, facts = view.state.description, view.case.facts
    told = (
        (CRITERIA_WORD, [words(CRITERIA[each]) for each in said.criteria]),
        (LEAD, [said.lead or _lead(facts.lead_kind)]),
        (DEN, [said.den or facts.base or ""]),
        (METHODS, list(said.methods or facts.methods)),
        (CASE, [said.case]),
    )
    for what, texts in told:
        if any(texts):
            output.say(ABOUT(what=what, text="、".join(texts)))


def _lead(kind: str | None) -> str:
    from suyuan.bulletins.bulletin import LeadKind
    from suyuan.cli.bulletin_words import LEADS

    return words(LEADS[LeadKind(kind)]) if kind in [each.value for each in LeadKind] else kind or ""


def _say_persons(view: RegisterView) -> None:
    from suyuan.supervision import supervised
    from suyuan.supervision.supervised_facts import CHAINS, MEASURES

    for (chain, measure), (at, count) in supervised.persons_now(view.state).items():
        output.say(PERSONS(chain=CHAINS[chain], measure=MEASURES[measure], count=count, day=at))
    for doubt in supervised.persons_doubts(view.state):
        output.say(DOUBT(said=words(doubt)))


def _say_between(view: RegisterView) -> None:
    from suyuan.supervision import supervised_rules
    from suyuan.supervision.supervised_facts import AGENCIES, ASKED, Agency

    state = view.state
    for each in state.requests:
        answer = each.answer.text if each.answer else words(OPEN)
        output.say(
            REQUEST(
                sender=AGENCIES[each.facts.sender], what=ASKED[each.facts.what], number=each.facts.number,
                answer=answer,
            )
        )  # fmt: skip
    for node in state.milestones:
        done = words(NOT_DONE) if node.done is None else f"{node.done}，{node.evidence}"
        output.say(MILESTONE(name=node.facts.name, due=node.facts.due, done=done))
    for _, report in state.reports:
        output.say(REPORT(document=report.document, until=report.until))
    for at, signed in state.signatures:
        said = supervised_rules.matter_words(signed.matter)
        output.say(SIGNATURE(agency=AGENCIES[signed.agency], matter=said, by=signed.by, day=at))
    for matter in supervised_rules.matters(state):
        for agency in Agency:
            if agency not in state.signed(matter):
                output.say(UNSIGNED(matter=supervised_rules.matter_words(matter), agency=AGENCIES[agency]))
