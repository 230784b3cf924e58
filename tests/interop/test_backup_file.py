"""The backup file alone: whole or not there, and every bit that falls over is found."""

from __future__ import annotations

import errno
import hashlib
import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from zhixing.core.facts.chain import Head
from zhixing.interop import backup_file
from zhixing.interop.backup_file import (
    BackupError,
    Blob,
    Content,
    Manifest,
    Origin,
    check_backup,
    read_blob,
    read_lines,
    read_manifest,
    write_backup,
)
from zhixing.interop.key_file import KeyFileError, Keys, install, read_keys, write_keys

ORIGIN = Origin(
    "0.1.0",
    "sqlite",
    "2026-01-05T09:30:15+00:00",
    (("ledger", "0001_initial"),),
    (Head(UUID(int=1), 2, "ab" * 32),),
    "cd" * 32,
    "ef" * 16,
    ("sessions.session",),
)
ROWS = [b'[%d,"\xe7\x8e\x8b"]\n' % n for n in range(500)]


def _write(path: Path, rows: list[bytes] = ROWS) -> Manifest:
    contents = (Content("a_table", ("id", "name"), iter(rows)), Content("empty", ("id",), iter(())))
    return write_backup(path, ORIGIN, contents)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    manifest = _write(tmp_path / "b.zip")
    assert check_backup(tmp_path / "b.zip") == manifest == read_manifest(tmp_path / "b.zip")
    part = manifest.part("a_table")
    assert part is not None
    assert list(read_lines(tmp_path / "b.zip", part)) == ROWS
    assert (manifest.rows, part.rows, manifest.part("none")) == (500, 500, None)
    assert (tmp_path / "b.zip").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]


def test_files_beside_the_tables(tmp_path: Path) -> None:
    names = [hashlib.sha256(words).hexdigest() for words in (b"a recording", b"another")]
    for name, words in zip(names, (b"a recording", b"bytes that changed"), strict=True):
        (tmp_path / name).write_bytes(words)
    path = tmp_path / "b.zip"
    manifest = write_backup(path, ORIGIN, [], [tmp_path / name for name in names])
    assert manifest.blobs == (Blob(names[0], 11),)
    assert check_backup(path) == manifest == read_manifest(path)
    assert b"".join(read_blob(path, manifest.blobs[0])) == b"a recording"
    with zipfile.ZipFile(path) as pack:
        assert b"zhixing-backup/2" in pack.read("manifest.json")
    path.write_bytes(path.read_bytes().replace(b"a recording", b"a recordinG"))
    with pytest.raises(BackupError, match="损坏"):
        check_backup(path)


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    _write(tmp_path / "a.zip")
    _write(tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("kept")
    with pytest.raises(BackupError, match="已经有了"):
        _write(tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_text() == "kept"


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    def rows() -> Iterator[bytes]:
        yield b"[1]\n"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(BackupError, match="磁盘满了"):
        write_backup(tmp_path / "b.zip", ORIGIN, [Content("a", ("id",), rows())])
    with pytest.raises(BackupError, match="写不到"):
        write_backup(tmp_path / "none" / "b.zip", ORIGIN, [])
    with pytest.raises(ZeroDivisionError):
        write_backup(tmp_path / "c.zip", ORIGIN, [Content("a", ("id",), (b"" for _ in [1 // 0]))])
    assert list(tmp_path.iterdir()) == []


def test_every_fallen_bit_is_found(tmp_path: Path) -> None:
    whole = tmp_path / "b.zip"
    manifest = _write(whole)
    content, rng = whole.read_bytes(), random.Random(7)
    other = tmp_path / "c.zip"
    for _ in range(300):
        place = rng.randrange(len(content))
        torn = bytearray(content)
        torn[place] ^= 1 << rng.randrange(8)
        other.write_bytes(bytes(torn))
        try:
            same = check_backup(other) == manifest
        except BackupError:
            same = True
        assert same, f"bit at {place}"
    for length in (0, 10, len(content) // 2, len(content) - 1):
        other.write_bytes(content[:length])
        with pytest.raises(BackupError):
            check_backup(other)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": "zhixing-backup/9"}, "比这一版程序新"),
        ({"kind": "something"}, "不是知行的备份"),
        ({"tables": None, "heads": 3}, "损坏|不符"),
        ({"migrations": [["one"]]}, "清单读不出来"),
    ],
)
def test_another_manifest_is_refused(tmp_path: Path, change: dict[str, object], sentence: str) -> None:
    manifest = _write(tmp_path / "b.zip")
    told = {**json.loads(backup_file.manifest_text(manifest)), **change}
    with zipfile.ZipFile(tmp_path / "b.zip") as pack:
        rows = {name: pack.read(name) for name in pack.namelist() if name != "manifest.json"}
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as pack:
        for name, content in rows.items():
            pack.writestr(name, content)
        pack.writestr("manifest.json", json.dumps(told))
    with pytest.raises(BackupError, match=sentence):
        check_backup(tmp_path / "c.zip")


def test_what_is_no_backup_is_said(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="没有备份文件"):
        read_manifest(tmp_path / "none.zip")
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as pack:
        pack.writestr("a", "b")
    with pytest.raises(BackupError, match="清单读不出来"):
        read_manifest(tmp_path / "x.zip")


def test_keys_go_into_a_file_and_a_home_and_over_no_others(tmp_path: Path) -> None:
    keys, file, home = Keys("s" * 40, "t" * 40), tmp_path / "k.json", tmp_path / "keys"
    write_keys(file, keys)
    assert file.stat().st_mode & 0o777 == 0o600
    assert read_keys(file) == keys
    with pytest.raises(KeyFileError, match="不覆盖"):
        write_keys(file, keys)
    install(keys, home)
    install(keys, home)
    assert (home / "seal.key").read_text() == keys.seal
    with pytest.raises(KeyFileError, match="另一把"):
        install(Keys("x", "y"), home)
    install(Keys("x", "y"), home, unused=True)
    assert (home / "seal.key").read_text() == "x"
    assert (home / "seal.key.unused").read_text() == keys.seal
    for text in ("no", "{}", '{"kind": "zhixing-keys/1"}'):
        file.write_text(text)
        with pytest.raises(KeyFileError, match="不是密钥文件"):
            read_keys(file)
    with pytest.raises(KeyFileError, match="没有密钥文件"):
        read_keys(tmp_path / "none")
