"""A case of several currencies: golden cases by hand, and a second implementation unit by unit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import groupby
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suyuan.errors import Failed, Refused
from suyuan.tracing import laws
from suyuan.tracing.far_bounds import units_of
from suyuan.tracing.findings import Findings, TraceInput
from suyuan.tracing.policies import Policy
from suyuan.tracing.trace import trace
from suyuan.tracing.trace_currencies import FarFindings, trace_all

WITH_AMOUNTS = [policy for policy in Policy if policy.has_amounts]
SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def in_currency(plain: Any, currency: str, accounts: pa.Table | None = None) -> TraceInput:
    """The plain ledger as one currency's, its transfers named after it."""
    rows = [(f"{currency}-{name}", *rest) for name, *rest in plain.transfers]
    claims = [(claim, f"{currency}-{transfer}", amount) for claim, transfer, amount in plain.claims]
    return replace(replace(plain, transfers=rows, claims=claims).given(accounts), currency=currency)  # type: ignore[no-any-return]


def of_policy(found: Findings, name: str, policy: Policy, *columns: str) -> set[tuple[Any, ...]]:
    """Rows of a table under one policy."""
    return {
        tuple(row[column] for column in columns)
        for row in getattr(found, name).to_pylist()
        if row["policy"] == policy.value
    }


def to_an_exchange(kit: SimpleNamespace) -> FarFindings:
    """700 fen of a victim beside 300 become 100 units of another account, of which half goes on."""
    yuan = kit.written("1 V>A 700;2 A>convert:x 1000", "c1 t1 700", V=700, A=300)
    coins = kit.written("3 convert:x>U 100;4 U>W 50")
    accounts = kit.account_table({"account": "A", "holder": "甲"}, {"account": "U", "holder": "甲"})
    given_ = [in_currency(yuan, "CNY", accounts), in_currency(coins, "USDT", accounts)]
    return trace_all(given_, tuple(Policy), bounds=True)


def test_yuan_to_coins_and_half_moved_on(kit: SimpleNamespace) -> None:
    """Pro rata: 70 of 100 units, half each; fifo: the 30 others leave first, then 20 of the claim, basis 200."""
    found = to_an_exchange(kit).together()
    columns = ("account", "claim", "amount", "basis", "basis_currency", "currency")
    assert of_policy(found, "basis", Policy.PRO_RATA, *columns) == {
        ("U", "c1", 35, 350, "CNY", "USDT"),
        ("W", "c1", 35, 350, "CNY", "USDT"),
    }
    assert of_policy(found, "basis", Policy.FIFO, *columns) == {
        ("U", "c1", 50, 500, "CNY", "USDT"),
        ("W", "c1", 20, 200, "CNY", "USDT"),
    }
    assert of_policy(found, "holdings", Policy.FIFO, "account", "amount", "currency") == {
        ("convert:x", 700, "CNY"),
        ("U", 50, "USDT"),
        ("W", 20, "USDT"),
    }
    assert of_policy(found, "flows", Policy.FIFO, "transfer", "amount") == {
        ("CNY-t1", 700),
        ("CNY-t2", 700),
        ("USDT-t1", 70),
        ("USDT-t2", 20),
    }
    assert of_policy(found, "conversions", Policy.FIFO, "conversion", "paid", "received", "basis", "currency") == {
        ("convert:x", 700, 70, 700, "USDT")
    }


def test_tiers_reach_and_inquiries_go_on(kit: SimpleNamespace) -> None:
    """The exchange between two accounts is one hop: A 1, U 2, W 3; A and U are one holder. W is asked about (50
    under the rules that let the claim go first), the exchange's order is not, its other side being there.
    """
    found = to_an_exchange(kit).together()
    tiers = [(row["account"], row["tier"], row["holder_tier"], row["currency"]) for row in found.tiers.to_pylist()]
    assert tiers == [("A", 1, 1, "CNY"), ("U", 2, 1, "USDT"), ("W", 3, 2, "USDT")]
    reached = {(row["account"], row["currency"]) for row in found.reached.to_pylist() if row["claim"] == "c1"}
    assert reached == {("A", "CNY"), ("convert:x", "CNY"), ("U", "USDT"), ("W", "USDT")}
    assert [(row["account"], row["amount"]) for row in found.inquiries.to_pylist()] == [("U", 50), ("W", 50)]
    assert [(row["account"], row["depth"], row["amount"]) for row in found.depths.to_pylist()][:4] == [
        ("A", 1, 700), ("U", 2, 70), ("W", 3, 50), ("convert:x", 2, 700),
    ]  # fmt: skip


