"""What a file may be at most, each with its reason: whatever is sent in, memory stays bounded.

The figures are far above what institutions send (a year of a busy merchant is some 300 MB of text).
"""

from __future__ import annotations

MIB = 1024 * 1024

MAX_TEXT_BYTES = 512 * MIB
"""A text file is held in memory with its cells, some seven times its size; larger ones await streaming."""

BY_COLUMNS_FROM = 8 * MIB
"""Text from this size on is read by columns, where its layout allows it; the start of that road takes a second,
and so many bytes as long by rows. Only MAX_RECORDS bounds it: it is never in memory as a whole."""

MAX_LINE_BYTES = MIB
"""A line of a statement has some hundred bytes; a longer one is no table, and would be copied cell by cell."""

MAX_HTML_BYTES = 64 * MIB
"""A web page is held as a tree, some ten times its size; it may be all one line."""

MAX_WORKBOOK_BYTES = 256 * MIB
"""A workbook as it lies on the disk: a full sheet of 1,048,576 rows with 30 columns has about 150 MB."""

MAX_UNPACKED_BYTES = 2048 * MIB
"""The XML inside one workbook; it is ten to twenty times as large as the workbook."""

MAX_RATIO = 200
"""Unpacked to packed. Statements pack 1 to 10 or 30; a zip bomb, 1 to 1000."""

RATIO_COUNTS_ABOVE = 64 * MIB
"""Below this unpacked size a high ratio does no harm (a sheet of blanks packs that well)."""

MAX_ROWS = 1_048_576
"""Rows of a sheet: Excel's own limit."""

MAX_COLUMNS = 16_384
"""Columns of a sheet or of a record: Excel's own limit."""

MAX_CELLS = 50_000_000
"""Cells of a sheet counted as a full rectangle, which is how the reader of workbooks lays them out."""

MAX_RECORDS = 20_000_000
"""Records of a text file; a file of empty lines alone must not fill the memory."""

MAX_QUOTED_LINES = 20
"""Lines that one quoted cell may run over; beyond, its quote is taken for a character that was never closed."""

MAX_MEMBERS = 100_000
"""Members of one archive, those of archives inside it included."""

MAX_DIRECTORY_BYTES = 64 * MIB
"""The table of contents of one archive: 100,000 members need about 25 MB."""

MAX_ARCHIVE_BYTES = 8 * 1024 * MIB
"""One archive as it lies on the disk or inside another."""

MAX_MEMBER_BYTES = MAX_TEXT_BYTES
"""One file inside an archive, unpacked: the largest file that can be read."""

MAX_UNPACKED_TOTAL = 64 * 1024 * MIB
"""All that one archive unpacks to, archives inside it included; a province's yearly answers stay below."""

MAX_DEPTH = 3
"""Archives inside archives: the institution's zip in the unit's zip in the province's zip."""
