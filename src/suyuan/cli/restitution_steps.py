"""``suyuan restitution``: a return from its plan to the bank's receipt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import measure_options as given
from suyuan.cli import output
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.cli.measure_options import TEXT, option
from suyuan.cli.restitution_shown import EXISTS, ID, Freezes, Pooled, Word, said, write
from suyuan.documents.shown import money
from suyuan.errors import WrongUsage
from suyuan.model.text import Text
from suyuan.recovery.return_facts import ReturnStep
from suyuan.settings import load

if TYPE_CHECKING:
    from suyuan.actions.measures import Entered

CHANGED = Text(
    zh="  重算：{claim} {victim} {before} → {after}", en="  computed again: {claim} {victim} {before} → {after}"
)
UPHELD = Text(zh="请在 --upheld 与 --rejected 中选一个。", en="Choose one of --upheld and --rejected.")
RECEIPT = Text(zh="请在 --receipt 与 --bounced 中选一个。", en="Choose one of --receipt and --bounced.")

Victims = Annotated[list[str], option("--victim", TEXT, "被害人，可重复", "the victim; may be repeated")]
Officers = Annotated[list[str], option("--officer", TEXT, "民警（至少两人），可重复", "officers, two at least")]


def add_to(app: typer.Typer) -> None:
    """Add the steps of a return to the noun."""
    for name, command, zh, en in COMMANDS:
        app.command(name, help=words(Text(zh=zh, en=en)))(command)


def inform(  # noqa: PLR0913
    case: CaseOption,
    freeze: Freezes = None,
    victim: Annotated[
        list[str] | None,
        option("--victim", TEXT, "被害人，可重复（默认方案中的全部）", "victims (default: the plan's)"),
    ] = None,
    currency: given.Currency = "CNY",
    why: given.Why = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Begin a return."""
    from suyuan.actions import returns

    entered = given.entered(at, on, why)
    made = returns.inform(
        load(home),
        case,
        entered,
        freezes_named=tuple(freeze or ()),
        victims=tuple(victim or ()),
        currency=currency,
    )
    said(made, as_json)