def bounds_in(found: Findings, currency: str) -> dict[tuple[str, str], tuple[int, int]]:
    """Bounds of one currency on the ledger as it is, by account and claim."""
    assert found.bounds is not None
    return {
        (row["account"], row["claim"]): (row["least"], row["greatest"])
        for row in found.bounds.to_pylist()
        if row["currency"] == currency
    }


def test_the_claims_own_currency_has_bounds_as_before(kit: SimpleNamespace) -> None:
    """Yuan alone give the same tables; of 100 units exactly 70 are the claim's, of which 20 to 50 go on."""
    far = to_an_exchange(kit)
    yuan = kit.written("1 V>A 700;2 A>convert:x 1000", "c1 t1 700", V=700, A=300)
    alone = trace(in_currency(yuan, "CNY"), tuple(Policy), bounds=True)
    for name in ("claims", "holdings", "flows", "ranges", "bounds", "exits"):
        mine = getattr(far.of("CNY"), name)
        assert name == "exits" or mine == getattr(alone, name), name
    assert bounds_in(far.of("USDT"), "USDT") == {("U", "c1"): (20, 50), ("W", "c1"): (20, 50)}
    assert far.of("USDT").summary["bounds"]["claims_through_exchanges"] == ["c1"]  # type: ignore[index]


def test_units_that_do_not_divide_go_outward(kit: SimpleNamespace) -> None:
    """V's 100 stand beside 50: 50 to 100 of the 100 exchanged are V's, 7 x 50 / 100 to 7 units: 3 to 7."""
    yuan = kit.written("1 V>A 100;2 A>convert:x 100", "c1 t1 100", V=100, A=50)
    coins = kit.written("3 convert:x>U 7")
    found = trace_all(
        [in_currency(yuan, "CNY"), in_currency(coins, "USDT")], tuple(Policy), bounds=True
    ).together()
    assert bounds_in(found, "USDT") == {("U", "c1"): (3, 7)}


def test_an_origin_is_rounded_once(kit: SimpleNamespace) -> None:
    """Lifo: 2 of d1 and 15 others, in two lots of 1 and 14, buy 4: 0.47 and 3.53, so all 4 are the others'.

    Were each lot rounded by itself (0.47, 0.24, 3.29), d1 would get one.
    """
    coins = kit.written("1 X>A 1;2 B>A 2;3 A>convert:x 17", "d1 t2 2", A=60, B=2, X=1)
    yuan = kit.written("4 convert:x>U 4")
    found = trace_all([in_currency(coins, "USDT"), in_currency(yuan, "CNY")], tuple(Policy), bounds=True)
    columns = ("account", "amount", "basis", "currency")
    assert of_policy(found.together(), "basis", Policy.LIFO, *columns) == {("U", 0, 2, "CNY")}
    assert bounds_in(found.together(), "CNY") == {("U", "d1"): (0, 1)}
    assert units_of(5, 7, 10, 3) == (1, 3)


def test_what_cannot_be_told_apart_may_be_all_or_nothing(kit: SimpleNamespace) -> None:
    """Money paid into the exchange after its credit: what came out may be the claim's, all or nothing of it."""
    yuan = kit.written("1 V>A 100;2 X>convert:x 50;3 A>convert:x 100", "c1 t1 100", V=100, X=50, A=0)
    coins = kit.written("2 convert:x>U 10")
    found = trace_all(
        [in_currency(yuan, "CNY"), in_currency(coins, "USDT")], tuple(Policy), bounds=True
    ).together()
    assert bounds_in(found, "USDT") == {("U", "c1"): (0, 10)}


