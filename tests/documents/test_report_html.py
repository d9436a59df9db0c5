"""The page: every link resolves, nothing is fetched, both languages, hostile words harmless, sums agree."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from suyuan.documents.figures import Figures
from suyuan.documents.html_cells import account_number
from suyuan.documents.html_tables import MOST_ROWS
from suyuan.documents.report_html import report_page, write_report
from suyuan.documents.report_model import CaseReport, TransferLine
from suyuan.model.text import Language


@pytest.fixture(scope="module")
def page(case_report: CaseReport) -> str:
    """The invented case's page."""
    return report_page(case_report)


@pytest.fixture(scope="module")
def tree(page: str) -> LexborHTMLParser:
    """The page, parsed."""
    return LexborHTMLParser(page)


def the(within: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    """Return the first element that a selector names; there must be one."""
    found = within.css_first(selector)
    assert found is not None, selector
    return found


def targets(tree: LexborHTMLParser) -> list[str]:
    """Return where the page's links lead."""
    return [link.attributes["href"] or "" for link in tree.css("a[href]")]


def test_every_link_resolves(tree: LexborHTMLParser) -> None:
    """Each figure's, node's and row's link leads to an anchor that is on the page exactly once."""
    names = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(names) == len(set(names))
    assert {target[1:] for target in targets(tree)} <= set(names)
    assert all(target.startswith("#") for target in targets(tree))


def test_every_holding_leads_to_rows_of_files(tree: LexborHTMLParser) -> None:
    """From each holding over its transfers to file, sheet and row: no step is missing."""
    for row in tree.css("#holdings tbody tr"):
        steps = row.css(".way li a")
        assert steps, row.text()
        for step in steps:
            name = (step.attributes["href"] or "")[1:]
            places = tree.css(f"tr#{name} .ev")
            assert places, name
            assert all(re.search(r"第 \d+ 行.*[0-9a-f]{12}", place.text()) for place in places)


def test_the_steps_of_a_holding_add_up_to_it(tree: LexborHTMLParser) -> None:
    """Under each policy the signed parts of a figure sum to the figure that is printed."""
    for row in tree.css("#holdings tbody tr"):
        shown = [minor(cell.text()) for cell in row.css("td.rule")]
        sums = [0, 0]
        for step in row.css(".way li"):
            parts = [minor(each.text()) for each in step.css("em")]
            for place in range(2):
                sums[place] += parts[place] if len(parts) > 1 else parts[0]
        assert sums == shown


def minor(shown: str) -> int:
    """Return printed money as fen."""
    return int(re.sub(r"[,.+]", "", shown).replace("−", "-"))


def test_nothing_is_fetched(page: str) -> None:
    """No address, no image, no import; the policy forbids the rest."""
    assert not re.search(r"https?:|//[a-z]|\bsrc=|@import|url\(", page)
    assert "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:" in page


def test_both_languages_say_everything(tree: LexborHTMLParser) -> None:
    """Every Chinese span has its English one right after it, and none is empty."""
    chinese, english = tree.css("span[lang=zh]"), tree.css("span[lang=en]")
    assert len(chinese) == len(english) > 500
    assert all(each.text().strip() for each in (*chinese, *english))
    for each in tree.css("span[lang=en]"):
        assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"鉴定意见|“[^”]*”", "", each.text())), each.text()


def test_user_words_are_only_words(page: str, tree: LexborHTMLParser) -> None:
    """A victim called <script> and a row with markup add no element."""
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert len(tree.css("script")) == 1
    assert not tree.css("tbody b:not(.m)")


def test_same_case_same_bytes(case_report: CaseReport, page: str, tmp_path: Path) -> None:
    """The page carries no moment but the case's own, and the file is the page."""
    write_report(case_report, tmp_path / "report.html")
    assert (tmp_path / "report.html").read_bytes().decode() == page
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


