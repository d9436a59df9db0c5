"""What a number phrase of a case counts: people caught, victims, an amount of four kinds, or something else.

The words nearest before the number inside its clause decide, then those right after it. Money that is frozen,
paid back or earned is something else whatever stands beside it; so are parts (其中…) and one victim's loss.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache

from suyuan.bulletins.bulletin import AmountKind
from suyuan.bulletins.cues import single_report
from suyuan.bulletins.data_files import one_of, pattern, words
from suyuan.bulletins.numbers import Measure, NumberPhrase
from suyuan.bulletins.sentences import Sentence


class Role(Enum):
    """What a number of a case is."""

    ARRESTED = "arrested"
    VICTIMS = "victims"
    AMOUNT = "amount"
    OTHER = "other"


@dataclass(frozen=True)
class Reading:
    """A number phrase with its role. ``part``: the text gives it as a part of a whole; ``total``: as a total."""

    sentence: Sentence
    number: NumberPhrase
    role: Role
    kind: AmountKind | None = None
    part: bool = False
    total: bool = False


@dataclass(frozen=True)
class _Context:
    """The words of a number's clause: before it (after the number before it), and after it (up to the next)."""

    clause: str
    before: str
    after: str


def readings_of(sentence: Sentence) -> list[Reading]:
    """Return the numbers of a sentence with their roles; bare 一 and 两 only where they count people or cases."""
    found: list[Reading] = []
    for place, number in enumerate(sentence.numbers):
        context = _context(sentence, place)
        if number.measure is Measure.PEOPLE:
            reading = _people(sentence, number, context)
        elif number.measure is Measure.MONEY:
            reading = _money(sentence, number, context)
        else:
            reading = Reading(sentence, number, Role.OTHER)
        if not number.article or reading.role is Role.ARRESTED:
            found.append(reading)
    return found


def is_figure(number: NumberPhrase, plain: str) -> bool:
    """Return whether a number of the whole bulletin is a figure: a bare 两 counts only cases (两起)."""
    if not number.article:
        return True
    return number.measure is Measure.CASES and plain[number.start] in "两二"


def label_of(sentence: Sentence, number: NumberPhrase) -> str:
    """Return a short free label for a number: the words before it in its clause, else those after it."""
    start, end = sentence.clause(number.start)
    before = re.sub(
        r"^(?:其中|并|已|共|还|又|从中|现已|另)+|人民币$", "", sentence.printed[start : number.start].strip()
    )
    if number.unit in words("facts")["case_counts"]["units"]:
        return _cases_counted(sentence.printed[: number.start]) or before[-14:]
    if before:
        return before[-14:]
    return sentence.printed[number.end : end].strip()[:10]


def _cases_counted(before: str) -> str:
    """Return what was done to the cases that a number counts (督办案件), empty where no such word is before it."""
    lists = words("facts")["case_counts"]
    acts = re.findall(one_of(lists["acts"]), before)
    earlier = re.findall(one_of(lists["earlier"]), before)
    act = acts[-1].removeprefix("挂牌") or "挂牌" if acts else ""
    return f"{earlier[-1] if earlier else ''}{act}案件" if act else ""


def _context(sentence: Sentence, place: int) -> _Context:
    number = sentence.numbers[place]
    start, end = sentence.clause(number.start)
    figures = [
        other for other in sentence.numbers[:place] if other.measure is number.measure and not other.article
    ]
    earlier = figures[-1].end if figures else 0
    later = sentence.numbers[place + 1].start if place + 1 < len(sentence.numbers) else end
    plain = sentence.plain
    return _Context(
        plain[start:end],
        plain[max(start, min(earlier, number.start)) : number.start],
        plain[number.end : max(number.end, min(end, later))],
    )


