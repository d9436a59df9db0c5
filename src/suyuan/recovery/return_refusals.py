"""What is said where a step of a return is not lawful."""

from __future__ import annotations

from suyuan.model.text import Text

NOT_NOW = Text(zh="返还现为“{state}”，不能{step}。", en="The return is “{state}”; you cannot {step}.")
CLOSED = Text(zh="返还已办结，不能{step}。", en="The return is done; you cannot {step}.")
NOT_SO = Text(
    zh="被害人 {victim} 现为“{state}”，不能{step}。", en="Victim {victim} is “{state}”; you cannot {step}."
)
UNKNOWN_VICTIM = Text(
    zh="本次返还没有被害人 {victim}。请先告知（restitution inform）；已公告后新发现的被害人另行启动返还程序。",
    en="There is no victim {victim} in this return. Inform first; one found after the notice needs a new return.",
)
NO_REASON = Text(zh="请写明理由。", en="Give the reason.")
NO_IDENTITY = Text(zh="请写明 {victim} 的证件号码和收款账户。", en="Give {victim}'s document number and account.")
NO_MANDATE = Text(zh="代理人 {agent} 须有授权委托手续，请写明。", en="Agent {agent} needs papers of the mandate.")
TWO_OFFICERS = Text(
    zh="须由 {count} 名以上侦查人员办理，所写为：{given}。",
    en="It takes {count} officers or more; given: {given}.",
)
ABOVE_LOSS = Text(
    zh="{claim} {victim} 净损失 {net}，各返还程序已决定或返还 {before}，再返还 {amount} 将超过损失；未作改动。",
    en="{claim}, {victim}: the net loss is {net}, and returns have decided or paid {before} on it; {amount} more "
    "would be above the loss. Nothing was changed.",
)
NEEDS_NOTICE = Text(
    zh="方案中有按比例返还的款项，须先公告，不能直接返还。",
    en="Part of the plan goes pro rata: it is announced first and cannot be returned directly.",
)
NO_NOTICE_NEEDED = Text(
    zh="方案中没有按比例返还的款项，无须公告，可直接返还。",
    en="Nothing in the plan goes pro rata: no notice is needed, return it directly.",
)
NO_FLOW = Text(zh="方案没有资金流向表。", en="The plan has no flow table.")
NOTHING = Text(zh="方案中没有可返还的款项。", en="There is nothing to return by the plan.")
TOO_LATE = Text(
    zh="公告期已于 {end} 届满（{start} 公告），{acted} 提出的异议已逾期。逾期主张的，另行启动返还程序。",
    en="The notice (of {start}) ended on {end}; an objection of {acted} is late. Who claims later needs a new "
    "return, or waits for the judgment.",
)
NO_NOTICE = Text(zh="本次返还没有公告。", en="This return has no notice.")
STILL_RUNS = Text(
    zh="公告期至 {end} 届满，届满前不得按比例返还。可先办理可直接溯源的部分（--traced-only）。",
    en="The notice runs until {end}; nothing goes back pro rata before. The traced can go ahead (--traced-only).",
)
NO_OBJECTION = Text(zh="没有第 {number} 号待审异议。", en="There is no objection {number} under review.")
RECOMPUTE = Text(
    zh="第 {number} 号异议成立，须按异议结果重新计算方案（restitution decide --recompute）。",
    en="Objection {number} was upheld: compute the plan again first (restitution decide --recompute).",
)
NEW_CLAIMS = Text(
    zh="重新计算的方案多出公告中没有的被骗款 {claims}。新发现的被害人另行启动返还程序，不得改动已公告的方案。",
    en="The plan computed again has claims that the notice has not: {claims}. Victims found later need a new one; "
    "the announced plan is not changed for them.",
)
NOT_FROZEN = Text(
    zh="{name} 现为“{state}”，不是冻结中。只有有效冻结的资金可以返还；仅止付、已解除或失效的不能返还。",
    en="{name} is “{state}”, not frozen. Only money under an active freeze goes back; not what is merely stopped, "
    "released or lapsed.",
)
ABOVE = Text(
    zh="{name} 拟返还 {amount}，超过可返还的冻结额 {held}。",
    en="{name}: {amount} would go back, more than the {held} that is frozen and free.",
)
BLOCKED = Text(
    zh="{claim}（{victim}）在本案 {case} 与案件 {other} 重复：{why}。不得重复返还；核实后不返还的登记 refuse。",
    en="{claim} ({victim}) stands in case {case} and in case {other}: {why}. It is not paid twice: look into it, "
    "and record refuse where it is not returned here.",
)
NOT_ORIGINAL = Text(
    zh="{victim} 的收款账户 {account} 不是原汇款账户（{payers}），须写明原因。",
    en="{victim}'s account {account} is not the one that paid ({payers}); the reason must be given.",
)
NOT_AS_PLANNED = Text(zh="决定的款项与批准的方案不符。", en="The decision's payments are not what was approved.")
TAKEN_BACK = Text(
    zh="{claim} 自 {name} 的返还依据第 {number} 号较松匹配认定，该认定已撤销，不能支付。"
    "按现有材料重算方案：restitution approve --again。",
    en="{claim} gets its part of {name} by decision {number} on a looser match, which was taken back: it is not "
    "paid. Compute the plan again: restitution approve --again.",
)
NO_PAYMENT = Text(zh="没有第 {number} 笔{state}的款项。", en="There is no payment {number} that is “{state}”.")
NO_SUCH_FREEZE = Text(zh="{name} 没有待办理的款项。", en="{name} has no payment to be made.")
NO_DOCUMENT = Text(zh="请写明文书号。", en="Give the document's number.")
ORGANS = Text(zh="请写明有争议的立案单位，至少两个。", en="Name the filing organs that dispute, two at least.")
THE_RETURN = Text(zh="返还冻结资金", en="The return of frozen money")