def test_a_card_in_dollars(kit: SimpleNamespace) -> None:
    """Lifo: 500 of the claim and 200 others buy 100 cents, 71 and 29 (remainders 300 and 400); of 60 spent 29 are
    others and 31 the claim's, basis floor(500 x 31 / 71) = 218. On one account an exchange is no hop.
    """
    yuan = kit.written("1 V>A 500;2 A>convert:f 700", "c1 t1 500", V=500, A=200)
    dollars = kit.written("3 convert:f>A 100;4 A>via:merchant:shop 60")
    found = trace_all([in_currency(yuan, "CNY"), in_currency(dollars, "USD")], tuple(Policy)).together()
    columns = ("account", "amount", "basis", "currency")
    assert of_policy(found, "basis", Policy.LIFO, *columns) == {
        ("A", 40, 282, "USD"),
        ("via:merchant:shop", 31, 218, "USD"),
    }
    tiers = [(row["account"], row["tier"], row["currency"]) for row in found.tiers.to_pylist()]
    assert tiers == [("A", 1, "CNY"), ("A", 1, "USD")]
    assert ("via:merchant:shop", "merchant", 31, "USD") in of_policy(
        found, "exits", Policy.LIFO, "account", "kind", "amount", "currency"
    )


def there_and_back(kit: SimpleNamespace) -> FarFindings:
    """Two victims' 600 and 400 become 100 units, of which 50 become 510 fen in another account."""
    yuan = kit.written(
        "1 V>A 600;2 W>A 400;3 A>convert:a 1000;6 convert:b>B 510", "c1 t1 600;c2 t2 400", V=600, W=400, A=0
    )
    coins = kit.written("4 convert:a>U 100;5 U>convert:b 50")
    return trace_all([in_currency(yuan, "CNY"), in_currency(coins, "USDT")], tuple(Policy), bounds=True)


def test_there_and_back_first_in_first_out(kit: SimpleNamespace) -> None:
    """The first 50 units are the first victim's: all 510 fen, basis 500; of each claim all of its basis stands."""
    found = there_and_back(kit).together()
    columns = ("account", "claim", "amount", "basis", "currency")
    assert of_policy(found, "basis", Policy.FIFO, *columns) == {
        ("B", "c1", 510, 500, "CNY"),
        ("U", "c1", 10, 100, "USDT"),
        ("U", "c2", 40, 400, "USDT"),
    }


def test_there_and_back_pro_rata(kit: SimpleNamespace) -> None:
    """30 and 20 of 50 units: 306 and 204 of 510 fen, basis 300 and 200."""
    found = there_and_back(kit).together()
    columns = ("account", "claim", "amount", "basis", "currency")
    assert of_policy(found, "basis", Policy.PRO_RATA, *columns) == {
        ("B", "c1", 306, 300, "CNY"),
        ("B", "c2", 204, 200, "CNY"),
        ("U", "c1", 30, 300, "USDT"),
        ("U", "c2", 20, 200, "USDT"),
    }
    tiers = [(row["account"], row["tier"], row["currency"]) for row in found.tiers.to_pylist()]
    assert tiers == [("A", 1, "CNY"), ("B", 3, "CNY"), ("U", 2, "USDT")]


def test_bounds_of_what_an_exchange_brought_back(kit: SimpleNamespace) -> None:
    """60 units are the first victim's, 10 to 50 of the 50 that go back: 102 to 510 fen of 510; 0 to 408 are the
    other's. What was paid into the first exchange stays listed there.
    """
    found = there_and_back(kit).together()
    assert bounds_in(found, "USDT") == {
        ("U", "c1"): (10, 50), ("convert:b", "c1"): (10, 50), ("U", "c2"): (0, 40), ("convert:b", "c2"): (0, 40),
    }  # fmt: skip
    assert bounds_in(found, "CNY") == {
        ("B", "c1"): (102, 510), ("B", "c2"): (0, 408),
        ("convert:a", "c1"): (600, 600), ("convert:a", "c2"): (400, 400),
    }  # fmt: skip


