"""``suyuan defendant``: suspects' parts, accounts, stays and counts by decision, and their amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.cli.measure_options import TEXT, TIME, option
from suyuan.documents.shown import moment, money
from suyuan.model.text import Text
from suyuan.settings import load

if TYPE_CHECKING:
    from suyuan.actions.defendants import DefendantAmounts, Entry

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="嫌疑人：作用、团队与期间、本人账户、供卡、窝点停留、次数，及其数额。",
            en="Suspects: part, unit and time, own accounts, cards, stays, counts; and their amounts.",
        )
    ),
)
ADD_HELP = Text(
    zh="登记嫌疑人的作用、团队与期间。--account 为其团队使用的账户（默认全部涉案账户）。\n\n"
    "例：suyuan defendant add --case A0316 --name 张某甲 --part 话务员 --unit 一组 --from 2021-03-01 "
    "--to 2021-03-31 --why 供述与考勤表",
    en="Enter a suspect's part, unit and time. --account names his unit's accounts (default: all suspects')."
    "\n\nExample: suyuan defendant add --case A0316 --name NAME --part caller --from 2021-03-01 --to 2021-03-31 "
    "--why confession",
)
NUMBER = words(Text(zh="序号", en="NUMBER"))
ACCOUNT = words(Text(zh="账号", en="ACCOUNT"))
KEPT = Text(zh="已保存第 {number} 号登记。", en="Entry {number} was kept.")
UNDONE = Text(zh="已撤销第 {number} 号登记。", en="Entry {number} was taken back.")
NONE = Text(zh="案件 {case} 没有嫌疑人登记。", en="Case {case} has no entries on suspects.")
LINE = Text(
    zh="第 {number} 号  {facts}；{who} {when}：{why}{note}", en="No. {number}  {facts}; {who} {when}: {why}{note}"
)
TAKEN_BACK = Text(zh="；{who} {when} 撤销：{why}", en="; taken back by {who} {when}: {why}")
PERSON = Text(zh="{name}  {part}  {unit}  {start} 至 {end}", en="{name}  {part}  {unit}  {start} to {end}")
UNIT = Text(
    zh="  团队数额 {choice}：{amount}，{people} 人", en="  the unit's amount {choice}: {amount}, {people} people"
)
JOINT = Text(
    zh="  与 {names} 共同（各人数额不得相加）", en="  joint with {names} (sums over suspects are never added)"
)
GAIN = Text(zh="  获利 {gain}；退赃退赔 {returned}", en="  gain {gain}; given up or compensated by him {returned}")
CARD = Text(
    zh="  供卡 {account} {start} 至 {end}：支付结算金额 {inflow}（查证 {verified}，推定 {presumed}，"
    "排除 {excluded}，未定 {undecided}）",
    en="  card {account} {start} to {end}: settlement amount {inflow} (verified {verified}, presumed {presumed}, "
    "excluded {excluded}, undecided {undecided})",
)
Name = Annotated[str, option("--name", TEXT, "姓名", "the person's name")]
From = Annotated[str, option("--from", TIME, "起", "from")]
To = Annotated[str, option("--to", TIME, "止（含）", "to, included")]
Why = Annotated[str, typer.Option("--why", metavar=TEXT, help=words(Text(zh="理由", en="the reason")))]
Evidence = Annotated[str, option("--evidence", TEXT, "证据", "the evidence")]


@app.callback()
def defendant() -> None:
    """Stand before the commands."""


@app.command(help=words(ADD_HELP))
def add(  # noqa: PLR0913  an option each
    case: CaseOption,
    name: Name,
    part: Annotated[str, option("--part", TEXT, "作用", "which part he had")],
    why: Why,
    unit: Annotated[str, option("--unit", TEXT, "窝点、团队", "den, team")] = "",
    start: From = "",
    end: To = "",
    account: Annotated[
        list[str] | None, option("--account", ACCOUNT, "团队账户，可重复", "his unit's accounts; may be repeated")
    ] = None,
    evidence: Evidence = "",
    home: Home = None,
) -> None:
    """Enter a suspect."""
    from suyuan.actions.defendants import About, Entry

    accounts = tuple(account or ())
    _enter(home, case, Entry(About.PART, name, part, unit, start, end, accounts, why=why, evidence=evidence))


@app.command(help=words(Text(zh="登记其本人账户（计获利）", en="enter an account of his own, for the gain")))
def own(
    case: CaseOption,
    name: Name,
    account: Annotated[
        list[str], option("--account", ACCOUNT, "本人账户，可重复", "his account; may be repeated")
    ],
    why: Why,
    evidence: Evidence = "",
    home: Home = None,
) -> None:
    """Enter own accounts."""
    from suyuan.actions.defendants import About, Entry

    _enter(home, case, Entry(About.OWN, name, accounts=tuple(account), why=why, evidence=evidence))


@app.command(help=words(Text(zh="登记其提供的账户及期间", en="enter a card that he supplied, and for which time")))
def card(  # noqa: PLR0913
    case: CaseOption,
    name: Name,
    account: Annotated[str, option("--account", ACCOUNT, "账号", "the card")],
    start: From,
    end: To,
    why: Why,
    evidence: Evidence = "",
    home: Home = None,
) -> None:
    """Enter a card."""
    from suyuan.actions.defendants import About, Entry

    entry = Entry(About.CARD, name, start=start, end=end, accounts=(account,), why=why, evidence=evidence)
    _enter(home, case, entry)


@app.command(help=words(Text(zh="登记其在窝点的停留", en="enter a stay at a den")))
def stay(  # noqa: PLR0913
    case: CaseOption,
    name: Name,
    place: Annotated[str, option("--place", TEXT, "窝点", "the den")],
    start: From,
    end: To,
    why: Why,
    evidence: Evidence = "",
    home: Home = None,
) -> None:
    """Enter a stay."""
    from suyuan.actions.defendants import About, Entry

    entry = Entry(About.STAY, name, start=start, end=end, place=place, why=why, evidence=evidence)
    _enter(home, case, entry)


@app.command(
    help=words(Text(zh="登记次数：短信、电话、浏览、手机卡、对象", en="enter a count: messages, calls, views …"))
)
def count(
    case: CaseOption,
    name: Name,
    what: Annotated[
        str,
        option(
            "--what",
            "messages|calls|views|phone_cards|recipients",
            "短信条数、电话人次、浏览次数、手机卡张数、帮助对象数",
            "what is counted",
        ),
    ],
    number: Annotated[int, option("--number", NUMBER, "数量", "how many")],
    why: Why,
    evidence: Evidence = "",
    home: Home = None,
) -> None:
    """Enter a count."""
    from suyuan.actions.defendants import About, Entry

    _enter(home, case, Entry(About.COUNT, name, what=what, number=number, why=why, evidence=evidence))


@app.command("list", help=words(Text(zh="列出登记，含已撤销的", en="list the entries, undone ones too")))
def list_(case: CaseOption, as_json: AsJson = False, home: Home = None) -> None:
    """List the entries."""
    from suyuan.actions.amount_decisions import ruling_object
    from suyuan.actions.defendants import list_entries

    number, made = list_entries(load(home), case)
    if as_json:
        output.say_json({"case": number, "entries": [ruling_object(each) for each in made]})
        return
    if not made:
        output.say(NONE(case=number))
    for each in made:
        undone = each.undone
        note = TAKEN_BACK(who=undone.who, when=moment(undone.when), why=undone.why) if undone else ""
        facts = " ".join(text for _, text in sorted(each.facts.items()))
        output.say(
            LINE(number=each.number, facts=facts, who=each.who, when=moment(each.when), why=each.why, note=note)
        )


@app.command(help=words(Text(zh="撤销一项登记，记录保留", en="take an entry back; its record stays")))
def undo(
    number: Annotated[int, typer.Argument(metavar=NUMBER, help=words(Text(zh="登记的序号", en="its number")))],
    case: CaseOption,
    why: Why,
    home: Home = None,
) -> None:
    """Take an entry back."""
    from suyuan.actions import defendants

    output.say(UNDONE(number=defendants.undo(load(home), case, number, why).number))


@app.command(
    help=words(Text(zh="各人的数额、获利、退赔、供卡", en="each one's amounts, gain, what he gave back, cards"))
)
def show(case: CaseOption, as_json: AsJson = False, home: Home = None) -> None:
    """Show the suspects' amounts."""
    from suyuan.actions.defendant_objects import defendants_object
    from suyuan.actions.defendants import case_defendants

    found = case_defendants(load(home), case)
    if as_json:
        output.say_json(defendants_object(found, LANGUAGE))
        return
    if not found.defendants:
        output.say(NONE(case=found.amounts.taken.case.number))
    for each in found.defendants:
        _say(each)


def _say(each: DefendantAmounts) -> None:
    person, currency = each.defendant, each.unit.currency
    output.say(
        PERSON(
            name=person.name,
            part=person.part,
            unit=person.unit,
            start=moment(person.start) if person.start else "–",
            end=moment(person.end) if person.end else "–",
        )
    )
    for name, amount, people in each.unit.choices():
        output.say(UNIT(choice=name, amount=money(amount, currency), people=people))
    if each.joint_with:
        output.say(JOINT(names=", ".join(each.joint_with)))
    output.say(GAIN(gain=money(each.gain.total, currency), returned=money(each.returned, currency)))
    for one in each.settlements:
        output.say(
            CARD(
                account=one.account,
                start=moment(one.start),
                end=moment(one.end),
                inflow=money(one.inflow, currency),
                verified=money(one.verified, currency),
                presumed=money(one.presumed, currency),
                excluded=money(one.excluded, currency),
                undecided=money(one.undecided, currency),
            )
        )


def _enter(home: Home, case: str, entry: Entry) -> None:
    from suyuan.actions.defendants import enter

    output.say(KEPT(number=enter(load(home), case, entry).number))
