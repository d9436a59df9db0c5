"""The books of a fraud platform or gang: SQL dumps, csv, workbooks. Kept and listed, never bank figures."""