def test_the_summary_tells_each_currency_and_each_exchange(kit: SimpleNamespace) -> None:
    """Both sides of an exchange, with the claims' part under each policy."""
    summary = there_and_back(kit).together().summary
    assert summary["currency"] == "CNY" and summary["claimed"] == "10.00"
    (coins,) = summary["currencies"]  # type: ignore[misc]
    assert (coins["currency"], coins["claimed"], coins["counts"]["claims"]) == ("USDT", "0.000000", 0)  # type: ignore[has-type]
    one, other = summary["conversions"]  # type: ignore[misc]
    assert (one["from"], one["paid"], one["to"], one["received"]) == ("A", "10.00", "U", "0.000100")  # type: ignore[has-type]
    assert other["claims"]["fifo"] == {"paid": "0.000050", "received": "5.10"}  # type: ignore[has-type]


def test_a_claim_in_coins_and_one_in_yuan_meet(kit: SimpleNamespace) -> None:
    """A victim paid 30 coins, another's yuan bought 70: each claim keeps its own currency as its basis."""
    yuan = kit.written("1 V>A 700;2 A>convert:x 700", "c1 t1 700", V=700, A=0)
    coins = kit.written("3 convert:x>U 70;4 P>U 30;5 U>convert:y 50", "d1 t2 30", P=30)
    back = kit.written("6 convert:y>B 100")
    given_ = [in_currency(yuan, "CNY"), in_currency(coins, "USDT"), in_currency(back, "USD")]
    found = trace_all(given_, (Policy.PRO_RATA,)).together()
    columns = ("account", "claim", "amount", "basis", "basis_currency", "currency")
    assert of_policy(found, "basis", Policy.PRO_RATA, *columns) == {
        ("U", "c1", 35, 350, "CNY", "USDT"),
        ("U", "d1", 15, 15, "USDT", "USDT"),
        ("B", "c1", 70, 350, "CNY", "USD"),
        ("B", "d1", 30, 15, "USDT", "USD"),
    }
    claims = found.claims.to_pylist()
    assert [(row["claim"], row["currency"], row["effective"]) for row in claims] == [
        ("c1", "CNY", 700), ("d1", "USDT", 30),
    ]  # fmt: skip


def test_the_moment_before_the_credit(kit: SimpleNamespace) -> None:
    """Paid in and not yet out: the money stands in the exchange, with its basis."""
    yuan = kit.written("1 V>A 700;2 A>convert:x 700", "c1 t1 700", V=700, A=0)
    coins = kit.written("4 convert:x>U 70")
    given_ = [in_currency(yuan, "CNY"), in_currency(coins, "USDT")]
    found = trace_all(given_, tuple(Policy), kit.at(3)).together()
    columns = ("account", "claim", "amount", "basis")
    assert of_policy(found, "basis", Policy.FIFO, *columns) == {("convert:x", "c1", 700, 700)}


def test_two_claims_of_one_id_are_refused(kit: SimpleNamespace) -> None:
    """An id that names a claim in either currency is a sentence, and so is a currency given twice."""
    yuan = kit.written("1 V>A 700", "c1 t1 700")
    with pytest.raises(Refused, match="c1"):
        trace_all([in_currency(yuan, "CNY"), in_currency(yuan, "USD")], (Policy.FIFO,))
    with pytest.raises(Refused, match="CNY"):
        trace_all([in_currency(yuan, "CNY"), in_currency(yuan, "CNY")], (Policy.FIFO,))


def test_a_lost_basis_is_not_given_out(kit: SimpleNamespace) -> None:
    """A fen of basis less than entered, and the tables are refused."""
    found = there_and_back(kit).together()
    assert found.basis is not None
    less = pa.compute.subtract(found.basis.column("basis"), pa.array([1] + [0] * (len(found.basis) - 1)))
    at = found.basis.schema.get_field_index("basis")
    with pytest.raises(Failed, match="c1"):
        laws.check_findings(replace(found, basis=found.basis.set_column(at, found.basis.schema.field(at), less)))


