"""The parts of the report in their order: the same for the page and the workbook."""

from __future__ import annotations

from suyuan.documents import counted
from suyuan.documents.anchors import Anchors
from suyuan.documents.completeness_model import CompletenessPages
from suyuan.documents.figures import Figures
from suyuan.documents.money_picture import MoneyPicture
from suyuan.documents.shown import moment as shown_moment
from suyuan.documents.tables import Section, Table
from suyuan.documents.tables_books import books, reported_returns
from suyuan.documents.tables_bounds import bounds_section
from suyuan.documents.tables_completeness import CompletenessTables
from suyuan.documents.tables_currencies import currencies
from suyuan.documents.tables_decided import decided
from suyuan.documents.tables_evidence import EvidenceTables
from suyuan.documents.tables_families import by_parent, yields
from suyuan.documents.tables_kept import kept_section
from suyuan.documents.tables_money import MoneyTables
from suyuan.documents.tables_pairing import ambiguous, leads
from suyuan.documents.tables_parties import PartyTables
from suyuan.documents.tables_worked import worked_example
from suyuan.model.text import Message, Text

LISTED_HERE = Text(
    zh="没有读到的、对不上的、缺的，都列在这里。",
    en="What could not be read, does not agree, or is missing is listed here.",
)
PROVEN_HERE = Text(
    zh="没有读到的、对不上的、缺的，都列在这里。按币种计 {chains}，余额连续 {proven}；流水缺口 {gaps} 处；"
    "重叠的流水 {overlaps} 对；印出的合计相符 {agree} 项、不符 {differ} 项；称全部反馈而无流水 {lacking} 件。",
    en="What could not be read, does not agree, or is missing is listed here. By currency {chains}, balances "
    "proven {proven}; gaps in statements {gaps}; pairs of statements that overlap {overlaps}; printed totals that "
    "agree {agree}, that differ {differ}; answers said to be whole without a statement {lacking}.",
)
ASKED_AS_OF = Text(
    zh="问了谁、答了没有、答到哪里。截至登记所见的最后时刻 {moment}。“已调取、未反馈”与“从未调取”是两回事。",
    en="Who was asked, what came, what it covers; as of the register's last entry, {moment}. Asked and not "
    "answered is not the same as never asked.",
)


def sections(figures: Figures, anchors: Anchors, picture: MoneyPicture) -> tuple[Section, ...]:
    """Return all parts with their tables; the first is the picture's."""
    money = MoneyTables(figures, anchors)
    parties = PartyTables(figures, anchors)
    evidence = EvidenceTables(figures, anchors)
    pages = figures.report.completeness
    proof = _Proof(pages, anchors)
    back = reported_returns(figures.report, anchors)
    return (
        _section(
            "picture",
            Text(zh="资金流向", en="The money"),
            Text(
                zh="宽度与金额成比例；各规则同一比例尺。点按任一户名或流向，可到其明细。",
                en="Widths are proportional to amounts, on one scale for all rules. "
                "Every name and band leads to its row.",
            ),
            picture.table(),
        ),
        _section("todo", Text(zh="先办事项", en="What to do first"), None, money.stops(), money.inquiries()),
        _section(
            "where",
            Text(zh="资金现状", en="Where it stands"),
            None,
            money.standing(),
            *by_parent(figures, anchors),
            money.holdings(),
            *yields(figures, anchors),
        ),
        *bounds_section(figures.report),
        _section("gone", Text(zh="资金去向", en="How it left"), None, money.exits(), parties.nodes()),
        *currencies(figures.report),
        *decided(figures.report),
        _section("victims", Text(zh="被害人", en="Victims"), None, parties.losses(), parties.claims(), *back),
        _section(
            "tiers", Text(zh="层级与账户", en="Tiers and accounts"), None, parties.depths(), parties.accounts()
        ),
        _section(
            "basis",
            Text(zh="依据：转账", en="Basis: transfers"),
            Text(
                zh="每一项数字都由这里的转账构成；每笔转账都可回到文件、工作表、行。",
                en="Every figure is made of these transfers; every transfer leads back to file, sheet and row.",
            ),
            evidence.transfers(),
        ),
        *kept_section(figures.report),
        *worked_example(figures.report, anchors),
        _section(
            "complete",
            Text(zh="完整性", en="Completeness"),
            proof.intro(),
            evidence.row_classes(),
            evidence.quarantined(),
            *proof.balances(),
            *((evidence.balances(),) if pages is None else ()),
            evidence.breaks(),
            *((evidence.gaps(),) if pages is None else ()),
            evidence.contradictions(),
            ambiguous(figures.report, anchors),
            leads(figures.report, anchors),
            evidence.unfound(),
            evidence.left_out(),
        ),
        *proof.requests(),
        *books(figures.report, anchors),
        _section("material", Text(zh="材料", en="Material"), None, evidence.files()),
    )


class _Proof:
    """The tables on completeness and requests; none where the report was filled without them."""

    def __init__(self, pages: CompletenessPages | None, anchors: Anchors) -> None:
        self._pages = pages
        self._tables = None if pages is None else CompletenessTables(pages, anchors)

    def intro(self) -> Text | Message:
        """Return what the proof comes to, in one sentence."""
        if self._pages is None:
            return LISTED_HERE
        states = [each.state for each in self._pages.chains]
        verdicts = [each.verdict for each in self._pages.printed]
        return PROVEN_HERE(
            chains=counted.ACCOUNTS(len(states)),
            proven=states.count("proven"),
            gaps=len(self._pages.gaps),
            overlaps=len(self._pages.overlaps),
            agree=verdicts.count("agrees"),
            differ=verdicts.count("differs"),
            lacking=sum(each.lacks_file for each in self._pages.requests),
        )

    def balances(self) -> tuple[Table, ...]:
        """Return what proves accounts whole: the days first."""
        tables = self._tables
        if tables is None:
            return ()
        return (
            tables.calendar(),
            tables.calendar_periods(),
            tables.chains(),
            tables.gaps(),
            tables.overlaps(),
            tables.equal_rows(),
            tables.printed(),
        )

    def requests(self) -> tuple[Section, ...]:
        """Return the register of requests."""
        if self._tables is None or self._pages is None:
            return ()
        tables = self._tables
        return (
            _section(
                "requests",
                Text(zh="调证", en="Requests"),
                ASKED_AS_OF(moment=shown_moment(self._pages.moment)),
                tables.open_requests(),
                tables.refused(),
                tables.never_asked(),
                tables.unasked(),
                tables.requests(),
            ),
        )


def _section(name: str, title: Text, intro: Text | Message | None, *tables: Table) -> Section:
    return Section(name, title, intro, tables)
