"""The one way in which numeric kernels are compiled, whichever room they belong to."""

from __future__ import annotations

import hashlib
import pkgutil
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from numba import njit

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def compiled(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Compile with Numba: integers stay integers, the result is cached on disk, the GIL is released."""
    return _compiled(function)


def compiled_in_place(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Compile a kernel that makes no array: it counts no references to those it is given, which would be half its
    time where it goes from event to event. It must only call kernels of this kind.
    """
    return _compiled(function, _nrt=False)


def compiled_inside(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Compile as ``compiled_in_place`` a part that is written out wherever it is called."""
    return _compiled(function, _nrt=False, forceinline=True)


def _compiled(function: Callable[Parameters, Result], **options: bool) -> Callable[Parameters, Result]:
    """Compile and bind the cached code to its folder's state.

    A kernel holds the code and constants of other files of its folder. Numba's cache looks at its own file alone
    and would go on with the old ones, so it is told the state of the whole folder, and of this file.
    """
    compiler: Any = njit
    dispatcher = compiler(cache=True, nogil=True, error_model="numpy", **options)(function)
    dispatcher._cache._cache_file._source_stamp = state_of_the_folder(function.__module__.rpartition(".")[0])
    return cast(Callable[Parameters, Result], dispatcher)


@cache
def state_of_the_folder(package: str) -> str:
    """Return a hash of every source file of a package's folder, and of this one."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for name in sorted(module.name for module in pkgutil.iter_modules(sys.modules[package].__path__)):
        digest.update(name.encode() + b"\0" + (pkgutil.get_data(package, f"{name}.py") or b"") + b"\0")
    return digest.hexdigest()
