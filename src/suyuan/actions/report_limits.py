"""The limits of a case's figures 局限, in sentences: what they rest on and what was not done."""

from __future__ import annotations

from suyuan.actions.case_tracing import TracedCase
from suyuan.model.text import Message, Text
from suyuan.model.transfer import Grade

CUT_OFF = Text(
    zh="案发前归还以立案时间 {time} 为界；此后到账的属于追回，不作扣减。",
    en="Returns count until the time of filing, {time}; what came back after it is recovery and no deduction.",
)
NO_CUT_OFF = Text(
    zh="立案时间未录入，全部归还均计入案发前归还。",
    en="The time of filing has not been entered, so every return counts as one before the case.",
)
SUSPECTS = Text(
    zh="归还只计涉案账户转入被害人账户的款项：{decided} 户由认定表认定，其余 {reached} 户因被骗款曾到达而计入。",
    en="Returns are payments from suspect-controlled accounts: {decided} by decision, {reached} because claimed "
    "money reached them.",
)
INFERRED = Text(
    zh="{count} 笔转账的对方系推断（号码被遮盖、损坏或空缺）；仅凭机构载明的关联所得数字另列。",
    en="The other side of {count} transfers is inferred (masked, damaged or missing numbers); the figures for "
    "links that institutions state are given beside.",
)
LEAST_OPENINGS = Text(
    zh="{count} 个账户的期初余额无人陈述，取使其从不透支的最小值。",
    en="Nobody states the opening balance of {count} accounts; the least with which they never overdraw is taken.",
)
MENDED = Text(
    zh="{count} 行原本读不出，经人工修正后读入；原文、修正人、时间、理由存于案件库，逐处如下。",
    en="{count} rows could not be read and were read after a person mended them; the original texts, and "
    "who mended them, when and why, are in the casebook. Cell by cell:",
)
MENDED_ROW = Text(
    zh="{file} 第 {row} 行{column}“{original}”读作“{text}”，修正人 {who}：{why}",
    en="{file}, row {row}, {column}: “{original}” read as “{text}”, by {who}: {why}",
)
NOT_DONE = Text(
    zh="报告所列“最少 – 最多”是所用各规则之间的范围；任何规则下都成立的上下界另列一节，"
    "逐账户的由 suyuan trace --bounds 给出。"
    "报告中的数字已适用人所作的专款认定（返还规定第八条第二项，如有），不适用时的数字另列；"
    "同一时刻内未由余额证明的先后次序、不能确定是否成对的冲正，也按其他读法另行验算，计入上述范围。",
    en="“least – greatest” in this report is the range over the rules run; bounds that hold under any rule "
    "have a section of their own, for each account suyuan trace --bounds gives them. "
    "What people decided on earmarks, if anything, is carried out in these figures, "
    "and what accounts hold without stands beside; the order of bookings of one instant "
    "that no balance proves, and corrections that may be none, are also read the other way, and the "
    "ranges cover it.",
)


def limits(traced: TracedCase) -> tuple[Message, ...]:
    """Return the limits of a traced case's figures."""
    filed = traced.taken.case.filed_at
    decided = {
        key
        for key, facts in traced.ledger.accounts.items()
        if key in traced.suspects and facts.role.value != "unknown"
    }
    # What follows from a transfer (a draw, a yield) has no other side of its own to infer.
    inferred = sum(each.grade is not Grade.KNOWN and bool(each.bookings) for each in traced.ledger.transfers)
    payers = {transfer.payer for transfer in traced.ledger.transfers if ":" not in transfer.payer}
    least = len(payers - traced.ledger.openings.keys())
    said = [CUT_OFF(time=filed) if filed is not None else NO_CUT_OFF()]
    said.append(SUSPECTS(decided=len(decided), reached=len(traced.suspects) - len(decided)))
    if inferred:
        said.append(INFERRED(count=inferred))
    if least:
        said.append(LEAST_OPENINGS(count=least))
    said.extend(_mended(traced))
    return (*said, NOT_DONE())


def _mended(traced: TracedCase) -> list[Message]:
    """Return the sentences on the rows that a person mended, none where there are none."""
    names = {record.sha256: record.name for record in traced.taken.evidence}
    rows = {row for each in traced.contents for row in each.mended}
    cells = [
        MENDED_ROW(
            file=names.get(each.sha256, each.sha256[:12]),
            row=mend.source.row,
            column=mend.title or mend.column,
            original=mend.original,
            text=mend.text,
            who=mend.who,
            why=mend.why,
        )
        for each in traced.contents
        for mend in each.mends
    ]
    return [MENDED(count=len(rows)), *cells] if rows else []
