"""Column titles and units that several tables of the case report share."""

from __future__ import annotations

from suyuan.model.text import Text

ASSERTED = Text(zh="按陈述余额记入的差额", en="booked at a stated balance")
TOTAL = Text(zh="合计", en="total")
NUMBER = Text(zh="序号", en="no.")
ACCOUNT = Text(zh="账户", en="account")
BANK = Text(zh="机构", en="institution")
HOLDER = Text(zh="户名", en="holder")
TIER = Text(zh="层级", en="tier")
STATE = Text(zh="状态", en="state")
AMOUNT = Text(zh="金额", en="amount")
KNOWN_ONLY = Text(zh="仅已知关联", en="known links alone")
WAY_BACK = Text(zh="溯源", en="way back")
CLAIM = Text(zh="被骗款", en="claim")
VICTIM = Text(zh="被害人", en="victim")
REASON = Text(zh="理由", en="reason")
COVERED = Text(zh="反馈覆盖", en="answer covers")
TIME = Text(zh="时间", en="time")
BALANCE = Text(zh="陈述余额", en="stated balance")
