"""Counts in sentences: ``1 file`` and ``2 files``, said of the same figure in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from suyuan.model.text import Message, Text


@dataclass(frozen=True)
class Counted:
    """A noun that is counted: Chinese with its measure word, English for one and for any other number."""

    zh: str
    one: str
    many: str

    def __call__(self, count: int) -> Message:
        """Return the count with its noun, thousands set apart."""
        words = Text(zh="{count}" + self.zh, en="{count} " + (self.one if count == 1 else self.many))
        return words(count=f"{count:,}")

    def noun(self, count: int) -> Text:
        """Return the noun alone, as it stands after this count."""
        return Text(zh=self.zh.strip(), en=self.one if count == 1 else self.many)


FILES = Counted(" 份材料", "file", "files")
ARCHIVES = Counted(" 份压缩包", "archive", "archives")
ROWS = Counted(" 行", "row", "rows")
TRANSFERS = Counted(" 笔转账", "transfer", "transfers")
CLAIMS = Counted(" 笔被骗款", "claim", "claims")
PAYMENTS = Counted(" 笔", "payment", "payments")
REPORTED_PAYMENTS = Counted(" 笔报案付款", "reported payment", "reported payments")
ACCOUNTS = Counted(" 个账户", "account", "accounts")
PLACES = Counted(" 处", "place", "places")
TIER_ACCOUNTS = Counted(" 个", "account", "accounts")
FURTHER_ACCOUNTS = Counted(" 个账户", "further account", "further accounts")
VICTIMS = Counted(" 名被害人", "victim", "victims")
FURTHER_VICTIMS = Counted(" 名被害人", "further victim", "further victims")