def test_the_headline_is_the_sum_of_its_tables(case_report: CaseReport, tree: LexborHTMLParser) -> None:
    """What stands, by the sentence, equals the sum over the table's rows of that state, for each policy."""
    figures = Figures(case_report)
    stands = figures.by_outcome()["stands"]
    rows = [row for row in tree.css("#standing tbody tr") if row.css(".g-stands")]
    sums = [sum(minor(row.css("td.rule")[place].text()) for row in rows) for place in range(2)]
    assert tuple(sums) == stands.amounts
    said = the(tree, "#head-stands span[lang=zh]").text()
    assert f"{stands.least / 100:,.2f} – {stands.greatest / 100:,.2f}" in said
    assert f"现仍在 {len(rows)} 个账户" in said


def test_totals_are_sums_of_their_rows(tree: LexborHTMLParser) -> None:
    """The last line of each table of money equals the sum of its columns (edge accounts stand apart)."""
    for name in ("standing", "holdings", "claims", "losses", "exits"):
        rows = [row for row in tree.css(f"#{name} tbody tr") if "x-edge" not in (row.attributes.get("id") or "")]
        total = the(tree, f"#{name} tfoot tr")
        for place, cell in enumerate(total.css("td.money, td.rule")):
            assert minor(cell.text()) == sum(minor(row.css("td.money, td.rule")[place].text()) for row in rows)


def test_no_policy_stands_alone(tree: LexborHTMLParser) -> None:
    """Each headline figure that the rules disagree on is a range, with each rule's own figure beside it."""
    said = the(tree, "#head-stands span[lang=en]")
    assert " – " in the(said, ".fig").text()
    assert "first in, first out: " in the(said, ".rules").text()


def test_account_numbers_copy_plain(tree: LexborHTMLParser) -> None:
    """A number is shown in fours without any sign between them."""
    assert the(LexborHTMLParser(account_number("6200000012345678901")), "body").text() == "6200000012345678901"
    shown = [each.text() for each in tree.css("#accounts .acct")]
    assert shown and not any(" " in each for each in shown)


def test_the_other_language_first(case_report: CaseReport) -> None:
    """English can be the language shown first."""
    tree = LexborHTMLParser(report_page(case_report, Language.EN))
    assert the(tree, "html").attributes["lang"] == "en"
    assert "checked" in the(tree, "#lang-en").attributes


def test_long_tables_are_cut_with_a_sentence(case_report: CaseReport) -> None:
    """Above 5,000 rows the page says how many there are, and links to cut rows lead to the table."""
    first = case_report.transfers[0]
    more = tuple(replace(first, id=f"x{number}", flows=()) for number in range(MOST_ROWS))
    tree = LexborHTMLParser(report_page(replace(case_report, transfers=(*more, *case_report.transfers))))
    assert len(tree.css("#transfers tbody tr[id^=t]")) == MOST_ROWS
    assert f"共 {MOST_ROWS + len(case_report.transfers):,} 行" in the(tree, "#transfers .cut").text()
    names = {node.attributes["id"] for node in tree.css("[id]")}
    assert {target[1:] for target in targets(tree)} <= names


def test_a_case_without_money_has_a_page(case_report: CaseReport) -> None:
    """No claims, no transfers, nothing held: the page says so and is whole."""
    empty = CaseReport(case_report.case, case_report.policies, (), (), (), (), (), ())
    tree = LexborHTMLParser(report_page(empty))
    assert "没有可画的资金流向" in the(tree, "#part-picture").text()
    assert {target[1:] for target in targets(tree)} <= {node.attributes["id"] for node in tree.css("[id]")}


def test_it_is_a_statement_to_be_signed(tree: LexborHTMLParser) -> None:
    """The page is a 资金分析说明 with lines to sign, and says that it is no expert opinion."""
    assert the(tree, ".kind span[lang=zh]").text() == "资金分析说明"
    assert "不是鉴定意见" in the(tree, "#sign").text()
    assert len(tree.css("#sign .line")) == 6


def test_a_transfer_by_two_rows_names_both(case_report: CaseReport, tree: LexborHTMLParser) -> None:
    """A transfer seen from both sides lists the rows of both files."""
    place, both = next((place, each) for place, each in enumerate(case_report.transfers, 1) if len(each.rows) == 2)
    assert isinstance(both, TransferLine)
    assert len(tree.css(f"#t{place} .ev")) == 2
