"""Cutting a stream into chunks of whole lines, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

CHUNK = 1 << 20
MAX_SIZE = 256 << 20  # The largest document or record, unless the user says otherwise.


class Chunk(NamedTuple):
    """Some bytes of a file, the number of the line or row that they begin with, and what is wrong with them.

    A chunk with a fault is a piece of one record that is too long to be held: it passes unread. The first piece
    is not `continued`.
    """

    data: bytes
    line: int
    fault: str = ""
    continued: bool = False


def too_long(max_size: int) -> str:
    """Return what is said of a record over the limit."""
    return f"a record of more than {max_size >> 20} MiB: --max-size raises the limit"


def line_chunks(read: Callable[[int], bytes], max_size: int = MAX_SIZE, size: int = CHUNK) -> Iterator[Chunk]:
    """Yield the stream in chunks of about size bytes that end at line ends.

    The chunks together are the stream, to the byte. A line of more than max_size bytes comes in pieces with
    a fault.
    """
    line = 1
    held: list[bytes] = []  # The beginning of a line whose end is not read yet.
    held_size = 0
    passing = False
    while data := read(size):
        cut = data.find(b"\n") + 1 if passing else data.rfind(b"\n") + 1
        if passing:
            yield Chunk(data[:cut] or data, line, too_long(max_size), True)
            if not cut:
                continue
            passing = False
            line += 1
            held, held_size = [], 0
            data = data[cut:]
            cut = data.rfind(b"\n") + 1
        if cut:
            chunk = b"".join([*held, data[:cut]])
            yield Chunk(chunk, line)
            line += chunk.count(b"\n")
            held, held_size = [], 0
            data = data[cut:]
        held.append(data)
        held_size += len(data)
        if held_size > max_size:
            passing = True
            for i, piece in enumerate(held):
                yield Chunk(piece, line, too_long(max_size), i > 0)
            held = []
    if not passing and held_size:
        yield Chunk(b"".join(held), line)
