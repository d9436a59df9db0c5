"""What the money picture shows: victims, accounts by tier, ways out, and the claims' money between them.

At most ``MOST_NODES`` nodes are drawn: of each column the accounts through which most money went, the rest of the
column as one bundle. The choice is made once, by the greatest amounts over the policies, so that switching the
policy changes widths and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from suyuan.documents.figures import BEYOND, RETURNED, STATES, Figures, Spread, outcome_rank

MOST_NODES = 60
MOST_IN_A_COLUMN = 13
MOST_VICTIMS = 13
MOST_TIERS = 6
MOST_EXITS = 6
OTHER_EXITS = "other"


@dataclass(frozen=True)
class PictureNode:
    """A node: ``kind`` is ``victim``, ``victims`` (a bundle), ``account``, ``bundle`` or ``outcome``.

    ``members`` are account keys or victims' names, ``code`` the outcome's. ``column`` counts from the left, 0 for
    victims, the tier for accounts, the last for outcomes. ``through`` is what passes or ends here, by policy.
    """

    name: str
    kind: str
    column: int
    members: tuple[str, ...]
    through: Spread
    code: str = ""


@dataclass(frozen=True)
class PictureLink:
    """The claims' money from one node to another, and the transfers it went by (none where it simply stays)."""

    source: str
    target: str
    amounts: Spread
    transfers: tuple[str, ...]


@dataclass(frozen=True)
class PictureGraph:
    """The drawn nodes and links; the last of ``columns`` columns holds the outcomes."""

    nodes: tuple[PictureNode, ...]
    links: tuple[PictureLink, ...]
    columns: int


class _Edges:
    """Amounts and transfers between raw nodes, added up."""

    def __init__(self, zero: Spread) -> None:
        self.amounts: dict[tuple[str, str], Spread] = defaultdict(lambda: zero)
        self.transfers: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)

    def add(self, source: str, target: str, amounts: Spread, transfer: str | None = None) -> None:
        if source == target or not amounts:
            return
        self.amounts[source, target] += amounts
        if transfer is not None:
            self.transfers[source, target][transfer] = None


def picture_graph(figures: Figures) -> PictureGraph:
    """Return what the picture of a report shows."""
    edges = _raw_edges(figures)
    through = _through(edges, figures.zero)
    columns = _columns(figures, through)
    last = max((column for column in columns.values()), default=0) + 1
    groups = _bundled(columns, through, _main_exits(through))
    drawn = _Edges(figures.zero)
    for (source, target), amounts in edges.amounts.items():
        ends = groups.get(source, source), groups.get(target, target)
        drawn.add(*ends, amounts)
        if ends[0] != ends[1]:
            drawn.transfers[ends].update(edges.transfers[source, target])
    sums = _through(drawn, figures.zero)
    members: dict[str, list[str]] = defaultdict(list)
    for name in sorted(through):
        members[groups.get(name, name)].append(name.split(":", 1)[1])
    nodes = tuple(
        _node(name, columns.get(name, _column_of_bundle(name)), last, tuple(members[name]), sums[name])
        for name in sorted(sums)
    )
    order = {transfer.id: place for place, transfer in enumerate(figures.report.transfers)}
    links = tuple(
        PictureLink(*ends, drawn.amounts[ends], tuple(sorted(drawn.transfers[ends], key=order.__getitem__)))
        for ends in sorted(drawn.amounts)
    )
    return PictureGraph(nodes, links, last + 1)


def _node(name: str, column: int, last: int, members: tuple[str, ...], through: Spread) -> PictureNode:
    sort = name.split(":", 1)[0]
    if sort == "o":
        return PictureNode(name, "outcome", last, members, through, name.split(":", 1)[1])
    kind = {"v": "victim", "a": "account", "b": "bundle"}[sort]
    return PictureNode(name, "victims" if name == "b:0" else kind, column, members, through)


def _raw_edges(figures: Figures) -> _Edges:
    """Return all amounts between victims, accounts and outcomes; passing nodes (transit, suspense) are bridged."""
    edges = _Edges(figures.zero)
    victim_of = {(claim.transfer, claim.id): claim.victim for claim in figures.report.claims}
    owners = _victims_accounts(figures)
    waiting: dict[str, list[tuple[str, str, Spread]]] = defaultdict(list)
    for transfer in figures.report.transfers:
        if transfer.payer == transfer.payee:
            continue
        for flow in transfer.flows:
            amounts = figures.spread(flow.amounts)
            victim = victim_of.get((transfer.id, flow.claim))
            sources = [(f"v:{victim}", amounts)] if victim is not None else None
            if sources is None and figures.accounts[transfer.payer].is_node:
                sources = _from_node(waiting[transfer.payer], flow.claim, amounts)
            for source, part in sources or [(_raw_name(figures, owners, transfer.payer), amounts)]:
                if figures.accounts[transfer.payee].is_node:
                    waiting[transfer.payee].append((flow.claim, source, part))
                edges.add(source, _raw_name(figures, owners, transfer.payee), part, transfer.id)
                if figures.accounts[transfer.payer].is_node:
                    _take_back(edges, source, f"o:{figures.outcome(transfer.payer)}", part)
    for holding in figures.report.holdings:
        held = figures.spread(holding.amounts)
        if not figures.accounts[holding.account].is_node:
            source = _raw_name(figures, owners, holding.account)
            edges.add(source, f"o:{figures.outcome(holding.account)}", held)
            continue
        unseen = held - figures.sum(part for claim, _, part in waiting[holding.account] if claim == holding.claim)
        named = holding.account.split(":", 1)[-1]
        if named in figures.accounts:  # what a stated balance took away went there without a transfer
            edges.add(_raw_name(figures, owners, named), f"o:{figures.outcome(holding.account)}", unseen)
    return edges


