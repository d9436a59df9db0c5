"""Settings: the command line before the environment before the default."""

import os
import pwd
from pathlib import Path

from suyuan.settings import load


def test_the_home_given_goes_first(tmp_path: Path) -> None:
    """--home before SUYUAN_HOME."""
    assert load(tmp_path, {"SUYUAN_HOME": "/elsewhere"}).home == tmp_path


def test_the_home_of_the_environment() -> None:
    """SUYUAN_HOME before the data folder."""
    assert load(None, {"SUYUAN_HOME": "/srv/suyuan", "XDG_DATA_HOME": "/data"}).home == Path("/srv/suyuan")


def test_the_default_home_is_in_the_data_folder() -> None:
    """XDG_DATA_HOME, or ~/.local/share where it is unset or relative."""
    assert load(None, {"XDG_DATA_HOME": "/data"}).home == Path("/data/suyuan")
    assert load(None, {}).home == Path.home() / ".local/share/suyuan"
    assert load(None, {"XDG_DATA_HOME": "data"}).home == Path.home() / ".local/share/suyuan"


def test_the_database_is_in_the_home_unless_set(tmp_path: Path) -> None:
    """One SQLite file by default, any address by SUYUAN_DATABASE."""
    assert load(tmp_path, {}).database == f"sqlite:///{tmp_path}/casebook.sqlite3"
    assert load(tmp_path, {"SUYUAN_DATABASE": "postgresql://x/y"}).database == "postgresql://x/y"


def test_who_is_the_systems_user_not_a_variable() -> None:
    """Nobody becomes somebody else by setting LOGNAME."""
    assert load(None, {"LOGNAME": "boss", "USER": "boss"}).who == pwd.getpwuid(os.getuid()).pw_name
