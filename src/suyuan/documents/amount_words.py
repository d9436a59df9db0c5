"""An amount of renminbi in the capital characters of papers 人民币大写, exact to the fen.

After 元 stands 整 where nothing follows; after 角 it may be left out and is; after 分 it never stands. One 零 for
a run of zeros between digits, none where 仟 or 角 follows a zero in the place of 万 or 元. These ways are
known, their source was not read.
"""

from __future__ import annotations

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("仟", "佰", "拾", "")
MYRIAD, YI = 10**4, 10**8


def capitals(fen: int) -> str:
    """Return an amount in fen in capital characters; raises ValueError for less than nothing."""
    if fen < 0:
        raise ValueError(f"{fen} fen is less than nothing")
    yuan, rest = divmod(fen, 100)
    jiao, part = divmod(rest, 10)
    said = f"{_whole(yuan)}元" if yuan else ""
    if not rest:
        return f"人民币{said or '零元'}整"
    if jiao:
        said += f"{DIGITS[jiao]}角"
    elif said:
        said += DIGITS[0]
    return f"人民币{said}{DIGITS[part]}分" if part else f"人民币{said}"


def _whole(number: int) -> str:
    """Return a whole number above zero."""
    for unit, word in ((YI, "亿"), (MYRIAD, "万")):
        if number >= unit:
            above, below = divmod(number, unit)
            gap = DIGITS[0] if 0 < below < unit // 10 else ""
            return f"{_whole(above)}{word}{gap}{_whole(below) if below else ''}"
    said, skipped = "", False
    for digit, place in zip(map(int, f"{number:04}"), PLACES, strict=True):
        if digit:
            said += (DIGITS[0] if skipped and said else "") + DIGITS[digit] + place
        skipped = not digit
    return said
