"""The one list of the ledger's tables and columns: Parquet types, units, meaning.

Everything else (segments, views of the engine, the data dictionary) is made from it. Types are those that DuckDB
and Spark read alike: text, BIGINT, BOOLEAN, lists of text, timestamps in UTC to the microsecond beside the offset
in minutes. Money is BIGINT minor units of the currency that stands in the same row.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import pyarrow as pa

from suyuan.model.text import Text


class ColumnType(Enum):
    """What a column holds."""

    TEXT = "text"
    TEXTS = "texts"
    WHOLE = "whole"
    FLAG = "flag"
    TIME = "time"


ARROW_TYPES: dict[ColumnType, pa.DataType] = {
    ColumnType.TEXT: pa.string(),
    ColumnType.TEXTS: pa.list_(pa.field("element", pa.string(), nullable=False)),
    ColumnType.WHOLE: pa.int64(),
    ColumnType.FLAG: pa.bool_(),
    ColumnType.TIME: pa.timestamp("us", tz="UTC"),
}


@dataclass(frozen=True)
class Column:
    """One column; ``absent`` says whether it may be null."""

    name: str
    type: ColumnType
    meaning: Text
    absent: bool = False

    @property
    def field(self) -> pa.Field[pa.DataType]:
        """The column as Arrow knows it."""
        return pa.field(self.name, ARROW_TYPES[self.type], nullable=self.absent)


@dataclass(frozen=True)
class Relation:
    """One table of the ledger, as it stands in segments of this kind."""

    name: str
    meaning: Text
    columns: tuple[Column, ...]

    @property
    def arrow(self) -> pa.Schema:
        """The table's schema as Arrow knows it, without any metadata."""
        return pa.schema([column.field for column in self.columns])


def _text(name: str, zh: str, en: str, *, absent: bool = False) -> Column:
    return Column(name, ColumnType.TEXT, Text(zh=zh, en=en), absent)


def _texts(name: str, zh: str, en: str) -> Column:
    return Column(name, ColumnType.TEXTS, Text(zh=zh, en=en))


def _whole(name: str, zh: str, en: str, *, absent: bool = False) -> Column:
    return Column(name, ColumnType.WHOLE, Text(zh=zh, en=en), absent)


def _flag(name: str, zh: str, en: str) -> Column:
    return Column(name, ColumnType.FLAG, Text(zh=zh, en=en))


def _time(name: str, zh: str, en: str, *, absent: bool = False) -> tuple[Column, Column]:
    return (
        Column(name, ColumnType.TIME, Text(zh=zh, en=en), absent),
        _whole(f"{name}_offset", "与 UTC 相差的分钟数", "minutes from UTC", absent=absent),
    )


SOURCE = (
    _text("sha256", "证据文件的 SHA-256", "SHA-256 of the file of evidence"),
    _text("sheet", "工作表名；文本文件为空", "the sheet's name; null for a text file", absent=True),
    _whole("sheet_number", "工作表序号，从 1 起", "number of the sheet, from 1"),
    _whole("row", "物理行号，从 1 起", "physical row, from 1"),
)
PRECISION = _text("time_precision", "时间精度", "how exactly the source states the time")

