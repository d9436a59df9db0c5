"""The tables of what the report rests on: files, rows, balances, what is missing, and the transfers themselves."""

from __future__ import annotations

from suyuan.documents import column_titles as title
from suyuan.documents import counted
from suyuan.documents.anchors import Anchors
from suyuan.documents.figures import Figures
from suyuan.documents.report_model import EvidenceFile, RowPlace
from suyuan.documents.report_words import BALANCE_STATES, FILE_KINDS, GRADES, LINK_REASONS, word
from suyuan.documents.tables import Badge, Cell, Column, Money, Row, Several, Span, Table, Way, WayStep, When
from suyuan.model.text import Text

FILE = Text(zh="文件", en="file")
PLACE = Text(zh="位置", en="place")
ROW_CLASSES = (
    ("total", Text(zh="总行数", en="rows")),
    ("header", Text(zh="表头", en="header")),
    ("preamble", Text(zh="前言", en="preamble")),
    ("footer", Text(zh="表尾", en="footer")),
    ("blank", Text(zh="空行", en="blank")),
    ("repeated_header", Text(zh="重复表头", en="header again")),
    ("continuation", Text(zh="续行", en="continued")),
    ("note", Text(zh="说明行", en="notes")),
    ("read", Text(zh="已读", en="read")),
    ("quarantined", Text(zh="隔离", en="quarantined")),
)
NO_EVIDENCE = Text(zh="由追踪算出，无原始行", en="made by the tracing, no row of its own")


