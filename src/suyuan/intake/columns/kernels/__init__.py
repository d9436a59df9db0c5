"""Compiled loops over bytes, cells and balances. They know no layout and no text, only bytes and integers."""
