"""The one way in which numeric kernels are compiled, whichever room they belong to."""

from __future__ import annotations

import hashlib
import pkgutil
import sys
from collections.abc import Callable
from functools import cache
from typing import Any, ParamSpec, TypeVar, cast

from numba import njit

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def compiled(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Compile with Numba: integers stay integers, the result is cached on disk, the GIL is released.

    A kernel holds the code and constants of other files of its folder. Numba's cache looks at its own file alone
    and would go on with the old ones, so it is told the state of the whole folder.
    """
    dispatcher: Any = njit(cache=True, nogil=True, error_model="numpy")(function)
    dispatcher._cache._cache_file._source_stamp = state_of_the_folder(function.__module__.rpartition(".")[0])
    return cast(Callable[Parameters, Result], dispatcher)


@cache
def state_of_the_folder(package: str) -> str:
    """Return a hash of every source file of a package's folder."""
    digest = hashlib.sha256()
    for name in sorted(module.name for module in pkgutil.iter_modules(sys.modules[package].__path__)):
        digest.update(name.encode() + b"\0" + (pkgutil.get_data(package, f"{name}.py") or b"") + b"\0")
    return digest.hexdigest()