FILES = Relation(
    "files",
    Text(zh="每份证据文件一行", en="one row a file of evidence"),
    (
        _text("sha256", "证据文件的 SHA-256", "SHA-256 of the file of evidence"),
        _text("format", "版式", "layout"),
        _text("kind", "文件种类", "what the file is"),
        _text("account_kind", "账户种类", "what its accounts are", absent=True),
        _text("institution", "机构", "institution"),
    ),
)
PARTS = Relation(
    "parts",
    Text(zh="每张表中每个账户、币种一行", en="one row for each account and currency of a table"),
    (
        _text("sha256", "证据文件的 SHA-256", "SHA-256 of the file of evidence"),
        _whole("part", "文件内序号，从 0 起", "number within the file, from 0"),
        _whole("table", "表序号，从 0 起", "number of the table, from 0"),
        _whole("repeats_sheet", "与哪张工作表重复", "the earlier sheet that it repeats", absent=True),
        _text("account", "账号", "account"),
        _texts("numbers", "该账户的各号码", "all numbers of the account"),
        _text("holder", "户名", "holder"),
        _text("currency", "币种", "currency"),
        _text("balance_state", "余额核验结果", "what the balances prove"),
        _text("format", "本工作表的版式（与文件相同时为空）", "the sheet's own layout, empty if the file's"),
    ),
)
BOOKINGS = Relation(
    "bookings",
    Text(zh="每笔账目一行", en="one row a booking"),
    (
        _text("booking", "账目编号", "id of the booking"),
        _whole("part", "所属部分", "the part it belongs to"),
        _whole(
            "place", "账内顺序，从 0 起；未动账的为空", "place in ledger order; null: no money moved", absent=True
        ),
        *SOURCE,
        _whole("order_in_file", "表内顺序，从 0 起", "place in the table, from 0"),
        _text("account", "账号", "account"),
        _texts("other_numbers", "同一账户的其他号码", "further numbers of the same account"),
        _text("holder", "户名", "holder"),
        _text("institution", "机构", "institution"),
        *_time("time", "交易时间", "time of the booking"),
        PRECISION,
        _text("direction", "收、支或不计", "in, out or none"),
        _flag("direction_inferred", "方向由余额推定", "the direction follows from the balances alone"),
        _whole("amount", "金额，最小货币单位", "amount in minor units"),
        _text("currency", "币种", "currency"),
        _whole("balance", "交易后余额，最小货币单位", "balance after it, in minor units", absent=True),
        _text("counterparty_account", "对方账号", "counterparty's account"),
        _text("counterparty_account_raw", "对方账号原文", "counterparty's account as printed"),
        _text("counterparty_name", "对方户名", "counterparty's name"),
        _text("counterparty_bank", "对方机构", "counterparty's institution"),
        _flag("counterparty_damaged", "对方账号已损坏", "digits of the counterparty's account are lost"),
        _text("kind", "账目种类", "what the booking is"),
        _text("summary", "摘要", "summary"),
        _text("reference", "流水号", "the institution's number of the booking"),
        _texts("references", "订单、清算、渠道号", "order, clearing and channel numbers"),
        _text("corrects", "所冲正账目的流水号", "reference of the booking that it reverses"),
        _text("status", "状态", "status"),
        _text("merchant", "商户", "merchant"),
        _text("cash_spot", "钞汇：钞、汇或原文", "purse of a foreign currency: 钞 cash, 汇 spot, or as printed"),
    ),
)
BREAKS = Relation(
    "breaks",
    Text(zh="余额链断点", en="one row for each balance that does not follow"),
    (
        _text("sha256", "证据文件的 SHA-256", "SHA-256 of the file of evidence"),
        _whole("part", "所属部分", "the part it belongs to"),
        _whole("row", "物理行号", "physical row"),
        _whole("expected", "应有余额", "the balance that follows"),
        _whole("found", "所载余额", "the balance that stands there"),
        _texts("quarantined", "其间被隔离的行", "quarantined rows in between"),
    ),
)
QUARANTINE = Relation(
    "quarantine",
    Text(zh="无法读取的行", en="one row for each row that could not be read"),
    (
        *SOURCE,
        _text("text", "原文", "the row's text"),
        _text("column", "出错的列", "the column at fault"),
        _text("reason_zh", "原因（中文）", "reason in Chinese"),
        _text("reason_en", "原因（英文）", "reason in English"),
        _text("account", "账号", "account"),
    ),
)
_REPORTED_WORDS = (
    _whole("number", "同一行内的序号，从 1 起", "number within the row, from 1"),
    _text("payer_name", "付款户名", "holder of the paying account"),
    _text("payer_bank", "付款机构", "where the paying account is kept"),
    _text("payee_name", "收款户名", "holder of the receiving account"),
    _text("payee_bank", "收款机构", "where the receiving account is kept"),
    _whole("span", "时间用语所含的秒数", "seconds that the words of the time mean"),
    _flag("about", "时间为大约", "the time is approximate"),
    _whole("least", "金额下限；确数为 0", "least amount meant; 0 where it is exact"),
    _whole("greatest", "金额上限；确数为 0", "greatest amount meant; 0 where it is exact"),
    _text("sentence", "原句", "the sentence"),
)
PAYMENTS = Relation(
    "payments",
    Text(zh="被害人报案登记的付款", en="one row for each reported payment"),
    (
        *SOURCE,
        _text("report", "报案编号", "number of the report"),
        _text("victim", "被害人", "victim"),
        *_time("time", "付款时间", "time of the payment"),
        PRECISION,
        _text("payer", "付款账号", "paying account"),
        _text("payee", "收款账号", "receiving account"),
        _whole("amount", "金额，最小货币单位", "amount in minor units"),
        _text("currency", "币种", "currency"),
        _text("channel", "付款方式", "channel"),
        *_REPORTED_WORDS,
    ),
)
RETURNS = Relation(
    "returns",
    Text(zh="被害人自述的返还", en="one row for each payment back that a victim reports"),
    PAYMENTS.columns,
)
BACK_OFFICE = Relation(
    "back_office",
    Text(zh="平台后台、业绩表、工资表的行", en="one row for each row of a platform's back office or a wage sheet"),
    (
        *SOURCE,
        _text("kind", "种类", "what the row is"),
        _text("number", "编号", "its own number"),
        _text("member", "会员", "member"),
        _text("name", "姓名", "name"),
        _text("phone", "电话", "telephone"),
        _text("agent", "上级代理", "agent above"),
        _text("group", "小组", "group"),
        _text("account", "账号", "account"),
        _text("account_name", "户名", "holder of the account"),
        _text("bank", "开户机构", "where it is kept"),
        _text("payer_account", "付款账号", "paying account"),
        _text("payer_name", "付款人", "payer"),
        *_time("time", "时间", "time", absent=True),
        _text("time_precision", "时间精度", "how exactly the source states the time", absent=True),
        _text("month", "月份", "month"),
        _whole("amount", "金额，最小货币单位", "amount in minor units", absent=True),
        _whole("commission", "提成，最小货币单位", "commission in minor units", absent=True),
        _text("currency", "币种", "currency"),
        _text("status", "状态", "status"),
        _text("said", "状态原文", "status as printed"),
    ),
)
REQUESTS = Relation(
    "requests",
    Text(zh="调证清单", en="one row for each answered request"),
    (
        *SOURCE,
        _text("document", "调证文书号", "number of the paper"),
        _text("institution", "协助单位", "institution"),
        _text("account", "查询账号", "account"),
        _text("currency", "币种", "currency"),
        *_time("start", "起始时间", "start of the period"),
        *_time("end", "结束时间", "end of the period"),
        *_time("sent", "发出时间", "when it was sent", absent=True),
        *_time("answered", "反馈时间", "when it was answered", absent=True),
        _text("answer", "反馈结果", "answer"),
        _text("note", "备注", "note"),
    ),
)
REQUEST_TERMS = Relation(
    "request_terms",
    Text(zh="调证清单写明的应反馈时间和协查机关", en="when an answer is due and who asks, where stated"),
    (
        *SOURCE,
        *_time("due", "应反馈时间", "when the answer is due", absent=True),
        _text("organ", "协查机关", "organ that asks"),
        _text("officer", "承办人", "officer"),
    ),
)
REPORT_TIMES = Relation(
    "report_times",
    Text(zh="报案登记表写明的报案时间", en="when a reported payment was reported, where the form says it"),
    (
        *SOURCE,
        _whole("number", "同一行内的序号，从 1 起", "number within the row, from 1"),
        *_time("reported", "报案时间", "when it was reported"),
        PRECISION,
    ),
)
ROLES = Relation(
    "roles",
    Text(zh="账户认定", en="one row for each decision on an account"),
    (
        *SOURCE,
        _text("account", "账号", "account"),
        _text("role", "角色", "role"),
        _text("kind", "账户种类", "what the account is", absent=True),
        _text("reason", "理由", "reason"),
        _text("author", "认定人", "author"),
        *_time("time", "认定时间", "time of the decision", absent=True),
        _text("time_precision", "时间精度", "how exactly the source states the time", absent=True),
    ),
)
EARMARKS = Relation(
    "earmarks",
    Text(zh="专款认定", en="one row for each earmark of a form"),
    (
        *SOURCE,
        _text("account", "账户", "account"),
        _text("credit", "转入", "what came"),
        _text("debit", "转出", "what left"),
        _whole("amount", "金额，最小货币单位", "amount in minor units"),
        _text("currency", "币种", "currency"),
        _text("grade", "等级", "grade"),
        _text("reason", "理由", "reason"),
        _text("evidence", "依据", "evidence"),
        _text("author", "认定人", "author"),
        *_time("time", "认定时间", "time of the decision", absent=True),
        _text("time_precision", "时间精度", "how exactly the source states the time", absent=True),
    ),
)
PERIODS = Relation(
    "periods",
    Text(zh="账单自身载明的期间", en="one row for each period that a statement prints itself"),
    (
        *SOURCE,
        _text("account", "账号", "account"),
        _text("currency", "币种", "currency"),
        *_time("start", "起始时间", "start of the period"),
        *_time("end", "结束时间", "end of the period"),
        _text("institution", "机构", "institution"),
        _text("document", "文书号", "number of the paper"),
    ),
)
PAPERS = Relation(
    "papers",
    Text(zh="流水各行自己写明的文书号、请求单号", en="one row for each paper that rows of a statement name"),
    (
        *SOURCE,
        _text("account", "账号", "account"),
        _text("paper", "文书号、请求单号", "number of the paper or task"),
    ),
)
PRINTED_TOTALS = Relation(
    "printed_totals",
    Text(
        zh="账单自身印出的合计，及读到的数",
        en="one row for each total that a statement prints, with what was read",
    ),
    (
        *SOURCE,
        _text("text", "原文", "as printed"),
        _text("direction", "收支方向；两者合计为空", "direction; null for both", absent=True),
        _text("currency", "币种", "currency"),
        _whole("count", "印出的笔数", "count printed", absent=True),
        _whole("amount", "印出的金额，最小货币单位", "amount printed, in minor units", absent=True),
        _whole("found_count", "读到的笔数", "count read", absent=True),
        _whole("found_amount", "读到的金额，最小货币单位", "amount read, in minor units", absent=True),
        _flag("page", "仅本页", "of one page"),
        _text("account", "账号", "account"),
    ),
)
STATED_ACCOUNTS = Relation(
    "stated_accounts",
    Text(zh="账户信息等清单所载的账户", en="one row for each account that an institution's list states"),
    (
        *SOURCE,
        _texts("numbers", "该账户的各号码", "all numbers of the account"),
        _text("holder", "户名", "holder"),
        _text("bank", "开户机构", "where it is kept"),
        _text("parent", "主账户", "main account of a sub-account"),
        _texts("bound", "绑定的银行卡", "bank cards bound to it"),
        _text("currency", "币种", "currency"),
        _whole("balance", "余额，最小货币单位", "balance in minor units", absent=True),
        *_time("time", "余额时间", "time of the balance", absent=True),
        _text("time_precision", "时间精度", "how exactly the source states the time", absent=True),
    ),
)
MENDS = Relation(
    "mends",
    Text(zh="经人工修正的单元格", en="one row for each cell that a person mended"),
    (
        *SOURCE,
        _whole("column", "列号，从 1 起", "column, from 1"),
        _text("title", "列名", "the column's header"),
        _text("original", "文件原文", "what the file has"),
        _text("text", "修正为", "what is read instead"),
        _text("who", "修正人", "who mended it"),
        _text("why", "修正理由", "why"),
    ),
)

RELATIONS: dict[str, Relation] = {
    relation.name: relation
    for relation in (
        FILES,
        PARTS,
        BOOKINGS,
        BREAKS,
        QUARANTINE,
        PAYMENTS,
        REQUESTS,
        REQUEST_TERMS,
        REPORT_TIMES,
        ROLES,
        PERIODS,
        PAPERS,
        PRINTED_TOTALS,
        STATED_ACCOUNTS,
        MENDS,
        RETURNS,
        BACK_OFFICE,
        EARMARKS,
    )
}
"""Every kind of segment by its name, in the order in which a file's segments are listed."""
