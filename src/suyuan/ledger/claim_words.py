"""What is said of a reported payment: why a transfer is it, why another is not, and why none was found."""

from __future__ import annotations

from suyuan.model.text import Text

PAYEE_EQUAL = Text(zh="收款账号相同（{number}）", en="the receiving number is the same ({number})")
PAYEE_MASK = Text(zh="收款账号与 {number} 相符", en="the receiving number fits {number}")
PAYEE_TAIL = Text(zh="收款账号尾号 {number} 相符", en="the receiving number ends in {number}")
PAYEE_NAME = Text(zh="收款户名相同（{number}）", en="the holder of the receiving account is the same ({number})")
PAYER_EQUAL = Text(zh="付款账号相同（{number}）", en="the paying number is the same ({number})")
PAYER_MASK = Text(zh="付款账号与 {number} 相符", en="the paying number fits {number}")
PAYER_TAIL = Text(zh="付款账号尾号 {number} 相符", en="the paying number ends in {number}")
PAYER_NAME = Text(zh="付款户名相同（{number}）", en="the holder of the paying account is the same ({number})")
BANK_SAME = Text(zh="开户机构相同（{number}）", en="its bank is the same ({number})")
PAYEE_SILENT = Text(zh="账目未载明收款方", en="the row does not say who received")
PAYER_SILENT = Text(zh="账目未载明付款方", en="the row does not say who paid")
AMOUNT_EQUAL = Text(zh="金额相同", en="the amount is the same")
AMOUNT_INSIDE = Text(
    zh="金额为约数（{least} 至 {greatest}），账目为 {amount}",
    en="the amount is approximate ({least} to {greatest}), the row's is {amount}",
)
TIME_SAME = Text(zh="时间在所述范围内", en="the time lies within what is stated")
TIME_APART = Text(zh="时间相差 {apart}", en="the times are {apart} apart")
TIME_WIDENED = Text(
    zh="原文时间为大约，容许相差 {allowed}", en="the stated time is approximate, so {allowed} apart is allowed"
)
SAME_DAY = Text(zh="同日", en="the same day")
ALIKE = Text(
    zh="另有 {count} 笔双方、金额、时间同样相符，取最近的一笔",
    en="{count} more between the same accounts fit as well; the nearest was taken",
)
HANDED_OVER = Text(
    zh="{channel}交付，没有付款账户；金额以报案为准", en="handed over ({channel}), no paying account; as reported"
)

NOT_THE_AMOUNT = Text(zh="金额不符（账目为 {amount}）", en="the amount differs (the row's is {amount})")
NOT_THE_TIME = Text(zh="时间相差 {apart}", en="the times are {apart} apart")
NOT_FREE = Text(zh="已对应报案付款 {claim}", en="belongs to reported payment {claim}")
NOT_TOLD_APART = Text(zh="同样相符：{payer} 付 {payee}，{time}", en="fits as well: {payer} to {payee} at {time}")

NO_ACCOUNT = Text(
    zh="报案登记既无付款账号也无收款账号，无法查找。",
    en="The report names neither account, so it cannot be looked for.",
)
OTHER_CURRENCY = Text(
    zh="报案币种为 {currency}，本案账本为 {ledger}。",
    en="The report is in {currency}, the case's ledger in {ledger}.",
)
NO_SUCH_TRANSFER = Text(
    zh="已导入的账单中没有 {payer} 向 {payee} 的 {amount} {currency} 转账：请向付款方或收款方机构调取该时段明细。",
    en="No statement imported so far shows {amount} {currency} from {payer} to {payee}: "
    "ask the payer's or the payee's institution for that period.",
)
OTHER_TIME = Text(
    zh="有相同账户和金额的转账，但时间不符（最近一笔在 {time}，报案为 {reported}）：请核对报案登记的付款时间。",
    en="Accounts and amount agree with a transfer, but not the time (the nearest is at {time}, reported "
    "{reported}): check the time in the report.",
)
TAKEN = Text(
    zh="符合的转账都已对应其他报案付款：请核对是否重复登记。",
    en="Every transfer that fits belongs to another reported payment already: "
    "check whether it was reported twice.",
)
REPEATED = Text(
    zh="与另一份材料所载的报案付款 {claim} 是同一笔，不重复计算。",
    en="The same payment as {claim}, which another file reports; it is not counted twice.",
)
AMBIGUOUS = Text(
    zh="有 {count} 笔不同账户的转账同样相符，程序不作选择：请补充付款或收款账号、时间。",
    en="{count} transfers of different accounts fit alike, and the program does not choose: "
    "add the accounts or the time to the report.",
)
DID_NOT_ENTER = Text(
    zh="账目 {booking} 与报案相符，但未成为转账：{reason}。",
    en="Booking {booking} agrees with the report but is no transfer: {reason}.",
)
NOBODY = Text(zh="（未填）", en="(not given)")

SECONDS = Text(zh="{n} 秒", en="{n} s")
MINUTES = Text(zh="{n} 分钟", en="{n} min")
HOURS = Text(zh="{n} 小时", en="{n} h")
DAYS = Text(zh="{n} 天", en="{n} days")
