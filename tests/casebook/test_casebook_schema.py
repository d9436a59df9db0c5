"""The schema: made by migrations, current when opened, refused when newer or foreign."""

import io
import multiprocessing
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from suyuan.casebook import migrations
from suyuan.casebook.cases import NewCase, list_cases, open_case
from suyuan.casebook.migrations import REVISIONS
from suyuan.casebook.migrations.versions import r0001_first_schema
from suyuan.casebook.session import Casebook, open_casebook
from suyuan.casebook.tables import Base
from suyuan.errors import Failed

Runner = Callable[[str, str], list[tuple[Any, ...]]]


def file_of(address: str) -> Path:
    return Path(address.removeprefix("sqlite:///"))


def revisions() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    return ScriptDirectory.from_config(config)


def first_schemas_tables() -> set[str]:
    said = io.StringIO()
    context = MigrationContext.configure(dialect_name="sqlite", opts={"as_sql": True, "output_buffer": said})
    with Operations.context(context):
        r0001_first_schema.upgrade()
    return set(re.findall(r"CREATE TABLE (\w+)", said.getvalue()))


def test_migrations_make_the_tables_that_the_program_uses(address: str, casebook: Casebook) -> None:
    """An empty database that went through all revisions has exactly the tables of tables.py."""
    engine = create_engine(address)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_the_list_of_revisions_is_alembics() -> None:
    """REVISIONS names every revision of the folder, oldest first."""
    assert [each.revision for each in revisions().walk_revisions()][::-1] == list(REVISIONS)


def test_the_revisions_are_also_postgresqls() -> None:
    """The revisions compile for PostgreSQL, with instants that keep their zone and large sizes."""
    said = io.StringIO()
    context = MigrationContext.configure(dialect_name="postgresql", opts={"as_sql": True, "output_buffer": said})
    with Operations.context(context):
        for revision in reversed(list(revisions().walk_revisions())):
            revision.module.upgrade()
    statements = said.getvalue()
    assert statements.count("CREATE TABLE") == len(Base.metadata.tables)
    assert "created_at TIMESTAMP WITH TIME ZONE NOT NULL" in statements
    assert "size BIGINT NOT NULL" in statements


def test_a_casebook_of_the_first_schema_keeps_what_it_has(address: str, casebook: Casebook, run: Runner) -> None:
    """A database of revision 0001 gets the later tables when it is opened; its cases and its chain stay."""
    with casebook.changing() as change:
        open_case(change, NewCase("一案", "A1"))
    casebook.close()
    first = first_schemas_tables()
    for table in reversed(Base.metadata.sorted_tables):
        if table.name not in first:
            run(address, f"DROP TABLE {table.name}")
    run(address, "UPDATE alembic_version SET version_num = '0001'")
    chain = run(address, "SELECT * FROM events ORDER BY seq")
    with open_casebook(address, "me") as again, again.reading() as session:
        assert [case.number for case in list_cases(session)] == ["A1"]
    assert run(address, "SELECT * FROM events ORDER BY seq") == chain
    assert run(address, "SELECT count(*) FROM mends") == [(0,)]


def test_opening_again_changes_nothing(sqlite_address: str) -> None:
    """A current database is opened without a write."""
    open_casebook(sqlite_address, "me").close()
    before = file_of(sqlite_address).read_bytes()
    open_casebook(sqlite_address, "me").close()
    assert file_of(sqlite_address).read_bytes() == before


def test_a_newer_database_is_refused_untouched(address: str, casebook: Casebook, run: Runner) -> None:
    """A revision that this program does not know ends in a sentence, and the database stays as it is."""
    casebook.close()
    run(address, "DROP TABLE mends; UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Failed, match="newer version of the program"):
        open_casebook(address, "me")
    assert run(address, "SELECT version_num FROM alembic_version") == [("9999",)]
    engine = create_engine(address)
    assert "mends" not in inspect(engine).get_table_names()
    engine.dispose()


def test_a_foreign_database_is_refused_untouched(address: str, tmp_path: Path, run: Runner) -> None:
    """A database with other tables is no casebook, and gets none of ours."""
    (tmp_path / "home").mkdir()
    run(address, "CREATE TABLE recipes (cake TEXT)")
    with pytest.raises(Failed, match="recipes"):
        open_casebook(address, "me")
    engine = create_engine(address)
    assert inspect(engine).get_table_names() == ["recipes"]
    engine.dispose()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """Garbage in the casebook's place ends in a sentence that says where the evidence is."""
    (tmp_path / "casebook.sqlite3").write_bytes(b"not a database, but long enough to look at" * 200)
    with pytest.raises(Failed, match="damaged or is no casebook"):
        open_casebook(f"sqlite:///{tmp_path}/casebook.sqlite3", "me")


def test_a_home_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    """A file where the home folder should be ends in a sentence."""
    (tmp_path / "home").write_text("in the way")
    with pytest.raises(Failed, match="cannot be opened"):
        open_casebook(f"sqlite:///{tmp_path}/home/casebook.sqlite3", "me")


def test_an_unusable_address_is_a_sentence() -> None:
    """A mistyped SUYUAN_DATABASE ends in a sentence that shows what it looks like."""
    with pytest.raises(Failed, match=r"postgresql\+psycopg"):
        open_casebook("here", "me")


def test_sqlite_keeps_every_commit(sqlite_address: str) -> None:
    """Write-ahead log, full synchronisation and foreign keys are on."""
    with open_casebook(sqlite_address, "me") as casebook, casebook.reading() as session:
        connection = session.connection()
        said = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert said == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def open_and_close(address: str) -> None:
    open_casebook(address, "me").close()


def test_several_programs_may_open_an_empty_casebook_at_once(address: str, run: Runner) -> None:
    """The schema is made once, whoever comes first."""
    context = multiprocessing.get_context("spawn")
    openers = [context.Process(target=open_and_close, args=(address,)) for _ in range(4)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join()
    assert [opener.exitcode for opener in openers] == [0, 0, 0, 0]
    assert run(address, "SELECT version_num FROM alembic_version") == [(REVISIONS[-1],)]
