"""Kept by the hour: a table with a bar for each hour, so that it can be seen how fast money left."""

from __future__ import annotations

from suyuan.documents import column_titles as title
from suyuan.documents.figures import Spread
from suyuan.documents.kept_model import KeptHour, KeptHours
from suyuan.documents.report_model import CaseReport
from suyuan.documents.shown import moment, spoken_amount
from suyuan.documents.tables import Bar, Brief, Column, Row, Section, Table, When
from suyuan.model.text import Message, Text

SINCE_REPORT = Text(zh="首次报案（{start}）", en="the first report ({start})")
SINCE_FORM = Text(
    zh="首次报案（{start}，报案登记表所载最早的报案时间）",
    en="the first report ({start}, the earliest that the victims' report forms state)",
)
SINCE_FILING = Text(
    zh="立案（{start}；首次报案时刻未写明，可用 --kept-from 指定）",
    en="the filing of the case ({start}; the time of the first report is not stated, --kept-from gives it)",
)
INTRO = Text(
    zh="自{since}起，逐小时列出按账目仍在可止付账户中的被骗款：起时 {first}，末时 {last}。"
    "“提前”各列为该时刻之前 10、30、60 分钟（不早于起时）尚在的金额，即提前止付可保住的金额，不含其后转入。"
    "现金等出口以及被害人、商户、备付金、无关账户不可止付。只有反馈覆盖到该时刻的账户，才可写明当时确在其中。",
    en="From {since} on, hour by hour, what of the victims' money by the ledger still stood in accounts that "
    "could be stopped: {first} at the start, {last} at the end. The columns of earlier stops say what stood "
    "there 10, 30 and 60 minutes before, not before the start: what a stop then would have kept, without what "
    "came in later. Cash and other exits, victims', merchants', pool and bystanders' accounts cannot be stopped. "
    "Only where an answer reaches the hour is it known that the money did stand there.",
)
EARLIER = Text(zh="提前 {minutes} 分钟", en="{minutes} min earlier")
MINUTES = (10, 30, 60)


def kept_section(report: CaseReport) -> tuple[Section, ...]:
    """Return the part, none where nobody asked or no hour has passed."""
    kept = report.kept
    if kept is None or not kept.hours or not report.policies:
        return ()
    table = Table(
        "kept-hours",
        Text(zh="逐时可止付金额", en="Kept by the hour"),
        (
            Column(title.TIME, "time"),
            Column(Text(zh="仍可止付", en="could be stopped"), "spread"),
            Column(Text(zh="图示", en="picture")),
            Column(Text(zh="其中反馈覆盖", en="of it covered by answers"), "range"),
            *(Column(EARLIER(minutes=each), "range") for each in MINUTES),
        ),
        tuple(_row(hour, _most(kept)) for hour in kept.hours),
    )
    return (Section("kept", Text(zh="逐时可止付金额", en="Kept by the hour"), _intro(kept, report), (table,)),)


def _row(hour: KeptHour, most: int) -> Row:
    stood = Spread(hour.stood)
    bar = Brief(Bar(stood.least, stood.greatest, most), "")
    earlier = (Spread(each) for each in hour.earlier)
    return Row((When(hour.time), stood, bar, Spread(hour.covered), *earlier))


def _most(kept: KeptHours) -> int:
    return max(1, *(max(hour.stood, default=0) for hour in kept.hours))


def _intro(kept: KeptHours, report: CaseReport) -> Message:
    words = SINCE_FORM if kept.by_form else SINCE_FILING if kept.by_filing else SINCE_REPORT
    since = words(start=moment(kept.start))
    ends = [_range(Spread(hour.stood), report.case.currency) for hour in (kept.hours[0], kept.hours[-1])]
    return INTRO(since=since, first=ends[0], last=ends[1])


def _range(stood: Spread, currency: str) -> str:
    least, greatest = (spoken_amount(each, currency) for each in (stood.least, stood.greatest))
    return least if least == greatest else f"{least}–{greatest}"
