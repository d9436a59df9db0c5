"""The truth about the files: what each is, its rows by class, its sums, the balances of its accounts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cast import ACCOUNTS, CHINA, fen, yuan
from evidence import Case, EvidenceFile
from layouts_personal import GANG_ADDRESS, chain_transfers
from plain_ledger import DATES_ONLY, WITHOUT_BALANCES, Ledger
from statements import Line

UNPAID = ("out", fen("29.90"), datetime(2021, 3, 3, 19, 20, tzinfo=CHINA))
"""The purchase of WA that was never paid: read, and in the sums, but no money moved."""
NO_HOLDER = ("ICBC", "CCB", "CARD", "CARD2", "MB")
"""Their exports print no name of the holder."""
FORMS = ("victim_report", "victim_report_text", "request_list", "role_list")


def files_truth(case: Case, ledger: Ledger) -> list[dict[str, Any]]:
    """One object a file, in the order of their paths; the member of the zip stands right after the zip."""
    ordered = sorted(case.files.values(), key=lambda file: (file.path, file.inside or ""))
    return [_file(case, ledger, file) for file in ordered]


def _file(case: Case, ledger: Ledger, file: EvidenceFile) -> dict[str, Any]:
    told: dict[str, Any] = {
        "code": file.code,
        "path": file.path,
        "inside": file.inside,
        "sha256": file.sha256,
        "bytes": len(file.content),
        "container": file.container,
        "encoding": file.encoding,
        "format": file.format,
        "same_as": case.files["ICBC"].path if file.format == "duplicate" else None,
        "tables": [],
    }
    if file.format in ("duplicate", "refused", "container"):
        return told
    table: dict[str, Any] = {"header_row": file.header_row, "rows": file.rows}
    if file.format == "oklink_token_transfers":
        table["parts"] = [_chain_part(case)]
    elif file.format not in FORMS:
        codes = dict.fromkeys(line.account for line in file.lines)
        table["parts"] = [_part(ledger, file, code) for code in codes]
    told["tables"] = [table]
    return told


def _part(ledger: Ledger, file: EvidenceFile, code: str) -> dict[str, Any]:
    account = ACCOUNTS[code]
    lines = [line for line in file.lines if line.account == code]
    moved = [(line.side, line.move.amount) for line in lines]
    times = [_as_printed(line) for line in lines]
    if code == "WA":
        moved.append(UNPAID[:2])
        times.append(UNPAID[2].isoformat())
    alone = file.code in WITHOUT_BALANCES or len(lines) < 2
    state = "absent" if alone else "broken" if code in ledger.breaks else "proven"
    breaks = [
        {"row": int(booking.rpartition(".")[2]), "expected": yuan(expected), "found": yuan(found)}
        for booking, expected, found in ledger.breaks.get(code, [])
    ]
    return {
        "account": account.key,
        "holder": None if file.code in NO_HOLDER else account.holder,
        "currency": "CNY",
        "read": len(moved),
        "sums": {side: _sum(amount for each, amount in moved if each == side) for side in ("in", "out")},
        "first_time": min(times),
        "last_time": max(times),
        "balance": {"state": state, "breaks": breaks},
    }


def _as_printed(line: Line) -> str:
    return line.at.date().isoformat() if line.account in DATES_ONLY else line.at.isoformat()


def _sum(amounts: Iterable[int]) -> dict[str, Any]:
    listed = list(amounts)
    return {"count": len(listed), "amount": yuan(sum(listed))}


def _chain_part(case: Case) -> dict[str, Any]:
    rows = chain_transfers(case.moves)
    sums = {}
    for side, place in (("in", 2), ("out", 1)):
        amounts = [row[3] for row in rows if row[place] == GANG_ADDRESS]
        total = sum(amounts)
        sums[side] = {"count": len(amounts), "amount": f"{total // 10**6}.{total % 10**6:06d}"}
    return {
        "account": GANG_ADDRESS,
        "holder": None,
        "currency": "USDT",
        "read": len(rows),
        "sums": sums,
        "first_time": min(row[0] for row in rows).isoformat(),
        "last_time": max(row[0] for row in rows).isoformat(),
        "balance": {"state": "absent", "breaks": []},
    }
