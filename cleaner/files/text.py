"""Text files: one file, one document."""

from __future__ import annotations

import os

from .compression import STDIN, read_all, too_large
from .encoding import Decoded, decode, encode
from .options import Options
from .records import CleanText, Value
from .remote import is_remote

_READ = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def read_document(path: str, compression: str, options: Options) -> bytes:
    """Return the content of the file at path, decompressed; raises `FileError` for one over the limit."""
    if compression or path == STDIN or is_remote(path):
        return read_all(path, compression, options.max_size, options.max_ratio)
    fd = os.open(path, _READ)
    try:
        size = os.fstat(fd).st_size
        if size > options.max_size:
            raise too_large(options.max_size)
        data = os.read(fd, size + 1)
        if len(data) == size and size:
            return data  # One byte more was asked for, so this was the end.
        parts = [data]
        size = len(data)
        while part := os.read(fd, 1 << 20):  # A pipe, or a file that grows.
            parts.append(part)
            size += len(part)
            if size > options.max_size:
                raise too_large(options.max_size)
        return b"".join(parts)
    finally:
        os.close(fd)


def clean_document(data: bytes, clean: CleanText, options: Options) -> tuple[bytes | None, Decoded]:
    """Return the document's new bytes (None: it is to be left out), and the text as it was with its encoding.

    Raises `FileError` for bytes that are no text. A text that stays the same keeps its bytes, unless they are
    in another encoding than asked for.
    """
    source = decode(data, options.encoding)
    text = clean(source.text, 1, None, Value())
    if text is None:
        return None, source
    as_wanted = options.keep_encoding or (source.encoding == "utf-8" and not source.bom)
    if as_wanted and text == source.text:
        return data, source
    return encode(text, source, options.keep_encoding), source
