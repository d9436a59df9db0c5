"""Imports that other processes read for: the same case as without them, whatever becomes of them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from suyuan.actions import evidence_reading, importing, reading_ahead, reading_child
from suyuan.actions.cases import new_case, show_case
from suyuan.actions.importing import ImportedFile, ImportOutcome, import_files
from suyuan.errors import Failed
from suyuan.intake.archive import IncomingFile
from suyuan.model.case import Outcome
from suyuan.model.text import Language
from suyuan.settings import Settings

StateOf = Callable[[Settings], Any]
CASE = "A0316"
BAD = ("坏甲.csv", "坏乙.csv", "坏丙.csv")
ROLES = "账号,角色,理由,认定人,认定时间\n62000000000000{:05},商户,{},王某丙,2021-03-19\n"
FILES = 20

FAULTY = (
    "import os, sys; sys.path[:] = {{path!r}}\n"
    "from suyuan.actions import reading_child\n"
    "real = reading_child.read_content\n"
    "def read(name, content):\n"
    "    exec({faults!r}.get(name.split('/')[-1], ''))\n"
    "    return real(name, content)\n"
    "reading_child.read_content = read\n"
    "reading_child.child()\n"
)


def faulty(*faults: str) -> str:
    """Return a child's program that does something before it reads each of the bad files."""
    return (
        FAULTY.format(faults=dict(zip(BAD, faults, strict=False)))
        .replace("{'坏", "{{'坏")
        .replace("}.get", "}}.get")
    )


@pytest.fixture(scope="module")
def many(incoming_in_memory: Path) -> Path:
    """Files of every kind, a second unreadable one with the same bytes, and decisions in many files."""
    (incoming_in_memory / "7_不明.csv").write_bytes((incoming_in_memory / "6_不明.csv").read_bytes())
    for number in range(FILES):
        (incoming_in_memory / f"{number:02}.csv").write_text(ROLES.format(number, "甲" * number), encoding="utf-8")
    for number, name in enumerate(BAD, 97):
        (incoming_in_memory / name).write_text(ROLES.format(number, "坏"), encoding="utf-8")
    return incoming_in_memory


@pytest.fixture(scope="module")
def whole(many: Path, settings_in_memory: Settings, state_of: StateOf) -> tuple[Any, tuple[ImportedFile, ...]]:
    """The state of an import that nobody else read for, and what it returned."""
    files = import_files(settings_in_memory, CASE, [many], origin="试验")
    return state_of(settings_in_memory), files


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    home = tmp_path / "home"
    made = Settings(home, f"sqlite:///{home}/casebook.sqlite3", "李警官")
    new_case(made, "“3.16”案", number=CASE)
    return made


class ReadyReader(reading_child.Reader):
    """A process that takes files from the beginning; those that were started are listed."""

    started: list["ReadyReader"] = []  # noqa: RUF012

    def __init__(self, layouts: Path) -> None:
        super().__init__(layouts)
        self.is_ready(wait=True)
        self.started.append(self)

    @property
    def number(self) -> int:
        return self._process.pid


def read_by(readers: int, monkeypatch: pytest.MonkeyPatch, program: str = reading_child.PROGRAM) -> None:
    """Let so many processes read from the first file on."""
    ReadyReader.started.clear()
    monkeypatch.setattr(reading_ahead, "readers_for_this_machine", lambda: readers)
    monkeypatch.setattr(reading_ahead, "SECONDS", 0.0)
    monkeypatch.setattr(reading_ahead, "Reader", ReadyReader)
    monkeypatch.setattr(reading_child, "PROGRAM", program)


