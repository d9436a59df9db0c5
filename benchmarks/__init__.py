"""Benchmarks: one file a figure; each prints a ratio measured side by side in one run, never a bare second."""
