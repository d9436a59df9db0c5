"""Tables of texts put aside on the disk until their rows' places are known."""

from __future__ import annotations

import mmap
import tempfile
import weakref
from pathlib import Path

import pyarrow as pa


class Store:
    """Keeps tables by number in one file without a name, which is gone with the program however that ends."""

    def __init__(self, folder: Path | None = None) -> None:
        """Open the file in a folder, in the system's own for such files where none is given."""
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  # closed with the object
        weakref.finalize(self, self._file.close)
        self._places: dict[int, tuple[int, int]] = {}
        self._size = 0

    def put(self, number: int, table: pa.Table) -> None:
        """Put a table aside; one thread at a time."""
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
            writer.write_table(table)
        content = sink.getvalue()
        self._file.seek(self._size)
        self._file.write(content)
        self._places[number] = (self._size, content.size)
        self._size += content.size

    def get(self, number: int) -> pa.Table:
        """Return a table that was put aside."""
        start, size = self._places[number]
        self._file.flush()
        low = start - start % mmap.ALLOCATIONGRANULARITY
        with mmap.mmap(self._file.fileno(), start + size - low, offset=low, access=mmap.ACCESS_READ) as content:
            held = content[start - low :]
        return pa.ipc.open_stream(pa.py_buffer(held)).read_all()
