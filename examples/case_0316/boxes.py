"""Containers whose bytes depend on nothing but their content: no clock, no compressor, no random numbers."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib

DAY_2021_03_19 = (2021 - 1980) << 9 | 3 << 5 | 19


def stored_again(content: bytes) -> bytes:
    """An xlsx with the same parts, stored and not deflated: compressors differ from machine to machine."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for info in old.infolist():
            part = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
            part.create_system = 0
            new.writestr(part, old.read(info))
    return out.getvalue()


def zip_with_gbk_names(members: list[tuple[str, bytes]]) -> bytes:
    """A zip as Chinese Windows makes it: names in GBK, no UTF-8 flag."""
    body, directory = b"", b""
    for name, content in members:
        raw = name.encode("gbk")
        check, size = zlib.crc32(content), len(content)
        fields = struct.pack("<HHHHHIIIHH", 20, 0, 0, 9 << 11, DAY_2021_03_19, check, size, size, len(raw), 0)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, len(body))
        directory += raw
        body += b"PK\x03\x04" + fields + raw + content
    count = len(members)
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def unreadable(length: int) -> bytes:
    """Bytes that are no text in any encoding and no container: what is left of a broken attachment."""
    content = b"\x8f\xff\x00\xfe"
    while len(content) < length:
        content += hashlib.sha256(content).digest()
    return content[:length]
