"""The words a reader of the case report sees for the codes of ledger and findings."""

from __future__ import annotations

from suyuan.model.text import Text

OUTCOMES = {
    "stands": Text(zh="现仍在账", en="stands now"),
    "stood_until": Text(zh="反馈截止日在账", en="stood until the answer ends"),
    "last_seen": Text(zh="最后所见", en="last seen"),
    "cash": Text(zh="现金支取", en="cash"),
    "merchant": Text(zh="商户", en="merchants"),
    "payment_institution": Text(zh="支付机构（未穿透）", en="payment institutions"),
    "red_packet": Text(zh="红包（未领取或领取人不明）", en="red packets, not seen taken"),
    "top_up": Text(zh="充值、点卡与礼品卡", en="top-ups and gift cards"),
    "goods": Text(zh="黄金与实物", en="gold and goods"),
    "securities": Text(zh="证券与期货", en="securities and futures"),
    "insurance": Text(zh="保险", en="insurance"),
    "loan": Text(zh="贷款", en="loans"),
    "tax": Text(zh="税费", en="tax"),
    "cross_border": Text(zh="跨境汇款", en="cross-border"),
    "ecny": Text(zh="数字人民币钱包", en="e-CNY wallets"),
    "exchange": Text(zh="虚拟币交易所", en="crypto exchanges"),
    "credit_card": Text(zh="信用卡还款", en="credit cards"),
    "debt_repaid": Text(zh="偿还信用额度或透支", en="debts repaid"),
    "product": Text(zh="理财产品", en="investment products"),
    "loss": Text(zh="理财亏损", en="losses of products"),
    "fee": Text(zh="手续费", en="fees"),
    "authority": Text(zh="有权机关扣划", en="taken by an authority"),
    "unexplained": Text(zh="余额差额（未明）", en="unexplained"),
    "unmatched": Text(zh="对方流水无记录", en="not in the other's statement"),
    "unnamed": Text(zh="对手方不明", en="no name on the row"),
    "in_transit": Text(zh="在途", en="in transit"),
    "suspense": Text(zh="挂账", en="in suspense"),
    "edge_account": Text(zh="未调取流水的账户", en="accounts without a statement"),
    "returned_to_victim": Text(zh="已回到被害人账户", en="back with victims"),
    "beyond": Text(zh="被害人等再行付出（不再追踪）", en="paid on by victims and others, not followed"),
    "other": Text(zh="其他去向", en="other exits"),
}
"""Where money is or how it left; the states first (docs/method.md, "Where it is" and "Exits")."""

OUTCOME_MEANINGS = {
    "stands": Text(
        zh="金融机构的反馈覆盖统计时点，或者该时点另有机构陈述的余额。只有这一类可以写“现在在账”。",
        en="An institution's answer covers the moment asked about, or it stated the balance then. "
        "Only this may be called “is there now”.",
    ),
    "stood_until": Text(
        zh="反馈在统计时点之前结束；到那一天为止在账，之后未知。",
        en="The answer ends before the moment asked about; it was there until then, what came after is unknown.",
    ),
    "last_seen": Text(
        zh="没有任何反馈覆盖该账户；只知道资金进入过。",
        en="No answer ever covered the account; all that is known is that the money went in.",
    ),
}

