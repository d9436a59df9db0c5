"""One piece of text to the payments it tells of, with what the text before it said: victim, day, account.

Nothing is guessed: a piece that speaks of a payment but lacks who, when or how much is at fault, and says why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from suyuan.intake.report_text import outcome as said
from suyuan.intake.report_text.amounts import SaidAmount, find_amounts
from suyuan.intake.report_text.outcome import Outcome
from suyuan.intake.report_text.parties import (
    SaidAccount,
    Side,
    bank_after,
    channel_in,
    find_accounts,
    find_victims,
    holder_in,
)
from suyuan.intake.report_text.pieces import Piece
from suyuan.intake.report_text.times import SaidTime, find_times
from suyuan.intake.report_text.words import either, one_of, words
from suyuan.model.claim import ReportedPayment
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.money import text_from_minor
from suyuan.model.source import Source
from suyuan.model.text import Message

GOODS = "黄金交付"

_SAME_ACCOUNT = re.compile("(?:该|同一|上述|前述|这个|此)(?:银行)?(?:账户|账号|卡|卡号)")
_WORTH = "价值"
_COUNT = re.compile(r"(?:分|先后|又|再)?(?P<count>\d{1,2}|[两二三四五六七八九十])(?:笔|次)")
_COUNTS = {word: count for count, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_FILLER = r"(?:转账|汇款|付款|充值|支付|打款|金额|人民币|给|对方|向其|了|为|是|约|达|款|共计|合计|走|[:：\s])*$"


@dataclass
class Context:
    """What the text said so far. ``report`` and ``sha256`` are the file's."""

    sha256: str
    report: str
    victim: str = ""
    victims: set[str] = field(default_factory=set)
    day: date | None = None
    time: SaidTime | None = None
    payer: str = ""
    payee: str = ""
    paid_in_sentence: bool = False
    sums: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Event:
    """What a piece tells: its verb's place and word, whether money came back, its amounts."""

    at: int
    verb: str
    came_back: bool
    amounts: tuple[SaidAmount, ...]


@dataclass(frozen=True)
class _Parties:
    payer: str
    payees: tuple[str, ...]
    holder: str
    bank: str


def read_piece(piece: Piece, context: Context) -> Outcome:
    """Return what a piece tells, and remember what the text after it may rest on."""
    text = piece.text
    if piece.begins:
        context.time, context.payer, context.paid_in_sentence = None, "", False
    amounts, moved = _amounts(text)
    event = _event(text, moved)
    _remember_victim(text, context, event)
    times = find_times(text, context.day)
    context.day = times.day
    time = _time_of(times.times, event)
    if time is not None:
        context.time, context.paid_in_sentence = time, False
    if event is None:
        return Outcome(note=said.NO_MOVE()) if amounts else Outcome()
    note = _not_a_payment(text, event)
    if note is not None:
        return Outcome(note=note)
    vague = next((each for each in event.amounts if each.amount is None), None)
    if vague is not None:
        return Outcome(fault=said.VAGUE(text=text[vague.start : vague.end]))
    total = _total(text, event, context)
    if total is not None:
        return total
    return _payments(piece, event, context)


def _amounts(text: str) -> tuple[tuple[SaidAmount, ...], tuple[SaidAmount, ...]]:
    """Return all amounts of a piece, and those that may have moved (not 余额, 损失, 手续费 …)."""
    every = find_amounts(text)
    by_value = one_of("goods").search(text) is not None
    beside = re.compile(
        rf"{either(word for word in words('not_moved') if not (by_value and word == _WORTH))}{_FILLER}"
    )
    return every, tuple(each for each in every if not beside.search(text[: each.start]))


def _event(text: str, amounts: tuple[SaidAmount, ...]) -> _Event | None:
    """Return the verb that stands nearest before the first amount, else the first behind it."""
    if not amounts:
        return None
    verbs = [(each.start(), each[0], False) for each in one_of("paid").finditer(text)]
    verbs += [(each.start(), each[0], True) for each in one_of("back").finditer(text)]
    if not verbs:
        return None
    verbs.sort()
    before = [each for each in verbs if each[0] < amounts[0].start]
    at, verb, came_back = before[-1] if before else verbs[0]
    return _Event(at, verb, came_back, amounts)


def _remember_victim(text: str, context: Context, event: _Event | None) -> None:
    end = event.at if event is not None else len(text)
    named = find_victims(text)
    for _, name in named:
        context.victims.add(name)
    told = [*named, *((text.find(name), name) for name in context.victims if 0 <= text.find(name) < end)]
    if told:
        context.victim = max(told)[1]


def _time_of(times: tuple[SaidTime, ...], event: _Event | None) -> SaidTime | None:
    if not times:
        return None
    before = [each for each in times if event is None or each.start < event.at]
    return before[-1] if before else times[0]


def _not_a_payment(text: str, event: _Event) -> Message | None:
    """Return why a piece with a verb and an amount tells of no payment; None if it may tell of one."""
    if one_of("never").search(text):
        return said.NOT_DONE()
    before = text[: event.at]
    clause = re.split("[，,；;]", before)[-1]
    asked = one_of("asked").search(clause)
    if asked and not one_of("obeyed").search(clause):
        return said.ASKED()
    if event.came_back:
        return None
    others = re.search(rf"{either(words('not_victim'))}[^，,]{{0,12}}(?:将|把)", before)
    return said.OTHERS() if others or re.search("(?:上述|该笔|赃款|涉案)(?:资金|款项|钱款|款)", before) else None


