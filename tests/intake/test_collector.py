"""Reading without the cycle collector leaves it as it was."""

from __future__ import annotations

import gc

import pytest

from suyuan.errors import Refused
from suyuan.intake.collector import no_search_for_cycles
from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import read_opened


def test_the_search_goes_on_after_reading_and_after_a_refusal() -> None:
    """Off inside, on again outside, whatever became of the file."""
    with no_search_for_cycles():
        assert not gc.isenabled()
    opened = open_bytes("a.txt", "今天天气很好".encode())
    assert gc.isenabled()
    with pytest.raises(Refused):
        read_opened(opened)
    assert gc.isenabled()


def test_who_had_it_off_keeps_it_off() -> None:
    """A caller that measures or forks has switched it off itself."""
    gc.disable()
    try:
        open_bytes("a.txt", "今天天气很好".encode())
        assert not gc.isenabled()
    finally:
        gc.enable()
