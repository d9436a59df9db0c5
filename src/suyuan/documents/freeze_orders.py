"""Orders of a freeze plan in the fields that banks and the police exchange, and a draft letter for each bank.

The fields are those of the stop-payment and freeze messages of the anti-fraud platform (numbers 1001xx and
1002xx); what the program cannot know (application number, officers, seal) stays empty to be filled in. The
order is Chinese whatever the language of the interface: it goes to a Chinese bank.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO

from suyuan.documents.docx_bytes import docx_bytes, new_paper
from suyuan.documents.shown import money
from suyuan.model.moment import CHINA
from suyuan.model.money import text_from_minor

MESSAGE_TIME = "%Y%m%d%H%M%S"
CASE_KIND = "电信网络诈骗"
LIMITED, FULL = "01", "02"
URGENT = "02"
PERSON, UNIT = "01", "02"
UNIT_WORDS = ("公司", "商行", "经营部", "中心", "店", "厂", "合作社")

ORGAN = (
    "申请时间", "申请机构编码", "申请机构名称", "经办人证件类型", "经办人证件号码", "经办人姓名", "经办人电话",
    "协查人证件类型", "协查人证件号码", "协查人姓名",
)  # fmt: skip
STOP_FIELDS = (
    "业务申请编号", "是否补流程", "原举报申请编号", "案件编号", "案件类型", "紧急程度", "转出账户银行编码",
    "转出账户银行名称", "转出账户户名", "转出账户卡/折号", "币种", "转出金额", "转出时间", "止付账户银行编码",
    "止付账户银行名称", "止付账户类别", "止付账户户名", "止付账户卡/折号", "止付事由", "止付说明", "止付起始时间",
    "止付截止时间", *ORGAN,
)  # fmt: skip
FREEZE_FIELDS = (
    "业务申请编号", "案件编号", "案件类型", "紧急程度", "冻结账户银行编码", "冻结账户银行名称", "冻结账户类别",
    "冻结账户户名", "冻结账户卡/折号", "冻结账户证件类型", "冻结账户证件号码", "冻结方式", "金额", "币种",
    "冻结起始时间", "冻结到期时间", "冻结事由", "冻结说明", *ORGAN,
)  # fmt: skip
RENEWAL_FIELDS = (
    "业务申请编号", "原冻结申请编号", "案件编号", "案件类型", "紧急程度", "冻结账户银行编码", "冻结账户银行名称",
    "冻结账户类别", "冻结账户户名", "冻结账户卡/折号", "冻结方式", "金额", "币种", "冻结延期起始时间",
    "冻结到期时间", "延期说明", *ORGAN,
)  # fmt: skip
FIRST_CURRENT, FIRST_OTHER = "00", "01"
"""是否补流程 of a first order: of a current account in RMB, of foreign currency or a term deposit."""


@dataclass(frozen=True)
class SourcePayment:
    """The payment by which victims' money came into the account last: what the bank compares (核对四项)."""

    payer: str
    payer_name: str
    payer_bank: str
    amount: int
    time: datetime


@dataclass(frozen=True)
class Order:
    """An account to be stopped or frozen for ``amount`` (minor units), with the traced figures that justify it."""

    case: str
    organ: str
    institution: str
    account: str
    holder: str
    amount: int
    currency: str
    whole: bool
    least: int
    greatest: int
    source: SourcePayment | None
    reason: str = ""

    @property
    def why(self) -> str:
        """Return the explanation that stands in the order."""
        said = f"资金追踪：该户内被害人资金最少 {_sum(self.least, self)}，最多 {_sum(self.greatest, self)}"
        return f"{said}；{self.reason}" if self.reason else said


@dataclass(frozen=True)
class RenewalOrder:
    """A freeze that runs out soon: the order that renews it, from its expiry to the end of the longest next term.

    ``amount`` is what it may freeze (minor units), None for a full freeze; ``number`` its own application's.
    """

    case: str
    organ: str
    institution: str
    account: str
    holder: str
    number: str
    amount: int | None
    currency: str
    start: datetime
    end: datetime
    why: str


def renewal_orders(orders: Sequence[RenewalOrder]) -> bytes:
    """Return the orders of renewal 冻结延期 as CSV with a byte order mark."""
    return _csv(RENEWAL_FIELDS, (_renewal(each) for each in orders))


def stop_orders(orders: Sequence[Order]) -> bytes:
    """Return the stop orders as CSV with a byte order mark."""
    return _csv(STOP_FIELDS, (_stop(each) for each in orders))