def noted_readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the names of what the import itself reads."""
    read_here: list[str] = []

    def noted(incoming: IncomingFile, *more: Any) -> evidence_reading.FileRead:
        read_here.append(incoming.name)
        return evidence_reading.read_evidence(incoming, *more)

    monkeypatch.setattr(importing, "read_evidence", noted)
    return read_here


def gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize(("readers", "ahead"), [(1, 32), (2, 5)])
def test_how_many_read_changes_nothing(
    many: Path,
    settings: Settings,
    whole: tuple[Any, tuple[ImportedFile, ...]],
    state_of: StateOf,
    monkeypatch: pytest.MonkeyPatch,
    readers: int,
    ahead: int,
) -> None:
    """The same results, evidence, bytes on the disk, manifest and events; the import itself reads nothing."""
    read_by(readers, monkeypatch)
    monkeypatch.setattr(reading_ahead, "FILES_EACH", ahead)
    read_here = noted_readings(monkeypatch)
    files = import_files(settings, CASE, [many], origin="试验")
    assert files == whole[1]
    assert state_of(settings) == whole[0]
    assert read_here == ["来件/3_认定.zip", "来件/7_不明.csv"], "an archive and a second copy"
    assert len(ReadyReader.started) == readers
    assert all(gone(reader.number) for reader in ReadyReader.started)


def test_a_reader_ended_from_outside_costs_nothing(
    many: Path,
    settings: Settings,
    whole: tuple[Any, tuple[ImportedFile, ...]],
    state_of: StateOf,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """A process that somebody kills once: a new one reads its file, others what it had before it."""
    once = f"os.path.exists({str(tmp_path / 'once')!r}) or (os.mkdir({str(tmp_path / 'once')!r}), os.abort())"
    read_by(2, monkeypatch, faulty(once))
    assert import_files(settings, CASE, [many], origin="试验") == whole[1]
    assert state_of(settings) == whole[0]
    assert len(ReadyReader.started) == 3


def test_a_file_that_brings_its_reader_down_is_refused_with_a_sentence(
    many: Path,
    settings: Settings,
    whole: tuple[Any, tuple[ImportedFile, ...]],
    state_of: StateOf,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The others come in, the originals are kept; the same import later reads them, and the case is whole."""
    with monkeypatch.context() as broken:
        read_by(2, broken, faulty("os.kill(os.getpid(), 9)", "os._exit(3)"))
        files = import_files(settings, CASE, [many], origin="试验")
    bad = [file for file, right in zip(files, whole[1], strict=True) if file != right]
    assert sorted(file.name for file in bad) == sorted(f"来件/{name}" for name in BAD[:2])
    for file, how in zip(
        sorted(bad, key=lambda file: file.name, reverse=True), ("signal 9", "code 3"), strict=True
    ):
        assert file.outcome is ImportOutcome.REFUSED
        assert file.refused is not None
        assert how in file.refused.render(Language.EN)
        assert file.name in file.refused.render(Language.ZH)
    assert show_case(settings, CASE).outcomes[Outcome.REFUSED] == 3
    import_files(settings, CASE, [many], origin="试验")
    state = state_of(settings)
    assert (state.evidence, state.files) == (whole[0].evidence, whole[0].files)
    assert [event for event in state.events if event not in whole[0].events] == [
        ("evidence.read", f"evidence:{CASE}/{file.sha256}") for file in bad
    ]


