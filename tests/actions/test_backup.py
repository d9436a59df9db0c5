"""Backups: what was there is there again, a damaged one is refused, and nothing half done stays."""

import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from suyuan.actions import backup, sealed_file, users
from suyuan.actions.auditing import verify
from suyuan.actions.cases import new_case, show_case
from suyuan.actions.importing import import_files
from suyuan.errors import Failed, Refused, WrongUsage
from suyuan.model.rights import Duty, Level
from suyuan.settings import Settings, load

EVIDENCE = Path(__file__).parents[2] / "examples" / "case_0316" / "evidence"
FORM = EVIDENCE / "02_调证与认定" / "账户认定表.xlsx"


@pytest.fixture
def place(tmp_path: Path) -> Settings:
    """A home with a case that has a file, another case, and a user."""
    settings = load(tmp_path / "home", {})
    new_case(settings, "一案", number="A1")
    import_files(settings, "A1", [FORM])
    new_case(settings, "二案", number="B2")
    users.add_user(settings, settings.who, "市局", Level.CITY, Duty.ADMINISTRATOR)
    users.grant(settings, settings.who, Duty.INVESTIGATOR)
    users.grant(settings, settings.who, Duty.AUDITOR)
    return settings


def files_of(home: Path) -> dict[str, bytes]:
    root = home / "cases"
    return {
        place.relative_to(root).as_posix(): place.read_bytes()
        for place in sorted(root.rglob("*"))
        if place.is_file() and place.name != "import.lock"
    }


