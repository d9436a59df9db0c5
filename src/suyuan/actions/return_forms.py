"""All papers that belong to a return as it stands, from the plan and the steps that the casebook keeps.

No figure is computed anew: payments come from the decision, before it from the fixed plan. The flow table alone is
traced again from the evidence, and written only where it is, byte for byte, the one whose hash the plan keeps.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from suyuan.actions import freezes
from suyuan.actions.return_flow import SEIZED
from suyuan.actions.return_flow_table import flow_table
from suyuan.actions.return_objects import notice_paper, statement_paper
from suyuan.actions.return_plans import THERE_ALREADY
from suyuan.actions.return_record import PlanIndex, Recorded, recorded
from suyuan.actions.returns import ReturnView, show_return
from suyuan.documents import return_forms, return_papers
from suyuan.documents.return_forms import Applicant, Head, Held, Numbered, PayLine
from suyuan.errors import Failed, Refused, WrongUsage
from suyuan.model.account import normal_form
from suyuan.model.law.book import NotInForce, rule_on
from suyuan.model.law.rule import READING_LABELS, Certainty, Reading, Rule
from suyuan.model.text import Language, Text, say
from suyuan.recovery import citing
from suyuan.recovery.return_facts import Approval, FixedPlan, Payment, ReturnState
from suyuan.recovery.return_methods import IN_LAW, ReturnMethod
from suyuan.recovery.returning import AWAY, Return
from suyuan.settings import Settings

APPLYING = ("return.inform", "return.account")
REPORTING = ("return.property", "return.precondition", "return.approval", "return.account")
DECIDING = ("return.approval", "return.account")
AT_THE_BANK = (
    "return.officers",
    "return.bank",
    "return.bank.restart",
    "return.remainder",
    "return.payment-accounts",
)
NOT_WRITTEN = Text(
    zh="写不出 {path}（{why}），没有留下不完整的文书；已登记的步骤不受影响。",
    en="{path} cannot be written ({why}); no half of it is left. Steps that were recorded stand.",
)
NO_VICTIM = Text(
    zh="{id} 中没有被害人：{victims}。姓名须与 restitution show 所列一致。",
    en="{id} has no victim of the name: {victims}. Give the names as restitution show lists them.",
)
NO_PAPER = Text(
    zh="{victims} 在 {id} 中不予返还或者权属有争议，没有其个人的文书。",
    en="{victims} is refused or in dispute in {id}: there is no paper of theirs.",
)
FOUND_ONLY = "按比例部分以已查明被害人的净损失之和为分母"
KEPT_SHARE = "按比例部分的分母含尚未找到的推定被害人，其份额继续冻结"
LONGEST = 40
TO_ORDER = (ReturnState.DECIDED, ReturnState.REDIRECTED)


@dataclass(frozen=True)
class ReturnPapers:
    """The papers of a return by file name. ``seized``: payments out of seized money are among them."""

    id: str
    papers: Mapping[str, bytes]
    seized: bool


def papers_of(
    settings: Settings, case: str, word: str, *, flow: bool = True, victims: Collection[str] = ()
) -> ReturnPapers:
    """Return every paper that belongs to a return as it stands; of ``victims``, their own alone.

    Raises WrongUsage for none of that name, Refused where the flow table is no longer the plan's or where a victim
    has no paper.
    """
    view = show_return(settings, case, word)
    kept = recorded(view)
    if victims:
        return _papers_of_victims(settings, view, kept, victims)
    papers = dict(_applications(settings, view, kept))
    if view.found.plan is not None:
        papers |= dict(_report(view, kept, view.found.plan))
        if flow and view.found.plan.flow_hash:
            papers["资金流向表.xlsx"] = flow_table(settings, view, view.found.plan)
    if kept.announced is not None:
        papers["公告.docx"] = return_papers.notice(notice_paper(replace(view, found=kept.announced)))
    if view.found.payments:
        papers |= dict(_decisions(view, kept))
        papers |= dict(_bank_notices(view, kept))
        papers["返还情况说明.docx"] = return_papers.statement(statement_paper(view))
    seized = any(each.payment.name.startswith(SEIZED) for each in view.found.payments)
    return ReturnPapers(view.proceeding.id, papers, seized)


def _papers_of_victims(
    settings: Settings, view: ReturnView, kept: Recorded, victims: Collection[str]
) -> ReturnPapers:
    """Return the applications and decisions of some victims, as they are among all: no other victim is in them."""
    unknown = sorted(set(victims) - set(view.found.victims))
    if unknown:
        raise WrongUsage(NO_VICTIM(id=view.proceeding.id, victims="、".join(unknown)))
    papers = dict(_applications(settings, view, kept, victims)) | dict(_decisions(view, kept, victims))
    mine = [each.payment for each in view.found.payments if each.payment.victim in victims]
    without = [
        each for each in victims if view.found.victims[each] in AWAY and each not in {one.victim for one in mine}
    ]
    if without:
        raise Refused(NO_PAPER(id=view.proceeding.id, victims="、".join(sorted(without))))
    return ReturnPapers(view.proceeding.id, papers, any(each.name.startswith(SEIZED) for each in mine))


def write_papers(papers: Mapping[str, bytes], directory: Path) -> tuple[Path, ...]:
    """Write papers into a new or empty folder, all of them or none.

    Raises WrongUsage where files are there already, Failed by the disk.
    """
    directory = directory.resolve()
    unfinished = directory.with_name(f"{directory.name}.unfinished")
    made: list[Path] = []
    try:
        if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
            raise WrongUsage(THERE_ALREADY(path=directory))
        if unfinished.exists() or unfinished.is_symlink():
            raise WrongUsage(THERE_ALREADY(path=unfinished))
        unfinished.mkdir(parents=True)
        made.append(unfinished)
        for name, content in papers.items():
            (unfinished / name).write_bytes(content)
        if directory.exists():
            # It may be the folder that somebody stands in: it stays the same folder.
            made.extend((unfinished / name).rename(directory / name) for name in papers)
            unfinished.rmdir()
        else:
            unfinished.rename(directory)
    except OSError as error:
        _take_away(made)
        raise Failed(NOT_WRITTEN(path=directory, why=error.strerror or type(error).__name__)) from error
    return tuple(directory / name for name in papers)


def _take_away(made: Iterable[Path]) -> None:
    for each in made:
        with suppress(OSError):
            if each.is_dir():
                shutil.rmtree(each)
            else:
                each.unlink()


Papers = Iterable[tuple[str, bytes]]


def _applications(
    settings: Settings, view: ReturnView, kept: Recorded, only: Collection[str] | None = None
) -> Papers:
    found, plan = view.found, view.found.plan
    day = citing.day_of(view.proceeding.steps[0].act.acted)
    index = None if plan is None else PlanIndex(plan)
    then = tuple(_frozen_then(settings, view).values()) if index is None else ()
    for number, victim in enumerate(sorted(found.victims), 1):
        if found.victims[victim] in AWAY or (only is not None and victim not in only):
            continue
        asked = _applicant(found, victim)
        mine = then if index is None else [index.held[each] for each in sorted(index.reached.get(victim, ()))]
        loss = None if index is None else index.losses.get(victim)
        rules = (*APPLYING, "return.agent") if asked.agent else APPLYING
        head = _head(view, rules, day)
        content = return_forms.application(head, asked, loss, mine, kept.reviewed.get(victim, ()))
        yield f"附件1_申请表_{number:03d}_{_safe(victim)}.docx", content


def _report(view: ReturnView, kept: Recorded, plan: FixedPlan) -> Papers:
    found = view.found
    approvals = [found.approval] if found.approval else [Approval(), Approval(keep_presumed=True)]
    plans = [_by_line(found.payments_of(plan, one)) for one in approvals]
    if any(plans):
        both = dict.fromkeys(key for each in plans for key in each)
        index = PlanIndex(plan)
        lines = [_to_approve([each.get(key, []) for each in plans], index) for key in sorted(both)]
        used = [found.approval] if found.approval else []
    else:
        lines = [_decided_line(kept.given[each.payment.number], kept) for each in found.payments]
        used = [kept.approvals[each.payment.number][0] for each in found.payments]
    if not lines:
        return
    officers = tuple(dict.fromkeys(name for each in lines for name in kept.reviewed.get(each.victim, ())))
    rules = (*REPORTING, *plan.rules)
    head = _head(view, rules, kept.planned or plan.as_of.date())
    content = return_forms.report(head, lines, officers, (plan.hash, plan.flow_hash), _shared_by(used))
    yield "附件2_呈请返还资金报告书.docx", content


def _decisions(view: ReturnView, kept: Recorded, only: Collection[str] | None = None) -> Papers:
    groups: dict[tuple[str, date, str], list[Payment]] = {}
    for each in view.found.payments:
        payment = kept.given[each.payment.number]
        document, day = kept.decided[payment.number]
        groups.setdefault((document, day, payment.victim), []).append(payment)
    for number, ((document, day, victim), payments) in enumerate(groups.items(), 1):
        if only is not None and victim not in only:
            continue
        lines = [_decided_line(each, kept) for each in payments]
        head = _head(view, (*DECIDING, *_rules_of(payments, kept.plans[payments[0].number].plan)), day)
        asked = _applicant(view.found, victim)
        approvals = [kept.approvals[each.number] for each in payments]
        used = _shared_by(one for one, _ in approvals)
        content = return_forms.decision(
            head, Numbered(document, day.isoformat(), approvals[0][1]), asked, lines, used
        )
        yield f"附件3_返还决定书_{number:03d}_{_safe(victim)}.docx", content


def _bank_notices(view: ReturnView, kept: Recorded) -> Papers:
    """Give one notice for each bank and order; seized money lies with no bank under a freeze and has none.

    A notice that was served stays as it was; what bounced and goes elsewhere is asked for anew.
    """
    served = [(each.facts.document, each.facts.officers, each.day, each.payments) for each in kept.orders]
    waiting = [each.payment for each in view.found.payments if each.state in TO_ORDER]
    drafts = [("", (), kept.decided[each.number][1], (each,)) for each in waiting]
    times: Counter[int] = Counter()
    groups: dict[tuple[str, str, tuple[str, ...], date, int], list[PayLine]] = {}
    for number, officers, day, payments in (*served, *drafts):
        for payment in payments:
            if not payment.name.startswith(SEIZED):
                line = _decided_line(payment, kept)
                key = (line.held.institution, number, officers, day, times[payment.number])
                groups.setdefault(key, []).append(line)
                times[payment.number] += 1
    for place, ((institution, number, officers, day, _), lines) in enumerate(groups.items(), 1):
        head = _head(view, AT_THE_BANK, day)
        content = return_forms.bank_notice(head, institution, number, officers, lines)
        yield f"附件4_协助返还通知书_{place:02d}_{_safe(institution)}.docx", content


def _by_line(payments: Iterable[Payment]) -> dict[tuple[str, str], list[Payment]]:
    """Return payments by freeze and claim: of one claim part may go back on its trace and part as a share."""
    found: dict[tuple[str, str], list[Payment]] = {}
    for each in payments:
        found.setdefault((each.name, each.claim), []).append(each)
    return found


def _to_approve(found: Sequence[Sequence[Payment]], index: PlanIndex) -> PayLine:
    """Return a line put up for approval: among those found only, and beside it with a share kept."""
    known = next(each[0] for each in found if each)
    amounts = [sum(one.amount for one in each) for each in found]
    kept = amounts[1] if len(amounts) > 1 and amounts[1] != amounts[0] else None
    return replace(_pay_line(known, index), number=None, amount=amounts[0], kept=kept)


def _decided_line(payment: Payment, kept: Recorded) -> PayLine:
    """Return a payment with the account and the way of the plan that it was decided by."""
    return _pay_line(payment, kept.plans[payment.number])


def _pay_line(payment: Payment, index: PlanIndex) -> PayLine:
    of_plan = index.methods.get((payment.name, payment.claim), set())
    methods = of_plan if payment.method is None else {payment.method}
    words = (say(IN_LAW[each].name, Language.ZH) for each in sorted(methods, key=lambda one: one.value))
    return PayLine(
        number=payment.number,
        claim=payment.claim,
        victim=payment.victim,
        held=index.held[payment.name],
        amount=payment.amount,
        method="、".join(words),
        account=payment.account,
        bank=payment.bank,
        reason=payment.reason,
        shares=ReturnMethod.PRO_RATA in methods,
    )


def _rules_of(payments: Iterable[Payment], plan: FixedPlan) -> tuple[str, ...]:
    """Return those rules of a plan by whose ways these payments go back; all where a way was not written down."""
    methods = {each.method for each in payments}
    of_method = (IN_LAW[each] for each in methods if each is not None)
    used = {rule for law in of_method for rule in (law.rule, law.formula, law.deduction, law.notice)}
    return plan.rules if None in methods else tuple(each for each in plan.rules if each in used)


def _shared_by(used: Iterable[Approval]) -> str:
    """Return by which denominator shares were approved; empty before an approval."""
    said = [KEPT_SHARE if each.keep_presumed else FOUND_ONLY for each in used]
    return "；".join(dict.fromkeys(said))


def _frozen_then(settings: Settings, view: ReturnView) -> dict[str, Held]:
    """Return the freezes that a return without a plan is about, as they stood when it began."""
    found, began = {}, view.proceeding.steps[0].act.acted.at
    for each in freezes.list_freezes(settings, view.case.number, began):
        if each.proceeding.id in view.found.about.freezes:
            asked = each.freeze.proposal
            found[each.proceeding.id] = Held(
                each.proceeding.id, asked.institution, normal_form(asked.account), asked.holder, each.freeze.cash
            )
    return found


def _applicant(found: Return, victim: str) -> Applicant:
    asked = found.applications.get(victim)
    if asked is None:
        return Applicant(victim)
    papers = asked.agent_papers
    return Applicant(victim, asked.identity, asked.bank, asked.account, asked.reason, asked.agent, papers)


def _head(view: ReturnView, names: Iterable[str], day: date) -> Head:
    rules = []
    for name in dict.fromkeys(names):
        with suppress(NotInForce):
            rules.append(rule_on(name, day))
    articles: dict[str, list[str]] = {}
    for rule in rules:
        if rule.certainty is Certainty.LAW:
            articles.setdefault(rule.document.name, []).extend(filter(None, (rule.article or "").split("、")))
    ground = "，".join(document + "、".join(dict.fromkeys(found)) for document, found in articles.items())
    case, currency = view.case, view.found.about.currency
    return Head(case.number, case.name, case.organ, currency, ground, tuple(map(_cited, rules)))


def _cited(rule: Rule) -> str:
    said = say(citing.cite(rule), Language.ZH)
    seen = rule.reading is Reading.SECONDARY
    return f"{said}【{say(READING_LABELS[rule.reading], Language.ZH)}】" if seen else said


def _safe(text: str) -> str:
    """Return a name that any disk takes."""
    return re.sub(r"[^\w]", "_", text)[:LONGEST] or "未载明"
