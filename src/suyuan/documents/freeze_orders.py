"""Orders of a freeze plan in the fields that banks and the police exchange, and a draft letter for each bank.

The fields are those of the stop-payment and freeze messages of the anti-fraud platform (numbers 1001xx and
1002xx); what the program cannot know (application number, officers, seal) stays empty to be filled in. The
order is Chinese whatever the language of the interface: it goes to a Chinese bank.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO

from suyuan.documents.shown import money
from suyuan.model.moment import CHINA
from suyuan.model.money import text_from_minor

MESSAGE_TIME = "%Y%m%d%H%M%S"
CASE_KIND = "电信网络诈骗"
LIMITED, FULL = "01", "02"
URGENT = "02"
PERSON, UNIT = "01", "02"
UNIT_WORDS = ("公司", "商行", "经营部", "中心", "店", "厂", "合作社")

STOP_FIELDS = (
    "业务申请编号", "是否补流程", "案件编号", "案件类型", "紧急程度", "转出账户银行名称", "转出账户户名",
    "转出账户卡/折号", "币种", "转出金额", "转出时间", "止付账户银行名称", "止付账户类别", "止付账户户名",
    "止付账户卡/折号", "止付事由", "止付说明", "止付起始时间", "止付截止时间", "申请时间", "申请机构名称",
    "经办人姓名", "经办人证件号码", "经办人电话", "协查人姓名", "协查人证件号码",
)  # fmt: skip
FREEZE_FIELDS = (
    "业务申请编号", "案件编号", "案件类型", "紧急程度", "冻结账户银行名称", "冻结账户类别", "冻结账户户名",
    "冻结账户卡/折号", "冻结账户证件类型", "冻结账户证件号码", "冻结方式", "金额", "币种", "冻结起始时间",
    "冻结到期时间", "冻结事由", "冻结说明", "申请时间", "申请机构名称", "经办人姓名", "经办人证件号码",
    "经办人电话", "协查人姓名", "协查人证件号码",
)  # fmt: skip


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
    from docx import Document

    document = Document()
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
    document.core_properties.author = "Suyuan"
    document.core_properties.created = document.core_properties.modified = datetime(2000, 1, 1)  # noqa: DTZ001
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _stop(order: Order) -> Sequence[str]:
    source = order.source
    paid = (
        ("", "", "", "", "", "")
        if source is None
        else (
            source.payer_bank,
            source.payer_name,
            source.payer,
            order.currency,
            text_from_minor(source.amount, order.currency),
            source.time.astimezone(CHINA).strftime(MESSAGE_TIME),
        )
    )
    stopped = (order.institution, _category(order.holder), order.holder, order.account)
    rest = (CASE_KIND, order.why, "", "", "", order.organ, "", "", "", "", "")
    return ("", "00", order.case, CASE_KIND, URGENT, *paid, *stopped, *rest)


def _freeze(order: Order) -> Sequence[str]:
    amount = text_from_minor(order.amount, order.currency)
    stopped = (order.institution, _category(order.holder), order.holder, order.account, "", "")
    how = (FULL if order.whole else LIMITED, amount, order.currency, "", "", CASE_KIND, order.why, "")
    return ("", order.case, CASE_KIND, URGENT, *stopped, *how, order.organ, "", "", "", "", "")


def _category(holder: str) -> str:
    if not holder:
        return ""
    return UNIT if any(holder.endswith(word) for word in UNIT_WORDS) else PERSON


def _sum(minor: int, order: Order) -> str:
    return f"{money(minor, order.currency)} {order.currency}"


def _csv(fields: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(fields)
    for row in rows:
        if len(row) != len(fields):
            raise ValueError("an order has not the fields of its message")
        writer.writerow(row)
    return ("\ufeff" + out.getvalue()).encode()
