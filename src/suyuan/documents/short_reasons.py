"""Why a transfer is the reported payment, in one short line: what agrees is listed, what does not is named.

The account numbers and amounts stand in the same row of the table, so the line does not say them again.
"""

from __future__ import annotations

from collections.abc import Iterable

from suyuan.documents.report_model import Sentence
from suyuan.ledger import claim_words as words
from suyuan.ledger import top_ups
from suyuan.model.text import Message, Text

BOTH_NUMBERS = Text(zh="收付款账号", en="both numbers")
EQUAL = Text(zh="{what}相同", en="{what} equal")
LISTED = Text(zh="{one}、{other}", en="{one}, {other}")
THEN = Text(zh="{one}；{other}", en="{one}; {other}")

_SAME = {
    words.PAYEE_EQUAL: Text(zh="收款账号", en="payee's number"),
    words.PAYER_EQUAL: Text(zh="付款账号", en="payer's number"),
    words.PAYEE_NAME: Text(zh="收款户名", en="payee's name"),
    words.PAYER_NAME: Text(zh="付款户名", en="payer's name"),
    words.BANK_SAME: Text(zh="开户机构", en="bank"),
    words.AMOUNT_EQUAL: Text(zh="金额", en="amount"),
    words.TIME_SAME: Text(zh="时间", en="time"),
}
_OTHERWISE = {
    words.PAYEE_MASK: Text(zh="收款账号遮盖处相符", en="payee's mask fits"),
    words.PAYER_MASK: Text(zh="付款账号遮盖处相符", en="payer's mask fits"),
    words.PAYEE_TAIL: Text(zh="收款尾号 {number} 相符", en="payee's tail {number} fits"),
    words.PAYER_TAIL: Text(zh="付款尾号 {number} 相符", en="payer's tail {number} fits"),
    words.PAYEE_SILENT: Text(zh="账目未载收款方", en="row names no payee"),
    words.PAYER_SILENT: Text(zh="账目未载付款方", en="row names no payer"),
    words.AMOUNT_INSIDE: Text(zh="金额为约数", en="amount “about”"),
    words.TIME_APART: Text(zh="时间差 {apart}", en="{apart} apart"),
    words.TIME_WIDENED: Text(zh="时间为大约", en="time “about”"),
    words.SAME_DAY: Text(zh="仅知同日", en="same day only"),
    words.ALIKE: Text(zh="另有 {count} 笔同样相符", en="{count} more fit as well"),
    words.HANDED_OVER: Text(zh="{channel}交付，以报案为准", en="handed over ({channel}), as reported"),
    words.AMBIGUOUS: Text(zh="{count} 笔同样相符，不作选择", en="{count} fit alike, none chosen"),
    top_ups.BOUND_CARD: Text(zh="付自会员绑定卡", en="paid from member's card"),
    top_ups.LISTED: Text(zh="收款账号属平台", en="payee is the platform's"),
    top_ups.FAILED: Text(zh="平台记为未成功", en="platform says it failed"),
    top_ups.NOTHING_NAMED: Text(zh="无账号、姓名可认", en="nothing names anybody"),
    top_ups.NOT_FOUND: Text(zh="没有对应转账", en="no such transfer"),
    top_ups.TAKEN: Text(zh="相符的均已对应其他记录", en="all that fit are taken"),
}


def short(reasons: Iterable[Sentence]) -> Sentence | None:
    """Return the reasons as one line, None where there are none; a reason without a short form stays as it is."""
    same: list[Text] = []
    otherwise: list[Sentence] = []
    for each in reasons:
        text, values = (each.text, each.values) if isinstance(each, Message) else (each, {})
        if text in _SAME:
            same.append(_SAME[text])
        else:
            otherwise.append(_OTHERWISE[text](**values) if text in _OTHERWISE else each)
    numbers = {_SAME[words.PAYEE_EQUAL], _SAME[words.PAYER_EQUAL]}
    if numbers <= set(same):
        same = [BOTH_NUMBERS, *(each for each in same if each not in numbers)]
    equal = _joined(LISTED, same)
    return _joined(THEN, ([EQUAL(what=equal)] if equal is not None else []) + otherwise)


def _joined(how: Text, parts: Iterable[Sentence]) -> Sentence | None:
    made: Sentence | None = None
    for each in parts:
        made = each if made is None else how(one=made, other=each)
    return made
