"""Opening compressed files: streams that name what is broken and stop at an archive bomb."""

from __future__ import annotations

import io
import os
import re
import zlib
from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import IO, Protocol

from .problems import FileError, MissingExtra
from .remote import is_remote, open_read, size_of

# Text compresses by a factor of three to ten, logs by up to two hundred.
BOMB_RATIO = 250
BOMB_FREE = 64 << 20  # Nothing under this size is worth a refusal.

# What compressed data begins with, and no text: the mark of bzip2 goes on with its first block's.
_MAGIC = {
    "gz": re.compile(rb"\x1f\x8b\x08"),
    "bz2": re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"),
    "xz": re.compile(rb"\xfd7zXZ\0"),
    "zst": re.compile(rb"\x28\xb5\x2f\xfd"),
}
_UNPACK = {"gz": "gzip -dc", "bz2": "bzip2 -dc", "xz": "xz -dc", "zst": "zstd -dc"}

STDIN = "-"
_BLOCK = 64 << 10


class Writable(Protocol):
    """What a compressor writes to."""

    def write(self, data: bytes, /) -> object: ...


class Reader:
    """A decompressed stream: `read(size)` raises `FileError` for broken data and for an archive bomb.

    A bomb is data that grows by more than `max_ratio`; 0 allows any growth.
    """

    def __init__(self, path: str, compression: str, max_ratio: float = BOMB_RATIO) -> None:
        self._path = path
        self._raw = open_raw(path)
        self._compression = compression
        self._limit = 0.0
        self._size = 0
        try:
            if compression and max_ratio:
                self._limit = max(BOMB_FREE, _size(path, self._raw) * max_ratio)
            self._stream: IO[bytes] = _decompressor(self._raw, compression) if compression else self._raw
            # What stands before a fault must come: `read` would throw away what it has gathered until then.
            self._read: Callable[[int], bytes] = getattr(self._stream, "read1", self._stream.read)
            self._errors = _errors(compression)
        except BaseException:
            self._raw.close()
            raise

    def read(self, size: int) -> bytes:
        """Return up to size bytes, b"" at the end."""
        try:
            data = self._read(size)
        except self._errors as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            cause = str(error) or type(error).__name__
            raise FileError(f"broken {self._compression} data after {self._size} bytes of text: {cause}") from None
        if not data and not self._size and self._compression and _is_empty(self._raw):
            # As `gzip -t` and its kin see it: an archive of nothing has a header too.
            raise FileError(f"broken {self._compression} data: the file is empty, as one that was cut off")
        if not self._size and not self._compression:
            _refuse_compressed(data, self._path)
        self._size += len(data)
        if self._limit and self._size > self._limit:
            raise FileError(
                f"grows to more than {self._size >> 20} MiB of text: this looks like an archive bomb; "
                "--max-ratio 0 reads it all the same"
            )
        return data

    def position(self) -> int:
        """Return how many bytes of the file were read so far, compressed ones; 0 for a pipe, which does not know."""
        return self._raw.tell() if self._raw.seekable() else 0

    def close(self) -> None:
        """Close the stream and its file."""
        if self._stream is not self._raw:
            self._stream.close()
        self._raw.close()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_raw(path: str) -> IO[bytes]:
    """Open a file, a remote one, or standard input for "-", for reading."""
    if is_remote(path):
        return open_read(path)
    if path == STDIN:
        return open(0, "rb", buffering=0, closefd=False)
    return open(path, "rb", buffering=0)


def _size(path: str, raw: IO[bytes]) -> int:
    return size_of(path) if is_remote(path) else os.fstat(raw.fileno()).st_size


def _refuse_compressed(data: bytes, path: str) -> None:
    """Raise `FileError` for data that is compressed, though nothing says so."""
    for name, magic in _MAGIC.items():
        if magic.match(data):
            how = (
                f"unpack it on the way, as `{_UNPACK[name]}` does"
                if path == STDIN
                else f"its name should end in .{name}"
            )
            raise FileError(f"{name} data: {how}")


def _is_empty(raw: IO[bytes]) -> bool:
    """Say whether a file that was read to its end has no bytes at all; of a pipe that cannot be known."""
    return raw.seekable() and raw.seek(0, os.SEEK_END) == 0


def read_all(path: str, compression: str, max_size: int, max_ratio: float = BOMB_RATIO) -> bytes:
    """Return the whole content of a compressed file, at most max_size bytes of it."""
    with Reader(path, compression, max_ratio) as reader:
        parts = []
        left = max_size + 1
        while left > 0 and (part := reader.read(min(left, 1 << 20))):
            parts.append(part)
            left -= len(part)
    if left <= 0:
        raise too_large(max_size)
    return b"".join(parts)


