"""Files, folders and archives to single files: all of them, in order, under names a person can read."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from suyuan.errors import Refused
from suyuan.intake import archive as archive_module
from suyuan.intake.archive import IncomingFile, expand
from suyuan.model.text import Language


def zipped(members: dict[str, bytes]) -> bytes:
    """Return an archive with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def one(path: Path) -> list[IncomingFile]:
    """Return what one path holds."""
    return list(expand([path]))


def said(found: IncomingFile) -> str:
    """Return the refusal or the reason for skipping in English."""
    message = found.refusal or found.skipped
    return message.render(Language.EN) if message else ""


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    """Files of a folder come sorted and recursive, and paths in the order given."""
    folder = tmp_path / "案件资料"
    (folder / "b").mkdir(parents=True)
    for name in ("c.csv", "b/2.csv", "b/1.csv", "a.txt"):
        (folder / name).write_text(name)
    (tmp_path / "单独.csv").write_text("x")
    found = list(expand([tmp_path / "单独.csv", folder]))
    assert [item.name for item in found] == [
        "单独.csv",
        "案件资料/a.txt",
        "案件资料/b/1.csv",
        "案件资料/b/2.csv",
        "案件资料/c.csv",
    ]
    assert [item.origin for item in found] == [tmp_path / "单独.csv"] + [folder] * 4
    assert found[2].path == folder / "b" / "1.csv"
    assert found[2].read() == b"b/1.csv"


def test_litter_is_reported_not_lost(tmp_path: Path) -> None:
    """What systems and open documents leave behind is skipped with its reason, in folders and archives."""
    names = [".DS_Store", "Thumbs.db", "desktop.ini", "~$流水.xlsx", "._流水.csv", ".~lock.流水.ods#"]
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "流水.csv").write_bytes(b"a,b\n")
    (tmp_path / "z.zip").write_bytes(zipped({"__MACOSX/._a.csv": b"x", "a.csv": b"1"}))
    found = one(tmp_path)
    assert len(found) == len(names) + 3
    assert sorted(item.name.split("/")[-1] for item in found if not item.skipped) == ["a.csv", "流水.csv"]
    assert all(not item.refusal for item in found)


def test_archives_inside_archives(tmp_path: Path) -> None:
    """Members come sorted with the whole way in their name; an office file is one file."""
    book = io.BytesIO()
    xlsxwriter.Workbook(book).close()
    inner = zipped({"二.csv": b"2", "一.csv": b"1"})
    path = tmp_path / "反馈.zip"
    path.write_bytes(zipped({"里/内.zip": inner, "里/表.xlsx": book.getvalue(), "a.csv": b"0", "里/": b""}))
    found = one(path)
    assert [item.name for item in found] == [
        "反馈.zip/a.csv",
        "反馈.zip/里/内.zip/一.csv",
        "反馈.zip/里/内.zip/二.csv",
        "反馈.zip/里/表.xlsx",
    ]
    assert [item.read() for item in found[:3]] == [b"0", b"1", b"2"]
    assert found[3].read() == book.getvalue()
    assert {item.origin for item in found} == {path}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_unmarked_chinese_names(tmp_path: Path, encoding: str) -> None:
    """Names without the UTF-8 flag are UTF-8 if all of them fit, else GB18030, with backslashes as well."""
    names = ["里\\联通明细.csv", "里\\a.csv"]
    stand_ins = ["#" * len(names[0].encode(encoding)), "$" * len(names[1].encode(encoding))]
    content = zipped(dict.fromkeys(stand_ins, b"x"))
    for name, stand_in in zip(names, stand_ins, strict=True):
        content = content.replace(stand_in.encode(), name.encode(encoding))
    (tmp_path / "z.zip").write_bytes(content)
    assert [item.name for item in one(tmp_path / "z.zip")] == ["z.zip/里/a.csv", "z.zip/里/联通明细.csv"]


def test_marked_names_are_utf8(tmp_path: Path) -> None:
    """Names with the UTF-8 flag are taken as they are."""
    (tmp_path / "z.zip").write_bytes(zipped({"张某甲.csv": b"x"}))
    assert one(tmp_path / "z.zip")[0].name == "z.zip/张某甲.csv"


def test_names_that_would_climb_out_are_tamed(tmp_path: Path) -> None:
    """Absolute paths, drive letters, .. and direction marks never reach a name; nothing is written."""
    evil = ["../../etc/cron.d/x", "/etc/shadow.d/y", "C:\\Windows\\z", "a/..\\../b", "\u202egpj.exe", ".."]
    (tmp_path / "z.zip").write_bytes(zipped(dict.fromkeys(evil, b"x")))
    before = sorted(tmp_path.rglob("*"))
    names = [item.name for item in one(tmp_path / "z.zip")]
    assert sorted(names) == sorted(
        f"z.zip/{name}" for name in ["etc/cron.d/x", "etc/shadow.d/y", "Windows/z", "a/b", "\ufffdgpj.exe", "?"]
    )
    assert sorted(tmp_path.rglob("*")) == before


