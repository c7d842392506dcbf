"""Streams in other encodings, as UTF-8 and back."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import NamedTuple

from .encoding import BOMS, as_given, detect, without_mark
from .problems import FileError

Read = Callable[[int], bytes]


class StreamEncoding(NamedTuple):
    """The encoding of a stream, its byte order mark, and how it was found (see `Decoded`)."""

    name: str = "utf-8"
    bom: bytes = b""
    found: str = ""


def stream_encoding(head: bytes, given: str | None) -> StreamEncoding:
    """Return the encoding of a stream that begins with head, some hundred kilobytes of it.

    Damaged UTF-8 counts as UTF-8, and so does what was called that: the records that the damage is in are named later,
    one by one. Raises `FileError` where nothing fits.
    """
    if given:
        name, bom = as_given(given, head)
        return StreamEncoding() if name == "utf-8" else StreamEncoding(codecs.lookup(name).name, bom, "given")
    for bom, name in BOMS:
        if head.startswith(bom):
            return StreamEncoding() if name == "utf-8" else StreamEncoding(name, bom, "mark")
    unmarked = without_mark(head)
    if unmarked:
        return StreamEncoding(unmarked, b"", "detected")
    lenient = head.decode("utf-8", "replace")
    bad = lenient.count("\ufffd")
    # The last character may be cut in two. With NULs it is none of those that can be detected.
    if bad <= 1 or b"\0" in head or sum(char > "\x7f" for char in lenient) >= 2 * bad:
        return StreamEncoding()
    found = detect(head[: head.rfind(b"\n") + 1] or head)
    if found is None:
        raise FileError("not UTF-8, and no encoding fits: name it with --encoding, as in cp1252")
    return StreamEncoding(found, b"", "detected")


def _is_utf8(data: bytes) -> bool:
    """Say whether data holds enough UTF-8 beyond ASCII, and no more damage than where it was cut out of a stream."""
    if data.isascii():
        return False
    lenient = data.decode("utf-8", "replace")
    bad = lenient.count("\ufffd")
    return bad <= 2 and sum(char > "\x7f" for char in lenient) > 10 + bad


def as_utf8(read: Read, encoding: StreamEncoding) -> Read:
    """Return a function that reads the stream as UTF-8; it raises `FileError` for what cannot be decoded."""
    decoder = codecs.getincrementaldecoder(encoding.name)()
    skipped = 0
    read_before = ended = False

    def read_utf8(size: int) -> bytes:
        nonlocal skipped, read_before, ended
        while not ended:
            data = read(size)
            ended = not data
            if skipped < len(encoding.bom):
                cut = len(encoding.bom) - skipped
                skipped += len(data[:cut])
                data = data[cut:]
            if encoding.found == "detected" and read_before and _is_utf8(data):
                raise FileError(
                    f"begins as {encoding.name} and goes on as UTF-8: mend the beginning, or name one with --encoding"
                )
            read_before = True
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
