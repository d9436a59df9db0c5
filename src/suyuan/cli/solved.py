"""A solved case on the terminal: the figures that a person reads first, in the report's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suyuan.cli import output
from suyuan.model.text import Message, Text

if TYPE_CHECKING:
    from datetime import datetime

    from suyuan.actions.summary import AnswersEnded, CaseSummary, Range, Totals
    from suyuan.documents.report_model import CaseReport

SHOWN = 3
"""How many of the next steps the terminal shows; the report has them all."""

HEAD = Text(zh="{number} {name}\n截至 {as_of}", en="{number} {name}\nas of {as_of}")
MATERIAL = Text(
    zh="材料　　{files}：读入 {read}，{archives}已解包，未能识别 {unread}；另有重复 {again}",
    en="Material   {files}: {read} read, {archives} unpacked, {unread} not recognised; {again} came "
    "again under another name",
)
ROWS = Text(
    zh="行　　　共 {rows}，读入 {read}，隔离 {quarantined}",
    en="Rows       {rows}: {read} read, {quarantined} quarantined",
)
BALANCES = Text(
    zh="账户　　有流水 {accounts}；各文件余额链：证实 {proven}，断开 {broken}，无余额 {absent}",
    en="Accounts   {accounts} with statements; balance chains of all files: {proven} proven, {broken} broken, "
    "{absent} without",
)
REPORTED = Text(
    zh="报案　　{victims}报案转出 {paid}；案发前归还 {returned}；认定损失 {net}",
    en="Reported   {paid} by {victims}; {returned} returned before the case; net loss {net}",
)
CLAIMED = Text(
    zh="被骗款　找到对应转账 {claims}、{claimed}；未找到 {unfound}、{lacking}",
    en="Claimed    {claimed} in {claims} found in the statements; not found: {unfound}, {lacking}",
)
TRACED = Text(
    zh="追踪　　{transfers}（截至该时点）；被害人自有资金 {traced}{known}",
    en="Traced     {transfers} until then; of the victims' own money {traced}{known}",
)
PLACE = Text(zh="　其中　{what}：{amount}{known}", en="  of it    {what}: {amount}{known}")
SAME_FOR_KNOWN = Text(zh="（仅已知关联：各项数字相同）", en=" (known links alone: every figure is the same)")
KNOWN = Text(zh="（仅已知关联：{amount}）", en=" (known links alone: {amount})")
STOP = Text(
    zh="先止付　{rank}. {account} {holder} {bank}：{amount}",
    en="Stop first {rank}. {account} {holder} {bank}: {amount}",
)
NOTHING_TO_STOP = Text(
    zh="先止付　没有已证实在户的被骗款", en="Stop first nothing is proven to stand in an account now"
)
ASK = Text(
    zh="再调取　{rank}. {account} {bank}：{amount}，{reason}",
    en="Ask next   {rank}. {account} {bank}: {amount}, {reason}",
)
BETWEEN = Text(zh="{least} 至 {greatest}", en="{least} to {greatest}")
NOT_ASKED = Text(
    zh="未给出 --as-of，故截至案件最后一笔转账 {moment}；有被骗款的账户没有反馈在此之前结束。",
    en="No --as-of was given, so this is as of the case's last transfer, {moment}; no answer for an account with "
    "claims' money ends before it.",
)
NOT_ASKED_AND_ENDED = Text(
    zh="未给出 --as-of，故截至案件最后一笔转账 {moment}；有被骗款的 {accounts}的反馈在此之前已结束，"
    "不能写作“现仍在账”；这些反馈都覆盖到的最晚时点请用 --as-of {latest}。",
    en="No --as-of was given, so this is as of the case's last transfer, {moment}; the answers for {accounts} "
    "with claims' money end before it, so what is there does not count as standing now: for the latest moment "
    "that all these answers reach type --as-of {latest}.",
)


def show(report: CaseReport, summary: CaseSummary) -> None:
    """Print a solved case."""
    from suyuan.documents import counted
    from suyuan.documents.report_words import OUTCOMES, word

    case, material = report.case, summary.material
    money = _Money(case.currency)
    states = {state.value: count for state, count in summary.balances.items()}
    output.say(HEAD(number=case.number, name=case.name, as_of=case.as_of.isoformat(sep=" ", timespec="minutes")))
    output.say(
        MATERIAL(
            files=counted.FILES(material.files),
            read=material.read,
            archives=counted.ARCHIVES(material.archives),
            unread=material.unread,
            again=material.again,
        )
    )
    output.say(
        ROWS(
            rows=counted.ROWS(material.rows),
            read=f"{material.rows_read:,}",
            quarantined=f"{material.quarantined:,}",
        )
    )
    output.say(BALANCES(accounts=counted.ACCOUNTS(summary.accounts), **states))
    output.say(
        REPORTED(
            victims=counted.VICTIMS(summary.victims),
            paid=money.one(summary.paid),
            returned=money.one(summary.returned),
            net=money.one(summary.net_loss),
        )
    )
    output.say(
        CLAIMED(
            claims=counted.PAYMENTS(summary.claims),
            claimed=money.one(summary.claimed),
            unfound=counted.PAYMENTS(summary.unfound),
            lacking=money.one(summary.lacking),
        )
    )
    totals, known = summary.totals, summary.known
    output.say(
        TRACED(
            transfers=counted.TRANSFERS(summary.transfers),
            traced=money.range(totals.traced),
            known=SAME_FOR_KNOWN if known == totals else money.known(known.traced if known is not None else None),
        )
    )
    for place in _places(totals, known):
        output.say(
            PLACE(
                what=word(OUTCOMES, place),
                amount=money.range(totals.places.get(place)),
                known=""
                if known is None or known.places.get(place) == totals.places.get(place)
                else money.known(known.places.get(place), nothing=True),
            )
        )
    _show_next(report, money)


def tell_moment(ended: AnswersEnded) -> None:
    """Tell on stderr as of which moment a case was traced because nobody gave one, and what that hides."""
    from suyuan.documents import counted

    moment = _moment(ended.moment)
    if ended.latest is None:
        output.tell(NOT_ASKED(moment=moment))
        return
    accounts = counted.ACCOUNTS(ended.accounts)
    output.tell(NOT_ASKED_AND_ENDED(moment=moment, accounts=accounts, latest=_moment(ended.latest)))


class _Money:
    """Says amounts of one currency."""

    def __init__(self, currency: str) -> None:
        self._currency = currency

    def one(self, minor: int) -> str:
        """Return an amount with its thousands set apart."""
        from suyuan.documents.shown import spoken_amount

        return spoken_amount(minor, self._currency)

    def range(self, amount: Range | None) -> Message | str:
        """Return an amount over the policies run; nothing counts as 0."""
        return self.between(amount.least, amount.greatest) if amount is not None else self.one(0)

    def between(self, least: int, greatest: int) -> Message | str:
        """Return the two ends, or the one amount where they are equal."""
        return (
            self.one(least) if least == greatest else BETWEEN(least=self.one(least), greatest=self.one(greatest))
        )

    def known(self, amount: Range | None, *, nothing: bool = False) -> Message | str:
        """Return the amount for known links alone, in brackets; ``nothing`` says that none means 0."""
        return KNOWN(amount=self.range(amount)) if amount is not None or nothing else ""


def _places(totals: Totals, known: Totals | None) -> list[str]:
    """Return where money is, in the report's order; what only known links bring there comes last."""
    return list(dict.fromkeys((*totals.places, *(known.places if known is not None else ()))))


def _moment(at: datetime) -> str:
    """Return a moment as ``--as-of`` takes it, in China's time: whole seconds, a day's end as its date."""
    from datetime import time

    from suyuan.model.moment import CHINA

    local = at.astimezone(CHINA)
    return local.date().isoformat() if local.time() == time.max else local.isoformat(timespec="seconds")


def _show_next(report: CaseReport, money: _Money) -> None:
    accounts = {account.key: account for account in report.accounts}
    for stop in report.stops[:SHOWN]:
        amounts = sorted(each.amount for each in stop.amounts)
        output.say(
            STOP(
                rank=stop.rank,
                account=stop.account,
                holder=accounts[stop.account].holder,
                bank=stop.institution,
                amount=money.between(amounts[0], amounts[-1]),
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
                amount=money.one(inquiry.amount),
                reason=inquiry.reason,
            )
        )
