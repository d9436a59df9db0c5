"""Layout descriptions: the ones we ship are sound, and a wrong one is refused with the key at fault."""

from __future__ import annotations

import pytest

from suyuan.errors import Refused
from suyuan.intake import known_layouts
from suyuan.intake.layout import FileKind, SharedWords, layout_from_text

GOOD = """
id = "test_bank"
title = "测试银行"
kind = "statement"
account_kind = "bank"
[recognise]
header = ["日期", "摘要", "收入", "支出", "余额", "对方"]
required = ["日期", "收入", "支出"]
[columns]
time = ["日期"]
incoming = ["收入"]
outgoing = ["支出"]
balance = ["余额"]
[rules]
direction = "two_columns"
"""


def test_every_shipped_layout_loads_and_ids_are_file_names() -> None:
    """Each description is valid, and is found under its own id."""
    layouts = known_layouts.all_layouts()
    assert [f"{layout.id}.toml" for layout in layouts] == sorted(known_layouts.texts())
    assert len(layouts) >= 12


def test_statement_layouts_say_what_their_accounts_are() -> None:
    """A statement's layout has an account kind, a form's has none."""
    for layout in known_layouts.all_layouts():
        assert (layout.account_kind is not None) == (layout.kind is FileKind.STATEMENT)


def test_a_good_description_loads() -> None:
    """The smallest description that can be read by."""
    assert layout_from_text(GOOD, "test.toml", SharedWords()).columns["incoming"] == ("收入",)


@pytest.mark.parametrize(
    ("change", "by", "fault"),
    [
        ('id = "test_bank"', "", "id must be a text"),
        ('direction = "two_columns"', 'direction = "sideways"', "rules.direction is 'sideways'"),
        ('balance = ["余额"]', 'balanse = ["余额"]', "unknown field 'balanse'"),
        ('balance = ["余额"]', 'balance = "余额"', "columns.balance must be a list of texts"),
        ('account_kind = "bank"', 'account_kind = "piggy"', "'piggy' is not a valid AccountKind"),
        ('account_kind = "bank"', 'colour = "red"', "colour is not a key"),
        ('required = ["日期", "收入", "支出"]', 'required = ["日期"]', "needs column"),
        ('header = ["日期",', 'header = ["日 期",', "must be written as it is compared: '日期'"),
        ('title = "测试银行"', "title = ", "Invalid value"),
        ('[recognise]', 'footers = ["("]\n[recognise]', "missing )"),
        ('[recognise]', 'preamble = ["(?P<colour>.)"]\n[recognise]', "unknown field 'colour'"),
        ('[rules]', '[words.direction]\nsideways = ["横"]\n[rules]', "'sideways' is not a valid Direction"),
        ('[rules]', '[words.direction]\nin = ["入"]\nout = ["入"]\n[rules]', "'入' stands twice"),
    ],
)  # fmt: skip
def test_a_wrong_description_names_its_fault(change: str, by: str, fault: str) -> None:
    """Every slip in a description is refused with the file and what is wrong."""
    assert change in GOOD
    with pytest.raises(Refused) as refusal:
        layout_from_text(GOOD.replace(change, by), "test.toml", SharedWords())
    assert "test.toml" in str(refusal.value)
    assert fault in str(refusal.value)


def test_headers_are_found_through_the_texts_without_parsing_all() -> None:
    """A header's names lead to the layouts that mention enough of them."""
    found = known_layouts.naming(["交易卡号", "交易对手账卡号", "收付标志"], 3)
    assert [layout.id for layout in found] == ["police_funds_34"]
