"""Bank messages that were hurt on the way: never a traceback, the rows always add up, no sum silently wrong."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suyuan.errors import DecisionNeeded, Refused
from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import BalanceState, ReadFile, read_opened
from suyuan.model.source import Source

SAMPLES = sorted(
    path
    for path in (Path(__file__).parent.parent / "cases" / "statements" / "messages").iterdir()
    if path.suffix != ".md"
)
OFTEN = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(content: bytes) -> ReadFile | None:
    """Read a message; None where it is refused or a person must choose."""
    try:
        return read_opened(open_bytes("x", content))
    except (Refused, DecisionNeeded):
        return None


def check(file: ReadFile | None) -> None:
    """Rows add up, every entry has one place, every break has a line."""
    if file is None:
        return
    places: list[Source] = []
    for table in file.tables:
        rows = asdict(table.rows)
        assert rows.pop("total") == sum(rows.values())
        read_rows = [each.source for part in table.parts for each in part.bookings]
        assert (len(read_rows), len(table.quarantined)) == (table.rows.read, table.rows.quarantined)
        places += [*read_rows, *(each.source for each in table.quarantined)]
        assert all(part.balance.state is not BalanceState.BROKEN or part.balance.breaks for part in table.parts)
        assert all(each.amount >= 0 for part in table.parts for each in part.bookings)
    if file.format in ("mt940", "mt942", "camt052", "camt053", "camt054", "ofx", "qif"):
        assert len(set(places)) == len(places)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
@OFTEN
@given(data=st.data())
def test_hurt_bytes(path: Path, data: st.DataObject) -> None:
    """Bytes replaced, taken out, put in, the end cut off."""
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, max(0, len(content) - 1)))
        way = data.draw(st.sampled_from(["replace", "delete", "insert", "cut"]))
        if way == "replace" and content:
            content[at] = data.draw(st.integers(0, 255))
        elif way == "delete":
            del content[at : at + data.draw(st.integers(1, 40))]
        elif way == "insert":
            content[at:at] = data.draw(st.binary(min_size=1, max_size=8))
        elif data.draw(st.booleans()):
            del content[at:]
    check(read(bytes(content)))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
@OFTEN
@given(data=st.data())
def test_hurt_lines(path: Path, data: st.DataObject) -> None:
    """Lines lost, doubled, exchanged, and pieces of other messages in between."""
    lines = path.read_bytes().split(b"\n")
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(lines) - 1))
        to = data.draw(st.integers(0, len(lines) - 1))
        way = data.draw(st.sampled_from(["lose", "double", "exchange", "foreign"]))
        if way == "lose" and len(lines) > 1:
            del lines[at]
        elif way == "double":
            lines.insert(to, lines[at])
        elif way == "exchange":
            lines[at], lines[to] = lines[to], lines[at]
        else:
            other = data.draw(st.sampled_from(SAMPLES)).read_bytes().split(b"\n")
            lines.insert(at, data.draw(st.sampled_from(other)))
    check(read(b"\n".join(lines)))


PROVEN_ENTRIES = [
    ("citi.txt", rb":61:240312    D"),
    ("mbank.sta", rb":61:"),
    ("rabobank_iban.sta", rb":61:"),
    ("sparkasse_dem_1999.sta", rb":61:"),
    ("camt053_v2_vrbank.xml", rb"<Ntry>\s*<Amt"),
    ("camt053_v2_multi_statement.xml", rb"<Ntry>\s*<Amt"),
]


@pytest.mark.parametrize(("name", "begins"), PROVEN_ENTRIES, ids=[name for name, _ in PROVEN_ENTRIES])
@OFTEN
@given(data=st.data())
def test_a_changed_amount_is_never_proven(name: str, begins: bytes, data: st.DataObject) -> None:
    """Another digit in an entry's amount breaks its balance, or the entry is aside and breaks it too."""
    content = next(path for path in SAMPLES if path.name == name).read_bytes()
    mark = rb"\d+,\d*" if not name.endswith("xml") else rb'"EUR">\d+\.\d+'
    entry = data.draw(st.sampled_from([found.end() for found in re.finditer(begins, content)]))
    amount = re.compile(mark).search(content, entry)
    assert amount is not None
    digits = [at for at in range(amount.start(), amount.end()) if content[at : at + 1].isdigit()]
    if not name.endswith("xml"):
        digits = [
            at
            for at in digits
            if at > content.rindex(max(b"C", b"D", key=content[: amount.end()].rfind), 0, amount.end())
        ]
    at = data.draw(st.sampled_from(digits))
    digit = data.draw(st.sampled_from([each for each in b"0123456789" if each != content[at]]))
    changed = content[:at] + bytes([digit]) + content[at + 1 :]
    file = read(changed)
    check(file)
    assert file is not None
    assert BalanceState.BROKEN in {part.balance.state for table in file.tables for part in table.parts}