def _total(text: str, event: _Event, context: Context) -> Outcome | None:
    """Return what becomes of an amount that is a total of several payments; None if it is none."""
    first = event.amounts[0]
    if event.came_back or not re.search(rf"{either(words('total'))}{_FILLER}", text[: first.start]):
        return None
    if len(event.amounts) > 1 or first.amount is None:
        return None
    found = context.sums.get(context.victim, 0)
    shown = text_from_minor(first.amount, first.currency)
    if first.amount == found:
        return Outcome(note=said.TOTAL_AGREES(amount=shown))
    return Outcome(fault=said.TOTAL_ONLY(amount=shown, sum=text_from_minor(found, first.currency)))


def _payments(piece: Piece, event: _Event, context: Context) -> Outcome:
    time = _when(context)
    if time is None or time.moment is None:
        return Outcome(fault=said.NO_TIME() if time is None else said.UNCLEAR_TIME(text=_words_of(piece, time)))
    if re.search("农历|阴历", piece.text):
        return Outcome(fault=said.UNCLEAR_TIME(text="农历"))
    if not context.victim:
        return Outcome(fault=said.NO_VICTIM())
    amounts = _repeated(piece.text, event)
    parties = _parties(piece.text, event, len(amounts), context)
    if isinstance(parties, Message):
        return Outcome(fault=parties)
    channel = channel_in(piece.text, event.verb)
    made = tuple(
        ReportedPayment(
            source=Source(context.sha256, None, piece.number, piece.line),
            report=context.report,
            victim=context.victim,
            time=time.moment,
            payer=parties.payer,
            payee=parties.payees[place] if len(parties.payees) > 1 else "".join(parties.payees),
            amount=amount.amount or 0,
            currency=amount.currency,
            channel=GOODS if _is_worth(piece.text, amount) else channel,
            number=place + 1,
            payee_name=parties.holder,
            payee_bank=parties.bank,
            span=time.span,
            about=time.about,
            least=amount.least,
            greatest=amount.greatest,
            sentence=piece.text.strip(),
        )
        for place, amount in enumerate(amounts)
    )
    if event.came_back:
        return Outcome(returns=made)
    context.paid_in_sentence = True
    context.payer = parties.payer
    context.payee = parties.payees[-1] if parties.payees else ""
    context.sums[context.victim] = context.sums.get(context.victim, 0) + sum(each.amount for each in made)
    return Outcome(payments=made)


def _is_worth(text: str, amount: SaidAmount) -> bool:
    """Tell whether an amount is what goods are worth (价值3万元的黄金)."""
    return text[: amount.start].endswith(_WORTH) and one_of("goods").search(text) is not None


def _when(context: Context) -> SaidTime | None:
    """Return the piece's time: its own or its sentence's; of a later payment in the sentence the day alone."""
    time = context.time
    if time is None or time.moment is None or not context.paid_in_sentence:
        return time
    day = time.moment.at.astimezone(CHINA).replace(hour=0, minute=0, second=0)
    return SaidTime(time.start, time.end, Moment(day, Precision.DAY))


def _words_of(piece: Piece, time: SaidTime) -> str:
    return piece.text[time.start : time.end] or piece.text.strip()[:20]


def _repeated(text: str, event: _Event) -> tuple[SaidAmount, ...]:
    """Return the amounts, one that stands for each of several payments (分三笔各1万元) as often as it says."""
    first = event.amounts[0]
    count = _COUNT.search(text, 0, first.start)
    if len(event.amounts) == 1 and count and re.search(rf"{either(words('each'))}{_FILLER}", text[: first.start]):
        word = count["count"]
        return (first,) * (int(word) if word.isdigit() else _COUNTS[word])
    return event.amounts


def _parties(text: str, event: _Event, amounts: int, context: Context) -> _Parties | Message:
    accounts = find_accounts(text)
    unsaid = next((each for each in accounts if each.side is Side.UNSAID), None)
    if unsaid is not None:
        return said.SIDE_UNSAID(number=unsaid.number)
    payees = tuple(dict.fromkeys(each.number for each in accounts if each.side is Side.PAYEE))
    payers = tuple(dict.fromkeys(each.number for each in accounts if each.side is Side.PAYER))
    if (len(payees) > 1 and len(payees) != amounts) or len(payers) > 1:
        return said.SEVERAL_PAYEES(accounts=max(len(payees), len(payers)), amounts=amounts)
    if not payees and context.payee and not event.came_back and _SAME_ACCOUNT.search(text):
        payees = (context.payee,)
    first = next((each for each in accounts if each.side is Side.PAYEE), None)
    bank = _bank(text, first, accounts)
    holder = holder_in(text) if len(payees) < 2 else ""
    return _Parties("".join(payers) or context.payer, payees, holder, bank if len(payees) < 2 else "")


def _bank(text: str, payee: SaidAccount | None, accounts: tuple[SaidAccount, ...]) -> str:
    """Return the receiving account's bank: the nearest to its number, or the one in a text without numbers."""
    if payee is not None:
        return bank_after(text, payee.start)
    return bank_after(text, len(text)) if not accounts and holder_in(text) else ""