def freeze_orders(orders: Sequence[Order]) -> bytes:
    """Return the freeze orders as CSV with a byte order mark."""
    return _csv(FREEZE_FIELDS, (_freeze(each) for each in orders))


def letter(institution: str, orders: Sequence[Order], article: str) -> bytes:
    """Return a draft 协助冻结财产通知书 for one institution as docx; ``article`` is its legal ground.

    Number, seal and officers are left to be filled in.
    """
    document = new_paper()
    first = orders[0]
    document.add_heading("协助冻结财产通知书（拟稿）", level=1)
    document.add_paragraph("　　公（　）冻财字〔　　　　〕　　号")
    document.add_paragraph(f"{institution or '＿＿＿＿＿＿'}：")
    document.add_paragraph(
        f"因办理案件（编号 {first.case}）需要，根据{article}之规定，请协助冻结下列财产。"
        "冻结数额以下表为限；冻结期限自执行之日起算，由办案机关填写；是否及于孳息由办案机关填写。"
    )
    table = document.add_table(rows=1, cols=5)
    table.style = "Table Grid"
    for cell, title in zip(
        table.rows[0].cells, ("账户名称", "账户号码", "冻结数额", "冻结方式", "说明"), strict=True
    ):
        cell.text = title
    for each in orders:
        how = "全额冻结" if each.whole else "限额冻结"
        row = (each.holder, each.account, _sum(each.amount, each), how, each.why)
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph("冻结期限：自　　年　　月　　日起至　　年　　月　　日止。是否及于孳息：　　")
    document.add_paragraph(f"办案机关：{first.organ or '＿＿＿＿＿＿'}（印）　　　　年　　月　　日")
    return docx_bytes(document)


def _stop(order: Order) -> Mapping[str, str]:
    said = {
        "是否补流程": FIRST_CURRENT if order.currency == "CNY" else FIRST_OTHER,
        "案件编号": order.case,
        "案件类型": CASE_KIND,
        "紧急程度": URGENT,
        "止付账户银行名称": order.institution,
        "止付账户类别": _category(order.holder),
        "止付账户户名": order.holder,
        "止付账户卡/折号": order.account,
        "止付事由": CASE_KIND,
        "止付说明": order.why,
        "申请机构名称": order.organ,
    }
    source = order.source
    if source is None:
        return said
    return said | {
        "转出账户银行名称": source.payer_bank,
        "转出账户户名": source.payer_name,
        "转出账户卡/折号": source.payer,
        "币种": order.currency,
        "转出金额": text_from_minor(source.amount, order.currency),
        "转出时间": source.time.astimezone(CHINA).strftime(MESSAGE_TIME),
    }


def _freeze(order: Order) -> Mapping[str, str]:
    return {
        "案件编号": order.case,
        "案件类型": CASE_KIND,
        "紧急程度": URGENT,
        "冻结账户银行名称": order.institution,
        "冻结账户类别": _category(order.holder),
        "冻结账户户名": order.holder,
        "冻结账户卡/折号": order.account,
        "冻结方式": FULL if order.whole else LIMITED,
        "金额": text_from_minor(order.amount, order.currency),
        "币种": order.currency,
        "冻结事由": CASE_KIND,
        "冻结说明": order.why,
        "申请机构名称": order.organ,
    }


def _renewal(order: RenewalOrder) -> Mapping[str, str]:
    amount = "" if order.amount is None else text_from_minor(order.amount, order.currency)
    return {
        "原冻结申请编号": order.number,
        "案件编号": order.case,
        "案件类型": CASE_KIND,
        "紧急程度": URGENT,
        "冻结账户银行名称": order.institution,
        "冻结账户类别": _category(order.holder),
        "冻结账户户名": order.holder,
        "冻结账户卡/折号": order.account,
        "冻结方式": FULL if order.amount is None else LIMITED,
        "金额": amount,
        "币种": order.currency,
        "冻结延期起始时间": order.start.astimezone(CHINA).strftime(MESSAGE_TIME),
        "冻结到期时间": order.end.astimezone(CHINA).strftime(MESSAGE_TIME),
        "延期说明": order.why,
        "申请机构名称": order.organ,
    }


def _category(holder: str) -> str:
    if not holder:
        return ""
    return UNIT if any(holder.endswith(word) for word in UNIT_WORDS) else PERSON


def _sum(minor: int, order: Order) -> str:
    return f"{money(minor, order.currency)} {order.currency}"


def _csv(fields: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    out = StringIO()
    writer = csv.DictWriter(out, fields, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return ("\ufeff" + out.getvalue()).encode()
