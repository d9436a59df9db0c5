"""What is said of rows while they are read: faults of one row, and remarks gathered over many."""

from __future__ import annotations

from suyuan.model.text import Text

TOO_MANY_CELLS = Text(
    zh="本行多出 {count} 格有内容的单元格，各列可能错位",
    en="the row has {count} filled cells more than the header, so its columns may be shifted",
)
NO_ACCOUNT = Text(zh="本行没有本方账号", en="the row names no account of its own")
DAMAGED_ACCOUNT = Text(
    zh="本方账号“{text}”被电子表格按数字保存，15 位以后的数字已丢失",
    en="the own account “{text}” was stored as a number by a spreadsheet and lost the digits after the fifteenth",
)
UNKNOWN_CURRENCY = Text(zh="币种“{text}”无法识别", en="the currency “{text}” is not known")

DAMAGED_COUNTERPARTY = Text(
    zh="列“{what}”中的账号被电子表格按数字保存，后几位已丢失，不能用于匹配",
    en="numbers in column “{what}” were stored as numbers by a spreadsheet and lost digits: never used as keys",
)
UNREADABLE_BALANCE = Text(
    zh="列“{what}”中有余额或费用无法识别", en="balances or fees in column “{what}” cannot be read"
)
UNKNOWN_STATUS = Text(zh="未知的交易状态“{what}”，按未知处理", en="the status “{what}” is not known to the layout")
UNUSUAL_WIDTH = Text(
    zh="本行有 {found} 格，其他各行有 {usual} 格：各列可能错位，或本行不完整",
    en="the row has {found} cells and the others {usual}: its columns may be shifted, or a part of it is missing",
)
DOUBLED = Text(
    zh="表头中此列出现两次，内容不一（“{one}”与“{other}”）",
    en="the header has this column twice, and they differ (“{one}” and “{other}”)",
)
SHORT = Text(
    zh="单元格少于表头，缺少的按空白处理{what}",
    en="rows with fewer cells than the header: what is missing was taken as empty{what}",
)
BLANK_WORD = Text(
    zh="列“{what}”为空，未计收也未计支", en="column “{what}” is blank: counted as neither in nor out"
)
WATCHED = Text(
    zh="文字中另提到金额，未单独入账（{what}）",
    en="a text names a further amount, which is not booked by itself ({what})",
)
PREFIX_LOST = Text(
    zh="本方账号疑缺前缀，补全后的号码 {what} 也作为同一账户的号码",
    en="the own account seems to have lost its prefix; {what} is taken for a number of it as well",
)
OVERFLOW_JOINED = Text(
    zh="多出的单元格已并入最后一列{what}", en="cells beyond the header were joined into the last column{what}"
)
ROUNDED = Text(
    zh="列“{what}”中的金额小数位多于币种的最小单位，已四舍五入",
    en="amounts in column “{what}” have more decimals than the currency and were rounded to its unit",
)
MINUS_BESIDE_WORD = Text(
    zh="列“{what}”中金额为负，方向仍按收付标志，除非余额表明相反",
    en="amounts in column “{what}” are negative; the direction word holds unless the balances say otherwise",
)
