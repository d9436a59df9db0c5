"""The sections on earmarks and on presumed claims: each apart from the figures of the reported claims."""

from __future__ import annotations

from collections.abc import Iterable

from suyuan.documents import column_titles as title
from suyuan.documents.decided_model import PresumedLine
from suyuan.documents.report_model import CaseReport
from suyuan.documents.report_words import OUTCOMES
from suyuan.documents.shown import money
from suyuan.documents.tables import Account, Cell, Column, Row, Section, Table, When
from suyuan.model.text import Message, Text

EARMARKS_INTRO = Text(
    zh="专款认定是人的决定，有理由、依据和认定人：某笔转入的钱，其中多少随哪一笔转出。前文各表均已适用；"
    "不适用时各账户的金额列在旁边。计算界限时不预留专款。",
    en="An earmark is a decision with reason, evidence and author: of what one transfer brought, so much left "
    "with another. The tables before have them; what accounts hold without them stands beside. Bounds set "
    "nothing aside.",
)
PRESUMED_INTRO = Text(
    zh="从外部转入涉案账户而没有报案覆盖的每一笔，除非有人附理由排除。另计，不入本报告其他任何数字；"
    "建议排除而付款人未经核实的也不入合计。推定被骗款现在何处见末表：另行追踪，与被骗款的金额不得相加。",
    en="Every inflow from outside into suspects' accounts that no report covers, unless somebody excluded it with "
    "a reason. Apart: none of it is in any other figure of this report; what is proposed for exclusion and whose "
    "payer nobody has heard is not in the sums either. The last table says where the money is, "
    "from a trace of its own: never to be added to what the claims hold.",
)
GRADES = {"known": Text(zh="已知", en="known"), "inferred": Text(zh="推定", en="inferred")}
CAME = Text(zh="转入", en="came")
LEFT = Text(zh="转出", en="left")
GRADE = Text(zh="等级", en="grade")
EVIDENCE = Text(zh="依据", en="evidence")
AUTHOR = Text(zh="认定人", en="decided by")
WITH = Text(zh="适用（最小 – 最大）", en="with (least – greatest)")
WITHOUT = Text(zh="不适用（最小 – 最大）", en="without (least – greatest)")
PAYER = Text(zh="付款账户", en="paying account")
PAYEE = Text(zh="收款账户", en="receiving account")
PROVINCE = Text(zh="银行所在省份", en="province of the bank")
STATE = Text(zh="查找进展", en="search")
AGAINST = Text(zh="排除", en="exclusion")
COUNT = Text(zh="笔数", en="count")
NOT_STATED = Text(zh="未载明", en="not stated")
WHERE = Text(zh="现况", en="where it is")
PRESUMED_MONEY = Text(zh="推定被骗款（最小 – 最大）", en="presumed claims' money (least – greatest)")
LAPSED = Text(zh="未适用：{why}", en="not carried out: {why}")
PROPOSED = Text(zh="建议：{reason}", en="proposed: {reason}")
EXCLUDED = Text(zh="已排除：{reason}", en="excluded: {reason}")
KNOWN = Text(zh="已知被害人 {victim}，未报此笔", en="{victim}, a known victim, did not report it")
COUNTED = Text(zh="计入推定", en="presumed")
UNDECIDED = Text(zh="建议排除，未核实", en="proposed for exclusion, not heard")
OUT = Text(zh="已排除", en="excluded")


def decided(report: CaseReport) -> tuple[Section, ...]:
    """Return the sections; none where there is nothing of a kind."""
    pages, found = report.decided, []
    if pages is None:
        return ()
    if pages.earmarks:
        tables = (_earmarks(report), _effects(report))
        shown = tuple(table for table in tables if table.rows)
        found.append(Section("earmarks", Text(zh="专款认定", en="Earmarks"), EARMARKS_INTRO, shown))
    if pages.presumed:
        name = Text(zh="推定被骗款（另计）", en="Presumed claims (apart)")
        tables = (_sums(report), _presumed(report), *((_held(report),) if pages.held else ()))
        found.append(Section("presumed", name, PRESUMED_INTRO, tables))
    return tuple(found)


