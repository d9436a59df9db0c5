"""Zip archives read with suspicion: their table of contents lies whenever it pays to.

Sizes are those found by unpacking, never only those declared; nothing is ever written under a member's name.
"""

from __future__ import annotations

import copy
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from suyuan.errors import Refused
from suyuan.intake.limits import (
    MAX_DIRECTORY_BYTES,
    MAX_MEMBERS,
    MAX_RATIO,
    MIB,
    RATIO_COUNTS_ABOVE,
)
from suyuan.model.text import Text

ENCRYPTED = 0x1
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
"""The others may ask for gigabytes of memory before the first byte, and no institution uses them."""

UNTIL_THE_END = 1 << 62
"""Stands for a member's declared size, so that unpacking goes on as far as the data do."""


def open_zip(name: str, file: IO[bytes]) -> zipfile.ZipFile:
    """Return the archive with its table of contents read; raises Refused where it is damaged or too large."""
    _check_directory(name, file)
    file.seek(0)
    try:
        archive = zipfile.ZipFile(file)
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        UnicodeDecodeError,
        struct.error,
        NotImplementedError,
    ) as error:
        raise Refused(TRUNCATED(name=name)) from error
    if len(archive.infolist()) > MAX_MEMBERS:
        raise Refused(TOO_MANY_MEMBERS(name=name, found=len(archive.infolist()), limit=MAX_MEMBERS))
    return archive


def unpack(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
    """Yield a member's bytes block by block; raises Refused once it proves a bomb, damaged or encrypted.

    ``name`` is the member's name for messages; ``limit`` the bytes it may unpack to.
    """
    if member.flag_bits & ENCRYPTED:
        raise Refused(ENCRYPTED_MEMBER(name=name))
    if member.compress_type not in METHODS:
        raise Refused(METHOD_UNKNOWN(name=name))
    if member.file_size > limit:
        raise Refused(TOO_LARGE_INSIDE(name=name, found=member.file_size // MIB, limit=limit // MIB))
    unlimited = copy.copy(member)
    unlimited.file_size = UNTIL_THE_END
    size = 0
    try:
        with archive.open(unlimited) as stream:
            while block := stream.read(MIB):
                size += len(block)
                if size > limit:
                    raise Refused(TOO_LARGE_INSIDE(name=name, found=size // MIB, limit=limit // MIB))
                if size > RATIO_COUNTS_ABOVE and size > MAX_RATIO * member.compress_size:
                    raise Refused(BOMB(name=name, packed=member.compress_size, found=size // MIB))
                if size > member.file_size:
                    raise Refused(SIZE_LIES(name=name, declared=member.file_size))
                yield block
    except NotImplementedError as error:
        raise Refused(METHOD_UNKNOWN(name=name)) from error
    except RuntimeError as error:
        raise Refused(ENCRYPTED_MEMBER(name=name)) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error) as error:
        raise Refused(MEMBER_DAMAGED(name=name)) from error
    if size != member.file_size:
        raise Refused(SIZE_LIES(name=name, declared=member.file_size))


def _check_directory(name: str, file: IO[bytes]) -> None:
    """Refuse an archive whose end is missing, or whose table of contents would fill the memory."""
    end = file.seek(0, 2)
    tail_start = max(0, end - 22 - 0xFFFF - 20)
    file.seek(tail_start)
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or place + 22 > len(tail):
        raise Refused(TRUNCATED(name=name))
    members, size = struct.unpack_from("<HI", tail, place + 10)
    locator = tail.rfind(b"PK\x06\x07", 0, place)
    if locator >= 0 and locator + 16 <= len(tail):
        (large,) = struct.unpack_from("<Q", tail, locator + 8)
        file.seek(min(large, end))
        record = file.read(56)
        if record.startswith(b"PK\x06\x06") and len(record) == 56:
            members, size = struct.unpack_from("<QQ", record, 32)
    if members > MAX_MEMBERS:
        raise Refused(TOO_MANY_MEMBERS(name=name, found=members, limit=MAX_MEMBERS))
    if size > MAX_DIRECTORY_BYTES:
        raise Refused(DIRECTORY_TOO_LARGE(name=name, found=size // MIB, limit=MAX_DIRECTORY_BYTES // MIB))


TRUNCATED = Text(
    zh="{name} 是 zip 格式（压缩包或 .xlsx），但目录缺失或损坏，文件可能只传了一半。"
    "请重新复制或向提供单位重新索取。",
    en="{name} is a zip file (an archive or .xlsx), but its table of contents is missing or damaged: it was "
    "probably cut off. Copy it again, or ask whoever sent it to send it again.",
)
TOO_MANY_MEMBERS = Text(
    zh="{name} 内有 {found} 个文件，超过上限 {limit} 个。请解压后分批导入文件夹。",
    en="{name} holds {found} files; the limit is {limit}. Unpack it and import the folders one by one.",
)
DIRECTORY_TOO_LARGE = Text(
    zh="{name} 的目录有 {found} MB，超过上限 {limit} MB，不像正常压缩包。请核对来源后解压再导入。",
    en="{name} has a table of contents of {found} MB; the limit is {limit} MB. This is no usual archive: check "
    "where it comes from, unpack it and import the folder.",
)
ENCRYPTED_MEMBER = Text(
    zh="{name} 在加密压缩包内，需要密码。请用密码解压后导入文件夹，原压缩包一并保留。",
    en="{name} lies in an archive with a password. Unpack it with the password and import the folder; keep the "
    "archive as well.",
)
TOO_LARGE_INSIDE = Text(
    zh="{name} 解压后超过上限 {limit} MB（已达 {found} MB），可能是压缩炸弹。"
    "请核对来源；确为正常数据的，请分拆后再导入。",
    en="{name} unpacks to more than {limit} MB ({found} MB so far): perhaps a zip bomb. Check where it comes "
    "from; if the data are genuine, split them and import the parts.",
)
BOMB = Text(
    zh="{name} 压缩后仅 {packed} 字节，解压已达 {found} MB，疑为压缩炸弹，已停止读取。"
    "请核对来源后向提供单位重新索取。",
    en="{name} is {packed} bytes packed and has reached {found} MB unpacked: a zip bomb by all appearance; "
    "reading was stopped. Check where it comes from and ask for it again.",
)
SIZE_LIES = Text(
    zh="{name} 的实际大小与压缩包目录所载（{declared} 字节）不符，压缩包已损坏或被改动。请向提供单位重新索取。",
    en="{name} does not have the size that the archive's table of contents gives ({declared} bytes): the archive "
    "is damaged or was changed. Ask whoever sent it to send it again.",
)
METHOD_UNKNOWN = Text(
    zh="{name} 的压缩方式不受支持。请解压后导入文件夹，或重新压缩为普通 zip。",
    en="{name} is packed by a method that is not supported. Unpack it and import the folder, or pack it anew as "
    "an ordinary zip.",
)
MEMBER_DAMAGED = Text(
    zh="{name} 在压缩包内已损坏（解压或校验失败）。请向提供单位重新索取。",
    en="{name} is damaged inside its archive (unpacking or its checksum failed). Ask for it again.",
)