def _from_node(arrived: list[tuple[str, str, Spread]], claim: str, amounts: Spread) -> list[tuple[str, Spread]]:
    """Return from whom a passing node has what it now sends on: oldest arrival of the claim first."""
    found = []
    rest = amounts
    for place, (came, source, part) in enumerate(arrived):
        if came != claim or not rest:
            continue
        used = Spread(tuple(min(a, b) for a, b in zip(part.amounts, rest.amounts, strict=True)))
        if used:
            found.append((source, used))
            arrived[place] = (came, source, part - used)
            rest = rest - used
    return found


def _take_back(edges: _Edges, source: str, outcome: str, part: Spread) -> None:
    """Undo the arrival at a passing node of money that it has sent on."""
    edges.amounts[source, outcome] = edges.amounts[source, outcome] - part
    if not edges.amounts[source, outcome]:
        del edges.amounts[source, outcome]
        edges.transfers.pop((source, outcome), None)


def _victims_accounts(figures: Figures) -> dict[str, str]:
    """Return whose account each paying account of a claim is, where it is no suspect's."""
    payers = {transfer.id: transfer.payer for transfer in figures.report.transfers}
    owners: dict[str, str] = {}
    for claim in figures.report.claims:
        key = payers[claim.transfer]
        if figures.accounts[key].role == "victim":
            owners.setdefault(key, claim.victim)
    return owners


def _raw_name(figures: Figures, owners: dict[str, str], key: str) -> str:
    if key in owners:
        return f"v:{owners[key]}"
    outcome = figures.outcome(key)
    return f"o:{outcome}" if figures.accounts[key].is_node or outcome in (RETURNED, BEYOND) else f"a:{key}"


def _through(edges: _Edges, zero: Spread) -> dict[str, Spread]:
    """Return for every node the greater of what comes in and what goes out, policy by policy."""
    come: dict[str, Spread] = defaultdict(lambda: zero)
    go: dict[str, Spread] = defaultdict(lambda: zero)
    for (source, target), amounts in edges.amounts.items():
        go[source] += amounts
        come[target] += amounts
    return {
        name: Spread(tuple(max(a, b) for a, b in zip(come[name].amounts, go[name].amounts, strict=True)))
        for name in sorted(come.keys() | go.keys())
    }


def _columns(figures: Figures, through: dict[str, Spread]) -> dict[str, int]:
    """Return the column of every victim and account: its tier, the deepest ones together."""
    columns = {}
    for name in through:
        sort, rest = name.split(":", 1)
        if sort == "v":
            columns[name] = 0
        elif sort == "a":
            columns[name] = min(figures.accounts[rest].tier or 1, MOST_TIERS)
    return columns


def _main_exits(through: dict[str, Spread]) -> dict[str, str]:
    """Return the small exits, each with the node that gathers them."""
    exits = [name for name in through if name.startswith("o:") and name[2:] not in (*STATES, RETURNED, BEYOND)]
    exits.sort(key=lambda name: outcome_rank(name[2:], through[name]))
    small = exits[MOST_EXITS - 1 :] if len(exits) > MOST_EXITS else []
    return dict.fromkeys(small, f"o:{OTHER_EXITS}")


def _bundled(columns: dict[str, int], through: dict[str, Spread], exits: dict[str, str]) -> dict[str, str]:
    """Return the nodes that are not drawn by themselves, each with the bundle that takes it."""
    groups = dict(exits)
    last = max(columns.values(), default=0)
    outcomes = len({groups.get(name, name) for name in through if name.startswith("o:")})
    victims = sum(column == 0 for column in columns.values())
    room = MOST_NODES - outcomes - min(victims, MOST_VICTIMS)
    each = max(2, min(MOST_IN_A_COLUMN, room // max(1, last)))
    for column in range(last + 1):
        most = MOST_VICTIMS if column == 0 else each
        names = [name for name, place in columns.items() if place == column]
        names.sort(key=lambda name: (-through[name].greatest, name))
        if len(names) > most:
            groups.update(dict.fromkeys(names[most - 1 :], f"b:{column}"))
    return groups


def _column_of_bundle(name: str) -> int:
    return int(name.split(":", 1)[1]) if name.startswith("b:") else 0
