"""The arrays that the kernels work on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Flags = NDArray[np.uint8]
Array32 = NDArray[np.int32]
Array64 = NDArray[np.int64]
Grid32 = NDArray[np.int32]
"""Two axes: a column, then a row."""
