"""Importing: what becomes of each file, what the case has afterwards, and what happens when the disk is full."""

import json
import zipfile
from pathlib import Path

import pytest

from suyuan.actions import case_writing, importing
from suyuan.actions.cases import casebook_of, new_case, show_case, take_up
from suyuan.actions.evidence_reading import FileRead
from suyuan.actions.importing import ImportedFile, ImportOutcome, exit_code, import_files
from suyuan.casebook import audit
from suyuan.errors import ExitCode, WrongUsage
from suyuan.intake.evidence import Vault
from suyuan.ledger import segment
from suyuan.model.case import Outcome, Reading
from suyuan.model.text import Language
from suyuan.settings import Settings

CASE = "A0316"
REPORT = "1_报案.csv"


def imported(settings: Settings, *paths: Path, origin: str = "某银行反馈") -> tuple[ImportedFile, ...]:
    return import_files(settings, CASE, paths, origin=origin)


def outcomes(files: tuple[ImportedFile, ...]) -> list[tuple[str, str]]:
    return [(file.name, file.outcome.value) for file in files]


def test_each_file_has_its_outcome_in_the_order_given(settings: Settings, incoming: Path) -> None:
    """Forms, an archive and what lies in it, a copy, a bulletin, a file nobody can read; by name in a folder."""
    assert outcomes(imported(settings, incoming)) == [
        ("来件/1_报案.csv", "imported"),
        ("来件/2_调证.csv", "imported"),
        ("来件/3_认定.zip", "unpacked"),
        ("来件/3_认定.zip/认定表.csv", "imported"),
        ("来件/4_副本.csv", "duplicate"),
        ("来件/5_通报.md", "bulletin"),
        ("来件/6_不明.csv", "refused"),
    ]


def test_files_named_singly_come_in_the_order_given(settings: Settings, incoming: Path) -> None:
    """The order of the command line, not of the alphabet."""
    files = imported(settings, incoming / "2_调证.csv", incoming / REPORT)
    assert outcomes(files) == [("2_调证.csv", "imported"), (REPORT, "imported")]


def test_the_case_has_who_when_and_whence(settings: Settings, incoming: Path) -> None:
    """Each file of evidence knows who brought it, from where, and under which names."""
    imported(settings, incoming)
    first = show_case(settings, CASE).evidence[0]
    assert [(each.name, each.origin, each.who) for each in first.arrivals] == [
        ("来件/1_报案.csv", "某银行反馈", "李警官"),
        ("来件/4_副本.csv", "某银行反馈", "李警官"),
    ]
    assert all(each.when.tzinfo is not None for each in first.arrivals)


def test_the_ledger_has_what_the_files_say(settings: Settings, incoming: Path) -> None:
    """The report's payment, the request and the decision stand in the segments that the manifest names."""
    imported(settings, incoming)
    taken = take_up(settings, CASE)
    contents = segment.read_case(taken.manifest, taken.folder.ledger)
    assert [payment.amount for each in contents for payment in each.payments] == [100_000]
    assert [request.institution for each in contents for request in each.requests] == ["某银行"]
    assert [role.author for each in contents for role in each.roles] == ["王某丙"]


def test_nothing_that_came_is_lost(settings: Settings, incoming: Path) -> None:
    """The vault has every file's bytes, the refused one's and the archive's too."""
    imported(settings, incoming)
    vault = Vault(take_up(settings, CASE).folder.vault)
    kept = {vault.path_of(sha256).read_bytes() for sha256 in vault.stored()}
    assert kept >= {path.read_bytes() for path in incoming.iterdir()}


def test_a_refused_file_is_in_the_case_with_its_sentence(settings: Settings, incoming: Path) -> None:
    """The sentence shows the header found; the case keeps it in both languages."""
    (file,) = imported(settings, incoming / "6_不明.csv")
    (kept,) = show_case(settings, CASE).evidence
    assert kept.reading.outcome is Outcome.REFUSED
    assert kept.reading.refused is not None
    assert file.refused is not None
    for language in Language:
        assert kept.reading.refused.render(language) == file.refused.render(language)
        assert "甲" in kept.reading.refused.render(language)


def test_a_refused_file_is_read_again_and_recorded_once(settings: Settings, incoming: Path) -> None:
    """A second import refuses it again, with no new event; a program that knows the layout takes it in."""
    imported(settings, incoming / "6_不明.csv")
    assert outcomes(imported(settings, incoming / "6_不明.csv")) == [("6_不明.csv", "refused")]
    assert actions_of(settings) == ["case.new", "evidence.add"]


def actions_of(settings: Settings) -> list[str]:
    with casebook_of(settings) as casebook, casebook.reading() as session:
        assert audit.verify_chain(session).whole
        return [event.action for event in audit.events(session)]