def _people(sentence: Sentence, number: NumberPhrase, context: _Context) -> Reading:
    cues = _people_cues()
    before, after = context.before, context.after
    if not before.strip("约近共达：: "):
        # 涉案人员，46名被抓 / 抓获：46名: nothing stands before the number but the clause before it
        before = _clause_before(sentence, number) if not cues["act"].search(after) else before
    part = bool(
        cues["partial"].search(context.clause[: context.clause.find(sentence.plain[number.start : number.end])])
    )
    victim_before, victim_after = cues["victims"].search(before[-10:]), cues["victims"].search(after[:9])
    acts = list(cues["act"].finditer(before)) or list(
        cues["act"].finditer(context.clause.partition(sentence.plain[number.start : number.end])[0])
    )
    victims = (victim_after and not cues["suspects"].match(after)) or (
        victim_before and not cues["suspects"].search(before[-10:][victim_before.end() :])
    )
    if victims and not cues["not_victims"].search(context.clause):
        return Reading(sentence, number, Role.VICTIMS, part=part, total=bool(cues["totals"].search(before)))
    if victims:
        return Reading(sentence, number, Role.OTHER)
    following = cues["act"].search(after)
    act = acts[-1] if acts else following
    if following and following.start() <= 12 and _is_charge(following[0]) and not _is_noun(before):
        # 对贺某等58人提起公诉, 210余人被提起公诉
        act = following if not acts or _is_charge(acts[-1][0]) or "等" in before[-6:] or "对" in before else act
    if act is None or _is_charge(act[0]) or re.match("偷渡|被困|被害|受害|群众|学生|民警|警力", after):
        return Reading(sentence, number, Role.OTHER)
    part = part or bool(cues["ranks"].search(before[-8:] + after[:8]) and not cues["totals"].search(before))
    return Reading(sentence, number, Role.ARRESTED, part=part, total=bool(cues["totals"].search(context.clause)))


def _is_noun(before: str) -> bool:
    return before.endswith(("嫌疑人", "成员", "人员", "疑犯"))


def _is_charge(word: str) -> bool:
    return word in words("facts")["people"]["charge"]


@cache
def _people_cues() -> dict[str, re.Pattern[str]]:
    lists = words("facts")["people"]
    names = ("victims", "not_victims", "partial", "ranks", "totals", "suspects")
    cues = {name: re.compile(one_of(lists[name])) for name in names}
    cues["act"] = re.compile(one_of([*lists["arrest"], *lists["charge"]]))
    return cues


def _money(sentence: Sentence, number: NumberPhrase, context: _Context) -> Reading:
    before = context.before
    if not re.sub("[约近共达计：: ]|人民币", "", before):
        before = _clause_before(sentence, number) + before
    kind = _amount_kind(before) or _amount_kind(context.after[:10])
    other = bool(pattern("facts", "money", "other").search(before)) or _single_victim(context.clause)
    if kind is AmountKind.DEFRAUDED and single_report().search(sentence.plain):
        other = True
    if re.search("其中|部分|首笔|甲团伙|乙团伙|丙团伙", context.clause):
        other = True
    if number.unit != "元" or kind is None or (other and not _told_as_amount(before)):
        return Reading(sentence, number, Role.OTHER)
    return Reading(sentence, number, Role.AMOUNT, kind, total=bool(re.search("共|累计|总", before)))


def _told_as_amount(before: str) -> bool:
    """Return whether the number's own label is 涉案金额 or 流水: then 冻结 further ahead is something else."""
    return bool(
        re.search(
            "(?:涉案(?:总)?金额|涉案总额|流水|诈骗金额)(?:共计|共|累计|达|高达|人民币|约|合计|为|总计|超|已)*$",
            before,
        )
    )


def _amount_kind(words_near: str) -> AmountKind | None:
    """Return the kind whose word stands last in the words before a number; 流水 wins over 涉案 that it follows."""
    best: tuple[tuple[int, int], AmountKind] | None = None
    for kind in AmountKind:
        for match in pattern("facts", "money", kind.value).finditer(words_near):
            rank = (match.end(), match.end() - match.start())
            if best is None or rank > best[0]:
                best = (rank, kind)
    if best is None:
        return None
    if best[1] is AmountKind.DEFRAUDED and re.search("涉案(?:总)?(?:金额|资金)", words_near):
        return AmountKind.INVOLVED
    return best[1]


def _single_victim(clause: str) -> bool:
    """Return whether a clause speaks of one victim or one payment."""
    if pattern("facts", "money", "single").search(clause):
        return True
    return bool(
        re.search(
            "(?:某[某甲乙]?|女士|先生|老人|老伯|事主|她|他)(?!等)[^，。]{0,8}(?:被骗|损失|受骗|转账|转出|投入|汇款|汇出|充值|支付)",
            clause,
        )
    )


def _clause_before(sentence: Sentence, number: NumberPhrase) -> str:
    """Return the clause before a number's own, if that holds no number itself (涉案金额，共计1.2亿元)."""
    start, _ = sentence.clause(number.start)
    if start == 0:
        return ""
    earlier, end = sentence.clause(start - 1)
    if any(earlier <= other.start < end for other in sentence.numbers):
        return ""
    return sentence.plain[earlier:end]
