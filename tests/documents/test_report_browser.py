"""The page in a real Chromium, without a network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from suyuan.documents.report_html import write_report
from suyuan.documents.report_model import CaseReport

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium that may open no connection; skipped where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium is installed")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield made
        made.close()


def opened(browser: Any, path: Path, *, script: bool = True) -> tuple[Any, list[str]]:
    """Return the page opened offline, and the list into which every request and complaint goes."""
    context = browser.new_context(offline=True, java_script_enabled=script)
    page = context.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: heard.append(request.url) if "report.html" not in request.url else None)
    page.goto(path.as_uri())
    return page, heard


@pytest.fixture(scope="module")
def path(case_report: CaseReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented case's page on disk."""
    made = tmp_path_factory.mktemp("page") / "report.html"
    write_report(case_report, made)
    return made


def test_it_opens_quietly_with_its_picture(browser: Any, path: Path) -> None:
    """No request, no complaint, no dialog; the picture is there and wide."""
    page, heard = opened(browser, path)
    box = page.locator(".rule-0 svg").bounding_box()
    assert box["width"] > 1000
    assert box["height"] > 300
    assert page.locator(".rule-0 svg a").count() > 60
    assert heard == []
    page.context.close()


@pytest.mark.parametrize("script", [True, False])
def test_language_and_rule_switch_without_script(browser: Any, path: Path, *, script: bool) -> None:
    """A click changes the language and the rule shown, with the script and without it."""
    page, _ = opened(browser, path, script=script)
    heading = page.locator("#part-where > h2")
    assert heading.inner_text() == "资金现状"
    page.locator("label[for=lang-en]").click()
    assert heading.inner_text() == "Where it stands"
    assert page.locator(".rule-0 svg").is_visible()
    page.locator("label[for=rule-1]").click()
    assert page.locator(".rule-1 svg").is_visible()
    assert not page.locator(".rule-0 svg").is_visible()
    page.context.close()


def test_a_link_opens_what_it_leads_to(browser: Any, path: Path) -> None:
    """Following a figure to a row in a folded table unfolds the table and shows the row."""
    page, _ = opened(browser, path)
    row = page.locator("#h1")
    assert not row.is_visible()
    page.evaluate("location.hash = 'h1'")
    row.wait_for(state="visible", timeout=5000)
    page.context.close()


def test_sorting_keeps_the_rows(browser: Any, path: Path) -> None:
    """A click on a money column sorts by amount, greatest first, and loses no row."""
    page, _ = opened(browser, path)
    before = page.locator("#losses tbody tr").count()
    page.locator("#losses thead [role=button]").nth(1).click()
    values = page.eval_on_selector_all(
        "#losses tbody tr", "rows => rows.map(row => Number(row.cells[1].dataset.v))"
    )
    assert len(values) == before
    assert values == sorted(values, reverse=True)
    page.context.close()


@pytest.mark.parametrize("width", [1440, 800])
def test_the_page_never_scrolls_sideways(browser: Any, path: Path, width: int) -> None:
    """Only tables and the picture scroll within themselves."""
    page, _ = opened(browser, path)
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()