ROLES = {
    "victim": Text(zh="被害人", en="victim"),
    "suspect_controlled": Text(zh="涉案", en="suspect-controlled"),
    "merchant": Text(zh="商户", en="merchant"),
    "pool": Text(zh="备付金", en="pool"),
    "bystander": Text(zh="无关", en="bystander"),
    "unknown": Text(zh="未认定", en="undecided"),
}
ACCOUNT_KINDS = {
    "bank": Text(zh="银行", en="bank"),
    "credit": Text(zh="信用", en="credit"),
    "wallet": Text(zh="支付", en="wallet"),
    "product": Text(zh="理财", en="product"),
    "merchant": Text(zh="商户", en="merchant"),
    "pool": Text(zh="备付金", en="pool"),
    "exchange": Text(zh="交易所", en="exchange"),
    "chain": Text(zh="链上地址", en="chain address"),
    "cash": Text(zh="现金", en="cash"),
    "node": Text(zh="去向", en="exit"),
}
GRADES = {
    "known": Text(zh="已知", en="known"),
    "inferred": Text(zh="推断", en="inferred"),
    "assumed": Text(zh="假定", en="assumed"),
}
LINK_REASONS = {
    "both_named": Text(zh="双方流水互相记名", en="both rows name each other"),
    "reference": Text(zh="交易流水号相同", en="same reference number"),
    "one_named": Text(zh="一方记名、另一方残缺", en="one row names the other"),
    "masked": Text(zh="掩码号码相符", en="masked numbers fit"),
    "one_sided": Text(zh="仅一方流水", en="seen from one side"),
    "cash": Text(zh="现金，本行载明", en="cash, by the row itself"),
    "fee": Text(zh="手续费，本行载明", en="a fee, by the row itself"),
    "interest": Text(zh="利息，本行载明", en="interest, by the row itself"),
    "authority": Text(zh="有权机关，本行载明", en="an authority, by the row itself"),
    "product": Text(zh="理财产品，本行载明", en="a product, by the row itself"),
    "credit": Text(zh="信用卡还款，本行载明", en="a card's repayment, by the row itself"),
    "credit_card": Text(zh="信用卡还款，本行载明", en="a card's repayment, by the row itself"),
    "draw": Text(zh="动用信用额度或透支", en="drawn on a credit line or overdraft"),
    "debt": Text(zh="偿还信用额度或透支", en="a debt repaid at once"),
    "yield": Text(zh="理财收益", en="what a product gave beyond what was paid in"),
    "loss": Text(zh="理财亏损", en="what lacked when a product closed"),
    "exchange": Text(zh="交易所，按机构名录", en="an exchange, by the list of institutions"),
    "merchant": Text(zh="商户，本行载明", en="a merchant, by the row itself"),
    "pool": Text(zh="支付机构，未穿透", en="a payment institution, not seen through"),
    "printed_id": Text(zh="本行附注载明的账号", en="an account number printed in the row's text"),
    "agency": Text(zh="代收代付，未穿透", en="collected or paid out for another, not seen through"),
    "packet": Text(zh="红包，同一订单号", en="a red packet, by its order number"),
    "refund": Text(zh="退款，订单号相同", en="a refund, same order number"),
    "refund_like": Text(zh="退汇退款，对手方与金额相同", en="a refund, same counterparty and amount"),
    "top_up": Text(zh="充值、点卡，按词表", en="a top-up or gift card, by the list of words"),
    "goods": Text(zh="黄金与实物，按词表", en="gold or goods, by the list of words"),
    "securities": Text(zh="证券期货，按词表", en="securities or futures, by the list of words"),
    "insurance": Text(zh="保险，按词表", en="insurance, by the list of words"),
    "loan": Text(zh="贷款，按词表", en="a loan, by the list of words"),
    "tax": Text(zh="税费，按词表", en="tax, by the list of words"),
    "cross_border": Text(zh="跨境汇款，按词表", en="cross-border, by the list of words"),
    "ecny": Text(zh="数字人民币，按词表", en="an e-CNY wallet, by the list of words"),
    "unnamed": Text(zh="本行未载明对手方", en="the row names nobody"),
    "unmatched": Text(zh="对方流水无此笔", en="not in the other side's statement"),
    "conversion": Text(zh="币种兑换，同一单号", en="an exchange of currencies, same number"),
    "suspense": Text(zh="冲正前挂账", en="until its correction"),
    "handover": Text(zh="当面交付，以报案为准", en="handed over, as reported"),
    "transit": Text(zh="两方时序不合，拆作两笔", en="the two sides' order differs: two transfers"),
}
AMBIGUOUS_BY = {
    "another_account": Text(zh="另一种配法通向另一账户", en="paired otherwise, the money goes another way"),
    "time_alone": Text(zh="同样两户之间多笔相同，仅凭时间远近", en="alike, same accounts: time alone decided"),
}
LEADS_BY = {
    "amount_and_time": Text(zh="仅金额与时间相符，须调取单号", en="amount and time alone: ask for the number"),
    "words_and_time": Text(zh="仅摘要与时间相符，须调取单号", en="words and time alone: ask for the number"),
    "number": Text(zh="同一单号的兑换（已知）", en="an exchange by a common number (known)"),
}
FILE_KINDS = {
    "statement": Text(zh="账户流水", en="statement"),
    "victim_report": Text(zh="被害人报案登记", en="victims' reports"),
    "request_list": Text(zh="调证清单", en="requests and answers"),
    "role_list": Text(zh="账户认定表", en="decisions on accounts"),
    "earmark_list": Text(zh="专款认定表", en="earmarks"),
    "account_list": Text(zh="账户清单", en="list of accounts"),
    "person_list": Text(zh="人员清单", en="list of persons"),
    "task_list": Text(zh="任务清单", en="list of tasks"),
    "measure_list": Text(zh="措施清单", en="list of measures"),
    "login_list": Text(zh="登录记录", en="list of logins"),
    "other_list": Text(zh="其他清单", en="another list"),
    "back_office": Text(zh="平台后台数据", en="a platform's back office"),
    "wages": Text(zh="业绩表、工资表", en="performance or wage sheet"),
    "bulletin": Text(zh="通报", en="bulletin"),
    "measure_answers": Text(zh="止付冻结反馈", en="answers to stops and freezes"),
    "unpacked": Text(zh="压缩包（已解包）", en="archive, unpacked"),
    "unread": Text(zh="未能识别", en="not read"),
}
BOOK_KINDS = {
    "member": Text(zh="会员", en="member"),
    "withdrawal": Text(zh="提现", en="withdrawal"),
    "agent": Text(zh="代理", en="agent"),
    "receiving_account": Text(zh="收款账户", en="receiving account"),
    "performance": Text(zh="业绩", en="performance"),
    "wage": Text(zh="工资", en="wage"),
}
BALANCE_STATES = {
    "proven": Text(zh="余额连续", en="proven"),
    "broken": Text(zh="余额断裂", en="broken"),
    "absent": Text(zh="无可读余额", en="no readable balance"),
}

ALL_AGREE = Text(zh="（各规则一致）", en=" (the same under every rule)")
COLON = Text(zh="：", en=": ")
SEMICOLON = Text(zh="；", en="; ")
OPEN = Text(zh="（", en=" (")
CLOSE = Text(zh="）", en=")")
LIST_COMMA = Text(zh="、", en=", ")


def word(words: dict[str, Text], code: str) -> Text | str:
    """Return the words for a code, or the code itself where it is a new one: never a guess."""
    return words.get(code, code)
