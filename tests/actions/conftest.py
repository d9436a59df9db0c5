"""A home with one empty case, and small files of every kind to import, written by hand."""

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from suyuan.actions.cases import casebook_of, list_cases, new_case, show_case
from suyuan.casebook import audit
from suyuan.model.case import EvidenceRecord
from suyuan.settings import Settings

NUMBER = "A0316"
REQUESTS = (
    "调证文书号,协助单位,查询账号,币种,查询起始时间,查询截止时间,发出时间,反馈时间,反馈结果,备注\n"
    "调证一号,某银行,6200000000000000017,CNY,2021-03-01 00:00:00,2021-03-20 23:59:59,"
    "2021-03-19 10:00:00,2021-03-20 09:00:00,全部反馈,\n"
)
REPORT = (
    "报案编号,报案时间,被害人姓名,证件号码,联系电话,付款时间,付款账号,付款银行,收款账号,收款户名,收款银行,"
    "金额（元）,付款方式,被骗经过\n"
    "报一,2021-03-18 09:00:00,张某甲,,,2021-03-16 10:11:12,6200000000000000025,某银行,6200000000000000017,李某乙,"
    "某银行,1000.00,转账,\n"
)
ROLES = "账号,角色,理由,认定人,认定时间\n6200000000000000017,涉案账户,被害人直接付入,王某丙,2021-03-19 10:00:00\n"
BULLETIN = (
    "---\ntitle: '某部联合挂牌督办1起案件'\ndate: Tue, 12 Apr 2022 03:21:32 GMT\n---\n\n"
    "近日，最高人民检察院、公安部联合挂牌督办1起特大跨境电信网络诈骗犯罪案件。\n\n"
    "浙江“12.30”电信网络诈骗案\n\n"
    "2020年12月，浙江公安机关对境外电信网络诈骗团伙线索开展集中研判，深挖出一个盘踞在柬埔寨的电信网络诈骗集团。"
    "公安机关初步查明，该诈骗集团在境外搭建虚假投资平台对我国公民实施诈骗。"
    "现已抓获诈骗窝点及关联犯罪人员400余名，涉案金额人民币1.5亿余元。\n"
)


ENOUGH = 256 * 1024 * 1024


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in memory where there is one: what survives a kill is the same, and flushing costs nothing."""
    shared = Path("/dev/shm")  # noqa: S108
    if not shared.is_dir() or shutil.disk_usage(shared).free < ENOUGH:
        yield tmp_path_factory.mktemp("memory")
        return
    with tempfile.TemporaryDirectory(dir=shared, prefix="suyuan-test-") as folder:
        yield Path(folder)


def home_with_case(home: Path) -> Settings:
    made = Settings(home=home, database=f"sqlite:///{home}/casebook.sqlite3", who="李警官")
    new_case(made, "“3.16”案", number=NUMBER)
    return made


def files_of_every_kind(folder: Path) -> Path:
    """Two forms, a form in an archive, a copy of a form, a bulletin, a file that nobody can read."""
    folder.mkdir()
    (folder / "1_报案.csv").write_text(REPORT, encoding="utf-8")
    (folder / "2_调证.csv").write_text(REQUESTS, encoding="utf-8")
    with zipfile.ZipFile(folder / "3_认定.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("认定表.csv"), ROLES.encode())
    (folder / "4_副本.csv").write_text(REPORT, encoding="utf-8")
    (folder / "5_通报.md").write_text(BULLETIN, encoding="utf-8")
    (folder / "6_不明.csv").write_text("甲,乙,丙\n1,2,3\n", encoding="utf-8")
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return home_with_case(tmp_path / "home")


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    return files_of_every_kind(tmp_path / "来件")


@pytest.fixture(scope="module")
def settings_in_memory(memory: Path) -> Settings:
    return home_with_case(memory / "home")


@pytest.fixture(scope="module")
def incoming_in_memory(memory: Path) -> Path:
    return files_of_every_kind(memory / "来件")


SOME_TIME = datetime(2021, 3, 20, tzinfo=UTC)


@dataclass(frozen=True)
class State:
    """All of a home that does not carry times: evidence, register, files on the disk, events."""

    evidence: tuple[EvidenceRecord, ...]
    register: object
    files: tuple[tuple[str, str], ...]
    events: tuple[tuple[str, str], ...]


def state(settings: Settings) -> State:
    evidence = tuple(
        replace(file, arrivals=tuple(replace(each, when=SOME_TIME) for each in file.arrivals))
        for file in show_case(settings, NUMBER).evidence
    )
    files = tuple(
        (str(path.relative_to(settings.home)), sha256(path.read_bytes()).hexdigest())
        for path in sorted(settings.home.rglob("*"))
        if path.is_file() and "casebook.sqlite3" not in path.name and path.name != "import.lock"
    )
    with casebook_of(settings) as casebook, casebook.reading() as session:
        events = tuple((event.action, event.subject) for event in audit.events(session))
    return State(evidence, list_cases(settings).supervised, files, events)


@pytest.fixture(scope="session")
def state_of() -> Callable[[Settings], State]:
    """What gives the state of a home, to compare imports by."""
    return state
