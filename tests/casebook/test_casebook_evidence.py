"""Evidence: one file is one, however often it comes."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select, update

from suyuan.casebook import audit
from suyuan.casebook.cases import NewCase, open_case
from suyuan.casebook.evidence import find_evidence, keep, list_evidence
from suyuan.casebook.session import Casebook
from suyuan.casebook.tables import EvidenceRow
from suyuan.errors import Failed
from suyuan.model.case import Arrival, EvidenceRecord, Outcome, Reading
from suyuan.model.moment import CHINA
from suyuan.model.text import Language, Text

READ = Reading(
    Outcome.IMPORTED,
    "csv",
    "bank.icbc",
    "statement",
    {"total": 3, "header": 1, "read": 2},
    entry={"segment": "ab"},
)
HEADER_SEEN = Text(zh="表头“{header}”不认识。", en="The header “{header}” is unknown.")
UNREAD = Reading(Outcome.REFUSED, "csv", refused=HEADER_SEEN(header="{a},b}"))
FILE = EvidenceRecord(
    "1",
    "ab" * 32,
    77,
    (Arrival("甲/流水.csv", "工商银行", "李警官", datetime(2022, 3, 16, 9, tzinfo=CHINA)),),
    READ,
)


def came_as(file: EvidenceRecord, name: str) -> EvidenceRecord:
    return replace(file, arrivals=(replace(file.arrivals[0], name=name),))


@pytest.fixture(autouse=True)
def case(casebook: Casebook) -> None:
    with casebook.changing() as change:
        open_case(change, NewCase("甲", "1"))


def kept(casebook: Casebook, file: EvidenceRecord) -> bool:
    with casebook.changing() as change:
        return keep(change, file)


def events_of(casebook: Casebook) -> list[str]:
    with casebook.reading() as session:
        assert audit.verify_chain(session).whole
        return [event.action for event in audit.events(session) if event.subject.startswith("evidence:")]


def test_a_file_comes_back_as_it_was_kept(casebook: Casebook) -> None:
    """Name, origin, size, reading and the ledger's entry."""
    assert kept(casebook, FILE)
    with casebook.reading() as session:
        assert find_evidence(session, "1", FILE.sha256) == FILE
        assert list_evidence(session, "1") == (FILE,)
        assert find_evidence(session, "1", "00" * 32) is None


def test_a_refusal_comes_back_in_both_languages(casebook: Casebook) -> None:
    """The sentence is kept as said, braces and all."""
    kept(casebook, replace(FILE, reading=UNREAD))
    with casebook.reading() as session:
        (file,) = list_evidence(session, "1")
    assert file.reading.refused is not None
    assert file.reading.refused.render(Language.ZH) == "表头“{a},b}”不认识。"
    assert file.reading.refused.render(Language.EN) == "The header “{a},b}” is unknown."


def test_the_chain_quotes_no_refusal(casebook: Casebook) -> None:
    """A refusal may show cells of the file; the chain, which cannot be mended, must not."""
    kept(casebook, replace(FILE, reading=UNREAD))
    with casebook.reading() as session:
        assert all("{a}" not in (event.after or "") for event in audit.events(session))


def test_the_same_file_the_same_way_changes_nothing(casebook: Casebook) -> None:
    """No row and no event for what is known already."""
    kept(casebook, FILE)
    assert not kept(casebook, FILE)
    assert events_of(casebook) == ["evidence.add"]


def test_the_same_file_under_another_name_is_one_evidence(casebook: Casebook) -> None:
    """The second name is noted as a second arrival, once."""
    kept(casebook, FILE)
    assert kept(casebook, came_as(FILE, "副本.csv"))
    assert not kept(casebook, came_as(FILE, "副本.csv"))
    with casebook.reading() as session:
        (file,) = list_evidence(session, "1")
    assert [arrival.name for arrival in file.arrivals] == ["甲/流水.csv", "副本.csv"]
    assert events_of(casebook) == ["evidence.add", "evidence.again"]


def test_a_refused_file_can_be_read_later(casebook: Casebook) -> None:
    """A new reading takes the old one's place, and the chain keeps both."""
    kept(casebook, replace(FILE, reading=UNREAD))
    assert kept(casebook, FILE)
    with casebook.reading() as session:
        (file,) = list_evidence(session, "1")
        last = audit.events(session)[-1]
    assert file.reading == READ
    assert last.before is not None and '"refused"' in last.before
    assert last.after is not None and '"imported"' in last.after


def test_two_people_changing_one_file_do_not_overwrite_each_other(casebook: Casebook) -> None:
    """A record that changed since it was read is not written over."""
    kept(casebook, replace(FILE, reading=UNREAD))
    with pytest.raises(Failed, match="Somebody else"), casebook.changing() as change:
        row = change.session.scalars(select(EvidenceRow)).one()
        change.session.connection().execute(update(EvidenceRow).values(version=7))
        row.outcome = "imported"
    with casebook.reading() as session:
        (file,) = list_evidence(session, "1")
    assert file.reading.outcome is Outcome.REFUSED


def test_evidence_needs_its_case(casebook: Casebook) -> None:
    """The database itself refuses evidence of no case."""
    with pytest.raises(Failed, match=r"(?i)foreign key"):
        kept(casebook, replace(FILE, case="2"))
