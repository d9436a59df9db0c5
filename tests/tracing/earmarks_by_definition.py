"""Earmarks from docs/method.md alone, lot by lot: set aside, leave first, released where an account lacks them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

FUNDS = "other funds"


def trace(  # noqa: C901, PLR0912  in one piece, to be read beside the page
    policy: str,
    transfers: list[tuple[str, str, str, int]],
    claims: list[tuple[str, str, int]],
    openings: dict[str, int],
    earmarks: list[tuple[str, str, str, int]],
) -> tuple[dict[tuple[str, str], int], list[tuple[int, str, int]]]:
    """Return holdings by account and claim, and what was released (earmark, before which transfer, how much).

    fifo and lifo. transfers: (id, payer, payee, amount); earmarks: (account, credit, debit, amount).
    """
    lots: dict[str, list[list[Any]]] = defaultdict(list)
    for account, amount in openings.items():
        if amount:
            lots[account].append([FUNDS, amount])
    aside: dict[int, list[list[Any]]] = {}
    since: list[int] = []
    released = []

    def leave(account: str, amount: int) -> list[list[Any]]:
        pieces = []
        while amount:
            place = 0 if policy == "fifo" else len(lots[account]) - 1
            lot = lots[account][place]
            part = min(lot[1], amount)
            pieces.append([lot[0], part])
            lot[1] -= part
            amount -= part
            if not lot[1]:
                del lots[account][place]
        return pieces

    def first(pieces: list[list[Any]], amount: int) -> list[list[Any]]:
        taken = []
        while amount:
            part = min(pieces[0][1], amount)
            taken.append([pieces[0][0], part])
            pieces[0][1] -= part
            amount -= part
            if not pieces[0][1]:
                del pieces[0]
        return taken

    for name, payer, payee, amount in transfers:
        if payer == payee:
            continue
        moved = []
        for number, (_, _, debit, _) in enumerate(earmarks):
            if debit == name and number in aside:
                moved += aside.pop(number)
        rest = amount - sum(each[1] for each in moved)
        lacks = rest - sum(each[1] for each in lots[payer])
        for number in reversed(since):
            if lacks > 0 and number in aside and earmarks[number][0] == payer:
                here = min(lacks, sum(each[1] for each in aside[number]))
                if here:
                    lots[payer] += first(aside[number], here)
                    lacks -= here
                    released.append((number, name, here))
        for claim, transfer, claimed in claims:
            if transfer == name and rest:
                wanted = min(claimed, rest)
                own = 0
                for lot in lots[payer]:
                    if lot[0] == FUNDS:
                        part = min(lot[1], wanted - own)
                        lot[1] -= part
                        own += part
                lots[payer] = [lot for lot in lots[payer] if lot[1]]
                if own:
                    moved.append([claim, own])
                moved += leave(payer, wanted - own)
                rest -= wanted
        moved += leave(payer, rest)
        for number, (_, credit, _, wanted) in enumerate(earmarks):
            if credit == name:
                aside[number] = first(moved, wanted)
                since.append(number)
        lots[payee] += moved
    held: dict[tuple[str, str], int] = defaultdict(int)
    for account, pieces in [*lots.items(), *((earmarks[number][0], each) for number, each in aside.items())]:
        for origin, amount in pieces:
            if origin != FUNDS:
                held[account, origin] += amount
    return dict(held), released
