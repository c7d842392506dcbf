"""Streams in other encodings, as UTF-8 and back."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import NamedTuple

from .encoding import BOMS, detect
from .problems import FileError

Read = Callable[[int], bytes]


class StreamEncoding(NamedTuple):
    """The encoding of a stream, its byte order mark, and how it was found (see `Decoded`)."""

    name: str = "utf-8"
    bom: bytes = b""
    found: str = ""


def stream_encoding(head: bytes, given: str | None) -> StreamEncoding:
    """Return the encoding of a stream that begins with head, some hundred kilobytes of it.

    Damaged UTF-8 counts as UTF-8: the records that the damage is in are named later, one by one. Raises
    `FileError` where nothing fits.
    """
    if given:
        return StreamEncoding(codecs.lookup(given).name, b"", "given")
    for bom, name in BOMS:
        if head.startswith(bom):
            return StreamEncoding() if name == "utf-8" else StreamEncoding(name, bom, "mark")
    lenient = head.decode("utf-8", "replace")
    bad = lenient.count("\ufffd")
    if bad <= 1 or sum(char > "\x7f" for char in lenient) >= 2 * bad:  # The last character may be cut in two.
        return StreamEncoding()
    found = detect(head[: head.rfind(b"\n") + 1] or head)
    if found is None:
        raise FileError("not UTF-8, and no encoding fits: name it with --encoding, as in cp1252")
    return StreamEncoding(found, b"", "detected")


def as_utf8(read: Read, encoding: StreamEncoding) -> Read:
    """Return a function that reads the stream as UTF-8; it raises `FileError` for what cannot be decoded."""
    decoder = codecs.getincrementaldecoder(encoding.name)()
    skipped = 0
    ended = False

    def read_utf8(size: int) -> bytes:
        nonlocal skipped, ended
        while not ended:
            data = read(size)
            ended = not data
            if skipped < len(encoding.bom):
                cut = len(encoding.bom) - skipped
                skipped += len(data[:cut])
                data = data[cut:]
            try:
                text = decoder.decode(data, ended)
            except UnicodeDecodeError as error:
                raise FileError(f"not valid {encoding.name}: {error.reason}; name it with --encoding") from None
            if text:
                return text.encode()
        return b""

    return read_utf8


def from_utf8(data: bytes, encoding: StreamEncoding) -> bytes:
    """Return UTF-8 data in another encoding; raises `FileError` for what that cannot hold."""
    try:
        return data.decode().encode(encoding.name)
    except UnicodeEncodeError as error:
        char = ord(error.object[error.start])
        raise FileError(f"U+{char:04X} cannot be written in {encoding.name}: leave out --keep-encoding") from None