def too_large(max_size: int) -> FileError:
    """Return the error for a document over the limit."""
    return FileError(f"a document of more than {max_size >> 20} MiB: --max-size raises the limit")


def compress(data: bytes, compression: str) -> bytes:
    """Return data compressed as one file of this compression; the same bytes for the same data."""
    if not compression:
        return data
    buffer = io.BytesIO()
    with compressor(buffer, compression) as stream:
        stream.write(data)
    return buffer.getvalue()


def in_members(compression: str) -> bool:
    """Say whether a file of this compression may be several that were compressed apart, one behind the other.

    All four formats allow it, but some readers of .zst in wide use stop silently behind the first.
    """
    return compression in ("gz", "bz2", "xz")


def compressor(target: Writable, compression: str) -> IO[bytes]:
    """Return a stream that writes compressed to target, which stays open when the stream is closed."""
    file: IO[bytes] = target  # type: ignore[assignment]
    if compression == "gz":
        import gzip

        # No name and no time in the header: the same text gives the same file.
        return gzip.GzipFile(  # type: ignore[return-value]
            filename="", mode="wb", compresslevel=6, fileobj=file, mtime=0
        )
    if compression == "bz2":
        import bz2

        return bz2.BZ2File(file, "wb")
    if compression == "xz":
        import lzma

        return lzma.LZMAFile(file, "wb")
    zstd = _zstd()
    # With a checksum, as the zstd command writes it: damage is noticed.
    return zstd.ZstdFile(file, "wb", options={zstd.CompressionParameter.checksum_flag: 1})  # type: ignore[no-any-return]


def _decompressor(raw: IO[bytes], compression: str) -> IO[bytes]:
    if compression == "gz":
        import gzip

        return gzip.GzipFile(fileobj=raw, mode="rb")  # type: ignore[return-value]
    if compression == "bz2":
        import bz2

        return _Members(raw, bz2.BZ2Decompressor)  # type: ignore[return-value]
    if compression == "xz":
        import lzma

        # The format that came before it has no mark: it would take a file of zeros for an archive of nothing.
        return _Members(raw, partial(lzma.LZMADecompressor, lzma.FORMAT_XZ))  # type: ignore[return-value]
    return _zstd().ZstdFile(raw, "rb")  # type: ignore[no-any-return]


class _Decompressor(Protocol):
    """What `bz2` and `lzma` decompress one member with."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /, max_length: int) -> bytes: ...


class _Members:
    """A stream of .bz2 or .xz: its members, one behind the other, with zeros as padding between and behind them.

    The files of `bz2` and `lzma` end silently where what follows a member is none, be it garbage or one that is
    damaged at its beginning: all from there on would be lost.
    """

    def __init__(self, raw: IO[bytes], new: Callable[[], _Decompressor]) -> None:
        self._raw = raw
        self._new = new
        self._member: _Decompressor | None = None

    def read(self, size: int) -> bytes:
        while True:
            member, data = self._member, b""
            if member is None or member.eof:
                data = member.unused_data.lstrip(b"\0") if member else b""
                while not data:
                    if not (block := self._raw.read(_BLOCK)):
                        return b""
                    data = block.lstrip(b"\0") if member else block
                member = self._member = self._new()
            elif member.needs_input and not (data := self._raw.read(_BLOCK)):
                raise EOFError("Compressed file ended before the end-of-stream marker was reached")
            if text := member.decompress(data, size):
                return text

    def close(self) -> None:
        """Do nothing: the file below is closed by its owner."""


def _errors(compression: str) -> tuple[type[Exception], ...]:
    """Return what reading broken data raises: bz2 and gzip say it with an `OSError` that has no number."""
    if compression == "gz":
        return (EOFError, OSError, zlib.error)
    if compression == "bz2":
        return (EOFError, OSError)
    if compression == "xz":
        import lzma

        return (EOFError, lzma.LZMAError)
    if compression == "zst":
        return (EOFError, _zstd().ZstdError)
    return ()


def _zstd() -> ModuleType:
    try:
        from compression import zstd  # type: ignore[import-not-found, unused-ignore] # Python 3.14
    except ImportError:
        try:
            from backports import zstd
        except ImportError:
            raise MissingExtra("Reading and writing .zst", "zstd") from None
    module: ModuleType = zstd
    return module
