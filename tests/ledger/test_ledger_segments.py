"""Segments and the manifest: what was written comes back exactly, and nothing damaged is believed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suyuan.errors import Failed
from suyuan.intake.balance_chain import BalanceBreak, BalanceProof, BalanceState
from suyuan.intake.quarantine import QuarantinedRow
from suyuan.intake.statement import FileKind
from suyuan.ledger import manifest, segment
from suyuan.ledger.cells import rows_of
from suyuan.ledger.contents import FileContents, PartContents
from suyuan.ledger.engine import Engine
from suyuan.ledger.manifest import Entry, Manifest
from suyuan.ledger.schema import RELATIONS
from suyuan.model.back_office import BackOfficeKind, BackOfficeRow, BackOfficeStatus
from suyuan.model.booking import Booking, BookingKind, BookingStatus, Counterparty, Direction
from suyuan.model.moment import Moment, Precision
from suyuan.model.money import LARGEST_MINOR
from suyuan.model.source import Source
from suyuan.model.text import Language, Text
from suyuan.model.transfer import AccountKind

SHA = "ab" * 32
Reader = Callable[[str], list[FileContents]]

words = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
minor = st.integers(-LARGEST_MINOR + 1, LARGEST_MINOR - 1)
instants = st.datetimes(
    datetime(1950, 1, 1),  # noqa: DTZ001
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-720, 840).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
moments = st.builds(Moment, instants, st.sampled_from(Precision))
sources = st.builds(Source, st.just(SHA), st.none() | words, st.integers(1, 99), st.integers(1, 2**40))
counterparties = st.builds(Counterparty, words, words, words, words, st.booleans())
bookings = st.builds(
    Booking,
    source=sources,
    account=words,
    other_numbers=st.lists(words, max_size=3).map(tuple),
    holder=words,
    institution=words,
    time=moments,
    direction=st.sampled_from(Direction),
    amount=st.integers(0, LARGEST_MINOR - 1),
    currency=words,
    balance=st.none() | minor,
    counterparty=counterparties,
    kind=st.sampled_from(BookingKind),
    summary=words,
    reference=words,
    references=st.lists(words, max_size=3).map(tuple),
    corrects=words,
    status=st.sampled_from(BookingStatus),
    direction_inferred=st.booleans(),
    order_in_file=st.integers(0, 2**40),
    merchant=words,
    cash_spot=words,
)


@st.composite
def parts(draw: st.DrawFn) -> PartContents:
    """Parts with any rows, any order of some of them, any breaks."""
    rows = tuple(draw(st.lists(bookings, max_size=5)))
    places = draw(st.permutations(range(len(rows)))) if rows else []
    order = tuple(places[: draw(st.integers(0, len(rows)))])
    quarantined = st.lists(st.integers(1, 99), max_size=2).map(tuple)
    breaks = draw(st.lists(st.builds(BalanceBreak, st.integers(1, 99), minor, minor, quarantined), max_size=2))
    balance = BalanceProof(draw(st.sampled_from(BalanceState)), tuple(breaks), order)
    numbers = tuple(draw(st.lists(words, max_size=3)))
    repeats = draw(st.none() | st.integers(1, 9))
    return PartContents(
        draw(st.integers(0, 9)), repeats, draw(words), numbers, draw(words), draw(words), rows, balance
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(parts(), max_size=3), st.none() | st.sampled_from(AccountKind))
def test_bookings_come_back_exactly(given_parts: list[PartContents], kind: AccountKind | None) -> None:
    """Any bookings, written as segments and read, are equal in every field, the offset of their times too."""
    contents = FileContents(SHA, "某版式", FileKind.STATEMENT, kind, "某银行", tuple(given_parts))
    with TemporaryDirectory() as folder:
        entry = segment.write(contents, Path(folder))
        back = segment.read(entry, Path(folder))
    assert back == contents
    mine = [row.time.at.utcoffset() for part in contents.parts for row in part.bookings]
    assert [row.time.at.utcoffset() for part in back.parts for row in part.bookings] == mine


def test_forms_come_back_exactly(read_case: Reader, tmp_path: Path) -> None:
    """Reported payments, requests, decisions and printed periods come back equal."""
    (contents,) = read_case(
        """
        == forms
        pay R1 甲 10:15 6200000000000001 6200******0002 5.00
        pay R2 乙 03-06 - B 7.00
        request B 03-01 03-08 no_rows
        role B unknown exchange
        role C suspect_controlled
        period B 03-01 03-08
        """
    )
    assert segment.read(segment.write(contents, tmp_path), tmp_path) == contents


def test_reports_in_words_and_back_office_come_back_exactly(read_case: Reader, tmp_path: Path) -> None:
    """What a free text says of a payment, a payment back, and rows of a back office come back equal."""
    (contents,) = read_case("== forms\npay R1 甲 10:15 - 6200******0002 5.00")
    payment = replace(
        contents.payments[0], number=2, payee_name="张某乙", span=3600, about=True, least=500, greatest=599
    )
    source = Source(SHA, "会员", 1, 2)
    time = Moment(datetime(2021, 3, 5, 10, tzinfo=UTC))
    rows = (
        BackOfficeRow(source, BackOfficeKind.MEMBER, "7", "u7", "张某甲", account="6200", bank="某银行"),
        BackOfficeRow(
            source, BackOfficeKind.TOP_UP, "8", time=time, amount=100, status=BackOfficeStatus.DONE, said="成功"
        ),
    )
    whole = replace(contents, payments=(payment,), returns=(payment,), back_office=rows)
    assert segment.read(segment.write(whole, tmp_path), tmp_path) == whole


def test_quarantine_comes_back_in_words(tmp_path: Path) -> None:
    """A quarantined row keeps place, text and column, and its reason says the same in both languages."""
    reason = Text(zh="金额{seen}不是数 {{}}", en="{seen} is no number {{}}")(seen="1,2,3{x}")
    row = QuarantinedRow(Source(SHA, "表一", 2, 7), "a\tb", "金额", reason, "A")
    contents = FileContents(SHA, "x", FileKind.STATEMENT, quarantined=(row,))
    (back,) = segment.read(segment.write(contents, tmp_path), tmp_path).quarantined
    assert (back.source, back.text, back.column, back.account) == (row.source, row.text, row.column, row.account)
    assert [back.reason.render(each) for each in Language] == [reason.render(each) for each in Language]


CASE = """
== one
-- A numbers=A,A2 holder=张某甲
10:00:00 out 1.00 B 99.00
10:01:00 out 1.00 B 97.00
"""


def test_same_contents_same_bytes(read_case: Reader, tmp_path: Path) -> None:
    """Writing the same contents anywhere gives the same entry, file names and bytes."""
    contents = read_case(CASE)[0]
    first, second = segment.write(contents, tmp_path / "x"), segment.write(contents, tmp_path / "y")
    assert first == second
    for each in first.segments:
        one, other = (segment.path_of(each, tmp_path / name).read_bytes() for name in ("x", "y"))
        assert one == other


def test_relations_and_cells_agree(read_case: Reader) -> None:
    """Every kind of row is in the schema, with as many cells as columns."""
    rows = rows_of(read_case(CASE)[0])
    assert list(rows) == list(RELATIONS)
    assert all(len(row) == len(RELATIONS[kind].columns) for kind, its in rows.items() for row in its)


@pytest.mark.parametrize("fault", ["flip", "truncate", "remove"])
def test_damaged_segment_is_named(read_case: Reader, tmp_path: Path, fault: str) -> None:
    """A changed, cut or missing segment stops with a sentence that names it; a new write mends."""
    contents = read_case(CASE)[0]
    entry = segment.write(contents, tmp_path)
    damaged = next(each for each in entry.segments if each.kind == "bookings")
    path = segment.path_of(damaged, tmp_path)
    content = path.read_bytes()
    if fault == "remove":
        path.unlink()
    else:
        middle = len(content) // 2
        flipped = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        path.write_bytes(flipped if fault == "flip" else content[:middle])
    with pytest.raises(Failed) as caught:
        segment.read(entry, tmp_path)
    for language in Language:
        said = caught.value.message.render(language)
        assert damaged.hash in said
        assert "suyuan import" in said
    segment.write(contents, tmp_path)
    assert segment.read(entry, tmp_path) == contents


def test_manifest_comes_back(read_case: Reader, tmp_path: Path) -> None:
    """A manifest is read as written, whatever the order of its entries; none is an empty one."""
    assert manifest.load(tmp_path) == Manifest()
    entries = [segment.write(each, tmp_path) for each in read_case(CASE + CASE.replace("one", "two"))]
    manifest.save(tmp_path, Manifest.of(reversed(entries)))
    written = (tmp_path / manifest.MANIFEST_NAME).read_bytes()
    manifest.save(tmp_path, Manifest.of(entries))
    assert (tmp_path / manifest.MANIFEST_NAME).read_bytes() == written
    assert manifest.load(tmp_path) == Manifest.of(entries)
    assert [Entry.from_json(each.as_json()) for each in entries] == entries


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 2, "files": []}', '{"version": 1, "files": [{}]}'])
def test_damaged_manifest_is_named(tmp_path: Path, text: str) -> None:
    """A manifest that is cut, of another version or without its fields stops with a sentence."""
    (tmp_path / manifest.MANIFEST_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(Failed, match="manifest"):
        manifest.load(tmp_path)


def test_sql_over_segments(read_case: Reader, tmp_path: Path) -> None:
    """The engine reads a case's segments by relation, kinds without rows too."""
    entries = [segment.write(each, tmp_path) for each in read_case(CASE + CASE.replace("one", "two"))]
    with Engine(threads=1) as engine:
        engine.give_case(Manifest.of(entries), tmp_path)
        found = engine.run_text(
            "test", "SELECT COUNT(*) AS n, SUM(amount) AS total, MIN(time) AS first FROM bookings"
        )
        none = engine.run_text("test", "SELECT COUNT(*) AS n FROM payments")
    (row,) = found.to_pylist()
    assert (row["n"], row["total"]) == (4, 400)
    assert row["first"] == datetime(2021, 3, 5, 2, 0, tzinfo=UTC)
    assert none.to_pylist() == [{"n": 0}]


