"""The one way in which functions of this folder are compiled."""

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

    A kernel holds the code and constants of other files of this folder. Numba's cache looks at its own file alone
    and would go on with the old ones, so it is told the state of the whole folder.
    """
    dispatcher: Any = njit(cache=True, nogil=True, error_model="numpy")(function)
    dispatcher._cache._cache_file._source_stamp = state_of_the_folder()
    return cast(Callable[Parameters, Result], dispatcher)


@cache
def state_of_the_folder() -> str:
    """Return a hash of every source file of this folder."""
    package = __name__.rpartition(".")[0]
    digest = hashlib.sha256()
    for name in sorted(module.name for module in pkgutil.iter_modules(sys.modules[package].__path__)):
        digest.update(name.encode() + b"\0" + (pkgutil.get_data(package, f"{name}.py") or b"") + b"\0")
    return digest.hexdigest()