def test_a_broken_archive_does_not_stop_the_others(tmp_path: Path) -> None:
    """A truncated archive comes with its refusal and its bytes; what follows is read."""
    whole = zipped({"a.csv": b"1" * 500})
    (tmp_path / "1.zip").write_bytes(whole[:-30])
    (tmp_path / "2.zip").write_bytes(zipped({"里.zip": whole[:100], "b.csv": b"2"}))
    (tmp_path / "3.csv").write_bytes(b"x,y\n")
    found = one(tmp_path)
    assert [(item.name.partition("/")[2], bool(item.refusal)) for item in found] == [
        ("1.zip", True),
        ("2.zip/b.csv", False),
        ("2.zip/里.zip", True),
        ("3.csv", False),
    ]
    assert "cut off" in said(found[0])
    assert found[0].read() == whole[:-30]


def test_an_encrypted_member_says_so(tmp_path: Path) -> None:
    """A member with a password is refused with what to do; its neighbours are read."""
    content = bytearray(zipped({"a.csv": b"1", "b.csv": b"2"}))
    for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(magic) + place] |= 1
    (tmp_path / "z.zip").write_bytes(bytes(content))
    locked, free = one(tmp_path / "z.zip")
    assert "password" in said(locked)
    with pytest.raises(Refused, match="password"):
        locked.read()
    assert free.read() == b"2"


def test_a_damaged_member_says_so(tmp_path: Path) -> None:
    """A member whose checksum fails is refused, not handed on."""
    content = bytearray(zipped({"a.csv": b"abcdefgh" * 4 + b"xyz"}))
    content[content.index(b"a.csv") + 9] ^= 0x55
    (tmp_path / "z.zip").write_bytes(bytes(content))
    assert "damaged inside" in said(one(tmp_path / "z.zip")[0])


def test_three_archives_deep_is_the_limit(tmp_path: Path) -> None:
    """The third archive is opened, the fourth is refused."""
    content = zipped({"x.csv": b"1"})
    for name in ("三.zip", "二.zip"):
        content = zipped({name: content})
    (tmp_path / "一.zip").write_bytes(content)
    assert one(tmp_path / "一.zip")[0].name == "一.zip/二.zip/三.zip/x.csv"
    (tmp_path / "零.zip").write_bytes(zipped({"一.zip": content}))
    (deep,) = one(tmp_path / "零.zip")
    assert deep.name == "零.zip/一.zip/二.zip/三.zip"
    assert "more than 3 archives deep" in said(deep)


def test_members_are_counted_through_all_archives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit on members holds for the outer archive with all that is inside it."""
    monkeypatch.setattr(archive_module, "MAX_MEMBERS", 5)
    (tmp_path / "z.zip").write_bytes(
        zipped({"a.zip": zipped({"1": b"", "2": b"1"}), "b.zip": zipped({"3": b"1", "4": b"1"})})
    )
    found = one(tmp_path / "z.zip")
    assert [item.name for item in found] == ["z.zip/a.zip/1", "z.zip/a.zip/2", "z.zip/b.zip"]
    assert "the limit is 5" in said(found[2])


def test_all_that_unpacks_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once an archive has unpacked to its limit, the rest is refused one by one."""
    monkeypatch.setattr(archive_module, "MAX_UNPACKED_TOTAL", 10)
    (tmp_path / "z.zip").write_bytes(zipped({"a": b"12345678", "b": b"123", "c": b"x"}))
    assert [bool(item.refusal) for item in one(tmp_path / "z.zip")] == [False, True, True]


def test_a_bomb_in_an_archive_is_not_unpacked(tmp_path: Path) -> None:
    """A member of 100 MB from 100 KB is stopped, and says why."""
    (tmp_path / "z.zip").write_bytes(zipped({"a.csv": b"0" * 100_000_000, "b.csv": b"1"}))
    bomb, good = one(tmp_path / "z.zip")
    assert "zip bomb" in said(bomb)
    assert good.read() == b"1"


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    """A missing path, a pipe, an empty folder, an empty archive, a link that leads round: each is reported."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").mkdir()
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    (tmp_path / "z.zip").write_bytes(zipped({}))
    found = list(expand([tmp_path / "missing.csv", tmp_path]))
    assert [item.name.split("/")[-1] for item in found] == [
        "missing.csv",
        "empty",
        "gone",
        "pipe",
        "round",
        "z.zip",
    ]
    words = ["cannot be opened", "empty", "cannot be opened", "no ordinary file", "not followed", "holds no file"]
    assert all(word in said(item) for word, item in zip(words, found, strict=True))


def test_names_in_gbk_on_the_disk(tmp_path: Path) -> None:
    """A folder unpacked by an old tool has names in GBK; they are shown as the person wrote them."""
    raw = os.fsencode(tmp_path) + b"/" + "流水明细.csv".encode("gb18030")
    with open(raw, "wb") as file:  # noqa: PTH123
        file.write(b"a,b\n")
    (found,) = one(tmp_path)
    assert found.name.endswith("/流水明细.csv")
    assert found.read() == b"a,b\n"
