"""The installation checked: does each part work here, and are the kernels compiled."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

from suyuan.errors import SuyuanError
from suyuan.model.text import Message, Text
from suyuan.settings import Settings

PYTHON = Text(zh="Python 解释器", en="Python")
LIBRARIES = Text(zh="程序库", en="libraries")
ENGINE = Text(zh="账本查询引擎", en="ledger's query engine")
KERNELS = Text(zh="追踪内核（已编译并缓存）", en="tracing kernels (compiled and cached)")
READING = Text(zh="大文件读取内核（已编译并缓存）", en="kernels for large files (compiled and cached)")
CASEBOOK = Text(zh="办案库", en="casebook")
LAYOUTS = Text(zh="版式描述", en="layouts")

OLDEST_PYTHON = (3, 11)
LIBRARY_NAMES = ("duckdb", "numba", "numpy", "pyarrow", "python-calamine", "sqlalchemy", "alembic", "xlsxwriter")
MISSING = Text(
    zh="缺少 {names}。请在程序目录运行 make demo 重新安装。",
    en="{names} missing. Run make demo in the program's folder to install again.",
)
TOO_OLD = Text(zh="{found} 过旧，需要 {needed} 及以上。", en="{found} is too old; {needed} or newer is needed.")
NOT_WRITABLE = Text(
    zh="案件库目录 {home} 不可写。请用 --home 或 SUYUAN_HOME 指定可写目录。",
    en="The home folder {home} cannot be written. Name one that can with --home or SUYUAN_HOME.",
)
SAID = Text(zh="{what}", en="{what}")
DESCRIBED = Text(zh="{count} 种，均可读取", en="{count}, all readable")
READ_ALIKE = Text(zh="{count} 个", en="{count}")
COMPILED = Text(zh="{count} 种规则", en="{count} policies")


@dataclass(frozen=True)
class Check:
    """One part of the installation: whether it works, and what was found."""

    part: Text
    works: bool
    found: Message


def examine(settings: Settings, *, quick: bool = False) -> tuple[Check, ...]:
    """Check every part; a part that does not work is a value, not an exception.

    ``quick``: without the kernels for large files, which are compiled when the first large file comes.
    """
    parts: list[tuple[Text, Callable[[], tuple[bool, Message]]]] = [
        (PYTHON, _python),
        (LIBRARIES, _libraries),
        (LAYOUTS, _layouts),
        (ENGINE, _engine),
        (CASEBOOK, lambda: _casebook(settings)),
        (KERNELS, _kernels),
    ]
    if not quick:
        parts.append((READING, _reading_kernels))
    return tuple(_checked(part, check) for part, check in parts)


def _checked(part: Text, check: Callable[[], tuple[bool, Message]]) -> Check:
    try:
        works, found = check()
    except SuyuanError as error:
        return Check(part, works=False, found=error.message)
    except (ImportError, OSError, RuntimeError) as error:
        return Check(part, works=False, found=SAID(what=f"{type(error).__name__}: {error}"))
    return Check(part, works, found)


def _python() -> tuple[bool, Message]:
    found = ".".join(str(each) for each in sys.version_info[:3])
    if sys.version_info[:2] < OLDEST_PYTHON:
        return False, TOO_OLD(found=found, needed=".".join(str(each) for each in OLDEST_PYTHON))
    return True, SAID(what=found)


def _libraries() -> tuple[bool, Message]:
    found, missing = [], []
    for name in LIBRARY_NAMES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    return (False, MISSING(names=", ".join(missing))) if missing else (True, SAID(what=", ".join(found)))


def _layouts() -> tuple[bool, Message]:
    from suyuan.intake.known_layouts import all_layouts

    return True, DESCRIBED(count=len(all_layouts()))


def _engine() -> tuple[bool, Message]:
    from suyuan.ledger.engine import Engine

    with Engine() as engine:
        (found,) = engine.run_text("version", "SELECT version() AS version").column("version").to_pylist()
    return True, SAID(what=f"DuckDB {found}")


def _casebook(settings: Settings) -> tuple[bool, Message]:
    """Open a casebook in a folder that is thrown away: a check must not leave one behind."""
    from suyuan.actions.cases import casebook_of

    with TemporaryDirectory() as folder:
        trial = Settings(Path(folder), f"sqlite:///{Path(folder) / 'casebook.sqlite3'}", settings.who)
        with casebook_of(trial) as casebook, casebook.reading():
            pass
    place = next(each for each in (settings.home, *settings.home.parents) if each.exists())
    if not os.access(place, os.W_OK):
        return False, NOT_WRITABLE(home=settings.home)
    return True, SAID(what=str(settings.home))


def _kernels() -> tuple[bool, Message]:
    from suyuan.tracing.policies import Policy
    from suyuan.tracing.warm import warm

    warm()
    return True, COMPILED(count=len(Policy))


def _reading_kernels() -> tuple[bool, Message]:
    from suyuan.intake.columns.warm import warm

    return True, READ_ALIKE(count=warm())