@dataclass
class ByUnit:
    """The same by hand and unit by unit: an account is a list of units, each knowing its lot."""

    policy: Policy
    lots: dict[int, list[Any]] = field(default_factory=dict)
    held: defaultdict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def lot(self, origin: str, count: int, basis: int) -> list[int]:
        """Return the units of a new lot; the proportional rules know one lot for each origin of an account."""
        number = len(self.lots)
        self.lots[number] = [origin, count, basis]
        return [number] * count if count else [-1 - number]

    def take(self, units: list[int]) -> list[tuple[str, int, int]]:
        """Return the pieces that these units are, neighbours of one lot together."""
        pieces = []
        for number, group in groupby(units):
            count = len(list(group))
            lot = self.lots[number]
            part = lot[2] * count // lot[1]
            lot[1], lot[2] = lot[1] - count, lot[2] - part
            pieces.append((lot[0], count, part))
        return pieces

    def leave(self, account: tuple[str, str], amount: int) -> list[tuple[str, int, int]]:
        """Let a payment leave by the policy."""
        held = self.held[account]
        units = [unit for unit in held if unit >= 0]
        if self.policy is Policy.LIFO:
            chosen = [at for at in reversed(range(len(held))) if held[at] >= 0][:amount]
        elif self.policy is Policy.FIFO:
            chosen = [at for at in range(len(held)) if held[at] >= 0][:amount]
        else:
            counts = {self.lots[unit][0]: 0 for unit in sorted(units, key=lambda each: self.lots[each][0])}
            for unit in units:
                counts[self.lots[unit][0]] += 1
            others = counts.pop("~", 0)
            first = 0
            if self.policy is Policy.LOWEST_INTERMEDIATE_BALANCE:
                first = min(others, amount)
            if self.policy is Policy.CLAIMS_FIRST:
                first = amount - min(amount, sum(counts.values()))
            shares = {"~": first}
            if self.policy is Policy.PRO_RATA:
                counts["~"] = others
            shares |= split(amount - first, counts)
            chosen = []
            order = sorted(shares, key=lambda origin: origin)
            for origin in order:
                own = [at for at in range(len(held)) if held[at] >= 0 and self.lots[held[at]][0] == origin]
                chosen += own[: shares[origin]]
        pieces = self.take([held[at] for at in chosen])
        gone = set(chosen)
        self.held[account] = [unit for at, unit in enumerate(held) if at not in gone]
        return pieces

    def arrive(self, account: tuple[str, str], pieces: list[tuple[str, int, int]]) -> None:
        """Append pieces."""
        for origin, count, basis in pieces:
            same = None
            if self.policy not in (Policy.FIFO, Policy.LIFO):
                same = next(
                    (u for u in self.held[account] if self.lots[u if u >= 0 else -1 - u][0] == origin), None
                )
            if same is None:
                self.held[account] += self.lot(origin, count, basis)
                continue
            number = same if same >= 0 else -1 - same
            self.lots[number][1] += count
            self.lots[number][2] += basis
            self.held[account] = [unit for unit in self.held[account] if unit not in (number, -1 - number)]
            self.held[account] += [number] * self.lots[number][1] or [-1 - number]

    def pay(self, payer: tuple[str, str], payee: tuple[str, str], amount: int, claim: str) -> None:
        """Move money; a claim takes others' money first, oldest first."""
        if claim:
            own = [at for at, unit in enumerate(self.held[payer]) if unit >= 0 and self.lots[unit][0] == "~"][
                :amount
            ]
            self.take([self.held[payer][at] for at in own])
            self.held[payer] = [unit for at, unit in enumerate(self.held[payer]) if at not in set(own)]
            if own:
                self.arrive(payee, [(claim, len(own), len(own))])
            amount -= len(own)
        self.arrive(payee, self.leave(payer, amount) if amount else [])

    def exchange(self, node: tuple[str, str], payee: tuple[str, str], received: int) -> None:
        """Change all that stands in the node."""
        units = self.held.pop(node, [])
        bare = [tuple(self.lots[-1 - unit]) for unit in units if unit < 0]
        pieces = self.take([unit for unit in units if unit >= 0])
        paid = sum(count for _, count, _ in pieces)
        by_origin: dict[str, int] = defaultdict(int)
        for origin, count, _ in pieces:
            by_origin[origin] += count
        got = split(received, dict(by_origin)) if paid else {}
        parts = [got[origin] * count // by_origin[origin] for origin, count, _ in pieces]
        for origin in by_origin:
            own = [at for at, piece in enumerate(pieces) if piece[0] == origin]
            own.sort(key=lambda at: -(got[pieces[at][0]] * pieces[at][1] % by_origin[pieces[at][0]]))
            for at in own[: got[origin] - sum(parts[each] for each in own)]:
                parts[at] += 1
        changed = [(origin, part, basis) for (origin, _, basis), part in zip(pieces, parts, strict=True)]
        self.arrive(payee, [each for each in [*changed, *bare] if each[1] or each[2]])

    def standing(self) -> set[tuple[str, str, str, int, int]]:
        """Return currency, account, claim, units and basis."""
        found: defaultdict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
        for (currency, account), units in self.held.items():
            for number in {unit if unit >= 0 else -1 - unit for unit in units}:
                origin, count, basis = self.lots[number]
                if origin != "~":
                    found[currency, account, origin][0] += count
                    found[currency, account, origin][1] += basis
        return {(*key, *amounts) for key, amounts in found.items() if any(amounts)}  # type: ignore[misc]


def split(amount: int, counts: dict[str, int]) -> dict[str, int]:
    """Split by largest remainder, ties to the first."""
    total = sum(counts.values())
    parts = {origin: amount * count // total if total else 0 for origin, count in counts.items()}
    order = sorted(counts, key=lambda origin: (-(amount * counts[origin] % total if total else 0), origin))
    for origin in order[: amount - sum(parts.values())]:
        parts[origin] += 1
    return parts


names = st.sampled_from(["A", "B", "C"])
steps = st.lists(st.tuples(names, names, st.integers(1, 25), st.integers(0, 5), st.integers(1, 40)), max_size=12)


@pytest.mark.parametrize("policy", WITH_AMOUNTS)
@SETTINGS
@given(drawn=steps)
def test_unit_by_unit_it_is_the_same(kit: SimpleNamespace, policy: Policy, drawn: list[Any]) -> None:
    """Random ledgers in yuan and coins, claims in both, exchanges both ways: every lot and every basis agree, and
    lie within the bounds (which the program checks itself).
    """
    transfers: dict[str, list[Any]] = {"CNY": [], "USDT": []}
    claims: dict[str, list[Any]] = {"CNY": [], "USDT": []}
    naive = ByUnit(policy)
    openings = dict.fromkeys("ABC", 60)
    for currency in transfers:
        for name in "ABC":
            naive.held[currency, name] = naive.lot("~", 60, 0)
    for minute, (payer, payee, amount, what, received) in enumerate(drawn):
        one, other = ("CNY", "USDT") if what % 2 else ("USDT", "CNY")
        have = sum(unit >= 0 for unit in naive.held[one, payer])
        amount = min(amount, have)
        if not amount or (payer == payee and what < 4):
            continue
        if what >= 4:
            node = f"convert:{minute}"
            transfers[one].append((f"t{minute}", 2 * minute, payer, node, amount))
            transfers[other].append((f"u{minute}", 2 * minute + 1, node, payee, received))
            naive.pay((one, payer), (one, node), amount, "")
            naive.exchange((one, node), (other, payee), received)
            continue
        transfers[one].append((f"t{minute}", 2 * minute, payer, payee, amount))
        claim = f"{one}{minute:03}" if what >= 2 else ""
        if claim:
            claims[one].append((claim, f"t{minute}", amount))
        naive.pay((one, payer), (one, payee), amount, claim)
    given_ = [in_currency(kit.Plain(transfers[each], claims[each], openings), each) for each in transfers]
    found = trace_all(given_, (policy, Policy.POISON), bounds=True).together()
    assert found.bounds is not None
    for row in found.bounds.to_pylist():
        assert row["least_open"] <= row["least"] <= row["greatest"] <= row["greatest_open"], row
    columns = ("currency", "account", "claim", "amount", "basis")
    assert of_policy(found, "basis", policy, *columns) == naive.standing()
    reached = {(row["claim"], row["account"], row["currency"]) for row in found.reached.to_pylist()}
    assert {(row["claim"], row["account"], row["currency"]) for row in found.holdings.to_pylist()} <= reached


def with_earmark(given_: TraceInput, *lines: tuple[str, str, str, int]) -> TraceInput:
    """The input with earmarks: account, credit, debit, amount."""
    names = ("account", "credit", "debit", "amount")
    return replace(given_, earmarks=pa.table(dict(zip(names, zip(*lines, strict=True), strict=True))))


@SETTINGS
@given(data=st.data())
def test_one_currency_alone_is_the_trace(kit: SimpleNamespace, data: st.DataObject) -> None:
    """Without a second currency every table is that of the kernels, for any ledger and moment."""
    plain = data.draw(kit.plain_ledgers())
    moment = None if plain.as_of is None else kit.at(plain.as_of)
    far, alone = trace_all([plain.given()], tuple(Policy), moment), trace(plain.given(), tuple(Policy), moment)
    for name, table in alone.tables().items():
        assert getattr(far.each[0], name) == table, name
    assert far.each[0].summary == alone.summary


def test_an_earmark_before_an_exchange(kit: SimpleNamespace) -> None:
    """60 of the claim's 100 are set aside for the exchange: under fifo 60 of 80 paid are the claim's, 20 others.

    The others' 100 came first. Without the earmark all 80 paid are theirs, and so are all 8 units.
    """
    yuan = kit.written("1 X>A 100;2 V>A 100;3 A>convert:x 80", "c1 t2 100", V=100, X=100, A=0)
    marked = with_earmark(in_currency(yuan, "CNY"), ("A", "CNY-t2", "CNY-t3", 60))
    coins = in_currency(kit.written("4 convert:x>U 8;5 U>W 2"), "USDT")
    found = trace_all([marked, coins], tuple(Policy)).together()
    columns = ("account", "amount", "basis", "currency")
    assert of_policy(found, "basis", Policy.FIFO, *columns) == {
        ("A", 40, 40, "CNY"),
        ("U", 4, 40, "USDT"),
        ("W", 2, 20, "USDT"),
    }
    assert found.without_earmarks is not None
    assert of_policy(found.without_earmarks, "basis", Policy.FIFO, *columns) == {("A", 100, 100, "CNY")}


def test_an_earmark_on_what_an_exchange_brought(kit: SimpleNamespace) -> None:
    """Of 10 units of the claim 6 are set aside for the payment to W, though 10 others came before."""
    yuan = kit.written("1 V>A 100;2 A>convert:x 100", "c1 t1 100", V=100, A=0)
    coins = kit.written("3 convert:x>U 10;4 U>W 8", U=10)
    marked = with_earmark(in_currency(coins, "USDT"), ("U", "USDT-t1", "USDT-t2", 6))
    found = trace_all([in_currency(yuan, "CNY"), marked], tuple(Policy)).together()
    columns = ("account", "amount", "basis", "currency")
    assert of_policy(found, "basis", Policy.FIFO, *columns) == {("U", 4, 40, "USDT"), ("W", 6, 60, "USDT")}
    assert of_policy(found, "flows", Policy.FIFO, "transfer", "amount") >= {("USDT-t1", 10), ("USDT-t2", 6)}
    assert found.summary["conversions"][0]["to"] == "U"  # type: ignore[index]


def test_a_victim_reached_through_an_exchange(kit: SimpleNamespace) -> None:
    """What W pays may be what came back to W: of its 110 up to 90, so at least 20 of c2 enter, and at most 80.

    Of the 90 at most 30 can stay with W, and no more than 60 fit beside the 20: so 60 go on and 30 stay.
    """
    yuan = kit.written(
        "1 V>A 100;2 A>convert:a 100;5 convert:b>W 90;6 W>B 80;7 X>C 30",
        "c1 t1 100;c2 t4 80;c3 t5 30",
        V=100, A=0, W=20, X=30,
    )  # fmt: skip
    coins = kit.written("3 convert:a>U 10;4 U>convert:b 9")
    found = trace_all(
        [in_currency(yuan, "CNY"), in_currency(coins, "USDT")], tuple(Policy), bounds=True
    ).together()
    assert found.summary["bounds"]["claims_entering_by_rule"] == ["c2"]  # type: ignore[index]
    assert bounds_in(found, "CNY") == {
        ("convert:a", "c1"): (100, 100), ("W", "c1"): (30, 30), ("B", "c1"): (60, 60),
        ("B", "c2"): (20, 80), ("C", "c3"): (30, 30),
    }  # fmt: skip
