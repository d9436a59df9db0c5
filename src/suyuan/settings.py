"""Where the program keeps its things and who uses it: the only reader of the environment.

``SUYUAN_HOME`` names the home folder (default ``suyuan`` in the user's data folder), ``SUYUAN_DATABASE`` the
casebook's database as an SQLAlchemy address (default: one SQLite file in the home folder).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "SUYUAN_HOME"
DATABASE_VARIABLE = "SUYUAN_DATABASE"
CASEBOOK_FILE = "casebook.sqlite3"


@dataclass(frozen=True)
class Settings:
    """``home`` is absolute; ``database`` an SQLAlchemy address; ``who`` the login name that owns what is done."""

    home: Path
    database: str
    who: str


def load(home: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of this run; ``home`` given on the command line goes before the environment."""
    given = os.environ if environment is None else environment
    place = home or (Path(given[HOME_VARIABLE]) if given.get(HOME_VARIABLE) else default_home(given))
    place = place.expanduser().absolute()
    database = given.get(DATABASE_VARIABLE) or f"sqlite:///{place / CASEBOOK_FILE}"
    return Settings(home=place, database=database, who=login_name(given))


def default_home(environment: Mapping[str, str]) -> Path:
    """Return ``suyuan`` in the user's data folder (XDG base directories)."""
    shared = environment.get("XDG_DATA_HOME", "")
    # The standard says that a relative path there is to be ignored.
    data = Path(shared) if Path(shared).is_absolute() else Path("~/.local/share").expanduser()
    return data / "suyuan"


def login_name(environment: Mapping[str, str]) -> str:
    """Return the name of the system's user: from its account, not from a variable that anyone can set."""
    try:
        import pwd
    except ImportError:  # no such module outside Unix
        return environment.get("USERNAME", "") or "?"
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a container's user without an entry
        return f"uid:{os.getuid()}"
