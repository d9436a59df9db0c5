"""Every figure that a bundle seals: the tracing's tables, the amounts, the suspects' figures, the books."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from suyuan.actions.amounts import case_amounts, found_object, six_amounts, sum_object
from suyuan.actions.books import books_object, case_books
from suyuan.actions.case_tracing import trace_case, write_trace
from suyuan.actions.defendant_objects import defendants_object, thresholds_object
from suyuan.actions.defendants import case_defendants
from suyuan.model.case import AuditEvent
from suyuan.model.text import Language
from suyuan.settings import Settings
from suyuan.tracing.policies import Policy

JsonObject = dict[str, object]


def last_change(events: Iterable[AuditEvent]) -> datetime:
    """Return when a case was changed last; sealing it and being refused something change nothing."""
    return max(each.at for each in events if not each.action.startswith(("bundle.", "right.")))


def write_figures(settings: Settings, case: str, as_of: datetime, place: Path) -> None:
    """Compute a case's figures and write them into a folder; the books as of its last change."""
    write_trace(trace_case(settings, case, tuple(Policy), bounds=False), place)
    amounts = case_amounts(settings, case)
    people = case_defendants(settings, case)
    pairs = zip(six_amounts(amounts), six_amounts(amounts, known=True), strict=True)
    six = [sum_object(each, known, Language.ZH) for each, known in pairs]
    _write(place / "amounts_found.json", found_object(amounts))
    _write(place / "amounts_six.json", {"case": case, "amounts": six})
    _write(place / "defendants.json", defendants_object(people, Language.ZH))
    _write(place / "thresholds.json", thresholds_object(people, Language.ZH))
    _write(place / "recovery_books.json", books_object(case_books(settings, case, as_of)))


def _write(path: Path, said: JsonObject) -> None:
    path.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
