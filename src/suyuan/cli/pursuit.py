"""``suyuan pursuit``: persons abroad and at large, from who they are to how it ended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import measure_options as given
from suyuan.cli import output, pursuit_shown
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.cli.measure_options import AMOUNT, TEXT, TIME, option
from suyuan.errors import WrongUsage
from suyuan.model.text import Text
from suyuan.settings import load
from suyuan.supervision.pursuit_facts import Decided, NoticeKind, PursuitState, PursuitStep, Rank

if TYPE_CHECKING:
    from suyuan.actions.measures import Entered
    from suyuan.actions.pursuits import PursuitView

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="境外在逃人员：查明、通缉通报、请求引渡遣返、劝投劝返、归案、撤销通报、退赃与自首的处理。",
            en="Persons abroad and at large: notices, requests to other states, persuasion, how it ended.",
        )
    ),
)
STEPS = {
    NoticeKind.ONLINE: PursuitStep.ONLINE,
    NoticeKind.REWARD: PursuitStep.REWARD,
    NoticeKind.RED: PursuitStep.RED_NOTICE,
    NoticeKind.BORDER: PursuitStep.BORDER,
}
"""Which step issues a notice; all others are wanted notices."""

PAPER_HELP = Text(
    zh="敦促投案自首通告拟稿：按已登记的投案公告（文号）写出，只列已公开通缉、悬赏者的姓名。"
    "\n\n例：suyuan pursuit paper --case A1 --document 告1 --contact 李警官，电话 --out 通告.docx",
    en="The draft of the public notice that calls for surrender, from the window recorded under its number; names "
    "only those under a public wanted notice or reward."
    "\n\nExample: suyuan pursuit paper --case A1 --document N1 --contact NAME,PHONE --out notice.docx",
)
NOT_A_PAPER = Text(zh="{file}：通告写成 .docx 或 .txt。", en="{file}: the notice is written as .docx or .txt.")

Evidence = Annotated[str, option("--evidence", TEXT, "依据的证据", "what it rests on")]
Number = Annotated[str, option("--number", TEXT, "通缉、通报编号", "the notice's number")]


@app.callback()
def pursuit() -> None:
    """Stand before the commands."""


@app.command(help=words(Text(zh="登记一名已查明身份的在逃人员", en="begin: a person who was identified")))
def identify(  # noqa: PLR0913  an option each
    case: CaseOption,
    person: Annotated[str, option("--person", TEXT, "人员代号或姓名", "name or number of the person")],
    rank: Annotated[str, option("--rank", "organiser|backbone|member", "组织者、骨干、成员", "part that he had")],
    evidence: Evidence,
    name: Annotated[str, option("--name", TEXT, "真实姓名", "real name")] = "",
    id_number: Annotated[str, option("--id-number", TEXT, "证件号码", "identity number")] = "",
    alias: Annotated[list[str] | None, option("--alias", TEXT, "化名，可重复", "an alias; may repeat")] = None,
    country: Annotated[str, option("--country", TEXT, "所在国家、地区", "country")] = "",
    den: Annotated[str, option("--den", TEXT, "窝点", "den")] = "",
    decided_by: Annotated[str, option("--decided-by", TEXT, "认定机关", "who decided")] = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Begin a pursuit."""
    from suyuan.actions import pursuits
    from suyuan.supervision.pursuit_facts import Fugitive

    who = Fugitive(
        person, given.word(Rank, rank), name, id_number, tuple(alias or ()), country, den, evidence, decided_by
    )
    _said(pursuits.identify(load(home), case, who, given.entered(at, on)), at, as_json)


