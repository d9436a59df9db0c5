"""The one way in which functions of this folder are compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from numba import njit

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def compiled(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Compile with Numba: integers stay integers, the result is cached on disk, the GIL is released."""
    return cast(Callable[Parameters, Result], njit(cache=True, nogil=True, error_model="numpy")(function))
