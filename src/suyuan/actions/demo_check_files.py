"""The demo's files against their truth: container, layout, rows by class, and each account's sums and balances.

The files are read again from the case's vault, and compared as ``statement inspect --json`` prints them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from suyuan.actions.case_tracing import TracedCase
from suyuan.actions.statement_values import file_object
from suyuan.errors import Refused
from suyuan.intake.evidence import Vault
from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import read_opened
from suyuan.model.case import EvidenceRecord, Outcome
from suyuan.model.text import Language

Facts = Mapping[Any, Any]
NOT_OF_THEIR_OWN = ("duplicate", "container")
"""Formats of the truth that are no evidence with rows: the same bytes again, and the archive around a file."""


def true_files(truth: Facts) -> dict[Any, Any]:
    """Return what the truth says of each file, by its content."""
    facts: dict[Any, Any] = {"duplicates": truth["summary"]["files_duplicate"]}
    for file in truth["files"]:
        if file["format"] in NOT_OF_THEIR_OWN:
            continue
        sha256 = file["sha256"]
        facts[sha256, "format"] = file["format"]
        if file["format"] != "refused":
            facts[sha256, "container"] = file["container"]
            facts[sha256, "encoding"] = file["encoding"]
        facts |= _tables(sha256, file["tables"])
    return facts


def found_files(traced: TracedCase) -> dict[Any, Any]:
    """Return what the program says of each file of the case."""
    arrivals = [len({arrival.name for arrival in record.arrivals}) - 1 for record in traced.taken.evidence]
    facts: dict[Any, Any] = {"duplicates": sum(arrivals)}
    vault = Vault(traced.taken.folder.vault)
    for record in traced.taken.evidence:
        if record.reading.outcome in (Outcome.IMPORTED, Outcome.REFUSED):
            facts |= _read_again(vault, record)
    return facts


def _read_again(vault: Vault, record: EvidenceRecord) -> dict[Any, Any]:
    with vault.open(record.sha256) as file:
        content = file.read()
    try:
        read = read_opened(open_bytes(record.name, content), record.name)
    except Refused:
        return {(record.sha256, "format"): "refused"}
    said: dict[str, Any] = dict(file_object(record.name, read, Language.ZH))
    facts = {(record.sha256, name): said[name] for name in ("format", "container", "encoding")}
    return facts | _tables(record.sha256, said["tables"])


def _tables(sha256: str, tables: list[dict[str, Any]]) -> dict[Any, Any]:
    """Return the facts of a file's tables; the truth and the program name them alike."""
    facts: dict[Any, Any] = {}
    for number, table in enumerate(tables):
        facts[sha256, number, "header_row"] = table["header_row"]
        for name, count in table["rows"].items():
            facts[sha256, number, name] = count
        parts = table.get("parts") or ([table] if table.get("account") else [])
        for part in parts:
            place = (sha256, number, part["account"], part["currency"])
            for name in ("holder", "first_time", "last_time"):
                facts[*place, name] = part[name]
            for side in ("in", "out"):
                facts[*place, side] = (part["sums"][side]["count"], part["sums"][side]["amount"])
            facts[*place, "balance"] = part["balance"]["state"]
            facts[*place, "breaks"] = [
                (each["row"], each["expected"], each["found"]) for each in part["balance"]["breaks"]
            ]
    return facts
