"""The demo: a whole invented case, from its files to the report, in a home of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import suyuan
from suyuan.actions.bulletin_import import import_bulletins
from suyuan.actions.case_tracing import TracedCase, trace_case
from suyuan.actions.cases import filed_moment, list_cases, new_case
from suyuan.actions.importing import ImportedFile, import_files
from suyuan.actions.reporting import case_report, write_report
from suyuan.actions.summary import CaseSummary, summary_of
from suyuan.actions.trace_cache import Extras
from suyuan.documents.report_model import CaseReport
from suyuan.errors import Failed
from suyuan.model.text import Language, Text
from suyuan.settings import Settings
from suyuan.tracing.policies import Policy

NUMBER = "DEMO-0316"
NAME = "临江“3.16”电信网络诈骗案（虚构演示）"
ORGAN = "临江市公安局（虚构）"
FILED = "2021-03-18T09:00:00+08:00"
AS_OF = datetime.fromisoformat("2021-03-20T18:00:00+08:00")
POLICIES = (Policy.FIFO, Policy.PRO_RATA)
SOURCE = "演示材料（虚构）"

NO_EXAMPLE = Text(
    zh="找不到演示案件的材料（{places}）。请从完整的程序目录运行。",
    en="The demo case's files are missing ({places}). Run from a complete copy of the program.",
)


@dataclass(frozen=True)
class Demo:
    """The solved demo case, what became of each file, and where the report is."""

    traced: TracedCase
    imported: tuple[ImportedFile, ...]
    report: CaseReport
    summary: CaseSummary
    page: Path
    workbook: Path


def run_demo(settings: Settings, language: Language, on_progress: Callable[[int, int | None], None]) -> Demo:
    """Open the case if it is not there yet, import its files and its bulletin, trace it and write the report.

    Running it again changes nothing and writes the same bytes. Raises Failed where the example's files lack.
    """
    if NUMBER not in {case.number for case in list_cases(settings).cases}:
        new_case(settings, NAME, number=NUMBER, filed_at=filed_moment(FILED), organ=ORGAN)
    files = import_files(settings, NUMBER, [example_folder() / "evidence"], origin=SOURCE, progress=on_progress)
    import_bulletins(settings, bulletin_pages())
    traced = trace_case(settings, NUMBER, POLICIES, AS_OF, extras=Extras(from_report=True))
    report = case_report(traced)
    page, workbook = write_report(report, settings.home / "report", language)
    return Demo(traced, tuple(files), report, summary_of(traced, report), page, workbook)


def bulletin_pages() -> list[Path]:
    """Return the case's official bulletin, as a web page and as text."""
    return sorted((example_folder() / "bulletin").iterdir())


def example_folder() -> Path:
    """Return the folder of the example: in the installed package, else in the source tree."""
    package = Path(suyuan.__file__).parent
    places = (package / "example_case", package.parents[1] / "examples" / "case_0316")
    for place in places:
        if (place / "evidence").is_dir():
            return place
    raise Failed(NO_EXAMPLE(places=", ".join(str(place) for place in places)))
