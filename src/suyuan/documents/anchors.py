"""The one name of each line of a report, by which every document links to it.

Names are made of the line's place in the report, never of what a user's file says: they are short, printable
beside the line (``T12``, ``F3``), and safe in HTML and in a workbook whatever an account is called.
"""

from __future__ import annotations

from suyuan.documents.report_model import CaseReport, RowPlace
from suyuan.documents.tables import Account, EvidenceRow, Link, Several


class Anchors:
    """Anchors of a report's lines, and the cells that lead to them."""

    def __init__(self, report: CaseReport) -> None:
        self.report = report
        holding = {each.account for each in report.holdings if any(part.amount for part in each.amounts)}
        self._accounts = {each.key: (place, each) for place, each in enumerate(report.accounts, 1)}
        self._listed = {each.key for each in report.accounts if not each.is_node or each.key in holding}
        self._transfers = {each.id: place for place, each in enumerate(report.transfers, 1)}
        self._claims = {each.id: place for place, each in enumerate(report.claims, 1)}
        self._victims = {each.victim: place for place, each in enumerate(report.losses, 1)}
        self._files = {each.sha256: (place, each) for place, each in enumerate(report.evidence, 1)}
        self._holdings = {(each.account, each.claim): place for place, each in enumerate(report.holdings, 1)}

    def account(self, key: str) -> str:
        """Return the anchor of an account's row, empty where it has none: a node that holds nothing has none."""
        return f"a{self._accounts[key][0]}" if key in self._listed else ""

    def is_listed(self, key: str) -> bool:
        """Tell whether an account or node has a row of its own."""
        return key in self._listed

    def standing(self, key: str) -> str:
        """Return the anchor of the row that says what an account holds."""
        return f"s{self._accounts[key][0]}"

    def transfer(self, name: str) -> str:
        """Return the anchor of a transfer's row."""
        return f"t{self._transfers[name]}"

    def claim(self, name: str) -> str:
        """Return the anchor of a claim's row."""
        return f"c{self._claims[name]}"

    def victim(self, name: str) -> str:
        """Return the anchor of a victim's row, empty where the victim has none."""
        return f"v{self._victims[name]}" if name in self._victims else ""

    def file(self, sha256: str) -> str:
        """Return the anchor of a file's row."""
        return f"f{self._files[sha256][0]}"

    def holding(self, account: str, claim: str) -> str:
        """Return the anchor of what one account holds of one claim."""
        return f"h{self._holdings[account, claim]}"

    def account_cell(self, key: str, *, own_row: bool = False) -> Account:
        """Return an account as a cell with its holder; in its own row it leads nowhere."""
        found = self._accounts.get(key)
        if found is None:
            return Account(key)
        return Account(key) if own_row else Account(key, self.account(key), found[1].holder)

    def transfer_link(self, name: str) -> Link:
        """Return a transfer's number as a link to its row."""
        return Link(f"T{self._transfers[name]}", self.transfer(name))

    def claim_link(self, name: str) -> Link:
        """Return a claim's id as a link to its row."""
        return Link(name, self.claim(name))

    def file_link(self, sha256: str) -> Link:
        """Return a file's number and name as a link to its row."""
        place, file = self._files[sha256]
        return Link(f"F{place} {file.name}", f"f{place}")

    def row_cell(self, place: RowPlace) -> EvidenceRow:
        """Return a row of a file as a cell: the end of the way back."""
        number, file = self._files[place.sha256]
        return EvidenceRow(f"f{number}", f"F{number}", file.name, place.sha256, place.sheet, place.row)

    def rows_cell(self, places: tuple[RowPlace, ...]) -> Several:
        """Return several rows of files as one cell."""
        return Several(tuple(self.row_cell(place) for place in places))

    def label(self, key: str) -> str:
        """Return an account as short words: its holder and number."""
        found = self._accounts.get(key)
        return f"{found[1].holder} {key}".strip() if found else key