def rewritten(old: Path, new: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    with zipfile.ZipFile(old) as given, zipfile.ZipFile(new, "w") as made:
        for name in given.namelist():
            content = change(name, given.read(name))
            if content is not None:
                made.writestr(name, content)
    return new


def test_what_was_there_is_there_again(place: Settings, tmp_path: Path) -> None:
    """Cases, evidence, users and the whole chain come back, and one event more says that they were restored."""
    made = backup.create(place, tmp_path / "b.zip")
    before = verify(place)
    other = load(tmp_path / "other", {})
    backup.restore(other, tmp_path / "b.zip")
    after = verify(other, noted=before.head)
    assert after.whole
    assert (made.cases, made.events, made.head) == (2, before.count, before.head)
    assert (after.count, after.noted) == (before.count + 1, before.count)
    assert files_of(other.home) == files_of(place.home)
    assert show_case(other, "A1").evidence == show_case(place, "A1").evidence
    assert users.list_users(other) == users.list_users(place)


def test_a_restored_casebook_goes_on(place: Settings, tmp_path: Path) -> None:
    """New evidence can be imported after the restore, and the chain stays whole."""
    backup.create(place, tmp_path / "b.zip")
    other = load(tmp_path / "other", {})
    backup.restore(other, tmp_path / "b.zip")
    import_files(other, "B2", [FORM])
    assert len(show_case(other, "B2").evidence) == 1
    assert verify(other).whole


def test_from_one_database_to_the_other(place: Settings, tmp_path: Path, postgresql: Callable[[], str]) -> None:
    """A backup of SQLite is restored into PostgreSQL, and that one's into SQLite, with the same events."""
    first, second = tmp_path / "b.zip", tmp_path / "c.zip"
    backup.create(place, first)
    server = Settings(tmp_path / "server", postgresql(), place.who)
    backup.restore(server, first)
    import_files(server, "B2", [FORM])
    backup.create(server, second)
    back = load(tmp_path / "back", {})
    backup.restore(back, second)
    assert verify(back, noted=verify(server).head).whole
    assert show_case(back, "B2").evidence == show_case(server, "B2").evidence


def test_a_changed_file_is_found(place: Settings, tmp_path: Path) -> None:
    """A byte of a piece of evidence changed, a file added, removed or put elsewhere: refused with its name."""
    backup.create(place, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        evidence = next(name for name in archive.namelist() if "/vault/" in name)

    def altered(name: str, content: bytes) -> bytes:
        return b"x" + content[1:] if name == evidence else content

    def lacking(name: str, content: bytes) -> bytes | None:
        return None if name == evidence else content

    def elsewhere(name: str, content: bytes) -> bytes:
        return (
            content.replace(evidence.encode(), b"cases/A1/vault/../../../x")
            if name == "contents.json"
            else content
        )

    for number, (change, said) in enumerate(((altered, "SHA-256"), (lacking, evidence), (elsewhere, "vault"))):
        wrong = rewritten(tmp_path / "b.zip", tmp_path / f"{number}.zip", change)
        other = load(tmp_path / f"other{number}", {})
        with pytest.raises(Refused, match=said):
            backup.restore(other, wrong)
        assert not (other.home / "cases").exists()


def test_a_path_that_leads_out_is_refused(place: Settings, tmp_path: Path) -> None:
    """A backup that would write outside its cases is refused by that path."""
    backup.create(place, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as given, zipfile.ZipFile(tmp_path / "w.zip", "w") as made:
        contents = json.loads(given.read("contents.json"))
        outside = "cases/A1/vault/../../../outside"
        made.writestr(outside, b"")
        made.writestr("casebook.jsonl", given.read("casebook.jsonl"))
        listed = [each for each in contents["files"] if each["name"] == "casebook.jsonl"]
        empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        contents["files"] = [*listed, {"name": outside, "sha256": empty, "size": 0}]
        made.writestr("contents.json", json.dumps(contents))
    with pytest.raises(Refused, match="not allowed"):
        backup.check(tmp_path / "w.zip")


def test_what_is_no_backup_is_a_sentence(tmp_path: Path) -> None:
    """Neither some other file nor a zip without contents is taken."""
    (tmp_path / "no.zip").write_bytes(b"not a zip")
    with pytest.raises(Refused, match="no zip file"):
        backup.check(tmp_path / "no.zip")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("cake.txt", "flour")
    with pytest.raises(Refused, match=r"contents\.json"):
        backup.check(tmp_path / "other.zip")


def test_nothing_is_overwritten(place: Settings, tmp_path: Path) -> None:
    """Neither an older backup nor a home that has cases."""
    backup.create(place, tmp_path / "b.zip")
    before = (tmp_path / "b.zip").read_bytes()
    with pytest.raises(WrongUsage, match="nothing is overwritten"):
        backup.create(place, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_bytes() == before
    with pytest.raises(Refused, match="empty --home"):
        backup.restore(place, tmp_path / "b.zip")


def test_a_full_disk_leaves_no_part(place: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup that cannot be written ends in a sentence and leaves no file behind."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sealed_file.Sealing, "put", full)
    with pytest.raises(Failed, match="No space left"):
        backup.create(place, tmp_path / "b.zip")
    assert [each.name for each in tmp_path.iterdir()] == ["home"]


def test_who_has_no_right_makes_none(place: Settings, tmp_path: Path) -> None:
    """Without the auditor's part there is no backup: it holds every case."""
    users.withdraw(place, place.who, Duty.AUDITOR, None, "")
    with pytest.raises(Refused, match="audit"):
        backup.create(place, tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()


def test_rows_that_are_not_what_the_chain_says_are_told(place: Settings, tmp_path: Path) -> None:
    """A casebook that was altered behind the program's back before its backup is restored, and said so."""
    with closing(sqlite3.connect(place.home / "casebook.sqlite3")) as database, database:
        database.execute("UPDATE cases SET name = '另一案' WHERE number = 'A1'")
    backup.create(place, tmp_path / "b.zip")
    other = load(tmp_path / "other", {})
    with pytest.raises(Failed, match="rows are not what the chain says"):
        backup.restore(other, tmp_path / "b.zip")
    assert show_case(other, "A1").case.name == "另一案"