class EvidenceTables:
    """Builds the tables of evidence, completeness and transfers."""

    def __init__(self, figures: Figures, anchors: Anchors) -> None:
        self.figures = figures
        self.anchors = anchors
        self.report = figures.report

    def files(self) -> Table:
        """Return every file with its whole hash; those that could not be read stand first."""
        rows = tuple(self._file_row(place, each) for place, each in self._unread_first())
        return Table(
            "files",
            Text(zh="材料清单", en="Material"),
            (
                Column(title.NUMBER),
                Column(FILE),
                Column(Text(zh="SHA-256 校验值", en="SHA-256"), "hash"),
                Column(Text(zh="字节", en="bytes"), "count"),
                Column(Text(zh="种类", en="kind")),
                Column(Text(zh="版式", en="layout")),
                Column(Text(zh="来源", en="received")),
                Column(Text(zh="余额连续/断裂/无", en="balance proven / broken / absent")),
                Column(Text(zh="未读原因", en="why not read")),
            ),
            rows,
            Text(
                zh="材料以内容的 SHA-256 校验值为准，未作任何改动。",
                en="Each file is known by the SHA-256 of its content and was never changed.",
            ),
        )

    def row_classes(self) -> Table:
        """Return for each file into which class every physical row falls, files with unread rows first."""
        read = [(file, file.rows) for file in self.report.evidence if file.rows is not None]
        read.sort(key=lambda each: each[1].quarantined == 0)
        names = [name for name, _ in ROW_CLASSES]
        rows = tuple(
            Row((self.anchors.file_link(file.sha256), *(getattr(classes, name) for name in names)))
            for file, classes in read
        )
        total: tuple[Cell, ...] = (
            title.TOTAL,
            *(sum(getattr(classes, name) for _, classes in read) for name in names),
        )
        return Table(
            "row_classes",
            Text(zh="行数核对：每个文件的每一行", en="Every row of every file"),
            (Column(FILE), *(Column(words, "count") for _, words in ROW_CLASSES)),
            rows,
            Text(
                zh="每一行恰属一类，各类之和等于总行数，程序已核对。",
                en="Every row is in exactly one class; the classes add up to the rows (checked).",
            ),
            total,
        )

    def quarantined(self) -> Table:
        """Return the rows that could not be read."""
        return Table(
            "quarantined",
            Text(zh="隔离的行", en="Rows that could not be read"),
            (
                Column(PLACE),
                Column(Text(zh="列", en="column")),
                Column(title.REASON),
                Column(Text(zh="原文", en="what it says")),
            ),
            tuple(
                Row((self.anchors.row_cell(each.place), each.column, each.reason, each.text))
                for each in self.report.quarantined
            ),
        )

    def balances(self) -> Table:
        """Return the balance chain of each account in each file, worst first."""
        order = {"broken": 0, "absent": 1, "proven": 2}
        lines = sorted(
            self.report.balances,
            key=lambda each: (order.get(each.state, 3), each.account, each.sha256, each.sheet or ""),
        )
        rows = tuple(
            Row(
                (
                    self.anchors.account_cell(each.account),
                    self.anchors.file_link(each.sha256),
                    each.sheet,
                    each.bookings,
                    Badge(word(BALANCE_STATES, each.state), each.state),
                    len(each.breaks) or None,
                )
            )
            for each in lines
        )
        return Table(
            "balances",
            Text(zh="余额连续性", en="Balance chains"),
            (
                Column(title.ACCOUNT, "account"),
                Column(FILE),
                Column(Text(zh="工作表", en="sheet")),
                Column(Text(zh="账目", en="bookings"), "count"),
                Column(title.STATE),
                Column(Text(zh="断裂处", en="breaks"), "count"),
            ),
            rows,
        )

    def breaks(self) -> Table:
        """Return the rows at which a balance does not follow."""
        rows = []
        for line in self.report.balances:
            for each in line.breaks:
                place = RowPlace(line.sha256, line.sheet, each.row)
                unread = " ".join(str(row) for row in each.quarantined)
                rows.append(
                    Row(
                        (
                            self.anchors.account_cell(line.account),
                            self.anchors.row_cell(place),
                            Money(each.expected),
                            Money(each.found),
                            Money(each.found - each.expected),
                            unread,
                        )
                    )
                )
        return Table(
            "breaks",
            Text(zh="余额断裂的行", en="Rows where the balance breaks"),
            (
                Column(title.ACCOUNT, "account"),
                Column(PLACE),
                Column(Text(zh="应为", en="expected"), "money"),
                Column(Text(zh="所见", en="found"), "money"),
                Column(Text(zh="差额", en="difference"), "money"),
                Column(Text(zh="其间隔离的行", en="unread rows inside")),
            ),
            tuple(rows),
        )

    def gaps(self) -> Table:
        """Return the stretches that statements leave out."""
        return Table(
            "gaps",
            Text(zh="流水缺口", en="Gaps in statements"),
            (
                Column(title.ACCOUNT, "account"),
                Column(Text(zh="期间", en="period")),
                Column(Text(zh="其间净变动", en="net change inside"), "money"),
                Column(PLACE),
            ),
            tuple(
                Row(
                    (
                        self.anchors.account_cell(each.account),
                        Span(each.start, each.end),
                        Money(each.jump),
                        self.anchors.row_cell(each.place) if each.place else None,
                    )
                )
                for each in self.report.gaps
            ),
        )

    def contradictions(self) -> Table:
        """Return where two institutions say different things."""
        return Table(
            "contradictions",
            Text(zh="材料之间的矛盾", en="Contradictions between files"),
            (
                Column(title.ACCOUNT, "account"),
                Column(title.TIME, "time"),
                Column(title.AMOUNT, "money"),
                Column(Text(zh="说明", en="what")),
                Column(PLACE),
            ),
            tuple(
                Row(
                    (
                        self.anchors.account_cell(each.account),
                        When(each.time) if each.time else None,
                        None if each.amount is None else Money(each.amount),
                        each.sentence,
                        self.anchors.row_cell(each.place) if each.place else None,
                    )
                )
                for each in self.report.contradictions
            ),
        )

    def unfound(self) -> Table:
        """Return reported payments that found no transfer."""
        return Table(
            "unfound",
            Text(zh="未找到对应转账的报案付款", en="Reported payments not found"),
            (
                Column(Text(zh="报案编号", en="report")),
                Column(title.VICTIM),
                Column(title.TIME, "time"),
                Column(Text(zh="付款账户", en="from"), "account"),
                Column(Text(zh="收款账户", en="to"), "account"),
                Column(title.AMOUNT, "money"),
                Column(title.REASON),
                Column(PLACE),
            ),
            tuple(
                Row(
                    (
                        each.report,
                        each.victim,
                        When(each.time, each.date_only),
                        self.anchors.account_cell(each.payer),
                        self.anchors.account_cell(each.payee),
                        Money(each.amount),
                        Several((each.reason, *each.near)) if each.near else each.reason,
                        self.anchors.row_cell(each.place),
                    )
                )
                for each in self.report.unfound
            ),
        )

    def left_out(self) -> Table:
        """Return bookings that are in the evidence and not in the ledger."""
        return Table(
            "left_out",
            Text(zh="不入账的账目（失败、关闭、冲正）", en="Bookings that moved nothing"),
            (
                Column(title.ACCOUNT, "account"),
                Column(title.TIME, "time"),
                Column(title.AMOUNT, "money"),
                Column(title.REASON),
                Column(PLACE),
            ),
            tuple(
                Row(
                    (
                        self.anchors.account_cell(each.account),
                        When(each.time),
                        Money(each.amount),
                        each.reason,
                        self.anchors.row_cell(each.place),
                    )
                )
                for each in self.report.left_out
            ),
        )

    def transfers(self) -> Table:
        """Return every transfer that a figure rests on, each with the rows of the files it was read from."""
        rows = []
        for each in self.report.transfers:
            flows = [(flow, self.figures.spread(flow.amounts)) for flow in each.flows]
            parts = tuple(WayStep(self.anchors.claim_link(flow.claim), 1, amounts) for flow, amounts in flows)
            rows.append(
                Row(
                    (
                        self.anchors.transfer_link(each.id).words,
                        When(each.time, each.date_only),
                        self.anchors.account_cell(each.payer),
                        self.anchors.account_cell(each.payee),
                        Money(each.amount),
                        self.figures.sum(amounts for _, amounts in flows),
                        Way(counted.CLAIMS, parts),
                        Several(
                            (
                                Badge(word(GRADES, each.grade), each.grade),
                                word(LINK_REASONS, each.reason),
                                *each.agreed,
                            )
                        ),
                        self.anchors.rows_cell(each.rows) if each.rows else NO_EVIDENCE,
                    ),
                    self.anchors.transfer(each.id),
                )
            )
        return Table(
            "transfers",
            Text(zh="转账：各项数字的依据", en="Transfers: what every figure is made of"),
            (
                Column(title.NUMBER),
                Column(title.TIME, "time"),
                Column(Text(zh="付款账户", en="from"), "account"),
                Column(Text(zh="收款账户", en="to"), "account"),
                Column(title.AMOUNT, "money"),
                Column(Text(zh="其中被骗款", en="of it victims' money"), "spread"),
                Column(Text(zh="分属", en="whose"), "way"),
                Column(Text(zh="关联", en="link")),
                Column(Text(zh="原始行", en="rows of the files")),
            ),
            tuple(rows),
            Text(
                zh="关联分已知、推断、假定三等：已知由机构载明，推断由规则得出，假定由人作出。",
                en="A link is known (an institution states it), inferred (by a rule) or assumed (by a person).",
            ),
            sheet=Text(zh="转账：各项数字的依据", en="Transfers"),
        )

    def _unread_first(self) -> list[tuple[int, EvidenceFile]]:
        return sorted(enumerate(self.report.evidence, 1), key=lambda each: (each[1].refused is None, each[0]))

    def _file_row(self, place: int, each: EvidenceFile) -> Row:
        names: Cell = Several((each.name, *each.other_names)) if each.other_names else each.name
        received: tuple[Cell, ...] = ((each.received_from,) if each.received_from else ()) + (
            (When(each.received_at),) if each.received_at else ()
        )
        chains = f"{each.proven} / {each.broken} / {each.absent}" if each.rows is not None else ""
        return Row(
            (
                f"F{place}",
                names,
                each.sha256,
                each.size,
                word(FILE_KINDS, each.kind),
                each.layout,
                Several(received),
                chains,
                each.refused,
            ),
            self.anchors.file(each.sha256),
        )
