"""Findings and decisions to paper: report, workbook, tables. Every figure is a reference, never typed text."""
