"""The flow table 涉案资金流向表 of a fixed plan as a workbook, with the rows of evidence behind each line."""

from __future__ import annotations

from suyuan.actions.case_tracing import trace_case
from suyuan.actions.recovery_plan import POLICIES
from suyuan.actions.report_evidence import bookings_by_id
from suyuan.actions.return_flow import Row, as_listed, flow_rows
from suyuan.actions.return_plans import flow_hash_of, keys_of, view_of
from suyuan.actions.returns import ReturnView
from suyuan.documents.flow_xlsx import FlowLine, FlowPlace, flow_xlsx
from suyuan.errors import Refused
from suyuan.model.text import Text
from suyuan.recovery.restitution import FrozenSum
from suyuan.recovery.return_facts import FixedPlan
from suyuan.settings import Settings

CHANGED = Text(
    zh="{id} 的资金流向表按现有材料重算，与方案所封存的（校验值 {hash}）不一致，不能出具。"
    "材料或决定在方案确定后有变化；先看 restitution approve --again，或以 --no-flow 只写其余文书。",
    en="The flow table of {id}, traced from the evidence as it is now, is not the one that the plan sealed (hash "
    "{hash}), so it is not written. Evidence or decisions changed since: see restitution approve --again, or "
    "write the other papers alone with --no-flow.",
)


def flow_table(settings: Settings, view: ReturnView, plan: FixedPlan) -> bytes:
    """Return the flow table of a plan; raises Refused where the evidence no longer gives the one it sealed."""
    case = view.case.number
    traced = trace_case(settings, case, POLICIES, plan.as_of)
    ledger, findings, _ = view_of(traced, plan.currency)
    key_of = keys_of(ledger)
    sums = [
        FrozenSum(each.name, each.account, each.amount, institution=each.institution, holder=each.holder)
        for each in sorted(plan.accounts, key=lambda one: as_listed(one.name))
    ]
    rows = tuple(flow_rows(ledger, findings, [(each, key_of.get(each.account, each.account)) for each in sums]))
    if flow_hash_of(rows) != plan.flow_hash:
        raise Refused(CHANGED(id=view.proceeding.id, hash=plan.flow_hash))
    bookings, names = bookings_by_id(traced.contents), {each.sha256: each.name for each in traced.taken.evidence}
    moved = {each.id: each.bookings for each in ledger.transfers}

    def line(row: Row) -> FlowLine:
        sources = [bookings[each].source for each in moved.get(row[5], ()) if each in bookings]
        places = tuple(FlowPlace(names.get(at.sha256, at.sha256), at.sheet or "", at.row) for at in sources)
        return FlowLine(row, places)

    frozen = [(each.name, each.institution, each.account, each.amount, plan.currency) for each in plan.accounts]
    return flow_xlsx([line(row) for row in rows], case, frozen, (plan.hash, plan.flow_hash))
