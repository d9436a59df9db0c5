"""How the functions of this folder are compiled: as all kernels are (``suyuan.kernel_cache``)."""

from __future__ import annotations

from suyuan import kernel_cache
from suyuan.kernel_cache import compiled, compiled_in_place, compiled_inside

__all__ = ["compiled", "compiled_in_place", "compiled_inside", "state_of_the_folder"]


def state_of_the_folder() -> str:
    """Return a hash of every source file of this folder: what it computed can be told from what others will."""
    return kernel_cache.state_of_the_folder(__name__.rpartition(".")[0])
