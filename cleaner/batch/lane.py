"""How tasks and results pass between a worker and its parent: in memory that both see, and a word through a socket.

A megabyte through a socket is copied four times in pieces that each wait for the other process to run.
"""

from __future__ import annotations

import mmap
import pickle
import struct
from typing import Any

AHEAD = 2  # Tasks that a worker has: one in hand, one waiting, so that it never idles.
HEADER = struct.Struct("!Q")  # How many bytes follow through the socket; 0 for a message in memory.
_ROOM = 4 << 20  # Bytes: several chunks. Those take memory that were ever written.


class Lane:
    """One way between a worker and its parent, which each end has a copy of.

    `shared` says whether memory is: it is made before a fork. A place in it is free again when the message after the
    next one is put there: of so many tasks, each is done and its result taken before another is given.
    """

    def __init__(self, shared: bool) -> None:
        self._places = [mmap.mmap(-1, _ROOM) for _ in range(AHEAD)] if shared else []
        self._count = 0

    def put(self, message: Any) -> bytes:
        """Return what is to be sent through the socket: of a message that lies in memory, a header."""
        if self._places:
            place = self._next()
            place.seek(0)
            try:
                pickle.dump(message, place, pickle.HIGHEST_PROTOCOL)
                return HEADER.pack(0)
            except ValueError:  # More than there is room for.
                pass
        data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
        return HEADER.pack(len(data)) + data

    def take(self, sent: bytes | memoryview) -> Any:
        """Return the next message, of which this came through the socket behind the header."""
        place = self._next() if self._places else b""
        return pickle.loads(sent or place)

    def _next(self) -> mmap.mmap:
        self._count += 1
        return self._places[self._count % AHEAD]