@app.command(help=words(Text(zh="登记拘留、逮捕的决定", en="record that detention or arrest was decided")))
def custody(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    decided: Annotated[str, option("--decided", "detention|arrest", "拘留、逮捕", "what was decided")],
    document: given.Document,
    by: Annotated[str, option("--by", TEXT, "决定机关", "who decided")],
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record a decision on custody."""
    from suyuan.supervision.pursuit_facts import CustodyDecision

    facts = CustodyDecision(given.word(Decided, decided), document, by)
    _step(home, (case, word), PursuitStep.CUSTODY, facts, given.entered(at, on), (at, as_json))


@app.command(help=words(Text(zh="网上追逃、通缉令、悬赏通告、红色通报、边控", en="issue a notice")))
def notice(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    kind: Annotated[
        str,
        option(
            "--kind",
            "online|wanted_county|wanted_city|wanted_province|wanted_b|wanted_a|reward|red|border",
            "种类",
            "which notice",
        ),
    ],
    number: Number,
    issuer: Annotated[str, option("--issuer", TEXT, "发布机关", "who issues it")] = "",
    area: Annotated[str, option("--area", TEXT, "发布范围", "where it is issued")] = "",
    amount: Annotated[str | None, option("--sum", AMOUNT, "悬赏金额", "the sum of a reward")] = None,
    currency: given.Currency = "CNY",
    urgent: Annotated[
        bool, option("--urgent", None, "边控先交控、后补手续", "border control before its papers")
    ] = False,
    approved_by: given.ApprovedBy = "",
    level: given.LevelOption = None,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Issue a notice."""
    from suyuan.supervision.pursuit_facts import NoticeIssued

    which = given.word(NoticeKind, kind)
    facts = NoticeIssued(
        which, number.strip(), issuer, area, given.level(level), given.optional_minor(amount, currency), currency,
        urgent,
    )  # fmt: skip
    step = STEPS.get(which, PursuitStep.WANTED)
    _step(home, (case, word), step, facts, given.entered(at, on, "", approved_by), (at, as_json))


@app.command(help=words(Text(zh="补发通报，引用原编号和日期", en="supplement a notice, quoting number and date")))
def supplement(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    number: Number,
    original: Annotated[str, option("--original", TEXT, "原编号", "number of the original")],
    original_date: Annotated[str, option("--original-date", TIME, "原日期", "date of the original")],
    facts: Annotated[str, option("--facts", TEXT, "新情况", "the new facts")],
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Supplement a notice."""
    from suyuan.supervision.pursuit_facts import NoticeSupplement

    said = NoticeSupplement(number.strip(), original.strip(), given.sure_day(original_date), facts)
    _step(home, (case, word), PursuitStep.SUPPLEMENT, said, given.entered(at, on), (at, as_json))


@app.command(help=words(Text(zh="撤销通缉、通报，或补办边控手续", en="withdraw a notice, or regularise one")))
def withdraw(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    number: Number,
    document: given.Document = "",
    regularise: Annotated[
        bool, option("--regularise", None, "补办边控手续，不撤销", "the border control's papers came")
    ] = False,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Withdraw or regularise a notice."""
    from suyuan.supervision.pursuit_facts import NoticeNamed

    step = PursuitStep.REGULARISE if regularise else PursuitStep.WITHDRAW
    named = NoticeNamed(number.strip(), document)
    _step(home, (case, word), step, named, given.entered(at, on), (at, as_json))


@app.command(help=words(Text(zh="登记下落，或境外抓获", en="record where he is, or that he was arrested abroad")))
def locate(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    place: Annotated[str, option("--place", TEXT, "地点", "where")],
    evidence: Evidence,
    authority: Annotated[str, option("--authority", TEXT, "境外机关", "which authority")] = "",
    arrested: Annotated[bool, option("--arrested", None, "已被境外机关抓获", "he was arrested there")] = False,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record where he is."""
    from suyuan.supervision.pursuit_facts import Found

    step = PursuitStep.ARRESTED_ABROAD if arrested else PursuitStep.LOCATE
    _step(home, (case, word), step, Found(place, authority, evidence), given.entered(at, on), (at, as_json))


@app.command(help=words(Text(zh="请求引渡，或遣返、移交", en="ask another state for extradition or repatriation")))
def ask(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    what: Annotated[str, option("--what", "extradition|repatriation", "引渡、遣返", "what is asked")],
    state: Annotated[str, option("--state", TEXT, "被请求国", "of which state")],
    document: given.Document,
    examined_by: Annotated[str, option("--examined-by", TEXT, "审核机关", "who examined it")],
    sent_by: Annotated[str, option("--sent-by", TEXT, "发出机关", "who sent it")],
    respond_by: Annotated[str | None, option("--respond-by", TIME, "答复期限", "answer by")] = None,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Ask another state."""
    from suyuan.supervision.pursuit_facts import Asked

    steps = {"extradition": PursuitStep.EXTRADITION, "repatriation": PursuitStep.REPATRIATION}
    facts = Asked(document, state, examined_by, sent_by, given.day(respond_by))
    _step(home, (case, word), given.one_of(steps, what), facts, given.entered(at, on), (at, as_json))


@app.command(help=words(Text(zh="投案自首公告及其期限", en="a public notice with its surrender window")))
def window(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    document: given.Document,
    issuer: Annotated[str, option("--issuer", TEXT, "发布机关", "who issues it")],
    until: Annotated[str, option("--until", TIME, "投案期限（含当日）", "last day of the window")],
    offer: Annotated[str, option("--offer", TEXT, "承诺的从宽内容", "what it offers")] = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record a public notice."""
    from suyuan.supervision.pursuit_facts import Window

    facts = Window(document, issuer, given.sure_day(until), offer)
    _step(home, (case, word), PursuitStep.WINDOW, facts, given.entered(at, on), (at, as_json))


@app.command(help=words(PAPER_HELP))
def paper(
    case: CaseOption,
    document: given.Document,
    out: Annotated[Path, option("--out", "FILE.docx|FILE.txt", "写到哪里", "where to write it")],
    contact: Annotated[
        list[str] | None, option("--contact", TEXT, "联系人、电话、地址，可重复", "a contact point; may repeat")
    ] = None,
    home: Home = None,
) -> None:
    """Write the draft of the public notice of a surrender window."""
    from suyuan.actions.surrender_papers import surrender_paper
    from suyuan.cli.restitution_shown import write
    from suyuan.documents import surrender_notice

    makers = {".docx": surrender_notice.docx, ".txt": surrender_notice.plain}
    if out.suffix.lower() not in makers:
        raise WrongUsage(NOT_A_PAPER(file=out))
    write(out, makers[out.suffix.lower()](surrender_paper(load(home), case, document, tuple(contact or ()))))


@app.command(help=words(Text(zh="登记与家属的劝投劝返联系", en="record a contact with the family")))
def contact(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    whom: Annotated[str, option("--with", TEXT, "与谁", "with whom")],
    by: Annotated[str, option("--by", TEXT, "由谁", "by whom")],
    relation: Annotated[str, option("--relation", TEXT, "关系", "relation")] = "",
    outcome: Annotated[str, option("--outcome", TEXT, "结果", "outcome")] = "",
    next_on: Annotated[str | None, option("--next", TIME, "下次联系", "next contact on")] = None,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record a contact."""
    from suyuan.supervision.pursuit_facts import Contact

    facts = Contact(whom, relation, by, outcome, given.day(next_on))
    _step(home, (case, word), PursuitStep.CONTACT, facts, given.entered(at, on), (at, as_json))


@app.command("exit", help=words(Text(zh="登记归案、死亡或撤销", en="record how it ended")))
def exit_(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    how: Annotated[
        str,
        option(
            "--how",
            "surrendered|persuaded|repatriated|extradited|captured|dead|cancelled",
            "自首、劝返、遣返移交、引渡、抓获、死亡、撤销",
            "how it ended",
        ),
    ],
    evidence: Evidence,
    place: Annotated[str, option("--place", TEXT, "地点", "where")] = "",
    authority: Annotated[str, option("--authority", TEXT, "经办机关", "which authority")] = "",
    handed_over: Annotated[
        str | None, option("--handed-over", TIME, "到案、移交时间", "when he came into the organ's hands")
    ] = None,
    who: Annotated[str, option("--voluntary-who", TEXT, "自动性：谁", "voluntary: who")] = "",
    by_what: Annotated[str, option("--voluntary-how", TEXT, "自动性：如何", "voluntary: how")] = "",
    when: Annotated[str | None, option("--voluntary-when", TIME, "自动性：何时", "voluntary: when")] = None,
    truthful: Annotated[
        bool | None, option("--truthful/--not-truthful", None, "是否如实供述", "whether he told the truth")
    ] = None,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record how it ended."""
    from suyuan.supervision.pursuit_facts import Exit

    facts = Exit(
        given.word(PursuitState, how), evidence, place, authority, given.moment(handed_over), who, by_what,
        given.moment(when), truthful,
    )  # fmt: skip
    _step(home, (case, word), PursuitStep.EXIT, facts, given.entered(at, on), (at, as_json))


@app.command(help=words(Text(zh="登记到案后的讯问", en="record the interrogation after the hand-over")))
def interrogate(
    word: given.Word,
    case: CaseOption,
    document: given.Document = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record the interrogation."""
    from suyuan.supervision.pursuit_facts import Note

    note = Note(document=document)
    _step(home, (case, word), PursuitStep.INTERROGATE, note, given.entered(at, on), (at, as_json))


@app.command("given-back", help=words(Text(zh="登记退赃退赔", en="record what he or his family gave back")))
def given_back(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    amount: Annotated[str, option("--amount", AMOUNT, "金额", "the sum")],
    person: Annotated[str, option("--from", TEXT, "由谁退", "from whom")],
    seizure: Annotated[
        str,
        option("--seizure", TEXT, "退赃登记编号（seizure-…）或收据", "its number in suyuan seizure, or receipt"),
    ],
    currency: given.Currency = "CNY",
    after_judgment: Annotated[
        bool, option("--after-judgment", None, "一审宣判后", "after the first-instance judgment")
    ] = False,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record what was given back; the money itself stands in ``suyuan seizure`` and is counted there once."""
    from suyuan.supervision.pursuit_facts import GivenBack

    facts = GivenBack(given.minor(amount, currency), currency, person, seizure, not after_judgment)
    _step(home, (case, word), PursuitStep.GIVEN_BACK, facts, given.entered(at, on), (at, as_json))


@app.command(help=words(Text(zh="登记自首、退赃的处理结果", en="record what surrender or giving back led to")))
def effect(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    article: Annotated[str, option("--article", TEXT, "适用条文", "the article applied")],
    by: Annotated[str, option("--by", TEXT, "决定机关", "who decided")],
    outcome: Annotated[str, option("--outcome", TEXT, "结果", "how")],
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record what it led to."""
    from suyuan.supervision.pursuit_facts import LegalEffect

    facts = LegalEffect(article, by, outcome)
    _step(home, (case, word), PursuitStep.EFFECT, facts, given.entered(at, on), (at, as_json))


@app.command("list", help=words(Text(zh="列出本案在逃人员", en="list the persons at large of a case")))
def list_(case: CaseOption, at: given.At = None, as_json: AsJson = False, home: Home = None) -> None:
    """List the pursuits."""
    from suyuan.actions import pursuits
    from suyuan.actions.pursuit_objects import pursuit_object

    views = pursuits.list_pursuits(load(home), case)
    if as_json:
        output.say_json([pursuit_object(each, given.now(at), LANGUAGE) for each in views])
    else:
        pursuit_shown.say_pursuits(views)


@app.command(help=words(Text(zh="查看一名在逃人员的全部记录", en="show everything of one pursuit")))
def show(
    word: given.Word, case: CaseOption, at: given.At = None, as_json: AsJson = False, home: Home = None
) -> None:
    """Show a pursuit."""
    from suyuan.actions import pursuits

    _said(pursuits.show_pursuit(load(home), case, word), at, as_json)


def _step(
    home: Home,
    which: tuple[str, str],
    step: PursuitStep,
    facts: object,
    entered: Entered,
    shown: tuple[str | None, bool],
) -> None:
    from suyuan.actions import pursuits

    case, word = which
    _said(pursuits.carry_on_pursuit(load(home), case, word, step, facts, entered), *shown)


def _said(view: PursuitView, at: str | None, as_json: bool) -> None:
    from suyuan.actions.pursuit_objects import pursuit_object

    if as_json:
        output.say_json(pursuit_object(view, given.now(at), LANGUAGE))
    else:
        pursuit_shown.say_pursuit(view, given.now(at))
