"""``suyuan account``: what a person decides on an account, with reason and evidence, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import words
from suyuan.cli.measure_options import TEXT, option
from suyuan.documents.report_words import ACCOUNT_KINDS, ROLES, word
from suyuan.documents.shown import moment as shown_moment
from suyuan.model.role import TAG_NAMES
from suyuan.model.text import Message, Text

if TYPE_CHECKING:
    from suyuan.actions.account_decisions import DecisionLine

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="账户认定：角色、种类、户主、实际控制人、标签。",
            en="Decisions on accounts: part, kind, holder, controller, tags.",
        )
    ),
)
DECIDE_HELP = Text(
    zh="认定一个账户；也可用表格“账户认定表”（suyuan form）批量导入。同一项以最后一次认定为准，标签累加。\n\n"
    "例：suyuan account decide --case A0316 --account 6200000000000001 --role suspect_controlled "
    "--controller 张某甲 --why 开户人供述卡已出售",
    en="Decide on an account; the form “账户认定表” (suyuan form) takes many at once. Of the same thing the last "
    "decision stands; tags add up.\n\n"
    "Example: suyuan account decide --case A0316 --account 6200000000000001 --role suspect_controlled "
    "--controller NAME --why statement",
)
NUMBER = words(Text(zh="序号", en="NUMBER"))
ACCOUNT = words(Text(zh="账号", en="ACCOUNT"))
KEPT = Text(zh="已保存第 {number} 号认定。", en="Decision {number} was kept.")
UNDONE = Text(zh="已撤销第 {number} 号认定。", en="Decision {number} was taken back.")
NONE = Text(zh="案件 {case} 没有账户认定。", en="Case {case} has no decisions on accounts.")
LINE = Text(
    zh="{place}  {account}：{said}；{author} {time}：{reason}{note}",
    en="{place}  {account}: {said}; {author} {time}: {reason}{note}",
)
PLACE = Text(zh="第 {number} 号", en="No. {number}")
FORM_PLACE = Text(zh="{file} 第 {row} 行", en="{file}, row {row}")
HOLDER = Text(zh="户主 {name}", en="holder {name}")
CONTROLLER = Text(zh="实际控制人 {name}", en="controller {name}")
TAKEN_BACK = Text(zh="；{who} {when} 撤销：{why}", en="; taken back by {who} {when}: {why}")
Why = Annotated[str, typer.Option("--why", metavar=TEXT, help=words(Text(zh="理由", en="the reason")))]


@app.callback()
def account() -> None:
    """Stand before the commands."""


@app.command(help=words(DECIDE_HELP))
def decide(  # noqa: PLR0913  an option each
    case: CaseOption,
    number: Annotated[str, option("--account", ACCOUNT, "账号", "the account's number")],
    why: Why,
    role: Annotated[
        str,
        option(
            "--role",
            "victim|suspect_controlled|merchant|pool|bystander",
            "角色：被害人、涉案（嫌疑人控制）、商户、备付金等集合、无关",
            "the part that it plays for the trace",
        ),
    ] = "",
    kind: Annotated[
        str, option("--kind", TEXT, "账户种类，如 bank、wallet、exchange", "its kind, like bank, wallet, exchange")
    ] = "",
    holder: Annotated[str, option("--holder", TEXT, "户主", "the person in whose name it stands")] = "",
    controller: Annotated[str, option("--controller", TEXT, "实际控制人", "the person who really uses it")] = "",
    tag: Annotated[
        list[str] | None,
        option(
            "--tag",
            "coin_dealer|family|company|card_seller|cash_drawer",
            "标签：币商、亲属、公司、卡农、取款；可重复",
            "what else it is; may be repeated",
        ),
    ] = None,
    evidence: Annotated[str, option("--evidence", TEXT, "依据", "what it rests on")] = "",
    home: Home = None,
) -> None:
    """Decide on an account."""
    from suyuan import settings
    from suyuan.actions.account_decisions import AskedDecision, decide_account

    asked = AskedDecision(number, role, kind, holder, controller, tuple(tag or ()), why, evidence)
    made = decide_account(settings.load(home), case, asked)
    output.say(KEPT(number=made.number))


@app.command(
    "list",
    help=words(
        Text(zh="列出案件的账户认定，含已撤销的", en="list a case's decisions on accounts, undone ones too")
    ),
)
def list_(case: CaseOption, as_json: AsJson = False, home: Home = None) -> None:
    """List a case's decisions on accounts."""
    from suyuan import settings
    from suyuan.actions.account_decisions import account_decisions, decisions_object

    found, lines = account_decisions(settings.load(home), case)
    if as_json:
        output.say_json(decisions_object(found, lines))
        return
    if not lines:
        output.say(NONE(case=found))
    for line in lines:
        output.say(_line(line))


@app.command(help=words(Text(zh="撤销一项认定，记录保留", en="take a decision back; its record stays")))
def undo(
    number: Annotated[int, typer.Argument(metavar=NUMBER, help=words(Text(zh="认定的序号", en="its number")))],
    case: CaseOption,
    why: Why,
    home: Home = None,
) -> None:
    """Take a decision back."""
    from suyuan import settings
    from suyuan.actions.account_decisions import undo_account

    output.say(UNDONE(number=undo_account(settings.load(home), case, number, why).number))


def _line(line: DecisionLine) -> Message:
    decision, ruling = line.decision, line.ruling
    said: list[object] = []
    if decision.says_part:
        said.append(word(ROLES, decision.role.value))
    if decision.kind is not None:
        said.append(word(ACCOUNT_KINDS, decision.kind.value))
    if decision.holder:
        said.append(HOLDER(name=decision.holder))
    if decision.controller:
        said.append(CONTROLLER(name=decision.controller))
    said += [TAG_NAMES[each] for each in decision.tags]
    undone = ruling.undone if ruling else None
    note = TAKEN_BACK(who=undone.who, when=shown_moment(undone.when), why=undone.why) if undone else ""
    place = PLACE(number=ruling.number) if ruling else FORM_PLACE(file=line.file, row=decision.source.row)
    return LINE(
        place=place,
        account=decision.account,
        said=", ".join(words(each) if isinstance(each, Text | Message) else str(each) for each in said),
        author=decision.author or "–",
        time=shown_moment(decision.time.at) if decision.time else "–",
        reason=decision.reason or "–",
        note=note,
    )
