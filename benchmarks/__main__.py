"""``make bench``: every benchmark, one after another; each prints a table of ratios taken in one run."""

from __future__ import annotations

from benchmarks import fifo

fifo.main(list(fifo.SIZES))
