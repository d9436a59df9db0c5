"""``make bench``: every benchmark, one after another; each prints a table of ratios taken in one run.

The large answer has 10^6 rows here, so that all of it ends in minutes; ``python -m benchmarks.intake 10000000``
measures ten million.
"""

from __future__ import annotations

from benchmarks import again, casebook, fifo, floor, intake, register, restitution, threads, whole

fifo.main(list(fifo.SIZES))
floor.main()
threads.main([])
again.main([])
whole.main([])
intake.main([])
intake.main(["--small", "1000"])
casebook.main(casebook.SIZES)
register.main(casebook.SIZES)
restitution.main()