def test_failed_statement_is_shown() -> None:
    """An error of the engine carries the statement."""
    with Engine() as engine, pytest.raises(Failed, match="SELECT nonsense FROM nowhere"):
        engine.run_text("test", "SELECT nonsense FROM nowhere")


def test_engine_fetches_nothing() -> None:
    """Extensions are neither installed nor loaded on their own."""
    with Engine() as engine:
        settings_of = engine.run_text(
            "test",
            "SELECT current_setting('autoinstall_known_extensions') AS i, "
            "current_setting('autoload_known_extensions') AS l",
        )
    assert settings_of.to_pylist() == [{"i": False, "l": False}]


def test_segments_without_the_newest_column_still_read(tmp_path: Path, read_case: Reader) -> None:
    """A segment of bookings written before 钞汇 was a column reads as one whose rows do not say it."""
    (contents,) = read_case("== bank\n-- A\n10:00 in 5.00 B 5.00\n")
    entry = segment.write(contents, tmp_path)
    (new,) = (each for each in entry.segments if each.kind == "bookings")
    sink = io.BytesIO()
    pq.write_table(pq.read_table(segment.path_of(new, tmp_path)).drop_columns(["cash_spot"]), sink)
    old = replace(new, hash=hashlib.sha256(sink.getvalue()).hexdigest())
    segment.path_of(old, tmp_path).write_bytes(sink.getvalue())
    others = tuple(each for each in entry.segments if each is not new)
    assert segment.read(replace(entry, segments=(*others, old)), tmp_path) == segment.read(entry, tmp_path)
    with Engine() as engine:
        engine.give_case(Manifest((replace(entry, segments=(*others, old)),)), tmp_path)
        assert engine.run_text("spots", "SELECT cash_spot FROM bookings").to_pylist() == [{"cash_spot": ""}]