def test_what_a_reader_cannot_do_the_import_does_itself(
    many: Path,
    settings: Settings,
    whole: tuple[Any, tuple[ImportedFile, ...]],
    state_of: StateOf,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its limit of memory, a fault of the program, something printed between its answers: nothing changes."""
    read_by(1, monkeypatch, faulty("raise MemoryError", "raise RecursionError", "print('甲' * 99999, flush=True)"))
    read_here = noted_readings(monkeypatch)
    assert import_files(settings, CASE, [many], origin="试验") == whole[1]
    assert state_of(settings) == whole[0]
    assert {name for name in read_here if "坏" in name} == {f"来件/{name}" for name in BAD[:2]}
    assert len(ReadyReader.started) == 1


@pytest.mark.parametrize("program", ["raise SystemExit(1)", ""])
def test_readers_that_never_begin_are_done_without(
    many: Path,
    settings: Settings,
    whole: tuple[Any, tuple[ImportedFile, ...]],
    state_of: StateOf,
    monkeypatch: pytest.MonkeyPatch,
    program: str,
) -> None:
    """Processes that end before they read, and a system that has no room for one."""
    read_by(2, monkeypatch, program)
    monkeypatch.setattr(reading_ahead, "Reader", reading_child.Reader if program else no_room)
    assert import_files(settings, CASE, [many], origin="试验") == whole[1]
    assert state_of(settings) == whole[0]


def no_room(_layouts: Path) -> reading_child.Reader:
    raise OSError(11, "Resource temporarily unavailable")


def test_no_process_is_started_for_a_few_files(
    settings: Settings, incoming: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seven files, and what will be read before a process is ready, are read by the import itself."""
    read_by(2, monkeypatch)
    import_files(settings, CASE, [incoming])
    assert ReadyReader.started == []
    for number in range(FILES):
        (incoming / f"{number:02}.csv").write_text(ROLES.format(number, "甲" * number), encoding="utf-8")
    monkeypatch.setattr(reading_ahead, "SECONDS", 60)
    import_files(settings, CASE, [incoming])
    assert ReadyReader.started == []


@pytest.mark.parametrize(("processors", "readers"), [(1, 0), (2, 2), (64, 4)])
def test_one_processor_reads_for_itself(monkeypatch: pytest.MonkeyPatch, processors: int, readers: int) -> None:
    """No second process where there is one processor, and few where there are many."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: set(range(processors)), raising=False)
    assert reading_ahead.readers_for_this_machine() == readers


def test_too_little_memory_is_a_sentence(
    settings: Settings, incoming: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file for which the import itself has no memory is refused, the others come in."""

    def none_left(opened: Any, name: str, mends: Any) -> evidence_reading.MendedFile:
        if name.endswith("1_报案.csv"):
            raise MemoryError
        return real(opened, name, mends)

    real = evidence_reading.read_mended
    monkeypatch.setattr(evidence_reading, "read_mended", none_left)
    first, *others = import_files(settings, CASE, [incoming])
    assert first.refused is not None
    assert "too little memory" in first.refused.render(Language.EN)
    assert [file.outcome.value for file in others].count("imported") == 3


def test_readers_end_with_an_import_that_fails(
    many: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that takes nothing ends the import with its sentence and leaves no process behind."""
    read_by(2, monkeypatch)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Failed, match="No space left"):
        import_files(settings, CASE, [many])
    assert len(ReadyReader.started) == 2
    assert all(gone(reader.number) for reader in ReadyReader.started)


DRIVER = """
import sys
import time
from pathlib import Path
from suyuan.actions import importing, reading_ahead
from suyuan.settings import Settings
real = reading_ahead.Reader
def ready(layouts):
    reader = real(layouts)
    reader.is_ready(wait=True)
    print(reader._process.pid, flush=True)
    return reader
reading_ahead.Reader, reading_ahead.SECONDS, importing.GROUP_FILES = ready, 0.0, 5
reading_ahead.readers_for_this_machine = lambda: 2
def slow(done, total):
    if done == 12:
        time.sleep(1)  # the others have read everything and wait for more
        print("twelve", flush=True)
        sys.stdin.read()
home = Path(sys.argv[1])
settings = Settings(home, f"sqlite:///{home}/casebook.sqlite3", "李警官")
importing.import_files(settings, "A0316", [Path(sys.argv[2])], origin="试验", progress=slow)
"""


def test_an_import_killed_while_others_read_leaves_no_process_and_goes_on(
    many: Path, settings: Settings, whole: tuple[Any, tuple[ImportedFile, ...]], state_of: StateOf
) -> None:
    """The groups that were committed are in, the readers end by themselves, and running it again completes it."""
    command = [sys.executable, "-c", DRIVER, str(settings.home), str(many)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        readers = [int(running.stdout.readline()) for _ in range(2)]
        assert running.stdout.readline() == "twelve\n"
        running.send_signal(signal.SIGKILL)
    end = time.monotonic() + 10
    while not all(map(gone, readers)) and time.monotonic() < end:
        time.sleep(0.02)
    assert all(map(gone, readers))
    assert len(state_of(settings).evidence) == 10
    import_files(settings, CASE, [many], origin="试验")
    assert state_of(settings) == whole[0]
