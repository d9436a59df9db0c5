"""The parts of the report in their order: the same for the page and the workbook."""

from __future__ import annotations

from suyuan.documents.anchors import Anchors
from suyuan.documents.figures import Figures
from suyuan.documents.money_picture import MoneyPicture
from suyuan.documents.tables import Section, Table
from suyuan.documents.tables_evidence import EvidenceTables
from suyuan.documents.tables_money import MoneyTables
from suyuan.documents.tables_pairing import ambiguous
from suyuan.documents.tables_parties import PartyTables
from suyuan.model.text import Text


def sections(figures: Figures, anchors: Anchors, picture: MoneyPicture) -> tuple[Section, ...]:
    """Return all parts with their tables; the first is the picture's."""
    money = MoneyTables(figures, anchors)
    parties = PartyTables(figures, anchors)
    evidence = EvidenceTables(figures, anchors)
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
        _section("where", Text(zh="资金现状", en="Where it stands"), None, money.standing(), money.holdings()),
        _section("gone", Text(zh="资金去向", en="How it left"), None, money.exits(), parties.nodes()),
        _section("victims", Text(zh="被害人", en="Victims"), None, parties.losses(), parties.claims()),
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
        _section(
            "complete",
            Text(zh="完整性", en="Completeness"),
            Text(
                zh="没有读到的、对不上的、缺的，都列在这里。",
                en="What could not be read, does not agree, or is missing is listed here.",
            ),
            evidence.row_classes(),
            evidence.quarantined(),
            evidence.balances(),
            evidence.breaks(),
            evidence.gaps(),
            evidence.contradictions(),
            ambiguous(figures.report, anchors),
            evidence.unfound(),
            evidence.left_out(),
        ),
        _section("material", Text(zh="材料", en="Material"), None, evidence.files()),
    )


def _section(name: str, title: Text, intro: Text | None, *tables: Table) -> Section:
    return Section(name, title, intro, tables)
