"""The numeric kernels: arrays and integers only, buffers passed in, no checks, no exceptions.

Only these modules import Numba. A kernel that runs out of room stops before the event it has no room for and says
where; whoever called it enlarges the buffers and goes on. Each has a plain twin in ``suyuan.tracing.reference``.
"""
