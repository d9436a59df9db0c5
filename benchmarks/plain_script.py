"""What one would write without this project: transfers and claims read with ``csv``, FIFO with deques, two tables.

``python -m benchmarks.plain_script TRANSFERS CLAIMS FOLDER``. It checks nothing, keeps accounts without claims'
money as numbers, and writes holdings and flows alone.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict, deque
from pathlib import Path

OTHER = ""


def minor(text: str) -> int:
    """Return an amount with two decimals in minor units."""
    return int(text.replace(".", ""))


def written(amount: int) -> str:
    """Return minor units as an amount with two decimals."""
    return f"{amount // 100}.{amount % 100:02}"


def trace(transfers: Path, claims: Path, folder: Path) -> None:
    """Trace FIFO; accounts begin with the least that they need."""
    on: dict[str, tuple[str, int]] = {}
    with claims.open(newline="") as file:
        for row in csv.DictReader(file):
            on[row["transfer"]] = row["claim"], minor(row["amount"])
    with transfers.open(newline="") as file:
        rows = [(row["id"], row["payer"], row["payee"], minor(row["amount"])) for row in csv.DictReader(file)]
    balance = openings(rows)
    lots: dict[str, deque[list[object]]] = {}
    flows: dict[tuple[str, str], int] = defaultdict(int)
    for transfer, payer, payee, amount in rows:
        if payer == payee:
            continue
        pieces: list[tuple[str, int]] = []
        if transfer in on:
            claim, claimed = on[transfer]
            own = take_other(balance, lots, payer, claimed)
            pieces.append((claim, own))
            amount -= own
        if payer in lots:
            held = lots[payer]
            while amount:
                part = min(held[0][1], amount)  # type: ignore[call-overload]
                held[0][1] -= part
                amount -= part
                pieces.append((held[0][0], part))  # type: ignore[arg-type]
                if not held[0][1]:
                    held.popleft()
        else:
            balance[payer] -= amount
            pieces.append((OTHER, amount))
        for claim, part in pieces:
            if claim != OTHER:
                flows[transfer, claim] += part
            receive(balance, lots, payee, claim, part)
    write(folder, lots, flows)


def openings(rows: list[tuple[str, str, str, int]]) -> dict[str, int]:
    """Return for each account the least opening with which it never goes below zero."""
    net: dict[str, int] = defaultdict(int)
    low: dict[str, int] = defaultdict(int)
    for _, payer, payee, amount in rows:
        if payer == payee:
            continue
        net[payer] -= amount
        net[payee] += amount
        low[payer] = min(low[payer], net[payer])
    return defaultdict(int, {account: -least for account, least in low.items()})


def take_other(balance: dict[str, int], lots: dict[str, deque], payer: str, wanted: int) -> int:  # type: ignore[type-arg]
    """Take a claim's own part from other funds, oldest first; return how much there was."""
    if payer not in lots:
        own = min(wanted, balance[payer])
        balance[payer] -= own
        return own
    own = 0
    for lot in lots[payer]:
        if lot[0] == OTHER:
            part = min(lot[1], wanted - own)
            lot[1] -= part
            own += part
    lots[payer] = deque(lot for lot in lots[payer] if lot[1])
    return own


def receive(balance: dict[str, int], lots: dict[str, deque], payee: str, claim: str, part: int) -> None:  # type: ignore[type-arg]
    """Add a piece to an account."""
    if payee in lots:
        lots[payee].append([claim, part])
    elif claim == OTHER:
        balance[payee] += part
    elif part:
        lots[payee] = deque([[OTHER, balance[payee]]] if balance[payee] else [])
        lots[payee].append([claim, part])


def write(folder: Path, lots: dict[str, deque], flows: dict[tuple[str, str], int]) -> None:  # type: ignore[type-arg]
    """Write the two tables."""
    folder.mkdir(exist_ok=True)
    held: dict[tuple[str, str], int] = defaultdict(int)
    for account, there in lots.items():
        for claim, amount in there:
            if claim != OTHER:
                held[account, claim] += amount
    for name, key, found in (("holdings", "account", held), ("flows", "transfer", flows)):
        with (folder / f"{name}.csv").open("w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["policy", key, "claim", "amount", "currency"])
            for (where, claim), amount in sorted(found.items()):
                writer.writerow(["fifo", where, claim, written(amount), "CNY"])


if __name__ == "__main__":
    trace(*(Path(word) for word in sys.argv[1:4]))