def _earmarks(report: CaseReport) -> Table:
    pages = report.decided
    rows = (
        (
            Account(each.account, "", each.holder),
            each.came,
            each.left,
            money(each.amount, report.case.currency),
            GRADES.get(each.grade, each.grade),
            LAPSED(why=each.why_not) if each.why_not else each.reason,
            each.evidence,
            each.author,
            When(each.time) if each.time else "",
        )
        for each in (pages.earmarks if pages else ())
    )
    columns = (
        Column(title.ACCOUNT, "account"),
        Column(CAME),
        Column(LEFT),
        Column(title.AMOUNT),
        Column(GRADE),
        Column(title.REASON),
        Column(EVIDENCE),
        Column(AUTHOR),
        Column(title.TIME),
    )
    return _table("earmark_list", Text(zh="专款认定", en="Earmarks"), columns, rows)


def _effects(report: CaseReport) -> Table:
    pages, of = report.decided, report.case.currency
    rows = (
        (Account(each.account, "", each.holder), _span(each.with_them, of), _span(each.without, of))
        for each in (pages.effects if pages else ())
    )
    columns = (Column(title.ACCOUNT, "account"), Column(WITH), Column(WITHOUT))
    name = Text(
        zh="账户中的被骗款：适用与不适用专款认定", en="Claims' money in accounts, with earmarks and without"
    )
    return _table("earmark_effects", name, columns, rows)


def _sums(report: CaseReport) -> Table:
    lines = report.decided.presumed if report.decided else ()
    groups: dict[tuple[int, str], list[PresumedLine]] = {}
    for each in lines:
        standing = 0 if each.counts else 2 if each.excluded else 1
        groups.setdefault((standing, each.province), []).append(each)
    rows = (
        (
            (COUNTED, UNDECIDED, OUT)[standing],
            province or NOT_STATED,
            len(each),
            money(sum(one.amount for one in each), report.case.currency),
        )
        for (standing, province), each in sorted(groups.items())
    )
    columns = (Column(title.STATE), Column(PROVINCE), Column(COUNT, "count"), Column(title.AMOUNT))
    return _table("presumed_sums", Text(zh="推定被骗款合计", en="Sums of presumed claims"), columns, rows)


def _presumed(report: CaseReport) -> Table:
    rows = (
        (
            When(each.time),
            Account(each.payer, "", each.name),
            each.bank,
            each.province or NOT_STATED,
            money(each.amount, report.case.currency),
            Account(each.payee, "", each.payee_name),
            each.state,
            _against(each),
        )
        for each in (report.decided.presumed if report.decided else ())
    )
    columns = (
        Column(title.TIME),
        Column(PAYER, "account"),
        Column(title.BANK),
        Column(PROVINCE),
        Column(title.AMOUNT),
        Column(PAYEE, "account"),
        Column(STATE),
        Column(AGAINST),
    )
    return _table("presumed_list", Text(zh="逐笔", en="Each of them"), columns, rows)


def _held(report: CaseReport) -> Table:
    rows = (
        (
            Account(each.account, "", each.holder),
            OUTCOMES.get(each.state, each.state),
            _span(each.amounts, report.case.currency),
        )
        for each in (report.decided.held if report.decided else ())
    )
    columns = (Column(title.ACCOUNT, "account"), Column(WHERE), Column(PRESUMED_MONEY))
    name = Text(
        zh="推定被骗款现在何处（另计，不与被骗款相加）",
        en="Where presumed claims' money is (apart, never added to the claims')",
    )
    return _table("presumed_held", name, columns, rows)


def _against(line: PresumedLine) -> Message | str:
    if line.excluded is not None:
        return EXCLUDED(reason=line.excluded)
    if line.proposed is not None:
        return PROPOSED(reason=line.proposed)
    return KNOWN(victim=line.known_victim) if line.known_victim else ""


def _span(amounts: tuple[int, ...], currency: str) -> str:
    ends = sorted({min(amounts, default=0), max(amounts, default=0)})
    return " – ".join(money(each, currency) for each in ends)


def _table(name: str, heading: Text, columns: tuple[Column, ...], rows: Iterable[tuple[Cell, ...]]) -> Table:
    return Table(name, heading, columns, tuple(Row(row) for row in rows))