def test_a_file_refused_before_can_be_imported_later(
    settings: Settings, incoming: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an older program refused, a newer one imports, and the chain shows both readings."""
    with monkeypatch.context() as older:
        older.setattr(importing, "read_evidence", lambda incoming, stored, mends, progress: FileRead(UNREAD))
        assert outcomes(imported(settings, incoming / REPORT)) == [(REPORT, "refused")]
    assert outcomes(imported(settings, incoming / REPORT)) == [(REPORT, "imported")]
    assert actions_of(settings) == ["case.new", "evidence.add", "evidence.read"]
    assert len(take_up(settings, CASE).manifest.entries) == 1


UNREAD = Reading(Outcome.REFUSED, "csv", refused=importing.SAME_SHORT_HASH(name="a", other="b", digits=12))


def test_rows_are_accounted_for(settings: Settings, incoming: Path) -> None:
    """The classes of a file's rows add up to its physical rows."""
    (file,) = imported(settings, incoming / REPORT)
    assert file.reading is not None
    rows = dict(file.reading.rows)
    total = rows.pop("total")
    assert (total, rows["header"], rows["read"]) == (2, 1, 1)
    assert sum(rows.values()) == total


def test_a_missing_path_does_not_keep_the_others_out(settings: Settings, incoming: Path) -> None:
    """It is refused with a sentence; there are no bytes to keep."""
    missing, found = imported(settings, incoming / "没有.csv", incoming / REPORT)
    assert (missing.outcome, missing.sha256, found.outcome) == (
        ImportOutcome.REFUSED,
        None,
        ImportOutcome.IMPORTED,
    )


def test_a_systems_litter_is_skipped_with_its_reason(settings: Settings, incoming: Path) -> None:
    """What an operating system leaves in a folder is no evidence, and said to be skipped."""
    (incoming / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")
    files = {file.name: file for file in imported(settings, incoming)}
    assert files["来件/.DS_Store"].outcome is ImportOutcome.SKIPPED
    assert files["来件/.DS_Store"].skipped is not None
    assert exit_code([files["来件/.DS_Store"]]) is ExitCode.DONE


def test_a_truncated_archive_is_kept_and_refused(settings: Settings, incoming: Path) -> None:
    """A zip that was cut off is evidence too, with the sentence of its refusal."""
    archive = incoming / "3_认定.zip"
    archive.write_bytes(archive.read_bytes()[:-30])
    (file,) = imported(settings, archive)
    assert (file.outcome, file.sha256 is not None) == (ImportOutcome.REFUSED, True)
    assert show_case(settings, CASE).outcomes == {Outcome.REFUSED: 1}


def test_a_bomb_is_refused_member_by_member(settings: Settings, tmp_path: Path) -> None:
    """A member that unpacks to a thousand times its size stops there; the archive itself is kept."""
    bomb = tmp_path / "炸弹.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("大.csv", b"0" * (80 * 1024 * 1024))
    assert [outcome for _, outcome in outcomes(imported(settings, bomb))] == ["unpacked", "refused"]


def test_two_files_with_one_short_hash_are_not_mixed(
    settings: Settings, incoming: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ids of bookings carry the first digits of the hash, so a second file with the same ones is refused."""
    monkeypatch.setattr(importing, "SHORT_HASH", 0)
    files = imported(settings, incoming / REPORT, incoming / "2_调证.csv")
    assert [file.outcome for file in files] == [ImportOutcome.IMPORTED, ImportOutcome.REFUSED]
    assert len(take_up(settings, CASE).manifest.entries) == 1


def test_the_manifest_does_not_depend_on_the_order_of_import(settings: Settings, incoming: Path) -> None:
    """The same files give the same bytes, whichever came first."""
    other = Settings(
        settings.home.with_name("other"), "sqlite:///" + str(settings.home) + "2/casebook.sqlite3", "x"
    )
    new_case(other, "x", number=CASE)
    imported(settings, incoming / REPORT, incoming / "2_调证.csv")
    imported(other, incoming / "2_调证.csv", incoming / REPORT)
    manifests = [take_up(each, CASE).folder.ledger / "manifest.json" for each in (settings, other)]
    assert manifests[0].read_bytes() == manifests[1].read_bytes()


def test_many_files_end_in_a_whole_manifest(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond so many files the manifest is written less often, and still whole at the end."""
    monkeypatch.setattr(case_writing, "ALWAYS_WRITTEN", 2)
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(25):
        (folder / f"{number}.csv").write_text(
            f"账号,角色,理由,认定人,认定时间\n62000000000000{number:04},商户,某理由,王某丙,2021-03-19\n",
            encoding="utf-8",
        )
    imported(settings, folder)
    written = json.loads((take_up(settings, CASE).folder.ledger / "manifest.json").read_bytes())
    assert len(written["files"]) == 25


def test_an_unknown_case_is_wrong_usage(settings: Settings, incoming: Path) -> None:
    """Nothing is written anywhere for a case that is not there."""
    with pytest.raises(WrongUsage):
        import_files(settings, "B9", [incoming])
    assert not (settings.home / "cases/B9").exists()


def test_progress_is_told_for_every_file(settings: Settings, incoming: Path) -> None:
    """One call a file, counting up."""
    told: list[int] = []
    import_files(settings, CASE, [incoming], progress=lambda done, _total: told.append(done))
    assert told == [1, 2, 3, 4, 5, 6, 7]


def test_the_exit_code_is_the_worst_outcome() -> None:
    """Refused goes before undecided, undecided before done."""
    done, refused = ImportedFile("a", ImportOutcome.IMPORTED), ImportedFile("b", ImportOutcome.REFUSED)
    undecided = ImportedFile("c", ImportOutcome.REFUSED, undecided=True)
    assert exit_code([done]) is ExitCode.DONE
    assert exit_code([done, undecided]) is ExitCode.DECISION_NEEDED
    assert exit_code([undecided, refused]) is ExitCode.REFUSED


def test_the_chain_names_no_person_and_no_account(settings: Settings, incoming: Path) -> None:
    """Events carry file names, formats, counts and hashes, nothing of what the rows say."""
    imported(settings, incoming)
    with casebook_of(settings) as casebook, casebook.reading() as session:
        said = "".join(f"{event.subject}{event.before}{event.after}" for event in audit.events(session))
    assert not any(secret in said for secret in ("张某甲", "6200000000000000017", "6200000000000000025", "王某丙"))
