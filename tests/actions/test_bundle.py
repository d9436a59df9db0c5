"""Bundles: computed anew they are equal; what was changed since, or in them, is found and named."""

import json
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from suyuan.actions import bundle
from suyuan.actions.cases import new_case
from suyuan.actions.importing import import_files
from suyuan.errors import Refused
from suyuan.model.text import Language
from suyuan.settings import Settings, load


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A case with the demo's reports, one of its banks and what people brought."""
    settings = load(tmp_path_factory.mktemp("bundle") / "home", {})
    new_case(settings, "一案", number="A1")
    evidence = Path(__file__).parents[2] / "examples" / "case_0316" / "evidence"
    import_files(settings, "A1", [evidence / name for name in ("01_报案材料", "10_北岭银行", "14_个人提供")])
    return settings


@pytest.fixture(scope="module")
def sealed(home: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sealed") / "A1.zip"
    bundle.seal(home, "A1", path)
    return path


def rewritten(old: Path, new: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Write a bundle with other members, its contents saying so: what somebody does who knows how."""
    with zipfile.ZipFile(old) as given, zipfile.ZipFile(new, "w") as made:
        contents = json.loads(given.read("contents.json"))
        for member in contents["files"]:
            content = change(member["name"], given.read(member["name"]))
            member["sha256"], member["size"] = sha256(content).hexdigest(), len(content)
            made.writestr(member["name"], content)
        made.writestr("contents.json", json.dumps(contents))
    return new


def test_a_bundle_is_equal_when_computed_anew(sealed: Path) -> None:
    """Every table of a sealed case comes out the same to the byte from evidence and decisions alone."""
    found = bundle.check(sealed)
    assert found.equal
    assert found.bundle.case == "A1"
    assert found.bundle.figures > 10
    with zipfile.ZipFile(sealed) as archive:
        names = archive.namelist()
    assert not any("/ledger/" in name for name in names)
    assert {"figures/holdings.csv", "figures/claims.csv", "events.jsonl", "README.txt"} <= set(names)


def test_sealing_twice_gives_the_same_figures(home: Settings, sealed: Path, tmp_path: Path) -> None:
    """A second bundle of the same case differs in its events alone."""
    bundle.seal(home, "A1", tmp_path / "again.zip")
    with zipfile.ZipFile(sealed) as one, zipfile.ZipFile(tmp_path / "again.zip") as two:
        changed = [name for name in one.namelist() if one.read(name) != two.read(name)]
    assert changed == ["README.txt", "events.jsonl", "contents.json"]


def test_a_changed_figure_is_found(sealed: Path, tmp_path: Path) -> None:
    """A figure altered by somebody who also mended the hashes is named with its line and both values."""

    def altered(name: str, content: bytes) -> bytes:
        return content.replace(b"80000.00", b"90000.00", 1) if name == "figures/claims.csv" else content

    found = bundle.check(rewritten(sealed, tmp_path / "w.zip", altered))
    assert not found.equal
    (difference,) = found.differences
    said = difference.render(Language.EN)
    assert "figures/claims.csv differs in line" in said
    assert "90000.00" in said
    assert "80000.00" in said


def test_the_amounts_and_the_books_are_sealed_and_computed_anew(sealed: Path, tmp_path: Path) -> None:
    """Beside the tracing: the table of the amount found, the six amounts, thresholds, the recovery books."""
    tables = ("amounts_found", "amounts_six", "defendants", "recovery_books", "thresholds")
    with zipfile.ZipFile(sealed) as archive:
        assert {f"figures/{each}.json" for each in tables} <= set(archive.namelist())

    def altered(name: str, content: bytes) -> bytes:
        return content.replace(b'"net_loss": "', b'"net_loss": "1', 1) if "recovery_books" in name else content

    (difference,) = bundle.check(rewritten(sealed, tmp_path / "w.zip", altered)).differences
    assert "figures/recovery_books.json differs in line" in difference.render(Language.EN)


def test_a_decision_that_the_events_do_not_say_is_found(sealed: Path, tmp_path: Path) -> None:
    """Who alters a decision, or an event, behind the program's back is named, though no figure changes."""

    def case_altered(name: str, content: bytes) -> bytes:
        return content.replace("一案".encode(), "二案".encode()) if name == "decisions.jsonl" else content

    def event_altered(name: str, content: bytes) -> bytes:
        return content.replace("一案".encode(), "二案".encode()) if name == "events.jsonl" else content

    (difference,) = bundle.check(rewritten(sealed, tmp_path / "d.zip", case_altered)).differences
    assert "case:A1 is not what the audit chain says" in difference.render(Language.EN)
    (difference,) = bundle.check(rewritten(sealed, tmp_path / "e.zip", event_altered)).differences
    assert "Event 1 does not fit its hash" in difference.render(Language.EN)


def test_changed_evidence_is_found(sealed: Path, tmp_path: Path) -> None:
    """Evidence altered under its old name is no evidence: the vault's hash does not fit."""

    def altered(name: str, content: bytes) -> bytes:
        return content.replace(b"80000", b"90000") if "/vault/" in name else content

    found = bundle.check(rewritten(sealed, tmp_path / "w.zip", altered))
    assert not found.equal


def test_a_backup_is_no_bundle(sealed: Path, tmp_path: Path) -> None:
    """A file of another form is refused with a sentence."""
    (tmp_path / "no.zip").write_bytes(b"no zip")
    with pytest.raises(Refused, match="no whole bundle of a case"):
        bundle.check(tmp_path / "no.zip")
