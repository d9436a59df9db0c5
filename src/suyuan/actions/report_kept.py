"""What the report says of the hours after the first report: what could still be stopped."""

from __future__ import annotations

from suyuan.actions.case_tracing import TracedCase
from suyuan.actions.trace_cache import first_report
from suyuan.documents.kept_model import KeptHour, KeptHours
from suyuan.model.moment import CHINA

FIGURES = ("stood", "covered", "earlier_10", "earlier_30", "earlier_60")


def kept_hours(traced: TracedCase) -> KeptHours | None:
    """Return the hours with each policy's figures, None where nobody asked for them."""
    if traced.findings.kept is None or traced.kept_from is None:
        return None
    rows = {(row["policy"], row["time"]): row for row in traced.findings.kept.to_pylist()}
    policies = [policy.value for policy in traced.policies if policy.has_amounts]
    hours = []
    for time in sorted({time for _, time in rows}):
        stood, covered, *earlier = (tuple(rows[policy, time][figure] for policy in policies) for figure in FIGURES)
        hours.append(KeptHour(time.astimezone(CHINA), stood, covered, tuple(earlier)))
    filed = traced.taken.case.filed_at
    by_form = first_report(traced.contents) == traced.kept_from
    by_filing = not by_form and filed is not None and filed.at == traced.kept_from
    return KeptHours(traced.kept_from.astimezone(CHINA), by_filing, tuple(hours), by_form=by_form)
