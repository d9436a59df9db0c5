"""The tables of completeness and of requests: balances, overlaps, printed totals, days covered, who was asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from suyuan.documents import column_titles as title
from suyuan.documents.anchors import Anchors
from suyuan.documents.completeness_model import CompletenessPages, RequestLine
from suyuan.documents.report_words import BALANCE_STATES, word
from suyuan.documents.shown import money
from suyuan.documents.tables import (
    Badge,
    Cell,
    Column,
    Days,
    Money,
    Row,
    Several,
    Span,
    Table,
    When,
)
from suyuan.model.text import Text

CURRENCY = Text(zh="币种", en="currency")
FILE = Text(zh="文件", en="file")
ROWS = Text(zh="行数", en="rows")
VERDICTS = {
    "agrees": Text(zh="相符", en="agrees"),
    "differs": Text(zh="不符", en="differs"),
    "not_compared": Text(zh="无法比对", en="not compared"),
}
_COLOURS = {"agrees": "proven", "differs": "broken", "not_compared": "absent"}
_MOST_URGENT_FIRST = ("overdue", "waiting", "received", "refused", "not_sent", "part", "no_rows", "whole")
_STANDING_COLOURS = {
    "whole": "proven", "no_rows": "proven", "part": "inferred", "received": "inferred", "refused": "broken",
    "overdue": "broken", "waiting": "absent", "not_sent": "absent",
}  # fmt: skip
CHAINS_SUMMED = Text(
    zh="同一账户的各份流水先合并、再逐笔核对余额：断裂 {broken}，没有余额 {absent}，连续 {proven}。",
    en="An account's statements are joined first; then each balance must follow from the one before: "
    "broken {broken}, without balances {absent}, proven {proven}.",
)
DUE_ASSUMED = Text(zh="（默认期限）", en="(default term)")
LATE = Text(zh="逾期 {days} 日", en="{days} days late")
NO_FILE = Text(zh="称全部反馈，没有流水", en="said to be whole, but no statement came")


class CompletenessTables:
    """Builds the tables of completeness and requests."""

    def __init__(self, pages: CompletenessPages, anchors: Anchors) -> None:
        """Take what is said, and the names of the report's lines."""
        self.pages = pages
        self.anchors = anchors

    def chains(self) -> Table:
        """Return each account's balances in each currency, over all files, worst first."""
        order = {"broken": 0, "absent": 1, "proven": 2}
        lines = sorted(self.pages.chains, key=lambda each: (order.get(each.state, 3), each.account, each.currency))
        return Table(
            "chains",
            Text(zh="各账户、各币种的余额链", en="Balances of each account and currency"),
            (
                Column(title.ACCOUNT, "account"),
                Column(CURRENCY),
                Column(title.STATE),
                Column(Text(zh="断裂处", en="gaps"), "count"),
                Column(Text(zh="账目", en="bookings"), "count"),
                Column(Text(zh="其中另一文件也有", en="also in another file"), "count"),
                Column(FILE),
            ),
            tuple(
                Row(
                    (
                        self.anchors.account_cell(each.account),
                        each.currency,
                        Badge(word(BALANCE_STATES, each.state), each.state),
                        each.gaps or None,
                        each.bookings,
                        each.repeated or None,
                        self._files(each.files),
                    )
                )
                for each in lines
            ),
            CHAINS_SUMMED(**{state: sum(each.state == state for each in lines) for state in order}),
            sheet=Text(zh="余额链", en="Balance by account"),
        )

    def gaps(self) -> Table:
        """Return where balances do not follow: how much, and between which rows of which files."""
        return Table(
            "gaps",
            Text(zh="流水缺口", en="Gaps in statements"),
            (
                Column(title.ACCOUNT, "account"),
                Column(CURRENCY),
                Column(Text(zh="期间", en="period")),
                Column(Text(zh="其间净变动", en="net change inside")),
                Column(Text(zh="缺口之前", en="row before")),
                Column(Text(zh="缺口之后", en="row after")),
                Column(Text(zh="其间隔离的行", en="unread rows inside")),
            ),
            tuple(
                Row(
                    (
                        self.anchors.account_cell(each.account),
                        each.currency,
                        Span(each.start, each.end),
                        money(each.jump, each.currency),
                        self.anchors.row_cell(each.before),
                        self.anchors.row_cell(each.after),
                        " ".join(map(str, each.quarantined)),
                    )
                )
                for each in self.pages.gaps
            ),
            Text(
                zh="两行同在一份文件：文件内缺页；分在两份文件：两次反馈之间缺一段。",
                en="Both rows in one file: a page is missing in it; in two files: a stretch between two answers.",
            ),
        )

    def overlaps(self) -> Table:
        """Return the files that show the same rows of one account."""
        return Table(
            "overlaps",
            Text(zh="重叠的流水", en="Statements that overlap"),
            (
                Column(title.ACCOUNT, "account"),
                Column(CURRENCY),
                Column(FILE),
                Column(Text(zh="与之重叠", en="overlaps with")),
                Column(Text(zh="两处都有，计一次", en="rows in both, counted once"), "count"),
                Column(Text(zh="只是相像，保留", en="only alike, kept"), "count"),
            ),
            tuple(
                Row(
                    (
                        self.anchors.account_cell(each.account),
                        each.currency,
                        self.anchors.file_link(each.file),
                        self.anchors.file_link(each.other),
                        each.both,
                        each.alike or None,
                    )
                )
                for each in self.pages.overlaps
            ),
        )

    def equal_rows(self) -> Table:
        """Return rows of one file that are equal in every cell: kept, since nothing says that one is too many."""
        return Table(
            "equal_rows",
            Text(zh="同一文件内完全相同的行（全部保留）", en="Equal rows inside one file (all kept)"),
            (Column(title.ACCOUNT, "account"), Column(FILE), Column(Text(zh="行号", en="rows"))),
            tuple(
                Row(
                    (
                        self.anchors.account_cell(each.account),
                        self.anchors.file_link(each.sha256),
                        " ".join(map(str, each.rows)),
                    )
                )
                for each in self.pages.equal_rows
            ),
            sheet=Text(zh="同一文件内相同的行", en="Equal rows"),
        )

    def printed(self) -> Table:
        """Return the totals that statements print, beside what was read; differences first."""
        order = {"differs": 0, "not_compared": 1, "agrees": 2}
        lines = sorted(
            self.pages.printed, key=lambda each: (order[each.verdict], each.place.sha256, each.place.row)
        )
        return Table(
            "printed",
            Text(zh="流水自身印出的合计", en="Totals that statements print"),
            (
                Column(Text(zh="位置", en="place")),
                Column(title.ACCOUNT, "account"),
                Column(Text(zh="印出", en="printed")),
                Column(Text(zh="笔数·印出", en="count printed"), "count"),
                Column(Text(zh="笔数·读到", en="count read"), "count"),
                Column(Text(zh="金额·印出", en="amount printed")),
                Column(Text(zh="金额·读到", en="amount read")),
                Column(CURRENCY),
                Column(Text(zh="结论", en="verdict")),
            ),
            tuple(
                Row(
                    (
                        self.anchors.row_cell(each.place),
                        self.anchors.account_cell(each.account) if each.account else None,
                        each.text,
                        each.count,
                        each.found_count if each.count is not None else None,
                        _amount(each.amount, each.currency),
                        _amount(each.found_amount, each.currency) if each.amount is not None else "",
                        each.currency,
                        Badge(VERDICTS[each.verdict], _COLOURS[each.verdict]),
                    )
                )
                for each in lines
            ),
            Text(
                zh="机构自印的合计常有自己的口径；不符只作提示，不改变任何数字。",
                en="Institutions' own totals often follow rules of their own: a difference changes nothing.",
            ),
            sheet=Text(zh="印出的合计", en="Printed totals"),
        )

    def calendar(self) -> Table:
        """Return each account's days as a strip, with the number of days of each state."""
        states = [code for code, _ in self.pages.states]
        window = (self.pages.first, self.pages.last)
        return Table(
            "calendar",
            Text(zh="覆盖日历：哪些天有据可查", en="Calendar: which days are covered"),
            (
                Column(title.ACCOUNT, "account"),
                Column(Text(zh="逐日", en="day by day"), "days"),
                *(Column(name, "count") for _, name in self.pages.states),
            ),
            tuple(
                Row(
                    (
                        self.anchors.account_cell(each.account),
                        Days(each.runs, self.pages.states, window),
                        *(each.days(code) or None for code in states),
                    )
                )
                for each in self.pages.calendar
            ),
            Text(
                zh="覆盖以调证反馈和流水自印的期间为准，不以首末两笔为准。各列为天数；逐段日期见下表。",
                en="Covered is what an answer or a printed period covers, not what lies between first and last "
                "row. The figures are days; the periods stand in the next table.",
            ),
            sheet=Text(zh="覆盖日历", en="Calendar"),
        )

    def calendar_periods(self) -> Table:
        """Return the same day by day, as periods."""
        names = dict(self.pages.states)
        return Table(
            "calendar_periods",
            Text(zh="覆盖日历：逐段日期", en="Calendar: the periods"),
            (
                Column(title.ACCOUNT, "account"),
                Column(Text(zh="自", en="from")),
                Column(Text(zh="至", en="to")),
                Column(Text(zh="天数", en="days"), "count"),
                Column(title.STATE),
            ),
            tuple(
                Row(
                    (
                        self.anchors.account_cell(each.account),
                        run.first.isoformat(),
                        run.last.isoformat(),
                        (run.last - run.first).days + 1,
                        names[run.state],
                    )
                )
                for each in self.pages.calendar
                for run in each.runs
            ),
            folded=True,
            sheet=Text(zh="覆盖日历·逐段", en="Calendar periods"),
        )

    def requests(self) -> Table:
        """Return all requests: the open ones first, then what was refused or lacks its file, in part, whole."""
        order = _MOST_URGENT_FIRST
        lines = sorted(
            self.pages.requests,
            key=lambda each: (
                order.index("refused" if each.lacks_file else each.standing),
                -each.late,
                each.document,
                each.account,
                each.start,
            ),
        )
        with_organ = any(each.organ for each in lines)
        return Table(
            "requests",
            Text(zh="全部调证", en="All requests"),
            (
                Column(title.STATE),
                Column(Text(zh="文书号", en="document")),
                Column(title.BANK),
                Column(Text(zh="查询账号", en="number asked"), "account"),
                Column(Text(zh="期间", en="period")),
                Column(Text(zh="发出", en="sent"), "time"),
                Column(Text(zh="应反馈", en="due")),
                Column(Text(zh="反馈", en="answered"), "time"),
                Column(Text(zh="覆盖", en="covers")),
                Column(Text(zh="反馈文件", en="files that came")),
                Column(Text(zh="登记于", en="stands in")),
                *((Column(Text(zh="协查机关、承办人", en="organ, officer")),) if with_organ else ()),
            ),
            tuple(Row((*self._request(each), *((each.organ,) if with_organ else ()))) for each in lines),
            self.pages.default_term if any(not each.due_stated for each in lines) else None,
        )

    def open_requests(self) -> Table:
        """Return what was asked and not answered, the longest overdue first."""
        lines = [each for each in self.pages.requests if each.standing in ("overdue", "waiting", "received")]
        lines.sort(key=lambda each: (-each.late, each.document, each.account))
        return Table(
            "requests_open",
            Text(zh="已调取、未反馈", en="Asked, not answered"),
            (
                Column(title.STATE),
                Column(title.BANK),
                Column(Text(zh="查询账号", en="number asked"), "account"),
                Column(Text(zh="文书号", en="document")),
                Column(Text(zh="发出", en="sent"), "time"),
                Column(Text(zh="应反馈", en="due")),
                Column(Text(zh="备注", en="remark")),
            ),
            tuple(
                Row(
                    (
                        self._standing(each),
                        each.institution,
                        self.anchors.account_cell(each.account),
                        each.document,
                        _when(each.sent),
                        _due(each),
                        each.note,
                    )
                )
                for each in lines
            ),
            sheet=Text(zh="已调取未反馈", en="Asked, not answered"),
        )

    def refused(self) -> Table:
        """Return what was refused, with the reason and what that covers, and whole answers without a file."""
        lines = [each for each in self.pages.requests if each.standing == "refused" or each.lacks_file]
        return Table(
            "requests_refused",
            Text(zh="未予提供，或称已反馈而无文件", en="Refused, or said to be answered without a file"),
            (
                Column(title.STATE),
                Column(title.BANK),
                Column(Text(zh="查询账号", en="number asked"), "account"),
                Column(Text(zh="文书号", en="document")),
                Column(Text(zh="含义及覆盖", en="what it means and covers")),
                Column(Text(zh="原话", en="in its words")),
            ),
            tuple(
                Row(
                    (
                        self._standing(each),
                        each.institution,
                        self.anchors.account_cell(each.account),
                        each.document,
                        NO_FILE if each.lacks_file else each.meaning,
                        each.note,
                    )
                )
                for each in lines
            ),
            sheet=Text(zh="未予提供", en="Refused"),
        )

    def never_asked(self) -> Table:
        """Return the accounts that victims' money reached and that no request names."""
        return Table(
            "never_asked",
            Text(zh="从未调取的账户（被骗款曾到达）", en="Never asked (victims' money went there)"),
            (
                Column(title.ACCOUNT, "account"),
                Column(title.BANK),
                Column(Text(zh="停在该户的被骗款（各规则最多）", en="victims' money that stops there"), "money"),
            ),
            tuple(
                Row((self.anchors.account_cell(each.account), each.institution, Money(each.amount)))
                for each in self.pages.never_asked
            ),
            sheet=Text(zh="从未调取", en="Never asked"),
        )

    def unasked(self) -> Table:
        """Return the statements for which there is no request."""
        return Table(
            "unasked",
            Text(zh="没有对应调证的流水", en="Statements without a request"),
            (Column(title.ACCOUNT, "account"), Column(FILE), Column(ROWS, "count")),
            tuple(
                Row((self.anchors.account_cell(each.account), self.anchors.file_link(each.sha256), each.rows))
                for each in self.pages.unasked
            ),
            Text(
                zh="个人提供的流水没有调证；机构反馈的，请在调证清单中补登。",
                en="What a person handed in has none; for an institution's answer, enter the request in the list.",
            ),
            sheet=Text(zh="无调证的流水", en="Without a request"),
        )

    def _request(self, each: RequestLine) -> tuple[Cell, ...]:
        covered: Cell = None if each.covered is None else Span(*each.covered)
        return (
            self._standing(each),
            each.document,
            each.institution,
            self.anchors.account_cell(each.account),
            Span(each.start, each.end),
            _when(each.sent),
            _due(each),
            _when(each.answered),
            covered,
            self._files(each.files),
            self.anchors.row_cell(each.place),
        )

    def _files(self, files: tuple[str, ...]) -> Cell:
        """Return files by their numbers in the list of material."""
        links = (self.anchors.file_link(sha256) for sha256 in files)
        return Several(tuple(replace(link, words=str(link.words).partition(" ")[0]) for link in links))

    def _standing(self, each: RequestLine) -> Cell:
        badge = Badge(each.words, _STANDING_COLOURS[each.standing])
        return Several((badge, LATE(days=each.late))) if each.late else badge


def _when(at: datetime | None) -> Cell:
    return None if at is None else When(at)


def _due(each: RequestLine) -> Cell:
    if each.due is None:
        return None
    when = When(each.due, date_only=True)
    return when if each.due_stated else Several((when, DUE_ASSUMED))


def _amount(minor: int | None, currency: str) -> str:
    return "" if minor is None else money(minor, currency)
