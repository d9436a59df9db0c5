"""Bookings to the case's ledger: transfers between accounts in order; Parquet segments, SQL over them."""
