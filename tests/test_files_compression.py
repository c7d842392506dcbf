"""Compressed files: read, written the same way each time, refused when broken or a bomb."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from backports import zstd

from cleaner.files.compression import BOMB_FREE, Reader, compress, compressor, read_all
from cleaner.files.problems import FileError

COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd.compress,
}
DECOMPRESS = {"gz": gzip.decompress, "bz2": bz2.decompress, "xz": lzma.decompress, "zst": zstd.decompress}
TEXT = b"".join(b"The ferry sank on day %d.\n" % n for n in range(20_000))


@pytest.mark.parametrize("name", COMPRESS)
def test_what_others_wrote_is_read_and_what_we_write_others_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(COMPRESS[name](TEXT))
    assert read_all(str(path), name, 1 << 30) == TEXT
    assert DECOMPRESS[name](compress(TEXT, name)) == TEXT
    assert compress(TEXT, name) == compress(TEXT, name)


@pytest.mark.parametrize("name", COMPRESS)
def test_files_of_several_members_are_read_to_the_end(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(COMPRESS[name](TEXT) + COMPRESS[name](b"and more"))
    assert read_all(str(path), name, 1 << 30) == TEXT + b"and more"


@pytest.mark.parametrize("name", COMPRESS)
@pytest.mark.parametrize("more", [b"garbage", b"Xgarbage", b"\0garbage"])
def test_what_follows_an_archive_and_is_none_is_named_and_never_dropped(tmp_path: Path, name: str, more: bytes) -> None:
    path = tmp_path / "x"
    damaged = more[:1] + compress(TEXT, name)[1:] if more.startswith(b"X") else more
    path.write_bytes(compress(TEXT, name) + damaged)
    with pytest.raises(FileError, match=f"broken {name} data"):
        read_all(str(path), name, 1 << 30)


@pytest.mark.parametrize("name", ["gz", "bz2", "xz"])
def test_zeros_behind_an_archive_are_padding_and_alone_are_none(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(compress(b"The ferry ", name) + bytes(8) + compress(b"sank.", name) + bytes(1 << 20))
    assert read_all(str(path), name, 1 << 30) == b"The ferry sank."
    path.write_bytes(bytes(64))
    with pytest.raises(FileError, match=f"broken {name} data"):
        read_all(str(path), name, 1 << 30)


@pytest.mark.parametrize("name", ["gz", "zst"])
def test_what_was_flushed_before_a_cut_is_read_before_the_fault_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x"
    with path.open("wb") as file:
        stream: Any = compressor(file, name)
        stream.write(TEXT)
        stream.flush(stream.FLUSH_FRAME) if name == "zst" else stream.flush()
        end = file.tell()
        stream.write(TEXT)
        stream.close()
    path.write_bytes(path.read_bytes()[: end + 5])  # As an audit is left by a run that is killed.
    found = b""
    with Reader(str(path), name) as reader, pytest.raises(FileError, match=f"broken {name} data after"):
        while data := reader.read(1 << 20):
            found += data
    assert found == TEXT


@pytest.mark.parametrize("name", COMPRESS)
@pytest.mark.parametrize("damage", ["cut", "flipped", "not compressed"])
def test_broken_data_is_refused(tmp_path: Path, name: str, damage: str) -> None:
    data = bytearray(compress(os.urandom(50_000), name))
    if damage == "flipped":
        for at in range(2000, 2060):
            data[at] ^= 0xFF
        data[-6] ^= 0xFF
    damaged = {"cut": bytes(data[:20_000]), "flipped": bytes(data), "not compressed": TEXT}[damage]
    path = tmp_path / "x"
    path.write_bytes(damaged)
    with pytest.raises(FileError, match=f"broken {name} data"):
        read_all(str(path), name, 1 << 30)


@pytest.mark.parametrize("name", COMPRESS)
def test_an_archive_of_nothing_is_read_and_a_file_of_no_bytes_is_broken(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(COMPRESS[name](b""))
    assert read_all(str(path), name, 1 << 30) == b""
    path.write_bytes(b"")
    with pytest.raises(FileError, match=f"broken {name} data"):
        read_all(str(path), name, 1 << 30)


@pytest.mark.parametrize("name", COMPRESS)
def test_an_archive_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(COMPRESS[name](bytes(BOMB_FREE + (8 << 20))))
    size = 0
    with Reader(str(path), name) as reader, pytest.raises(FileError, match="archive bomb"):
        while data := reader.read(1 << 20):
            size += len(data)
    assert size <= BOMB_FREE


def test_a_ratio_of_nought_reads_any_archive(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(zstd.compress(bytes(BOMB_FREE + (8 << 20))))
    with Reader(str(path), "zst", max_ratio=0) as reader:
        assert sum(len(data) for data in iter(lambda: reader.read(1 << 22), b"")) == BOMB_FREE + (8 << 20)


def test_a_document_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(gzip.compress(bytes(3 << 20)))
    with pytest.raises(FileError, match="more than 2 MiB: --max-size raises the limit"):
        read_all(str(path), "gz", 2 << 20)


@pytest.mark.parametrize("name", COMPRESS)
def test_compressed_data_that_is_not_said_to_be_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x.jsonl"
    for content in (b"", TEXT):
        path.write_bytes(COMPRESS[name](content))
        with Reader(str(path), "") as reader, pytest.raises(FileError, match=rf"^{name} data: .* end in \.{name}"):
            reader.read(1 << 20)
    path.write_bytes(b"BZh91 is no archive")
    with Reader(str(path), "") as reader:
        assert reader.read(1 << 20) == b"BZh91 is no archive"
