"""A team's casebook in a real PostgreSQL: import, mend, show and verify as with SQLite."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from suyuan.actions.auditing import verify
from suyuan.actions.cases import new_case, show_case
from suyuan.actions.importing import import_files
from suyuan.actions.row_mending import Fix, fix
from suyuan.model.case import Outcome
from suyuan.settings import Settings, load

EVIDENCE = Path(__file__).parents[2] / "examples" / "case_0316" / "evidence"
ALIPAY = EVIDENCE / "12_支付宝"


def work(place: Settings) -> tuple[object, ...]:
    """Open a case, import a folder twice, mend its bad row; return what a person sees of it."""
    new_case(place, "“3.16”案", number="A0316")
    import_files(place, "A0316", [ALIPAY])
    import_files(place, "A0316", [ALIPAY])
    (name,) = (path.name for path in ALIPAY.iterdir())
    view = show_case(place, "A0316")
    bad = view.rows["header"] + view.rows["read"] + view.rows["quarantined"]
    fix(place, "A0316", Fix(name, bad, ["金额（元）"], ["38.50"], "字母O应为数字0"), lambda holder: None)
    after = show_case(place, "A0316")
    return view.outcomes, view.rows, after.rows, after.mended, verify(place).count


def test_a_case_in_postgresql_is_as_in_sqlite(postgresql: Callable[[], str], tmp_path: Path) -> None:
    """The same work gives the same outcomes, rows, mends and number of events on both databases."""
    sqlite = load(tmp_path / "sqlite", {})
    server = replace(load(tmp_path / "server", {}), database=postgresql())
    seen = work(server)
    assert seen == work(sqlite)
    assert seen[0] == {Outcome.IMPORTED: 1}
    assert verify(server, "A0316").whole
    assert not (server.home / "casebook.sqlite3").exists()