def apply(  # noqa: PLR0913
    word: Word,
    case: CaseOption,
    victim: Annotated[str, option("--victim", TEXT, "被害人", "the victim")],
    identity: Annotated[str, option("--identity", TEXT, "证件号码", "the number of the victim's document")],
    account: given.Account,
    bank: Annotated[str, option("--bank", TEXT, "开户行", "its bank")] = "",
    reason: Annotated[str, option("--reason", TEXT, "非原付款账户的理由", "why not the paying account")] = "",
    agent: Annotated[str, option("--agent", TEXT, "代理人", "the agent")] = "",
    papers: Annotated[str, option("--papers", TEXT, "授权材料", "the agent's mandate")] = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record an application."""
    from suyuan.recovery.return_facts import Application, Applications

    asked = Application(victim, identity, account, bank, reason, agent, papers)
    _step(home, case, word, ReturnStep.APPLY, Applications((asked,)), given.entered(at, on), as_json)


def review(  # noqa: PLR0913
    word: Word,
    case: CaseOption,
    victim: Victims,
    officer: Officers,
    why: given.Why = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Review applications."""
    from suyuan.recovery.return_facts import Victims as OfVictims

    facts = OfVictims(tuple(victim), officers=tuple(officer))
    reason = why or "-"
    _step(home, case, word, ReturnStep.REVIEW, facts, given.entered(at, on, reason), as_json)


def victims(  # noqa: PLR0913
    word: Word,
    case: CaseOption,
    step: Annotated[
        str,
        option("--step", "ask|correct|refuse|dispute", "要求补正、补正、不予返还、权属争议", "which step"),
    ],
    victim: Victims,
    why: given.Why,
    papers: Annotated[str, option("--papers", TEXT, "材料", "the papers")] = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record a step of some victims."""
    from suyuan.recovery.return_facts import Victims as OfVictims

    steps = {
        each.value: each for each in (ReturnStep.ASK, ReturnStep.CORRECT, ReturnStep.REFUSE, ReturnStep.DISPUTE)
    }
    facts = OfVictims(tuple(victim), papers)
    _step(home, case, word, given.one_of(steps, step), facts, given.entered(at, on, why), as_json)


def notice(  # noqa: PLR0913
    word: Word,
    case: CaseOption,
    document: Annotated[str, option("--document", TEXT, "公告文号（须公告的）", "the notice's number")] = "",
    where: Annotated[str, option("--where", TEXT, "公告处所", "where it is published")] = "",
    out: Annotated[
        Path | None, option("--out", "FILE.docx", "写出公告拟稿", "write the draft of the notice")
    ] = None,
    pooled: Pooled = False,
    why: given.Why = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Fix the plan, with its notice where shares are in it."""
    from suyuan.actions import returns
    from suyuan.actions.return_objects import notice_paper
    from suyuan.documents import return_papers

    if out is not None and out.exists():
        # Before the step: a notice is fixed once, its paper must not fail for a name.
        raise WrongUsage(EXISTS(file=out))
    entered = given.entered(at, on, why)
    made = returns.fix(load(home), case, word, entered, document=document, where=where, pooled=pooled)
    if out is not None:
        write(out, return_papers.notice(notice_paper(made)))
    said(made, as_json)


def object_(  # noqa: PLR0913
    word: Word,
    case: CaseOption,
    by: Annotated[str, option("--by", TEXT, "异议人", "who objects")],
    grounds: Annotated[str, option("--grounds", TEXT, "理由", "on what grounds")],
    claim: Annotated[str, option("--claim", TEXT, "所涉被骗款（默认整个方案）", "about which claim")] = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record an objection."""
    from suyuan.recovery.return_facts import Objected

    _step(home, case, word, ReturnStep.OBJECT, Objected(by, grounds, claim), given.entered(at, on), as_json)


def settle(  # noqa: PLR0913
    word: Word,
    case: CaseOption,
    number: Annotated[int, option("--number", ID, "异议序号", "the objection's number")],
    reason: Annotated[str, option("--reason", TEXT, "审查结论的理由", "the reasons of the outcome")],
    upheld: Annotated[bool, option("--upheld", None, "异议成立", "it is upheld")] = False,
    rejected: Annotated[bool, option("--rejected", None, "异议不成立", "it is rejected")] = False,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Settle an objection, and say what a plan computed again would change."""
    from suyuan.actions import returns
    from suyuan.actions.return_objects import changes_object, return_object
    from suyuan.recovery.return_facts import Settled

    if upheld == rejected:
        raise WrongUsage(UPHELD())
    facts, entered = Settled(number, upheld, reason), given.entered(at, on)
    view = returns.carry_on(load(home), case, word, ReturnStep.SETTLE, facts, entered)
    if not upheld:
        said(view, as_json)
        return
    changed, currency = returns.differing(load(home), case, word, entered), view.found.about.currency
    if as_json:
        output.say_json(return_object(view, LANGUAGE) | {"differences": changes_object(changed, currency)})
        return
    said(view, as_json)
    for each in changed:
        before, after = (("–" if one is None else money(one, currency)) for one in (each.before, each.after))
        output.say(CHANGED(claim=each.claim, victim=each.victim, before=before, after=after))


def approve(  # noqa: PLR0913
    word: Word,
    case: CaseOption,
    approved_by: given.ApprovedBy,
    level: given.LevelOption = None,
    traced_only: Annotated[
        bool, option("--traced-only", None, "只批准可溯源部分", "only what goes back on traces")
    ] = False,
    keep_presumed: Annotated[
        bool, option("--keep-presumed", None, "为未找到的被害人保留份额", "keep the share of victims not found")
    ] = False,
    again: Annotated[bool, option("--again", None, "按现有材料重算方案", "compute the plan again")] = False,
    pooled: Pooled = False,
    why: given.Why = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Approve a return."""
    from suyuan.actions import returns
    from suyuan.recovery.return_facts import Approval

    approval = Approval(given.level(level), traced_only, keep_presumed)
    entered = given.entered(at, on, why, approved_by)
    made = returns.approve(load(home), case, word, approval, entered, again=again, pooled=pooled)
    said(made, as_json)


def decide(  # noqa: PLR0913
    word: Word,
    case: CaseOption,
    document: given.Document,
    approved_by: given.ApprovedBy = "",
    why: given.Why = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Decide what was approved."""
    from suyuan.actions import returns

    said(returns.decide(load(home), case, word, document, given.entered(at, on, why, approved_by)), as_json)


def execute(  # noqa: PLR0913
    word: Word,
    case: CaseOption,
    freeze: Annotated[str, option("--freeze", ID, "冻结编号", "out of which freeze")],
    officer: Officers,
    document: given.Document,
    incomplete: Annotated[
        bool, option("--incomplete", None, "银行要求补正材料", "the bank asks for papers")
    ] = False,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Bring the notice to the bank."""
    from suyuan.recovery.return_facts import Ordered

    name = freeze if "-" in freeze else f"freeze-{freeze}"
    facts = Ordered(name, tuple(officer), document, not incomplete)
    _step(home, case, word, ReturnStep.ORDER, facts, given.entered(at, on), as_json)


def receipt(  # noqa: PLR0913
    word: Word,
    case: CaseOption,
    payment: Annotated[list[int], option("--payment", ID, "支付序号，可重复", "payments; may be repeated")],
    receipt_: Annotated[str, option("--receipt", TEXT, "银行回执", "the bank's receipt")] = "",
    bounced: Annotated[
        str, option("--bounced", TEXT, "退汇原因（银行原话）", "why it bounced, in the bank's words")
    ] = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record a receipt, or what bounced."""
    from suyuan.recovery.return_facts import Receipt

    if bool(receipt_) == bool(bounced):
        raise WrongUsage(RECEIPT())
    step = ReturnStep.PAY if receipt_ else ReturnStep.BOUNCE
    facts = Receipt(tuple(payment), receipt_ or bounced)
    _step(home, case, word, step, facts, given.entered(at, on), as_json)


def redirect(  # noqa: PLR0913
    word: Word,
    case: CaseOption,
    payment: Annotated[int, option("--payment", ID, "支付序号", "the payment")],
    account: given.Account,
    reason: Annotated[str, option("--reason", TEXT, "更换理由", "why")],
    bank: Annotated[str, option("--bank", TEXT, "开户行", "its bank")] = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Name another account for what bounced."""
    from suyuan.recovery.return_facts import Redirected

    facts = Redirected(payment, account, bank, reason)
    _step(home, case, word, ReturnStep.REDIRECT, facts, given.entered(at, on), as_json)


COMMANDS = (
    ("inform", inform, "开始返还：告知被害人", "begin a return: victims are told"),
    ("apply", apply, "登记返还申请", "record a victim's application"),
    ("review", review, "审核申请（两名民警）", "review applications (two officers)"),
    (
        "victims",
        victims,
        "要求补正、补正、不予返还、权属争议",
        "ask for papers, record them, refuse, record a dispute",
    ),
    ("notice", notice, "确定方案：须公告的公告，可溯源的直接返还", "fix the plan: by public notice, or direct"),
    ("object", object_, "登记异议（公告期内）", "record an objection, within the notice"),
    ("settle", settle, "异议审查结论", "settle an objection"),
    ("approve", approve, "市级批准（另一人）", "approve at city level, by another person"),
    ("decide", decide, "作出返还决定", "decide what was approved"),
    ("execute", execute, "送达银行协助返还（三个工作日）", "bring the notice to the bank: three working days"),
    ("receipt", receipt, "登记银行回执或退汇", "record the bank's receipt, or what bounced"),
    ("redirect", redirect, "退汇后更换账户", "name another account for what bounced"),
)


def _step(
    home: Home, case: str, word: str, step: ReturnStep, facts: object, entered: Entered, as_json: bool
) -> None:
    from suyuan.actions import returns

    said(returns.carry_on(load(home), case, word, step, facts, entered), as_json)
