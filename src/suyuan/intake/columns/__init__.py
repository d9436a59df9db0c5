"""Large delimited files, column by column: bytes are split into cells before anything is decoded."""
