"""A solved case on the terminal: the dozen figures that a person reads first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suyuan.cli import output
from suyuan.model.money import text_from_minor
from suyuan.model.text import Message, Text

if TYPE_CHECKING:
    from suyuan.actions.summary import CaseSummary, Range
    from suyuan.documents.report_model import CaseReport

SHOWN = 3
"""How many of the next steps the terminal shows; the report has them all."""

HEAD = Text(zh="{number} {name}\n截至 {as_of}", en="{number} {name}\nas of {as_of}")
FILES = Text(
    zh="文件　　读入 {read} 个，未能识别 {refused} 个（原件已保存），重复 {duplicates} 个",
    en="Files      {read} read, {refused} refused (kept as they are), {duplicates} came twice",
)
ROWS = Text(
    zh="行　　　共 {rows} 行，读入 {read} 行，隔离 {quarantined} 行",
    en="Rows       {rows} in all, {read} read, {quarantined} quarantined",
)
BALANCES = Text(
    zh="账户　　有流水 {accounts} 户；余额链：证实 {proven}，断开 {broken}，无余额 {absent}",
    en="Accounts   {accounts} with statements; balances: {proven} proven, {broken} broken, {absent} without",
)
CLAIMED = Text(
    zh="被骗　　{victims} 名被害人，找到对应转账 {claimed} 元，认定损失合计 {net} 元",
    en="Claimed    {victims} victims, {claimed} found in the statements; net loss {net}",
)
TRACED = Text(
    zh="追踪　　{transfers} 笔转账；被骗款去向合计 {traced} 元",
    en="Traced     {transfers} transfers; of the victims' own money {traced} is accounted for",
)
PLACE = Text(zh="　其中　{what}：{amount} 元", en="  of it    {what}: {amount}")
STOP = Text(
    zh="先止付　{rank}. {account} {holder} {bank}：{amount} 元",
    en="Stop first {rank}. {account} {holder} {bank}: {amount}",
)
NOTHING_TO_STOP = Text(
    zh="先止付　没有已证实在户的被骗款", en="Stop first nothing is proven to stand in an account now"
)
ASK = Text(
    zh="再调取　{rank}. {account} {bank}：{amount} 元，{reason}",
    en="Ask next   {rank}. {account} {bank}: {amount}, {reason}",
)
BETWEEN = Text(zh="{least} 至 {greatest}", en="{least} to {greatest}")


def show(report: CaseReport, summary: CaseSummary) -> None:
    """Print a solved case."""
    from suyuan.documents.report_words import OUTCOMES, word

    case, states = report.case, {state.value: count for state, count in summary.balances.items()}
    output.say(HEAD(number=case.number, name=case.name, as_of=case.as_of.isoformat(sep=" ", timespec="minutes")))
    output.say(FILES(read=summary.files_read, refused=summary.files_refused, duplicates=summary.duplicates))
    output.say(ROWS(rows=summary.rows, read=summary.rows_read, quarantined=summary.rows_quarantined))
    output.say(BALANCES(accounts=summary.accounts, **states))
    output.say(CLAIMED(victims=summary.victims, claimed=_yuan(summary.claimed), net=_yuan(summary.net_loss)))
    output.say(TRACED(transfers=summary.transfers, traced=_range(summary.traced)))
    for place in sorted(summary.places, key=lambda each: (-summary.places[each].greatest, each)):
        output.say(PLACE(what=word(OUTCOMES, place), amount=_range(summary.places[place])))
    _show_next(report)


def _show_next(report: CaseReport) -> None:
    accounts = {account.key: account for account in report.accounts}
    for stop in report.stops[:SHOWN]:
        amounts = sorted(each.amount for each in stop.amounts)
        output.say(
            STOP(
                rank=stop.rank,
                account=stop.account,
                holder=accounts[stop.account].holder,
                bank=stop.institution,
                amount=_between(amounts[0], amounts[-1]),
            )
        )
    if not report.stops:
        output.say(NOTHING_TO_STOP)
    for inquiry in report.inquiries[:SHOWN]:
        output.say(
            ASK(
                rank=inquiry.rank,
                account=inquiry.account,
                bank=inquiry.institution,
                amount=_yuan(inquiry.amount),
                reason=inquiry.reason,
            )
        )


def _yuan(minor: int) -> str:
    """Return an amount with its thousands set apart, for reading."""
    whole, part = text_from_minor(minor, "CNY").split(".")
    return f"{int(whole):,}.{part}"


def _range(amount: Range) -> Message | str:
    return _between(amount.least, amount.greatest)


def _between(least: int, greatest: int) -> Message | str:
    return _yuan(least) if least == greatest else BETWEEN(least=_yuan(least), greatest=_yuan(greatest))
