"""The only module that runs SQL: DuckDB in memory, over Arrow tables and a case's segments.

Statements stand in ``sql/``, one relation a file, in the subset that DuckDB and Spark read alike: BIGINT money, no
decimal division, every ORDER BY with NULLS FIRST or LAST and a unique last key. Extensions are never fetched.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from types import TracebackType

import duckdb
import pyarrow as pa

from suyuan.errors import Failed
from suyuan.ledger.manifest import Manifest
from suyuan.ledger.schema import RELATIONS
from suyuan.ledger.segment import table_in
from suyuan.model.text import Text

STATEMENT_FAILED = Text(
    zh="账本查询 {name} 未能执行：{reason}\n语句：\n{statement}",
    en="The ledger's query {name} failed: {reason}\nThe statement:\n{statement}",
)


class Engine:
    """A DuckDB connection in memory, for ``with``. ``threads`` None leaves the number to DuckDB; the answers of
    our statements do not depend on it.
    """

    def __init__(self, threads: int | None = None) -> None:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        if threads is not None:
            settings["threads"] = str(threads)
        self._connection = duckdb.connect(":memory:", config=settings)

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def give(self, tables: Mapping[str, pa.Table]) -> None:
        """Make Arrow tables known to the statements by name."""
        for name, table in tables.items():
            self._connection.register(name, table)

    def give_case(self, manifest: Manifest, folder: Path) -> None:
        """Make a case's segments known as relations named as in ``schema.RELATIONS``; raises Failed if damaged."""
        for name, relation in RELATIONS.items():
            parts = [
                table_in(entry, segment, folder)
                for entry in manifest.entries
                for segment in entry.segments
                if segment.kind == name
            ]
            self.give({name: pa.concat_tables(parts) if parts else relation.arrow.empty_table()})

    def run(self, name: str) -> pa.Table:
        """Run the statement of ``sql/NAME.sql`` and return its rows; raises Failed with the statement in it."""
        return self.run_text(name, statement(name))

    def run_text(self, name: str, text: str) -> pa.Table:
        """Run a statement given as text; ``name`` is for the error."""
        try:
            found: pa.Table = self._connection.sql(text).to_arrow_table()
        except duckdb.Error as error:
            raise Failed(STATEMENT_FAILED(name=name, reason=error, statement=text)) from error
        return found


def statement(name: str) -> str:
    """Return the text of ``sql/NAME.sql``."""
    return resources.files("suyuan.ledger").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
